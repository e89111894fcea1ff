"""Rows of a 3W. The Nigerian-looking rows are invented in the manner of a published file."""

from __future__ import annotations

import pytest

from ngomap.errors import BadFile
from ngomap.importers import threew
from ngomap.importers.records import Presence, Presences
from ngomap.importers.source import Reading, source_of


def read(text: str, reading: Reading | None = None) -> Presences:
    return threew.read(source_of("x.csv", text.encode()), reading or Reading())


def only(text: str, reading: Reading | None = None) -> Presence:
    found = read(text, reading)
    assert not found.rejected
    (row,) = found.rows
    return row


def test_a_row_of_the_nigerian_kind() -> None:
    row = only(
        "Organization,Org. Acronym,Type of Organization,Project Sector,Activities,Status,State,State Pcode,LGA,LGA PCode,"
        "Month,Year\n"
        "Lantern\xa0 Aid,LA,National NGO,PRO,Case management,On-going,Upper,XX008,Kiln,XX008023,October,2023\n"
    )
    assert row == Presence(
        2, (("Lantern Aid", "LA", "National NGO", "implementer"),), (("PRO", ""),),
        ((("province", "Upper", "XX008"), ("district", "Kiln", "XX008023")),), status="ongoing", since="2023-10",
        until="2023-10", reported="2023-10", project="Case management",
    )  # fmt: skip


def test_what_is_not_said_stays_unknown() -> None:
    row = only("org,sector,province\nA,Health,North\n")
    assert (row.status, row.since, row.until, row.reported, row.reached, row.project) == (None,) * 6


def test_several_organizations_with_their_acronyms() -> None:
    row = only("org,acronym,type,sector,province\nLantern Aid; Help|Care,LA; H; C,NGO,Health,North\n")
    assert [o[:3] for o in row.organizations] == [("Lantern Aid", "LA", "NGO"), ("Help", "H", "NGO"), ("Care", "C", "NGO")]


def test_a_mark_inside_a_name_is_part_of_it_where_the_acronym_is_one() -> None:
    row = only("org,acronym,sector,province\nHandicap | Inclusion,HI,Health,North\n")
    assert [o[:2] for o in row.organizations] == [("Handicap | Inclusion", "HI")]


def test_implementers_are_there_partners_too_and_funders_are_not() -> None:
    text = "Organization,Implementing partner,Donor,Sector,Province\n"
    assert [(o[0], o[3]) for o in only(text + "Lead,Doer,Payer; Fund,Health,North\n").organizations] == [
        ("Lead", "partner"), ("Doer", "implementer"), ("Payer", "funder"), ("Fund", "funder"),
    ]  # fmt: skip
    for alone in ("", "Direct", "N/A", "Lead"):
        row = only(text + f"Lead,{alone},,Health,North\n")
        assert [(o[0], o[3]) for o in row.organizations] == [("Lead", "implementer")], alone
    row = only("Organization,Role,Sector,Province\nPayer,Donor,Health,North\n")
    assert row.organizations[0][3] == "funder"


def test_the_tree_of_areas_from_the_widest_to_the_narrowest() -> None:
    row = only("org,sector,country,region,state,lga\nA,Health,Nigeria,NE,Borno,Bama\n")
    assert row.country == "NG"
    assert row.places == (
        (("country", "Nigeria", ""), ("region", "NE", ""), ("province", "Borno", ""), ("district", "Bama", "")),
    )
    assert only("org,sector,country code,state\nA,Health,NGA,Borno\n").places[0][0] == ("country", "Nigeria", "")
    assert only("org,sector,state,lga\nA,Health,Borno,\n").places == ((("province", "Borno", ""),),)


def test_several_districts_in_a_cell_lie_in_the_same_province() -> None:
    row = only("org,sector,state,lga,lga code\nA,Health,Borno,Bama; Dikwa,B1; B2\n")
    assert row.places == (
        (("province", "Borno", ""), ("district", "Bama", "B1")), (("province", "Borno", ""), ("district", "Dikwa", "B2")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "why"),
    [(",Health,North,", "organization"), ("A,,North,", "sector"), ("A,Health,,", "area"), ("A,Health,North,\"1,234\"", "1,234")],
)  # fmt: skip
def test_rows_that_cannot_be_taken_say_why(row: str, why: str) -> None:
    found = read(f"org,sector,province,reached\n{row}\n")
    assert not found.rows
    assert why in found.rejected[0].reason
    assert found.rejected[0].line == 2


def test_need_figures_need_no_organization() -> None:
    assert only("org,sector,province,in need\n,Health,North,300\n").need == 300


def test_an_activity_that_ends_before_it_begins_is_rejected() -> None:
    found = read("org,sector,province,start,end\nA,Health,North,2024-03-01,2024-02-01\nA,Health,North,2024-03-05,2024-03\n")
    assert [r.line for r in found.rejected] == [2]
    assert (found.rows[0].since, found.rows[0].until) == ("2024-03-05", "2024-03")


def test_a_status_nobody_knows_is_left_out_and_said() -> None:
    found = read("org,sector,province,status\nA,Health,North,HRP\n")
    assert found.rows[0].status is None
    assert any("HRP" in note for note in found.notes)


def test_without_the_three_the_columns_are_shown_with_what_to_do() -> None:
    with pytest.raises(BadFile) as caught:
        read("Who,What,Where\nA,Health,North\n")
    assert "Who, What, Where" in caught.value.message
    assert "--column" in caught.value.hint
    row = only("Who,What,Where\nA,Health,North\n", Reading({"Who": "org", "What": "sector", "Where": "adm1"}))
    assert row.places == ((("province", "North", ""),),)
