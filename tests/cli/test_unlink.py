"""`ngomap unlink`: what it leaves and what it refuses; that it can be taken back stands with `link`."""

from __future__ import annotations

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("link", "us", "fair-elections", "--openness", "3", "--on", "2026-01-01")
    run("link", "us", "fair-elections", "--type", "advises")
    return run


def left(run: Run) -> tuple[list[str], int]:
    record = run("show", "us", "--format", "json").json["records"][0]
    return [t["tie"] for t in record.get("ties", [])], len(record.get("trust", []))


def test_one_type_only(map_: Run) -> None:
    assert map_("unlink", "us", "fair-elections", "--type", "advises").exit_code == 0
    assert left(map_) == (["works with"], 1)


def test_trust_only(map_: Run) -> None:
    answer = map_("unlink", "us", "fair-elections", "--trust", "2026-01-01", "--format", "json").json
    assert (answer["kind"], answer["record"]["on"]) == ("trust", "2026-01-01")
    assert left(map_) == (["works with", "advises"], 0)
    assert map_("unlink", "us", "fair-elections", "--trust", "2026-01-01").exit_code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["us", "fair-elections", "--type", "funds"], 1),
        (["us", "fair-elections", "--type", "likes"], 2),
        (["us", "us"], 1),
        (["us", "atlantis"], 1),
        (["us", "fair-elections", "--trust", "soon"], 2),
        (["us", "fair-elections", "--type", "advises", "--trust", "2026-01-01"], 2),
    ],
)
def test_what_is_not_there_cannot_be_taken_away(map_: Run, words: list[str], code: int) -> None:
    assert map_("unlink", *words).exit_code == code
    assert left(map_) == (["works with", "advises"], 1)
