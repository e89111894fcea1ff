"""What is said of an actor in every table, and how it becomes said of another."""

from __future__ import annotations

from typing import Final

from ngomap.store.connection import Map
from ngomap.store.merging import FOLD_ACTIVITIES, STRICTER
from ngomap.store.writing import Database

GaveWay = list[tuple[str, str, str]]
OWN_ACTIVITIES: Final = FOLD_ACTIVITIES.replace("l.actor_id = w.actor_id", "l.actor_id = ?1 AND w.actor_id = ?2")
SAME_CELL: Final = """ AND l.area_id = w.area_id AND l.term_id = w.term_id
AND ifnull(l.population_id, 0) = ifnull(w.population_id, 0)"""
FOLD_STANCES: Final = f"""UPDATE stances AS w SET stance = ifnull(w.stance, l.stance),
  influence = ifnull(w.influence, l.influence), source = ifnull(w.source, l.source), {STRICTER}
FROM stances l WHERE l.actor_id = ?1 AND w.actor_id = ?2 AND l.issue_id = w.issue_id
  AND ifnull(l.on_date, '') = ifnull(w.on_date, '')"""  # noqa: S608
SAME_RESOURCE: Final = """l.direction = w.direction AND l.kind = w.kind AND l.description = w.description
  AND l.quantity IS w.quantity AND l.unit IS w.unit AND l.area_id IS w.area_id AND l.since IS w.since
  AND l.until IS w.until AND l.conditions IS w.conditions AND l.status = w.status"""
FOLD_RESOURCES: Final = f"""UPDATE resources AS w SET {STRICTER} FROM resources l
WHERE l.actor_id = ?1 AND w.actor_id = ?2 AND {SAME_RESOURCE}"""  # noqa: S608
DROP_RESOURCES: Final = f"""DELETE FROM resources AS l WHERE l.actor_id = ?1 AND EXISTS (
  SELECT 1 FROM resources w WHERE w.actor_id = ?2 AND {SAME_RESOURCE})"""  # noqa: S608
TWICE_ACTIVITIES: Final = f"""SELECT 'reached', w.reached, l.reached FROM activities l JOIN activities w
  ON l.actor_id = ?1 AND w.actor_id = ?2 AND l.role = w.role AND ifnull(l.project, '') = ifnull(w.project, '')
  AND ifnull(l.status, '') = ifnull(w.status, '') {SAME_CELL} WHERE l.reached <> w.reached
UNION ALL SELECT 'capacity', w.capacity, l.capacity FROM activities l JOIN activities w
  ON l.actor_id = ?1 AND w.actor_id = ?2 AND l.role = w.role AND ifnull(l.project, '') = ifnull(w.project, '')
  AND ifnull(l.status, '') = ifnull(w.status, '') {SAME_CELL} WHERE l.capacity <> w.capacity"""  # noqa: S608
TWICE_STANCES: Final = """SELECT 'stance', w.stance, l.stance FROM stances l JOIN stances w ON l.actor_id = ?1
  AND w.actor_id = ?2 AND l.issue_id = w.issue_id AND ifnull(l.on_date, '') = ifnull(w.on_date, '') WHERE l.stance <> w.stance
UNION ALL SELECT 'influence', w.influence, l.influence FROM stances l JOIN stances w ON l.actor_id = ?1
  AND w.actor_id = ?2 AND l.issue_id = w.issue_id AND ifnull(l.on_date, '') = ifnull(w.on_date, '')
  WHERE l.influence <> w.influence"""

# Of one pair, the verdict on it and on those of the two with any third; ?1 goes and ?2 stays.
PAIRS_OF: Final = """INSERT INTO match_pairs(a_id, b_id, score, relation, reasons, verdict, decided_at)
SELECT min(?2, o), max(?2, o), score, 'same', reasons, verdict, decided_at FROM (
  SELECT CASE WHEN a_id = ?1 THEN b_id ELSE a_id END AS o, * FROM match_pairs WHERE ?1 IN (a_id, b_id)) x
WHERE o <> ?2 AND verdict IS NOT NULL
ON CONFLICT DO UPDATE SET verdict = excluded.verdict, decided_at = excluded.decided_at
WHERE match_pairs.verdict IS NOT 'different'"""
FORGET_PAIRS: Final = "DELETE FROM match_pairs WHERE ?1 IN (a_id, b_id) AND ?2 IS NOT NULL"

FOLD_PARTNERS: Final = """UPDATE project_partners AS w SET share = ifnull(w.share, l.share), task = ifnull(w.task, l.task)
FROM project_partners l WHERE l.actor_id = ?1 AND w.actor_id = ?2 AND l.project_id = w.project_id"""
FOLD_COALITIONS: Final = f"""UPDATE coalitions AS w SET objective = ifnull(w.objective, l.objective),
  target_id = ifnull(w.target_id, l.target_id), issue_id = ifnull(w.issue_id, l.issue_id), asks = ifnull(w.asks, l.asks),
  since = ifnull(w.since, l.since), until = ifnull(w.until, l.until), {STRICTER}
FROM coalitions l WHERE l.actor_id = ?1 AND w.actor_id = ?2"""  # noqa: S608
FOLD_MONITORS: Final = f"""UPDATE monitors AS w SET training = ifnull(w.training, l.training),
  impartiality = ifnull(w.impartiality, l.impartiality), {STRICTER}
FROM monitors l WHERE l.actor_id = ?1 AND w.actor_id = ?2"""  # noqa: S608

