"""Records as lines of XML. What stands between the values of a record is put together once for all that have the same fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from operator import itemgetter
from typing import Final

from ngomap.exporters.plain_text import plain
from ngomap.model.records import Record

MOST_FORMS: Final = 512
"""So many sets of fields are kept at hand."""


def lines_of(
    start: str, always: Sequence[str], fields: Mapping[str, str], end: str, quote: Callable[[object], str]
) -> Callable[[Record], str]:
    """What makes a line of a record: `start` with the values of the two or more fields that every record has, then those of
    the other fields that it has, `end`. Each `%s` is a value.
    """

    @lru_cache(MOST_FORMS)
    def form(known: tuple[str, ...]) -> tuple[list[str], Callable[[Record], tuple[object, ...]]]:
        told = [name for name in fields if name in known]
        text = start + "".join(fields[name] for name in told) + end
        return text.replace("%s", "%s%s").split("%s"), itemgetter(*always, *told)

    def line(record: Record) -> str:
        parts, values = form(tuple(record))
        told = [value if value.__class__ is str else plain(value) for value in values(record)]
        parts[1::2] = told if harmless("".join(told)) else map(quote, told)
        return "".join(parts)

    return line


def harmless(text: str) -> bool:
    """Whether `quoted` would leave the text as it is."""
    marked = "&" in text or "<" in text or ">" in text or '"' in text or "'" in text
    return not marked and text.isprintable()


def quoted(value: object) -> str:
    """A value as text between tags or in an attribute."""
    return escape(plain(value))
