"""Both ways to write a letter are one, and look-alikes of other scripts are told."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

import pytest

from ngomap.model.text import name_key
from tests.conftest import Run
from tests.gates.imported import NAMES, NFC, records, sound, stored, written
from tests.whole.sample_files import FORMS

BY_NAME: Final = ("kumu", "edges", "3w", "table", "table XLSX", "needs", "gazetteer")
"""Formats in which nothing but the name says who it is."""


@pytest.mark.parametrize("name", FORMS)
def test_both_ways_to_write_an_accent_are_one(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    texts = [f"Société {NFC}", f"Naïf {NFC}"]
    if name in BY_NAME:
        texts.append(NFC)
    for normal in ("NFD", "NFC"):
        files = FORMS[name].build(records(*({"name": unicodedata.normalize(normal, text)} for text in texts)))
        ran = run("import", written(tmp_path, files), "--format", "json")
        assert sound(ran, map_, before, files)
    assert (ran.json["added"], ran.json["changed"], ran.json["rejected"]) == (0, 0, 0)
    names = [str(text) for (text,) in stored(map_, NAMES)]
    assert all(unicodedata.is_normalized("NFC", text) for text in names)
    # The map knew one actor and one area of that name, and knows no more.
    assert [name_key(text) for text in names].count(name_key(NFC)) == 2


@pytest.mark.parametrize("name", [name for name in FORMS if name not in ("json", "gazetteer", "needs", "3w")])
def test_names_that_mix_scripts_are_told(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    files = FORMS[name].build(records({"name": "L\u0430ntern House"}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    assert sound(ran, map_, before, files)
    assert any("scripts" in note for note in ran.json["notes"])
