"""How long GraphML and GEXF of a large map take, and how much memory, beside networkx's writers; CSV of its actors beside
sqlite-utils; and a workbook beside openpyxl's that keeps no row in memory, which holds two tables where ours holds all.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from defusedxml import ElementTree
from openpyxl import load_workbook

from ngomap.model.cells import uncell
from ngomap.model.tables import COLUMNS
from ngomap.model.whole_format import MUTUAL_TYPES
from tests.bench.measuring import Line, line, medians, same
from tests.bench.networkx_writer import ACTORS
from tests.bench.register import register
from tests.bench.start_up import NGOMAP, SQLITE_UTILS

SIZES = (1_000, 10_000, 100_000)
TIES_EACH = 3
BOUND = 0.25
REPETITIONS = 3
LARGEST_COMPARED = 1_000
"""Of larger maps only the numbers of nodes and edges are compared: reading takes longer than writing."""
LEAST_SHARED = 10
"""Columns that both workbooks have."""
FORMS = ("graphml", "gexf")


def exports(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each format and size; another graph than networkx writes is an error."""
    lines = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            map_ = register(size, size * TIES_EACH).path
            for form in FORMS:
                ours, theirs = folder / f"ours.{form}", folder / f"theirs.{form}"
                commands = {
                    f"ngomap export {form}": [
                        NGOMAP, "export", form, "--map", str(map_), "--audience", "internal", "--to", str(ours), "--force", "--quiet",
                    ],
                    f"networkx write_{form}": [sys.executable, "-m", "tests.bench.networkx_writer", str(map_), str(theirs)],
                }  # fmt: skip
                taken = medians(commands, Path.cwd(), repetitions)
                (_same if size <= LARGEST_COMPARED else _as_many)(form, ours, theirs)
                lines.append(line(taken, *commands, BOUND if size == max(sizes) else None, size))
            lines.append(_workbook(map_, folder, size, repetitions))
            commands = {
                "ngomap export csv": [NGOMAP, "export", "csv", "--map", str(map_), "--audience", "internal", "--quiet"],
                "sqlite-utils query --csv": [*SQLITE_UTILS, "query", str(map_), f"{ACTORS} ORDER BY a.handle", "--csv"],
            }
            tables = [_cells(command, size <= LARGEST_COMPARED) for command in commands.values()]
            same(*tables, f"csv of {size}")
            lines.append(line(medians(commands, Path.cwd(), repetitions), *commands, size=size))
    return lines


def _workbook(map_: Path, folder: Path, size: int, repetitions: int) -> Line:
    ours, theirs = folder / "ours.xlsx", folder / "theirs.xlsx"
    commands = {
        "ngomap export xlsx": [
            NGOMAP, "export", "xlsx", "--map", str(map_), "--audience", "internal", "--to", str(ours), "--force", "--quiet",
        ],
        "openpyxl, write only": [sys.executable, "-m", "tests.bench.openpyxl_writer", str(map_), str(theirs)],
    }  # fmt: skip
    taken = medians(commands, Path.cwd(), repetitions)
    if size <= LARGEST_COMPARED:
        same_tables(ours, theirs)
    return line(taken, *commands, size=size)


def same_tables(ours: Path, theirs: Path) -> None:
    """Raises AssertionError unless both workbooks say the same of every actor and tie, as far as both have a column for it."""
    for table in ("actors", "relationships"):
        told = [_sheet(path, table) for path in (ours, theirs)]
        both = sorted(told[0][0].keys() & told[1][0].keys())
        assert len(both) > LEAST_SHARED, both
        mine, other = (sorted([row[name] for name in both] for row in rows) for rows in told)
        same(mine, other, f"{table} of a workbook")


def _sheet(path: Path, table: str) -> list[dict[str, str]]:
    with path.open("rb") as file:
        head, *cells = load_workbook(file, read_only=True)[table].iter_rows(values_only=True)
    rows = [{str(name): _value(str("" if v is None else v)) for name, v in zip_longest(head, row)} for row in cells]
    for row in rows:
        if row.get("type") in MUTUAL_TYPES:
            # Which end is the first one only we say.
            row["from"], row["to"] = sorted((row["from"], row["to"]))
    return rows


def _cells(command: Sequence[str], whole: bool) -> list[object]:
    """The actors in a CSV: their handles, or every cell that is filled in a column that ours has, too."""
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told = csv.DictReader(io.StringIO(text))
    names = COLUMNS["actors"] if whole else ("handle",)
    return [{name: _value(uncell(row[name])) for name in names if row[name]} for row in told]


def _same(form: str, ours: Path, theirs: Path) -> None:
    mine, other = _content(ours), _content(theirs)
    if mine != other:
        first = next((pair for pair in zip(mine, other, strict=False) if pair[0] != pair[1]), None)
        raise AssertionError(f"{form}: {len(mine)} and {len(other)} nodes and edges; the first that differ: {first}")


def _content(path: Path) -> list[str]:
    """Every node and edge with its values, by name, as both writers tell them."""
    names: dict[tuple[str, str], str] = {}
    found, of = [], ""
    for event, part in ElementTree.iterparse(path, ("start", "end")):
        tag = part.tag.partition("}")[2]
        if event == "start":
            of = part.get("class", of) if tag == "attributes" else of
        elif tag in ("key", "attribute"):
            names[part.get("for", of), part.attrib["id"]] = part.get("attr.name") or part.attrib["title"]
        elif tag in ("node", "edge"):
            told = [value for value in part.iter() if value.get("key") or value.get("for")]
            values = {names[tag, v.get("key") or v.attrib["for"]]: _value(v.get("value") or v.text or "") for v in told}
            values["label"] = part.get("label") or values.get("label", "")
            ends = [part.attrib[end] for end in ("source", "target") if end in part.attrib]
            both_ways = values["label"] in MUTUAL_TYPES
            # Not every format has a place for them; and which way an edge reads only we say.
            for field in ("type", "mutual", "networkx_key"):
                values.pop(field, None)
            name = [part.attrib["id"]] if tag == "node" else sorted(ends) if both_ways else ends
            found.append(json.dumps([tag, name, values], sort_keys=True))
    return sorted(found)


def _value(text: str) -> str:
    try:
        return str(float(text))
    except ValueError:
        return text.lower() if text in ("True", "False") else text


def _as_many(form: str, ours: Path, theirs: Path) -> None:
    for tag in ("<node ", "<edge "):
        counts = [int(subprocess.run(["grep", "-o", tag, path], capture_output=True, text=True, check=True).stdout.count(tag)) for path in (ours, theirs)]
        if counts[0] != counts[1]:
            raise AssertionError(f"{form}: {counts[0]} and {counts[1]} of {tag}")
