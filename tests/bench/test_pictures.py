"""The part draws what it times, and notices a picture that says another number than it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import pictures as part
from tests.bench.register import register


def test_the_part_draws_every_picture() -> None:
    lines = part.pictures([300], repetitions=1)
    assert [(line.what, line.size) for line in lines] == [("ngomap atlas", 300), ("ngomap network", 300), ("ngomap map", 300)]


def test_a_page_that_does_not_say_what_it_shows_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "atlas.html"
    command = part._drawing("atlas", str(register(300).path), file)
    monkeypatch.setitem(part.MOST, "atlas", 20)
    part._check("atlas", [*command, "--most", "20"], file, 300)
    with pytest.raises(AssertionError, match="shows 10 and says"):
        part._check("atlas", [*command, "--most", "10"], file, 300)
    monkeypatch.setattr(part, "LARGEST_PAGE", 1_000)
    with pytest.raises(AssertionError, match="bytes"):
        part._check("atlas", [*command, "--most", "20"], file, 300)
