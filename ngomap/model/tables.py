"""The tables that spreadsheets get of the map, and the columns of each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from ngomap.model.audience import FILE_AUDIENCES, allowed_fields
from ngomap.model.whole_format import RECORD_KINDS

# The columns of each table in their order; those that the audience may not see are left out with their headers.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "actors": (
        "name", "handle", "kind", "level", "status", "aliases", "identifiers", "issues", "populations", "services",
        "sectors", "place", "area", "country", "lat", "lon", "serves", "website", "email", "phone", "staff", "budget",
        "currency", "founded", "audited", "mission", "vision", "notes", "source", "verified_on", "audience",
    ),
    "relationships": (
        "from", "from_name", "type", "to", "to_name", "status", "rung", "rung_since", "wanted", "stance", "title", "since", "until",
        "amount", "currency", "reference", "notes", "source", "audience",
    ),
    "activities": (
        "actor", "actor_name", "term", "term_name", "area", "area_name", "area_code", "population", "role", "status",
        "since", "until", "reached", "capacity", "project", "source", "audience",
    ),
    "events": (
        "on_date", "kind", "title", "participants", "introduces", "outcome", "next_step", "next_due", "next_done_on",
        "source", "audience",
    ),
    "agreements": (
        "from", "from_name", "to", "to_name", "point", "state", "text", "on_date", "source", "audience",
    ),
    "labour": (
        "from", "from_name", "to", "to_name", "actor", "actor_name", "task", "population", "area", "area_name", "since",
        "until", "audience",
    ),
    "exchanges": (
        "from", "from_name", "to", "to_name", "mode", "kind", "description", "quantity", "unit", "worth", "currency",
        "on_date", "due", "returned_on", "source", "audience",
    ),
    "projects": (
        "name", "handle", "status", "goal", "since", "until", "budget", "currency", "issues", "populations", "services",
        "areas", "source", "audience",
    ),
    "project-partners": ("project", "project_name", "actor", "actor_name", "role", "share", "task"),
    "assessments": (
        "project", "project_name", "by", "by_name", "of", "of_name", "on_date", "worked", "failed", "benefit", "again",
        "audience",
    ),
    "grants": (
        "name", "handle", "funder", "funder_name", "status", "deadline", "least", "most", "currency", "registered",
        "years", "budget", "audited", "projects", "partners", "own_share", "term", "area", "area_name", "notes",
        "source", "audience",
    ),
    "coalitions": (
        "actor", "actor_name", "objective", "target", "target_name", "issue", "asks", "since", "until", "audience",
    ),
    "approaches": ("from", "from_name", "to", "to_name", "issue", "approach", "on_date", "note", "audience"),
    "commitments": (
        "handle", "by", "by_name", "to", "to_name", "what", "issue", "area", "area_name", "on_date", "due", "source",
        "audience",
    ),
    "observations": (
        "commitment", "commitment_what", "observer", "observer_name", "on_date", "finding", "text", "evidence",
        "audience",
    ),
    "monitors": ("actor", "actor_name", "training", "impartiality", "on_date", "audience"),
    "resources": (
        "actor", "actor_name", "direction", "kind", "description", "quantity", "unit", "area", "area_name", "since",
        "until", "conditions", "status", "audience",
    ),
    "areas": ("name", "handle", "level", "parent", "code", "country", "lat", "lon", "aliases", "audience"),
    "trust": (
        "from", "from_name", "to", "to_name", "on_date", "reliability", "shared_mission", "openness", "influence",
        "involvement", "resources", "audience",
    ),
    "stances": ("actor", "actor_name", "issue", "stance", "influence", "on_date", "source", "audience"),
    "need-figures": (
        "area", "area_name", "area_code", "term", "term_name", "population", "people", "on_date", "source", "audience",
    ),
    "surveys": ("area", "area_name", "area_code", "term", "term_name", "on_date", "source", "audience"),
    "terms": ("vocabulary", "slug", "name", "parent", "sdg", "description", "aliases"),
}  # fmt: skip


def section_of(table: str) -> str:
    """The section of the whole map that a table holds.

    >>> section_of("need-figures")
    'need_figures'
    """
    return table.replace("-", "_")


def columns_for(table: str, audience: str) -> list[str]:
    """The columns of a table, in their order, without those that the audience may not see."""
    section = section_of(table)
    allowed = set(allowed_fields(RECORD_KINDS[section], audience))
    if section == "actors":
        allowed |= set(allowed_fields("person", audience))
    return [name for name in COLUMNS[table] if name in allowed]


def other_table(headers: Iterable[str]) -> str | None:
    """Which of our tables such columns are, unless it is that of the actors; more columns do not matter.

    >>> other_table(["vocabulary", "slug", "name", "parent", "sdg", "description", "aliases", "remarks"])
    'terms'
    >>> other_table(["name", "slug"])
    """
    known = set(headers)
    found = [table for table, marks in _least().items() if marks <= known]
    return max(found, key=lambda table: len(_least()[table]), default=None)


@cache
def _least() -> dict[str, set[str]]:
    """The columns that each table has for whoever sees it at all."""
    least = {}
    for table in COLUMNS:
        least[table] = next(set(names) for audience in FILE_AUDIENCES if (names := columns_for(table, audience)))
    del least["actors"]
    return least
