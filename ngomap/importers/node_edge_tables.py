"""A table of nodes and a table of edges, or one of them: as Kumu and Gephi write them, and as people make them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ngomap.errors import BadFile, InvalidValue
from ngomap.importers.cells import tidy
from ngomap.importers.grid import Grid, Row
from ngomap.importers.node_facts import Nodes
from ngomap.importers.records import ActorRow, Network, Said
from ngomap.importers.repeats import Repeats
from ngomap.importers.source import Reading
from ngomap.importers.tie_facts import Ties
from ngomap.importers.tie_words import UNKNOWN
from ngomap.model.answers import Rejected
from ngomap.model.text import name_key, one_line


@dataclass(slots=True)
class NodeTable:
    """A table of nodes: its part's name, and where the id (None: there is none) and the label stand."""

    part: str
    grid: Grid
    id_at: int | None
    label_at: int | None


@dataclass(slots=True)
class EdgeTable:
    """A table of edges: its part's name, where the ends stand, the type that its headers mean, and where the names
    stand if the ends are handles.
    """

    part: str
    grid: Grid
    a: int
    b: int
    usual: str = UNKNOWN
    names: tuple[int, int] | None = None


Tables = tuple[NodeTable | None, EdgeTable | None, tuple[str, ...]]
"""The one table of each sort, and the names of what is neither; nothing where there are several of one sort."""
BOTH: Final = 1.0
EDGES: Final = 0.85
NODES: Final = 0.7


def how_surely(tables: Tables) -> float:
    """How surely the tables that were found are a network's, 0 to 1."""
    nodes, edges, _ = tables
    if nodes and edges:
        return BOTH
    return EDGES if edges else NODES if nodes else 0.0


def read_tables(
    nodes: NodeTable | None, edges: EdgeTable | None, reading: Reading, passed_over: tuple[str, ...] = ()
) -> Network:
    """The actors and ties of one or two tables that belong together."""
    reader = _Reader(nodes, edges, reading)
    headers = {table.part: table.grid.headers for table in (nodes, edges) if table}
    notes = [f"Passed over: {', '.join(passed_over)}."] if passed_over else []
    return Network(reader.rows(), reader.taken, headers, notes=lambda: [*notes, *reader.notes()])


