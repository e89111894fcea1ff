"""What cannot all be true, or no longer is."""

from __future__ import annotations

import pytest

from ngomap.analyses.ladder_contradictions import CODES, find_contradictions
from ngomap.analyses.ladder_evidence import Logbook
from ngomap.analyses.ladder_pairs import Relations
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie

ON = "2026-03-31"
US, FAIR, ARTS = (ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(("us", "fair", "arts"), 1))
ANA, BEA = (ActorRef(i, h, h.title(), "person") for i, h in enumerate(("ana", "bea"), 11))
ACTORS = [US, FAIR, ARTS, ANA, BEA]


def met(day: str, *who: ActorRef, kind: str = "meeting") -> Event:
    return Event(4, day, kind, "Talk", None, None, None, None, "internal", (US, *who))


def works(rung: int | None, status: str = "active", **fields: object) -> Tie:
    return Tie(7, "works-with", US.id, FAIR.id, status, rung=rung, **fields)  # type: ignore[arg-type]


def sits(who: ActorRef, where: ActorRef, until: str | None = None, status: str = "active", id_: int = 8) -> Tie:
    return Tie(id_, "on-board-of", who.id, where.id, status, until=until)


def said(ties: list[Tie], events: list[Event] | None = None, us: ActorRef | None = US, about: set[int] | None = None,
         activities: list[Activity] | None = None) -> list[tuple[str, str, str]]:  # fmt: skip
    relations = Relations(ACTORS, ties, Logbook(events or [], activities or [], on=ON), us)
    findings = find_contradictions(relations, about)
    assert all(f.value is None and len(f.reasons) == 2 and f.reasons[1].code == "mend" for f in findings)
    return [(f.reasons[0].code, f.subject, f.reasons[0].text) for f in findings]


@pytest.mark.parametrize(("rung", "last", "months"), [
    (5, "2025-06-30", 9), (4, "2025-06-30", 9), (3, "2025-06-30", None), (5, "2025-07-01", None), (4, "2024-03-31", 24),
])  # fmt: skip
def test_joint_work_with_somebody_not_heard_of_for_nine_months(rung: int, last: str, months: int | None) -> None:
    found = said([works(rung)], [met(last, FAIR)])
    assert [(code, who) for code, who, _ in found] == ([("no-contact", "fair")] if months else [])
    assert not months or f"no contact for {months} months, since {last}" in found[0][2]


def test_joint_work_of_which_nothing_is_logged() -> None:
    assert said([works(4)]) == [("no-contact", "fair", "Claimed is 4 coordination, but no contact was ever logged.")]
    assert said([works(4, "dormant")]) == said([works(4, "wanted")]) == []


def test_a_board_term_that_is_over_but_in_use() -> None:
    near = Tie(9, "knows", US.id, ANA.id, "active")
    expired = "Ana sits on the board of Fair, the map says; but only until 2026-02."
    only_way = f"{expired} We know of no other way to Fair."
    assert said([near, sits(ANA, FAIR, "2026-02")]) == [("ended-position", "ana/fair", only_way)]
    assert said([near, sits(ANA, FAIR, "2026-02"), works(1)]) == [("ended-position", "ana/fair", expired)]
    second = [Tie(5, "knows", US.id, BEA.id, "active"), sits(BEA, FAIR, id_=6)]
    assert said([near, sits(ANA, FAIR, "2026-02"), *second]) == [("ended-position", "ana/fair", expired)]
    assert said([sits(ANA, US, "2026-02")])[0][2] == "Ana sits on the board of Us, the map says; but only until 2026-02."


@pytest.mark.parametrize("tie", [
    sits(ANA, FAIR, "2026-02", "ended"), sits(ANA, FAIR, "2026-03"), sits(ANA, FAIR), sits(BEA, ARTS, "2026-02"),
])  # fmt: skip
def test_a_term_that_runs_is_closed_or_is_none_of_ours(tie: Tie) -> None:
    assert said([Tie(9, "knows", US.id, ANA.id, "active"), tie]) == []


def test_everybody_we_knew_there_has_left() -> None:
    gone = sits(ANA, FAIR, "2025", "ended")
    assert said([works(1), gone]) == [("ended-position", "fair", "All whom we know there have left: Ana.")]
    assert said([works(1), gone, sits(BEA, FAIR, id_=6)]) == []
    assert said([works(1)]) == said([works(1, "wanted"), gone]) == []


def test_partners_in_a_project_without_a_tie() -> None:
    parts = [Activity(1, US.id, 1, 1, project="Theatre"), Activity(2, FAIR.id, 1, 1, project="Theatre", role="partner")]
    text = "We both take part in 'Theatre', but the map has no standing tie of working together."
    assert said([], activities=parts) == [("project-without-tie", "fair", text)]
    assert said([works(1, "wanted")], activities=parts)[0][0] == "project-without-tie"
    assert said([works(1)], activities=parts) == said([works(1, "dormant")], activities=parts) == []
    assert said([], activities=parts, us=None) == []
    funder = [parts[0], Activity(2, FAIR.id, 1, 1, project="Theatre", role="funder")]
    assert said([], activities=funder) == []


@pytest.mark.parametrize(("tie", "word"), [
    (works(2, "ended", until="2025-12"), "Ended 2025-12"), (works(2, until="2025-12"), "Ended 2025-12"),
    (works(2, "declined", since="2025-12-01"), "Declined 2025-12-01"),
])  # fmt: skip
def test_over_but_still_in_touch(tie: Tie, word: str) -> None:
    later, before = met("2026-01-01", FAIR, kind="call"), met("2025-11-30", FAIR)
    assert said([tie], [later]) == [("over-but-in-touch", "fair", f"{word}, but a contact is logged on 2026-01-01 (call).")]
    assert said([tie], [before]) == []
    assert said([tie, works(1, since="2026")], [later]) == []
    assert said([tie], [met("2026-01-01", FAIR, ARTS)]) == []


def test_that_something_ended_some_day_contradicts_nothing() -> None:
    assert said([works(2, "ended")], [met("2026-01-01", FAIR)]) == []


def test_what_we_want_is_behind_us() -> None:
    fresh = [met("2026-03-01", FAIR)]
    assert said([works(3, wanted=2)], fresh) == [
        ("wanted-below", "fair", "Wanted is 2 sharing, less than the claimed 3 support.")
    ]
    assert said([works(3, wanted=3)], fresh) == [
        ("wanted-reached", "fair", "Wanted is 3 support, which is claimed already.")
    ]
    assert said([works(3, wanted=4)], fresh) == said([works(3)], fresh) == said([works(3, "wanted", wanted=3)]) == []


def test_the_gravest_first_and_only_who_is_asked_about() -> None:
    rows = [works(5, wanted=4), Tie(2, "works-with", US.id, ARTS.id, "active", rung=2, wanted=1)]
    found = said(rows)
    assert [(code, who) for code, who, _ in found] == [("no-contact", "fair"), ("wanted-below", "arts"), ("wanted-below", "fair")]
    assert [CODES.index(code) for code, _, _ in found] == sorted(CODES.index(code) for code, _, _ in found)
    assert {who for _, who, _ in said(rows, about={ARTS.id})} == {"arts"}
    assert said([Tie(3, "works-with", FAIR.id, ARTS.id, "active", rung=5)]) == []
    assert said([Tie(3, "works-with", FAIR.id, ARTS.id, "active", rung=5)], us=None)[0][1] == "arts/fair"
