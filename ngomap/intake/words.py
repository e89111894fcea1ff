"""The words of a file - issues, populations, services, sectors, areas - as what the map has or gets for them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ngomap.importers.records import ActorRow
from ngomap.intake.wishes import Wishes
from ngomap.matching.areas import AreaIndex
from ngomap.matching.keys import key_of
from ngomap.matching.terms import TermIndex
from ngomap.model.words import VOCABULARIES, Area, Term
from ngomap.store.area_edits import add_area
from ngomap.store.areas import all_areas, area_aliases
from ngomap.store.connection import Map
from ngomap.store.term_edits import add_term
from ngomap.store.terms import all_terms, term_aliases

ANY: Final = "any"
"""Not a vocabulary: a word that is a term if some vocabulary has it, and a remark if none has."""

Word = tuple[str, str]
NOTHING: Final = frozenset[int]()


Resolved = tuple[dict[str, object], frozenset[int], frozenset[int]]
"""A row's facts, and its words as ids of terms and areas."""


class Words:
    """Finds and makes the terms and areas that rows name. `new_terms` and `new_areas` are those it made."""

    def __init__(self, map_: Map, wishes: Wishes) -> None:
        self.map = map_
        self.wishes = wishes
        self.terms = TermIndex(all_terms(map_), term_aliases(map_))
        self.areas = AreaIndex(all_areas(map_), area_aliases(map_))
        self.sectors_are = "sector"
        self.new_terms: list[Term] = []
        self.new_areas: list[Area] = []
        # Cells repeat from row to row; what they mean is worked out once.
        self._ids = lru_cache(maxsize=50_000)(self._term_ids)
        self._named = lru_cache(maxsize=50_000)(self.areas.named)
        self._first = lru_cache(maxsize=50_000)(self._first_named)
        self._unknown = lru_cache(maxsize=50_000)(self._unknown_words)

    def settle_sectors(self, words: Iterable[Word]) -> bool:
        """A column called "sector" often holds issues, as humanitarian clusters are; what most of its words are
        decides. Whether they are issues.
        """
        sectors = {word for vocabulary, word in words if vocabulary == "sector"}
        as_sector, as_issue = (sum(self.terms.find(v, w) is not None for w in sectors) for v in ("sector", "issue"))
        if as_issue > as_sector:
            self.sectors_are = "issue"
        return as_issue > as_sector

    def problem(self, row: ActorRow) -> str:
        """Why the words of a row cannot be taken, or nothing."""
        reasons = self._unknown(row.terms) if row.terms else ()
        if row.serves or row.sits_in:
            for text in filter(None, (*row.serves, row.sits_in)):
                meant = self._named(text)
                if len(meant) > 1:
                    names = ", ".join(sorted(a.handle for a in meant)[:5])
                    reasons += (f"{text!r} names {len(meant)} areas: {names}. Use the handle or the place code.",)
        return " ".join(reasons) if reasons else ""

    def _unknown_words(self, words: tuple[Word, ...]) -> tuple[str, ...]:
        reasons = []
        for vocabulary, word in self._meant(words):
            if vocabulary == ANY or self.wishes.new_terms or self.terms.find(vocabulary, word):
                continue
            near = self.terms.near(vocabulary, word)
            parts = [part.strip() for part in word.split(",")]
            if len(parts) > 1 and all(self.terms.find(vocabulary, part) for part in parts):
                hint = "If these are several, say so with --separator ','."
            else:
                hint = f"Nearest: {', '.join(near)}. " if near else ""
                hint += "Make new ones with --new-term."
            reasons.append(f"There is no {vocabulary} {word!r}. {hint}")
        return tuple(reasons)

    def _meant(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        return tuple((self.sectors_are if v == "sector" else v, word) for v, word in words)

    def make(self, rows: Iterable[ActorRow]) -> None:
        """Make the terms and areas that these rows name and the map has not."""
        rows = list(rows)
        words = {pair for terms in {row.terms for row in rows} for pair in terms}
        for vocabulary, word in sorted(self._meant(tuple(words)), key=lambda pair: (pair[0], key_of(pair[1]), pair[1])):
            if vocabulary != ANY and self.terms.find(vocabulary, word) is None:
                self.new_terms.append(add_term(self.map, vocabulary, word))
                self.terms.add(self.new_terms[-1])
                self._ids.cache_clear()
        places = {text for row in rows if row.serves or row.sits_in for text in (*row.serves, row.sits_in) if text}
        for text in sorted(places, key=lambda t: (key_of(t), t)):
            if not self.areas.named(text):
                self.new_areas.append(add_area(self.map, text, audience=self.wishes.audience_of("area")))
                self.areas.add(self.new_areas[-1])
                self._named.cache_clear()
                self._first.cache_clear()

    def resolved(self, row: ActorRow) -> Resolved:
        """The row's facts and words as the map has them; to be asked after `make`."""
        facts = row.facts
        terms, remarks = self._ids(row.terms) if row.terms else (NOTHING, ())
        if remarks or row.remarks:
            remarks = (*row.remarks, *remarks)
            facts = {**facts, "notes": "\n".join(filter(None, [str(facts.get("notes") or ""), *remarks]))}
        if "place" in facts or row.sits_in:
            facts = dict(facts)
            self._place(row, facts)
        return facts, terms, frozenset([self._named(text)[0].id for text in row.serves]) if row.serves else NOTHING

    def _place(self, row: ActorRow, facts: dict[str, object]) -> None:
        if "place" in facts:
            named = self._first(row.areas) if row.areas else None
            facts["area_id"] = named.id if named else None
            if named:
                text = str(facts["place"])
                if self._named(text) == [named] and key_of(text) != key_of(named.name):
                    # A place code or handle says where, but not in words.
                    facts["place"] = named.name
        if row.sits_in:
            facts["area_id"] = self._named(row.sits_in)[0].id

    def _first_named(self, texts: tuple[str, ...]) -> Area | None:
        """The first area that one of the texts names without doubt."""
        return next((meant[0] for text in texts if len(meant := self._named(text)) == 1), None)

    def _term_ids(self, words: tuple[Word, ...]) -> tuple[frozenset[int], tuple[str, ...]]:
        found: set[int] = set()
        remarks: list[str] = []
        for vocabulary, word in self._meant(words):
            asked = VOCABULARIES if vocabulary == ANY else (vocabulary,)
            term = next((t for v in asked if (t := self.terms.find(v, word))), None)
            if term:
                found.add(term.id)
            else:
                remarks.append(word)
        return frozenset(found), (f"Also: {', '.join(remarks)}",) if remarks else ()
