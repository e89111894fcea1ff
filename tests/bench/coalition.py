"""How long a coalition is planned for on a large map, and how far lazy greed is ahead of plain greed, with equal answers."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Collection, Mapping
from pathlib import Path

from ngomap.graph.coverage_greedy import greedy_cover
from ngomap.store.connection import open_map
from ngomap.store.writing import write
from tests.bench.measuring import Line, answer, line, medians
from tests.bench.register import TODAY, register

ACTORS, TIES = 10_000, 50_000
REPETITIONS = 5
SECONDS = 5.0
SIZE = 30
BASE = "ngomap list --limit 1"
SEED = 5


def plain_greedy(
    covers: Mapping[int, Collection[str]], weights: Mapping[str, int], size: int, handles: Mapping[int, str],
    apart: Collection[frozenset[int]] = (),
) -> list[tuple[int, int]]:  # fmt: skip
    """Each time, what everybody would add is worked out anew; who was taken, and what that added."""
    done: set[str] = set()
    chosen: list[tuple[int, int]] = []
    while len(chosen) < size:
        taken = {actor for actor, _ in chosen}
        free = [a for a in covers if a not in taken and not any(a in p and p & taken for p in apart)]
        gains = [(-sum(weights[x] for x in set(covers[a]) - done), handles[a], a) for a in free]
        if not gains or min(gains)[0] == 0:
            break
        gain, _, actor = min(gains)
        chosen.append((actor, -gain))
        done |= set(covers[actor])
    return chosen


def coalition(actors: int = ACTORS, ties: int = TIES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for the question with every actor of the map a candidate, and one for the choice alone."""
    scripts = Path(sys.executable).parent
    made = register(actors, ties)
    plan = [str(scripts / "ngomap"), "coalition", "plan", "--issue", "everything", "--target", made.hub, "--as-of", TODAY]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _everybody_works_on_it(made.copy(folder))
        said = answer([*plan, "--format", "json"], folder)
        if len([f for f in said["findings"] if f["group"].startswith("members")]) != 6:
            raise AssertionError("the plan does not name six members")
        what = f"ngomap coalition plan, {actors:,} actors and {ties:,} ties"
        taken = medians({BASE: [str(scripts / "ngomap"), "list", "--limit", "1"], what: plan}, folder, repetitions)
    lazy, plain = _choice(actors, repetitions)
    return [
        line(taken, what, BASE, SECONDS / taken[BASE].seconds),
        Line(f"{SIZE} of {actors:,}, lazy greed", lazy, "plain greed", plain, 1.0),
    ]


def _everybody_works_on_it(path: Path) -> None:
    with open_map(path) as map_, write(map_):
        connection = map_.connection
        connection.execute(
            "INSERT INTO terms(vocabulary, slug, name, name_key) VALUES ('issue', 'everything', 'Everything', 'everything')"
        )
        connection.execute(
            "INSERT INTO actor_terms SELECT a.id, t.id FROM actors a, terms t WHERE t.slug = 'everything' AND t.vocabulary = 'issue'"
        )
        connection.execute(
            "INSERT OR IGNORE INTO actor_terms SELECT a.id, t.id FROM actors a JOIN terms t ON t.vocabulary IN ('sector', 'population') "
            "WHERE (a.id * 31 + t.id * 17) % 23 = 0"
        )
        connection.execute("UPDATE actors SET level = 'local' WHERE id % 3 > 0")


def _choice(actors: int, repetitions: int) -> tuple[float, float]:
    chance = random.Random(SEED)
    things = [f"t{n}" for n in range(2_000)]
    covers = {n: frozenset(chance.choices(things, k=1 + int(30 * chance.random() ** 3))) for n in range(actors)}
    weights = {thing: chance.randrange(1, 9) for thing in things}
    handles = {n: f"actor-{n}" for n in covers}
    times: dict[str, list[float]] = {"lazy": [], "plain": []}
    for _ in range(repetitions):
        begin = time.perf_counter()
        lazy = [(p.actor, p.gain) for p in greedy_cover(covers, weights, SIZE, handles)]
        middle = time.perf_counter()
        if lazy != plain_greedy(covers, weights, SIZE, handles):
            raise AssertionError("lazy and plain greed differ")
        times["lazy"].append(middle - begin)
        times["plain"].append(time.perf_counter() - middle)
    return statistics.median(times["lazy"]), statistics.median(times["plain"])
