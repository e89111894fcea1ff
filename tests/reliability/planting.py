"""A crowd of canaries - every text of a map is one of its own, at every audience - and the search that finds them all at
once in any file, however it is written.
"""

from __future__ import annotations

import base64
import html
import io
import json
import re
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pypdf import PdfReader

from ngomap.model.audience import AUDIENCES
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.whole_load import load
from tests.exporters.test_canaries import Doc, Planted, document

# All begin alike, so that one search finds every one of them; two words of one canary give it away each by itself.
CANARY = re.compile(r"qz[xy]([0-9a-f]{5})|00000000-0000-4000-8000-(\d{12})")
NUMBER = re.compile(r"1\d\.\d{4,}")
IN_WORDS = {
    "name", "title", "description", "text", "task", "what", "goal", "objective", "notes", "mission", "vision", "outcome", "next_step",
    "worked", "failed", "conditions", "note", "training", "impartiality", "asks", "place", "evidence", "source", "project",
}  # fmt: skip


class Crowd(Planted):
    """As many as are wanted; `who` tells the least audience of each."""

    def __init__(self) -> None:
        super().__init__()
        self.who: dict[int, str] = {}
        self.numbers: dict[str, str] = {}

    def text(self, audience: str, kind: str = "", field: str = "") -> str:
        plain = super().text(audience, kind, field)
        number = int(plain[6:11])
        self.who[number] = self.least.pop(plain)
        # Accents, case and a second word: what is searched and sorted by has neither.
        return f"Qźx{number:05x} Qzy{number:05x}" if field in IN_WORDS else f"qzx{number:05x}"

    def uid(self, audience: str, kind: str) -> str:
        uid = super().uid(audience, kind)
        self.who[int(uid[-12:])] = self.least.pop(uid)
        return uid

    def number(self, audience: str, kind: str, field: str) -> float:
        number = int(self.text(audience, kind, field)[3:8], 16)
        value = 10 + number / 100000 + 0.123
        self.numbers[repr(value)] = self.who.pop(number)
        return value

    def __len__(self) -> int:
        return len(self.who) + len(self.numbers)

    def above(self, audience: str) -> set[int]:
        """Those that are for fewer people."""
        return {n for n, least in self.who.items() if AUDIENCES.index(least) > AUDIENCES.index(audience)}

    def numbers_above(self, audience: str) -> set[str]:
        """The numbers that are for fewer people."""
        return {n for n, least in self.numbers.items() if AUDIENCES.index(least) > AUDIENCES.index(audience)}


def crowd_of(path: Path, canaries: int) -> tuple[Crowd, Doc]:
    """A map at `path` with at least so many, in every text of every table; and what it was made from."""
    crowd = Crowd()
    whole: Doc = {"ngomap": "map/1", "map": {}}
    while len(crowd) < canaries:
        for section, records in document(crowd).items():
            if isinstance(records, list):
                whole.setdefault(section, []).extend(records)
    last = {c["actor"] for c in whole["coalitions"][-7:]}
    for actor in whole["actors"]:
        if actor["handle"] in last and actor["kind"] == "ngo":
            actor["kind"] = "coalition"
    create_map(path)
    with open_map(path, ("ngomap", "edit", crowd.text("secret"))) as map_:
        load(map_, whole)
        first = next(a for a in whole["actors"] if a["audience"] == "public" and a["kind"] == "ngo")
        map_.connection.execute("INSERT INTO settings VALUES ('us', (SELECT uid FROM actors WHERE handle = ?))", [first["handle"]])
        map_.connection.execute("INSERT INTO settings VALUES ('today', '2026-06-30')")
        _plant_what_no_document_has(map_, crowd)
    return crowd, whole


def _plant_what_no_document_has(map_: Map, crowd: Crowd) -> None:
    """What the map keeps for itself: history, decisions, what others said, what services answered. It never leaves."""

    def secret() -> str:
        return crowd.text("secret", "", "notes")

    said = json.dumps({"phone": crowd.text("secret")})
    rows: dict[str, list[object]] = {
        "settings": ["author", secret()],
        "import_profiles": [secret(), json.dumps({"as": crowd.text("secret")}), "2026-01-01"],
        "share_recipients": [1, crowd.text("secret", "", "name"), crowd.text("secret"), "0" * 64],
        "schedules": ["0" * 64, 1, "2026-01-01", "2026-01-01T00:00:00Z", crowd.text("secret").encode()],
        "geocodes": [1, secret(), secret(), secret(), "DE", "found", 1.0, 1.0, secret(), said, secret(), "2026-01-01"],
        "term_suggestions": [3, 1, 0.5, json.dumps([secret()]), "open"],
        "match_pairs": [1, 5, 0.9, "same", json.dumps([secret()]), None, None],
        "changes": [70, "2026-01-01T00:00:00Z", secret(), secret(), "import", secret(), None, None, None, None],
        "import_lines": [2, 70, 1, secret()],
        "share_sources": [1, crowd.text("secret"), secret()],
        "merged_records": [1, 1, "actors", crowd.text("secret"), crowd.text("secret"), said, 2, None],
        "conflicts": [1, 1, "actors", crowd.text("secret"), crowd.text("secret"), said, said, "2026-01-01", "open", 1, None],
        "history": [7000, 70, "changed", "actors", 1, 1, None, "notes", secret(), secret()],
    }  # fmt: skip
    for table, values in rows.items():
        map_.connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)


