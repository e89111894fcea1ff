"""A 3W in the map: what the rows say together, what the map knew, what is counted and what is said."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading
from ngomap.intake.take_in import Order, take_in
from ngomap.intake.wishes import Wishes
from ngomap.model.answers import Intake
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.coverage_edits import add_surveys
from ngomap.store.term_edits import add_term

HEAD = "org,acronym,type,sector,sector code,province,prov code,district,dist code,status,month,year,reached"
# Invented in the manner of a published file: months repeat, names carry no-break spaces, acronyms two spellings.
NIGERIAN = f"""{HEAD}
Lantern\xa0Aid,LA,National NGO,Protection,PRO,Upper,XX008,Kiln,XX008023,Ongoing,October,2023,10
Lantern Aid,LA,National NGO,Protection,PRO,Upper,XX008,Kiln,XX008023,Ongoing,November,2023,30
 Lantern  Aid ,LA,,Protection,PRO,Upper,XX008,Kiln,XX008023,Ongoing,December,2023,20
Lantern Aid,LA,National NGO,Nutrition,NUT,Upper,XX008,Kiln,XX008023,Completed,October,2023,
Lantern Aide,LA,International NGO,Nutrition,NUT,Upper,XX008,Ford,XX008024,,October,2023,
"""


def take(map_: Map, tmp_path: Path, text: str, source: str = "x", **options: Any) -> Intake:
    path = tmp_path / "x.csv"
    path.write_text(text, newline="")
    reading = options.pop("reading", Reading())
    dry_run = options.pop("dry_run", False)
    opened = open_source([path])
    return take_in(map_, opened, choose(opened, reading), reading, Wishes(source, **options), Order(None, dry_run))


def rows(map_: Map, sql: str) -> list[tuple[Any, ...]]:
    return map_.connection.execute(sql).fetchall()


def counts(answer: Intake) -> tuple[int, int, int, int, int]:
    return answer.read, answer.added, answer.changed, answer.unchanged, len(answer.rejected)


def test_months_that_repeat_are_one_activity_whose_dates_widen(empty_map: Map, tmp_path: Path) -> None:
    answer = take(empty_map, tmp_path, NIGERIAN)
    assert counts(answer) == (5, 3, 0, 2, 0)
    assert rows(empty_map, "SELECT actor, what, area_code, status, since, until, reached FROM coverage ORDER BY 1, 2") == [
        ("Lantern Aid", "Nutrition", "XX008023", "completed", "2023-10", "2023-10", None),
        ("Lantern Aid", "Protection", "XX008023", "ongoing", "2023-10", "2023-12", 30),
        ("Lantern Aide", "Nutrition", "XX008024", None, "2023-10", "2023-10", None),
    ]
    assert any("highest was kept" in note for note in answer.notes)


@pytest.mark.parametrize("order", list(permutations(range(1, 4))))
def test_the_order_of_the_months_decides_nothing(empty_map: Map, tmp_path: Path, order: tuple[int, ...]) -> None:
    lines = NIGERIAN.splitlines()
    answer = take(empty_map, tmp_path, "\n".join([lines[0], *(lines[n] for n in order)]) + "\n")
    assert counts(answer) == (3, 1, 0, 2, 0)
    assert rows(empty_map, "SELECT since, until, reached FROM activities") == [("2023-10", "2023-12", 30)]


def test_a_month_lasts_to_its_last_day(empty_map: Map, tmp_path: Path) -> None:
    text = "org,sector,province,date\nA,Health,North,2023-10\nA,Health,North,2023-10-05\nA,Health,North,2023-09-30\n"
    take(empty_map, tmp_path, text)
    assert rows(empty_map, "SELECT since, until FROM activities") == [("2023-09-30", "2023-10")]


def test_names_that_only_look_alike_stay_two_and_a_shared_acronym_is_said(empty_map: Map, tmp_path: Path) -> None:
    answer = take(empty_map, tmp_path, NIGERIAN)
    assert rows(empty_map, "SELECT name, kind, level FROM organizations ORDER BY 1") == [
        ("Lantern Aid", "ngo", "national"), ("Lantern Aide", "ngo", "international"),
    ]  # fmt: skip
    assert any("LA (Lantern Aid / Lantern Aide)" in note for note in answer.notes)


def test_the_latest_month_is_when_the_areas_were_surveyed_for_all_sectors(empty_map: Map, tmp_path: Path) -> None:
    answer = take(empty_map, tmp_path, NIGERIAN)
    assert answer.stored["surveys"] == 4
    assert rows(empty_map, "SELECT p.code, t.slug, s.on_date FROM surveys s JOIN areas p ON p.id = s.area_id "
                           "JOIN terms t ON t.id = s.term_id ORDER BY 1, 2") == [
        ("XX008023", "nutrition", "2023-12"), ("XX008023", "protection", "2023-12"),
        ("XX008024", "nutrition", "2023-12"), ("XX008024", "protection", "2023-12"),
    ]  # fmt: skip
    later = take(empty_map, tmp_path, NIGERIAN, surveyed_on="2024-01-15")
    assert counts(later) == (5, 0, 0, 5, 0)
    assert later.stored == {"surveys": 4}


def test_a_file_that_does_not_say_when_is_not_made_to(empty_map: Map, tmp_path: Path) -> None:
    answer = take(empty_map, tmp_path, "org,sector,province\nA,Health,North\n")
    assert rows(empty_map, "SELECT since, until, status FROM activities") == [(None, None, None)]
    assert rows(empty_map, "SELECT on_date FROM surveys") == [(None,)]
    assert any("--surveyed-on" in note for note in answer.notes)


def test_start_and_end_of_activities_are_no_date_of_a_survey(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, "org,sector,province,start,end\nA,Health,North,2024-01-01,2030-12-31\n")
    assert rows(empty_map, "SELECT since, until FROM activities") == [("2024-01-01", "2030-12-31")]
    assert rows(empty_map, "SELECT on_date FROM surveys") == [(None,)]


def test_the_tree_is_built_and_its_levels_are_named(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, "org,sector,country,region,state,lga,lga code\nA,Health,NGA,NE,Borno,Bama,N1\n")
    assert rows(empty_map, "SELECT a.name, a.level, a.code, a.country, p.name FROM areas a "
                           "LEFT JOIN areas p ON p.id = a.parent_id ORDER BY a.id") == [
        ("Nigeria", "country", None, "NG", None), ("NE", "region", None, "NG", "Nigeria"),
        ("Borno", "province", None, "NG", "NE"), ("Bama", "district", "N1", "NG", "Borno"),
    ]  # fmt: skip


def test_what_the_map_has_is_matched_and_completed_never_corrected(empty_map: Map, tmp_path: Path) -> None:
    add_actor(empty_map, {"name": "Alpha Aid", "kind": "other"})
    add_actor(empty_map, {"name": "Beta Aid", "kind": "cbo", "level": "local"})
    add_actor(empty_map, {"name": "Gamma Aid", "kind": "ngo"}, Lists(aliases=("Gamma Hilfe",)))
    add_area(empty_map, "North")
    text = ("org,acronym,type,sector,province,prov code\nALPHA AID,AA,National NGO,Health,north,N1\n"
            "Beta Aid,,International NGO,Health,North,N1\nGamma Hilfe,,International NGO,Health,North,N1\n")  # fmt: skip
    answer = take(empty_map, tmp_path, text)
    assert answer.stored == {"activities": 3, "surveys": 1}
    assert rows(empty_map, "SELECT name, kind, level FROM organizations ORDER BY 1") == [
        ("Alpha Aid", "ngo", "national"), ("Beta Aid", "cbo", "local"), ("Gamma Aid", "ngo", "international"),
    ]  # fmt: skip
    assert rows(empty_map, "SELECT alias FROM aliases ORDER BY 1") == [("AA",), ("Gamma Hilfe",)]
    assert rows(empty_map, "SELECT name, level, code FROM areas") == [("North", "province", "N1")]
    assert counts(take(empty_map, tmp_path, text)) == (3, 0, 0, 3, 0)


def test_rows_that_only_complete_what_is_known_are_changed(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, "org,sector,province,month,year\nA,Health,North,10,2023\nB,Health,North,10,2023\n")
    answer = take(empty_map, tmp_path, "org,sector,province,month,year\nA,Health,North,12,2023\nB,Health,North,10,2023\n")
    assert counts(answer) == (2, 0, 1, 1, 0)
    answer = take(empty_map, tmp_path, "org,acronym,sector,province,prov code\nA,,Health,North,N1\nB,BB,Health,North,\n")
    assert (answer.added, answer.changed) == (0, 2)


def test_several_in_a_cell_are_several_activities_but_a_figure_for_all_is_nobodys(empty_map: Map, tmp_path: Path) -> None:
    answer = take(empty_map, tmp_path, "org,sector,province,reached\nA; B,Health,North,50\nC,Health,North,7\n")
    assert counts(answer) == (2, 2, 0, 0, 0)
    assert rows(empty_map, "SELECT actor, reached FROM coverage ORDER BY 1") == [("A", None), ("B", None), ("C", 7)]
    assert any("nobody knows whose" in note for note in answer.notes)


def test_a_funder_is_not_an_implementer(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, "org,donor,sector,province,reached\nA,Payer,Health,North,9\n")
    assert rows(empty_map, "SELECT actor, role, reached FROM coverage ORDER BY 1") == [
        ("A", "implementer", 9), ("Payer", "funder", None),
    ]  # fmt: skip


def test_need_figures(empty_map: Map, tmp_path: Path) -> None:
    text = "org,sector,province,in need,date\nA,Health,North,300,2024-01-31\nB,Health,North,300,2024-01-31\n,Nutrition,North,80,\n"
    answer = take(empty_map, tmp_path, text)
    assert counts(answer) == (3, 3, 0, 0, 0)
    found = "SELECT t.slug, n.people, n.on_date FROM need_figures n JOIN terms t ON t.id = n.term_id ORDER BY 1"
    assert rows(empty_map, found) == [("health", 300, "2024-01-31"), ("nutrition", 80, None)]
    assert counts(take(empty_map, tmp_path, text)) == (3, 0, 0, 3, 0)
    changed = take(empty_map, tmp_path, text.replace("300", "310"))
    assert (changed.added, changed.changed) == (0, 1)
    assert rows(empty_map, found)[0] == ("health", 310, "2024-01-31")


def test_populations_are_words_of_the_vocabulary_or_asked_for(empty_map: Map, tmp_path: Path) -> None:
    text = "org,sector,province,population\nA,Health,North,Women; Children\nB,Health,North,Martians\n"
    answer = take(empty_map, tmp_path, text)
    assert counts(answer) == (2, 1, 0, 0, 1)
    assert "Martians" in answer.rejected[0].reason
    assert rows(empty_map, "SELECT count(*) FROM actors WHERE name = 'B'") == [(0,)]
    answer = take(empty_map, tmp_path, text, new_terms=True)
    assert counts(answer) == (2, 1, 0, 1, 0)
    assert rows(empty_map, "SELECT population FROM coverage WHERE actor = 'B'") == [("Martians",)]


def test_sectors_nobody_knows_become_issues_and_that_is_said(empty_map: Map, tmp_path: Path) -> None:
    text = "org,sector,sector code,province\nA,3W: Kite Making,KIT_OP,North\nA,3W: Health,HEA_OP,North\n"
    answer = take(empty_map, tmp_path, text)
    assert any("Kite Making (kite-making)" in note for note in answer.notes)
    assert answer.stored["terms"] == 1
    assert counts(take(empty_map, tmp_path, text)) == (2, 0, 0, 2, 0)
    alone = take(empty_map, tmp_path, "org,sector code,province\nB,KIT_OP,North\n")
    assert "terms" not in alone.stored


def test_equal_rows_under_equal_names_are_said_but_not_merged(bare_map: Map, tmp_path: Path) -> None:
    text = "org,sector,sector code,province\nA,Education in Emergencies,EiE,North\nA,Education in Emergencies,EDUCATION,North\n"
    answer = take(bare_map, tmp_path, text)
    assert len(rows(bare_map, "SELECT 1 FROM terms")) == 2
    (note,) = [n for n in answer.notes if "term merge" in n]
    assert "EDUCATION" in note
    assert "EiE" in note
    assert not [n for n in take(bare_map, tmp_path, text + "B,Education in Emergencies,EiE,North\n").notes if "term merge" in n]


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_dry_run_does_everything_and_keeps_nothing(empty_map: Map, tmp_path: Path, dry_run: bool) -> None:
    answer = take(empty_map, tmp_path, NIGERIAN, dry_run=dry_run)
    assert (answer.dry_run, answer.added) == (dry_run, 3)
    for table in ("actors", "areas", "activities", "surveys", "actor_search"):
        assert bool(rows(empty_map, f"SELECT 1 FROM {table}")) is not dry_run, table


def test_new_records_carry_the_source_and_audience_that_were_asked_for(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, NIGERIAN, source="a survey", audience="partners")
    for table in ("actors", "activities", "surveys"):
        assert set(rows(empty_map, f"SELECT source, audience FROM {table}")) == {("a survey", "partners")}, table
    assert set(rows(empty_map, "SELECT audience FROM areas")) == {("partners",)}


def test_an_area_that_two_of_the_map_may_be_rejects_its_rows(empty_map: Map, tmp_path: Path) -> None:
    add_area(empty_map, "North", level="province", code="A1")
    add_area(empty_map, "North", level="province", code="B1")
    answer = take(empty_map, tmp_path, "org,sector,province\nA,Health,North\nA,Health,South\n")
    assert counts(answer) == (2, 1, 0, 0, 1)
    assert "A1" in answer.rejected[0].reason


def test_new_organizations_can_be_found_at_once(empty_map: Map, tmp_path: Path) -> None:
    take(empty_map, tmp_path, NIGERIAN)
    assert rows(empty_map, "SELECT count(*) FROM actor_search WHERE actor_search MATCH 'lantern'") == [(2,)]


def test_what_others_surveyed_stays(empty_map: Map, tmp_path: Path) -> None:
    area = add_area(empty_map, "North", level="province")
    term = add_term(empty_map, "issue", "Kites")
    add_surveys(empty_map, [(area.id, term.id)], "2020-01-01", "us")
    take(empty_map, tmp_path, "org,sector,province\nA,Kites,North\n")
    assert rows(empty_map, "SELECT on_date, source FROM surveys ORDER BY on_date") == [(None, "x"), ("2020-01-01", "us")]
