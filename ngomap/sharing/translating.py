"""A record of another map in the words of ours: our terms, areas, actors, projects and promises for theirs. Plain data."""

from __future__ import annotations

from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.records import Record
from ngomap.model.relationships import check_ends
from ngomap.model.text import name_key
from ngomap.model.whole_document import PAIRED, ordered_ends
from ngomap.sharing.merge_state import ABOUT_TAKEN_OUT, CANNOT_STAND, NOT_TOLD, TWO_ARE_ONE, Merging
from ngomap.store.whole import ENDS, IN_AREA
from ngomap.store.whole_load import POINTERS
from ngomap.store.whole_merge import items
from ngomap.store.whole_put import IN_WORDS
from ngomap.store.whole_rows import PLURALS

TO_TERMS: Final = {"term": "", "issue": "issue:", "population": "population:"}


def learn_terms(m: Merging, theirs: list[Record]) -> None:
    """A term of theirs is ours if its slug is, or else if one of its names is a name of ours in the vocabulary."""
    known: dict[tuple[object, str], str] = {}
    for record in m.ours["terms"].values():
        m.terms[f"{record['vocabulary']}:{record['slug']}"] = str(record["slug"])
        for name in (record["name"], *items(record, "aliases")):
            known.setdefault((record["vocabulary"], name_key(str(name))), str(record["slug"]))
    for record in theirs:
        vocabulary, slug = record["vocabulary"], str(record["slug"])
        m.terms.setdefault(f"{vocabulary}:{slug}", known.get((vocabulary, name_key(str(record["name"]))), slug))


def translate(m: Merging, section: str, told: Record, record: Record) -> bool:
    """Let the record speak of ours where it spoke of theirs; False if it would say another thing without those that are
    not here, and is left out.
    """
    if section == "terms":
        vocabulary = record["vocabulary"]
        for name in ("slug", "parent"):
            if name in record:
                slug = m.terms.get(f"{vocabulary}:{record.pop(name)}")
                record |= {name: slug} if slug else {}
        if record.get("parent") == record["slug"]:
            del record["parent"]
        return True
    for name, prefix in TO_TERMS.items():
        if name in record:
            head = prefix or f"{str(record[name]).partition(':')[0]}:"
            slug = m.terms.get(f"{prefix}{record[name]}")
            if slug is None:
                m.leave_out(section, told, NOT_TOLD)
                return False
            record[name] = slug if prefix else f"{head}{slug}"
    for vocabulary, plural in PLURALS.items():
        if plural in record:
            found = (m.terms.get(f"{vocabulary}:{slug}") for slug in items(record, plural))
            record[plural] = list(dict.fromkeys(slug for slug in found if slug))
    return _point_to_ours(m, section, told, record)


def _point_to_ours(m: Merging, section: str, told: Record, record: Record) -> bool:
    needed = (*ENDS.get(section, ()), "project", "commitment", *(["area"] if section in IN_AREA else []))
    for name, kind in {"parent": "areas"}.items() if section == "areas" else POINTERS.items():
        if (section, name) in IN_WORDS or name not in record:
            continue
        handles = m.result.handles[kind]
        value = record[name]
        if isinstance(value, list):
            record[name] = sorted({handles[str(v)] for v in value if str(v) in handles})
            missing = [] if record[name] else [str(v) for v in value]
        else:
            missing = [] if str(value) in handles else [str(value)]
            record[name] = handles.get(str(value))
        if not missing:
            continue
        del record[name]
        if name in needed or name == "participants":
            m.leave_out(section, told, ABOUT_TAKEN_OUT if (kind, missing[0]) in m.names else NOT_TOLD)
            return False
    if _are_one(section, record):
        m.leave_out(section, told, TWO_ARE_ONE)
        return False
    if section in ("relationships", "agreements", "labour"):
        record.update(ordered_ends(section, record))
    return section != "relationships" or _may_stand(m, told, record)


def _are_one(section: str, record: Record) -> bool:
    if section == "assessments":
        return record["by"] == record.get("of")
    return section in PAIRED and record["from"] == record.get("to")


def _may_stand(m: Merging, told: Record, record: Record) -> bool:
    try:
        check_ends(str(record["type"]), m.kinds[str(record["from"])], m.kinds[str(record["to"])])
    except InvalidValue:
        m.leave_out("relationships", told, CANNOT_STAND)
        return False
    return True
