"""Who can introduce us: whom one may ask, what is said of each step, and what to mind."""

from __future__ import annotations

import re

import pytest

from ngomap.analyses.introductions import Circles, Introductions, find_introductions
from ngomap.analyses.introductions_draft import Common
from ngomap.analyses.introductions_report import ALSO, APART, DIRECT, DRAFT, LAPSED, NEAREST, Told, report_introductions
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report

ON = "2026-06-01"
PEOPLE = "pqr"


def actor(letter: str, **fields: object) -> Actor:
    kind = "person" if letter in PEOPLE else "ngo"
    values = dict.fromkeys(Actor.__slots__) | {
        "id": ord(letter) - 96, "uid": letter, "handle": letter, "kind": kind, "name": letter.upper(), "audience": "public",
    }  # fmt: skip
    return Actor(**(values | fields))  # type: ignore[arg-type]


def tie(ends: str, type_: str = "knows", **fields: object) -> Tie:
    a, b = (ord(c) - 96 for c in ends)
    return Tie(a * 100 + b, type_, a, b, str(fields.pop("status", "active")), **fields)  # type: ignore[arg-type]


def find(*ties: Tie, to: str = "d", via: str = "any", stances: tuple[Stance, ...] = (), **changed: dict[str, object]) -> Introductions:
    """The ways from a to d."""
    names = {chr(96 + i) for t in ties for i in (t.a, t.b)} | {"a", to}
    actors = {a.id: a for a in (actor(n, **changed.get(n, {})) for n in sorted(names))}
    return find_introductions(Circles(actors[1], actors[ord(to) - 96], actors, ties, stances), ON, via)


def answer(found: Introductions, **told: object) -> Report:
    return report_introductions(found, Told({}, us=1) if not told else Told(**{"contacts": {}, "us": 1} | told))  # type: ignore[arg-type]


def listed(report: Report, group: str) -> list[str]:
    return [f.subject for f in report.findings if f.group == group]


def said(finding: Finding, code: str) -> list[str]:
    return [r.text for r in finding.reasons if r.code == code]


def event(id_: int, day: str, *who: str, introduces: str | None = None) -> Event:
    people = tuple(ActorRef(ord(w) - 96, w, w.upper(), "ngo") for w in who)
    target = ord(introduces) - 96 if introduces else None
    return Event(id_, day, "call", "Call", None, None, None, None, "internal", people, target)


BOARD = tie("pa", "on-board-of", title="Chair", since="2024")


def test_a_person_on_two_boards_joins_them() -> None:
    report = answer(find(BOARD, tie("pd", "on-board-of")))
    (finding,) = report.findings
    assert (finding.group, finding.subject, finding.label, finding.value) == (APART, "p/d", "P", pytest.approx(0.64))
    assert said(finding, "step") == [
        "P sits on our board (Chair, since 2024); no contact with them is logged.", "P sits on the board of D."
    ]  # fmt: skip
    assert finding.reasons[0].evidence == ("tie:1601",)
    assert report.next[0] == "Ask P first; a draft of the message: ngomap intro d --draft"


def test_each_step_tells_when_they_last_met_and_how_long_ago() -> None:
    found = find(BOARD, tie("pd", "on-board-of"))
    contacts = {(1, 16): event(7, "2026-05-30", "a", "p"), (16, 4): event(8, "2025-12-01", "p", "d")}
    (finding,) = answer(found, contacts=contacts).findings
    assert said(finding, "step")[0].endswith("last contact 2026-05-30, 2 days ago.")
    assert said(finding, "step")[1].endswith("last contact 2025-12-01, 6 months ago.")
    assert finding.reasons[1].evidence == ("tie:1604", "event:8")


def test_alternatives_that_share_nobody_stand_apart_from_the_others() -> None:
    whole = {"type_": "works-with", "rung": 5}
    found = find(tie("ab", **whole), tie("bd", **whole), tie("ac"), tie("cd"), tie("bc", **whole))
    report = answer(found)
    assert listed(report, APART) == ["b/d", "c/d"]
    assert listed(report, ALSO) == ["b/c/d", "c/b/d"]
    assert report.total == 4
    assert listed(report_introductions(found, Told({}), limit=1), APART) == ["b/d"]
    assert report_introductions(found, Told({}), limit=1).total == 4


