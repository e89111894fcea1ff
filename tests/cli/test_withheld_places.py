"""What is open itself, but sits in a place, or says a thing, that the audience may not hear."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.store.connection import open_map
from tests.conftest import Run


@pytest.fixture
def hidden(run: Run, map_path: Path) -> Run:
    """An open organization with a call, in an area that is internal; a contact and a loan that are public."""
    for line in (
        "init --name Us", "area add Somewhere --lat 1 --lon 2", "area add Hideout --lat 1 --lon 2", "add Neighbour --issue corruption --place Somewhere",
        "add Other --issue corruption --place Hideout --serves Hideout", "grant add Seeds --funder neighbour --area hideout --audience public",
        "log other --title Talk --next Whisper --due 2026-01-02 --on 2026-01-01 --audience public",
        "exchange record us other Chairs --kind in-kind --lent --worth 77123 --currency EUR --source Ledger --on 2026-01-01 --audience public",
    ):  # fmt: skip
        assert run(*line.split(), "--yes").exit_code == 0, line
    with open_map(map_path) as map_:
        map_.connection.execute("UPDATE areas SET audience = 'internal' WHERE handle = 'hideout'")
        map_.connection.execute("UPDATE actors SET place = 'Back door' WHERE handle = 'other'")
    return run


@pytest.mark.parametrize("line", ["map --to {to}.html", "brief other --to {to}.md", "brief other"])
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_where_somebody_is_goes_with_the_area(hidden: Run, tmp_path: Path, line: str, audience: str) -> None:
    ran = hidden(*line.format(to=tmp_path / "x").split(), "--audience", audience)
    assert ran.exit_code == 0, ran.stderr
    said = ran.stdout + "".join(p.read_text(encoding="utf-8") for p in tmp_path.glob("x.*"))
    assert ("Back door" in said) is (audience == "internal")
    assert ("Hideout" in said) is (audience == "internal")


@pytest.mark.parametrize(("line", "what", "least"), [
    ("grant list", "seeds", "internal"), ("today", "Whisper", "partners"), ("exchange list", "Ledger", "partners"),
    ("exchange list", "77123", "partners"), ("exchange ledger other", "77", "partners"),
])  # fmt: skip
def test_an_answer_tells_only_what_is_for_the_audience(hidden: Run, line: str, what: str, least: str) -> None:
    for audience in ("public", "partners", "internal"):
        ran = hidden(*line.split(), "--audience", audience, "--format", "json")
        assert ran.exit_code == 0, ran.stderr
        heard = ("public", "partners", "internal").index(audience) >= ("public", "partners", "internal").index(least)
        assert (what in ran.stdout) is heard, audience
