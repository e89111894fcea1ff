"""Actors and ties in GEXF 1.1 to 1.3, as Gephi, networkx and ngomap write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import BadFile
from ngomap.importers.counting import counted_note
from ngomap.importers.graph_rows import GraphRows
from ngomap.importers.records import Network, Said
from ngomap.importers.source import Reading, Source
from ngomap.importers.xml_events import AGAIN, Event, begins_with, xml_events
from ngomap.model.answers import Rejected

TITLE: Final = "GEXF, a network as Gephi and ngomap itself write it."
ROOT: Final = b"<gexf"
_TIMED: Final = ("start", "end", "startopen", "endopen", "timestamp", "timestamps", "intervals")
_DRAWN: Final = ("viz:color", "viz:position", "viz:size", "viz:shape", "viz:thickness")


@dataclass(slots=True)
class _Element:
    """A node or an edge that is not closed yet."""

    event: Event
    said: dict[str, str] = field(default_factory=dict)


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is GEXF, 0 to 1."""
    return 1.0 if begins_with(source, ROOT) else 0.0


def read(source: Source, reading: Reading) -> Network:
    """The nodes and edges, one at a time. Raises BadFile, also while they are read, for a file that is not sound."""
    reader = _Reader(source, reading)
    return Network(reader.rows(), reader.graph.taken, {"": ("record",)}, notes=reader.notes)


class _Reader:
    def __init__(self, source: Source, reading: Reading) -> None:
        self.source = source
        self.graph = GraphRows(reading)
        # By what they are for (`node`, `edge`), then by id: the name and what it is where an element does not say.
        self.declared: dict[str, dict[str, tuple[str, str]]] = {"node": {}, "edge": {}}
        self.passed_over: Counter[str] = Counter()
        self.directed = False

    def rows(self) -> Iterator[Said | Rejected]:
        """What each node and each edge says."""
        # Nodes may lie in nodes, as groups.
        open_: list[_Element] = []
        whose, attribute = "", ""
        graphs = 0
        first = True
        for event in xml_events(self.source.only):
            tag, said = event.tag, event.attributes
            if first and tag != "gexf":
                raise BadFile(f"{self.source.name} is not GEXF: it begins with <{tag}>.", AGAIN)
            first = False
            if not event.opens:
                if tag == "default" and attribute:
                    self.declared[whose][attribute] = (self.declared[whose][attribute][0], event.text)
                elif tag in ("node", "edge") and open_:
                    yield self._row(open_.pop())
                continue
            if tag == "graph":
                graphs += 1
                self.directed = said.get("defaultedgetype") == "directed"
            elif tag == "attributes":
                whose = said.get("class", "node")
            elif tag == "attribute":
                attribute = self._declare(event, whose)
            elif tag in ("node", "edge"):
                open_.append(_Element(event))
            elif tag == "attvalue" and open_:
                self._value(event, open_[-1])
            elif tag in ("spell", "slice"):
                self.passed_over["times at which nodes and edges were there"] += 1
            elif tag in _DRAWN:
                self.graph.nodes.layout[tag.removeprefix("viz:")] += 1
            if tag in ("node", "edge", "attvalue") and any(name in said for name in _TIMED):
                self.passed_over["times at which nodes and edges were there"] += 1
        if not graphs:
            raise BadFile(f"{self.source.name} holds no graph.", AGAIN)

    def _declare(self, event: Event, whose: str) -> str:
        name = event.attributes.get("id", "")
        if whose not in self.declared or not name:
            raise BadFile(
                f"{self.source.name}, line {event.line}: an <attribute> that is not declared for nodes or edges.", AGAIN
            )
        self.declared[whose][name] = (event.attributes.get("title") or name, "")
        return name

    def _value(self, event: Event, element: _Element) -> None:
        # GEXF 1.1 says `id`.
        name = event.attributes.get("for") or event.attributes.get("id", "")
        whose = element.event.tag
        declared = self.declared[whose].get(name)
        if declared is None:
            raise BadFile(
                f"{self.source.name}, line {event.line}: the attribute {name!r} is used, but not declared for a {whose}.",
                AGAIN,
            )
        if declared[0] in element.said:
            self.passed_over["further values of an attribute"] += 1
        else:
            element.said[declared[0]] = event.attributes.get("value", "")

    def _row(self, element: _Element) -> Said | Rejected:
        event = element.event
        said = element.said | {
            title: default for title, default in self.declared[event.tag].values() if default and title not in element.said
        }
        attributes = event.attributes
        label = attributes.get("label", "")
        if event.tag == "node":
            return self.graph.node(event.line, attributes.get("id", ""), label, list(said.items()))
        kind = attributes.get("type", "")
        one_way = kind == "directed" if kind else self.directed
        weight = attributes.get("weight")
        if weight and "weight" not in said:
            said["weight"] = weight
        ends = attributes.get("source", ""), attributes.get("target", "")
        return self.graph.edge(
            event.line, *ends, list(said.items()), word=attributes.get("kind", ""), one_way=one_way, label=label
        )

    def notes(self) -> list[str]:
        """What was read but not understood, or passed over."""
        return [*self.graph.notes(), *counted_note(self.passed_over, "Passed over, because the map cannot hold it: {}")]
