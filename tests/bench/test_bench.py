"""The benchmarks' answers are checked wherever the tests run; their times are not."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.bench import __main__ as runner
from tests.bench import completion as completing
from tests.bench import searching as asking
from tests.bench import start_up as starting
from tests.bench.completion import completion
from tests.bench.measuring import (
    GROWTH_HEAD,
    HEAD,
    Line,
    Taken,
    growth,
    growth_table,
    line,
    meaning,
    medians,
    run,
    same,
    short,
    table,
)
from tests.bench.results import INTRODUCTION, RESULTS, sections, write_results
from tests.bench.searching import searching
from tests.bench.start_up import BOUNDS, start_up

NUMBER = r"[\d,]+(\.\d)? m?s"
ROW = re.compile(rf"\| [^|]+ \| {NUMBER} \| [\d,]* \| [^|]+ \| {NUMBER} \| [\d,]* \| [\d.]+ \| ([\d.]+( MISSED)?)? \|")
GROWN = re.compile(r"\| [^|]+ \| [\dkM, ]+ \| n\^-?[\d.]+ \| [^|]+ \| (no|from [\dkM]+) \| n\^-?[\d.]+ \|")
MEASURED = re.compile(r"Measured on 20\d\d-\d\d-\d\d \(.+, \d+ cores, CPython .+\)\.")
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def untimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands' answers are asked for and compared; they are not run again to be timed."""
    for part in (starting, asking, completing):
        monkeypatch.setattr(part, "medians", lambda commands, *_, **__: {name: Taken(1.0, 20.0) for name in commands})


@pytest.mark.usefixtures("untimed")
def test_start_up_answers_are_right_and_the_slowest_are_named() -> None:
    lines = start_up(every=("list", "schema"), few=1)
    assert [line.what for line in lines][: len(BOUNDS)] == list(BOUNDS)
    assert lines[len(BOUNDS)].what.endswith("--help, the slowest of 2 commands")
    assert {line.what for line in lines[len(BOUNDS) + 1 :]} == {"ngomap list, on the example", "ngomap schema, on the example"}
    assert all(line.seconds > 0 and (line.peak or 0) > 5 for line in lines)


@pytest.mark.usefixtures("untimed")
def test_searches_answer_as_the_queries_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_questions", lambda made, ask=asking._questions: ask(made)[2::3])
    lines = searching(sizes=(1_000,))
    assert [line.what for line in lines] == [
        "ngomap list --issue, the commonest", "ngomap list --area --issue", "ngomap show", "ngomap find, misspelt", "ngomap show, misspelt"
    ]  # fmt: skip
    monkeypatch.setattr(asking, "_questions", lambda made: [asking.Question("x", ("list",), asking.LISTED.format(" AND 0"))])
    with pytest.raises(AssertionError, match="the answers differ"):
        searching(sizes=(1_000,))


