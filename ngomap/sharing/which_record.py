"""Which record of the map one is, whom it is about, and what a person calls it. Plain data."""

from __future__ import annotations

from typing import Final

from ngomap.model.records import Record
from ngomap.model.whole_document import Document
from ngomap.model.whole_format import SECTIONS
from ngomap.sharing.three_way import digest
from ngomap.store.whole import ENDS
from ngomap.store.whole_load import NAMED, POINTERS
from ngomap.store.whole_merge import DEFAULTS, items, natural_key

OF_TWO: Final = " - "
NAMES: Final = ("name", "title", "what", "description", "commitment_what")
CONNECTED: Final = ("from", "to", "actor", "project", "by", "area")

Names = dict[tuple[str, str], str]
"""What somebody calls what has a handle, by section and handle."""


def reference(section: str, record: Record) -> str:
    """Which record it is, in the words of this map: its uid, or a digest of what it is known by."""
    if "uid" in SECTIONS[section]:
        return str(record["uid"])
    return digest([section, *natural_key(section, with_defaults(section, record))])


def with_defaults(section: str, record: Record) -> Record:
    """The record with what it says without saying it."""
    return {**DEFAULTS.get(section, {}), **record}


def about(section: str, record: Record) -> tuple[str, ...]:
    """The handles of the first two actors that a record is about."""
    if section == "actors":
        return (str(record["handle"]),)
    named = [str(record[end]) for end in ENDS.get(section, ()) if end in record]
    return tuple(dict.fromkeys([*named, *map(str, items(record, "participants"))]))[:2]


def label(section: str, record: Record) -> str:
    """What a record is called: by its own name, or by what it connects."""
    for name in NAMES:
        if name in record:
            return str(record[name])
    ends = [str(record[f"{end}_name"]) for end in CONNECTED if f"{end}_name" in record]
    said = OF_TWO.join(dict.fromkeys(ends[:2]))
    more = next((str(record[n]) for n in ("type", "point", "task", "issue", "term_name") if n in record), "")
    return f"{said} ({more})" if more else said


def names_in(document: Document) -> Names:
    """What a document calls those of its records that others point to."""
    return {(s, str(r["handle"])): label(s, r) for s in NAMED for r in document.get(s, [])}


def label_among(section: str, record: Record, names: Names) -> str:
    """What a record of a document is called, which names by handle what it connects."""
    named = {f"{end}_name": names.get((POINTERS[end], str(record[end])), record[end]) for end in CONNECTED if end in record}
    if section == "observations":
        named["commitment_what"] = names.get(("commitments", str(record["commitment"])), record["commitment"])
    return label(section, {**record, **named})
