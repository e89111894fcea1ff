"""Published tables of organizations, read with no option, against an independent reading with the csv module alone."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest

from ngomap.importers import table
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.records import ActorRow, Said
from ngomap.importers.source import Reading

FORMATS = {
    "3w-afghanistan-2024q1/afg_3w_jan_mar_2024.csv": "3w",
    "3w-nigeria-2023q4/nga_3w_oct_dec_2023.xlsx": "3w",
    "chicago-early-childhood/messy_input.csv": "table",
    "foundation-grants/grants.csv": "edges",
    "hsds-official-sample": "hsds",
    "irs-bmf-sample-2022/BizFile_Extract.csv": "irs-bmf",
    "ocha-org-name-patterns/ocha_org_name_patterns.csv": "table",
    "swiss-wetlands/edges.csv": "edges",
    "swiss-wetlands/nodes.csv": "table",
    "uk-charities-ukcat/sample.csv": "table",
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_published_file_is_known_by_its_content(datasets: Path, name: str) -> None:
    assert choose(open_source([datasets / name]), Reading()) == FORMATS[name]


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def actors(path: Path) -> list[ActorRow]:
    rows = list(table.read(open_source([path]), Reading()).rows)
    assert all(isinstance(row, Said) for row in rows), "no row is rejected"
    return [row.actors[0] for row in rows if isinstance(row, Said)]


def text(cell: str) -> str:
    return re.sub(r"\s+", " ", cell).strip()


def test_the_sample_of_british_charities(datasets: Path) -> None:
    path = datasets / "uk-charities-ukcat" / "sample.csv"
    rows = list(zip(cells(path), actors(path), strict=True))
    assert len(rows) == 4203
    for row, actor in random.Random(3).sample(rows, 20):
        register, _, number = row["org_id"].rpartition("-")
        assert actor.name == text(row["name"])
        assert actor.identifiers == ((register, number),)
        assert actor.facts.get("budget") == (float(row["income"]) if row["income"] else None)
        assert actor.facts.get("founded") == (row["date_registered"] or None)
        assert actor.facts.get("place") == (text(row["postcode"]) or None)
        assert text(str(actor.facts.get("mission") or "")) == text(row["activities"])
        assert actor.facts["kind"] == "ngo"
    assert {actor.facts.get("status") for _, actor in rows} <= {"active", "dormant"}


def test_the_early_childhood_providers_of_chicago(datasets: Path) -> None:
    path = datasets / "chicago-early-childhood" / "messy_input.csv"
    rows = list(zip(cells(path), actors(path), strict=True))
    assert len(rows) == 3337
    assert any("\n" in "".join(row.values()) for row, _ in rows), "some cells hold line ends"
    for row, actor in random.Random(4).sample(rows, 20):
        assert actor.name == text(row["Site name"])
        assert actor.facts.get("phone") == (text(row["Phone"]) or None)
        for part in ("Address", "Neighborhood", "Zip"):
            assert text(row[part]) in str(actor.facts.get("place", ""))
    assert all("@" not in str(actor.facts) for _, actor in rows)


def test_the_patterns_of_names_become_other_names(datasets: Path) -> None:
    path = datasets / "ocha-org-name-patterns" / "ocha_org_name_patterns.csv"
    by_alias = {alias: actor for actor in actors(path) for alias in actor.aliases}
    found = by_alias["Fonds des Nations Unies pour l'Enfance"]
    assert (found.name, found.acronym, found.facts["kind"]) == ("United Nations Children's Fund", "UNICEF", "igo")
