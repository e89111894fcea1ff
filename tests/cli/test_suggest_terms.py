"""`ngomap suggest-terms`: nothing is written before a person decides, and every decision can be taken back."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Harbour Watch", "--mission", "A night shelter for homeless people and refugees.")
    run("add", "Clean Hands", "--mission", "Against bribery in hospitals.")
    run("add", "Silent Union")
    return run


def proposed(run: Run, *words: str) -> set[str]:
    records = run("suggest-terms", *words, "--limit", "0", "--format", "json").json["records"]
    return {f"{r['vocabulary']}:{r['term']}" for r in records}


def shown(run: Run, ref: str) -> dict[str, Any]:
    record: dict[str, Any] = run("show", ref, "--format", "json").json["records"][0]
    return {k: record.get(k) for k in ("issues", "populations", "services", "suggested", "verified_on")}


def undo(run: Run, commands: str) -> None:
    for command in commands.split(" && "):
        assert run(*shlex.split(command)[1:]).exit_code == 0


def test_proposals_carry_everything_and_write_nothing(map_: Run) -> None:
    before = shown(map_, "harbour-watch")
    answer = map_("suggest-terms", "harbour-watch", "--format", "json").json
    first = answer["records"][0]
    assert set(first) == {"handle", "name", "vocabulary", "term", "term_name", "score", "words", "context"}
    assert (first["term"], first["vocabulary"]) == ("homelessness", "issue")
    assert first["words"] == ["night shelter", "homeless"]
    assert first["context"] == "A [night shelter] for homeless people and refugees."
    assert answer["total"] == len(answer["records"])
    assert shown(map_, "harbour-watch") == before
    assert map_("suggest-terms", "harbour-watch", "--format", "json").json == answer


def test_without_a_ref_everybody_with_text_and_few_terms_is_read(map_: Run) -> None:
    answer = map_("suggest-terms", "--format", "json").json
    assert {r["handle"] for r in answer["records"]} == {"clean-hands", "harbour-watch"}
    one = map_("suggest-terms", "--limit", "1", "--format", "json").json
    assert (len(one["records"]), one["total"]) == (1, answer["total"])


def test_accepted_terms_are_marked_until_verified(map_: Run) -> None:
    answer = map_("suggest-terms", "harbour-watch", "--accept", "homelessness", "--accept", "shelter", "--format", "json").json
    assert [r["term"] for r in answer["record"]["accepted"]] == ["homelessness", "shelter"]
    after = shown(map_, "harbour-watch")
    assert (after["issues"], after["services"], after["suggested"]) == (
        ["homelessness"], ["shelter"], ["homelessness", "shelter"],
    )  # fmt: skip
    assert "issue:homelessness" not in proposed(map_, "harbour-watch")
    verified = map_("verify", "harbour-watch", "--format", "json").json
    assert "issue:homelessness" in verified["notes"][0]
    settled = shown(map_, "harbour-watch")
    assert (settled["issues"], settled["suggested"]) == (["homelessness"], None)
    undo(map_, verified["undo"])
    assert shown(map_, "harbour-watch") == after


def test_all_takes_all_shown_but_what_is_refused(map_: Run) -> None:
    all_of_it = proposed(map_, "harbour-watch")
    before = shown(map_, "harbour-watch")
    answer = map_("suggest-terms", "harbour-watch", "--accept", "all", "--refuse", "shelter", "--format", "json").json
    accepted = {f"{r['vocabulary']}:{r['term']}" for r in answer["record"]["accepted"]}
    assert accepted == all_of_it - {"service:shelter"}
    assert proposed(map_, "harbour-watch") == set()
    undo(map_, answer["undo"])
    assert shown(map_, "harbour-watch") == before
    assert proposed(map_, "harbour-watch") == all_of_it


def test_refused_terms_are_never_proposed_again(map_: Run) -> None:
    map_("suggest-terms", "harbour-watch", "--refuse", "all")
    assert proposed(map_, "harbour-watch") == set()
    map_("edit", "harbour-watch", "--mission", "A night shelter for homeless people, every night.")
    assert proposed(map_, "harbour-watch") == set()


def test_a_decision_can_be_changed_and_changed_back(map_: Run) -> None:
    map_("suggest-terms", "harbour-watch", "--accept", "homelessness")
    after = shown(map_, "harbour-watch")
    answer = map_("suggest-terms", "harbour-watch", "--refuse", "homelessness", "--format", "json").json
    assert shown(map_, "harbour-watch")["issues"] is None
    undo(map_, answer["undo"])
    assert shown(map_, "harbour-watch") == after
    again = map_("suggest-terms", "harbour-watch", "--accept", "homelessness", "--format", "json").json
    assert (again["text"], again["undo"]) == ("Nothing was left to decide.", "")


def test_reopening_and_doubting_undo_themselves(map_: Run) -> None:
    map_("suggest-terms", "harbour-watch", "--accept", "homelessness", "--refuse", "shelter")
    before = shown(map_, "harbour-watch")
    words = ("--reopen", "homelessness", "--reopen", "shelter")
    answer = map_("suggest-terms", "harbour-watch", *words, "--format", "json").json
    assert {"issue:homelessness", "service:shelter"} <= proposed(map_, "harbour-watch")
    undo(map_, answer["undo"])
    assert shown(map_, "harbour-watch") == before
    map_("edit", "harbour-watch", "--issue", "health")
    plain = shown(map_, "harbour-watch")
    doubted = map_("suggest-terms", "harbour-watch", "--doubt", "health", "--format", "json").json
    assert shown(map_, "harbour-watch")["suggested"] == ["health", "homelessness"]
    undo(map_, doubted["undo"])
    assert shown(map_, "harbour-watch")["issues"] == plain["issues"]
    assert shown(map_, "harbour-watch")["verified_on"] is None


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["harbour-watch", "--accept", "nonsense"], 1, "'nonsense' is not among the proposals shown for Harbour Watch."),
        (["harbour-watch", "--accept", "refugees"], 1, "'refugees' names 2 proposals: issue:refugees, population:refugees."),
        (["harbour-watch", "--reopen", "health"], 1, "Nothing was decided on 'health'"),
        (["harbour-watch", "--doubt", "health"], 1, "does not have the term 'health'"),
        (["--reopen", "health"], 2, "--reopen and --doubt are about one REF"),
        (["harbour-watch", "--reopen", "health", "--accept", "all"], 2, "stand alone"),
        (["harbour-watch", "--threshold", "1.5"], 2, "threshold: '1.5' is not a score."),
        (["harbour-watch", "--threshold", "nan"], 2, "threshold: 'nan' is not a score."),
        (["nobody-at-all"], 1, "There is no actor"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(map_: Run, words: list[str], code: int, said: str) -> None:
    before = shown(map_, "harbour-watch")
    ran = map_("suggest-terms", *words)
    assert (ran.exit_code, said in ran.stderr) == (code, True), ran.stderr
    assert shown(map_, "harbour-watch") == before


def test_one_of_two_of_a_name_is_chosen_by_vocabulary(map_: Run) -> None:
    map_("suggest-terms", "harbour-watch", "--accept", "population:refugees")
    assert (shown(map_, "harbour-watch")["populations"], shown(map_, "harbour-watch")["issues"]) == (["refugees"], None)


def test_the_threshold_shows_more_or_less(map_: Run) -> None:
    assert proposed(map_, "harbour-watch", "--threshold", "0.95") < proposed(map_, "harbour-watch")
    assert proposed(map_, "harbour-watch") <= proposed(map_, "harbour-watch", "--threshold", "0")


def test_without_words_it_says_so(map_: Run) -> None:
    ran = map_("suggest-terms", "silent-union")
    assert ran.exit_code == 0
    assert "Silent Union has no mission, vision or notes to read." in ran.stdout
