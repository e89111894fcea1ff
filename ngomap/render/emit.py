"""The one switch from an answer to a form of output; only what the form needs is imported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ngomap.model.text import visible

if TYPE_CHECKING:
    from ngomap.render.answer import Answer


def emit(answer: Answer, form: str, color: bool = True, quiet: bool = False) -> None:
    """Print the answer to stdout as `table`, `json`, `csv` or `md`; what is not data goes to stderr."""
    if form == "table":
        from ngomap.render.table import print_table

        print_table(answer, color=color, quiet=quiet)
        return
    if form == "json":
        from ngomap.render.plain import json_text

        sys.stdout.write(json_text(answer))
    elif form == "csv":
        from ngomap.render.plain import csv_text

        sys.stdout.write(csv_text(answer))
    else:
        from ngomap.render.markdown import markdown_text

        sys.stdout.write(markdown_text(answer))


def note(text: str) -> None:
    """Tell the user something on stderr."""
    sys.stderr.write(visible(text) + "\n")
