"""Decisions on proposed terms: which proposal a word means, and the commands that take a decision back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ngomap.cli.undoing import command
from ngomap.errors import Ambiguous, NotFound
from ngomap.intake.tagging import Proposal
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.answers import Change
from ngomap.model.text import counted, name_key
from ngomap.model.words import VOCABULARIES, Term
from ngomap.store.actors import actor_by_id
from ngomap.store.connection import Map
from ngomap.store.suggestion_edits import Found, decide, doubt
from ngomap.store.suggestions import decisions, terms_held, texts_of
from ngomap.store.terms import all_terms
from ngomap.store.writing import write

Stored = tuple[Term, str, float, tuple[str, ...]]
"""A term, the state of its suggestion, its score and words."""


def chosen(
    map_: Map, actor: ActorRef | None, shown: Sequence[Proposal], texts: Sequence[str], state: str
) -> list[Proposal]:
    """The proposals that some texts name: those shown, and of one actor also what was decided otherwise before. What
    is decided so already is left out. Raises NotFound, Ambiguous.
    """
    found: list[Proposal] = []
    for text in texts:
        open_ = [p for p in shown if _means(text, p.term)]
        if open_:
            _one_vocabulary(text, [p.term for p in open_])
            found += open_
            continue
        stored = [s for s in _stored(map_, actor) if _means(text, s[0])] if actor else []
        _one_vocabulary(text, [s[0] for s in stored])
        if not stored:
            whose = f" for {actor.name}" if actor else ""
            raise NotFound(
                f"{text!r} is not among the proposals shown{whose}.",
                "See them without --accept and --refuse; a lower --threshold shows more.",
            )
        whole = texts_of(map_, [actor.id])[0] if actor else shown[0].actor
        found += [Proposal(whole, term, score, words) for term, was, score, words in stored if was != state]
    return list({(p.actor[0], p.term.id): p for p in found}.values())


def _stored(map_: Map, actor: ActorRef) -> list[Stored]:
    terms = {t.id: t for t in all_terms(map_)}
    return [(terms[term], *decision) for (_, term), decision in decisions(map_, [actor.id]).items()]


def _means(text: str, term: Term) -> bool:
    vocabulary, colon, name = text.partition(":")
    if colon and vocabulary.strip() in VOCABULARIES:
        return vocabulary.strip() == term.vocabulary and _means(name, term)
    return name_key(text) in (name_key(term.slug), name_key(term.name)) or text.strip() == term.slug


def _one_vocabulary(text: str, terms: Iterable[Term]) -> None:
    named = sorted({f"{t.vocabulary}:{t.slug}" for t in terms})
    if len(named) > 1:
        raise Ambiguous(f"{text!r} names {len(named)} proposals: {', '.join(named)}.", "Write it with its vocabulary.")


def mentioned(proposals: Sequence[Proposal]) -> str:
    """Proposals in a few words: of whom, and what."""
    of_actor: dict[str, list[str]] = {}
    for proposal in proposals:
        of_actor.setdefault(proposal.actor[2], []).append(proposal.term.slug)
    whole = [f"{', '.join(slugs)} ({name})" for name, slugs in of_actor.items()]
    more = f" and more of {counted(len(whole) - 5, 'other')}" if len(whole) > 5 else ""
    return "; ".join(whole[:5]) + more


def undo_decisions(map_: Map, accepted: Sequence[Proposal], refused: Sequence[Proposal]) -> str:
    """The commands that put each decided proposal back to what it was."""
    before = decisions(map_, {p.actor[0] for p in (*accepted, *refused)})
    back: dict[str, list[object]] = {}
    again: dict[str, list[object]] = {}
    for proposal in (*accepted, *refused):
        id_, handle, *_ = proposal.actor
        term = f"{proposal.term.vocabulary}:{proposal.term.slug}"
        back.setdefault(handle, []).extend(("--reopen", term))
        was = before.get((id_, proposal.term.id), ("open",))[0]
        if was != "open":
            again.setdefault(handle, []).extend(("--accept" if was == "accepted" else "--refuse", term))
    return " && ".join(command("suggest-terms", handle, *words) for group in (back, again) for handle, words in group.items())


def reopened(map_: Map, actor: ActorRef, texts: Sequence[str]) -> Change:
    """What was accepted or refused is a proposal again; an accepted term is taken from the actor."""
    named: list[Stored] = []
    for text in texts:
        found = [s for s in _stored(map_, actor) if _means(text, s[0])]
        _one_vocabulary(text, [s[0] for s in found])
        if not found:
            raise NotFound(f"Nothing was decided on {text!r} for {actor.name}.", f"See 'ngomap show {actor.handle}'.")
        named += [s for s in found if s[1] != "open"]
    with write(map_):
        decide(map_, [Found(actor.id, term.id, score, words) for term, _, score, words in named], "open")
    words: list[object] = []
    for term, was, _, _ in named:
        words += ["--accept" if was == "accepted" else "--refuse", f"{term.vocabulary}:{term.slug}"]
    slugs = [term.slug for term, *_ in named]
    text = f"Proposed again for {actor.name}: {', '.join(slugs)}." if slugs else f"Nothing changed for {actor.name}."
    undo = command("suggest-terms", actor.handle, *words) if words else ""
    return Change("reopened", "term", {"handle": actor.handle, "terms": slugs}, text, undo)


def doubted(map_: Map, actor: ActorRef, texts: Sequence[str]) -> Change:
    """Terms that the actor has are marked as suggested until somebody verifies them."""
    held = {term for _, term in terms_held(map_, [actor.id])}
    marked = {term for (_, term), (state, _, _) in decisions(map_, [actor.id]).items() if state == "accepted"}
    terms: list[Term] = []
    for text in texts:
        found = [t for t in all_terms(map_) if t.id in held and _means(text, t)]
        _one_vocabulary(text, found)
        if not found:
            raise NotFound(f"{actor.name} does not have the term {text!r}.", f"See 'ngomap show {actor.handle}'.")
        terms += [t for t in found if t.id not in marked]
    with write(map_):
        doubt(map_, [(actor.id, term.id) for term in terms])
    slugs = [t.slug for t in terms]
    text = f"Marked as suggested for {actor.name}: {', '.join(slugs)}." if slugs else f"Nothing changed for {actor.name}."
    undo = _settling(actor_by_id(map_, actor.id)) if slugs else ""
    return Change("doubted", "term", {"handle": actor.handle, "terms": slugs}, text, undo)


def _settling(actor: Actor) -> str:
    """The commands that settle an actor's terms and leave the day it was verified as it is."""
    if actor.verified_on:
        return command("verify", actor.handle, "--on", actor.verified_on)
    return f"{command('verify', actor.handle)} && {command('edit', actor.handle, '--clear', 'verified_on')}"
