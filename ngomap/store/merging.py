"""What happens to all that is said of two terms, or of two areas, when they become one.

What both say moves over. Where the winning one has the same record already, the two are folded: dates widen, what is
unknown is filled in, the stricter audience stays; where they contradict each other, the winning one's word stands.
"""

from __future__ import annotations

from typing import Final

from ngomap.store.database import Database

STRICTER: Final = """audience = CASE WHEN instr('public partners internal secret', l.audience)
  > instr('public partners internal secret', w.audience) THEN l.audience ELSE w.audience END"""
FOLD_ACTIVITIES: Final = f"""UPDATE activities AS w SET
  since = CASE WHEN l.since < ifnull(w.since, '9999') THEN l.since ELSE w.since END,
  until = CASE WHEN l.until > ifnull(w.until, '') THEN l.until ELSE w.until END,
  reached = ifnull(w.reached, l.reached), capacity = ifnull(w.capacity, l.capacity),
  source = ifnull(w.source, l.source), {STRICTER}
FROM activities l WHERE l.actor_id = w.actor_id AND l.role = w.role
  AND ifnull(l.project, '') = ifnull(w.project, '') AND ifnull(l.status, '') = ifnull(w.status, '')"""  # noqa: S608
SAME_AREA: Final = " AND l.area_id = w.area_id"
SAME_TERM: Final = " AND l.term_id = w.term_id"
SAME_POPULATION: Final = " AND ifnull(l.population_id, 0) = ifnull(w.population_id, 0)"
TERMS: Final = " AND l.term_id = ?1 AND w.term_id = ?2"
POPULATIONS: Final = " AND l.population_id = ?1 AND w.population_id = ?2"
AREAS: Final = " AND l.area_id = ?1 AND w.area_id = ?2"
FOLD_STANCES: Final = f"""UPDATE stances AS w SET stance = ifnull(w.stance, l.stance),
  influence = ifnull(w.influence, l.influence), source = ifnull(w.source, l.source), {STRICTER}
FROM stances l WHERE l.issue_id = ?1 AND w.issue_id = ?2 AND l.actor_id = w.actor_id
  AND ifnull(l.on_date, '') = ifnull(w.on_date, '')"""  # noqa: S608

TERM_MOVES: Final = (
    FOLD_ACTIVITIES + TERMS + SAME_AREA + SAME_POPULATION,
    FOLD_ACTIVITIES + POPULATIONS + SAME_AREA + SAME_TERM,
    FOLD_STANCES,
    "UPDATE OR IGNORE actor_terms SET term_id = ?2 WHERE term_id = ?1",
    "UPDATE OR IGNORE term_suggestions SET term_id = ?2 WHERE term_id = ?1",
    "UPDATE OR IGNORE activities SET term_id = ?2 WHERE term_id = ?1",
    "UPDATE OR IGNORE activities SET population_id = ?2 WHERE population_id = ?1",
    "UPDATE OR IGNORE need_figures SET term_id = ?2 WHERE term_id = ?1",
    "UPDATE OR IGNORE need_figures SET population_id = ?2 WHERE population_id = ?1",
    "UPDATE OR IGNORE surveys SET term_id = ?2 WHERE term_id = ?1",
    "UPDATE OR IGNORE stances SET issue_id = ?2 WHERE issue_id = ?1",
    "UPDATE labour SET population_id = ?2 WHERE population_id = ?1",
    "UPDATE OR IGNORE project_terms SET term_id = ?2 WHERE term_id = ?1",
    "UPDATE grants SET term_id = ?2 WHERE term_id = ?1",
    "UPDATE coalitions SET issue_id = ?2 WHERE issue_id = ?1",
    "UPDATE OR IGNORE approaches SET issue_id = ?2 WHERE issue_id = ?1",
    "UPDATE commitments SET issue_id = ?2 WHERE issue_id = ?1",
    "UPDATE terms SET parent_id = ?2 WHERE parent_id = ?1 AND id <> ?2",
    "UPDATE term_aliases SET term_id = ?2 WHERE term_id = ?1",
)
AREA_MOVES: Final = (
    FOLD_ACTIVITIES + AREAS + SAME_TERM + SAME_POPULATION,
    "UPDATE actors SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE resources SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE OR IGNORE actor_areas SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE OR IGNORE activities SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE OR IGNORE need_figures SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE OR IGNORE surveys SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE labour SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE OR IGNORE project_areas SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE grants SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE commitments SET area_id = ?2 WHERE area_id = ?1",
    "UPDATE areas SET parent_id = ?2 WHERE parent_id = ?1 AND id <> ?2",
    "UPDATE OR IGNORE area_aliases SET area_id = ?2 WHERE area_id = ?1",
)
# What could not move, because the winning one's record of the same day says something else.
TERM_CONTRADICTIONS: Final = """SELECT (SELECT count(*) FROM need_figures l JOIN need_figures w
  ON l.area_id = w.area_id AND ifnull(l.on_date, '') = ifnull(w.on_date, '') AND l.people <> w.people
  AND ((l.term_id = ?1 AND w.term_id = ?2 AND ifnull(l.population_id, 0) = ifnull(w.population_id, 0))
    OR (l.population_id = ?1 AND w.population_id = ?2 AND l.term_id = w.term_id)))
+ (SELECT count(*) FROM stances l JOIN stances w ON l.actor_id = w.actor_id AND ifnull(l.on_date, '') = ifnull(w.on_date, '')
  WHERE l.issue_id = ?1 AND w.issue_id = ?2 AND (l.stance <> w.stance OR l.influence <> w.influence))"""
AREA_CONTRADICTIONS: Final = """SELECT count(*) FROM need_figures l JOIN need_figures w ON l.term_id = w.term_id
  AND ifnull(l.population_id, 0) = ifnull(w.population_id, 0) AND ifnull(l.on_date, '') = ifnull(w.on_date, '')
WHERE l.area_id = ?1 AND w.area_id = ?2 AND l.people <> w.people"""


def move_all(database: Database, moves: tuple[str, ...], contradictions: str, losing: int, winning: int) -> int:
    """Let everything said of the losing one be said of the winning one; how many records contradicted and stay behind."""
    set_aside = int(database.execute(contradictions, [losing, winning]).fetchone()[0])
    for statement in moves:
        database.execute(statement, [losing, winning])
    return set_aside
