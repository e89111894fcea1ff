"""Rows of a table of organizations: checked like what is typed, rejected with the reason, never dropped."""

from __future__ import annotations

import pytest

from ngomap.errors import BadFile
from ngomap.importers import table
from ngomap.importers.delimited import read_grid
from ngomap.importers.records import OrganizationRow, Organizations
from ngomap.importers.source import Reading, Source


def read(text: str, reading: Reading | None = None) -> Organizations:
    source = Source("x.csv", text.encode(), None, lambda s: read_grid(s.text, s.name))
    return table.read(source, reading or Reading())


def only(text: str, reading: Reading | None = None) -> OrganizationRow:
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


@pytest.mark.parametrize(("lat", "lon"), [("-1,29", "36,8"), ("1", "181"), ("91", "1"), ("1", ""), ("1°17'S", "36°49'E")])
def test_points_that_are_none_are_rejected(lat: str, lon: str) -> None:
    assert reason("Name;Lat;Lon", f"A;{lat};{lon}")


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


@pytest.mark.parametrize(
    "headers",
    ["vocabulary,slug,name,parent", "name,handle,level,parent,code", "from,from_name,type,to,to_name",
     "on_date,kind,title,participants", "actor,actor_name,direction,kind", "actor,actor_name,term,term_name,role"],
)  # fmt: skip
def test_the_other_tables_of_our_own_export_are_not_taken_for_organizations(headers: str) -> None:
    with pytest.raises(BadFile, match="exported"):
        read(headers + "\n" + "x," * headers.count(",") + "x\n")
