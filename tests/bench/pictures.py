"""How long the atlas and the pictures of a large map take, how much memory, and how large the files are, beside what
somebody would do: networkx's layout of the 800 best connected and nothing else, a mark for every point.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.measuring import Line, line, medians, short
from tests.bench.register import TODAY, register

SIZES = (1_000, 5_000, 20_000)
REPETITIONS = 1
LARGEST_PAGE = 8_000_000
"""Bytes. Of an atlas that is mailed."""
MOST = {"atlas": 2_000, "network": 800}
"""Actors that are shown; of more, the best connected."""
NGOMAP = str(Path(sys.executable).parent / "ngomap")


def pictures(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each kind of picture and size; a page that is too large, or says another number than it shows, is an error."""
    lines = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            map_ = str(register(size).path)
            files = {"atlas": folder / "atlas.html", "network": folder / "network.svg", "map": folder / "map.svg"}
            plain = {
                what: [sys.executable, "-m", "tests.bench.plain_pictures", what, map_, str(folder / what)]
                for what in ("spring", "points")
            }
            commands = {f"ngomap {what}": _drawing(what, map_, file) for what, file in files.items()}
            commands |= {"networkx spring_layout of 800": plain["spring"], "altair, every point": plain["points"]}
            taken = medians(commands, Path.cwd(), repetitions)
            lines += [
                line(taken, "ngomap atlas", "networkx spring_layout of 800", size=size),
                line(taken, "ngomap network", "networkx spring_layout of 800", size=size),
                line(taken, "ngomap map", "altair, every point", size=size),
            ]
            for what, file in files.items():
                _check(what, _answer(commands[f"ngomap {what}"]), file.read_text(encoding="utf-8"), size)
    return lines


def _drawing(what: str, map_: str, file: Path) -> list[str]:
    asked = ["--audience", "partners", "--as-of", TODAY, "--force", "--format", "json"]
    return [NGOMAP, what, "--map", map_, "--to", str(file), *asked]


def _answer(command: Sequence[str]) -> dict[str, Any]:
    """Draw once more: what the command says of it."""
    answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, cwd=Path.cwd()).stdout)
    return answer


def _check(what: str, answer: dict[str, Any], text: str, size: int) -> None:
    print(f"ngomap {what}, {short(size)}: {len(text.encode()) / 1e6:.1f} MB. {answer['notes'][0] if answer['notes'] else ''}")
    if what == "map":
        return
    if len(text.encode()) > LARGEST_PAGE:
        raise AssertionError(f"{what} of {size} actors has {len(text.encode())} bytes")
    many = sum(n for kind, n in answer["written"].items() if kind not in ("ties", "relationships"))
    marks = len(json.loads(text.split('id="data">')[1].split("</script>", maxsplit=1)[0])["actors"]) if what == "atlas" else many
    if marks != many:
        raise AssertionError(f"{what} of {size} actors says {many} and shows {marks}")
    said = f"{many:,} best connected of".replace(",", " ") in " ".join(answer["notes"])
    if many > MOST[what] or said != (many == MOST[what]):
        raise AssertionError(f"{what} of {size} actors shows {many} and says: {answer['notes']}")
