"""Nodes and edges of a file for network tools as rows: what they state, or why they cannot be taken."""

from __future__ import annotations

import json

from ngomap.errors import InvalidValue
from ngomap.importers.grid import Row
from ngomap.importers.node_facts import Nodes
from ngomap.importers.records import Said
from ngomap.importers.source import Reading
from ngomap.importers.tie_facts import Ties
from ngomap.model.answers import Rejected

Stated = list[tuple[str, str]]
"""Attributes with their texts."""


class GraphRows:
    """Makes rows of nodes and edges; knows which nodes there were."""

    def __init__(self, reading: Reading) -> None:
        self.nodes = Nodes(reading)
        self.ties = Ties(self.nodes.kinds, reading.date_order)
        self.taken: dict[str, str] = {}
        self.seen: set[str] = set()

    def node(self, line: int, key: str, label: str, stated: Stated) -> Said | Rejected:
        """What a node says. Two nodes of one id are refused, since edges could mean either."""
        record = _record({"node": key, "label": label}, stated)
        try:
            if not key:
                raise InvalidValue("A node without an id.")
            if key in self.seen:
                raise InvalidValue(f"The id {key!r} stands for two nodes.", "Give each its own.")
            actor = self.nodes.actor(key, label, stated)
        except InvalidValue as error:
            return rejected(line, error, record)
        self.seen.add(key)
        self.taken.update(self.nodes.taken)
        return Said(Row(line, (record,)), (actor,))

    def edge(
        self, line: int, a: str, b: str, stated: Stated, *, word: str = "", one_way: bool = True, label: str = ""
    ) -> Said | Rejected:
        """What an edge says."""
        record = _record({"from": a, "to": b, "type": word, "label": label}, stated)
        try:
            if not a or not b:
                raise InvalidValue("A tie without its two ends.")
            tie = self.ties.tie(a, b, stated, word, one_way, _label(stated, label))
        except InvalidValue as error:
            return rejected(line, error, record)
        for header, meaning in self.ties.taken.items():
            self.taken.setdefault(header, meaning)
        return Said(Row(line, (record,)), (), (tie,))

    def notes(self) -> list[str]:
        """What was read but not understood, or passed over."""
        return [*self.nodes.notes(), *self.ties.notes()]


def rejected(line: int, error: InvalidValue, record: str) -> Rejected:
    """The row as one that cannot be taken, with the reason."""
    return Rejected(line, f"{error.message} {error.hint}".strip(), {"record": record})


def _label(stated: Stated, label: str) -> str:
    return label or next((text for header, text in stated if header.casefold() == "label"), "")


def _record(head: dict[str, str], stated: Stated) -> str:
    found = {name: text for name, text in head.items() if text} | dict(stated)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
