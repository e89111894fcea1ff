"""The one switch from an answer to a form of output."""

from __future__ import annotations

import json

import pytest

from ngomap.model.records import Records
from ngomap.render.emit import emit, note

ANSWER = Records("actors", [{"handle": "a", "name": "\x1b[31m"}], 3, ("handle", "name"), ("Mind.",))


@pytest.mark.parametrize(
    ("form", "start"), [("table", "handle"), ("json", "{"), ("csv", "handle,name\n"), ("md", "| handle | name |\n")]
)
def test_every_form(form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    emit(ANSWER, form)
    out, err = capsys.readouterr()
    assert out.startswith(start)
    assert "\x1b" not in out + err


def test_only_tables_write_notes_apart(capsys: pytest.CaptureFixture[str]) -> None:
    emit(ANSWER, "json")
    out, err = capsys.readouterr()
    assert (json.loads(out)["notes"], err) == (["Mind."], "")


def test_a_note_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    note("a\x1b]0;title\x07")
    assert capsys.readouterr() == ("", "a<001B>]0;title<0007>\n")
