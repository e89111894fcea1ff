"""The name of an organization taken apart: its words without legal form, its acronyms, and whether it was cut off."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from anyascii import anyascii

from ngomap.matching.keys import key_of
from ngomap.matching.name_words import name_words

LONGEST_ACRONYM: Final = 12
CUT_LENGTHS: Final = range(54, 73)
"""Registers keep the first 60 or 70 characters of a name (the IRS does); a name of that length may go on."""
LOOKS_LIKE_A_WORD: Final = 4
LONGEST_FORM: Final = 4
LONG_PART: Final = 10
"""A name beside a slash has at least so many letters; what is shorter is a part of the whole."""

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DASH = re.compile(r"\s+[-–—|]+\s+|\s*[|/]\s*|\s+[-–—]|[-–—]\s+")
_SLASH = re.compile(r"\s*[|/]\s*")
_ELISION = re.compile(r"\b[ldLD]['’](?=\w)")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_ROMAN_AT_THE_END = {"i": "1", "v": "5", "x": "10"}


# Never changed once made; to say so would double the time it takes to make one, and there are very many.
@dataclass(slots=True, eq=False)
class Name:
    """A name taken apart.

    `words` are those that carry the name, in their usual spelling, in order; `key` are the same, sorted, so that
    "Graham, Alexander" is "Alexander Graham". `acronyms` were written beside it, `initials` follow from its words.
    `meaning` are the words in English, `gist` are those, sorted: "Croix Rouge" is "Red Cross". `others` are further names
    found in the same text. `may_be_cut`: the text has the length that registers cut at, or ends in the middle. `form` is
    the legal form. `aside`: what looks like an acronym beside the name is not made of its letters.
    """

    text: str
    words: tuple[str, ...]
    key: str
    acronyms: frozenset[str]
    initials: frozenset[str]
    meaning: tuple[str, ...]
    gist: str
    others: tuple[str, ...] = ()
    may_be_cut: bool = False
    form: str = ""
    aside: bool = False


@lru_cache(maxsize=300_000)
def name_of(text: str, acronym: str = "") -> Name:
    """The name that the text is; `acronym` is what a column beside it says.

    >>> name_of("Danish Refugee Council (DRC)").words, sorted(name_of("DRC - Danish Refugee Council").acronyms)
    (('danish', 'refugee', 'council'), ['drc'])
    >>> name_of("Intl. Assn. of St. Mary, Inc.").key == name_of("INTERNATIONAL ASSOCIATION OF SAINT MARY").key
    True
    """
    plain = text if text.isascii() else _in_latin(text)
    told = {flat(part) for part in re.split(r"[/,;|]", acronym) if flat(part)}
    acronyms = set(told)
    plain, others = _brackets(plain, acronyms)
    plain = _dashes(plain, acronyms)
    slashes = _SLASH.split(plain) if "/" in plain or "|" in plain else []
    others += [part for part in slashes if len(key_of(part)) >= LONG_PART and part != plain]
    bare, form = _without_form(_ELISION.sub("", plain) if "'" in plain or "’" in plain else plain)
    ordered = _without_stated(bare, acronyms)
    words = name_words()
    told_words = tuple(map(_usual, _numbers(ordered)))
    # A letter at the end tells one of several apart: Group A, Group E.
    last = told_words[-1:] if len(told_words[-1] if told_words else "") == 1 else ()
    carrying = tuple(w for w in told_words[: len(told_words) - len(last)] if w not in words.small) + last or tuple(ordered)
    spread = tuple(dict.fromkeys(w for word in carrying for w in word.split()))
    meaning = tuple(dict.fromkeys(w for word in spread for w in words.meaning.get(word, word).split()))
    return Name(
        text, spread, _key(spread), frozenset(acronyms), _initials(ordered), meaning, _key(meaning), tuple(others),
        len(text.strip()) in CUT_LENGTHS or (len(ordered) > 3 and ordered[-1] in words.small),
        form, any(len(short) >= LOOKS_LIKE_A_WORD and not made_of(short, "".join(ordered)) for short in acronyms - told),
    )  # fmt: skip


def _in_latin(text: str) -> str:
    """The text in Latin letters. Letters for which there are none stay: without them two names would be one."""
    plain = "".join(anyascii(c) or (c if unicodedata.category(c) == "Lo" else "") for c in text)
    return plain if key_of(plain) else text


def _key(words: tuple[str, ...]) -> str:
    return " ".join(sorted(map(singular, words)))


def flat(text: str) -> str:
    """An acronym without dots, blanks and case; nothing if the text is too long to be one.

    >>> flat("U.N.H.C.R."), flat("MSF - OCB"), flat("Danish Refugee Council")
    ('unhcr', 'msfocb', '')
    """
    key = key_of(text if text.isascii() else anyascii(text)).replace(" ", "")
    return key if 1 < len(key) <= LONGEST_ACRONYM and key not in _ROMAN and not key.isdigit() else ""


def looks_short(text: str) -> bool:
    """Whether a text is written like an acronym: one word, most of it capitals or digits.

    >>> looks_short("BoSEMA"), looks_short("CATAI"), looks_short("Oxfam"), looks_short("Red Cross")
    (True, True, False, False)
    """
    letters = [c for c in text if c.isalnum()]
    capitals = sum(c.isupper() or c.isdigit() for c in letters)
    return " " not in text.strip() and 1 < len(letters) <= LONGEST_ACRONYM and capitals >= 2 and 2 * capitals >= len(letters)


@lru_cache(maxsize=100_000)
def singular(word: str) -> str:
    """The word without the s of a plural."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _brackets(text: str, acronyms: set[str]) -> tuple[str, list[str]]:
    """The text without an acronym in brackets, which is noted; and where brackets hold words, what stands outside and
    inside as names of their own.
    """
    others: list[str] = []
    if "(" not in text and "[" not in text:
        return text, others
    shouting = text.upper() == text
    outside = _BRACKETS.sub(" ", text)
    if not key_of(outside):
        return text, []

    def judge(found: re.Match[str]) -> str:
        inner = found[1].strip()
        short = flat(inner)
        told = short in acronyms or short in _initials(tuple(key_of(outside).split()))
        if short and (told or (looks_short(inner) and not shouting and short not in name_words().contrast)):
            acronyms.add(short)
            return " "
        if len(key_of(inner).split()) > 1 and not any(c.isdigit() for c in inner):
            others.extend(part for part in (outside, inner) if len(key_of(part).split()) > 1 or len(key_of(part)) >= LONG_PART)
        return f" {inner} "

    return _BRACKETS.sub(judge, text), others


