"""For whom a coalition speaks, who could break it and where it could be split, worked out by hand."""

from __future__ import annotations

from ngomap.analyses.coalition_coverage import Work
from ngomap.analyses.coalition_people import people_behind
from ngomap.analyses.coalition_readiness import find_readiness
from ngomap.analyses.coalition_voice import VoiceRows, find_voice
from ngomap.analyses.describing import Gazetteer
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import Tie
from ngomap.model.words import Term

DAY = "2026-03-31"
OPEN = ActorRef(8, "open", "Open", "coalition")


def actor(id_: int, staff: int | None = None, kind: str = "ngo") -> Actor:
    return Actor(id_, "", f"a{id_}", kind, f"A{id_}", None, *[None] * 9, staff, *[None] * 8, "public")


def asked(ties: list[Tie], stances: list[Stance], members: int = 4) -> dict[str, list[str]]:
    actors = {i: actor(i) for i in range(1, members + 1)}
    refs = {i: a.ref for i, a in actors.items()} | {9: ActorRef(9, "elm", "Elm", "business")}
    names = Gazetteer([Term(n, "issue", f"i{n}", f"I{n}") for n in (70, 71)], [])
    rows = VoiceRows(OPEN, None, tuple(actors), Work(actors, {}, {}, {}), ties, stances, frozenset({70}), frozenset({70, 71}), names, refs)
    found: dict[str, list[str]] = {}
    for f in find_voice(rows, DAY).findings:
        found.setdefault(f.group, []).append(f.label)
    return found


def test_who_joins_the_others_could_break_it() -> None:
    path = [Tie(1, "knows", 1, 2, "active"), Tie(2, "knows", 2, 3, "active"), Tie(3, "knows", 3, 4, "active")]
    assert asked(path, [])["who could break it by leaving"] == ["A2", "A3"]
    assert "who could break it by leaving" not in asked([*path, Tie(4, "knows", 4, 1, "active")], [])


def test_it_could_be_split_by_stance_by_rivals_and_by_who_pays() -> None:
    told = [Stance(1, 1, 71, 2, None, "2026-01-01"), Stance(2, 2, 71, -1, None, "2026-01-01"), Stance(3, 3, 71, 0, None, "2026-01-01"),
            Stance(4, 9, 70, -2, None, "2026-01-01")]  # fmt: skip
    ties = [Tie(1, "rivals", 3, 4, "active"), Tie(2, "knows", 1, 9, "active"), Tie(3, "funds", 9, 4, "active"),
            Tie(4, "monitors", 2, 9, "active"), Tie(5, "funds", 9, 3, "active", until="2020")]  # fmt: skip
    assert asked(ties, told)["where it could be split"] == ["A1 and A2: apart on I71", "A3 and A4: rivals", "A4: funded by Elm", "A1: tied to Elm"]
    assert "where it could be split" not in asked(ties[3:], told[2:])
    beside = [Stance(4, 9, 71, -2, None, "2026-01-01")]
    assert "where it could be split" not in asked(ties[1:], beside)


def test_without_members_nobody_is_behind_it() -> None:
    assert asked([], [], members=0) == {}


def test_a_branch_is_within_its_parent_and_who_works_for_two_is_one() -> None:
    actors = {2: actor(2, 10), 3: actor(3, 4), 4: actor(4, 6)}
    ties = [Tie(1, "parent-of", 2, 3, "active"), Tie(2, "works-for", 20, 2, "active"), Tie(3, "works-for", 20, 4, "active"),
            Tie(4, "works-for", 21, 2, "active"), Tie(5, "works-for", 21, 3, "active")]  # fmt: skip
    behind = people_behind(8, [2, 3, 4], actors, ties)
    # 10 and 6 and nobody of the branch; one of them is the same person.
    assert (behind.people, behind.within, behind.twice) == (15, (3,), (20,))


def test_coalitions_in_each_other_do_not_go_round_for_ever() -> None:
    actors = {2: actor(2, 3), 8: actor(8, None, "coalition")}
    ties = [Tie(1, "member-of", 2, 8, "active"), Tie(2, "member-of", 8, 2, "active")]
    assert people_behind(8, [2], actors, ties).people == 3


def test_the_last_meeting_of_all_comes_before_a_later_one_of_some() -> None:
    members = {i: actor(i).ref for i in (1, 2, 3)}
    events = [
        Event(1, "2026-01-10", "meeting", "All", None, None, None, None, "internal", tuple(members.values())),
        Event(2, "2026-02-10", "meeting", "Two", None, None, None, None, "internal", (members[1], members[2])),
        Event(3, "2026-09-10", "meeting", "Later", None, None, None, None, "internal", tuple(members.values())),
    ]
    report = find_readiness(OPEN, None, members, [], [], [], events, DAY)
    last = report.findings[-1]
    assert (last.label, last.reasons[0].text) == ("All, 2026-01-10", "All 3 were there, 2 months ago.")
    some = find_readiness(OPEN, None, members, [], [], [], events[1:2], DAY).findings[-1]
    assert some.reasons[0].text == "Never yet all of them. 2 of 3 were there, 1 month ago; not there: A3."
