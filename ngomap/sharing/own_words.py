"""The values of an entry as words that its organization understands, and its words as values again."""

from __future__ import annotations

from typing import Final

from ngomap.errors import InvalidValue
from ngomap.exporters.form_sheets import called, in_order
from ngomap.matching.areas import AreaIndex
from ngomap.matching.terms import TermIndex
from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.coverage import ROLES
from ngomap.model.facts import fact, identifier
from ngomap.model.own_entry import LAYOUT, WORK, Question, told
from ngomap.model.records import Record
from ngomap.model.text import name_line, one_line, paragraphs, visible
from ngomap.model.values import number, partial_date, whole
from ngomap.model.words import ACTIVITY_STATUSES, RESOURCE_KINDS, VOCABULARIES
from ngomap.store.areas import all_areas, area_aliases
from ngomap.store.connection import Map
from ngomap.store.term_edits import add_term
from ngomap.store.terms import all_terms, term_aliases
from ngomap.store.whole import Scope, records

LISTS: Final = {
    "kind": tuple(kind for kind in KINDS if kind != "person"), "level": LEVELS, "status": ACTOR_STATUSES, "role": ROLES,
    "activity": ACTIVITY_STATUSES, "direction": ("offer", "need"), "resource": RESOURCE_KINDS,
}  # fmt: skip
FACTS: Final = ("country", "website", "email", "staff", "founded")
"""Fields with a reader of their own."""
_ID_FIELD: Final = "identifiers"


class OwnWords:
    """Terms and areas by what they are called in a workbook for an audience. With `new_terms` what is unknown is made."""

    def __init__(self, map_: Map, scope: Scope, new_terms: bool = False) -> None:
        self._map = map_
        self._new_terms = new_terms
        self.terms = TermIndex(all_terms(map_), term_aliases(map_))
        self.areas = AreaIndex(all_areas(map_), area_aliases(map_))
        seen = [(f"{r['vocabulary']}:{r['slug']}", str(r["name"])) for r in records(map_, "terms", scope, {})]
        self._terms = {v: called({s: n for s, n in seen if s.startswith(f"{v}:")}) for v in VOCABULARIES}
        self._work = called({s: n for s, n in seen if s.startswith(tuple(f"{v}:" for v in WORK))})
        self._areas = called({str(r["handle"]): str(r["name"]) for r in records(map_, "areas", scope, {})})

    def choices(self) -> dict[str, list[str]]:
        """The lists to choose from, by name."""
        found = {name: list(texts) for name, texts in LISTS.items()}
        found |= {vocabulary: in_order(names.values()) for vocabulary, names in self._terms.items()}
        return found | {"work": in_order(self._work.values()), "area": in_order(self._areas.values())}

    def texts(self, question: Question, record: Record) -> list[str]:
        """What a record says to a question, in words; a list in the order of the alphabet."""
        value = record.get(question.field)
        if value is None:
            return []
        found = [self._text(question, one) for one in (value if isinstance(value, list) else [value])]
        return sorted(found, key=lambda text: (text.casefold(), text)) if question.several else found

    def _text(self, question: Question, value: object) -> str:
        name = str(value)
        if question.kind == "term":
            of = f"{question.choices}:{name}"
            name = self._terms[question.choices].get(of, name)
        elif question.kind == "work":
            name = self._work.get(name, name)
        elif question.kind == "area":
            name = self._areas.get(name, name)
        elif isinstance(value, dict):
            name = ":".join(map(str, value.values()))
        return told(name, question)

    def value(self, question: Question, text: str) -> object:
        """What the words mean, as a record says it: slugs of terms, handles of areas. Raises InvalidValue."""
        match question.kind:
            case "list":
                return self._listed(question, text)
            case "term":
                return self._term(text, (question.choices,)).partition(":")[2]
            case "work":
                return self._term(text, WORK)
            case "area":
                return self._area(text)
            case "whole":
                return whole(text, question.label)
            case "number":
                found = number(text, question.label, 0)
                if not found:
                    raise InvalidValue(f"{question.label}: 0 is no quantity.", "Leave it empty when it is not known.")
                return found
            case "date":
                return partial_date(text, question.label)
        if question.field == "name":
            return name_line(text)
        if question.field == _ID_FIELD:
            scheme, value = identifier(text)
            return {"scheme": scheme, "value": value}
        if question.field in FACTS:
            return fact(question.field, text)
        return paragraphs(text) if question.kind == "long" else one_line(text)

    def _listed(self, question: Question, text: str) -> str:
        word = one_line(text).casefold()
        allowed = LISTS[question.choices]
        if word not in allowed:
            raise InvalidValue(f"{question.label}: {shown(text)} is not in the list.", f"One of: {', '.join(allowed)}.")
        return word

    def _term(self, text: str, vocabularies: tuple[str, ...]) -> str:
        head, colon, slug = one_line(text).partition(":")
        if colon and head in vocabularies and (exact := self.terms.find(head, slug)):
            return f"{head}:{exact.slug}"
        for vocabulary in vocabularies:
            if term := self.terms.find(vocabulary, text):
                return f"{vocabulary}:{term.slug}"
        if self._new_terms:
            made = add_term(self._map, vocabularies[0], one_line(text))
            self.terms.add(made)
            return f"{made.vocabulary}:{made.slug}"
        near = list(dict.fromkeys(slug for vocabulary in vocabularies for slug in self.terms.near(vocabulary, text)))[:3]
        hint = f"Nearest: {', '.join(near)}. " if near else ""
        raise InvalidValue(f"There is no {' or '.join(vocabularies)} {shown(text)}.", f"{hint}Make new ones with --new-term.")

    def _area(self, text: str) -> str:
        meant = self.areas.named(text)
        if len(meant) > 1:
            # Of areas that share a name those are meant that the list offers.
            meant = [area for area in meant if area.handle in self._areas] or meant
        if not meant:
            raise InvalidValue(f"There is no area {shown(text)}.", "If it is right, make it: ngomap area add NAME")
        if len(meant) > 1:
            names = ", ".join(sorted(area.handle for area in meant)[:5])
            raise InvalidValue(f"{shown(text)} names {len(meant)} areas: {names}.", "Write the handle or the place code.")
        return meant[0].handle


def shown(text: str) -> str:
    """A text of theirs in a sentence: safe, and not too long."""
    safe = visible(text, keep=LAYOUT).replace("\n", " ")
    return repr(safe if len(safe) <= 60 else safe[:57] + "...")
