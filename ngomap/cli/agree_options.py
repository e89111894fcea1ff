"""The options of `ngomap agree` that record something, and which of them belong together."""

from __future__ import annotations

from dataclasses import dataclass

from ngomap.errors import UsageError


@dataclass(frozen=True, slots=True)
class Said:
    """The options of the command line that record something."""

    point: str | None = None
    state: str | None = None
    text: str | None = None
    on: str | None = None
    source: str | None = None
    audience: str | None = None
    cover: str | None = None
    task: str | None = None
    for_: str | None = None
    in_: str | None = None
    since: str | None = None
    until: str | None = None
    remove_point: str | None = None
    remove_task: str | None = None


# What may stand beside the option that says what to do.
BESIDE = {
    "point": ("state", "text", "on", "source", "audience"),
    "cover": ("task", "for_", "in_", "since", "until", "audience"),
    "remove_point": ("on",),
    "remove_task": (),
}


def asked_to_write(said: Said) -> str | None:
    """Which of the four changes is asked for, if any. Raises UsageError for options that do not belong together."""
    chosen = [what for what in BESIDE if getattr(said, what) is not None]
    if len(chosen) > 1:
        raise UsageError(f"{_flag(chosen[0])} and {_flag(chosen[1])} are two things to do: one at a time.")
    allowed = BESIDE[chosen[0]] if chosen else ("on", "audience")
    for option in ("state", "text", "on", "source", "task", "for_", "in_", "since", "until", "audience"):
        if getattr(said, option) is not None and option not in allowed:
            needed = next(what for what, beside in BESIDE.items() if option in beside)
            raise UsageError(f"{_flag(option)} belongs to {_flag(needed)}.", "See 'ngomap agree --help'.")
    return chosen[0] if chosen else None


def _flag(option: str) -> str:
    return f"--{option.rstrip('_').replace('_', '-')}"
