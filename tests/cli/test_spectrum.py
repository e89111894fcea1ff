"""`ngomap spectrum`."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from ngomap.model.actors import KINDS
from ngomap.pictures.palette import UNKNOWN
from ngomap.store.connection import open_map
from ngomap.store.writing import change_setting, write
from tests.conftest import Run

PUBLIC_COLUMNS = ("active opponents", "passive opponents", "neutral", "passive allies", "active allies")


def pin(map_path: Path) -> None:
    """The map's day, so that what is closed or begun does not hang on the machine's."""
    with open_map(map_path) as m, write(m):
        change_setting(m, "today", "2026-06-01")


@pytest.fixture
def map_(run: Run, map_path: Path) -> Run:
    run("init", "--name", "Citizens")
    pin(map_path)
    run("area", "add", "North")
    run("area", "add", "Hill", "--under", "North")
    run("add", "City Hall", "--kind", "government", "--place", "Hill")
    run("add", "Fair Elections", "--issue", "corruption")
    run("add", "Old Ally", "--status", "closed")
    run("add", "Builders", "--kind", "business", "--founded", "2026-02")
    for words in (
        ("city-hall", "-1", "--influence", "5", "--on", "2025-01-01"),
        ("city-hall", "0", "--influence", "4", "--on", "2026-03-01", "--source", "the press"),
        ("fair-elections", "2", "--influence", "3", "--on", "2026-01-01"),
        ("old-ally", "2", "--on", "2026-01-01"),
        ("builders", "-2", "--on", "2026-02-15"),
    ):
        assert run("stance", *words, "--issue", "procurement").exit_code == 0
    run("link", "us", "fair-elections", "--rung", "3")
    run("link", "city-hall", "fair-elections", "--rung", "2")
    return run


def asked(run: Run, *words: str, issue: str = "procurement") -> Any:
    ran = run("spectrum", "--issue", issue, "--as-of", "2026-06-01", *words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


def group(report: Any, name: str) -> dict[str, Any]:
    return {f["subject"]: f["value"] for f in report["findings"] if f["group"] == name}


def placed(report: Any) -> dict[str, str]:
    return {f["subject"]: f["group"] for f in report["findings"] if f["group"] in PUBLIC_COLUMNS}


def test_who_stands_where_and_who_could_be_moved(map_: Run) -> None:
    report = asked(map_)
    assert placed(report) == {"builders": "active opponents", "city-hall": "neutral", "fair-elections": "active allies"}
    assert group(report, "moved towards our side since 2025-06-01") == {"city-hall": 1}
    # influence 4 of 5, a tie at sharing (0.4), neutral (0.75)
    assert group(report, "could be moved one step") == {"city-hall": pytest.approx(0.24)}
    assert report["parameters"] == {"issue": "procurement", "on": "2026-06-01", "since": "2025-06-01"}


def test_the_wider_issue_takes_what_is_known_of_the_narrower(map_: Run) -> None:
    assert set(placed(asked(map_, issue="corruption"))) == {"builders", "city-hall", "fair-elections"}
    assert placed(asked(map_, issue="health")) == {}


def test_another_day(map_: Run) -> None:
    report = asked(map_, "--as-of", "2026-01-31", "--since", "2025-12-31")
    # Who is closed today may have been there then; who was founded later was not.
    assert placed(report) == {"city-hall": "passive opponents", "fair-elections": "active allies", "old-ally": "active allies"}
    assert report["parameters"]["since"] == "2025-12-31"
    assert asked(map_, "--as-of", "2024-02-29")["parameters"]["since"] == "2023-02-28"
    assert placed(asked(map_, "--as-of", "0001-01-01")) == {}
    ran = map_("spectrum", "--issue", "procurement", "--as-of", "2026-01-01", "--since", "2026-01-02")
    assert (ran.exit_code, ran.stdout) == (2, "")


def test_only_in_an_area(map_: Run) -> None:
    assert set(placed(asked(map_, "--area", "north"))) == {"city-hall"}
    assert list(group(asked(map_, "--area", "north"), "could be moved one step")) == ["city-hall"]
    assert set(placed(asked(map_, "--area", "north", "--audience", "internal"))) == {"city-hall"}


def test_what_is_above_the_audience_is_not_betrayed(map_: Run, map_path: Path) -> None:
    assert placed(asked(map_, "--audience", "partners")) == {}
    with open_map(map_path) as m, write(m):
        m.connection.execute("UPDATE stances SET audience = 'public'")
        m.connection.execute("UPDATE relationships SET audience = 'public'")
    report = asked(map_, "--audience", "public")
    assert set(placed(report)) == {"builders", "city-hall", "fair-elections"}
    text = str(report)
    assert "the press" not in text
    assert "(sharing)" not in text
    assert report["caveats"][-1] == "What is above the audience public was left out."
    assert "the press" in str(asked(map_, "--audience", "partners"))
    with open_map(map_path) as m, write(m):
        m.connection.execute("UPDATE actors SET audience = 'internal' WHERE handle = 'fair-elections'")
    hidden = asked(map_, "--audience", "partners")
    assert "fair" not in str(hidden).casefold()
    assert group(hidden, "balance of influence")["allies"] == 0
    assert list(group(hidden, "could be moved, but nobody to go through is known")) == ["city-hall"]


def test_an_activity_above_the_audience_says_nothing_of_who_works_on_it(map_: Run, map_path: Path) -> None:
    map_("add", "Quiet Group")
    map_("activity", "add", "quiet-group", "--issue", "procurement", "--area", "hill")
    with open_map(map_path) as m, write(m):
        m.connection.execute("UPDATE activities SET audience = 'internal'")
    assert "quiet-group" in str(asked(map_))
    assert "quiet-group" not in str(asked(map_, "--audience", "partners"))
    assert "quiet-group" in str(asked(map_, "--area", "north"))
    assert "quiet-group" not in str(asked(map_, "--area", "north", "--audience", "partners"))


def test_an_introduction_to_somebody_withheld_is_not_told(map_: Run, map_path: Path) -> None:
    map_("log", "fair-elections", "--kind", "call", "--on", "2026-05-01", "--introduces", "builders")
    assert "caution-asked-lately" in str(asked(map_))
    with open_map(map_path) as m, write(m):
        m.connection.execute("UPDATE actors SET audience = 'secret' WHERE handle = 'builders'")
    assert "caution-asked-lately" not in str(asked(map_, "--audience", "internal"))


@pytest.mark.parametrize("width", [80, 100])
def test_the_picture_fits_the_screen(map_: Run, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = map_("spectrum", "--issue", "procurement", "--as-of", "2026-06-01").stdout.splitlines()
    drawn = lines[: lines.index("Balance of influence")]
    assert all(cell_len(line) <= width for line in drawn)
    assert any("●●●● City Hall" in line and "●●● Fair" in line for line in drawn)


def test_an_empty_map_and_one_without_us(run: Run, map_path: Path) -> None:
    run("init")
    pin(map_path)
    ran = run("spectrum", "--issue", "corruption")
    assert ran.exit_code == 0
    assert "ngomap stance REF +1 --issue corruption" in ran.stdout
    for name in ("A", "B"):
        run("add", name)
    run("stance", "a", "2", "--issue", "corruption", "--influence", "5", "--on", "2026-01-01")
    run("stance", "b", "1", "--issue", "corruption", "--influence", "5", "--on", "2026-01-01")
    run("link", "a", "b", "--rung", "5")
    assert group(asked(run, issue="corruption"), "could be moved one step") == {"b": 1}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["--issue", "atlantis"], 1),
        (["--issue", "procurement", "--since", "soon"], 2),
        (["--issue", "procurement", "--area", "atlantis"], 1),
        (["--issue", "procurement", "--audience", "everyone"], 2),
        (["--issue", "procurement", "--limit", "-1"], 2),
        (["--issue", "procurement", "--focus", "city-hall"], 2),
        (["--issue", "procurement", "--kind", "club"], 2),
        (["--issue", "procurement", "--to", "a.svg", "--audience", "internal", "--focus", "nobody"], 1),
    ],
    ids=str,
)
def test_what_cannot_be_asked(map_: Run, words: list[str], code: int) -> None:
    ran = map_("spectrum", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")


@pytest.mark.parametrize("form", ["html", "svg", "png", "pdf"])
def test_a_picture_in_every_form_the_same_twice(map_: Run, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"allies.{form}"
    words = ("spectrum", "--issue", "procurement", "--as-of", "2026-06-01", "--to", str(path), "--audience", "internal")
    ran = map_(*words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    assert (ran.json["written"], ran.json["audience"]) == ({"actors": 3}, "internal")
    first = path.read_bytes()
    assert map_(*words, "--format", "json").json["unchanged"] is True
    assert path.read_bytes() == first


def test_for_the_public_there_is_nothing_to_draw_and_that_is_said(map_: Run, tmp_path: Path) -> None:
    path = tmp_path / "allies.svg"
    ran = map_("spectrum", "--issue", "procurement", "--to", str(path))
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "For the audience public, nobody's stance on Public procurement" in ran.stderr
    assert "--audience internal" in ran.stderr
    assert not path.exists()
    assert map_("spectrum", "--issue", "procurement", "--to", str(path), "--audience", "secret").exit_code == 2
    assert map_("spectrum", "--issue", "procurement", "--to", "allies.txt").exit_code == 2


def test_no_secret_is_in_the_picture(map_: Run, map_path: Path, tmp_path: Path) -> None:
    map_("add", "Canary Court", "--audience", "internal")
    map_("stance", "canary-court", "1", "--issue", "procurement", "--on", "2026-01-01")
    map_("add", "Open House")
    map_("stance", "open-house", "1", "--issue", "procurement", "--on", "2026-01-01")
    with open_map(map_path) as m, write(m):
        m.connection.execute("UPDATE stances SET audience = 'public', source = 'Canary Source'")
        m.connection.execute(
            "UPDATE stances SET audience = 'internal' WHERE actor_id = (SELECT id FROM actors WHERE handle = 'open-house')"
        )
    for form in ("html", "svg"):
        path = tmp_path / f"allies.{form}"
        words = ("spectrum", "--issue", "procurement", "--as-of", "2026-06-01", "--to", str(path), "--force")
        assert map_(*words).exit_code == 0
        text = path.read_text(encoding="utf-8")
        assert "canary" not in text.casefold()
        assert "City Hall" in text
        # Nobody says where it stands; the name of an organization may still be told, as one that is not placed.
        assert "Open House: passive ally" not in text
        assert map_(*words, "--audience", "internal").exit_code == 0
        assert "Canary Court" in path.read_text(encoding="utf-8")


def test_filters_say_whom_it_is_about(map_: Run) -> None:
    everybody = set(placed(asked(map_)))
    public_bodies = set(placed(asked(map_, "--kind", "government")))
    assert public_bodies
    assert public_bodies < everybody
    assert public_bodies | set(placed(asked(map_, *itertools.chain(*(("--kind", k) for k in KINDS if k != "government"))))) == everybody


def test_who_is_in_focus_stands_out_of_the_picture(map_: Run, tmp_path: Path) -> None:
    def svg(*words: str) -> str:
        path = tmp_path / f"{len(words)}.svg"
        ran = map_("spectrum", "--issue", "procurement", "--to", str(path), "--audience", "internal", "--as-of", "2026-06-01", *words)
        assert ran.exit_code == 0, ran.stderr
        return path.read_text(encoding="utf-8")

    plain, picked = svg(), svg("--focus", "city-hall")
    assert UNKNOWN in picked
    assert UNKNOWN not in plain
    ran = map_("spectrum", "--issue", "procurement", "--to", str(tmp_path / "x.svg"), "--audience", "internal", "--focus", "us")
    assert (ran.exit_code, "not among those" in ran.stderr) == (2, True)
