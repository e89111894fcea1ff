"""What changed from one day to another, for the pages of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.agreements import point_name
from ngomap.analyses.commitment_telling import FINDING_WORDS, Watched
from ngomap.analyses.describing import some
from ngomap.analyses.network_change import CAME, WENT
from ngomap.analyses.report_words import day_words, group_of, number
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity, Survey
from ngomap.model.relationships import RUNGS, Tie
from ngomap.model.report import Report
from ngomap.model.report_document import More, Paragraph, Section, Table
from ngomap.model.together import Project
from ngomap.model.words import Area

NAMED: Final = 4
FEW_TIES: Final = 3
DAYS_WITHOUT_REPORT: Final = 90
"""How far the first report for an audience looks back."""


@dataclass(frozen=True, slots=True)
class Span:
    """From which day to which, both included; `first` if no earlier report for the audience is known."""

    since: str
    on: str
    first: bool = False

    def holds(self, day: str | None) -> bool:
        """Whether a (possibly partial) day certainly lies in it."""
        return day is not None and len(day) >= len("2026-01") and self.since[: len(day)] <= day <= self.on[: len(day)]

    @property
    def words(self) -> str:
        """The span as people write it."""
        return f"From {day_words(self.since)} to {day_words(self.on)}"


@dataclass(frozen=True, slots=True)
class Rows:
    """What may have changed, as far as the reader may see it, for the actors the report is about (`refs`)."""

    refs: Mapping[int, ActorRef]
    added: Sequence[ActorRef]
    checked: Sequence[ActorRef]
    network: Report
    ties: Sequence[Tie]
    events: Sequence[Event]
    agreements: Sequence[Agreement]
    activities: Sequence[Activity]
    projects: Sequence[Project]
    surveys: Sequence[Survey]
    areas: Mapping[int, Area]
    promises: Sequence[Watched]


def changes_section(rows: Rows, span: Span, of_whom: Sequence[str] = ()) -> Section:
    """What changed in the span: who came into the map or was checked, ties that came and went (those of
    `find_network_change`), rungs reached, contacts, what was agreed, work and projects begun or over, places looked at, and
    what government promised and was found to keep. Each is a count with the first few by name; what has no day, or only a
    year, cannot be told. `of_whom` says of a large map whose ties were compared.

    >>> a = ActorRef(1, "a", "A", "ngo")
    >>> still = Report("network", "", "", {}, ())
    >>> rows = Rows({1: a}, [a], [], still, [], [], [], [], [], [], {}, [])
    >>> changes_section(rows, Span("2026-01-01", "2026-03-31")).blocks[1].rows
    (('Came into the map', '1', 'A'),)
    """
    told = [row for row in _told(rows, span) if row[1]]
    text = in_short(rows, span)
    if span.first:
        text += f" No earlier report for these readers is known, so this covers the last {DAYS_WITHOUT_REPORT} days."
    more = More("What has no date cannot be told here.", f"ngomap history --since {span.since}")
    table = Table("In numbers", ("What", "How many", "Which"), tuple((w, number(n), x) for w, n, x in told), (1,), (4, 2, 8))
    return Section("changes", (Paragraph(text), *map(Paragraph, of_whom), *([table] if told else []), more))


def in_short(rows: Rows, span: Span) -> str:
    """The same in a sentence."""
    told = [row for row in _told(rows, span) if row[1]]
    numbers = {what: n for what, n, _ in told}
    nouns = {
        "Came into the map": ("new entry", "new entries"), "New ties": ("new tie", "new ties"),
        "Contacts held": ("contact", "contacts"), "Agreed with partners": ("point agreed", "points agreed"),
        "Promised by government": ("new promise", "new promises"), "Promises observed": ("promise looked at", "promises looked at"),
        "Places looked at": ("place looked at", "places looked at"),
    }  # fmt: skip
    parts = [f"{number(numbers[w])} {one if numbers[w] == 1 else many}" for w, (one, many) in nouns.items() if w in numbers]
    if not told:
        return f"{span.words}: nothing dated is recorded."
    return f"{span.words}: {some(parts, 5)}." if parts else f"{span.words}."


def _told(rows: Rows, span: Span) -> Iterable[tuple[str, int, str]]:
    yield "Came into the map", len(rows.added), some([a.name for a in rows.added], NAMED)
    yield "Checked and up to date", len(rows.checked), some([a.name for a in rows.checked], NAMED)
    for group, what in ((CAME, "New ties"), (WENT, "Ties that ended")):
        found = group_of(rows.network, group)
        yield what, len(found), some([f.label for f in found], FEW_TIES)
    climbed = sorted((_climb(t, rows.refs) for t in rows.ties if _climbed(t, rows.refs, span)), key=str.casefold)
    yield "Partnerships that took a step", len(climbed), some(climbed, FEW_TIES)
    held = [e for e in rows.events if span.holds(e.on_date)]
    yield "Contacts held", len(held), _by_kind(held)
    agreed = [g for g in rows.agreements if g.state == "agreed" and span.holds(g.on_date) and g.a in rows.refs]
    yield "Agreed with partners", len(agreed), some(list(dict.fromkeys(_point(g, rows.refs) for g in agreed)), NAMED)
    yield from _work(rows, span)
    looked = {s.area for s in rows.surveys if span.holds(s.on_date)} & rows.areas.keys()
    yield "Places looked at", len(looked), some(_names(rows.areas[i] for i in looked), NAMED)
    made = [w for w in rows.promises if span.holds(w.commitment.on_date)]
    yield "Promised by government", len(made), _several([w.commitment.what.rstrip(".") for w in made])
    seen = [(w, [o for o in w.observations if span.holds(o.on_date)]) for w in rows.promises]
    last = [f"{w.commitment.what.rstrip('.')}: {FINDING_WORDS[found[-1].finding]}" for w, found in seen if found]
    yield "Promises observed", len(last), _several(last)


def _several(sentences: Sequence[str]) -> str:
    """A few sentences, apart from each other by more than a comma."""
    more = len(sentences) - FEW_TIES
    return "; ".join([*sentences[:FEW_TIES], *([f"{more} more"] if more > 0 else [])])


def _work(rows: Rows, span: Span) -> Iterable[tuple[str, int, str]]:
    begun = [v for v in rows.activities if span.holds(v.since) and v.actor in rows.refs]
    over = [v for v in rows.activities if span.holds(v.until) and v.actor in rows.refs]
    for what, found in (("Work begun", begun), ("Work that ended", over)):
        who = _names({rows.refs[v.actor] for v in found})
        yield what, len(found), f"by {some(who, NAMED)}" if found else ""
    for what, projects in (
        ("Joint projects begun", [p for p in rows.projects if span.holds(p.since) and p.status in ("running", "closed")]),
        ("Joint projects that ended", [p for p in rows.projects if span.holds(p.until) and p.status in ("running", "closed")]),
    ):
        yield what, len(projects), some([p.name for p in projects], NAMED)


def _names(found: Iterable[ActorRef | Area]) -> list[str]:
    return [x.name for x in sorted(found, key=lambda x: x.handle)]


def _climbed(tie: Tie, refs: Collection[int], span: Span) -> bool:
    known = tie.a in refs and tie.b in refs and tie.rung is not None
    return known and span.holds(tie.rung_since) and tie.rung_since != tie.since and tie.open_on(span.on)


def _climb(tie: Tie, refs: Mapping[int, ActorRef]) -> str:
    one, other = sorted((refs[tie.a], refs[tie.b]), key=lambda a: a.handle)
    return f"{one.name} and {other.name}: {RUNGS[tie.rung or 0]}"


def _by_kind(events: Sequence[Event]) -> str:
    kinds = Counter(e.kind for e in events)
    words = {k: "other contact" if k == "other" else k.replace("-", " ") for k in kinds}
    return some([f"{words[k]} ({n})" for k, n in sorted(kinds.items(), key=lambda x: (-x[1], x[0]))], NAMED)


def _point(agreement: Agreement, refs: Mapping[int, ActorRef]) -> str:
    ends = [refs[i].name for i in (agreement.a, agreement.b) if i is not None and i in refs]
    return f"{point_name(agreement.point)} ({' and '.join(ends)})"

