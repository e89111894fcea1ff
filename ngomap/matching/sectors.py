"""Sectors as a 3W names them - by code, by name, with prefixes and misspellings - to issues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from ngomap.model.text import name_key
from ngomap.model.words import Term

KNOWN_PREFIX: Final = "Operational Presence"
SAME_PREFIX: Final = 85.0
"""From this similarity (0-100) on, two prefixes are one, misspelt."""
COMMON: Final = 0.8
"""The share of a column's names that must carry a prefix for it to be the column's and not the sector's."""
_SUFFIX: Final = re.compile(r"[_\-. ]([A-Za-z0-9]{1,3})$")

Mention = tuple[str, str]
"""The name and the code of a sector as a row gives them; either may be empty."""
Find = Callable[[str], Term | None]


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the file: the issue it is, or what a new issue is to be called. `label` is what the file calls it."""

    label: str
    term: Term | None
    name: str
    aliases: tuple[str, ...] = ()


def resolve_sectors(mentions: Iterable[Mention], find: Find) -> dict[Mention, Sector]:
    """What each sector of a file is. The code decides: two codes are two sectors though their names be equal, unless
    the vocabulary itself knows both codes as one issue. Without a code the name decides.
    """
    counted = Counter(mentions)
    cleaned = clean_names(name for name, _ in counted)
    suffix = _common_suffix({code for _, code in counted if code})
    names: dict[str, Counter[str]] = {}
    spelt: dict[str, str] = {}
    for (name, code), times in sorted(counted.items()):
        if code:
            key = name_key(code)
            spelt.setdefault(key, code)
            bearing = names.setdefault(key, Counter())
            if name:
                bearing[cleaned[name]] += times
    coded = _coded({key: (spelt[key], _most_usual(names[key])) for key in sorted(names)}, suffix, find)
    meant: dict[Mention, Sector] = {}
    spellings: dict[str, Counter[str]] = {}
    for (name, code), times in counted.items():
        if not code:
            spellings.setdefault(name_key(cleaned[name]), Counter())[cleaned[name]] += times
    for name, code in sorted(counted):
        if code:
            meant[name, code] = coded[name_key(code)]
            continue
        key = name_key(cleaned[name])
        bearers = {c for c, known_as in names.items() if any(name_key(n) == key for n in known_as)}
        if len(bearers) == 1:
            meant[name, code] = coded[bearers.pop()]
        else:
            usual = _most_usual(spellings[key])
            meant[name, code] = Sector(usual, find(name) or find(usual), usual)
    return meant


def _coded(codes: dict[str, tuple[str, str]], suffix: str, find: Find) -> dict[str, Sector]:
    """The sector of each code, from how the code is written and the name most rows give it."""
    bare = {key: code.removesuffix(suffix) or code for key, (code, _) in codes.items()}
    found = {key: find(code) or find(bare[key]) for key, (code, _) in codes.items()}
    taken = {term.id for term in found.values() if term}
    wanted = Counter(name_key(name) for key, (_, name) in codes.items() if not found[key])
    sectors: dict[str, Sector] = {}
    for key, (code, name) in codes.items():
        term = found[key]
        called = name or bare[key]
        if term is None and name:
            by_name = find(name)
            if by_name and by_name.id not in taken:
                term = by_name
                taken.add(term.id)
            elif by_name or wanted[name_key(name)] > 1:
                called = f"{name} ({bare[key]})"
        aliases = dict.fromkeys(a for a in (bare[key], code) if name_key(a) != name_key(called))
        sectors[key] = Sector(code, term, called, () if term else tuple(aliases))
    return sectors


def clean_names(names: Iterable[str]) -> dict[str, str]:
    """Each name without what a column puts before all of its names, misspelt or not.

    >>> clean_names(["Operational Presence: Health", "Operatioanl Presence: Water"])["Operatioanl Presence: Water"]
    'Water'
    >>> clean_names(["Protection: Mines", "Health"])["Protection: Mines"]
    'Protection: Mines'
    """
    distinct = sorted({name for name in names if name})
    prefixes = {name: name.partition(": ")[0] if ": " in name else "" for name in distinct}
    usual = _most_usual(Counter(p for p in prefixes.values() if p))
    alike = [name for name, prefix in prefixes.items() if prefix and _same(prefix, usual)]
    common = len(distinct) > 1 and len(alike) >= COMMON * len(distinct)
    cleaned = {name: name for name in (*distinct, "")}
    for name, prefix in prefixes.items():
        if prefix and (_same(prefix, KNOWN_PREFIX) or (common and name in alike)):
            cleaned[name] = name.partition(": ")[2].strip() or name
    return cleaned


def _same(a: str, b: str) -> bool:
    return fuzz.ratio(name_key(a), name_key(b)) >= SAME_PREFIX


def _common_suffix(codes: set[str]) -> str:
    """What all codes end in (`_OP`), if it is no part of a code."""
    ends = {found[0] if (found := _SUFFIX.search(code)) else "" for code in codes}
    if len(ends) != 1:
        return ""
    end = ends.pop()
    return end if len(codes) > 1 or end.casefold() in ("_op", "-op") else ""


def _most_usual(counted: Counter[str]) -> str:
    return min(counted, key=lambda text: (-counted[text], text), default="")
