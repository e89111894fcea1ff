"""From a copy of the map that holds only what the reader may see to the sections of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ngomap.analyses.by_area import by_area
from ngomap.analyses.coalition_readiness import find_readiness
from ngomap.analyses.commitment_telling import Watched
from ngomap.analyses.duplication_asked import Asked as AskedOverlap
from ngomap.analyses.freshness import days_after
from ngomap.analyses.gaps_asked import Asked as AskedGaps
from ngomap.analyses.ladder import find_ladder
from ngomap.analyses.ladder_evidence import Logbook
from ngomap.analyses.ladder_pairs import Relations
from ngomap.analyses.network import find_network
from ngomap.analyses.network_change import find_network_change
from ngomap.analyses.report_changes import Rows, Span, changes_section, in_short
from ngomap.analyses.report_state import (
    NO_TIES,
    OVERLAP_ALONE,
    duplication_section,
    gaps_section,
    map_section,
    network_section,
    without_codes,
)
from ngomap.analyses.report_summary import Overview, asked_for, summary_section
from ngomap.analyses.report_words import ROWS
from ngomap.analyses.report_work import (
    NOT_FOR_ALL,
    Alliance,
    coalitions_section,
    commitments_section,
    next_section,
    partnerships_section,
    public_partners,
)
from ngomap.analyses.today import find_today
from ngomap.cli import gaps_rows
from ngomap.cli.coalition_show import membership_ties, seen_row
from ngomap.cli.commitment_rows import watched_by
from ngomap.cli.duplication_rows import overlap
from ngomap.cli.map_rows import map_rows
from ngomap.cli.network_rows import NetworkRows, network_rows, rows_of
from ngomap.cli.today_rows import agenda
from ngomap.errors import InvalidValue
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import AUDIENCES, may_see
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.report_document import Block, Section
from ngomap.model.words import Area, Term
from ngomap.store.actors import all_refs, lists_of, matching_actors, some_refs
from ngomap.store.agreements import agreements, agreements_between, labour_between
from ngomap.store.areas import all_areas
from ngomap.store.areas import below as areas_below
from ngomap.store.coalitions import coalition_ids, coalitions_of
from ngomap.store.connection import Map
from ngomap.store.coverage import activities, surveys
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import freshness_months, seen_events, seen_parts
from ngomap.store.projects import projects
from ngomap.store.refs import actor_named
from ngomap.store.settings import setting, today, us
from ngomap.store.terms import all_terms
from ngomap.store.terms import below as terms_below
from ngomap.store.ties import all_ties, events

EVERYTHING = AUDIENCES[-1]
"""In the copy there is nothing that the reader may not see."""
LOOK_AHEAD = 14
INSIDE = "internal"
WITH_EVIDENCE = "internal"
"""Contacts show how far a partnership has come; whoever may not see them would be told that nothing happened."""
WITH_TIES = "partners"
"""Most ties are for partners; for others, who coordinates and who holds the network together would be told wrongly."""
Pictures = Mapping[str, Sequence[Block]]


@dataclass
class Asked:
    """What the report is to tell: the copy, the reader, the span, and what it is narrowed to."""

    copy: Map
    audience: str
    span: Span
    added: Sequence[str]
    issue: Term | None = None
    area: Area | None = None

    @property
    def on(self) -> str:
        """The day."""
        return self.span.on

    @cached_property
    def us(self) -> ActorRef | None:
        """Who keeps the map, if the reader may know."""
        return us(self.copy)

    @cached_property
    def filters(self) -> Filters:
        """What the actors were chosen by."""
        return Filters(terms=(self.issue.id,) if self.issue else (), areas=(self.area.id,) if self.area else ())

    @property
    def organizations(self) -> Filters:
        """The same, without people."""
        return replace(self.filters, people=False)

    @cached_property
    def chosen(self) -> dict[int, ActorRef]:
        """The actors that the filters leave, there on the day."""
        found, _ = matching_actors(self.copy, self.filters)
        now = today(self.copy)
        return {a.id: a.ref for a in found if there_on(a.status, a.founded, self.on, now)}

    @cached_property
    def network(self) -> NetworkRows:
        """The actors and ties of the network; none, and a note, if they are too many to be told of. The rest is told all
        the same.
        """
        try:
            return network_rows(self.copy, self.filters, EVERYTHING)
        except InvalidValue as error:
            return rows_of(self.copy, [], EVERYTHING, (f"left out. {error.message}",))

    @property
    def of_whom(self) -> list[str]:
        """Of a map too large for its ties to be told of as a whole, whom they are about."""
        return [f"Ties and circles: {note[:1].lower()}{note[1:]}" for note in self.network.notes]

    @cached_property
    def gaps(self) -> Report:
        """`ngomap gaps coverage`."""
        issues = (self.issue,) if self.issue else ()
        report = gaps_rows.coverage(self.copy, AskedGaps(self.on, self.us, issues, self.area))
        return without_codes(report, all_areas(self.copy))

    @cached_property
    def network_report(self) -> Report:
        """`ngomap network`."""
        rows = self.network
        return find_network(rows.there(self.on), rows.ties_then(self.on), rows.events, rows.issues_of, rows.terms, self.on, rows.us)

    @cached_property
    def duplication(self) -> Report:
        """`ngomap duplication`."""
        return overlap(self.copy, AskedOverlap(self.on, self.issue, self.area))

    @cached_property
    def promises(self) -> list[Watched]:
        """The promises that the report is about."""
        found = watched_by(self.copy, None, self.on, EVERYTHING)
        if self.issue:
            issues = terms_below(self.copy, self.issue.id)
            found = [w for w in found if w.commitment.issue in issues]
        if self.area:
            places = areas_below(self.copy, self.area.id)
            found = [w for w in found if w.commitment.area in places]
        return found

    @cached_property
    def changes(self) -> Rows:
        """What may have changed in the span."""
        return _changed(self)

    @cached_property
    def overview(self) -> Overview:
        """What the first page says."""
        organizations = sum(a.kind != "person" for a in self.chosen.values())
        parts = [f"issue {self.issue.name}"] if self.issue else []
        parts += [f"area {self.area.name}"] if self.area else []
        about = " ".join([*([f"Only what concerns: {', '.join(parts)}."] if parts else []), *self.of_whom])
        there = self.network.actors or not self.chosen
        ties = sum(t.open_on(self.on) for t in self.network.ties_then(self.on)) if there else None
        areas = areas_below(self.copy, self.area.id) if self.area else {a.id for a in all_areas(self.copy)}
        return Overview(
            setting(self.copy, "name") or "", self.on, self.us, organizations, len(self.chosen) - organizations, len(areas),
            ties, self.gaps, self.duplication,
            self.network_report, self.promises, about, in_short(self.changes, self.span),
            bool(ties) and may_see(WITH_TIES, self.audience),
        )  # fmt: skip


def sections(asked: Asked, only: Sequence[str], pictures: Pictures) -> tuple[Section, ...]:
    """The sections of these names."""
    return tuple(SECTION_OF[name](asked, pictures.get(name, ())) for name in only)


def _summary(asked: Asked, _: Sequence[Block]) -> Section:
    return summary_section(asked.overview)


def _changes(asked: Asked, _: Sequence[Block]) -> Section:
    return changes_section(asked.changes, asked.span, asked.of_whom)


def _changed(asked: Asked) -> Rows:
    copy, span = asked.copy, asked.span
    before = days_after(span.since, -1)
    rows = asked.network
    change = find_network_change(
        before, rows.there(before), rows.ties_then(before), span.on, rows.there(span.on), rows.ties_then(span.on), rows.us
    )
    refs = asked.chosen
    found, _ = matching_actors(copy, asked.filters)
    terms = terms_below(copy, asked.issue.id) if asked.issue else None
    areas = {a.id: a for a in all_areas(copy)}
    places = areas_below(copy, asked.area.id) if asked.area else areas.keys()
    named = (actor_named(copy, handle) for handle in asked.added)
    return Rows(
        refs,
        [a for a in named if a is not None and a.id in refs],
        [a.ref for a in found if a.id in refs and span.holds(a.verified_on)],
        change,
        ties_on(all_ties(copy), span.on, today(copy)),
        [e for e in events(copy) if not e.participants or any(p.id in refs for p in e.participants)],
        agreements(copy),
        [v for v in activities(copy, inferred=False) if (terms is None or v.term in terms) and v.area in places],
        [p for p in projects(copy, AUDIENCES) if not p.partners or any(x.actor in refs for x in p.partners)],
        [s for s in surveys(copy) if s.area in places and (terms is None or s.term is None or s.term in terms)],
        areas,
        asked.promises,
    )


def _map(asked: Asked, pictures: Sequence[Block]) -> Section:
    rows, _ = map_rows(asked.copy, asked.organizations, asked.on, asked.audience)
    organizations = [a.ref for a in rows.actors]
    areas, total = by_area(organizations, list(rows.areas.values()), rows.seat, rows.serves, rows.active, ROWS)
    counts = Counter(i for a in organizations for i in set(rows.issues.get(a.id, ())))
    issues = sorted(((rows.terms[i].name, n) for i, n in counts.items()), key=lambda row: (-row[1], row[0]))
    return map_section(organizations, areas, total, issues, pictures)


def _network(asked: Asked, pictures: Sequence[Block]) -> Section:
    rows = asked.network
    standing = [t for t in rows.ties_then(asked.on) if t.open_on(asked.on)]
    ends = {i for t in standing for i in (t.a, t.b)}
    return network_section(
        asked.network_report, len(ends), len(standing), pictures, may_see(WITH_TIES, asked.audience), asked.of_whom
    )


def _gaps(asked: Asked, pictures: Sequence[Block]) -> Section:
    return gaps_section(asked.gaps, pictures)


def _doubled(asked: Asked, _: Sequence[Block]) -> Section:
    if not may_see(WITH_TIES, asked.audience):
        return duplication_section(asked.duplication, OVERLAP_ALONE)
    return duplication_section(asked.duplication, "" if asked.overview.ties else NO_TIES)


def _partnerships(asked: Asked, pictures: Sequence[Block]) -> Section:
    copy = asked.copy
    about = asked.chosen
    ties: list[Tie] = [t for t in ties_on(all_ties(copy), asked.on, today(copy)) if t.a in about or t.b in about]
    refs, logged, parts = all_refs(copy), seen_events(copy, AUDIENCES), seen_parts(copy, AUDIENCES)
    months = freshness_months(copy)
    points = agreements(copy)
    relations = Relations(refs, ties, Logbook(logged, parts, points, asked.on), asked.us, months)
    if not may_see("partners", asked.audience):
        return public_partners(relations.our_pairs, asked.us, NOT_FOR_ALL)
    ladder = find_ladder(refs, ties, logged, asked.on, asked.us, parts, points, months, whole=False)
    return partnerships_section(relations.our_pairs, ladder, may_see(WITH_EVIDENCE, asked.audience), asked.us)


def _coalitions(asked: Asked, _: Sequence[Block]) -> Section:
    copy, on = asked.copy, asked.on
    ids = coalition_ids(copy, AUDIENCES)
    actors = {i: asked.chosen[i] for i in ids if i in asked.chosen}
    rows = {i: seen_row(copy, actor, on, EVERYTHING) for i, actor in actors.items()}
    targets = some_refs(copy, {r.target for r in coalitions_of(copy, ids, AUDIENCES).values() if r.target})
    terms = {t.id: t for t in all_terms(copy)}
    names = {t.slug: t.name for t in terms.values() if t.vocabulary == "issue"}
    lists = lists_of(copy, list(actors))
    ready = may_see("partners", asked.audience)
    logged = seen_events(copy, AUDIENCES) if ready else []
    found = []
    for id_, actor in sorted(actors.items(), key=lambda item: item[1].handle):
        row = rows[id_]
        ties = membership_ties(copy, [id_], on, EVERYTHING)
        members = some_refs(copy, {t.a for t in ties})
        readiness = find_readiness(
            actor, row, members, ties, agreements_between(copy, id_, None), labour_between(copy, id_, None), logged, on
        ) if ready else None  # fmt: skip
        own = [terms[row.issue].name] if row is not None and row.issue is not None else []
        issues = [*own, *(names[s] for s in lists[id_]["issues"] if names[s] not in own)]
        target = targets[row.target].name if row is not None and row.target in targets else ""
        who = sorted(members.values(), key=lambda a: a.handle)
        found.append(Alliance(actor, who, issues, (row.objective if row else None) or "", target, readiness))
    return coalitions_section(found, asked.us, may_see(INSIDE, asked.audience))


def _commitments(asked: Asked, _: Sequence[Block]) -> Section:
    names = {i: a.name for i, a in some_refs(asked.copy, {w.commitment.by for w in asked.promises}).items()}
    return commitments_section(asked.promises, names, asked.on)


def _next(asked: Asked, _: Sequence[Block]) -> Section:
    inside = may_see(INSIDE, asked.audience)
    page = find_today(agenda(asked.copy, asked.on, LOOK_AHEAD, EVERYTHING)) if inside else None
    return next_section(page, asked_for(asked.overview, inside))


SECTION_OF: dict[str, Callable[[Asked, Sequence[Block]], Section]] = {
    "summary": _summary, "changes": _changes, "map": _map, "network": _network, "gaps": _gaps, "duplication": _doubled,
    "partnerships": _partnerships, "coalitions": _coalitions, "commitments": _commitments, "next": _next,
}  # fmt: skip
