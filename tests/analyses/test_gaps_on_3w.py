"""Coverage of OCHA's published 3W of Afghanistan, against a count over the CSV that shares no code with the program."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from tests.conftest import Run

FILE = "3w-afghanistan-2024q1/afg_3w_jan_mar_2024.csv"
SECTORS = {
    "EDUCATION_OP": "education", "EiE_OP": "education-in-emergencies", "ESNFI_OP": "emergency-shelter",
    "FSAC_OP": "food-security", "HEALTH_OP": "health", "NUTRITION_OP": "nutrition", "PROTECTION_OP": "protection",
    "WASH_OP": "water-sanitation-hygiene",
}  # fmt: skip
DISTRICTS = 401
CODE = re.compile(r"\((AF\d{4})\)")
Cell = tuple[str, str]


def organizations_by_cell(path: Path) -> dict[Cell, set[str]]:
    """The distinct names in every (district code, sector code) of the file; the acronym where there is no name."""
    found: dict[Cell, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if not row["DIST_CODE"].startswith("#"):
                name = row["ORG_NAME"].strip() or row["ORG_ACRONYM"].strip()
                found[row["DIST_CODE"], row["CLUSTER_SECTOR_CODE"]].add(name)
    return found


@pytest.fixture(scope="module")
def afghanistan(datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map with the file and nothing else."""
    map_path = tmp_path_factory.mktemp("3w") / "afghanistan.db"
    for arguments in (["init", "--name", "Us"], ["import", str(datasets / FILE)]):
        ran = CliRunner().invoke(app, ["--map", str(map_path), *arguments])
        assert ran.exit_code == 0, ran.output
    return map_path


def test_every_cell_is_of_the_kind_that_the_file_says(run: Run, datasets: Path, afghanistan: Path) -> None:
    path = datasets / FILE
    counted = organizations_by_cell(path)
    districts, sectors = {d for d, _ in counted}, {s for _, s in counted}
    assert (len(districts), sectors) == (DISTRICTS, set(SECTORS))
    expected = {(d, s): len(counted.get((d, s), ())) for d in districts for s in sectors}
    report = run("gaps", "coverage", "--format", "json", "--limit", "0", map_=afghanistan).json
    answered: dict[str, dict[Cell, dict[str, object]]] = defaultdict(dict)
    by_slug = {slug: code for code, slug in SECTORS.items()}
    for finding in report["findings"]:
        district = CODE.search(finding["label"])
        assert district, finding["label"]
        cell = district[1], by_slug[finding["subject"].split("/")[1]]
        assert cell not in answered[finding["group"]]
        answered[finding["group"]][cell] = finding
    assert set(answered) == {"no presence", "single provider"}
    assert set(answered["no presence"]) == {cell for cell, n in expected.items() if n == 0}
    assert set(answered["single provider"]) == {cell for cell, n in expected.items() if n == 1}
    assert report["total"] == sum(1 for n in expected.values() if n < 2)
    for cell, finding in answered["single provider"].items():
        (name,) = counted[cell]
        assert " ".join(name.split()) in str(finding["reasons"])


def test_the_shortfall_is_that_of_the_totals(run: Run, datasets: Path, afghanistan: Path) -> None:
    path = datasets / FILE
    counted = organizations_by_cell(path)
    report = run("gaps", "coverage", "--format", "json", "--limit", "0", map_=afghanistan).json
    rows: dict[str, int] = defaultdict(int)
    columns: dict[str, int] = defaultdict(int)
    for (district, sector), names in counted.items():
        rows[district] += len(names)
        columns[sector] += len(names)
    grand = sum(rows.values())
    code_of = {slug: code for code, slug in SECTORS.items()}
    for finding in report["findings"]:
        district = CODE.search(finding["label"])
        assert district
        sector = code_of[finding["subject"].split("/")[1]]
        there = len(counted.get((district[1], sector), ()))
        expected = rows[district[1]] * columns[sector] / grand
        assert finding["value"] == pytest.approx(max(0.0, expected - there))


def test_at_a_level_the_provinces_are_counted_whole(run: Run, datasets: Path, afghanistan: Path) -> None:
    path = datasets / FILE
    provinces: dict[Cell, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if not row["PROV_CODE"].startswith("#"):
                provinces[row["PROV_CODE"], row["CLUSTER_SECTOR_CODE"]].add(row["ORG_NAME"] or row["ORG_ACRONYM"])
    codes = {p for p, _ in provinces}
    report = run("gaps", "coverage", "--at", "province", "--format", "json", "--limit", "0", map_=afghanistan).json
    counts = {
        "no presence": sum((p, s) not in provinces for p in codes for s in SECTORS),
        "single provider": sum(len(names) == 1 for names in provinces.values()),
    }
    found = {"no presence": 0, "single provider": 0}
    for finding in report["findings"]:
        found[finding["group"]] += 1
    assert found == counts
