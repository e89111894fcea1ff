"""What the gates hold of every file that is read: it is taken, with rows that add up, or refused in one clear error."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ngomap.model.text import visible
from tests.conftest import Ran
from tests.whole.sample_files import FORMS, Files, Record

GOOD: Final = {"name": "Lantern House", "number": "12", "date": "2020", "lat": "1.5", "lon": "30.25"}
NFC: Final = "Équipe Éléphant"
NAMES: Final = """
SELECT name FROM actors UNION ALL SELECT name FROM areas UNION ALL SELECT alias FROM aliases
"""
NUMBERS: Final = """
SELECT staff FROM actors WHERE staff IS NOT NULL UNION ALL SELECT budget FROM actors WHERE budget IS NOT NULL
UNION ALL SELECT amount FROM relationships WHERE amount IS NOT NULL UNION ALL SELECT people FROM need_figures
UNION ALL SELECT reached FROM activities WHERE reached IS NOT NULL
"""
DATES: Final = """
SELECT founded FROM actors WHERE founded IS NOT NULL UNION ALL SELECT since FROM relationships WHERE since IS NOT NULL
UNION ALL SELECT since FROM activities WHERE since IS NOT NULL
UNION ALL SELECT on_date FROM need_figures WHERE on_date IS NOT NULL
"""
POINTS: Final = """
SELECT lat, lon FROM actors WHERE lat IS NOT NULL UNION ALL SELECT lat, lon FROM areas WHERE lat IS NOT NULL
"""
HOLES: Final = {"number": NUMBERS, "date": DATES, "point": POINTS}
NOT_IN_XML: Final = ("xml", "xlsx")
"""Shapes in which control characters cannot stand."""


def with_holes(hole: str) -> list[str]:
    return [name for name, form in FORMS.items() if hole in form.holes]


def records(*changed: Record) -> list[Record]:
    """Records that are sound but for what is changed, one of each."""
    return [GOOD | {"name": f"Lantern House {'ABCDEFGHIJKLMNOP'[n]}"} | dict(c) for n, c in enumerate(changed)]


def written(folder: Path, files: Files) -> str:
    """Where the file is, or the folder if there are several."""
    (folder / "data").mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / "data" / name).write_bytes(data)
    return str(folder / "data" / next(iter(files)) if len(files) == 1 else folder / "data")


def harmless(text: str) -> None:
    assert visible(text) == text
    assert "\r" not in text


def sound(ran: Ran, map_: Path, before: bytes, files: Files, *, line: bool = False) -> bool:
    """Whether the file was taken; it holds what every answer to every file must hold."""
    harmless(ran.stdout)
    harmless(ran.stderr)
    assert "Traceback" not in ran.stderr
    if ran.exit_code in (0, 3):
        answer = ran.json
        counted = [answer[word] for word in ("added", "changed", "unchanged", "rejected")]
        assert answer["read"] == sum(counted)
        assert len(answer.get("rejects", [])) == answer["rejected"]
        assert all(rejected["line"] > 0 and rejected["reason"] for rejected in answer.get("rejects", []))
        assert (ran.exit_code == 3) == (answer["rejected"] > 0)
        return True
    assert ran.exit_code in (1, 2)
    assert ran.stdout == ""
    assert ran.stderr.startswith("Error: ")
    assert len(ran.stderr.splitlines()) <= 2
    assert len(ran.stderr) < 1000
    # Our own JSON is told by the list and the number of the record.
    assert any(name in ran.stderr for name in (*files, "data", "actors, record")), ran.stderr
    assert not line or re.search(r"\b(line|row|record|node|element|cell|column|entry|actors?)\b", ran.stderr), ran.stderr
    assert map_.read_bytes() == before
    return False


def stored(map_: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(map_)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def kept(map_: Path, texts: Sequence[str]) -> bool:
    """Whether the notes of actors hold what no field could."""
    notes = "\n".join(str(text) for (text,) in stored(map_, "SELECT notes FROM actors WHERE notes IS NOT NULL"))
    return all(text in notes for text in texts)
