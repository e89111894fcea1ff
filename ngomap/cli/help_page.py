"""The help of one command, plain like that of all: what draws boxes takes longer to start than most answers."""

from __future__ import annotations

import inspect
from typing import Any

EXAMPLES = "Examples:"
OPTIONS = "Options"
ARGUMENTS = "Arguments"


class HelpPage:
    """A command or a noun whose help is written here; its options stand under the panels they name."""

    help: str | None
    get_params: Any

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What it does, wrapped; and the examples as they are to be typed, each on a line of its own."""
        said, _, examples = inspect.cleandoc(self.help or "").partition(EXAMPLES)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said.strip())
        lines = [" ".join(paragraph.split()) for paragraph in examples.strip().split("\n\n") if paragraph.strip()]
        if lines:
            formatter.write_paragraph()
            formatter.write(f"{EXAMPLES}\n")
            formatter.write("".join(f"  {line}\n" for line in lines))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments, options of the command, its panels in their order, and what every command has."""
        rows: dict[str, list[tuple[str, str]]] = {ARGUMENTS: [], OPTIONS: []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                usual = ARGUMENTS if param.param_type_name == "argument" else OPTIONS
                rows.setdefault(getattr(param, "rich_help_panel", None) or usual, []).append(record)
        for panel, records in rows.items():
            if records:
                with formatter.section(panel):
                    formatter.write_dl(records)
