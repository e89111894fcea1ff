"""Figures of need: what the rows say, and what becomes of them in a map."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.errors import BadFile
from ngomap.importers import need_figures
from ngomap.importers.formats import choose
from ngomap.importers.records import Presence, Presences
from ngomap.importers.source import Reading, source_of
from tests.conftest import Run


def read(text: str, reading: Reading | None = None) -> Presences:
    return need_figures.read(source_of("needs.csv", text.encode()), reading or Reading())


def only(text: str) -> Presence:
    found = read(text)
    assert not found.rejected
    (row,) = found.rows
    return row


def test_a_plain_row() -> None:
    row = only("area,issue,people,population,date,source\nNorth,health,1200,women; girls,2024-03,Survey\n")
    assert row == Presence(
        2, (), (("health", ""),), ((("", "North", ""),),), populations=("women", "girls"), reported="2024-03", need=1200
    )
    assert row.line == 2


def test_kinds_of_areas_stand_within_one_another() -> None:
    row = only("Province,District,District Pcode,Sector,People in need,Country\nNorth,Hill,XA0102,Health,7.0,Kenya\n")
    assert row.places == ((("country", "Kenya", ""), ("province", "North", ""), ("district", "Hill", "XA0102")),)
    assert (row.country, row.need) == ("KE", 7)
    assert only("District,pcode,issue,people\nHill,XA0102,health,7\n").places == ((("district", "Hill", "XA0102"),),)


def test_hashtags_say_it_too() -> None:
    row = only("a,b,c\n#adm2+code,#sector,#inneed\nXA0102,health,5\n")
    assert (row.places, row.sectors, row.need) == (((("district", "", "XA0102"),),), (("health", ""),), 5)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (",health,5", "no area"), ("North,,5", "no issue"), ("North,health,", "no number"), ("North,health,-5", "range"),
        ('North,health,"1,200"', "whole"), ("North,health,1.5", "whole"), ("North,health,５", "whole"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_rejected(row: str, word: str) -> None:
    found = read(f"area,issue,people\n{row}\n")
    assert word in found.rejected[0].reason
    assert found.rejected[0].row["people"] == row.split(",", 2)[2].strip('"')


def test_the_format_is_known_by_its_columns() -> None:
    for header in ("area,issue,people", "District,Cluster,PIN", "pcode,sector,people in need,population", "lieu,secteur,personnes"):
        row = ",".join("1" if n == 2 else "A" for n in range(len(header.split(","))))
        assert choose(source_of("x", f"{header}\n{row}\n".encode()), Reading()) == "needs", header
    for other in (
        "Organization,District,Sector,In need\nA,B,health,5\n", "area,issue\nA,B\n", "area,issue,people\nA,B,many\n",
        "Name,issue,people,area\nA,B,5,C\n", "email,area,issue,people\na,b,c,5\n",
    ):  # fmt: skip
        assert need_figures.recognise(source_of("x", other.encode()), Reading()) == 0, other
    with pytest.raises(BadFile):
        read("a,b\n1,2\n")
    found = read("Ort,Thema,Menschen\nNorth,health,5\n", Reading({"Ort": "area", "Thema": "issue", "Menschen": "people"}))
    assert found.rows[0].need == 5


def test_figures_are_stored_once_and_shown_as_questions(empty_map: object, run: Run, tmp_path: Path) -> None:
    run("area", "add", "North", "--level", "province", "--code", "XA01")
    run("area", "add", "Hill", "--level", "district", "--under", "north")
    path = tmp_path / "needs.csv"
    path.write_text("area,issue,people\nXA01,health,1200\nHill,health,300\n", encoding="utf-8")
    first = run("import", str(path), "--format", "json").json
    assert (first["format"], first["added"], first["stored"]) == ("needs", 2, {"need figures": 2})
    again = run("import", str(path), "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
    gaps = run("gaps", "coverage", "--format", "json", "--limit", "0").json["findings"]
    about = {f["subject"]: f["group"] for f in gaps if f["unit"] == "people in need"}
    assert len(about) == 2
    # Nobody has looked until somebody says so.
    assert set(about.values()) == {"not surveyed"}
    run("import", str(path), "--surveyed-on", "2024-05-06")
    gaps = run("gaps", "coverage", "--format", "json", "--limit", "0").json["findings"]
    assert "no presence" in {f["group"] for f in gaps}


def test_a_name_of_several_areas_is_rejected(empty_map: object, run: Run, tmp_path: Path) -> None:
    run("area", "add", "North", "--level", "province", "--code", "XA01")
    run("area", "add", "North", "--level", "district", "--code", "XA02")
    path = tmp_path / "needs.csv"
    path.write_text("area,issue,people\nNorth,health,1200\n", encoding="utf-8")
    ran = run("import", str(path), "--format", "json")
    assert ran.exit_code == 3
    assert "XA02" in ran.json["rejects"][0]["reason"]
