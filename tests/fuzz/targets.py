"""Everything that reads, each with sound input to begin with. A further importer comes in by itself, with its sample file."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Final
from zlib import crc32

from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.cli.references import find_actor, find_area, find_term
from ngomap.errors import NgomapError
from ngomap.importers.archive import open_archive
from ngomap.importers.delimited import read_grid
from ngomap.importers.figures import DATE_ORDERS, day, month_of, people
from ngomap.importers.formats import FORMATS, choose
from ngomap.importers.json_text import parse
from ngomap.importers.opening import open_source
from ngomap.importers.records import Gazetteer, Network
from ngomap.importers.source import Part, Reading, Source
from ngomap.importers.text_file import decode
from ngomap.intake.tagging import tagger_of
from ngomap.intake.take_in import Order, take_in
from ngomap.intake.wishes import Wishes
from ngomap.matching.likeness import likeness
from ngomap.matching.names import name_of
from ngomap.matching.text_terms import Tagger
from ngomap.model.actors import ACTOR_FIELDS
from ngomap.model.facts import fact, identifier
from ngomap.model.points import LIMITS, degrees, is_like_a_point, point_of
from ngomap.model.text import is_handle, json_visible, markdown_text, name_line, paragraphs, scripts, slug, visible
from ngomap.model.values import iso_date, number, partial_date, positive, whole
from ngomap.model.words import VOCABULARIES
from ngomap.sharing.take_in import take_in as take_share
from ngomap.store.connection import Map
from ngomap.store.restore import restore
from ngomap.store.search import search
from ngomap.store.share_source import Foreign, read_map
from tests.fuzz.bundle import bundled, unbundled, zipped
from tests.whole.sample_files import FORMS, Record

RECORDS: Final[list[Record]] = [
    {"name": "Lantern House", "number": "12", "date": "2020-05-01", "lat": "1.5", "lon": "30.25"},
    {"name": "Café Équipe (CE)", "number": "1200", "date": "2021", "lat": "-1.25", "lon": "36.5"},
]
READINGS: Final = (Reading(), Reading(separator=";", date_order="dmy"), Reading(columns={"Name": "name"}, tag_from=("Name",)))
TRIED: Final = Order(dry_run=True)


@dataclass(frozen=True)
class Target:
    """Something that reads. `read` is given whatever bytes."""

    read: Callable[[bytes], object]
    seeds: Callable[[], Sequence[bytes]]


@cache
def scratch() -> Path:
    """A folder for as long as the process runs."""
    return Path(tempfile.mkdtemp(prefix="ngomap-fuzz-"))


@cache
def small() -> bytes:
    """A map with a few records, made by the commands."""
    path = scratch() / "small.db"
    path.unlink(missing_ok=True)
    for line in (
        ["init", "--name", "Citizens"], ["area", "add", "North"],
        ["add", "Lantern House", "--issue", "health", "--serves", "North", "--lat", "1", "--lon", "2"],
        ["person", "add", "Ana Imber", "--org", "Lantern House"], ["link", "us", "Lantern House", "--rung", "2"],
        ["log", "Lantern House", "--outcome", "Tea", "--next", "Call", "--due", "2026-12-01"], ["survey", "North"],
        ["activity", "add", "lantern-house", "--issue", "health", "--area", "North"], ["trust", "Lantern House", "--reliability", "3"],
        ["stance", "Lantern House", "+1", "--issue", "corruption"], ["offer", "us", "Room", "--kind", "space"],
        ["need", "Lantern House", "Van", "--kind", "vehicles"], ["add", "City Council", "--kind", "government"],
        ["commitment", "add", "Answer", "--by", "city-council", "--due", "2026-12-01"], ["add", "A Fund", "--kind", "donor"],
        ["grant", "add", "Seeds", "--funder", "a-fund", "--years", "3"],
        ["project", "add", "Plays", "--lead", "us", "--with", "lantern-house", "--issue", "health", "--area", "North"],
        ["coalition", "add", "Tenders", "--issue", "procurement", "--member", "us"],
        ["exchange", "record", "us", "lantern-house", "Chairs", "--kind", "in-kind", "--given"],
        ["approach", "city-council", "mixed", "--issue", "corruption"], ["add", "Lantern Hse", "--alias", "LH", "--id", "GB-CHC:1", "--new"],
    ):  # fmt: skip
        done = CliRunner().invoke(app, ["--map", str(path), *line])
        assert done.exit_code == 0, (line, done.stderr, done.exception)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Small pages make a small file, of which damage hits more.
        connection.execute("PRAGMA page_size = 512")
        connection.execute("VACUUM")
    return path.read_bytes()


@cache
def map_() -> Map:
    """A small map in memory; what is done to it is taken back."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.deserialize(small())
    return Map(scratch() / "memory.db", connection)


