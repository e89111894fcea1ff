"""The report on promises, as Markdown."""

from __future__ import annotations

from ngomap.exporters.commitment_report import Found, Observer, Promise, PromiseReport, report_lines

EVIL = "# x | <b> [a](b)\n- y `c` *d*"
FOUND = Found("2026-02-01", "kept", EVIL, EVIL, EVIL)
PROMISE = Promise(EVIL, EVIL, EVIL, "2026-01-01", "2026-03-01", EVIL, EVIL, "kept (late)", EVIL, [FOUND], [EVIL])


def text(*promises: Promise, observers: tuple[Observer, ...] = (), unnamed: int = 0) -> str:
    return "\n".join(report_lines(PromiseReport(EVIL, "2026-06-01", "public", "The method.", promises, observers, unnamed)))


def test_nothing_in_a_name_becomes_markup() -> None:
    lines = text(PROMISE, observers=(Observer(EVIL, EVIL, EVIL, "2026-01-01"),)).splitlines()
    assert not any(line.startswith("- y") for line in lines)
    for mark in ("<b>", "[a]", "`c`", "*d*", "x |"):
        assert all(f"\\{mark}" in line or mark not in line.replace(f"\\{mark}", "") for line in lines if mark[0] != "x")
    rows = [line for line in lines if line.startswith("| ") and "\\| " in line]
    assert len(rows) == 1
    assert rows[0].replace("\\|", "").count("|") == 6


def test_every_part_is_there_and_says_when_it_is_empty() -> None:
    empty = text()
    for heading in ("## In short", "## How this was found out", "## Who observed", "## What is not known"):
        assert heading in empty
    assert "No promise is recorded that this audience may see." in empty
    assert "Nobody has recorded an observation" in empty
    full = text(PROMISE, PROMISE, unnamed=2)
    assert "- kept (late): 2 promises" in full
    assert "- 2 observers whose name is not published." in full
    assert full.count("### Kept (late)") == 1
