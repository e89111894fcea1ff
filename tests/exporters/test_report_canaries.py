"""No byte of what is kept back is in a report, in any form and with its pictures, and what may be told is told."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from pathlib import Path

import pytest

from ngomap.model.audience import AUDIENCES, FILE_AUDIENCES
from ngomap.store.connection import Map
from ngomap.store.whole_load import load
from tests.conftest import Run
from tests.exporters.test_canaries import Planted, document


@pytest.fixture
def planted(empty_map: Map) -> Planted:
    found = Planted()
    load(empty_map, document(found))
    return found


def kept(planted: Planted, audience: str) -> set[str]:
    return {c for c, least in planted.least.items() if AUDIENCES.index(least) > AUDIENCES.index(audience)}


def texts(path: Path) -> list[bytes]:
    """Every piece of the file that holds words: parts of an archive, pictures that are written as data, files beside it."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return [parts.read(name) + name.encode() for name in parts.namelist()]
    drawn = [base64.b64decode(d) for d in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data)]
    beside = [f.read_bytes() + f.name.encode() for f in path.parent.rglob("*.png")]
    return [data, *drawn, *beside]


def leaks(path: Path, secrets: set[str]) -> list[str]:
    said = b"\n".join(texts(path)).decode("utf-8", "replace")
    return sorted(c for c in secrets if c in said or c.upper() in said)


@pytest.mark.parametrize("form", ["md", "html", "docx"])
@pytest.mark.parametrize("audience", FILE_AUDIENCES)
def test_no_byte_of_what_is_kept_back(run: Run, planted: Planted, tmp_path: Path, audience: str, form: str) -> None:
    path = tmp_path / f"report.{form}"
    found = run("report", "--to", str(path), "--audience", audience, "--since", "2024-01-01", "--as-of", "2026-06-30")
    assert found.exit_code == 0, found.stderr
    secrets = kept(planted, audience)
    assert len(secrets) > 40
    assert leaks(path, secrets) == []
    shown = {c for c in planted.least if c not in secrets}
    assert len(leaks(path, shown)) > 5, "a report that says nothing keeps every secret"


def test_the_search_would_find_a_secret(run: Run, planted: Planted, tmp_path: Path) -> None:
    """The same search, for what a higher audience may hear, finds it in that audience's report."""
    for form in ("md", "html", "docx"):
        path = tmp_path / f"inside.{form}"
        options = ("--audience", "internal", "--as-of", "2026-06-30", "--no-pictures")
        assert run("report", "--to", str(path), *options).exit_code == 0
        assert leaks(path, kept(planted, "public"))


def test_secret_is_refused(run: Run, planted: Planted, tmp_path: Path) -> None:
    found = run("report", "--to", str(tmp_path / "r.md"), "--audience", "secret")
    assert found.exit_code == 2 and "secret" in found.stderr.casefold()
    assert not (tmp_path / "r.md").exists()


def test_a_filter_by_what_is_withheld_finds_nothing(run: Run, planted: Planted, tmp_path: Path) -> None:
    """Neither a name nor its absence is confirmed: a withheld area is answered as one that is not there."""
    withheld = next(c for c, least in planted.least.items() if least == "secret")
    found = run("report", "--to", str(tmp_path / "r.md"), "--area", withheld)
    assert found.exit_code == 1
    assert not leaks_in(found.stderr.replace(withheld, ""), kept(planted, "public"))


def leaks_in(text: str, secrets: set[str]) -> list[str]:
    return [c for c in secrets if c in text]
