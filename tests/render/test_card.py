"""One record as a card."""

from __future__ import annotations

import pytest

from ngomap.model.records import Records
from ngomap.render.card import ROWS_OF_A_LIST
from ngomap.render.table import print_table

EVIL = "[bold]\x1b[31m\u202e"


def lines(capsys: pytest.CaptureFixture[str], record: dict[str, object]) -> list[str]:
    print_table(Records("actor", [record], 1))
    return capsys.readouterr().out.splitlines()


def test_facts_then_lists(capsys: pytest.CaptureFixture[str]) -> None:
    record: dict[str, object] = {"name": EVIL, "last_contact": None, "staff": 0, "issues": ["a", "b"], "none": []}
    record["ties"] = [{"with": EVIL, "status": "active", "rung": None}]
    shown = lines(capsys, record)
    assert shown[:3] == ["name    [bold]<001B>[31m<202E>", "staff   0", "issues  a, b"]
    # A column that is empty, or says what goes without saying, is left out.
    assert [line.strip() for line in shown[4:]] == ["ties", "with", shown[6].strip(), "[bold]<001B>[31m<202E>"]


def test_200_ties_stay_readable(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ties = [
        {
            "tie": "works with",
            "with": f"Organization {n}",
            "handle": f"organization-{n}",
            "status": "ended",
            "rung": "4 x",
        }
        for n in range(200)
    ]
    shown = lines(capsys, {"name": "Hub", "ties": ties})
    assert "ties (200)" in shown
    assert shown[-1].strip() == f"... and {200 - ROWS_OF_A_LIST} more; --format json has all."
    assert len(shown) < 24
    assert all(len(line) <= 80 for line in shown)
    assert "organization-11" in shown[-2]


def test_a_long_text_is_folded_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    shown = lines(capsys, {"mission": "x" * 5000})
    assert sum(line.count("x") for line in shown) == 5000
