"""`ngomap near` as it is typed, and what is said of points that are hardly meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from geopy.distance import geodesic

from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.refs import actor_named
from ngomap.store.settings_edits import set_us
from tests.conftest import Ran, Run


@pytest.fixture
def valley(empty_map: Map) -> Map:
    """A land with a district that has a point, a village in it without one, and a hidden hamlet."""
    land = add_area(empty_map, "Land", level="country", point=(0.5, 36.5))
    north = add_area(empty_map, "North", land, "district", point=(1.0, 36.0))
    mill = add_area(empty_map, "Mill", north, "village")
    hidden = add_area(empty_map, "Hamlet", north, "village", point=(1.0, 36.01), audience="secret")
    everybody: dict[str, dict[str, object]] = {
        "Us": {"lat": 1.0, "lon": 36.0}, "Close": {"lat": 1.01, "lon": 36.0, "kind": "cbo"}, "Mill House": {"area_id": mill.id},
        "Far": {"lat": 2.0, "lon": 36.0}, "Landlord": {"area_id": land.id}, "Nowhere": {}, "Quiet": {"area_id": hidden.id},
        "Secret": {"lat": 1.0, "lon": 36.001, "audience": "secret"}, "Ann": {"kind": "person", "lat": 1.0, "lon": 36.02, "audience": "public"},
    }  # fmt: skip
    for name, fields in everybody.items():
        add_actor(empty_map, {"name": name, "kind": "ngo", **fields}, Lists())
    ours = actor_named(empty_map, "us")
    assert ours
    set_us(empty_map, ours, True)
    return empty_map


def names(ran: Ran) -> list[str]:
    assert ran.exit_code == 0, ran.stderr
    return [r["name"] for r in ran.json["records"]]


def near(run: Run, *words: str) -> Ran:
    return run("near", *words, "--format", "json")


@pytest.mark.usefixtures("valley")
def test_the_nearest_first_with_whose_point_it_is(run: Run) -> None:
    ran = near(run, "us", "--within", "25km")
    assert names(ran) == ["Mill House", "Secret", "Close", "Quiet"] or names(ran) == ["Mill House", "Secret", "Quiet", "Close"]
    records = {r["name"]: r for r in ran.json["records"]}
    assert (records["Mill House"]["distance_km"], records["Mill House"]["direction"]) == (0, None)
    assert (records["Mill House"]["point"], records["Mill House"]["point_area"]) == ("of North", "north")
    assert (records["Close"]["point"], records["Close"]["point_area"], records["Close"]["direction"]) == ("own", None, "N")
    assert records["Close"]["distance_km"] == pytest.approx(geodesic((1, 36), (1.01, 36)).km, abs=0.001)
    assert (records["Quiet"]["point_area"], records["Quiet"]["direction"]) == ("hamlet", "E")
    assert ran.json["total"] == 4
    # Landlord stands for nothing narrower than a country, Nowhere has nothing at all.
    assert "2 others that meet the filters have no point" in " ".join(ran.json["notes"])
    assert "Us (1, 36)" in ran.json["notes"][0]


@pytest.mark.usefixtures("valley")
def test_filters_limits_and_people(run: Run) -> None:
    assert names(near(run, "us", "--within", "25km", "--kind", "cbo")) == ["Close"]
    assert "Ann" in names(near(run, "us", "--within", "25km", "--people"))
    assert names(near(run, "us", "--within", "25km", "--kind", "person")) == ["Ann"]
    cut = near(run, "us", "--within", "200km", "--limit", "1")
    assert (names(cut), cut.json["total"]) == (["Mill House"], 5)
    assert names(near(run, "us", "--within", "200km"))[-1] == "Far"
    none = near(run, "us", "--within", "1m", "--kind", "cbo")
    assert names(none) == []
    assert "Nobody that meets the filters is known within 1m of there." in none.json["notes"]


@pytest.mark.usefixtures("valley")
def test_an_audience_is_shown_nothing_above_it(run: Run) -> None:
    ran = near(run, "us", "--within", "25km", "--people", "--audience", "public")
    # Where a person is found, and who sits in a hidden area, is not for everybody.
    assert names(ran) == ["Mill House", "Close"]
    assert "Hamlet" not in ran.stdout
    assert "hamlet" not in ran.stdout
    assert "What is above the audience public was left out." in ran.json["notes"]
    assert all("uid" not in r and "notes" not in r for r in ran.json["records"])
    assert near(run, "secret", "--within", "25km", "--audience", "public").exit_code == 1
    assert near(run, "hamlet", "--within", "25km", "--audience", "public").exit_code == 1
    assert near(run, "ann", "--within", "25km", "--audience", "public").exit_code == 1
    # From a hidden area nothing wider stands in: that would tell where it lies.
    assert near(run, "quiet", "--within", "25km", "--audience", "public").exit_code == 2


@pytest.mark.parametrize("where", ["1,36", "1.0 N, 36.0 E", "1°0'N 36°0'E", "North", "area:north", "Mill", "mill-house"])
@pytest.mark.usefixtures("valley")
def test_from_a_point_an_area_or_an_actor(run: Run, where: str) -> None:
    found = names(near(run, where, "--within", "2km"))
    # An actor is not near itself.
    assert set(found) == {"Us", "Mill House", "Secret", "Close", "Quiet"} - {"Mill House" for _ in [0] if where == "mill-house"}


@pytest.mark.usefixtures("valley")
def test_a_point_may_begin_with_a_minus(run: Run) -> None:
    for words in (["-1,36"], ["--", "-1,36"]):
        ran = run("near", "--within", "300km", "--format", "json", *words)
        assert ran.json["notes"][0] == "Distances are from -1, 36."
    assert run("near", "-1,36", "--withn", "3km").exit_code == 2
    assert "No such option" in run("near", "-x", "--within", "3km").stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-1,29;36,8", "--within", "5km"], 2, "is not a point"), (["95,36", "--within", "5km"], 2, "swapped?"),
        (["us", "--within", "5"], 2, "its unit"), (["us", "--within", "-5km"], 2, "not a distance"),
        (["nowhere", "--within", "5km"], 2, "ngomap edit nowhere --lat"), (["Atlantis", "--within", "5km"], 1, "no actor and no area"),
        (["landlord", "--within", "5km"], 2, "has no point"), (["us"], 2, "--within"), (["us", "--within", "5km", "--kind", "club"], 2, "One of"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("valley")
def test_what_cannot_be_answered_says_why(run: Run, words: list[str], code: int, said: str) -> None:
    ran = run("near", *words)
    assert ran.exit_code == code, ran.stderr
    assert said in ran.stderr


def test_a_name_of_both_an_actor_and_an_area_must_say_which(run: Run, valley: Map) -> None:
    add_actor(valley, {"name": "North", "kind": "ngo", "lat": 1.02, "lon": 36.0})
    ran = near(run, "North", "--within", "5km")
    assert ran.exit_code != 0
    assert "actor:north or area:north" in ran.stderr
    assert "North" not in names(near(run, "actor:north", "--within", "5km"))
    assert "North" in names(near(run, "area:north", "--within", "5km"))


def test_over_the_date_line_and_at_the_pole(run: Run, empty_map: Map) -> None:
    for name, lat, lon in (("West", -16.8, 179.95), ("East", -16.8, -179.95), ("Pole", 90, 0), ("Beside", 89.9, -170)):
        add_actor(empty_map, {"name": name, "kind": "ngo", "lat": lat, "lon": lon})
    assert names(near(run, "west", "--within", "15km")) == ["East"]
    assert names(near(run, "pole", "--within", "15km")) == ["Beside"]
    assert names(near(run, "-16.8,180", "--within", "15km")) == names(near(run, "-16.8,-180", "--within", "15km")) == ["East", "West"]


def test_a_map_with_nothing_but_us_who_have_no_point(run: Run) -> None:
    run("init", "--name", "Citizens", "--yes")
    assert names(near(run, "1,36", "--within", "25km")) == []
    assert run("near", "us", "--within", "25km").exit_code == 2


def test_points_that_are_hardly_meant_are_said_when_given_and_stay(run: Run) -> None:
    run("init", "--name", "Citizens", "--yes")
    swapped = run("add", "Brook", "--lat", "36.82", "--lon", "-1.29", "--country", "KE", "--format", "json").json
    assert "swapped. If so: ngomap edit brook --lat -1.29 --lon 36.82" in swapped["notes"][0]
    assert (run("show", "brook", "--format", "json").json["records"][0]["lat"]) == 36.82
    assert run("edit", "brook", "--level", "local", "--format", "json").json["notes"] == []
    moved = run("edit", "brook", "--lat", "10", "--lon", "20", "--format", "json").json
    assert "outside Kenya" in moved["notes"][0]
    assert run("edit", "brook", "--country", "TD", "--format", "json").json["notes"] == []
    assert "outside Kenya" in run("edit", "brook", "--country", "KE", "--format", "json").json["notes"][0]
    zero = run("add", "Zebra", "--lat", "0", "--lon", "0", "--format", "json").json
    assert "Atlantic" in zero["notes"][0]
    area = run("area", "add", "Ward", "--country", "KE", "--lat", "36.8", "--lon", "-1.2", "--format", "json").json
    assert "look swapped" in area["notes"][0]
    # The country may be said by an area around.
    inner = run("area", "add", "Lane", "--under", "Ward", "--lat", "10", "--lon", "20", "--format", "json").json
    assert "outside Kenya" in inner["notes"][0]
    good = run("area", "add", "Hill", "--country", "KE", "--lat", "-1.2", "--lon", "36.8", "--format", "json").json
    assert good["notes"] == []
    sits = run("add", "Meadow", "--place", "Hill", "--lat", "36.8", "--lon", "-1.2", "--format", "json").json
    assert "look swapped" in sits["notes"][0]
    listed = run("gaps", "knowledge", "--format", "json", "--limit", "0").json["findings"]
    wrong = {f["subject"]: f["reasons"][0]["code"] for f in listed if f["group"] == "points that look wrong"}
    assert wrong == {"brook": "point-outside", "zebra": "point-zero", "ward": "point-swapped", "lane": "point-outside", "meadow": "point-swapped"}


def test_an_import_says_which_points_are_hardly_meant(run: Run, tmp_path: Path) -> None:
    run("init", "--name", "Citizens", "--yes")
    file = tmp_path / "x.csv"
    file.write_text("name,country,lat,lon\nA1,KE,36.82,-1.29\nB1,KE,-1.29,36.82\nC1,KE,36.9,-1.3\nD1,FJ,-18,-179.9\nE1,FR,10,20\n")
    notes = run("import", str(file), "--format", "json").json["notes"]
    said = [n for n in notes if "point" in n]
    assert said == [
        "2 points lie outside their country and inside it with latitude and longitude swapped, and stayed as the file has it: "
        "A1 (36.82, -1.29; Kenya), C1 (36.9, -1.3; Kenya).",
        "1 point lies outside its country, and stayed as the file has it: E1 (10, 20; France).",
        "All points that look wrong: ngomap gaps knowledge",
    ]
    again = run("import", str(file), "--format", "json").json
    assert (again["unchanged"], [n for n in again["notes"] if "point" in n]) == (5, [])
    file.write_text("name,country,lat,lon\nB1,KE,36.82,-1.29\n")
    corrected = run("import", str(file), "--format", "json").json
    assert corrected["changed"] == 1
    assert any("1 point lies outside its country and inside it" in n and "B1" in n for n in corrected["notes"])
    places = tmp_path / "places.csv"
    places.write_text("name,code,level,country,latitude,longitude\nOne,K1,district,KE,36.8,-1.2\nTwo,K2,district,KE,-1.2,36.8\n")
    notes = run("import", str(places), "--as", "gazetteer", "--format", "json").json["notes"]
    assert any("1 point lies outside its country and inside it" in n and "One" in n for n in notes), notes
