"""From what the user typed to the actor, term or area that it means."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.cli.session import session
from ngomap.errors import Ambiguous, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.words import Area, Term
from ngomap.store.areas import all_areas, area_aliases, areas_named
from ngomap.store.connection import Map
from ngomap.store.refs import actor_named
from ngomap.store.settings import us
from ngomap.store.terms import all_terms, term_aliases, term_named


def find_actor(map_: Map, text: str, forgiving: bool = True) -> ActorRef:
    """The actor that the REF names; `us` is us. A misspelt name is taken for the nearest one, and that is said.

    Raises NotFound with the nearest names, or Ambiguous with the candidates.
    """
    if text.strip().casefold() == "us":
        return our_actor(map_)
    exact = actor_named(map_, text)
    if exact:
        return exact
    from ngomap.matching.spelling import meant, spelt_alike

    taken = meant(map_, text) if forgiving else None
    if taken:
        session().say(f"Taking {text!r} for {taken.name} ({taken.handle}).")
        return taken
    near = [f"{a.handle} ({a.name})" for a in spelt_alike(map_, text)]
    hint = f"Did you mean {' or '.join(near)}?" if near else "See 'ngomap list', or add it with 'ngomap add'."
    raise NotFound(f"There is no actor {text!r} in the map.", hint)


def our_actor(map_: Map) -> ActorRef:
    """The actor that keeps this map. Raises NotFound if the map does not say."""
    found = us(map_)
    if found is None:
        raise NotFound(
            "The map does not say who you are.", "Add yourselves with 'ngomap add NAME', then: ngomap edit NAME --us"
        )
    return found


def find_term(map_: Map, vocabulary: str, text: str) -> Term:
    """The term that the text names. Raises NotFound with the nearest terms."""
    found = term_named(map_, vocabulary, text)
    if found:
        return found
    from ngomap.matching.nearest import nearest

    terms = [t for t in all_terms(map_) if t.vocabulary == vocabulary]
    named = {t.slug: t.slug for t in terms} | {t.name: t.slug for t in terms}
    slugs = {t.id: t.slug for t in terms}
    named |= {a: slugs[i] for i, aliases in term_aliases(map_).items() if i in slugs for a in aliases}
    near = list(dict.fromkeys(named[n] for n in nearest(text, named, limit=5)))[:3]
    hint = f"Nearest: {', '.join(near)}. " if near else ""
    raise NotFound(
        f"There is no {vocabulary} {text!r} in the vocabulary.",
        f"{hint}See 'ngomap term list {vocabulary}', or make it: ngomap term add {vocabulary} NAME",
    )


def find_terms(map_: Map, vocabulary: str, texts: Iterable[str] | None) -> list[Term]:
    """The terms that the texts name."""
    return [find_term(map_, vocabulary, text) for text in texts or ()]


def find_area(map_: Map, text: str) -> Area:
    """The area that the text names, by handle, place code or name.

    Raises NotFound with the nearest names, or Ambiguous with the candidates.
    """
    found = areas_named(map_, text)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{a.handle}" + (f" ({a.code})" if a.code else "") for a in found[:6])
        raise Ambiguous(f"{text!r} names {len(found)} areas: {names}.", "Use the handle or the place code.")
    from ngomap.matching.nearest import nearest

    areas = all_areas(map_)
    handles = {a.id: a.handle for a in areas}
    named = {alias: handles[id_] for id_, aliases in area_aliases(map_).items() for alias in aliases}
    named |= {a.name: a.handle for a in areas}
    near = list(dict.fromkeys(named[n] for n in nearest(text, named)))
    hint = f"Nearest: {', '.join(near)}. " if near else ""
    raise NotFound(
        f"There is no area {text!r} in the map.", f"{hint}See 'ngomap area list', or make it: ngomap area add NAME"
    )


def find_area_level(map_: Map, text: str, option: str) -> str:
    """The level of areas that the text names. Raises NotFound with those that the map has."""
    levels = sorted({a.level for a in all_areas(map_) if a.level})
    wanted = text.strip().casefold()
    if wanted in levels:
        return wanted
    known = f"Levels in the map: {', '.join(levels)}." if levels else "Give areas one: ngomap area add --level."
    raise NotFound(f"{option}: no area of the map has the level {wanted!r}.", known)