# --- finding them again -------------------------------------------------------------------------------------------


def found_in(data: bytes) -> set[int]:
    """The canaries in some bytes, in whatever way they are written there."""
    found: set[int] = set()
    for text in spellings(data):
        for hexadecimal, digits in CANARY.findall(text):
            found.add(int(hexadecimal, 16) if hexadecimal else int(digits))
    return found


def numbers_in(data: bytes) -> set[str]:
    """The numbers that look like planted ones."""
    return {n for text in spellings(data) for n in NUMBER.findall(text)}


def spellings(data: bytes) -> Iterator[str]:
    """The text that bytes are, in each encoding that might hide it, without case and accents."""
    for piece in unpacked(data):
        if b"\0" in piece:
            # Without the zeros UTF-16 is plain text, whichever end comes first; of a canary one word has no accents.
            yield piece.decode("ascii", "ignore").casefold()
            yield piece.replace(b"\0", b"").decode("ascii", "ignore").casefold()
            continue
        plain = piece.decode("utf-8", "surrogateescape")
        seen = [plain]
        if b"\\u" in piece:
            seen.append(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), plain))
        if b"%" in piece:
            seen.append(unquote(plain, errors="surrogateescape"))
        if b"&" in piece:
            seen.append(html.unescape(plain))
        if b"<" in piece:
            # A word may be cut by marks that nobody sees.
            seen.append(re.sub(r"<[^<>]*>", "", seen[-1]))
        if b"\n " in piece:
            # A calendar folds its lines, and a canary over the fold would sing unheard.
            seen.append(re.sub(r"\r?\n ", "", plain))
        for text in seen:
            yield bare(text)


def bare(text: str) -> str:
    """Without case and accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.casefold()


def unpacked(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes themselves, and all that is packed in them; of a drawing in dots what is beside the dots."""
    if data[:4] != b"\x89PNG":
        yield data
    if depth > 3:
        return
    packed: list[bytes] = []
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            packed = [name.encode() + b"\n" + parts.read(name) for name in parts.namelist()]
            packed += [parts.read(name) for name in parts.namelist()]
    elif data[:5] == b"%PDF-":
        packed = list(_of_pdf(data))
    elif data[:4] == b"\x89PNG":
        packed = list(_of_png(data))
    elif data[:6] == b"SQLite":
        packed = [_of_index(data)]
    else:
        packed = [
            base64.b64decode(run + b"=" * (-len(run) % 4)) for run in re.findall(rb"[A-Za-z0-9+/]{24,}", data) if len(run) % 4 != 1
        ]
    for piece in packed:
        yield from unpacked(piece, depth + 1)


def _of_pdf(data: bytes) -> Iterator[bytes]:
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(stream)
        except zlib.error:
            yield stream
    # Letters are drawn by their number in a font: only who knows the font can read them.
    reader = PdfReader(io.BytesIO(data))
    for page in reader.pages:
        yield page.extract_text().encode("utf-8", "surrogateescape")
    yield repr(reader.metadata).encode()


def _of_png(data: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at + 8 : at + 8 + length]
        if kind == b"zTXt":
            yield zlib.decompress(chunk.partition(b"\0")[2][1:])
        elif kind == b"iTXt":
            text = chunk.partition(b"\0")[2]
            rest = text[2:].split(b"\0", 2)[-1]
            yield zlib.decompress(rest) if text[:1] == b"\1" else rest
        elif kind != b"IDAT":
            yield chunk
        at += 12 + length


def _of_index(data: bytes) -> bytes:
    """The words of a map's search index, which lie in it without what they have in common with the word before."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, actor_search, row)")
        return "\n".join(row[0] for row in connection.execute("SELECT term FROM words")).encode()


def text_columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every column of every table that may hold words."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'actor_search%'"
    ).fetchall()
    kinds: dict[tuple[str, str], Any] = {}
    for (table,) in tables:
        for _, column, kind, *_ in connection.execute(f"PRAGMA table_info({table})"):
            if kind in ("TEXT", "ANY", "BLOB"):
                kinds[table, column] = kind
    return list(kinds)