@cache
def tagger() -> Tagger:
    return tagger_of(map_())


def warm_up() -> None:
    """Make what is made once, so that no input is blamed for it."""
    map_()
    tagger()


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\x00", "\N{SYMBOL FOR NULL}")


def all_of(*reads: Callable[[str], object]) -> Callable[[bytes], object]:
    """Ask every reader of a short text, then raise what the first refused it with."""

    def read(data: bytes) -> None:
        refused: NgomapError | None = None
        text = text_of(data)
        for one in reads:
            try:
                one(text)
            except NgomapError as error:
                refused = refused if refused and not error.hint else error
                if not error.hint or not error.message:
                    raise
        if refused:
            raise refused

    return read


def source_of(data: bytes) -> Source:
    parts = tuple(Part(name, partial(BytesIO, body)) for name, body in unbundled(data).items())
    return Source("x" if len(parts) == 1 else "several", parts)


def take(source: Source, reading: Reading, form: str) -> None:
    take_in(map_(), source, form, reading, Wishes("x", new_terms=reading is READINGS[1]), TRIED)


def importing(form: str) -> Callable[[bytes], None]:
    """Read the files as that format; one in four, as reading is much faster, is also taken into a map."""

    def read(data: bytes) -> None:
        reading = READINGS[len(data) % len(READINGS)]
        found = FORMATS[form].read(source_of(data), reading)
        if crc32(data) % 4 == 0:
            take(source_of(data), reading, form)
        elif isinstance(found, Network | Gazetteer):
            list(found.rows)
            list(found.notes())

    return read


def recognising(data: bytes) -> None:
    source = source_of(data)
    choose(source, READINGS[len(data) % len(READINGS)])


def on_disk(data: bytes, name: str = "x") -> Path:
    path = scratch() / name
    path.write_bytes(data)
    return path


def a_file(data: bytes) -> None:
    """A file of whatever kind, opened, recognised and taken in."""
    source = open_source([on_disk(data)])
    take(source, Reading(), choose(source, Reading()))


def a_workbook(data: bytes) -> None:
    a_file(zipped(unbundled(data)))


def an_archive(data: bytes) -> None:
    with open_archive(on_disk(data)) as archive:
        archive.namelist()
    a_file(data)


def encodings(data: bytes) -> None:
    said, _, rest = data.partition(b"\n")
    decode(rest, "x", said.decode("latin-1") or None)


def a_share(data: bytes) -> None:
    foreign = read_map(on_disk(data, "share.db"))
    take_foreign(foreign)


def take_foreign(foreign: Foreign) -> None:
    take_share(map_(), foreign, "Others", "2026-01-01", dry_run=True)


def a_document(data: bytes) -> None:
    take_foreign(Foreign(parse(decode(data, "x"), "x"), "Others", ""))


def a_backup(data: bytes) -> None:
    target = scratch() / "restored.db"
    target.unlink(missing_ok=True)
    try:
        restore(on_disk(data, "backup.db"), target)
    finally:
        with suppress(FileNotFoundError):
            target.unlink()


def a_share_that_says_anything(data: bytes) -> None:
    """The first bytes choose a table, a row and a column of the example; the rest is what stands there."""
    path = on_disk(small(), "said.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        tables = [
            name for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name NOT LIKE 'sqlite%' ORDER BY 1"
            ) if "search" not in name
        ]  # fmt: skip
        begin = data[:3].ljust(3, b"\0")
        table = tables[begin[0] % len(tables)]
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        column = columns[begin[1] % len(columns)]
        with suppress(sqlite3.Error):
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = (SELECT rowid FROM "{table}" LIMIT 1 OFFSET ?)',
                [text_of(data[3:]) if begin[2] % 2 else data[3:] if begin[2] % 4 else None, begin[2] % 5],
            )
    take_foreign(read_map(path))


def two_names(data: bytes) -> None:
    one, _, other = text_of(data).partition("\n")
    likeness(name_of(name_line(one)), name_of(name_line(other)))


def seeds_of(name: str) -> Callable[[], Sequence[bytes]]:
    def seeds() -> Sequence[bytes]:
        files = FORMS[name].build(RECORDS)
        only = next(iter(files.values()))
        return [only if len(files) == 1 else bundled(files)]

    return seeds


