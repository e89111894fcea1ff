"""The judgements of one actor by another as options, and how what was said of them is taken back."""

from __future__ import annotations

from collections.abc import Mapping

import typer

from ngomap.model.actors import ActorRef
from ngomap.model.trust_scale import HIGHEST, MEANING, item_name, scale_word
from ngomap.model.values import whole

TRUST = "How far the first trusts the second"
VALUE = "What the second is worth to the first"


def flag(item: str) -> str:
    """The option of an item.

    >>> flag("shared_mission")
    '--shared-mission'
    """
    return f"--{item.replace('_', '-')}"


def item_option(item: str, panel: str = TRUST) -> object:
    """The option by which a command takes an item."""
    text = MEANING[item]
    return typer.Option(flag(item), help=f"{text[0].upper()}{text[1:]}, 0-4.", metavar="0-4", rich_help_panel=panel)


def read_items(texts: Mapping[str, str | None]) -> dict[str, int]:
    """The figures that were given. Raises InvalidValue for what is not 0 to 4."""
    return {item: whole(text, item_name(item), 0, HIGHEST) for item, text in texts.items() if text is not None}


def said_of(items: Mapping[str, int | None]) -> str:
    """The items as they are told.

    >>> said_of({"reliability": 3, "shared_mission": None})
    'reliability 3 (mostly), shared mission not known'
    """
    return ", ".join(
        f"{item_name(item)} " + ("not known" if level is None else f"{level} ({scale_word(item, level)})")
        for item, level in items.items()
    )


def again(who: ActorRef, in_whom: ActorRef, day: str, items: Mapping[str, int]) -> str:
    """The command that records the items of a day."""
    from ngomap.cli.undoing import command

    words = [word for item, level in items.items() for word in (flag(item), level)]
    return command("trust", who.handle, in_whom.handle, *words, "--on", day)


def undo_trust(
    who: ActorRef, in_whom: ActorRef, day: str, before: Mapping[str, int | None] | None, said: Mapping[str, int | None]
) -> str:
    """The command that makes the day say again what it said before, or takes a new one away."""
    from ngomap.cli.undoing import command

    if before is None:
        return command("trust", who.handle, in_whom.handle, "--remove", "--on", day)
    words: list[object] = []
    for item, level in said.items():
        if before[item] != level:
            words += ["--clear", item.replace("_", "-")] if before[item] is None else [flag(item), before[item]]
    return command("trust", who.handle, in_whom.handle, *words, "--on", day) if words else ""
