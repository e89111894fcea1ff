"""Issues, populations and services proposed from free text, each with the words that caused it.

Each phrase of the lexicon, and each name and alias of a term of the map, has a weight between 0 and 1: how surely a
text with it is about the term. The score of a term is 1 - (1 - w1)(1 - w2)... over the different phrases found: one
sure phrase is enough, an ambiguous word (`community`, `need`) needs company. A longer phrase hides the shorter ones
in it (`mental health` is not about `health` in general); a narrower term hides the wider ones above it; what is said
after a denial or in legal boilerplate is passed over. Words in a name count, but less.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.matching.text_lexicon import Lexicon
from ngomap.matching.text_words import Word, keys_of, word_key, words_of
from ngomap.model.words import Term

REVIEW: Final = 0.5
"""From this score on a term is proposed to a person."""
AUTOMATIC: Final = 0.75
"""From this score on an import takes the term by itself, marked as suggested."""
PHRASE_WEIGHT: Final = 0.85
"""Of a name or alias of several words."""
WORD_WEIGHT: Final = 0.7
"""Of a name or alias of one word that is not known to be ambiguous."""
ACRONYM_WEIGHTS: Final = {1: 0.0, 2: 0.3, 3: 0.55}
"""Of a name or alias in capitals, by its length; longer ones count as words. They are met in capitals only."""
NAME_SHARE: Final = 0.75
"""What a phrase in an actor's name counts, as a part of its weight in a text."""
ASIDE_SHARE: Final = 0.3
"""What a phrase outside the main text counts."""
HALF_AS_NEW: Final = 40
"""Words after which half of what the first word has ahead of the last is gone: what matters most is said first."""
LASTING: Final = 0.5
"""What a phrase at the end of a long text counts, as a part of its weight at the beginning."""
LONGEST_ACRONYM: Final = 7
FEW_WORDS: Final = 4
CLAUSE_WORDS: Final = 25


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that a text is about: how surely (0-1), and the words that say so, as written, in order."""

    vocabulary: str
    term: int
    score: float
    words: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: where each next key leads, and what the phrase that ends here says."""

    next: dict[str, _Node]
    weights: dict[int, float]
    reach: str = ""

    def put(self, keys: Iterable[str]) -> _Node:
        node = self
        for key in keys:
            node = node.next.setdefault(key, _Node({}, {}))
        return node


@dataclass(slots=True)
class _Match:
    """Weights of terms from the words `first` to `last` (not included)."""

    first: int
    last: int
    weights: dict[int, float]


@dataclass(slots=True)
class _Evidence:
    """A phrase as first written, and what it weighs in each of the texts it stands in."""

    written: str
    weights: dict[str, float]


