"""`ngomap import` as it is typed: what it answers, its exit codes, and that bad input is one clear sentence."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from ngomap.store.connection import Map
from tests.conftest import Run

THREEW = "org,sector,province\nA,Health,North\nB,Health,South\n"


def write(path: Path, content: str | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


@pytest.mark.usefixtures("empty_map")
def test_one_envelope(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "x.csv", "Name;Staff\nA;1\nB;many\n")
    ran = run("import", file, "--format", "json")
    assert ran.exit_code == 3
    answer = ran.json
    assert answer["ngomap"] == "intake/1"
    assert {k: answer[k] for k in ("file", "format", "read", "added", "changed", "unchanged", "rejected", "dry_run")} == {
        "file": "x.csv", "format": "table", "read": 2, "added": 1, "changed": 0, "unchanged": 0, "rejected": 1,
        "dry_run": False,
    }  # fmt: skip
    assert answer["columns"] == {"Name": "name", "Staff": "people employed (staff)"}
    assert answer["stored"] == {"organizations": 1}
    assert answer["rejects"][0]["line"] == 3
    assert answer["rejects"][0]["row"] == {"Name": "B", "Staff": "many"}
    again = run("import", file, "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"], again["rejected"]) == (0, 0, 1, 1)


@pytest.mark.usefixtures("empty_map")
def test_the_report_for_people(run: Run, tmp_path: Path) -> None:
    ran = run("import", write(tmp_path / "x.csv", THREEW))
    assert ran.exit_code == 0
    assert "2 rows of x.csv as 3w: 2 added" in ran.stdout
    assert "The file speaks of 2 organizations, 1 sector and 2 provinces." in ran.stdout
    assert "Next: ngomap gaps coverage" in ran.stdout
    assert run("list", "--format", "json").json["total"] == 2


def test_a_dry_run_says_so_and_stores_nothing(run: Run, tmp_path: Path, empty_map: Map) -> None:
    ran = run("import", write(tmp_path / "x.csv", THREEW), "--dry-run")
    assert ran.exit_code == 0
    assert "nothing was stored" in ran.stdout
    assert "without --dry-run" in ran.stdout
    assert empty_map.connection.execute("SELECT count(*) FROM actors").fetchone() == (0,)


@pytest.mark.usefixtures("empty_map")
def test_options_reach_the_importer(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "x.csv", "Wer;Was;Seit\nCafé;health, kites;01/02/2020\n".encode("cp1252"))
    options = ["--encoding", "cp1252", "--separator", ",", "--date-order", "dmy", "--new-term", "--source", "a list",
               "--audience", "partners"]  # fmt: skip
    columns = ["--column", "Wer=name", "--column", "Was=issue", "--column", "Seit=founded"]
    assert run("import", file, *options, *columns).exit_code == 0
    (actor,) = run("list", "--format", "json").json["records"]
    assert {k: actor[k] for k in ("name", "issues", "founded", "source", "audience")} == {
        "name": "Café", "issues": ["health", "kites"], "founded": "2020-02-01", "source": "a list", "audience": "partners",
    }  # fmt: skip
    threew = write(tmp_path / "y.csv", THREEW)
    assert run("import", threew, "--surveyed-on", "2024-03-31", "--format", "json").json["stored"]["surveys"] == 2
    assert run("import", threew, "--as", "table", "--column", "org=name", "--format", "json").json["format"] == "table"


@pytest.mark.usefixtures("empty_map")
def test_rejects_are_written(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "x.csv", "Name;Staff\nB;many\n")
    ran = run("import", file, "--rejects", str(tmp_path / "r.csv"))
    assert ran.exit_code == 3
    assert next(csv.reader(io.StringIO((tmp_path / "r.csv").read_text()))) == ["Name", "Staff", "line", "reason"]
    assert run("import", file, "--rejects", str(tmp_path / "r.csv")).exit_code == 1


@pytest.mark.parametrize(
    "content",
    [
        "Name,Type\r\nHelp,ngo\r\n",
        "Name;Type\nHelp;ngo\n",
        "Name\tType\nHelp\tngo\n",
        "Name|Type\nHelp|ngo\n",
        "\ufeffName,Type\r\nHelp,ngo\r\n",
        "Name,Type\rHelp,ngo\r",
        "Name,Type\nHelp,ngo\n".encode("utf-16"),
        "Name,Type\nHelp,ngo",
    ],
)
@pytest.mark.usefixtures("empty_map")
def test_files_as_programs_write_them(run: Run, tmp_path: Path, content: str | bytes) -> None:
    assert run("import", write(tmp_path / "x.csv", content), "--format", "json").json["added"] == 1
    assert run("list", "--format", "json").json["records"][0]["kind"] == "ngo"


@pytest.mark.usefixtures("empty_map")
def test_a_file_in_a_place_that_cannot_be_written_to(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    file = write(folder / "x.csv", THREEW)
    Path(file).chmod(0o400)
    folder.chmod(0o500)
    try:
        assert run("import", file).exit_code == 0
        assert [p.name for p in folder.iterdir()] == ["x.csv"]
    finally:
        folder.chmod(0o700)


BAD = {
    "unterminated quote": 'Name,Notes\nA,x\n"B,y\nC,z\n',
    "repeated header": "Name,Type,name\nA,ngo,B\n",
    "ragged": "Name,Type\nA,ngo\nB\n",
    "nul": "Name,Notes\nA,x\x00y\n",
    "huge cell": "Name,Notes\nA," + "x" * 200_000 + "\n",
    "cp1252": "Name\nMédecins\n".encode("cp1252"),
    "utf-16 without mark": "Name,Type\nA,ngo\n".encode("utf-16-le"),
    "spreadsheet": b"PK\x03\x04\x00\x00",
    "empty": b"",
    "blank": "\n \n",
    "nothing known": "Foo,Bar\n1,2\n",
    "json cut off": '{"ngomap": "map/1", "actors": [',
    "json not a number": '{"ngomap": "map/1", "x": NaN}',
    "json infinite": '{"ngomap": "map/1", "x": 1e400}',
    "json nested": "[" * 100_000,
    "json of something else": '{"ngomap": "report/1"}',
    "json with an unknown section": '{"ngomap": "map/1", "map": {}, "secrets": []}',
    "json with nul": '{"ngomap": "map/1", "actors": [{"handle": "a", "kind": "ngo", "name": "a\\u0000b"}]}',
    "json with a bad record": '{"ngomap": "map/1", "actors": [{"name": 3}]}',
}


@pytest.mark.parametrize("what", BAD)
def test_bad_files_are_one_sentence_and_change_nothing(run: Run, tmp_path: Path, empty_map: Map, what: str) -> None:
    before = list(empty_map.connection.iterdump())
    ran = run("import", write(tmp_path / "bad.csv", BAD[what]))
    assert ran.exit_code == 1
    assert ran.stdout == ""
    error, hint = ran.stderr.strip().split("\n")
    assert error.startswith("Error: ")
    assert "did not foresee" not in error
    assert hint
    assert max(map(len, (error, hint))) < 300
    assert list(empty_map.connection.iterdump()) == before


@pytest.mark.parametrize("cell", ["1_000", "１２", "nan", "1e400", "1,234"])
@pytest.mark.usefixtures("empty_map")
def test_numbers_that_can_be_read_in_two_ways_are_rejected_with_their_line(run: Run, tmp_path: Path, cell: str) -> None:
    for field in ("Staff", "Budget", "Lat"):
        ran = run("import", write(tmp_path / "x.csv", f"Name;{field};Lon\nA;{cell};1\n"), "--as", "table")
        if field == "Lat" or "Lon" in ran.stdout:
            assert ran.exit_code == 3, field
            assert "Line 2" in ran.stdout
    ran = run("import", write(tmp_path / "x.csv", f"org;sector;province;reached\nA;Health;North;{cell}\n"))
    assert ran.exit_code == 3
    assert "Line 2: reached" in ran.stdout


@pytest.mark.usefixtures("empty_map")
def test_names_with_markup_escapes_and_right_to_left_text_are_kept_and_shown_harmlessly(run: Run, tmp_path: Path) -> None:
    names = ["[bold]Aid[/bold]", "Link [link=http://x]y", "Red \x1b[31mAid\x1b]8;;http://x\x07", "Aid \u202egnirts",
             "'=1+1 Aid", "@Aid", "<script>Aid</script>"]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows([["Name", "Staff"], *([n, "1"] for n in names), ["[bold]Bad\x1b[0m", "x\x1b[31m"]])
    ran = run("import", write(tmp_path / "x.csv", out.getvalue()))
    assert ran.exit_code == 3
    assert "\x1b" not in ran.stdout
    table = run("list").stdout
    assert "\x1b" not in table
    assert "\u202e" not in table
    assert "[bold]Aid[/bold]" in table
    stored = {r["name"] for r in run("list", "--format", "json").json["records"]}
    assert stored == {n.removeprefix("'") for n in names}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("x.csv", "--as", "xml"),
        ("x.csv", "--column", "Name"),
        ("x.csv", "--column", "Nmae=name"),
        ("x.csv", "--column", "Name=nmae"),
        ("x.csv", "--date-order", "dym"),
        ("x.csv", "--surveyed-on", "31.3.2024"),
        ("x.csv", "--surveyed-on", "2024-03-31"),
        ("x.csv", "--audience", "everyone"),
        ("x.csv", "--encoding", "klingon"),
        ("x.csv", "--separator", ""),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    run: Run, tmp_path: Path, empty_map: Map, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "x.csv", "Name\nA\n")
    ran = run("import", *arguments)
    assert ran.exit_code == 2
    assert ran.stderr.startswith("Error: ")
    assert len(ran.stderr.strip().split("\n")) == 2
    assert empty_map.connection.execute("SELECT count(*) FROM actors").fetchone() == (0,)


def test_a_missing_file_and_a_missing_map(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "x.csv", "Name\nA\n")
    assert run("import", file).exit_code == 10
    assert run("init").exit_code == 0
    assert run("import", str(tmp_path / "none.csv")).exit_code == 1
    assert run("import", str(tmp_path)).exit_code == 1


def test_the_formats_are_listed_without_a_map(run: Run) -> None:
    records = run("import", "--list", "--format", "json").json["records"]
    assert {r["format"] for r in records} >= {"table", "3w", "json"}
    assert "adm2-code" in next(r for r in records if r["format"] == "3w")["fields"]


def test_our_own_csv_comes_back_whole(run: Run, tmp_path: Path) -> None:
    run("init")
    run("area", "add", "North")
    run("add", "=Alpha Aid", "--kind", "cbo", "--level", "local", "--issue", "health", "--issue", "nutrition", "--place",
        "North", "--serves", "North", "--alias", "AA", "--id", "XX-REG:1", "--phone", "+254 1", "--staff", "3", "--mission",
        "'Tis help.", "--lat", "-1.25", "--lon", "36.5", "--budget", "10.5", "--currency", "KES", "--country", "KE")  # fmt: skip
    run("add", "Beta", "--audience", "partners", "--notes", "Not for all.")
    exported = tmp_path / "ours.csv"
    run("export", "csv", "--audience", "internal", "--to", str(exported))
    unchanged = run("import", str(exported), "--format", "json").json
    assert (unchanged["added"], unchanged["changed"], unchanged["unchanged"]) == (0, 0, 2)
    other = tmp_path / "other.db"
    assert run("init", map_=other).exit_code == 0
    assert run("area", "add", "North", map_=other).exit_code == 0
    assert run("import", str(exported), "--source", "", map_=other).exit_code == 0
    run("export", "csv", "--audience", "internal", "--to", str(tmp_path / "again.csv"), map_=other)
    rows = list(csv.DictReader(io.StringIO(exported.read_text())))
    again = list(csv.DictReader(io.StringIO((tmp_path / "again.csv").read_text())))
    kept = [name for name in rows[0] if name not in ("source", "uid")]
    assert [[r[k] for k in kept] for r in again] == [[r[k] for k in kept] for r in rows]


def test_a_whole_map_comes_in_and_again_adds_nothing(run: Run, tmp_path: Path) -> None:
    run("init", "--name", "We")
    run("add", "Alpha", "--issue", "health")
    run("export", "json", "--audience", "internal", "--to", str(tmp_path / "map.json"))
    other = tmp_path / "other.db"
    run("init", map_=other)
    first = run("import", str(tmp_path / "map.json"), "--format", "json", map_=other)
    assert first.exit_code == 0
    assert first.json["format"] == "json"
    assert first.json["stored"]["actors"] == 2
    again = run("import", str(tmp_path / "map.json"), "--format", "json", map_=other).json
    assert (again["added"], again["changed"]) == (0, 0)
    assert again["unchanged"] == again["read"]
