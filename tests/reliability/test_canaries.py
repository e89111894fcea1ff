"""No canary of a crowd is in any file that is made for an audience below its own, whatever the file and its encoding.

Some two thousand by default, for the public; NGOMAP_RELIABILITY=full makes it fifty thousand, for every audience.
"""

from __future__ import annotations

import base64
import io
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.exporters.formats import FORMATS, WITH_DAYS, WITH_TABLES
from ngomap.model.audience import FILE_AUDIENCES, may_see
from ngomap.model.tables import COLUMNS
from ngomap.store.cipher import Secret, unlocked
from ngomap.store.connection import open_map
from ngomap.store.writing import write
from tests.exporters.test_canaries import Doc
from tests.reliability.commands import COMMANDS
from tests.reliability.planting import Crowd, crowd_of, found_in, numbers_in, text_columns
from tests.whole.test_documentation import EVERY

FULL = os.environ.get("NGOMAP_RELIABILITY") == "full"
CANARIES = 50_000 if FULL else 2_000
ASKED_FOR = FILE_AUDIENCES if FULL else ("public",)

# Words of the map's own, or the day of something: no canary could stand there.
OWN_WORDS = {
    "status", "state", "kind", "type", "level", "direction", "mode", "role", "stance", "finding", "approach", "again", "point", "audience",
    "vocabulary", "action", "table_name", "row_key", "section", "relation", "verdict", "country", "currency", "term_kind",
    "on_date", "since", "until", "due", "deadline", "next_due", "next_done_on", "returned_on", "verified_on", "founded", "rung_since",
    "created_at", "updated_at", "at", "decided_at", "used_on", "applied_at", "migration_set", "job", "key", "reference",
}  # fmt: skip
OWN_COLUMNS = {("geocodes", "outcome"), ("identifiers", "scheme"), ("share_recipients", "key"), ("history", "field")}
OWN_TABLES = {"_sqlite_migrations", "recording", "reports"}

