"""The organizations of a 3W: new ones made, known ones completed, never corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field

from ngomap.importers.meanings import kind_and_level
from ngomap.importers.records import Presence
from ngomap.intake.presence_facts import mention_of
from ngomap.intake.wishes import Wishes, most_usual
from ngomap.matching.keys import key_of
from ngomap.matching.organizations import Meant, Mention
from ngomap.store.connection import Map
from ngomap.store.intake_rows import extend_lists, facts_of, insert_actors, lists_held, update_actors


@dataclass(slots=True)
class Actors:
    """The organizations of a file in the map: ids by mention; how many are new; which known ones were completed."""

    ids: dict[Mention, int]
    new: int
    changed: set[int]
    touched: set[int]
    unknown_types: Counter[str]


@dataclass(slots=True)
class _Said:
    """What the rows say of one organization."""

    actor: int | None
    names: Counter[str] = field(default_factory=Counter)
    acronyms: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)

    @property
    def type(self) -> tuple[str, str | None] | None:
        """The kind and level that most rows give it, of those whose words are understood."""
        meanings = {text: meaning for text in self.types if (meaning := kind_and_level(text))}
        return meanings.get(most_usual(Counter({text: self.types[text] for text in meanings})))

    @property
    def name(self) -> str:
        """The name most rows give it; one that is only its acronym if there is no other."""
        short = {key_of(a) for a in self.acronyms}
        longer = Counter({name: n for name, n in self.names.items() if key_of(name) not in short})
        return most_usual(longer or self.names)

    def others(self, name: str) -> dict[str, str]:
        """What else it is called, by key."""
        texts = sorted({*self.names, *self.acronyms})
        return {key: text for text in texts if (key := key_of(text)) and key != key_of(name)}


def store_actors(map_: Map, rows: list[Presence], whom: dict[Mention, Meant], wishes: Wishes) -> Actors:
    """Make and complete the organizations that the rows name. Of a known one only what the map does not say is taken:
    its level, its kind where that is `other`, further names.
    """
    said: dict[Hashable, _Said] = {}
    who: dict[Mention, Hashable] = {}
    for (name, acronym, type_), times in Counter(o[:3] for row in rows for o in row.organizations).items():
        mention = mention_of(name, acronym)
        meant = whom[mention]
        who[mention] = meant.who
        about = said.setdefault(meant.who, _Said(meant.actor))
        about.names[mention.name] += times
        if mention.acronym_key:
            about.acronyms[acronym] += times
        if type_:
            about.types[type_] += times
    unknown = Counter(
        {text: n for about in said.values() for text, n in about.types.items() if kind_and_level(text) is None}
    )
    fresh = sorted((s for s in said.items() if s[1].actor is None), key=lambda s: (key_of(s[1].name), str(s[0])))
    new_ids = insert_actors(map_, [_new(about, wishes) for _, about in fresh])
    ids = {key: id_ for (key, _), id_ in zip(fresh, new_ids, strict=True)}
    ids |= {key: about.actor for key, about in said.items() if about.actor is not None}
    changed = _complete(map_, {about.actor: about for about in said.values() if about.actor is not None})
    extend_lists(
        map_, [(ids[key], alias) for key, about in fresh for alias in about.others(about.name).values()]
    )
    return Actors(
        {mention: ids[key] for mention, key in who.items()}, len(fresh), changed, changed | set(new_ids), unknown
    )


def _new(about: _Said, wishes: Wishes) -> dict[str, object]:
    kind, level = about.type or ("other", None)
    return {
        "name": about.name, "kind": kind, "level": level, "source": wishes.source,
        "audience": wishes.audience_of("organization"),
    }  # fmt: skip


def _complete(map_: Map, known: dict[int, _Said]) -> set[int]:
    facts, held = facts_of(map_, known), lists_held(map_, known)
    better: dict[int, dict[str, object]] = {}
    aliases: list[tuple[int, str]] = []
    for actor, about in known.items():
        old = facts[actor]
        kind, level = about.type or (None, None)
        if kind and (old["kind"] in (kind, "other")):
            now = {**old, "kind": kind, "level": old["level"] or level}
            if now != old:
                better[actor] = now
        for key, alias in about.others(str(old["name"])).items():
            if key not in held[actor].aliases:
                aliases.append((actor, alias))
    update_actors(map_, better)
    extend_lists(map_, aliases)
    return set(better) | {actor for actor, _ in aliases}
