"""JSON: sound or refused, with the line."""

from __future__ import annotations

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers import map_json
from ngomap.importers.records import WholeMap
from ngomap.importers.source import Reading, Source, source_of


def source(text: str) -> Source:
    return source_of("x.json", text.encode())


def test_a_map_is_handed_on_as_it_stands() -> None:
    assert map_json.read(source('{"ngomap": "map/1", "actors": [{}, {}]}'), Reading()) == WholeMap(
        {"ngomap": "map/1", "actors": [{}, {}]}, {"actors": 2}
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"ngomap": "map/1",\n"actors": [}', "line 2"),
        ('{"ngomap": "map/1", "actors": [', "line 1"),
        ('{"ngomap": "map/1", "a": NaN}', "NaN"),
        ('{"ngomap": "map/1", "a": 1e400}', "1e400"),
        ('{"ngomap": "map/1", "a": 1, "a": 2}', "'a' occurs twice"),
        ("[" * 100_000, "nested"),
        ('{"ngomap": "report/1"}', "report/1"),
        ('{"ngomap": 1}', "not a map"),
        ("[1, 2]", "not a map"),
        ("{}", "not a map"),
        ('{"a": ' + "9" * 5000 + "}", "x.json"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(BadFile) as caught:
        map_json.read(source(text), Reading())
    assert says in caught.value.message
    assert len(caught.value.message) < 200


def test_columns_are_for_tables() -> None:
    with pytest.raises(UsageError):
        map_json.read(source('{"ngomap": "map/1"}'), Reading({"a": "name"}))
