"""Points are read strictly, and what is out of the world or in the sea is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.gates.commands import let_through, options_of
from tests.gates.imported import POINTS, kept, records, sound, stored, with_holes, written
from tests.whole.sample_files import FORMS


@pytest.mark.parametrize("name", with_holes("point"))
def test_a_point_that_is_nowhere_is_not_stored(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    odd = [("91", "0"), ("1", "181"), ("-1,29", "36,8"), ("nan", "1"), ("1", ""), ("1°75'", "2")]
    tries = [[point] for point in odd] if FORMS[name].shape == "json" else [odd]
    for points in tries:
        files = FORMS[name].build(records(*({"lat": lat, "lon": lon} for lat, lon in points)))
        ran = run("import", written(tmp_path, files), "--format", "json")
        if sound(ran, map_, before, files):
            assert ran.json["rejected"] == len(points) or kept(map_, [f"Point in the file: {lat} {lon}" for lat, lon in points]), ran.stdout
        assert stored(map_, POINTS) == [], points


@pytest.mark.parametrize("name", with_holes("point"))
def test_the_sea_off_africa_is_told(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    files = FORMS[name].build(records({"lat": "0", "lon": "0"}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    assert sound(ran, map_, before, files)
    told = any("0,0" in note or "0 0" in note for note in ran.json["notes"])
    assert told or (name == "json" and stored(map_, POINTS)), ran.stdout


@pytest.mark.parametrize("value", ["-1,29", "181", "nan", "1e3", "1°75'", "１"])
def test_no_option_takes_what_is_no_number_of_degrees(value: str, on_example: Path, map_path: Path, run: Run) -> None:
    asked = options_of("DEGREES")
    assert len(asked) >= 8
    assert "\n".join(let_through(run, on_example, map_path, asked, value)) == ""
