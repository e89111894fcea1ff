"""The people in a table of organizations: a person to contact, a person who leads it, tied to it by their work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ngomap.importers.cells import several
from ngomap.importers.records import ActorRow, TieRow
from ngomap.model.facts import fact
from ngomap.model.text import name_key, one_line

_WITH_POSITION: Final = re.compile(r"([^(),]+?)\s*(?:\(([^()]+)\)|,\s*([^,]+))")
_POSITIONS: Final = frozenset(
    (
        "director", "directora", "directeur", "directrice", "diretor", "diretora", "coordinator", "coordinatrice",
        "coordinateur", "coordinador", "coordinadora", "coordenador", "coordenadora", "manager", "president",
        "presidente", "presidenta", "chair", "chairperson", "chairman", "chairwoman", "secretary", "secretaire",
        "secretario", "secretaria", "treasurer", "tresorier", "tesorero", "officer", "ceo", "head", "founder",
        "fondateur", "fundador", "fundadora", "responsable", "responsavel", "representative", "representante", "advisor",
        "adviser", "assistant", "administrator", "executive", "lead", "chief", "officier", "gerente", "المدير", "المديرة",
        "منسق", "رئيس",
    )
)  # fmt: skip
ALONE: Final = "internal"
"""Who may see a person and what the person does: nobody else, until somebody says otherwise."""


def people_in(
    texts: Mapping[str, str], head_title: str, organization: str, separator: str | None
) -> Iterator[tuple[ActorRow, TieRow]]:
    """The people that a row names, each with a tie to the organization. `texts` are the filled cells by field;
    `organization` is its key, `head_title` what the header calls the person who leads it.

    Raises InvalidValue for an e-mail address that is none.
    """
    contacts = [name for name in several(texts.get("contact", ""), separator) if is_name(name)]
    data = {
        field: fact(field, texts[f"contact_{field}"])
        for field in ("email", "phone")
        if f"contact_{field}" in texts and len(contacts) == 1
    }
    named: dict[str, int] = {}
    for name in contacts:
        plain, position = name_and_position(name)
        named[name_key(plain)] = len(named)
        title = position or (texts.get("contact_title", "") if len(contacts) == 1 else "")
        yield _person(plain, title, organization, len(named), data)
    for name in several(texts.get("head", ""), separator):
        plain, position = name_and_position(name)
        if is_name(name) and name_key(plain) not in named:
            named[name_key(plain)] = len(named)
            yield _person(plain, position or head_title, organization, len(named), {})


def _person(
    name: str, title: str, organization: str, number: int, data: Mapping[str, object]
) -> tuple[ActorRow, TieRow]:
    key = f"{organization}/{number}"
    facts: dict[str, object] = {"kind": "person", "audience": ALONE, **data}
    about: dict[str, object] = {"audience": ALONE}
    if title:
        about["title"] = one_line(title)
    return ActorRow(name, facts, key=key), TieRow("works-for", key, organization, about)


def name_and_position(text: str) -> tuple[str, str]:
    """A person's name, and the position if one stands behind it.

    >>> name_and_position("Ana Ruiz (Director)"), name_and_position("Ruiz, Ana"), name_and_position("A. Ruiz, coordinator")
    (('Ana Ruiz', 'Director'), ('Ruiz, Ana', ''), ('A. Ruiz', 'coordinator'))
    """
    parted = _WITH_POSITION.fullmatch(text.strip())
    position = (parted[2] or parted[3]) if parted else ""
    if parted and position and not _POSITIONS.isdisjoint(name_key(position).split()):
        return parted[1].strip(), position.strip()
    return text.strip(), ""


def is_name(text: str) -> bool:
    """Whether a cell can be a person's name: not an address, a number or a remark without letters.

    >>> is_name("Ana Ruiz"), is_name("ana@example.org"), is_name("+254 700 000 000")
    (True, False, False)
    """
    return any(c.isalpha() for c in text) and "@" not in text and sum(c.isdigit() for c in text) <= 4