def test_a_direct_tie_is_said_first() -> None:
    report = answer(find(tie("ad", "works-with", rung=2), BOARD, tie("pd")))
    assert [f.group for f in report.findings] == [DIRECT, APART]
    assert report.next == ("Write or call them yourselves, then: ngomap log d --kind call",)
    assert "nobody has to introduce you" in report.caveats[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"stances": (Stance(1, 16, 9, -1, None, "2026-01-01"),)},
        {"p": {"audience": "secret"}},
        {"p": {"status": "closed"}},
    ],
    ids=["opponent", "secret", "closed"],
)
def test_some_are_never_asked(changed: dict[str, object]) -> None:
    ties = (BOARD, tie("pd"))
    assert find(*ties).best is not None
    assert find(*ties, **changed).best is None  # type: ignore[arg-type]


def test_a_rival_of_either_end_is_never_between() -> None:
    ties = (tie("ab"), tie("bc"), tie("cd"))
    assert find(*ties).best is not None
    assert find(*ties, tie("ac", "rivals")).best is None
    assert find(*ties, tie("bd", "rivals")).best is None


def test_an_opponent_of_old_who_came_round_may_be_asked() -> None:
    rows = (Stance(1, 16, 9, -1, None, "2026-01-01"), Stance(2, 16, 9, 1, None, "2026-02-01"))
    assert find(BOARD, tie("pd"), stances=rows).best is not None
    assert find(BOARD, tie("pd"), stances=rows[:1]).best is None
    later = (Stance(1, 16, 9, -1, None, "2026-07-01"),)
    assert find(BOARD, tie("pd"), stances=later).best is not None


def test_via_the_board_only_board_members_and_their_boards_stand_between() -> None:
    ties = (BOARD, tie("pb", "on-board-of"), tie("bd", "works-with", rung=4), tie("ac", "works-with", rung=5), tie("cd"),
            tie("pc"), tie("ab", "works-with", rung=5))  # fmt: skip
    found = find(*ties, via="board")
    assert [w.nodes for w in (*found.apart, *found.also)] == [(1, 16, 2, 4)]
    assert len(find(*ties).apart) > 1
    empty = answer(find(tie("ab"), tie("bd"), via="board"))
    assert "No board member of ours is recorded for that day." in empty.caveats
    assert empty.next[0] == "Look beyond the board: ngomap intro d"


def test_a_position_that_is_over_leads_nowhere_and_is_told_apart() -> None:
    over = {"status": "ended", "until": "2026-01-31"}
    report = answer(find(tie("pa", "on-board-of", **over), tie("pd")))
    assert listed(report, APART) == []
    assert listed(report, LAPSED) == ["p/d"]
    finding = next(f for f in report.findings if f.group == LAPSED)
    assert finding.value is None
    assert said(finding, "caution-over") == ["Careful: for P that was until 2026-01-31; they may still know people there."]
    assert listed(answer(find(tie("pa", "on-board-of", status="ended", until="2020"), tie("pd"))), LAPSED) == []


def test_a_term_that_ends_soon_is_minded() -> None:
    def cautions(until: str) -> list[str]:
        (finding,) = answer(find(tie("pa", "on-board-of", until=until), tie("pd"))).findings
        return said(finding, "caution-term-ends")

    assert cautions("2026-08-30") == [
        "Careful: the time for which P sits on the board of A ends on 2026-08-30, in 90 days: ask before then."
    ]
    assert cautions("2026-08-31") == []
    assert cautions("2026-06") != []


def test_who_is_asked_too_often_is_minded_and_another_is_asked_first() -> None:
    found = find(BOARD, tie("pd", "on-board-of"), tie("ab"), tie("bd"))
    once = [event(1, "2026-05-01", "a", "p", introduces="x")]
    twice = [*once, event(2, "2026-05-20", "a", "p", introduces="y")]
    assert not any(r.code.startswith("caution") for r in answer(found, asked=once).findings[0].reasons)
    report = answer(found, asked=twice)
    (text,) = said(report.findings[0], "caution-asked-often")
    assert "2 times in the last 180 days, the last time on 2026-05-20" in text
    assert report.next[0].startswith("Ask B first")
    same = answer(found, asked=[event(1, "2026-05-01", "a", "p", introduces="d")])
    assert said(same.findings[0], "caution-asked-already")


