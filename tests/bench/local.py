"""How long the questions of one organization take on registers, beside reading all of the map."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import networkx as nx

from ngomap.analyses.allies import find_allies
from ngomap.analyses.allies_known import Asked
from ngomap.analyses.duplication_asked import Asked as AskedOverlap
from ngomap.analyses.partners_network import adamic_adar
from ngomap.cli.allies import ally_rows
from ngomap.cli.duplication_rows import overlaps_of
from ngomap.cli.partners import partners_of
from ngomap.graph.alliance import alliance_graph
from ngomap.store.actors import actor_by_id, some_refs
from ngomap.store.connection import Map, open_map
from ngomap.store.neighbourhood import ties_of_many
from ngomap.store.terms import all_terms
from tests.bench.as_records import whole_overlaps, whole_partners, whole_rows
from tests.bench.measuring import Line, answer, line, medians, same
from tests.bench.register import TODAY, Register, register
from tests.bench.start_up import NGOMAP

SIZES: Final = (1_000, 10_000, 100_000)
REPETITIONS: Final = 3
RECORDS_UP_TO: Final = 10_000
"""Actors. To make records of all that bears on allies and partners of more takes minutes and gigabytes."""
WORK_UP_TO: Final = 100_000
"""Actors. Of the work alone records can be made of more."""
ALL_BOUND: Final = 0.12
ALL_FROM: Final = 10_000
LOCAL_BOUND: Final = 0.05
BOUND_FROM: Final = 100_000
"""Actors. Of fewer, starting Python is most of it."""
QUESTIONS: Final = ("duplication --for REF", "allies", "partners")
"""Of one organization beside all others."""
ROW: Final = "ngomap list --limit 1"
LIMIT: Final = 2
COMPARED, DIGITS = 40, 9
BUSY: Final = 2
"""The id of an organization whose work is compared with that of all."""
ALIKE, LEAST = 0.1, 1
"""So that many are found."""
MAIN_ISSUE: Final = """SELECT t.id FROM actor_terms x JOIN terms t ON t.id = x.term_id AND t.vocabulary = 'issue'
GROUP BY t.id ORDER BY count(*) DESC, t.slug LIMIT 1 OFFSET 1"""
STANDING: Final = """SELECT from_id, to_id FROM relationships WHERE status IN ('active', 'dormant') AND type <> 'rivals'
AND (since IS NULL OR since <= ?1) AND (until IS NULL OR until >= substr(?1, 1, length(until)))"""
HANDLES: Final = "SELECT id, handle FROM actors"
ALL_BY_PATH: Final = f"""import sqlite3, sys
import networkx as nx
connection = sqlite3.connect("ngomap.db")
ids = dict((handle, id) for id, handle in connection.execute("{HANDLES}"))
graph = nx.Graph()
graph.add_nodes_from(ids.values())
graph.add_edges_from(connection.execute(\"\"\"{STANDING}\"\"\", [sys.argv[1]]))
print(nx.shortest_path(graph, 1, ids[sys.argv[2]]))"""
ALL_AS_RECORDS: Final = """import sys
from pathlib import Path
from tests.bench.local import by_records
from ngomap.store.connection import open_map
with open_map(Path("ngomap.db")) as map_:
    by_records(map_, sys.argv[1])"""


def local(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each question at each size; an answer that differs from the alternative's is an error."""
    return [found for size in sizes for made in [register(size)] for found in (*_commands(made, repetitions), _closeness(made))]


def by_records(map_: Map, question: str) -> None:
    """Answer one of the three questions from all of the map as records."""
    if question == "duplication --for REF":
        whole_overlaps(map_, [BUSY], TODAY, ALIKE, LEAST)
    elif question == "partners":
        ours = actor_by_id(map_, 1).ref
        whole_partners(map_, ours, TODAY, LIMIT)
    else:
        asked = _asked(map_)
        find_allies(whole_rows(map_, TODAY), asked)


def _asked(map_: Map) -> Asked:
    issue = map_.connection.execute(MAIN_ISSUE).fetchone()[0]
    return Asked(next(t for t in all_terms(map_) if t.id == issue), TODAY)


def _commands(made: Register, repetitions: int) -> list[Line]:
    """Whole processes."""
    size, records = made.actors, made.actors <= RECORDS_UP_TO
    with TemporaryDirectory() as name:
        folder = Path(name)
        with open_map(made.link(folder)) as map_:
            asked, busy = _asked(map_), actor_by_id(map_, BUSY).ref.handle
            if size <= WORK_UP_TO:
                same(*_overlaps(map_), "duplication of one")
            if records:
                ours = actor_by_id(map_, 1).ref
                same(find_allies(ally_rows(map_, asked), asked), find_allies(whole_rows(map_, TODAY), asked), "allies")
                same(partners_of(map_, ours, TODAY, LIMIT), whole_partners(map_, ours, TODAY, LIMIT), "partners")
        _ways_are_paths(folder, made.far)
        day = ("--as-of", TODAY)
        commands = {
            ROW: [NGOMAP, "list", "--limit", "1"],
            "ngomap allies": [NGOMAP, "allies", "--issue", asked.issue.slug, *day],
            "ngomap partners": [NGOMAP, "partners", *day],
            "ngomap duplication --for REF": [
                NGOMAP, "duplication", "--for", busy, *day, "--threshold", str(ALIKE), "--shared", str(LEAST),
            ],
            "ngomap intro REF": [NGOMAP, "intro", made.far, *day],
            "ngomap brief REF": [NGOMAP, "brief", made.partner, *day],
            "ngomap show REF": [NGOMAP, "show", made.hub],
            "ngomap today": [NGOMAP, "today", "--on", TODAY],
            "ngomap ladder": [NGOMAP, "ladder", *day],
            "networkx, loading all": [sys.executable, "-c", ALL_BY_PATH, TODAY, made.far],
        }  # fmt: skip
        plain = QUESTIONS if records else QUESTIONS[:1] if size <= WORK_UP_TO else ()
        commands |= {f"{q}, of all records": [sys.executable, "-c", ALL_AS_RECORDS, q] for q in plain}
        taken = medians(commands, folder, repetitions, PYTHONPATH=str(Path(__file__).parents[2]))
    lines = [line(taken, "ngomap intro REF", "networkx, loading all", LOCAL_BOUND if size >= BOUND_FROM else None, size)]
    for question in QUESTIONS:
        other = f"{question}, of all records" if question in plain else ROW
        lines.append(line(taken, f"ngomap {question}", other, ALL_BOUND if question in plain and size >= ALL_FROM else None, size))
    lines += [line(taken, f"ngomap {what}", ROW, size=size) for what in ("brief REF", "show REF", "today", "ladder")]
    return lines


def _overlaps(map_: Map) -> tuple[dict[tuple[int, int], float], ...]:
    """Who does the same as each of some organizations, by what they share and from all records."""
    some = [ref for ref in some_refs(map_, range(BUSY, BUSY + COMPARED)).values() if ref.kind != "person"]
    ours: dict[tuple[int, int], float] = {}
    for ref in some:
        ours |= overlaps_of(map_, AskedOverlap(TODAY, one=ref, threshold=ALIKE, shared=LEAST), ref).overlaps
    assert ours, "nobody does the same"
    found = (ours, whole_overlaps(map_, [ref.id for ref in some], TODAY, ALIKE, LEAST))
    return tuple({pair: round(alike, DIGITS) for pair, alike in sorted(each.items())} for each in found)


def _ways_are_paths(folder: Path, far: str) -> None:
    """The ways that `intro` finds must be paths of the graph, and none shorter than the shortest."""
    found = answer([NGOMAP, "intro", far, "--as-of", TODAY, "--limit", "0", "--format", "json"], folder)["findings"]
    with sqlite3.connect(folder / "ngomap.db") as connection:
        ids = {handle: id_ for id_, handle in connection.execute(HANDLES)}
        graph = nx.Graph(connection.execute(STANDING, [TODAY]).fetchall())
    shortest = nx.shortest_path_length(graph, 1, ids[far])
    for finding in found:
        nodes = [1, *(ids[handle] for handle in finding["subject"].split("/"))]
        if not nx.is_path(graph, nodes) or len(nodes) - 1 < shortest:
            raise AssertionError(f"{finding['subject']} is no path, or shorter than the shortest of {shortest}")
    if not found:
        raise AssertionError(f"nobody introduces to {far}")


def _closeness(made: Register) -> Line:
    """In one process: the Adamic-Adar of us with everybody within two ties, all ties counting the same, from the ties of our
    contacts; beside networkx, for which all ties are loaded.
    """
    with TemporaryDirectory() as name, open_map(made.link(Path(name))) as map_:
        # Whoever reads the file first would pay for both.
        map_.connection.execute(STANDING, [TODAY]).fetchall()
        begin = time.process_time()
        contacts = {t.other(1) for t in ties_of_many(map_, [1]) if t.open_on(TODAY) and t.type != "rivals"}
        ties = ties_of_many(map_, contacts)
        graph = alliance_graph(some_refs(map_, {n for t in ties for n in (t.a, t.b)}).values(), ties, TODAY)
        for *_, edge in graph.edges(data=True):
            edge["strength"] = 1.0
        mine = {n: adamic_adar(graph, 1, n) for n in {m for n in contacts for m in graph[n]} - {1}}
        seconds = time.process_time() - begin
        begin = time.process_time()
        whole = nx.Graph(map_.connection.execute(STANDING, [TODAY]).fetchall())
        theirs = {b: value for _, b, value in nx.adamic_adar_index(whole, [(1, n) for n in {m for n in whole[1] for m in whole[n]} - {1}])}
        other = time.process_time() - begin
    same({n: round(v, 9) for n, v in sorted(mine.items())}, {n: round(v, 9) for n, v in sorted(theirs.items())}, "Adamic-Adar")
    return Line(
        "Adamic-Adar of one actor, in process", seconds, "networkx, loading all", other,
        LOCAL_BOUND if made.actors >= BOUND_FROM else None, size=made.actors,
    )  # fmt: skip
