"""Who is listed in which group: by the issue, the stance, the area and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ngomap.analyses.allies import AGAINST, ALLIES, NEARBY, UNDECIDED, find_allies
from ngomap.analyses.allies_known import AllyRows, Asked
from ngomap.model.actors import Actor
from ngomap.model.contacts import Event, Stance, Trust
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

ON = "2026-05-01"
CORRUPTION, FRAUD, HEALTH, GOVERNANCE, ELECTIONS = 10, 11, 12, 13, 14
YOUTH, WOMEN = 20, 21
LEGAL_AID, TRAINING = 30, 31
CITY, TOWN, FAR = 50, 51, 52
TERMS = [
    Term(GOVERNANCE, "issue", "governance", "Governance"),
    Term(CORRUPTION, "issue", "corruption", "Corruption", GOVERNANCE),
    Term(FRAUD, "issue", "election-fraud", "Election fraud", CORRUPTION),
    Term(ELECTIONS, "issue", "public-services", "Public services", GOVERNANCE),
    Term(HEALTH, "issue", "health", "Health"),
    Term(YOUTH, "population", "youth", "Youth"),
    Term(WOMEN, "population", "women", "Women"),
    Term(LEGAL_AID, "service", "legal-aid", "Legal aid"),
    Term(TRAINING, "service", "training", "Training"),
]
AREAS = [
    Area(CITY, "city", "City", "city", lat=0.0, lon=0.0),
    Area(TOWN, "town", "Town", "village", parent=CITY),
    Area(FAR, "far", "Far", "city", lat=0.0, lon=1.0),
]
ISSUE = TERMS[1]
UNKNOWN_FIELDS = dict.fromkeys(
    (
        "level",
        "status",
        "place",
        "area",
        "country",
        "lat",
        "lon",
        "website",
        "email",
        "phone",
        "staff",
        "budget",
        "currency",
        "founded",
        "mission",
        "vision",
        "notes",
        "source",
        "verified_on",
    )
)


def actor(id_: int, handle: str, kind: str = "ngo", **fields: Any) -> Actor:
    known = {"audience": "public", **UNKNOWN_FIELDS, **fields}
    return Actor(id=id_, uid=f"uid-{id_}", handle=handle, kind=kind, name=handle.title(), **known)


def ask(rows: AllyRows, weights: Mapping[str, float] | None = None, explain: bool = False, **asked: Any) -> Report:
    """Everybody who is found, on corruption on the day of the tests."""
    return find_allies(rows, Asked(asked.pop("issue", ISSUE), asked.pop("on", ON), **asked), weights, explain, limit=0)


def found(report: Report) -> dict[str, Finding]:
    return {f.subject: f for f in report.findings}


def in_group(report: Report, group: str) -> list[str]:
    return [f.subject for f in report.findings if f.group == group]


def text(finding: Finding, code: str) -> str:
    return " ".join(r.text for r in finding.reasons if r.code.startswith(code))


def small(**changes: Any) -> AllyRows:
    """We, and two others of whom one is tied to us and works on corruption; `changes` are rows that differ."""
    rows = AllyRows(
        actors=[actor(1, "us"), actor(2, "ada"), actor(3, "bea")],
        us=1,
        terms=TERMS,
        areas=AREAS,
        terms_of={2: [CORRUPTION]},
        ties=[Tie(1, "works-with", 1, 2, "active", rung=3)],
    )
    return replace(rows, **changes)


class TestGroups:
    """Who is listed, and with whom."""

    def test_works_on_it_or_near_it(self) -> None:
        near = {2: [CORRUPTION], 3: [FRAUD], 4: [GOVERNANCE], 5: [ELECTIONS], 6: [HEALTH]}
        rows = small(actors=[actor(1, "us"), *(actor(i, f"a{i}") for i in range(2, 7))], terms_of=near, ties=[])
        assert in_group(ask(rows), ALLIES) == ["a2", "a3", "a4", "a5"]
        values = {f.subject: f.value for f in ask(rows, {"capacity": 0}).findings}
        assert values == {"a2": 1.0, "a3": 0.8, "a4": 0.6, "a5": 0.3}

    def test_an_activity_says_what_one_works_on_as_well(self) -> None:
        rows = small(terms_of={}, ties=[], activities=[Activity(9, 3, FRAUD, TOWN)])
        report = ask(rows)
        assert in_group(report, ALLIES) == ["bea"]
        assert "activity:9" in found(report)["bea"].reasons[0].evidence
        assert (
            text(found(report)["bea"], "role") == "Coordinate: works on Election fraud (a part of Corruption) in Town."
        )

    @pytest.mark.parametrize(
        ("stance", "issue", "group"),
        [
            (2, CORRUPTION, ALLIES),
            (1, FRAUD, ALLIES),
            (0, CORRUPTION, UNDECIDED),
            (-1, CORRUPTION, AGAINST),
            (-2, FRAUD, AGAINST),
            (-1, GOVERNANCE, AGAINST),
            (-2, HEALTH, ALLIES),
        ],
    )
    def test_the_latest_stance_decides(self, stance: int, issue: int, group: str) -> None:
        for terms_of in ({2: [CORRUPTION]}, {2: [CORRUPTION], 3: [CORRUPTION]}):
            rows = small(terms_of=terms_of, stances=[Stance(1, 2, issue, stance, None, "2026-01-01")])
            assert found(ask(rows))["ada"].group == group

    def test_opponents_are_apart_without_a_value_whatever_else_speaks_for_them(self) -> None:
        stances = [Stance(1, 2, CORRUPTION, 1, 4, "2026-01-01"), Stance(2, 2, FRAUD, -1, None, "2026-02-01")]
        rows = small(stances=stances, ties=[Tie(1, "works-with", 1, 2, "active", rung=4)])
        report = ask(rows, explain=True)
        assert (found(report)["ada"].value, found(report)["ada"].unit) == (None, "")
        assert text(found(report)["ada"], "opponent") == (
            "Passive opponent on Election fraud (2026-02-01), but passive ally (2026-01-01), influence 4 of 5."
        )
        assert text(found(report)["ada"], "tie") == "All the same: works with us (coordination)."
        assert not text(found(report)["ada"], "next-step")

    def test_a_rival_is_apart_too_if_it_has_to_do_with_the_issue(self) -> None:
        rivals = [Tie(8, "rivals", 1, 2, "active"), Tie(9, "rivals", 1, 3, "active")]
        report = ask(small(ties=rivals))
        assert [(f.subject, f.group, f.value) for f in report.findings] == [("ada", AGAINST, None)]
        assert text(found(report)["ada"], "rival") == "A rival of ours; works on Corruption."

    def test_who_inside_an_opponent_is_with_us_is_named(self) -> None:
        rows = small(
            actors=[actor(1, "us"), actor(2, "ada", "government"), actor(3, "bea", "person")],
            ties=[Tie(5, "works-for", 3, 2, "active")],
            stances=[Stance(1, 2, CORRUPTION, -2, None, None), Stance(2, 3, CORRUPTION, 2, None, None)],
        )
        report = ask(rows)
        assert text(found(report)["ada"], "insider") == "Bea inside is with us."
        assert text(found(report)["bea"], "role") == "Insider: works for Ada; active ally."
        assert "to which they belong, is an active opponent" in text(found(report)["bea"], "caution-opposed-employer")

    def test_influence_without_a_stance_is_unknown(self) -> None:
        report = ask(small(stances=[Stance(1, 3, CORRUPTION, None, 5, None)]))
        assert in_group(report, UNDECIDED) == ["bea"]
        assert text(found(report)["bea"], "stance") == "Influence 5 of 5; where they stand is not known."

    def test_who_shares_ground_and_can_be_reached_is_listed_apart(self) -> None:
        rows = small(
            terms_of={1: [YOUTH], 2: [CORRUPTION], 3: [YOUTH]}, ties=[*small().ties, Tie(2, "knows", 2, 3, "active")]
        )
        assert in_group(ask(rows), NEARBY) == ["bea"]
        assert "bea" not in found(ask(replace(rows, ties=rows.ties[:1])))
        assert "bea" not in found(ask(replace(rows, terms_of={2: [CORRUPTION], 3: [YOUTH]})))

    def test_we_our_people_and_the_closed_are_not_our_allies(self) -> None:
        rows = small(
            actors=[actor(1, "us"), actor(2, "ada", "person"), actor(3, "bea", status="closed")],
            terms_of={1: [CORRUPTION], 2: [CORRUPTION], 3: [CORRUPTION]},
            ties=[Tie(1, "on-board-of", 2, 1, "active")],
        )
        assert ask(rows).findings == ()
        against = ask(replace(rows, stances=[Stance(1, 2, CORRUPTION, -1, None, None)]))
        assert text(found(against)["ada"], "tie") == "All the same: sits on our board."


class TestArea:
    """What `area` and `population` leave out, and what they do not."""

    rows = small(
        actors=[
            actor(1, "us"),
            *(
                actor(i, f"a{i}", area="far", level=level)
                for i, level in enumerate(("local", "local", "national", "local"), start=2)
            ),
        ],
        terms_of={2: [CORRUPTION, WOMEN], 3: [CORRUPTION, YOUTH], 4: [CORRUPTION], 5: [CORRUPTION]},
        serves={2: [TOWN], 5: []},
        ties=[],
    )

    def test_who_works_only_elsewhere_is_left_out_and_counted(self) -> None:
        report = ask(self.rows, area=AREAS[0])
        assert sorted(found(report)) == ["a2", "a4"]
        assert "Left out: 2 known to work only outside City." in report.caveats
        assert "Of 1 in the list it is not known whether they work in City." in report.caveats

    def test_who_serves_only_others_is_left_out_and_counted(self) -> None:
        report = ask(self.rows, population=TERMS[5])
        assert sorted(found(report)) == ["a3", "a4", "a5"]
        assert "Left out: 1 known to serve only others than Youth." in report.caveats
        assert "Of 2 in the list it is not known whether they serve Youth." in report.caveats

    def test_a_person_is_where_its_organization_is(self) -> None:
        rows = small(
            actors=[actor(1, "us"), actor(2, "ada"), actor(3, "bea", "person")],
            terms_of={3: [CORRUPTION]},
            serves={2: [TOWN]},
            ties=[Tie(1, "works-for", 3, 2, "active")],
        )
        assert "bea" in found(ask(rows, area=AREAS[0]))
        assert "bea" not in found(ask(rows, area=AREAS[2]))

    def test_work_elsewhere_is_said_to_be_elsewhere(self) -> None:
        rows = small(terms_of={}, ties=[], activities=[Activity(1, 2, CORRUPTION, FAR), Activity(2, 2, HEALTH, TOWN)])
        ada = found(ask(rows, area=AREAS[0]))["ada"]
        assert text(ada, "role") == "Coordinate: works on Corruption, but not in City."


class TestTime:
    """The map as it was on the day."""

    def test_a_later_stance_does_not_count_yet_and_a_later_one_does_then(self) -> None:
        stances = [Stance(1, 2, CORRUPTION, 2, None, "2026-01-01"), Stance(2, 2, CORRUPTION, -2, None, "2026-06-01")]
        rows = small(stances=stances)
        assert found(ask(rows, on="2026-05-31"))["ada"].group == ALLIES
        assert found(ask(rows, on="2026-06-01"))["ada"].group == AGAINST
        assert "stance" not in dict(ask(rows, on="2025-12-31").parameters["medians"])  # type: ignore[call-overload]

    def test_the_order_in_which_stances_were_entered_does_not_matter(self) -> None:
        stances = [Stance(2, 2, CORRUPTION, -2, None, "2026-02-01"), Stance(1, 2, CORRUPTION, 2, None, "2026-01-01")]
        assert found(ask(small(stances=stances)))["ada"].group == AGAINST

    def test_of_two_parts_of_the_issue_the_first_by_name_is_told(self) -> None:
        terms = [*TERMS, Term(99, "issue", "bribery", "Bribery", CORRUPTION)]
        for first, second in ((FRAUD, 99), (99, FRAUD)):
            stances = [Stance(1, 2, first, 1, None, None), Stance(2, 2, second, 1, None, None)]
            assert "passive ally on Bribery" in text(found(ask(small(terms=terms, stances=stances)))["ada"], "role")

    def test_an_undated_stance_is_the_oldest(self) -> None:
        stances = [Stance(1, 2, CORRUPTION, -2, None, None), Stance(2, 2, CORRUPTION, 2, None, "2020")]
        assert found(ask(small(stances=stances)))["ada"].group == ALLIES

    def test_a_later_row_without_a_stance_keeps_the_stance(self) -> None:
        stances = [Stance(1, 2, CORRUPTION, 2, 1, "2026-01-01"), Stance(2, 2, CORRUPTION, None, 5, "2026-02-01")]
        assert "active ally (2026-01-01); influence 5 of 5" in text(found(ask(small(stances=stances)))["ada"], "role")

    def test_ties_trust_events_and_activities_of_later_days_do_not_exist(self) -> None:
        person = actor(2, "ada").ref
        later = small(
            ties=[Tie(1, "works-with", 1, 2, "active", rung=5, since="2026-06")],
            trust=[Trust(1, 1, 2, "2026-06-01", 4, 4, 4)],
            events=[
                Event(
                    1, "2026-06-01", "call", "Call", None, "Write", None, None, "internal", (actor(1, "us").ref, person)
                )
            ],
            activities=[Activity(1, 2, FRAUD, TOWN, since="2026-06")],
        )
        assert ask(later) == ask(small(ties=[]))
