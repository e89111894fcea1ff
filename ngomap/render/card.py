"""One record as a card: its plain facts first, then each list of records as a small table."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ngomap.model.answers import Record
from ngomap.model.text import visible
from ngomap.render.plain import plain_value

ROWS_OF_A_LIST = 12
COLUMNS_OF_A_TABLE = 6
"""More columns than these do not fit side by side: each record is then a sentence of its own."""
# What goes without saying where it holds for all.
USUAL = {"status": "active", "role": "implementer"}


def print_card(record: Record, out: Console) -> None:
    """Print the record; empty columns of its lists are left out."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    facts.add_column(overflow="fold")
    lists: list[tuple[str, list[Record]]] = []
    for field, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lists.append((field, value))
        elif value not in (None, "", []):
            facts.add_row(_title(field), Text(joined(value)))
    out.print(facts)
    for field, rows in lists:
        out.print()
        out.print(Text(_title(field) + (f" ({len(rows)})" if len(rows) > 1 else ""), style="bold cyan"))
        _print_list(rows[:ROWS_OF_A_LIST], out)
        if len(rows) > ROWS_OF_A_LIST:
            more = Text(f"... and {len(rows) - ROWS_OF_A_LIST} more; --format json has all.", style="dim")
            out.print(Padding(more, (0, 0, 0, 2)))


def _print_list(rows: list[Record], out: Console) -> None:
    names = [n for n in rows[0] if any(r.get(n) not in (None, "", [], USUAL.get(n)) for r in rows)]
    if len(names) <= COLUMNS_OF_A_TABLE:
        out.print(Padding(_small_table(names, rows), (0, 0, 0, 2)))
        return
    for row in rows:
        first = " ".join(joined(row.get(name)) for name in names[:2])
        rest = [f"{_title(n)} {joined(row[n])}" for n in names[2:] if row.get(n) not in (None, "", [], USUAL.get(n))]
        sentence = Text.assemble((first, "bold"), ": " if rest else "", "; ".join(rest))
        grid = Table.grid()
        grid.add_row("- ", sentence)
        out.print(Padding(grid, (0, 0, 0, 2)))


def _small_table(names: list[str], rows: list[Record]) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False)
    for name in names:
        table.add_column(Text(_title(name)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(joined(row.get(name))) for name in names))
    return table


def joined(value: object) -> str:
    """A value for people: lists joined by commas."""
    return ", ".join(map(plain_value, value)) if isinstance(value, list) else plain_value(value)


def _title(field: str) -> str:
    return visible(field.replace("_", " "))
