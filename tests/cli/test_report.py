"""`ngomap report`: pages for a board, from a map of any kind, the same every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ngomap.cli import network_rows, report, report_pictures, report_writing
from ngomap.errors import MissingExtra
from ngomap.model.report_document import SECTIONS
from ngomap.store.connection import Map
from ngomap.store.reports import is_noted
from ngomap.store.whole_load import load
from tests.conftest import Run
from tests.exporters.test_report_forms import Parsed, words_of_docx


def text_of(run: Run, path: Path, *more: str) -> str:
    found = run("report", "--to", str(path), "--no-pictures", *more)
    assert found.exit_code == 0, found.stderr
    return path.read_text(encoding="utf-8")


def titles(text: str) -> list[str]:
    return [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]


def test_the_names_of_sections_are_one_list() -> None:
    assert tuple(SECTIONS) == report.SECTION_NAMES


def test_every_section_of_the_example_says_what_the_questions_answer(run: Run, example: Map, tmp_path: Path) -> None:
    text = text_of(run, tmp_path / "r.md", "--audience", "internal")
    assert titles(text) == list(SECTIONS.values())
    gaps = run("gaps", "coverage", "--limit", "0", "--format", "json").json
    # Counted once by the command over everything; nothing of the example that bears on coverage is secret.
    assert f"that is so for {gaps['totals']['no presence']} needs" in text
    promises = run("commitment", "list", "--format", "json", "--limit", "0").json
    kept = sum(str(r["status"]).startswith("kept") for r in promises["records"])
    assert f"Of {promises['total']} promises, {kept} are kept" in text
    assert "Citizens Fighting Corruption works with 13 others" in text
    assert "| 5 collaboration | We run projects together | 3 | 3 |" in text
    assert "Call again after their congress" in text
    for line in text.splitlines():
        assert "ngomap " not in line.split("All of it:")[0].replace("with ngomap.", ""), "a board runs no commands"


def test_the_public_is_told_nothing_that_withheld_ties_would_make_untrue(run: Run, example: Map, tmp_path: Path) -> None:
    """Bright Slate and the schools coordinate, by ties that are for partners; a public page must not say they do not."""
    public, inside = (text_of(run, tmp_path / f"{a}.md", "--audience", a) for a in ("public", "internal"))
    pair = "Bright Slate Learning and Upper Quelvara Schools Authority"
    assert f"| Coordinated | {pair}" in inside
    assert pair in public
    for words in ("Not coordinated", "overlaps not coordinated", "without coordination", "cut off", "Needs a second way",
                  "lose touch", "Overdue", "We run projects together"):  # fmt: skip
        assert words not in public
        assert words in inside or words == "Not coordinated"
    assert "left out for the public" in public and "Our own follow-ups are for ourselves" in public


def test_without_any_tie_nobody_is_called_uncoordinated(run: Run, empty_map: Map, tmp_path: Path) -> None:
    work = [{"actor": a, "term": "issue:health", "area": p} for a in ("ash", "oak") for p in ("north", "south")]
    load(empty_map, {
        "ngomap": "map/1", "areas": [{"handle": p, "name": p.title()} for p in ("north", "south")], "activities": work,
        "actors": [{"handle": h, "name": h.title(), "kind": "ngo"} for h in ("ash", "oak")],
    })  # fmt: skip
    text = text_of(run, tmp_path / "r.md", "--audience", "internal")
    assert "Ash and Oak" in text and "No ties are known" in text
    assert "Not coordinated" not in text and "overlaps not coordinated" not in text and "could call" not in text


def test_partners_see_the_recorded_steps_and_no_evidence(run: Run, example: Map, tmp_path: Path) -> None:
    text = text_of(run, tmp_path / "r.md", "--audience", "partners")
    assert "| 5 collaboration | We run projects together | 3 |" in text
    assert "No contact is logged" not in text and "is for ourselves and left out here" in text


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_each_section_stands_alone(run: Run, example: Map, tmp_path: Path, name: str, audience: str) -> None:
    text = text_of(run, tmp_path / "r.md", "--only", name, "--audience", audience)
    assert titles(text) == [SECTIONS[name]]


def test_of_a_large_map_it_is_said_whose_ties_these_are(
    run: Run, example: Map, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--audience", "partners", "--only", "summary", "--only", "changes", "--only", "network")
    said = "Ties and circles: the map has"
    assert said not in text_of(run, tmp_path / "small.md", *asked)
    monkeypatch.setattr(network_rows, "MOST_TIES", 60)
    text = text_of(run, tmp_path / "large.md", *asked)
    assert text.count(said) == 3 and text.count("about us and our contacts") == 3


def test_where_even_our_contacts_are_too_many_the_rest_is_told(
    run: Run, example: Map, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = text_of(run, tmp_path / "small.md", "--audience", "partners")
    monkeypatch.setattr(network_rows, "MOST_TIES", 0)
    text = text_of(run, tmp_path / "large.md", "--audience", "partners")
    assert titles(text) == titles(whole)
    said = "Ties and circles: left out. Even our own contacts are more than this question takes in at once"
    assert text.count(said) == 3
    assert "knows of no ties" not in text
    assert "ties between them" in whole and "ties between them" not in text
    # What does not rest on ties is as it was.
    gaps = "## What is missing"
    assert text.partition(gaps)[2].partition("\n## ")[0] == whole.partition(gaps)[2].partition("\n## ")[0] != ""


def test_only_keeps_the_order_of_the_report(run: Run, example: Map, tmp_path: Path) -> None:
    text = text_of(run, tmp_path / "r.md", "--only", "gaps", "--only", "summary", "--only", "gaps")
    assert titles(text) == ["Summary", "What is missing"]
    wrong = run("report", "--to", str(tmp_path / "q.md"), "--only", "everything")
    assert wrong.exit_code == 2 and not (tmp_path / "q.md").exists()


def test_an_issue_and_an_area_narrow_it(run: Run, example: Map, tmp_path: Path) -> None:
    text = text_of(run, tmp_path / "r.md", "--issue", "drinking-water", "--area", "valmore", "--audience", "internal")
    assert "about Drinking water in Valmoré" in text
    assert "Basic education" not in text and "Drinking water in Valmoré" in text


def test_it_begins_at_the_last_report_of_an_earlier_day(run: Run, example: Map, tmp_path: Path) -> None:
    first = text_of(run, tmp_path / "a.md", "--as-of", "2026-08-01", "--audience", "internal")
    assert "No earlier report for these readers is known" in first
    second = text_of(run, tmp_path / "b.md", "--audience", "internal")
    assert "From 1 August 2026 to 1 November 2026" in second and "No earlier report" not in second
    again = run("report", "--to", str(tmp_path / "b.md"), "--no-pictures", "--audience", "internal", "--format", "json")
    assert again.exit_code == 0 and again.json["unchanged"] is True
    others = text_of(run, tmp_path / "c.md", "--audience", "partners")
    assert "No earlier report for these readers is known" in others
    asked = text_of(run, tmp_path / "d.md", "--audience", "internal", "--since", "2026-10-01")
    assert "From 1 October 2026 to 1 November 2026" in asked


def test_only_a_report_that_tells_of_changes_is_noted(run: Run, example: Map, tmp_path: Path) -> None:
    text_of(run, tmp_path / "a.md", "--only", "gaps")
    assert not is_noted(example, "public", "2026-11-01")
    text_of(run, tmp_path / "b.md", "--only", "changes")
    assert is_noted(example, "public", "2026-11-01")


def test_a_map_that_may_only_be_read_is_told_of_and_not_noted(
    run: Run, example: Map, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        from ngomap.errors import NgomapError

        raise NgomapError("test.db cannot be written (read-only file or folder).")

    monkeypatch.setattr(report_writing, "note_report", refused)
    found = run("report", "--to", str(tmp_path / "r.md"), "--no-pictures")
    assert found.exit_code == 0 and "could not be noted" in found.stderr
    assert (tmp_path / "r.md").exists()


def test_a_file_that_says_something_else_is_left_alone(run: Run, example: Map, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text("mine")
    assert run("report", "--to", str(path), "--no-pictures").exit_code == 1
    assert path.read_text() == "mine"
    assert not is_noted(example, "public", "2026-11-01"), "what was not written is no report"
    assert run("report", "--to", str(path), "--no-pictures", "--force").exit_code == 0
    assert path.read_text().startswith("<!doctype html>")


@pytest.mark.parametrize(("options", "code"), [
    ([], 2), (["--to", "r.pdf"], 2), (["--to", "r.md", "--audience", "secret"], 2), (["--to", "r.md", "--since", "soon"], 2),
    (["--to", "r.md", "--as-of", "2026-01-01", "--since", "2026-02-01"], 2), (["--to", "r.md", "--issue", "nothing"], 1),
])  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_written(
    run: Run, example: Map, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    found = run("report", *options)
    assert found.exit_code == code and found.stderr
    assert not list(tmp_path.glob("r.*"))


@pytest.mark.parametrize(("form", "audience"), [*zip(report.FORMS, ("public", "internal", "public"), strict=True)])
def test_an_empty_map_and_one_without_us_are_told_plainly(
    run: Run, empty_map: Map, tmp_path: Path, form: str, audience: str
) -> None:
    path = tmp_path / f"r.{form}"
    found = run("report", "--to", str(path), "--audience", audience)
    assert found.exit_code == 0, found.stderr
    data = path.read_bytes()
    said = words_of_docx(data) if form == "docx" else data.decode()
    assert "holds nothing yet" in said and "None" not in said
    load(empty_map, {"ngomap": "map/1", "actors": [{"handle": h, "name": h, "kind": "ngo"} for h in ("ash", "oak")],
                     "relationships": [{"type": "works-with", "from": "ash", "to": "oak", "rung": 3, "audience": "public"}]})  # fmt: skip
    found = run("report", "--to", str(path), "--audience", audience, "--force")
    assert found.exit_code == 0, found.stderr
    data = path.read_bytes()
    said = words_of_docx(data) if form == "docx" else data.decode()
    assert "The map knows 2 organizations" in said and "None" not in said


def test_awkward_names_stay_text(run: Run, empty_map: Map, tmp_path: Path) -> None:
    names = ["<script>alert(1)</script>", "a | b **c**", "جمعية المياه", "x\u202e\x1b[31m", "</title>&amp;"]
    actors = [{"handle": f"a{n}", "name": name, "kind": "ngo", "issues": ["health"]} for n, name in enumerate(names)]
    load(empty_map, {
        "ngomap": "map/1", "terms": [{"vocabulary": "issue", "slug": "health", "name": "<b>Health</b>"}],
        "actors": actors, "map": {"name": "<i>Our</i> | map"},
        "relationships": [{"type": "works-with", "from": "a0", "to": f"a{n}", "audience": "public"} for n in range(1, 5)],
    })  # fmt: skip
    for form in report.FORMS:
        assert run("report", "--to", str(tmp_path / f"r.{form}"), "--title", "<u>|T|</u>").exit_code == 0
    page = Parsed((tmp_path / "r.html").read_text())
    assert not {"script", "b", "i", "u"} & set(page.names())
    assert "<u>|T|</u>" in page.words
    text = (tmp_path / "r.md").read_text()
    assert "\x1b" not in text and "\u202e" not in text and "\\<script\\>" in text
    assert "جمعية المياه" in text and "جمعية المياه" in words_of_docx((tmp_path / "r.docx").read_bytes())


def test_another_process_writes_the_same_bytes(run: Run, example: Map, map_path: Path, tmp_path: Path) -> None:
    forms = {"html": (tuple(SECTIONS), 1), "docx": (("network",), 1), "md": (("map",), 2)}

    def lines(folder: Path) -> list[list[str]]:
        folder.mkdir()
        begin = ["report", "--audience", "internal", "--to"]
        return [[*begin, str(folder / f"r.{form}"), *(w for name in only for w in ("--only", name))] for form, (only, _) in forms.items()]

    here, there = tmp_path / "here", tmp_path / "there"
    for line in lines(here):
        assert run(*line).exit_code == 0
    other = (
        "import json, sys; from typer.testing import CliRunner; from ngomap.cli.app import app\n"
        "for line in json.load(sys.stdin): assert CliRunner().invoke(app, ['--map', sys.argv[1], *line]).exit_code == 0"
    )
    # This process has a seed by chance, or none.
    subprocess.run(
        [sys.executable, "-c", other, str(map_path)], input=json.dumps(lines(there)), text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    written = [{p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()} for folder in (here, there)]
    assert written[0] == written[1]
    assert len(written[0]) == sum(files for _, files in forms.values())


def test_pictures_of_markdown_lie_in_a_folder_beside_it(run: Run, example: Map, tmp_path: Path) -> None:
    path = tmp_path / "my board.md"
    found = run("report", "--to", str(path), "--only", "network", "--format", "json")
    assert found.json["written"] == {"sections": 1, "pictures": 1}
    assert (tmp_path / "my board-pictures" / "network.png").read_bytes().startswith(b"\x89PNG")
    assert "](my%20board-pictures/network.png)" in path.read_text()
    (tmp_path / "x-pictures").symlink_to(tmp_path)
    refused = run("report", "--to", str(tmp_path / "x.md"), "--only", "network")
    assert refused.exit_code == 1 and "symbolic link" in refused.stderr


def test_without_what_draws_words_are_written_and_that_is_said(
    run: Run, example: Map, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise MissingExtra("Drawing needs what is not installed here: altair.", "Install it.")

    monkeypatch.setattr("ngomap.cli.drawing.need_pictures", missing)
    found = run("report", "--to", str(tmp_path / "r.html"), "--format", "json")
    assert found.exit_code == 0
    assert "pictures" not in found.json["written"] and found.json["notes"][0].startswith("Pictures were left out.")
    monkeypatch.setattr(report_writing, "find_spec", lambda _: None)
    found = run("report", "--to", str(tmp_path / "r.docx"))
    assert found.exit_code == 1 and "python-docx" in found.stderr and "pip install" in found.stderr


def test_a_picture_that_cannot_be_drawn_leaves_the_rest(
    run: Run, example: Map, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_pictures, "MOST_IN_A_NETWORK", 1)
    found = run("report", "--to", str(tmp_path / "r.html"), "--only", "network", "--only", "gaps", "--format", "json")
    assert found.json["written"] == {"sections": 2, "pictures": 1}
    assert "'network' was left out" in found.json["notes"][0]


def test_the_answer_says_what_was_written_and_withheld(run: Run, example: Map, tmp_path: Path) -> None:
    found = run("report", "--to", str(tmp_path / "r.md"), "--no-pictures", "--format", "json")
    answer = json.loads(found.stdout)
    assert answer["ngomap"] == "export/1" and answer["format"] == "md" and answer["audience"] == "public"
    assert answer["written"] == {"sections": len(SECTIONS)} and answer["withheld"]["events"] == 50
