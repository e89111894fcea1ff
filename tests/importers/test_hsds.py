"""Open Referral directories, as tables and as JSON. All of it is invented."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import hsds
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.records import Network, Said, TieRow
from ngomap.importers.source import Part, Reading, Source, source_of
from ngomap.model.answers import Rejected
from tests.conftest import Run

ID = "1899600a-649c-11e6-8b77-86f30ca893d3"
TABLES = {
    "organizations.csv": "id,name,alternate_name,description,email,url,tax_id,year_incorporated,legal_status\n"
    f"{ID},Lantern House,The Lantern,<p>Warm rooms &amp; meals</p>,a@lantern.example,lantern.example,01-2345678,1997,"
    "non-profit\n"
    "2,Second House,,,,,,,\n",
    "services.csv": "id,organization_id,name,description,status,taxonomy_ids\n"
    f"s1,{ID},Food bank,Parcels.,active,t1\ns2,{ID},Legal aid,,inactive,\n",
    "locations.csv": f"id,organization_id,name,latitude,longitude\nl1,{ID},Main hall,1.5,30.25\nl2,2,A,0,0\n",
    "services_at_location.csv": "id,service_id,location_id\nx1,s1,l1\n",
    "service_areas.csv": "id,service_id,service_area\na1,s1,Riverside\n",
    "taxonomy.csv": "id,name,parent_id,vocabulary\nt1,Emergency food,,AIRS\n",
    "physical_addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country\n"
    "p1,l1,1 Elm St,Smallville,KS,66601,US\n",
    "phones.csv": "id,organization_id,location_id,service_id,contact_id,service_at_location_id,number,extension,type,"
    f"description\nn1,{ID},,,,,555 1,,voice,\nn2,,,s1,,,555 2,7,fax,Parcels\nn3,,,,c1,,555 3,,voice,\n"
    "n4,,,,,x1,555 4,,voice,Hall\n",
    "contacts.csv": f"id,organization_id,name,title,email\nc1,{ID},Zebulon Quagmire,Warden,z@lantern.example\n",
    "schedules.csv": "id,service_id,weekday\nh1,s1,MO\n",
}
DOCUMENT: dict[str, Any] = {
    "id": ID, "name": "Lantern House", "alternate_name": "The Lantern", "description": "<p>Warm rooms &amp; meals</p>",
    "email": "a@lantern.example", "website": "lantern.example", "tax_id": "01-2345678", "year_incorporated": 1997,
    "legal_status": "non-profit", "phones": [{"id": "n1", "number": "555 1", "type": "voice"}],
    "contacts": [{"id": "c1", "name": "Zebulon Quagmire", "title": "Warden", "email": "z@lantern.example",
                  "phones": [{"number": "555 3"}]}],
    "services": [
        {"id": "s1", "name": "Food bank", "description": "Parcels.", "status": "active", "assured_date": "2024-05-06",
         "attributes": [{"taxonomy_term": {"name": "Emergency food"}}], "service_areas": [{"name": "Riverside"}],
         "service_at_locations": [
             {"id": "x1", "location": {"id": "l1", "name": "Main hall", "latitude": 1.5, "longitude": 30.25,
              "addresses": [{"address_1": "1 Elm St", "city": "Smallville", "state_province": "KS",
                             "postal_code": "66601", "country": "US"}]}}]},
        {"id": "s2", "name": "Legal aid", "status": "inactive"},
    ],
}  # fmt: skip


def folder(**changed: str) -> Source:
    tables = TABLES | {name.replace("__", "."): text for name, text in changed.items()}
    parts = [Part(name, lambda text=text: BytesIO(text.encode())) for name, text in tables.items() if text]  # type: ignore[misc]
    return Source("directory", tuple(parts))


def said(network: Network) -> list[Said]:
    rows = list(network.rows)
    assert all(isinstance(row, Said) for row in rows), rows
    return [row for row in rows if isinstance(row, Said)]


def as_json(document: object) -> Network:
    return hsds.read(source_of("d.json", json.dumps(document).encode()), Reading())


def test_an_organization_of_the_tables_with_all_that_hangs_on_it() -> None:
    network = hsds.read(folder(), Reading())
    first, second = said(network)
    house, warden = first.actors
    assert house.facts == {
        "mission": "Warm rooms & meals", "email": "a@lantern.example", "website": "https://lantern.example",
        "founded": "1997", "kind": "ngo", "place": "1 Elm St, Smallville, KS, 66601", "country": "US", "lat": 1.5,
        "lon": 30.25, "phone": "555 1",
    }  # fmt: skip
    assert (house.aliases, house.serves, house.areas) == (("The Lantern",), ("Riverside",), ("Smallville", "KS"))
    assert house.identifiers == (("HSDS", ID), ("US-EIN", "012345678"))
    assert house.terms == (("any", "Emergency food"), ("any", "Food bank"))
    assert house.remarks == (
        "Place: Main hall.", "Service: Food bank. Parcels.", "Service: Legal aid (inactive).",
        "Telephone (Parcels, fax): 555 2 ext. 7.", "Telephone (Hall): 555 4.",
    )  # fmt: skip
    assert warden.facts == {"kind": "person", "audience": "internal", "email": "z@lantern.example", "phone": "555 3"}
    assert first.ties == (TieRow("works-for", "contact:c1", ID, {"audience": "internal", "title": "Warden"}),)
    # A number that counts from 1 is not an identifier, and a point in the sea no point.
    assert (second.actors[0].identifiers, second.actors[0].facts) == ((), {})
    notes = " ".join(network.notes())
    assert "schedules.csv" in notes
    assert "0,0" in notes


def test_json_says_what_the_tables_say() -> None:
    (row,) = said(as_json([DOCUMENT]))
    (table, _) = said(hsds.read(folder(), Reading()))
    assert row.actors[0].facts == table.actors[0].facts | {"verified_on": "2024-05-06"}
    assert row.actors[0].terms == table.actors[0].terms
    assert row.actors[0].serves == table.actors[0].serves
    assert row.ties == table.ties
    assert row.actors[1] == table.actors[1]


@pytest.mark.parametrize("wrapped", [{"contents": [DOCUMENT], "total_items": 1}, DOCUMENT, [DOCUMENT]])
def test_a_page_one_organization_or_a_list(wrapped: object) -> None:
    assert [row.actors[0].name for row in said(as_json(wrapped))] == ["Lantern House"]
    assert choose(source_of("x", json.dumps(wrapped).encode()), Reading()) == "hsds"


def test_services_with_their_organization_inside() -> None:
    service = {"id": "s1", "name": "Food bank", "eligibility_description": "All", "organization": {"id": "7", "name": "A"}}
    (row,) = said(as_json({"contents": [service]}))
    assert (row.actors[0].name, row.actors[0].key) == ("A", "7")
    assert row.actors[0].remarks == ("Service: Food bank. For whom: All.",)


def test_tables_of_the_third_version_have_names_in_the_singular() -> None:
    parts = {
        "organization.csv": "id,name,description,website,parent_organization_id,legal_status\n1,A,,,,\n2,B,,,1,\n",
        "service.csv": "id,organization_id,name,assured_date\ns1,2,Advice,2024-01-31\n",
        "taxonomy_term.csv": "id,code,name\nt1,X,Shelter\n",
        "attribute.csv": "id,link_id,taxonomy_term_id\na1,s1,t1\na2,1,t1\n",
        "organization_identifier.csv": "id,organization_id,identifier_scheme,identifier\ni1,2,gb-chc,77\n",
    }
    source = Source("d", tuple(Part(n, lambda t=t: BytesIO(t.encode())) for n, t in parts.items()))  # type: ignore[misc]
    assert choose(source, Reading()) == "hsds"
    first, second = said(hsds.read(source, Reading()))
    assert first.actors[0].terms == (("any", "Shelter"),)
    assert second.actors[0].facts == {"verified_on": "2024-01-31"}
    assert second.actors[0].terms[0] == ("any", "Shelter")
    assert second.actors[0].identifiers == (("GB-CHC", "77"),)
    assert second.ties == (TieRow("parent-of", "1", "2"),)


def test_several_places_give_no_point() -> None:
    network = hsds.read(folder(locations__csv=TABLES["locations.csv"] + f"l3,{ID},Other hall,2,31\n"), Reading())
    first, _ = said(network)
    assert "lat" not in first.actors[0].facts
    assert any("several places" in note for note in network.notes())


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("organizations.csv", "Lantern House", "?!"), ("organizations.csv", "a@lantern.example", "nobody"),
        ("organizations.csv", "1997", "1/2/97"), ("locations.csv", "30.25", "181"), ("locations.csv", "1.5", '"1,5"'),
        ("organizations.csv", "lantern.example,01", "javascript:alert(1),01"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_rejected_with_its_row(table: str, old: str, new: str) -> None:
    rows = list(hsds.read(folder(**{table.replace(".", "__"): TABLES[table].replace(old, new)}), Reading()).rows)
    (rejected,) = [row for row in rows if isinstance(row, Rejected)]
    assert (rejected.line, rejected.row["id"]) == (2, ID)


def test_a_broken_table_names_its_line() -> None:
    broken = folder(services__csv=TABLES["services.csv"] + 's3,2,"open\n')
    assert choose(broken, Reading()) == "hsds"
    with pytest.raises(BadFile, match=r"services\.csv, line 4"):
        list(hsds.read(broken, Reading()).rows)


def test_what_is_no_directory_is_not_taken_for_one() -> None:
    schema = {"fields": [{"name": "legal_status"}, {"name": "services"}, {"name": "year_incorporated"}]}
    for text in (json.dumps(schema), "id,name,description\n1,A,B\n", "[]", TABLES["services.csv"]):
        assert hsds.recognise(source_of("x.csv", text.encode()), Reading()) == 0
    with pytest.raises(BadFile):
        hsds.read(source_of("x.csv", b"id,name\n1,A\n"), Reading())
    with pytest.raises(UsageError):
        hsds.read(folder(), Reading({"id": "name"}))


def test_contacts_do_not_leave_with_what_is_public(empty_map: object, run: Run, tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / "d").mkdir(exist_ok=True)
        (tmp_path / "d" / name).write_text(text, encoding="utf-8")
    answer = run("import", str(tmp_path / "d"), "--format", "json").json
    assert (answer["format"], answer["added"], answer["rejected"]) == ("hsds", 2, 0)
    assert run("import", str(tmp_path / "d"), "--format", "json").json["unchanged"] == 2
    assert "Lantern House" in run("export", "json").stdout
    for audience in ("public", "partners"):
        assert "Quagmire" not in run("export", "json", "--audience", audience).stdout


def test_the_official_sample(datasets: Path) -> None:
    source = open_source([datasets / "hsds-official-sample"])
    assert choose(source, Reading()) == "hsds"
    network = hsds.read(source, Reading())
    rows = said(network)
    assert [row.row.line for row in rows] == [2, 3, 4, 5, 6, 11, 12, 13, 14, 15]
    by_name = {row.actors[0].name: row.actors[0] for row in rows}
    assert by_name["Youth in Focus Example City"].facts["lat"] == 39.428192
    assert by_name["Roz Bernstein Sample Org"].facts["phone"] == "(0123) 4567 8900 ext. 42"
    assert str(by_name["Example City Silvers"].facts["mission"]).endswith("- Personal Care\n- Cleaning\n- Shopping")
    assert by_name["Sanctuary Example City"].serves == ("Sample service area",)
    assert sum(remark.startswith("Service:") for a in by_name.values() for remark in a.remarks) == 13
    assert [note for note in network.notes() if "eligibility.csv" in note]
