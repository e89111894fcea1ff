"""`ngomap settings`: how this map is set."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.errors import NotFound, UsageError
from ngomap.model.answers import Change
from ngomap.model.records import Record, Records
from ngomap.model.values import number
from ngomap.store.connection import Map

app = command_app()

PARTS_WITH_PURPOSE = 3
"""The points in `weights.allies.coalition.trust`."""


@app.command(cls=Command)
def settings(
    key: Annotated[str | None, typer.Argument(help="The setting; without it all are listed.", metavar="[KEY]")] = None,
    value: Annotated[str | None, typer.Argument(help="What it is to be.", metavar="[VALUE]")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Go back to what is usual.")] = False,
) -> None:
    """Show or change how this map is set: its name, who types, after how many months a relationship is stale, what counts
    how much among allies.

    Examples:

        ngomap settings freshness 12,12,9,9,6,3

        ngomap settings weights.allies.trust 2.5
    """
    from ngomap.model.map_settings import SETTINGS

    if unset and (key is None or value is not None):
        raise UsageError("--unset is for one setting, without a value.", "ngomap settings KEY --unset")
    with session().map() as map_:
        if key is None:
            session().answer(_all(map_))
            return
        known = key.casefold()
        if known not in SETTINGS and known not in _weights():
            raise NotFound(f"There is no setting {key!r}.", "See them all: ngomap settings")
        if value is None and not unset:
            rows = [r for r in _rows(map_) if r["setting"] == known]
            session().answer(Records("setting", rows, len(rows), tuple(rows[0])))
            return
        session().answer(_changed(map_, known, value))


def _changed(map_: Map, key: str, text: str | None) -> Change:
    from ngomap.cli.undoing import command
    from ngomap.model.map_settings import SETTINGS
    from ngomap.store.settings_edits import set_setting

    value: str | None = None
    if text is not None:
        value = SETTINGS[key].value(text) if key in SETTINGS else f"{number(text, key, 0, 1000):g}"
    before = set_setting(map_, key, value)
    back = ("--unset",) if before is None else (before,)
    now = "as usual" if value is None else value
    undo = command("settings", key, *back) if before != value else ""
    text = f"{key} is {now} now." if before != value else f"{key} is {now} already."
    return Change("set", "setting", {"setting": key, "value": value, "before": before}, text, undo)


def _weights() -> dict[str, str]:
    """The settings of weights, each with what is usual: overall, and for each purpose."""
    from ngomap.analyses.allies_ranking import PURPOSES, WEIGHTS

    found = {f"weights.allies.{factor}": f"{row[0]}" for factor, row in WEIGHTS.items()}
    for column, purpose in enumerate(PURPOSES, 1):
        found |= {f"weights.allies.{purpose}.{factor}": f"{row[column]}" for factor, row in WEIGHTS.items()}
    return found


def _all(map_: Map) -> Records:
    rows = _rows(map_)
    # A weight for one purpose is listed once somebody has set it.
    shown = [r for r in rows if r["value"] is not None or str(r["setting"]).count(".") < PARTS_WITH_PURPOSE]
    left = sorted({str(r["setting"]).split(".")[2] for r in rows if r not in shown})
    note = f"Weights for one purpose: weights.allies.PURPOSE.FACTOR; purposes: {', '.join(left)}."
    notes = ("What one means: ngomap settings KEY", *((note,) if left else ()))
    return Records("setting", shown, len(shown), ("setting", "value", "usual"), notes)


def _rows(map_: Map) -> list[Record]:
    from ngomap.model.map_settings import SETTINGS
    from ngomap.store.settings import all_settings

    held = all_settings(map_)
    rows: list[Record] = [
        {"setting": key, "value": held.get(key), "usual": known.usual, "meaning": known.meaning}
        for key, known in SETTINGS.items()
    ]
    for key, usual in _weights().items():
        *_, purpose, factor = key.split(".")
        among = "allies" if purpose == "allies" else f"allies for {purpose}"
        meaning = f"How much {factor.replace('-', ' ')} counts among {among}."
        rows.append({"setting": key, "value": held.get(key), "usual": usual, "meaning": meaning})
    return rows
