"""What would leave the map in a file, and what could be inferred from it about whom it must not tell of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ngomap.model.records import Record
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.text import counted, name_key

LEAVES: Final = "Would leave"
STAYS: Final = "Stays here"
INFERRED: Final = "Could be inferred"
WRITTEN: Final = (
    "title", "outcome", "next_step", "notes", "mission", "vision", "description", "conditions", "text", "task", "goal", "note",
    "objective", "asks", "worked", "failed", "benefit", "what", "finding", "evidence", "impartiality", "training", "project",
    "source", "name", "place",
)  # fmt: skip
"""Fields in which somebody wrote words."""
SHORTEST: Final = 4
"""Shorter names are in too many words to mean anything."""
FEW_PEOPLE: Final = 10
DECIMALS: Final = 2
"""More decimals than these tell a point to within a kilometre."""
CONTACTS: Final = ("email", "phone")


def find_leaving(
    sections: Mapping[str, Sequence[Record]],
    withheld: Mapping[str, int],
    hidden_names: Iterable[tuple[str, str]],
    audience: str,
    disguised: bool = False,
) -> Report:
    """What would leave with a file, and what could be inferred from it?

    Formula: none; the records of the file are read as a stranger would read them. Named are: words that hold the name of
    somebody who is withheld (`hidden_names`: name and handle of each); people who go with their names; direct contacts of
    people; organizations that are the only ones in an area, so that whoever knows the area knows who is meant; numbers
    below ten people; points told to within a kilometre. A file without any of these may still betray somebody to a reader
    who knows more: the answer is a list of what to look at, not a licence. An empty file has no findings.

    Reference: the rules follow the disclosure risks named in A. Hundepool et al., Statistical Disclosure Control (2012):
    direct identifiers, small cells, and uniqueness in a population. With `disguised` names are pseudonyms, so that nobody
    goes by name.

    >>> report = find_leaving({"events": [{"title": "Lunch with Amara Diallo", "on_date": "2026-01-05"}]},
    ...                       {"people": 1}, [("Amara Diallo", "amara-diallo")], "partners")
    >>> report.findings[0].reasons[0].text
    'The title of an event of 2026-01-05 holds the name of Amara Diallo, who is withheld.'
    """
    leaves = [_leaving(section, records) for section, records in sections.items() if records]
    stays = [
        Finding(kind, kind.replace("_", " "), count, "", (), STAYS)
        for kind, count in sorted(withheld.items())
        if count
    ]
    risks = [
        *_names_in_words(sections, hidden_names),
        *(() if disguised else _people(sections.get("actors", ()))),
        *_alone(sections),
        *_small(sections),
        *_exact(sections.get("actors", ())),
    ]
    return Report(
        "leaving",
        f"What would leave with a file for the audience {audience}, and what could be inferred from it?",
        "The file is put together as it would be written, and read as a stranger would read it; nothing is written.",
        {"audience": audience},
        (*risks, *leaves, *stays),
        (
            f"What stays is not for the audience {audience}, or speaks of an actor or area that is not.",
            "A reader who knows more than the file says may infer more; look through what leaves before you send it.",
        )
        if leaves
        else ("Nothing would leave.",),
        _next(risks),
    )


def _leaving(section: str, records: Sequence[Record]) -> Finding:
    fields = sorted({field for record in records for field in record} - {"audience", "uid"})
    text = f"With: {', '.join(field.replace('_', ' ') for field in fields)}."
    return Finding(section, section.replace("_", " "), len(records), "records", (Reason("fields", text),), LEAVES)


def _names_in_words(sections: Mapping[str, Sequence[Record]], hidden: Iterable[tuple[str, str]]) -> list[Finding]:
    wanted = {name_key(name): (name, handle) for name, handle in hidden if len(name_key(name)) >= SHORTEST}
    if not wanted:
        return []
    # Longer names first: who is named in full is not found again by a part of the name. Apostrophes are no part of a key.
    either = re.compile(rf"\b({'|'.join(sorted(map(re.escape, wanted), key=lambda k: (-len(k), k)))})s?\b")
    found: list[Finding] = []
    for section, records in sections.items():
        for record in records:
            for field in WRITTEN:
                value = record.get(field)
                for key in dict.fromkeys(either.findall(name_key(value))) if isinstance(value, str) else ():
                    name, handle = wanted[key]
                    text = f"{_where(section, field, record)} holds the name of {name}, who is withheld."
                    found.append(Finding(handle, name, None, "", (Reason("named-in-words", text),), INFERRED))
    return sorted(found, key=lambda f: (f.subject, f.reasons[0].text))


def _where(section: str, field: str, record: Record) -> str:
    thing = {"need_figures": "need figure", "activities": "activity"}.get(section, section.removesuffix("s")).replace("_", " ")
    whose = record.get("actor_name") or record.get("from_name") or record.get("name") or record.get("by_name") or ""
    if field == "name":
        whose = ""
    day = record.get("on_date")
    if thing == "actor":
        return f"The {field.replace('_', ' ')} of {whose or 'an actor'}"
    article = "an" if thing[0] in "aeiou" else "a"
    of = f" of {whose}" if whose else ""
    return f"The {field.replace('_', ' ')} of {article} {thing}{of}{f' of {day}' if day else ''}"


def _people(actors: Sequence[Record]) -> list[Finding]:
    found = []
    for actor in actors:
        if actor.get("kind") != "person":
            continue
        name = str(actor["name"])
        how = [field for field in CONTACTS if actor.get(field)]
        more = f", with {' and '.join(how)}" if how else ""
        code = "person-with-contact" if how else "person"
        found.append(
            Finding(str(actor["handle"]), name, None, "", (Reason(code, f"{name} goes by name{more}."),), INFERRED)
        )
    return sorted(found, key=lambda f: (f.reasons[0].code != "person-with-contact", f.subject))


def _alone(sections: Mapping[str, Sequence[Record]]) -> list[Finding]:
    """Areas with a single organization, of those that sit, serve or act there."""
    there: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for actor in sections.get("actors", ()):
        if actor.get("kind") == "person":
            continue
        handle = str(actor["handle"])
        names[handle] = str(actor["name"])
        serves = actor.get("serves")
        for area in (actor.get("area"), *(serves if isinstance(serves, list) else ())):
            if area:
                there.setdefault(str(area), set()).add(handle)
    for activity in sections.get("activities", ()):
        if activity.get("area") and str(activity["actor"]) in names:
            there.setdefault(str(activity["area"]), set()).add(str(activity["actor"]))
    areas = {str(a["handle"]): str(a["name"]) for a in sections.get("areas", ())}
    alone: dict[str, list[str]] = {}
    for area, actors in there.items():
        if len(actors) == 1:
            alone.setdefault(next(iter(actors)), []).append(areas.get(area, area))
    found = []
    for handle, where in sorted(alone.items(), key=lambda item: (-len(item[1]), item[0])):
        places = ", ".join(sorted(where)[:3]) + (f" and {len(where) - 3} more" if len(where) > 3 else "")
        text = f"{names[handle]} is the only organization in {places}: whoever knows the place knows who is meant."
        found.append(Finding(handle, names[handle], None, "", (Reason("alone-in-area", text),), INFERRED))
    return found


def _small(sections: Mapping[str, Sequence[Record]]) -> list[Finding]:
    found = []
    for section, field in (("need_figures", "people"), ("activities", "reached"), ("activities", "capacity")):
        places: Counter[str] = Counter()
        for record in sections.get(section, ()):
            value = record.get(field)
            if isinstance(value, (int, float)) and 0 < value < FEW_PEOPLE:
                places[str(record.get("area_name") or record.get("area") or "no place")] += 1
        if places:
            where = ", ".join(f"{place} ({count})" for place, count in sorted(places.items())[:3])
            more = f" and {counted(len(places) - 3, 'more place')}" if len(places) > 3 else ""
            count = places.total()
            few = f"{counted(count, 'number')} of people ({field}) {'is' if count == 1 else 'are'} below {FEW_PEOPLE}"
            text = f"{few}, in {where}{more}: neighbours know who is meant."
            reasons = (Reason("small-number", text),)
            found.append(Finding(f"{section}-{field}", f"small numbers: {field}", count, "records", reasons, INFERRED))
    return found


def _exact(actors: Sequence[Record]) -> list[Finding]:
    exact = [a for a in actors if any(_decimals(a.get(f)) > DECIMALS for f in ("lat", "lon"))]
    if not exact:
        return []
    small = sorted(str(a["name"]) for a in exact if a.get("kind") in ("cbo", "person"))
    whose = f"; of small groups and people: {', '.join(small[:3])}{' ...' if len(small) > 3 else ''}" if small else ""
    points = "1 point tells" if len(exact) == 1 else f"{len(exact)} points tell"
    text = f"{points} to within a kilometre where somebody sits{whose}."
    return [Finding("points", "exact points", len(exact), "actors", (Reason("exact-point", text),), INFERRED)]


def _decimals(value: object) -> int:
    return len(repr(float(value)).partition(".")[2].rstrip("0")) if isinstance(value, (int, float)) else 0


def _next(risks: Sequence[Finding]) -> tuple[str, ...]:
    codes = {f.reasons[0].code for f in risks}
    named = next((f for f in risks if f.reasons[0].code == "named-in-words"), None)
    return tuple(
        text
        for code, text in (
            ("named-in-words", f"Reword what names {named.label if named else ''}, or make that record internal"),
            ("person", "Leave people out: ngomap edit REF --audience internal"),
            ("person-with-contact", "Leave people's contacts out: export for a wider audience, --audience partners"),
            ("alone-in-area", "Hide who is who: add --pseudonyms (who is alone in a place can still be guessed)"),
            ("small-number", f"Leave small numbers out: add --least {FEW_PEOPLE}"),
            ("exact-point", "Blur the points: add --coarse"),
        )
        if code in codes
    )
