"""Text as it is stored, compared and shown."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import Final

from ngomap.errors import InvalidValue

LONGEST_HANDLE: Final = 32

_SPACES = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ħ": "h"}
)
_PLAIN_KEY = str.maketrans(
    {chr(c): chr(c).lower() if chr(c).isalnum() else " " for c in range(128)} | {"'": None, "`": None}
)
# Apostrophes, and the stroke that only stretches Arabic words.
_NO_PART_OF_A_NAME = "'’‘ʼ`´\u0640"
# Marks of these classes are vowels and signs of Indic scripts and Thai, not accents: with them goes the word.
_PARTS_OF_LETTERS = (0, 6, 7, 8, 9)
_VOWELS_BELOW = (84, 91, 103, 118, 129, 130, 132)
# Control characters, marks that turn the direction, and characters that cannot be seen at all. Those that shape Persian
# and Indic words or hold emoji together stay.
_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0001-\U000e007f\U000f0000-\U0010ffff]"
)

_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|~!&"})


def one_line(text: str) -> str:
    """The text as stored in a one-line field: NFC, runs of any white space (no-break spaces too) made one space.

    Raises InvalidValue for a NUL, which SQLite tools cut the text at, and for bytes that were not UTF-8.

    >>> one_line(" Afghan\\xa0 Aid ")
    'Afghan Aid'
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _storable(text))).strip()


def name_line(text: str) -> str:
    """A name as stored: one line with letters or digits. Raises InvalidValue.

    >>> name_line(" Fair  Elections ")
    'Fair Elections'
    """
    name = one_line(text)
    if not name_key(name):
        raise InvalidValue(f"{text!r} is not a name: it has no letters or digits.", "Write it in letters.")
    return name


def paragraphs(text: str) -> str:
    """The text as stored in a field of several lines: NFC, line ends as `\\n`, no white space at the ends."""
    return unicodedata.normalize("NFC", _storable(text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def _storable(text: str) -> str:
    if "\x00" in text:
        raise InvalidValue("The text contains a NUL character.", "Remove it and try again.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidValue(f"{text!r} is not valid UTF-8.", "Write it in a terminal or file that is UTF-8.") from error
    return text


def name_key(text: str) -> str:
    """What two spellings of one name have in common: letters and digits, without case, accents and punctuation.

    >>> name_key("Médecins du Monde"), name_key("MEDECINS  DU-MONDE")
    ('medecins du monde', 'medecins du monde')
    """
    if text.isascii():
        # The same, many times as fast: an import asks for the keys of every name in a file.
        return " ".join(text.translate(_PLAIN_KEY).split())
    # Folded once more: a capital of mathematics or a squared unit is one only when it is decomposed.
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS_WITHOUT_DECOMPOSITION)).casefold()
    return _SPACES.sub(" ", "".join(map(_kept, folded))).strip()


def _kept(c: str) -> str:
    if c in _NO_PART_OF_A_NAME:
        return ""
    if c.isalnum():
        return c
    category = unicodedata.category(c)
    if category in ("Mn", "Mc"):
        is_letter = unicodedata.combining(c) in _PARTS_OF_LETTERS + _VOWELS_BELOW and not "\ufe00" <= c <= "\ufe0f"
        return c if is_letter else ""
    return "" if category in ("Cf", "Me") else " "


def slug(text: str, fallback: str = "x") -> str:
    """A handle for a name: lower case words joined by hyphens, at most 32 characters; ASCII, unless most of the name
    would be lost.

    >>> slug("Fair Elections Now!"), slug("Ёжик"), slug("!", "actor")
    ('fair-elections-now', 'ежик', 'actor')
    """
    return slug_of(name_key(text), fallback)


def slug_of(key: str, fallback: str = "x") -> str:
    """The same for a name of which the key is known."""
    if key.isascii():
        # It holds nothing but letters, digits and single spaces.
        handle = key.replace(" ", "-")
    else:
        handle = _NOT_SLUG.sub("-", key.encode("ascii", "ignore").decode()).strip("-")
        if 2 * len(handle.replace("-", "")) < len(key.replace(" ", "")):
            handle = unicodedata.normalize("NFC", key).replace(" ", "-")
    if len(handle) > LONGEST_HANDLE:
        whole_words, hyphen, _ = handle[: LONGEST_HANDLE + 1].rpartition("-")
        handle = whole_words if hyphen else handle[:LONGEST_HANDLE]
    return handle or fallback


def is_handle(text: str) -> bool:
    """Whether the text may be a handle: words of lower case letters and digits of any script, joined by hyphens.

    >>> is_handle("fair-elections-now"), is_handle("Fair"), is_handle("a--b")
    (True, False, False)
    """
    return text == folded_handle(text) and all(
        word and all(c.isalnum() or unicodedata.category(c) in ("Mn", "Mc") for c in word) for word in text.split("-")
    )


def folded_handle(text: str) -> str:
    """A handle as it is stored, from one typed with capitals or decomposed letters."""
    return unicodedata.normalize("NFC", text.strip().casefold())


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "tie"), counted(2, "tie"), counted(0, "activity", "activities")
    ('1 tie', '2 ties', '0 activities')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def counted_of(number: int, several: str) -> str:
    """A number with what it counts, whose name is given as for several.

    >>> counted_of(1, "activities"), counted_of(1, "approaches"), counted_of(1, "people"), counted_of(2, "ties")
    ('1 activity', '1 approach', '1 person', '2 ties')
    >>> counted_of(1, "offers and needs")
    '1 offer or need'
    """
    if number != 1:
        return f"{number} {several}"
    for ends, one in (("people", "person"), ("offers and needs", "offer or need"), ("ies", "y"), ("ches", "ch"), ("s", "")):
        if several.endswith(ends):
            return f"1 {several.removesuffix(ends)}{one}"
    return f"1 {several}"


def visible(text: str, keep: str = "\n\t") -> str:
    """The text with every control, bidirectional and invisible character written out, so that it can do no harm.

    >>> visible("a\\x1b[31mb")
    'a<001B>[31mb'
    """
    if text.isprintable():
        return text
    return _hidden().sub(lambda found: found[0] if found[0] in keep else f"<{ord(found[0]):04X}>", text)


def markdown_text(text: str) -> str:
    """The text as one line of Markdown that says just that, whatever it holds.

    >>> print(markdown_text("# Fair|Elections"))
    \\# Fair\\|Elections
    """
    return visible(text).translate(_ESCAPED).replace("\n", " ")


def json_visible(text: str) -> str:
    """JSON with the same characters as JSON escapes: it says the same, and a terminal stays safe."""
    if text.replace("\n", "").isprintable():
        return text
    return _hidden().sub(lambda found: "\n" if found[0] == "\n" else json.dumps(found[0])[1:-1], text)


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(_HIDDEN)


def scripts(text: str) -> set[str]:
    """The scripts that the letters of the text belong to, by their Unicode names (`LATIN`, `CYRILLIC`, ...)."""
    return {unicodedata.name(c, "?").split(" ")[0] for c in text if c.isalpha()}
