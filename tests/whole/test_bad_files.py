"""Files as they come: evil names, figures nobody can be sure of, and damage, in every format that is read. Each ends in
one clear error with the map untouched, or in rows that are taken or rejected and add up.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.importers.formats import FORMATS
from ngomap.model.text import name_key, visible
from tests.conftest import Ran, Run
from tests.whole.sample_files import FORMS, Files, Record
from tests.whole.test_round_trips import whole

GOOD: Final = {"name": "Lantern House", "number": "12", "date": "2020", "lat": "1.5", "lon": "30.25"}
NFC: Final = "Équipe Éléphant"
BY_NAME: Final = ("kumu", "edges", "3w", "table", "table XLSX", "needs", "gazetteer")
"""Formats in which nothing but the name says who it is."""


def with_holes(hole: str) -> list[str]:
    return [name for name, form in FORMS.items() if hole in form.holes]


def records(*changed: Record) -> list[Record]:
    """Records that are sound but for what is changed, one of each."""
    return [GOOD | {"name": f"Lantern House {'ABCDEFGHIJKLMNOP'[n]}"} | dict(c) for n, c in enumerate(changed)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A map that knows somebody and somewhere, made once."""
    path = tmp_path_factory.mktemp("prepared") / "prepared.db"
    for line in (["init", "--name", "Citizens"], ["add", NFC, "--kind", "ngo"], ["area", "add", NFC]):
        assert CliRunner().invoke(app, ["--map", str(path), *line]).exit_code == 0
    return path.read_bytes()


@pytest.fixture
def map_(map_path: Path, prepared: bytes) -> Path:
    map_path.write_bytes(prepared)
    return map_path


def written(folder: Path, files: Files) -> str:
    """Where the file is, or the folder if there are several."""
    (folder / "data").mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / "data" / name).write_bytes(data)
    return str(folder / "data" / next(iter(files)) if len(files) == 1 else folder / "data")


def harmless(text: str) -> None:
    assert visible(text) == text
    assert "\r" not in text


def sound(ran: Ran, map_: Path, before: bytes, files: Files, *, line: bool = False) -> bool:
    """Whether the file was taken; it holds what every answer to every file must hold."""
    harmless(ran.stdout)
    harmless(ran.stderr)
    assert "Traceback" not in ran.stderr
    if ran.exit_code in (0, 3):
        answer = ran.json
        counted = [answer[word] for word in ("added", "changed", "unchanged", "rejected")]
        assert answer["read"] == sum(counted)
        assert len(answer.get("rejects", [])) == answer["rejected"]
        assert all(rejected["line"] > 0 and rejected["reason"] for rejected in answer.get("rejects", []))
        assert (ran.exit_code == 3) == (answer["rejected"] > 0)
        return True
    assert ran.exit_code in (1, 2)
    assert ran.stdout == ""
    assert ran.stderr.startswith("Error: ")
    assert len(ran.stderr.splitlines()) <= 2
    assert len(ran.stderr) < 1000
    # Our own JSON is told by the list and the number of the record.
    assert any(name in ran.stderr for name in (*files, "data", "actors, record")), ran.stderr
    assert not line or re.search(r"\b(line|row|record|node|element|cell|column|entry|actors?)\b", ran.stderr), ran.stderr
    assert map_.read_bytes() == before
    return False


