"""What words say about which terms: the shipped lexicon, a few CSV files that anybody who knows the field can extend.

`data/tagging/issues.csv`, `populations.csv` and `services.csv` give phrases (joined by `|`) a weight for a term;
`ambiguous.csv` names single words that, as a term's name or alias, are too common to mean it alone; `passed_over.csv`
names phrases that say nothing (`registered charity`) or the contrary (`not`), and how far that reaches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ngomap.matching.text_words import word_key
from ngomap.model.shipped import shipped_rows

FILES: Final = {
    "issue": "tagging/issues.csv",
    "population": "tagging/populations.csv",
    "service": "tagging/services.csv",
}
REACHES: Final = ("phrase", "few", "clause")
"""How far a phrase that is passed over reaches: itself, a few words after it, or the rest of its sentence."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`phrases`: weights (0-1) by phrase, for each (vocabulary, slug); `ambiguous`: weights of single words by their
    keys; `passed_over`: the reach of each phrase that says nothing or the contrary.
    """

    phrases: Mapping[tuple[str, str], Sequence[tuple[str, float]]] = field(default_factory=dict)
    ambiguous: Mapping[str, float] = field(default_factory=dict)
    passed_over: Mapping[str, str] = field(default_factory=dict)


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon in `data/tagging`."""
    phrases: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for vocabulary, name in FILES.items():
        for row in shipped_rows(name):
            weight = float(row["weight"])
            phrases.setdefault((vocabulary, row["slug"]), []).extend((p, weight) for p in row["phrases"].split("|"))
    ambiguous = {word_key(row["word"]): float(row["weight"]) for row in shipped_rows("tagging/ambiguous.csv")}
    passed_over = {row["phrase"]: row["reach"] for row in shipped_rows("tagging/passed_over.csv")}
    return Lexicon(phrases, ambiguous, passed_over)
