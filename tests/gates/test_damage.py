"""Files that are cut off, ragged, repeated or not what they are called are refused where they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from ngomap.importers.formats import FORMATS
from tests.conftest import Run
from tests.gates.imported import HOLES, NAMES, records, sound, stored, written
from tests.whole.sample_files import FORMS
from tests.whole.test_round_trips import whole


def test_every_format_is_here() -> None:
    # A corrected entry comes back only to the map that asked: tests/sharing/test_own_entry_back.py.
    assert {form.form for form in FORMS.values()} == set(FORMATS) - {"own-entry"}


@pytest.mark.parametrize("name", FORMS)
def test_the_sound_file_is_taken_whole_and_only_once(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    form = FORMS[name]
    before = map_.read_bytes()
    files = form.build(records({}, {}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    assert sound(ran, map_, before, files) and ran.exit_code == 0
    assert ran.json["format"] == form.form
    assert {"Lantern House A", "Lantern House B"} <= {text for (text,) in stored(map_, NAMES)}
    for hole, sql in HOLES.items():
        assert bool(stored(map_, sql)) == (hole in form.holes), hole
    after = whole(run, map_)
    again = run("import", written(tmp_path, files), "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, again["read"])
    assert whole(run, map_) == after


def text_of(data: bytes) -> str:
    return data.decode()


def repeated(data: bytes) -> bytes:
    """Every row ends with a column that the header names as it names the first."""
    lines = text_of(data).splitlines()
    return "".join(f"{line},{line.split(',')[0]}\n" for line in lines).encode()


DAMAGE: Final[dict[str, Callable[[bytes], bytes]]] = {
    "cut in half": lambda data: data[: len(data) // 2],
    "cut at the end": lambda data: data[:-6],
    "an open quote": lambda data: data + b'"open,\n',
    "a ragged row": lambda data: data + b'"a","b"\n',
    "a repeated header": repeated,
    "UTF-16 without mark": lambda data: text_of(data).encode("utf-16-le"),
    "cp1252": lambda data: text_of(data).replace("House B", "Café").encode("cp1252"),
    "empty": lambda _: b"",
    "blank": lambda _: b"\n \n",
    "junk": lambda _: bytes((n * 131 + n // 7) % 256 for n in range(4000)),
    "junk behind it": lambda data: data + bytes(range(128, 256)),
    "a mark of another archive": lambda data: b"PK\x03\x04" + data,
}
REFUSED: Final = {
    "csv": {"UTF-16 without mark", "an open quote", "a ragged row", "a repeated header", "cp1252", "empty", "blank", "junk", "junk behind it",
            "a mark of another archive", "cut at the end"},
    "json": set(DAMAGE) - {"a repeated header"},
    "lines": {"UTF-16 without mark", "cp1252", "empty", "blank", "junk", "junk behind it", "a mark of another archive"},
    "xml": set(DAMAGE) - {"a repeated header"},
    "xlsx": {"empty", "blank", "junk", "cut in half"},
}  # fmt: skip
"""What must be refused; the rest may be understood as far as it goes."""
SAID_TOO: Final = ("cut in half", "an open quote", "a ragged row", "a repeated header", "junk")
"""Damage that is also tried with the format said: then nothing recognises the file first."""
BINARY: Final = ("cut in half", "cut at the end", "empty", "blank", "junk", "junk behind it", "a mark of another archive")


@pytest.mark.parametrize("name", FORMS)
def test_damage_is_told(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    form = FORMS[name]
    before = map_.read_bytes()
    whole_files = form.build(records({}, {}))
    first = next(iter(whole_files))
    for damage, do in DAMAGE.items():
        if form.shape == "xlsx" and damage not in BINARY:
            continue
        for named in ([], ["--as", form.form]) if damage in SAID_TOO else ([],):
            files = whole_files | {first: do(whole_files[first])}
            file = written(tmp_path, files)
            ran = run("import", file, "--format", "json", *named)
            in_line = damage in ("an open quote", "a ragged row", "a repeated header") and form.shape == "csv"
            taken = sound(ran, map_, before, files, line=in_line)
            if taken and (len(files) == 1 or damage != "empty"):
                assert damage not in REFUSED[form.shape], (damage, ran.stdout)
            map_.write_bytes(before)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_called_something_else_is_told(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    files = FORMS[name].build(records({}, {}))
    file = written(tmp_path, files)
    for other in set(FORMATS) - {FORMS[name].form}:
        sound(run("import", file, "--as", other, "--dry-run", "--format", "json"), map_, before, files)
        assert stored(map_, "SELECT count(*) FROM actors") == [(2,)]