def stored(map_: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(map_)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def kept(map_: Path, texts: Sequence[str]) -> bool:
    """Whether the notes of actors hold what no field could."""
    notes = "\n".join(str(text) for (text,) in stored(map_, "SELECT notes FROM actors WHERE notes IS NOT NULL"))
    return all(text in notes for text in texts)


NAMES: Final = """
SELECT name FROM actors UNION ALL SELECT name FROM areas UNION ALL SELECT alias FROM aliases
"""
NUMBERS: Final = """
SELECT staff FROM actors WHERE staff IS NOT NULL UNION ALL SELECT budget FROM actors WHERE budget IS NOT NULL
UNION ALL SELECT amount FROM relationships WHERE amount IS NOT NULL UNION ALL SELECT people FROM need_figures
UNION ALL SELECT reached FROM activities WHERE reached IS NOT NULL
"""
DATES: Final = """
SELECT founded FROM actors WHERE founded IS NOT NULL UNION ALL SELECT since FROM relationships WHERE since IS NOT NULL
UNION ALL SELECT since FROM activities WHERE since IS NOT NULL
UNION ALL SELECT on_date FROM need_figures WHERE on_date IS NOT NULL
"""
POINTS: Final = """
SELECT lat, lon FROM actors WHERE lat IS NOT NULL UNION ALL SELECT lat, lon FROM areas WHERE lat IS NOT NULL
"""
HOLES: Final = {"number": NUMBERS, "date": DATES, "point": POINTS}


def test_every_format_is_here() -> None:
    assert {form.form for form in FORMS.values()} == set(FORMATS)


@pytest.mark.parametrize("name", FORMS)
def test_the_sound_file_is_taken_whole_and_only_once(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    form = FORMS[name]
    before = map_.read_bytes()
    files = form.build(records({}, {}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    assert sound(ran, map_, before, files) and ran.exit_code == 0
    assert ran.json["format"] == form.form
    assert {"Lantern House A", "Lantern House B"} <= {text for (text,) in stored(map_, NAMES)}
    for hole, sql in HOLES.items():
        assert bool(stored(map_, sql)) == (hole in form.holes), hole
    after = whole(run, map_)
    again = run("import", written(tmp_path, files), "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, again["read"])
    assert whole(run, map_) == after


EVIL: Final = (
    "[bold]Amber[/] house", "Basalt [/] house", "[link=http://e.example]Copper[/link]", "Dune \x9b31m house",
    "Ember \u202eesuoh\u2066 house", "=1+Flint", "+Garnet", "-Heath", "@SUM(Indigo)", "</script><script>Jasper",
    "<img src=x onerror=a(1)> Kelp", "'=1+Larch",
)  # fmt: skip
CONTROL: Final = ("Red \x1b[31m house", "Blue \x1b]52,c,http://e.example\x07 house")
NOT_IN_XML: Final = ("xml", "xlsx")


@pytest.mark.parametrize("name", FORMS)
def test_evil_names_are_kept_and_shown_harmlessly(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    form = FORMS[name]
    before = map_.read_bytes()
    evil = EVIL if form.shape in NOT_IN_XML else EVIL + CONTROL
    files = form.build(records(*({"name": text} for text in evil)))
    file = written(tmp_path, files)
    ran = run("import", file, "--format", "json")
    assert sound(ran, map_, before, files), ran.stderr
    assert (ran.exit_code, ran.json["format"]) == (0, form.form)
    assert {name_key(text) for text in evil} <= {name_key(str(text)) for (text,) in stored(map_, NAMES)}
    for command in (["list", "--limit", "0"], ["area", "list"]):
        for out in ("table", "json"):
            shown = run(*command, "--format", out)
            assert shown.exit_code == 0
            harmless(shown.stdout + shown.stderr)
    ((handle,),) = stored(map_, "SELECT handle FROM actors ORDER BY id DESC LIMIT 1")
    harmless(run("show", str(handle)).stdout)
    sheet = run("export", "csv", "--audience", "internal")
    assert sheet.exit_code == 0
    harmless(sheet.stdout)
    rows = list(csv.reader(io.StringIO(sheet.stdout, newline=""), strict=True))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
    for more in ([], ["--dry-run"]):
        harmless(run("import", file, *more).stdout)
    again = run("import", file, "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, again["read"])


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.shape in NOT_IN_XML])
@pytest.mark.parametrize("text", CONTROL)
def test_xml_that_cannot_be_is_refused(name: str, text: str, run: Run, map_: Path, tmp_path: Path) -> None:
    files = FORMS[name].build(records({"name": text}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    assert not sound(ran, map_, map_.read_bytes(), files)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("text", ["Lantern\x00House", "x" * 200_000], ids=["NUL", "huge"])
def test_nul_and_cells_beyond_measure_are_refused_where_they_stand(
    name: str, text: str, run: Run, map_: Path, tmp_path: Path
) -> None:
    before = map_.read_bytes()
    files = FORMS[name].build(records({}, {"name": text}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    if sound(ran, map_, before, files, line=FORMS[name].shape not in NOT_IN_XML):
        assert ran.json["rejected"] >= 1
    assert all("\x00" not in str(t) and len(str(t)) < 1000 for (t,) in stored(map_, NAMES))


@pytest.mark.parametrize("name", with_holes("number"))
def test_a_number_nobody_can_be_sure_of_is_not_stored(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    odd = ("1_000", "nan", "1e400", "１２", "1,234", "=1+1", "inf", "0x10")
    tries = [(text,) for text in odd] if FORMS[name].shape == "json" else [odd]
    for texts in tries:
        files = FORMS[name].build(records(*({"number": text} for text in texts)))
        rejects = tmp_path / "rejects.csv"
        ran = run("import", written(tmp_path, files), "--format", "json", "--rejects", str(rejects))
        if sound(ran, map_, before, files):
            assert ran.json["rejected"] == len(texts) or kept(map_, texts), ran.stdout
        assert stored(map_, NUMBERS) == [], texts
        if rejects.exists():
            harmless(rejects.read_text(encoding="utf-8-sig"))
            rejects.unlink()


@pytest.mark.parametrize("name", with_holes("date"))
def test_a_date_that_may_mean_two_days_is_not_stored(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    for text in ("01/02/2024", "2024-02-30"):
        files = FORMS[name].build(records({"date": text}))
        ran = run("import", written(tmp_path, files), "--format", "json")
        if sound(ran, map_, before, files):
            assert ran.json["rejected"] or kept(map_, [text]), ran.stdout
        assert stored(map_, DATES) == [], text


@pytest.mark.parametrize("name", with_holes("point"))
def test_a_point_that_is_nowhere_is_not_stored(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    odd = [("91", "0"), ("1", "181"), ("-1,29", "36,8"), ("nan", "1"), ("1", ""), ("1°75'", "2")]
    tries = [[point] for point in odd] if FORMS[name].shape == "json" else [odd]
    for points in tries:
        files = FORMS[name].build(records(*({"lat": lat, "lon": lon} for lat, lon in points)))
        ran = run("import", written(tmp_path, files), "--format", "json")
        if sound(ran, map_, before, files):
            assert ran.json["rejected"] == len(points) or kept(map_, [f"Point in the file: {lat} {lon}" for lat, lon in points]), ran.stdout
        assert stored(map_, POINTS) == [], points


@pytest.mark.parametrize("name", with_holes("point"))
def test_the_sea_off_africa_is_told(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    files = FORMS[name].build(records({"lat": "0", "lon": "0"}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    assert sound(ran, map_, before, files)
    told = any("0,0" in note or "0 0" in note for note in ran.json["notes"])
    assert told or (name == "json" and stored(map_, POINTS)), ran.stdout


@pytest.mark.parametrize("name", FORMS)
def test_both_ways_to_write_an_accent_are_one(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    texts = [f"Société {NFC}", f"Naïf {NFC}"]
    if name in BY_NAME:
        texts.append(NFC)
    for normal in ("NFD", "NFC"):
        files = FORMS[name].build(records(*({"name": unicodedata.normalize(normal, text)} for text in texts)))
        ran = run("import", written(tmp_path, files), "--format", "json")
        assert sound(ran, map_, before, files)
    assert (ran.json["added"], ran.json["changed"], ran.json["rejected"]) == (0, 0, 0)
    names = [str(text) for (text,) in stored(map_, NAMES)]
    assert all(unicodedata.is_normalized("NFC", text) for text in names)
    # The map knew one actor and one area of that name, and knows no more.
    assert [name_key(text) for text in names].count(name_key(NFC)) == 2


@pytest.mark.parametrize("name", [name for name in FORMS if name not in ("json", "gazetteer", "needs", "3w")])
def test_names_that_mix_scripts_are_told(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    files = FORMS[name].build(records({"name": "L\u0430ntern House"}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    assert sound(ran, map_, before, files)
    assert any("scripts" in note for note in ran.json["notes"])


def text_of(data: bytes) -> str:
    return data.decode()


def repeated(data: bytes) -> bytes:
    """Every row ends with a column that the header names as it names the first."""
    lines = text_of(data).splitlines()
    return "".join(f"{line},{line.split(',')[0]}\n" for line in lines).encode()


DAMAGE: Final[dict[str, Callable[[bytes], bytes]]] = {
    "cut in half": lambda data: data[: len(data) // 2],
    "cut at the end": lambda data: data[:-6],
    "an open quote": lambda data: data + b'"open,\n',
    "a ragged row": lambda data: data + b'"a","b"\n',
    "a repeated header": repeated,
    "UTF-16 without mark": lambda data: text_of(data).encode("utf-16-le"),
    "cp1252": lambda data: text_of(data).replace("House B", "Café").encode("cp1252"),
    "empty": lambda _: b"",
    "blank": lambda _: b"\n \n",
    "junk": lambda _: bytes((n * 131 + n // 7) % 256 for n in range(4000)),
    "junk behind it": lambda data: data + bytes(range(128, 256)),
    "a mark of another archive": lambda data: b"PK\x03\x04" + data,
}
REFUSED: Final = {
    "csv": {"UTF-16 without mark", "an open quote", "a ragged row", "a repeated header", "cp1252", "empty", "blank", "junk", "junk behind it",
            "a mark of another archive", "cut at the end"},
    "json": set(DAMAGE) - {"a repeated header"},
    "lines": {"UTF-16 without mark", "cp1252", "empty", "blank", "junk", "junk behind it", "a mark of another archive"},
    "xml": set(DAMAGE) - {"a repeated header"},
    "xlsx": {"empty", "blank", "junk", "cut in half"},
}  # fmt: skip
"""What must be refused; the rest may be understood as far as it goes."""
SAID_TOO: Final = ("cut in half", "an open quote", "a ragged row", "a repeated header", "junk")
"""Damage that is also tried with the format said: then nothing recognises the file first."""
BINARY: Final = ("cut in half", "cut at the end", "empty", "blank", "junk", "junk behind it", "a mark of another archive")


@pytest.mark.parametrize("name", FORMS)
def test_damage_is_told(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    form = FORMS[name]
    before = map_.read_bytes()
    whole_files = form.build(records({}, {}))
    first = next(iter(whole_files))
    for damage, do in DAMAGE.items():
        if form.shape == "xlsx" and damage not in BINARY:
            continue
        for named in ([], ["--as", form.form]) if damage in SAID_TOO else ([],):
            files = whole_files | {first: do(whole_files[first])}
            file = written(tmp_path, files)
            ran = run("import", file, "--format", "json", *named)
            in_line = damage in ("an open quote", "a ragged row", "a repeated header") and form.shape == "csv"
            taken = sound(ran, map_, before, files, line=in_line)
            if taken and (len(files) == 1 or damage != "empty"):
                assert damage not in REFUSED[form.shape], (damage, ran.stdout)
            map_.write_bytes(before)


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.shape != "xlsx"])
def test_marks_of_the_encoding_are_understood(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    built = FORMS[name].build(records({}, {"name": "Café Ω"}))
    for encoding in ("utf-8-sig", "utf-16"):
        files = {
            file: text_of(data).replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8").encode(encoding)
            for file, data in built.items()
        }
        ran = run("import", written(tmp_path, files), "--format", "json")
        assert sound(ran, map_, before, files), ran.stderr
        assert (ran.exit_code, ran.json["format"]) == (0, FORMS[name].form)
        assert "cafe ω" in {name_key(str(text)) for (text,) in stored(map_, NAMES)}
        map_.write_bytes(before)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_called_something_else_is_told(name: str, run: Run, map_: Path, tmp_path: Path) -> None:
    before = map_.read_bytes()
    files = FORMS[name].build(records({}, {}))
    file = written(tmp_path, files)
    for other in set(FORMATS) - {FORMS[name].form}:
        sound(run("import", file, "--as", other, "--dry-run", "--format", "json"), map_, before, files)
        assert stored(map_, "SELECT count(*) FROM actors") == [(2,)]
