"""Elements and connections as Kumu writes and reads them: JSON, two sheets of a workbook, or two CSV files."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from ngomap.errors import BadFile, InvalidValue, UsageError
from ngomap.importers.cells import tidy
from ngomap.importers.counting import counted_note
from ngomap.importers.edge_columns import table_of
from ngomap.importers.graph_rows import GraphRows, rejected
from ngomap.importers.grid import Row
from ngomap.importers.headers import knows
from ngomap.importers.node_edge_tables import BOTH, EdgeTable, NodeTable, Tables, how_surely, read_tables
from ngomap.importers.records import ActorRow, Network, Said
from ngomap.importers.sound_table import refuse_damaged
from ngomap.importers.source import Reading, Source
from ngomap.importers.table_columns import FIELDS
from ngomap.model.answers import Rejected
from ngomap.model.text import name_key, one_line

TITLE: Final = "Kumu: elements and connections, as JSON, as a workbook or as two CSV files."
_ELEMENT_WORDS: Final = frozenset(("type", "description", "tags", "image", "element type"))
_GEPHIS: Final = frozenset(("source", "target", "timeset", "interval"))
_CONNECTION_WORDS: Final = frozenset(("direction", "label"))
_HEAD: Final = frozenset(("id", "label", "from", "to", "direction", "attributes"))
_NO_DIRECTION: Final = frozenset(("undirected", "mutual", "none", "nondirected"))
_LISTS: Final = re.compile(rb'"(elements|connections)"\s*:\s*\[')
AGAIN: Final = "Export it again from Kumu (Export > JSON)."


def recognise(source: Source, reading: Reading) -> float:
    """How surely the files are Kumu's, 0 to 1."""
    if len(source.parts) == 1 and source.only.shape == "json":
        return BOTH if _LISTS.search(source.only.begin.replace(b"\x00", b"")) else 0.0
    if not knows(FIELDS, reading):
        return 0.0
    return how_surely(_tables(source))


def read(source: Source, reading: Reading) -> Network:
    """The elements and connections, one at a time. Raises BadFile if there are none."""
    if len(source.parts) == 1 and source.only.shape == "json":
        if reading.columns:
            raise UsageError("--column is for tables; this file is JSON.", "Leave it out.")
        reader = _Json(source, reading)
        return Network(reader.rows(), reader.graph.taken, {"": ("record",)}, notes=reader.notes)
    refuse_damaged(source)
    elements, connections, passed_over = _tables(source)
    if not elements and not connections:
        raise BadFile(
            f"{source.name} has neither a column Label for elements nor From and To for connections.",
            "Kumu exports both as a workbook, or as JSON.",
        )
    return read_tables(elements, connections, reading, passed_over)


def _tables(source: Source) -> Tables:
    elements: list[NodeTable] = []
    connections: list[EdgeTable] = []
    passed_over: list[str] = []
    several = len(source.parts) > 1
    for part in source.parts:
        grid = table_of(part)
        name = part.name if several else ""
        keys = [name_key(h) for h in grid.headers] if grid else []
        if grid and {"from", "to"} <= set(keys) and (several or _CONNECTION_WORDS & set(keys)):
            connections.append(EdgeTable(name, grid, keys.index("from"), keys.index("to")))
        elif grid and "label" in keys[:2] and not _GEPHIS & set(keys) and (several or _ELEMENT_WORDS & set(keys)):
            id_at = keys.index("id") if "id" in keys else None
            # `Id, Label` is Gephi's as well, and means the same there.
            elements.append(NodeTable(name, grid, id_at, keys.index("label")))
        else:
            passed_over.append(part.name)
    if len(elements) > 1 or len(connections) > 1 or (several and not (elements and connections)):
        return None, None, ()
    return elements[0] if elements else None, connections[0] if connections else None, tuple(passed_over)


