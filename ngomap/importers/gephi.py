"""Tables as Gephi writes and reads them: nodes with `Id` and `Label`, edges with `Source` and `Target`."""

from __future__ import annotations

from typing import Final

from ngomap.errors import BadFile
from ngomap.importers.edge_columns import table_of
from ngomap.importers.grid import Grid
from ngomap.importers.headers import knows
from ngomap.importers.node_edge_tables import EdgeTable, NodeTable, Tables, how_surely, read_tables
from ngomap.importers.records import Network
from ngomap.importers.sound_table import refuse_damaged
from ngomap.importers.source import Reading, Source
from ngomap.importers.table_columns import FIELDS
from ngomap.model.text import name_key

TITLE: Final = "Gephi's tables: nodes (Id, Label), edges (Source, Target, Type, Weight), together or alone."


def recognise(source: Source, reading: Reading) -> float:
    """How surely the files are Gephi's, 0 to 1."""
    if not knows(FIELDS, reading):
        return 0.0
    return how_surely(_tables(source))


def read(source: Source, reading: Reading) -> Network:
    """The nodes and edges, row by row. Raises BadFile if there are none."""
    refuse_damaged(source)
    nodes, edges, passed_over = _tables(source)
    if not nodes and not edges:
        raise BadFile(
            f"{source.name} has neither the columns Id and Label nor Source and Target.",
            "In Gephi's Data Laboratory: Export table, once for the nodes and once for the edges.",
        )
    return read_tables(nodes, edges, reading, passed_over)


def _tables(source: Source) -> Tables:
    nodes: list[NodeTable] = []
    edges: list[EdgeTable] = []
    passed_over: list[str] = []
    for part in source.parts:
        grid = table_of(part)
        name = "" if len(source.parts) == 1 else part.name
        keys = [name_key(h) for h in grid.headers] if grid else []
        if grid and "id" in keys and "label" in keys and "source" not in keys:
            nodes.append(NodeTable(name, grid, keys.index("id"), keys.index("label")))
        elif grid and {"source", "target"} <= set(keys) and _gephis(grid, keys, bool(nodes) or len(source.parts) > 1):
            edges.append(EdgeTable(name, grid, keys.index("source"), keys.index("target")))
        else:
            passed_over.append(part.name)
            if grid:
                return None, None, ()
    if len(nodes) > 1 or len(edges) > 1:
        return None, None, ()
    return nodes[0] if nodes else None, edges[0] if edges else None, tuple(passed_over)


def _gephis(grid: Grid, keys: list[str], beside_nodes: bool) -> bool:
    """Whether edges are Gephi's: its `Type` is a direction."""
    if beside_nodes:
        return True
    if "type" not in keys:
        return False
    kinds = {cell.strip().casefold() for cell in grid.column(keys.index("type"))} - {""}
    return bool(kinds) and kinds <= {"directed", "undirected", "mutual"}
