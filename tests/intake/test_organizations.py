"""A table of organizations in the map: filled and corrected, never blanked, and what was replaced is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ngomap.errors import UsageError
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading
from ngomap.intake.take_in import take_in
from ngomap.intake.wishes import Wishes
from ngomap.model.answers import Intake
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map


def take(map_: Map, tmp_path: Path, text: str, source: str = "x", **options: Any) -> Intake:
    path = tmp_path / "x.csv"
    path.write_text(text, newline="")
    reading = options.pop("reading", Reading())
    opened = open_source([path])
    return take_in(map_, opened, choose(opened, reading), reading, Wishes(source, **options))


def rows(map_: Map, sql: str) -> list[tuple[Any, ...]]:
    return map_.connection.execute(sql).fetchall()


def counts(answer: Intake) -> tuple[int, int, int, int, int]:
    return answer.read, answer.added, answer.changed, answer.unchanged, len(answer.rejected)


def test_new_organizations_and_again(empty_map: Map, tmp_path: Path) -> None:
    text = "Name;Acronym;Type;Issue;Area served;Town\nAlpha Aid;AA;National NGO;health|water;North;Nyeri\nBeta;;;;;\n"
    answer = take(empty_map, tmp_path, text)
    assert counts(answer) == (2, 2, 0, 0, 0)
    assert answer.stored == {"organizations": 2, "areas": 1}
    assert rows(empty_map, "SELECT name, kind, level, place, source FROM organizations ORDER BY 1") == [
        ("Alpha Aid", "ngo", "national", "Nyeri", "x"), ("Beta", "other", None, None, "x"),
    ]  # fmt: skip
    assert rows(empty_map, "SELECT t.slug FROM actor_terms x JOIN terms t ON t.id = x.term_id ORDER BY 1") == [
        ("health",), ("water-sanitation-hygiene",),
    ]  # fmt: skip
    assert counts(take(empty_map, tmp_path, text)) == (2, 0, 0, 2, 0)


def test_empty_fields_are_filled_others_replaced_and_said_and_nothing_blanked(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, "Name;Type;Phone;Staff;Mission\nAlpha Aid;NGO;1;5;Old.\n")
    answer = take(empty_map, tmp_path, "Name;Phone;Staff;Mission;E-mail\nalpha aid;2;;;a@b.example\n")
    assert counts(answer) == (1, 0, 1, 0, 0)
    assert rows(empty_map, "SELECT name, phone, staff, mission, email FROM actors") == [
        ("alpha aid", "2", 5, "Old.", "a@b.example")
    ]
    assert "Alpha Aid: phone 1 -> 2" in answer.notes
    assert not [n for n in answer.notes if "email" in n]


def test_many_replaced_values_are_counted(empty_map: Map, tmp_path: Path) -> None:
    names = "ABCDEFGH"
    take(empty_map, tmp_path, "Name;Phone\n" + "".join(f"{n};1\n" for n in names))
    answer = take(empty_map, tmp_path, "Name;Phone\n" + "".join(f"{n};2\n" for n in names))
    assert len([n for n in answer.notes if "phone" in n]) == 5
    assert any("8 in all" in n for n in answer.notes)


def test_lists_grow(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, "Name;Issue;Acronym;Area served\nA;health;AA;North\n")
    answer = take(empty_map, tmp_path, "Name;Issue;Acronym;Area served\nA;nutrition;AAA;South\n")
    assert counts(answer) == (1, 0, 1, 0, 0)
    assert len(rows(empty_map, "SELECT 1 FROM actor_terms")) == len(rows(empty_map, "SELECT 1 FROM actor_areas")) == 2
    assert rows(empty_map, "SELECT alias FROM aliases ORDER BY 1") == [("AA",), ("AAA",)]


def test_a_number_is_surer_than_a_name_and_the_old_name_stays_as_an_alias(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, "Name;Type;Charity number\nOld Name;NGO;1\n")
    text = "Name;Charity number\nNew Name;1\n"
    assert counts(take(empty_map, tmp_path, text)) == (1, 0, 1, 0, 0)
    assert rows(empty_map, "SELECT name FROM actors") == [("New Name",)]
    assert rows(empty_map, "SELECT alias FROM aliases") == [("Old Name",)]
    assert counts(take(empty_map, tmp_path, text)) == (1, 0, 0, 1, 0)
    assert counts(take(empty_map, tmp_path, "Name;Charity number\nOld Name;1\n")) == (1, 0, 0, 1, 0)
    assert rows(empty_map, "SELECT name FROM actors") == [("New Name",)]


def test_an_alias_means_its_organization_and_does_not_rename_it(empty_map: Map, tmp_path: Path) -> None:
    add_actor(empty_map, {"name": "Alpha Aid", "kind": "ngo"}, Lists(aliases=("AA",)))
    answer = take(empty_map, tmp_path, "Name;Phone\nAA;7\n")
    assert counts(answer) == (1, 0, 1, 0, 0)
    assert rows(empty_map, "SELECT name, phone FROM actors") == [("Alpha Aid", "7")]


def test_unknown_words_reject_the_row_with_the_nearest(empty_map: Map, tmp_path: Path) -> None:
    text = 'Name,Issue\nA,helth\nB,"health, nutrition"\nC,health\n'
    answer = take(empty_map, tmp_path, text)
    assert counts(answer) == (3, 1, 0, 0, 2)
    assert "health" in answer.rejected[0].reason
    assert "--new-term" in answer.rejected[0].reason
    assert "--separator" in answer.rejected[1].reason
    assert counts(take(empty_map, tmp_path, text, new_terms=True)) == (3, 2, 0, 1, 0)
    assert rows(empty_map, "SELECT name FROM terms WHERE name = 'helth'") == [("helth",)]


def test_a_sector_column_full_of_issues_is_taken_for_issues(empty_map: Map, tmp_path: Path) -> None:
    answer = take(empty_map, tmp_path, "Name;Sector\nA;WASH\nB;Nutrition\n")
    assert counts(answer) == (2, 2, 0, 0, 0)
    assert answer.columns["Sector"] == "issues"
    answer = take(empty_map, tmp_path, "Name;Sector\nA;Social services\n")
    assert answer.columns["Sector"] == "sectors"
    said = take(empty_map, tmp_path, "Name;Sector\nA;WASH\n", reading=Reading({"Sector": "sectors"}))
    assert counts(said) == (1, 0, 0, 0, 1)


def test_rows_on_one_organization_are_one_record(empty_map: Map, tmp_path: Path) -> None:
    text = "Name;Phone;Issue\nA;1;health\nA;2;nutrition\na;2;\n"
    answer = take(empty_map, tmp_path, text)
    assert counts(answer) == (3, 1, 0, 2, 0)
    assert rows(empty_map, "SELECT name, phone FROM actors") == [("A", "2")]
    assert any("lines 2, 3, 4" in n and "phone" in n for n in answer.notes)
    assert counts(take(empty_map, tmp_path, text)) == (3, 0, 0, 3, 0)


@pytest.mark.parametrize("repeated", ["", "A;2\n", "A;2\nA;2\nA;1\n"])
def test_a_row_that_is_repeated_word_for_word_has_no_second_vote(empty_map: Map, tmp_path: Path, repeated: str) -> None:
    answer = take(empty_map, tmp_path, "Name;Phone\nA;2\nA;1\n" + repeated)
    assert (answer.added, answer.changed) == (1, 0)
    assert rows(empty_map, "SELECT phone FROM actors") == [("1",)]


def test_a_place_that_is_one_area_is_linked_to_it(empty_map: Map, tmp_path: Path) -> None:
    area = add_area(empty_map, "Nyeri", code="KE19")
    add_area(empty_map, "Springfield", level="city")
    add_area(empty_map, "Springfield", level="village")
    take(empty_map, tmp_path, "Name;Address;Town\nA;1 Main St;nyeri\nB;;KE19\nC;;Springfield\n")
    assert rows(empty_map, "SELECT name, place, area_id FROM actors ORDER BY name") == [
        ("A", "1 Main St, nyeri", area.id), ("B", "Nyeri", area.id), ("C", "Springfield", None),
    ]  # fmt: skip


def test_an_area_served_that_two_areas_are_called_rejects_the_row(empty_map: Map, tmp_path: Path) -> None:
    add_area(empty_map, "Springfield", level="city")
    add_area(empty_map, "Springfield", level="village")
    answer = take(empty_map, tmp_path, "Name;Area served\nA;Springfield\n")
    assert "springfield" in answer.rejected[0].reason
    assert rows(empty_map, "SELECT 1 FROM actors") == []


def test_nobody_sees_more_of_a_known_organization_than_before(empty_map: Map, tmp_path: Path) -> None:
    add_actor(empty_map, {"name": "A", "kind": "ngo", "audience": "internal"})
    take(empty_map, tmp_path, "Name;Audience\nA;public\nB;partners\n")
    assert rows(empty_map, "SELECT name, audience FROM actors ORDER BY 1") == [("A", "internal"), ("B", "partners")]


def test_a_person_of_the_same_name_is_another(empty_map: Map, tmp_path: Path) -> None:
    add_actor(empty_map, {"name": "Ada Okoro", "kind": "person"})
    take(empty_map, tmp_path, "Name;Phone\nAda Okoro;1\n")
    assert rows(empty_map, "SELECT kind, phone FROM actors ORDER BY id") == [("person", None), ("other", "1")]


def test_equal_names_with_different_numbers_get_handles_of_their_own(empty_map: Map, tmp_path: Path) -> None:
    text = "Name;EIN\n" + "".join(f"First Church;{n}\n" for n in range(5))
    assert counts(take(empty_map, tmp_path, text)) == (5, 5, 0, 0, 0)
    handles = [h for (h,) in rows(empty_map, "SELECT handle FROM actors ORDER BY id")]
    assert handles == ["first-church", *(f"first-church-{n}" for n in range(2, 6))]
    assert counts(take(empty_map, tmp_path, text)) == (5, 0, 0, 5, 0)


def test_look_alike_letters_are_said(empty_map: Map, tmp_path: Path) -> None:
    answer = take(empty_map, tmp_path, "Name\nP\u0430ypal\n")
    assert any("several scripts" in n for n in answer.notes)


def test_composed_and_decomposed_letters_are_one_name_stored_composed(empty_map: Map, tmp_path: Path) -> None:
    answer = take(empty_map, tmp_path, "Name\nMe\u0301decins\nM\u00e9decins\n")
    assert counts(answer) == (2, 1, 0, 1, 0)
    assert rows(empty_map, "SELECT name FROM actors") == [("M\u00e9decins",)]


def test_the_day_of_a_survey_is_for_a_3w(empty_map: Map, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        take(empty_map, tmp_path, "Name\nA\n", surveyed_on="2024-01-01")
    assert rows(empty_map, "SELECT 1 FROM actors") == []
