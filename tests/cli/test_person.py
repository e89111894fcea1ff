"""`ngomap person`: people and their positions."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("add", "City Hall", "--kind", "government")
    return run


def picture(run: Run, ref: str) -> dict[str, Any]:
    record: dict[str, Any] = run("show", ref, "--format", "json").json["records"][0]
    return record


def test_a_person_with_a_position(map_: Run) -> None:
    words = (
        "--org",
        "fair elections",
        "--title",
        "Director",
        "--since",
        "2023",
        "--email",
        "ana@example.org",
        "--alias",
        "AE",
    )
    answer = map_("person", "add", "Ana Example", *words, "--issue", "health", "--format", "json").json
    assert (answer["kind"], answer["record"]["handle"], answer["undo"]) == (
        "person",
        "ana-example",
        "ngomap remove ana-example",
    )
    assert answer["text"] == "Added Ana Example (ana-example), who works for Fair Elections."
    record = picture(map_, "ae")
    assert (record["kind"], record["audience"], record["issues"]) == ("person", "internal", ["health"])
    tie = record["ties"][0]
    assert (tie["tie"], tie["title"], tie["since"]) == ("works for", "Director", "2023")


def test_a_position_is_as_private_as_the_person(map_: Run) -> None:
    map_("person", "add", "Ana Example", "--org", "us", "--audience", "secret")
    assert map_("person", "list", "--format", "json").json["records"][0]["audience"] == "secret"
    # What is said later of the tie is kept when the position is said again.
    map_("link", "ana-example", "us", "--type", "works-for", "--audience", "public")
    map_("person", "edit", "ana-example", "--org", "us", "--title", "Clerk")
    undo = map_("unlink", "ana-example", "us", "--format", "json").json["undo"]
    assert "--audience public" in undo


@pytest.mark.parametrize("position", ["works-for", "on-board-of", "holds-office-in", "volunteers-for"])
def test_positions(map_: Run, position: str) -> None:
    ran = map_("person", "add", "Ana Example", "--org", "city-hall", "--position", position)
    assert ran.exit_code == 0, ran.stderr
    assert map_("person", "list", "--org", "city-hall", "--format", "json").json["total"] == 1


def test_an_edit_and_its_undo(map_: Run) -> None:
    map_("person", "add", "Ana Example", "--org", "fair-elections", "--phone", "1")
    before = picture(map_, "ana-example")
    words = (
        "--phone",
        "2",
        "--email",
        "a@b.org",
        "--name",
        "Ana Other",
        "--org",
        "us",
        "--position",
        "on-board-of",
        "--until",
        "2027",
    )
    answer = map_("person", "edit", "ana-example", *words, "--format", "json").json
    assert answer["kind"] == "person"
    assert answer["text"].endswith(", who sits on the board of Citizens.")
    assert [t["tie"] for t in picture(map_, "ana-example")["ties"]] == ["sits on the board of", "works for"]
    for command in answer["undo"].split(" && "):
        assert map_(*shlex.split(command)[1:]).exit_code == 0
    assert picture(map_, "ana-example") == before


def test_a_position_that_is_there_is_changed_and_back(map_: Run) -> None:
    map_("person", "add", "Ana Example", "--org", "us", "--title", "Clerk")
    answer = map_("person", "edit", "ana-example", "--org", "us", "--until", "2026-05", "--format", "json").json
    assert answer["undo"] == "ngomap link ana-example citizens --type works-for --clear until"
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert picture(map_, "ana-example")["ties"][0]["until"] is None


def test_listing(map_: Run) -> None:
    map_("person", "add", "Tom Sample", "--org", "us", "--position", "on-board-of", "--until", "2020")
    map_("person", "add", "Ana Example", "--org", "us", "--title", "Director", "--issue", "procurement")
    map_("person", "add", "Zoe Nobody")
    answer = map_("person", "list", "--format", "json").json
    assert [(r["handle"], r["positions"]) for r in answer["records"]] == [
        ("ana-example", ["Director, Citizens"]),
        ("tom-sample", ["sits on the board of Citizens (until 2020)"]),
        ("zoe-nobody", []),
    ]
    assert map_("person", "list", "--org", "us", "--format", "json").json["total"] == 2
    assert map_("person", "list", "--issue", "corruption", "--format", "json").json["total"] == 1
    assert map_("person", "list", "--limit", "1", "--format", "json").json["total"] == 3
    assert len(map_("person", "list", "--limit", "0", "--format", "json").json["records"]) == 3


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["add", "Ana Example"], "is like what the map has", 1),
        (["add", "New One", "--title", "Director"], "needs --org", 2),
        (["add", "New One", "--org", "atlantis"], "no actor 'atlantis'", 1),
        (["add", "New One", "--org", "us", "--position", "king-of"], "works-for", 2),
        (["add", "New One", "--org", "fair-elections", "--position", "holds-office-in"], "cannot stand", 2),
        (["add", "New One", "--org", "us", "--since", "01/02/2024"], "is not a date", 2),
        (["add", "New One", "--org", "us", "--since", "2024", "--until", "2023"], "is before since", 2),
        (["add", "***"], "no letters", 2),
        (["edit", "ana-example"], "needs something to change", 2),
        (["edit", "fair-elections", "--phone", "1"], "is not a person", 2),
        (["edit", "ana-example", "--phone", ""], "it is empty", 2),
    ],
    ids=str,
)
def test_what_cannot_be_done(map_: Run, words: list[str], said: str, code: int) -> None:
    map_("person", "add", "Ana Example")
    before = map_("person", "list", "--format", "json").json
    ran = map_("person", *words)
    assert (ran.exit_code, said in ran.stderr) == (code, True), ran.stderr
    assert map_("person", "list", "--format", "json").json == before