MOVES: Final[dict[str, tuple[str, ...]]] = {
    "identifiers": ("UPDATE identifiers SET actor_id = ?2 WHERE actor_id = ?1",),
    "actor_terms": ("UPDATE OR IGNORE actor_terms SET actor_id = ?2 WHERE actor_id = ?1",),
    "actor_areas": ("UPDATE OR IGNORE actor_areas SET actor_id = ?2 WHERE actor_id = ?1",),
    "stances": ("UPDATE OR IGNORE stances SET actor_id = ?2 WHERE actor_id = ?1",),
    "resources": ("UPDATE resources SET actor_id = ?2 WHERE actor_id = ?1",),
    "activities": ("UPDATE OR IGNORE activities SET actor_id = ?2 WHERE actor_id = ?1",),
    "event_participants": ("UPDATE OR IGNORE event_participants SET actor_id = ?2 WHERE actor_id = ?1",),
    "import_lines": ("UPDATE OR IGNORE import_lines SET actor_id = ?2 WHERE actor_id = ?1",),
    "term_suggestions": ("UPDATE OR IGNORE term_suggestions SET actor_id = ?2 WHERE actor_id = ?1",),
    "match_pairs": (PAIRS_OF, FORGET_PAIRS),
    "exchanges": (
        "DELETE FROM exchanges WHERE (from_id = ?1 AND to_id = ?2) OR (from_id = ?2 AND to_id = ?1)",
        "UPDATE exchanges SET from_id = ?2 WHERE from_id = ?1", "UPDATE exchanges SET to_id = ?2 WHERE to_id = ?1",
    ),
    "project_partners": (FOLD_PARTNERS, "UPDATE OR IGNORE project_partners SET actor_id = ?2 WHERE actor_id = ?1"),
    "assessments": (
        "DELETE FROM assessments WHERE (by_id = ?1 AND of_id = ?2) OR (by_id = ?2 AND of_id = ?1)",
        "UPDATE OR IGNORE assessments SET by_id = ?2 WHERE by_id = ?1",
        "UPDATE OR IGNORE assessments SET of_id = ?2 WHERE of_id = ?1",
    ),
    "grants": ("UPDATE grants SET funder_id = ?2 WHERE funder_id = ?1",),
    "coalitions": (
        FOLD_COALITIONS, "UPDATE OR IGNORE coalitions SET actor_id = ?2 WHERE actor_id = ?1",
        "UPDATE coalitions SET target_id = ?2 WHERE target_id = ?1",
    ),
    "approaches": (
        "DELETE FROM approaches WHERE (from_id = ?1 AND to_id = ?2) OR (from_id = ?2 AND to_id = ?1)",
        "UPDATE OR IGNORE approaches SET from_id = ?2 WHERE from_id = ?1",
        "UPDATE OR IGNORE approaches SET to_id = ?2 WHERE to_id = ?1",
    ),
    "commitments": (
        "UPDATE commitments SET by_id = ?2 WHERE by_id = ?1", "UPDATE commitments SET to_id = ?2 WHERE to_id = ?1",
    ),
    "observations": ("UPDATE observations SET observer_id = ?2 WHERE observer_id = ?1",),
    "monitors": (FOLD_MONITORS, "UPDATE OR IGNORE monitors SET actor_id = ?2 WHERE actor_id = ?1"),
    "merged_records": (
        """UPDATE OR IGNORE merged_records SET actor_id = ?2,
  record = iif(section = 'actors', (SELECT uid FROM actors WHERE id = ?2), record) WHERE actor_id = ?1""",
        "UPDATE merged_records SET other_id = ?2 WHERE other_id = ?1",
    ),
    "conflicts": (
        """UPDATE OR IGNORE conflicts SET actor_id = ?2,
  record = iif(section = 'actors', (SELECT uid FROM actors WHERE id = ?2), record) WHERE actor_id = ?1""",
        "UPDATE conflicts SET other_id = ?2 WHERE other_id = ?1",
    ),
}  # fmt: skip
"""What moves over row by row; a row that the other has as well stays behind and goes with the actor."""

# What must be empty when the actor goes: nothing in these tables is ever a mere repetition.
MUST_BE_EMPTY: Final = {
    "identifiers": "SELECT count(*) FROM identifiers WHERE actor_id = ?",
    "resources": "SELECT count(*) FROM resources WHERE actor_id = ?",
    "relationships": "SELECT count(*) FROM relationships WHERE ? IN (from_id, to_id)",
    "trust": "SELECT count(*) FROM trust WHERE ? IN (from_id, to_id)",
    "agreements": "SELECT count(*) FROM agreements WHERE ? IN (a_id, b_id)",
    "exchanges": "SELECT count(*) FROM exchanges WHERE ? IN (from_id, to_id)",
    "grants": "SELECT count(*) FROM grants WHERE funder_id = ?",
    "commitments": "SELECT count(*) FROM commitments WHERE by_id = ?",
    "labour": "SELECT count(*) FROM labour WHERE ? IN (a_id, b_id, actor_id)",
}


def fold_rows(map_: Map, database: Database, stays: int, goes: int) -> GaveWay:
    """Where both have a record of the same thing, let one say what both know; what had to give way."""
    lost = [
        (field, f"{kept}", f"{gone}")
        for query in (TWICE_ACTIVITIES, TWICE_STANCES)
        for field, kept, gone in map_.connection.execute(query, [goes, stays])
    ]
    for statement in (OWN_ACTIVITIES + SAME_CELL, FOLD_STANCES, FOLD_RESOURCES, DROP_RESOURCES):
        database.execute(statement, [goes, stays])
    return lost


def left_behind(map_: Map, goes: int) -> str:
    """What would be lost if the actor went now, in words; nothing if nothing would."""
    counts = {name: map_.connection.execute(query, [goes]).fetchone()[0] for name, query in MUST_BE_EMPTY.items()}
    return ", ".join(f"{n} {name}" for name, n in counts.items() if n)
