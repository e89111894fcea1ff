"""Names that a terminal, a page or a spreadsheet would obey are kept whole and shown harmlessly."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Final

import pytest

from ngomap.model.text import name_key, visible
from tests.conftest import Run
from tests.gates.imported import NAMES, NOT_IN_XML, harmless, records, sound, stored, written
from tests.gates.texts import CONTROL, EVIL
from tests.whole.sample_files import FORMS
from tests.whole.test_envelopes import CALLS

FORMS_OUT: Final = ("table", "md", "table", "json", "table", "csv", "table")
"""A prime number of them, so that no kind of command always meets the same."""


@pytest.mark.parametrize("name", FORMS)
def test_evil_names_are_kept_and_shown_harmlessly(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    form = FORMS[name]
    before = map_.read_bytes()
    evil = EVIL if form.shape in NOT_IN_XML else EVIL + CONTROL
    files = form.build(records(*({"name": text} for text in evil)))
    file = written(tmp_path, files)
    ran = run("import", file, "--format", "json")
    assert sound(ran, map_, before, files), ran.stderr
    assert (ran.exit_code, ran.json["format"]) == (0, form.form)
    assert {name_key(text) for text in evil} <= {name_key(str(text)) for (text,) in stored(map_, NAMES)}
    for command in (["list", "--limit", "0"], ["area", "list"]):
        for out in ("table", "json"):
            shown = run(*command, "--format", out)
            assert shown.exit_code == 0
            harmless(shown.stdout + shown.stderr)
    ((handle,),) = stored(map_, "SELECT handle FROM actors ORDER BY id DESC LIMIT 1")
    harmless(run("show", str(handle)).stdout)
    sheet = run("export", "csv", "--audience", "internal")
    assert sheet.exit_code == 0
    harmless(sheet.stdout)
    rows = list(csv.reader(io.StringIO(sheet.stdout, newline=""), strict=True))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
    for more in ([], ["--dry-run"]):
        harmless(run("import", file, *more).stdout)
    again = run("import", file, "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, again["read"])


def test_every_command_shows_evil_texts_harmlessly_and_whole(evil: Path, map_path: Path, run: Run) -> None:
    before = map_path.read_bytes()
    broken = {}
    for number, (name, call) in enumerate(CALLS.items()):
        map_path.write_bytes(before)
        ran = run(*call.format(folder=evil).split(), "--format", FORMS_OUT[number % len(FORMS_OUT)])
        texts = (ran.stdout, ran.stderr)
        # What stands in brackets would be gone, had anything taken it for markup.
        joined = "".join("".join(texts).replace("\\", "").split())
        # What another program changed since stands in the way of an undo, and is named.
        if (ran.exit_code and name != "undo") or any(visible(text) != text for text in texts) or re.search(r"=Zq(?![\[…])", joined):
            broken[name] = texts
    assert broken == {}
