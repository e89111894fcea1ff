"""Terms proposed from the words of actors: for one text or for thousands, with what was decided before left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ngomap.matching.text_context import in_context
from ngomap.matching.text_lexicon import shipped_lexicon
from ngomap.matching.text_terms import AUTOMATIC, REVIEW, Suggestion, Tagger
from ngomap.model.words import Term
from ngomap.store.connection import Map
from ngomap.store.suggestion_edits import Found, add_suggestions
from ngomap.store.suggestions import Text, decisions, terms_held, texts_of
from ngomap.store.terms import all_terms, term_aliases


@dataclass(frozen=True, slots=True)
class Counts:
    """How many terms were given to actors, marked as suggested, and how many wait for a person."""

    accepted: int
    open: int


def tagger_of(map_: Map) -> Tagger:
    """A tagger for the vocabularies of a map, its own terms and aliases among them."""
    return Tagger(all_terms(map_), term_aliases(map_), shipped_lexicon())


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term proposed for an actor that nobody has decided on, with the words that cause it where they stand."""

    actor: Text
    term: Term
    score: float
    words: tuple[str, ...]

    @property
    def context(self) -> str:
        """The first of the words that the actor's own texts hold, with what is around it."""
        shown = (in_context(text, words) for words in self.words for text in (*self.actor[3:], self.actor[2]))
        return next(filter(None, shown), "")


def proposals(map_: Map, actors: Iterable[Text], threshold: float = REVIEW) -> list[Proposal]:
    """What the mission of each actor (its name, vision and notes make it surer) suggests with at least this score,
    and what an import left open; by handle, the surest first. Reads only.
    """
    of_id = {actor[0]: actor for actor in actors}
    terms = {t.id: t for t in all_terms(map_)}
    found = [
        Proposal(of_id[actor], terms[term], score, words)
        for (actor, term), (state, score, words) in decisions(map_, of_id).items()
        if state == "open"
    ]
    texts = {id_: (mission, f"{vision}\n{notes}".strip()) for id_, (_, _, _, mission, vision, notes) in of_id.items()}
    for id_, suggestions in _undecided(map_, texts).items():
        found += [Proposal(of_id[id_], terms[s.term], s.score, s.words) for s in suggestions]
    at_least = (p for p in found if p.score >= threshold)
    return sorted(at_least, key=lambda p: (p.actor[1], -p.score, p.term.vocabulary, p.term.slug))


def _undecided(map_: Map, texts: Mapping[int, tuple[str, str]]) -> dict[int, list[Suggestion]]:
    """What the text of each actor, and what else it says, suggests and nothing is known of: neither has the actor the
    term, or a narrower one, nor was it ever proposed. A term that was refused, or taken away, hides no wider one.
    """
    tagger = tagger_of(map_)
    parents = {t.id: t.parent for t in all_terms(map_)}
    held = terms_held(map_, texts)
    known: dict[int, set[int]] = {}
    unwanted: dict[int, set[int]] = {}
    for actor, term in held:
        above: int | None = term
        of_actor = known.setdefault(actor, set())
        while above is not None and above not in of_actor:
            of_actor.add(above)
            above = parents.get(above)
    for (actor, term), (state, _, _) in decisions(map_, texts).items():
        known.setdefault(actor, set()).add(term)
        if state == "refused" or (state == "accepted" and (actor, term) not in held):
            unwanted.setdefault(actor, set()).add(term)
    found: dict[int, list[Suggestion]] = {}
    for actor, _, name, *_ in texts_of(map_, texts):
        main, aside = texts[actor]
        suggestions = tagger.scores(main, name, aside, unwanted.get(actor, ()))
        found[actor] = [s for s in suggestions if s.term not in known.get(actor, ())]
    return found


def suggest_for(map_: Map, pairs: Iterable[tuple[int, str]]) -> Counts:
    """Propose terms for actors from a text of each, and store what is new: sure terms (AUTOMATIC) are given to the
    actor, marked as suggested; the others wait for a person. Run again, it changes nothing.
    """
    texts: dict[int, str] = {}
    for actor, text in pairs:
        texts[actor] = f"{texts[actor]}\n{text}" if actor in texts else text
    accepted: list[Found] = []
    waiting: list[Found] = []
    for actor, suggestions in _undecided(map_, {id_: (text, "") for id_, text in texts.items()}).items():
        for s in suggestions:
            if s.score >= REVIEW:
                (accepted if s.score >= AUTOMATIC else waiting).append(Found(actor, s.term, s.score, s.words))
    if accepted or waiting:
        add_suggestions(map_, accepted, waiting)
    return Counts(len(accepted), len(waiting))


def tag_actors(map_: Map, texts: Mapping[int, str]) -> int:
    """`suggest_for` with the texts by actor: how many suggestions are new."""
    counts = suggest_for(map_, texts.items())
    return counts.accepted + counts.open
