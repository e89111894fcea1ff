"""The ties and the trust of two actors that become one."""

from __future__ import annotations

from typing import Final

from ngomap.model.audience import stricter
from ngomap.model.relationships import TIE_TYPES, TRUST_ITEMS, VALUE_ITEMS
from ngomap.store.connection import Map
from ngomap.store.writing import Database

GaveWay = list[tuple[str, str, str]]
Row = dict[str, object]
TIES: Final = "SELECT * FROM relationships WHERE ?1 IN (from_id, to_id) ORDER BY id"
NAMES: Final = "SELECT id, name FROM actors WHERE id IN (?, ?)"
TRUST: Final = "SELECT * FROM trust WHERE ?1 IN (from_id, to_id) ORDER BY id"
REMOVE_TIE: Final = "DELETE FROM relationships WHERE id = ?"
REMOVE_TRUST: Final = "DELETE FROM trust WHERE id = ?"
KEPT: Final = ("status", "rung", "rung_since", "wanted", "stance", "title", "amount", "currency", "source", "reference")
SEVERAL: Final = ("funds", "on-board-of", "works-for", "holds-office-in", "volunteers-for")
"""Of these two actors may have several: grants, and terms of office, that differ by when they began."""


def merge_ties(map_: Map, database: Database, stays: int, goes: int) -> tuple[dict[str, int], list[str], GaveWay]:
    """Let every tie and all trust of the one be the other's. Those of the two with each other end: they are named.

    A tie that the other has already is folded into it: dates widen, what is unknown is filled in, the stricter audience
    holds; what contradicts is kept in the notes of the tie. How many moved, which ended, what gave way.
    """
    names = dict(map_.connection.execute(NAMES, [stays, goes]).fetchall())
    moved = {"ties": 0, "trust": 0}
    ended: list[str] = []
    lost: GaveWay = []
    theirs = _rows(map_, TIES, stays)
    for tie in _rows(map_, TIES, goes):
        if {tie["from_id"], tie["to_id"]} == {stays, goes}:
            database.execute(REMOVE_TIE, [tie["id"]])
            label = TIE_TYPES[str(tie["type"])].forward
            ended.append(f"{names[tie['from_id']]} {label} {names[tie['to_id']]}")
            continue
        ends = _ends(tie, stays, goes)
        same = next((t for t in theirs if _same_tie(t, {**tie, **ends})), None)
        if same is None:
            database.table("relationships").update(_id(tie), ends)
            theirs.append({**tie, **ends})
            moved["ties"] += 1
            continue
        folded, contradicting = _folded(same, tie)
        database.execute(REMOVE_TIE, [tie["id"]])
        database.table("relationships").update(_id(same), folded)
        same |= folded
        lost += contradicting
    moved["trust"] = _merge_trust(map_, database, stays, goes, lost)
    return moved, ended, lost


def _rows(map_: Map, query: str, actor: int) -> list[Row]:
    cursor = map_.connection.execute(query, [actor])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _id(row: Row) -> int:
    return int(str(row["id"]))


def _ends(row: Row, stays: int, goes: int) -> Row:
    first, second = (stays if row[end] == goes else row[end] for end in ("from_id", "to_id"))
    mutual = "type" in row and TIE_TYPES[str(row["type"])].mutual
    if mutual and isinstance(first, int) and isinstance(second, int) and second < first:
        # A mutual tie stands once, the lower id first.
        first, second = second, first
    return {"from_id": first, "to_id": second}


def _same_tie(a: Row, b: Row) -> bool:
    if any(a[f] != b[f] for f in ("from_id", "to_id", "type", "reference")):
        return False
    if a["since"] == b["since"]:
        return True
    # Where only one may stand, one that does not say since when is the same.
    return a["type"] not in SEVERAL and (a["since"] is None or b["since"] is None)


def _folded(winner: Row, loser: Row) -> tuple[Row, GaveWay]:
    said: Row = {}
    lost: GaveWay = []
    since = [str(r["since"]) for r in (winner, loser) if r["since"] is not None]
    if since:
        said["since"] = min(since)
    untils = [str(r["until"]) for r in (winner, loser) if r["until"] is not None]
    if winner["status"] == loser["status"]:
        said["until"] = max(untils, default=None)
    elif loser["until"] not in (None, winner["until"]):
        # The end of one that is over would end one that goes on.
        lost.append(("until", str(winner["until"] or ""), str(loser["until"])))
    for field in KEPT:
        if winner[field] is None:
            said[field] = loser[field]
        elif loser[field] is not None and winner[field] != loser[field]:
            lost.append((field, str(winner[field]), str(loser[field])))
    notes = [str(r["notes"]) for r in (winner, loser) if r["notes"]]
    also = [f"Also recorded: {field} {value}." for field, _, value in lost]
    said["notes"] = "\n".join(dict.fromkeys([*notes, *also])) or None
    said["audience"] = stricter(str(winner["audience"]), str(loser["audience"]))
    return said, [(f"{winner['type']} {field}", kept, gone) for field, kept, gone in lost]


def _merge_trust(map_: Map, database: Database, stays: int, goes: int, lost: GaveWay) -> int:
    theirs = {(r["from_id"], r["to_id"], r["on_date"]): r for r in _rows(map_, TRUST, stays)}
    moved = 0
    for row in _rows(map_, TRUST, goes):
        ends = _ends(row, stays, goes)
        if ends["from_id"] == ends["to_id"]:
            database.execute(REMOVE_TRUST, [row["id"]])
            continue
        same = theirs.get((ends["from_id"], ends["to_id"], row["on_date"]))
        if same is None:
            database.table("trust").update(_id(row), ends)
            theirs[ends["from_id"], ends["to_id"], row["on_date"]] = {**row, **ends}
            moved += 1
            continue
        said: Row = {"audience": stricter(str(same["audience"]), str(row["audience"]))}
        for item in (*TRUST_ITEMS, *VALUE_ITEMS):
            if same[item] is None:
                said[item] = row[item]
            elif row[item] is not None and row[item] != same[item]:
                lost.append((f"trust, {item.replace('_', ' ')}", str(same[item]), str(row[item])))
        database.execute(REMOVE_TRUST, [row["id"]])
        database.table("trust").update(_id(same), said)
    return moved
