"""Coverage as a coloured matrix, which reads the same without colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ngomap.model.coverage_matrix import MEANINGS, NEEDED, SERVED, SIGNS, CoverageMatrix, MatrixCell, MatrixLine
from ngomap.model.text import visible

STYLES: Final[dict[str, str]] = {
    "no presence": "bold white on red", "single provider": "black on yellow", "not enough": "white on red",
    "planned only": "magenta", "stale": "cyan", "not confirmed": "blue", "not surveyed": "dim", NEEDED: "bold", SERVED: "green",
}  # fmt: skip
WIDEST_NAME: Final = 26
WIDEST_HEAD: Final = 11
NARROWEST: Final = 4
OF_ALL: Final = "orgs"
"""The column that says how many work in a row at all."""


def print_matrix(matrix: CoverageMatrix, out: Console) -> tuple[int, int]:
    """Print the matrix, or if it is `whole` and too wide, one part below the other. Answers how many of its rows and
    columns stand there.
    """
    cells = matrix.of()
    longest = max((len(visible(line.name)) for line in matrix.lines), default=0)
    name = max(len(matrix.row_noun), min(longest, WIDEST_NAME, out.width // 3))
    parts = _parts(matrix.heads, out.width - name - len(OF_ALL) - 2)
    shown = parts if matrix.whole else parts[:1]
    for number, heads in enumerate(shown):
        if number:
            out.print()
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
        table.add_column(Text(matrix.row_noun), width=name, no_wrap=True, overflow="ellipsis", vertical="bottom")
        for head in heads:
            table.add_column(Text(_broken(head.name)), width=_width(head), justify="center", vertical="bottom")
        table.add_column(Text(OF_ALL, style="dim"), width=len(OF_ALL), justify="right", vertical="bottom")
        for line in matrix.lines:
            drawn = [_cell(cells.get((line.handle, head.handle)), _width(head)) for head in heads]
            table.add_row(Text(visible(line.name)), *drawn, Text(str(line.organizations), style="dim"))
        out.print(table)
    out.print()
    out.print(_legend(matrix, {h.handle for heads in shown for h in heads}))
    return len(matrix.lines), sum(map(len, shown))


def _parts(heads: Sequence[MatrixLine], room: int) -> list[list[MatrixLine]]:
    """The columns in parts that fit beside each other."""
    parts: list[list[MatrixLine]] = [[]]
    left = room
    for head in heads:
        if parts[-1] and _width(head) + 1 > left:
            parts.append([])
            left = room
        parts[-1].append(head)
        left -= _width(head) + 1
    return parts


def _width(head: MatrixLine) -> int:
    longest = max((len(word) for word in visible(head.name).split()), default=0)
    return max(NARROWEST, min(longest, WIDEST_HEAD))


def _broken(name: str) -> str:
    """A name whose long words may be broken where a column ends.

    >>> _broken("Environmental matters")
    'Environmen- tal matters'
    """
    words = []
    for word in visible(name).split():
        while len(word) > WIDEST_HEAD:
            words.append(f"{word[:WIDEST_HEAD - 1]}-")
            word = word[WIDEST_HEAD - 1 :]
        words.append(word)
    return " ".join(words)


def _cell(cell: MatrixCell | None, width: int) -> Text:
    if cell is None:
        return Text("")
    sign = cell.sign + ("*" if cell.focus else "")
    return Text(sign.center(width) if "on " in STYLES.get(cell.look, "") else sign, style=STYLES.get(cell.look, "dim"))


def _legend(matrix: CoverageMatrix, heads: set[str]) -> Text:
    seen = {c.look for c in matrix.cells if c.column in heads}
    text = Text()
    for kind in (SERVED, *SIGNS):
        if kind in seen:
            seen.discard(kind)
            sign = {SERVED: "3", "not enough": "3<", "not confirmed": "(3)"}.get(kind, SIGNS[kind])
            text.append("   " if text else "").append(sign, STYLES.get(kind, "dim")).append(f" {MEANINGS[kind]}", "dim")
    if matrix.focus:
        text.append("   *", "bold").append(f" {visible(matrix.focus)} works there, did, or plans to", "dim")
    return text
