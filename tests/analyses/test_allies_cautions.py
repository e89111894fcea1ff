"""What to mind before calling on an ally."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.analyses.allies_cautions import cautions
from ngomap.analyses.allies_factors import Scene
from ngomap.analyses.allies_known import AllyRows, Asked, Known
from ngomap.model.actors import Actor
from ngomap.model.contacts import Event, Stance, Trust
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term

ON = "2026-05-01"
ISSUE, PART = Term(1, "issue", "corruption", "Corruption"), Term(2, "issue", "fraud", "Fraud", 1)
US, ADA, BEA, CAL = 1, 2, 3, 4


def actor(id_: int, handle: str, kind: str = "ngo", **fields: Any) -> Actor:
    names = Actor.__slots__
    known = dict.fromkeys(names) | {"id": id_, "uid": handle, "handle": handle, "kind": kind, "name": handle.title()}
    return Actor(**{**known, "audience": "public", **fields})  # type: ignore[arg-type]


def warned(*ties: Tie, **rows: Any) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What is said of Ada: code to text and evidence."""
    people = rows.pop(
        "actors", [actor(US, "us"), actor(ADA, "ada"), actor(BEA, "bea"), actor(CAL, "cal", "government")]
    )
    found = AllyRows(people, US, [ISSUE, PART], areas=[Area(1, "town", "Town")], ties=ties, **rows)
    said = cautions(Scene(Known(found, Asked(ISSUE, ON))), ADA)
    assert all(r.text.startswith("Careful: ") for r in said)
    return {r.code.removeprefix("caution-"): (r.text.removeprefix("Careful: "), r.evidence) for r in said}


def works(id_: int, a: int, b: int, rung: int | None = None, status: str = "active", **fields: Any) -> Tie:
    return Tie(id_, "works-with", a, b, status, rung=rung, **fields)


def test_of_a_stranger_there_is_nothing_to_say() -> None:
    assert warned() == {}


def test_secret() -> None:
    people = [actor(US, "us"), actor(ADA, "ada", audience="secret")]
    hidden = works(7, US, ADA, 0, audience="secret")
    assert list(warned(hidden, actors=people)) == ["secret"]
    assert warned(hidden) == {"secret-tie": ("that we can reach them this way is secret.", ("tie:7",))}


def test_declined() -> None:
    said = warned(works(7, US, ADA, status="declined", since="2025-02"))
    assert said == {"declined": ("they have said no to us before (since 2025-02).", ("tie:7",))}
    assert warned(works(7, US, ADA, status="declined", since="2026-06")) == {}


@pytest.mark.parametrize(
    ("ties", "code", "words"),
    [
        ([Tie(7, "monitors", US, ADA, "active")], "monitors", "we monitor them"),
        ([Tie(7, "monitors", ADA, US, "active")], "monitors", "they monitor us"),
        ([Tie(7, "monitors", US, ADA, "active"), Tie(8, "funds", ADA, US, "active")], "conflict",
         "we monitor them and they fund us"),
        ([Tie(7, "monitors", ADA, US, "active"), Tie(8, "funds", US, ADA, "active")], "conflict",
         "they monitor us and we fund them"),
    ],
)  # fmt: skip
def test_to_monitor_and_to_fund_is_a_conflict(ties: list[Tie], code: str, words: str) -> None:
    said = warned(*ties)
    assert list(said) == [code]
    assert said[code][0].startswith(words)
    assert said[code][1] == tuple(f"tie:{t.id}" for t in ties)


def test_dealings_are_said_once_for_all_ties() -> None:
    said = warned(works(7, US, ADA, 0, stance="mixed"), Tie(8, "related", US, ADA, "active", stance="mixed"))
    assert said == {"mixed": ("our dealings with them are mixed.", ("tie:8", "tie:7"))}


def test_neutral_on_a_part_of_it() -> None:
    stances = [Stance(1, ADA, 1, 2, None, None), Stance(2, ADA, 2, 0, None, "2026-02")]
    assert warned(stances=stances) == {"mixed": ("only neutral on Fraud (2026-02).", ("stance:2",))}
    assert warned(stances=stances[1:]) == {}


def test_who_works_for_an_opponent_or_is_funded_by_one() -> None:
    against = [Stance(9, CAL, 2, -1, None, None)]
    assert warned(Tie(7, "works-for", ADA, CAL, "active"), stances=against)["opposed-employer"][1] == (
        "tie:7",
        "stance:9",
    )
    text = warned(Tie(7, "funds", CAL, ADA, "active"), stances=against)["opposed-funder"]
    assert text == ("funded by Cal, a passive opponent.", ("tie:7", "stance:9"))
    assert warned(Tie(7, "funds", CAL, ADA, "active")) == {}


def test_who_is_funded_by_those_we_monitor() -> None:
    said = warned(Tie(7, "funds", CAL, ADA, "active"), Tie(8, "monitors", US, CAL, "active"))
    assert said == {"monitored-funder": ("funded by Cal, which we monitor.", ("tie:7",))}


@pytest.mark.parametrize(("items", "low"), [((1, 2, 2), True), ((2, 2, 2), False), ((0, None, None), True)])
def test_low_trust(items: tuple[int | None, int | None, int | None], low: bool) -> None:
    assert ("low-trust" in warned(trust=[Trust(3, US, ADA, None, *items)])) is low


def test_a_rival_of_a_partner() -> None:
    rivalry = Tie(8, "rivals", ADA, BEA, "active")
    assert warned(works(7, US, BEA, 3), rivalry) == {"rival": ("a rival of Bea, our partner.", ("tie:8", "tie:7"))}
    assert warned(works(7, US, BEA, 2), rivalry) == {}


def call(day: str) -> Event:
    people = (actor(US, "us").ref, actor(ADA, "ada").ref)
    return Event(5, day, "call", "Call", None, None, None, None, "internal", people)


def test_stale() -> None:
    tie = works(7, US, ADA, 4)
    assert warned(tie)["stale"] == ("the map says coordination, but no contact is recorded.", ("tie:7",))
    said = warned(tie, events=[call("2025-10-31")])
    assert said["stale"] == ("no contact since 2025-10-31, too long for coordination.", ("tie:7", "event:5"))
    assert warned(tie, events=[call("2025-11-01")]) == {}
    assert warned(works(7, US, ADA, 0)) == {}


def test_without_us_at_the_table_it_was_no_contact() -> None:
    alone = Event(5, ON, "call", "Call", None, None, None, None, "internal", (actor(ADA, "ada").ref,))
    assert "stale" in warned(works(7, US, ADA, 4), events=[alone])


def test_dormant_and_forming() -> None:
    for status, words in (("dormant", "they are dormant."), ("forming", "they are only just forming.")):
        assert warned(actors=[actor(US, "us"), actor(ADA, "ada", status=status)]) == {status: (words, ("actor:2",))}


def test_work_that_has_ended() -> None:
    past = [Activity(1, ADA, 1, 1, until="2025-03"), Activity(2, ADA, 2, 1, until="2026-04")]
    assert warned(activities=past) == {
        "ended": ("their last recorded work on it ended in 2026-04.", ("activity:1", "activity:2"))
    }
    assert warned(activities=[past[0], Activity(2, ADA, 2, 1, until="2026-05")]) == {}
    assert warned(activities=[*past, Activity(3, ADA, 1, 1, population=None, project="P")]) == {}
