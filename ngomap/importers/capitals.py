"""Names that registers write in capitals, as people write them."""

from __future__ import annotations

import re
from typing import Final

from ngomap.model.text import one_line

SMALL: Final = frozenset(
    ("a", "an", "and", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with", "y")
)
ACRONYMS: Final = frozenset(
    ("AA", "AARP", "ABA", "ADA", "AFL", "AFSCME", "AFT", "AIA", "AIDS", "AKA", "AMVETS", "APO", "ASPCA", "BBB",
     "BPOE", "BSA", "CASA", "CEO", "CIO", "CPA", "CWA", "DAV", "DBA", "EMS", "EMT", "ESL", "ESOP", "FAA", "FBO",
     "FFA", "GED", "GOP", "HIV", "HOA", "IAFF", "IATSE", "IBEW", "IEEE", "II", "III", "ILA", "IOOF", "IRA", "ISKCON",
     "IUOE", "IV", "IX", "JCC", "KY", "LIUNA", "LULAC", "MIA", "MOAA", "NA", "NAACP", "NAIFA", "NAMI", "NAR", "NASA",
     "NATO", "NCAA", "NEA", "NY", "NYC", "NYS", "OEA", "PAC", "PBA", "PBS", "POW", "PTA", "PTO", "PTSA", "RV", "SAE",
     "SAR", "SEIU", "SPCA", "STEM", "TUA", "TUW", "TV", "UA", "UAW", "UFCW", "UK", "UN", "UNESCO", "UNICEF", "US",
     "USA", "USAF", "USO", "USS", "USTA", "USW", "UU", "VA", "VEBA", "VFW", "VI", "VII", "VIII", "VOA", "WY", "XI",
     "XII", "XIII", "XIV", "XV", "XVI", "XX", "XXI", "YMCA", "YWCA")
)  # fmt: skip
NO_ACRONYMS: Final = frozenset(
    ("BLDG", "BLVD", "BRNG", "BRTHRN", "CHLD", "CHRLS", "CMTY", "CNTY", "CTR", "CTRS", "CTZNS", "DEPT", "DR", "FDN",
     "FL", "FLS", "FNDTN", "FRND", "FRNDS", "FT", "GDNS", "GRN", "GRP", "HBR", "HLS", "HTS", "JCT", "JR", "LKS",
     "LN", "LT", "LTD", "MGMT", "MGT", "MNGT", "MNTN", "MR", "MRS", "MS", "MT", "MTN", "PHD", "PKWY", "PL", "PRK",
     "PT", "RD", "SCH", "SCHL", "SN", "SPGS", "SPR", "SQ", "SR", "ST", "STS", "SVC", "SVCS", "TR", "TRST", "TWP",
     "TWSP", "VLG", "WKRS", "WM")
)  # fmt: skip
"""Words without a vowel that are words all the same, shortened."""
_VOWELS: Final = frozenset("AEIOUY")
_LONGEST_ACRONYM: Final = 5
_ORDINAL: Final = re.compile(r"\d+(ST|ND|RD|TH)", re.ASCII)
_DOTTED: Final = re.compile(r"([A-Z]\.)+[A-Z]?")
_SEAMS: Final = re.compile(r"([-/&.,()+\"#:;]+)")
_MAC: Final = "MC"


def readable(text: str) -> str:
    """A text in capitals as people write it; one that has small letters already stays as it is.

    >>> readable("YMCA OF THE IOWA MISSISSIPPI VALLEY"), readable("A COMPANY OF GIRLS"), readable("eHealth Africa")
    ('YMCA of the Iowa Mississippi Valley', 'A Company of Girls', 'eHealth Africa')
    >>> readable("ST JOSEPHS CEMETERY ASSOCIATION II"), readable("O'NEIL & MCCOY FUND LLC 2ND U.S. CHAPTER")
    ('St Josephs Cemetery Association II', "O'Neil & McCoy Fund LLC 2nd U.S. Chapter")
    """
    if not text.isascii():
        text = one_line(text)
    if not text.isupper():
        return " ".join(text.split())
    written = " ".join(map(_WORDS.__getitem__, text.split()))
    return written[0].upper() + written[1:] if written[:1].islower() else written


def _word(text: str) -> str:
    """One word in capitals as it stands within a name."""
    if text.lower() in SMALL:
        return text.lower()
    if _DOTTED.fullmatch(text):
        return text
    parts = _SEAMS.split(text)
    if len(parts) > 1:
        return "".join(_plain(part) for part in parts)
    return _plain(text)


def _plain(text: str) -> str:
    if text in ACRONYMS or len(text) == 1:
        return text
    if not text.isalpha():
        return _with_signs(text)
    if text in NO_ACRONYMS or len(text) > _LONGEST_ACRONYM or not _VOWELS.isdisjoint(text):
        if text.startswith(_MAC) and len(text) > 4:
            return "Mc" + text[2:].capitalize()
        return text.capitalize()
    return text


def _with_signs(text: str) -> str:
    if _ORDINAL.fullmatch(text):
        return text.lower()
    if "'" in text or "\u2019" in text:
        mark = "'" if "'" in text else "\u2019"
        first, *rest = text.split(mark)
        # O'Neil and D'Arcy, but children's.
        inner = [part.capitalize() if len(first) == 1 and len(part) > 1 else part.lower() for part in rest]
        return mark.join([_plain(first), *inner])
    return text


class _Words(dict[str, str]):
    """Words in capitals and how they are written, each worked out once; registers repeat few words very often."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        self[text] = _word(text)
        return self[text]


_KEPT: Final = 50_000
_WORDS: Final = _Words()
