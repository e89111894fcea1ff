"""Filters combine, and take what lies below a term or an area."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.model.coverage import Activity
from ngomap.store import filters
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.actors import matching_actors, matching_refs
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.coverage_edits import add_activities
from ngomap.store.filters import Filters
from ngomap.store.term_edits import add_term


@pytest.fixture
def known(bare_map: Map) -> dict[str, int]:
    """A small tree of terms and one of areas, by name; and actors that differ in one thing each."""
    corruption = add_term(bare_map, "issue", "corruption")
    bribery = add_term(bare_map, "issue", "bribery", corruption)
    petty = add_term(bare_map, "issue", "petty", bribery)
    health = add_term(bare_map, "issue", "health")
    women = add_term(bare_map, "population", "women")
    country = add_area(bare_map, "Land", level="country")
    north = add_area(bare_map, "North", country)
    town = add_area(bare_map, "Town", north)

    def add(
        name: str, kind: str = "ngo", terms: tuple[int, ...] = (), serves: tuple[int, ...] = (), **facts: Any
    ) -> int:
        return add_actor(bare_map, {"name": name, "kind": kind, **facts}, Lists(terms=terms, serves=serves)).id

    add("deep", terms=(petty.id,), level="local")
    add("wide", terms=(corruption.id, health.id), level="national", serves=(north.id,))
    add("sits", kind="cbo", area_id=town.id, status="active", verified_on="2026-01-01")
    doer = add("does", country="KE", audience="internal")
    payer = add("pays", kind="donor", status="closed", verified_on="2025-01-01")
    add("pia", kind="person", terms=(bribery.id,))
    rows = [
        Activity(0, doer, bribery.id, town.id, women.id),
        Activity(0, payer, bribery.id, town.id, role="funder"),
    ]
    add_activities(bare_map, rows, "test")
    named = {"corruption": corruption, "bribery": bribery, "petty": petty, "health": health, "women": women}
    return {**{n: t.id for n, t in named.items()}, "land": country.id, "north": north.id, "town": town.id}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "deep does pays pia sits wide"),
        ({"people": False}, "deep does pays sits wide"),
        ({"people": True}, "pia"),
        ({"kinds": ("cbo", "donor")}, "pays sits"),
        ({"levels": ("local", "national")}, "deep wide"),
        ({"statuses": ("active",)}, "sits"),
        ({"terms": ("corruption",)}, "deep does pays pia wide"),
        ({"terms": ("bribery",)}, "deep does pays pia"),
        ({"terms": ("petty",)}, "deep"),
        ({"terms": ("corruption", "health")}, "wide"),
        ({"terms": ("women",)}, "does"),
        ({"areas": ("land",)}, "does sits wide"),
        ({"areas": ("north",)}, "does sits wide"),
        ({"areas": ("town",)}, "does sits"),
        ({"areas": ("town",), "terms": ("corruption",)}, "does"),
        ({"areas": ("town",), "kinds": ("donor",)}, ""),
        ({"country": "KE"}, "does"),
        ({"unverified_since": "2025-06-01"}, "deep does pays pia wide"),
        ({"audience": "public"}, "deep pays sits wide"),
        ({"audience": "internal"}, "deep does pays pia sits wide"),
        ({"kinds": ("ngo",), "levels": ("local",), "terms": ("corruption",), "people": False}, "deep"),
    ],
    ids=str,
)
def test_filters(bare_map: Map, known: dict[str, int], wanted: dict[str, Any], found: str) -> None:
    asked = {k: tuple(known[x] for x in v) if k in ("terms", "areas") else v for k, v in wanted.items()}
    assert [a.handle for a in matching_refs(bare_map, Filters(**asked))] == found.split()


@pytest.mark.parametrize("few", [0, filters.FEW])
@pytest.mark.parametrize("reader", ["public", "secret"])
def test_of_many_in_an_area_the_same_are_found_as_of_few(
    bare_map: Map, known: dict[str, int], monkeypatch: pytest.MonkeyPatch, few: int, reader: str
) -> None:
    monkeypatch.setattr(filters, "TERM_IN_AREA", filters.TERM_IN_AREA.replace(str(filters.FEW), str(few)))
    (sits,) = (a.id for a in matching_refs(bare_map, Filters(kinds=("cbo",))))
    add_activities(bare_map, [Activity(0, sits, known["health"], known["town"])], "test")
    bare_map.connection.execute("UPDATE activities SET audience = 'internal'")
    for term, found in (("women", "does"), ("health", "sits wide"), ("corruption", "does wide"), ("petty", "")):
        asked = Filters(terms=(known[term],), areas=(known["land"],), facts_for=reader)
        seen = [handle for handle in found.split() if reader == "secret" or handle == "wide"]
        assert [a.handle for a in matching_refs(bare_map, asked)] == seen


def test_a_page_past_the_end_says_how_many_there_are(bare_map: Map, known: dict[str, int]) -> None:
    bribery = Filters(terms=(known["bribery"],))
    assert [(len(actors), total) for actors, total in (matching_actors(bare_map, bribery, 2, n) for n in (1, 3, 9))] == [(2, 4), (1, 4), (0, 4)]


def test_no_value_becomes_sql(bare_map: Map, known: dict[str, int]) -> None:
    assert known
    assert matching_refs(bare_map, Filters(country="' OR '1'='1", kinds=('x"]',))) == []


@pytest.mark.parametrize("reader", ["public", "partners", "internal", "secret"])
@pytest.mark.parametrize("way", ["audience", "facts_for"])
def test_nobody_is_found_by_what_the_reader_may_not_see(bare_map: Map, known: dict[str, int], reader: str, way: str) -> None:
    open_ngo = add_actor(bare_map, {"name": "open", "kind": "ngo", "audience": "public"}).id
    person = add_actor(
        bare_map, {"name": "pia at home", "kind": "person", "audience": "public", "area_id": known["town"]}, Lists(serves=(known["north"],))
    ).id
    row = Activity(0, open_ngo, known["health"], known["land"], known["women"])
    add_activities(bare_map, [row], "test")
    bare_map.connection.execute("UPDATE activities SET audience = 'secret' WHERE actor_id = ?", [open_ngo])

    def found(**wanted: Any) -> set[int]:
        return {a.id for a in matching_refs(bare_map, Filters(**wanted, **{way: reader}))}

    assert (open_ngo in found(terms=(known["health"],))) is (reader == "secret")
    assert (open_ngo in found(terms=(known["women"],))) is (reader == "secret")
    assert (open_ngo in found(areas=(known["land"],))) is (reader == "secret")
    assert (person in found(areas=(known["town"],))) is (reader in ("internal", "secret"))
    assert (person in found(areas=(known["north"],))) is (reader != "public")
