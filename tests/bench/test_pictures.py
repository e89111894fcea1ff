"""What the part times is drawn, and a picture that says another number than it shows is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import pictures as part
from tests.bench.register import register


@pytest.mark.parametrize(("what", "ending"), [("network", "svg"), ("map", "svg")])
def test_a_picture_says_what_it_shows(tmp_path: Path, what: str, ending: str) -> None:
    file = tmp_path / f"{what}.{ending}"
    answer = part._answer(part._drawing(what, str(register(300).path), file))
    part._check(what, answer, file.read_text(encoding="utf-8"), 300)


def test_a_page_that_does_not_say_what_it_shows_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "atlas.html"
    monkeypatch.setitem(part.MOST, "atlas", 20)
    answer = part._answer([*part._drawing("atlas", str(register(300).path), file), "--most", "20"])
    text = file.read_text(encoding="utf-8")
    part._check("atlas", answer, text, 300)
    with pytest.raises(AssertionError, match="shows 20 and says"):
        part._check("atlas", answer | {"notes": []}, text, 300)
    with pytest.raises(AssertionError, match="says 19 and shows 20"):
        part._check("atlas", answer | {"written": {"actors": 19}}, text, 300)
    monkeypatch.setattr(part, "LARGEST_PAGE", 1_000)
    with pytest.raises(AssertionError, match="bytes"):
        part._check("atlas", answer, text, 300)
