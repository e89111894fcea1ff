"""Groups of findings drawn as columns beside each other."""

from __future__ import annotations

from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ngomap.model.report import Finding
from ngomap.model.side_by_side import SideBySide
from ngomap.model.text import visible

NARROWEST: Final = 12
"""Cells: fewer hold no name."""
WIDEST: Final = 44
GAP: Final = 2
"""Of which the line between two columns is one."""


def fits(report: SideBySide, out: Console) -> bool:
    """Whether there is anything to draw, and room for the columns beside each other."""
    drawn = any(f.group in report.columns for f in report.findings)
    return drawn and _width(report, out) >= NARROWEST


def print_columns(report: SideBySide, out: Console) -> None:
    """Print the columns, each with its findings from the top; every name whole, broken where its column ends.

    A value is as many dots (stars where only ASCII can be written), and a question mark where it is not known.
    """
    mark = "*" if out.options.ascii_only else "●"
    found = {group: [f for f in report.findings if f.group == group] for group in report.columns}
    table = Table(box=SIMPLE_HEAD, header_style="bold cyan", pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0))
    for group in report.columns:
        title = f"{group[:1].upper()}{group[1:]}" + (f" ({report.counts.get(group, 0)})" if report.counted else "")
        table.add_column(Text(visible(title)), width=_width(report, out), overflow="fold")
    for row in range(max(map(len, found.values()))):
        table.add_row(*(_cell(f[row], report, mark) if row < len(f) else "" for f in found.values()))
    more = [report.counts.get(group, 0) - len(findings) for group, findings in found.items()]
    if any(more):
        table.add_row(*(Text(f"... and {n} more" if n else "", style="dim") for n in more))
    out.print(table)
    if any(more):
        out.print(Text("--limit 0 shows all.", style="dim"))


def _width(report: SideBySide, out: Console) -> int:
    return min(WIDEST, (out.width + GAP) // len(report.columns) - GAP) if report.columns else 0


def _cell(finding: Finding, report: SideBySide, mark: str) -> Text:
    dots = "?" if finding.value is None else mark * round(finding.value) or "0"
    cell = Text.assemble((dots, "green"), " ", (visible(finding.label), "bold"))
    notes = [_aside(reason.text) for reason in finding.reasons if reason.code in report.noted]
    return cell.append(f" ({'; '.join(notes)})" if notes else "", "dim")


def _aside(sentence: str) -> str:
    """A sentence as it stands in brackets."""
    return visible(sentence[:1].lower() + sentence[1:].removesuffix("."))
