"""`ngomap exchange`: recorded, returned, listed, removed; offers and needs become smaller; undo lines that work."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Run


@pytest.fixture
def two(run: Run) -> Run:
    for line in (
        "init --name We", "add Arts", "add Quiet --audience secret", "offer us Places --kind training --quantity 20 --unit places",
        "need arts Places --kind training --quantity 4 --unit places",
    ):
        assert run(*shlex.split(line)).exit_code == 0
    return run


def listed(run: Run, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = run("exchange", "list", *words, "--format", "json").json["records"]
    return found


def stated(run: Run) -> dict[str, object]:
    return {str(k): v for k, v in run("match", "--format", "json").json["totals"].items()}


def test_an_offer_and_a_need_become_smaller_and_undo_brings_both_back(two: Run) -> None:
    before = stated(two)
    assert before == {"matches": 1}
    done = two(*["exchange", "record", "us", "arts", "--offer", "1", "--need", "2", "--given", "--quantity", "4", "--unit", "places", "--format", "json"])
    assert done.exit_code == 0, done.stderr
    assert "The offer 1 of We has 16 left." in done.json["notes"]
    assert "The need 2 of Arts is closed." in done.json["notes"]
    assert stated(two) == {"offers that nobody takes": 1}
    assert two(*shlex.split(done.json["undo"])[1:]).exit_code == 0
    assert stated(two) == before
    assert listed(two) == []


def test_what_is_lent_is_overdue_until_it_is_returned(two: Run) -> None:
    made = two(*["exchange", "record", "arts", "us", "Ladder", "--kind", "tools", "--lent", "--on", "2026-01-02", "--due", "2026-02-01", "--format", "json"])
    number = str(made.json["record"]["id"])
    assert [r["overdue"] for r in listed(two, "--overdue", "--as-of", "2026-02-02")] == ["overdue"]
    assert listed(two, "--overdue", "--as-of", "2026-02-01") == []
    back = two("exchange", "return", number, "--on", "2026-02-10", "--format", "json")
    assert listed(two, "--overdue", "--as-of", "2026-03-01") == []
    assert two("exchange", "return", number).exit_code == 2
    assert two(*shlex.split(back.json["undo"])[1:]).exit_code == 0
    assert len(listed(two, "--overdue", "--as-of", "2026-03-01")) == 1
    gone = two("exchange", "remove", number, "--format", "json")
    assert listed(two) == []
    assert two(*shlex.split(gone.json["undo"])[1:]).exit_code == 0
    assert len(listed(two)) == 1


@pytest.mark.parametrize(("words", "code"), [
    ("us us Thing --kind tools --given", 2), ("us arts Thing --kind tools", 2), ("us arts --given", 2),
    ("us arts Thing --kind tools --given --lent", 2), ("us arts Thing --kind tools --given --due 2030-01-01", 2),
    ("us arts Thing --kind tools --given --worth 3", 2), ("us arts Thing --kind tools --given --offer 99", 1),
    ("us arts Thing --kind tools --lent --on 2026-02-01 --due 2026-01-01", 2),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(two: Run, words: str, code: int) -> None:
    ran = two("exchange", "record", *words.split())
    assert ran.exit_code == code
    assert ran.stderr.startswith("Error: ")
    assert listed(two) == []


def test_what_is_above_the_audience_is_not_shown_nor_counted(two: Run) -> None:
    two(*["exchange", "record", "quiet", "us", "Names", "--kind", "data", "--given", "--audience", "public"])
    two(*["exchange", "record", "arts", "us", "Chairs", "--kind", "tools", "--given", "--audience", "internal"])
    assert len(listed(two)) == 2
    assert listed(two, "--audience", "partners") == []
    for audience, total in (("secret", 4), ("internal", 2), ("partners", 0)):
        told = two("exchange", "ledger", "--audience", audience, "--format", "json")
        assert told.json["total"] == total
    assert two("exchange", "ledger", "quiet", "--audience", "public").exit_code == 1


def test_matches_of_withheld_actors_are_not_told(two: Run) -> None:
    two(*["need", "quiet", "Room", "--kind", "space"])
    two(*["offer", "arts", "Room", "--kind", "space"])
    assert "Quiet" in two("match", "--limit", "0").stdout
    assert "Quiet" not in two("match", "--limit", "0", "--audience", "partners").stdout
