"""Who joins whom in the network, which circles does it fall into, and who needs a backup?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ngomap.analyses.describing import count, percent, some
from ngomap.analyses.network_backup import CONTACTS, HINGES, find_backups
from ngomap.analyses.network_picture import Picture, take_picture
from ngomap.graph.brokers import constraints, effective_size
from ngomap.model.actors import LEVELS, ActorRef
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.words import Term

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

BROKERS: Final = "brokers: they join others"
CIRCLES: Final = "circles: tied among themselves more than to others"
CORE: Final = "the core and the edge"
GROUPS: Final = (BROKERS, CIRCLES, CORE, HINGES, CONTACTS)
NAMED: Final = 4
LEAST_CORE: Final = 2
"""Ties within: that everybody has one with somebody makes no core."""
SMALLEST: Final = 0.01
OWN_MAP: Final = (
    "You know your own ties best, so you and your contacts stand in the middle of this map more than in the world."
)


def find_network(
    actors: Sequence[ActorRef],
    ties: Sequence[Tie],
    events: Sequence[Event],
    issues_of: Mapping[int, Collection[int]],
    terms: Sequence[Term],
    on: str,
    us: ActorRef | None = None,
    asked: Mapping[str, object] | None = None,
    large: SparseGraph | None = None,
    limit: int = 0,
) -> Report:
    """Who joins whom in the network, which circles does it fall into, and who needs a backup?

    On the ISO day `on`, in groups that are not ranked against each other:

    - *brokers*: actors that lie on the shortest ways between at least twice as many pairs of others as actors with ties
      do on average (value: pairs; each of several equally short ways counts for its share). Said with it: Burt's
      effective size (contacts less how many of the others each knows on average) and his constraint (1: one circle is
      all it has), for which ties weigh by their strength; and the circles it is tied to outside its own;
    - *circles*: communities by the Louvain method on strengths, named by their best connected member (value: actors);
      their work and levels are those recorded of the organizations in them;
    - *the core and the edge*: the innermost k-core (of k = 2 or more), those with a single contact, those with none
      (value: actors);
    - *who needs a backup*: see `find_backups`.

    Above 1,000 actors the pairs are estimated from a sample drawn with a fixed seed, and the answer says so. An empty
    map has no findings; a single actor, or several isolated ones, is one finding of the edge; separate components have
    circles, brokers and cuts of their own. Rows in another order, or with other ids, give the same answer. `asked` is
    what the actors were chosen by, for the answer's parameters. Of a `large` map the graph comes instead of the ties.
    With a `limit` only so many brokers and circles are told of, all being counted.

    >>> people = [ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("abcd", 1)]
    >>> report = find_network(people, [Tie(n, "knows", 1, n, "active") for n in (2, 3)], [], {}, [], "2024-03-31")
    >>> for f in report.findings: print(f.group.split(":")[0], "|", f.label, f.value, f.unit)
    brokers | A 1.0 pairs of others
    circles | Around A 3 actors
    the core and the edge | By a single contact 2 actors
    the core and the edge | Without any tie 1 actor
    who needs a backup | A 1 cut off

    Burt, R. (1992). Structural Holes. Freeman, L. (1977), Blondel et al. (2008), Seidman, S. (1983): see `ngomap.graph`.
    """
    picture = take_picture(actors, ties, on, large)
    telling = _Telling(picture, us, issues_of, {t.id: t for t in terms})
    told = [*telling.brokers(limit), *telling.circles(limit), *telling.core()]
    findings = [*told, *find_backups(picture, events, on, us)]
    report = Report(
        name="network",
        question="Who joins whom, which circles are there, and who needs a backup?",
        method="Ties that stood on the day join actors. A broker lies on the shortest way between at least twice as "
        "many pairs of others as is usual; its constraint is 1 if all its contacts are one circle. A circle has its "
        "strongest ties within.",
        parameters={"on": on, **(asked or {})},
        findings=tuple(findings),
        caveats=tuple(_caveats(picture, us)),
        next=tuple(_next_steps(picture, findings, us)),
    )
    if not limit:
        return report
    counts = report.counts | {BROKERS: len(picture.brokers), CIRCLES: len(picture.communities)}
    return replace(report, totals={group: n for group, n in counts.items() if n}).limited(limit)


class _Telling:
    """What the picture shows, as findings."""

    def __init__(
        self, picture: Picture, us: ActorRef | None, issues_of: Mapping[int, Collection[int]], words: dict[int, Term]
    ) -> None:
        self.picture = picture
        self.us = us.id if us else None
        self.issues_of = issues_of
        self.words = words

    def brokers(self, limit: int) -> Iterable[Finding]:
        """Those who join most pairs."""
        picture, graph = self.picture, self.picture.graph
        brokers = picture.brokers[: limit or None]
        hemmed_in = constraints(graph, brokers)
        pairs = _pairs(picture)
        for actor in brokers:
            others = pairs[actor]
            ties = _ids("tie", picture.ties_between([actor], graph.adj[actor]))
            share = percent(min(1.0, picture.joined[actor] / others))
            text = f"{share} of the shortest ways between others lead by it."
            reasons = [Reason("between", text, (f"actor:{actor}", *ties))]
            size, hemmed = effective_size(graph, actor), hemmed_in[actor]
            text = (
                f"Its {count(graph.degree[actor], 'contact')} come to {_short(size)} separate circles "
                f"(constraint {_short(hemmed or 0.0)} of 1)."
            )
            reasons.append(Reason("circles", text, ties))
            outside = sorted({picture.home[n] for n in graph.adj[actor]} - {picture.home[actor]})
            if outside:
                text = f"It joins the circle around {picture.around(picture.home[actor])} to "
                text += f"the {'one' if len(outside) == 1 else 'ones'} around {some([picture.around(i) for i in outside])}."
                ends = [n for n in graph.adj[actor] if picture.home[n] in outside]
                reasons.append(Reason("joins", text, _ids("tie", picture.ties_between([actor], ends))))
            ref = picture.refs[actor]
            value = picture.joined[actor]
            yield Finding(ref.handle, self._name(actor), value, "pairs of others", tuple(reasons), BROKERS)

    def circles(self, limit: int) -> Iterable[Finding]:
        """The communities."""
        picture = self.picture
        for place, members in enumerate(picture.communities[: limit or None]):
            evidence = (*_ids("actor", members), *_ids("tie", picture.ties_between(members, members)))
            first, *rest = members
            named = some([picture.refs[n].name for n in rest], NAMED)
            with_us = " We are in it." if self.us in members else ""
            reasons = [Reason("members", f"{picture.refs[first].name} with {named}.{with_us}", evidence)]
            reasons += self._work(members)
            label = f"Around {picture.around(place)}"
            value, ref = len(members), picture.refs[first]
            yield Finding(ref.handle, label, value, "actors", tuple(reasons), CIRCLES)

    def _work(self, members: Sequence[int]) -> list[Reason]:
        organizations = [n for n in members if self.picture.refs[n].kind != "person"]
        issues = Counter(i for n in organizations for i in set(self.issues_of.get(n, ())))
        top = sorted(issues, key=lambda i: (-issues[i], self.words[i].slug))[:3]
        levels = Counter(self.picture.refs[n].level for n in organizations)
        levels_said = [f"{levels[name]} {name}" for name in LEVELS if levels[name]]
        parts = [f"Works mostly on {some([f'{self.words[i].name} ({issues[i]})' for i in top])}"] if top else []
        parts += [f"{'levels' if parts else 'Levels'}: {', '.join(levels_said)}"] if levels_said else []
        if not parts:
            return []
        evidence = (*_ids("actor", organizations), *_ids("term", top))
        return [Reason("work", "; ".join(parts) + ".", evidence)]

    def core(self) -> Iterable[Finding]:
        """The core, those at the edge, and those outside."""
        picture, graph = self.picture, self.picture.graph
        if picture.core_ties >= LEAST_CORE:
            inside = sorted(picture.core, key=lambda n: (-graph.degree[n], picture.refs[n].handle))
            text = f"Each is tied to {picture.core_ties} or more of the others: "
            text += some([picture.refs[n].name for n in inside], NAMED) + "."
            if self.us in graph:
                text += " We are one of them." if self.us in inside else " We are not one of them."
            evidence = (*_ids("actor", inside), *_ids("tie", picture.ties_between(inside, inside)))
            yield Finding("core", "The core", len(inside), "actors", (Reason("core", text, evidence),), CORE)
        for contacts, subject, label in ((1, "edge", "By a single contact"), (0, "isolated", "Without any tie")):
            there = [n for n in graph if graph.degree[n] == contacts]
            if there:
                reason = Reason(subject, f"{some(picture.names(there), NAMED)}.", _ids("actor", there))
                yield Finding(subject, label, len(there), "actor" if len(there) == 1 else "actors", (reason,), CORE)

    def _name(self, actor: int) -> str:
        return f"{self.picture.refs[actor].name}{' (us)' if actor == self.us else ''}"


def _pairs(picture: Picture) -> dict[int, int]:
    """For each actor with ties, how many pairs of others in its component there are."""
    found: dict[int, int] = {}
    for part in picture.components():
        for actor in part:
            found[actor] = (len(part) - 1) * (len(part) - 2) // 2
    return found


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") if number >= SMALLEST else "under 0.01"


def _ids(kind: str, ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{kind}:{i}" for i in sorted(ids))


def _caveats(picture: Picture, us: ActorRef | None) -> Iterable[str]:
    if picture.refs and not picture.graph.number_of_edges():
        yield "No ties are recorded that stood on that day: this says what was entered, not who knows whom."
        return
    if picture.sampled:
        yield (
            f"There are {len(picture.refs)} actors, so the pairs are an estimate from the ways that begin at "
            f"{picture.sampled} of them, always the same."
        )
    if us and us.id in picture.graph and picture.graph.degree[us.id]:
        yield OWN_MAP


def _next_steps(picture: Picture, findings: Sequence[Finding], us: ActorRef | None) -> Iterable[str]:
    if not picture.refs:
        yield "Fill the map: ngomap add NAME --issue ISSUE --place PLACE, or ngomap import FILE.csv"
        return
    if not picture.graph.number_of_edges():
        yield "Say who knows whom: ngomap link us REF --rung 1, or ngomap import TIES.csv"
        return
    first: dict[str, list[str]] = {}
    for f in findings:
        first.setdefault(f.group, []).append(f.subject)
    hinge = next((s for s in first.get(HINGES, ()) if us is None or s != us.handle), None)
    if hinge:
        yield f"A second way around it: ngomap partners --for {hinge}; what would break: ngomap whatif --without {hinge}"
    if CONTACTS in first:
        yield f"Get to know a second person there: ngomap person add NAME --org {first[CONTACTS][0]}"
    ours = None if us is None else picture.home.get(us.id)
    far = next((part for i, part in enumerate(picture.communities) if ours is not None and i != ours), None)
    if far and us and not (set(far) & set(picture.graph.adj[us.id])):
        yield f"A circle we have no tie to: ngomap link us {picture.refs[far[0]].handle} --status wanted --wanted 1"
