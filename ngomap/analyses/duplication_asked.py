"""What is asked of who does the same work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.cells import Tree
from ngomap.analyses.describing import Gazetteer
from ngomap.model.actors import ActorRef
from ngomap.model.words import Area, Term

THRESHOLD: Final = 0.3
"""Two equally large organizations that share half of their work are alike by 0.33. Of the 7,061 pairs that share
anything in OCHA's 3W of Afghanistan, 108 reach 0.3, and 29 of these share more than one cell."""
THRESHOLD_OF_ONE: Final = 0.1
"""Who does a part of what a large organization does is less alike than two that do the same. In OCHA's 3W of Afghanistan this
finds three to eight for each of five that were looked at, of 28 to 137 that share two pieces of work or more."""
LEAST_SHARED: Final = 2
"""A single shared cell is often a coincidence: in that 3W it is mostly two small organizations in one district."""


@dataclass(slots=True)
class Asked:
    """The ISO day `on`, an issue or service and an area that narrow the work down, and the `one` organization beside which
    others are put, if not everybody beside everybody. How alike two must be, and how many pieces of work they must share, is
    as usual unless it is given.
    """

    on: str
    issue: Term | None = None
    area: Area | None = None
    one: ActorRef | None = None
    threshold: float | None = None
    shared: int | None = None

    @property
    def alike(self) -> float:
        """How alike two must be, 0 to 1."""
        return self.threshold if self.threshold is not None else THRESHOLD_OF_ONE if self.one else THRESHOLD

    @property
    def least(self) -> int:
        """How many cells two must share."""
        return self.shared if self.shared is not None else 1 if self.area else LEAST_SHARED

    @property
    def parameters(self) -> dict[str, object]:
        """What a report says it was asked."""
        return {
            "for": self.one.handle if self.one else None,
            "issue": self.issue.slug if self.issue else None,
            "area": self.area.handle if self.area else None,
            "as_of": self.on,
            "threshold": self.alike,
            "shared": self.least,
        }

    def cells(self, names: Gazetteer) -> tuple[Collection[int], Collection[int]]:
        """The terms and areas that are asked about: what lies under the issue and in the area, or all."""
        terms, areas = names.terms, names.areas
        on_terms = Tree({t.id: t.parent for t in terms.values()}).down(self.issue.id) if self.issue else terms.keys()
        in_areas = Tree({a.id: a.parent for a in areas.values()}).down(self.area.id) if self.area else areas.keys()
        return on_terms, in_areas
