"""The whole map as JSON: one document, a record a line, the same bytes for the same map."""

from __future__ import annotations

import json

from ngomap.exporters.json_ import json_pieces
from ngomap.exporters.tally import Tally
from ngomap.model.shipped import shipped
from ngomap.model.whole_format import SECTIONS
from ngomap.store.connection import Map
from ngomap.store.whole import dump, scope_for
from ngomap.store.whole_load import load


def text(map_: Map, audience: str = "internal") -> str:
    return "".join(json_pieces(map_, scope_for(map_, audience), Tally()))


def test_it_is_the_dump_of_the_map(empty_map: Map) -> None:
    load(empty_map, json.loads(shipped("example.json").read_text(encoding="utf-8")))
    for audience in ("public", "partners", "internal"):
        document, withheld = dump(empty_map, audience)
        tally = Tally()
        pieces = "".join(json_pieces(empty_map, scope_for(empty_map, audience), tally))
        assert json.loads(pieces) == document
        assert list(json.loads(pieces)) == ["ngomap", "map", *SECTIONS]
        assert tally.withheld == withheld
        assert sum(tally.written.values()) == sum(len(document[s]) for s in SECTIONS)  # type: ignore[arg-type]


def test_every_record_has_its_line_and_no_field_is_null(empty_map: Map) -> None:
    load(empty_map, json.loads(shipped("example.json").read_text(encoding="utf-8")))
    lines = text(empty_map).splitlines()
    records = [line for line in lines if line.startswith('{"') and not line.startswith('{"ngomap"')]
    document, _ = dump(empty_map, "internal")
    assert len(records) == sum(len(document[s]) for s in SECTIONS)  # type: ignore[arg-type]
    assert "null" not in [v for line in records for v in map(str, json.loads(line.rstrip(",")).values())]


def test_an_empty_map_is_a_document_too(bare_map: Map) -> None:
    assert json.loads(text(bare_map)) == {
        "ngomap": "map/1", "map": {"audience": "internal"}, **{section: [] for section in SECTIONS},
    }  # fmt: skip


def test_texts_are_readable_but_steer_nothing(bare_map: Map) -> None:
    name = "الصحة \x1b[31m \u202e \x9b \u2028 é"
    load(bare_map, {"ngomap": "map/1", "actors": [{"handle": "a", "kind": "ngo", "name": name}]})
    out = text(bare_map)
    assert "الصحة" in out
    assert "é" in out
    assert not {"\x1b", "\u202e", "\x9b", "\u2028"} & set(out)
    # White space of every kind is one space by the time it is stored.
    assert json.loads(out)["actors"][0]["name"] == "الصحة \x1b[31m \u202e \x9b é"
