"""The formats of `ngomap export`, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ngomap.exporters.csv_ import csv_pieces
from ngomap.exporters.geojson import geojson_pieces
from ngomap.exporters.gexf import gexf_pieces
from ngomap.exporters.graphml import graphml_pieces
from ngomap.exporters.ics import ics_pieces
from ngomap.exporters.json_ import json_pieces
from ngomap.exporters.kumu import kumu_pieces
from ngomap.exporters.tally import Tally
from ngomap.exporters.xlsx import xlsx_pieces
from ngomap.model.tables import COLUMNS, section_of
from ngomap.model.whole_format import SECTIONS
from ngomap.store.connection import Map
from ngomap.store.whole import Scope

Pieces = Callable[[Map, Scope, Tally, str], Iterator[str] | Iterator[bytes]]
"""The text of a file, or its bytes, piece by piece: of a map, within a scope, counting as it goes; and which table, for
csv, or from which day on, for ics."""

FORMATS: Final[dict[str, Pieces]] = {
    "csv": csv_pieces,
    "xlsx": xlsx_pieces,
    "json": json_pieces,
    "graphml": graphml_pieces,
    "gexf": gexf_pieces,
    "kumu": kumu_pieces,
    "geojson": geojson_pieces,
    "ics": ics_pieces,
}
WITH_TABLES: Final = ("csv",)
"""Formats that hold one table at a time."""
WITH_DAYS: Final = ("ics",)
"""Formats that can begin with a day."""
BINARY: Final = ("xlsx",)
"""Formats that are no text; a file in one ends as it is called, or no program would open it."""
GRAPH: Final = ("actors", "relationships")
HOLDS: Final[dict[str, tuple[str, ...]]] = {
    "xlsx": tuple(map(section_of, COLUMNS)), "json": tuple(SECTIONS),
    "graphml": GRAPH, "gexf": GRAPH, "kumu": GRAPH, "geojson": ("actors",),
}  # fmt: skip
"""The sections in a file of each format that can hold nothing but what is new; a csv holds that of its table."""
