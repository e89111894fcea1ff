"""The mark at the beginning tells the encoding; nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.model.text import name_key
from tests.conftest import Run
from tests.gates.imported import NAMES, records, sound, stored, written
from tests.whole.sample_files import FORMS


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.shape != "xlsx"])
def test_marks_of_the_encoding_are_understood(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    built = FORMS[name].build(records({}, {"name": "Café Ω"}))
    for encoding in ("utf-8-sig", "utf-16"):
        files = {
            file: data.decode().replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8").encode(encoding)
            for file, data in built.items()
        }
        ran = run("import", written(tmp_path, files), "--format", "json")
        assert sound(ran, map_, before, files), ran.stderr
        assert (ran.exit_code, ran.json["format"]) == (0, FORMS[name].form)
        assert "cafe ω" in {name_key(str(text)) for (text,) in stored(map_, NAMES)}
        map_.write_bytes(before)
