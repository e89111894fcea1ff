"""The data that ngomap ships."""

from __future__ import annotations

import pytest

from ngomap.model.shipped import shipped, shipped_json, shipped_rows
from ngomap.model.text import is_handle, name_key
from ngomap.model.words import VOCABULARIES, VOCABULARY_FILES


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_a_vocabulary_is_a_tree_whose_names_mean_one_thing(vocabulary: str) -> None:
    rows = shipped_rows(VOCABULARY_FILES[vocabulary])
    seen: set[str] = set()
    names: dict[str, str] = {}
    for row in rows:
        assert is_handle(row["slug"])
        assert not row["parent"] or row["parent"] in seen, f"{row['slug']} stands before its parent"
        seen.add(row["slug"])
        assert not row["sdg"] or 1 <= int(row["sdg"]) <= 17
        for text in {name_key(t) for t in (row["name"], *filter(None, row["aliases"].split("|")))}:
            assert text
            assert names.setdefault(text, row["slug"]) == row["slug"], f"{text} means two things"
    assert len(seen) == len(rows) > 10


def test_a_file_that_holds_a_list_is_no_object(tmp_path: pytest.TempPathFactory) -> None:
    with pytest.raises(FileNotFoundError):
        shipped_json("nothing.json")
    assert shipped("countries.csv").is_file()
