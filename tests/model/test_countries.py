"""The shipped countries: every code and name means one country."""

from __future__ import annotations

import pytest

from ngomap.model.countries import country_code, country_name
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key


def test_every_code_and_name_means_one_country() -> None:
    rows = shipped_rows("countries.csv")
    meant: dict[str, str] = {}
    for row in rows:
        assert len(row["code"]) == 2
        assert len(row["code3"]) == 3
        for text in {row["code3"], row["name"], *filter(None, row["aliases"].split("|"))}:
            assert meant.setdefault(name_key(text), row["code"]) == row["code"], text
            assert country_code(text) == row["code"], text
        assert country_name(row["code"]) == row["name"]
    assert len({row["code"] for row in rows}) == len(rows) >= 249


@pytest.mark.parametrize(
    ("text", "code"),
    [("Côte d’Ivoire", "CI"), ("DRC", "CD"), ("UK", "GB"), ("qv", "QV"), ("Ruritania", None), ("", None)],
)
def test_names_as_tables_write_them(text: str, code: str | None) -> None:
    assert country_code(text) == code
