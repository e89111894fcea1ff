"""What an analysis answers: data that one place renders as table, JSON, CSV or Markdown. No styling in any text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Final

REPORT_FORMAT: Final = "report/1"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding says what it says: a stable `code`, one plain sentence, and the ids of its evidence.

    An evidence id is `kind:number`, the number being the row's id in the map: `tie:17`, `activity:204`.
    """

    code: str
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer. `subject` is for scripts (handles), `label` for people; `value` is in `unit`.

    Findings of one `group` are ranked with each other and never with those of another group.
    """

    subject: str
    label: str
    value: float | int | None
    unit: str
    reasons: tuple[Reason, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a question, with how it was found and what to keep in mind.

    `findings` stand in the order of their groups and, within a group, best or worst first; ties break by subject.
    `totals` counts the findings of each group before a limit cut them. `next` names what to do now. A `brief` report is a
    page to run over: its findings stand on a line each.
    """

    name: str
    question: str
    method: str
    parameters: dict[str, object]
    findings: tuple[Finding, ...]
    caveats: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)
    brief: bool = False

    @property
    def total(self) -> int:
        """How many findings there are, those that a limit left out included."""
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """Findings of each group, in the order of the groups, whether or not a limit cut them."""
        if self.totals:
            return self.totals
        counts: dict[str, int] = {}
        for finding in self.findings:
            counts[finding.group] = counts.get(finding.group, 0) + 1
        return counts

    def document(self) -> dict[str, object]:
        """The answer as one JSON object."""
        return {
            "ngomap": REPORT_FORMAT,
            "name": self.name,
            "question": self.question,
            "method": self.method,
            "parameters": self.parameters,
            "findings": [asdict(f) for f in self.findings],
            "caveats": list(self.caveats),
            "next": list(self.next),
            "totals": self.counts,
            "total": self.total,
        }

    def rows(self) -> tuple[list[str], list[dict[str, object]]]:
        """The findings as rows, with the names of their columns."""
        names = ["group", "subject", "label", "value", "unit", "reasons"]
        rows = [{**asdict(f), "reasons": "; ".join(r.text for r in f.reasons)} for f in self.findings]
        return names, rows

    def limited(self, limit: int) -> Report:
        """The same report with at most `limit` findings in each group; 0 means all."""
        if limit <= 0:
            return self
        kept: list[Finding] = []
        seen: dict[str, int] = {}
        for finding in self.findings:
            seen[finding.group] = seen.get(finding.group, 0) + 1
            if seen[finding.group] <= limit:
                kept.append(finding)
        return replace(self, findings=tuple(kept), totals=self.counts)


def merged(name: str, question: str, method: str, parts: Sequence[Report]) -> Report:
    """Several reports as one, each part's groups kept apart under its own name."""
    findings = tuple(replace(f, group=f"{p.name}: {f.group}" if f.group else p.name) for p in parts for f in p.findings)
    totals = {f"{p.name}: {g}" if g else p.name: n for p in parts for g, n in p.counts.items()}
    parameters: dict[str, object] = {}
    for part in parts:
        parameters.update(part.parameters)
    caveats = tuple(dict.fromkeys(c for p in parts for c in p.caveats))
    steps = tuple(dict.fromkeys(s for p in parts for s in p.next))
    return Report(name, question, method, parameters, findings, caveats, steps, totals)
