"""Where is the network torn, or held together by one actor or one tie?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

import networkx as nx

from ngomap.analyses.describing import FEW, some
from ngomap.graph.alliance import components, ties_between
from ngomap.graph.cuts import find_cuts
from ngomap.model.actors import LEVELS, ActorRef
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.words import Term

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

NO_TIES: Final = "nobody is tied to them"
SEPARATE: Final = "separate from the others"
ONE_ACTOR: Final = "held together by one actor"
ONE_TIE: Final = "held together by one tie"
NO_LEVEL: Final = "a level missing on an issue"
NO_SECTOR: Final = "a sector missing on an issue"
GROUPS: Final = (NO_TIES, SEPARATE, ONE_ACTOR, ONE_TIE, NO_LEVEL, NO_SECTOR)
FEWEST_ON_ISSUE: Final = 2


def find_network_gaps(
    graph: nx.Graph | SparseGraph,
    actors: Iterable[ActorRef],
    issues_of: Mapping[int, Collection[int]],
    sectors_of: Mapping[int, Collection[int]],
    terms: Sequence[Term],
    on: str,
    us: ActorRef | None = None,
    issues: Sequence[Term] = (),
    about: AbstractSet[int] | None = None,
    unseen: str = "",
) -> Report:
    """Where is the network torn, or held together by one actor or one tie?

    `graph` is the alliance graph of the actors on the day (see `ngomap.graph.alliance`); how strong a tie is plays no
    part, only that it stands. `issues_of` and `sectors_of` name the terms of each actor, by id. `issues` says which
    issues are checked for levels and sectors, `about` which actors the other findings must concern: all ties count.
    `unseen` says why the graph has no more than the actors without ties, if it has no more.

    Six kinds of gaps, never ranked against each other: actors without any tie (value: how many others work on one of
    their issues); connected components but the largest (their size); articulation points, the actors whose loss would
    cut others off from the rest, and bridges, the pairs whose single tie holds two parts together (value: how many
    would be cut off from the larger part; two parallel ties are no bridge, for one could be lost); and issues that two
    or more organizations work on (narrower issues included), but none at some level, or none of a sector that the map
    knows elsewhere (value: how many work on it). Levels that are not recorded are said, never taken for missing.

    An empty map has no findings; a single actor has no ties; of several isolated actors each is a finding of its own
    and no component; in a disconnected graph every component is searched for cuts by itself. Of equally large
    components, ours, or else the one with the first handle, is the one that the others are separate from.

    Reference: Hopcroft and Tarjan (1973) for articulation points and bridges.

    >>> graph = nx.Graph()
    >>> people = [ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("abcd", 1)]
    >>> graph.add_nodes_from((p.id, {"handle": p.handle}) for p in people)
    >>> graph.add_edge(1, 2, ties=(7,)); graph.add_edge(2, 3, ties=(8, 9))
    >>> report = find_network_gaps(graph, people, {}, {}, [], on="2024-03-31")
    >>> for f in report.findings: print(f.group, f.subject, f.value)
    nobody is tied to them d 0
    held together by one actor b 1
    held together by one tie a/b 1
    """
    refs = {a.id: a for a in actors}
    telling = _Telling(graph, refs, issues_of, set(refs) if about is None else about)
    findings = [
        *telling.without_ties(),
        *telling.components(us),
        *telling.one_actor(),
        *telling.one_tie(),
        *_missing(refs, issues_of, sectors_of, terms, issues),
    ]
    findings.sort(key=lambda f: (GROUPS.index(f.group), -(f.value or 0), f.subject))
    caveats = [unseen] if unseen else []
    if not unseen and refs and not graph.number_of_edges():
        caveats.append("No ties are recorded that stood on that day: this says what was entered, not who knows whom.")
    elif refs:
        caveats.append("Only ties that are recorded count; who else talks to each other the map does not know.")
    return Report(
        name="gaps network",
        question="Where is the network torn, or held together by one actor or one tie?",
        method="Ties that stood on the day join actors. Taking away an actor, or a tie, shows whom it alone joins to "
        "the others; issues that two or more organizations work on are searched for levels and sectors without any.",
        parameters={"on": on, "issues": [t.slug for t in issues]},
        findings=tuple(findings),
        caveats=tuple(caveats),
        next=_next_steps(findings, bool(refs), us),
    )


class _Telling:
    """The graph's gaps as findings."""

    def __init__(
        self,
        graph: nx.Graph | SparseGraph,
        refs: Mapping[int, ActorRef],
        issues_of: Mapping[int, Collection[int]],
        about: AbstractSet[int],
    ) -> None:
        self.graph = graph
        self.refs = refs
        self.issues_of = issues_of
        self.about = about
        self.cuts = find_cuts(graph)

    def names(self, ids: Iterable[int]) -> str:
        """Some names, by handle."""
        return some([a.name for a in sorted((self.refs[i] for i in ids), key=lambda a: a.handle)])

    def without_ties(self) -> list[Finding]:
        """Actors whom no tie joins to anybody."""
        by_handle = sorted(self.refs.values(), key=lambda a: a.handle)
        # Places in that order as the bits of one number: of many actors, sets of all who are alike would take minutes.
        on_issue: dict[int, bytearray] = {}
        for place, ref in enumerate(by_handle):
            for term in self.issues_of.get(ref.id, ()):
                bits = on_issue.setdefault(term, bytearray(len(by_handle) // 8 + 1))
                bits[place // 8] |= 1 << place % 8
        working = {term: int.from_bytes(bits, "little") for term, bits in on_issue.items()}
        found = []
        for place, ref in enumerate(by_handle):
            if ref.id not in self.graph or self.graph.degree[ref.id] or ref.id not in self.about:
                continue
            alike = 0
            for term in self.issues_of.get(ref.id, ()):
                alike |= working[term]
            alike &= ~(1 << place)
            number = alike.bit_count()
            named = [by_handle[other] for other in _lowest(alike, FEW)]
            text = "No tie is recorded."
            if alike:
                more = number - len(named)
                names = ", ".join(a.name for a in named) + f" and {more} more" if more else some([a.name for a in named])
                text += f" It works on the same issues as {names}."
            reason = Reason("no-ties", text, _actors(ref.id, *(a.id for a in named)))
            found.append(Finding(ref.handle, ref.name, number, "on the same issues", (reason,), NO_TIES))
        return found

    def components(self, us: ActorRef | None) -> list[Finding]:
        """Components of two or more, but the largest."""
        parts = [sorted(c, key=lambda i: self.refs[i].handle) for c in components(self.graph)]
        parts.sort(key=lambda c: (-len(c), us is None or us.id not in c, self.refs[c[0]].handle))
        found = []
        for members in (c for c in parts[1:] if not self.about.isdisjoint(c)):
            ties = ties_between(self.graph, members, members)
            text = f"No path of ties leads from them to the {len(parts[0])} around {self.names(parts[0])}."
            reason = Reason("separate", text, (*_actors(*members), *_ties(ties)))
            subject = "/".join(self.refs[i].handle for i in members)
            found.append(Finding(subject, self.names(members), len(members), "actors", (reason,), SEPARATE))
        return found

    def one_actor(self) -> list[Finding]:
        """Articulation points."""
        found = []
        for actor, lost in self.cuts.actors.items():
            if actor not in self.about:
                continue
            ref = self.refs[actor]
            ties = ties_between(self.graph, [actor], lost)
            text = f"Without it nothing would join {self.names(lost)} to the others."
            reason = Reason("only-connection", text, (*_actors(actor), *_ties(ties)))
            found.append(Finding(ref.handle, ref.name, len(lost), "cut off", (reason,), ONE_ACTOR))
        return found

    def one_tie(self) -> list[Finding]:
        """Bridges of a single tie."""
        found = []
        for pair, lost in self.cuts.ties.items():
            ties = self.graph.edges[pair]["ties"]
            if len(ties) > 1 or self.about.isdisjoint(pair):
                continue
            first, second = sorted((self.refs[i] for i in pair), key=lambda a: a.handle)
            text = f"Their one tie is all that joins {self.names(lost)} to the others."
            reason = Reason("only-tie", text, (*_ties(ties), *_actors(first.id, second.id)))
            label = f"{first.name} and {second.name}"
            found.append(Finding(f"{first.handle}/{second.handle}", label, len(lost), "cut off", (reason,), ONE_TIE))
        return found


def _lowest(bits: int, most: int) -> Iterable[int]:
    """The places of the lowest few bits that are set."""
    for _ in range(most):
        if not bits:
            return
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _missing(
    refs: Mapping[int, ActorRef],
    issues_of: Mapping[int, Collection[int]],
    sectors_of: Mapping[int, Collection[int]],
    terms: Sequence[Term],
    issues: Sequence[Term],
) -> list[Finding]:
    words = {t.id: t for t in terms}
    ways = {t.id: _up(words, t.id) for t in terms}
    on_issue: dict[int, set[int]] = {}
    for actor, own in issues_of.items():
        if actor in refs and refs[actor].kind != "person":
            for term in {above for own_issue in own for above in ways[own_issue]}:
                on_issue.setdefault(term, set()).add(actor)
    used: set[int] = {s for actor in refs for s in sectors_of.get(actor, ())}
    wanted = {t.id for t in issues}
    found: list[Finding] = []
    for term_id, who in on_issue.items():
        issue = words[term_id]
        if len(who) < FEWEST_ON_ISSUE or (wanted and wanted.isdisjoint(ways[term_id])):
            continue
        unit = "organizations work on it"
        levels = {refs[a].level for a in who}
        unknown = sum(1 for a in who if refs[a].level is None)
        missing = [name for name in LEVELS if name not in levels]
        no_level = missing and unknown < len(who)
        absent = sorted(used - {s for a in who for s in sectors_of.get(a, ())}, key=lambda s: words[s].slug)
        unsaid = sum(1 for a in who if not sectors_of.get(a))
        no_sector = absent and unsaid < len(who)
        evidence = (f"term:{term_id}", *_actors(*who)) if no_level or no_sector else ()
        if no_level:
            text = f"No {' or '.join(missing)} organization is recorded on it"
            text += f" (the level of {unknown} is not recorded)." if unknown else "."
            reason = Reason("missing-level", text, evidence)
            found.append(Finding(issue.slug, issue.name, len(who), unit, (reason,), NO_LEVEL))
        if no_sector:
            text = f"No organization of these sectors is recorded on it: {some([words[s].name for s in absent])}"
            text += f" (the sector of {unsaid} is not recorded)." if unsaid else "."
            reason = Reason("missing-sector", text, evidence)
            found.append(Finding(issue.slug, issue.name, len(who), unit, (reason,), NO_SECTOR))
    return found


def _up(words: Mapping[int, Term], term: int) -> list[int]:
    way: list[int] = []
    above: int | None = term
    while above is not None and above in words and above not in way:
        way.append(above)
        above = words[above].parent
    return way


def _actors(*ids: int) -> tuple[str, ...]:
    return tuple(f"actor:{i}" for i in sorted(ids))


def _ties(ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"tie:{i}" for i in sorted(ids))


def _next_steps(findings: Sequence[Finding], any_actor: bool, us: ActorRef | None) -> tuple[str, ...]:
    if not any_actor:
        return ("Fill the map: ngomap add NAME --issue ISSUE --place PLACE, or ngomap import FILE.csv",)
    first = {f.group: f for f in reversed(findings)}
    steps = []
    if NO_TIES in first and not (us and first[NO_TIES].subject == us.handle):
        steps.append(f"Who knows them? ngomap link {'us' if us else 'REF'} {first[NO_TIES].subject} --rung 1")
    elif NO_TIES in first:
        steps.append("Whom do you know? ngomap link us REF --rung 1")
    if ONE_ACTOR in first:
        steps.append(f"Find a second way around it: ngomap partners --for {first[ONE_ACTOR].subject}")
    if NO_LEVEL in first:
        steps.append(f"If you know one at that level: ngomap add NAME --issue {first[NO_LEVEL].subject} --level LEVEL")
    return tuple(steps)
