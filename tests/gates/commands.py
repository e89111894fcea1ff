"""Every command with every option that takes a number, a day or a point, taken from the command line itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from ngomap.cli.lazy import EVERYWHERE
from tests.conftest import Run
from tests.whole.test_documentation import EVERY
from tests.whole.test_envelopes import CALLS

OTHERWISE: Final[Mapping[str, str]] = {
    "person add --since": "person add Nobody --org bright-slate", "person add --until": "person add Nobody --org bright-slate",
    "person edit --since": "person edit amara-tesfolin --org bright-slate",
    "person edit --until": "person edit amara-tesfolin --org bright-slate",
    "log --due": "log bright-slate --next Call", "log --done": "log", "log --reopen": "log", "log --remove": "log",
    "exchange record --worth": "exchange record us bright-slate Chairs --kind in-kind --given --currency EUR",
    "encrypt --new-passphrase-fd": "encrypt",
    "rekey --new-passphrase-fd": "--map {folder}/locked.db --key-file {folder}/locked.key rekey", "trust --on": "trust bright-slate --reliability 3",
    "agree --on": "agree bright-slate --point communication --state agreed --text Mondays",
    "agree --since": "agree bright-slate --cover us --task Radio", "agree --until": "agree bright-slate --cover us --task Radio",
    "export --from-date": "export ics --to {folder}/out.ics",
    "add --lat": "add Somebody --lon=1", "add --lon": "add Somebody --lat=1", "area add --lat": "area add Newtown --lon=1",
    "area add --lon": "area add Newtown --lat=1", "edit --lat": "edit bright-slate --lon=1", "edit --lon": "edit bright-slate --lat=1",
    "geocode --lat": "geocode kethira --areas --lon=1", "geocode --lon": "geocode kethira --areas --lat=1",
}  # fmt: skip
"""What is typed instead of the call of the table where that would be refused for another reason."""


def options_of(*metavars: str) -> list[tuple[str, str]]:
    """Every command with each of its options that shows one of these in the help."""
    return [
        (name, max(parameter.opts, key=len)) for name, command in EVERY.items() for parameter in command.params
        if name in CALLS and parameter.param_type_name == "option" and parameter.metavar in metavars
        and getattr(parameter, "rich_help_panel", "") != EVERYWHERE
    ]  # fmt: skip


def let_through(run: Run, folder: Path, map_: Path, options: Iterable[tuple[str, str]], value: str) -> list[str]:
    """The commands that took the value, or refused it without naming it; each leaves the map as it is."""
    before = map_.read_bytes()
    found = []
    for name, flag in options:
        line = OTHERWISE.get(f"{name} {flag}", CALLS[name]).format(folder=folder)
        ran = run(*line.split(), f"{flag}={value}")
        if ran.exit_code != 2 or value not in ran.stderr or map_.read_bytes() != before:
            found.append(f"{line} {flag}={value}: {ran.exit_code} {ran.stderr}")
            map_.write_bytes(before)
    return found
