"""Which organizations may be one: pairs with how surely, and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from ngomap.matching.blocks import acronym_pairs, contact_pairs, name_pairs
from ngomap.matching.judging import Company, Judged, judge
from ngomap.matching.looks import Look, looks_of
from ngomap.model.pairs import Entry, Pair

__all__ = ["REVIEW", "SURE", "Entry", "Pair", "similar"]

SURE: Final = 0.9
"""From this score on a pair is merged without asking."""
REVIEW: Final = 0.6
"""From this score on a person is asked."""


def similar(new: Sequence[Entry], known: Sequence[Entry] = ()) -> list[Pair]:
    """Pairs within `new`, and between `new` and `known`, that may be one organization, best first; never within `known`.

    Question: which entries mean the same organization?
    Method: entries that share something rare (a number, an address, a telephone, a rare word, an acronym) are compared;
    identifiers decide, then e-mail, web domain, telephone and street address together with the names, then names alone
    within one country and place. Each pair says why. No pair depends on the order of rows; what else is in the list
    counts only where something must be one organization's alone: an acronym, or the name of a parent.
    Empty: no entries or one give no pairs. Sure pairs are not transitive: two that are both sure of a third may
    contradict each other, so look again (`contradict`) before joining three.
    Reference: P. Christen, Data Matching (2012), chapters 4-6, for blocking, comparing and classifying.

    >>> a, b = Entry(1, "DRC - Danish Refugee Council"), Entry(2, "Danish Refugee Council (DRC)")
    >>> c, d = Entry(3, "Norwegian Refugee Council"), Entry(4, "School No. 12")
    >>> [(p.a, p.b, p.sure) for p in similar([a, b, c, d])]
    [(1, 2, True)]
    """
    looks = looks_of(new, known)
    company = Company.of(looks)
    seen: set[tuple[int, int]] = set()
    found: list[tuple[Judged, Look, Look]] = []
    for i, j in chain(contact_pairs(looks), acronym_pairs(looks), name_pairs(looks)):
        a, b = looks[i], looks[j]
        if (i, j) in seen or not (a.new or b.new) or a.entry.id == b.entry.id:
            continue
        seen.add((i, j))
        judged = judge(a, b, company)
        if judged is not None and judged.score >= REVIEW:
            found.append((judged, a, b))
    found.sort(key=lambda f: (-f[0].score, f[1].at, f[2].at))
    return [_pair(*f) for f in found]


def _pair(judged: Judged, a: Look, b: Look) -> Pair:
    first, second = (b, a) if judged.turned else (a, b)
    sure = judged.relation == "same" and judged.score >= SURE
    return Pair(first.entry.id, second.entry.id, judged.score, sure, judged.relation, judged.reasons)
