"""The second lines of the US register: in whose care an organization is, and what else it is called.

Both may name a natural person. Names of organizations are public and aliases are compared with other files, so a second
line becomes an alias only where it cannot well be a person's; otherwise it is a remark in the notes, which stay internal.
"""

from __future__ import annotations

import re
from typing import Final

from ngomap.importers.capitals import readable
from ngomap.model.text import name_key

ORGANIZATION_WORDS: Final = frozenset(
    ("ACADEMY", "AERIE", "AGENCY", "ALLIANCE", "ASSN", "ASSO", "ASSOC", "ASSOCIATES", "ASSOCIATION", "AUXILIARY", "BAND",
     "BOARD", "BUREAU", "CENTER", "CENTRE", "CHAPTER", "CHARITIES", "CHARITY", "CHORUS", "CLINIC", "CLUB", "COALITION",
     "COLLEGE", "COMMISSION", "COMMITTEE", "COMPANY", "CONFERENCE", "CONSORTIUM", "COOPERATIVE", "CORP", "CORPORATION",
     "COUNCIL", "COUNTY", "CREDIT", "DEPARTMENT", "DEPT", "DISTRICT", "ENDOWMENT", "FEDERATION", "FELLOWSHIP",
     "FESTIVAL", "FOUNDATION", "FRATERNITY", "FUND", "GROUP", "GUILD", "HEALTHCARE", "HOSPICE", "HOSPITAL", "HOUSING",
     "INC", "INCORPORATED", "INITIATIVE", "INSTITUTE", "INTERNATIONAL", "LEAGUE", "LIBRARY", "LLC", "LTD", "MINISTRIES",
     "MINISTRY", "MUSEUM", "NETWORK", "ORCHESTRA", "ORGANIZATION", "PARTNERSHIP", "PRESCHOOL", "PROGRAM", "PROJECT",
     "SCHOOL", "SCHOOLS", "SERVICE", "SERVICES", "SOCIETY", "SORORITY", "SYNAGOGUE", "TEAM", "THEATER", "THEATRE",
     "TRUST", "UNIVERSITY", "YMCA", "YWCA")
)  # fmt: skip
"""Words of organizations that are hardly anybody's surname: `CHURCH`, `CAMP`, `POST`, `LODGE` and `BANKS` are."""
PERSON_WORDS: Final = frozenset(
    ("ATTN", "ATTY", "CHAIR", "CHAIRMAN", "CPA", "DIRECTOR", "DR", "ESQ", "EXEC", "MBR", "MISS", "MR", "MRS", "MS", "PRES",
     "PRESIDENT", "REV", "SEC", "SECRETARY", "SECTY", "SECY", "TREAS", "TREASURER", "TRUSTEE", "TTEE")
)  # fmt: skip
ALONE: Final = frozenset(("NATIONAL", "INTERNATIONAL", "GROUP RETURN", "NON PROFIT", "NONPROFIT", "MAIN", "HEADQUARTERS"))
"""Second lines that say something of the register, not of the organization."""
_DOING_BUSINESS: Final = re.compile(r"^(?:D\s?/?\s?B\s?/?\s?A|A\s?/?\s?K\s?/?\s?A)\b[\s:.-]*")


def care_of(text: str) -> str:
    """The line for the notes that says in whose care an organization is; nothing, if nothing is said.

    >>> care_of("% JANET MAGEE"), care_of("%")
    ('\\nIn care of Janet Magee.', '')
    """
    who = text.lstrip("% ").strip()
    return f"\nIn care of {readable(who)}." if who else ""


def other_name(text: str, name: str, below: bool) -> tuple[str, str]:
    """The alias that a second line gives, and the remark that it is instead if it may be a person's name.

    What stands there for one of a group tells it from the others; alone it would be the name of a town or a number, so
    the alias has both.

    >>> other_name("0236 NEWTON", "AMERICAN LEGION", True), other_name("VILLAGE CAPITAL", "VILCAP INC", False)
    (('American Legion 0236 Newton', ''), ('', '\\nAlso listed as Village Capital.'))
    >>> other_name("USSTA", "UNITED SKATES SYNCHRONIZED TEAM ASSOCIATION INC", False)[0]
    'USSTA'
    >>> other_name("WEINSTEIN NEIL ALAN", "LOW IMPACT DEVELOPMENT CENTER INC", False)[0]
    ''
    """
    text = _DOING_BUSINESS.sub("", text.strip())
    words = text.upper().replace("-", " ").replace(".", " ").split()
    if not words or text in ALONE or name_key(text) == name_key(name):
        return "", ""
    person = not PERSON_WORDS.isdisjoint(words)
    if below and not person:
        numbered = any(c.isdigit() for c in text)
        if numbered or not ORGANIZATION_WORDS.isdisjoint(words) or len(words) == 1:
            return f"{readable(name)} {readable(text)}", ""
    elif not person:
        if len(words) == 1 and _is_acronym(words[0], name):
            return words[0], ""
        if len(words) > 1 and not ORGANIZATION_WORDS.isdisjoint(words):
            return readable(text), ""
    return "", f"\nAlso listed as {readable(text)}."


def _is_acronym(short: str, name: str) -> bool:
    """Whether the letters are the first ones of words of the name, in order, beginning with its first."""
    initials = [word[0] for word in re.split(r"[^A-Z]+", name.upper()) if word]
    if not 2 <= len(short) <= 10 or not short.isalpha() or not initials or short[0] != initials[0]:
        return False
    at = 0
    for letter in short:
        while at < len(initials) and initials[at] != letter:
            at += 1
        if at == len(initials):
            return False
        at += 1
    return True
