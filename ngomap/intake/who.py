"""Whom the rows of a file mean: actors of the map, each other, or somebody new."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.importers.records import ActorRow
from ngomap.intake.alike import join_alike
from ngomap.intake.run import KEPT_EXAMPLES, Run
from ngomap.matching.organizations import Known, Meant, Mention, match_organizations
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
    mentions: list[Mention | None] = []
    people: list[bool] = []
    for _, row in said:
        named = first.get(row.key, row) if row.key else row
        mentions.append(None if row.key and row.key in run.keys else mention_of(named))
        people.append(named.facts.get("kind") == "person")
    # A person and an organization of one name are two.
    sorts = {sort: _match(run.map, {m for m, p in zip(mentions, people, strict=True) if m and p is sort}, sort)
             for sort in set(people)}  # fmt: skip
    found: list[Meant] = []
    for (_, row), mention, person in zip(said, mentions, people, strict=True):
        if mention is None:
            found.append(Meant(("actor", run.keys[row.key]), run.keys[row.key], "key"))
            continue
        meant = sorts[person][mention]
        if not mention.key and not meant.actor:
            found.append(Meant(None, problem=f"{mention.name!r} is not a name: it has no letters or digits."))
        elif person and meant.actor is None and not meant.problem:
            found.append(Meant(("person", meant.who)))
        else:
            found.append(meant)
    alike = join_alike(run.map, [row for _, row in said], found, run.without)
    run.joined += alike.joined[: max(0, KEPT_EXAMPLES - len(run.joined))]
    run.joined_in_all += len(alike.joined)
    run.doubtful = alike.doubtful
    return alike.meant


def mention_of(row: ActorRow) -> Mention:
    """How a row names its actor."""
    return Mention(row.name, row.acronym, row.identifiers, row.uid, row.handle)


def _match(map_: Map, mentions: Iterable[Mention], people: bool) -> dict[Mention, Meant]:
    mentions = set(mentions)
    names = known_names(
        map_, {k for m in mentions for k in (m.key, m.acronym_key) if k},
        sorted({i for m in mentions for i in m.identifiers}), {m.handle for m in mentions if m.handle},
        {m.uid for m in mentions if m.uid}, people,
    )  # fmt: skip
    known = Known(
        names.names, names.aliases, names.identifiers, names.handles, names.uids, names.identifiers_of, names.handle_of
    )
    return match_organizations(mentions, known)
