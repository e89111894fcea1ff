"""Encodings: by the mark, by what was said, else UTF-8; never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers.text_file import decode, read_bytes

TEXT = "name\nMédecins\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_or_none_tells_the_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x.csv") == TEXT


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-8"])
def test_an_encoding_that_is_said_is_used(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x.csv", encoding) == TEXT


def test_a_mark_before_text_whose_encoding_was_said_is_no_part_of_it() -> None:
    assert decode(TEXT.encode("utf-8-sig"), "x.csv", "utf-8") == TEXT


def test_other_bytes_are_refused_with_their_line_and_what_to_do() -> None:
    with pytest.raises(BadFile) as caught:
        decode(TEXT.encode("cp1252"), "x.csv")
    assert "x.csv" in caught.value.message
    assert "line 2" in caught.value.message
    assert "0xE9" in caught.value.message
    assert "--encoding" in caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_not_taken_for_text_full_of_nul(encoding: str) -> None:
    with pytest.raises(BadFile) as caught:
        decode("name,type\nHelp,ngo\n".encode(encoding), "x.csv")
    assert encoding in caught.value.hint


def test_a_wrong_encoding_names_the_line() -> None:
    with pytest.raises(BadFile, match="line 2"):
        decode(TEXT.encode(), "x.csv", "ascii")


@pytest.mark.parametrize("encoding", ["rot13", "base64", "klingon"])
def test_what_is_no_encoding_is_a_usage_error(encoding: str) -> None:
    with pytest.raises(UsageError):
        decode(b"a", "x.csv", encoding)


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"%PDF-1.4", b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00"])
def test_files_that_are_not_text_are_named_for_what_they_are(data: bytes) -> None:
    with pytest.raises(BadFile, match="not a text file"):
        decode(data, "x.csv")


def test_a_cut_off_character_is_refused() -> None:
    with pytest.raises(BadFile):
        decode("é".encode()[:1], "x.csv")
    with pytest.raises(BadFile):
        decode(TEXT.encode("utf-16")[:-1], "x.csv")


def test_missing_empty_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    for path in (tmp_path / "none.csv", tmp_path, tmp_path / "empty.csv"):
        with pytest.raises(BadFile):
            read_bytes(path)
