"""A report as plain pieces - paragraphs, figures, tables, lists, pictures - before it becomes a file of some form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SECTIONS: Final[dict[str, str]] = {
    "summary": "Summary",
    "changes": "What changed",
    "map": "Who is where",
    "network": "How they are joined",
    "gaps": "What is missing",
    "duplication": "Who does the same work",
    "partnerships": "Our partnerships",
    "coalitions": "Coalitions",
    "commitments": "What government promised",
    "next": "Next steps",
}
"""The sections of a report in their order, each with its heading. The names are what `--only` takes."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text in plain words; a `quiet` one says what was left out or what to keep in mind."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A few numbers, each as it is written and with what it counts."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under `columns`; `numeric` are the places of the columns that hold numbers, `weights` how wide the columns are
    beside each other.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    weights: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture in both forms that files take, its `name` a word for a file, and the same in a sentence (`alt`)."""

    name: str
    alt: str
    caption: str
    svg: str
    png: bytes


@dataclass(frozen=True, slots=True)
class More:
    """What was left out, and the command that shows all of it."""

    text: str
    command: str


Block = Paragraph | Figures | Bullets | Table | Drawing | More


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its name (of SECTIONS), and what stands in it."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """Its heading."""
        return SECTIONS[self.name]


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A whole report: whose, of which day, for whom, and what to keep in mind in its last lines."""

    title: str
    subtitle: str
    on: str
    sections: tuple[Section, ...]
    footer: tuple[str, ...]

    @property
    def drawings(self) -> list[Drawing]:
        """Its pictures, in their order."""
        return [b for s in self.sections for b in s.blocks if isinstance(b, Drawing)]