class Tagger:
    """Proposes terms of one map's vocabularies; made once, it reads thousands of texts a second."""

    def __init__(self, terms: Sequence[Term], aliases: Mapping[int, Iterable[str]], lexicon: Lexicon) -> None:
        self._terms = {t.id: t for t in terms if t.vocabulary != "sector"}
        self._root = _Node({}, {})
        self._passed_over = _Node({}, {})
        for term in sorted(self._terms.values(), key=lambda t: (t.vocabulary, t.slug)):
            weights: dict[tuple[str, ...], float] = {}
            for phrase in (term.name, *aliases.get(term.id, ())):
                keys, weight = _of_name(phrase, lexicon)
                weights[keys] = max(weight, weights.get(keys, 0.0))
            of_lexicon: dict[tuple[str, ...], float] = {}
            for phrase, weight in lexicon.phrases.get((term.vocabulary, term.slug), ()):
                keys = keys_of(phrase)
                of_lexicon[keys] = max(weight, of_lexicon.get(keys, 0.0))
            for keys, weight in (weights | of_lexicon).items():
                if keys and weight > 0:
                    self._root.put(keys).weights[term.id] = weight
        for phrase, reach in lexicon.passed_over.items():
            self._passed_over.put(keys_of(phrase)).reach = reach

    def suggest(self, text: str, name: str = "", aside: str = "") -> list[Suggestion]:
        """What the text suggests with a score of at least REVIEW, best first; `name` and `aside` (what else is
        written, such as legal objects or notes) make it surer.
        """
        return [s for s in self.scores(text, name, aside) if s.score >= REVIEW]

    def scores(self, text: str, name: str = "", aside: str = "", but: Container[int] = ()) -> list[Suggestion]:
        """Everything the text hints at, however faintly, best first; the terms in `but` are not considered."""
        found: dict[int, dict[str, _Evidence]] = {}
        if not text.strip():
            text, aside = aside, ""
        for source, share, lasting in ((text, 1.0, LASTING), (name, NAME_SHARE, 1.0), (aside, ASIDE_SHARE, 1.0)):
            words = words_of(source)
            for match in self._matches(words):
                written = source[words[match.first].start : words[match.last - 1].end]
                key = " ".join(word.key for word in words[match.first : match.last])
                counts = share * (lasting + (1 - lasting) * 0.5 ** (match.first / HALF_AS_NEW))
                for term, weight in match.weights.items():
                    evidence = found.setdefault(term, {}).setdefault(key, _Evidence(written, {}))
                    evidence.weights[source] = max(weight * counts, evidence.weights.get(source, 0.0))
        kept = self._without_wider([self._scored(term, found[term].values()) for term in found if term not in but])
        return sorted(kept, key=lambda s: (-s.score, s.vocabulary, self._terms[s.term].slug))

    def _scored(self, term: int, found: Iterable[_Evidence]) -> Suggestion:
        found = list(found)
        doubt = 1.0
        for weight in sorted(weight for evidence in found for weight in evidence.weights.values()):
            doubt *= 1 - weight
        words = tuple(dict.fromkeys(evidence.written for evidence in found))
        return Suggestion(self._terms[term].vocabulary, term, 1 - doubt, words)

    def _without_wider(self, suggestions: Sequence[Suggestion]) -> list[Suggestion]:
        """A wider term goes where a narrower one is sure, or as sure as it."""
        implied: dict[int, float] = {}
        for suggestion in suggestions:
            for wider in self._above(suggestion.term):
                implied[wider] = max(suggestion.score, implied.get(wider, 0.0))
        return [s for s in suggestions if implied.get(s.term, 0.0) < min(s.score, AUTOMATIC)]

    def _above(self, term: int) -> list[int]:
        above: list[int] = []
        parent = self._terms[term].parent
        # A circle of terms cannot be made, but a damaged map may hold one.
        while parent in self._terms and parent not in above and parent != term:
            above.append(parent)
            parent = self._terms[parent].parent
        return above

    def _matches(self, words: Sequence[Word]) -> list[_Match]:
        """The phrases found, in order, without what longer ones of the same vocabulary hide."""
        silent = self._silent(words)
        found: list[_Match] = []
        for first, word in enumerate(words):
            # Most words begin no phrase: looking first is twice as fast.
            if first not in silent and (word.key in self._root.next or word.shouted):
                found += [
                    _Match(first, last, node.weights)
                    for last, node in _walk(self._root, words, first)
                    if silent.isdisjoint(range(first, last))
                ]
        kept: list[_Match] = []
        covered: dict[str, list[tuple[int, int]]] = {}
        for match in sorted(found, key=lambda m: (m.first - m.last, m.first)):
            shown = {
                term: weight
                for term, weight in match.weights.items()
                if not any(
                    a <= match.first and match.last <= b and b - a > match.last - match.first
                    for a, b in covered.get(self._terms[term].vocabulary, ())
                )
            }
            for vocabulary in {self._terms[term].vocabulary for term in shown}:
                covered.setdefault(vocabulary, []).append((match.first, match.last))
            if shown:
                kept.append(_Match(match.first, match.last, shown))
        return sorted(kept, key=lambda m: (m.first, m.last))

    def _silent(self, words: Sequence[Word]) -> set[int]:
        """The words that say nothing, or the contrary."""
        silent: set[int] = set()
        at = 0
        while at < len(words):
            if words[at].key not in self._passed_over.next:
                at += 1
                continue
            found = [(end, node.reach) for end, node in _walk(self._passed_over, words, at) if node.reach]
            if not found:
                at += 1
                continue
            end, reach = found[-1]
            last = words[end - 1]
            silent.update(range(at, end))
            after = {"phrase": 0, "few": FEW_WORDS, "clause": CLAUSE_WORDS}[reach]
            for index in range(end, min(end + after, len(words))):
                word = words[index]
                if word.clause != last.clause or (reach == "few" and word.item != last.item):
                    break
                silent.add(index)
            at = end
        return silent


def _walk(root: _Node, words: Sequence[Word], first: int) -> Iterable[tuple[int, _Node]]:
    """The ends of every phrase that begins with a word and stays within its part of a list."""
    begin = words[first]
    nodes = [root]
    for index in range(first, len(words)):
        word = words[index]
        if word.item != begin.item or word.clause != begin.clause:
            return
        reached = [node.next[word.key] for node in nodes if word.key in node.next]
        if word.shouted:
            key = acronym_key(word.key)
            reached += [node.next[key] for node in nodes if key in node.next]
        for node in reached:
            if node.weights or node.reach:
                yield index + 1, node
        # A word that only holds others together may stand anywhere in a phrase, but does not begin one by itself.
        nodes = [*reached, *nodes] if word.joint and index > first else reached
        if not nodes:
            return


def acronym_key(key: str) -> str:
    """The key under which a word is met in capitals only."""
    return "=" + key


def _of_name(phrase: str, lexicon: Lexicon) -> tuple[tuple[str, ...], float]:
    """The keys and the weight of a name or alias of a term."""
    keys = keys_of(phrase)
    letters = phrase.strip()
    if " " not in letters and len(letters) <= LONGEST_ACRONYM and sum(map(str.isupper, letters)) > 1:
        weight = ACRONYM_WEIGHTS.get(len(letters), WORD_WEIGHT)
        return (acronym_key(word_key(letters)),), weight
    if len(keys) > 1:
        return keys, PHRASE_WEIGHT
    return keys, lexicon.ambiguous.get(keys[0], WORD_WEIGHT) if keys else 0.0
