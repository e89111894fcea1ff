"""No command writes through a symbolic link, nor over a file that says something else without being told to."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Run
from tests.whole.test_documentation import EVERY
from tests.whole.test_envelopes import CALLS

WRITERS: Final = {
    **{name: call.rpartition("--to ")[0] + "--to {to}" + Path(call.rpartition("/")[2]).suffix
       for name, call in CALLS.items() if "--to {folder}/" in call},
    **{name: f"{name} --to {{to}}.html" for name in ("network", "map", "coverage")},
    "spectrum": "spectrum --issue procurement --audience internal --to {to}.html",
    "brief": CALLS["brief"] + " --to {to}.md",
    "agree": CALLS["agree"] + " --sheet {to}.md",
    "import": "import --template {to}.xlsx",
}  # fmt: skip
"""Every command that writes a file that is named."""


def test_every_command_that_writes_is_here() -> None:
    writes = {
        name for name, command in EVERY.items() for p in command.params
        if {"--to", "--sheet", "--template"} & set(p.opts) and (p.metavar or "").startswith(("FILE", "PATH"))
    }  # fmt: skip
    assert writes == set(WRITERS)


@pytest.mark.parametrize("name", WRITERS)
def test_what_stands_there_stays(name: str, on_example: Path, run: Run) -> None:
    line = WRITERS[name].format(folder=on_example, to=on_example / "target").split()
    target = Path(next(word for word in line if "target" in word))
    precious = on_example / "precious"
    precious.write_bytes(b"precious")
    target.symlink_to(precious)
    forced = [[*line, "--force"]] if any("--force" in p.opts for p in EVERY[name].params) else []
    for words in (line, *forced):
        ran = run(*words)
        assert ran.exit_code in (1, 2), ran.stdout
        assert ran.stderr.startswith("Error: ")
        assert "target" in ran.stderr
        assert precious.read_bytes() == b"precious"
        assert target.is_symlink()
    target.unlink()
    target.write_bytes(b"precious")
    ran = run(*line)
    assert ran.exit_code == 1, ran.stdout
    assert target.read_bytes() == b"precious"
    assert not [p.name for p in on_example.iterdir() if p.name.endswith(".part")]
