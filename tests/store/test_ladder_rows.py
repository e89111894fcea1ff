"""What bears on the relationships of some actors, as far as an audience may see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ngomap.errors import InvalidValue
from ngomap.model.audience import visible_to
from ngomap.model.relationships import FRESHNESS_MONTHS, Tie
from ngomap.store.connection import Map, open_map
from ngomap.store.ladder_rows import (
    EVENTS_BETWEEN,
    EVENTS_OF,
    PARTS_OF,
    TIES_OF,
    audience_of,
    freshness_months,
    seen_events,
    seen_events_between,
    seen_parts,
    seen_parts_beside,
    seen_ties,
    seen_trust_between,
)
from ngomap.store.ties import all_ties, events
from tests.conftest import Run

ALL = visible_to("secret")
LINES = (
    ["init", "--name", "Ours"],
    ["area", "add", "Town"],
    ["add", "Fair"],
    ["add", "Arts"],
    ["add", "Hidden", "--audience", "secret"],
    ["link", "us", "fair", "--rung", "2", "--audience", "public"],
    ["link", "fair", "arts", "--rung", "1"],
    ["link", "fair", "hidden", "--audience", "public"],
    ["link", "us", "arts", "--audience", "secret"],
    ["log", "fair", "--on", "2026-01-01", "--audience", "public"],
    ["log", "fair", "arts", "--on", "2026-01-02", "--audience", "partners"],
    ["log", "fair", "hidden", "--on", "2026-01-03", "--audience", "public"],
    ["log", "fair", "arts", "--without-us", "--on", "2026-01-04"],
    ["activity", "add", "us", "--issue", "corruption", "--area", "town", "--project", "Theatre"],
    ["activity", "add", "fair", "--issue", "corruption", "--area", "town", "--project", "Theatre"],
    ["activity", "add", "arts", "--issue", "corruption", "--area", "town", "--project", "Radio"],
    ["activity", "add", "hidden", "--issue", "corruption", "--area", "town", "--project", "Theatre"],
    ["activity", "add", "arts", "--issue", "corruption", "--area", "town"],
)


@pytest.fixture
def made(run: Run, map_path: Path) -> Iterator[tuple[Map, dict[str, int]]]:
    """A small map with secrets, and the ids of its actors by handle."""
    for line in LINES:
        ran = run(*line)
        assert ran.exit_code == 0, (line, ran.stderr)
    with open_map(map_path) as map_:
        rows = map_.connection.execute("SELECT handle, id FROM actors").fetchall()
        yield map_, {"us" if handle == "ours" else handle: id_ for handle, id_ in rows}


def ends(map_: Map, ties: list[Tie], ids: dict[str, int]) -> set[str]:
    names = {id_: handle for handle, id_ in ids.items()}
    return {"/".join(sorted((names[t.a], names[t.b]))) for t in ties}


def test_ties_of_some_actors_for_an_audience(made: tuple[Map, dict[str, int]]) -> None:
    map_, ids = made
    assert ends(map_, seen_ties(map_, ALL, [ids["us"]]), ids) == {"fair/us", "arts/us"}
    assert ends(map_, seen_ties(map_, visible_to("partners"), [ids["us"]]), ids) == {"fair/us"}
    assert ends(map_, seen_ties(map_, visible_to("public"), [ids["fair"]]), ids) == {"fair/us"}
    assert ends(map_, seen_ties(map_, ALL, [ids["us"], ids["fair"]]), ids) == {"fair/us", "arts/us", "arts/fair", "fair/hidden"}
    everything = seen_ties(map_, ALL)
    assert [t.id for t in everything] == [t.id for t in all_ties(map_)]
    assert [(t.rung, t.status, t.since) for t in everything] == [(t.rung, t.status, t.since) for t in all_ties(map_)]


def test_events_in_which_somebody_withheld_took_part_are_withheld(made: tuple[Map, dict[str, int]]) -> None:
    map_, ids = made
    days = [e.on_date[-2:] for e in seen_events(map_, ALL, [ids["fair"]])]
    assert days == ["01", "02", "03", "04"]
    assert [e.on_date[-2:] for e in seen_events(map_, visible_to("internal"), [ids["us"]])] == ["01", "02"]
    assert [e.on_date[-2:] for e in seen_events(map_, visible_to("public"), [ids["us"]])] == ["01"]
    assert [e.on_date[-2:] for e in seen_events_between(map_, ALL, ids["arts"], ids["us"])] == ["02"]
    (event,) = seen_events_between(map_, visible_to("partners"), ids["us"], ids["arts"])
    assert [p.handle for p in event.participants] == ["arts", "fair", "ours"]
    assert seen_events_between(map_, visible_to("public"), ids["us"], ids["arts"]) == []
    assert [e.id for e in seen_events(map_, ALL)] == [e.id for e in sorted(events(map_), key=lambda e: e.on_date)]


def test_parts_in_named_projects(made: tuple[Map, dict[str, int]]) -> None:
    map_, ids = made
    assert {(v.actor, v.project) for v in seen_parts(map_, ALL)} == {
        (ids["us"], "Theatre"), (ids["fair"], "Theatre"), (ids["hidden"], "Theatre"), (ids["arts"], "Radio"),
    }  # fmt: skip
    assert [v.project for v in seen_parts(map_, ALL, [ids["arts"]])] == ["Radio"]
    assert {v.actor for v in seen_parts_beside(map_, ALL, ids["us"])} == {ids["us"], ids["fair"], ids["hidden"]}
    assert {v.actor for v in seen_parts_beside(map_, visible_to("internal"), ids["us"])} == {ids["us"], ids["fair"]}


def test_trust_of_two_in_each_other(made: tuple[Map, dict[str, int]], run: Run) -> None:
    map_, ids = made
    run("link", "us", "fair", "--reliability", "3", "--on", "2026-02-01")
    (row,) = seen_trust_between(map_, ALL, ids["fair"], ids["us"])
    assert (row.from_id, row.to_id, row.reliability) == (ids["us"], ids["fair"], 3)
    assert seen_trust_between(map_, visible_to("partners"), ids["fair"], ids["us"]) == []
    assert seen_trust_between(map_, ALL, ids["fair"], ids["arts"]) == []


def test_how_long_a_rung_stays_fresh_is_a_setting(bare_map: Map) -> None:
    def set_(text: str) -> None:
        bare_map.connection.execute("INSERT OR REPLACE INTO settings (key, value) VALUES ('freshness', ?)", [text])

    assert freshness_months(bare_map) == FRESHNESS_MONTHS
    set_("24, 12, 12, 6, 3, 3")
    assert freshness_months(bare_map) == (24, 12, 12, 6, 3, 3)
    for wrong in ("12", "12,12,12,12,6,0", "12,12,12,12,6,x", "", "12,12,12,12,6,121"):
        set_(wrong)
        with pytest.raises(InvalidValue):
            freshness_months(bare_map)


def test_an_actor_says_who_may_see_it(made: tuple[Map, dict[str, int]]) -> None:
    map_, ids = made
    assert (audience_of(map_, ids["hidden"]), audience_of(map_, ids["us"])) == ("secret", "public")


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (TIES_OF, ["[]", "[1]"]), (EVENTS_OF, ["[]", "[1]"]), (EVENTS_BETWEEN, ["[]", 1, 2]), (PARTS_OF, ["[]", "[1]"]),
    ],
)  # fmt: skip
def test_no_table_is_read_whole(bare_map: Map, sql: str, values: list[object]) -> None:
    plan = [row[3] for row in bare_map.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    scanned = [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    assert not scanned, plan
