"""How far long work has come, on a terminal only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ngomap.model.text import visible


@contextmanager
def progress_bar(what: str, about: int | None, color: bool = True) -> Iterator[Callable[[int], None]]:
    """A bar on stderr while the work inside goes on; it vanishes at the end. What is yielded is told how many rows have
    been dealt with, of `about` so many.
    """
    console = Console(stderr=True, no_color=not color)
    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed} rows"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(visible(what), total=about)

        def done(rows: int) -> None:
            bar.update(task, completed=rows, total=max(about, rows) if about else None)

        yield done
