"""Which organizations of a file are the same, and which the map knows. Exact spellings only: nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from ngomap.matching.keys import key_of
from ngomap.model.facts import UNSTATED_REGISTER


class Mention(NamedTuple):
    """How a row names an organization. `uid` and `handle` are those of a map."""

    name: str
    acronym: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    uid: str = ""
    handle: str = ""

    @property
    def key(self) -> str:
        """What all spellings of the name have in common."""
        return key_of(self.name)

    @property
    def acronym_key(self) -> str:
        """The same of the acronym, if it says anything that the name does not."""
        return _short(self.acronym, self.key) if self.acronym else ""


def _short(acronym: str, name: str) -> str:
    """The key of an acronym, if it is not that of the name."""
    key = key_of(acronym)
    return "" if key == name else key


class Naming(Protocol):
    """What names an organization as a mention does: a row of a file itself."""

    @property
    def name(self) -> str: ...
    @property
    def acronym(self) -> str: ...
    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def uid(self) -> str: ...
    @property
    def handle(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What the map knows of the names in a file: ids of actors by name key, alias key, identifier, handle and uid, and
    the identifiers and handles of those actors.
    """

    names: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    aliases: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    identifiers: Mapping[tuple[str, str], int] = field(default_factory=dict)
    handles: Mapping[str, int] = field(default_factory=dict)
    uids: Mapping[str, int] = field(default_factory=dict)
    identifiers_of: Mapping[int, frozenset[tuple[str, str]]] = field(default_factory=dict)
    handle_of: Mapping[int, str] = field(default_factory=dict)


class Knowing(Protocol):
    """What can tell what `Known` does."""

    @property
    def names(self) -> Mapping[str, tuple[int, ...]]: ...
    @property
    def aliases(self) -> Mapping[str, tuple[int, ...]]: ...
    @property
    def identifiers(self) -> Mapping[tuple[str, str], int]: ...
    @property
    def handles(self) -> Mapping[str, int]: ...
    @property
    def uids(self) -> Mapping[str, int]: ...
    @property
    def identifiers_of(self) -> Mapping[int, frozenset[tuple[str, str]]]: ...
    @property
    def handle_of(self) -> Mapping[int, str]: ...


class Meant(NamedTuple):
    """Whom a mention means. `who` is equal for two mentions of one organization; `actor` is its id if the map knows it;
    `by` is how it was known; `problem` says why it cannot be told, and then nothing else counts.
    """

    who: Hashable
    actor: int | None = None
    by: str = ""
    problem: str = ""


def match_organizations(mentions: Iterable[Mention], known: Knowing) -> dict[Mention, Meant]:
    """Whom each mention means: by uid, identifier, handle, exact name, an alias that only one actor has, or - if the
    map has nothing but the acronym for a name - the acronym. Mentions the map does not know are one organization if
    they share an identifier or, where identifiers do not forbid it, the name.

    >>> found = match_organizations([Mention("Save the Children"), Mention("SAVE THE CHILDREN")], Known())
    >>> len({meant.who for meant in found.values()})
    1
    """
    distinct = list(set(mentions))
    return dict(zip(distinct, match_each(distinct, known), strict=True))


def match_each(named: Sequence[Naming], known: Knowing) -> list[Meant]:
    """The same for each of the rows of a file, in their order."""
    keys = [key_of(one.name) for one in named]
    times = Counter(keys)
    # Rows that say the same are looked at once; those of a name that no other has need not even be compared.
    distinct: list[Naming] = []
    distinct_keys: list[str] = []
    first: dict[Mention, int] = {}
    which: list[int] = []
    for one, key in zip(named, keys, strict=True):
        at = len(distinct)
        if times[key] > 1:
            mention = mention_of(one)
            at = first.setdefault(mention, at)
            one = mention
        which.append(at)
        if at == len(distinct):
            distinct.append(one)
            distinct_keys.append(key)
    found = _alone(distinct, distinct_keys, known)
    entangled = {mention_of(one): at for at, (one, meant) in enumerate(zip(distinct, found, strict=True)) if meant is None}
    if entangled:
        claims: dict[int, set[str]] = {}
        for key, meant in zip(distinct_keys, found, strict=True):
            if meant is not None and meant.actor is not None:
                claims.setdefault(meant.actor, set()).add(key)
        for mention, meant in _together(entangled, known, claims).items():
            found[entangled[mention]] = meant
    return [found[at] for at in which]  # type: ignore[misc]


