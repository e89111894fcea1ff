"""How long questions about a whole network take on registers: the measures beside networkx, the commands beside a query of all ties."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import networkx as nx

from ngomap.cli.whole_graph import whole_graph
from ngomap.graph.brokers import SEED, sample_size
from ngomap.graph.sparse_measures import ways_through
from ngomap.store.actors import all_refs
from ngomap.store.connection import open_map
from ngomap.store.graph_file import graph_file, take_away
from tests.bench.measuring import Line, answer, line, medians
from tests.bench.register import TODAY, Register, register
from tests.bench.start_up import NGOMAP, SQLITE_UTILS

SIZES: Final = (1_000, 10_000, 100_000)
REPETITIONS: Final = 3
CONSTRAINT_UP_TO: Final = 1_000
"""Actors. Of more, networkx without scipy does not end in an hour."""
MATRICES_UP_TO: Final = 10_000
"""Actors. Of more, the square of the matrix of a hub of thousands does not fit into memory."""
TURNS: Final = 3
SOURCES: Final = 3
"""From so many actors networkx counts ways; the time is taken times the rest of the sample."""
STANDING: Final = """SELECT from_id, to_id FROM relationships WHERE status IN ('active', 'dormant') AND type <> 'rivals'
AND (since IS NULL OR since <= ?1) AND (until IS NULL OR until >= substr(?1, 1, length(until)))"""
WITHOUT: Final = 'rm -f "$0"; exec "$@"'
ALL_TIES: Final = "SELECT id, from_id, to_id, type, rung FROM relationships"


def graph(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each measure and each command at each size. A measure that differs from networkx's is an error."""
    return [found for size in sizes for made in [register(size)] for found in (*_measures(made), *_commands(made, repetitions))]


def _measures(made: Register) -> list[Line]:
    size, lines = made.actors, []
    with TemporaryDirectory() as name, open_map(made.link(Path(name))) as map_:
        ours: Any = None
        theirs: Any = None

        refs = all_refs(map_)

        def load() -> list[list[int]]:
            nonlocal ours
            ours = whole_graph(map_, refs, TODAY)
            return [sorted(part) for part in ours.components()]

        def load_networkx() -> list[list[int]]:
            nonlocal theirs
            theirs = nx.Graph()
            theirs.add_nodes_from(a.id for a in refs)
            theirs.add_edges_from(map_.connection.execute(STANDING, [TODAY]))
            return [sorted(part) for part in nx.connected_components(theirs) if len(part) > 1]

        # Whoever reads the file first would pay for both, and a busy moment for one: the least of three turns each.
        map_.connection.execute(STANDING, [TODAY]).fetchall()
        def load_anew() -> list[list[int]]:
            take_away(map_.path)
            return load()

        turns = [(_timed(load_anew), _timed(load), _timed(load_networkx)) for _ in range(TURNS)]
        first, again, other = (min(turn[side][0] for turn in turns) for side in range(3))
        for side in (0, 1):
            found, expected = sorted(map(len, turns[-1][side][1])), sorted(map(len, turns[-1][2][1]))
            _near(dict(enumerate(found)), dict(enumerate(expected)), "components")
        bound = 0.35 if size >= 100_000 else None
        for what, mine in (("components, loaded for the first time", first), ("components, loaded again", again)):
            lines.append(Line(what, mine, "networkx, with loading", other, bound, size=size))

        drawn = random.Random(SEED).sample(range(size), min(size, sample_size(size)))
        few = drawn[:SOURCES]
        mine, _ = _timed(lambda: ours.pairs_joined(drawn))
        names = list(theirs)
        other, expected = _timed(lambda: nx.betweenness_centrality_subset(theirs, [names[n] for n in few], names))
        twice = {n: 2 * v for n, v in expected.items()}
        _near(dict(zip(ours.ids, _plain(ours, few), strict=True)), twice, "betweenness")
        other *= len(drawn) / len(few)
        lines.append(Line("betweenness, sampled", mine, "networkx", other, 1 / 40 if size >= 100_000 else None, size=size))

        mine, found = _timed(lambda: ours.constraints)
        tied = {n: value for n, value in found.items() if value is not None}
        for a, b in theirs.edges:
            theirs.edges[a, b]["strength"] = ours.edges[a, b]["strength"]
        if size <= CONSTRAINT_UP_TO:
            other, expected = _timed(lambda: _constraint(theirs, tied))
            _near(tied, expected, "constraint")
            lines.append(Line("constraint of all", mine, "networkx, one by one", other, 1 / 1000 if size >= 1_000 else None, size=size))
        if size <= MATRICES_UP_TO:
            other, expected = _timed(lambda: nx.constraint(theirs, weight="strength"))
            _near(tied, {n: expected[n] for n in tied}, "constraint")
            lines.append(Line("constraint of all, beside matrices", mine, "networkx over scipy", other, size=size))
    return lines


def _plain(ours: Any, sources: list[int]) -> list[float]:
    return list(ways_through(ours.rows, sources).tolist())


def _constraint(graph: nx.Graph, actors: Iterable[int]) -> dict[int, float]:
    """By networkx's definition for one, which is all that it has without scipy."""
    return {n: sum(nx.local_constraint(graph, n, v, weight="strength") for v in graph[n]) for n in actors}


def _commands(made: Register, repetitions: int) -> list[Line]:
    asked: dict[str, list[str]] = {}
    for words in (["network"], ["gaps", "network"], ["whatif", "--without", made.hub]):
        what, command = f"ngomap {' '.join(words[:2] if words[0] == 'gaps' else words[:1])}", [NGOMAP, *words, "--as-of", TODAY]
        # Each follows the one that keeps the graph for it.
        asked |= {f"{what}, for the first time": ["sh", "-c", WITHOUT, str(graph_file(made.path)), *command], f"{what}, again": command}
    asked |= {
        "ngomap protection": [NGOMAP, "protection", "--as-of", TODAY],
        "ngomap match": [NGOMAP, "match", "--as-of", TODAY],
    }
    base = "sqlite-utils query of all ties"
    with TemporaryDirectory() as name:
        folder = Path(name)
        made.link(folder)
        for what, command in asked.items():
            said = answer([*command, "--format", "json"], folder)
            if not said["findings"]:
                raise AssertionError(f"{what} finds nothing")
        taken = medians({base: [*SQLITE_UTILS, "query", "ngomap.db", ALL_TIES], **asked}, folder, repetitions)
    return [line(taken, what, base, size=made.actors) for what in asked]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor, which others on the machine do not add to, and what was found."""
    begin = time.process_time()
    found = work()
    return time.process_time() - begin, found


def _near(ours: dict[int, float], theirs: dict[int, float], what: str) -> None:
    """Raises AssertionError unless both say the same within 1e-9 of the larger."""
    wrong = [n for n, value in theirs.items() if abs(ours[n] - value) > 1e-9 * max(1.0, abs(value))]
    if wrong or ours.keys() != theirs.keys():
        raise AssertionError(f"{what}: of {len(theirs)} values {len(wrong)} differ")
