"""Every analysis answers for the day it is asked about: what is dated later changes nothing, what ended later stood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.golden.test_golden import HERE

DAY = "2026-05-20"
LATER = "2026-05-25"
QUESTIONS = {
    "gaps coverage": ("gaps", "coverage"),
    "gaps reach": ("gaps", "reach"),
    "gaps knowledge": ("gaps", "knowledge"),
    "gaps network": ("gaps", "network"),
    "gaps relationships": ("gaps", "relationships"),
    "gaps resources": ("gaps", "resources"),
    "duplication": ("duplication", "--shared", "1"),
    "allies": ("allies", "--issue", "drinking-water", "--explain"),
    "partners": ("partners",),
    "network": ("network",),
    "whatif": ("whatif", "--without", "brook"),
}
# The map is pinned to 2026-06-01, so all this has happened by then.
HAPPENED = (
    ("link", "us", "delta", "--rung", "4", "--since", LATER),
    ("link", "brook", "delta", "--rung", "4", "--since", LATER),
    ("link", "us", "ebb", "--type", "funds", "--since", LATER, "--amount", "10"),
    ("link", "us", "creek", "--status", "wanted", "--wanted", "3", "--since", LATER),
    ("link", "us", "brook", "--reliability", "0", "--on", LATER),
    ("log", "brook", "--kind", "call", "--on", LATER, "--next", "Send it", "--due", LATER),
    ("log", "creek", "--kind", "joint-planning", "--on", LATER),
    ("stance", "delta", "-2", "--issue", "drinking-water", "--influence", "5", "--on", LATER),
    ("stance", "ebb", "2", "--issue", "drinking-water", "--on", LATER),
    ("link", "brook", "creek", "--status", "ended", "--until", LATER),
)
UNTOUCHED = {"gaps coverage", "gaps reach", "gaps resources"}
"""Neither ties nor events, stances or trust bear on them."""


@pytest.fixture
def tiny(run: Run, map_path: Path) -> Run:
    """The tiny map of the golden answers."""
    assert run("init").exit_code == 0
    assert run("import", str(HERE / "tiny.json")).exit_code == 0
    return run


def answer(run: Run, name: str, on: str) -> Any:
    ran = run(*QUESTIONS[name], "--as-of", on, "--limit", "0", "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_dated_later_does_not_count(tiny: Run, name: str) -> None:
    before, after = answer(tiny, name, DAY), answer(tiny, name, "2026-06-01")
    for words in HAPPENED:
        ran = tiny(*words)
        assert ran.exit_code == 0, ran.stderr
    assert answer(tiny, name, DAY) == before
    if name not in UNTOUCHED:
        assert answer(tiny, name, "2026-06-01")["findings"] != after["findings"], "it does count from its day on"


def test_a_joint_project_that_began_later_is_no_evidence_yet(tiny: Run) -> None:
    before = answer(tiny, "gaps relationships", DAY)
    for who in ("brook", "creek"):
        words = ("activity", "add", who, "--issue", "sport", "--area", "west", "--project", "Joint", "--since", LATER)
        assert tiny(*words).exit_code == 0
    assert answer(tiny, "gaps relationships", DAY) == before
    assert answer(tiny, "gaps relationships", "2026-06-01")["findings"] != before["findings"], "it shows what was claimed"


def test_a_later_end_of_a_tie_is_no_end_yet(tiny: Run) -> None:
    tiny("link", "brook", "creek", "--status", "ended", "--until", LATER)
    hinges = [f["subject"] for f in answer(tiny, "gaps network", DAY)["findings"] if "one actor" in f["group"]]
    assert hinges == ["brook", "creek"]
    assert "creek" not in [f["subject"] for f in answer(tiny, "whatif", "2026-06-01")["findings"]]
