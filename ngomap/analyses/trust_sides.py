"""How far two actors trust each other, and what each is worth to the other: both sides, and the gap between them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import Final

from ngomap.model.actors import ActorRef
from ngomap.model.audience import allowed_fields
from ngomap.model.contacts import Trust
from ngomap.model.relationships import TRUST_ITEMS, VALUE_ITEMS
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.side_by_side import SideBySide
from ngomap.model.trust_scale import (
    HIGHEST,
    ITEMS,
    MEANING,
    TRUST_SCALE,
    VALUE_SCALE,
    item_name,
    scale_line,
    scale_word,
)  # fmt: skip

AVERAGE: Final = "on average"
GAP: Final = "where the two sides differ"
OUT_OF: Final = f"of {HIGHEST}"

Judgements = dict[str, list[Trust]]
"""By item: the entries that say something of it, the newest first."""


def find_trust_sides(
    a: ActorRef, b: ActorRef, trust: Iterable[Trust], on: str, us: ActorRef | None = None, audience: str = "secret"
) -> Report:
    """How far do A and B trust each other, what is each worth to the other, and how far do the two sides differ?

    Of each of the six items (three of trust, three of value, each 0 to 4) the newest figure up to the ISO day `on`
    counts, with its day; the entry before it says what changed. The mean of a side is that of its items that are known.
    The gap of an item is how far A's and B's figures are apart, where both are known, the widest first. Nothing is
    weighed. Where nothing is known the item says so, and no mean or gap is made up. To an `audience` outside nothing is
    shown at all, whatever the audience of an entry.

    Reference: "assess the trust and the value of each partner", NGO Handbook, chapter 6 (2012).

    >>> we, they = ActorRef(1, "we", "We", "ngo"), ActorRef(2, "they", "They", "ngo")
    >>> report = find_trust_sides(we, they, [
    ...     Trust(1, 1, 2, "2024-01-10", 1, None, None), Trust(2, 1, 2, "2024-03-01", 4, 3, None),
    ...     Trust(3, 2, 1, "2024-03-01", 2, None, None)], "2024-03-31", us=we)
    >>> [(f.label, f.value) for f in report.findings if f.group in (AVERAGE, GAP)]
    [('Our trust in They', 3.5), ('The trust of They in us', 2.0), ('reliability', 2)]
    >>> [r.text for r in report.findings[0].reasons]
    ['Always on 2024-03-01.', 'Was rarely on 2024-01-10.']
    """
    question = f"How far do {_both(a, b, us)} trust each other, and what is each worth to the other?"
    parameters: dict[str, object] = {"a": a.handle, "b": b.handle, "on": on}
    if not allowed_fields("trust", audience):
        why = f"What actors think of each other is for the keeper of the map: the audience {audience} is shown none of it."
        return SideBySide("trust", question, "Nothing is shown.", parameters, (), (why,))
    rows = [t for t in trust if (t.on_date or "") <= on]
    sides = [(a, b, _judgements(rows, a, b)), (b, a, _judgements(rows, b, a))]
    if not any(known for _, _, known in sides):
        findings: tuple[Finding, ...] = ()
        groups: tuple[str, ...] = ()
    else:
        groups = tuple(_view(who, whom, us) for who, whom, _ in sides)
        columns = [f for group, (_, _, known) in zip(groups, sides, strict=True) for f in _column(group, known)]
        means = [f for who, whom, known in sides for f in _means(who, whom, known, us)]
        findings = (*columns, *sorted(means, key=lambda f: f.subject.split("/")[0]), *_gaps(sides, us))
    caveats = ["Figures are judgements of people; no file for others holds them."] if findings else []
    if audience == "internal":
        caveats.append("What is above the audience internal was left out.")
    return SideBySide(
        name="trust",
        question=question,
        method=f"The newest judgement of each item up to {on}. Trust: {scale_line(TRUST_SCALE)}. "
        f"Value: {scale_line(VALUE_SCALE)}.",
        parameters=parameters,
        findings=findings,
        caveats=tuple(caveats),
        next=tuple(_next(sides, us)),
        columns=groups,
        counted=False,
        noted=("said", "before", "unknown"),
    )


def _judgements(rows: Iterable[Trust], who: ActorRef, whom: ActorRef) -> Judgements:
    mine = sorted((t for t in rows if (t.from_id, t.to_id) == (who.id, whom.id)), key=lambda t: t.on_date or "", reverse=True)
    found = {item: [t for t in mine if getattr(t, item) is not None] for item in ITEMS}
    return {item: entries for item, entries in found.items() if entries}


def _level(row: Trust, item: str) -> int:
    return int(getattr(row, item))


def _column(group: str, known: Judgements) -> list[Finding]:
    found = []
    for item in ITEMS:
        entries = known.get(item, [])
        if not entries:
            reasons: tuple[Reason, ...] = (Reason("unknown", "Not known."),)
            found.append(Finding(item, item_name(item), None, "", reasons, group))
            continue
        now = entries[0]
        reasons = (Reason("said", f"{scale_word(item, _level(now, item)).capitalize()}{_when(now)}.", (f"trust:{now.id}",)),)
        if len(entries) > 1:
            old = entries[1]
            same = _level(old, item) == _level(now, item)
            text = f"{'The same' if same else 'Was ' + scale_word(item, _level(old, item))}{_when(old)}."
            reasons += (Reason("before", text, (f"trust:{old.id}",)),)
        found.append(Finding(item, item_name(item), _level(now, item), OUT_OF, reasons, group))
    return found


def _when(row: Trust) -> str:
    return f" on {row.on_date}" if row.on_date else ", day not known"


def _means(who: ActorRef, whom: ActorRef, known: Judgements, us: ActorRef | None) -> list[Finding]:
    found = []
    for what, items in (("trust", TRUST_ITEMS), ("value", VALUE_ITEMS)):
        said = [(item, known[item][0]) for item in items if item in known]
        if said:
            mean = sum(_level(row, item) for item, row in said) / len(said)
            missing = [item_name(item) for item in items if item not in known]
            text = f"Without {' and '.join(missing)}, not known." if missing else ""
            evidence = tuple(dict.fromkeys(f"trust:{row.id}" for _, row in said))
            reasons = (Reason("incomplete", text, evidence),) if text else ()
            found.append(Finding(f"{what}/{who.handle}", _mean_label(what, who, whom, us), mean, OUT_OF, reasons, AVERAGE))
    return found


def _mean_label(what: str, who: ActorRef, whom: ActorRef, us: ActorRef | None) -> str:
    object_ = "us" if _is(whom, us) else whom.name
    if what == "value":
        return f"What {'we are' if _is(whom, us) else whom.name + ' is'} worth to {'us' if _is(who, us) else who.name}"
    return f"Our trust in {object_}" if _is(who, us) else f"The trust of {who.name} in {object_}"


def _gaps(sides: Sequence[tuple[ActorRef, ActorRef, Judgements]], us: ActorRef | None) -> list[Finding]:
    (a, _, ours), (b, _, theirs) = sides
    found = []
    for item in ITEMS:
        if item not in ours or item not in theirs:
            continue
        mine, yours = ours[item][0], theirs[item][0]
        gap = _level(mine, item) - _level(yours, item)
        if gap:
            higher, lower = (a, b) if gap > 0 else (b, a)
            text = f"{_subject(higher, us)} higher than {_object(lower, us)} ({MEANING[item]})."
            reason = Reason("gap", text, (f"trust:{mine.id}", f"trust:{yours.id}"))
            found.append(Finding(item, item_name(item), abs(gap), "apart", (reason,), GAP))
    return sorted(found, key=lambda f: (-(f.value or 0), ITEMS.index(f.subject)))


def _subject(who: ActorRef, us: ActorRef | None) -> str:
    return "We judge it" if _is(who, us) else f"{who.name} judges it"


def _object(who: ActorRef, us: ActorRef | None) -> str:
    return "we do" if _is(who, us) else f"{who.name} does"


def _view(who: ActorRef, whom: ActorRef, us: ActorRef | None) -> str:
    if _is(who, us):
        return f"our view of {whom.name}"
    return f"the view that {who.name} has of {'us' if _is(whom, us) else whom.name}"


def _both(a: ActorRef, b: ActorRef, us: ActorRef | None) -> str:
    if _is(a, us) or _is(b, us):
        return f"we and {(b if _is(a, us) else a).name}"
    return f"{a.name} and {b.name}"


def _is(who: ActorRef, us: ActorRef | None) -> bool:
    return us is not None and who.id == us.id


def _next(sides: Sequence[tuple[ActorRef, ActorRef, Judgements]], us: ActorRef | None) -> list[str]:
    steps = []
    for who, whom, known in sides:
        missing = [item for item in ITEMS if item not in known]
        if missing:
            ends = f"{'us' if _is(who, us) else shlex.quote(who.handle)} {'us' if _is(whom, us) else shlex.quote(whom.handle)}"
            whose = "what you think of them" if _is(who, us) else f"what {who.name} told or showed"
            words = " ".join(f"--{item.replace('_', '-')} 0-{HIGHEST}" for item in missing[:3])
            steps.append(f"Record {whose}: ngomap trust {ends} {words}")
    return steps