def mention_of(row: Naming) -> Mention:
    """How a row names its organization."""
    return Mention(row.name, row.acronym, row.identifiers, row.uid, row.handle)


def _together(mentions: Iterable[Mention], known: Knowing, claims: dict[int, set[str]]) -> dict[Mention, Meant]:
    """Whom mentions mean that may have to do with one another."""
    meant = {mention: _in_map(mention, known) for mention in sorted(mentions, key=lambda m: (m.key, m.acronym_key, *m))}
    _refuse_rivals(meant)
    _by_acronym(meant, known, claims)
    _among_themselves(meant)
    return meant


def _alone(named: Sequence[Naming], keys: Sequence[str], known: Knowing) -> list[Meant | None]:
    """For each that shares nothing with another one, as nearly all of a register do, and nothing with the map either, or
    just its numbers: it is an organization of its own. None for the others.
    """
    times = Counter(keys)
    acronyms = Counter([_short(one.acronym, key) for one, key in zip(named, keys, strict=True) if one.acronym])
    numbers = Counter([i for one in named for i in one.identifiers])
    have, uids, handles = known.identifiers, known.uids, known.handles
    found: list[Meant | None] = []
    for one, key in zip(named, keys, strict=True):
        own = one.identifiers
        meant: Meant | None = None
        if times[key] > 1 or key in acronyms or one.uid in uids or (own and max(map(numbers.__getitem__, own)) > 1):
            pass
        elif have and (owners := {have[i] for i in own if i in have}):
            if len(owners) == 1 and not one.acronym and all(i in have and i[0] != UNSTATED_REGISTER for i in own):
                meant = _actor(owners.pop(), "identifier")
        elif key in known.names or key in known.aliases or one.handle in handles:
            pass
        elif not one.acronym or not (
            acronyms[short := _short(one.acronym, key)] > 1 or short in times or short in known.names
        ):
            meant = Meant(("new", own[0], key) if own else ("new", key))
        found.append(meant)
    return found


def _in_map(mention: Mention, known: Knowing) -> Meant:
    if mention.uid in known.uids:
        return _actor(known.uids[mention.uid], "uid")
    owners = sorted({known.identifiers[i] for i in mention.identifiers if i in known.identifiers})
    if len(owners) > 1:
        return Meant(None, problem=f"It has the identifiers of {len(owners)} organizations: {_handles(owners, known)}.")
    if owners:
        return _owner(mention, owners[0], known)
    if mention.handle in known.handles:
        return _actor(known.handles[mention.handle], "handle")
    named = [a for a in known.names.get(mention.key, ()) if not _contradicts(mention, a, known)]
    if len(named) > 1:
        short = [a for a in named if a in known.aliases.get(mention.acronym_key, ())]
        if len(short) != 1:
            return Meant(
                None, problem=f"{mention.name!r} names {len(named)} organizations in the map: {_handles(named, known)}."
            )
        named = short
    if named:
        return _actor(named[0], "name")
    other = [a for a in known.aliases.get(mention.key, ()) if not _contradicts(mention, a, known)]
    return _actor(other[0], "alias") if len(other) == 1 else Meant(None)


def _owner(mention: Mention, owner: int, known: Knowing) -> Meant:
    sure = any(i in known.identifiers and i[0] != UNSTATED_REGISTER for i in mention.identifiers)
    named = owner in known.names.get(mention.key, ()) or owner in known.aliases.get(mention.key, ())
    if sure or named:
        return _actor(owner, "identifier")
    number = next(f"{s}:{v}" for s, v in mention.identifiers if (s, v) in known.identifiers)
    return Meant(
        None,
        problem=f"{number} is already the number of {known.handle_of[owner]}; "
        'if it is of another register, name the register: --column "HEADER=id:SCHEME".',
    )


def _actor(actor: int, by: str) -> Meant:
    return Meant(("actor", actor), actor, by)


def _handles(actors: Iterable[int], known: Knowing) -> str:
    return ", ".join(sorted(known.handle_of[a] for a in actors))


def _contradicts(mention: Mention, actor: int, known: Knowing) -> bool:
    """Whether both have an identifier of one register, and not the same: then equal names are two organizations'."""
    theirs = known.identifiers_of.get(actor, frozenset())
    shared = {s for s, _ in mention.identifiers} & {s for s, _ in theirs}
    return any(not ({i for i in mention.identifiers if i[0] == s} & theirs) for s in shared)


