"""Actors and ties in GraphML, as ngomap, Gephi, Cytoscape, yEd and networkx write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ngomap.errors import BadFile
from ngomap.importers.counting import counted_note
from ngomap.importers.graph_rows import GraphRows
from ngomap.importers.records import Network, Said
from ngomap.importers.source import Reading, Source
from ngomap.importers.xml_events import AGAIN, Event, begins_with, xml_events
from ngomap.model.answers import Rejected

TITLE: Final = "GraphML, a network as Gephi, Cytoscape, yEd, networkx and ngomap itself write it."
ROOT: Final = b"<graphml"
_PASSED_OVER: Final = {"hyperedge": "hyperedges", "port": "ports"}
_DRAWN: Final = frozenset(("NodeLabel", "EdgeLabel"))
"""Elements in which yEd keeps what is written on a node or an edge."""


@dataclass(slots=True)
class _Key:
    """A declared attribute: its name, what it is for, and what it is where an element does not say."""

    name: str
    whose: str
    default: str = ""
    drawing: bool = False


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is GraphML, 0 to 1."""
    return 1.0 if begins_with(source, ROOT) else 0.0


def read(source: Source, reading: Reading) -> Network:
    """The nodes and edges, one at a time. Raises BadFile, also while they are read, for a file that is not sound."""
    reader = _Reader(source, reading)
    return Network(reader.rows(), reader.graph.taken, {"": ("record",)}, notes=reader.notes)


class _Reader:
    def __init__(self, source: Source, reading: Reading) -> None:
        self.source = source
        self.graph = GraphRows(reading)
        self.keys: dict[str, _Key] = {}
        self.passed_over: Counter[str] = Counter()
        self.directed = True

    def rows(self) -> Iterator[Said | Rejected]:
        """What each node and each edge says."""
        # Nodes may lie in nodes, as groups.
        open_: list[tuple[Event, list[tuple[str, str]], list[str]]] = []
        path: list[str] = []
        key: _Key | None = None
        data: _Key | None = None
        graphs = 0
        for event in xml_events(self.source.only):
            tag = event.tag
            if event.opens:
                self._check_place(event, path)
                path.append(tag)
                if tag == "key":
                    key = self._declared(event)
                elif tag == "graph":
                    graphs += 1
                    self.directed = event.attributes.get("edgedefault", "directed") != "undirected"
                elif tag in ("node", "edge"):
                    open_.append((event, [], []))
                elif tag == "data" and open_:
                    data = self._used(event, open_[-1][0].tag)
                elif tag in _PASSED_OVER:
                    self.passed_over[_PASSED_OVER[tag]] += 1
                continue
            path.pop()
            if tag == "default" and key:
                key.default = event.text
            elif tag == "key":
                key = None
            elif tag in _DRAWN and open_ and event.text.strip():
                open_[-1][2].append(event.text)
            elif tag == "data" and data and open_:
                if not data.drawing:
                    open_[-1][1].append((data.name, event.text))
                data = None
            elif tag in ("node", "edge") and open_:
                begun, said, drawn = open_.pop()
                yield self._row(begun, said, " ".join(drawn))
        if not graphs:
            raise BadFile(f"{self.source.name} holds no graph.", AGAIN)

    def _check_place(self, event: Event, path: list[str]) -> None:
        tag = event.tag
        where = f"{self.source.name}, line {event.line}: <{tag}>"
        if not path and tag != "graphml":
            raise BadFile(f"{self.source.name} is not GraphML: it begins with <{tag}>.", AGAIN)
        if tag == "key" and path != ["graphml"]:
            raise BadFile(f"{where} stands within <{path[-1]}>; attributes are declared before the graph.", AGAIN)
        if tag in ("node", "edge") and path[-1] != "graph":
            raise BadFile(f"{where} stands within <{path[-1]}>, not within <graph>.", AGAIN)

    def _declared(self, event: Event) -> _Key:
        said = event.attributes
        if not said.get("id"):
            raise BadFile(f"{self.source.name}, line {event.line}: a <key> without an id.", AGAIN)
        drawing = "yfiles.type" in said
        key = _Key(said.get("attr.name") or said["id"], said.get("for", "all"), drawing=drawing)
        if said["id"] in self.keys:
            raise BadFile(f"{self.source.name}, line {event.line}: the key {said['id']!r} is declared twice.", AGAIN)
        self.keys[said["id"]] = key
        return key

    def _used(self, event: Event, whose: str) -> _Key:
        name = event.attributes.get("key", "")
        key = self.keys.get(name)
        where = f"{self.source.name}, line {event.line}: the key {name!r}"
        if key is None:
            raise BadFile(f"{where} is used, but not declared before the graph.", AGAIN)
        if key.whose not in ("all", whose):
            raise BadFile(f"{where} is declared for {key.whose}s, not for {whose}s.", AGAIN)
        return key

    def _row(self, event: Event, said: list[tuple[str, str]], drawn: str) -> Said | Rejected:
        names = {name for name, _ in said}
        said = said + [
            (key.name, key.default) for key in self.keys.values()
            if key.default and key.whose in ("all", event.tag) and key.name not in names
        ]  # fmt: skip
        attributes = event.attributes
        if event.tag == "node":
            return self.graph.node(event.line, attributes.get("id", ""), drawn, said)
        directed = attributes.get("directed")
        one_way = self.directed if directed is None else directed == "true"
        # Our own exports have directed edges alone, and say so of those that are not.
        one_way = one_way and ("mutual", "true") not in said
        ends = attributes.get("source", ""), attributes.get("target", "")
        return self.graph.edge(event.line, *ends, said, one_way=one_way, label=drawn)

    def notes(self) -> list[str]:
        """What was read but not understood, or passed over."""
        return [*self.graph.notes(), *counted_note(self.passed_over, "Passed over, because no tie is like them: {}")]
