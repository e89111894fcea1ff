"""Exports of CiviCRM. Everybody in them is invented."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import civicrm
from ngomap.importers.formats import choose
from ngomap.importers.records import Network, Said, TieRow
from ngomap.importers.source import Part, Reading, Source
from ngomap.model.answers import Rejected
from ngomap.model.relationships import TIE_TYPES
from ngomap.model.shipped import shipped_rows
from tests.conftest import Run

CONTACTS = (
    '"Internal Contact ID","Contact Type","Display Name","Organization Name","First Name","Last Name","Job Title",'
    '"Current Employer","Street Address","City","State","Country","Email","Phone","Do Not Email","Score"\n'
    "1,Organization,Lantern House,Lantern House,,,,,1 Elm St,Smallville,Kansas,United States,a@lantern.example,555,,3\n"
    "2,Individual,Ms. Zoe Quill,,Zoe,Quill,Warden,Lantern House,,,,,z@lantern.example,,Yes,\n"
    "3,Household,Quill home,,,,,,,,,,,,,\n"
    "4,Organization,River Trust,River Trust,,,,,,,,,,,,\n"
)
RELATIONSHIPS = (
    '"Contact A","Contact B","Relationship Type","Start Date","End Date","Is Active"\n'
    "Zoe Quill,Lantern House,Board Member of,2020-01-02,,Yes\n"
    "Lantern House,Zoe Quill,Employer of,,2021-05-06,No\n"
    "Lantern House,River Trust,Partner Organization of,,,\n"
    "Zoe Quill,Quill home,Head of Household for,,,\n"
    "Yan Young,River Trust,Volunteer for,,,\n"
    "River Trust,Lantern House,Sings with,,,\n"
)


def source(**tables: str) -> Source:
    return Source("crm", tuple(Part(f"{n}.csv", lambda t=t: BytesIO(t.encode())) for n, t in tables.items()))  # type: ignore[misc]


def read(reading: Reading | None = None, **tables: str) -> Network:
    return civicrm.read(source(**tables), reading or Reading())


def said(network: Network) -> list[Said]:
    rows = list(network.rows)
    assert all(isinstance(row, Said) for row in rows), rows
    return [row for row in rows if isinstance(row, Said)]


def test_contacts_are_organizations_and_people_for_internal_eyes() -> None:
    network = read(contacts=CONTACTS)
    house, zoe, household, _ = said(network)
    assert house.actors[0].facts == {
        "email": "a@lantern.example", "phone": "555", "place": "1 Elm St, Smallville, Kansas", "country": "US",
    }  # fmt: skip
    assert house.actors[0].identifiers == (("CIVICRM", "1"),)
    (person,) = zoe.actors
    assert (person.name, person.facts) == (
        "Zoe Quill", {"kind": "person", "audience": "internal", "email": "z@lantern.example"},
    )  # fmt: skip
    assert person.remarks == ("Do not e-mail.",)
    assert zoe.ties == (TieRow("works-for", "id:2", "id:1", {"title": "Warden", "audience": "internal"}),)
    assert household.actors == ()
    notes = " ".join(network.notes())
    assert "Households were passed over: 1." in notes
    assert "Score" in notes


def test_relationships_find_the_contacts_beside_them_by_name() -> None:
    network = read(contacts=CONTACTS, relationships=RELATIONSHIPS)
    rows = [row for row in said(network) if row.part == "relationships.csv"]
    board, employer, partner, household, volunteer, sings = rows
    assert board.ties == (TieRow("on-board-of", "id:2", "id:1", {"audience": "internal", "since": "2020-01-02"}),)
    assert employer.ties == (
        TieRow("works-for", "id:2", "id:1", {"audience": "internal", "until": "2021-05-06", "status": "ended"}),
    )  # fmt: skip
    assert partner.ties == (TieRow("works-with", "id:1", "id:4", {}),)
    assert (household.actors, household.ties) == ((), ())
    (young,) = volunteer.actors
    assert (young.name, young.facts) == ("Yan Young", {"kind": "person", "audience": "internal"})
    assert sings.ties == (TieRow("related", "id:4", "id:1", {"title": "Sings with"}),)
    assert any("Sings with" in note for note in network.notes())


def test_whoever_is_only_named_may_be_a_person() -> None:
    rows = said(read(relationships="Contact A,Contact B,Relationship Type\nYan Young,Ann Old,Sings with\n"))
    assert [actor.facts for actor in rows[0].actors] == [{"audience": "internal"}] * 2
    assert rows[0].ties[0].facts["audience"] == "internal"


@pytest.mark.parametrize(
    ("tables", "word"),
    [
        ({"contacts": CONTACTS.replace("River Trust", "?!")}, "no name"),
        ({"contacts": CONTACTS.replace("z@lantern.example", "nobody")}, "email"),
        ({"relationships": "Contact A,Contact B,Relationship Type,Start Date\nA,B,Employee of,1/2/2020\n"}, "two ways"),
        ({"relationships": "Contact A,Contact B,Relationship Type\nA,A,Spouse of\n"}, "same contact"),
        ({"relationships": "Contact A,Contact B,Relationship Type\nA,,Spouse of\n"}, "missing"),
        ({"relationships": "Contact A,Contact B,Relationship Type\nA,B,\n"}, "sort of relationship"),
        (
            {"contacts": CONTACTS.replace("River Trust", "Lantern House"),
             "relationships": "Contact A,Contact B,Relationship Type\nZoe Quill,Lantern House,Employee of\n"},
            "name of 2 contacts",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_rejected_with_its_row(tables: dict[str, str], word: str) -> None:
    rejected = [row for row in read(**tables).rows if isinstance(row, Rejected)]
    assert rejected
    assert all(word in row.reason and row.row for row in rejected)


def test_contacts_in_the_trash_are_passed_over() -> None:
    text = 'Contact ID,Contact Type,Display Name,Contact is in Trash\n1,Individual,Zoe Quill,Yes\n'
    network = read(contacts=text)
    assert [row.actors for row in said(network)] == [()]
    assert any("trash" in note for note in network.notes())


def test_the_format_is_known_by_its_content() -> None:
    assert choose(source(contacts=CONTACTS), Reading()) == "civicrm"
    assert choose(source(a=RELATIONSHIPS, b=CONTACTS), Reading()) == "civicrm"
    for other in ("Contact Type,Display Name\nClub,A\n", "Contact A,Contact B\nA,B\n", 'a,"b\n'):
        assert civicrm.recognise(source(x=other), Reading()) == 0
    with pytest.raises(BadFile):
        read(x="a,b\n1,2\n")
    with pytest.raises(UsageError):
        read(Reading({"Display Name": "name"}), contacts=CONTACTS)


def test_the_list_of_types_leads_to_types_of_the_map() -> None:
    assert {row["type"] for row in shipped_rows("imports/civicrm_relations.csv")} - {""} <= set(TIE_TYPES)


def test_both_files_at_once_twice(empty_map: object, run: Run, tmp_path: Path) -> None:
    (tmp_path / "crm").mkdir()
    (tmp_path / "crm" / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "crm" / "relationships.csv").write_text(RELATIONSHIPS, encoding="utf-8")
    first = run("import", str(tmp_path / "crm"), "--format", "json").json
    assert (first["format"], first["read"], first["rejected"]) == ("civicrm", 10, 0)
    assert first["stored"]["ties"] == 5
    again = run("import", str(tmp_path / "crm"), "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 10)
    assert "Quill" not in run("export", "json").stdout
