"""What a document tells twice under one name: the first counts, so that the others are no reason to refuse all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ngomap.model.records import Record
from ngomap.model.whole_document import twins
from ngomap.model.whole_format import SECTIONS


@dataclass(slots=True)
class Once:
    """A document without repetitions: the others by what they are called as another is, with their section; and what was
    taken from one of them, in words.
    """

    document: object
    left_out: dict[str, list[tuple[str, Record]]] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)


def each_once(document: object) -> Once:
    """Each record once, and each place code. What is no document stays as it is, for those who check it."""
    if not isinstance(document, dict):
        return Once(document)
    found = Once(document)
    news: dict[str, object] = {}
    for section in SECTIONS:
        records = document.get(section)
        if isinstance(records, list) and all(isinstance(r, dict) for r in records):
            news[section] = _section(found, section, records)
    found.document = {**document, **news}
    return found


def _section(found: Once, section: str, records: list[Record]) -> list[Record]:
    kept = dict(enumerate(records, 1))
    for _, number, fields in twins(records):
        record = kept.get(number)
        if record is None or fields[-1] not in record:
            continue
        if fields == ("code",):
            code = record["code"]
            kept[number] = {name: value for name, value in record.items() if name != "code"}
            found.withheld.append(f"{record.get('name')} does not get the code {code}: another has it.")
        else:
            why = f"another of theirs has the same {'id' if fields == ('uid',) else fields[-1]}"
            found.left_out.setdefault(why, []).append((section, record))
            del kept[number]
    return list(kept.values())
