"""What can be rendered."""

from __future__ import annotations

from typing import Protocol

from ngomap.model.records import Record


class Answer(Protocol):
    """An answer knows its one JSON object and its rows; how it looks is for the forms of output to say."""

    def document(self) -> Record:
        """The answer as one JSON object that says what it is."""

    def rows(self) -> tuple[list[str], list[Record]]:
        """The answer as rows, with the names of their columns."""
