"""Numbers are read strictly: what is no number, or two, is refused or kept as words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Run
from tests.gates.commands import let_through, options_of
from tests.gates.imported import NUMBERS, harmless, kept, records, sound, stored, with_holes, written
from tests.whole.sample_files import FORMS


@pytest.mark.parametrize("name", with_holes("number"))
def test_a_number_nobody_can_be_sure_of_is_not_stored(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    odd = ("1_000", "nan", "1e400", "１２", "1,234", "=1+1", "inf", "0x10")
    tries = [(text,) for text in odd] if FORMS[name].shape == "json" else [odd]
    for texts in tries:
        files = FORMS[name].build(records(*({"number": text} for text in texts)))
        rejects = tmp_path / "rejects.csv"
        ran = run("import", written(tmp_path, files), "--format", "json", "--rejects", str(rejects))
        if sound(ran, map_, before, files):
            assert ran.json["rejected"] == len(texts) or kept(map_, texts), ran.stdout
        assert stored(map_, NUMBERS) == [], texts
        if rejects.exists():
            harmless(rejects.read_text(encoding="utf-8-sig"))
            rejects.unlink()


NUMBERS_ASKED: Final = options_of("N", "AMOUNT", "0-4", "0-5", "YEAR", "PERCENT", "SCORE", "S", "STANCE")


def test_no_option_takes_a_number_as_python_does(on_example: Path, map_path: Path, run: Run) -> None:
    assert len(NUMBERS_ASKED) > 80
    assert "\n".join(let_through(run, on_example, map_path, NUMBERS_ASKED, "0_1")) == ""


@pytest.mark.parametrize("value", ["１", "nan", "1e400", "1,234", "٣", "0x1", "inf"])
def test_other_ways_to_write_no_number(value: str, on_example: Path, map_path: Path, run: Run) -> None:
    some = [(name, flag) for name, flag in NUMBERS_ASKED if f"{name} {flag}" in ("add --budget", "offer --quantity", "list --limit", "gaps --limit")]
    assert len(some) == 4
    assert "\n".join(let_through(run, on_example, map_path, some, value)) == ""
