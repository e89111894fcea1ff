"""What a dump tells, to whom, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.errors import InvalidValue
from ngomap.model.whole_format import SECTIONS
from ngomap.store import whole
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.whole import Scope, dump
from ngomap.store.whole_load import load

Doc = dict[str, Any]


def ngo(handle: str, **more: object) -> Doc:
    return {"handle": handle, "kind": "ngo", "name": handle.title(), **more}


@pytest.fixture
def filled(empty_map: Map) -> Map:
    """Four organizations and a person, each for one audience; ties, events and work between them."""
    load(
        empty_map,
        {
            "ngomap": "map/1",
            "map": {"name": "Our map", "us": "open", "today": "2026-01-01"},
            "areas": [
                {"handle": "town", "name": "Town", "lat": 1.5, "lon": 2.5},
                {"handle": "safe-house", "name": "Safe house", "parent": "town", "audience": "internal"},
                {"handle": "yard", "name": "Yard", "parent": "safe-house"},
            ],
            "actors": [
                ngo("open", issues=["corruption"], area="town", serves=["town", "safe-house"]),
                ngo("shared", audience="partners", area="town"),
                ngo("inside", audience="internal"),
                ngo("hidden", audience="secret", issues=["livestock"]),
                ngo("sheltered", area="safe-house", place="Hill Street 4", lat=1.0, lon=2.0),
                {"handle": "ana", "kind": "person", "name": "Ana", "email": "ana@example.org", "audience": "public"},
            ],
            "relationships": [
                {"type": "works-with", "from": "open", "to": "sheltered", "rung": 2, "wanted": 4, "audience": "public"},
                {"type": "works-with", "from": "open", "to": "inside", "rung": 1, "audience": "public"},
                {"type": "funds", "from": "hidden", "to": "open", "audience": "public"},
                {"type": "knows", "from": "sheltered", "to": "open"},
            ],
            "events": [
                {"on_date": "2025-05-01", "kind": "meeting", "title": "All", "audience": "public",
                 "participants": ["open", "inside", "hidden"]},
                {"on_date": "2025-05-02", "kind": "meeting", "title": "Theirs", "audience": "public",
                 "participants": ["inside", "hidden"]},
                {"on_date": "2025-05-03", "kind": "meeting", "title": "Nobody's", "audience": "public"},
            ],
            "activities": [
                {"actor": "open", "term": "issue:corruption", "area": "town"},
                {"actor": "open", "term": "issue:corruption", "area": "safe-house"},
                {"actor": "inside", "term": "issue:health", "area": "town"},
            ],
            "resources": [
                {"actor": "open", "direction": "offer", "kind": "space", "description": "A hall", "area": "safe-house",
                 "audience": "public"},
            ],
            "need_figures": [{"area": "town", "term": "issue:health", "people": 7},
                             {"area": "safe-house", "term": "issue:health", "people": 3}],
            "surveys": [{"area": "town"}, {"area": "safe-house"}],
        },
    )  # fmt: skip
    return empty_map


def handles(document: Doc) -> list[str]:
    return [a["handle"] for a in document["actors"]]


def test_each_audience_sees_its_actors(filled: Map) -> None:
    assert handles(dump(filled, "public")[0]) == ["ana", "open", "sheltered"]
    assert handles(dump(filled, "partners")[0]) == ["ana", "open", "shared", "sheltered"]
    assert handles(dump(filled, "internal")[0]) == ["ana", "inside", "open", "shared", "sheltered"]


def test_nothing_secret_leaves_and_no_file_is_for_it(filled: Map) -> None:
    with pytest.raises(InvalidValue, match="'secret' is not one a file can be made for"):
        dump(filled, "secret")
    document, withheld = dump(filled, "internal")
    assert "hidden" not in str(document)
    assert withheld == {"organizations": 1, "relationships": 1, "participants": 2}


def test_ties_to_withheld_actors_and_work_in_withheld_areas_go_too(filled: Map) -> None:
    document, withheld = dump(filled, "public")
    assert [(r["from"], r["to"]) for r in document["relationships"]] == [("open", "sheltered")]  # type: ignore[attr-defined]
    assert [a["area"] for a in document["activities"]] == ["town"]  # type: ignore[attr-defined]
    assert [n["people"] for n in document["need_figures"]] == [7]  # type: ignore[attr-defined]
    assert [s["area"] for s in document["surveys"]] == ["town"]  # type: ignore[attr-defined]
    assert withheld == {
        "areas": 1, "organizations": 3, "relationships": 3, "events": 1, "participants": 2, "activities": 2,
        "need_figures": 1, "surveys": 1,
    }  # fmt: skip


def test_an_event_that_may_leave_names_only_those_who_may_be_seen(filled: Map) -> None:
    document: Doc = dump(filled, "public")[0]
    assert [(e["title"], e.get("participants")) for e in document["events"]] == [("All", ["open"]), ("Nobody's", None)]


def test_where_somebody_is_goes_with_the_area(filled: Map) -> None:
    document: Doc = dump(filled, "public")[0]
    sheltered = next(a for a in document["actors"] if a["handle"] == "sheltered")
    assert not {"area", "place", "lat", "lon"} & set(sheltered)
    assert "parent" not in next(a for a in document["areas"] if a["handle"] == "yard")
    assert "area" not in document["resources"][0]
    assert next(a for a in document["actors"] if a["handle"] == "open")["serves"] == ["town"]
    inside: Doc = dump(filled, "internal")[0]
    assert next(a for a in inside["actors"] if a["handle"] == "sheltered")["place"] == "Hill Street 4"


def test_of_a_person_made_public_only_the_name_leaves(filled: Map) -> None:
    ana = dump(filled, "public")[0]["actors"][0]  # type: ignore[index]
    assert ana == {"handle": "ana", "kind": "person", "name": "Ana", "audience": "public"}


def test_whatever_could_speak_of_the_hidden_is_looked_through() -> None:
    hidden = frozenset({"x"})
    for hides in ({"hidden_actors": hidden}, {"hidden_areas": hidden}, {"hidden_project_names": hidden}, {"chosen": frozenset()}):
        nothing: Doc = dict.fromkeys(("hidden_actors", "hidden_areas", "hidden_projects", "hidden_project_names", "hidden_commitments"), frozenset())
        scope = Scope(**{"audience": "public", "chosen": None, "visible": ("public",), **nothing, **hides})
        for section, fields in SECTIONS.items():
            record: Doc = {name: ["x"] if field.several else "x" for name, field in fields.items()}
            whole._trim(section, record, scope, {})
            says_less = any(record.get(name) != (["x"] if field.several else "x") for name, field in fields.items())
            assert not says_less or whole._trims(section, scope), (section, hides)


def test_ids_are_for_internal_use(filled: Map) -> None:
    for audience in ("public", "partners"):
        assert "uid" not in str(dump(filled, audience)[0])
    document: Doc = dump(filled, "internal")[0]
    for section in ("areas", "actors", "relationships", "events", "resources"):
        assert all("uid" in r for r in document[section]), section


def test_what_we_wish_of_a_tie_is_ours_and_the_rung_is_for_partners(filled: Map) -> None:
    def tie(audience: str) -> Doc:
        document: Doc = dump(filled, audience)[0]
        return next(r for r in document["relationships"] if r["to"] == "sheltered" and r["type"] == "works-with")

    assert not {"rung", "wanted"} & set(tie("public"))
    assert "rung" in tie("partners")
    assert "wanted" not in tie("partners")
    assert tie("internal")["wanted"] == 4


def test_terms_that_nothing_visible_uses_stay_at_home(filled: Map) -> None:
    public: Doc = dump(filled, "public")[0]
    slugs = {t["slug"] for t in public["terms"]}
    assert {"corruption", "governance", "health"} <= slugs
    assert "livestock" not in slugs
    internal: Doc = dump(filled, "internal")[0]
    assert "livestock" in {t["slug"] for t in internal["terms"]}


def test_a_term_made_for_a_secret_record_stays_at_home_and_a_shipped_one_is_not_missed(filled: Map) -> None:
    made = [{"vocabulary": "issue", "slug": s, "name": s, "parent": "governance"} for s in ("operation-x", "unused")]
    secret = [ngo("b", audience="secret", issues=["operation-x", "livestock"])]
    load(filled, {"ngomap": "map/1", "terms": made, "actors": secret})

    def slugs() -> set[str]:
        document: Doc = dump(filled, "internal")[0]
        return {t["slug"] for t in document["terms"]}

    assert "operation-x" not in slugs()
    assert {"unused", "livestock", "governance"} <= slugs()
    load(filled, {"ngomap": "map/1", "stances": [{"actor": "open", "issue": "operation-x", "stance": 1}]})
    assert "operation-x" in slugs()


def test_every_term_that_leaves_with_somebody_leaves(empty_map: Map) -> None:
    empty_map.connection.execute("DELETE FROM terms")
    terms = [{"vocabulary": "issue", "slug": slug, "name": slug} for slug in "abc"]
    load(empty_map, {"ngomap": "map/1", "terms": terms, "actors": [ngo(f"on-{slug}", issues=[slug]) for slug in "abc"]})
    document: Doc = dump(empty_map, "public")[0]
    assert [term["slug"] for term in document["terms"]] == ["a", "b", "c"]


def test_the_maps_name_goes_only_where_its_keeper_goes(filled: Map) -> None:
    assert dump(filled, "public")[0]["map"] == {
        "name": "Our map", "us": "open", "today": "2026-01-01", "audience": "public",
    }  # fmt: skip
    filled.connection.execute("UPDATE actors SET audience = 'internal' WHERE handle = 'open'")
    assert dump(filled, "public")[0]["map"] == {"today": "2026-01-01", "audience": "public"}


def test_filters_cut_the_map_to_the_chosen_and_what_connects_them(filled: Map) -> None:
    document, withheld = dump(filled, "internal", Filters(areas=(1,)))
    found: Doc = document
    assert handles(found) == ["inside", "open", "shared", "sheltered"]
    assert len(found["relationships"]) == 3
    assert withheld == {}
    # Without everybody, "somebody looked and found nobody" would be a lie.
    assert found["surveys"] == found["need_figures"] == []
    assert [e["title"] for e in found["events"]] == ["All", "Theirs"]
    only: Doc = dump(filled, "internal", Filters(kinds=("person",)))[0]
    assert handles(only) == ["ana"]
    assert only["areas"] == only["relationships"] == only["events"] == only["terms"] == []


def test_numbers_are_written_as_people_write_them(empty_map: Map) -> None:
    load(empty_map, {"ngomap": "map/1", "actors": [ngo("a", budget=5000, lat=-0.0, lon=36.5)]})
    actor: Doc = dump(empty_map, "public")[0]["actors"][0]  # type: ignore[index]
    assert (str(actor["budget"]), str(actor["lat"]), str(actor["lon"])) == ("5000", "0", "36.5")


def test_a_mutual_tie_is_written_from_the_smaller_handle(empty_map: Map) -> None:
    load(
        empty_map,
        {"ngomap": "map/1", "actors": [ngo("zebra"), ngo("ant")],
         "relationships": [{"type": t, "from": "zebra", "to": "ant"} for t in ("knows", "funds")]},
    )  # fmt: skip
    stored = empty_map.connection.execute("SELECT from_id < to_id FROM relationships WHERE type = 'knows'").fetchone()
    assert stored == (1,)
    document: Doc = dump(empty_map, "internal")[0]
    assert {(r["type"], r["from"]) for r in document["relationships"]} == {("knows", "ant"), ("funds", "zebra")}


def test_what_says_the_same_without_a_withheld_project_leaves_once(empty_map: Map) -> None:
    work = {"actor": "choir", "term": "issue:bribery", "area": "mill"}
    load(empty_map, {
        "ngomap": "map/1", "actors": [{"handle": "choir", "name": "Choir", "kind": "ngo"}], "areas": [{"handle": "mill", "name": "Mill"}],
        "projects": [{"handle": "quiet", "name": "Quiet", "audience": "internal"}],
        "activities": [work | {"project": "Quiet", "until": "2026-01-01"}, work, work | {"project": "Loud"}],
    })  # fmt: skip
    document, withheld = dump(empty_map, "public")
    activities: Any = document["activities"]
    assert [(a.get("project"), a.get("until")) for a in activities] == [(None, None), ("Loud", None)]
    assert "activities" not in withheld
    assert len(dump(empty_map, "internal")[0]["activities"]) == 3  # type: ignore[arg-type]
