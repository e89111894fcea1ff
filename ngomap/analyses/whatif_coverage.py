"""Where would nobody be left, or one alone?"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from ngomap.analyses.cells import EVERYONE, Cells, Key, frame, places_beside, sort_in
from ngomap.analyses.coverage_words import thousands
from ngomap.analyses.describing import some
from ngomap.analyses.presence import Presence, Presences
from ngomap.analyses.situation import Situation
from ngomap.analyses.whatif_rows import Loss, evidence
from ngomap.model.report import Finding, Reason

NOBODY_LEFT: Final = "nobody would be left there"
ONE_LEFT: Final = "one alone would be left there"


def lost_coverage(loss: Loss) -> list[Finding]:
    """The cells of the coverage table (see `find_coverage_gaps`) that the loss empties, or leaves to one organization.

    Only who is present counts, recorded or inferred; work that is planned or over fills no place. Cells are put
    together by what is done and for whom: one finding has all its places (value: places, the most first). What is said
    of a wider issue, or of everybody, is not said again of a narrower one or of a population.
    """
    rows = loss.rows
    situation = Situation(rows.areas, rows.terms, rows.figures, rows.surveys)
    cells = frame(situation, rows.worked, rows.on)
    theirs_only = {(v.term, v.area) for v in rows.activities if v.actor in loss.gone}
    beside = places_beside(cells.words, cells.areas, {(v.term, v.area) for v in rows.activities}, theirs_only)
    sort_in(cells, (v for v in rows.activities if (v.term, v.area) in beside))
    presences = Presences(cells, rows.statuses, rows.on)
    found: dict[Key, tuple[str, Presence]] = {}
    # Where none of them is, nothing is lost.
    theirs = {key[:2] for key, there in cells.here.items() if any(row.actor in loss.gone for row in there)}
    around = _around(cells, loss)
    theirs |= {key[:2] for key in around}
    for key in {key for key in cells.here if key[:2] in theirs} | around:
        presence = presences.of(key)
        left = presence.present.keys() - loss.gone
        if cells.stands_for_itself(key) and len(left) < 2 and len(left) < len(presence.present):
            found[key] = (ONE_LEFT if left else NOBODY_LEFT, presence)
    together: dict[tuple[str, int, int], list[Key]] = defaultdict(list)
    for key, (outcome, _) in found.items():
        area, term, population = key
        same = [(area, t, p) for t in cells.words.up(term) for p in {population, EVERYONE} if (t, p) != (term, population)]
        if not any(found.get(other, ("",))[0] == outcome for other in same):
            together[outcome, term, population].append(key)
    findings = [_finding(loss, cells, what, keys, found) for what, keys in together.items()]
    return sorted(findings, key=lambda f: (f.group != NOBODY_LEFT, -(f.value or 0), f.subject))


def _around(cells: Cells, loss: Loss) -> set[Key]:
    """Places that those who are gone are recorded for only through an area around them."""
    found: set[Key] = set()
    for (area, term), rows in cells.wider.items():
        if any(row.actor in loss.gone for row in rows):
            found.update((place, term, EVERYONE) for place in cells.areas.down(area) & set(cells.places))
    return found


def _finding(
    loss: Loss, cells: Cells, what: tuple[str, int, int], keys: list[Key], found: dict[Key, tuple[str, Presence]]
) -> Finding:
    outcome, term_id, population = what
    term, areas = loss.words.terms[term_id], sorted(key[0] for key in keys)
    presences = [found[key][1] for key in keys]
    theirs = [row for presence in presences for row, *_ in presence.rows if row.actor in loss.gone]
    rows = evidence("activity", (r.id for r in theirs if not r.inferred))
    rows += evidence("actor", (r.actor for r in theirs if r.inferred))
    places = evidence("area", areas)
    left = {actor for presence in presences for actor in presence.present} - loss.gone
    if left:
        text = f"Only {some(loss.names(left))} would be left" + (", each alone in its place." if len(left) > 1 else ".")
        reason = Reason("one-left", text, (*rows, *places, *evidence("actor", left)))
    else:
        who = {r.actor for r in theirs}
        text = f"Only {some(loss.names(who))} {'is' if len(who) == 1 else 'are'} recorded there now."
        reason = Reason("nobody-left", text, (*rows, *places))
    reasons = [reason]
    figures = {f.id: f for key in keys for f in cells.need(key)}
    if figures:
        people = sum(f.people for f in figures.values())
        reasons.append(Reason("need", f"{thousands(people)} people need it there.", evidence("need-figure", figures)))
    for_whom = f" for {loss.words.terms[population].name}" if population else ""
    label = f"{term.name}{for_whom} in {loss.words.places(areas)}"
    subject = "/".join([term.slug, *([loss.words.terms[population].slug] if population else [])])
    unit = "place" if len(areas) == 1 else "places"
    return Finding(subject, label, len(areas), unit, tuple(reasons), outcome)
