"""What went into a file, what was kept back, and what is worth saying about it; filled while the file is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from ngomap.model.records import Record
from ngomap.store.whole import label


@dataclass(slots=True)
class Tally:
    """Records by kind."""

    written: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def wrote(self, section: str, record: Record) -> None:
        """Count a record in."""
        kind = label(section, record)
        self.written[kind] = self.written.get(kind, 0) + 1
