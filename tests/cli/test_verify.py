"""`ngomap verify`."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Alpha Group", "--source", "a 'friend'")
    run("add", "Beta Union")
    run("verify", "beta-union", "--on", "2025-01-01")
    return run


def facts(run: Run, ref: str) -> tuple[object, object]:
    record = run("show", ref, "--format", "json").json["records"][0]
    return record.get("verified_on"), record.get("source")


def test_several_at_once_and_back(map_: Run) -> None:
    refs = ("alpha-group", "beta-union")
    before = [facts(map_, ref) for ref in refs]
    answer = map_("verify", *refs, "--on", "2026-05-01", "--source", " a\tcall ", "--format", "json").json
    assert answer["record"] == {"handles": list(refs), "on": "2026-05-01"}
    assert [facts(map_, ref) for ref in refs] == [("2026-05-01", "a call")] * 2
    for command in answer["undo"].split(" && "):
        assert map_(*shlex.split(command)[1:]).exit_code == 0
    assert [facts(map_, ref) for ref in refs] == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["alpha-group", "--on", "01/02/2024"], 2),
        (["alpha-group", "nobody-at-all"], 1),
        (["alpha-group", "--source", "a\x00"], 2),
    ],
)
def test_all_or_none(map_: Run, words: list[str], code: int) -> None:
    assert map_("verify", *words).exit_code == code
    assert facts(map_, "alpha-group")[0] is None
