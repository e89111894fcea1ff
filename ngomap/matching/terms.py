"""Words of the four vocabularies to the terms they mean, for many words at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ngomap.matching.keys import key_of
from ngomap.matching.nearest import nearest
from ngomap.model.words import Term


class TermIndex:
    """Every term by slug, name and alias; it finds what `store.terms.term_named` finds, without asking the map."""

    def __init__(self, terms: Iterable[Term], aliases: Mapping[int, Iterable[str]]) -> None:
        self._slugs: dict[tuple[str, str], Term] = {}
        self._names: dict[tuple[str, str], Term] = {}
        self._aliases: dict[tuple[str, str], Term] = {}
        for term in terms:
            self.add(term, aliases.get(term.id, ()))

    def add(self, term: Term, aliases: Iterable[str] = ()) -> None:
        """A further term."""
        self._slugs.setdefault((term.vocabulary, term.slug), term)
        self._names.setdefault((term.vocabulary, key_of(term.name)), term)
        for alias in aliases:
            self._aliases.setdefault((term.vocabulary, key_of(alias)), term)

    def find(self, vocabulary: str, text: str) -> Term | None:
        """The term with this slug, name or alias (case, accents and punctuation aside), or None."""
        key = (vocabulary, key_of(text))
        return self._slugs.get((vocabulary, text.strip().casefold())) or self._names.get(key) or self._aliases.get(key)

    def near(self, vocabulary: str, text: str) -> list[str]:
        """The slugs of the terms most like the text, best first."""
        tables = (self._aliases, self._names, self._slugs)
        named = {key: term.slug for table in tables for (of, key), term in table.items() if of == vocabulary}
        return list(dict.fromkeys(named[key] for key in nearest(text, named, limit=5)))[:3]
