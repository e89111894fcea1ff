"""The pairs that a person has still to decide about, as one answer."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from ngomap.matching.similar import similar
from ngomap.model.actors import ActorRef
from ngomap.model.pairs import Entry, Pair
from ngomap.model.report import Finding, Reason, Report
from ngomap.store.match_pairs import KeptPair

SURE: Final = "surely one"
MAYBE: Final = "may be one"
BRANCH: Final = "may be a parent and its branch"


def open_pairs(
    entries: Sequence[Entry], kept: Iterable[KeptPair], tied: Collection[frozenset[int]], put_off: bool = False
) -> list[Pair]:
    """The pairs of a map to decide about, best first: those found now and those an import left for a person, without
    those that were said to be different, or (unless `put_off`) put off for later.
    """
    there = {entry.id for entry in entries}
    found = {frozenset((p.a, p.b)): p for p in similar(entries)}
    refused: set[frozenset[object]] = set()
    for one in kept:
        key = frozenset((one.pair.a, one.pair.b))
        if one.verdict == "different" or (one.verdict == "later" and not put_off):
            refused.add(key)
        elif key <= there and one.pair.score > 0:
            found.setdefault(key, one.pair)
    open_ = [p for key, p in found.items() if key not in refused and not (p.relation == "parent-of" and key in tied)]
    return sorted(open_, key=lambda p: (-p.score, str(p.a), str(p.b)))


def review(pairs: Sequence[Pair], refs: Mapping[int, ActorRef]) -> Report:
    """The pairs as an answer, each with its reasons and the commands that settle it.

    Question: which entries of the map mean the same organization? Weights: `value` is the score of the pair (0..1). An
    empty map or one without pairs has no findings. Reference: see `matching.similar.similar`.
    """
    findings = [_finding(pair, refs) for pair in pairs]
    order = {group: n for n, group in enumerate((SURE, MAYBE, BRANCH))}
    findings.sort(key=lambda f: (order[f.group], -(f.value or 0), f.subject))
    next_ = []
    if any(f.group == SURE for f in findings):
        next_.append("ngomap dedupe --sure --yes")
    if findings:
        first, second = findings[0].subject.split(" ")
        next_ += [f"ngomap merge {_q(first)} {_q(second)}", f"ngomap dedupe --different {_q(first)} {_q(second)}"]
    return Report(
        "dedupe", "Which entries may be the same organization?",
        "Numbers of registers decide; then e-mail, web address, telephone and street together with the names; then names "
        "without legal form, within one country and place.",
        {}, tuple(findings),
        ("A merge can be taken back with 'ngomap undo'.",) if findings else (), tuple(next_),
    )  # fmt: skip


def _finding(pair: Pair, refs: Mapping[int, ActorRef]) -> Finding:
    a, b = (refs[int(str(i))] for i in (pair.a, pair.b))
    if pair.relation == "parent-of":
        group, command = BRANCH, f"ngomap link {_q(a.handle)} {_q(b.handle)} --type parent-of"
    else:
        group, command = SURE if pair.sure else MAYBE, f"ngomap merge {_q(a.handle)} {_q(b.handle)}"
    evidence = (f"actor:{a.id}", f"actor:{b.id}")
    reasons = [Reason(pair.relation, text, evidence) for text in pair.reasons]
    reasons.append(Reason("command", command, evidence))
    label = f"{a.name} | {b.name}" if a.name != b.name else f"{a.name} ({a.handle} | {b.handle})"
    return Finding(f"{a.handle} {b.handle}", label, pair.score, "", tuple(reasons), group)


def _q(handle: str) -> str:
    return shlex.quote(handle)
