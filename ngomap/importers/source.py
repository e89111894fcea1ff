"""What was opened for reading in: files, sheets and members of archives, and how the reader was told to read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO, TextIOWrapper
from typing import BinaryIO, Final, TextIO

from ngomap.errors import BadFile
from ngomap.importers import delimited
from ngomap.importers.grid import Grid, Row
from ngomap.importers.json_text import parse
from ngomap.importers.text_file import decode, encoding_of

_JSON: Final = re.compile(r"(\{|\[\s*[\[\]{\"\d-])")
"""A header may begin with a bracket too."""
BEGIN: Final = 65_536
"""Bytes that are looked at to see what something is."""


@dataclass(frozen=True)
class Part:
    """One file, or one sheet or member of it. Its text and its table are made once, when somebody asks for them.

    `opened` opens its bytes anew each time; a sheet has no bytes of its own but a `sheet`, which makes its table.
    """

    name: str
    opened: Callable[[], BinaryIO]
    encoding: str | None = None
    sheet: Callable[[], Grid] | None = None

    @cached_property
    def begin(self) -> bytes:
        """Its first bytes."""
        with self.opened() as file:
            return file.read(BEGIN)

    @cached_property
    def data(self) -> bytes:
        """All of its bytes."""
        with self.opened() as file:
            return file.read()

    @cached_property
    def text(self) -> str:
        """All of it as text. Raises BadFile."""
        return decode(self.data, self.name, self.encoding)

    @cached_property
    def shape(self) -> str:
        """What it looks like: `sheet`, `json`, `xml` or `table` (text with separators)."""
        if self.sheet:
            return "sheet"
        encoding = encoding_of(self.begin, self.name, self.encoding)
        start = self.begin.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
        return "json" if _JSON.match(start) else "xml" if start.startswith("<") else "table"

    @cached_property
    def json(self) -> object:
        """Its text read as JSON. Raises BadFile."""
        return parse(self.text, self.name)

    def open_text(self) -> TextIO:
        """Its text, to be read piece by piece. Raises BadFile, if the beginning is not text."""
        encoding = encoding_of(self.begin, self.name, self.encoding)
        return TextIOWrapper(self.opened(), encoding, newline="")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Its lines with their numbers, the first being 1. Raises BadFile."""
        with self.open_text() as text:
            try:
                yield from enumerate(text, 1)
            except UnicodeError:
                self.refuse_text()

    @cached_property
    def grid(self) -> Grid:
        """It as a table. Raises BadFile."""
        if self.sheet:
            return self.sheet()
        try:
            grid = delimited.grid_of(self.name, self.open_text)
        except UnicodeError:
            self.refuse_text()
            raise
        if grid.again is not None:
            rows = grid.again

            def again() -> Iterator[tuple[int, tuple[str, ...]]]:
                try:
                    yield from rows()
                except UnicodeError:
                    self.refuse_text()
                    raise

            grid.again = again  # type: ignore[assignment]
        return grid

    def refuse_text(self) -> None:
        """Say where the text is not sound. Raises BadFile."""
        decode(self.data, self.name, self.encoding)


@dataclass(frozen=True)
class Source:
    """What the user named: one file, or several that belong together (a folder, an archive, a workbook).

    `passed_over` names what is there but was not opened, such as hidden sheets. `sheets` reads the rows of each sheet of a
    workbook as they stand, those of hidden ones too.
    """

    name: str
    parts: tuple[Part, ...]
    passed_over: tuple[str, ...] = ()
    sheets: Mapping[str, Callable[[], Iterator[Row]]] = field(default_factory=dict)

    @property
    def only(self) -> Part:
        """The one part. Raises BadFile if there are several."""
        if len(self.parts) > 1:
            raise BadFile(
                f"{self.name} holds {len(self.parts)} tables, which are not known to belong together: "
                f"{', '.join(p.name for p in self.parts[:8])}.",
                "Choose with --sheet NAME." if all(p.sheet for p in self.parts) else "Import them one at a time.",
            )
        return self.parts[0]

    @property
    def about_rows(self) -> int | None:
        """About how many rows it has, judging by the first; None if that cannot be told."""
        part = self.parts[0]
        lines = part.begin.count(b"\n")
        if len(self.parts) > 1 or part.sheet or not lines:
            return None
        with part.opened() as file:
            return file.seek(0, 2) * lines // len(part.begin)

    @property
    def text(self) -> str:
        """The text of the one part. Raises BadFile."""
        return self.only.text

    @property
    def grid(self) -> Grid:
        """The table of the one part. Raises BadFile."""
        return self.only.grid


def source_of(name: str, data: bytes, encoding: str | None = None) -> Source:
    """A source of one part that is in memory already."""
    return Source(name, (Part(name, lambda: BytesIO(data), encoding),))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the user said about the file: fields by header, what separates several values in a cell, the order of day
    and month in dates (`dmy`, `mdy`, `ymd`; None: ISO only), headers of columns in whose text issues may be found.
    `optional` are headers, as lower case, that the file may lack although something was said about them.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None
    date_order: str | None = None
    tag_from: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
