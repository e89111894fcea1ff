"""Work read as bare numbers is the work that the records say."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from ngomap.analyses.freshness import LONG_PAST_MONTHS, months_before
from ngomap.analyses.presence import work_of
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.coverage import Activity
from ngomap.model.work import WIDTH, Work
from ngomap.store.area_work import SECTORS, activities_in, area_work, seen_figures, seen_surveys, statuses_of
from ngomap.store.connection import Map
from ngomap.store.coverage import activities, need_figures, surveys
from ngomap.store.whole_load import load

ON = "2026-06-15"
YEAR_AGO = months_before(ON, LONG_PAST_MONTHS)
DAYS = (None, None, "2024", "2025-06", "2025-06-15", "2025-06-16", "2026", "2026-06", "2026-06-14", "2026-06-15", "2026-06-16", "2027")
HIDDEN = "SELECT id FROM {} WHERE audience NOT IN ('public', 'partners')"


def document(dice: random.Random) -> dict[str, Any]:
    """Awkward on purpose: nested areas, people, closed and dormant actors, those without places or activities."""
    who = [f"h{n}" for n in range(8)]
    areas = ["land", "east", "west", "village", "camp"]
    terms = ["issue:water", "issue:wells", "service:advice"]
    actors = [
        {
            "handle": h, "kind": dice.choice(["ngo", "ngo", "donor", "person"]), "name": h.upper(),
            "status": dice.choice([None, None, "active", "closed", "dormant"]), "audience": dice.choice(["public", "public", "internal"]),
            "area": dice.choice([None, *areas]), "serves": dice.sample(areas, dice.choice([0, 0, 1, 2])),
            "issues": dice.sample(["water", "wells"], dice.choice([0, 1, 2])), "sectors": dice.sample(["law", "health"], dice.choice([0, 1, 2])),
        }
        for h in who
    ]  # fmt: skip
    rows = {}
    for _ in range(30):
        row = {
            "actor": dice.choice(who[:6]), "term": dice.choice(terms), "area": dice.choice(areas),
            "population": dice.choice([None, "women"]), "role": dice.choice(["implementer", "implementer", "partner", "funder"]),
            "status": dice.choice([None, "planned", "ongoing", "completed", "suspended"]), "since": dice.choice(DAYS[:6]),
            "until": dice.choice(DAYS), "capacity": dice.choice([None, 0, 30]), "reached": dice.choice([None, 12]),
            "audience": dice.choice(["public", "public", "internal"]),
        }  # fmt: skip
        if row["since"] and row["until"] and row["since"] > row["until"]:
            row["since"] = None
        rows[row["actor"], row["term"], row["area"], row["population"], row["role"], row["status"]] = row
    return {
        "ngomap": "map/1", "map": {},
        "terms": [
            {"vocabulary": "issue", "slug": "water", "name": "Water"},
            {"vocabulary": "issue", "slug": "wells", "name": "Wells", "parent": "water"},
            {"vocabulary": "service", "slug": "advice", "name": "Advice"}, {"vocabulary": "population", "slug": "women", "name": "Women"},
            {"vocabulary": "sector", "slug": "law", "name": "Law"}, {"vocabulary": "sector", "slug": "health", "name": "Health"},
        ],
        "areas": [
            {"handle": "land", "name": "Land"}, {"handle": "east", "name": "East", "parent": "land"},
            {"handle": "west", "name": "West", "parent": "land"}, {"handle": "village", "name": "Village", "parent": "east"},
            {"handle": "camp", "name": "Camp", "parent": "east", "audience": "internal"},
        ],
        "actors": [known(a) for a in actors], "activities": [known(row) for row in rows.values()],
        "need_figures": [{"area": "east", "term": "issue:water", "people": 5}, {"area": "camp", "term": "issue:water", "people": 5}],
        "surveys": [{"area": "west"}, {"area": "west", "term": "issue:wells", "audience": "internal"}],
    }  # fmt: skip


def known(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value is not None}


@pytest.fixture(params=range(6))
def map_(bare_map: Map, request: pytest.FixtureRequest) -> Map:
    load(bare_map, document(random.Random(request.param)))
    return bare_map


def plain(work: Work) -> tuple[object, ...]:
    rows = {
        area: sorted(tuple(numbers[n : n + WIDTH]) for n in range(0, len(numbers), WIDTH)) for area, numbers in work.rows.items()
    }
    return rows, work.recorded, work.undated, work.assumed


def everybody(map_: Map) -> dict[int, str | None]:
    return statuses_of(map_, [row[0] for row in map_.connection.execute("SELECT id FROM actors")])


def seen(map_: Map) -> list[Activity]:
    """What partners see, said by Python."""
    hidden = {table: {row[0] for row in map_.connection.execute(HIDDEN.format(table))} for table in ("actors", "areas", "activities")}
    map_.connection.execute("DELETE FROM activities WHERE audience NOT IN ('public', 'partners')")
    return [v for v in activities(map_) if v.actor not in hidden["actors"] and v.area not in hidden["areas"]]


def test_all_of_it(map_: Map) -> None:
    rows, statuses = activities(map_), everybody(map_)
    assert plain(area_work(map_, ON, YEAR_AGO, AUDIENCES)) == plain(work_of(rows, statuses, ON))
    some = {v.actor for v in rows} - {rows[0].actor}
    of_some = [v for v in rows if v.actor in some]
    assert plain(area_work(map_, ON, YEAR_AGO, AUDIENCES, some)) == plain(work_of(of_some, statuses, ON))
    cells = {(v.area, v.term) for v in rows if v.id % 2}
    assert activities_in(map_, cells, AUDIENCES) == [v for v in rows if (v.area, v.term) in cells]
    assert seen_figures(map_, AUDIENCES) == need_figures(map_) and seen_surveys(map_, AUDIENCES) == surveys(map_)


def test_what_an_audience_sees_of_it(map_: Map) -> None:
    statuses, visible = everybody(map_), visible_to("partners")
    work, figures = area_work(map_, ON, YEAR_AGO, visible), seen_figures(map_, visible)
    told = activities_in(map_, {(area, row[0]) for area in work.rows for row in work.of(area)}, visible)
    assert len(figures) == len(seen_surveys(map_, visible)) == 1
    # By now what is hidden is gone: whoever seems to have no activity is assumed by its issues and areas.
    rows = seen(map_)
    assert plain(work) == plain(work_of(rows, statuses, ON))
    assert sorted(told, key=repr) == sorted(rows, key=repr)


def test_as_the_work_of_sectors(map_: Map) -> None:
    sql = "SELECT x.actor_id, x.term_id FROM actor_terms x JOIN terms t ON t.id = x.term_id WHERE t.vocabulary = 'sector'"
    sectors = map_.connection.execute(sql).fetchall()
    rows = [replace(v, term=sector) for v in activities(map_) for actor, sector in sectors if actor == v.actor]
    work = area_work(map_, ON, YEAR_AGO, AUDIENCES, of=SECTORS)
    assert plain(work)[0] == plain(work_of(rows, everybody(map_), ON))[0]
    told = activities_in(map_, {(v.area, v.term) for v in rows}, AUDIENCES, of=SECTORS)
    assert sorted(told, key=repr) == sorted(rows, key=repr)
