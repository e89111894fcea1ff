"""From the options of `add`, `edit` and `person` to checked values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ngomap.cli.references import find_area, find_term
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.errors import InvalidValue
from ngomap.model.facts import fact, identifier
from ngomap.model.points import point
from ngomap.model.text import name_line, one_line, scripts
from ngomap.model.words import VOCABULARIES
from ngomap.store.actor_edits import Lists
from ngomap.store.areas import areas_named
from ngomap.store.connection import Map
from ngomap.store.term_edits import add_term
from ngomap.store.terms import term_named


def actor_fields(map_: Map, texts: Mapping[str, str | None]) -> dict[str, object]:
    """The columns to set, from the options that were given. Raises InvalidValue.

    `texts` has every option by its field, None where it was not given.
    """
    given = {field: text for field, text in texts.items() if text is not None}
    fields: dict[str, object] = {}
    if "lat" in given or "lon" in given:
        fields["lat"], fields["lon"] = point(given.pop("lat", None), given.pop("lon", None))
    if "place" in given:
        fields |= _place(map_, given.pop("place"))
    fields |= {field: fact(field, text) for field, text in given.items()}
    for field, value in fields.items():
        if value == "" and field != "name":
            raise InvalidValue(f"{field}: it is empty.", f"To make it unknown: ngomap edit REF --clear {field}")
    return fields


def _place(map_: Map, text: str) -> dict[str, object]:
    place = one_line(text)
    areas = areas_named(map_, place)
    if len(areas) > 1:
        names = ", ".join(a.handle for a in areas[:5])
        session().say(f"{place!r} names {len(areas)} areas ({names}): kept as words. Use a handle to say which.")
    if len(areas) == 1:
        return {"place": areas[0].name, "area_id": areas[0].id}
    return {"place": place, "area_id": None}


@dataclass(frozen=True, slots=True)
class ListTexts:
    """The repeated options as typed."""

    issue: Sequence[str] | None = None
    population: Sequence[str] | None = None
    service: Sequence[str] | None = None
    sector: Sequence[str] | None = None
    serves: Sequence[str] | None = None
    alias: Sequence[str] | None = None
    identifier: Sequence[str] | None = None


def actor_lists(map_: Map, texts: ListTexts, new_terms: bool = False) -> tuple[Lists, tuple[str, ...]]:
    """The terms, areas, aliases and identifiers that were named, and which terms were made for it.

    Raises NotFound, Ambiguous, InvalidValue.
    """
    serves = tuple(find_area(map_, text).id for text in texts.serves or ())
    terms: list[int] = []
    made: list[str] = []
    for vocabulary in VOCABULARIES:
        for text in getattr(texts, vocabulary) or ():
            if new_terms and not term_named(map_, vocabulary, text):
                term = add_term(map_, vocabulary, text)
                undo = command("term", "remove", vocabulary, term.slug)
                made.append(f"Made the {vocabulary} {term.name} ({term.slug}). Undo: {undo}")
            else:
                term = find_term(map_, vocabulary, text)
            terms.append(term.id)
    aliases = tuple(name_line(a) for a in texts.alias or ())
    return Lists(aliases, tuple(identifier(t) for t in texts.identifier or ()), tuple(terms), serves), tuple(made)


def warn_of_mixed_scripts(name: str) -> None:
    """Letters of look-alike scripts in one name are usually a slip, or a trick."""
    if len(scripts(name) & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
        session().say(f"{name!r} mixes letters of several scripts; check that it is spelt as meant.")