def _refuse_rivals(meant: dict[Mention, Meant]) -> None:
    """Two mentions with differing numbers of one register cannot both be the actor whose name they share."""
    by_name: dict[int, list[Mention]] = {}
    for mention, found in meant.items():
        if found.actor is not None and found.by in ("name", "alias") and mention.identifiers:
            by_name.setdefault(found.actor, []).append(mention)
    for mentions in by_name.values():
        held: dict[str, list[set[str]]] = {}
        for mention in mentions:
            for scheme in {s for s, _ in mention.identifiers}:
                held.setdefault(scheme, []).append({v for s, v in mention.identifiers if s == scheme})
        if any(not set.intersection(*values) for values in held.values()):
            name = mentions[0].name
            problem = f"The file has {len(mentions)} organizations {name!r} with different numbers, the map has one."
            meant.update({mention: Meant(None, problem=problem) for mention in mentions})


def _by_acronym(meant: dict[Mention, Meant], known: Knowing, claims: dict[int, set[str]]) -> None:
    """`claims` are the names of those that are known already, by whom they mean."""
    claimants: dict[int, list[Mention]] = {}
    for mention, found in meant.items():
        if found.actor is not None:
            claims.setdefault(found.actor, set()).add(mention.key)
            continue
        actors = known.names.get(mention.acronym_key, ()) if mention.acronym_key and not found.problem else ()
        if len(actors) == 1 and not _contradicts(mention, actors[0], known):
            claimants.setdefault(actors[0], []).append(mention)
    for actor, claiming in claimants.items():
        acronyms, names = {m.acronym_key for m in claiming}, {m.key for m in claiming}
        if len(names) == 1 and claims.get(actor, set()) <= acronyms:
            meant.update({mention: _actor(actor, "acronym") for mention in claiming})


def _among_themselves(meant: dict[Mention, Meant]) -> None:
    new = [m for m, found in meant.items() if found.actor is None and not found.problem]
    firsts: dict[tuple[str, str], Hashable] = {}
    for mention in (m for m in new if m.identifiers):
        shared = {firsts[i] for i in mention.identifiers if i in firsts}
        who = min(shared, key=str) if shared else ("new", mention.identifiers[0], mention.key)
        for old in shared - {who}:
            firsts.update({i: who for i, w in firsts.items() if w == old})
        firsts.update(dict.fromkeys(mention.identifiers, who))
    for mention in (m for m in new if m.identifiers):
        meant[mention] = Meant(firsts[mention.identifiers[0]])
    sure: dict[str, set[Hashable]] = {}
    for mention, found in meant.items():
        if found.who is not None:
            sure.setdefault(mention.key, set()).add(found.who)
    plain = {m for m in new if not m.identifiers}
    for mention, found in meant.items():
        same = sure.get(mention.key, set())
        # What the map says of the name decides nothing here: after the import it would say something else.
        if len(same) > 1 and not mention.identifiers and found.by not in ("uid", "handle"):
            problem = f"{mention.name!r} is the name of {len(same)} organizations in the file; give its number."
            meant[mention] = Meant(None, problem=found.problem or problem)
        elif mention in plain:
            meant[mention] = Meant(next(iter(same), ("new", mention.key)))
    _short_for(meant, plain)


def _short_for(meant: dict[Mention, Meant], plain: set[Mention]) -> None:
    """A row with nothing but an acronym means the organization of the file that has this acronym, if only one has."""
    longer: dict[str, set[Hashable]] = {}
    for mention, found in meant.items():
        if mention.acronym_key and not found.problem:
            longer.setdefault(mention.acronym_key, set()).add(found.who)
    spelt_out = {m.key for m in meant if m.acronym_key}
    for mention in sorted(plain, key=lambda m: m.key):
        owners = longer.get(mention.key, set())
        by_itself = meant[mention].who == ("new", mention.key)
        if len(owners) == 1 and mention.key not in spelt_out and by_itself:
            meant[mention] = Meant(next(iter(owners)))
    actors = {found.who: found.actor for found in meant.values() if found.actor is not None}
    for mention, found in meant.items():
        if found.actor is None and found.who in actors:
            meant[mention] = Meant(found.who, actors[found.who], "file")
