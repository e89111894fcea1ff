"""Every command with awkward values for its arguments and options: it answers or says what is wrong, and shows nothing
that a terminal obeys. A further command comes in by itself. NGOMAP_FUZZ=N tries N lines of each command.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.model.text import visible
from tests.conftest import Run
from tests.fuzz.targets import small
from tests.whole.test_documentation import EVERY

LINES: Final = int(os.environ.get("NGOMAP_FUZZ", "2"))
ENDS: Final = (0, 1, 2, 3, *range(10, 16))
LEFT_OUT: Final = ("map", "format_", "no_color", "help", "server", "provider")
"""What is tried apart, or asks others; passphrases and what fetches them likewise."""
NAMES: Final = (
    "[bold]x[/] [link=http://e.example]y[/link]", "\x1b]8;;http://e.example\x07l\x1b[31m", "\u202eevil\u2066 \u200bx", "[/]",
    "a\udcffb", "x" * 10_000, "\N{FAMILY} \U0001f469\u200d\U0001f4bb", "Cafe\u0301", "Café", "-x", "--yes", "=1+1", "+1", "@x", "",
    "   ", "'", '"', "\\", "%s", "a|b", "a;b", "a:b", ":", "x=y", "\t", "\n", "a\rb", "</script>", "\u0645\u0631\u062d\u0628\u0627",
    "us", "\ud800", "\x7f", "\x9b31m", "a\nb", "*", "NEAR(", "\x00", "..", ".", "x" * 300, "K\u0130",
)  # fmt: skip
FIGURES: Final = ("1_000", "１２", "nan", "1e400", "-1", "0", "1", "3", "1,234", "0x10", "9" * 30, "٣", "1.5", "+2", "-0", "inf")
DATES: Final = ("01/02/2024", "2024-02-30", "9999-12-31", "2024-03-31", "2024", "0001-01-01", "2026-11-01", "today", "２０２４")
POINTS: Final = ("-1.29,36.82", "-1,29;36,8", "91,0", "0,181", "1 N, 2 E", "1°75'", "0,0", "90,180", "5km", "1e5km")
KNOWN: Final = (
    "us", "lantern-house", "north", "health", "corruption", "city-council", "a-fund", "seeds", "plays", "tenders", "answer", "1", "2",
    "public", "internal", "secret", "partners", "ngo", "issue", "service", "works-with", "meeting", "csv", "json", "health=lantern",
    "ana-imber", "local", "active", "space", "money", "coverage", "network", "out.csv", "out.html", "out.md", "out.json", "out.db",
)  # fmt: skip
VALUES: Final = st.one_of(*map(st.sampled_from, (NAMES, KNOWN, KNOWN, FIGURES, DATES, POINTS)))


def words_of(parameter: Any, draw: Any) -> list[str]:
    """What is typed for one parameter."""
    flag = max([*parameter.opts, *parameter.secondary_opts], key=len) if parameter.opts else ""
    if parameter.param_type_name == "argument":
        return [draw(VALUES) for _ in range(parameter.nargs if parameter.nargs > 0 else draw(st.integers(1, 2)))]
    if parameter.is_flag:
        return [flag]
    return [flag, *(draw(VALUES) for _ in range(parameter.nargs))]


@st.composite
def lines(draw: Any, name: str) -> list[str]:
    """A command with all its arguments and up to four of its options, in any form of output."""
    parameters = [p for p in EVERY[name].params if p.name not in LEFT_OUT and not any("pass" in o for o in p.opts)]
    arguments = [p for p in parameters if p.param_type_name == "argument" and (p.required or draw(st.booleans()))]
    options = [p for p in parameters if p.param_type_name == "option"]
    chosen = draw(st.lists(st.sampled_from(options), max_size=4, unique_by=lambda p: p.name)) if options else []
    words = [word for p in (*chosen, *arguments) for word in words_of(p, draw)]
    return [*name.split(), *words, "--format", draw(st.sampled_from(("table", "json", "md", "csv")))]


def harmless(texts: Iterable[str]) -> None:
    for text in texts:
        assert visible(text, keep="\n\t") == text


@pytest.mark.parametrize("name", EVERY)
def test_awkward_values(name: str, run: Run, map_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    @settings(max_examples=LINES)
    @given(lines(name))
    def check(words: list[str]) -> None:
        map_path.write_bytes(small())
        ran = run(*words)
        assert ran.exit_code in ENDS
        harmless((ran.stderr, ran.stdout))
        if ran.exit_code == 0 and words[-1] == "json" and name != "export" and "--help" not in words:
            assert json.loads(ran.stdout)["ngomap"]
        if "Error: " in ran.stderr:
            assert ran.exit_code, ran.stderr
            assert map_path.read_bytes() == small()
            assert len(ran.stderr) < 3000

    check()
