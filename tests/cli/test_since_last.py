"""`--since-last`: a job that runs by itself tells only what is new, and loses nothing."""

from __future__ import annotations

import csv
import io
import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ngomap.cli import export_news, to_stdout, today_news
from ngomap.errors import NgomapError
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.schedule_edits import note_told
from ngomap.store.schedules import Run as Run_
from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections", "--audience", "public")
    run("add", "City Trust", "--audience", "public")
    return run


def names(text: str) -> list[str]:
    return [row["name"] for row in csv.DictReader(io.StringIO(text))]


def runs(path: Path) -> list[tuple[int, int]]:
    with open_map(path) as map_:
        return map_.connection.execute("SELECT runs, length(told) FROM schedules ORDER BY job").fetchall()


def test_an_export_tells_what_is_new_and_then_nothing(map_: Run) -> None:
    words = ("export", "csv", "--since-last", "--quiet")
    assert names(map_(*words).stdout) == ["Citizens", "City Trust", "Fair Elections"]
    assert (map_(*words).stdout, map_(*words).stderr) == ("", "")
    assert "Nothing is new" in map_(*words[:-1]).stderr
    map_("add", "New Group", "--audience", "public")
    map_("add", "Hidden Group", "--audience", "internal")
    map_("edit", "city-trust", "--website", "https://trust.example")
    assert names(map_(*words).stdout) == ["City Trust", "New Group"]
    # Who may be seen by now is news, too.
    map_("edit", "hidden-group", "--audience", "public")
    assert names(map_(*words).stdout) == ["Hidden Group"]
    map_("remove", "new-group", "--yes")
    gone = map_(*words[:-1])
    assert (gone.exit_code, gone.stdout, "1 record told then is gone" in gone.stderr) == (0, "", True)


def test_each_file_audience_format_and_filter_is_a_job_of_its_own(map_: Run, tmp_path: Path) -> None:
    for words in (
        ("csv",), ("csv", "--audience", "partners"), ("json",), ("csv", "--kind", "ngo"), ("csv", "--to", str(tmp_path / "a.csv")),
        ("csv", "--to", str(tmp_path / "b.csv")), ("csv", "--what", "terms", "--audience", "internal"), ("csv", "--coarse"),
    ):  # fmt: skip
        first = map_("export", *words, "--since-last", "--force")
        assert "tells all" in first.stdout + first.stderr
        assert "Nothing is new" in map_("export", *words, "--since-last").stderr
    with open_map(tmp_path / "test.db") as opened:
        assert opened.connection.execute("SELECT count(*) FROM schedules").fetchone() == (8,)


