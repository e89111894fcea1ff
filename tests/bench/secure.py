"""What an encrypted map costs a command, beside the same command on the same map, plain."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Final

from tests.bench.measuring import Line, Taken, answer, medians, same
from tests.bench.start_up import NGOMAP

COMMANDS: Final = ("list --limit 1", "show us", "allies --issue corruption", "find theatre", "log bright-slate")
MOST: Final = 0.5
"""Seconds that a command may take longer."""
REPETITIONS: Final = 7
FORMS: Final = {
    "a passphrase": ("--map", "phrase.db", "--passphrase-file", "phrase.txt"),
    "a key file": ("--map", "key.db", "--key-file", "map.key"),
}


def secure(repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each command and each form of secret; the answers are those of the plain map, or it is an error."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make(folder)
        calls: dict[str, list[str]] = {}
        for words in COMMANDS:
            calls[f"ngomap {words}"] = [NGOMAP, *words.split()]
            for form, options in FORMS.items():
                calls[f"ngomap {words}, with {form}"] = [NGOMAP, *options, *words.split()]
                if not words.startswith("log"):
                    plain, encrypted = ([NGOMAP, *first, *words.split(), "--format", "json"] for first in ((), options))
                    same(answer(encrypted, folder), answer(plain, folder), words)
        taken = medians(calls, folder, repetitions)
    return [_line(taken, f"ngomap {words}", form) for words in COMMANDS for form in FORMS]


def _line(taken: dict[str, Taken], plain: str, form: str) -> Line:
    ours, theirs = taken[f"{plain}, with {form}"], taken[plain]
    bound = (theirs.seconds + MOST) / theirs.seconds
    return Line(
        f"{plain}, with {form}", ours.seconds, "the plain map", theirs.seconds, bound, ours.mebibytes, theirs.mebibytes
    )


def _make(folder: Path) -> None:
    """The example plain, encrypted with a passphrase, and with a key."""
    (folder / "phrase.txt").write_text("seven grey herons wade\n", encoding="utf-8")
    secrets = {"phrase.db": ["--new-passphrase-file", "phrase.txt"], "key.db": ["--new-key-file", "map.key", "--make-key"]}
    subprocess.run([NGOMAP, "demo", "--quiet"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for name, options in secrets.items():
        (folder / name).write_bytes((folder / "ngomap.db").read_bytes())
        command = [NGOMAP, "--map", name, "encrypt", *options, "--quiet"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
