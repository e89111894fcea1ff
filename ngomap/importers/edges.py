"""Ties between names: a table with two columns of names, perhaps with a table of what is known of them, or a matrix."""

from __future__ import annotations

from typing import Final

from ngomap.errors import BadFile
from ngomap.importers import tie_facts
from ngomap.importers.edge_columns import STRONG, Ends, ends_in, table_of
from ngomap.importers.grid import Grid
from ngomap.importers.headers import knows
from ngomap.importers.matrix import is_matrix, read_matrix
from ngomap.importers.node_edge_tables import EdgeTable, NodeTable, read_tables
from ngomap.importers.records import Network
from ngomap.importers.sound_table import refuse_damaged
from ngomap.importers.source import Part, Reading, Source
from ngomap.importers.table_columns import FIELDS as NODE_FIELDS
from ngomap.importers.table_columns import field_of
from ngomap.model.text import name_key

TITLE: Final = "Ties: two columns of names (from and to, donor and recipient, ...), or a matrix of them."
FIELDS: Final = {"from": "the first of the two", "to": "the second of the two"} | tie_facts.FIELDS
COVERED: Final = 0.8
"""How many of the names in ties a table must know to be that of the nodes."""


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file holds ties, 0 to 1: certainly, if all that lies beside it is a table of the nodes or no table."""
    if not knows(FIELDS | NODE_FIELDS, reading):
        return 0.0
    found = _found(source, reading)
    if found is None:
        return STRONG if len(source.parts) == 1 and (grid := table_of(source.only)) and is_matrix(grid) else 0.0
    _, ends, nodes, passed_over = found
    return 1.0 if nodes or passed_over else ends.score


def read(source: Source, reading: Reading) -> Network:
    """The ties, row by row, and the actors at their ends. Raises BadFile if no two columns can be the ends."""
    refuse_damaged(source)
    found = _found(source, reading)
    if found:
        part, ends, nodes, passed_over = found
        one = len(source.parts) == 1
        edges = EdgeTable("" if one else part.name, part.grid, ends.a, ends.b, ends.usual, _names_of(part.grid, ends))
        return read_tables(_node_table(nodes) if nodes else None, edges, reading, passed_over)
    grid = source.grid
    if len(grid.headers) < 2:
        raise BadFile(f"{source.name} has one column only; ties need two.", "Add a column with the other end of each tie.")
    if is_matrix(grid, square=False):
        return read_matrix(grid)
    if len(grid.headers) > 2:
        raise BadFile(
            f"No two columns of {source.name} are known to be the ends of ties; its columns: {', '.join(grid.headers)}.",
            f'Say which: --column "{grid.headers[0]}=from" --column "{grid.headers[1]}=to".',
        )
    return read_tables(None, EdgeTable("", grid, 0, 1), reading)


def _found(source: Source, reading: Reading) -> tuple[Part, Ends, Part | None, tuple[str, ...]] | None:
    """The part with the ties and its ends, the part with the nodes, and what else there is, if all of it is text."""
    wanted = {header.casefold(): field for header, field in reading.columns.items()}
    tables = [(part, grid) for part in source.parts if (grid := table_of(part))]
    with_ends = [(part, grid, ends) for part, grid in tables if (ends := ends_in(grid, wanted))]
    if len(with_ends) != 1:
        return None
    part, grid, ends = with_ends[0]
    nodes = [other for other, _ in tables if other is not part]
    if len(nodes) > 1 or (nodes and not _covers(nodes[0], grid, ends)):
        return None
    read_parts = {part.name, *(other.name for other in nodes)}
    return part, ends, nodes[0] if nodes else None, tuple(p.name for p in source.parts if p.name not in read_parts)


def _node_table(part: Part) -> NodeTable:
    return NodeTable(part.name, part.grid, None, _names_at(part.grid))


def _names_at(grid: Grid) -> int | None:
    return next((at for at, header in enumerate(grid.headers) if field_of(header) == "name"), None)


def _covers(part: Part, edges: Grid, ends: Ends) -> bool:
    """Whether the table has the names that stand in the ties."""
    at = _names_at(part.grid)
    if at is None:
        return False
    known = {name_key(cell) for cell in part.grid.column(at)}
    named = {name_key(cell) for end in (ends.a, ends.b) for cell in edges.column(end)} - {""}
    return bool(named) and len(named & known) >= COVERED * len(named)


def _names_of(grid: Grid, ends: Ends) -> tuple[int, int] | None:
    """Where our own table of relationships has the names of the handles in `from` and `to`."""
    names = f"{grid.headers[ends.a]}_name", f"{grid.headers[ends.b]}_name"
    return (grid.headers.index(names[0]), grid.headers.index(names[1])) if set(names) <= set(grid.headers) else None
