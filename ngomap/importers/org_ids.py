"""Identifiers of organizations as org-id.guide writes them - the register and the number in one - taken apart."""

from __future__ import annotations

import re
from typing import Final

from ngomap.model.facts import UNSTATED_REGISTER
from ngomap.model.text import one_line

_ORG_ID: Final = re.compile(r"([A-Z]{2}-[A-Z0-9_]{2,12})-(\S.*)", re.IGNORECASE)
THREESIXTY: Final = "360G"
"""The scheme of numbers that publishers of grants gave themselves."""
_HYPHENS_ONLY_DIVIDE: Final = frozenset(("US-EIN",))
KINDS: Final = {
    "GB-CHC": "ngo", "GB-SC": "ngo", "GB-NIC": "ngo", "US-EIN": "", "GB-LAE": "government", "GB-LAS": "government",
    "GB-LANI": "government", "GB-PLA": "government", "GB-GOR": "government", "GB-GOV": "government",
    "GB-NHS": "government", "GB-EDU": "academia", "GB-UKPRN": "academia", "GB-HESA": "academia",
}  # fmt: skip
"""What sort of organizations a register has, where it has only one sort."""


def org_id(text: str) -> tuple[str, str]:
    """Register and number of an identifier; `REG` for the register if it does not say which.

    >>> org_id("GB-CHC-1164883"), org_id("us-ein-13-1837418"), org_id("360G-lottery-org:7"), org_id("A 17")
    (('GB-CHC', '1164883'), ('US-EIN', '131837418'), ('360G', 'lottery-org:7'), ('REG', 'A 17'))
    """
    line = one_line(text)
    if line[:5].upper() == f"{THREESIXTY}-" and len(line) > 5:
        return THREESIXTY, line[5:]
    found = _ORG_ID.fullmatch(line)
    if not found:
        return UNSTATED_REGISTER, line
    scheme, value = found[1].upper(), found[2]
    return scheme, value.replace("-", "") if scheme in _HYPHENS_ONLY_DIVIDE else value


def charity_number(text: str) -> tuple[str, str]:
    """Register and number of a British charity, from the number alone.

    >>> charity_number("1164883"), charity_number("SC 012345"), charity_number("NIC100123")
    (('GB-CHC', '1164883'), ('GB-SC', 'SC012345'), ('GB-NIC', '100123'))
    """
    number = one_line(text).replace(" ", "").upper()
    if number.startswith("SC"):
        return "GB-SC", number
    if number.startswith("NI"):
        return "GB-NIC", number.removeprefix("NIC").removeprefix("NI")
    return "GB-CHC", number
