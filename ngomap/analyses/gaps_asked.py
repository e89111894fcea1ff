"""What is asked of the gaps of a map."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ngomap.analyses.cells import EVERYONE, Cells, frame
from ngomap.analyses.coverage_tally import Tally
from ngomap.analyses.situation import Situation
from ngomap.model.actors import ActorRef
from ngomap.model.words import Area, Term
from ngomap.model.work import Work


@dataclass(slots=True)
class Asked:
    """The ISO day `on`, who `us` is, and which cells are shown; all are counted. With `level`, places are the areas of it."""

    on: str
    us: ActorRef | None = None
    issues: Sequence[Term] = ()
    area: Area | None = None
    population: Term | None = None
    level: str | None = None
    most: int = 0
    """How many of each kind are to be told; 0: all. The parts that have the most spare themselves the others."""

    @property
    def parameters(self) -> dict[str, object]:
        """What a report says it was asked."""
        return {
            "on": self.on,
            "area": self.area.handle if self.area else None,
            "issues": [t.slug for t in self.issues],
            "population": self.population.slug if self.population else None,
            "at": self.level,
        }

    def tally(self, situation: Situation, work: Work) -> Tally:
        """The table of the whole map, to be counted for whom is asked."""
        cells = frame(
            situation, work.terms(), self.on, self.level,
            asked_area=self.area.id if self.area else None, asked_terms=[t.id for t in self.issues],
        )  # fmt: skip
        return Tally(cells, work, self.population.id if self.population else EVERYONE)

    def shown(self, cells: Cells) -> tuple[Collection[int], Collection[int]]:
        """The areas and the terms whose cells are shown."""
        areas = cells.areas.down(self.area.id) if self.area else {*cells.places, *cells.wider_places}
        return areas, {t for issue in self.issues for t in cells.words.down(issue.id)} if self.issues else set(cells.terms)
