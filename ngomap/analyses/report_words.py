"""How a report says things: for a board, which runs no commands and reads no codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from ngomap.analyses.describing import count
from ngomap.model.report import Finding, Report

ROWS: Final = 8
"""A table of a section is not longer than this."""
NARROW_SPACE: Final = "\u202f"
_COMMAND: Final = re.compile(r"(?:\s*\(|:?\s+)ngomap [a-z].*", re.DOTALL)
_LEAD: Final = re.compile(r"(?:^|(?<=[.!?]) )(?:Then|Look|Next|See)\s*:?$")
_DAY: Final = re.compile(r"(?<![\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def without_command(text: str) -> str:
    """The text without the command that it ends in, and without the word that led to it.

    >>> without_command("Apply by 2026-11-28: ngomap grant eligible open")
    'Apply by 2026-11-28'
    >>> without_command("Ask them what worked. Then: ngomap log ash --kind meeting")
    'Ask them what worked.'
    >>> without_command("No tie is recorded."), without_command("Find who follows")
    ('No tie is recorded.', 'Find who follows')
    """
    cut = _COMMAND.sub("", text)
    if cut == text:
        return text
    return _LEAD.sub("", cut).strip()


def board_words(text: str) -> str:
    """The text without a command, its days as people write them.

    >>> board_words("Surveyed on 2026-05-08; nobody is recorded: ngomap survey X")
    'Surveyed on 8 May 2026; nobody is recorded'
    """
    return _DAY.sub(lambda found: day_words(found[0]), without_command(text))


def day_words(day: str) -> str:
    """A (possibly partial) ISO day as people write it.

    >>> day_words("2026-11-01"), day_words("2026-11"), day_words("2026")
    ('1 November 2026', 'November 2026', '2026')
    """
    parts = [int(p) for p in day[:10].split("-")]
    return " ".join(str(p) if n != 1 else _MONTHS[p - 1] for n, p in reversed(list(enumerate(parts))))


def number(value: float | None) -> str:
    """A whole number with its thousands apart.

    >>> number(38000.4), number(None)
    ('38\u202f000', '')
    """
    return "" if value is None else f"{int(value + 0.5):,}".replace(",", NARROW_SPACE)


def value_words(finding: Finding) -> str:
    """The value of a finding with its unit, or nothing."""
    return f"{number(finding.value)} {finding.unit}".strip() if finding.value is not None else ""


def group_of(report: Report, group: str) -> list[Finding]:
    """The findings of a group, in their order."""
    return [f for f in report.findings if f.group == group]


def told(finding: Finding, codes: Iterable[str] | None = None) -> str:
    """What the reasons of a finding say, those with these codes or all, without commands."""
    wanted = None if codes is None else set(codes)
    texts = [board_words(r.text) for r in finding.reasons if wanted is None or r.code in wanted]
    return " ".join(t if t[-1] in ".!?" or len(texts) == 1 else f"{t}." for t in texts if t)


def first_words(finding: Finding) -> str:
    """What the first reason of a finding says, without a command."""
    return board_words(finding.reasons[0].text) if finding.reasons else ""


def listed(parts: Sequence[str]) -> str:
    """Several clauses as one: `a, b and c`.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def left_out(shown: int, total: int, noun: str) -> str:
    """How many a table left out.

    >>> left_out(5, 43, "place"), left_out(5, 6, "place"), left_out(5, 5, "place")
    ('38 more places are not shown here.', '1 more place is not shown here.', '')
    """
    more = total - shown
    return f"{count(more, f'more {noun}')} {'is' if more == 1 else 'are'} not shown here." if more > 0 else ""
