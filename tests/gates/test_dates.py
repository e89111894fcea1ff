"""Dates are read strictly: a day that is none, or may be two, is refused or kept as words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.gates.commands import let_through, options_of
from tests.gates.imported import DATES, kept, records, sound, stored, with_holes, written
from tests.whole.sample_files import FORMS


@pytest.mark.parametrize("name", with_holes("date"))
def test_a_date_that_may_mean_two_days_is_not_stored(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    for text in ("01/02/2024", "2024-02-30"):
        files = FORMS[name].build(records({"date": text}))
        ran = run("import", written(tmp_path, files), "--format", "json")
        if sound(ran, map_, before, files):
            assert ran.json["rejected"] or kept(map_, [text]), ran.stdout
        assert stored(map_, DATES) == [], text


def test_no_option_takes_a_day_that_may_be_two(on_example: Path, map_path: Path, run: Run) -> None:
    asked = options_of("DATE")
    assert len(asked) > 80
    assert "\n".join(let_through(run, on_example, map_path, asked, "01/02/2024")) == ""


@pytest.mark.parametrize("value", ["2024-02-30", "2024-13-01", "２０２４-01-01", "20240101", "2024-1-2"])
def test_no_command_takes_a_day_that_is_none(value: str, on_example: Path, map_path: Path, run: Run) -> None:
    some = [(name, flag) for name, flag in options_of("DATE") if f"{name} {flag}" in ("add --founded", "log --on", "gaps --as-of")]
    assert len(some) == 3
    assert "\n".join(let_through(run, on_example, map_path, some, value)) == ""
