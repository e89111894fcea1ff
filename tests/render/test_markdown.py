"""Answers as Markdown: names stay names."""

from __future__ import annotations

from ngomap.model.answers import Change
from ngomap.model.records import Records
from ngomap.model.report import Finding, Reason, Report
from ngomap.render.markdown import markdown_text

EVIL = "[x](http://x) <img src=x> `a` *b* | c &lt; \x1b[31m\nnext"
TAME = "\\[x\\](http://x) \\<img src=x\\> \\`a\\` \\*b\\* \\| c \\&lt; \\<001B\\>\\[31m next"


def test_a_list_is_a_table_of_its_columns() -> None:
    records = Records("actors", [{"name": EVIL, "uid": "x", "issues": ["a", "b"]}], 1, ("name", "issues"), ("One.",))
    assert markdown_text(records).splitlines() == [
        "| name | issues |",
        "| --- | --- |",
        f"| {TAME} | a, b |",
        "",
        "One.",
    ]


def test_one_record_is_a_card() -> None:
    record: dict[str, object] = {"name": EVIL, "staff": None, "ties": [{"with": "B", "rung": None}, {"with": EVIL}]}
    assert markdown_text(Records("actor", [record], 1)).splitlines() == [
        "| field | value |",
        "| --- | --- |",
        f"| name | {TAME} |",
        "",
        "## ties",
        "",
        "| with |",
        "| --- |",
        "| B |",
        f"| {TAME} |",
    ]


def test_notes_alone() -> None:
    assert markdown_text(Records("map", [], 0, notes=("There is no map.",))) == "There is no map.\n"


def test_a_change() -> None:
    lines = markdown_text(
        Change("added", "actor", {"handle": "a_b"}, "Added.", "ngomap remove a_b", ("Mind.",))
    ).splitlines()
    assert lines[0] == "| action | of | handle | text | undo |"
    assert lines[2] == "| added | actor | a\\_b | Added. | ngomap remove a\\_b |"
    assert lines[-1] == "Mind."


def test_a_report() -> None:
    findings = (
        Finding("a", EVIL, 0.123456, "of 1", (Reason("c", EVIL),), "first"),
        Finding("b", "B", None, "", (), "second"),
    )
    report = Report("r", "What?", "So.", {}, findings, ("Mind.",), ("ngomap list",), {"first": 9, "second": 1})
    assert markdown_text(report).splitlines() == [
        "# What?", "", "So.", "", "## first (9)", "", f"- **{TAME}** (0.123 of 1)", f"  - {TAME}", "- ... and 8 more; --limit 0 shows all.",
        "## second (1)", "", "- **B**", "", "## Keep in mind", "", "- Mind.", "", "## Next", "", "- ngomap list",
    ]  # fmt: skip
