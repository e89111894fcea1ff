"""Reports: what a limit leaves out is still counted."""

from __future__ import annotations

from ngomap.model.report import Finding, Reason, Report, merged


def finding(subject: str, group: str) -> Finding:
    return Finding(subject, subject.title(), 1.0, "points", (Reason("code", "Because.", ("tie:1",)),), group)


REPORT = Report(
    "one", "What?", "So.", {"on": "2026-05-01"}, tuple(finding(s, g) for g in ("x", "y") for s in ("a", "b", "c"))
)


def test_a_limit_holds_in_each_group_and_counts_what_it_leaves_out() -> None:
    cut = REPORT.limited(2)
    assert [(f.group, f.subject) for f in cut.findings] == [("x", "a"), ("x", "b"), ("y", "a"), ("y", "b")]
    assert cut.total == REPORT.total == 6
    assert cut.counts == {"x": 3, "y": 3}
    assert cut.limited(1).counts == {"x": 3, "y": 3}


def test_limit_0_means_all() -> None:
    assert REPORT.limited(0) is REPORT


def test_the_document_says_what_it_is() -> None:
    document = REPORT.limited(1).document()
    assert set(document) == {
        "ngomap", "name", "question", "method", "parameters", "findings", "caveats", "next", "totals", "total",
    }  # fmt: skip
    assert (document["ngomap"], document["total"]) == ("report/1", 6)


def test_rows_carry_the_reasons() -> None:
    names, rows = REPORT.rows()
    assert names == ["group", "subject", "label", "value", "unit", "reasons"]
    assert rows[0]["reasons"] == "Because."


def test_merged_reports_keep_their_groups_apart_and_repeat_nothing() -> None:
    other = Report("two", "?", ".", {}, (finding("z", ""),), ("Mind.",), ("ngomap list",))
    both = merged("all", "What?", "So.", [REPORT.limited(1), other, other])
    assert [f.group for f in both.findings] == ["one: x", "one: y", "two", "two"]
    assert both.total == 7
    assert (both.caveats, both.next) == (("Mind.",), ("ngomap list",))
