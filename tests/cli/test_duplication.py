"""`ngomap duplication` as it is run: on a small map, and on OCHA's 3W of Afghanistan."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.text import name_key
from ngomap.store.actor_edits import Lists, add_actor, edit_actor
from ngomap.store.actors import actor_by_id
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.coverage_edits import add_activities
from ngomap.store.term_edits import add_term
from ngomap.store.terms import term_named
from ngomap.store.tie_edits import link
from ngomap.store.writing import upsert_setting, write

Run = Callable[..., Any]
THREE_W = "3w-afghanistan-2024q1/afg_3w_jan_mar_2024.csv"


@pytest.fixture
def town(empty_map: Map) -> dict[str, ActorRef]:
    """Alpha, Beta and Gamma work on corruption and elections in two towns; Delta is closed."""
    with write(empty_map) as database:
        where = [add_area(empty_map, name) for name in ("Old Town", "New Town")]
        what = [term_named(empty_map, "issue", text) for text in ("corruption", "elections")]
        assert what[0]
        assert what[1]
        found = {}
        for name in ("Alpha", "Beta", "Gamma", "Delta"):
            found[name] = add_actor(empty_map, {"name": name, "kind": "ngo", "status": "active"}).ref
        cells = [(what[0].id, p.id) for p in where] + [(what[1].id, where[0].id)]
        add_activities(empty_map, [Activity(0, a.id, *cell) for a in found.values() for cell in cells], "test")
        edit_actor(empty_map, found["Delta"].id, {"status": "closed"})
        # Of one coalition the record says what it works on, of the other an activity does.
        for name, terms in (("Umbrella", (what[0].id,)), ("Parasol", ())):
            record = {"name": name, "kind": "coalition", "status": "active"}
            found[name] = add_actor(empty_map, record, Lists(terms=terms)).ref
        far = add_area(empty_map, "Far Town")
        add_activities(empty_map, [Activity(0, found["Parasol"].id, what[0].id, far.id)], "test")
        upsert_setting(database, "today", "2024-03-31")
    return found


def words(value: object) -> str:
    """The options of a case, as its name."""
    return " ".join(value) if isinstance(value, list) else str(value)


def test_a_group_is_found_and_the_closed_are_not_in_it(run: Run, town: dict[str, ActorRef]) -> None:
    answer = run("duplication", "--format", "json").json
    assert [(f["subject"], f["value"], f["unit"]) for f in answer["findings"]] == [
        ("alpha,beta,gamma", 6, "repeats of the same work")
    ]
    assert answer["parameters"] == {
        "for": None, "issue": None, "area": None, "as_of": "2024-03-31", "threshold": 0.3, "shared": 2
    }  # fmt: skip


@pytest.mark.parametrize("coalition", ["Umbrella", "Parasol"])
def test_members_of_a_coalition_on_the_issue_are_listed_apart(
    run: Run, empty_map: Map, town: dict[str, ActorRef], coalition: str
) -> None:
    for name in ("Alpha", "Beta"):
        link(empty_map, town[name], town[coalition], "member-of", {"status": "active"})
    groups = {f["subject"]: f["group"] for f in run("duplication", "--format", "json").json["findings"]}
    assert groups == {
        "alpha,gamma": "uncoordinated overlap, as far as the map knows",
        "alpha,beta": "coordinated overlap: models for the others",
    }


@pytest.mark.parametrize(
    ("options", "value"),
    [
        (["--issue", "corruption"], 4),
        (["--area", "Old Town"], 4),
        (["--issue", "elections", "--area", "Old Town"], 2),
        (["--issue", "elections"], None),
        (["--issue", "elections", "--shared", "1"], 2),
        (["--issue", "governance"], 4),
        (["--shared", "4"], None),
    ],
    ids=words,
)
def test_the_question_can_be_narrowed(
    run: Run, town: dict[str, ActorRef], options: list[str], value: int | None
) -> None:
    findings = run("duplication", "--format", "json", *options).json["findings"]
    assert [f["value"] for f in findings] == ([] if value is None else [value])


def test_an_issue_goes_before_a_service_of_the_same_name(run: Run, empty_map: Map, town: dict[str, ActorRef]) -> None:
    service = add_term(empty_map, "service", "Corruption")
    findings = run("duplication", "--issue", "corruption", "--format", "json").json["findings"]
    assert [f["value"] for f in findings] == [4]
    sitting = add_term(empty_map, "service", "Ballot sitting")
    cells = [Activity(0, town[n].id, t.id, 1) for n in ("Alpha", "Beta") for t in (service, sitting)]
    add_activities(empty_map, cells, "test")
    found = run("duplication", "--issue", "ballot sitting", "--shared", "1", "--format", "json").json["findings"]
    assert [f["subject"] for f in found] == ["alpha,beta"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--threshold", "2"], 2),
        (["--threshold", "nan"], 2),
        (["--shared", "0"], 2),
        (["--as-of", "31/03/2024"], 2),
        (["--issue", "corruptoin"], 1),
        (["--area", "Nowhere"], 1),
    ],
    ids=words,
)
def test_what_cannot_be_understood_is_refused(
    run: Run, town: dict[str, ActorRef], options: list[str], code: int
) -> None:
    ran = run("duplication", *options)
    assert ran.exit_code == code
    assert ran.stderr.startswith("Error: ")
    assert ran.stdout == ""


def test_on_an_empty_map_it_says_what_to_do(run: Run, empty_map: Map) -> None:
    answer = run("duplication", "--format", "json").json
    assert (answer["findings"], answer["total"]) == ([], 0)
    assert answer["next"][0].startswith("ngomap import")


def test_on_the_terminal_it_names_names_and_the_next_step(run: Run, town: dict[str, ActorRef]) -> None:
    shown = run("duplication").stdout
    assert "Alpha, Beta and Gamma" in shown
    assert "Next: Alpha" in shown
    assert "No ties are recorded between the 4 organizations" in " ".join(shown.split())
    assert "ngomap link alpha beta --rung 4" in shown


# Of one organization


def test_who_does_the_same_as_we_do(run: Run, empty_map: Map, town: dict[str, ActorRef]) -> None:
    link(empty_map, town["Alpha"], town["Beta"], "works-with", {"status": "active", "rung": 4})
    answer = run("duplication", "--for", "alpha", "--format", "json").json
    assert {f["subject"]: (f["group"][:11], f["value"]) for f in answer["findings"]} == {
        "alpha,gamma": ("uncoordinat", 3), "alpha,beta": ("coordinated", 3),
    }  # fmt: skip
    assert (answer["question"], answer["parameters"]["for"]) == ("Who does the same work in the same places as Alpha?", "alpha")
    with write(empty_map) as database:
        upsert_setting(database, "us", actor_by_id(empty_map, town["Gamma"].id).uid)
    ours = run("duplication", "--for", "us", "--format", "json").json
    assert {f["subject"] for f in ours["findings"]} == {"alpha,gamma", "beta,gamma"}
    assert "we could call" in ours["findings"][0]["reasons"][-1]["text"]
    run("edit", "gamma", "--status", "closed")
    for options in ([], ["--for", "alpha"]):
        assert [f["subject"] for f in run("duplication", *options, "--format", "json").json["findings"]] == ["alpha,beta"]


def test_what_is_inferred_counts_for_one_as_for_all(run: Run, empty_map: Map, town: dict[str, ActorRef]) -> None:
    """Whoever has issues and areas but no activity is there in their product, in the areas served or where it sits."""
    issues = [term_named(empty_map, "issue", text) for text in ("corruption", "elections")]
    terms = tuple(t.id for t in issues if t)
    places = {p["handle"]: p for p in run("area", "list", "--format", "json").json["records"]}
    assert {"old-town", "new-town"} <= places.keys()
    run("add", "Served", "--issue", "corruption", "--issue", "elections", "--serves", "old-town", "--serves", "new-town")
    run("add", "Sitting", "--issue", "corruption", "--issue", "elections", "--place", "Old Town")
    run("add", "Asleep", "--issue", "corruption", "--issue", "elections", "--place", "Old Town", "--status", "dormant")
    run("person", "add", "Some Body", "--org", "Served")
    assert len(terms) == 2
    for one in ("served", "sitting", "alpha", "asleep"):
        found = run("duplication", "--for", one, "--limit", "0", "--threshold", "0.1", "--format", "json").json["findings"]
        whole = run("duplication", "--limit", "0", "--threshold", "0.1", "--format", "json").json["findings"]
        theirs = {m for f in whole if one in (members := f["subject"].split(",")) for m in members} - {one}
        assert {m for f in found for m in f["subject"].split(",")} - {one} == theirs
        assert bool(theirs) is (one != "asleep")


@pytest.mark.parametrize(("one", "code", "said"), [
    ("Some Body", 2, "is a person; work is compared among organizations"), ("Nobody At All", 1, "There is no actor"),
    ("us", 1, "who you are"),
])  # fmt: skip
def test_of_whom_it_cannot_be_asked(run: Run, town: dict[str, ActorRef], one: str, code: int, said: str) -> None:
    run("person", "add", "Some Body", "--org", "Alpha")
    ran = run("duplication", "--for", one)
    assert (ran.exit_code, ran.stdout, said in " ".join(ran.stderr.split())) == (code, "", True)


def test_one_without_work_is_told_how_to_record_it(run: Run, empty_map: Map, town: dict[str, ActorRef]) -> None:
    run("add", "Newcomer")
    answer = run("duplication", "--for", "newcomer", "--format", "json").json
    assert (answer["findings"], answer["next"][0].split("  ")[0]) == ([], "ngomap activity add newcomer --issue ISSUE --area AREA")
    lonely = run("duplication", "--for", "alpha", "--shared", "9", "--format", "json").json
    assert (lonely["findings"], lonely["next"]) == (
        [], ["ngomap duplication --for alpha --threshold 0.05 --shared 1    (a looser comparison)"],
    )  # fmt: skip
    assert lonely["caveats"][-1].startswith("2 more pairs as alike")
    assert run("duplication", "--for", "delta", "--format", "json").exit_code == 0


# The real thing


def read_3w(path: Path) -> dict[str, set[tuple[str, str]]]:
    """The cells (sector code, district code) of every organization by its name, as the csv module reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    found: dict[str, set[tuple[str, str]]] = {}
    for row in rows[2:]:
        found.setdefault(name_key(row[6] or row[5]), set()).add((row[8], row[4]))
    return found