def workbook_seed() -> Sequence[bytes]:
    import zipfile

    (data,) = FORMS["table XLSX"].build(RECORDS).values()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [bundled({name: archive.read(name) for name in archive.namelist()})]


def archive_seed() -> Sequence[bytes]:
    return [*FORMS["table XLSX"].build(RECORDS).values(), zipped(FORMS["hsds"].build(RECORDS))]


def all_seeds() -> Sequence[bytes]:
    return [seeds_of(name)()[0] for name, form in FORMS.items() if form.shape != "xlsx"]


def cell_seeds() -> Sequence[bytes]:
    values = (b"x", b"", b"1e400", b"2024-02-30", b"[]", b"{}", b"-5", b"no-such", b"\xff", b"a\nb")
    return [bytes((n, n * 7 % 251, n % 7)) + value for n, value in enumerate(values * 2)]


def texts(*of: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [text.encode() for text in of]


TARGETS: Final[dict[str, Target]] = {
    **{f"import {name}": Target(importing(form.form), seeds_of(name)) for name, form in FORMS.items() if form.shape != "xlsx"},
    "recognise": Target(recognising, all_seeds),
    "file": Target(a_file, lambda: [*all_seeds(), *archive_seed()]),
    "workbook": Target(a_workbook, workbook_seed),
    "archive": Target(an_archive, archive_seed),
    "table text": Target(lambda data: list(read_grid(text_of(data), "x").rows), lambda: [seeds_of("table")()[0], seeds_of("3w")()[0]]),
    "encoding": Target(encodings, texts("utf-8\nCafé", "utf-16-le\na\0b\0", "cp1252\nx", "\nx", "idna\nx", "rot13\nx", "utf-7\n+AGE-")),
    "share": Target(a_share, lambda: [small()]),
    "share that says anything": Target(a_share_that_says_anything, cell_seeds),
    "merge document": Target(a_document, lambda: [seeds_of("json")()[0]]),
    "restore": Target(a_backup, lambda: [small()]),
    "points": Target(
        all_of(point_of, is_like_a_point, *(partial(lambda axis, text: degrees(text, axis), axis) for axis in LIMITS)),
        texts("-1.29, 36.82", "1°17'24\"S", "36.82 E, 1.29 S", "-1,29;36,8", "1e-7", "° N"),
    ),
    "dates": Target(
        all_of(*(partial(lambda order, text: day(text, "x", order), order) for order in (None, *DATE_ORDERS)),
               lambda text: month_of(*text.partition("/")[::2]), lambda text: iso_date(text, "x"), lambda text: partial_date(text, "x")),
        texts("2024-03-31", "01/02/2024", "Oct/2023", "2024-03-31T00:00:00", "9999-12-31", "0000"),
    ),
    "amounts": Target(
        all_of(lambda text: number(text, "x"), lambda text: whole(text, "x"), lambda text: positive(text, "x"),
               lambda text: people(text, "x")),
        texts("12", "1,234", "1e400", "120.0", "²", "٣"),
    ),
    "facts": Target(
        all_of(*(partial(lambda field, text: fact(field, text), field) for field in ACTOR_FIELDS if field not in LIMITS), identifier),
        texts("https://example.org", "a@b.org", "GB-CHC: 1", "KE", "2015-04", "ngo"),
    ),
    "texts": Target(
        all_of(name_line, paragraphs, visible, slug, is_handle, markdown_text, json_visible, scripts),
        texts("Médecins du Monde", "\x1b[31m", "Ёжик", "ﷺ", "İ"),
    ),
    "search": Target(all_of(lambda text: search(map_(), text)), texts("lantern", "action-aid", '("', "NEAR(a b)", "*")),
    "references": Target(
        all_of(lambda text: find_actor(map_(), text), lambda text: find_area(map_(), text),
               *(partial(lambda v, text: find_term(map_(), v, text), v) for v in VOCABULARIES)),
        texts("us", "lantern-house", "Lantern Hose", "REG:1", "north", "health", "00000"),
    ),
    "names": Target(two_names, texts("Lantern House (LH)\nLH - Lantern Hse, Inc.", "A/B\nB|A", "(\n)", "School 12\nSchool 13")),
    "terms": Target(
        all_of(lambda text: tagger().suggest(text, text[:40], text[40:])),
        texts("We teach girls to read; not for profit. HIV/AIDS, WASH and mental health in Kenya."),
    ),
}  # fmt: skip


def every_importer_is_here() -> bool:
    """Whether each format of the registry has a target; a corrected entry is a workbook, which is none."""
    return {form.form for form in FORMS.values()} == set(FORMATS) - {"own-entry"}
