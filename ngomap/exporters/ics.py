"""What we agreed to do by a day, and what of ours ends, as an iCalendar file (RFC 5545) that every calendar shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.model.audience import AUDIENCES, strip_fields
from ngomap.model.days import last_day
from ngomap.model.records import Record
from ngomap.model.relationships import TIE_TYPES
from ngomap.store.actors import all_refs
from ngomap.store.connection import Map
from ngomap.store.follow_ups import our_people, uids_of_endings, uids_of_steps
from ngomap.store.settings import us
from ngomap.store.whole import Scope, about, records

LINE_OCTETS: Final = 75
"""The longest line, in bytes and without its end."""
STANDING: Final = ("active", "dormant")
FOLLOW_UPS: Final = "follow-ups"
ENDINGS: Final = "endings"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A whole day in the calendar. `stamp` is the day of the record itself, so that what is unchanged stays the same."""

    day: str
    summary: str
    description: str
    stamp: str
    uid: str


def ics_pieces(map_: Map, scope: Scope, tally: Tally, since: str = "") -> Iterator[str]:
    """The calendar, entry by entry: each step that we agreed on and have not done, on the day it is due, and each tie of
    ours that stands and has an end, on its last day; from the ISO day `since` on, if one is given. If the map does not
    say who we are, those of everybody.

    A step that was agreed in a contact that the audience may see, but whose steps it may not, is withheld, too. The ids of
    the entries last as long as the records, but are different for each audience, and nobody can tell the records' own
    ids from them.
    """
    entries = [*_follow_ups(map_, scope, tally, since), *_endings(map_, scope, tally, since)]
    yield _lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ngomap//ngomap//EN", "CALSCALE:GREGORIAN")
    name = about(map_, scope).get("name")
    if name:
        yield _lines(f"X-WR-CALNAME:{_text(f'Follow-ups of {name}')}")
    for entry in sorted(entries, key=lambda e: (e.day, e.summary, e.uid)):
        yield _event(entry)
    yield _lines("END:VCALENDAR")
    if not entries:
        tally.notes.append("The calendar is empty: nothing that this audience may see is due or ends.")


def _follow_ups(map_: Map, scope: Scope, tally: Tally, since: str) -> Iterator[_Entry]:
    ours = us(map_)
    mine = None if ours is None else uids_of_steps(map_, [ours.id, *our_people(map_, ours.id)])
    names = {a.handle: a.name for a in all_refs(map_)}
    for record in _allowed(map_, "events", scope, tally, FOLLOW_UPS, mine, since):
        people = [names[handle] for handle in _several(record, "participants") if not ours or handle != ours.handle]
        with_whom = f"With {', '.join(people)}. " if people else ""
        about_it = f"{with_whom}Agreed on {record['on_date']}: {record['title']}."
        about_it += f"\n{record['outcome']}" if "outcome" in record else ""
        step = " ".join(str(record["next_step"]).split())
        yield _Entry(str(record["next_due"]), step, about_it, str(record["on_date"]), str(record["uid"]))


def _endings(map_: Map, scope: Scope, tally: Tally, since: str) -> Iterator[_Entry]:
    ours = us(map_)
    mine = None if ours is None else uids_of_endings(map_, [ours.id])
    for record in _allowed(map_, "relationships", scope, tally, ENDINGS, mine, since):
        title = f" ({record['title']})" if "title" in record else ""
        said = f"{record['from_name']} {TIE_TYPES[str(record['type'])].forward} {record['to_name']}{title}"
        until = str(record["until"])
        stamp = last_day(str(record["since"])) if "since" in record else last_day(until)
        yield _Entry(last_day(until), f"Ends: {said}", f"{said} until {until}.", stamp, str(record["uid"]))


def _everything(scope: Scope) -> Scope:
    return replace(scope, audience="internal", hidden_actors=frozenset(), hidden_areas=frozenset(), visible=AUDIENCES)


def _allowed(
    map_: Map, section: str, scope: Scope, tally: Tally, kind: str, mine: set[str] | None, since: str
) -> Iterator[Record]:
    """The records of ours that belong in the calendar and that the audience may see, each with the fields it may see and
    the id its entry has; those it may not see are counted.
    """
    dated = {
        str(record["uid"])
        for record in records(map_, section, _everything(scope), {})
        if _belongs(record, section, since) and (mine is None or record["uid"] in mine)
    }
    told = 0
    # The internal fields are taken along only for the id, and then left out for the reader.
    for record in records(map_, section, replace(scope, audience="internal"), {}):
        if record["uid"] in dated:
            seen = strip_fields(section[:-1], record, scope.audience)
            if _belongs(seen, section, since):
                told += 1
                tally.wrote(kind, seen)
                yield seen | {"uid": sha256(f"ngomap {scope.audience} {record['uid']}".encode()).hexdigest()[:32]}
    if len(dated) > told:
        tally.withheld[kind] = len(dated) - told


def _belongs(record: Record, section: str, since: str) -> bool:
    if section == "events":
        open_step = "next_step" in record and "next_due" in record and "next_done_on" not in record
        return open_step and str(record["next_due"]) >= since
    return "until" in record and record["status"] in STANDING and last_day(str(record["until"])) >= since


def _several(record: Record, field: str) -> list[str]:
    found = record.get(field)
    return found if isinstance(found, list) else []


def _event(entry: _Entry) -> str:
    day = date.fromisoformat(entry.day)
    end = [f"DTEND;VALUE=DATE:{_compact((day + timedelta(1)).isoformat())}"] if day < date.max else []
    return _lines(
        "BEGIN:VEVENT", f"UID:{entry.uid}@ngomap", f"DTSTAMP:{_compact(entry.stamp)}T000000Z",
        f"DTSTART;VALUE=DATE:{_compact(entry.day)}", *end, f"SUMMARY:{_text(entry.summary)}",
        f"DESCRIPTION:{_text(entry.description)}", "TRANSP:TRANSPARENT", "END:VEVENT",
    )  # fmt: skip


def _compact(day: str) -> str:
    return day.replace("-", "")


def _text(value: str) -> str:
    """A text as the format writes it: nothing in it can end a line or begin another property.

    >>> _text("Tea; cake, milk\\\\sugar\\nthen home\\x07")
    'Tea\\\\; cake\\\\, milk\\\\\\\\sugar\\\\nthen home<0007>'
    """
    escaped = plain(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _lines(*lines: str) -> str:
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, each further one after a blank; no character is cut in two."""
    pieces: list[str] = []
    piece, used = "", 0
    for character in line:
        size = len(character.encode())
        if used + size > LINE_OCTETS:
            pieces.append(piece)
            piece, used = " ", 1
        piece, used = piece + character, used + size
    return "\r\n".join([*pieces, piece])