def test_a_file_without_news_is_not_touched(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    words = ("export", "csv", "--since-last", "--to", str(file))
    map_(*words)
    os.utime(file, ns=(1, 1))
    again = map_(*words)
    assert (again.exit_code, again.stdout, "was not touched" in again.stderr) == (0, "", True)
    assert map_(*words, "--format", "json").json["unchanged"] is True
    assert file.stat().st_mtime_ns == 1
    map_("add", "New Group", "--audience", "public")
    # What nobody fetched yet is not written over without --force, and told the next time.
    assert map_(*words).exit_code == 1
    assert file.stat().st_mtime_ns == 1
    assert map_(*words, "--force").exit_code == 0
    assert names(file.read_text()) == ["New Group"]


def test_what_a_graph_tells_of_a_new_tie_can_be_drawn(map_: Run, tmp_path: Path) -> None:
    words = ("export", "graphml", "--audience", "partners", "--since-last")
    map_(*words)
    map_("link", "city-trust", "us", "--rung", "1")
    graph = ET.fromstring(map_(*words, "--quiet").stdout)  # noqa: S314 - it was just made
    space = "{http://graphml.graphdrawing.org/xmlns}"
    nodes = {n.get("id") for n in graph.iter(f"{space}node")}
    edges = [(e.get("source"), e.get("target")) for e in graph.iter(f"{space}edge")]
    assert (nodes, [sorted(map(str, e)) for e in edges]) == ({"citizens", "city-trust"}, [["citizens", "city-trust"]])


def test_the_news_as_json_are_taken_in_by_whoever_has_the_rest(map_: Run, tmp_path: Path) -> None:
    theirs, file = tmp_path / "theirs.db", tmp_path / "news.json"
    create_map(theirs)
    words = ("export", "json", "--audience", "partners", "--since-last", "--force", "--to", str(file))
    for step in ((), ("add", "New Group", "--audience", "public"), ("link", "new-group", "us", "--rung", "1")):
        if step:
            map_(*step)
        map_(*words)
        assert map_("import", str(file), "--yes", map_=theirs).exit_code == 0
    assert len(json.loads(file.read_text())["relationships"]) == 1
    ties = map_("show", "new-group", "--format", "json", map_=theirs).json
    assert "Citizens" in json.dumps(ties)


@pytest.mark.parametrize("words", [("ics", "--audience", "internal"), ("csv", "--pseudonyms"), ("csv", "--preview")])
def test_what_cannot_be_told_in_pieces_is_refused(map_: Run, words: tuple[str, ...]) -> None:
    assert map_("export", *words, "--since-last").exit_code == 2


def test_what_could_not_be_handed_over_is_told_again(map_: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NgomapError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(export_news, "write_file", full)
        assert map_("export", "csv", "--since-last", "--to", str(map_path.with_name("x.csv"))).exit_code == 1
    with monkeypatch.context() as broken:
        broken.setattr(to_stdout.shutil, "copyfileobj", full)
        assert map_("export", "csv", "--since-last").exit_code == 1
    map_("log", "city-trust", "--on", "2026-05-01", "--next", "Call", "--due", "2026-05-02")
    with monkeypatch.context() as broken:
        broken.setattr(today_news, "note_told", full)
        assert map_("today", "--since-last").exit_code == 1
    assert runs(map_path) == []


def test_of_two_runs_at_once_one_writes(map_: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = map_path.with_name("new.csv")
    words = ("export", "csv", "--since-last", "--force", "--to", str(file))
    noting = export_news.noting

    def overtaken(opened: Map, last: Run_, *more: object) -> object:
        with open_map(map_path) as other:
            note_told(other, last, "2026-05-01", ())
        return noting(opened, last, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as other:
        other.setattr(export_news, "noting", overtaken)
        ran = map_(*words)
    assert (ran.exit_code, "Another run of the same job" in ran.stderr, file.exists()) == (11, True, False)
    assert map_(*words).exit_code == 0


def test_a_read_only_map_says_why_it_cannot(map_: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ngomap.store.schedule_edits.os.access", lambda *_: False)
    for words in (("export", "csv"), ("today",), ("report", "--to", str(map_path.with_name("r.md")))):
        ran = map_(*words, "--since-last")
        assert (ran.exit_code, ran.stdout, "--since-last notes in the map what was told" in ran.stderr) == (1, "", True)


def test_it_is_no_change_of_the_map(map_: Run, map_path: Path, tmp_path: Path) -> None:
    map_("log", "city-trust", "--on", "2026-05-01", "--next", "Call", "--due", "2026-05-02")
    history = map_("history", "--format", "json").json
    copies = tmp_path / "copies"
    map_("backup", "--to", f"{copies}/", "--if-changed")
    whole = map_("export", "json", "--audience", "internal").stdout
    map_("export", "json", "--since-last")
    map_("today", "--since-last")
    map_("report", "--to", str(tmp_path / "r.md"), "--no-pictures", "--since-last")
    assert len(runs(map_path)) == 3
    assert map_("export", "json", "--audience", "internal").stdout == whole
    assert map_("history", "--format", "json").json == history
    assert map_("undo", "--yes").exit_code == 0, "the last change is still one that a person made"
    assert map_("undo", "--yes").exit_code == 0
    map_("edit", "citizens", "--website", "https://c.example")
    assert map_("backup", "--to", f"{copies}/", "--if-changed", "--format", "json").json["action"] == "backed-up"
    map_("export", "csv", "--since-last")
    assert map_("backup", "--to", f"{copies}/", "--if-changed", "--format", "json").json["action"] == "unchanged"
    assert map_("check").exit_code == 0


def test_it_is_in_no_share_and_forgotten_with_whom_it_told_of(map_: Run, map_path: Path, tmp_path: Path) -> None:
    map_("export", "csv", "--since-last")
    share = tmp_path / "share.db"
    assert map_("share", "--to", str(share)).exit_code == 0
    assert runs(share) == []
    assert len(runs(map_path)) == 1
    map_("forget", "city-trust", "--yes")
    assert runs(map_path) == []


def test_a_report_is_written_when_its_readers_could_see_a_change(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    words = ("report", "--to", str(file), "--no-pictures", "--since-last", "--force")
    assert map_(*words).exit_code == 0
    os.utime(file, ns=(1, 1))
    map_("add", "Hidden Group", "--audience", "internal")
    same = map_(*words)
    assert (same.exit_code, same.stdout, "was not touched" in same.stderr) == (0, "", True)
    assert (map_(*words, "--quiet").stdout, map_(*words, "--quiet").stderr) == ("", "")
    assert map_(*words, "--format", "json").json["unchanged"] is True
    assert file.stat().st_mtime_ns == 1
    with open_map(tmp_path / "test.db") as opened:
        opened.connection.execute("UPDATE schedules SET on_date = '2026-02-03'")
    map_("add", "New Group", "--audience", "public")
    assert map_(*words).exit_code == 0
    text = file.read_text()
    assert "From 3 February 2026 to " in text
    assert "New Group" in text
    assert map_(*words, "--since", "2026-01-01").exit_code == map_(*words, "--as-of", "2026-01-01").exit_code == 2


def labels(ran: object) -> list[str]:
    return [f["label"] for f in ran.json["findings"]]  # type: ignore[attr-defined]


def test_today_does_not_repeat_itself_and_forgets_nothing(map_: Run) -> None:
    for n, due in enumerate(("2026-06-01", "2026-06-02", "2026-06-20"), 1):
        map_("log", "city-trust", "--on", "2026-05-01", "--next", f"Step {n}", "--due", due)
    words = ("today", "--since-last", "--on", "2026-06-03", "--format", "json")
    # What a limit left out comes the next time.
    assert labels(map_(*words, "--limit", "1")) == ["Step 1"]
    assert labels(map_(*words, "--limit", "1")) == ["Step 2"]
    nothing = map_(*words).json
    assert (nothing["findings"], nothing["caveats"][0][:36]) == ([], "Nothing is new. 2 things told before")
    mail = map_("today", "--since-last", "--on", "2026-06-03", "--quiet", "--format", "md")
    assert "2 of them overdue" in mail.stdout
    # What becomes due, and then overdue, is new each time.
    assert labels(map_("today", "--since-last", "--on", "2026-06-10", "--format", "json")) == ["Step 3"]
    late = map_("today", "--since-last", "--on", "2026-06-21", "--format", "json").json
    assert [(f["label"], f["group"]) for f in late["findings"]] == [("Step 3", "overdue")]
    assert "2 things told before still stand, 2 of them overdue" in late["caveats"][0]
    # Without the option it is the whole page, as ever.
    assert len(labels(map_("today", "--on", "2026-06-21", "--format", "json"))) == 3
    for n in (1, 2, 3):
        map_("done", str(n), "--on", "2026-06-21")
    silent = map_("today", "--since-last", "--on", "2026-06-21", "--quiet", "--format", "md")
    assert (silent.exit_code, silent.stdout, silent.stderr) == (0, "", "")
    assert "Nothing needs us" in map_("today", "--since-last", "--on", "2026-06-21").stderr


def test_everybody_has_a_last_look_of_their_own(map_: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    map_("log", "city-trust", "--on", "2026-05-01", "--next", "Step", "--due", "2026-06-01")
    words = ("today", "--since-last", "--on", "2026-06-03", "--format", "json")
    for who in ("Ana", "Ben"):
        monkeypatch.setenv("NGOMAP_AUTHOR", who)
        assert labels(map_(*words)) == ["Step"]
        assert labels(map_(*words)) == []


def test_jobs_that_are_never_the_same_do_not_fill_the_map(map_: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ngomap.store.schedule_edits.MOST_JOBS", 2)
    for day in ("05", "06", "07"):
        map_("export", "geojson", "--since-last", "--to", str(map_path.with_name(f"2026-{day}.geojson")))
        map_("export", "csv", "--since-last", "--to", str(map_path.with_name(f"2026-{day}.csv")))
    assert len(runs(map_path)) == 2


def test_a_workbook_of_what_is_new(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "new.xlsx"
    words = ("export", "xlsx", "--since-last", "--to", str(file), "--force")
    assert map_(*words).exit_code == 0
    map_("add", "New Group", "--audience", "public")
    assert map_(*words).exit_code == 0
    sheet = load_workbook(file)["actors"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["New Group"]
    before = file.read_bytes()
    assert "Nothing is new" in map_(*words).stderr
    assert file.read_bytes() == before
