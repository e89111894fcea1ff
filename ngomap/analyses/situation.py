"""What coverage is reckoned from: what is recorded of a land, and of those who work in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.words import Area, Term


@dataclass(slots=True)
class Situation:
    """What is recorded whoever works there: areas, terms, how many need what, and where somebody looked."""

    areas: Sequence[Area]
    terms: Sequence[Term]
    figures: Sequence[NeedFigure] = ()
    surveys: Sequence[Survey] = ()


@dataclass(slots=True, kw_only=True)
class CoverageRows(Situation):
    """The rows of a map that its coverage is reckoned from, for one audience. `statuses` are those of the actors, by id."""

    actors: Sequence[ActorRef]
    activities: Sequence[Activity]
    statuses: Mapping[int, str | None] = field(default_factory=dict)
