"""Organizations of a file that are spelt differently from one the map has, or from one another, and may be it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from ngomap.importers.records import ActorRow
from ngomap.matching.keys import key_of
from ngomap.matching.organizations import Meant
from ngomap.matching.similar import similar
from ngomap.model.pairs import Entry, Pair
from ngomap.store.connection import Map
from ngomap.store.match_entries import Without, candidates_for, entries
from ngomap.store.match_pairs import keep_pairs

LONG_WORD = 4
"""Letters from which on a word of a name tells anything."""


@dataclass(slots=True)
class Alike:
    """What came of looking: `meant` as before, with the surely alike joined; `joined` in words; `doubtful` pairs by
    what `Meant.who` says, and `names` of those.
    """

    meant: list[Meant]
    joined: list[str] = field(default_factory=list)
    doubtful: list[Pair] = field(default_factory=list)


def join_alike(map_: Map, rows: Sequence[ActorRow], meant: list[Meant], without: Without) -> Alike:
    """Look whether organizations that nobody knows by their exact name are known by another one, or occur twice.

    Sure ones become one; the others stay two and are `doubtful`. Numbers of one register that differ are never one:
    rows of a register are compared only with what the map has from elsewhere.
    """
    fresh: dict[Hashable, ActorRow] = {}
    for row, found in zip(rows, meant, strict=True):
        if found.actor is None and not found.problem and row.facts.get("kind") != "person":
            best = fresh.setdefault(found.who, row)
            if best is not row and len(row.facts) > len(best.facts):
                fresh[found.who] = row
    pairs = _pairs(map_, fresh, without) if fresh else []
    if not pairs:
        return Alike(meant)
    same, doubtful = _joined(pairs, fresh)
    now = [same.get(found.who, found) if found.actor is None else found for found in meant]
    names = [_in_words(fresh[who].name, to, fresh, pairs) for who, to in same.items() if to.by]
    return Alike(now, sorted(filter(None, names)), doubtful)


def keep_doubtful(map_: Map, alike: Iterable[Pair], actors: dict[Hashable, int]) -> int:
    """Put the doubtful pairs on the list for a person, now that all are in the map; how many they are."""
    found = []
    for pair in alike:
        a, b = (x if isinstance(x, int) else actors.get(x) for x in (pair.a, pair.b))
        if a and b and a != b:
            found.append(Pair(a, b, pair.score, False, pair.relation, pair.reasons))
    return keep_pairs(map_, found) if found else 0


def _pairs(map_: Map, fresh: dict[Hashable, ActorRow], without: Without) -> list[Pair]:
    schemes = Counter([scheme for row in fresh.values() for scheme, _ in _once(row.identifiers)])
    register, times = max(schemes.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if times * 2 <= len(fresh):
        new = [_entry(who, row) for who, row in fresh.items()]
        return similar(new, candidates_for(map_, new))
    numbered: list[tuple[Hashable, ActorRow]] = []
    others: list[Entry] = []
    for who, row in fresh.items():
        if register in dict(row.identifiers):
            numbered.append((who, row))
        else:
            others.append(_entry(who, row))
    elsewhere = entries(map_, without.register(map_, register))
    words = {w for e in (*others, *elsewhere) for text in (e.name, e.acronym, *e.aliases) for w in _words(text)}
    contacts = {c for e in (*others, *elsewhere) for c in (e.email, e.website, e.phone) if c}
    may = [
        _entry(who, row) for who, row in numbered
        if not words.isdisjoint(key_of(row.name).split())
        or (contacts and any(row.facts.get(f) in contacts for f in ("email", "website", "phone")))
    ]
    if not may and not others:
        return []
    unnumbered = [*others, *elsewhere]
    return [p for p in similar(unnumbered, may) if not (isinstance(p.a, int) and isinstance(p.b, int))]


def _once(identifiers: tuple[tuple[str, str], ...]) -> Iterable[tuple[str, str]]:
    """One number of each register."""
    return identifiers if len(identifiers) < 2 else dict(identifiers).items()


def _words(text: str) -> list[str]:
    return [word for word in key_of(text).split() if len(word) >= LONG_WORD]


def _entry(who: Hashable, row: ActorRow) -> Entry:
    facts = row.facts
    place = str(facts.get("place") or "")
    street = any(c.isdigit() for c in place)
    return Entry(
        who, row.name, row.aliases, row.acronym, row.identifiers, str(facts.get("email") or ""),
        str(facts.get("website") or ""), str(facts.get("phone") or ""), str(facts.get("country") or ""),
        tuple(filter(None, (*row.areas, row.sits_in))), "" if street else place, place if street else "",
    )  # fmt: skip


def _joined(pairs: list[Pair], fresh: dict[Hashable, ActorRow]) -> tuple[dict[Hashable, Meant], list[Pair]]:
    """Whom the surely alike mean now, and the pairs that stay doubtful. A group that is sure of two actors of the map,
    or would hold two numbers of one register, is not joined.
    """
    group: dict[Hashable, Hashable] = {}

    def root(who: Hashable) -> Hashable:
        while who in group:
            who = group[who]
        return who

    held = {who: {who} for who in fresh} | {p: {p} for pair in pairs for p in (pair.a, pair.b) if isinstance(p, int)}
    doubtful = [pair for pair in pairs if not pair.sure]
    for pair in pairs:
        a, b = root(pair.a), root(pair.b)
        if not pair.sure or a == b:
            continue
        both = held[a] | held[b]
        if _contradict(both, fresh):
            doubtful.append(pair)
        else:
            # An actor of the map stands for its group, else the first by name.
            first, second = sorted((a, b), key=lambda w: (not isinstance(w, int), fresh[w].name if w in fresh else "", str(w)))
            group[second] = first
            held[first] = both
    same: dict[Hashable, Meant] = {}
    for who in fresh:
        to = root(who)
        if isinstance(to, int):
            same[who] = Meant(("actor", to), to, "alike")
        elif to != who:
            same[who] = Meant(to, None, "alike")
    return same, doubtful


def _contradict(members: set[Hashable], fresh: dict[Hashable, ActorRow]) -> bool:
    if sum(isinstance(who, int) for who in members) > 1:
        return True
    numbers: dict[str, set[str]] = {}
    for who in members:
        for scheme, value in fresh[who].identifiers if who in fresh else ():
            numbers.setdefault(scheme, set()).add(value)
    return any(len(values) > 1 for values in numbers.values())


def _in_words(name: str, to: Meant, fresh: dict[Hashable, ActorRow], pairs: list[Pair]) -> str:
    if to.who in fresh:
        return f"{name} = {fresh[to.who].name}"
    reasons = next((p.reasons for p in pairs if p.sure and to.actor in (p.a, p.b)), ())
    return f"{name} ({reasons[0].removesuffix('.')})" if reasons else name
