"""Numbers, days and months as tables write them, read strictly."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.text import name_key
from ngomap.model.values import partial_date, whole

DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
_WHOLE_AS_FLOAT: Final = re.compile(r"(\d+)\.0+", re.ASCII)
_ISO_WITH_TIME: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PARTS: Final = re.compile(r"(\d{1,4})[/. -](\d{1,2})[/. -](\d{1,4})", re.ASCII)
_YEAR: Final = re.compile(r"(19|20)\d{2}(\.0)?", re.ASCII)

_MONTHS: Final = (
    "january jan janvier janv enero ene janeiro",
    "february feb fevrier fev fevr febrero fevereiro",
    "march mar mars marzo marco",
    "april apr avril avr abril abr",
    "may mai mayo maio",
    "june jun juin junio junho",
    "july jul juillet juil julio julho",
    "august aug aout agosto ago",
    "september sep sept septembre septiembre setiembre setembro set",
    "october oct octobre octubre outubro out",
    "november nov novembre noviembre novembro",
    "december dec decembre diciembre dic dezembro dez",
)
MONTHS: Final = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


def people(text: str, field: str) -> int:
    """A number of people. `120.0`, as spreadsheets write whole numbers, is 120; separators are refused.

    >>> people("120.0", "reached")
    120
    """
    as_float = _WHOLE_AS_FLOAT.fullmatch(text.strip())
    return whole(as_float[1] if as_float else text, field)


def day(text: str, field: str, order: str | None) -> str:
    """An ISO date or its month or year; `01/02/2024` only where the order of its parts was given.

    >>> day("2024-03-31T00:00:00", "date", None), day("01/02/2024", "date", "dmy")
    ('2024-03-31', '2024-02-01')
    """
    stripped = text.strip()
    timed = _ISO_WITH_TIME.fullmatch(stripped)
    if timed:
        return partial_date(timed[1], field)
    parts = _PARTS.fullmatch(stripped)
    if parts is None or _ISO.fullmatch(stripped):
        return partial_date(stripped, field)
    if order is None:
        raise InvalidValue(
            f"{field}: {text!r} can be read in two ways.",
            "Say the order with --date-order dmy (or mdy, ymd), or write 2024-03-31.",
        )
    named = dict(zip(order, parts.groups(), strict=True))
    if len(named["y"]) == 4:
        try:
            return date(int(named["y"]), int(named["m"]), int(named["d"])).isoformat()
        except ValueError:
            pass
    raise InvalidValue(f"{field}: {text!r} is not a date in the order {order}.", "Write it as 2024-03-31.")


def month_of(month: str, year: str) -> str | None:
    """The ISO month (or year, where the month is not said) of a month column and a year column.

    >>> month_of("Oct", "2023"), month_of("10", "2023"), month_of("", "2023"), month_of("Octobre 2023", "")
    ('2023-10', '2023-10', '2023', '2023-10')
    """
    if not month and not year:
        return None
    words = name_key(month).split()
    if not year and len(words) == 2 and words[0] in MONTHS:
        month, year = words
    if re.fullmatch(r"\d{4}-\d{2}", month) and (not year or year == month[:4]):
        return partial_date(month, "month")
    if not _YEAR.fullmatch(year):
        raise InvalidValue(f"year: {year!r} is not a year.", "Write it as 2024.")
    if not month:
        return year[:4]
    number = MONTHS.get(words[0]) if words else None
    if number is None:
        number = people(month, "month")
    if not 1 <= number <= 12:
        raise InvalidValue(f"month: {month!r} is not a month.", "Write it as 1-12 or by its name.")
    return f"{year[:4]}-{number:02d}"
