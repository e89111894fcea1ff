"""Answers for people: tables on a terminal, the same without padding elsewhere."""

from __future__ import annotations

import io

import pytest

from ngomap.model.answers import Change, Export, Intake, Rejected
from ngomap.model.records import Records
from ngomap.model.report import Finding, Reason, Report
from ngomap.render.table import print_table

EVIL = "[bold]x[/] \x1b[31mred\x1b]8;;http://x\x07 \u202eRTL"
SHOWN = "[bold]x[/] <001B>[31mred<001B>]8;;http://x<0007> <202E>RTL"
LONG = "ngomap edit somebody " + "--alias word " * 20


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def isatty(self) -> bool:
        return True


def rows(text: str) -> list[str]:
    return text.splitlines()


def test_a_table_without_blanks_at_the_ends(capsys: pytest.CaptureFixture[str]) -> None:
    records = [{"handle": "a", "name": EVIL, "n": 1}, {"handle": "b", "name": "", "n": None}]
    print_table(Records("actors", records, 5, ("handle", "name", "n")))
    out, err = capsys.readouterr()
    assert rows(out)[0].split() == ["handle", "name", "n"]
    assert SHOWN in out
    assert all(line == line.rstrip() for line in rows(out))
    assert "\x1b" not in out + err
    assert err == "2 of 5 actors; --limit 0 shows all.\n"


def test_data_on_stdout_the_rest_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(Records("actors", [], 0, ("handle",)))
    assert capsys.readouterr() == ("", "No actors found.\n")
    print_table(Records("actors", [{"handle": "a"}], 1, ("handle",), (EVIL,)))
    assert capsys.readouterr().err == SHOWN + "\n"
    print_table(Records("map", [], 0, (), ("There is no map.",)))
    assert capsys.readouterr() == ("There is no map.\n", "")


def test_quiet_says_only_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(Records("actors", [{"handle": "a"}], 9, ("handle",), ("A note.",)), quiet=True)
    print_table(Change("added", "actor", {}, "Added.", "ngomap remove a", ("A note.",)), quiet=True)
    print_table(Records("map", [], 0, (), ("There is no map.",)), quiet=True)
    out, err = capsys.readouterr()
    assert (rows(out)[-2:], err) == (["Added.", "There is no map."], "")


def test_a_command_to_copy_is_never_broken(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(Change("edited", "actor", {}, EVIL, LONG, (EVIL,)))
    assert capsys.readouterr() == (SHOWN + "\n", f"{SHOWN}\nUndo: {LONG.rstrip()}\n")
    print_table(Report("r", "What?", "So.", {}, (), (), (LONG,)))
    assert f"  - {LONG.rstrip()}" in rows(capsys.readouterr().out)


def test_what_comes_first_is_what_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    both = io.StringIO()
    monkeypatch.setattr("sys.stdout", both)
    monkeypatch.setattr("sys.stderr", both)
    print_table(Change("added", "actor", {}, "Added.", "ngomap remove a"))
    assert both.getvalue() == "Added.\nUndo: ngomap remove a\n"


def test_a_terminal_has_colours_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    shown = {}
    for color in (True, False):
        terminal = Terminal()
        monkeypatch.setattr("sys.stdout", terminal)
        print_table(Report("r", "What?", "So.", {}, (Finding("a", EVIL, 1, "x"),)), color=color)
        shown[color] = terminal.getvalue()
    assert "\x1b[32m" in shown[True]
    assert "\x1b[32m" not in shown[False]
    assert "\x1b[31m" not in shown[True] + shown[False]
    assert "\u202e" not in shown[True]


def test_an_ascii_stream_gets_an_ascii_table(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", errors="backslashreplace")
    monkeypatch.setattr("sys.stdout", stream)
    print_table(Records("actors", [{"name": "Café"}, {"name": "B"}], 2, ("name",)))
    assert raw.getvalue().decode("ascii").split()[1].strip("-+|") == ""
    assert "Caf\\xe9" in raw.getvalue().decode("ascii")


def test_a_narrow_terminal_cuts_names_but_not_handles(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    print_table(Records("actors", [{"handle": "a-long-handle-to-copy", "name": "word " * 40}], 1, ("handle", "name")))
    lines = rows(capsys.readouterr().out)
    assert len(lines) == 3
    assert lines[2].startswith("a-long-handle-to-copy ")
    assert lines[2].endswith("…")
    assert all(len(line) <= 50 for line in lines)


def test_a_report_numbers_its_groups_apart_and_counts_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    findings = tuple(
        Finding(s, EVIL, v, "points", (Reason("c", EVIL),), g)
        for s, v, g in (("a", 1234567, "x"), ("b", 0.5, "x"), ("c", None, "y"))
    )
    print_table(Report("r", "What?", "So.", {}, findings, ("Mind.",), ("ngomap list",), {"x": 5, "y": 1}))
    lines = [line.strip() for line in rows(capsys.readouterr().out) if line]
    assert lines == [
        "What?", "So.", "X", f"1. {SHOWN}  1 234 567 points", SHOWN, f"2. {SHOWN}  0.50 points", SHOWN,
        "... and 3 more; --limit 0 shows all.", "Y", f"1. {SHOWN}", SHOWN, "Keep in mind", "- Mind.", "Next",
        "- ngomap list",
    ]  # fmt: skip
    print_table(Report("r", "What?", "So.", {}, ()))
    assert "Nothing found." in capsys.readouterr().out


def test_intakes_and_exports(capsys: pytest.CaptureFixture[str]) -> None:
    rejected = tuple(Rejected(n, EVIL, {}) for n in range(2, 14))
    columns, stored = {EVIL: "name"}, {"actors": 2}
    print_table(Intake("a.csv", "table", 14, 2, 0, 0, rejected, True, columns, stored=stored, notes=("Mind.",), next=("ngomap list",)))
    out = capsys.readouterr().out
    assert "14 rows of a.csv as table: 2 added, 0 changed, 0 unchanged, 12 rejected." in out.splitlines()[0]
    assert out.count("Line ") == 10
    assert "... and 2 more" in out
    assert "\x1b" not in out
    export = Export("-", "csv", "public", {"actors": 2}, {"people": 1})
    print_table(export)
    out, err = capsys.readouterr()
    # The data itself went to stdout.
    assert (out, "Wrote 2 actors as csv to stdout" in err, "Withheld: 1 person." in err) == ("", True, True)
    print_table(export, quiet=True)
    assert capsys.readouterr() == ("", "")
