"""What would break without somebody?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.protection_lost import ONE_WAY, PROTECTION
from ngomap.analyses.whatif_coverage import NOBODY_LEFT, ONE_LEFT, lost_coverage
from ngomap.analyses.whatif_dealings import COALITIONS, DEALINGS, lost_dealings, lost_in_coalitions
from ngomap.analyses.whatif_reach import CUT_OFF, TOO_FAR, lost_protection, lost_reach
from ngomap.analyses.whatif_rows import Loss, WhatIfRows
from ngomap.model.actors import ActorRef
from ngomap.model.report import Finding, Report

GROUPS: Final = (NOBODY_LEFT, ONE_LEFT, CUT_OFF, TOO_FAR, PROTECTION, ONE_WAY, COALITIONS, DEALINGS)
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "coverage": (NOBODY_LEFT, ONE_LEFT), "reach": (CUT_OFF, TOO_FAR), "protection": (PROTECTION, ONE_WAY),
    "coalitions": (COALITIONS,), "what is between us and them": (DEALINGS,),
}  # fmt: skip
OF_US: Final = (CUT_OFF, TOO_FAR, PROTECTION, ONE_WAY)


def find_whatif(rows: WhatIfRows, without: Sequence[ActorRef], audience: str = "secret") -> Report:
    """What would break if these actors were gone?

    Everything is answered twice, with and without them and their ties, and the difference is told in groups that are
    not ranked against each other: places where *nobody* or only *one* would be left (`lost_coverage`); those to whom
    *no way* would lead from us any more, or one of *more than three steps* (`lost_reach`); who *could no longer
    protect us*, or by *one way only* (`lost_protection`); what *coalitions* would lose (`lost_in_coalitions`); and what
    is open, shared or agreed *between us and them* (`lost_dealings`).

    How strong a tie is plays no part in whom we reach, only that it stands; the way that is told is the strongest. The
    answer names the parts in which nothing would break. Without us in the map nothing is said of reach and protection;
    on an empty map there is nobody to take away; who is isolated leaves no gap in reach; components that do not hold us
    cannot be cut off.

    >>> from ngomap.model.relationships import Tie
    >>> a, b, c = (ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("abc", 1))
    >>> rows = WhatIfRows("2024-03-31", [a, b, c], a, [
    ...     Tie(1, "knows", 1, 2, "active"), Tie(2, "knows", 2, 3, "active")])
    >>> for f in find_whatif(rows, [b]).findings: print(f.group, "|", f.label, f.value, f.unit)
    no way would lead to them | C 2 steps away now

    Albert, R., Jeong, H., Barabási, A.-L. (2000). Error and attack tolerance of complex networks. Nature 406.
    """
    loss = Loss(rows, {a.id for a in without})
    findings = [
        *lost_coverage(loss), *lost_reach(loss), *lost_protection(loss), *lost_in_coalitions(loss), *lost_dealings(loss)
    ]  # fmt: skip
    names = some([a.name for a in without], 5)
    return Report(
        name="whatif",
        question=f"What would break without {names}?",
        method="Coverage, reach, protection and coalitions are worked out with and without them and their ties; what "
        "differs is listed, and what is open between us and them.",
        parameters={"without": [a.handle for a in without], "on": rows.on, "audience": audience},
        findings=tuple(findings),
        caveats=tuple(_caveats(findings, rows.us is not None, rows.left_out)),
        next=tuple(_next_steps(loss, findings, without)),
    )


def _caveats(findings: Sequence[Finding], us_known: bool, left_out: Sequence[str]) -> Iterable[str]:
    broken = {f.group for f in findings}
    parts = {name: groups for name, groups in PARTS.items() if us_known or not set(groups) & set(OF_US)}
    whole = [name for name, groups in parts.items() if not broken & set(groups) and name not in left_out]
    if whole:
        yield f"Nothing that is recorded would break in: {some(whole, 5)}."
    if not us_known:
        yield "The map does not say who you are, so nothing is said of reach and protection: ngomap edit REF --us"
    yield "Only what is recorded can be seen to break; who would step in the map does not know."


def _next_steps(loss: Loss, findings: Sequence[Finding], without: Sequence[ActorRef]) -> Iterable[str]:
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.group, finding)
    empty = first.get(NOBODY_LEFT) or first.get(ONE_LEFT)
    if empty:
        slug = empty.subject.split("/")[0]
        if any(t.slug == slug and t.vocabulary == "issue" for t in loss.rows.terms):
            yield f"Who could do it too: ngomap allies --issue {slug}"
        else:
            yield f"Who does it elsewhere: ngomap list --service {slug}"
    cut = first.get(CUT_OFF) or first.get(TOO_FAR)
    if cut:
        yield f"A tie of our own, while they can introduce us: ngomap link us {cut.subject} --status wanted --wanted 1"
    gone = {a.handle for a in without}
    voice = next((f for f in findings if f.group in (PROTECTION, ONE_WAY) and f.subject not in gone), None)
    if voice:
        yield f"Another way to a voice for us: ngomap protection, then ngomap intro {voice.subject}"
    open_step = next((f for f in findings if f.group == DEALINGS and f.reasons[0].code == "open-step"), None)
    if open_step:
        yield f"Do what is open: ngomap show {open_step.subject}"
    organizations = [a for a in without if a.kind != "person"]
    if organizations and findings:
        yield f"Who else is like them: ngomap partners --for {organizations[0].handle}"
    if not findings:
        yield "Who needs a backup: ngomap network"
