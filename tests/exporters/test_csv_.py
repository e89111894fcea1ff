"""Tables that spreadsheets open safely and `ngomap import` reads back."""

from __future__ import annotations

import csv
import io
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.exporters.csv_ import csv_pieces
from ngomap.exporters.tally import Tally
from ngomap.model.audience import allowed_fields
from ngomap.model.cells import FORMULA_STARTS, uncell
from ngomap.model.tables import COLUMNS
from ngomap.model.text import name_key, one_line
from ngomap.model.whole_format import RECORD_KINDS
from ngomap.store.connection import Map
from ngomap.store.whole import scope_for
from ngomap.store.whole_load import load


def table(map_: Map, audience: str = "internal", what: str = "actors") -> list[dict[str, str]]:
    text = "".join(csv_pieces(map_, scope_for(map_, audience), Tally(), what))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def ngo(handle: str, **more: object) -> dict[str, Any]:
    return {"handle": handle, "kind": "ngo", "name": handle.title(), **more}


def test_cells_are_text_and_lists_are_joined(empty_map: Map) -> None:
    load(
        empty_map,
        {"ngomap": "map/1", "areas": [{"handle": "town", "name": "Town"}],
         "actors": [ngo("a", name="=HYPERLINK(1)", place="@home", notes="first\nsecond", budget=-0.0, lat=-1.5,
                        lon=36.25, phone="+254 20", aliases=["A|B", "Ah"], issues=["health", "corruption"],
                        serves=["town"], identifiers=[{"scheme": "KE-NGO", "value": "7"}])]},
    )  # fmt: skip
    row = table(empty_map)[0]
    assert row["name"] == "'=HYPERLINK(1)"
    assert (row["place"], row["phone"]) == ("'@home", "'+254 20")
    assert (row["lat"], row["lon"], row["budget"]) == ("-1.5", "36.25", "0")
    assert row["notes"] == "first\nsecond"
    assert (row["issues"], row["serves"], row["identifiers"]) == ("corruption|health", "town", "KE-NGO:7")
    # A bar inside a name must not cut it in two.
    assert row["aliases"] == "Ah|A¦B"


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1), max_size=5))
def test_no_cell_is_a_formula_or_steers_a_terminal(empty_map: Map, texts: list[str]) -> None:
    empty_map.connection.execute("DELETE FROM actors")
    actors = [ngo(f"a{i}", name=f"{t}x", **({"notes": t} if t.strip() else {})) for i, t in enumerate(texts)]
    load(empty_map, {"ngomap": "map/1", "actors": [a for a in actors if name_key(str(a["name"]))]})
    text = "".join(csv_pieces(empty_map, scope_for(empty_map, "internal"), Tally(), "actors"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\r" not in text
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == 1 + len(actors)
    for row in rows:
        assert not [c for c in row if c.startswith(FORMULA_STARTS)]
    for row, actor in zip(table(empty_map), actors, strict=True):
        name = one_line(str(actor["name"]))
        if name.isprintable():
            assert uncell(row["name"]) == name


def test_columns_that_the_audience_may_not_see_are_not_even_named(empty_map: Map) -> None:
    load(empty_map, {"ngomap": "map/1", "actors": [ngo("a", notes="n", source="s", verified_on="2025-01-01")]})
    assert {"notes", "source", "verified_on"} <= set(table(empty_map, "internal")[0])
    assert {"source", "verified_on"} <= set(table(empty_map, "partners")[0])
    assert not {"notes", "source", "verified_on", "uid"} & set(table(empty_map, "public")[0])


def test_names_stand_beside_handles(empty_map: Map) -> None:
    load(
        empty_map,
        {"ngomap": "map/1", "areas": [{"handle": "town", "name": "Old Town", "code": "T1"}],
         "actors": [ngo("a"), ngo("b")],
         "relationships": [{"type": "funds", "from": "a", "to": "b", "audience": "public"}],
         "activities": [{"actor": "a", "term": "issue:health", "area": "town"}]},
    )  # fmt: skip
    tie = table(empty_map, "public", "relationships")[0]
    assert [tie[c] for c in ("from", "from_name", "type", "to", "to_name")] == ["a", "A", "funds", "b", "B"]
    work = table(empty_map, "public", "activities")[0]
    assert [work[c] for c in ("actor_name", "term_name", "area_name", "area_code")] == ["A", "Health", "Old Town", "T1"]


def test_every_listed_column_is_a_field_that_may_leave(empty_map: Map) -> None:
    for what, columns in COLUMNS.items():
        kind = RECORD_KINDS[what.replace("-", "_")]
        assert set(columns) <= set(allowed_fields(kind, "internal")), what
        # Ids are for programs; they are in the whole map.
        left_out = set(allowed_fields(kind, "internal")) - set(columns)
        assert left_out <= {"uid", "area_name", "area_lat", "area_lon"}, what
    assert {w.replace("-", "_") for w in COLUMNS} == set(RECORD_KINDS)


def test_an_empty_map_is_a_header(empty_map: Map) -> None:
    assert "".join(csv_pieces(empty_map, scope_for(empty_map, "public"), Tally(), "events")) == (
        "on_date,kind,title,participants,outcome,audience\n"
    )


def test_rows_come_one_at_a_time(empty_map: Map) -> None:
    load(empty_map, {"ngomap": "map/1", "actors": [ngo(f"a{i}") for i in range(50)]})
    tally = Tally()
    pieces = csv_pieces(empty_map, scope_for(empty_map, "public"), tally, "actors")
    next(pieces), next(pieces)
    assert tally.written == {"organizations": 1}
