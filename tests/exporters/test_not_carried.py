"""What comes back of a map that went out for network tools: everything but what one table says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ngomap.exporters.formats import FORMATS
from ngomap.exporters.not_carried import ALL, IN_WORDS, NOT_CARRIED
from ngomap.exporters.tally import Tally
from ngomap.importers.formats import FORMATS as READERS
from ngomap.importers.formats import choose
from ngomap.importers.records import ActorRow, Network, Said, TieRow
from ngomap.importers.source import Reading, source_of
from ngomap.model.shipped import shipped
from ngomap.model.whole_format import SECTIONS
from ngomap.store.connection import Map
from ngomap.store.whole import dump, scope_for
from ngomap.store.whole_load import load

NETWORKS = ("graphml", "gexf", "kumu")
PLURALS = {"issue": "issues", "population": "populations", "service": "services", "sector": "sectors"}
ODD: dict[str, Any] = {
    "ngomap": "map/1",
    "actors": [
        {"handle": "odd-one", "kind": "person", "name": "'=Ödd “one” <&>", "aliases": ["a|b", "c"], "notes": "one\n\ntwo\tthree",
         "budget": 0, "staff": 0, "lat": 0.1, "lon": -0.2, "identifiers": [{"scheme": "X", "value": "1:2"}]},
        {"handle": "zwei", "kind": "ngo", "name": "123", "audience": "internal", "mission": "Many\nlines."},
    ],
    "relationships": [
        {"type": "funds", "from": "odd-one", "to": "zwei", "amount": 1234567.89, "currency": "EUR", "since": "2020"},
        {"type": "funds", "from": "odd-one", "to": "zwei", "amount": 0, "since": "2020-03", "notes": "a\nb"},
        {"type": "related", "from": "odd-one", "to": "zwei"},
        {"type": "works-with", "from": "odd-one", "to": "zwei", "rung": 0, "wanted": 5, "status": "wanted"},
    ],
}  # fmt: skip


def actor(row: ActorRow) -> dict[str, Any]:
    found: dict[str, Any] = {**row.facts, "name": row.name, "handle": row.handle, "uid": row.uid, "area": row.sits_in}
    found |= {"aliases": sorted(row.aliases), "serves": sorted(row.serves)}
    found["identifiers"] = [{"scheme": scheme, "value": value} for scheme, value in row.identifiers]
    for vocabulary, plural in PLURALS.items():
        found[plural] = [word for v, word in row.terms if v == vocabulary]
    assert row.key == row.handle and not row.remarks
    return {field: value for field, value in found.items() if value not in ("", [])}


def tie(row: TieRow) -> dict[str, Any]:
    return {"type": row.type, "from": row.a, "to": row.b, **row.facts}


def read(text: str, form: str) -> Network:
    source = source_of("x", text.encode())
    assert choose(source, Reading()) == form
    network = READERS[form].read(source, Reading())
    assert isinstance(network, Network)
    return network


@pytest.mark.parametrize("form", NETWORKS)
@pytest.mark.parametrize("document", ["example", "odd"])
def test_exactly_what_the_table_says_does_not_come_back(empty_map: Map, form: str, document: str) -> None:
    load(empty_map, ODD if document == "odd" else json.loads(shipped("example.json").read_text(encoding="utf-8")))
    whole, _ = dump(empty_map, "internal")
    text = "".join(FORMATS[form](empty_map, scope_for(empty_map, "internal"), Tally(), ""))
    rows = list(read(text, form).rows)
    assert all(isinstance(row, Said) for row in rows)
    lost = NOT_CARRIED[form]
    back = {
        "actors": [actor(a) for row in rows if isinstance(row, Said) for a in row.actors],
        "relationships": [tie(t) for row in rows if isinstance(row, Said) for t in row.ties],
    }
    for section in SECTIONS:
        kept = [
            {field: value for field, value in record.items() if field not in lost.get(section, ())}
            for record in whole[section]  # type: ignore[attr-defined]
        ]
        assert back.get(section, []) == ([] if lost.get(section) == ALL else kept)
    for section, fields in lost.items():
        assert fields == ALL or all(any(f in record for record in whole[section]) for f in fields)  # type: ignore[attr-defined]


def test_every_format_that_can_be_read_back_is_in_the_table() -> None:
    assert set(NOT_CARRIED) == set(FORMATS) & set(READERS)
    assert set(NOT_CARRIED["kumu"]) <= {"map", *SECTIONS}


def test_readme_and_help_say_the_same() -> None:
    from ngomap.cli.export import export

    def words(text: str) -> str:
        return re.sub(r"\s+", " ", text)

    readme = Path(__file__).resolve().parents[2] / "README.md"
    assert IN_WORDS in words(readme.read_text(encoding="utf-8"))
    assert IN_WORDS in words(export.__doc__ or "")