def _dashes(text: str, acronyms: set[str]) -> str:
    """The text without an acronym before or behind a dash."""
    parts = [p for p in _DASH.split(text) if p and key_of(p)] if _DASH.search(text) else []
    if len(parts) < 2:
        return text
    shouting = text.upper() == text
    for i in (0, -1):
        rest = " ".join(parts[1:] if i == 0 else parts[:-1])
        short = flat(parts[i]) if " " not in parts[i].strip() else ""
        if short and len(key_of(rest).split()) > 1:
            told = short in acronyms or short in _initials(tuple(key_of(rest).split()))
            if told or (looks_short(parts[i]) and not shouting):
                acronyms.add(short)
                return rest
    return text


def _joined(text: str) -> tuple[str, ...]:
    """The words of the text; single letters in a row (`Y.M.C.A.`) are one."""
    words: list[str] = []
    for single, run in groupby(key_of(text.replace("&", " and ")).split(), key=lambda w: len(w) == 1 and w.isalpha()):
        found = list(run)
        words += ["".join(found)] if single and len(found) > 1 else found
    return tuple(words)


def _without_form(text: str) -> tuple[tuple[str, ...], str]:
    """The words without legal forms at the end, or at the beginning (`ONG Muso`, `OOO ...`); and the form."""
    legal, marked, forms = name_words().legal, name_words().marked, name_words().forms
    found_form = ""
    words = _joined(text)
    ends = name_words().form_ends
    if len(words) < 2 or not (words[-1] in ends or words[0] in ends):
        return words, ""
    # Short forms are words and acronyms elsewhere; dots (`S.A.`) or a comma say that they are meant.
    dotted = {key_of(found).replace(" ", "") for found in re.findall(r"(?:\b\w\.){2,}\w?|,\s*\w{2,3}\.?\s*$", text)}
    changed = True
    while changed and len(words) > 1 and (words[-1] in ends or words[0] in ends):
        changed = False
        for size in range(min(LONGEST_FORM, len(words) - 1), 0, -1):
            for form, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
                said = " ".join(form)
                if said in legal and (said not in marked or said in dotted):
                    words, changed = rest, True
                    found_form = found_form or forms.get(said, "")
                    break
            if changed:
                break
    return words, found_form


def made_of(short: str, letters: str) -> bool:
    """Whether the letters of an acronym stand in this order among those of the name, the first at the front.

    >>> made_of("bosema", "bornostateemergencymanagementagency"), made_of("aspire", "universityofnewsouthwales")
    (True, False)
    """
    rest = iter(letters)
    return short[:1] == letters[:1] and all(any(c == x for x in rest) for c in short)


def _without_stated(words: tuple[str, ...], acronyms: set[str]) -> tuple[str, ...]:
    """The words without an acronym of the others at either end (`Five Teams Initiative 5TEi`)."""
    for at, rest in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        if at and len(rest) > 1 and (at[0] in acronyms or (len(at[0]) > 2 and at[0] in _initials(rest))):
            acronyms.add(at[0])
            return rest
    return words


def _numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with Roman numbers as digits."""
    found = [_ROMAN.get(w, w) for w in words]
    if len(found) > 1:
        found[-1] = _ROMAN_AT_THE_END.get(found[-1], found[-1])
    return tuple(w.lstrip("0") or "0" if w.isdigit() else w for w in found)


def _usual(word: str) -> str:
    return name_words().same.get(word, word)


def _initials(words: tuple[str, ...]) -> frozenset[str]:
    """The acronyms that the words may be shortened to, with and without small words."""
    small = name_words().small
    every = "".join(w[0] for w in words)
    large = "".join(w[0] for w in words if w not in small)
    return frozenset(i for i in (every, large) if 2 < len(i) <= LONGEST_ACRONYM)
