"""What commands answer when something was done: changes made, files read and written."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Final

from ngomap.model.records import Record, Records

__all__ = ["Change", "Export", "Intake", "Record", "Records", "Rejected"]

CHANGE_FORMAT: Final = "change/1"
INTAKE_FORMAT: Final = "intake/1"
EXPORT_FORMAT: Final = "export/1"


@dataclass(frozen=True, slots=True)
class Change:
    """Something written: what was done to which record, as one sentence, and how to take it back."""

    action: str
    kind: str
    record: Record
    text: str
    undo: str = ""
    notes: tuple[str, ...] = ()

    def document(self) -> Record:
        """The answer as one JSON object."""
        return {"ngomap": CHANGE_FORMAT, **asdict(self)}

    def rows(self) -> tuple[list[str], list[Record]]:
        """The answer as rows, with the names of their columns."""
        row = {"action": self.action, "of": self.kind, **self.record, "text": self.text, "undo": self.undo}
        return list(row), [row]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: its line in the file (the first is 1), why, and the row itself."""

    line: int
    reason: str
    row: dict[str, str]


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import did or, as a dry run, would do. `read` = added + changed + unchanged + rejected, in rows.

    `columns` is what each column was taken for, `samples` something that stands in it; `examples` are some rows in words,
    by what became of them.
    """

    file: str
    format: str
    read: int
    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...] = ()
    dry_run: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    samples: dict[str, str] = field(default_factory=dict)
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stored: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    next: tuple[str, ...] = ()

    def document(self) -> Record:
        """The answer as one JSON object: `rejected` is how many, `rejects` which."""
        return {
            "ngomap": INTAKE_FORMAT,
            **asdict(self),
            "rejected": len(self.rejected),
            "rejects": [asdict(r) for r in self.rejected],
        }

    def rows(self) -> tuple[list[str], list[Record]]:
        """The answer as one row, with the names of its columns."""
        names = ["file", "format", "read", "added", "changed", "unchanged", "rejected"]
        document = self.document()
        return names, [{name: document[name] for name in names}]


@dataclass(frozen=True, slots=True)
class Export:
    """A file written for others: what is in it, what was withheld, and whether anything is new since last time."""

    path: str
    format: str
    audience: str
    written: dict[str, int]
    withheld: dict[str, int]
    unchanged: bool = False
    notes: tuple[str, ...] = ()

    def document(self) -> Record:
        """The answer as one JSON object."""
        return {"ngomap": EXPORT_FORMAT, **asdict(self)}

    def rows(self) -> tuple[list[str], list[Record]]:
        """The answer as one row, with the names of its columns."""
        row: Record = {"path": self.path, "format": self.format, "audience": self.audience}
        row |= {"written": sum(self.written.values()), "withheld": sum(self.withheld.values())}
        return list(row), [row]
