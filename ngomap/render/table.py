"""Answers for people at a terminal, through rich. Nothing in a name is ever taken for markup."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ngomap.model.answers import Change, Export, Intake
from ngomap.model.coverage_matrix import CoverageMatrix
from ngomap.model.records import Records
from ngomap.model.report import Finding, Report
from ngomap.model.side_by_side import SideBySide
from ngomap.model.text import counted_of, visible
from ngomap.render.answer import Answer
from ngomap.render.card import print_card
from ngomap.render.coverage_matrix import print_matrix
from ngomap.render.plain import plain_value
from ngomap.render.side_by_side import fits, print_columns

WIDTH_WITHOUT_TERMINAL = 120
MAX_CELL = 200
NEVER_CUT = ("handle", "slug", "code", "parent")


LONGEST_SAMPLE = 40

def print_table(answer: Answer, color: bool = True, quiet: bool = False) -> None:
    """Print the answer; the data to stdout, notes and hints to stderr."""
    # Left in this order: what stands on stdout comes first where both go to one place.
    with _console(sys.stderr, color) as aside, _console(sys.stdout, color) as out:
        match answer:
            case Report():
                _report(answer, out)
            case CoverageMatrix():
                _matrix(answer, out, aside, quiet)
            case Records():
                _records(answer, out, aside, quiet)
            case Change():
                _line(answer.text, out)
                if not quiet:
                    for line in (*answer.notes, *([f"Undo: {answer.undo}"] if answer.undo else [])):
                        _line(line, aside, "dim")
            case Intake():
                _intake(answer, out, quiet)
            case Export():
                _export(answer, aside if answer.path == "-" else out, quiet)


class _Pipe(io.TextIOWrapper):
    """What is printed to something that is no terminal, before its lines lose the blanks that fill up columns.

    It has the encoding of the real stream, which decides whether a table may have lines that are not ASCII.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(io.BytesIO(), encoding=stream.encoding or "utf-8", errors="backslashreplace", newline="\n")

    def trimmed(self) -> str:
        """All that was printed."""
        self.seek(0)
        return "\n".join(line.rstrip(" ") for line in self.read().split("\n"))


@contextmanager
def _console(stream: TextIO, color: bool) -> Iterator[Console]:
    if stream.isatty():
        yield Console(file=stream, no_color=not color, highlight=False, markup=False, emoji=False)
        return
    pipe = _Pipe(stream)
    width = None if "COLUMNS" in os.environ else WIDTH_WITHOUT_TERMINAL
    yield Console(file=pipe, no_color=not color, highlight=False, markup=False, emoji=False, width=width)
    stream.write(pipe.trimmed())
    stream.flush()


def _line(text: str, out: Console, style: str = "") -> None:
    """A line that may hold a command to copy: it is left to the terminal to break."""
    out.print(_text(text, style), soft_wrap=True)


def _text(value: str, style: str = "") -> Text:
    return Text(visible(value), style=style)


def _records(answer: Records, out: Console, aside: Console, quiet: bool) -> None:
    if not answer.columns and len(answer.records) == 1:
        print_card(answer.records[0], out)
    elif answer.records:
        names = list(answer.columns) or list(dict.fromkeys(k for r in answer.records for k in r))
        table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False, expand=False)
        numeric = {n for n in names if all(_is_number(r.get(n)) for r in answer.records)}
        for name in names:
            # One line a record; what is copied into the next command is never cut.
            table.add_column(
                _text(name.replace("_", " ")),
                justify="right" if name in numeric else "left",
                no_wrap=name in NEVER_CUT,
                overflow="fold" if name in NEVER_CUT else "ellipsis",
            )
        for record in answer.records:
            table.add_row(*(_cell(record.get(name)) for name in names))
        out.print(table)
    if not answer.records and answer.notes:
        # Where there is no record, the notes are the answer.
        aside, quiet = out, False
    if quiet:
        return
    shown = len(answer.records)
    if not answer.total and not answer.notes:
        _line(f"No {answer.kind} found.", aside)
    elif shown < answer.total:
        _line(f"{shown} of {answer.total} {answer.kind}; --limit 0 shows all.", aside, "dim")
    for line in answer.notes:
        _line(line, aside, "dim" if answer.records else "")


def _matrix(answer: CoverageMatrix, out: Console, aside: Console, quiet: bool) -> None:
    if not answer.cells:
        _line("No activity, need figure or survey is recorded in what was asked for, so there is nothing to show.", out)
        _line("Say where organizations work: ngomap edit REF --issue ISSUE --serves AREA", aside, "dim")
        return
    rows, columns = print_matrix(answer, out)
    if quiet:
        return
    lacking = (answer.all_lines - rows, answer.row_noun), (answer.all_heads - columns, answer.column_noun)
    more = " and ".join(counted_of(n, f"{noun}s") for n, noun in lacking if n)
    if more:
        _line(f"The worst come first; {more} more: --limit 0 shows all.", aside, "dim")
    for line in answer.notes:
        _line(line, aside, "dim")


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _cell(value: object) -> Text:
    text = ", ".join(map(plain_value, value)) if isinstance(value, list) else plain_value(value)
    text = " ".join(text.split())
    return Text(text[:MAX_CELL], no_wrap=True, overflow="ellipsis")


