"""Who may see what: the one allow-list from which every file for others is built."""

from __future__ import annotations

from functools import cache
from typing import Final

from ngomap.errors import InvalidValue

AUDIENCES: Final = ("public", "partners", "internal", "secret")
FILE_AUDIENCES: Final = ("public", "partners", "internal")
"""Audiences a file can be made for: `secret` leaves the map only in a backup."""

# Every field that may leave the map, by kind of record, under the least audience that gets it. A field that is not
# here never leaves: not in any format, for any audience.
FIELDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "map": {"public": ("name", "us", "today", "audience"), "internal": ("weights", "freshness")},
    "term": {"public": ("vocabulary", "slug", "name", "parent", "sdg", "description", "aliases")},
    "area": {
        "public": ("handle", "name", "level", "parent", "code", "country", "lat", "lon", "aliases", "audience"),
        "internal": ("uid",),
    },
    "organization": {
        "public": (
            "handle", "kind", "level", "name", "status", "place", "area", "area_name", "area_lat", "area_lon",
            "country", "lat", "lon", "website", "email", "phone", "staff", "budget", "currency", "founded", "audited",
            "mission", "vision", "audience", "aliases", "identifiers", "serves", "issues", "populations", "services", "sectors",
        ),
        "partners": ("source", "verified_on"),
        "internal": ("uid", "notes"),
    },
    # A person made public is a name with a task; where and how to find them stays inside.
    "person": {
        "public": (
            "handle", "kind", "level", "name", "status", "country", "mission", "vision", "audience", "aliases",
            "issues", "populations", "services", "sectors",
        ),
        "partners": ("website", "serves", "source", "verified_on"),
        "internal": (
            "uid", "place", "area", "area_name", "area_lat", "area_lon", "lat", "lon", "email", "phone", "staff",
            "budget", "currency", "founded", "audited", "notes", "identifiers",
        ),
    },
    "relationship": {
        "public": (
            "type", "from", "from_name", "to", "to_name", "status", "title", "since", "until", "amount", "currency",
            "reference", "audience",
        ),
        "partners": ("rung", "rung_since", "stance", "source"),
        "internal": ("uid", "wanted", "notes"),
    },
    # What we think of others is for ourselves, whatever the record says.
    "trust": {
        "internal": (
            "from", "from_name", "to", "to_name", "on_date", "reliability", "shared_mission", "openness", "influence",
            "involvement", "resources", "audience",
        ),
    },
    "stance": {
        "public": ("actor", "actor_name", "issue", "stance", "influence", "on_date", "audience"),
        "partners": ("source",),
    },
    "event": {
        "public": ("on_date", "kind", "title", "outcome", "participants", "audience"),
        "partners": ("next_step", "next_due", "next_done_on", "source"),
        "internal": ("uid", "introduces"),
    },
    "agreement": {
        "public": ("from", "from_name", "to", "to_name", "point", "state", "text", "on_date", "audience"),
        "partners": ("source",),
    },
    "labour": {
        "public": (
            "from", "from_name", "to", "to_name", "actor", "actor_name", "task", "population", "area", "area_name",
            "since", "until", "audience",
        ),
        "internal": ("uid",),
    },
    "exchange": {
        "public": (
            "from", "from_name", "to", "to_name", "mode", "kind", "description", "quantity", "unit", "on_date", "due",
            "returned_on", "audience",
        ),
        "partners": ("worth", "currency", "source"),
        "internal": ("uid",),
    },
    "project": {
        "public": (
            "handle", "name", "status", "goal", "since", "until", "issues", "populations", "services", "areas",
            "audience",
        ),
        "partners": ("budget", "currency", "source"),
        "internal": ("uid",),
    },
    "project_partner": {
        "public": ("project", "project_name", "actor", "actor_name", "role", "task"),
        "partners": ("share",),
    },
    "assessment": {
        "public": (
            "project", "project_name", "by", "by_name", "of", "of_name", "on_date", "worked", "failed", "benefit",
            "again", "audience",
        ),
    },
    "grant": {
        "public": (
            "handle", "funder", "funder_name", "name", "deadline", "least", "most", "currency", "registered", "years",
            "budget", "audited", "projects", "partners", "own_share", "term", "area", "area_name", "audience",
        ),
        "partners": ("source",),
        "internal": ("uid", "status", "notes"),
    },
    "coalition": {
        "public": (
            "actor", "actor_name", "objective", "target", "target_name", "issue", "asks", "since", "until", "audience",
        ),
    },
    "approach": {
        "public": ("from", "from_name", "to", "to_name", "issue", "approach", "on_date", "note", "audience"),
    },
    "commitment": {
        "public": (
            "handle", "by", "by_name", "to", "to_name", "what", "issue", "area", "area_name", "on_date", "due",
            "source", "audience",
        ),
        "internal": ("uid",),
    },
    "observation": {
        "public": (
            "commitment", "commitment_what", "observer", "observer_name", "on_date", "finding", "text", "evidence",
            "audience",
        ),
        "internal": ("uid",),
    },
    "monitor": {
        "public": ("actor", "actor_name", "training", "impartiality", "on_date", "audience"),
    },
    "resource": {
        "public": (
            "actor", "actor_name", "direction", "kind", "description", "quantity", "unit", "area", "area_name",
            "since", "until", "conditions", "status", "audience",
        ),
        "internal": ("uid",),
    },
    "activity": {
        "public": (
            "actor", "actor_name", "term", "term_name", "area", "area_name", "area_code", "population", "role",
            "status", "since", "until", "reached", "capacity", "project", "audience",
        ),
        "partners": ("source",),
    },
    "need_figure": {
        "public": (
            "area", "area_name", "area_code", "term", "term_name", "population", "people", "on_date", "source",
            "audience",
        ),
    },
    "survey": {
        "public": ("area", "area_name", "area_code", "term", "term_name", "on_date", "source", "audience"),
    },
}  # fmt: skip

