"""Rows of a table of organizations: checked like what is typed, rejected with the reason, never dropped."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import table
from ngomap.importers.headers import IGNORED
from ngomap.importers.records import ActorRow, Said
from ngomap.importers.source import Reading, source_of
from ngomap.model.answers import Rejected
from ngomap.model.audience import FILE_AUDIENCES
from ngomap.model.tables import COLUMNS, columns_for


@dataclass
class Found:
    """A table read to its end."""

    said: list[Said]
    rejected: list[Rejected]
    notes: list[str]
    columns: dict[str, str]

    @property
    def rows(self) -> list[ActorRow]:
        return [said.actors[0] for said in self.said]


def read(text: str, reading: Reading | None = None) -> Found:
    network = table.read(source_of("x.csv", text.encode()), reading or Reading())
    rows = list(network.rows)
    return Found(
        [r for r in rows if isinstance(r, Said)], [r for r in rows if isinstance(r, Rejected)], list(network.notes()),
        network.columns,
    )  # fmt: skip


def only(text: str, reading: Reading | None = None) -> ActorRow:
    found = read(text, reading)
    assert not found.rejected
    (row,) = found.rows
    return row


def reason(headers: str, cells: str, reading: Reading | None = None) -> str:
    found = read(f"{headers}\n{cells}\n", reading)
    assert not found.rows
    (rejected,) = found.rejected
    assert rejected.line == 2
    assert rejected.row == dict(zip(headers.split(";"), cells.split(";"), strict=True))
    return rejected.reason


def test_a_whole_row() -> None:
    row = only(
        "Name;Acronym;Type;Theme;Target group;Services;Sector;Area served;Website;E-mail;Phone;Staff;Budget (KES);Founded;"
        "Country;Lat;Lon;Mission;Reg no\n"
        "Clínica Río;CR;National NGO;health|water;women;;Health;North; www.rio.example;a@rio.example;+254 1;12;1500.5;2015;"
        "Kenya;-1.29;36.8;To heal.;GB-CHC:1\n"
    )
    assert row.facts == {
        "kind": "ngo", "level": "national", "website": "https://www.rio.example", "email": "a@rio.example",
        "phone": "+254 1", "staff": 12, "budget": 1500.5, "currency": "KES", "founded": "2015", "country": "KE",
        "lat": -1.29, "lon": 36.8, "mission": "To heal.",
    }  # fmt: skip
    assert (row.name, row.acronym, row.serves) == ("Clínica Río", "CR", ("North",))
    assert row.terms == (("issue", "health"), ("issue", "water"), ("population", "women"), ("sector", "Health"))
    assert row.identifiers == (("GB-CHC", "1"),)


@pytest.mark.parametrize(
    ("cell", "year", "remarks"),
    [
        ("2024", 2024, ()), ("2024.0", 2024, ()), ("2024-03-31", 2024, ()), ("", None, ()),
        ("yes", None, ("Audited: yes",)), ("31", None, ("Audited: 31",)), ("1066", None, ("Audited: 1066",)),
    ],
)  # fmt: skip
def test_the_year_of_audited_accounts(cell: str, year: int | None, remarks: tuple[str, ...]) -> None:
    row = only(f"Name;Audited\nA;{cell}\n")
    assert (row.facts.get("audited"), row.remarks) == (year, remarks)


def test_what_is_no_year_and_what_is_no_address_are_both_noted() -> None:
    row = only("Name;Website;Last audit\nA;soon;never\n")
    assert row.remarks == ("Website: soon", "Last audit: never")


def test_what_is_not_said_is_not_there() -> None:
    assert only("Name;Type;Staff;Website;Lat;Lon\nA;;;N/A;-;-\n").facts == {}


@pytest.mark.parametrize("cell", ["health|water", "health; water", "health\nwater"])
def test_several_values_in_a_cell(cell: str) -> None:
    assert only(f'Name,Issues\nA,"{cell}"\n').terms == (("issue", "health"), ("issue", "water"))


def test_a_separator_that_is_said_is_the_only_one() -> None:
    row = only('Name,Issues\nA,"health, water | soil"\n', Reading(separator=","))
    assert row.terms == (("issue", "health"), ("issue", "water | soil"))


@pytest.mark.parametrize("staff", ["1,234", "1_000", "１２", "nan", "1e400", "-3", "many"])
def test_numbers_that_can_be_read_in_two_ways_are_rejected(staff: str) -> None:
    assert repr(staff) in reason("Name;Staff", f"A;{staff}")


@pytest.mark.parametrize("budget", ["1,234", "1_000", "１２", "nan", "1e400", "inf", "-3"])
def test_budgets_likewise(budget: str) -> None:
    assert repr(budget) in reason("Name;Budget", f"A;{budget}")


@pytest.mark.parametrize(("lat", "lon"), [("-1,29", "36,8"), ("1", "181"), ("91", "1"), ("1", ""), ("1°77'S", "36°49'E")])
def test_points_that_are_none_are_rejected(lat: str, lon: str) -> None:
    assert reason("Name;Lat;Lon", f"A;{lat};{lon}")


def test_degrees_minutes_and_seconds_are_read() -> None:
    assert read("Name;Lat;Lon\nA;1°15'S;36°45'E\n").rows[0].facts == {"lat": -1.25, "lon": 36.75}


def test_a_point_in_the_sea_off_africa_is_left_out_and_said() -> None:
    found = read("Name;Lat;Lon\nA;0;0.0\n")
    assert found.rows[0].facts == {}
    assert any("0,0" in note for note in found.notes)


def test_a_date_that_can_be_read_in_two_ways_needs_its_order() -> None:
    assert "--date-order" in reason("Name;Founded", "A;01/02/2024")
    row = only("Name;Founded\nA;01/02/2024\n", Reading(date_order="dmy"))
    assert row.facts["founded"] == "2024-02-01"


@pytest.mark.parametrize(
    ("headers", "cells"),
    [("Name;Type", ";ngo"), ("Name;Type", "[/];ngo"), ("Name;E-mail", "A;at home"), ("Name;Currency", "A;shillings"),
     ("name;handle;kind", "A Person;a-person;person")],
)  # fmt: skip
def test_other_values_that_cannot_be_taken(headers: str, cells: str) -> None:
    assert reason(headers, cells)


def test_an_unknown_type_or_country_is_no_reason_to_reject() -> None:
    found = read("Name;Type;Country\nA;Blob;Nowhereland\n")
    assert found.rows[0].facts == {}
    assert any("Blob" in note for note in found.notes)
    assert any("Nowhereland" in note for note in found.notes)


def test_an_acronym_alone_is_a_name() -> None:
    row = only("Name;Acronym\n;MSF\n")
    assert (row.name, row.acronym) == ("MSF", "")


def test_the_parts_of_an_address_are_one_place() -> None:
    row = only("Name;Address;Town;District\nA;1 Main St;Nyeri;Central\n")
    assert row.facts["place"] == "1 Main St, Nyeri, Central"
    assert row.areas == ("Nyeri", "Central")


def test_paragraphs_stay() -> None:
    assert only('Name,Mission\nA,"One.\r\n\r\nTwo."\n').facts["mission"] == "One.\n\nTwo."


def test_numbers_without_a_register_say_so() -> None:
    found = read("Name;Reg no\nA;17\n")
    assert found.rows[0].identifiers == (("REG", "17"),)
    assert any("id:GB-CHC" in note for note in found.notes)
    named = only("Name;Reg no\nA;17\n", Reading({"Reg no": "id:ke-ngc"}))
    assert named.identifiers == (("KE-NGC", "17"),)


def test_without_names_the_headers_are_shown_with_what_to_do() -> None:
    with pytest.raises(BadFile) as caught:
        read("Foo;Bar\n1;2\n")
    assert "Foo, Bar" in caught.value.message
    assert '--column "Foo=name"' in caught.value.hint


def test_identifiers_as_org_id_guide_writes_them() -> None:
    assert only("Name;Org id\nA;GB-CHC-1000003|XX-REG:a-b\n").identifiers == (("GB-CHC", "1000003"), ("XX-REG", "a-b"))


def test_codes_under_plain_words_are_not_taken_for_names_or_statuses() -> None:
    row = only("EIN;NAME;ORGANIZATION;STATUS\n000123;EDUCATION FUND;5;01\n")
    assert (row.name, row.facts, row.identifiers) == ("EDUCATION FUND", {}, (("US-EIN", "000123"),))
    assert "mauve" in reason("Name;Status", "A;mauve", Reading({"Status": "status"}))


def test_a_name_column_that_is_mostly_empty_is_doubted() -> None:
    text = "Agency;Site\n;A\n;B\nC;C\n"
    assert any("'Agency'" in note and "2 of 3" in note for note in read(text).notes)
    assert not any("'Site'" in note for note in read(text, Reading({"Site": "name"})).notes)


@pytest.mark.parametrize("table", [table for table in COLUMNS if table != "actors"])
@pytest.mark.parametrize("audience", FILE_AUDIENCES)
def test_the_other_tables_of_our_own_export_are_not_taken_for_organizations(table: str, audience: str) -> None:
    headers = columns_for(table, audience)
    if table == "trust" and audience != "internal":
        assert headers == []
        return
    with pytest.raises(BadFile, match=f"a table of {table.replace('-', ' ')} that ngomap exported"):
        read(",".join([*headers, "remarks"]) + "\n" + "x," * len(headers) + "x\n")


def test_a_person_to_contact_is_a_person_of_their_own_that_nobody_else_sees() -> None:
    found = read(
        "Name,E-mail,Contact person,Position,Contact e-mail,Contact phone\n"
        "Arts,info@arts.example,Ana Ruiz,Coordinator,ana@arts.example,+254 1\n"
    )
    (said,) = found.said
    organization, person = said.actors
    assert organization.facts == {"email": "info@arts.example"}
    assert (person.name, person.facts) == (
        "Ana Ruiz", {"kind": "person", "audience": "internal", "email": "ana@arts.example", "phone": "+254 1"},
    )  # fmt: skip
    (tie,) = said.ties
    assert (tie.type, tie.a, tie.b) == ("works-for", person.key, organization.key)
    assert tie.facts == {"audience": "internal", "title": "Coordinator"}
    assert any("persons" in note for note in found.notes)


def test_several_people_and_who_leads_it() -> None:
    (said,) = read("Name,Contact,Executive Director\nArts,Ana Ruiz; Li Wei (Director),Li Wei\n").said
    assert [(a.name, t.facts.get("title")) for a, t in zip(said.actors[1:], said.ties, strict=True)] == [
        ("Ana Ruiz", None), ("Li Wei", "Director"),
    ]  # fmt: skip
    (said,) = read("Name,Executive Director\nArts,Ana Ruiz\n").said
    assert said.ties[0].facts["title"] == "Executive Director"


def test_without_a_person_the_contact_data_are_the_organizations() -> None:
    (said,) = read("Name,Contact person,Contact e-mail\nArts,,info@arts.example\nB,Li,li@b.example\n").said[:1]
    assert [a.facts for a in said.actors] == [{"email": "info@arts.example"}]


def test_what_is_no_persons_name_goes_into_the_notes() -> None:
    found = read("Name,Contact person\nArts,call +254 700 123\nB,Li\nC,Wei\n")
    assert found.rows[0].remarks == ("Contact person: call +254 700 123",)
    assert len(found.said[0].actors) == 1
    assert any("no name" in note for note in found.notes)


@pytest.mark.parametrize("cell", ["in progress", "http://190 High St", "Facebook"])
def test_what_is_no_web_address_is_kept_in_the_notes(cell: str) -> None:
    found = read(f"Name;Website\nA;{cell}\n")
    assert (found.rows[0].facts, found.rows[0].remarks) == ({}, (f"Website: {cell}",))
    assert any("no web address" in note for note in found.notes)


def test_no_web_page_is_nothing_to_note() -> None:
    assert only("Name;Website\nA;No\n").remarks == ()


def test_those_in_a_register_of_charities_are_charities() -> None:
    assert only("Name;Org id\nA;GB-CHC-1\n").facts == {"kind": "ngo"}
    assert only("Name;Org id\nA;GB-COH-1\n").facts == {}
    assert only("Name;Org id;Type\nA;GB-CHC-1;\n").facts == {}


def test_an_active_column_says_whether_it_works() -> None:
    assert [r.facts["status"] for r in read("Name;Active\nA;True\nB;False\n").rows] == ["active", "dormant"]


def test_the_postal_code_is_part_of_the_place_and_keeps_its_zeros() -> None:
    assert only("Name;Address;Zip\nA;1 Main St;00612\n").facts["place"] == "1 Main St, 00612"


def test_several_columns_may_be_named_for_one_list() -> None:
    row = only("Name;T1;T2\nA;health|water;soil\n", Reading({"T1": "issues", "T2": "issue"}))
    assert row.terms == (("issue", "health"), ("issue", "water"), ("issue", "soil"))


def test_free_text_is_handed_on_from_the_columns_that_were_named() -> None:
    found = read("Name;Objects;Aims\nA;To heal;To teach\n", Reading(tag_from=("aims", "Objects")))
    assert found.said[0].text == "To teach\nTo heal"
    assert found.columns["Aims"] == "text in which issues are looked for"
    with pytest.raises(UsageError):
        read("Name\nA\n", Reading(tag_from=("Aims",)))


def test_every_guess_comes_with_a_sample() -> None:
    network = table.read(source_of("x", b"Name,Town\nArts for All,\nB,Nyeri\n"), Reading())
    assert network.samples == {"Name": "Arts for All", "Town": "Nyeri"}


def test_a_column_that_the_user_left_out_is_not_called_misunderstood() -> None:
    (note, *_) = read("Name;Fax;Hue\nA;1;red\n", Reading({"Fax": "ignore"})).notes
    assert "ignored: Hue." in note


def test_every_column_of_our_own_table_is_understood() -> None:
    own = columns_for("actors", "internal")
    columns = read(f"{','.join(own)}\n{','.join('' for _ in own)}\n").columns
    assert [header for header in own if columns[header] == IGNORED] == []
