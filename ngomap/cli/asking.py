"""Asking a person at a terminal, with completion from what the map knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import typer

from ngomap.errors import NgomapError
from ngomap.render.emit import note


def ask(label: str, choices: Sequence[str] = (), check: Callable[[str], object] | None = None) -> str | None:
    """One answer, or None for an empty one; asked again while `check` refuses it. Tab completes from `choices`."""
    _complete_from(choices)
    while True:
        answer = str(typer.prompt(label, default="", show_default=False, err=True)).strip()
        if not answer:
            return None
        try:
            if check:
                check(answer)
        except NgomapError as error:
            note(f"{error.message} {error.hint}")
            continue
        return answer


def ask_many(label: str, choices: Sequence[str], check: Callable[[str], object]) -> list[str]:
    """Several answers separated by commas."""
    answer = ask(f"{label} (several with commas)", choices, lambda text: [check(t) for t in split(text)])
    return split(answer or "")


def split(text: str) -> list[str]:
    """The parts between the commas, without the empty ones."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _complete_from(choices: Sequence[str]) -> None:
    try:
        import readline
    except ImportError:  # not built in everywhere; asking works without it
        return
    options = sorted(choice for choice in choices if choice.isprintable())

    def complete(text: str, state: int) -> str | None:
        fitting = [o for o in options if o.casefold().startswith(text.casefold())]
        return fitting[state] if state < len(fitting) else None

    readline.set_completer_delims(",\n")
    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")