def test_who_was_not_spoken_to_for_a_year_is_minded() -> None:
    found = find(BOARD, tie("pd"))
    assert said(answer(found, contacts={(1, 16): event(1, "2025-05-31", "a", "p")}).findings[0], "caution-quiet")
    assert not said(answer(found, contacts={(1, 16): event(1, "2025-06-01", "a", "p")}).findings[0], "caution-quiet")


def test_nobody_within_three_steps() -> None:
    report = answer(find(tie("bd", "works-with", rung=3), tie("cd"), d={"email": "d@example.org"}))
    assert listed(report, NEAREST) == ["b", "c"]
    assert report.next[0].startswith("Write to D (d@example.org)")
    alone = answer(find())
    assert alone.findings == ()
    assert alone.next[0].startswith("Write to D, once you have an address")


def test_the_address_of_a_person_is_not_for_partners() -> None:
    found = find(to="q", q={"email": "q@example.org"})
    assert "q@example.org" in answer(found).next[0]
    assert "q@example.org" not in answer(found, audience="partners").next[0]


COMMON = Common(("Water",), ("East",), ("Water", "Soil"))


def test_a_draft_says_who_we_are_whom_we_want_to_meet_and_why_and_asks() -> None:
    found = find(BOARD, tie("pd", "on-board-of"), a={"mission": "We keep wells clean.", "notes": "Never tell."})
    report = answer(found, common=COMMON)
    (draft,) = [f for f in report.findings if f.group == DRAFT]
    text = draft.reasons[0].text
    for part in ("Dear P,", "we at A would like to get to know D", "work on Water in East", "You sit on their board",
                 "Would you introduce us", "We keep wells clean.", "just say so"):  # fmt: skip
        assert part in text
    assert "Never tell" not in text
    assert report.next[0].startswith("Send the draft to P, then: ngomap log p --introduces d --kind email")
    assert report.totals[DRAFT] == 1


def test_a_draft_over_two_asks_the_first_to_ask_the_second() -> None:
    found = find(BOARD, tie("pq"), tie("qd", "works-for", audience="internal"))
    text = answer(found, common=Common()).findings[-1].reasons[0].text
    assert "because of Q, who could introduce us to them" in text
    assert "We would like to hear what they work on" in text


def test_what_others_need_not_know_is_in_no_draft() -> None:
    found = find(BOARD, tie("pd", "on-board-of", audience="internal"))
    assert "You may know them" in answer(found, common=COMMON).findings[-1].reasons[0].text
    hidden = find(BOARD, tie("pd", audience="secret"))
    assert listed(answer(hidden, common=COMMON), DRAFT) == []
    assert "--audience secret" in answer(hidden, common=COMMON).next[0]
    secret = answer(find(BOARD, tie("pd"), d={"audience": "secret"}), common=COMMON)
    assert listed(secret, DRAFT) == []
    assert "D is secret" in secret.caveats[0]


def test_where_nobody_can_be_asked_the_draft_goes_to_them() -> None:
    report = answer(find(), common=COMMON)
    (draft,) = report.findings
    assert draft.label == "To D"
    assert draft.reasons[0].text.startswith("Subject: A first talk?\n\nDear D,\n\nwe are A. We work on Water")


def test_for_another_it_is_told_of_them_and_not_of_us() -> None:
    found = find(BOARD, tie("pd"))
    report = answer(found, us=9)
    assert report.question == "Who can introduce A to D?"
    assert said(report.findings[0], "step")[0] == "A has on its board P (Chair, since 2024)."
    assert "--from a" in report.next[0]
    assert not re.search(r"\b(us|our)\b", " ".join(r.text for f in report.findings for r in f.reasons))


def test_nothing_is_left_out_of_sight_that_the_reader_asked_to_leave_out() -> None:
    assert "What is above the audience partners was left out." in answer(find(BOARD, tie("pd")), audience="partners").caveats
