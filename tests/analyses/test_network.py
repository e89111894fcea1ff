"""The network on graphs small enough to draw, and on any map: neither ids nor the order of rows decide."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.network import BROKERS, CIRCLES, CORE, OWN_MAP, find_network
from ngomap.analyses.network_backup import CONTACTS, HINGES
from ngomap.graph import brokers
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.words import Term

ON = "2026-05-01"
TERMS = [Term(1, "issue", "health", "Health"), Term(2, "issue", "water", "Water")]


def people(names: str, kinds: dict[str, str] | None = None) -> list[ActorRef]:
    return [ActorRef(ord(n) - 96, n, n.upper(), (kinds or {}).get(n, "ngo"), "local") for n in names]


def ties(*pairs: str, type_: str = "works-with", first: int = 1) -> list[Tie]:
    return [Tie(n, type_, ord(a) - 96, ord(b) - 96, "active") for n, (a, b) in enumerate(pairs, first)]


def found(report: Report, group: str) -> list[tuple[str, float | int | None]]:
    return [(f.subject, f.value) for f in report.findings if f.group == group]


def network(actors: list[ActorRef], rows: list[Tie] | None = None, **more: object) -> Report:
    given_ = {"events": [], "issues_of": {}, "terms": TERMS, "on": ON} | more
    return find_network(actors, rows or [], **given_)  # type: ignore[arg-type]


def test_an_empty_map_a_single_actor_and_all_isolated() -> None:
    empty = network([])
    assert empty.findings == () and "ngomap add" in empty.next[0]
    one = network(people("a"), us=people("a")[0])
    assert [(f.subject, f.value, f.unit) for f in one.findings] == [("isolated", 1, "actor")]
    alone = network(people("abc"))
    assert [(f.subject, f.value) for f in alone.findings] == [("isolated", 3)]
    assert "No ties are recorded" in alone.caveats[0] and "ngomap link" in alone.next[0]


def test_the_middle_of_a_path_is_a_broker_and_in_a_ring_nobody_is() -> None:
    assert found(network(people("abc"), ties("ab", "bc")), BROKERS) == [("b", 1.0)]
    assert found(network(people("abcd"), ties("ab", "bc", "cd", "da")), BROKERS) == []
    assert found(network(people("abcd"), ties("ab", "ac", "ad", "bc", "bd", "cd")), BROKERS) == []


def test_what_is_said_of_a_broker() -> None:
    report = network(people("abcdefg"), ties("ab", "bc", "ca", "de", "ef", "fd", "cg", "gd"), us=people("g")[0])
    broker = next(f for f in report.findings if f.group == BROKERS and f.subject == "g")
    assert (broker.label, broker.value) == ("G (us)", 9.0)
    texts = [r.text for r in broker.reasons]
    assert texts[0] == "60 % of the shortest ways between others lead by it."
    assert texts[1] == "Its 2 contacts come to 2 separate circles (constraint 0.5 of 1)."
    assert broker.reasons[0].evidence == ("actor:7", "tie:7", "tie:8")
    assert OWN_MAP in report.caveats


def test_two_equally_strong_circles_come_by_the_handle_of_their_best_connected_member() -> None:
    report = network(people("abcdef"), ties("ab", "bc", "ca", "de", "ef", "fd", "cd"), issues_of={1: [1], 2: [1, 2]})
    assert found(report, CIRCLES) == [("a", 3), ("d", 3)]
    first = next(f for f in report.findings if f.group == CIRCLES)
    assert [r.text for r in first.reasons] == ["A with B and C.", "Works mostly on Health (2) and Water (1); levels: 3 local."]


def test_the_core_and_the_edge() -> None:
    report = network(people("abcdz"), ties("ab", "bc", "ca", "cd"), us=people("d")[0])
    assert found(report, CORE) == [("core", 3), ("edge", 1), ("isolated", 1)]
    core = next(f for f in report.findings if f.subject == "core")
    assert core.reasons[0].text == "Each is tied to 2 or more of the others: C, A and B. We are not one of them."


def test_a_tree_has_no_core() -> None:
    assert ("core", 3) not in found(network(people("abc"), ties("ab", "bc")), CORE)


def test_who_holds_others_and_circles_together() -> None:
    report = network(people("abcdef"), ties("ab", "bc", "ca", "de", "ef", "fd", "cd"))
    assert found(report, HINGES) == [("c", 2), ("d", 2)]
    hinge = next(f for f in report.findings if f.group == HINGES and f.subject == "c")
    assert "Every tie between the circle around A and the one around D runs through it." in [r.text for r in hinge.reasons]
    assert hinge.reasons[-1].evidence == ("actor:3", "tie:7")


def test_a_person_who_only_belongs_to_an_actor_is_not_cut_off_by_its_loss() -> None:
    actors = people("abcp", {"p": "person"})
    triangle = ties("ab", "bc", "ca")
    assert found(network(actors, [*triangle, *ties("pa", type_="works-for", first=9)]), HINGES) == []
    assert found(network(actors, [*triangle, *ties("pa", type_="knows", first=9)]), HINGES) == [("a", 1)]


def met(id_: int, day: str, *names: str) -> Event:
    kinds = {"p": "person", "q": "person", "m": "person"}
    return Event(id_, day, "call", "Call", None, None, None, None, "internal", tuple(people("".join(names), kinds)))


def test_our_contacts_that_hang_on_one_person() -> None:
    actors = people("uvpqm", {"p": "person", "q": "person", "m": "person"})
    rows = [*ties("uv"), *ties("pv", "qv", "mu", type_="works-for", first=5)]
    us = actors[0]
    assert found(network(actors, rows, us=us), CONTACTS) == [], "of nobody it is known that we know them"
    events = [met(1, "2026-01-01", *"uvpm"), met(2, "2026-02-01", *"uvm"), met(3, "2026-09-01", *"uvq")]
    report = network(actors, rows, us=us, events=events)
    assert found(report, CONTACTS) == [("v", 1)], "what is later than the day does not count"
    finding = next(f for f in report.findings if f.group == CONTACTS)
    assert [r.text for r in finding.reasons] == [
        "Of their people we know only P, who took part in 1 contact, last on 2026-01-01.",
        "Of ours only M is recorded in contacts with them.",
    ]
    assert finding.reasons[0].evidence == ("tie:1", "tie:5", "event:1")
    assert found(network(actors, rows, us=us, events=events, on="2026-09-01"), CONTACTS) == []
    assert found(network(actors, [*rows, *ties("pu", "qm", type_="knows", first=20)], us=us, events=[]), CONTACTS) == []


def test_above_so_many_actors_the_answer_says_that_it_was_sampled(monkeypatch: object) -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    rows = ties(*(a + b for a, b in itertools.pairwise(names)))
    assert not any("estimate" in c for c in network(people(names), rows).caveats)
    old = brokers.EXACT_UP_TO, brokers.LEAST_SAMPLE
    brokers.EXACT_UP_TO, brokers.LEAST_SAMPLE = 10, 5  # type: ignore[misc]
    try:
        report = network(people(names), rows)
    finally:
        brokers.EXACT_UP_TO, brokers.LEAST_SAMPLE = old  # type: ignore[misc]
    assert any("26 actors" in c and "begin at 5 of them" in c for c in report.caveats)


NAMES = "abcdefgh"
PAIRS = [a + b for a, b in itertools.combinations(NAMES, 2)]
TYPES = ("works-with", "knows", "funds", "works-for")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[ActorRef], list[Tie], list[Event]]:
    kinds = {n: draw(st.sampled_from(("ngo", "person", "coalition"))) for n in NAMES}
    actors = people(NAMES, kinds)
    chosen = draw(st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from(TYPES)), unique=True, max_size=20))
    rows = [Tie(n, t, ord(p[0]) - 96, ord(p[1]) - 96, "active") for n, (p, t) in enumerate(chosen, 1)]
    days = draw(st.lists(st.tuples(st.sampled_from(("2026-01-01", "2026-06-01")), st.sampled_from(PAIRS)), max_size=5))
    by = {a.handle: a for a in actors}
    events = [
        Event(i, day, "call", "Call", None, None, None, None, "internal", (by[pair[0]], by[pair[1]]))
        for i, (day, pair) in enumerate(days, 1)
    ]
    return actors, rows, events


def told(report: Report) -> list[tuple[object, ...]]:
    return [(f.group, f.subject, f.label, f.value, tuple(r.text for r in f.reasons)) for f in report.findings]


@given(worlds(), st.integers(0, 9))
def test_neither_ids_nor_the_order_of_rows_decide(world: tuple[list[ActorRef], list[Tie], list[Event]], seed: int) -> None:
    actors, rows, events = world
    draw = random.Random(seed)
    new = dict(zip([a.id for a in actors], draw.sample(range(1, 900), len(actors)), strict=True))
    moved = [replace(a, id=new[a.id]) for a in actors]
    by = {a.id: a for a in moved}
    numbers = draw.sample(range(1, 900), len(rows))
    moved_ties = [replace(t, id=n, a=new[t.a], b=new[t.b]) for t, n in zip(rows, numbers, strict=True)]
    moved_events = [replace(e, participants=tuple(by[new[p.id]] for p in e.participants)) for e in events]
    for list_ in (moved, moved_ties, moved_events):
        draw.shuffle(list_)
    us = next(a for a in moved if a.handle == "a")
    issues = {a.id: [1] for a in actors if a.handle in "abc"}
    before = network(actors, rows, events=events, us=actors[0], issues_of=issues)
    after = network(moved, moved_ties, events=moved_events, us=us, issues_of={new[i]: t for i, t in issues.items()})
    assert told(before) == told(after)


@given(worlds())
def test_every_id_of_evidence_exists_and_no_text_names_an_id(world: tuple[list[ActorRef], list[Tie], list[Event]]) -> None:
    actors, rows, events = world
    known = {f"actor:{a.id}" for a in actors} | {f"tie:{t.id}" for t in rows} | {f"event:{e.id}" for e in events}
    report = network(actors, rows, events=events, us=actors[0])
    for finding in report.findings:
        for reason in finding.reasons:
            assert reason.evidence and set(reason.evidence) <= known
            assert not re.search(r"\b(actor|tie|event):", reason.text)


@given(worlds())
def test_an_isolated_actor_leaves_the_others_values_alone(world: tuple[list[ActorRef], list[Tie], list[Event]]) -> None:
    actors, rows, _ = world
    before, after = network(actors, rows), network([*actors, ActorRef(99, "zz", "ZZ", "ngo")], rows)
    for group in (BROKERS, CIRCLES, HINGES):
        assert found(before, group) == found(after, group)