class _Reader:
    def __init__(self, nodes: NodeTable | None, edges: EdgeTable | None, reading: Reading) -> None:
        self.node_table = nodes
        self.edge_table = edges
        # What is said of columns is meant for the table that has them; a single table of ties has no nodes to speak of.
        of_nodes = nodes.grid.headers if nodes else ()
        mine = {h: f for h, f in reading.columns.items() if h.casefold() in {n.casefold() for n in of_nodes}}
        self.nodes = Nodes(Reading(mine, reading.separator, reading.date_order))
        wanted = {h.casefold(): f for h, f in reading.columns.items() if h not in mine}
        self.ties = Ties(self.nodes.kinds, reading.date_order, edges.usual if edges else UNKNOWN, wanted)
        self.by_label: dict[str, list[str]] = {}
        self.not_among_nodes: Counter[str] = Counter()
        self.taken: dict[str, str] = {}
        for table in (nodes, edges):
            if table:
                self.taken.update(dict.fromkeys(table.grid.headers, "ignored"))
        if nodes:
            for at, meaning in ((nodes.id_at, "id"), (nodes.label_at, "name")):
                if at is not None:
                    self.taken[nodes.grid.headers[at]] = meaning
        if edges:
            self.taken[edges.grid.headers[edges.a]] = "from"
            self.taken[edges.grid.headers[edges.b]] = "to"

    def rows(self) -> Iterator[Said | Rejected]:
        """What each row of the one and then of the other table says."""
        if self.node_table:
            yield from self._node_rows(self.node_table)
        if self.edge_table:
            if self.node_table is None:
                self._refuse_numbers(self.edge_table)
            yield from self._edge_rows(self.edge_table)

    def _node_rows(self, table: NodeTable) -> Iterator[Said | Rejected]:
        heads = {table.id_at, table.label_at}
        for row in table.grid.rows:
            label = "" if table.label_at is None else tidy(row.cells[table.label_at])
            stated = [(h, c) for at, (h, c) in enumerate(zip(table.grid.headers, row.cells, strict=True)) if at not in heads]
            try:
                key = self._key(table, row, label)
                actor = self.nodes.actor(key, label, stated)
            except InvalidValue as error:
                yield _rejected(row, table.grid, error)
                continue
            for name in {label.casefold(), actor.name.casefold()} - {""}:
                keys = self.by_label.setdefault(name, [])
                if key not in keys:
                    keys.append(key)
            yield Said(row, (actor,), (), table.part)
        self.taken.update(self.nodes.taken)

    def _key(self, table: NodeTable, row: Row, label: str) -> str:
        """What tells the node from all others: its id, else its label, and its type where two have one label."""
        if table.id_at is not None and (key := tidy(row.cells[table.id_at])):
            if key in self.nodes.kinds:
                raise InvalidValue(f"The id {key!r} stands for two nodes.", "Give each its own.")
            return key
        if label not in self.nodes.kinds:
            return label
        kind = next((tidy(c) for h, c in zip(table.grid.headers, row.cells, strict=True) if name_key(h) == "type"), "")
        return f"{label} ({kind})" if kind else label

    def _refuse_numbers(self, table: EdgeTable) -> None:
        if table.grid.head and table.grid.mostly_numbers(table.a) and table.grid.mostly_numbers(table.b):
            raise BadFile(
                f"{table.grid.name} names the ends of its ties by numbers, and no table says who they are.",
                "Import it together with the table of nodes: ngomap import nodes.csv edges.csv",
            )

    def _edge_rows(self, table: EdgeTable) -> Iterator[Said | Rejected]:
        repeats = Repeats(table.grid, table.a, table.b, self.ties)
        ends = {table.a, table.b, *(table.names or ())}
        label_at = next((at for at, h in enumerate(table.grid.headers) if name_key(h) == "label"), None)
        others = [(at, header) for at, header in enumerate(table.grid.headers) if at not in ends and at != label_at]
        for number, row in enumerate(table.grid.rows):
            try:
                a, b = (self._end(row, at) for at in (table.a, table.b))
                tie = self.ties.tie(a, b, [(header, row.cells[at]) for at, header in others], label=_cell(row, label_at))
                repeats.tell_apart(number, row, tie)
                fresh = tuple(self._fresh(table, row))
            except InvalidValue as error:
                yield _rejected(row, table.grid, error)
                continue
            yield Said(row, fresh, (tie,), table.part)
        self.taken.update({h: m for h, m in self.ties.taken.items() if self.taken.get(h) in (None, "ignored")})

    def _end(self, row: Row, at: int) -> str:
        """The key of the actor that a cell names: an id, or a label that stands for one node only."""
        cell = tidy(row.cells[at])
        if not cell:
            which = "first" if self.edge_table and at == self.edge_table.a else "second"
            raise InvalidValue(f"The {which} end of the tie is empty.")
        if cell in self.nodes.kinds and (self.node_table is None or self._has_ids):
            return cell
        keys = self.by_label.get(cell.casefold(), [])
        if len(keys) > 1:
            raise InvalidValue(f"{cell!r} is the label of {len(keys)} nodes.", "Name the nodes by ids.")
        if keys:
            return keys[0]
        if self._has_ids:
            raise InvalidValue(f"There is no node {cell!r} in the table of nodes.")
        if not name_key(cell):
            raise InvalidValue(f"{cell!r} is not a name: it has no letters or digits.")
        return cell

    @property
    def _has_ids(self) -> bool:
        return self.node_table is not None and self.node_table.id_at is not None

    def _fresh(self, table: EdgeTable, row: Row) -> Iterator[ActorRow]:
        """The ends that no row has spoken of yet."""
        for at, named in zip((table.a, table.b), table.names or (None, None), strict=True):
            key = tidy(row.cells[at])
            if key in self.nodes.kinds or key.casefold() in self.by_label:
                continue
            name = one_line(key if named is None else row.cells[named] or key)
            self.nodes.kinds[key] = "other"
            self.nodes.kindless += 1
            if self.node_table:
                self.not_among_nodes[name] += 1
            yield ActorRow(name, handle=key if named is not None else "", key=key)

    def notes(self) -> list[str]:
        """What was read but not understood, or passed over."""
        found = [*self.nodes.notes(), *self.ties.notes()]
        if self.not_among_nodes:
            shown = ", ".join(sorted(self.not_among_nodes)[:5])
            found.append(f"Named in ties, but not in the table of nodes; added by name: {shown} ({len(self.not_among_nodes)}).")
        return found


def _cell(row: Row, at: int | None) -> str:
    return "" if at is None else row.cells[at]


def _rejected(row: Row, grid: Grid, error: InvalidValue) -> Rejected:
    return Rejected(row.line, f"{error.message} {error.hint}".strip(), grid.record(row))

