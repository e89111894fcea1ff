"""`ngomap add` without a name: the fields, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from ngomap.cli.actor_fields import ListTexts, actor_fields
from ngomap.cli.asking import ask, ask_many
from ngomap.cli.references import find_area, find_term
from ngomap.errors import UsageError
from ngomap.model.actors import KINDS, LEVELS
from ngomap.model.text import name_line, one_line
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.terms import all_terms

QUESTIONS = (
    ("kind", "Kind (empty: ngo; Tab shows the kinds)", KINDS),
    ("level", "Level: local, regional, national, international", LEVELS),
    ("place", "Place", ()),
    ("website", "Web site", ()),
    ("email", "E-mail", ()),
    ("phone", "Telephone", ()),
    ("mission", "What it is there for, in a sentence", ()),
    ("source", "Where you know it from", ()),
)


def ask_for_actor(
    map_: Map, given: Mapping[str, str | None], lists: ListTexts, new_terms: bool
) -> tuple[dict[str, str | None], ListTexts]:
    """Ask for what was not given as an option; an empty answer leaves the field unknown. `new_terms`: terms that are
    not known will be made.
    """
    texts = dict(given)
    texts["name"] = ask("Name (empty: stop)", check=name_line)
    if not texts["name"]:
        raise UsageError("Nothing was added.")
    places = [a.name for a in all_areas(map_)]
    for field, label, choices in QUESTIONS:
        if texts[field] is None:
            texts[field] = ask(label, places if field == "place" else choices, partial(_check_field, map_, field))
    slugs: dict[str, list[str]] = {}
    for term in all_terms(map_):
        slugs.setdefault(term.vocabulary, []).append(term.slug)
    for vocabulary, label in (("issue", "Issues"), ("population", "Whom it serves"), ("service", "Services")):
        if not getattr(lists, vocabulary):
            check = one_line if new_terms else partial(find_term, map_, vocabulary)
            names = ask_many(label, slugs.get(vocabulary, []), check)
            lists = replace(lists, **{vocabulary: names})
    if not lists.serves:
        lists = replace(lists, serves=ask_many("Areas it serves", places, partial(find_area, map_)))
    return texts, lists


def _check_field(map_: Map, field: str, text: str) -> None:
    actor_fields(map_, {field: text})
