"""Do we keep the balance between working with each office and holding it to account?"""

from __future__ import annotations

import random
from dataclasses import replace

from ngomap.analyses.balance import CHAMPIONS, ENDING, FUNDER, ONE_SORT, WORK, Dealings, find_balance
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event, Stance
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.together import Approach, Commitment, Observation

ON = "2026-06-01"
WE, HALL, COURT = ActorRef(1, "we", "We", "ngo"), ActorRef(2, "hall", "Hall", "government"), ActorRef(3, "court", "Court", "court")
VERA, FUND = ActorRef(4, "vera", "Vera", "person"), ActorRef(5, "fund", "Fund", "donor")
REFS = {a.id: a for a in (WE, HALL, COURT, VERA, FUND)}
OFFICE = Tie(90, "holds-office-in", 4, 2, "active", title="Mayor", until="2026-08")
NOTHING = Dealings(WE, [HALL, COURT], REFS, ON)


def told(report: Report, group: str) -> dict[str, float | None]:
    return {f.subject: f.value for f in report.findings if f.group == group}


def sides(report: Report, office: str = "hall") -> tuple[str, str]:
    (found,) = [f for f in report.findings if f.group == WORK and f.subject == office]
    return found.reasons[0].text, found.reasons[1].text


def test_nothing_and_nobody() -> None:
    empty = find_balance(replace(NOTHING, offices=()))
    assert (empty.findings, empty.next[0][:15]) == ((), "Add the offices")
    report = find_balance(NOTHING)
    assert report.findings == ()
    assert report.caveats == ("2 other government bodies are in the map without anything recorded between us.",)
    assert told(find_balance(replace(NOTHING, offices=[HALL]), asked=True), WORK) == {"hall": 0}


def test_ties_count_by_their_stance_and_monitoring_always_holds_to_account() -> None:
    for type_, stance, with_it, against in [
        ("works-with", None, 1, 0), ("works-with", "mixed", 1, 1), ("works-with", "confrontational", 0, 1),
        ("monitors", None, 0, 1), ("monitors", "cooperative", 1, 1), ("monitors", "mixed", 1, 1), ("rivals", None, 0, 1),
        ("advises", "cooperative", 1, 0),
    ]:  # fmt: skip
        report = find_balance(replace(NOTHING, ties=[Tie(1, type_, 1, 2, "active", stance=stance)]))
        first, second = sides(report)
        assert first.startswith(f"With it ({with_it})" if with_it else "With it: nothing"), (type_, stance)
        assert second.startswith(f"Holding it to account ({against})" if against else "Holding it to account: nothing")
    over = [Tie(1, "monitors", 1, 2, "ended"), Tie(2, "works-with", 1, 2, "active", until="2026-05"), replace(OFFICE, until="2025")]
    assert find_balance(replace(NOTHING, ties=over)).findings == ()


def test_what_is_done_with_an_official_counts_for_the_office_while_in_office() -> None:
    meeting = Event(7, "2026-05-01", "meeting", "Talk", None, None, None, None, "internal", (WE, VERA))
    old = replace(meeting, id=8, on_date="2025-06-01")
    later = replace(meeting, id=9, on_date="2026-06-02")
    dealings = replace(NOTHING, ties=[OFFICE], events=[meeting, old, later])
    assert sides(find_balance(dealings))[0] == "With it (1): a contact on 2026-05-01."
    assert told(find_balance(replace(dealings, ties=[replace(OFFICE, until="2026-04")])), WORK) == {}


def test_the_newest_approach_on_each_issue_counts() -> None:
    rows = [
        Approach(1, 1, 2, None, "confrontational", "2026-01-01", None, "internal"),
        Approach(2, 1, 2, None, "cooperative", "2026-02-01", None, "internal"),
        Approach(3, 1, 2, None, "confrontational", "2026-07-01", None, "internal"),
        Approach(4, 1, 2, 30, "mixed", "2026-03-01", None, "internal"),
        Approach(5, 9, 2, None, "mixed", "2026-03-01", None, "internal"),
    ]
    first, second = sides(find_balance(replace(NOTHING, approaches=rows, issues={30: "Health"})))
    assert first == "With it (2): we are cooperative since 2026-02-01; we are mixed on Health since 2026-03-01."
    assert second == "Holding it to account (1): we are mixed on Health since 2026-03-01."


