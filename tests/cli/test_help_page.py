"""The help of a command: what it does, examples to copy, and its options under the headings they belong to."""

from __future__ import annotations

import re

from tests.conftest import Run

HEADING = re.compile(r"^(\S.*):$", re.MULTILINE)


def test_options_stand_under_their_headings_and_examples_on_one_line(run: Run) -> None:
    said = run("activity", "add", "--help").stdout
    assert HEADING.findall(said) == [
        "Examples", "Arguments", "Options", "What they do, where, for whom (repeat for more)", "Facts", "Everywhere",
    ]  # fmt: skip
    parts = dict(zip(HEADING.findall(said), HEADING.split(said)[2::2], strict=True))
    assert "  REF  Handle" in parts["Arguments"]
    assert "--reached N" in parts["Options"]
    assert "--issue ISSUE" in parts["What they do, where, for whom (repeat for more)"]
    assert "--map FILE" in parts["Everywhere"]
    examples = parts["Examples"].strip().splitlines()
    assert len(examples) >= 2
    assert all(line.strip().startswith("ngomap activity add ") for line in examples)
    assert max(map(len, examples)) > 80, "an example is not broken, so that it can be copied"


def test_a_noun_ends_with_its_verbs(run: Run) -> None:
    said = run("term", "--help").stdout
    assert HEADING.findall(said) == ["Options", "Everywhere", "Commands"]
    assert re.search(r"^  merge +Make two terms one", said, re.MULTILINE)


def test_every_option_stands_there_once(run: Run) -> None:
    said = run("list", "--help").stdout
    options = re.findall(r"^  (--[a-z-]+)", said, re.MULTILINE)
    assert len(options) == len(set(options)) > 15
