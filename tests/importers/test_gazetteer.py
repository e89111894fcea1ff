"""Lists of areas: GeoNames' own form and plain tables."""

from __future__ import annotations

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import gazetteer
from ngomap.importers.formats import choose
from ngomap.importers.records import AreaRow, Gazetteer
from ngomap.importers.source import Reading, source_of
from ngomap.model.answers import Rejected


def geonames(
    id_: int, name: str, feature: str, admins: str = "", country: str = "XA", people: str = "0", others: str = "",
    point: tuple[str, str] = ("1.5", "30.25"),
) -> str:  # fmt: skip
    codes = [*admins.split("."), "", "", "", ""][:4]
    cells = [str(id_), name, name, others, *point, feature[0], feature, country, "", *codes, people, "", "10", "Zone", "2024-01-01"]
    return "\t".join(cells)


def read(text: str, reading: Reading | None = None) -> Gazetteer:
    return gazetteer.read(source_of("x", text.encode()), reading or Reading())


def areas(found: Gazetteer) -> list[AreaRow]:
    rows = list(found.rows)
    assert all(isinstance(row, AreaRow) for row in rows), rows
    return [row for row in rows if isinstance(row, AreaRow)]


def test_administrative_areas_know_their_code_and_what_they_lie_in() -> None:
    text = "\n".join((
        geonames(1, "Xandria", "PCLI", "00"), geonames(2, "North", "ADM1", "01"), geonames(3, "Hill", "ADM2", "01.AB"),
        geonames(4, "Deep", "ADM3", "01.AB.9"), geonames(5, "Lone", "ADM2", ""),
    ))  # fmt: skip
    assert [(a.name, a.code, a.parent, a.level, a.country) for a in areas(read(text))] == [
        ("Xandria", "XA", "", "country", "XA"), ("North", "XA.01", "XA", "province", "XA"),
        ("Hill", "XA.01.AB", "XA.01", "district", "XA"), ("Deep", "XA.01.AB.9", "XA.01.AB", "municipality", "XA"),
        ("Lone", "GN5", "XA", "district", "XA"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("feature", "people", "level"),
    [("PPLC", "0", "city"), ("PPL", "20000", "city"), ("PPL", "500", "village"), ("PPL", "0", None), ("PPLX", "9", "other")],
)
def test_places_are_cities_or_villages_if_something_says_so(feature: str, people: str, level: str | None) -> None:
    (place,) = areas(read(geonames(7, "Town", feature, "01.AB", people=people)))
    assert (place.code, place.parent, place.level, place.lat, place.lon) == ("GN7", "XA.01.AB", level, 1.5, 30.25)


def test_rivers_and_places_that_are_no_more_are_passed_over_and_counted() -> None:
    found = read("\n".join((geonames(1, "River", "STM"), geonames(2, "Old", "PPLH"), geonames(3, "Now", "PPL"))))
    assert [a.name for a in areas(found)] == ["Now"]
    assert len(list(found.notes())) == 2


def test_other_names_without_codes_and_links() -> None:
    others = "Town,TWN,Ville,https://x.example,12,VILLE,Город"
    (place,) = areas(read(geonames(1, "Town", "PPL", others=others)))
    assert place.aliases == ("Ville", "Город")
    (place,) = areas(read(geonames(1, "Portland", "PPL", "ME", "US")))
    assert place.aliases == ("Portland, ME",)


def test_quotation_marks_mean_nothing_there() -> None:
    (place,) = areas(read(geonames(1, 'The "Rock', "PPL")))
    assert place.name == 'The "Rock'


def test_lines_that_are_not_sound_are_rejected() -> None:
    good = geonames(1, "A", "PPL")
    lines = (good, geonames(2, "B", "PPL", point=("91", "0")), geonames(3, "?!", "PPL"), "short\tline", geonames(5, "a\0b", "PPL"))
    rows = list(read("\n".join((good, *lines[1:]))).rows)
    assert [row.line for row in rows if isinstance(row, Rejected)] == [2, 3, 4, 5]


def test_a_table_of_areas() -> None:
    text = "Name,Parent,P-Code,Level,Country,Latitude,Longitude,Other names\n" \
        "North,,XA01,Admin1,Kenya,1.5,30.25,Nord|Norte|NORTH\nHill,North,,,KE,,,\nSea,,,continent,Atlantis,0,0,\n"  # fmt: skip
    found = read(text)
    first, second, third = areas(found)
    assert first == AreaRow(first.row, "North", "XA01", "", "province", "KE", 1.5, 30.25, ("Nord", "Norte"))
    assert second == AreaRow(second.row, "Hill", "", "North", None, "KE")
    assert (third.level, third.country, third.lat) == (None, None, None)
    assert len(list(found.notes())) == 3


@pytest.mark.parametrize(
    ("row", "word"),
    [("?!,1,2", "name"), ("A,91,0", "range"), ("A,1,", "both"), ('A,"1,5",2', "number"), ("A,nan,2", "number")],
)
def test_what_is_wrong_in_a_table_is_rejected(row: str, word: str) -> None:
    (rejected,) = read(f"name,lat,lon\n{row}\n").rows
    assert isinstance(rejected, Rejected)
    assert word in rejected.reason


@pytest.mark.parametrize(
    "header", ["name,parent", "Name,pcode", "name,code,lat,lon", "nom,parent,niveau", "name,parent,level,line,reason"]
)
def test_lists_of_areas_are_recognised(header: str) -> None:
    row = ",".join("1" if h in ("lat", "lon", "line") else "village" if h in ("niveau", "level") else "A" for h in header.split(","))
    assert choose(source_of("x", f"{header}\n{row}\n".encode()), Reading()) == "gazetteer"


@pytest.mark.parametrize(
    "header", ["name,lat,lon", "name,code", "name,parent,email", "name,level", "handle,name,parent,code", "from,to"]
)
def test_what_may_be_organizations_is_not_taken_for_areas(header: str) -> None:
    row = ",".join("1" if h in ("lat", "lon") else "actor" for h in header.split(","))
    assert gazetteer.recognise(source_of("x", f"{header}\n{row}\n".encode()), Reading()) == 0


def test_geonames_is_known_by_its_lines() -> None:
    assert choose(source_of("x", geonames(1, 'A "b', "PPL").encode()), Reading()) == "gazetteer"
    assert choose(source_of("x", f"\ufeff{geonames(1, 'A', 'STM')}\n".encode()), Reading()) == "gazetteer"
    with pytest.raises(UsageError):
        read(geonames(1, "A", "PPL"), Reading({"name": "name"}))
    with pytest.raises(BadFile):
        read("a,b\n1,2\n")
    (area,) = areas(read("a,b\nX,2\n", Reading({"a": "name", "b": "code"})))
    assert (area.name, area.code) == ("X", "2")
