"""Whom the rows of a file mean: actors of the map, each other, or somebody new."""

from __future__ import annotations

from ngomap.importers.records import ActorRow
from ngomap.intake.alike import join_alike
from ngomap.intake.run import KEPT_EXAMPLES, Run
from ngomap.matching.keys import key_of
from ngomap.matching.organizations import Meant, match_each
from ngomap.store.connection import Map
from ngomap.store.intake_rows import known_names


def who_is_meant(run: Run, said: list[tuple[int, ActorRow]]) -> list[Meant]:
    """Whom each of the rows means, in their order. An actor that the file has a key for is the same wherever the key
    stands; the first row with a name says which name.
    """
    first: dict[str, ActorRow] = {}
    for _, row in said:
        if row.key and row.key not in run.keys and (row.key not in first or (row.name and not first[row.key].name)):
            first[row.key] = row
    found: list[Meant | None] = [None] * len(said)
    # A person and an organization of one name are two.
    sorts: dict[bool, tuple[list[int], list[ActorRow]]] = {False: ([], []), True: ([], [])}
    for n, (_, row) in enumerate(said):
        key = row.key
        if key and key in run.keys:
            found[n] = Meant(("actor", run.keys[key]), run.keys[key], "key")
            continue
        named = first[key] if key else row
        places, rows = sorts[named.facts.get("kind") == "person"]
        places.append(n)
        rows.append(named)
    for people, (places, rows) in sorts.items():
        for n, named, meant in zip(places, rows, _match(run.map, rows, people), strict=True) if rows else ():
            found[n] = meant
            if not meant.actor and not key_of(named.name):
                found[n] = Meant(None, problem=f"{named.name!r} is not a name: it has no letters or digits.")
            elif people and meant.actor is None and not meant.problem:
                found[n] = Meant(("person", meant.who))
    whom = [meant for meant in found if meant is not None]
    alike = join_alike(run.map, [row for _, row in said], whom, run.without)
    run.joined += alike.joined[: max(0, KEPT_EXAMPLES - len(run.joined))]
    run.joined_in_all += len(alike.joined)
    run.doubtful = alike.doubtful
    return alike.meant


def _match(map_: Map, rows: list[ActorRow], people: bool) -> list[Meant]:
    keys = {key_of(text) for row in rows for text in (row.name, row.acronym) if text}
    known = known_names(
        map_, keys - {""}, {i for row in rows for i in row.identifiers}, {row.handle for row in rows if row.handle},
        {row.uid for row in rows if row.uid}, people,
    )  # fmt: skip
    return match_each(rows, known)
