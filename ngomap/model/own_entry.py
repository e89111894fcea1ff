"""The workbook in which an organization corrects its own entry: its sheets, its questions, and the marks by which it is
known when it comes back. For those who write it and those who read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.model.text import name_key, one_line, paragraphs, visible

MARK: Final = "ngomap own entry/1"
MARKS: Final = "ngomap"
"""The sheet that nobody sees: what was sent, as digests."""
ENTRY: Final = "Your entry"
SHEETS: Final = {"activities": "Your activities", "resources": "Offers and needs"}
ANSWERS: Final = "What we have: please correct it here"
NUMBER: Final = "No."
NO_LONGER: Final = "No longer"
CHECKED: Final = "checked_on"
WORK: Final = ("issue", "service")
SEPARATOR: Final = ";"
LAYOUT: Final = "\n\t\r\u200e\u200f\u061c"
"""Line ends, tabs, and the marks that right-to-left names need."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of which field, in which words. `kind` is what an answer is: a `line` or `long` text, something from
    a `list`, a `term`, `work` (an issue or service), an `area`, a `number`, a `whole` number, a `date`. `choices` names the
    list to choose from; `several` is whether there may be more than one answer, each in a cell of its own.
    """

    field: str
    label: str
    help: str
    kind: str = "line"
    choices: str = ""
    several: bool = False
    width: int = 18


QUESTIONS: Final = (
    Question("name", "Name", "Your full name, in its own spelling."),
    Question("aliases", "Other names", "Short forms, former and translated names.", several=True),
    Question("kind", "Kind", "What you are; choose from the list.", "list", "kind"),
    Question("level", "Level", "How far you reach; choose from the list.", "list", "level"),
    Question("status", "Status", "Whether you work at present; choose from the list.", "list", "status"),
    Question("mission", "Mission", "What you are there for, in a sentence or two.", "long"),
    Question("vision", "Vision", "What you want to be different one day.", "long"),
    Question("issues", "Issue", "What you work on; choose from the list.", "term", "issue", several=True),
    Question("populations", "Whom you serve", "Choose from the list.", "term", "population", several=True),
    Question("services", "Service", "What you offer; choose from the list.", "term", "service", several=True),
    Question("sectors", "Sector", "Your field of activity; choose from the list.", "term", "sector", several=True),
    Question("serves", "Area you serve", "Where you work; choose from the list.", "area", "area", several=True),
    Question("place", "Address or town", "Where your office is."),
    Question("area", "Area of your office", "Choose from the list.", "area", "area"),
    Question("country", "Country", "Its name, or a code such as KE."),
    Question("website", "Website", "For example: www.example.org"),
    Question("email", "E-mail", "Of the organization: name@example.org"),
    Question("phone", "Telephone", "With the country code: +254 ..."),
    Question("identifiers", "Registration", "Register and number, such as GB-CHC:1234567.", several=True),
    Question("staff", "Staff", "People employed: a number.", "whole"),
    Question("founded", "Founded", "A year, or a day as 2015-03-31."),
)
CHECKED_ON: Final = Question(CHECKED, "Checked on", "The day you looked through this, as 2024-03-31.", "date")
COLUMNS: Final[dict[str, tuple[Question, ...]]] = {
    "activities": (
        Question("term", "What you do", "An issue or a service; choose from the list.", "work", "work", width=30),
        Question("area", "Where", "Choose from the list.", "area", "area", width=24),
        Question("population", "For whom", "Choose from the list.", "term", "population", width=24),
        Question("role", "Your part", "Choose from the list.", "list", "role", width=16),
        Question("status", "Status", "Choose from the list.", "list", "activity", width=14),
        Question("since", "Since", "2024, 2024-03 or 2024-03-31.", "date", width=13),
        Question("until", "Until", "2024, 2024-03 or 2024-03-31.", "date", width=13),
        Question("reached", "People reached", "A number.", "whole", width=13),
        Question("capacity", "People you could reach", "A number.", "whole", width=13),
        Question("project", "Project", "Its name, if it is part of one.", width=24),
    ),
    "resources": (
        Question("direction", "Offer or need", "What you can give, or what you look for.", "list", "direction", width=14),
        Question("kind", "Kind", "Choose from the list.", "list", "resource", width=16),
        Question("description", "What it is", "In a few words.", "long", width=44),
        Question("quantity", "How much", "A number.", "number", width=12),
        Question("unit", "Of what", "Hours, rooms, boxes ...", width=14),
        Question("area", "Where", "Choose from the list.", "area", "area", width=24),
        Question("since", "From", "2024, 2024-03 or 2024-03-31.", "date", width=13),
        Question("until", "Until", "2024, 2024-03 or 2024-03-31.", "date", width=13),
        Question("conditions", "Conditions", "What has to be agreed.", "long", width=30),
    ),
}  # fmt: skip
REQUIRED: Final = {
    "actors": ("name", "kind"), "activities": ("term", "area", "role"), "resources": ("direction", "kind", "description"),
}  # fmt: skip
STARTS: Final = {"activities": {"role": "implementer"}, "resources": {"status": "open"}}
"""What a new row says where nobody says otherwise."""

BY_LABEL: Final = {name_key(q.label): q for q in (*QUESTIONS, CHECKED_ON)}


@dataclass(frozen=True, slots=True)
class Form:
    """A workbook to write: whose entry, who asks and on which day; answers by field, rows of texts by section, lists to
    choose from, and the marks as (what, which, digest).
    """

    name: str
    by: str
    on: str
    questions: Sequence[Question]
    answers: Mapping[str, Sequence[str]]
    rows: Mapping[str, Sequence[Sequence[str]]]
    choices: Mapping[str, Sequence[str]]
    marks: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a row of the entry: its line, the label before it, and the text."""

    line: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its line, and its texts by field, with `number` and `no_longer`."""

    line: int
    texts: Mapping[str, str]


@dataclass(slots=True)
class Returned:
    """A workbook that came back, as it stands. `tables` are its sheets by section; one that is not there is missing."""

    name: str
    marks: list[tuple[str, str, str]]
    cells: list[Cell] | None = None
    tables: dict[str, list[Line]] = field(default_factory=dict)


def told(text: str, question: Question) -> str:
    """A text as it is written, and compared with what comes back: spreadsheet programs add and lose white space.

    >>> told(" 12\\xa0Mill  Lane ", QUESTIONS[0])
    '12 Mill Lane'
    """
    seen = visible(text, keep=LAYOUT)
    return paragraphs(seen) if question.kind == "long" else one_line(seen)
