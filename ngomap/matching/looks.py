"""An organization prepared for comparing: each fact as the key that its spellings share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ngomap.matching.contact_keys import address_key, domain_key, email_key, phone_key, place_words, street_words
from ngomap.matching.keys import key_of
from ngomap.matching.names import Name, flat, looks_short, name_of
from ngomap.model.facts import UNSTATED_REGISTER
from ngomap.model.pairs import Entry

Where = Literal["same", "unknown", "apart", "abroad"]
SHORTEST_TOLD: Final = 3
"""An acronym of two letters belongs to too many."""


@dataclass(slots=True, eq=False)
class Look:
    """An entry with its keys. `names` begins with its name; aliases follow, and names found in brackets,
    whose keys are `partial`.
    """

    at: int
    entry: Entry
    new: bool
    names: tuple[Name, ...]
    acronyms: frozenset[str]
    short: str
    email: str
    domain: str
    phone: str
    address: tuple[str, str]
    place: frozenset[str]
    area: tuple[str, ...]
    around: frozenset[str]
    street: frozenset[str]
    partial: frozenset[str]


def looks_of(new: Sequence[Entry], known: Sequence[Entry]) -> list[Look]:
    """All entries prepared, in an order that does not depend on the order of rows."""
    marked = [(entry, True) for entry in new] + [(entry, False) for entry in known]
    marked.sort(key=lambda m: (m[0].name, m[0].country, m[0].place, m[0].address, repr(m[0].id), not m[1]))
    return [_look(at, entry, is_new) for at, (entry, is_new) in enumerate(marked)]


def _look(at: int, entry: Entry, new: bool) -> Look:
    first = name_of(entry.name, entry.acronym)
    acronyms = set(first.acronyms)
    whole = [first]
    for alias in entry.aliases:
        if looks_short(alias) and flat(alias):
            acronyms.add(flat(alias))
        else:
            whole.append(name_of(alias))
            acronyms |= whole[-1].acronyms
    names = {name.key: name for name in reversed(whole)}
    parts = {name.key: name for name in (name_of(text) for text in first.others) if name.key not in names}
    place = place_words(entry.place)
    area = tuple(filter(None, map(key_of, entry.area)))
    # A name of one word that is written like an acronym, or of few letters, may be another's acronym.
    one_word = len(first.words) == 1 and " " not in entry.name.strip()
    return Look(
        at, entry, new, (*list(names.values())[::-1], *parts.values()), frozenset(a for a in acronyms if len(a) >= SHORTEST_TOLD),
        flat(entry.name) if one_word and len(flat(entry.name)) >= SHORTEST_TOLD else "",
        email_key(entry.email), domain_key(entry.website) or domain_key(email_key(entry.email)), phone_key(entry.phone),
        address_key(entry.address), place, area,
        place | frozenset(w for text in area for w in place_words(text)), street_words(entry.address), frozenset(parts),
    )  # fmt: skip


def where(a: Look, b: Look) -> Where:
    """Whether two organizations are in one place, as far as it is known: in one country, then town, then area."""
    if a.entry.country and b.entry.country and a.entry.country != b.entry.country:
        return "abroad"
    if a.place and b.place:
        near = a.place & b.around or b.place & a.around
        return "same" if near else "apart"
    if a.area and b.area:
        return "same" if a.area[0] in b.area or b.area[0] in a.area else "apart"
    return "same" if a.around & b.around else "unknown"


def same_identifiers(a: Look, b: Look) -> list[tuple[str, str]]:
    """The numbers that both have."""
    return sorted(set(a.entry.identifiers) & set(b.entry.identifiers))


def contradict(a: Look, b: Look) -> bool:
    """Whether both have a number in one register, and none the same. Numbers of unstated registers may be of two."""
    ours, theirs = dict(_by_register(a)), dict(_by_register(b))
    return any(not (values & theirs[register]) for register, values in ours.items() if register in theirs)


def _by_register(look: Look) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for register, value in look.entry.identifiers:
        if register != UNSTATED_REGISTER:
            held.setdefault(register, set()).add(value)
    return held
