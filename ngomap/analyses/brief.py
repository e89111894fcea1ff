"""What should we know before we sit down with somebody for a first informational meeting?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ngomap.analyses.agreements import WITHHELD
from ngomap.analyses.brief_common import (
    BOTH_KNOW,
    BRING,
    SHARED,
    what_each_could_bring,
    what_we_share,
    whom_we_both_know,
)
from ngomap.analyses.brief_facts import QUESTIONS, WHO, questions, who_they_are
from ngomap.analyses.brief_history import AGENDA, FIRST_STEP, HISTORY, agenda, first_step, history
from ngomap.analyses.brief_known import Known
from ngomap.analyses.brief_private import PRIVATE, sensitive_points
from ngomap.model.report import Finding, Report

GROUPS: Final = (WHO, SHARED, BRING, BOTH_KNOW, HISTORY, PRIVATE, QUESTIONS, AGENDA, FIRST_STEP)
DONE: Final = "ngomap done "
LONG: Final = (BRING, BOTH_KNOW, PRIVATE, QUESTIONS)


def write_brief(known: Known) -> Report:
    """What should we know before we sit down with them?

    Nine parts, each a group of findings that are not ranked against those of another: who they are, what we share, what
    each could bring, whom we both know, history, what is not to be shown, questions to ask, an agenda, one easy first
    step. What is *shared* stands on both records or in the activities of both; what each could *bring* is offers held
    against needs of the same kind, what completes each other (`complement.Complements`), and what only one has; *whom we
    both know* stands in a tie to both that is open on the day. *Where we stand* is what is claimed and what dated
    evidence shows (`ladder_evidence.standing`). *Questions* are what the map does not know, the most useful first. What
    is not to be shown, and every record above the audience, is left out for a reader outside. Only the agenda has
    values: minutes. Nothing is weighed.

    Of somebody of whom only the name is known there are questions, an agenda and a first step. Where the map does not say
    who we are, only who they are and what to ask is told. Isolated actors are strangers; what lies further than one step
    from both plays no part.

    Reference: the informational meeting of the NGO Handbook 2012, chapter 6.

    >>> from ngomap.analyses.brief_known import BriefRows
    >>> from ngomap.analyses.describing import Gazetteer
    >>> from ngomap.model.actors import Actor
    >>> from ngomap.model.relationships import Tie
    >>> we, fair, ana = (Actor(i, "", h, k, h.title(), *[None] * 19, "public") for i, h, k in (
    ...     (1, "we", "ngo"), (2, "fair", "ngo"), (3, "ana", "person")))
    >>> ties = [Tie(1, "knows", 1, 3, "active"), Tie(2, "on-board-of", 3, 2, "active")]
    >>> rows = BriefRows(fair, we, {a.id: a for a in (we, fair, ana)}, ties)
    >>> report = write_brief(Known(rows, Gazetteer([], []), on="2026-04-01"))
    >>> for f in report.findings:
    ...     if f.group in ("whom we both know", "history"): print(f.label, "-", f.reasons[0].text)
    Ana - Knows us; sits on the board of Fair.
    Where we stand - No tie and no contact is recorded: we are strangers.
    >>> sum(f.value for f in report.findings if f.group == "agenda")
    45
    """
    shared, brings = what_we_share(known), what_each_could_bring(known)
    private, asked = sensitive_points(known), questions(known)
    past = history(known)
    step, command = first_step(known)
    plan = agenda(known, bool(shared), bool(brings), bool(asked))
    findings = [*who_they_are(known), *shared, *brings, *whom_we_both_know(known), *past, *private, *asked, *plan, *step]
    return Report(
        name="brief",
        question=f"What should we know before we meet {known.them.name}?",
        method="Facts as they are recorded; what stands on both records; ties and contacts of the two; what nobody "
        "recorded becomes a question.",
        parameters={
            "on": known.on, "ref": known.them.handle, "us": known.us.handle if known.us else None,
            "issue": known.issue.slug if known.issue else None, "audience": known.audience,
        },
        findings=tuple(findings),
        caveats=tuple(_caveats(known, private)),
        next=tuple(_next_steps(known, command)),
    )  # fmt: skip


def shortened(report: Report, limit: int) -> Report:
    """The report with at most so many findings in each part that can grow long; 0 means all."""
    short = report.limited(limit)
    kept = [f for f in report.findings if f in short.findings or f.group not in LONG]
    return replace(report, findings=tuple(kept), totals=report.counts)


def _caveats(known: Known, private: list[Finding]) -> list[str]:
    found = []
    if known.us is None:
        found.append("The map does not say who you are, so it cannot say what lies between you and them.")
    if private:
        found.append(f"The part “{PRIVATE}” is for your own people: leave it at home.")
    if known.audience != "secret":
        found.append(WITHHELD.format(known.audience))
    return found


def _next_steps(known: Known, command: str) -> list[str]:
    handle = known.them.handle
    if known.us is None:
        return ["Say who you are: ngomap edit NAME --us"]
    steps = [f"Take it with you: ngomap brief {handle} --to {handle}.md"]
    pair = known.pair()
    if pair is not None and not known.between() and not pair.evidence:
        steps.append(f"Ask somebody to introduce you: ngomap intro {handle} --draft")
    if command:
        steps.append(f"{'Once it is done' if command.startswith(DONE) else 'Afterwards'}: {command}")
    if pair is not None and pair.now.supported >= 2:
        steps.append(f"When you talk about working together: ngomap agree {handle} --sheet agreement.md")
    return steps
