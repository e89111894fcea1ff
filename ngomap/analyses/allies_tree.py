"""Vocabularies and areas as trees: what lies above and below, and how near one issue is to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

WHOLE: Final = 1000
"""Factors are counted in thousandths, so that their sum can be checked by hand and comes out exactly."""
NARROWER: Final = 0.8
"""For each step down the tree: who works on a part of the issue works on the issue."""
WIDER: Final = 0.6
"""For each step up: who works on the wider issue may or may not work on this one."""
SIBLING: Final = 0.3
"""For an issue under the same wider one."""

Relation = Literal["same", "narrower", "wider", "sibling"]


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a term is to the one asked for: thousandths, and how it lies to it."""

    thousandths: int
    relation: Relation


class Tree:
    """The records of a tree by id, from each one's parent. A parent that is not known is none; a ring is cut."""

    def __init__(self, parents: Mapping[int, int | None]) -> None:
        self.parents = parents
        self._children: dict[int, list[int]] = {}
        for child, parent in parents.items():
            if parent is not None and parent in parents:
                self._children.setdefault(parent, []).append(child)
        self._related: dict[int, frozenset[int]] = {}

    def above(self, node: int) -> list[int]:
        """The records it lies under, the nearest first."""
        found: list[int] = []
        parent = self.parents.get(node)
        while parent is not None and parent in self.parents and parent not in found and parent != node:
            found.append(parent)
            parent = self.parents[parent]
        return found

    def below(self, node: int) -> dict[int, int]:
        """The records that lie under it, each with how many steps down."""
        found: dict[int, int] = {}
        waiting = [(node, 0)]
        while waiting:
            record, depth = waiting.pop()
            for child in self._children.get(record, ()):
                if child not in found and child != node:
                    found[child] = depth + 1
                    waiting.append((child, depth + 1))
        return found

    def siblings(self, node: int) -> set[int]:
        """The other records directly under the same one; records at the top have none."""
        parent = self.parents.get(node)
        return set(self._children.get(parent, ())) - {node} if parent is not None else set()

    def related(self, node: int) -> frozenset[int]:
        """The record itself, what it lies under and what lies under it."""
        if node not in self._related:
            self._related[node] = frozenset([node, *self.above(node), *self.below(node)])
        return self._related[node]


def nearness(tree: Tree, asked: int) -> dict[int, Nearness]:
    """Every term that is near the one asked for: 1 for itself, x 0.8 for each step down, x 0.6 for each step up, 0.3
    for its siblings. What is not named is not near.

    >>> near = nearness(Tree({1: None, 2: 1, 3: 1, 4: 2, 5: None}), 2)
    >>> {term: (n.thousandths, n.relation) for term, n in sorted(near.items())}
    {1: (600, 'wider'), 2: (1000, 'same'), 3: (300, 'sibling'), 4: (800, 'narrower')}
    """
    found = {s: Nearness(thousandths(SIBLING), "sibling") for s in tree.siblings(asked)}
    for steps, term in enumerate(tree.above(asked), start=1):
        found[term] = Nearness(thousandths(WIDER**steps), "wider")
    for term, steps in tree.below(asked).items():
        found[term] = Nearness(thousandths(NARROWER**steps), "narrower")
    found[asked] = Nearness(WHOLE, "same")
    return found


def thousandths(share: float) -> int:
    """A share from 0 to 1 in thousandths.

    >>> thousandths(2 / 3)
    667
    """
    return round(share * WHOLE)
