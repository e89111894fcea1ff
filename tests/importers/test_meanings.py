"""Types, levels and statuses as tables write them; and that the shipped words mean something that exists."""

from __future__ import annotations

import pytest

from ngomap.importers.meanings import kind_and_level, meant
from ngomap.importers.table_columns import FIELDS as TABLE_FIELDS
from ngomap.importers.threew_columns import FIELDS as THREEW_FIELDS
from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key
from ngomap.model.words import ACTIVITY_STATUSES, AREA_LEVELS


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("National NGO", "ngo", "national"),
        ("International NGO", "ngo", "international"),
        ("INGO", "ngo", "international"),
        ("United Nations", "igo", "international"),
        ("UN Agency", "igo", "international"),
        ("Red Cross / Red Crescent", "ngo", None),
        ("Community-Based Organization", "cbo", "local"),
        ("ONG Nationale", "ngo", "national"),
        ("21", "ngo", "international"),
        ("40", "igo", "international"),
        ("80", "academia", None),
        ("coalition", "coalition", None),
        ("Foundations", "donor", None),
    ],
)
def test_types(text: str, kind: str, level: str | None) -> None:
    assert kind_and_level(text) == (kind, level)


@pytest.mark.parametrize("text", ["person", "Blob", "", "99"])
def test_types_that_are_not_understood(text: str) -> None:
    assert kind_and_level(text) is None


def test_every_shipped_word_means_something_that_exists() -> None:
    allowed = {"kind": KINDS, "level": LEVELS, "status": ACTOR_STATUSES, "activity-status": ACTIVITY_STATUSES}
    for row in shipped_rows("imports/meanings.csv"):
        assert row["value"] in allowed[row["field"]]
        assert row["level"] in ("", *LEVELS)
        for word in row["words"].split("|"):
            assert word == name_key(word), f"{word!r} would never be found"
            found = kind_and_level(word) if row["field"] == "kind" else (meant(row["field"], word), None)
            assert found == (row["value"], row["level"] or None), f"{word!r} stands twice"


def test_every_shipped_header_leads_to_a_field() -> None:
    for name, fields in (("table", TABLE_FIELDS), ("threew", THREEW_FIELDS)):
        seen: dict[str, str] = {}
        for row in shipped_rows(f"imports/{name}_headers.csv"):
            assert row["field"] in fields or row["field"].startswith("id:")
            for header in row["headers"].split("|"):
                assert seen.setdefault(header, row["field"]) == row["field"], f"{header!r} stands twice"
    for row in shipped_rows("imports/threew_words.csv"):
        assert row["role"] != "place" or row["meaning"] in AREA_LEVELS
