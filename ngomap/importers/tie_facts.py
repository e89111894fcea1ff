"""What columns or attributes say of a tie: its fields by their names, everything else as a line for its notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.importers.cells import tidy
from ngomap.importers.counting import counted_note
from ngomap.importers.figures import day
from ngomap.importers.headers import IGNORE, header_words
from ngomap.importers.records import TieRow
from ngomap.importers.table_columns import currency_in
from ngomap.importers.tie_words import UNKNOWN, fits, tie_meaning
from ngomap.model.facts import currency, fact
from ngomap.model.relationships import RUNGS, TIE_STANCES, TIE_STATUSES, TIE_TYPES
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key, one_line, paragraphs
from ngomap.model.values import number, whole

FIELDS: Final[dict[str, str]] = {
    "type": "type of the tie",
    "title": "position or title",
    "status": "status of the tie",
    "since": "since (or the date)",
    "until": "until",
    "precision": "how exact the date is (day, month, year)",
    "amount": "amount of money",
    "currency": "currency of the amount",
    "weight": "weight",
    "direction": "direction",
    "notes": "notes",
    "reference": "reference, such as the number of a grant",
    "rung": "rung of the ladder",
    "rung_since": "since when on that rung",
    "wanted": "rung that is wanted",
    "stance": "stance to a government body",
    "source": "source",
    "audience": "audience",
}
NOT_NOTED: Final = frozenset(("id", "uid", "label", "mutual", "from name", "to name"))
"""Attributes that say nothing which the tie does not say itself."""
_STATUSES: Final = {
    "current": "active", "ongoing": "active", "actif": "active", "active": "active", "activo": "active", "yes": "active",
    "former": "ended", "past": "ended", "inactive": "ended", "closed": "ended", "finished": "ended", "completed": "ended",
    "ancien": "ended", "termine": "ended", "terminado": "ended", "desired": "wanted", "planned": "wanted",
    "potential": "wanted", "proposed": "wanted", "souhaite": "wanted", "deseado": "wanted", "refused": "declined",
    "rejected": "declined",
} | {status: status for status in TIE_STATUSES}  # fmt: skip
_WAYS: Final = frozenset(("directed", "undirected", "mutual", "none", "one way", "two way", "true", "false"))
PLACEHOLDERS: Final = frozenset(("fixme", "todo", "tbd", "xxx"))
"""What people write where they mean to write something later."""
_WIDTHS: Final = {
    "": 10, "day": 10, "exact": 10, "jour": 10, "dia": 10, "month": 7, "mois": 7, "mes": 7, "year": 4, "annee": 4, "ano": 4,
}  # fmt: skip
"""How many characters of an ISO date are known at a precision."""


@cache
def _headers() -> dict[str, str]:
    return {
        " ".join(header_words(text)): row["field"]
        for row in shipped_rows("imports/tie_headers.csv")
        for text in reversed(row["headers"].split("|"))
    }


@cache
def tie_field(header: str) -> str | None:
    """The field of a tie that a header means, or None.

    >>> tie_field("Donation date"), tie_field("Relationship Type"), tie_field("Amount (USD)"), tie_field("Colour")
    ('since', 'type', 'amount', None)
    """
    words = " ".join(header_words(header))
    found = _headers().get(words)
    if found is None and currency_in(header):
        found = _headers().get(" ".join(header_words(header.partition("(")[0].partition("[")[0])))
    return found


class Ties:
    """Reads what a file states of ties, and counts what it could not understand. `kinds` are those of the actors the
    file has spoken of, by key; `usual` is the type of ties for which the file has no word; `wanted` are the fields that
    the user gave to headers, in lower case.
    """

    def __init__(
        self, kinds: Mapping[str, str], order: str | None, usual: str = UNKNOWN, wanted: Mapping[str, str] | None = None
    ) -> None:
        self.wanted = wanted or {}
        self.kinds = kinds
        self.order = order
        self.usual = usual
        self.taken: dict[str, str] = {}
        self.unknown: Counter[str] = Counter()
        self.unfit: Counter[str] = Counter()
        self.precisions: Counter[str] = Counter()
        self.placeholders: Counter[str] = Counter()
        self.one_way = self.untyped = self.without_currency = 0

    def tie(
        self, a: str, b: str, stated: Iterable[tuple[str, str]], word: str = "", one_way: bool = True, label: str = ""
    ) -> TieRow:
        """The tie of two keys. `stated` are headers with their texts; `word` says its type, if no header does; `label`
        is what is written on it. Raises InvalidValue for what is not sound.
        """
        if a == b:
            raise InvalidValue("It ties an actor to itself.")
        said, lines = self._sorted(stated)
        label = tidy(label)
        word = said.pop("type", "") or tidy(word)
        if not word and label and tie_meaning(label):
            word, label = label, ""
        if said.pop("direction", "").casefold() in ("undirected", "mutual", "none", "two way", "false"):
            one_way = False
        facts = self._facts(said, lines)
        if label and name_key(label) != name_key(word) and _is_position(label):
            facts.setdefault("title", one_line(label))
        type_name, a, b = self._type(word, a, b, facts)
        self.untyped += not word and type_name == UNKNOWN
        self.one_way += one_way and type_name == UNKNOWN
        if "rung" in facts and type_name != "works-with":
            raise InvalidValue("rung: only a tie of the type works-with has one.")
        if lines:
            facts["notes"] = "\n".join(filter(None, [str(facts.get("notes", "")), *lines]))
        return TieRow(type_name, a, b, facts)

    def _type(self, word: str, a: str, b: str, facts: dict[str, object]) -> tuple[str, str, str]:
        meaning = tie_meaning(word) if word else (self.usual, False)
        if meaning is None:
            self.unknown[word] += 1
            # Two ties that only the file's own word tells apart are two.
            facts.setdefault("reference", one_line(word))
            facts.setdefault("title", one_line(word))
            return UNKNOWN, a, b
        name, backward = meaning
        if backward:
            a, b = b, a
        ends = self.kinds.get(a), self.kinds.get(b)
        if not fits(name, *ends):
            if not TIE_TYPES[name].mutual and fits(name, ends[1], ends[0]):
                a, b = b, a
            else:
                self.unfit[word or name] += 1
                facts.setdefault("title", one_line(word or name))
                return UNKNOWN, a, b
        if word and name in ("on-board-of", "works-for", "holds-office-in") and tie_meaning(word) and _is_position(word):
            facts.setdefault("title", one_line(word))
        return name, a, b

    def _sorted(self, stated: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[str]]:
        said: dict[str, str] = {}
        lines: list[str] = []
        for header, text in stated:
            cell = tidy(text)
            if not cell:
                continue
            if cell.casefold() in PLACEHOLDERS:
                self.placeholders[header] += 1
                continue
            field = self.wanted.get(header.casefold()) or tie_field(header)
            if field == IGNORE:
                continue
            # Where one file has both, `type` may say no more than that edges have a direction.
            if field == "type" and cell.casefold() in _WAYS:
                field = "direction"
            if field and field not in said and self._readable(field, cell):
                said[field] = text if field == "notes" else cell
                self.taken.setdefault(header, FIELDS[field])
                if field == "amount" and (code := currency_in(header)):
                    said.setdefault("currency", code)
            elif name_key(header) not in NOT_NOTED:
                lines.append(f"{header}: {cell}")
                self.taken.setdefault(header, FIELDS["notes"])
        return said, lines

    def _readable(self, field: str, cell: str) -> bool:
        """Whether the cell can say what the header seems to ask; words of closed lists that are not ours are notes."""
        if field == "status":
            return name_key(cell) in _STATUSES
        if field in ("rung", "wanted"):
            return cell.isascii() and cell.isdigit() and int(cell) < len(RUNGS)
        if field == "stance":
            return cell in TIE_STANCES
        if field == "direction":
            return cell.casefold() in _WAYS
        return True

    def _facts(self, said: dict[str, str], lines: list[str]) -> dict[str, object]:
        facts: dict[str, object] = {}
        for field in ("title", "reference", "source"):
            if field in said:
                facts[field] = one_line(said[field])
        if "notes" in said:
            facts["notes"] = paragraphs(said["notes"])
        if "status" in said:
            facts["status"] = _STATUSES[name_key(said["status"])]
        for field in ("rung", "wanted"):
            if field in said:
                facts[field] = whole(said[field], field)
        for field in ("stance", "audience"):
            if field in said:
                facts[field] = fact(field, said[field])
        for field in ("since", "until", "rung_since"):
            if field in said:
                facts[field] = day(said[field].removesuffix(".0"), field, self.order)
        if "precision" in said and "since" in facts:
            self._blur(facts, said["precision"].casefold(), lines)
        if "amount" in said:
            facts["amount"] = _amount(said["amount"])
            self.without_currency += "currency" not in said
        if "currency" in said:
            facts["currency"] = currency(said["currency"])
        if "weight" in said and said["weight"] not in ("1", "1.0"):
            lines.append(f"Weight: {said['weight']}")
        _check_dates(facts.get("since"), facts.get("until"))
        return facts

    def _blur(self, facts: dict[str, object], precision: str, lines: list[str]) -> None:
        """Keep of the date what is known of it."""
        date = str(facts.pop("since"))
        known = blurred(date, precision)
        if known:
            facts["since"] = known
        if precision not in _WIDTHS:
            self.precisions[precision] += 1
            lines.append(f"Date in the file: {date} ({precision})")

    def notes(self) -> list[str]:
        """What was read but not understood."""
        found = counted_note(self.unknown, "Ties of a type that is not known are recorded as 'related', with the word: {}")
        found += counted_note(
            self.unfit, "Between actors of such kinds there is no tie of that type; recorded as 'related', with the word: {}"
        )
        if self.untyped:
            found.append(f"The file does not say what kind of ties these are; recorded as 'related': {self.untyped}.")
        if self.one_way:
            found.append(f"A tie 'related' reads both ways, so the direction of the file is not kept: {self.one_way}.")
        if self.without_currency:
            found.append(f"The file does not say the currency of amounts; they are kept without one: {self.without_currency}.")
        found += counted_note(self.precisions, "Dates that are not exact to the year are kept in the notes of the ties: {}")
        found += counted_note(self.placeholders, "Cells that only say that something is to be filled in were left out, in {}")
        return found


def blurred(date: str, precision: str) -> str:
    """Of a date what is known of it: nothing, where it may be years off.

    >>> blurred("1999-05-01", "month"), blurred("1999-04-01", "quarter"), blurred("1990-01-01", "decade")
    ('1999-05', '1999', '')
    """
    return date[: _WIDTHS.get(precision, 4 if precision in ("quarter", "season") else 0)]


def _is_position(word: str) -> bool:
    return name_key(word) not in {name_key(t) for tie in TIE_TYPES.values() for t in (tie.name, tie.forward, tie.backward)}


def _amount(text: str) -> float:
    if text.startswith("-"):
        raise InvalidValue(f"amount: {text!r} is less than nothing; money that was paid back is no grant.")
    return number(text, "amount", low=0)


def _check_dates(since: object, until: object) -> None:
    if isinstance(since, str) and isinstance(until, str):
        length = min(len(since), len(until))
        if until[:length] < since[:length]:
            raise InvalidValue(f"until: {until} is before since: {since}.", "A tie ends after it has begun.")
