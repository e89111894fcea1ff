"""Kumu: JSON in both its forms, two CSV files, one of them, two sheets."""

from __future__ import annotations

import json
from functools import partial
from io import BytesIO
from typing import Any

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import kumu
from ngomap.importers.delimited import read_grid
from ngomap.importers.formats import choose
from ngomap.importers.records import Network, Said
from ngomap.importers.source import Part, Reading, Source, source_of
from ngomap.model.answers import Rejected

ELEMENTS = "Label,Type,Description,Tags,Website\nRed Cross,NGO,To heal.,health|water,rc.example\nBank,Donor,,,\nAda,Person,,,\n"
CONNECTIONS = "From,To,Type,Label,Direction\nBank,Red Cross,Funds,Grant 1,directed\nAda,Red Cross,Board member,,directed\n"


def parts(**texts: str) -> Source:
    return Source(
        "folder", tuple(Part(f"{name}.csv", partial(BytesIO, text.encode())) for name, text in texts.items())
    )


def sheets(**texts: str) -> Source:
    return Source(
        "x.xlsx",
        tuple(
            Part(f"x.xlsx: {name}", lambda: BytesIO(b""), sheet=lambda n=name, t=text: read_grid(t, n))
            for name, text in texts.items()
        ),
    )


def from_json(document: Any) -> Network:
    return kumu.read(source_of("x.json", json.dumps(document).encode()), Reading())


def said(network: Network) -> list[Said]:
    rows = list(network.rows)
    assert not [r for r in rows if isinstance(r, Rejected)]
    return [r for r in rows if isinstance(r, Said)]


def ties(network: Network) -> list[tuple[str, str, str]]:
    return [(t.type, t.a, t.b) for row in said(network) for t in row.ties]


@pytest.mark.parametrize("make", [parts, sheets])
def test_two_tables_belong_together_in_any_order(make: Any) -> None:
    for source in (make(a=ELEMENTS, b=CONNECTIONS), make(b=CONNECTIONS, a=ELEMENTS)):
        assert choose(source, Reading()) == "kumu"
        network = kumu.read(source, Reading())
        rows = said(network)
        assert [a.name for row in rows for a in row.actors] == ["Red Cross", "Bank", "Ada"]
        first = rows[0].actors[0]
        assert first.facts == {"kind": "ngo", "mission": "To heal.", "website": "https://rc.example"}
        assert first.terms == (("any", "health"), ("any", "water"))
        assert rows[2].actors[0].facts["audience"] == "internal"
        assert [(t.type, t.a, t.b, t.facts) for row in rows for t in row.ties] == [
            ("funds", "Bank", "Red Cross", {"title": "Grant 1"}),
            ("on-board-of", "Ada", "Red Cross", {"title": "Board member"}),
        ]  # fmt: skip
        assert {row.part for row in rows} == set(network.headers) and len(network.headers) == 2


def test_one_table_alone() -> None:
    for text in (ELEMENTS, CONNECTIONS):
        source = source_of("x.csv", text.encode())
        assert choose(source, Reading()) == "kumu"
        rows = said(kumu.read(source, Reading()))
        assert {a.name for row in rows for a in row.actors} == {"Red Cross", "Bank", "Ada"}


def test_ids_beat_labels() -> None:
    source = parts(
        a="ID,Label,Type\n1,Union,NGO\n2,Union,Donor\n3,Three,NGO\n", b="From,To,Type\n1,2,funds\n3,1,partner\nThree,2,funds\n"
    )
    assert ties(kumu.read(source, Reading())) == [("funds", "1", "2"), ("works-with", "3", "1"), ("funds", "3", "2")]


def test_label_and_type_beat_the_label() -> None:
    source = parts(a="Label,Type\nUnion,NGO\nUnion,Donor\nOther,NGO\n", b="From,To\nUnion,Other\nother,Other\n")
    rows = list(kumu.read(source, Reading()).rows)
    assert [a.key for row in rows if isinstance(row, Said) for a in row.actors] == ["Union", "Union (Donor)", "Other"]
    reasons = [r.reason for r in rows if isinstance(r, Rejected)]
    assert "'Union' is the label of 2 nodes" in reasons[0]
    assert "to itself" in reasons[1]


