"""Decisions kept under a name: the next file of that kind needs no options, what is said now wins."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue
from ngomap.importers import table
from ngomap.importers.records import Said
from ngomap.importers.source import source_of
from ngomap.intake.profiles import Decisions, keep_profile, list_profiles, merged_reading
from ngomap.store.connection import Map

MEMBERS = Decisions(
    form="table", columns={"Who": "name", "Fax": "ignore"}, separator=",", encoding="cp1252", date_order="dmy",
    sheets=("North",), tag_from=("Aims",), audience="partners", source="forum",
)  # fmt: skip


def test_without_a_name_nothing_is_kept(bare_map: Map) -> None:
    merged = merged_reading(bare_map, None, MEMBERS)
    keep_profile(bare_map, None, merged.decisions)
    assert (merged.decisions, merged.notes) == (MEMBERS, ())
    assert list_profiles(bare_map).records == []


def test_all_decisions_come_back(bare_map: Map) -> None:
    keep_profile(bare_map, " members ", merged_reading(bare_map, "members", MEMBERS).decisions)
    merged = merged_reading(bare_map, "members", Decisions())
    kept = merged.decisions
    kept.optional = frozenset()
    assert kept == MEMBERS
    (note,) = merged.notes
    for said in ("'Who' is name", "'Fax' ignored", "--separator ,", "--date-order dmy", "--sheet North", "--tag-from Aims"):
        assert said in note


def test_what_is_said_now_wins_and_is_kept(bare_map: Map) -> None:
    keep_profile(bare_map, "members", MEMBERS)
    merged = merged_reading(bare_map, "members", Decisions(columns={"Name": "name", "fax": "phone"}, separator="|"))
    assert merged.decisions.columns == {"Name": "name", "fax": "phone"}
    assert (merged.decisions.separator, merged.decisions.encoding) == ("|", "cp1252")
    assert len(merged.notes) == 2
    keep_profile(bare_map, "members", merged.decisions)
    assert merged_reading(bare_map, "members", Decisions()).decisions.separator == "|"


def test_reading_a_profile_writes_nothing(bare_map: Map) -> None:
    merged_reading(bare_map, "members", MEMBERS)
    assert list_profiles(bare_map).total == 0


def test_a_column_of_the_profile_may_be_missing_in_the_next_file(bare_map: Map) -> None:
    keep_profile(bare_map, "members", Decisions(columns={"Who": "name", "Fax": "ignore"}))
    reading = merged_reading(bare_map, "members", Decisions()).decisions.reading
    (said,) = table.read(source_of("x.csv", b"Who,Town\nA,Nyeri\n"), reading).rows
    assert isinstance(said, Said)
    assert said.actors[0].name == "A"


def test_profiles_are_listed_with_their_decisions(bare_map: Map) -> None:
    keep_profile(bare_map, "members", Decisions(columns={"Who": "name"}))
    keep_profile(bare_map, "bare", Decisions())
    assert [(r["profile"], r["decisions"]) for r in list_profiles(bare_map).records] == [
        ("bare", "none"), ("members", "'Who' is name"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b"])
def test_a_name_that_cannot_be_one(bare_map: Map, name: str) -> None:
    with pytest.raises(InvalidValue):
        merged_reading(bare_map, name, Decisions())