def _report(report: Report, out: Console) -> None:
    out.print(_text(report.question, "bold"))
    out.print(_text(report.method, "dim"))
    if not report.findings:
        out.print(_text("Nothing found."))
    drawn: tuple[str, ...] = ()
    if isinstance(report, SideBySide) and fits(report, out):
        out.print()
        print_columns(report, out)
        drawn = report.columns
    listed = [f for f in report.findings if f.group not in drawn]
    shown: dict[str, int] = {}
    for finding in listed:
        shown[finding.group] = shown.get(finding.group, 0) + 1
    group: str | None = None
    number = 0
    for finding in listed:
        if finding.group != group:
            if group is not None:
                _rest(report, group, shown, out)
            group, number = finding.group, 0
            if not report.brief:
                out.print()
            if group:
                out.print(_text(f"{group[:1].upper()}{group[1:]}", "bold cyan"))
        number += 1
        line = Text.assemble((f"{number:>3}. ", "dim"), (visible(finding.label), "bold"))
        if finding.value is not None:
            line.append(f"  {_number(finding.value)} {visible(finding.unit)}".rstrip(), "green")
        if report.brief:
            _brief(line, finding, out)
            continue
        out.print(Padding(line, (0, 0, 0, 0)))
        for reason in finding.reasons:
            out.print(Padding(_text(reason.text), (0, 0, 0, 5)))
    if group is not None:
        _rest(report, group, shown, out)
    for title, texts, style in (("Keep in mind", report.caveats, "yellow"), ("Next", report.next, "bold")):
        if texts:
            if not report.brief:
                out.print()
            out.print(_text(title, style))
            for text in texts:
                if texts is report.next:
                    _line(f"  - {text}", out)
                else:
                    out.print(Padding(_text(f"- {text}"), (0, 0, 0, 2)))


def _brief(line: Text, finding: Finding, out: Console) -> None:
    """A finding with its reasons behind it; what does not fit hangs below."""
    said = Text.assemble(line[5:], "  ", visible(" ".join(r.text for r in finding.reasons)))
    grid = Table.grid()
    grid.add_column(width=5, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(line[:5], said)
    out.print(grid)


def _rest(report: Report, group: str, shown: dict[str, int], out: Console) -> None:
    more = report.counts.get(group, 0) - shown[group]
    if more > 0:
        out.print(Padding(_text(f"... and {more} more; --limit 0 shows all.", "dim"), (0, 0, 0, 5)))


def _number(value: float) -> str:
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}".replace(",", " ")
    return f"{value:.2f}"


def _intake(answer: Intake, out: Console, quiet: bool) -> None:
    if not quiet or answer.rejected:
        _counts(answer, out)
    if not quiet:
        _understood(answer, out)
    for rejected in answer.rejected[:10]:
        out.print(_text(f"Line {rejected.line}: {rejected.reason}", "red"))
    if len(answer.rejected) > 10:
        out.print(_text(f"... and {len(answer.rejected) - 10} more; --rejects FILE keeps them all.", "dim"))
    if quiet:
        return
    for line in answer.notes:
        out.print(_text(f"Note: {line}", "yellow"))
    for line in answer.next:
        _line(f"Next: {line}", out)


def _counts(answer: Intake, out: Console) -> None:
    begin = "Dry run, nothing was stored. Read" if answer.dry_run else "Read"
    out.print(
        _text(
            f"{begin} {counted_of(answer.read, 'rows')} of {answer.file} as {answer.format}: {answer.added} added, "
            f"{answer.changed} changed, {answer.unchanged} unchanged, {len(answer.rejected)} rejected."
        )
    )


def _understood(answer: Intake, out: Console) -> None:
    """What each column was taken for, what is new, and examples of what would be."""
    if answer.columns:
        table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
        table.add_column("column")
        table.add_column("taken for")
        table.add_column("for example")
        for header, meaning in answer.columns.items():
            table.add_row(_text(header), _text(meaning), _text(_sample(answer.samples.get(header, "")), "dim"))
        out.print(table)
    if answer.stored:
        new = "Would be new in the map: " if answer.dry_run else "New in the map: "
        out.print(_text(new + ", ".join(counted_of(n, what) for what, n in answer.stored.items()) + "."))
    for what, texts in answer.examples.items() if answer.dry_run else ():
        out.print(_text(f"Would be {what}, for example: " + "; ".join(texts) + "."))


def _sample(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1] + "…"


def _told(numbers: Mapping[str, int]) -> str:
    return ", ".join(counted_of(n, kind.replace("_", " ")) for kind, n in numbers.items() if n)


def _export(answer: Export, out: Console, quiet: bool) -> None:
    if quiet:
        return
    what = _told(answer.written) or "nothing"
    state = " (unchanged)" if answer.unchanged else ""
    where = "stdout" if answer.path == "-" else answer.path
    out.print(_text(f"Wrote {what} as {answer.format} to {where}{state}, for the audience {answer.audience}."))
    out.print(_text(f"Withheld: {_told(answer.withheld) or 'nothing'}."))
    for line in answer.notes:
        out.print(_text(line, "dim"))