class _Json:
    """Reads Kumu's JSON, in the short form that it imports and in the long one that it exports."""

    def __init__(self, source: Source, reading: Reading) -> None:
        self.name = source.name
        document = source.only.json
        if isinstance(document, list):
            # Kumu's own export is a list of projects now and then.
            document = document[0] if len(document) == 1 else {}
        self.document = document if isinstance(document, dict) else {}
        for part in ("elements", "connections"):
            if not isinstance(self.document.get(part, []), list):
                raise BadFile(f'{self.name}: "{part}" is not a list.', AGAIN)
        if not self.document.get("elements") and not self.document.get("connections"):
            raise BadFile(f"{self.name} holds no elements and no connections of Kumu.", AGAIN)
        self.graph = GraphRows(reading)
        self.by_label: dict[str, list[str]] = {}
        self.passed_over = Counter(
            {key: len(value) for key, value in self.document.items() if isinstance(value, list) and value}
        )
        for part in ("elements", "connections"):
            self.passed_over.pop(part, None)
        self.not_among_elements = 0

    def rows(self) -> Iterator[Said | Rejected]:
        """What each element and each connection says; they are numbered from 1 on, the elements first."""
        number = 0
        for number, record in enumerate(self.document.get("elements") or (), 1):
            yield self._sound(self._element, number, number, record)
        for number_, record in enumerate(self.document.get("connections") or (), number + 1):
            yield self._sound(self._connection, number_, number_ - number, record)

    def _sound(
        self, read_one: Callable[[int, int, dict[str, object]], Said | Rejected], number: int, place: int, record: object
    ) -> Said | Rejected:
        """What a record says; with its place in its list, if it cannot be taken."""
        what = "Element" if read_one == self._element else "Connection"
        try:
            if not isinstance(record, dict):
                raise InvalidValue("It is not an object.")
            row = read_one(number, place, record)
        except InvalidValue as error:
            row = rejected(number, error, "")
        if isinstance(row, Rejected):
            return Rejected(number, f"{what} {place}: {row.reason}", {"record": _compact(record)})
        return row

    def _element(self, number: int, place: int, record: dict[str, object]) -> Said | Rejected:
        said = _flat(record)
        label = tidy(said.get("label", ""))
        key = tidy(said.get("id", "")) or label
        if key in self.graph.seen and not tidy(said.get("id", "")):
            key = f"{label} ({said.get('type', '')})"
        stated = [(header, text) for header, text in said.items() if header not in _HEAD]
        row = self.graph.node(number, key, label, stated)
        if isinstance(row, Rejected):
            return row
        for name in {label.casefold(), row.actors[0].name.casefold()} - {""}:
            self.by_label.setdefault(name, []).append(key)
        return Said(Row(number, (_compact(record),)), row.actors)

    def _connection(self, number: int, place: int, record: dict[str, object]) -> Said | Rejected:
        said = _flat(record)
        stated = [(header, text) for header, text in said.items() if header not in _HEAD]
        one_way = said.get("direction", "directed").casefold() not in _NO_DIRECTION
        a, fresh_a = self._end(said, "from")
        b, fresh_b = self._end(said, "to")
        row = self.graph.edge(number, a, b, stated, one_way=one_way, label=said.get("label", ""))
        if isinstance(row, Rejected):
            return row
        fresh = fresh_a + fresh_b
        self.not_among_elements += len(fresh)
        return Said(Row(number, (_compact(record),)), fresh, row.ties)

    def _end(self, said: dict[str, str], end: str) -> tuple[str, tuple[ActorRow, ...]]:
        """The key of an element by its id or its label; one that nobody declared is made, as Kumu does."""
        text = tidy(said.get(end, ""))
        if not text:
            raise InvalidValue(f'"{end}" is empty.')
        if text in self.graph.seen:
            return text, ()
        keys = self.by_label.get(text.casefold(), [])
        if len(keys) > 1:
            raise InvalidValue(f"{text!r} is the label of {len(keys)} elements.", "Name the elements by ids.")
        if keys:
            return keys[0], ()
        if not name_key(text):
            raise InvalidValue(f"{text!r} is not a name: it has no letters or digits.")
        self.graph.seen.add(text)
        self.graph.nodes.kinds[text] = "other"
        self.graph.nodes.kindless += 1
        return text, (ActorRow(one_line(text), key=text),)

    def notes(self) -> list[str]:
        """What was read but not understood, or passed over."""
        found = [*self.graph.notes(), *counted_note(self.passed_over, "Parts of the file that the map has no place for: {}")]
        if self.not_among_elements:
            found.append(f"Named in connections, but not among the elements; added by name: {self.not_among_elements}.")
        return found


def _flat(record: dict[str, object]) -> dict[str, str]:
    """An element or connection as headers and texts; Kumu's export keeps most of them in `attributes`."""
    inner = record.get("attributes")
    pairs = {**record, **inner} if isinstance(inner, dict) else record
    found: dict[str, str] = {}
    for name, value in pairs.items():
        if name == "attributes" or value is None or (name.startswith("_") and name != "_id"):
            continue
        header = {"_id": "id", "element type": "type", "connection type": "type"}.get(name.casefold(), name)
        header = header.casefold() if header.casefold() in _HEAD else header
        found.setdefault(header, _text(value))
    return found


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "|".join(_text(item).replace("|", "¦") for item in value)
    if isinstance(value, dict):
        return _compact(value)
    return str(value) if not isinstance(value, bool) else str(value).lower()


def _compact(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
