"""`ngomap geocode`."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ngomap.places import geocode_asking
from ngomap.store.actor_edits import add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import open_map
from ngomap.store.migrations import create_map
from ngomap.store.writing import write
from tests.conftest import Run
from tests.places.geocode_server import Reply, Server, place, said, serving
from tests.places.test_geocode_asking import FAILURES, FAR, MILL, UNCERTAIN


@pytest.fixture(autouse=True)
def quickly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slot file of the test's own, and no waiting."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(geocode_asking, "INTERVAL", 0.0)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda _: said([MILL])) as running:
        yield running


@pytest.fixture
def map_(run: Run, map_path: Path) -> Run:
    """A map that knows nobody."""
    create_map(map_path)
    return run


def areas(path: Path) -> None:
    """A country with two districts, each with a Newtown; what came before them has its place in words."""
    with open_map(path) as opened, write(opened):
        kenya = add_area(opened, "Kenya", level="country", country="KE")
        north = add_area(opened, "North", kenya, "district", "KE01", point=(1.0, 37.0))
        south = add_area(opened, "South", kenya, "district", point=(-1.2, 36.8))
        add_area(opened, "Rivertown", north, "city", aliases=["Mtoni"])
        add_area(opened, "Newtown", north, "city", point=(1.1, 37.1))
        add_area(opened, "Newtown", south, "city")


def add(run: Run, name: str, where: str, *more: str) -> None:
    assert run("add", name, "--new", "--place", where, *more).exit_code == 0


def known(run: Run, handle: str) -> dict[str, Any]:
    found: dict[str, Any] = run("show", handle, "--format", "json").json["records"][0]
    return found


def sits(run: Run, handle: str) -> tuple[Any, Any, Any]:
    record = known(run, handle)
    return record.get("area"), record.get("lat"), record.get("lon")


def geocode(run: Run, *words: str, code: int = 0) -> dict[str, Any]:
    ran = run("geocode", *words, "--format", "json")
    assert ran.exit_code == code, ran.stderr
    found: dict[str, Any] = ran.json
    return found


def asking(run: Run, server: Server, *words: str, code: int = 0) -> dict[str, Any]:
    return geocode(run, *(words or ("--all",)), "--provider", "nominatim", "--server", server.url, code=code)


@pytest.mark.parametrize(
    ("where", "area"),
    [
        ("Rivertown", "rivertown"),
        ("mtoni", "rivertown"),
        ("KE01", "north"),
        ("Rivertown, North", "rivertown"),
        ("Rivertown, North, Kenya", "rivertown"),
        ("Newtown, South", "newtown-south"),
        ("Newtown, North District", None),
        ("12 Mill Road, Rivertown", "rivertown"),
        ("Elsewhere, Kenya", None),
        ("Rivertown, Uganda", None),
        ("Kenya", "kenya"),
        ("Nowhere", None),
    ],
)
def test_the_areas_of_the_map_are_enough_where_they_know_the_place(map_: Run, where: str, area: str | None, map_path: Path) -> None:
    add(map_, "Mill", where)
    areas(map_path)
    answer = geocode(map_, "--all")
    assert sits(map_, "mill") == (area, None, None)
    if area:
        assert answer["record"]["found"][0]["area"] == area
        assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
        assert sits(map_, "mill") == (None, None, None)
    else:
        assert answer["undo"] == ""


def test_a_country_that_is_stated_leaves_out_areas_elsewhere(map_: Run, map_path: Path) -> None:
    add(map_, "Mill", "Rivertown", "--country", "UG")
    areas(map_path)
    assert geocode(map_, "mill")["record"]["found"] == []


def test_two_areas_of_one_name_are_a_question_with_the_commands_that_settle_it(map_: Run, map_path: Path) -> None:
    add(map_, "Mill", "Newtown")
    areas(map_path)
    question = geocode(map_, "--all")["record"]["questions"][0]
    assert (question["handle"], question["why"]) == ("mill", "several-areas")
    assert question["settle"] == ["ngomap edit mill --place newtown", "ngomap edit mill --place newtown-south"]
    assert geocode(map_, "--questions")["records"] == [question]
    assert map_(*shlex.split(question["settle"][1])[1:]).exit_code == 0
    assert sits(map_, "mill")[0] == "newtown-south"
    assert geocode(map_, "--questions")["total"] == 0


def test_a_dry_run_writes_nothing_and_asks_nobody(map_: Run, server: Server, map_path: Path) -> None:
    add(map_, "Mill", "Rivertown")
    add(map_, "Other", "Nowhere")
    areas(map_path)
    before = map_path.read_bytes()
    answer = asking(map_, server, "--all", "--dry-run")
    assert [(r["handle"], r["result"]) for r in answer["records"]] == [("mill", "found"), ("other", "unasked")]
    assert "about 1 place" in answer["notes"][0]
    assert map_path.read_bytes() == before
    assert server.asked == []


def test_a_service_is_asked_once_and_only_for_place_and_country(map_: Run, server: Server) -> None:
    add(map_, "Very Secret Plan", "Mill", "--country", "KE")
    answer = asking(map_, server)
    assert sits(map_, "very-secret-plan") == (None, -1.25, 36.75)
    assert answer["record"]["found"][0]["source"] == "© OpenStreetMap contributors"
    assert any("© OpenStreetMap contributors" in note for note in answer["notes"])
    assert server.asked == [{"q": "Mill", "format": "json", "limit": "5", "countrycodes": "ke", "addressdetails": "1"}]
    assert server.agents[0].startswith("ngomap/")
    history = map_("history", "--format", "json").json["records"][0]
    assert history["file"] == "© OpenStreetMap contributors"
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert sits(map_, "very-secret-plan") == (None, None, None)
    assert asking(map_, server)["record"]["asked"] == 0
    assert sits(map_, "very-secret-plan") == (None, -1.25, 36.75)
    assert len(server.asked) == 1


def test_again_asks_anew(map_: Run, server: Server) -> None:
    add(map_, "Mill", "Mill")
    server.answer = lambda _: said([])
    assert asking(map_, server)["record"]["unknown"][0]["why"] == "nothing"
    server.answer = lambda _: said([MILL])
    assert asking(map_, server)["record"]["found"] == []
    assert asking(map_, server, "--all", "--again")["record"]["asked"] == 1
    assert sits(map_, "mill") == (None, -1.25, 36.75)


@pytest.mark.parametrize("audience", ["internal", "secret"])
def test_what_is_not_for_others_never_leaves(map_: Run, server: Server, audience: str, map_path: Path) -> None:
    add(map_, "Shelter", "Hidden House", "--audience", audience)
    add(map_, "Safe", "Rivertown", "--audience", audience)
    assert map_("person", "add", "Ana Example", "--new").exit_code == 0
    assert map_("edit", "ana-example", "--place", "Her Street", "--audience", "public").exit_code == 0
    add(map_, "Open", "Mill", "--audience", "partners")
    areas(map_path)
    answer = asking(map_, server)
    assert server.queries == ["Mill"]
    assert sits(map_, "safe")[0] == "rivertown"
    assert {(w["handle"], w["why"]) for w in answer["record"]["withheld"]} == {("shelter", audience), ("ana-example", "person")}
    for handle in ("shelter", "ana-example"):
        asking(map_, server, handle)
        asking(map_, server, handle, "--again")
    assert server.queries == ["Mill"]


def test_an_area_that_is_not_for_others_never_leaves(map_: Run, server: Server, map_path: Path) -> None:
    map_("area", "add", "Hideout")
    with open_map(map_path) as opened:
        opened.connection.execute("UPDATE areas SET audience = 'internal'")
    assert asking(map_, server, "--areas")["record"]["withheld"][0]["handle"] == "hideout"
    assert server.asked == []


def test_every_uncertain_reply_is_a_question_and_no_point(map_: Run, server: Server, map_path: Path) -> None:
    server.answer = lambda asked: said(UNCERTAIN[asked["q"]][0])
    with open_map(map_path) as opened, write(opened):
        for case in UNCERTAIN:
            add_actor(opened, {"name": f"House {case}", "kind": "ngo", "place": case, "country": "KE"})
    answer = asking(map_, server)
    assert answer["record"]["found"] == []
    questions = answer["record"]["questions"]
    assert {q["place"]: q["why"] for q in questions} == {case: why for case, (_, why) in UNCERTAIN.items()}
    assert all(way.startswith(f"ngomap edit {q['handle']} --lat ") for q in questions for way in q["settle"])
    assert geocode(map_, "--questions")["records"] == questions
    assert asking(map_, server)["record"]["asked"] == 0
    assert len(server.asked) == len(UNCERTAIN)
    with open_map(map_path) as opened:
        assert opened.connection.execute("SELECT count(*) FROM actors WHERE lat IS NOT NULL").fetchone() == (0,)


def test_the_command_of_a_choice_settles_the_question(map_: Run, server: Server) -> None:
    server.answer = lambda _: said([MILL, FAR])
    add(map_, "Mill House", "Mill")
    question = asking(map_, server)["record"]["questions"][0]
    assert question["choices"] == ["Mill, Kenya (-1.25, 36.75)", "Mill, North, Kenya (1, 37)"]
    assert map_(*shlex.split(question["settle"][0])[1:]).exit_code == 0
    assert sits(map_, "mill-house") == (None, -1.25, 36.75)
    assert geocode(map_, "--questions")["total"] == 0


def test_a_label_cannot_do_harm(map_: Run, server: Server) -> None:
    server.answer = lambda _: said([place("-1.25", "36.75", "\x1b[31m[bold]Mill\u202e\n" + "x" * 10000)])
    add(map_, "Mill House", "Mill", "--country", "KE")
    ran = map_("geocode", "--all", "--provider", "nominatim", "--server", server.url)
    assert ran.exit_code == 0
    assert "\x1b" not in ran.stdout + ran.stderr
    assert len(ran.stdout + ran.stderr) < 2000
    assert sits(map_, "mill-house") == (None, -1.25, 36.75)


@pytest.mark.parametrize("case", ["403", "500", "html", "too slow"])
def test_a_service_that_fails_leaves_everything_as_it_was(map_: Run, server: Server, case: str) -> None:
    reply, told = FAILURES[case]
    server.answer = lambda _: reply
    add(map_, "Mill House", "Mill", "--country", "KE")
    ran = map_("geocode", "--all", "--provider", "nominatim", "--server", server.url, "--timeout", "0.3", "--quiet")
    assert ran.exit_code == 3
    assert told in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert sits(map_, "mill-house") == (None, None, None)
    assert geocode(map_, "--questions")["total"] == 0


def test_nobody_there_is_told_after_three_places(map_: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        add(map_, f"Mill {number}", f"Mill {number}")
    ran = map_("geocode", "--all", "--provider", "nominatim", "--server", "http://127.0.0.1:9")
    assert ran.exit_code == 3
    assert "cannot be reached: Connection refused. 5 places could not be asked" in ran.stderr


def test_what_was_found_before_a_failure_is_kept(map_: Run, server: Server) -> None:
    add(map_, "A", "Mill")
    add(map_, "B", "Broken")
    add(map_, "C", "Mill")
    server.answer = lambda asked: said([MILL]) if asked["q"] == "Mill" else Reply(b"", 403)
    answer = asking(map_, server, code=3)
    assert sits(map_, "a") == sits(map_, "c") == (None, -1.25, 36.75)
    assert [f["handle"] for f in answer["record"]["failed"]] == ["b"]
    assert server.queries == ["Mill", "Broken"]


def test_a_pause_that_is_asked_for_is_kept_once(map_: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("ngomap.places.geocode_asking.time.sleep", slept.append)
    replies = iter([Reply(b"", 429, {"Retry-After": "7"}), said([MILL])])
    server.answer = lambda _: next(replies)
    add(map_, "Mill House", "Mill")
    asking(map_, server)
    assert 7 in slept
    assert sits(map_, "mill-house") == (None, -1.25, 36.75)


@pytest.mark.parametrize("wait", ["3600", "7", "soon", None])
def test_who_wants_longer_pauses_is_left_alone(
    map_: Run, server: Server, monkeypatch: pytest.MonkeyPatch, wait: str | None
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("ngomap.places.geocode_asking.time.sleep", slept.append)
    server.answer = lambda _: Reply(b"", 429, {"Retry-After": wait} if wait else {})
    add(map_, "Mill House", "Mill")
    add(map_, "Other House", "Other")
    answer = asking(map_, server, code=3)
    assert len(answer["record"]["failed"]) == 2
    assert server.queries == ["Mill", "Mill"] if wait == "7" else server.queries == ["Mill"]
    assert not [s for s in slept if s > 60]


def test_the_limit_leaves_the_rest_for_the_next_run(map_: Run, server: Server) -> None:
    for number in range(3):
        add(map_, f"Mill {number}", f"Mill {number}")
    assert len(asking(map_, server, "--all", "--limit", "2")["record"]["unasked"]) == 1
    assert asking(map_, server)["record"]["asked"] == 1
    assert server.queries == ["Mill 0", "Mill 1", "Mill 2"]


def test_bulk_is_refused_for_the_public_service(map_: Run, map_path: Path) -> None:
    with open_map(map_path) as opened, write(opened):
        for number in range(51):
            add_actor(opened, {"name": f"Mill {number}", "kind": "ngo", "place": f"Mill {number}"})
    ran = map_("geocode", "--all", "--provider", "nominatim")
    assert ran.exit_code == 2
    assert "one request a second" in ran.stderr
    assert "51 places are too many" in ran.stderr
    assert "--limit 50" in ran.stderr
    ran = map_("geocode", "--all", "--provider", "nominatim", "--server", "https://NOMINATIM.openstreetmap.org/")
    assert ran.exit_code == 2


def test_places_travel_unencrypted_is_said(map_: Run) -> None:
    words = ("geocode", "--all", "--dry-run", "--provider", "nominatim", "--server")
    assert "unencrypted" in map_(*words, "http://geo.example.org").stderr
    for address in ("http://127.0.0.1:80", "http://localhost", "https://geo.example.org"):
        assert "unencrypted" not in map_(*words, address).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "needs a REF or --all"),
        ("us --all", "not both"),
        ("--all --server http://127.0.0.1", "--server needs --provider"),
        ("--all --provider nowhere", "nowhere"),
        ("--all --provider opencage", "NGOMAP_OPENCAGE_KEY"),
        ("--all --provider pelias", "--server"),
        ("--all --provider nominatim --server geo.example.org", "is not an address"),
        ("--all --provider nominatim --server ftp://geo.example.org", "is not an address"),
        ("--all --provider nominatim --server https://me:word@geo.example.org", "does not belong"),
        ("--all --provider nominatim --server http://[", "is not an address"),
        ("--all --provider nominatim --server http://geo.example.org:99999", "is not an address"),
        ("--all --provider nominatim --timeout nan", "timeout"),
        ("--all --provider nominatim --timeout 0", "timeout"),
        ("--questions --provider nominatim", "asks nobody"),
        ("us --lat 1 --lon 2", "ngomap edit REF --lat"),
    ],
)
def test_what_cannot_be_meant_is_refused(map_: Run, words: str, told: str) -> None:
    ran = map_("geocode", *words.split())
    assert ran.exit_code == 2
    assert told in ran.stderr
    assert "word@" not in ran.stderr


def test_areas_take_the_point_of_one_beside_them_or_ask(map_: Run, server: Server, map_path: Path) -> None:
    areas(map_path)
    map_("area", "add", "Rivertown", "--under", "north", "--level", "village", "--lat", "1.3", "--lon", "37.3")
    answer = asking(map_, server, "--areas")
    assert {(f["handle"], f["lat"], f["lon"]) for f in answer["record"]["found"]} == {
        ("rivertown", 1.3, 37.3),
        ("newtown-south", -1.25, 36.75),
    }
    assert server.queries == ["Newtown"]
    assert server.asked[0]["countrycodes"] == "ke"
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0


def test_an_area_that_may_be_another_is_a_question(map_: Run, map_path: Path) -> None:
    areas(map_path)
    map_("area", "add", "North", "--code", "X1")
    question = geocode(map_, "--areas")["record"]["questions"][0]
    assert question["settle"] == ["ngomap area merge north-x1 north"]
    assert map_(*shlex.split(question["settle"][0])[1:]).exit_code == 0


def test_the_point_of_an_area_is_set_by_hand_and_undone(map_: Run, map_path: Path) -> None:
    areas(map_path)
    answer = geocode(map_, "rivertown", "--areas", "--lat", "1.3", "--lon", "37.3")
    listed = {a["handle"]: a for a in map_("area", "list", "--format", "json").json["records"]}
    assert (listed["rivertown"]["lat"], listed["rivertown"]["lon"]) == (1.3, 37.3)
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    outside = geocode(map_, "rivertown", "--areas", "--lat", "48", "--lon", "16")
    assert "outside Kenya" in outside["notes"][0]


def test_why_there_is_nothing_to_find(map_: Run, map_path: Path) -> None:
    areas(map_path)
    map_("add", "Nobody")
    assert "Nothing says where" in geocode(map_, "nobody")["text"]
    add(map_, "Mill", "Rivertown")
    assert "sits in the area rivertown" in geocode(map_, "mill")["text"]
    map_("edit", "mill", "--lat", "1", "--lon", "37")
    assert "has a point: 1, 37" in geocode(map_, "mill")["text"]
    assert "has a point" in geocode(map_, "north", "--areas")["text"]
    assert "country" in geocode(map_, "kenya", "--areas")["text"]
    assert geocode(map_, "--all")["text"].startswith("Nobody has a place in words")


def test_a_street_gets_the_area_from_the_map_and_the_point_from_the_service(map_: Run, server: Server, map_path: Path) -> None:
    add(map_, "Mill House", "12 Mill Road, Rivertown")
    areas(map_path)
    asking(map_, server)
    assert sits(map_, "mill-house") == ("rivertown", -1.25, 36.75)
    assert server.asked[0]["countrycodes"] == "ke"


def test_two_processes_together_ask_once_a_second(tmp_path: Path) -> None:
    with serving(lambda _: said([MILL])) as server:
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "shared"), "PYTHONUNBUFFERED": "1"}
        environment.pop("NGOMAP_MAP", None)
        running = []
        for name in ("one", "two"):
            path = tmp_path / f"{name}.db"
            create_map(path)
            with open_map(path) as opened:
                for place_ in ("A", "B"):
                    add_actor(opened, {"name": place_, "kind": "ngo", "place": f"{name} {place_}"})
            line = [sys.executable, "-m", "ngomap", "--map", str(path), "geocode", "--all", "--format", "json"]
            line += ["--provider", "nominatim", "--server", server.url]
            running.append(line)
        started = [subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) for line in running]
        answers = [json.loads(process.communicate()[0]) for process in started]
    assert [len(answer["record"]["found"]) for answer in answers] == [2, 2]
    assert sorted(server.queries) == ["one A", "one B", "two A", "two B"]
    gaps = [later - earlier for earlier, later in zip(server.at, server.at[1:], strict=False)]
    assert min(gaps) >= 1.0
