"""A sheet to fill in at the meeting where partners agree their ground rules, as Markdown: to print, or to type in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.model.agreements import STATES
from ngomap.model.text import markdown_text

LINES_TO_FILL: Final = 2
ROWS_TO_FILL: Final = 4
BLANK: Final = "_" * 76
SHORT_BLANK: Final = "_" * 20
MINUTES: Final = (
    ("Welcome, and what this sheet is for", 5), ("What is agreed already: does it still hold?", 10),
    ("The open points, one after the other", 25), ("Who covers what", 15), ("What happens next, who writes it up", 5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetPoint:
    """A point with its question, how far it got, and what is written down of it."""

    name: str
    question: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet already. `tasks` are rows of six cells: who, what, for whom, where, from, until."""

    names: Sequence[str]
    coalition: str
    prepared: str
    meeting: str
    points: Sequence[SheetPoint]
    tasks: Sequence[tuple[str, str, str, str, str, str]]
    to_talk_over: Sequence[str]


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """The sheet, line by line. Nothing in a name or a text becomes markup."""
    title = sheet.coalition or " and ".join(sheet.names)
    yield f"# What we agree: {markdown_text(title)}"
    yield ""
    yield f"Prepared on {sheet.prepared}. Date of the meeting: {sheet.meeting or SHORT_BLANK}  Place: {SHORT_BLANK}"
    yield ""
    if sheet.coalition:
        yield f"Members: {', '.join(map(markdown_text, sheet.names)) or SHORT_BLANK}"
        yield ""
    yield f"Present: {BLANK[:67]}"
    yield from ("", f"## Agenda ({sum(m for _, m in MINUTES)} minutes)", "")
    for number, (what, minutes) in enumerate(MINUTES, 1):
        yield f"{number}. {what} ({minutes} minutes)"
    yield from ("", "## The points", "")
    for number, point in enumerate(sheet.points, 1):
        yield from _point(number, point)
    yield from _tasks(sheet)
    yield from _signatures(sheet)


def _point(number: int, point: SheetPoint) -> Iterator[str]:
    yield f"### {number}. {markdown_text(point.name)}"
    yield ""
    yield markdown_text(point.question)
    yield ""
    if point.text:
        yield f"So far ({point.state}): {markdown_text(point.text)}"
        yield ""
    for _ in range(LINES_TO_FILL):
        yield from (BLANK, "")
    yield "   ".join(f"\\[  \\] {state}" for state in STATES)
    yield ""


def _tasks(sheet: Sheet) -> Iterator[str]:
    yield from ("## Who covers what", "", "| who | what is told or done | for whom | where | from | until |")
    yield "|" + " --- |" * 6
    for row in sheet.tasks:
        yield "| " + " | ".join(map(markdown_text, row)) + " |"
    for _ in range(ROWS_TO_FILL):
        yield "|" + "  |" * 6
    yield ""
    if sheet.to_talk_over:
        yield from ("To talk over:", "")
        yield from (f"- {markdown_text(text)}" for text in sheet.to_talk_over)
        yield ""


def _signatures(sheet: Sheet) -> Iterator[str]:
    yield from ("## Signed", "", "| for | name | signature | date |", "| --- | --- | --- | --- |")
    for name in sheet.names or ("",):
        yield f"| {markdown_text(name)} |  |  |  |"
