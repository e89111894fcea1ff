"""What attributes say of an actor."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue, UsageError
from ngomap.importers.node_facts import Nodes
from ngomap.importers.records import ActorRow
from ngomap.importers.source import Reading


def node(*stated: tuple[str, str], key: str = "k", label: str = "") -> ActorRow:
    return Nodes(Reading()).actor(key, label, stated)


def test_known_attributes_are_fields_and_the_others_lines_of_the_notes() -> None:
    row = node(
        ("Type", "National NGO"), ("Website", "www.rc.example"), ("E-mail", "a@rc.example; b@rc.example"),
        ("Tags", "water|Health"), ("Colour of the door", "red"), ("Country", "Kenya"), ("Town", "Nairobi"),
        label="Red Crescent",
    )  # fmt: skip
    assert (row.key, row.name, row.terms) == ("k", "Red Crescent", (("any", "water"), ("any", "Health")))
    assert row.facts == {
        "kind": "ngo", "level": "national", "website": "https://www.rc.example", "email": "a@rc.example",
        "country": "KE", "place": "Nairobi",
    }  # fmt: skip
    assert row.remarks == ("Colour of the door: red", "e-mail: b@rc.example")


def test_the_name_is_the_attribute_the_label_or_the_key() -> None:
    assert node(("name", "Red Cross"), label="RC").name == "Red Cross"
    assert node(("name", "Red Cross"), label="RC").aliases == ("RC",)
    assert node(("label", "RC")).name == "RC"
    assert node(key="rc").name == "rc"
    with pytest.raises(InvalidValue):
        node(key="--")


@pytest.mark.parametrize(
    ("header", "text"),
    [("Type", "Mauve"), ("Staff", "1,234"), ("Founded", "01/02/2024"), ("Country", "Nowhere"), ("Website", "a b")],
)
def test_what_a_field_cannot_hold_is_kept_in_words_and_counted(header: str, text: str) -> None:
    nodes = Nodes(Reading())
    row = nodes.actor("k", "A", [(header, text)])
    assert row.facts == {}
    assert [line.partition(": ")[2] for line in row.remarks] == [text]
    assert text in " ".join(nodes.notes())


@pytest.mark.parametrize(("lat", "lon"), [("0", "0"), ("-1,29", "36,8"), ("1", "181"), ("1", "")])
def test_a_point_that_is_none_is_no_point(lat: str, lon: str) -> None:
    row = node(("Latitude", lat), ("Longitude", lon), label="A")
    assert "lat" not in row.facts and len(row.remarks) == 1


def test_where_a_node_was_drawn_is_no_place_on_earth() -> None:
    nodes = Nodes(Reading())
    row = nodes.actor("k", "A", [("x", "12.5"), ("y", "3"), ("size", "10")])
    assert (row.facts, row.remarks) == ({}, ())
    assert "size, x, y" in " ".join(nodes.notes())


@pytest.mark.parametrize("word", ["Person", "individual", "Personne", "persona"])
def test_people_are_internal(word: str) -> None:
    assert node(("Type", word), label="A").facts == {"kind": "person", "audience": "internal"}


def test_what_the_user_says_of_an_attribute_counts() -> None:
    nodes = Nodes(Reading({"Ort": "place", "EIN": "id:us-ein", "secret": "ignore"}))
    row = nodes.actor("k", "A", [("Ort", "Bern"), ("EIN", "12"), ("Secret", "x")])
    assert (row.facts, row.identifiers, row.remarks) == ({"place": "Bern"}, (("US-EIN", "12"),), ())
    with pytest.raises(UsageError):
        Nodes(Reading({"Ort": "plaace"}))


def test_markup_stays_text() -> None:
    assert node(label="[bold]A[/] <script>").name == "[bold]A[/] <script>"


def test_a_node_of_our_own_says_its_fields() -> None:
    row = node(
        ("handle", "red-cross"), ("uid", "u"), ("type", "ngo"), ("country", "QV"), ("staff", "12"), ("lat", "-1.5"),
        ("lon", "36"), ("aliases", "RC|Cruz¦Roja"), ("identifiers", "GB-CHC:1"), ("issues", "health|water"),
        ("serves", "north"), ("area", "south"), ("area_name", "South"), ("description", "To heal."),
        label="Red Cross", key="red-cross",
    )  # fmt: skip
    assert row == ActorRow(
        "Red Cross",
        {"kind": "ngo", "country": "QV", "staff": 12, "lat": -1.5, "lon": 36.0, "mission": "To heal."},
        ("RC", "Cruz|Roja"), "", (("GB-CHC", "1"),), (("issue", "health"), ("issue", "water")), ("north",), (), "south",
        "red-cross", "u", "red-cross",
    )  # fmt: skip


def test_a_node_of_our_own_that_says_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidValue):
        node(("handle", "a"), ("kind", "ngo"), ("name", "A"), ("staff", "many"))
