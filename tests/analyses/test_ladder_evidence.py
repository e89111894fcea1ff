"""What is claimed, what evidence shows, and how fresh it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.freshness import months_after, months_before
from ngomap.analyses.ladder_evidence import AGREEMENT, PROJECT, Evidence, Logbook, Standing, leading_tie, standing
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie

ON = "2026-03-31"
US, FAIR, ARTS = (ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(("us", "fair", "arts"), 1))


def tie(rung: int | None = None, status: str = "active", **fields: object) -> Tie:
    return Tie(7, "works-with", 1, 2, status, rung=rung, **fields)  # type: ignore[arg-type]


def met(id_: int, day: str, kind: str = "meeting", *who: ActorRef) -> Event:
    return Event(id_, day, kind, f"Talk {id_}", None, None, None, None, "internal", who or (US, FAIR))


def part(id_: int, actor: int, **fields: object) -> Activity:
    return Activity(id_, actor, 1, 1, project="Theatre", **fields)  # type: ignore[arg-type]


def shown(*events: Event, rung: int | None = None, activities: tuple[Activity, ...] = (), on: str = ON) -> Standing:
    return standing(tie(rung), Logbook(events, activities, on=on).between(1, 2), on)


def test_nothing_is_known_of_strangers() -> None:
    found = standing(None, [], ON)
    assert found == Standing(None, None, 0, None, False, None, None, "never")
    assert found.overclaimed == 0


def test_the_highest_rung_counts_and_of_equals_the_newest() -> None:
    found = shown(met(1, "2025-09-01", "training"), met(2, "2025-11-01", "publicised"), met(3, "2026-03-01", "call"))
    assert found.supported == 3
    assert found.shown_by is not None and found.shown_by.ids == ("event:2",)
    assert found.last is not None and found.last.ids == ("event:3",)


@pytest.mark.parametrize(("day", "recent"), [("2025-09-30", False), ("2025-10-01", True), ("2026-03-31", True)])
def test_what_shows_a_rung_grows_old_with_its_freshness_period(day: str, recent: bool) -> None:
    found = shown(met(1, day, "joint-planning"), met(2, "2026-03-01"))
    assert (found.supported, found.recent) == (4, recent)


@pytest.mark.parametrize(
    ("rung", "last", "state"),
    [
        (3, "2025-03-30", "stale"), (3, "2025-03-31", "going stale"), (3, "2025-05-30", "going stale"),
        (3, "2025-05-31", "fresh"), (4, "2025-09-29", "stale"), (4, "2025-11-30", "going stale"),
        (4, "2025-12-01", "fresh"), (None, "2025-03-30", "stale"), (None, "2025-05-31", "fresh"), (0, ON, "fresh"),
    ],
)  # fmt: skip
def test_freshness_by_the_claimed_rung(rung: int | None, last: str, state: str) -> None:
    assert shown(met(1, last), rung=rung).state == state


@given(st.dates(), st.dates(), st.sampled_from([1, 6, 12]))
def test_fresh_until_says_the_same_as_months_before(last: object, on: object, months: int) -> None:
    day, today = str(last), str(on)
    if int(day[:4]) < 9000 and int(today[:4]) > 100:
        assert (months_after(day, months) < today) == (day < months_before(today, months))


def test_the_map_can_say_how_long_each_rung_stays_fresh() -> None:
    evidence = Logbook([met(1, "2026-01-31")]).between(1, 2)
    assert standing(tie(3), evidence, ON).state == "fresh"
    assert standing(tie(3), evidence, ON, (1, 1, 1, 1, 1, 1)).state == "stale"


def test_what_comes_later_does_not_count_and_a_partial_date_counts_from_its_first_day() -> None:
    future = Evidence(4, "2026-04-01", "joint-planning", "Later", ("event:9",))
    partial = Evidence(2, "2025-09", "briefing", "In September", ("event:8",))
    found = standing(tie(4), [future, partial], ON)
    assert (found.supported, found.fresh_until, found.state) == (2, "2026-03-01", "stale")
    assert standing(tie(4), [partial], "2025-08-31").state == "never"
    assert Logbook([met(1, "2026-04-01")], on=ON).between(1, 2) == []


def test_an_event_of_many_is_evidence_between_any_two() -> None:
    crowd = tuple(ActorRef(i, f"a{i}", f"A{i}", "ngo") for i in range(1, 60))
    book = Logbook([met(1, "2026-01-01", "training", *crowd), met(1, "2026-01-01", "training", *crowd)])
    assert [e.rung for e in book.between(1, 2)] == [3] == [e.rung for e in book.between(41, 17)]
    assert book.between(1, 99) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "since", "to"),
    [
        ({"since": "2025-01"}, {"since": "2025-09"}, "2025-09", ON),
        ({"since": "2025-01", "until": "2025-12"}, {"since": "2025-02"}, "2025-02", "2025-12"),
        ({"since": "2025-01", "status": "completed"}, {}, "2025-01", None),
        ({}, {}, None, ON),
        ({"since": "2025-01", "until": "2025-03"}, {"since": "2025-09"}, "2025-09", None),
    ],
)
def test_a_joint_project_lasts_while_both_have_a_part(
    mine: dict[str, str], theirs: dict[str, str], since: str | None, to: str | None
) -> None:
    (found,) = Logbook([], [part(1, 1, **mine), part(2, 2, **theirs)], on=ON).between(1, 2)
    assert (found.rung, found.kind, found.on, found.to) == (5, PROJECT, since, to)
    assert found.ids == ("activity:1", "activity:2")
    assert not found.contact


@pytest.mark.parametrize(
    "fields", [{"role": "funder"}, {"status": "planned"}, {"since": "2026-04"}, {"inferred": True}]
)
def test_no_part_in_a_project(fields: dict[str, object]) -> None:
    assert Logbook([], [part(1, 1), part(2, 2, **fields)], on=ON).between(1, 2) == []


def test_a_project_that_goes_on_is_recent_but_no_contact() -> None:
    found = shown(rung=5, activities=(part(1, 1, since="2020"), part(2, 2, since="2020")))
    assert (found.supported, found.recent, found.state) == (5, True, "never")


def test_partners_are_all_who_share_a_project() -> None:
    rows = [part(1, 1), part(2, 2), Activity(3, 3, 1, 1, project="Radio"), Activity(4, 1, 1, 1, project="Radio")]
    assert Logbook([], rows).partners(1) == {3: ["Radio"], 2: ["Theatre"]}
    assert Logbook([], rows).partners(2) == {1: ["Theatre"]}


def test_a_point_agreed_between_two_shows_coordination() -> None:
    def point(id_: int, state: str, b: int | None = 2, day: str = "2026-01-01") -> Agreement:
        return Agreement(id_, 1, b, "strategy", state, None, day, None, "partners")

    rows = [point(1, "agreed"), point(2, "discussed"), point(3, "agreed", b=None), point(4, "agreed", day="2026-05-01")]
    (found,) = Logbook([], agreements=rows, on=ON).between(2, 1)
    assert (found.rung, found.kind, found.ids, found.words) == (4, AGREEMENT, ("agreement:1",), "agreement on strategy, 2026-01-01")
    assert standing(tie(4), [found], ON).state == "fresh"


def test_of_parallel_ties_the_active_and_highest_leads() -> None:
    old, new = Tie(1, "works-with", 1, 2, "active", rung=2, since="2020"), Tie(2, "works-with", 1, 2, "active", rung=2, since="2024")
    asleep, bare = Tie(3, "works-with", 1, 2, "dormant", rung=5), Tie(4, "works-with", 1, 2, "active")
    assert leading_tie([old, new, asleep, bare]) == leading_tie([bare, asleep, new, old]) == new
    assert leading_tie([asleep, bare]) == bare
    assert leading_tie([Tie(5, "funds", 1, 2, "active")]) is None
