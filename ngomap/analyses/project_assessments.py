"""What do those who did a project together say of it, side by side?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ngomap.analyses.describing import some
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.together import Assessment, Project

WHOLE: Final = "of all of it"
EACH_OTHER: Final = "of one another"
SILENT: Final = "have not said"
BENEFIT_UNIT: Final = "of 4 in benefit to them"
AGAIN_WORDS: Final = {
    "yes": "Would do it again", "perhaps": "Would perhaps do it again", "no": "Would not do it again",
}  # fmt: skip
DOING: Final = ("lead", "partner", "host", "funder")
# Which judgement an answer bears on, and with which figure to begin: who would work with them again can rely on them.
RELIABILITY: Final = {"yes": 3, "perhaps": 2, "no": 1}


def compare_assessments(
    project: Project,
    actors: Mapping[int, ActorRef],
    assessments: Sequence[Assessment],
    on: str,
    us: ActorRef | None = None,
    audience: str = AUDIENCES[-1],
) -> Report:
    """What worked, what did not, what did each have of it, and would they do it again?

    Of each who said something - of all of it, or of working with one partner - the newest word up to the ISO day `on`;
    the value is the benefit to who says so, 0 to 4. Who took part (advisers aside) and said nothing is listed apart: no
    word is no approval. Nothing is averaged: a mean would hide who had nothing of it. Where some would do it again and
    others not, that is said. Without assessments all are silent; without partners there is nothing.

    Reference: the NGO Handbook, chapter 6 (2012): each partner assesses what it gained.

    >>> from ngomap.model.together import Partner
    >>> row = Project(1, "u", "walks", "Walks", "closed", None, None, "2026-05-01", None, None, None, "partners",
    ...     (Partner(1, 1, 7, "lead", None, None), Partner(2, 1, 8, "partner", None, None)))
    >>> who = {7: ActorRef(7, "a", "A", "ngo"), 8: ActorRef(8, "b", "B", "ngo")}
    >>> said = [Assessment(3, 1, 7, None, "2026-05-02", "The maps", None, 3, "yes", "internal")]
    >>> for f in compare_assessments(row, who, said, "2026-06-01").findings:
    ...     print(f"{f.group}: {f.label} {f.value}", *(r.text for r in f.reasons))
    of all of it: A (2026-05-02) 3 Worked: The maps. Would do it again.
    have not said: B None
    """
    rows = latest([s for s in assessments if s.on_date <= on and s.by in actors and (s.of is None or s.of in actors)])
    rows.sort(key=lambda s: (s.of is not None, actors[s.by].handle, actors[s.of].handle if s.of is not None else ""))
    findings = [tell_assessment(s, actors, EACH_OTHER if s.of is not None else WHOLE) for s in rows]
    spoke = {s.by for s in rows}
    silent = [actors[p.actor] for p in project.partners if p.role in DOING and p.actor in actors and p.actor not in spoke]
    findings += [Finding(a.handle, a.name, None, "", (), SILENT) for a in sorted(silent, key=lambda a: a.handle)]
    return Report(
        name="project assess",
        question=f"What do those who did {project.name} say of it?",
        method="Of each the newest word, beside each other; nothing is averaged.",
        parameters={"project": project.handle, "status": project.status, "on": on, "audience": audience},
        findings=tuple(findings),
        caveats=_caveats(project, rows, actors, audience),
        next=_next(project, silent, us),
    )


def latest(rows: Iterable[Assessment]) -> list[Assessment]:
    """Of each who said something of somebody the newest word, in the order of their days."""
    found: dict[tuple[int, int, int | None], Assessment] = {}
    for row in sorted(rows, key=lambda s: (s.on_date, s.id)):
        found[row.project, row.by, row.of] = row
    return sorted(found.values(), key=lambda s: (s.on_date, s.id))


def tell_assessment(row: Assessment, actors: Mapping[int, ActorRef], group: str) -> Finding:
    """One word on a project, as a finding; the actors must hold who said it, and of whom."""
    by, of = actors[row.by], actors[row.of] if row.of is not None else None
    texts = [
        ("worked", f"Worked: {_stop(row.worked)}" if row.worked else ""),
        ("failed", f"Did not: {_stop(row.failed)}" if row.failed else ""),
        ("again", f"{AGAIN_WORDS[row.again]}." if row.again else ""),
    ]
    reasons = tuple(Reason(code, text, (f"assessment:{row.id}",)) for code, text in texts if text)
    label = f"{by.name}{f', of {of.name}' if of else ''} ({row.on_date})"
    unit = BENEFIT_UNIT if row.benefit is not None else ""
    return Finding(by.handle + (f"/{of.handle}" if of else ""), label, row.benefit, unit, reasons, group)


def trust_items(again: str | None, benefit: int | None) -> dict[str, int]:
    """The judgements of a partner that an answer bears on, with the figure to begin from: whether we would work with them
    again, on how far they can be relied upon; the benefit to us, on what their means are worth to us.

    >>> trust_items("yes", 4), trust_items("no", None)
    ({'reliability': 3, 'resources': 4}, {'reliability': 1})
    """
    found = {} if again is None else {"reliability": RELIABILITY[again]}
    return found if benefit is None else {**found, "resources": benefit}


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _caveats(
    project: Project, rows: Sequence[Assessment], actors: Mapping[int, ActorRef], audience: str
) -> tuple[str, ...]:
    said = []
    willing = sorted({actors[s.by].name for s in rows if s.again == "yes"})
    unwilling = sorted({actors[s.by].name for s in rows if s.again == "no"})
    if willing and unwilling:
        said.append(f"They do not agree: {some(willing)} would do it again, {some(unwilling)} would not.")
    if rows and project.status in ("idea", "planned", "running"):
        said.append("The project is not over yet, as far as the map says.")
    if audience != AUDIENCES[-1]:
        said.append(f"What is above the audience {audience} was left out.")
    return tuple(said)


def _next(project: Project, silent: Sequence[ActorRef], us: ActorRef | None) -> tuple[str, ...]:
    if project.status in ("idea", "planned"):
        return (f"ngomap project show {project.handle}",)
    words = "--worked TEXT --failed TEXT --benefit 3 --again yes"
    if us is not None and any(a.id == us.id for a in silent):
        return (f"ngomap project assess {project.handle} {words}    (what do we say?)",)
    if silent:
        first = min(silent, key=lambda a: a.handle)
        return (f"ngomap project assess {project.handle} --by {first.handle} {words}    (ask {first.name})",)
    return ()
