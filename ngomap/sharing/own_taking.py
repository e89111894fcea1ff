"""A workbook that came back while it is taken in: what was sent and said before, and what is to be told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ngomap.model.actors import ActorRef
from ngomap.model.answers import Rejected
from ngomap.model.own_entry import Question
from ngomap.model.records import Record
from ngomap.sharing.own_entry import Own
from ngomap.sharing.own_marks import Marks
from ngomap.sharing.own_words import OwnWords
from ngomap.store.connection import Map
from ngomap.store.merged_rows import Memory

LEFT: Final = "left"
TAKE: Final = "take"
DIFFERS: Final = "differs"
NOTHING: Final = "(nothing)"
_LONGEST: Final = 80

Found = tuple[str, str, str, Record | None, Record]
"""Of a difference: section, which record, field, what we say, what they say."""


@dataclass(slots=True)
class Taking:
    """What is known beforehand, and what came of it so far. `sent` are digests by what and which; `said` is what they say
    now, by section and record, to be remembered; `first_line` is where in which sheet the first news stood.
    """

    map: Map
    actor: ActorRef
    own: Own
    words: OwnWords
    marks: Marks
    memory: Memory
    sent: dict[tuple[str, str], list[str]]
    source: str
    audience: str | None
    today: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    stored: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    differences: list[Found] = field(default_factory=list)
    agreed: list[tuple[str, str, str]] = field(default_factory=list)
    said: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)
    news: tuple[str, int] | None = None

    def change(self, sheet: str, line: int, what: str) -> None:
        """Something of the map is changed by what stands there."""
        self.changed += 1
        self.tell(sheet, line, what)

    def tell(self, sheet: str, line: int, what: str) -> None:
        """Say what is done because of what stands there."""
        self.news = self.news or (sheet, line)
        self.notes.append(what)

    def reject(self, sheet: str, line: int, reason: str, row: dict[str, str]) -> None:
        """What stands there is not taken."""
        self.rejected.append(Rejected(line, reason, {"sheet": sheet, **row}))


def decision(theirs: object, ours: object, said: object, sent: object) -> str:
    """What becomes of an answer, told by digests: `said` is what they said the last time, or else what was sent.

    >>> decision(["b"], ["a"], ["a"], ["a"]), decision(["a"], ["c"], ["a"], ["a"]), decision(["b"], ["c"], ["a"], ["a"])
    ('take', 'left', 'differs')
    >>> decision([], ["a"], ["a"], ["a"])
    'take'
    """
    if theirs in (ours, said):
        return LEFT
    return TAKE if ours in (said, sent) else DIFFERS


def becomes(question: Question, before: str, after: str) -> str:
    """What is changed, in words."""
    return f"{question.label}: {_short(before)} becomes {_short(after)}."


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return (line if len(line) <= _LONGEST else line[: _LONGEST - 3] + "...") or NOTHING
