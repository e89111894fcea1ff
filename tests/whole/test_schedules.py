"""The lines for cron and the units for systemd that README shows, run as they would be: they work, and then keep quiet."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole.test_readme import README

CRONTAB = next(b for b in re.findall(r"^```text\n(.*?)^```", README, re.MULTILINE | re.DOTALL) if b.startswith("PATH="))
JOBS = re.findall(r"^(?:[\d*]+ +){5}(\S.*)$", CRONTAB, re.MULTILINE)
UNITS = dict(re.findall(r"^```ini\n# ~/.config/systemd/user/(\S+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
STARTED = re.findall(r"^ExecStart=(.*)$", UNITS["ngomap.service"], re.MULTILINE)
MAIL = '#!/bin/sh\ncat > "$MAILED.new"; [ ! -s "$MAILED.new" ] || cat "$MAILED.new" >> "$MAILED"; rm "$MAILED.new"\n'

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no cron")


@pytest.fixture
def home(example_map: Path, tmp_path: Path) -> Path:
    """A machine with the folders of README, the example as the map, and a `mail` that keeps what it is given."""
    for folder in ("map/.venv/bin", "www", "run", "bin", "stick"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(example_map, tmp_path / "map/ngomap.db")
    (tmp_path / "map/.venv/bin/ngomap").symlink_to(Path(sys.executable).parent / "ngomap")
    (tmp_path / "bin/mail").write_text(MAIL)
    (tmp_path / "bin/mail").chmod(0o755)
    return tmp_path


def here(text: str, home: Path) -> str:
    """The text of README with the folders of the test for those it names."""
    for named, folder in (
        ("/home/us", home), ("/srv/www", home / "www"), ("/run/user/1000", home / "run"), ("/media/stick", home / "stick"),
        ("%h", home), ("%t", home / "run"),
    ):  # fmt: skip
        text = text.replace(named, str(folder))
    return text


def ran(command: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A job as cron starts it: no terminal, no home, no language, and hardly any environment."""
    path = here(CRONTAB.splitlines()[0].removeprefix("PATH="), home)
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        env={"PATH": f"{home / 'bin'}:{path}", "LANG": "C", "MAILED": str(home / "mailed"), **more},
    )  # fmt: skip


def files(home: Path) -> dict[Path, tuple[int, int]]:
    """Every file with its time and size; not the map, in which a job may note what it told, nor what is there to be touched."""
    found = [p for f in ("map", "www", "stick", "map-copies", "partners.json") for p in ((home / f), *(home / f).rglob("*")) if p.is_file()]
    return {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in found if p.name != "ngomap.db"}


def test_readme_shows_a_job_of_every_kind() -> None:
    assert {re.findall(r"ngomap (\w+)", job)[0] for job in JOBS} == {"export", "today", "atlas", "report", "backup"}
    assert all("--quiet" in job for job in (*JOBS, *STARTED))
    assert any("--healthcheck-file" in job for job in JOBS)
    assert len(STARTED) == 2


def test_the_lines_for_cron(home: Path) -> None:
    # What the page of the week has too much of for one mail comes with the second; that a page of the atlas which says
    # the same is not touched is seen where files are written, and drawing it takes long.
    (page,), (atlas,) = ([job for job in JOBS if word in job] for word in ("today", "atlas"))
    for jobs in (JOBS, [job for job in JOBS if job != atlas], [page]):
        before = files(home)
        for job in jobs:
            done = ran(here(job, home), home)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), job
    assert before
    assert files(home) == before, "what says the same is not touched"
    names = {p.relative_to(home).as_posix() for p in before}
    assert {"map/partners.csv", "map/follow-ups.ics", "map/board.docx", "www/atlas.html"} <= names
    assert sum(name.startswith("stick/map/") for name in names) == 1
    assert (home / "run/atlas").exists()
    mails = (home / "mailed").read_text()
    assert mails.count("# What needs us") == 3, "while something is overdue it says so"
    assert mails.count("Nothing is new.") == 1
    assert mails.count("handle,kind") == 1, "the list of what is new came once"
    assert len(mails[mails.rindex("# What needs us"):].splitlines()) < 10


def test_the_units_for_systemd(home: Path) -> None:
    (found,) = re.findall(r"^Environment=(\w+)=(.*)$", UNITS["ngomap.service"], re.MULTILINE)
    for _ in range(2):
        before = files(home)
        for job in STARTED:
            done = ran(here(job, home), home, **{found[0]: here(found[1], home)})
            assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), job
    assert files(home) == before
    assert (home / "run/ngomap").exists()
    assert len(list((home / "map-copies").iterdir())) == 1


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_understands_the_units(home: Path) -> None:
    folder = home / "units"
    folder.mkdir()
    for name, text in UNITS.items():
        (folder / name).write_text(here(text, home))
    for name in UNITS:
        verified = subprocess.run(
            ["systemd-analyze", "--user", "--man=no", "verify", str(folder / name)],
            capture_output=True, text=True, check=False, env={**os.environ, "XDG_RUNTIME_DIR": str(home / "run")},
        )  # fmt: skip
        about_ours = [line for line in verified.stderr.splitlines() if "ngomap" in line]
        assert (verified.returncode, about_ours) == (0, []), verified.stderr
