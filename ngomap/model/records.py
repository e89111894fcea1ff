"""Lists of records: what most commands that read answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RECORDS_FORMAT: Final = "records/1"

Record = dict[str, object]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Records:
    """A list of records of one kind. `columns` are the fields a table shows; JSON and CSV carry all."""

    kind: str
    records: list[Record]
    total: int
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def document(self) -> Record:
        """The answer as one JSON object."""
        return {
            "ngomap": RECORDS_FORMAT,
            "kind": self.kind,
            "records": self.records,
            "notes": list(self.notes),
            "total": self.total,
        }

    def rows(self) -> tuple[list[str], list[Record]]:
        """The records, with the names of all their fields."""
        return list(dict.fromkeys([*self.columns, *(k for r in self.records for k in r)])), self.records
