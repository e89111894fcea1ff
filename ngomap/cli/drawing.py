"""What the commands that draw share: where to, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ngomap.errors import MissingExtra, UsageError
from ngomap.model.answers import Export
from ngomap.model.audience import file_audience

if TYPE_CHECKING:
    from ngomap.pictures.picture import Picture

FORMS: Final = ("html", "svg", "png", "pdf")

To = Annotated[
    str | None,
    typer.Option("--to", help="Write a picture: FILE.html, .svg, .png or .pdf. [the terminal]", metavar="FILE"),
]
Force = Annotated[bool, typer.Option("--force", help="With --to: write over a file that says something else.")]
DrawnFor = Annotated[
    str | None,
    typer.Option(
        "--audience",
        help="Leave out what is not for this audience: public, partners, internal, secret. "
        "[on the screen secret, which is everything; in a file public]",
        metavar="AUDIENCE",
    ),
]


def form_of(to: str, forms: tuple[str, ...] = FORMS) -> str:
    """The form that a file's name asks for. Raises UsageError."""
    form = Path(to).suffix.removeprefix(".").casefold()
    if form not in forms:
        raise UsageError(f"--to: {to!r} says no form that can be written.", f"End it in one of: .{', .'.join(forms)}.")
    return form


def audience_of(audience: str | None, to: str | None) -> str:
    """Whom an answer is for: a file for the public, the screen for the keeper, unless somebody is named."""
    from ngomap.model.audience import AUDIENCES
    from ngomap.model.choice import one_of

    if to is not None:
        return file_audience(audience or "public")
    return one_of(audience or "secret", AUDIENCES, "audience")


def need_pictures() -> None:
    """Raises MissingExtra, with what to do, if what draws is not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("altair", "vl_convert", "pypdf") if find_spec(name) is None]
    if missing:
        raise MissingExtra(
            f"Drawing needs what is not installed here: {', '.join(missing)}.",
            "Install it with: pip install 'ngomap[pictures]'",
        )


def save(
    picture: Callable[[], Picture],
    to: str,
    force: bool,
    audience: str,
    written: dict[str, int],
    withheld: dict[str, int] | None = None,
) -> Export:
    """Draw, and write the file whole or not at all. `written` counts what is in the picture."""
    from ngomap.exporters.file_writing import write_file
    from ngomap.pictures.saving import saved

    form = form_of(to)
    drawing = picture()
    path = Path(to)
    unchanged = write_file(path, [saved(drawing, form)], force)
    return Export(str(path), form, audience, written, withheld or {}, unchanged, drawing.notes)
