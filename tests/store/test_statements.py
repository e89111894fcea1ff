"""SQL cut into statements."""

from __future__ import annotations

import pytest

from ngomap.store.schema import START
from ngomap.store.statements import statements


def test_comments_and_semicolons_in_texts_stay() -> None:
    script = "CREATE TABLE a ( -- what; it is\n  b TEXT DEFAULT ';' -- c\n);\n\nSELECT 1;"
    assert list(statements(script)) == script.split("\n\n")


def test_nothing_is_left_over() -> None:
    with pytest.raises(ValueError, match="unfinished"):
        list(statements("SELECT 1; SELECT (\n"))
    assert list(statements("\n \n")) == []


def test_the_schema_is_all_statements() -> None:
    found = list(statements(START))
    assert len(found) > 30
    assert all(s.startswith("CREATE ") and s.endswith(";") for s in found)
