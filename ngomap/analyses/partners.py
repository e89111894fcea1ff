"""Who could become a partner?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.complement import profiles
from ngomap.analyses.describing import Gazetteer, some
from ngomap.analyses.footprints import Footprint, counts_on, footprints
from ngomap.analyses.partners_apart import set_apart
from ngomap.analyses.partners_lists import BRIDGING, CO_PRESENT, COMPLEMENTARY, LIKELY, Candidates
from ngomap.graph.bare import BareGraph
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Stance
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

METHODS: Final = {
    LIKELY: "Likely: shared contacts, the less connected counting more, beyond what many ties bring by themselves.",
    CO_PRESENT: (
        "Likely by co-presence: the same work in the same places, what few do weighing more; no tie says that they "
        "know each other."
    ),
    BRIDGING: "Bridging: few ties with the same contacts, most of them beyond these, and not all in one circle.",
    COMPLEMENTARY: "Complementary: alike in work or places and different in the rest, with something for both sides.",
}
"""What each list is made by, for those that are there."""


@dataclass(frozen=True, slots=True)
class Large:
    """A map too large to be made of records: who is tied to whom on the day, and the cells of everybody's work (as
    `footprints`, without evidence). The activities and ties beside it are then those of the actor asked about alone;
    `around` gives the ties and activities of those who are told of, and the ties that others have with each other.
    """

    graph: BareGraph
    cells: Mapping[int, Footprint]
    around: Callable[[Collection[int], Collection[int]], tuple[Sequence[Tie], Sequence[Activity]]]


def find_partners(
    asked: ActorRef,
    actors: Iterable[ActorRef],
    activities: Iterable[Activity],
    ties: Iterable[Tie],
    stances: Iterable[Stance],
    terms: Iterable[Term],
    areas: Iterable[Area],
    on: str,
    us: int | None = None,
    words: Mapping[int, Collection[int]] | None = None,
    limit: int = 0,
    large: Large | None = None,
) -> Report:
    """Candidates for a partnership with the actor asked about, on the day `on` (ISO), in lists that are not mixed:

    - *likely*: they share contacts, so they would meet anyway. Value: `adamic_adar` less `expected_closeness`, what
      its number of ties alone would bring; only where that leaves something.
    - *bridging*: few of its ties (at most a quarter, by strength) are with our contacts, at least half lead beyond our
      contacts' contacts, to two actors or more. Value: `openness`, the part beyond times 1 - Burt's constraint.
      It may be in a part of the map that no tie of ours leads to.
    - *complementary*: the same work in other places, for other people, by other means, or other work in the same
      places, to the benefit of both. Value: the fit of `Complements`, at least 0.1. It may be in another list too.
    - *kept apart*: rivals, opponents, declined and ended ties; with the reasons, by handle, never ranked.

    Where no tie of the actor is recorded nobody is likely by ties; instead *likely by co-presence* lists who does the
    same work in the same places, by weighted Jaccard. Candidates are organizations that are not partners already (an
    active works-with, parent or branch, member or coalition); people are none, but they connect. A tie weighs by its
    `strength`. `words` are the terms on the record of each actor. Each list is cut to `limit` (0: all). On an empty
    map, for a single actor, or where all are isolated, the lists are empty and the answer says so; disconnected parts
    can only be bridged.

    Worked example: a and b share the contacts y and z; z also works with c.

    >>> people = [ActorRef(n, h, h.upper(), "ngo") for n, h in enumerate("abcyz", 1)]
    >>> ties = [Tie(n, "works-with", *ends, "active", rung=5)
    ...         for n, ends in enumerate([(1, 4), (1, 5), (2, 4), (2, 5), (3, 5)], 1)]
    >>> report = find_partners(people[0], people, [], ties, [], [], [], on="2024-03-31", us=1)
    >>> [(f.group, f.subject, round(f.value, 2)) for f in report.findings]
    [('likely', 'b', 1.7), ('likely', 'c', 0.58)]

    y has two ties, z three: closeness to b is 1 / ln 2 + 1 / ln 3 = 2.35. With five ties in all, b's two make a tie
    to y by chance 1 x 2 / 10 and to z 2 x 2 / 10 likely: 0.2 / ln 2 + 0.4 / ln 3 = 0.65. That leaves 1.70.

    Liben-Nowell, D., Kleinberg, J. (2007). The link-prediction problem for social networks. JASIST 58.
    Burt, R. (2004). Structural holes and good ideas. American Journal of Sociology 110.
    """
    everyone, ties = list(actors), list(ties)
    refs = {a.id: a for a in everyone}
    organizations = [a.id for a in everyone if a.kind != "person"]
    names = Gazetteer(terms, areas)
    current = [v for v in activities if counts_on(v, on)]
    cells = footprints(current, organizations)
    known = profiles(organizations, cells if large is None else {**large.cells, **cells}, words or {}, names)
    graph = BareGraph.of_records(everyone, ties, on) if large is None else large.graph
    apart = set_apart(asked.id, refs, ties, stances, known[asked.id].issues, names.terms, on)
    # Who is at odds with the actor is no contact of its, whatever tie there is.
    graph.remove_edges_from([(asked.id, other) for other in apart.kept.keys() - apart.partners])
    here = [t for t in ties if t.a in refs and t.b in refs]

    def learn(others: Collection[int], ways: Collection[int]) -> tuple[Iterable[Tie], Mapping[int, Footprint]]:
        found, rows = large.around(others, ways) if large else ((), ())
        return found, footprints((v for v in rows if counts_on(v, on)), others)

    lists = Candidates(asked, asked.id == us, refs, known, apart, graph, here, names, on, limit, learn if large else None)
    by_work = not lists.contacts
    findings = (
        *(lists.co_present() if by_work else lists.likely()),
        *lists.bridging(),
        *lists.complementary(),
        *lists.kept_apart(),
    )
    partners = sorted((refs[i] for i in apart.partners if refs[i].kind != "person"), key=lambda a: a.handle)
    caveats = []
    if by_work:
        whose = f"of {asked.name} are" if graph.number_of_edges() else "are"
        caveats.append(
            f"No ties {whose} recorded, so nobody can be called likely by shared contacts"
            + ("." if graph.number_of_edges() else ", nor bridging.")
        )
    if partners:
        caveats.append(f"Left out, because they are partners already: {some([p.name for p in partners], 5)}.")
    if not known[asked.id].work:
        caveats.append(f"What {asked.name} works on is not recorded, so nobody can be called complementary.")
    elif not known[asked.id].cells:
        caveats.append(f"Where {asked.name} works is not recorded, so places are not compared.")
    return Report(
        name="partners",
        question=f"Who could become a partner of {asked.name}?",
        method=" ".join(
            [text for group, text in METHODS.items() if any(f.group == group for f in findings)]
            + ["Each list answers a question of its own; their numbers cannot be compared."]
        ),
        parameters={"for": asked.handle, "as_of": on},
        findings=findings,
        caveats=tuple(caveats),
        next=tuple(_steps(asked, asked.id == us, findings, by_work, bool(known[asked.id].work))),
        totals=lists.totals,
    )


def _steps(asked: ActorRef, us: bool, findings: tuple[Finding, ...], by_work: bool, work_known: bool) -> list[str]:
    ours = "us" if us else asked.handle
    steps = []
    open_ones = [f.subject for f in findings if f.value is not None]
    if open_ones:
        steps.append(f"ngomap show {open_ones[0]}    (who they are)")
        steps.append(f"ngomap link {ours} {open_ones[0]} --status wanted --wanted 2    (when you want to come closer)")
    if by_work:
        steps.append(f"ngomap link {ours} REF --rung 1    (record whom {'you know' if us else 'it knows'} already)")
    if not work_known:
        steps.append(f"ngomap edit {asked.handle} --issue ISSUE --serves AREA    (record its work)")
    return steps or ["ngomap import FILE.csv    (more organizations to choose from)"]
