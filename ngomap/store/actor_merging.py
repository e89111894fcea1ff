"""Two actors of the map made one: everything said of the second is said of the first, and the second goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.errors import InUse, InvalidValue
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.audience import stricter
from ngomap.model.relationships import TIE_TYPES, check_ends
from ngomap.model.text import name_key
from ngomap.store.actor_moves import MOVES, fold_rows, left_behind
from ngomap.store.actors import actor_by_id, lists_of
from ngomap.store.agreement_merging import merge_agreements
from ngomap.store.connection import Map
from ngomap.store.search_index import index_actors
from ngomap.store.settings import us
from ngomap.store.tie_merging import merge_ties
from ngomap.store.writing import mark_change, now, upsert_setting, write

# What is one fact in several columns goes over together or not at all.
UNITS: Final = (
    ("place", "area_id"), ("country",), ("lat", "lon"), ("level",), ("status",), ("website",), ("email",), ("phone",),
    ("staff",), ("budget", "currency"), ("founded",), ("audited",), ("mission",), ("vision",), ("source",), ("verified_on",),
)  # fmt: skip
UNKNOWN_KIND: Final = "other"
ROW: Final = "SELECT * FROM actors WHERE id = ?"
ADD_ALIAS: Final = "INSERT INTO aliases(actor_id, alias, alias_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
ALIASES: Final = "SELECT alias, alias_key FROM aliases WHERE actor_id = ?"
TIES: Final = """SELECT r.type, r.from_id, x.kind, r.to_id, y.kind, x.name, y.name FROM relationships r
JOIN actors x ON x.id = r.from_id JOIN actors y ON y.id = r.to_id WHERE ?1 IN (r.from_id, r.to_id)
OR ?2 IN (r.from_id, r.to_id)"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: whom it left, what of the gone one had to give way (field, kept, lost), which ties of the two
    with each other went with it, and how many records moved or were folded into those that were there.
    """

    actor: Actor
    gave_way: tuple[tuple[str, str, str], ...]
    ended: tuple[str, ...]
    moved: Mapping[str, int]


def merge_actors(map_: Map, stays: ActorRef, goes: ActorRef) -> Merged:
    """Make two actors one: the first stays and keeps its word where both say something; nothing that only the second
    says is lost, and the stricter audience of the two holds.

    Raises InvalidValue for an actor with itself or a person with an organization, InUse if a tie of one of them could
    not stand with the kind of the other.
    """
    if stays.id == goes.id:
        raise InvalidValue(f"{stays.handle} is one actor already.", "Name two.")
    if "person" in (stays.kind, goes.kind) and stays.kind != goes.kind:
        raise InvalidValue(
            f"{stays.name} and {goes.name} cannot be one: one of them is a person.",
            f"Say how they belong together: ngomap link {goes.handle} {stays.handle} --type related",
        )
    with write(map_) as database:
        mark_change(map_, "merge")
        keeper = us(map_)
        winner, loser = (_row(map_, ref.id) for ref in (stays, goes))
        changes, gave_way = _facts(winner, loser)
        _check_kinds(map_, stays.id, goes.id, str(changes.get("kind", winner["kind"])))
        had = lists_of(map_, [goes.id])[goes.id]
        moved, ended, lost = merge_ties(map_, database, stays.id, goes.id)
        moved["agreements"], agreed = merge_agreements(map_, stays.id, goes.id)
        lost += [*agreed, *fold_rows(map_, database, stays.id, goes.id)]
        for table, statements in MOVES.items():
            for statement in statements:
                count = map_.connection.execute(statement, [goes.id, stays.id]).rowcount
                moved[table] = moved.get(table, 0) + max(count, 0)
        _names(map_, winner, loser)
        left = left_behind(map_, goes.id)
        if left:
            raise InUse(f"{goes.name} still has {left} that could not be moved.", "Nothing was changed.")
        if keeper and keeper.id == goes.id:
            upsert_setting(database, "us", str(winner["uid"]))
        database.table("actors").delete(goes.id)
        database.table("actors").update(stays.id, {**changes, "updated_at": now()})
        index_actors(database, [stays.id, goes.id])
    moved["identifiers"] = len(had["identifiers"])
    kept = {name: n for name, n in moved.items() if n}
    return Merged(actor_by_id(map_, stays.id), (*gave_way, *lost), tuple(ended), kept)


def _row(map_: Map, actor_id: int) -> dict[str, object]:
    cursor = map_.connection.execute(ROW, [actor_id])
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def _facts(winner: Mapping[str, object], loser: Mapping[str, object]) -> tuple[dict[str, object], list[tuple[str, str, str]]]:
    """What changes of the one that stays, and what had to give way."""
    changes: dict[str, object] = {}
    gave_way: list[tuple[str, str, str]] = []
    for unit in UNITS:
        if all(loser[f] is None for f in unit):
            continue
        if all(winner[f] is None for f in unit):
            changes |= {f: loser[f] for f in unit}
        elif unit[0] != "lat" and any(loser[f] is not None and _differs(winner[f], loser[f]) for f in unit):
            shown = next(f for f in unit if loser[f] is not None and _differs(winner[f], loser[f]))
            if shown == "area_id":
                # Half of the fact: the area of a place in the same words.
                if winner[shown] is None:
                    changes[shown] = loser[shown]
                    continue
                shown = "place"
            gave_way.append((shown, str(winner[shown] or ""), str(loser[shown] or "")))
        elif unit[0] == "lat" and (winner["lat"], winner["lon"]) != (loser["lat"], loser["lon"]):
            gave_way.append(("point", f"{winner['lat']}, {winner['lon']}", f"{loser['lat']}, {loser['lon']}"))
    if loser["kind"] != winner["kind"]:
        if winner["kind"] == UNKNOWN_KIND:
            changes["kind"] = loser["kind"]
        elif loser["kind"] != UNKNOWN_KIND:
            gave_way.append(("kind", str(winner["kind"]), str(loser["kind"])))
    notes = [str(row["notes"]) for row in (winner, loser) if row["notes"]]
    if loser["notes"] and str(loser["notes"]) not in str(winner["notes"] or ""):
        changes["notes"] = "\n\n".join(notes)
    audience = stricter(str(winner["audience"]), str(loser["audience"]))
    if audience != winner["audience"]:
        changes["audience"] = audience
    if str(loser["created_at"]) < str(winner["created_at"]):
        changes["created_at"] = loser["created_at"]
    return changes, gave_way


def _differs(a: object, b: object) -> bool:
    if isinstance(a, str) and isinstance(b, str):
        return a.casefold().rstrip("/") != b.casefold().rstrip("/")
    return a != b


def _names(map_: Map, winner: Mapping[str, object], loser: Mapping[str, object]) -> None:
    """The names of the one that goes, as aliases of the other."""
    stays, goes = winner["id"], loser["id"]
    names = [(str(loser["name"]), str(loser["name_key"])), *map_.connection.execute(ALIASES, [goes]).fetchall()]
    for text, key in names:
        if key != winner["name_key"]:
            map_.connection.execute(ADD_ALIAS, [stays, text, key])
        elif text.casefold() != str(winner["name"]).casefold() and name_key(text) != winner["name_key"]:
            map_.connection.execute(ADD_ALIAS, [stays, text, name_key(text)])


def _check_kinds(map_: Map, stays: int, goes: int, kind: str) -> None:
    """Every tie of both must be able to stand with the kind that the one actor will have."""
    for type_name, from_id, from_kind, to_id, to_kind, from_name, to_name in map_.connection.execute(TIES, [stays, goes]):
        if {from_id, to_id} <= {stays, goes}:
            continue
        ends = [kind if id_ in (stays, goes) else own for id_, own in ((from_id, from_kind), (to_id, to_kind))]
        try:
            check_ends(type_name, *ends)
        except InvalidValue as error:
            raise InUse(
                f"{from_name} {TIE_TYPES[type_name].forward} {to_name}: that cannot stand with the kind {kind!r}.",
                "Name the other one first, or give both the same kind with 'ngomap edit REF --kind KIND'.",
            ) from error