def test_what_connections_name_and_no_element_is_becomes_one_without_ids() -> None:
    network = kumu.read(parts(a="Label,Type\nA,NGO\n", b="From,To\nA,Newcomer\n"), Reading())
    assert [a.name for row in said(network) for a in row.actors] == ["A", "Newcomer"]
    assert "Newcomer (1)" in " ".join(network.notes())
    rows = list(kumu.read(parts(a="ID,Label,Type\n1,A,NGO\n", b="From,To\n1,9\n"), Reading()).rows)
    assert isinstance(rows[1], Rejected) and "There is no node '9'" in rows[1].reason


def test_json_that_kumu_imports() -> None:
    network = from_json(
        {
            "elements": [
                {"id": "a", "label": "Alpha", "type": "NGO", "tags": ["x", "y"], "Budget": 5.5, "Door": "red"},
                {"id": "b", "label": "Beta"},
            ],
            "connections": [
                {"id": 7, "from": "a", "to": "Beta", "type": "partner", "direction": "mutual"},
                {"from": "b", "to": "Gamma", "direction": "directed", "since": "2020"},
            ],
            "loops": [{}, {}],
            "maps": [],
        }
    )
    rows = said(network)
    alpha = rows[0].actors[0]
    assert (alpha.name, alpha.facts, alpha.remarks) == ("Alpha", {"kind": "ngo", "budget": 5.5}, ("Door: red",))
    assert alpha.terms == (("any", "x"), ("any", "y"))
    assert [(t.type, t.a, t.b, t.facts) for row in rows for t in row.ties] == [
        ("works-with", "a", "b", {}), ("related", "b", "Gamma", {"since": "2020"})
    ]  # fmt: skip
    assert [row.row.line for row in rows] == [1, 2, 3, 4]
    notes = " ".join(network.notes())
    assert "'loops' (2)" in notes and "maps" not in notes and "direction" in notes


def test_json_that_kumu_exports() -> None:
    network = from_json(
        {
            "elements": [{"_id": "e1", "_type": "element", "attributes": {"label": "Alpha", "element type": "NGO"}},
                         {"_id": "e2", "attributes": {"label": "Beta"}}],
            "connections": [{"_id": "c", "from": "e1", "to": "e2", "direction": "directed",
                             "attributes": {"connection type": "mentors"}}],
        }
    )  # fmt: skip
    assert ties(network) == [("mentors", "e1", "e2")]


def test_a_label_of_two_elements_of_json_names_neither() -> None:
    elements = [{"id": "1", "label": "Union"}, {"id": "2", "label": "Union"}, {"id": "3", "label": "Other"}]
    *_, last = from_json({"elements": elements, "connections": [{"from": "Union", "to": "3"}]}).rows
    assert isinstance(last, Rejected) and "'Union' is the label of 2 elements" in last.reason


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ('"text"', "Element 1: It is not an object."), ('{"id": "a", "label": "\\u0000"}', "NUL"),
        ('{"id": "a", "label": "!!"}', "not a name"), ('{"id": "a", "label": "\\ud800"}', "UTF-8"), ("{}", "without an id"),
    ],
)  # fmt: skip
def test_an_element_that_cannot_be_taken_is_rejected(record: str, says: str) -> None:
    text = '{"elements": [' + record + ', {"id": "b", "label": "Beta"}], "connections": [{"from": "b"}]}'
    first, second, third = kumu.read(source_of("x.json", text.encode()), Reading()).rows
    assert isinstance(first, Rejected) and says in first.reason and first.line == 1
    assert isinstance(second, Said)
    assert isinstance(third, Rejected) and third.reason.startswith("Connection 1:") and third.line == 3


@pytest.mark.parametrize(
    "text",
    ['{"elements": [{"id": "a"', '{"elements": [], "connections": []}', '{"elements": [{"a": NaN}]}', "[]",
     '{"elements": {"a": 1}, "connections": []}', '{"elements": [{"a": 1, "a": 2}]}'],
)  # fmt: skip
def test_json_that_is_not_sound_is_one_sentence(text: str) -> None:
    with pytest.raises(BadFile) as caught:
        list(kumu.read(source_of("x.json", text.encode()), Reading()).rows)
    assert caught.value.hint


def test_other_json_is_not_kumus() -> None:
    for text in ('{"ngomap": "map/1"}', '{"nodes": []}', '{"elements": {"nodes": []}}'):
        assert kumu.recognise(source_of("x", text.encode()), Reading()) == 0
    with pytest.raises(UsageError):
        kumu.read(source_of("x", b'{"elements": [{}]}'), Reading({"a": "name"}))
