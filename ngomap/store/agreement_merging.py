"""What two actors agreed with others, and who of them covers what, when the two become one."""

from __future__ import annotations

from typing import Final

from ngomap.store.connection import Map
from ngomap.store.merging import STRICTER

GaveWay = list[tuple[str, str, str]]
# ?1 goes, ?2 stays; what the two agreed with each other ends with the one.
AMONG_THEM: Final = (
    "DELETE FROM agreements WHERE (a_id = ?1 AND b_id = ?2) OR (a_id = ?2 AND b_id = ?1)",
    "DELETE FROM labour WHERE (a_id = ?1 AND b_id = ?2) OR (a_id = ?2 AND b_id = ?1)",
)
OTHER: Final = "coalesce(iif({0}.a_id = {1}, {0}.b_id, {0}.a_id), 0)"
SAME: Final = f"""?1 IN (l.a_id, l.b_id) AND ?2 IN (w.a_id, w.b_id) AND l.point = w.point AND l.on_date = w.on_date
AND {OTHER.format("l", "?1")} = {OTHER.format("w", "?2")}"""
TWICE: Final = f"""SELECT w.point, w.state, l.state FROM agreements l JOIN agreements w ON {SAME}
WHERE l.state <> w.state ORDER BY w.point, w.on_date"""  # noqa: S608
# Both texts stay, and the state that gave way is told there.
FOLD: Final = f"""UPDATE agreements AS w SET source = ifnull(w.source, l.source), {STRICTER},
  text = nullif(trim(ifnull(w.text, '') || iif(l.text IS NOT w.text, char(10) || ifnull(l.text, ''), '')
    || iif(l.state <> w.state, char(10) || 'Also recorded: ' || l.state || '.', ''), char(10)), '')
FROM agreements l WHERE {SAME}"""  # noqa: S608
DROP: Final = f"""DELETE FROM agreements WHERE id IN (
  SELECT l.id FROM agreements l JOIN agreements w ON {SAME})"""  # noqa: S608
# A task as it will be once both are one: among whom, whose, what, for whom, where, when.
END: Final = "iif({0} = ?1, ?2, {0})"
FIRST: Final = "min({0}, ifnull({1}, {0}))"
SECOND: Final = "max({0}, ifnull({1}, {0}))"


def _will_be(row: str) -> tuple[str, ...]:
    one, other = END.format(f"{row}.a_id"), END.format(f"{row}.b_id")
    ends = FIRST.format(one, other), SECOND.format(one, other)
    rest = (f"{row}.{field}" for field in ("task", "population_id", "area_id", "since", "until"))
    return (*ends, f"({row}.b_id IS NULL)", END.format(f"{row}.actor_id"), *rest)


SAME_TASK: Final = " AND ".join(f"{a} IS {b}" for a, b in zip(_will_be("l"), _will_be("w"), strict=True)) + """
AND ?1 IN (l.a_id, l.b_id, l.actor_id) AND ?1 NOT IN (w.a_id, ifnull(w.b_id, 0), w.actor_id)"""
FOLD_TASKS: Final = f"UPDATE labour AS w SET {STRICTER} FROM labour l WHERE {SAME_TASK}"  # noqa: S608
DROP_TASKS: Final = f"DELETE FROM labour WHERE id IN (SELECT l.id FROM labour l JOIN labour w ON {SAME_TASK})"  # noqa: S608
COUNT: Final = """SELECT (SELECT count(*) FROM agreements WHERE ?1 IN (a_id, b_id))
+ (SELECT count(*) FROM labour WHERE ?1 IN (a_id, b_id, actor_id))"""
MOVES: Final = (
    "UPDATE agreements SET a_id = ?2 WHERE a_id = ?1", "UPDATE agreements SET b_id = ?2 WHERE b_id = ?1",
    "UPDATE labour SET a_id = ?2 WHERE a_id = ?1", "UPDATE labour SET b_id = ?2 WHERE b_id = ?1",
    "UPDATE labour SET actor_id = ?2 WHERE actor_id = ?1",
    "UPDATE events SET introduces_id = ?2 WHERE introduces_id = ?1",
)  # fmt: skip


def merge_agreements(map_: Map, stays: int, goes: int) -> tuple[int, GaveWay]:
    """Let everything that the one agreed be the other's: how many records moved, and what had to give way.

    What the two agreed with each other goes. Of a point that both recorded with the same partner on the same day the
    state of the one that stays holds, both texts are kept, and the stricter audience; a task that both have is one.
    """
    ends = [goes, stays]
    execute = map_.connection.execute
    for statement in AMONG_THEM:
        execute(statement, ends)
    lost: GaveWay = [(str(point), str(state), str(gone)) for point, state, gone in execute(TWICE, ends).fetchall()]
    for statement in (FOLD, DROP, FOLD_TASKS, DROP_TASKS):
        execute(statement, ends)
    moved = int(execute(COUNT, [goes]).fetchone()[0])
    for statement in MOVES:
        execute(statement, ends)
    return moved, lost
