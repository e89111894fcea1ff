"""Invented names for a register: of places, people and organizations, with chapters, twins and misspellings."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

BEGINNINGS: Final = (
    "Ash", "Bar", "Cala", "Dor", "Elm", "Fen", "Gara", "Hol", "Ika", "Jun", "Kisi", "Lam", "Mara", "Nya", "Oro", "Pem",
    "Quin", "Rusi", "Sala", "Tam", "Uma", "Val", "Wim", "Yari", "Zan", "Bél", "Côt", "Mün",
)  # fmt: skip
ENDINGS: Final = (
    "bay", "combe", "dale", "field", "ford", "gate", "ham", "kura", "lands", "mere", "mouth", "nga", "port", "ridge",
    "rivo", "stead", "ton", "vale", "wick", "zi",
)  # fmt: skip
PARTS_OF_TOWN: Final = (
    "Mill Lane", "Old Town", "Lower Quarter", "Station Road", "North Hill", "South Bank", "Market Square", "Harbour",
    "Upper Meadow", "East Gate", "West End", "New Estate", "Riverside", "Brick Yard", "Orchard", "Spring Wells",
)  # fmt: skip
VIRTUES: Final = (
    "United", "Hope for", "Voices of", "Friends of", "Action for", "Open", "Fair", "Green", "Brave", "Common", "Bright",
    "Caring for", "Rising", "Allied", "First", "Free", "Joint", "Lasting", "Near", "Young",
)  # fmt: skip
TOPICS: Final = (
    "Children", "Women", "Farmers", "Elections", "Water", "Health", "Forests", "Literacy", "Widows", "Refugees",
    "Street Children", "Fishers", "Elders", "Youth", "Rights", "Housing", "Clinics", "Girls", "Budgets", "Courts",
    "Rivers", "Nurses", "Theatre", "Journalists", "Tenants", "Weavers", "Schools", "Midwives", "Herders", "Peace",
)  # fmt: skip
FORMS: Final = (
    "Association", "Network", "Foundation", "Fellowship", "Trust", "Initiative", "Centre", "Alliance", "Forum", "Union",
    "Society", "Group", "Council", "Mission", "Project", "Institute", "Club", "League",
)  # fmt: skip
GIVEN: Final = (
    "Amara", "Boris", "Chidi", "Dalia", "Élodie", "Farid", "Grace", "Hana", "Ivo", "Jomo", "Kofi", "Lena", "Musa",
    "Nadia", "Oskar", "Priya", "Rosa", "Samir", "Tove", "Wanjiru",
)  # fmt: skip
CHAPTERS, TWINS, MISSPELT = 0.05, 0.01, 0.02
"""Which parts of the organizations are a chapter of another, have the name of one elsewhere, or are one entered twice."""


def town_names(chance: random.Random) -> Iterator[str]:
    """Names of towns, without end; they come back now and then, as real ones do."""
    while True:
        yield chance.choice(BEGINNINGS) + chance.choice(ENDINGS)


def misspelt(name: str, chance: random.Random) -> str:
    """The name with two letters in the wrong order."""
    at = chance.randrange(1, len(name) - 2)
    return f"{name[:at]}{name[at + 1]}{name[at]}{name[at + 2 :]}"


def actor_names(
    people: Sequence[bool], places: Sequence[str], towns: Sequence[str], chance: random.Random
) -> tuple[list[str], dict[int, int], dict[int, int]]:
    """A name for everybody, by position; the head of each chapter, and the true entry of each that was entered twice.
    The first that is an organization is never either.
    """
    names: list[str] = []
    heads: dict[int, int] = {}
    twice: dict[int, int] = {}
    organizations: list[int] = []
    national: list[int] = []
    for n, (person, place, town) in enumerate(zip(people, places, towns, strict=True)):
        kind = chance.random()
        if person:
            names.append(f"{chance.choice(GIVEN)} {chance.choice(BEGINNINGS)}{chance.choice(ENDINGS)}")
            continue
        if kind < CHAPTERS and national:
            head = national[int(len(national) * chance.random() ** 2)]
            heads[n] = head
            names.append(f"{names[head]} of {place}, {town}")
        elif kind < CHAPTERS + MISSPELT and organizations:
            twice[n] = organizations[int(len(organizations) * chance.random())]
            names.append(misspelt(names[twice[n]], chance))
        elif kind < CHAPTERS + MISSPELT + TWINS and organizations:
            names.append(names[organizations[int(len(organizations) * chance.random())]])
        else:
            virtue, topic, form = (words[int(len(words) * chance.random() ** 1.5)] for words in (VIRTUES, TOPICS, FORMS))
            where = f" of {town}" if kind < 0.7 else f" of {place}, {town}" if kind < 0.95 else ""
            names.append(f"{virtue} {topic} {form}{where}")
            organizations.append(n)
            if not where:
                national.append(n)
    return names, heads, twice
