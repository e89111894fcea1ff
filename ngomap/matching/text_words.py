"""Running text as words: where each stands, its key for comparison, and where a sentence or a list breaks off.

A key is the word without case, accents and the commonest endings, so that `Charities` meets `charity` and `Niñas`
meets `niña`. It is a light stemmer in the manner of Harman's (*How effective is suffixing?*, 1991), which only undoes
plurals, made to hold for English, French, Spanish and Portuguese, with British and American spellings made one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ngomap.model.text import name_key

LONGEST_TEXT: Final = 20_000
"""Characters read of one text: a mission is a page at most, and what follows is a pasted report."""

_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.;:!?()\[\]{}\n\r•|]")
_SOFT = re.compile(r"[,/]")
_NO_BREAK = ("", " ", "-", "'", "’")
_APOSTROPHES = ("'", "’", "`")
_IRREGULAR: Final = {
    "women": "woman", "men": "man", "children": "child", "wives": "wife", "lives": "life", "mice": "mouse",
    "aids": "aids", "news": "news", "species": "species", "series": "series", "niños": "nino", "theatre": "theater",
    "theatres": "theater", "centre": "center", "centres": "center", "programme": "program", "programmes": "program",
    "organisation": "organization", "organisations": "organization", "wellbeing": "wellbeing",
    "journaux": "journal", "animaux": "animal", "hopitaux": "hopital", "sociaux": "social", "locaux": "local",
    "prisoes": "prisao", "eleicoes": "eleicao", "direitos": "direito",
}  # fmt: skip
_JOINTS: Final = """
a an and the of for from to in on at by with or as their its his her our your those these this that who are is be such
all any both other others
de la le les des du un une et en au aux pour par dans sur qui leurs ses ou
el los las del y e o con para por una sus al da do dos das com em na nos nas um uma os seus suas
"""


# Not frozen: a register has millions of words, and frozen ones take three times as long to make.
@dataclass(slots=True)
class Word:
    """A word of a text: where it begins and ends, and its key. `clause` and `item` count the breaks before it: two
    words of one clause stand in one sentence, two of one item have no comma between them. `shouted`: capitals only,
    among words that are not; `joint`: only holds others together.
    """

    start: int
    end: int
    key: str
    clause: int
    item: int
    shouted: bool = False
    joint: bool = False


def words_of(text: str) -> list[Word]:
    """The words in order, without what an apostrophe cuts off.

    >>> [(w.key, w.joint) for w in words_of("The women's rights; children")]
    [('the', True), ('woman', False), ('right', False), ('child', False)]
    """
    found: list[Word] = []
    clause = item = begin = 0
    for line in text[:LONGEST_TEXT].splitlines(keepends=True):
        mixed = _is_mixed(line)
        at = 0
        clause += 1
        for match in _WORD.finditer(line):
            between = line[at : match.start()]
            at = match.end()
            if between not in _NO_BREAK:
                clause += _STOP.search(between) is not None
                item += _SOFT.search(between) is not None
            written = match[0]
            key = word_key(written)
            if not key or (len(written) == 1 and _is_cut_off(line, match.start(), at)):
                continue
            shouted = mixed and len(written) > 1 and written.isupper()
            found.append(Word(begin + match.start(), begin + at, key, clause, item, shouted, key in JOINTS))
        begin += len(line)
    return found


def _is_cut_off(line: str, start: int, end: int) -> bool:
    """Whether a single letter is what an apostrophe leaves: `women's`, `l'enfant`."""
    return line[start - 1 : start] in _APOSTROPHES or line[end : end + 1] in _APOSTROPHES


def keys_of(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase of a lexicon. Words that only hold others together are part of it where one word remains.

    >>> keys_of("People with disabilities"), keys_of("Droits de l'enfant"), keys_of("in need")
    (('peopl', 'disability'), ('droit', 'enfant'), ('in', 'need'))
    """
    words = words_of(phrase)
    meaning = tuple(word.key for word in words if not word.joint)
    return meaning if len(meaning) > 1 else tuple(word.key for word in words)


@lru_cache(maxsize=100_000)
def word_key(written: str) -> str:
    """The key of one word.

    >>> [word_key(w) for w in ("Services", "service", "churches", "mujeres", "mujer", "Organisations")]
    ['servic', 'servic', 'church', 'mujer', 'mujer', 'organization']
    """
    word = name_key(written).replace(" ", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("ches", "shes", "sses", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("e") and len(word) > 5:
        word = word[:-1]
    if len(word) > 5:
        word = word.replace("isation", "ization").replace("our", "or")
        if word.endswith("yz"):
            word = word[:-1] + "s"
    return word


JOINTS: Final = frozenset(map(word_key, _JOINTS.split()))
"""Words that hold phrases together and mean nothing in them. `no` is none: in English it says the contrary."""


def _is_mixed(text: str) -> bool:
    """Whether capitals mean anything here: not in a text that is written in them."""
    small = sum(map(str.islower, text))
    return small > sum(map(str.isupper, text))
