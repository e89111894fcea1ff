"""What an atlas is made of, as plain rows: whoever loads them has left out what the readers may not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ngomap.model.coverage import Activity
from ngomap.model.coverage_matrix import CoverageMatrix
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.words import Area, Term

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Findings:
    """One of the tables: its name, what it answers in a sentence, the reports in it, and what they cannot tell."""

    key: str
    title: str
    lead: str
    reports: tuple[Report, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Atlas:
    """Everything that goes into the page.

    `actors` are records as a file for others has them, by row id; ties, activities, areas and terms speak of the same
    ids. `us` is the row id of who keeps the map, `standing` what became of each activity (its `id`), in a word. `total`:
    how many actors there were, where only the best connected of them are given.
    """

    title: str
    on: str
    audience: str
    source: str
    us: int | None
    actors: Mapping[int, Record]
    areas: Sequence[Area]
    terms: Sequence[Term]
    ties: Sequence[Tie]
    activities: Sequence[Activity]
    standing: Mapping[int, str]
    matrix: CoverageMatrix | None = None
    findings: tuple[Findings, ...] = ()
    notes: tuple[str, ...] = ()
    total: int = 0
