"""One table as CSV: UTF-8, commas, LF line ends, a header; cells that a spreadsheet takes for text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.model.audience import allowed_fields
from ngomap.model.cells import cell
from ngomap.model.whole_format import RECORD_KINDS
from ngomap.store.connection import Map
from ngomap.store.whole import Scope, records

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


class _Echo:
    """A file for `csv.writer` that hands the row back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_pieces(map_: Map, scope: Scope, tally: Tally, table: str) -> Iterator[str]:
    """The table, row by row."""
    section = table.replace("-", "_")
    allowed = set(allowed_fields(RECORD_KINDS[section], scope.audience))
    if section == "actors":
        allowed |= set(allowed_fields("person", scope.audience))
    names = [name for name in COLUMNS[table] if name in allowed]
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield _line(writer, names)
    for record in records(map_, section, scope, tally.withheld):
        tally.wrote(section, record)
        yield _line(writer, ["" if value is None else _cell(value) for value in map(record.get, names)])


def _line(writer: object, cells: list[str]) -> str:
    return str(writer.writerow(cells))  # type: ignore[attr-defined]


def _cell(value: object) -> str:
    if isinstance(value, str) and value.isprintable():
        return cell(value)
    return str(value) if isinstance(value, (int, float)) else cell(plain(value))
