"""What the question 'what if they were gone?' is answered from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from ngomap.analyses.describing import Gazetteer
from ngomap.analyses.protection import ProtectionRows
from ngomap.analyses.protection_lost import LostVoices
from ngomap.graph.alliance import alliance_graph
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement, Labour
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity, NeedFigure, Resource, Survey
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph


@dataclass(slots=True)
class WhatIfRows:
    """The rows of a map as they were on the day `on` (ISO). `terms_of` and `serves` are ids by actor id,
    `statuses` those of the actors; `protection` are the rows of the question who could speak up for us."""

    on: str
    actors: Sequence[ActorRef]
    us: ActorRef | None = None
    ties: Sequence[Tie] = ()
    events: Sequence[Event] = ()
    activities: Sequence[Activity] = ()
    figures: Sequence[NeedFigure] = ()
    surveys: Sequence[Survey] = ()
    resources: Sequence[Resource] = ()
    agreements: Sequence[Agreement] = ()
    labour: Sequence[Labour] = ()
    protection: ProtectionRows | None = None
    terms: Sequence[Term] = ()
    areas: Sequence[Area] = ()
    terms_of: Mapping[int, Iterable[int]] = field(default_factory=dict)
    serves: Mapping[int, Iterable[int]] = field(default_factory=dict)
    statuses: Mapping[int, str | None] = field(default_factory=dict)
    lost_voices: LostVoices | None = None
    """Of a large map who could no longer speak up for us, found before the ties of `protection` were read."""
    large: SparseGraph | None = None
    """The graph of a large map; the ties are then only those of who is gone, and of their coalitions."""
    left_out: Sequence[str] = ()
    """Parts of the answer (see `ngomap.analyses.whatif`) that are not looked at."""
    places: Collection[tuple[int, int]] | None = None
    """The terms with the areas in which anybody works on them. Given, `activities` need only be those of who is gone, of us
    and of the members of coalitions that they are in, and of everybody in the places beside those of who is gone.
    """

    @property
    def worked(self) -> dict[int, set[int]]:
        """By area, the terms that anybody works on there."""
        found: dict[int, set[int]] = {}
        for term, area in {(v.term, v.area) for v in self.activities} if self.places is None else self.places:
            found.setdefault(area, set()).add(term)
        return found


@dataclass(slots=True)
class Loss:
    """The rows, who is taken away (`gone`, ids), and what several parts of the answer look up."""

    rows: WhatIfRows
    gone: AbstractSet[int]
    refs: dict[int, ActorRef] = field(init=False)
    graph: nx.Graph | SparseGraph = field(init=False)
    ties: dict[int, Tie] = field(init=False)
    words: Gazetteer = field(init=False)

    def __post_init__(self) -> None:
        self.refs = {a.id: a for a in self.rows.actors}
        large = self.rows.large
        self.graph = alliance_graph(self.refs.values(), self.rows.ties, self.rows.on) if large is None else large
        here = [t for t in self.rows.ties if t.a in self.refs and t.b in self.refs and t.open_on(self.rows.on)]
        self.ties = {t.id: t for t in here}
        self.words = Gazetteer(self.rows.terms, self.rows.areas)

    def names(self, ids: Iterable[int]) -> list[str]:
        """The names of some actors, by handle."""
        return [a.name for a in sorted((self.refs[i] for i in set(ids)), key=lambda a: a.handle)]

    def edge(self, a: int, b: int) -> tuple[int, ...]:
        """The ids of the ties that join two actors."""
        found: tuple[int, ...] = self.graph.edges[a, b]["ties"]
        return found


def evidence(kind: str, ids: Iterable[int]) -> tuple[str, ...]:
    """Ids of records as evidence.

    >>> evidence("tie", [9, 3])
    ('tie:3', 'tie:9')
    """
    return tuple(f"{kind}:{i}" for i in sorted(set(ids)))
