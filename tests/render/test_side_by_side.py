"""Groups of findings beside each other."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len

from ngomap.model.report import Finding, Reason
from ngomap.model.side_by_side import SideBySide
from ngomap.render.markdown import markdown_text
from ngomap.render.plain import json_text
from ngomap.render.table import print_table

FIVE = ("far left", "left", "middle", "right", "far right")
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsverein"
NAMES = ("Plain", LONG, "日本水資源管理協会連合会本部事務局", "جمعية المياه النظيفة للتنمية", "[bold]x[/] \x1b[31m\u202eRTL", "🎭 mask 🎭")


def finding(name: str, group: str, value: float | None = 3, *notes: str) -> Finding:
    return Finding(name, name, value, "of 5", (*(Reason("note", n) for n in notes), Reason("other", "unseen")), group)


def picture(*findings: Finding, columns: tuple[str, ...] = FIVE, **more: object) -> SideBySide:
    return SideBySide("x", "Who?", "So.", {}, findings, columns=columns, noted=("note",), **more)  # type: ignore[arg-type]


def drawn(report: SideBySide, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    print_table(report, color=False)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [72, 80, 100, 140])
def test_awkward_names_break_no_column(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = picture(*(finding(name, group, 5, "was elsewhere") for group in FIVE for name in NAMES))
    lines = drawn(report, width, capsys, monkeypatch)
    assert all(cell_len(line) <= width for line in lines)
    starts = [line for line in lines if "●●●●●" in line]
    assert len(starts) == len(NAMES)
    # Every row begins its five cells at the same five places, whatever stands in the cells before.
    for line in starts:
        at = [cell_len(line[:i]) for i in range(len(line)) if line.startswith("●●●●●", i)]
        assert at == [cell_len(starts[0][:i]) for i in range(len(starts[0])) if starts[0].startswith("●●●●●", i)]
        assert len(at) == len(FIVE)
    text = "".join("".join(lines).split())
    assert "\x1b" not in text
    assert "<001B>" in text
    assert "unseen" not in text


def test_every_letter_of_a_long_name_is_there(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(picture(finding(LONG, "middle")), 80, capsys, monkeypatch)
    assert LONG in "".join(line.strip() for line in lines)


@pytest.mark.parametrize(("width", "letters"), [(80, 10), (100, 14), (300, 40)])
def test_the_whole_width_is_used_and_no_more(
    width: int, letters: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for more, beside in ((0, len(FIVE)), (1, 0)):
        cell = "●●● " + "x" * (letters + more)
        report = picture(*(finding("x" * (letters + more), group) for group in FIVE))
        assert sum(line.count(cell) for line in drawn(report, width, capsys, monkeypatch)) == beside


def test_marks_counts_and_what_is_left_out(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    report = picture(
        finding("None", "left", None), finding("Nil", "left", 0), finding("Some", "right", 2, "A was.", "b"),
        finding("Other", "elsewhere", 1), totals={**dict.fromkeys(FIVE, 0), "left": 4, "right": 1, "elsewhere": 1},
    )  # fmt: skip
    lines = drawn(report, 100, capsys, monkeypatch)
    text = "\n".join(lines)
    assert "Far left (0)" in text
    assert "Left (4)" in text
    assert "? None" in text
    assert "0 Nil" in text
    assert "●● Some (a was; b)" in text
    assert "... and 2 more" in text
    assert "--limit 0 shows all." in text
    assert "Elsewhere" in lines
    assert text.count("Some") == 1


def test_without_room_or_without_anybody_the_groups_are_lists(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = drawn(picture(finding("Some", "right", 2)), 40, capsys, monkeypatch)
    assert "  1. Some  2 of 5" in lines
    assert "●" not in "".join(lines)
    assert drawn(picture(), 100, capsys, monkeypatch) == ["Who?", "So.", "Nothing found."]


def test_where_only_ascii_can_be_written_the_marks_are_stars(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setenv("COLUMNS", "100")
    print_table(picture(finding("Some", "right", 2)), color=False)
    stream.seek(0)
    assert "** Some" in stream.read()


def test_the_heads_of_columns_without_counts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(picture(finding("Some", "a", 2), columns=("a", "b"), counted=False), 80, capsys, monkeypatch)
    assert "(" not in "".join(lines)


def test_elsewhere_it_is_a_report_like_any_other() -> None:
    report = picture(finding("Some", "right", 2, "was left"))
    assert '"ngomap": "report/1"' in json_text(report)
    assert "columns" not in json_text(report)
    assert "## right (1)" in markdown_text(report)
    assert isinstance(report.limited(1), SideBySide)
