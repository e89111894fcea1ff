"""Which actors a list, an export or an analysis is about: filters that combine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from ngomap.model.audience import AUDIENCES, rank

OF_KIND = "a.kind IN (SELECT value FROM json_each(?))"
OF_LEVEL = "a.level IN (SELECT value FROM json_each(?))"
OF_STATUS = "a.status IN (SELECT value FROM json_each(?))"
IN_COUNTRY = "a.country = ?"
# Who meets a condition is gathered once from the indexes of terms and areas, not asked of each actor in turn.
WITH_TERM = """a.id IN (
  WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT t.id FROM terms t JOIN below b ON t.parent_id = b.id),
    seen(audience) AS (SELECT value FROM json_each(?))
  SELECT x.actor_id FROM actor_terms x WHERE x.term_id IN below
  UNION ALL SELECT v.actor_id FROM activities v WHERE v.term_id IN below AND v.audience IN seen
  UNION ALL SELECT v.actor_id FROM activities v WHERE v.population_id IN below AND v.audience IN seen)"""
# Of the few of a small area it is quicker to ask each than to gather all who have a common term.
BELOW = """(WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT t.id FROM terms t JOIN below b ON t.parent_id = b.id)
  SELECT id FROM below)"""
EACH_WITH_TERM = f"""EXISTS (SELECT 1 FROM actor_terms x WHERE x.actor_id = a.id AND x.term_id IN {BELOW})
  OR EXISTS (SELECT 1 FROM activities v WHERE v.actor_id = a.id AND v.audience IN (SELECT value FROM json_each(?))
    AND (v.term_id IN {BELOW} OR v.population_id IN {BELOW}))"""  # noqa: S608 - of constants
FEW: Final = 5000
# Where a person is, and whom they serve, is for fewer readers than that they are there.
IN_AREA = """a.id IN (
  WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT p.id FROM areas p JOIN below b ON p.parent_id = b.id),
    seen(audience) AS (SELECT value FROM json_each(?))
  SELECT s.id FROM actors s WHERE s.area_id IN below AND (s.kind <> 'person' OR 'internal' IN seen)
  UNION ALL SELECT x.actor_id FROM actor_areas x WHERE x.area_id IN below
    AND ('partners' IN seen OR (SELECT s.kind FROM actors s WHERE s.id = x.actor_id) <> 'person')
  UNION ALL SELECT v.actor_id FROM activities v WHERE v.area_id IN below AND v.role <> 'funder' AND v.audience IN seen)"""
FEW_THERE = f"(SELECT count(*) FROM (SELECT DISTINCT id FROM ({IN_AREA.removeprefix('a.id IN (')} LIMIT {FEW})) < {FEW}"  # noqa: S608
TERM_IN_AREA = f"CASE WHEN {FEW_THERE} THEN {EACH_WITH_TERM} ELSE {WITH_TERM} END"
UNVERIFIED_SINCE = "(a.verified_on IS NULL OR a.verified_on < ?)"
FOR_AUDIENCE = "a.audience IN (SELECT value FROM json_each(?))"
ONLY_PEOPLE = "a.kind = 'person'"
ONLY_ORGANIZATIONS = "a.kind <> 'person'"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Filters:
    """Conditions on actors that must all hold. `terms` and `areas` are ids and take what lies below them; several
    terms must all be met. `people`: True only people, False only organizations, None both. `audience`: only actors that it
    may see, met only by facts that it may see; `facts_for`: all actors, met by such facts alone.
    """

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    terms: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()
    country: str | None = None
    unverified_since: str | None = None
    audience: str | None = None
    people: bool | None = None
    facts_for: str | None = None

    def where(self) -> tuple[str, list[object]]:
        """The conditions as SQL over `actors a`, and their parameters."""
        parts: list[str] = []
        values: list[object] = []
        seen = _json_list(AUDIENCES[: rank(self.facts_for or self.audience or AUDIENCES[-1]) + 1])
        for sql, wanted in ((OF_KIND, self.kinds), (OF_LEVEL, self.levels), (OF_STATUS, self.statuses)):
            if wanted:
                parts.append(sql)
                values.append(_json_list(wanted))
        for term in self.terms:
            parts.append(TERM_IN_AREA if self.areas else WITH_TERM)
            values += [*self.areas[:1], seen, term, seen, term, term, term, seen] if self.areas else [term, seen]
        for area in self.areas:
            parts.append(IN_AREA)
            values += [area, seen]
        if self.country:
            parts.append(IN_COUNTRY)
            values.append(self.country)
        if self.unverified_since:
            parts.append(UNVERIFIED_SINCE)
            values.append(self.unverified_since)
        if self.audience:
            parts.append(FOR_AUDIENCE)
            values.append(_json_list(AUDIENCES[: rank(self.audience) + 1]))
        if self.people is not None:
            parts.append(ONLY_PEOPLE if self.people else ONLY_ORGANIZATIONS)
        return " AND ".join(parts) or "1", values


def _json_list(words: tuple[str, ...]) -> str:
    return json.dumps(words)