PICTURES = ("html", "svg", "png", "pdf")
FILES: dict[str, list[tuple[str, str]]] = {
    "export": [
        *((f"export {form} --to {{to}} --audience {{audience}}", form) for form in FORMATS if form not in WITH_TABLES),
        *((f"export csv --what {table} --to {{to}} --audience {{audience}}", "csv") for table in COLUMNS),
        ("export json --coarse --least 3 --to {to} --audience {audience}", "json"),
    ],
    "share": [("share --to {to} --audience {audience}", "db"), ("share --for River --to {to} --audience {audience}", "db")],
    "report": [("report --to {to} --since 2024-01-01 --audience {audience}", form) for form in (("md", "html", "docx") if FULL else ("docx",))],
    "atlas": [("atlas --to {to} --audience {audience}", "html")],
    "map": [("map --to {to} --people --audience {audience}", form) for form in PICTURES],
    "coverage": [("coverage --to {to} --audience {audience}", form) for form in PICTURES],
    "network": [("network --to {to} --people --audience {audience}", form) for form in PICTURES],
    "spectrum": [("spectrum --issue {issue} --to {to} --audience {audience}", form) for form in PICTURES],
    "commitment report": [("commitment report --to {to} --audience {audience}", "md")],
    "brief": [("brief {org} --to {to} --audience {audience}", "md")],
    "agree": [("agree {org} --sheet {to} --audience {audience}", "md")],
    "ask": [("ask {org} --to {to} --audience {audience}", "xlsx")],
}  # fmt: skip
"""Every command that writes a file for an audience, and each kind of file."""
ANSWERS: dict[str, str] = {
    "export": "export json --preview --limit 0", "share": "share --preview --limit 0", "near": "near 10.2,10.2 --within 900km --people",
    "spectrum": "spectrum --issue {issue}", "network": "network", "match": "match", "whatif": "whatif --without {org}",
    "protection": "protection", "balance": "balance", "today": "today", "brief": "brief {org}", "agree": "agree {org}", "ladder": "ladder --all",
    "intro": "intro {org}", "board": "board", "trust": "trust us {org}", "exchange list": "exchange list", "exchange ledger": "exchange ledger",
    "project list": "project list", "project show": "project show {project}", "project ideas": "project ideas --with {org}",
    "grant list": "grant list", "grant show": "grant show {grant}", "grant eligible": "grant eligible {grant}",
    "commitment list": "commitment list", "commitment show": "commitment show {promise}", "coalition list": "coalition list",
    "coalition show": "coalition show {coalition}", "coalition plan": "coalition plan --issue {issue}",
    "coalition readiness": "coalition readiness {coalition}", "coalition voice": "coalition voice {coalition}", "map": "map", "coverage": "coverage",
}  # fmt: skip
"""Every command that answers for an audience."""
REFUSED = {("agree", "internal")}
"""A sheet lies on the table between two."""
NOT_FOR_AN_AUDIENCE = {"backup", "keygen"}
"""They write the map whole, or nothing of it."""
SILENT = {"png", "ics", "coalition plan", "project ideas", "intro", "board", "today", "match", "whatif", "balance", "trust", "grant eligible"}
"""They may well have nothing to tell of this crowd, or tell it in dots."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Crowd, Doc]]:
    path = tmp_path_factory.mktemp("crowd") / "crowd.db"
    crowd, made_from = crowd_of(path, CANARIES)
    assert len(crowd) >= CANARIES
    yield path, crowd, made_from


def words_for(made_from: Doc, audience: str) -> dict[str, str]:
    """What to ask about: the last of each kind that the audience may see."""

    def last(section: str, field: str) -> str:
        return str([r for r in made_from[section] if r["audience"] == audience and ("uid" in r or section == "coalitions")][-1][field])

    seen = [a for a in made_from["actors"] if may_see(a["audience"], audience) and a["kind"] == "ngo"]
    return {
        "org": str(seen[-1]["handle"]), "issue": str(made_from["terms"][0]["slug"]), "project": last("projects", "handle"),
        "grant": last("grants", "handle"), "promise": last("commitments", "handle"), "coalition": last("coalitions", "actor"),
    }  # fmt: skip


def typed(path: Path, line: str, *more: str) -> str:
    """What a command says, on both streams; it must go well."""
    result = CliRunner().invoke(app, ["--map", str(path), *line.split(), *more])
    assert result.exit_code == 0, (line, result.output, result.exception)
    return str(result.stdout + result.stderr)


def heard(data: bytes, crowd: Crowd, audience: str, name: str, numbers: bool = True) -> int:
    """How many are in it, none of them above the audience."""
    found = found_in(data)
    leaked = found & crowd.above(audience)
    assert not leaked, f"{name} for {audience} holds {[(f'qzx{n:05x}', crowd.who[n]) for n in sorted(leaked)[:9]]}"
    if numbers:
        told = numbers_in(data) & crowd.numbers_above(audience)
        assert not told, f"{name} for {audience} holds {sorted(told)[:9]}"
    return len(found & crowd.who.keys())


def test_a_crowd_is_in_every_text_of_every_table(planted: tuple[Path, Crowd, Doc]) -> None:
    """A new table or column cannot be forgotten."""
    path, _, _ = planted
    silent = []
    with open_map(path) as map_:
        for table, column in text_columns(map_.connection):
            if table in OWN_TABLES or column in OWN_WORDS or (table, column) in OWN_COLUMNS:
                continue
            values = map_.connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
            data = "\n".join(str(v) for (v,) in values).encode()
            if not found_in(data):
                silent.append((table, column))
    assert silent == []


def test_every_command_that_tells_an_audience_is_asked() -> None:
    """A new command that writes a file for an audience, or answers for one, cannot be forgotten."""
    both = {"agree", "trust"}
    files, answers = set(), set()
    for name, command in EVERY.items():
        options = {option for p in command.params for option in p.opts}
        if options & {"--to", "--sheet"} and (name in both or name not in COMMANDS):
            files.add(name)
        if "--audience" in options and (name in both or name not in COMMANDS):
            answers.add(name)
    assert files - NOT_FOR_AN_AUDIENCE == set(FILES)
    assert answers - {"report", "atlas", "commitment report", "ask"} == set(ANSWERS)


@pytest.mark.parametrize(("name", "audience"), [(n, a) for n in FILES for a in ASKED_FOR if (n, a) not in REFUSED])
def test_no_file_holds_one_above_its_audience(planted: tuple[Path, Crowd, Doc], tmp_path: Path, name: str, audience: str) -> None:
    path, crowd, made_from = planted
    words = words_for(made_from, audience)
    for number, (line, form) in enumerate(FILES[name]):
        to = tmp_path / f"{number}.{form}"
        said = typed(path, line.format(to=to, audience=audience, **words), "--quiet")
        many = heard(to.read_bytes(), crowd, audience, f"{line}, {form}", form not in PICTURES)
        many += sum(heard(p.read_bytes(), crowd, audience, f"{line}, {p.name}", False) for p in to.parent.rglob("*.png"))
        heard(said.replace(str(to), "").encode(), crowd, audience, f"what {line} says")
        assert many or form in SILENT or "trust" in line, f"{line} in {form} for {audience} says nothing at all"


@pytest.mark.parametrize("audience", ASKED_FOR)
@pytest.mark.parametrize("name", ANSWERS)
def test_no_answer_holds_one_above_its_audience(planted: tuple[Path, Crowd, Doc], name: str, audience: str) -> None:
    path, crowd, made_from = planted
    line = ANSWERS[name].format(**words_for(made_from, audience))
    said = typed(path, line, "--audience", audience, "--format", "json")
    assert heard(said.encode(), crowd, audience, line) or name in SILENT or name in ("protection", "ladder")


@pytest.mark.parametrize("audience", ASKED_FOR)
def test_no_name_is_behind_a_pseudonym(planted: tuple[Path, Crowd, Doc], tmp_path: Path, audience: str) -> None:
    path, crowd, made_from = planted
    public = {"terms": ("vocabulary", "slug", "name", "aliases", "description"), "areas": ("handle", "name", "level", "code", "aliases")}
    known: set[int] = set()
    for section, fields in public.items():
        for record in made_from[section]:
            known |= found_in(" ".join(str(record.get(f)) for f in fields).encode())
    for form in FORMATS:
        if form not in WITH_DAYS:
            to = tmp_path / f"p.{form}"
            typed(path, f"export {form} --pseudonyms --coarse --to {to} --audience {audience}", "--quiet")
            heard(to.read_bytes(), crowd, audience, form)
            assert not found_in(to.read_bytes()) - known, form


def test_nothing_is_left_of_whom_was_forgotten(planted: tuple[Path, Crowd, Doc], tmp_path: Path) -> None:
    path, _, made_from = planted
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    copy.chmod(0o600)
    before = found_in(copy.read_bytes())
    for who in made_from["actors"][4 : 4 + (200 if FULL else 6) : 3]:
        typed(copy, f"edit {who['handle']} --phone 1")
        typed(copy, f"forget {who['handle']} --yes")
        own = ("handle", "name", "email", "phone", "mission", "vision", "notes", "aliases", "identifiers", "website")
        gone = found_in(" ".join(str(who[f]) for f in own if f in who).encode()) & before
        assert gone
        assert not gone & found_in(copy.read_bytes()), who["handle"]
    assert len(found_in(copy.read_bytes())) > len(before) / 2
    assert [p.name for p in tmp_path.iterdir()] == ["copy.db"]


class Stopped(Exception):
    """In the middle of a change."""


def recipient_in(identity: Path) -> str:
    """To whom one seals what this identity opens."""
    return next(word for word in identity.read_text().split() if word.startswith("age1"))


def test_no_file_of_an_encrypted_map_holds_any(planted: tuple[Path, Crowd, Doc], tmp_path: Path) -> None:
    """The map, its journal in the middle of a change that does not fit into memory, a copy, a sealed copy."""
    pytest.importorskip("sqlcipher3")
    path, _, made_from = planted
    copy, key, age = tmp_path / "copy.db", tmp_path / "map.key", tmp_path / "age.txt"
    copy.write_bytes(path.read_bytes())
    copy.chmod(0o600)
    key.write_bytes(bytes(range(32)))
    key.chmod(0o600)
    assert found_in(copy.read_bytes())

    def looked_at() -> set[str]:
        files = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
        assert [name for name, data in files.items() if found_in(data)] == []
        return {name for name, data in files.items() if data}

    typed(copy, f"encrypt --new-key-file {key}")
    assert looked_at() == {"copy.db", "map.key"}
    opened = ("--key-file", str(key))
    who = made_from["actors"][4]
    typed(copy, f"edit {who['handle']} --phone 1", *opened)
    with unlocked(Secret(key.read_bytes(), raw=True)), open_map(copy) as map_:
        map_.connection.execute("PRAGMA cache_size = 10")
        with pytest.raises(Stopped), write(map_):
            map_.connection.execute("UPDATE actors SET notes = notes || ' ' || notes")
            assert looked_at() == {"copy.db", "copy.db-journal", "map.key"}
            raise Stopped
    typed(copy, f"keygen --to {age}")
    typed(copy, f"backup --to {tmp_path / 'copies'}", *opened)
    typed(copy, f"backup --to {tmp_path / 'sealed'} --recipient {recipient_in(age)}", *opened)
    typed(copy, f"forget {who['handle']} --yes", *opened)
    assert len(looked_at()) == 5
    assert typed(copy, "list --limit 0 --format json", *opened)


def test_the_search_finds_what_is_hidden(tmp_path: Path) -> None:
    """In each encoding that a file may have."""
    word = "Qźx0beef Qzy0beef"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.xml", "<a>qzx</a><b>0beef</b>")
    text = b"k\0\0" + zlib.compress(b"qzx0beef")
    png = b"\x89PNG\r\n\x1a\n" + len(text).to_bytes(4, "big") + b"zTXt" + text + b"0000"
    map_ = tmp_path / "i.db"
    with sqlite3.connect(map_) as connection:
        connection.execute("CREATE VIRTUAL TABLE actor_search USING fts5(x, content='')")
        connection.executemany("INSERT INTO actor_search(x) VALUES (?)", [("qzx0bee0",), ("qzx0beef",)])
    hidden = [
        word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), base64.b64encode(b"....  the word " + word.encode()), packed.getvalue(), png,
        b"q%7ax0beef", b"q&#122;x0beef", b"\\u0051zx0beef", b"qzx0b\r\n eef", word.upper().encode(), map_.read_bytes(),
    ]  # fmt: skip
    for data in hidden:
        assert 0x0BEEF in found_in(data), data
