"""Data that has standard output to itself."""

from __future__ import annotations

import shutil
import sys
from typing import IO

from ngomap.cli.session import session
from ngomap.model.answers import Export
from ngomap.render.emit import emit


def to_stdout(spool: IO[bytes], answer: Export) -> None:
    """The data has standard output to itself; what is said about it takes the form for people, on standard error."""
    shutil.copyfileobj(spool, sys.stdout.buffer)
    sys.stdout.flush()
    emit(answer, "table", color=not session().no_color, quiet=session().quiet)
