"""No cell of a file for spreadsheets is a formula, whatever the map says."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ngomap.model.cells import FORMULA_STARTS, cell
from ngomap.model.tables import COLUMNS
from tests.conftest import Run
from tests.whole.test_documentation import EVERY


def formulas(text: str) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    # A plain negative number keeps its sign.
    return [c for row in rows for c in row if c.startswith(FORMULA_STARTS) and cell(c) != c]


@pytest.mark.parametrize("what", COLUMNS)
def test_every_table_of_an_export(what: str, evil: Path, run: Run) -> None:
    ran = run("export", "csv", "--what", what, "--audience", "internal")
    assert ran.exit_code == 0, ran.stderr
    assert formulas(ran.stdout) == []


def test_every_list_of_a_command(evil: Path, run: Run) -> None:
    lists = [name for name in EVERY if name.split()[-1] in ("list", "gaps", "allies", "ladder", "today", "near", "match", "history")]
    assert len(lists) > 10
    for name in lists:
        more = {"allies": ["--issue", "corruption"], "near": ["us", "--within", "500km"]}.get(name, [])
        ran = run(*name.split(), *more, "--format", "csv")
        if ran.exit_code == 0:
            assert formulas(ran.stdout) == [], name


@pytest.mark.parametrize("line", ["import --template", "export xlsx --audience internal --to"])
def test_every_workbook(line: str, evil: Path, run: Run) -> None:
    file = evil / "x.xlsx"
    assert run(*line.split(), str(file)).exit_code == 0
    book = load_workbook(file)
    assert [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []
