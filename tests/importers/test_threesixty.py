"""Grants in the 360Giving standard. All of them are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import threesixty
from ngomap.importers.formats import choose
from ngomap.importers.records import Network, Said, TieRow
from ngomap.importers.source import Reading, source_of
from ngomap.model.answers import Rejected
from tests.conftest import Run

HEADER = (
    "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Planned Dates:Start Date,Planned Dates:End Date,"
    "Recipient Org:Identifier,Recipient Org:Name,Recipient Org:City,Recipient Org:Country,Funding Org:Identifier,"
    "Funding Org:Name,Beneficiary Location:Name,Last modified"
)
ROW = (
    "360G-lantern-1,Warm rooms,To heat a hall,GBP,1500.50,2021-03-04,2021-04-01,2022-03-31,GB-CHC-123456,Hall Friends,"
    "Leeds,GB,GB-CHC-7654321,Lantern Fund,Armley,2022-01-01"
)
GRANT: dict[str, Any] = {
    "id": "360G-lantern-1", "title": "Warm rooms", "description": "To heat a hall", "currency": "GBP",
    "amountAwarded": 1500.5, "awardDate": "2021-03-04T00:00:00.000Z",
    "plannedDates": [{"startDate": "2021-04-01", "endDate": "2022-03-31"}],
    "recipientOrganization": [
        {"id": "GB-CHC-123456", "name": "Hall Friends", "addressLocality": "Leeds", "addressCountry": "GB"}
    ],
    "fundingOrganization": [{"id": "GB-CHC-7654321", "name": "Lantern Fund"}],
    "beneficiaryLocation": [{"name": "Armley"}],
}  # fmt: skip
TIE = TieRow(
    "funds", "GB-CHC:7654321", "GB-CHC:123456",
    {"since": "2021-03-04", "amount": 1500.5, "currency": "GBP", "title": "Warm rooms", "reference": "360G-lantern-1",
     "until": "2022-03-31", "notes": "To heat a hall\nPlanned from 2021-04-01 to 2022-03-31.\nFor people in: Armley."},
)  # fmt: skip


def csv_read(*rows: str, header: str = HEADER, reading: Reading | None = None) -> Network:
    return threesixty.read(source_of("g.csv", "\n".join((header, *rows, "")).encode()), reading or Reading())


def json_read(*grants: object) -> Network:
    return threesixty.read(source_of("g.json", json.dumps({"grants": grants}).encode()), Reading())


def only(network: Network) -> Said:
    (row,) = network.rows
    assert isinstance(row, Said), row
    return row


def reason(network: Network) -> str:
    (row,) = network.rows
    assert isinstance(row, Rejected)
    assert row.row
    return row.reason


def test_a_grant_of_a_table_and_of_json_says_the_same() -> None:
    table, document = only(csv_read(ROW)), only(json_read(GRANT))
    assert table.ties == document.ties == (TIE,)
    assert table.actors == document.actors
    funder, recipient = table.actors
    assert (funder.name, funder.facts, funder.identifiers) == (
        "Lantern Fund", {"kind": "donor"}, (("GB-CHC", "7654321"),),
    )  # fmt: skip
    assert (recipient.name, recipient.facts) == ("Hall Friends", {"kind": "ngo", "place": "Leeds", "country": "GB"})


def test_headers_in_the_manner_of_json_are_understood() -> None:
    header = "id,currency,amountAwarded,awardDate,recipientOrganization/0/id,recipientOrganization/0/name," \
        "fundingOrganization.0.id,fundingOrganization.0.name"  # fmt: skip
    row = only(csv_read("x,GBP,5,2021,360G-a,A,GB-COH-00000001,F", header=header))
    assert row.ties == (
        TieRow("funds", "GB-COH:00000001", "360G:a", {"since": "2021", "amount": 5.0, "currency": "GBP", "reference": "x"}),
    )  # fmt: skip


def test_the_format_is_known_by_its_content() -> None:
    assert choose(source_of("x", f"{HEADER}\n{ROW}\n".encode()), Reading()) == "360giving"
    assert choose(source_of("x", json.dumps({"grants": [GRANT]}).encode()), Reading()) == "360giving"
    for other in (b'{"grants": []}', b"donor,donee,amount\nA,B,1\n", b'{"elements": [], "connections": []}'):
        assert threesixty.recognise(source_of("x", other), Reading()) == 0


def test_the_same_organization_has_one_key_with_a_number_and_by_name() -> None:
    other = ROW.replace("GB-CHC-123456", "").replace("lantern-1", "lantern-2")
    rows = [row for row in csv_read(other, other.replace("Hall Friends", "HALL  friends")).rows if isinstance(row, Said)]
    assert {row.ties[0].b for row in rows} == {"name:hall friends"}


def test_grants_to_individuals_leave_no_trace_of_them() -> None:
    person = {key: value for key, value in GRANT.items() if key != "recipientOrganization"}
    person["recipientIndividual"] = [{"id": "360G-p-1", "name": "Zebulon Quagmire"}]
    network = json_read(person)
    row = only(network)
    assert [actor.name for actor in row.actors] == ["Lantern Fund"]
    assert row.ties == ()
    assert "1" in next(note for note in network.notes() if "individuals" in note)


def test_an_amount_for_several_recipients_is_nobodys() -> None:
    both = GRANT | {"recipientOrganization": [{"name": "A"}, {"name": "B"}]}
    network = json_read(both)
    row = only(network)
    assert [(tie.b, "amount" in tie.facts) for tie in row.ties] == [("name:a", False), ("name:b", False)]
    assert any("left out" in note for note in network.notes())


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"amountAwarded": -5}, "range"), ({"amountAwarded": "1,500"}, "number"), ({"currency": "pounds"}, "currency"),
        ({"awardDate": "04/03/2021"}, "two ways"), ({"recipientOrganization": []}, "who got"),
        ({"fundingOrganization": []}, "who gave"), ({"recipientOrganization": [{"name": "?!"}]}, "no name"),
        ({"title": "a\0b"}, "NUL"), ({"recipientOrganization": GRANT["fundingOrganization"]}, "the one that got"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_rejected_with_its_record(change: dict[str, Any], word: str) -> None:
    assert word in reason(json_read(GRANT | change))


def test_a_day_is_read_in_the_order_that_was_given() -> None:
    row = only(csv_read(ROW.replace("2021-03-04", "04/03/2021"), reading=Reading(date_order="dmy")))
    assert row.ties[0].facts["since"] == "2021-03-04"


def test_a_planned_end_before_the_award_stays_in_the_notes() -> None:
    row = only(csv_read(ROW.replace("2022-03-31", "2020-03-31")))
    assert "until" not in row.ties[0].facts
    assert "2020-03-31" in str(row.ties[0].facts["notes"])


@pytest.mark.parametrize("text", ['{"grants": [', '{"grants": 5, "amountAwarded": 1}', '{"grants": [NaN]}', "[]"])
def test_what_is_no_file_of_grants_is_one_sentence(text: str) -> None:
    with pytest.raises(BadFile):
        list(threesixty.read(source_of("g.json", text.encode()), Reading()).rows)


def test_something_else_among_the_grants_is_rejected() -> None:
    rows = list(json_read(GRANT, "x", None).rows)
    assert [type(row) for row in rows] == [Said, Rejected, Rejected]


def test_other_tables_and_columns_are_refused() -> None:
    with pytest.raises(BadFile):
        csv_read("A", header="name")
    with pytest.raises(UsageError):
        csv_read(ROW, reading=Reading({"Title": "name"}))


def test_two_imports_are_one(empty_map: object, run: Run, tmp_path: Any) -> None:
    path = tmp_path / "g.csv"
    second = ROW.replace("lantern-1", "lantern-2")
    path.write_text(f"{HEADER}\n{ROW}\n{second}\n", encoding="utf-8")
    answer = run("import", str(path), "--format", "json").json
    assert (answer["added"], answer["stored"]) == (2, {"organizations": 2, "ties": 2})
    again = run("import", str(path), "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
