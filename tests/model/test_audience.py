"""The allow-list names every field on purpose: a new column leaves the map only when somebody has said to whom."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue
from ngomap.model.audience import (
    AUDIENCES,
    DEFAULT_AUDIENCE,
    FIELDS,
    FILE_AUDIENCES,
    allowed_fields,
    file_audience,
    may_see,
    stricter,
    strip_fields,
)
from ngomap.model.whole_format import MAP_FIELDS, RECORD_KINDS, SECTIONS
from ngomap.store.connection import Map
from ngomap.store.description import described
from ngomap.store.whole_put import ENDS, POINTERS

# Columns that no file carries: row numbers, what is computed from other columns, and when somebody typed.
NEVER = {"id", "name_key", "alias_key", "created_at", "updated_at"}
TABLES = dict(RECORD_KINDS)


def test_every_column_of_every_record_is_listed_or_never_leaves(bare_map: Map) -> None:
    fields = {column: field for field, column in (*POINTERS.items(), *ENDS.items())}
    for section, kind in TABLES.items():
        columns = {c.column for c in described(bare_map) if c.table == section and c.column}
        assert columns, section
        names = {fields.get(column, column) for column in columns - NEVER}
        for listed in (kind, "person") if kind == "organization" else (kind,):
            assert names <= set(allowed_fields(listed, "internal")), (section, listed)


def test_every_field_of_the_whole_format_has_its_audience() -> None:
    for section, kind in TABLES.items():
        for listed in (kind, "person") if kind == "organization" else (kind,):
            assert set(SECTIONS[section]) <= set(allowed_fields(listed, "internal")), section
    assert set(MAP_FIELDS) == set(allowed_fields("map", "internal"))


def test_no_field_is_listed_twice_or_for_nobody() -> None:
    for kind, levels in FIELDS.items():
        listed = [field for fields in levels.values() for field in fields]
        assert len(listed) == len(set(listed)), kind
        assert set(levels) <= set(FILE_AUDIENCES), kind


def test_what_we_think_of_others_is_for_ourselves_whatever_its_record_says() -> None:
    assert [allowed_fields("trust", reader) for reader in ("public", "partners")] == [(), ()]
    assert "involvement" in allowed_fields("trust", "internal")


def test_what_is_private_to_people_is_for_internal_files_only() -> None:
    private = {"email", "phone", "place", "area", "area_name", "area_lat", "area_lon", "lat", "lon", "notes", "uid",
               "identifiers", "founded", "budget", "currency", "staff"}  # fmt: skip
    for reader in ("public", "partners"):
        assert not private & set(allowed_fields("person", reader))
    assert private <= set(allowed_fields("person", "internal"))


def test_notes_and_ids_are_for_internal_files_only() -> None:
    for kind in FIELDS:
        for reader in ("public", "partners"):
            assert not {"notes", "uid", "wanted", "weights"} & set(allowed_fields(kind, reader)), (kind, reader)


def test_a_wider_audience_never_gets_more() -> None:
    for kind in FIELDS:
        public, partners, internal = (set(allowed_fields(kind, reader)) for reader in FILE_AUDIENCES)
        assert public <= partners <= internal


def test_a_field_that_is_not_listed_stays() -> None:
    assert strip_fields("organization", {"name": "A", "password": "x"}, "internal") == {"name": "A"}


def test_people_events_and_trust_start_internal() -> None:
    assert {k for k, a in DEFAULT_AUDIENCE.items() if a == "internal"} == {"person", "event", "trust", "stance", "assessment", "approach"}


def test_audiences_are_ordered() -> None:
    assert [may_see(a, "partners") for a in AUDIENCES] == [True, True, False, False]
    assert stricter("partners", "public") == stricter("public", "partners") == "partners"


def test_no_file_is_for_the_secret_audience() -> None:
    assert file_audience(" Public ") == "public"
    for text in ("secret", "everyone", ""):
        with pytest.raises(InvalidValue, match="not one a file can be made for"):
            file_audience(text)
