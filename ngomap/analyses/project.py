"""What is a joint project, who is in it with which share, and what came of it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ngomap.analyses.describing import count, some
from ngomap.analyses.freshness import before
from ngomap.analyses.project_assessments import latest, tell_assessment
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES, allowed_fields
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.together import Assessment, Partner, Project
from ngomap.model.words import Area, Term

ABOUT: Final = "the project"
WHO: Final = "who is in it"
AFTERWARDS: Final = "what they say of it"
FOR: Final = (("on", ("issue",)), ("with", ("service",)), ("for", ("population",)))
STATUS_WORDS: Final = {
    "idea": "An idea", "planned": "Planned", "running": "Running", "closed": "Closed", "cancelled": "Called off",
}  # fmt: skip
MOST: Final = 6


def tell_project(
    project: Project,
    actors: Mapping[int, ActorRef],
    terms: Sequence[Term],
    areas: Sequence[Area],
    assessments: Sequence[Assessment],
    on: str,
    activities: tuple[int, int] = (0, 0),
    us: ActorRef | None = None,
    audience: str = AUDIENCES[-1],
) -> Report:
    """What is this project, who is in it, and what do they say of it?

    `actors` are those in it and those who said something of it, by id; `activities` how many rows of coverage carry its
    name and of how many actors. Of each who said something the newest word is shown, up to the ISO day `on`. The shares are
    added and held against the budget only if all of it may be seen: a hidden share would show in the sum. Nothing is added
    across currencies: a project has one. A project without partners, money or assessments has no findings of that kind.

    Reference: the NGO Handbook, chapter 6 (2012), on collaborative projects and their assessment.

    >>> row = Project(1, "u", "walks", "Walks", "running", None, "2026-01", None, 900.0, "EUR", None, "partners",
    ...     (Partner(1, 1, 7, "lead", 600.0, "Guides"), Partner(2, 1, 8, "partner", 200.0, None)))
    >>> who = {7: ActorRef(7, "a", "A", "ngo"), 8: ActorRef(8, "b", "B", "ngo")}
    >>> report = tell_project(row, who, [], [], [], "2026-06-01")
    >>> [(f.label, f.value, f.unit) for f in report.findings if f.group == WHO]
    [('A, lead', 600.0, 'EUR'), ('B, partner', 200.0, 'EUR')]
    >>> print(*report.caveats)
    The shares add up to 800 EUR of a budget of 900 EUR: 100 EUR are nobody's yet.
    """
    money = "share" in allowed_fields("project_partner", audience)
    partners = [p for p in project.partners if p.actor in actors]
    findings = _about(project, terms, areas, money, activities)
    findings += [_partner(project, p, actors, money) for p in _sorted(partners, actors)]
    said = latest([s for s in assessments if s.on_date <= on])
    findings += [tell_assessment(s, actors, AFTERWARDS) for s in said if s.by in actors and (s.of is None or s.of in actors)]
    caveats = list(_shares(project, partners, actors)) if audience == AUDIENCES[-1] else []
    if audience != AUDIENCES[-1]:
        caveats.append(f"What is above the audience {audience} was left out.")
    return Report(
        name="project show",
        question=f"What is {project.name}, who is in it, and what do they say of it?",
        method="Shares are held against the budget; of each who said something, the newest word.",
        parameters={"project": project.handle, "status": project.status, "on": on, "audience": audience},
        findings=tuple(findings),
        caveats=tuple(caveats),
        next=_next(project, partners, said, on, us),
    )


def has_ended(project: Project, on: str) -> bool:
    """Whether the project is over on the ISO day: closed, or running past its end.

    >>> row = Project(1, "u", "w", "W", "running", None, None, "2026-03", None, None, None, "partners")
    >>> has_ended(row, "2026-03-31"), has_ended(row, "2026-04-01")
    (False, True)
    """
    if project.status == "closed":
        return (project.until or "")[:10] <= on
    return project.status == "running" and project.until is not None and before(project.until, on)


def _about(
    project: Project, terms: Sequence[Term], areas: Sequence[Area], money: bool, activities: tuple[int, int]
) -> list[Finding]:
    dates = " ".join(f"{word} {day}" for word, day in (("from", project.since), ("until", project.until)) if day)
    rows, actors = activities
    known = f"Coverage and the ladder know it by {count(rows, 'row')} of {count(actors, 'actor')}." if rows else (
        "Coverage and the ladder do not see it: it needs who takes part, an issue or service, and an area."
    )
    found = [
        Finding("status", f"{STATUS_WORDS[project.status]}{f', {dates}' if dates else ''}", None, "", (
            Reason("activities", known, (f"project:{project.id}",)),
        ), ABOUT)
    ]  # fmt: skip
    lines = [("goal", (project.goal or "").strip())]
    for word, vocabularies in FOR:
        names = [t.name for t in sorted(terms, key=lambda t: t.slug) if t.vocabulary in vocabularies]
        lines.append((word, some(names, MOST)))
    lines.append(("in", some([a.name for a in areas], MOST)))
    found += [
        Finding(code, code.capitalize(), None, "", (Reason(code, _stop(text), (f"project:{project.id}",)),), ABOUT)
        for code, text in lines if text
    ]  # fmt: skip
    if money and project.budget is not None:
        found.append(Finding("budget", "Budget", project.budget, project.currency or "", (), ABOUT))
    return found


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sorted(partners: Sequence[Partner], actors: Mapping[int, ActorRef]) -> list[Partner]:
    order = ("lead", "partner", "host", "funder", "adviser")
    return sorted(partners, key=lambda p: (order.index(p.role), actors[p.actor].handle))


def _partner(project: Project, partner: Partner, actors: Mapping[int, ActorRef], money: bool) -> Finding:
    who = actors[partner.actor]
    share = partner.share if money else None
    evidence = (f"actor:{who.id}",)
    reasons = (Reason("task", _stop(partner.task), evidence),) if partner.task else ()
    unit = (project.currency or "") if share is not None else ""
    return Finding(who.handle, f"{who.name}, {partner.role}", share, unit, reasons, WHO)


def _shares(project: Project, partners: Sequence[Partner], actors: Mapping[int, ActorRef]) -> list[str]:
    # What funders give and what partners spend are the same money, seen from both ends.
    found = []
    for words, funders in (("shares", False), ("sums the funders give", True)):
        part = [p for p in partners if (p.role == "funder") is funders]
        known = [p for p in part if p.share is not None]
        if not known:
            continue
        total = sum(p.share or 0 for p in known)
        said = f"The {words} add up to {_money(total, project)}"
        if project.budget is None:
            found.append(f"{said}; the budget is not known.")
            continue
        left = project.budget - total
        missing = [actors[p.actor].name for p in part if p.share is None and p.role != "adviser"]
        if round(left, 2) > 0:
            rest = "nobody's yet" if not missing else f"left, and what is for {some(missing)} is not recorded"
            found.append(f"{said} of a budget of {_money(project.budget, project)}: {_money(left, project)} are {rest}.")
        elif round(left, 2) < 0:
            found.append(f"{said}, {_money(-left, project)} more than the budget of {_money(project.budget, project)}.")
    return found


def _money(value: float, project: Project) -> str:
    figure = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return f"{figure.replace(',', ' ')} {project.currency or ''}".strip()


def _next(
    project: Project, partners: Sequence[Partner], said: Sequence[Assessment], on: str, us: ActorRef | None
) -> tuple[str, ...]:
    handle = project.handle
    if not partners:
        return (f"ngomap project partner {handle} REF --role lead    (who is in it?)",)
    if project.status == "running" and has_ended(project, on):
        return (f"ngomap project close {handle} --on {project.until}    (it has run out)" if len(project.until or "") == 10 else
                f"ngomap project close {handle}    (it has run out)",)  # fmt: skip
    ours = us is not None and any(p.actor == us.id for p in partners)
    if project.status == "closed" and ours and us is not None and all(s.by != us.id for s in said):
        return (f"ngomap project assess {handle} --worked TEXT --failed TEXT --benefit 3 --again yes    (what came of it?)",)
    if said:
        return (f"ngomap project assess {handle}    (side by side)",)
    return ()
