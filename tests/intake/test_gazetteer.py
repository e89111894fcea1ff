"""Gazetteers in the map: areas made as a tree, known ones completed, what cannot be told apart rejected."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from ngomap.importers import gazetteer
from ngomap.importers.source import Reading, source_of
from ngomap.intake.gazetteer import take_gazetteer
from ngomap.intake.wishes import Taken, Wishes
from ngomap.store.area_edits import add_area
from ngomap.store.areas import all_areas, area_aliases
from ngomap.store.connection import Map
from ngomap.store.writing import write
from tests.conftest import Run
from tests.importers.test_gazetteer import geonames

HEADER = "name,parent,code,lat,lon,level,country,aliases"


def take(map_: Map, text: str) -> Taken:
    with write(map_):
        return take_gazetteer(map_, gazetteer.read(source_of("x", text.encode()), Reading()), Wishes("x"))


def table(*rows: str) -> str:
    return "\n".join((HEADER, *rows, ""))


def tree(map_: Map) -> dict[str, Any]:
    areas = {a.id: a for a in all_areas(map_)}
    return {a.handle: areas[a.parent].handle if a.parent else None for a in areas.values()}


def counts(taken: Taken) -> tuple[int, int, int, int]:
    return taken.added, taken.changed, taken.unchanged, len(taken.rejected)


def test_a_tree_is_made_whatever_the_order_and_a_second_time_changes_nothing(empty_map: Map) -> None:
    text = table("Hill,XA01,XA0101,1.5,30.25,district,KE,Colline", "North,,XA01,,,province,KE,", "Deep,Hill,,,,village,,")
    assert counts(take(empty_map, text)) == (3, 0, 0, 0)
    assert tree(empty_map) == {"north": None, "hill": "north", "deep": "hill"}
    hill = next(a for a in all_areas(empty_map) if a.handle == "hill")
    assert (hill.level, hill.code, hill.country, hill.lat, hill.lon) == ("district", "XA0101", "KE", 1.5, 30.25)
    assert area_aliases(empty_map)[hill.id] == ["Colline"]
    before = (all_areas(empty_map), area_aliases(empty_map))
    assert counts(take(empty_map, text)) == (0, 0, 3, 0)
    assert (all_areas(empty_map), area_aliases(empty_map)) == before


def test_known_areas_are_completed_and_what_they_say_stays(empty_map: Map) -> None:
    north = add_area(empty_map, "North", level="province", code="P1", point=(9.0, 9.0))
    add_area(empty_map, "Hill", north, level="district")
    taken = take(empty_map, table("North,,XA01,1,2,province,KE,Nord", "Hill,XA01,XA0101,3,4,district,KE,"))
    assert counts(taken) == (0, 2, 0, 0)
    kept = {a.handle: (a.code, a.country, a.lat, a.lon) for a in all_areas(empty_map)}
    assert kept == {"north": ("P1", "KE", 9.0, 9.0), "hill": ("XA0101", "KE", 3.0, 4.0)}
    assert counts(take(empty_map, table("North,,XA01,1,2,province,KE,Nord")))[:3] == (0, 0, 1)


def test_the_same_name_in_other_places_is_another_area(empty_map: Map) -> None:
    text = table("North,,A,,,province,,", "South,,B,,,province,,", "Hill,A,,,,district,,", "Hill,B,,,,district,,")
    assert counts(take(empty_map, text)) == (4, 0, 0, 0)
    assert sorted(tree(empty_map).items()) == [("hill", "north"), ("hill-south", "south"), ("north", None), ("south", None)]
    assert counts(take(empty_map, text)) == (0, 0, 4, 0)


def test_areas_of_one_name_are_told_apart_by_their_codes_or_not_at_all(empty_map: Map) -> None:
    coded = table("North,,A,,,province,,", "Hill,A,H1,,,village,,", "Hill,A,H2,,,village,,")
    assert counts(take(empty_map, coded)) == (3, 0, 0, 0)
    assert counts(take(empty_map, coded)) == (0, 0, 3, 0)
    taken = take(empty_map, table("Dale,A,,1,2,village,,", "Dale,A,,3,4,village,,"))
    assert counts(taken) == (0, 0, 0, 2)
    assert "place codes" in taken.rejected[0].reason
    assert taken.rejected[0].row["name"] == "Dale"


def test_two_rows_cannot_be_one_area_by_its_name(empty_map: Map) -> None:
    add_area(empty_map, "Hill", level="village")
    taken = take(empty_map, table("Hill,,H1,,,village,,", "Hill,,H2,,,village,,"))
    assert counts(taken) == (0, 0, 0, 2)
    assert "hill" in taken.rejected[0].reason


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (["A,Nowhere,,,,village,,"], "neither in the file nor in the map"), (["A,B,,,,,,", "B,A,,,,,,"], "lies in it"),
        (["A,,X,,,village,,", "B,,x,,,village,,"], "two rows"),
        (["P,,1,,,province,,", "P,,2,,,province,,", "A,P,,,,village,,"], "may be any of 2"),
        (["A,Nowhere,X,,,province,,", "B,X,,,,village,,"], "could not be taken"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_rejected(empty_map: Map, rows: list[str], word: str) -> None:
    taken = take(empty_map, table(*rows))
    assert taken.added + len(taken.rejected) == len(rows)
    assert any(word in rejected.reason for rejected in taken.rejected)


def test_a_name_that_several_areas_of_the_map_bear_is_rejected(empty_map: Map) -> None:
    for code in ("A", "B"):
        add_area(empty_map, "Hill", level="village", code=code)
    taken = take(empty_map, table("Hill,,,1,2,village,,"))
    assert "hill" in taken.rejected[0].reason
    assert counts(take(empty_map, table("Hill,,b,1,2,village,,"))) == (0, 1, 0, 0)


def test_the_order_of_rows_decides_nothing(tmp_path: Path, empty_map: Map) -> None:
    rows = ["North,,A,,,province,,", "Hill,A,H2,,,village,,", "Hill,A,H1,,,village,,", "Dale,Hill Town,,,,,,",
            "Hill Town,North,,,,city,,"]  # fmt: skip
    seen = set()
    for order in itertools.islice(itertools.permutations(rows), 0, None, 17):
        with pytest.raises(ZeroDivisionError), write(empty_map):
            found = gazetteer.read(source_of("x", table(*order).encode()), Reading())
            assert counts(take_gazetteer(empty_map, found, Wishes("x"))) == (5, 0, 0, 0)
            codes = {(a.handle, a.code) for a in all_areas(empty_map)}
            seen.add((tuple(sorted(codes, key=str)), tuple(sorted(tree(empty_map).items(), key=str))))
            raise ZeroDivisionError
    assert len(seen) == 1


def test_geonames_finds_the_provinces_of_a_3w_and_the_nearest_known_code(empty_map: Map) -> None:
    country = add_area(empty_map, "Kenya", level="country", country="KE")
    add_area(empty_map, "North", country, level="province", code="KE001")
    text = "\n".join((
        geonames(1, "Hill", "PPL", "07.99.3", "KE", "5000"), geonames(2, "Republic of Kenya", "PCLI", "00", "KE"),
        geonames(3, "Nôrth", "ADM1", "07", "KE", others="Nord"), geonames(4, "Far", "PPL", "88", "XB"),
    ))  # fmt: skip
    taken = take(empty_map, text)
    assert counts(taken) == (2, 2, 0, 0)
    assert tree(empty_map) == {"kenya": None, "north": "kenya", "hill": "north", "far": None}
    assert any("1 area lies in none" in note for note in taken.notes)
    assert counts(take(empty_map, text)) == (0, 0, 4, 0)


def test_another_spelling_counts_only_in_the_same_place_and_level(empty_map: Map) -> None:
    north = add_area(empty_map, "North", level="province", code="A")
    add_area(empty_map, "Helmand", north, level="district")
    taken = take(empty_map, table("Hilmand,A,,1,2,district,,Helmand", "Hilmand,A,,,,village,,Helmand"))
    assert counts(taken) == (1, 1, 0, 0)


def test_many_rows_in_batches(empty_map: Map) -> None:
    rows = [geonames(n, f"Place {n % 700}", "PPL", f"0{n % 9 + 1}", "XA") for n in range(12_000)]
    rows += [geonames(20_000 + n, f"Province {n}", "ADM1", f"0{n}", "XA") for n in range(1, 10)]
    random.Random(1).shuffle(rows)
    told: list[int] = []
    with write(empty_map):
        found = gazetteer.read(source_of("x", "\n".join(rows).encode()), Reading())
        taken = take_gazetteer(empty_map, found, Wishes("x"), told.append)
    assert counts(taken) == (12_009, 0, 0, 0)
    assert told == sorted(told)
    assert told[-1] == 12_009
    areas = all_areas(empty_map)
    assert len({a.handle for a in areas}) == 12_009
    assert sum(a.parent is None for a in areas) == 9
    assert counts(take(empty_map, "\n".join(rows))) == (0, 0, 12_009, 0)


def test_rejected_rows_come_back_as_a_table_that_can_be_mended(empty_map: Map, run: Run, tmp_path: Path) -> None:
    path, rejects = tmp_path / "XA.txt", tmp_path / "rejects.csv"
    path.write_text("\n".join((geonames(1, "Hill", "PPL", point=("91", "0")), geonames(2, "Dale", "PPL"))), encoding="utf-8")
    assert run("import", str(path), "--rejects", str(rejects)).exit_code == 3
    rejects.write_text(rejects.read_text(encoding="utf-8").replace("91", "9"), encoding="utf-8")
    answer = run("import", str(rejects), "--format", "json").json
    assert (answer["format"], answer["added"], answer["rejected"]) == ("gazetteer", 1, 0)


def test_areas_of_one_name_in_several_batches(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ngomap.intake.gazetteer.BATCH", 1)
    text = table("North,,A,,,province,,", *(f"Hill,A,H{n},,,village,," for n in range(4)))
    assert counts(take(empty_map, text)) == (5, 0, 0, 0)
    assert counts(take(empty_map, text)) == (0, 0, 5, 0)