def test_only_what_we_observed_ourselves_and_only_joint_projects() -> None:
    plan = Commitment(1, "", "plan", 2, None, "A plan.", None, None, "2026-01-01", None, None, "public")
    mine = Observation(1, "", 1, 1, "2026-02-01", "kept", None, None, "public")
    parts = [Activity(1, 1, 1, 1, project="Desk"), Activity(2, 2, 1, 1, project="Desk"), Activity(3, 2, 1, 1, project="Road")]
    dealings = replace(NOTHING, commitments=[plan], observations=[mine], parts=parts)
    assert sides(find_balance(dealings)) == (
        "With it (1): joint project Desk.", "Holding it to account (1): we observed a promise (A plan), last on 2026-02-01.",
    )  # fmt: skip
    others = replace(dealings, observations=[replace(mine, observer=9)], parts=parts[1:])
    assert find_balance(others).findings == ()


def test_money_by_currency_and_the_warning() -> None:
    ties = [
        Tie(1, "monitors", 1, 2, "active"), Tie(2, "funds", 2, 1, "active", amount=30, currency="EUR"),
        Tie(3, "funds", 5, 1, "active", amount=70, currency="EUR"), Tie(4, "funds", 2, 1, "active", amount=500, currency="XTS"),
        Tie(5, "funds", 2, 1, "wanted", amount=900, currency="EUR"), Tie(6, "funds", 5, 1, "active", currency="EUR"),
    ]  # fmt: skip
    report = find_balance(replace(NOTHING, ties=ties))
    found = [(f.value, f.unit) for f in report.findings if f.group == FUNDER]
    assert found == [(30.0, "% of what is recorded in EUR"), (100.0, "% of what is recorded in XTS")]
    assert told(find_balance(replace(NOTHING, ties=ties[1:])), FUNDER) == {}
    unknown = [ties[0], replace(ties[1], amount=None)]
    (found_,) = [f for f in find_balance(replace(NOTHING, ties=unknown)).findings if f.group == FUNDER]
    assert (found_.value, found_.reasons[0].text) == (None, "Funds us; how much is not recorded.")


def test_all_of_one_sort() -> None:
    assert told(find_balance(replace(NOTHING, ties=[Tie(1, "works-with", 1, 2, "active")])), ONE_SORT) == {"hall": 1}
    assert told(find_balance(replace(NOTHING, ties=[Tie(1, "monitors", 1, 3, "active")])), ONE_SORT) == {"court": 1}
    both = [Tie(1, "works-with", 1, 2, "active"), Tie(2, "monitors", 1, 2, "active")]
    assert told(find_balance(replace(NOTHING, ties=both)), ONE_SORT) == {}


def test_terms_and_champions() -> None:
    stances = [
        Stance(1, 4, 30, 2, None, "2026-01-01"), Stance(2, 4, 31, 1, None, None), Stance(3, 4, 31, -1, None, "2026-02-01"),
        Stance(4, 4, 32, 2, None, "2026-07-01"), Stance(5, 5, 30, 2, None, "2026-01-01"),
    ]  # fmt: skip
    report = find_balance(replace(NOTHING, ties=[OFFICE], stances=stances, issues={30: "Health", 31: "Water"}))
    assert told(report, ENDING) == {}
    champions = [f for f in report.findings if f.group == CHAMPIONS]
    assert [(f.label, f.reasons[0].evidence) for f in champions] == [("Vera", ("stance:1",))]
    assert told(find_balance(replace(NOTHING, ties=[OFFICE], on="2026-06-02")), ENDING) == {"vera/hall": 90}
    assert find_balance(replace(NOTHING, ties=[replace(OFFICE, until="2026-05-31")], stances=stances)).findings == ()


def test_the_order_of_rows_changes_nothing() -> None:
    ties = [OFFICE, *(Tie(n, t, 1, o, "active") for n, (t, o) in enumerate([("monitors", 2), ("works-with", 2), ("advises", 3)]))]
    events = [Event(n, f"2026-0{n}-01", "call", "x", None, None, None, None, "internal", (WE, HALL)) for n in (1, 2, 3)]
    first = find_balance(replace(NOTHING, ties=ties, events=events))
    for seed in range(20):
        chance = random.Random(seed)
        mixed = replace(
            NOTHING, offices=chance.sample([HALL, COURT], 2), ties=chance.sample(ties, len(ties)), events=chance.sample(events, 3)
        )
        assert find_balance(mixed) == first
