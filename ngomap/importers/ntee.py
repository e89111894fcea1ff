"""What the classification codes of the US register mean in the words of the map: NTEE, and the kinds of exemption."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

from ngomap.model.shipped import shipped_rows

COMMON: Final = "01"
"""Second characters of the codes that mean the same under every letter: what is done, not in which field."""
NOTHING: Final = "-"
_VOCABULARIES: Final = (("issue", "issues"), ("population", "populations"), ("service", "services"))


class Meaning(NamedTuple):
    """What a code says: a kind of organization (empty: none), a sector, and terms as (vocabulary, slug)."""

    kind: str
    sector: str
    terms: tuple[tuple[str, str], ...]


@cache
def _codes() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in shipped_rows("imports/ntee.csv")}


@lru_cache(maxsize=4096)
def ntee(code: str) -> Meaning | None:
    """What an NTEE code means, in the form of three or four characters; None if nothing is known of it.

    The longest part of the code that says something of the kind, the sector, an issue, a population or a service
    counts. A common code (`B11`) says what is done; the field comes from its letter, or from what stands behind it.

    >>> ntee("E42P").terms
    (('issue', 'sexual-reproductive-health'), ('population', 'women'), ('service', 'health-services'))
    >>> ntee("D115").terms, ntee("K31").sector, ntee("NA")
    ((('issue', 'animals'), ('issue', 'biodiversity'), ('service', 'grant-making')), 'social-services', None)
    """
    known = _codes()
    text = code.strip().upper()
    if text[:1] not in known or not text[1:2].isdigit():
        return None
    rows = [known[key] for key in (text[:3], text[:2], text[:1]) if key in known]
    if text[1] in COMMON:
        behind = text[:1] + text[3:4] if text[3:4].isdigit() else ""
        field = [known[key] for key in (behind, text[:1]) if key in known]
        common = known.get("*" + text[1:3])
        # The field's own kind and services are those of who works in it directly.
        field = [row | {"services": NOTHING, "kind": ""} for row in field]
        rows = [*([common] if common else []), *field]
    return Meaning(_first(rows, "kind"), _first(rows, "sector"), tuple(
        (vocabulary, slug)
        for vocabulary, column in _VOCABULARIES
        for slug in _first(rows, column).split("|")
        if slug
    ))  # fmt: skip


def _first(rows: list[dict[str, str]], column: str) -> str:
    """What the most special code says; a hyphen is nothing, said on purpose."""
    found = next((row[column] for row in rows if row[column]), "")
    return "" if found == NOTHING else found


@cache
def _exemptions() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["field"], row["code"]): (row["kind"], row["sector"]) for row in shipped_rows("imports/irs_codes.csv")}


@lru_cache(maxsize=8192)
def classified(
    code: str, subsection: str, classification: str, foundation: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The kind of an organization (empty: not known) and its terms, its sector among them.

    What kind of foundation it is says most, then what it was exempted as, then its NTEE code, then the subsection.

    >>> classified("T22Z", "03", "1000", "04")
    ('donor', (('issue', 'philanthropy'), ('service', 'grant-making'), ('sector', 'philanthropy-and-voluntarism')))
    >>> classified("NA", "05", "3000", "00")
    ('union', (('sector', 'business-professional-unions'),))
    """
    meaning = ntee(code) or Meaning("", "", ())
    known = _exemptions()
    said = [known.get(("foundation", foundation))]
    said += [known.get(("classification", f"{subsection}-{digit}")) for digit in classification if digit != "0"]
    said.append((meaning.kind, meaning.sector))
    said.append(known.get(("subsection", subsection)))
    kind = next((pair[0] for pair in said if pair and pair[0]), "")
    # The code tells the field; the form of the exemption only where there is no code.
    sector = meaning.sector or next((pair[1] for pair in said if pair and pair[1]), "")
    return kind, (*meaning.terms, *((("sector", sector),) if sector else ()))
