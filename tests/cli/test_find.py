"""`ngomap find`."""

from __future__ import annotations

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Street Theatre", "--mission", "Plays about bribes", "--alias", "Teatro")
    run("add", "Theatre of the Old", "--issue", "health")
    run("add", "Ёжик Фонд")
    return run


@pytest.mark.parametrize(
    ("words", "found"),
    [
        # Best first: the less else is said, the more a word weighs.
        (["theatre"], ["theatre-of-the-old", "street-theatre"]),
        (["thea", "old"], ["theatre-of-the-old"]),
        (["THEATRE", "bribes"], ["street-theatre"]),
        (["teatro"], ["street-theatre"]),
        (["health"], ["theatre-of-the-old"]),
        (["ёж"], ["ежик-фонд"]),
        (["zebra"], []),
    ],
)
def test_words(map_: Run, words: list[str], found: list[str]) -> None:
    answer = map_("find", *words, "--format", "json").json
    assert [r["handle"] for r in answer["records"]] == found
    assert (answer["total"], answer["notes"]) == (len(found), [])


def test_a_misspelt_word_finds_names_spelt_alike_and_says_so(map_: Run) -> None:
    answer = map_("find", "Stret Theather", "--format", "json").json
    assert "street-theatre" in [r["handle"] for r in answer["records"]]
    assert "spelt alike" in answer["notes"][0]
    assert "spelt alike" in map_("find", "Stret Theather").stderr


@pytest.mark.parametrize("words", [["***"], [""], ["(", ")"], ["🎭"], ['"']])
def test_punctuation_is_no_word(map_: Run, words: list[str]) -> None:
    ran = map_("find", *words)
    assert (ran.exit_code, "has no word to search for" in ran.stderr) == (2, True)


@pytest.mark.parametrize("word", ["action-aid", "(theatre", 'a"b', "NOT", "theatre OR", "name:x", "x*"])
def test_nothing_that_a_search_engine_obeys_is_an_error(map_: Run, word: str) -> None:
    assert map_("find", word, "--format", "json").exit_code == 0


def test_limits(map_: Run) -> None:
    assert len(map_("find", "theatre", "--limit", "1", "--format", "json").json["records"]) == 1
    assert map_("find", "theatre", "--limit", "1", "--format", "json").json["total"] == 2
    assert len(map_("find", "theatre", "--limit", "0", "--format", "json").json["records"]) == 2
    assert map_("find").exit_code == 2
