"""A file is recognised by its content, and never refused for what is wrong with it as a file of another format."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from ngomap.importers import civicrm, gazetteer, hsds, irs_bmf, need_figures, threesixty
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.sound_table import sound_table
from ngomap.importers.source import Part, Reading, Source, source_of

OURS = (civicrm, gazetteer, hsds, irs_bmf, need_figures, threesixty)


@pytest.mark.parametrize(
    "data", [b'a,"b\n', b"a,b\n1\n", b"a,a\n1,2\n", b"\n", b"{", b"[1", b"<a>", b"a\0b,c\n", b"\xe9,b\n1,2\n", b"\xff\xfeab"]
)
def test_what_is_broken_is_of_none_of_these_formats_and_raises_nothing(data: bytes) -> None:
    for form in OURS:
        assert form.recognise(source_of("x", data), Reading()) == 0
        assert form.recognise(Source("d", tuple(Part(n, lambda: BytesIO(data)) for n in ("a.csv", "b.csv"))), Reading()) == 0


def test_a_table_is_one() -> None:
    assert sound_table(source_of("x", b'a,"b\n').only) is None
    grid = sound_table(source_of("x", b"a,b\n1,2\n").only)
    assert grid is not None and grid.headers == ("a", "b")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("irs-bmf-sample-2022", "irs-bmf"), ("irs-bmf-sample-2022/BizFile_Extract.csv", "irs-bmf"),
        ("hsds-official-sample", "hsds"), ("3w-afghanistan-2024q1/afg_3w_jan_mar_2024.csv", "3w"),
        ("3w-nigeria-2023q4/nga_3w_oct_dec_2023.xlsx", "3w"), ("foundation-grants/grants.csv", "edges"),
        ("swiss-wetlands/edges.csv", "edges"), ("uk-charities-ukcat/sample.csv", "table"),
        ("chicago-early-childhood/messy_input.csv", "table"),
        ("ocha-org-name-patterns/ocha_org_name_patterns.csv", "table"),
    ],
)  # fmt: skip
def test_the_datasets_are_what_they_are(datasets: Path, name: str, form: str) -> None:
    assert choose(open_source([datasets / name]), Reading()) == form


def test_code_lists_and_schemas_beside_the_data_are_none_of_ours(datasets: Path) -> None:
    files = [
        "irs-bmf-sample-2022/NTEE_Codes.csv", "irs-bmf-sample-2022/ExemptClasses.csv", "uk-charities-ukcat/icnptso.csv",
        "uk-charities-ukcat/ukcat.csv", "hsds-official-sample/datapackage.json", "hsds-official-sample/taxonomy.csv",
        "hsds-official-sample/NOTES.md", "swiss-wetlands/nodes.csv", "chicago-early-childhood/labels.csv",
    ]  # fmt: skip
    for name in files:
        source = open_source([datasets / name])
        assert [form.__name__ for form in OURS if form.recognise(source, Reading())] == [], name
