"""Who could speak up, by how many ways, and on whom it hangs."""

from __future__ import annotations

import pytest

from ngomap.analyses.protection import ProtectionRows, find_protection
from ngomap.analyses.protection_telling import COUNTRY, FAR, NEAR, TOGETHER, WORLD
from ngomap.model.actors import Actor
from ngomap.model.contacts import Stance
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from tests.analyses.test_introductions import actor, event, tie

ON = "2026-06-01"
NATIONAL = {"level": "national"}


def report(*ties: Tie, legal: tuple[int, ...] = (), limit: int = 0, us: int = 1, **known: object) -> Report:
    names = {chr(96 + i) for t in ties for i in (t.a, t.b)} | {"a"} | {n for n in known if len(n) == 1}
    actors: dict[int, Actor] = {}
    for name in sorted(names):
        fields = known.get(name, {})
        assert isinstance(fields, dict)
        actors[ord(name) - 96] = actor(name, **fields)
    stances = known.get("stances", ())
    events = known.get("events", ())
    offers = {i: [i * 10] for i in legal}
    return find_protection(ProtectionRows(actors[1], actors, ties, offers, {}, stances, events), ON, us, limit=limit)  # type: ignore[arg-type]


def values(found: Report, group: str) -> dict[str, object]:
    return {f.subject: f.value for f in found.findings if f.group == group}


def told(found: Report, subject: str, code: str) -> list[str]:
    return [r.text for f in found.findings if f.subject == subject and f.group != TOGETHER for r in f.reasons if r.code == code]


def test_separate_ways_and_the_one_contact_on_which_all_hangs() -> None:
    found = report(tie("ab"), tie("bd"), tie("ac"), tie("cd"), tie("de"), d=NATIONAL, e={"level": "international"})
    assert values(found, COUNTRY) == {"d": 2}
    assert values(found, WORLD) == {"e": 1}
    assert told(found, "e", "one-contact") == ["Careful: without D we would be cut off."]
    assert told(found, "d", "one-contact") == []
    assert values(found, TOGETHER) == {"d": 1}


def test_all_hangs_on_one_even_if_each_could_be_reached_otherwise() -> None:
    found = report(tie("ab"), tie("bc"), tie("bd"), tie("cd"), c=NATIONAL, d=NATIONAL)
    assert values(found, TOGETHER) == {"b": 1}
    text = next(r.text for r in found.findings[0].reasons if r.code == "one-contact")
    assert "without this one contact nobody is left to speak up for us" in text
    assert found.next[0].startswith("B: Make a second way, beside B, to one of those below: ngomap intro c --draft")


def test_a_single_direct_tie_is_a_thread_and_they_can_be_lost_themselves() -> None:
    found = report(tie("ab"), b=NATIONAL)
    assert values(found, COUNTRY) == {"b": 1}
    assert told(found, "b", "one-tie") == ["Careful: Nobody else leads there: if this one tie cools, they are out of reach."]
    assert values(found, TOGETHER) == {"b": 1}


@pytest.mark.parametrize(
    ("fields", "group"),
    [
        ({"kind": "court", "level": "national"}, COUNTRY),
        ({"kind": "media", "level": "international"}, WORLD),
        ({"kind": "ngo", "level": "local"}, None),
        ({"kind": "government", "level": "national"}, None),
        ({"kind": "business", "level": "international"}, None),
        ({"kind": "ngo", "level": None}, None),
    ],
    ids=str,
)
def test_who_could_speak_up(fields: dict[str, object], group: str | None) -> None:
    found = report(tie("ab"), b=fields)
    assert [f.group for f in found.findings if f.group != TOGETHER] == ([group] if group else [])


def test_legal_help_counts_wherever_it_is() -> None:
    found = report(tie("ab"), legal=(2,), b={"level": "local"})
    assert values(found, NEAR) == {"b": 1}
    assert told(found, "b", "voice") == ["Local ngo: offers legal help."]


def test_opponents_rivals_and_secret_actors_neither_speak_up_nor_lead_there() -> None:
    ways = (tie("ab"), tie("bd"))
    assert values(report(*ways, d=NATIONAL), COUNTRY) == {"d": 1}
    against = (Stance(1, 2, 9, -2, None, "2026-01-01"),)
    assert values(report(*ways, d=NATIONAL, stances=against), FAR) == {"d": 0}
    assert values(report(*ways, d=NATIONAL, b={"audience": "secret"}), FAR) == {"d": 0}
    assert values(report(*ways, tie("ac", "rivals"), c=NATIONAL, d=NATIONAL), FAR) == {}
    assert report(*ways, d=NATIONAL, stances=(Stance(1, 4, 9, -1, None, None),)).total == 0


def test_how_fresh_the_weakest_step_is_and_what_would_strengthen_it() -> None:
    ties = (tie("ab", "works-with", rung=5), tie("bd"), tie("ac", "works-with", rung=0), tie("cd"))
    found = report(*ties, d=NATIONAL, events=[event(3, "2025-05-01", "b", "d"), event(4, "2026-07-01", "b", "d")])
    assert told(found, "d", "weakest-step") == [
        "Weakest step of the best way: B knows D; last contact 2025-05-01, 13 months ago."
    ]
    assert told(found, "d", "strengthen") == ["Ask B how they stand with D: ngomap log b --kind call"]
    one = report(*ties[:2], d=NATIONAL)
    assert told(one, "d", "strengthen") == [
        "Ask B for an introduction, to have a tie of your own: ngomap intro d --draft"
    ]


def test_nobody_and_nothing() -> None:
    assert report().findings == ()
    assert "ngomap add" in report().next[0]
    apart = report(d=NATIONAL)
    assert values(apart, FAR) == {"d": 0}
    assert [f.value for f in apart.findings if f.group == TOGETHER] == [0]
    assert "ngomap intro d" in apart.next[0]


def test_for_another() -> None:
    found = report(tie("ab"), tie("bd"), d=NATIONAL, us=99)
    assert found.question == "Who could speak up for A if threatened?"
    assert told(found, "d", "one-contact") == ["Careful: without B A would be cut off."]
    assert told(found, "d", "strengthen")[0].endswith("ngomap intro d --from a --draft")
