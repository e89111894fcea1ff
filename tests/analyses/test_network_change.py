"""Two days of small networks."""

from __future__ import annotations

from ngomap.analyses.network_change import (
    BROKERS,
    CAME,
    CIRCLES,
    JOINED,
    LEFT,
    NUMBERS,
    WENT,
    find_network_change,
)  # fmt: skip
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from ngomap.model.report import Report

THEN, NOW = "2025-05-01", "2026-05-01"
SIX = ("ab", "bc", "ca", "de", "ef", "fd")


def people(names: str) -> list[ActorRef]:
    return [ActorRef(ord(n) - 96, n, n.upper(), "ngo") for n in names]


def ties(*pairs: str, first: int = 1, **facts: object) -> list[Tie]:
    return [
        Tie(n, "works-with", ord(a) - 96, ord(b) - 96, "active", **facts)  # type: ignore[arg-type]
        for n, (a, b) in enumerate(pairs, first)
    ]


def change(then: list[Tie], now: list[Tie], names: str = "abcdef", us: ActorRef | None = None) -> Report:
    return find_network_change(THEN, people(names), then, NOW, people(names), now, us)


def labels(report: Report, group: str) -> list[str]:
    return [f.label for f in report.findings if f.group == group]


def test_nothing_differs_where_nothing_is_or_all_is_the_same() -> None:
    assert change([], [], names="").findings == ()
    assert change(ties(*SIX), ties(*SIX)).findings == ()
    assert change([], [], names="").next


def test_a_tie_recorded_anew_is_the_same_tie() -> None:
    assert change(ties("ab", rung=2), ties("ba", first=9, rung=4)).findings == ()
    other = [Tie(9, "funds", 1, 2, "active")]
    report = change(ties("ab"), other)
    assert (labels(report, CAME), labels(report, WENT)) == (["A funds B"], ["A works with B"])


def test_who_joined_and_left() -> None:
    report = change(ties("ab"), ties("bc"), names="abc")
    assert (labels(report, JOINED), labels(report, LEFT)) == (["C"], ["A"])
    assert next(f for f in report.findings if f.group == LEFT).reasons[0].text == "It was tied to B."
    assert labels(report, NUMBERS) == []


def test_numbers_are_those_that_differ() -> None:
    assert labels(change(ties("ab"), ties("ab", "bc", "cd")), NUMBERS) == ["Ties: 1, then 3", "Actors with ties: 2, then 4"]


def test_circles_that_merge_and_split() -> None:
    apart, joined = ties(*SIX), ties(*SIX, "ad", "ae", "af", "bd", "be", "bf", "cd", "ce", "cf")
    (merged,) = [f for f in change(apart, joined).findings if f.group == CIRCLES]
    assert (merged.label, merged.value) == ("The circle around A merged", 6)
    assert merged.reasons[0].text == "The circles around A and D are now one."
    (split,) = [f for f in change(joined, apart).findings if f.group == CIRCLES]
    assert split.label == "The circle around A split"
    assert split.reasons[0].text == "It is now apart: the circles around A and D."


def test_circles_that_are_new_or_gone() -> None:
    assert labels(change(ties("ab", "bc", "ca"), ties(*SIX)), CIRCLES) == ["The circle around D is new"]
    assert labels(change(ties(*SIX), ties("ab", "bc", "ca")), CIRCLES) == ["The circle around D is gone"]


def test_who_became_or_stopped_being_a_broker() -> None:
    report = change(ties("ab"), ties("ab", "bc"), names="abc")
    assert labels(report, BROKERS) == ["B became a broker"]
    assert labels(change(ties("ab", "bc"), ties("ab"), names="abc"), BROKERS) == ["B is no broker any more"]


def test_our_ties_come_first_then_the_strongest() -> None:
    now = [*ties("ab", "bc", rung=1), *ties("cd", first=5, rung=5)]
    report = change([], now, us=people("b")[0])
    assert labels(report, CAME) == ["B works with A", "B works with C", "C works with D"]


def test_undated_ties_are_said() -> None:
    assert any("Of 2 ties 1 do not say since when" in c for c in change([], [*ties("ab"), *ties("bc", first=3, since="2026")]).caveats)
