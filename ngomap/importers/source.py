"""A file that was opened for reading in, and how its reader was told to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ngomap.importers.grid import Grid
from ngomap.importers.text_file import decode


@dataclass(frozen=True)
class Source:
    """The bytes of a file; its text and its table are made once, when somebody asks for them."""

    name: str
    data: bytes
    encoding: str | None
    grid_reader: Callable[[Source], Grid]

    @cached_property
    def text(self) -> str:
        """The file as text. Raises BadFile."""
        return decode(self.data, self.name, self.encoding)

    @cached_property
    def grid(self) -> Grid:
        """The file as a table. Raises BadFile."""
        return self.grid_reader(self)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the user said about the file: fields by header, what separates several values in a cell, the order of day
    and month in dates (`dmy`, `mdy`, `ymd`; None: ISO only).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None
    date_order: str | None = None
