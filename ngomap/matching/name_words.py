"""What is known of the words in names of organizations: legal forms, spellings, common and contrasting words, places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ngomap.matching.keys import key_of
from ngomap.model.shipped import shipped_rows


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words with a part of their own in names.

    `same` maps a spelling or abbreviation to the word it stands for. `common` words tell little, `contrast` words make
    two organizations of two names, `branch` words make a chapter of a name. `places` are countries and what is said of
    those who live there. `street` are those of addresses. `meaning` maps a word of another language, and a people, to an
    English word or the country. `legal` are legal forms, `form_ends` the first and last words of these; those in `marked`
    count only with dots or behind a comma, and `forms` are those that make a body of its own, in their usual spelling.
    """

    same: dict[str, str]
    meaning: dict[str, str]
    meanings: frozenset[str]
    small: frozenset[str]
    common: frozenset[str]
    contrast: frozenset[str]
    branch: frozenset[str]
    places: frozenset[str]
    directions: frozenset[str]
    street: frozenset[str]
    legal: frozenset[str]
    form_ends: frozenset[str]
    forms: dict[str, str]
    marked: frozenset[str]


@cache
def name_words() -> NameWords:
    """The words, as shipped."""
    rows = shipped_rows("matching/words.csv")
    roles = {
        role: frozenset(r["word"] for r in rows if r["role"] == role)
        for role in ("small", "common", "contrast", "branch", "direction", "street")
    }
    forms = shipped_rows("matching/legal_forms.csv")
    countries = [
        key_of(text)
        for r in shipped_rows("countries.csv")
        for text in (r["name"], *filter(None, r["aliases"].split("|")))
    ]
    country_names = {r["code"]: key_of(r["name"]) for r in shipped_rows("countries.csv")}
    peoples = {r["word"]: country_names.get(r["country"], "") for r in shipped_rows("matching/demonyms.csv")}
    translations = {r["word"]: r["meaning"] for r in shipped_rows("matching/translations.csv")}
    return NameWords(
        {r["word"]: r["meaning"] for r in rows if r["role"] == "same"},
        {**translations, **{word: country for word, country in peoples.items() if country and " " not in country}},
        frozenset(w for text in translations.values() for w in text.split()),
        roles["small"], roles["common"], roles["contrast"], roles["branch"],
        frozenset(w for text in (*countries, *peoples) for w in text.split() if w not in roles["small"] and len(w) > 1)
        - roles["common"] - roles["contrast"] - roles["branch"],
        roles["direction"], roles["street"], frozenset(r["form"] for r in forms),
        frozenset(w for r in forms for w in (r["form"].split()[0], r["form"].split()[-1])),
        {r["form"]: r["incorporates"] for r in forms if r["incorporates"]},
        frozenset(r["form"] for r in forms if r["only_marked"]),
    )  # fmt: skip