DEFAULT_AUDIENCE: Final[dict[str, str]] = {
    "organization": "public",
    "person": "internal",
    "area": "public",
    "relationship": "partners",
    "activity": "public",
    "resource": "partners",
    "event": "internal",
    "trust": "internal",
    "stance": "internal",
    "agreement": "partners",
    "labour": "partners",
    "exchange": "partners",
    "project": "partners",
    "assessment": "internal",
    "grant": "partners",
    "coalition": "partners",
    "approach": "internal",
    "commitment": "partners",
    "observation": "partners",
    "monitor": "partners",
    "need_figure": "public",
    "survey": "public",
}


def rank(audience: str) -> int:
    """How far a record may travel: 0 for anyone, 3 for nobody outside.

    >>> rank("public") < rank("internal")
    True
    """
    if audience not in AUDIENCES:
        raise InvalidValue(f"audience: {audience!r} is not known.", f"One of: {', '.join(AUDIENCES)}.")
    return AUDIENCES.index(audience)


def may_see(record_audience: str, reader: str) -> bool:
    """Whether a record of this audience may be shown to the reader.

    >>> may_see("partners", "public"), may_see("public", "internal")
    (False, True)
    """
    return rank(record_audience) <= rank(reader)


def visible_to(reader: str) -> tuple[str, ...]:
    """The audiences of the records that the reader may see.

    >>> visible_to("partners")
    ('public', 'partners')
    """
    return AUDIENCES[: rank(reader) + 1]


def stricter(a: str, b: str) -> str:
    """The audience that lets fewer people see.

    >>> stricter("public", "internal")
    'internal'
    """
    return a if rank(a) >= rank(b) else b


@cache
def allowed_fields(kind: str, reader: str) -> tuple[str, ...]:
    """The fields of a kind of record that the reader may see, in no particular order.

    >>> "email" in allowed_fields("organization", "public"), "email" in allowed_fields("person", "public")
    (True, False)
    """
    return tuple(field for least, fields in FIELDS[kind].items() if may_see(least, reader) for field in fields)


def strip_fields(kind: str, record: dict[str, object], reader: str) -> dict[str, object]:
    """The record with only the fields that the reader may see.

    >>> strip_fields("person", {"name": "A. Person", "email": "a@example.org"}, "public")
    {'name': 'A. Person'}
    """
    allowed = allowed_fields(kind, reader)
    return {field: value for field, value in record.items() if field in allowed}


def file_audience(text: str) -> str:
    """The audience a file is made for. Raises InvalidValue."""
    chosen = text.strip().casefold()
    if chosen not in FILE_AUDIENCES:
        why = " Secret records leave the map only in a backup." if chosen == "secret" else ""
        raise InvalidValue(
            f"audience: {text!r} is not one a file can be made for.", f"One of: {', '.join(FILE_AUDIENCES)}.{why}"
        )
    return chosen
