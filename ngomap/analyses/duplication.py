"""Who does the same work in the same place without coordinating?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.coordination import Coordination
from ngomap.analyses.describing import Gazetteer, count, percent
from ngomap.analyses.duplication_asked import LEAST_SHARED, Asked
from ngomap.analyses.duplication_pairs import Cells, Row, alike_pairs, cells_of, rows_by_cell
from ngomap.analyses.footprints import Footprint, counts_on, footprints
from ngomap.analyses.overlap_groups import Pair, coordinated_groups, uncoordinated_groups
from ngomap.analyses.overlap_words import COORDINATED, UNCOORDINATED, Overlaps
from ngomap.graph.bare import BareGraph
from ngomap.graph.strength import NOT_ALLIED
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

QUESTION: Final = "Who does the same work in the same place without coordinating?"
QUESTION_OF_ONE: Final = "Who does the same work in the same places as {}?"


@dataclass(slots=True)
class Compared:
    """Everybody's work side by side, before anything is asked about ties: the `cells`, the `work` of those who overlap with
    its evidence, and the likeness of the pairs that do; `too_few` pairs are as alike but share fewer cells than are asked for.
    """

    asked: Asked
    organizations: dict[int, ActorRef]
    names: Gazetteer
    cells: Cells
    work: dict[int, Footprint]
    overlaps: dict[Pair, float]
    too_few: int

    def tied(self, ties: Iterable[Tie]) -> bool:
        """Whether any of these ties stood on the day between two organizations that have work."""
        return any(t.a in self.cells and t.b in self.cells and t.open_on(self.asked.on) for t in ties)


def find_duplication(
    actors: Iterable[ActorRef],
    activities: Iterable[Activity],
    ties: Iterable[Tie],
    terms: Iterable[Term],
    areas: Iterable[Area],
    on: str,
    us: int | None = None,
    issue: Term | None = None,
    area: Area | None = None,
    works_on: Mapping[int, Collection[int]] | None = None,
    threshold: float | None = None,
    least_shared: int | None = None,
) -> Report:
    """Groups of organizations that do the same work in the same areas on the day `on` (ISO), those that coordinate
    listed apart.

    The work of an actor is its cells: issue or service, area, population; recorded or inferred, not what it funds.
    Two actors overlap if they share at least `least_shared` cells and their weighted Jaccard likeness

        J(a, b) = sum of w(c) over cells of both / sum of w(c) over cells of either,   w(c) = 1 / log2(1 + holders of c)

    is at least `threshold` (None: as `Asked` has it). The weight is idf-like, but counts only who has the cell, so that
    an actor which shares nothing with others changes nothing of theirs. A group is a clique of overlapping pairs, either
    none or all of which coordinate (see `Coordination`). Groups are grown from the most alike pair that is in none yet,
    adding whoever is most alike to all; so every overlapping pair is in at least one group and no group chains strangers.
    The value is how often a cell is repeated: the sum over cells of the members that have it, less one.

    `issue` and `area` narrow the cells to a term or area and what lies below it; with an area one shared cell is
    enough (`least_shared` None), else two. `works_on` are the terms of coalitions and networks. People are left out.
    An empty map, a single actor, or actors that share nothing give no findings. Ties matter pair by pair, so
    disconnected parts of the network do not matter to one another.

    Worked example: two clinics share health in the north and the south, one of them and a third work on water.

    >>> clinics = [ActorRef(1, "a", "A", "ngo"), ActorRef(2, "b", "B", "ngo"), ActorRef(3, "c", "C", "ngo")]
    >>> terms = [Term(1, "issue", "health", "Health"), Term(2, "issue", "water", "Water")]
    >>> areas = [Area(1, "north", "North"), Area(2, "south", "South")]
    >>> rows = [Activity(1, 1, 1, 1), Activity(2, 1, 1, 2), Activity(3, 2, 1, 1), Activity(4, 2, 1, 2),
    ...         Activity(5, 1, 2, 1), Activity(6, 3, 2, 2)]
    >>> report = find_duplication(clinics, rows, [], terms, areas, on="2024-03-31")
    >>> [(f.subject, f.value) for f in report.findings]
    [('a,b', 2)]
    >>> report.findings[0].reasons[1].text
    'They are alike by 56 %: it is 2 of the 3 pieces of the first and all that the second does.'

    Two shared cells weigh 1 / log2(3) = 0.63 each, A's third cell weighs 1: J = 1.26 / 2.26 = 0.56.
    """
    everyone, rows = list(actors), list(activities)
    asked = Asked(on, issue, area, threshold=threshold, shared=least_shared)
    compared = compare_work(everyone, rows_by_cell(rows), lambda _: rows, terms, areas, asked)
    return tell_duplication(compared, everyone, ties, us, works_on)


def compare_work(
    actors: Iterable[ActorRef],
    rows: Iterable[Row],
    activities_of: Callable[[Collection[int]], Iterable[Activity]],
    terms: Iterable[Term],
    areas: Iterable[Area],
    asked: Asked,
) -> Compared:
    """Who overlaps with whom, whatever their ties; see `find_duplication`. The activities stand in `rows` in the order of their
    cells, and are read once; `activities_of` gives those of some actors once more, as the evidence.

    Pairs are looked for among those who share a cell, so one area and one issue or service; see `alike_pairs`.
    """
    names = Gazetteer(terms, areas)
    organizations = {a.id: a for a in actors if a.kind != "person"}
    on_terms, in_areas = asked.cells(names)
    cells = cells_of(rows, organizations, on_terms, in_areas, asked.on)
    overlaps, too_few = {}, 0
    for pair, alike, shared in alike_pairs(cells.owned, cells.weights, asked.alike, cells.alone):
        if shared >= asked.least:
            overlaps[pair] = alike
        else:
            too_few += 1
    # The evidence of all the others is never told.
    theirs = {actor for pair in overlaps for actor in pair}
    work = footprints(
        (v for v in activities_of(theirs) if v.term in on_terms and v.area in in_areas and counts_on(v, asked.on)), theirs
    )
    return Compared(asked, organizations, names, cells, work, overlaps, too_few)


def tell_duplication(
    compared: Compared,
    actors: Iterable[ActorRef],
    ties: Iterable[Tie],
    us: int | None = None,
    works_on: Mapping[int, Collection[int]] | None = None,
) -> Report:
    """The groups among those who overlap, told; see `find_duplication`.

    Of the ties only those of whoever overlaps bear on the answer, and whether there is any (see `Compared.tied`).
    """
    ties, names, asked, on = list(ties), compared.names, compared.asked, compared.asked.on
    organizations, work, overlaps = compared.organizations, compared.work, compared.overlaps
    ours = [t for t in ties if t.a in work or t.b in work]
    ends = {end for t in ours for end in (t.a, t.b)}
    coordination = Coordination(organizations, ours, on, works_on or {}, names.terms)
    together = {(a, b) for a, b in overlaps if coordination.coordinated(a, b, _shared_terms(work, a, b))}
    order = {a: n for n, a in enumerate(sorted(work, key=lambda a: organizations[a].handle))}
    between = {a.id: a for a in actors if a.id in ends or a.id in work}
    tied: dict[Pair, list[int]] = {}
    for t in ours:
        if t.type not in NOT_ALLIED and t.open_on(on):
            tied.setdefault((min(t.a, t.b), max(t.a, t.b)), []).append(t.id)
    words = Overlaps(
        organizations, work, overlaps, coordination, names, between, BareGraph.of_records(between.values(), ours, on), tied, us,
        narrowed=asked.issue is not None or asked.area is not None,
    )
    uncoordinated = words.findings(uncoordinated_groups(overlaps, together, order), UNCOORDINATED)
    coordinated = words.findings(coordinated_groups(overlaps, together, order), COORDINATED)
    return Report(
        name="duplication",
        question=QUESTION if asked.one is None else QUESTION_OF_ONE.format(asked.one.name),
        method=(
            "Work is compared piece by piece: an issue or service, in an area, for a population where that is stated. "
            f"Two organizations overlap if they share at least {count(asked.least, 'piece')} of work and "
            f"this is at least {percent(asked.alike)} of all that the two do; work that few do weighs more."
            + (" In a group every two overlap." if asked.one is None else "")
        ),
        parameters=asked.parameters,
        findings=(*uncoordinated, *coordinated),
        caveats=(*_about_ties(compared, ties), *_about_dates(compared.cells, on), *_about_work(compared)),
        next=tuple(_steps(uncoordinated, compared, organizations[us].handle if us in organizations else None)),
    )


def _shared_terms(work: Mapping[int, Footprint], a: int, b: int) -> set[int]:
    return {term for term, _, _ in work[a].keys() & work[b].keys()}


def _about_ties(compared: Compared, ties: list[Tie]) -> list[str]:
    if not compared.overlaps or compared.tied(ties):
        return []
    return [
        f"No ties are recorded between the {len(compared.cells)} organizations with work in this answer: the map does not know "
        "who coordinates with whom, so ask before calling anything uncoordinated."
    ]


def _about_dates(cells: Cells, on: str) -> list[str]:
    said = []
    if cells.undated:
        said.append(f"Activities that do not say when they ran count on {on} too: {cells.undated} of {cells.recorded}.")
    if cells.past:
        said.append(f"Activities that ended within the last year count too, as they may have gone on: {cells.past}.")
    if cells.left_out:
        said.append(f"Activities that were long over or suspended on {on} are left out: {cells.left_out}.")
    return said


def _about_work(compared: Compared) -> list[str]:
    said = []
    cells, too_few, least = compared.cells, compared.too_few, compared.asked.least
    if too_few:
        less = "only one piece" if least == LEAST_SHARED else f"fewer than {least} pieces"
        said.append(f"{count(too_few, 'more pair')} as alike, but sharing {less} of work: --shared 1 shows them.")
    if cells.inferred and compared.overlaps:
        said.append(f"The work of {count(len(cells.inferred), 'organization')} is inferred from issues and areas.")
    if cells.mixed:
        said.append(
            "Where one says for whom it works and another does not, that counts as different work "
            f"(so it is for {count(cells.mixed, 'issue')} in a place)."
        )
    if compared.overlaps:
        said.append("Two names of one organization look like overlap too: make sure that they are two.")
    return said


def _steps(findings: tuple[Finding, ...], compared: Compared, us: str | None) -> list[str]:
    if findings:
        first, second = findings[0].subject.split(",")[:2]
        ours = next((f.subject.split(",") for f in findings if us and us in f.subject.split(",")), None)
        steps = [f"ngomap link {first} {second} --rung 4    (if they coordinate already)"]
        if ours:
            steps.insert(0, f"ngomap log {next(h for h in ours if h != us)} --kind call    (when you have called them)")
        return [*steps, f"ngomap show {first}    (who they are, and who knows them)"]
    one = compared.asked.one.handle if compared.asked.one else None
    again = f"ngomap duplication --for {one}" if one else "ngomap duplication"
    cells, steps = compared.cells, [f"{again} --threshold {compared.asked.alike / 2:g} --shared 1    (a looser comparison)"]
    if not len(cells) and not cells.left_out:
        if one:
            return [f"ngomap activity add {one} --issue ISSUE --area AREA    (no work is recorded that is asked about)"]
        return ["ngomap import FILE.csv    (no work is recorded that the question asks about)"]
    if cells.last and cells.left_out > cells.recorded:
        day = (cells.last + "-01-01")[:10]
        earlier = f"{again} --as-of {day}    (the last day that {'other ' if len(cells) else ''}work is recorded for)"
        return [earlier, *steps] if len(cells) else [earlier]
    return steps
