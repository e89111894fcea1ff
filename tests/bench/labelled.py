"""Labelled data for matching: rows as entries, and which of them are one."""

from __future__ import annotations

import csv
import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from ngomap.model.pairs import Entry

SEED = 20240601
Link = frozenset[Hashable]


@dataclass(frozen=True)
class Labelled:
    """Entries, and for each the organization it truly is."""

    name: str
    entries: tuple[Entry, ...]
    truth: Mapping[Hashable, str]

    def true_pairs(self) -> set[Link]:
        """All pairs of entries that are one organization."""
        members: dict[str, list[Hashable]] = {}
        for entry in self.entries:
            members.setdefault(self.truth[entry.id], []).append(entry.id)
        return {frozenset(pair) for ids in members.values() for pair in combinations(ids, 2)}


def halves(labelled: Labelled) -> tuple[Labelled, Labelled]:
    """One half of the organizations to develop on, the other to report on; none is in both."""
    clusters = sorted(set(labelled.truth.values()))
    random.Random(SEED).shuffle(clusters)
    first = set(clusters[: len(clusters) // 2])
    parts = [tuple(e for e in labelled.entries if (labelled.truth[e.id] in first) is side) for side in (True, False)]
    return Labelled(labelled.name, parts[0], labelled.truth), Labelled(labelled.name, parts[1], labelled.truth)


def chicago(folder: Path) -> Labelled:
    """Sites of early childhood education: name, street address, postal code as the area, telephone."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        truth: dict[Hashable, str] = {row["Id"]: row["True Id"] for row in csv.DictReader(file)}
    with (folder / "messy_input.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    entries = tuple(
        Entry(
            row["Id"], _line(row["Site name"]), address=_line(row["Address"]), area=(row["Zip"].strip(),) if row["Zip"].strip() else (),
            phone=row["Phone"].strip(), country="US", website=row["Website"].strip(),
        )
        for row in rows
        if _line(row["Site name"])
    )  # fmt: skip
    return Labelled("chicago-early-childhood", entries, truth)


def ocha(folder: Path) -> Labelled:
    """Spellings of organizations: each distinct one is an entry that has nothing but its name; the name that all of
    them mean is one more, with its acronym.
    """
    with (folder / "ocha_org_name_patterns.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["Canonical org name"].startswith("#")]
    return spellings(
        "ocha-org-name-patterns",
        [(row["String pattern"], row["Canonical org name"], row["Acronym"]) for row in rows],
    )


def spellings(name: str, rows: Sequence[tuple[str, str, str]]) -> Labelled:
    """Entries from rows of a spelling, the full name it means, and the acronym of that."""
    entries: dict[tuple[str, str], Entry] = {}
    truth: dict[Hashable, str] = {}
    for spelling, full, acronym in rows:
        for text, short in ((full.strip(), acronym.strip()), (spelling.strip(), "")):
            if (text, full) not in entries and text:
                entries[text, full] = Entry(f"{full}/{text}", text, acronym=short)
                truth[f"{full}/{text}"] = full
    return Labelled(name, tuple(entries.values()), truth)


def _line(text: str) -> str:
    return " ".join(text.split())
