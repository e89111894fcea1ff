"""Columns marked with an X: what their headers say becomes terms and areas."""

from __future__ import annotations

import pytest

from ngomap.importers import table
from ngomap.importers.records import ActorRow, Network, Said
from ngomap.importers.source import Reading, source_of

Terms = tuple[tuple[str, str], ...]


def network(text: str, reading: Reading | None = None) -> Network:
    return table.read(source_of("x.csv", text.encode()), reading or Reading())


def actors(text: str, reading: Reading | None = None) -> list[ActorRow]:
    return [row.actors[0] for row in network(text, reading).rows if isinstance(row, Said)]


@pytest.mark.parametrize("mark", ["X", "x", "✓", "yes", "1", "oui", "sí", "Sim", "TRUE", "نعم"])
def test_a_mark_says_that_the_header_holds(mark: str) -> None:
    found = actors(f"Name,Children,Women,Refugees\nA,{mark},,{mark}\nB,,{mark},no\n")
    assert [a.terms for a in found] == [(("any", "Children"), ("any", "Refugees")), (("any", "Women"),)]


def test_a_group_above_says_what_they_are() -> None:
    text = "Name,Target group,,Services,,Phone\n,Widows,Youth,Legal aid,Shelter,\nA,x,,x,,1\nB,,x,,x,2\n"
    assert [a.terms for a in actors(text)] == [
        (("population", "Widows"), ("service", "Legal aid")), (("population", "Youth"), ("service", "Shelter")),
    ]  # fmt: skip


def test_a_group_row_that_stands_over_its_columns_only() -> None:
    text = ",,Areas served,,\nName,Phone,Nyeri,Embu,Website\nA,1,x,x,www.a.example\nB,2,,x,www.b.example\n"
    assert [a.serves for a in actors(text)] == [("Nyeri", "Embu"), ("Embu",)]


def test_an_empty_column_may_head_those_behind_it() -> None:
    found = actors("Name,Target groups:,Widows,Orphans,Town\nA,,x,,N\nB,,,x,N\n")
    assert [a.terms for a in found] == [(("population", "Widows"),), (("population", "Orphans"),)]


@pytest.mark.parametrize("header", ["Services: Legal aid", "Services [Legal aid]", "Services - Legal aid", "services/Legal aid"])
def test_a_group_in_the_header_itself(header: str) -> None:
    assert actors(f"Name,{header}\nA,x\n")[0].terms == (("service", "Legal aid"),)


def test_a_column_beside_a_known_term_is_one_too_but_not_any_yes_or_no() -> None:
    assert actors("Name,Women,Left-handers\nA,x,x\n")[0].terms == (("any", "Women"), ("any", "Left-handers"))
    lone = network("Name,Registered,Town\nA,yes,N\n")
    assert lone.columns["Registered"] == "ignored"
    assert "Registered" in " ".join([*map(str, lone.rows), *lone.notes()])


def test_numbers_and_words_are_no_marks() -> None:
    assert actors("Name,Women,Children\nA,12,many\nB,1,x\n")[0].terms == ()


def test_what_the_user_said_of_a_marked_column_counts() -> None:
    text = "Name,Left-handers,Twins,Women\nA,x,x,x\n"
    reading = Reading({"Left-handers": "population", "Twins": "populations", "Women": "ignore"})
    assert actors(text, reading)[0].terms == (("population", "Left-handers"), ("population", "Twins"))


def test_what_a_marked_column_is_taken_for_is_said() -> None:
    assert network("Name,Women\nA,x\n").columns["Women"] == "a mark for the term Women"


def test_the_same_header_in_two_groups_keeps_its_group() -> None:
    text = "Name,Target group,,Staff of,\n,Women,Men,Women,Men\nA,x,,3,4\n"
    found = network(text)
    assert list(found.columns) == ["Name", "Target group: Women", "Target group: Men", "Staff of: Women", "Staff of: Men"]