@pytest.mark.usefixtures("untimed")
def test_completion_offers_what_the_map_has(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {typed: query for typed, query in completing.LINES.items() if "show" in typed or "area" in typed}
    monkeypatch.setattr(completing, "LINES", kept)
    assert [line.what for line in completion(sizes=(1_000,))] == [f"{typed}<TAB>" for typed in kept]
    monkeypatch.setattr(completing, "LINES", {"ngomap show united-w": "SELECT 'nobody'"})
    with pytest.raises(AssertionError, match="the answers differ"):
        completion(sizes=(1_000,))


def test_a_process_is_measured_and_one_that_fails_is_an_error(tmp_path: Path) -> None:
    large = [sys.executable, "-c", "x = b'x' * 60_000_000"]
    small = [sys.executable, "-c", "pass"]
    taken = medians({"large": large, "small": small}, tmp_path, repetitions=1)
    assert (taken["large"].mebibytes or 0) > (taken["small"].mebibytes or 0) + 40
    assert run([sys.executable, "-c", "raise SystemExit(3)"], fine=(0, 3)).seconds > 0
    with pytest.raises(Exception, match="exit status 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_missed_bound_is_said() -> None:
    assert "MISSED" in table([Line("slow", 2.0, "fast", 1.0, 1.5)])
    assert "MISSED" not in table([Line("fast", 1.0, "slow", 2.0, 0.6)])
    assert not Line("slow", 2.0, "fast", 1.0).missed
    with pytest.raises(AssertionError, match="x: the answers differ: 1 and 2"):
        same(1, 2, "x")


@pytest.mark.parametrize(
    ("exponent", "said"),
    [(0.0, "hardly any growth"), (0.5, "slower than n"), (1.0, "as n"), (1.1, "as n log n"), (1.3, "FASTER than n log n")],
)
def test_growth_is_told_in_words(exponent: float, said: str) -> None:
    sizes = [10_000, 100_000, 1_000_000]
    found = growth(sizes, [0.01 * n**exponent for n in sizes])
    assert round(found, 6) == exponent
    assert meaning(found, sizes) == said


def test_growth_stands_in_a_table_of_its_own() -> None:
    taken = {size: {"a": Taken(size / 10_000, 20), "b": Taken(1.0, 30)} for size in (1_000, 10_000, 100_000)}
    lines = [line(t, "a", "b", 1.0, size) for size, t in taken.items()]
    assert growth_table(lines[:2]) == ""
    assert growth_table(lines).splitlines() == [*GROWTH_HEAD, "| a | 1k, 10k, 100k | n^1.00 | as n | from 100k | n^0.00 |"]
    assert [short(size) for size in taken] == ["1k", "10k", "100k"]
    assert ROW.fullmatch(table(lines).splitlines()[-1])
    assert table(lines).splitlines()[-1] == "| a, 100k | 10.0 s | 20 | b | 1,000 ms | 30 | 10.00 | 1.00 MISSED |"


def test_a_part_that_is_run_again_replaces_its_section_alone(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    fast, slow = Line("x", 1.0, "y", 2.0, 1.0), Line("x", 3.0, "y", 2.0, 1.0)
    write_results(path, {"two": [fast], "none": []}, ("one", "two"), date(2026, 1, 2))
    write_results(path, {"one": [slow]}, ("one", "two"), date(2026, 1, 3))
    found = sections(path.read_text())
    assert list(found) == ["one", "two"]
    assert "2026-01-02" in found["two"]
    assert "MISSED" in found["one"]
    assert path.read_text().startswith(INTRODUCTION)
    once = path.read_text()
    write_results(path, {"one": [slow]}, ("one", "two"), date(2026, 1, 3))
    assert path.read_text() == once


def test_the_runner_measures_a_part_at_the_sizes_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(runner, "PARTS", {"one": lambda sizes: [Line("x", 2.0, "y", 1.0, 1.0, size=n) for n in sizes], "two": list})
    assert runner.main(["--sizes", "1k,10k,100k", "--out", str(tmp_path / "out.md")]) == 1
    text = (tmp_path / "out.md").read_text()
    assert "| x | 1k, 10k, 100k | n^-0.00 |" in text or "| x | 1k, 10k, 100k | n^0.00 |" in text
    with pytest.raises(SystemExit):
        runner.main(["three"])
    with pytest.raises(SystemExit):
        runner.main(["--sizes", "7"])


def test_the_results_that_are_kept_are_in_the_form_the_runner_writes() -> None:
    text = RESULTS.read_text(encoding="utf-8")
    assert text.startswith(INTRODUCTION)
    found = sections(text)
    assert found
    assert set(found) <= set(runner.PARTS)
    assert "\n".join([INTRODUCTION, *found.values()]) == text
    for said in found.values():
        _, _, measured, _, *rows = said.splitlines()
        assert MEASURED.fullmatch(measured)
        for row in filter(None, rows):
            assert row in (*HEAD, *GROWTH_HEAD) or ROW.fullmatch(row) or GROWN.fullmatch(row), row


def test_readme_quotes_rows_that_are_kept() -> None:
    section = README.read_text(encoding="utf-8").partition("## How fast\n")[2].partition("\n## ")[0]
    quoted = [row for row in section.splitlines() if ROW.fullmatch(row) or GROWN.fullmatch(row)]
    kept = RESULTS.read_text(encoding="utf-8").splitlines()
    assert len(quoted) > 3
    assert [row for row in quoted if row not in kept] == []
