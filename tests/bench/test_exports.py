"""The graphs that the benchmark compares are the same, and another is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bench import exports as part


def test_both_writers_tell_the_same() -> None:
    lines = part.exports([300], repetitions=1)
    whats = [f"ngomap export {form}" for form in (*part.FORMS, "xlsx", "csv")]
    assert [(line.what, line.size) for line in lines] == [(what, 300) for what in whats]


@pytest.mark.parametrize("form", part.FORMS)
def test_another_graph_is_an_error(tmp_path: Path, form: str) -> None:
    from tests.bench.networkx_writer import main
    from tests.bench.register import register

    ours, theirs = tmp_path / f"ours.{form}", tmp_path / f"theirs.{form}"
    main(str(register(300, 900).path), str(theirs))
    text = theirs.read_text(encoding="utf-8")
    ours.write_text(text, encoding="utf-8")
    part._same(form, ours, theirs)
    ours.write_text(text.replace("KE", "UG", 1), encoding="utf-8")
    with pytest.raises(AssertionError, match="the first that differ"):
        part._same(form, ours, theirs)


def test_another_workbook_is_an_error(tmp_path: Path) -> None:
    from tests.bench.openpyxl_writer import main
    from tests.bench.register import register

    files = [tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx"]
    for file in files:
        main(str(register(300, 900).path), str(file))
    part.same_tables(*files)
    with files[0].open("rb") as file:
        book = load_workbook(file)
    book["relationships"]["D7"] = "another"
    book.save(files[0])
    with pytest.raises(AssertionError, match="relationships of a workbook"):
        part.same_tables(*files)
