"""ZIP files and workbooks that were made to do harm are refused, and cost next to no memory."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from ngomap.errors import BadFile
from ngomap.importers.opening import open_source
from ngomap.importers.source import Source


def test_what_explains_the_data_beside_it_is_passed_over_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "table.csv").write_text("name,town\nA,Jos\n")
    (folder / "NOTES.md").write_text("| a | b |\n|---|\n| 1 | 2 | 3 |\n")
    (folder / "nothing.csv").write_text("")
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    opened = open_source([folder])
    assert [part.name for part in opened.parts] == ["table.csv"]
    assert sorted(opened.passed_over) == ["NOTES.md (a document)", "nothing.csv (empty)"]
    opened = open_source([tmp_path / "data.zip"])
    assert ([part.name for part in opened.parts], opened.passed_over) == (["table.csv"], ("NOTES.md (a document)",))
    (folder / "table.csv").unlink()
    assert [part.name for part in open_source([folder]).parts] == ["NOTES.md"]


def test_a_member_that_is_larger_than_it_says_is_refused_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", b"name\n" + b"A\n" * 1000)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(mark) + offset
        assert struct.unpack_from("<L", data, at) == (2005,)
        struct.pack_into("<L", data, at, 6)
    path.write_bytes(data)
    with pytest.raises(BadFile, match=r"a\.csv"):
        _ = open_source([path]).parts[0].data


def test_packed_in_an_unusual_way(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("a.csv", b"name\nA\n")
    with pytest.raises(BadFile, match="unusual"):
        open_source([path])


def test_protected_by_a_password(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.csv", b"name\nA\n")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(BadFile, match="password"):
        open_source([path])


def test_a_damaged_member_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.csv", b"name\nAAAA\n")
    path.write_bytes(path.read_bytes().replace(b"AAAA", b"AABA", 1))
    with pytest.raises(BadFile, match=r"a\.csv is damaged"):
        _ = open_source([path]).parts[0].data


def test_a_sound_archive_is_its_members(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("t/a.csv", b"name\nA\n")
        made.writestr("__MACOSX/t/._a.csv", b"x")
        made.writestr("t/.hidden", b"x")
    source: Source = open_source([path])
    assert [part.name for part in source.parts] == ["t/a.csv"]
    assert [row.cells for row in source.grid.rows] == [("A",)]


@pytest.mark.parametrize(
    ("member", "what"),
    [("word/document.xml", "Word"), ("xl/workbook.bin", "xlsb"), ("content.xml", "OpenDocument")],
)
def test_other_documents_are_named_for_what_they_are(tmp_path: Path, member: str, what: str) -> None:
    path = tmp_path / "members.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(member, b"<x/>")
    with pytest.raises(BadFile, match=what) as caught:
        open_source([path])
    assert ".xlsx" in caught.value.hint


def test_an_archive_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    zipfile.ZipFile(path, "w").close()
    with pytest.raises(BadFile, match="without files"):
        open_source([path])