@pytest.fixture(scope="module")
def three_w(datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map with nothing but the 3W of Afghanistan in it."""
    path = tmp_path_factory.mktemp("duplication") / "afghanistan.db"
    runner = CliRunner()
    for command in (["init"], ["import", str(datasets / THREE_W)]):
        assert runner.invoke(app, ["--map", str(path), *command]).exit_code == 0
    return path


def test_the_groups_of_the_3w_are_those_that_the_rows_make(run: Run, datasets: Path, three_w: Path) -> None:
    cells = read_3w(datasets / THREE_W)
    assert len(cells) == 285
    holders = Counter(cell for own in cells.values() for cell in own)
    weight = {cell: 1 / math.log2(1 + n) for cell, n in holders.items()}

    def likeness(a: str, b: str) -> float:
        return math.fsum(weight[c] for c in cells[a] & cells[b]) / math.fsum(weight[c] for c in cells[a] | cells[b])

    alike = {frozenset(p) for p in combinations(cells, 2) if cells[p[0]] & cells[p[1]] and likeness(*p) >= 0.3}
    overlapping = {p for p in alike if len(frozenset.intersection(*(frozenset(cells[x]) for x in p))) > 1}

    listing = run("list", "--limit", "0", "--format", "json", map_=three_w).json["records"]
    names = {record["handle"]: name_key(record["name"]) for record in listing}
    answer = run("duplication", "--limit", "0", "--format", "json", map_=three_w).json
    found = set()
    for finding in answer["findings"]:
        members = [names[handle] for handle in finding["subject"].split(",")]
        found |= {frozenset(pair) for pair in combinations(members, 2)}
        together = Counter(cell for m in members for cell in cells[m])
        repeated = [cell for cell, n in together.items() if n > 1]
        assert finding["value"] == sum(n - 1 for n in together.values())
        assert finding["reasons"][0]["text"].startswith(f"{len(repeated)} pieces of work: ")
        assert len(finding["reasons"][0]["evidence"]) == sum(together[cell] for cell in repeated)
    assert found == overlapping
    assert f"{len(alike) - len(overlapping)} more pairs as alike" in " ".join(answer["caveats"])


def test_the_3w_is_answered_on_a_screen_and_claims_nothing_of_ties(run: Run, three_w: Path) -> None:
    ran = run("duplication", map_=three_w)
    assert len(ran.stdout.splitlines()) < 50
    shown = " ".join(ran.stdout.split())
    assert "No ties are recorded between the 285 organizations with work in this answer" in shown
    assert "as far as the map knows" in shown
    answer = run("duplication", "--format", "json", map_=three_w).json
    assert len(answer["findings"]) == 3 < answer["total"]
    assert {r["code"] for f in answer["findings"] for r in f["reasons"]} == {"shared", "alike", "no-contact", "next"}


def test_a_district_of_the_3w_is_answered_from_its_own_rows(run: Run, datasets: Path, three_w: Path) -> None:
    cells = read_3w(datasets / THREE_W)
    kabul = {name: {c for c in own if c[1] == "AF0101"} for name, own in cells.items()}
    busy = {name for name, own in kabul.items() if own}
    answer = run("duplication", "--area", "AF0101", "--limit", "0", "--format", "json", map_=three_w).json
    assert f"between the {len(busy)} organizations" in answer["caveats"][0]
    listing = run("list", "--limit", "0", "--format", "json", map_=three_w).json["records"]
    names = {record["handle"]: name_key(record["name"]) for record in listing}
    for finding in answer["findings"]:
        members = [names[handle] for handle in finding["subject"].split(",")]
        assert set(members) <= busy
        assert all(kabul[a] & kabul[b] for a, b in combinations(members, 2))


def test_of_one_organization_of_the_3w_it_is_the_same_as_of_all(run: Run, three_w: Path) -> None:
    whole = run("duplication", "--limit", "0", "--threshold", "0.1", "--format", "json", map_=three_w).json["findings"]
    alike: dict[str, set[str]] = {}
    for finding in whole:
        members = finding["subject"].split(",")
        for member in members:
            alike.setdefault(member, set()).update(m for m in members if m != member)
    assert len(alike) > 30
    for one in sorted(alike)[::9]:
        found = run("duplication", "--for", one, "--limit", "0", "--threshold", "0.1", "--format", "json", map_=three_w).json
        assert {m for f in found["findings"] for m in f["subject"].split(",")} - {one} == alike[one]
