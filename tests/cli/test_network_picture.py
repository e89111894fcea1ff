"""`ngomap network --to` and `--around`: which rows are drawn for whom, and that what is withheld leaves no trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ngomap.cli import network_around
from ngomap.pictures import saving
from tests.conftest import Run
from tests.golden.test_golden import HERE


@pytest.fixture
def tiny(run: Run) -> Run:
    """The tiny map of the golden answers: us - brook - creek - ebb, and delta without ties."""
    assert run("init").exit_code == 0
    assert run("import", str(HERE / "tiny.json")).exit_code == 0
    return run


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn from, with its data, instead of the drawing: it holds more, and takes a tenth of the time."""
    monkeypatch.setattr(saving, "saved", lambda picture, form: repr(picture).encode())


def drawn(run: Run, path: Path, *words: str, audience: str = "partners") -> Any:
    ran = run("network", "--to", str(path), "--audience", audience, "--force", *words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json



def test_the_picture_of_the_map_in_every_form_and_again_the_same(tiny: Run, tmp_path: Path) -> None:
    for form in ("html", "pdf"):
        path = tmp_path / f"network.{form}"
        answer = drawn(tiny, path)
        assert answer["written"] == {"actors": 5, "ties": 3} and not answer["unchanged"]
        assert drawn(tiny, path)["unchanged"]
    page = (tmp_path / "network.html").read_text(encoding="utf-8")
    assert "Brook" in page and "Without a tie in this picture (1)" in page and "for: partners" in page


def test_a_file_is_for_the_public_unless_somebody_is_named(tiny: Run, tmp_path: Path) -> None:
    path = tmp_path / "n.svg"
    ran = tiny("network", "--to", str(path), "--format", "json")
    assert ran.exit_code == 0
    assert ran.json["audience"] == "public" and ran.json["written"] == {"actors": 5, "ties": 0}
    assert ran.json["withheld"] == {"ties": 3}
    assert any("--audience partners" in note for note in ran.json["notes"])
    text = path.read_text(encoding="utf-8")
    assert "works with" not in text and "withheld" not in text.casefold()
    assert tiny("network", "--to", str(path), "--audience", "secret").exit_code == 2


def test_a_map_without_ties_and_one_whose_ties_are_withheld_look_the_same(run: Run, tmp_path: Path) -> None:
    pictures = []
    for name, tied in (("with", True), ("without", False)):
        map_ = tmp_path / f"{name}.db"
        for words in (("init",), ("add", "Alba"), ("add", "Brook"), *([("link", "alba", "brook")] if tied else [])):
            assert run(*words, map_=map_).exit_code == 0
        path = tmp_path / f"{name}.html"
        assert run("network", "--to", str(path), map_=map_).exit_code == 0
        pictures.append(path.read_bytes())
    assert pictures[0] == pictures[1]


@pytest.mark.usefixtures("quick")
def test_the_withheld_leave_no_trace_in_words_or_places(tiny: Run, tmp_path: Path) -> None:
    before, after = tmp_path / "before.html", tmp_path / "after.html"
    drawn(tiny, before)
    tiny("add", "Hidden House", "--audience", "secret")
    tiny("person", "add", "Quin Quiet", "--org", "brook")
    for other in ("us", "brook", "ebb", "delta"):
        assert tiny("link", "hidden-house", other, "--rung", "5").exit_code == 0
    tiny("link", "us", "ebb", "--rung", "4", "--notes", "Zq-note", "--audience", "internal")
    for words in ((), ("--people",), ("--focus", "brook"), ("--around", "us", "--steps", "3")):
        drawn(tiny, after, *words)
        text = after.read_text(encoding="utf-8")
        assert not any(secret in text for secret in ("Hidden", "hidden-house", "Quin", "Zq-note"))
        if not words:
            assert after.read_bytes() == before.read_bytes()
    everything = drawn(tiny, after, "--people", audience="internal")
    assert everything["written"]["actors"] == 6 and "Quin Quiet" in after.read_text(encoding="utf-8")


@pytest.mark.usefixtures("quick")
def test_for_the_public_a_rung_does_not_show_in_widths_places_or_words(run: Run, tmp_path: Path) -> None:
    pictures = []
    for rung in ("1", "5"):
        map_ = tmp_path / f"{rung}.db"
        run("init", map_=map_)
        for name in ("Alba", "Brook", "Creek"):
            run("add", name, map_=map_)
        run("link", "alba", "brook", "--rung", rung, "--audience", "public", map_=map_)
        run("link", "brook", "creek", "--rung", "2", "--audience", "public", map_=map_)
        path = tmp_path / f"{rung}.svg"
        assert run("network", "--to", str(path), map_=map_).exit_code == 0
        pictures.append(path.read_text(encoding="utf-8"))
    assert pictures[0] == pictures[1] and "Alba works with Brook" in pictures[0]


@pytest.mark.usefixtures("quick")
def test_people_are_drawn_when_asked_for(tiny: Run, tmp_path: Path) -> None:
    tiny("person", "add", "Ana", "--org", "brook")
    path = tmp_path / "n.svg"
    assert drawn(tiny, path, audience="internal")["written"]["actors"] == 5
    assert drawn(tiny, path, "--area", "west", audience="internal")["written"]["actors"] == 2
    assert drawn(tiny, path, "--area", "west", "--people", audience="internal")["written"]["actors"] == 3
    assert drawn(tiny, path, "--people", audience="internal")["written"]["actors"] == 6
    assert drawn(tiny, path, "--kind", "person", audience="internal")["written"]["actors"] == 1


@pytest.mark.usefixtures("quick")
def test_around_somebody_are_those_within_so_many_steps(tiny: Run, tmp_path: Path) -> None:
    path = tmp_path / "n.svg"
    assert drawn(tiny, path, "--around", "us", "--steps", "1")["written"] == {"actors": 2, "ties": 1}
    assert drawn(tiny, path, "--around", "us")["written"] == {"actors": 3, "ties": 2}
    assert "Around Us" in path.read_text(encoding="utf-8") and "2 steps" in path.read_text(encoding="utf-8")
    assert drawn(tiny, path, "--around", "us", "--steps", "3")["written"] == {"actors": 4, "ties": 3}
    tiny("link", "us", "delta", "--status", "wanted")
    tiny("link", "delta", "ebb", "--rung", "1")
    assert drawn(tiny, path, "--around", "us", "--steps", "2")["written"]["actors"] == 4


def test_around_somebody_in_words(tiny: Run) -> None:
    tiny("link", "us", "delta", "--status", "wanted")
    answer = tiny("network", "--around", "us", "--steps", "2", "--limit", "0", "--format", "json").json
    assert answer["parameters"]["around"] == "us" and answer["parameters"]["steps"] == 2
    assert [f["value"] for f in answer["findings"] if f["group"].startswith("circles")] == [3]
    assert not any(f["subject"] == "isolated" for f in answer["findings"])
    assert any("within 2 steps" in c for c in answer["caveats"])
    compared = tiny("network", "--around", "us", "--compare", "2020-01-01", "--format", "json").json
    assert compared["parameters"]["around"] == "us"


@pytest.mark.usefixtures("quick")
def test_ways_around_somebody_lead_by_those_who_meet_the_filters(tiny: Run, tmp_path: Path) -> None:
    path = tmp_path / "n.svg"
    tiny("edit", "creek", "--level", "national")
    tiny("edit", "brook", "--level", "local")
    tiny("edit", "ebb", "--level", "local")
    assert drawn(tiny, path, "--around", "us", "--steps", "3", "--level", "local")["written"]["actors"] == 2


@pytest.mark.usefixtures("quick")
def test_a_day_before_what_was_not_there_yet(tiny: Run, tmp_path: Path) -> None:
    tiny("add", "Fresh Start", "--founded", "2026-05-20")
    tiny("link", "fresh-start", "us", "--since", "2026-05-20")
    path = tmp_path / "n.svg"
    assert drawn(tiny, path, "--around", "fresh-start", "--steps", "1")["written"]["actors"] == 2
    assert drawn(tiny, path, "--around", "us", "--steps", "1", "--as-of", "2026-05-01")["written"]["actors"] == 2
    assert "Fresh" not in path.read_text(encoding="utf-8")
    assert drawn(tiny, path, "--around", "fresh-start", "--as-of", "2026-05-01")["written"] == {"actors": 0, "ties": 0}


def test_who_is_above_the_audience_or_not_drawn_cannot_be_asked_about(tiny: Run, tmp_path: Path) -> None:
    tiny("add", "Hidden House", "--audience", "internal")
    path = tmp_path / "n.svg"
    for words in (("--around", "hidden-house"), ("--focus", "hidden-house"), ("--focus", "delta", "--around", "us")):
        ran = tiny("network", "--to", str(path), *words)
        assert ran.exit_code == 1 and not path.exists(), words
    assert tiny("network", "--around", "hidden-house", "--audience", "partners").exit_code == 1
    assert tiny("network", "--around", "hidden-house").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--focus", "us"), ("--people",), ("--steps", "2"), ("--around", "us", "--steps", "4"),
        ("--around", "us", "--steps", "0"), ("--to", "n.gif"), ("--to", "n.svg", "--compare", "2025-01-01"),
        ("--around", "us", "--to", "n.svg", "--audience", "friends"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_together(tiny: Run, words: tuple[str, ...]) -> None:
    ran = tiny("network", *words)
    assert ran.exit_code == 2 and ran.stdout == ""
    assert ran.stderr.count("\n") <= 3


def test_too_many_around_somebody(tiny: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_around, "MOST_AROUND", 2)
    ran = tiny("network", "--around", "us", "--steps", "2")
    assert ran.exit_code == 2 and "--steps 1" in ran.stderr


def test_a_map_with_nobody(run: Run, tmp_path: Path) -> None:
    assert run("init").exit_code == 0
    assert drawn(run, tmp_path / "n.html")["written"] == {"actors": 0, "ties": 0}
    assert "Nobody to draw." in (tmp_path / "n.html").read_text(encoding="utf-8")


def test_what_is_said_of_a_cut_picture_is_what_is_drawn(tiny: Run, tmp_path: Path) -> None:
    path = tmp_path / "n.svg"
    answer = drawn(tiny, path, "--most", "3")
    assert answer["written"] == {"actors": 3, "ties": 2}
    said = "Shown are the 3 best connected of 5 actors, those tied to us before all others; choose with --issue, --area, --around or --most."
    assert answer["notes"][0] == said
    text = path.read_text(encoding="utf-8")
    assert "The 3 best connected of 5 actors, 2 ties" in text
    told = [f'aria-label="{name}&#xA;' in text for name in ("Us (us)", "Brook", "Creek", "Delta", "Ebb")]
    assert told == [True, True, True, False, False]
    assert "tied to 2 others&#xA;" in text and "others here" not in text
    assert not any("Shown are" in note for note in drawn(tiny, path, "--most", "5")["notes"])
    assert tiny("network", "--most", "3").exit_code == 2


def test_a_picture_is_made_of_more_than_a_question_takes_in(tiny: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ngomap.cli import network_rows

    path = tmp_path / "n.svg"
    whole = drawn(tiny, path)["written"]
    monkeypatch.setattr(network_rows, "MOST_TIES", 1)
    assert drawn(tiny, path)["written"] == whole
    monkeypatch.setattr(network_rows, "DRAWN_FROM_TIES", 1)
    assert drawn(tiny, path)["written"]["actors"] == 2
