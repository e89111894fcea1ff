"""`ngomap show`: the whole picture, as of a day, and readable however much there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ngomap.model.coverage import Activity
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import open_map
from ngomap.store.coverage_edits import add_activities
from ngomap.store.terms import term_named
from ngomap.store.tie_edits import link
from ngomap.store.writing import write
from tests.conftest import Run


@pytest.fixture
def map_(run: Run, map_path: Path) -> Run:
    """One organization of which the map knows something of every kind."""
    for line in (
        ["init", "--name", "Citizens"],
        ["area", "add", "Old Town"],
        ["add", "Fair Elections", "--issue", "corruption", "--place", "old-town", "--phone", "1"],
        ["person", "add", "Ana Example", "--org", "fair-elections", "--title", "Director"],
        [
            "link",
            "us",
            "fair-elections",
            "--rung",
            "3",
            "--wanted",
            "5",
            "--since",
            "2026-01",
            "--notes",
            "Met at a fair",
            "--on",
            "2026-01-01",
        ],
        ["link", "us", "fair-elections", "--openness", "4", "--on", "2026-01-15"],
        ["link", "us", "fair-elections", "--openness", "1", "--on", "2026-03-15"],
        ["log", "fair-elections", "--kind", "call", "--on", "2026-02-01", "--next", "Send it", "--due", "2026-02-10"],
        ["log", "fair-elections", "--on", "2026-03-01", "--title", "Second"],
        ["offer", "fair-elections", "Room", "--kind", "space"],
        ["stance", "fair-elections", "2", "--issue", "corruption", "--influence", "3", "--on", "2026-02-01"],
    ):
        assert run(*line).exit_code == 0, line
    with open_map(map_path) as opened:
        actor = next(a for a in all_refs(opened) if a.handle == "fair-elections")
        term = term_named(opened, "issue", "corruption")
        assert term
        add_activities(opened, [Activity(0, actor.id, term.id, all_areas(opened)[0].id, status="ongoing")], None)
    return run


def picture(run: Run, *words: str) -> Any:
    answer = run("show", *words, "--format", "json").json
    assert (answer["ngomap"], answer["kind"], answer["total"]) == ("records/1", "actor", 1)
    return answer["records"][0]


def test_the_whole_picture(map_: Run) -> None:
    record = picture(map_, "fair-elections", "--as-of", "2026-05-01")
    assert list(record)[:3] == ["name", "handle", "kind"]
    assert [(t["tie"], t["handle"], t["rung"], t["wanted"]) for t in record["ties"]] == [
        ("works with", "citizens", "3 support", "5 collaboration"),
        ("employs", "ana-example", None, None),
    ]
    assert (record["ties"][0]["last_contact"], record["ties"][0]["notes"]) == ("2026-03-01", "Met at a fair")
    assert record["ties"][1]["title"] == "Director"
    assert [(t["from"], t["in"], t["openness"]) for t in record["trust"]] == [("Citizens", "Fair Elections", 1)]
    assert [(c["on"], c["title"]) for c in record["contacts"]] == [("2026-03-01", "Second"), ("2026-02-01", "Call")]
    assert (record["last_contact"], record["contacts_in_all"]) == ("2026-03-01", 2)
    assert record["next_step"] == "Send it (due 2026-02-10, overdue)"
    assert record["stances"] == [{"issue": "corruption", "stance": 2, "influence": 3, "on": "2026-02-01"}]
    assert [(r["direction"], r["description"]) for r in record["offers_and_needs"]] == [("offer", "Room")]
    assert [(v["what"], v["area"], v["status"]) for v in record["activities"]] == [
        ("corruption", "Old Town", "ongoing")
    ]
    assert "phone" not in record["unknown"] and "email" in record["unknown"]


def test_as_it_was_on_an_earlier_day(map_: Run) -> None:
    record = picture(map_, "fair-elections", "--as-of", "2026-02-05")
    assert record["trust"][0]["openness"] == 4
    assert [c["on"] for c in record["contacts"]] == ["2026-02-01"]
    assert record["next_step"] == "Send it (due 2026-02-10)"
    before = picture(map_, "fair-elections", "--as-of", "2025-12-31")
    assert [t["tie"] for t in before["ties"]] == ["employs"]
    assert {"trust", "contacts", "stances", "next_step"} & set(before) == set()
    assert "any tie with us" in before["unknown"]


def test_ties_are_those_of_the_day(map_: Run) -> None:
    map_("link", "us", "fair-elections", "--status", "ended", "--until", "2026-04-10", "--rung", "4", "--on", "2026-03-01")
    map_("link", "ana-example", "fair-elections", "--type", "works-for", "--until", "2026-02-28")

    def ties(on: str) -> list[tuple[str, str, str | None, str | None]]:
        record = picture(map_, "fair-elections", "--as-of", on)
        return [(t["handle"], t["status"], t["rung"], t["standing"]) for t in record["ties"]]

    assert ties("2026-02-15") == [("citizens", "active", None, None), ("ana-example", "active", None, None)]
    assert ties("2026-04-10")[0][:3] == ("citizens", "active", "4 coordination")
    assert ties("2026-04-11") == [
        ("citizens", "ended", "4 coordination", None), ("ana-example", "active", None, "over"),
    ]  # fmt: skip


def test_activities_and_offers_are_of_the_day(map_: Run) -> None:
    words = ("activity", "add", "fair-elections", "--issue", "health", "--area", "old-town")
    assert map_(*words, "--since", "2026-03", "--until", "2026-06").exit_code == 0
    map_("need", "fair-elections", "Van", "--kind", "vehicles", "--since", "2026-03-01", "--until", "2026-04-01")

    def shown(on: str) -> tuple[list[str | None], list[str]]:
        record = picture(map_, "fair-elections", "--as-of", on)
        health = [v["standing"] for v in record["activities"] if v["what"] == "health"]
        return health, [r["status"] for r in record["offers_and_needs"] if r["kind"] == "vehicles"]

    assert shown("2026-02-01") == (["planned"], [])
    assert shown("2026-03-15") == ([None], ["open"])
    assert shown("2026-04-02") == ([None], ["over"])
    assert shown("2027-07-01")[0] == ["over"]


def test_an_answer_for_an_earlier_day_says_what_carries_no_day(map_: Run) -> None:
    assert map_("show", "fair-elections", "--format", "json").json["notes"] == []
    assert "carry no day" in map_("show", "fair-elections", "--as-of", "2026-02-01", "--format", "json").json["notes"][0]


def test_a_rung_needs_what_shows_it_and_goes_stale(map_: Run, map_path: Path) -> None:
    def standing(on: str) -> object:
        return picture(map_, "fair-elections", "--as-of", on)["ties"][0]["standing"]

    assert standing("2026-05-01") == "claimed", "a call and a meeting show contact, not support"
    map_("log", "fair-elections", "--kind", "training", "--on", "2026-05-02")
    assert standing("2026-05-03") is None
    assert standing("2027-05-02") is None
    assert standing("2027-05-03") == "stale", "at this rung a year may pass"
    map_("link", "us", "fair-elections", "--rung", "5", "--on", "2026-05-03")
    assert standing("2026-05-03") == "claimed"
    assert standing("2026-11-03") == "claimed, stale", "at this one, half a year"
    with open_map(map_path) as opened:
        ids = [a.id for a in all_refs(opened) if a.handle in ("citizens", "fair-elections")]
        term = term_named(opened, "issue", "health")
        assert term
        rows = [Activity(0, id_, term.id, all_areas(opened)[0].id, project="Joint") for id_ in ids]
        add_activities(opened, rows, None)
    assert standing("2026-05-03") is None, "a joint project shows collaboration"


def test_a_step_that_was_done_later_was_open_before(map_: Run) -> None:
    number = picture(map_, "fair-elections")["contacts"][1]["number"]
    map_("log", "--done", str(number), "--on", "2026-02-20")
    assert "next_step" not in picture(map_, "fair-elections", "--as-of", "2026-02-20")
    assert "next_step" in picture(map_, "fair-elections", "--as-of", "2026-02-19")


def test_a_person(map_: Run) -> None:
    record = picture(map_, "Ana Example")
    assert [(t["tie"], t["with"]) for t in record["ties"]] == [("works for", "Fair Elections")]
    assert record["unknown"] == ["email", "phone", "source", "verified_on", "any tie with us"]


@pytest.mark.parametrize("form", ["table", "md"])
def test_a_card_shows_it_all(map_: Run, form: str) -> None:
    text = map_("show", "fair-elections", "--format", form).stdout.replace("\\", "")
    for word in (
        "Fair Elections",
        "employs",
        "Director",
        "Second",
        "3 support",
        "Room",
        "2026-03-01",
        "any",
        "unknown",
    ):
        assert word in text or word == "any", word


def test_200_ties(map_: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with open_map(map_path) as opened, write(opened):
        hub = next(a for a in all_refs(opened) if a.handle == "fair-elections")
        for n in range(200):
            other = add_actor(opened, {"name": f"Organization {n:03}", "kind": "ngo"}).ref
            status = "active" if n < 100 else "ended"
            if n % 2:
                link(opened, hub, other, "works-with", {"rung": 5, "status": status})
            else:
                link(opened, hub, other, "funds", {"status": status})
    text = map_("show", "fair-elections").stdout
    ties = text[text.index("ties (202)") : text.index("trust")].splitlines()
    assert len(ties) < 32
    assert "citizens" in " ".join(ties[1:4])
    assert "funds" not in "".join(ties), "what works with us comes before who pays whom"
    assert "... and 190 more; --format json has all." in text
    assert len(picture(map_, "fair-elections")["ties"]) == 202


@pytest.mark.parametrize(
    ("words", "code"), [(["nobody-of-that-name"], 1), (["us", "--as-of", "01/02/2024"], 2), ([], 2), (["us", "us"], 2)]
)
def test_what_cannot_be_shown(map_: Run, words: list[str], code: int) -> None:
    ran = map_("show", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")


def test_an_ambiguous_name_lists_the_candidates(map_: Run) -> None:
    map_("add", "Fair Elections", "--new")
    ran = map_("show", "Fair Elections")
    assert ran.exit_code == 1
    assert "fair-elections (Fair Elections), fair-elections-2 (Fair Elections)" in ran.stderr
    assert ran.stderr.splitlines()[1] == "Use the handle of the one you mean."


def test_an_agreement_shows_what_an_event_would(map_: Run) -> None:
    def standing() -> object:
        return picture(map_, "fair-elections", "--as-of", "2026-05-03")["ties"][0]["standing"]

    map_("link", "us", "fair-elections", "--rung", "4", "--on", "2026-05-01")
    assert standing() == "claimed"
    assert map_("agree", "fair-elections", "--point", "joint-meetings", "--state", "agreed", "--on", "2026-05-02").exit_code == 0
    assert standing() is None


def test_trust_is_shown_with_what_they_are_worth_to_each_other(map_: Run) -> None:
    map_("trust", "us", "fair-elections", "--openness", "3", "--influence", "4", "--on", "2026-05-01")
    (row,) = picture(map_, "fair-elections")["trust"]
    assert (row["openness"], row["influence"], row["reliability"]) == (3, 4, None)
