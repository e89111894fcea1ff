"""What is different in the network on two days?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.network_picture import Picture, take_picture
from ngomap.graph.strength import strength
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import TIE_TYPES, Tie, rung_name
from ngomap.model.report import Finding, Reason, Report

NUMBERS: Final = "in numbers"
CIRCLES: Final = "circles"
BROKERS: Final = "brokers"
JOINED: Final = "joined the network"
LEFT: Final = "left the network"
CAME: Final = "ties that came"
WENT: Final = "ties that went"
GROUPS: Final = (NUMBERS, CIRCLES, BROKERS, JOINED, LEFT, CAME, WENT)
HALF: Final = 0.5
"""Where at least half of a circle went together, it went there."""
LEAST_COMMON: Final = 2
NAMED: Final = 4

Key = tuple[str, int, int]
"""A tie by what it is and whom it joins: recorded anew it is still the same."""


def find_network_change(
    earlier: str,
    actors_then: Sequence[ActorRef],
    ties_then: Sequence[Tie],
    later: str,
    actors_now: Sequence[ActorRef],
    ties_now: Sequence[Tie],
    us: ActorRef | None = None,
    asked: Mapping[str, object] | None = None,
) -> Report:
    """What is different in the network on two ISO days?

    Each day has its picture (`take_picture`) of the actors and ties given for it. Told apart: *in numbers* (value: how
    many more, or fewer); *circles* that merged (half or more of two, and two members at least, are now in one), split
    (half or more of two are of one), are new or are gone (value: actors); *brokers* that became so or are no longer
    (value: how many more pairs they join); *joined* and *left*, actors that have ties on one of the two days only
    (value: their ties on it); and ties that *came* and *went*, ours first, then the strongest (value: their strength,
    0 to 1). A tie is the same if its type and its ends are, whether or not it was recorded anew.

    Two empty days differ in nothing. Isolated actors are in no circle and join nothing; components are compared like
    all else. The order and ids of the rows play no part.

    >>> a, b, c = (ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("abc", 1))
    >>> one, two = Tie(1, "knows", 1, 2, "active"), Tie(2, "knows", 2, 3, "active")
    >>> report = find_network_change("2024-01-01", [a, b, c], [one], "2024-12-31", [a, b, c], [one, two])
    >>> for f in report.findings: print(f.group, "|", f.label, f.value)
    in numbers | Ties: 1, then 2 1
    in numbers | Actors with ties: 2, then 3 1
    brokers | B became a broker 1.0
    joined the network | C 1
    ties that came | B knows C 0.3

    Palla, G., Barabási, A.-L., Vicsek, T. (2007). Quantifying social group evolution. Nature 446 (the events of groups).
    """
    then, now = take_picture(actors_then, ties_then, earlier), take_picture(actors_now, ties_now, later)
    change = _Change(then, now, us.id if us else None)
    findings = [
        *change.numbers(), *change.circles(), *change.brokers(), *change.actors(now, then, JOINED),
        *change.actors(then, now, LEFT), *change.ties(now, then, CAME), *change.ties(then, now, WENT),
    ]  # fmt: skip
    return Report(
        name="network",
        question=f"What is different in the network on {later}, compared with {earlier}?",
        method="The network is drawn as it stood on each of the two days. Two circles merged if half or more of each "
        "is in one now; one split if half or more of two circles come from it.",
        parameters={"on": later, "compared_with": earlier, **(asked or {})},
        findings=tuple(findings),
        caveats=tuple(_caveats(now, then, findings)),
        next=tuple(_next_steps(findings, now, earlier, later, us)),
    )


class _Change:
    """The differences of two pictures, as findings."""

    def __init__(self, then: Picture, now: Picture, us: int | None) -> None:
        self.then = then
        self.now = now
        self.us = us

    def numbers(self) -> Iterable[Finding]:
        """How many of what there are."""
        counted: dict[str, Callable[[Picture], int]] = {
            "Ties": lambda p: len(p.ties), "Actors with ties": lambda p: len(p.tied),
            "Circles of three or more": lambda p: sum(1 for c in p.communities if len(c) > 2),
            "Brokers": lambda p: len(p.brokers), "Actors in the core": lambda p: len(p.core),
        }  # fmt: skip
        for name, number in counted.items():
            before, after = number(self.then), number(self.now)
            if name in ("Ties", "Actors with ties") and before != after:
                reason = Reason("number", f"{abs(after - before)} {'more' if after > before else 'fewer'}.", ())
                label = f"{name}: {before}, then {after}"
                yield Finding(name.casefold().replace(" ", "-"), label, after - before, "", (reason,), NUMBERS)

    def circles(self) -> list[Finding]:
        """Communities that merged, split, are new or are gone."""
        before, after = self.then.communities, self.now.communities
        went_to, came_from = _moved(before, after), _moved(after, before)
        found = []
        for place, members in enumerate(after):
            sources = [i for i in range(len(before)) if went_to.get(i) == place]
            if len(sources) > 1:
                text = f"The circles around {some([self.then.around(i) for i in sources])} are now one."
                ids = {n for i in sources for n in before[i]} & set(members)
                found.append(self._circle(self.now, place, "merged", "merged", text, ids))
            elif not sources and place not in came_from and len(members) > LEAST_COMMON:
                text = f"{some(self.now.names(members), NAMED)} were in no circle together before."
                found.append(self._circle(self.now, place, "new", "is new", text, set(members)))
        for place, members in enumerate(before):
            parts = [i for i in range(len(after)) if came_from.get(i) == place]
            if len(parts) > 1:
                text = f"It is now apart: the circles around {some([self.now.around(i) for i in parts])}."
                ids = {n for i in parts for n in after[i]} & set(members)
                found.append(self._circle(self.then, place, "split", "split", text, ids))
            elif not parts and place not in went_to and len(members) > LEAST_COMMON:
                text = f"{some(self.then.names(members), NAMED)} are in no circle together any more."
                found.append(self._circle(self.then, place, "gone", "is gone", text, set(members)))
        return sorted(found, key=lambda f: (-(f.value or 0), f.subject, f.reasons[0].code))

    def _circle(self, picture: Picture, place: int, code: str, what: str, text: str, ids: Iterable[int]) -> Finding:
        ref = picture.refs[picture.communities[place][0]]
        evidence = tuple(f"actor:{n}" for n in sorted(ids))
        label = f"The circle around {ref.name} {what}"
        value = len(picture.communities[place])
        return Finding(ref.handle, label, value, "actors", (Reason(code, text, evidence),), CIRCLES)

    def brokers(self) -> list[Finding]:
        """Who became a broker, and who is none any more."""
        found = []
        for actor in set(self.now.brokers) ^ set(self.then.brokers):
            became = actor in self.now.brokers
            refs = self.now.refs if actor in self.now.refs else self.then.refs
            before, after = self.then.joined.get(actor, 0.0), self.now.joined.get(actor, 0.0)
            text = f"It joined {before:.0f} pairs of others on the earlier day, and {after:.0f} on the later."
            picture = self.now if became else self.then
            ties = picture.ties_between([actor], picture.graph.adj[actor])
            reason = Reason("broker", text, (f"actor:{actor}", *(f"tie:{t}" for t in ties)))
            label = f"{refs[actor].name} {'became a broker' if became else 'is no broker any more'}"
            found.append(Finding(refs[actor].handle, label, after - before, "pairs of others", (reason,), BROKERS))
        return sorted(found, key=lambda f: (-abs(f.value or 0), f.subject))

    def actors(self, here: Picture, there: Picture, group: str) -> list[Finding]:
        """Those who have ties in the one picture, and none in the other."""
        found = []
        for actor in set(here.tied) - set(there.tied):
            others = sorted(here.graph.adj[actor], key=lambda n: here.refs[n].handle)
            ties = here.ties_between([actor], others)
            verb = "Tied to" if group == JOINED else "It was tied to"
            text = f"{verb} {some([here.refs[n].name for n in others])}."
            reason = Reason("ties", text, (f"actor:{actor}", *(f"tie:{t}" for t in ties)))
            ref = here.refs[actor]
            unit = "contact" if len(others) == 1 else "contacts"
            found.append(Finding(ref.handle, ref.name, len(others), unit, (reason,), group))
        return sorted(found, key=lambda f: (-(f.value or 0), f.subject))

    def ties(self, here: Picture, there: Picture, group: str) -> list[Finding]:
        """Ties that stand in the one picture, and not in the other."""
        known = set(_by_key(there))
        found = []
        for key, tie in _by_key(here).items():
            if key in known:
                continue
            a, b = self._ends(tie, here)
            ours = self.us in (tie.a, tie.b)
            label = f"{a.name} {TIE_TYPES[tie.type].forward} {b.name}"
            facts = [rung_name(tie.rung)] if tie.rung is not None else []
            facts += [f"since {tie.since}"] if tie.since else []
            facts += [f"until {tie.until}"] if tie.until else []
            text = f"{', '.join(facts).capitalize()}." if facts else "The map does not say when it ended."
            reason = Reason("tie", text, (f"tie:{tie.id}",))
            finding = Finding(f"{a.handle}/{b.handle}/{tie.type}", label, strength(tie), "strength", (reason,), group)
            found.append((not ours, -strength(tie), finding.subject, finding))
        return [finding for *_, finding in sorted(found, key=lambda row: row[:3])]

    def _ends(self, tie: Tie, picture: Picture) -> tuple[ActorRef, ActorRef]:
        ends = picture.refs[tie.a], picture.refs[tie.b]
        if not TIE_TYPES[tie.type].mutual:
            return ends
        first, second = sorted(ends, key=lambda a: (a.id != self.us, a.handle))
        return first, second


def _moved(parts: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> dict[int, int]:
    """For each part the other part in which half or more of it (two members at least) is, by their places."""
    home = {n: i for i, part in enumerate(others) for n in part}
    found = {}
    for place, members in enumerate(parts):
        counts: dict[int, int] = {}
        for n in members:
            if n in home:
                counts[home[n]] = counts.get(home[n], 0) + 1
        best = min(counts, key=lambda i: (-counts[i], i), default=None)
        if best is not None and counts[best] >= LEAST_COMMON and counts[best] >= HALF * len(members):
            found[place] = best
    return found


def _by_key(picture: Picture) -> dict[Key, Tie]:
    found: dict[Key, Tie] = {}
    for tie in sorted(picture.ties.values(), key=lambda t: (t.since or "", t.title or "", t.until or "", strength(t), t.id)):
        ends = sorted((tie.a, tie.b)) if TIE_TYPES[tie.type].mutual else [tie.a, tie.b]
        found[tie.type, ends[0], ends[1]] = tie
    return found


def _caveats(now: Picture, then: Picture, findings: Sequence[Finding]) -> Iterable[str]:
    undated = sum(1 for t in now.ties.values() if t.since is None)
    if undated:
        yield f"Of {len(now.ties)} ties {undated} do not say since when: these count on both days."
    if any(f.group == CIRCLES for f in findings):
        yield "Circles are drawn by a rule: one tie more or less can move somebody from one to the next."
    if now.sampled or then.sampled:
        yield "The map is large, so the pairs that brokers join are estimates from a sample, always the same."


def _next_steps(
    findings: Sequence[Finding], now: Picture, earlier: str, later: str, us: ActorRef | None
) -> Iterable[str]:
    if not now.refs:
        yield "Fill the map: ngomap add NAME --issue ISSUE --place PLACE, or ngomap import FILE.csv"
        return
    lost = next((f for f in findings if f.group == WENT and us and f.subject.startswith(f"{us.handle}/")), None)
    if lost:
        yield f"A tie of ours that went; is it worth a call? ngomap show {lost.subject.split('/')[1]}"
    new = next((f for f in findings if f.group == JOINED), None)
    if new:
        yield f"Who is new: ngomap show {new.subject}"
    yield f"The whole of one day: ngomap network --as-of {earlier}, or ngomap network --as-of {later}"
