"""The rows that `ngomap atlas` is made of, from a copy of the map that holds only what its readers may see."""

from __future__ import annotations

from dataclasses import replace

from ngomap.analyses.coverage_matrix import find_coverage_matrix
from ngomap.analyses.coverage_sums import MatrixAsked
from ngomap.analyses.freshness import freshness
from ngomap.analyses.situation import CoverageRows
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.coverage import Activity
from ngomap.model.coverage_matrix import CoverageMatrix
from ngomap.model.text import counted
from ngomap.model.words import Area
from ngomap.pictures.atlas_rows import Atlas, Findings
from ngomap.pictures.best_connected import best_connected, shown_of, tied_pairs
from ngomap.pictures.network_marks import drawn_ties
from ngomap.store.actors import matching_actors, matching_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import activities, need_figures, surveys
from ngomap.store.filters import Filters
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.ties import all_ties
from ngomap.store.whole import records, scope_for

MOST_ASKED = 5_000
"""Actors of a map of which the tables are asked, and of which all is looked at before some are shown."""
OF_THESE = "Coverage is that by those shown; gaps, overlap and allies would have to be about all, and are left out."
OF_ALL = "What is said of coverage, gaps, overlap and allies is about all of them."
MOST_ROWS = 40
MOST_COLUMNS = 14


def atlas_rows(
    seen: Map, chosen: frozenset[str] | None, audience: str, on: str, title: str, source: str,
    findings: tuple[Findings, ...], closed: bool, most: int, total: int = 0,
    gone: int = 0,
) -> Atlas:  # fmt: skip
    """The atlas of the actors with the chosen handles (None: all) in the copy `seen`, as things were on a day; those that
    have closed are left out unless they were asked for. Of more than `most`, the best connected are shown; what the
    coverage and the tables say is about all. `total`: from how many those with the handles were chosen, if they
    were, `gone`: how many had closed, or did not exist yet, before that.
    """
    now = today(seen)
    rows = {str(r["handle"]): r for r in records(seen, "actors", scope_for(seen, audience), {})}
    found, _ = matching_actors(seen, Filters())
    asked = [a for a in found if chosen is None or a.handle in chosen]
    there = [a for a in asked if there_on(None if closed else a.status, a.founded, on, now)]
    gone += len(asked) - len(there)
    refs = {a.id: a.ref for a in there}
    work = [v for v in activities(seen) if v.actor in refs]
    areas, terms = all_areas(seen), all_terms(seen)
    ours = us(seen)
    ours = ours if ours and ours.id in refs else None
    ties = [t for t in ties_on(all_ties(seen), on, now) if t.a in refs and t.b in refs]
    pairs = tied_pairs(drawn_ties(ties, on), refs)
    shown = set(best_connected({a.id: a.handle for a in there}, pairs, most, ours.id if ours else None))
    known = max(total, len(there))
    notes = [shown_of(len(shown), known, ours is not None and any(ours.id in pair for pair in pairs))] if known > len(shown) else []
    if total or notes:
        notes.append(OF_THESE if total else OF_ALL)
    if gone:
        notes.append(f"{counted(gone, 'actor')} that had closed, or did not exist yet, were left out.")
    own = [v for v in work if v.actor in shown]
    return Atlas(
        title=title,
        on=on,
        audience=audience,
        source=source,
        us=ours.id if ours else None,
        actors={a.id: rows[a.handle] for a in there if a.id in shown},
        areas=areas,
        terms=terms,
        ties=[t for t in ties if t.a in shown and t.b in shown],
        activities=own,
        standing={v.id: freshness(v, on)[0] for v in own},
        matrix=_matrix(seen, list(refs.values()), work, areas, on, {a.id: a.status for a in there}, chosen is None),
        findings=findings,
        notes=tuple(notes),
        total=known,
    )


def _matrix(
    seen: Map, actors: list[ActorRef], work: list[Activity], areas: list[Area], on: str,
    statuses: dict[int, str | None], whole: bool,
) -> CoverageMatrix:  # fmt: skip
    # Of some actors alone nobody can say that a place has nobody, so figures and surveys stay out.
    figures, looked = (need_figures(seen), surveys(seen)) if whole else ([], [])
    rows = CoverageRows(areas, all_terms(seen), figures, looked, actors=actors, activities=work, statuses=statuses)
    asked = MatrixAsked(on, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    matrix = find_coverage_matrix(rows, asked)
    level = _coarser(areas) if matrix.all_lines > MOST_ROWS else None
    if level is None:
        return matrix
    return find_coverage_matrix(rows, replace(asked, level=level))


def _coarser(areas: list[Area]) -> str | None:
    """The level of which there are most areas that still fit on a page."""
    counts: dict[str, int] = {}
    for area in areas:
        if area.level:
            counts[area.level] = counts.get(area.level, 0) + 1
    fitting = {level: n for level, n in counts.items() if 2 <= n <= MOST_ROWS}
    return max(fitting, key=lambda level: (fitting[level], level)) if fitting else None


def handles_meeting(map_: Map, seen: Map, filters: Filters, terms: list[tuple[str, str]], areas: list[str]) -> frozenset[str]:
    """The actors that meet every filter by what the readers may see of them: a withheld activity makes nobody match."""
    plain = {a.handle for a in matching_refs(map_, replace(filters, terms=(), areas=()))}
    term_ids = {(t.vocabulary, t.slug): t.id for t in all_terms(seen)}
    area_ids = {a.handle: a.id for a in all_areas(seen)}
    if any(t not in term_ids for t in terms) or any(a not in area_ids for a in areas):
        return frozenset()
    shown = Filters(terms=tuple(term_ids[t] for t in terms), areas=tuple(area_ids[a] for a in areas))
    return frozenset(plain & {a.handle for a in matching_refs(seen, shown)})

