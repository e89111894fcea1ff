"""What breaks without somebody, on maps small enough to draw."""

from __future__ import annotations

import random
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.protection import ProtectionRows
from ngomap.analyses.protection_lost import ONE_WAY, PROTECTION
from ngomap.analyses.whatif import find_whatif
from ngomap.analyses.whatif_coverage import NOBODY_LEFT, ONE_LEFT
from ngomap.analyses.whatif_dealings import COALITIONS, DEALINGS
from ngomap.analyses.whatif_reach import CUT_OFF, TOO_FAR
from ngomap.analyses.whatif_rows import WhatIfRows
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.agreements import Agreement, Labour
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity, NeedFigure, Resource
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.words import Area, Term

ON = "2026-05-01"
TERMS = [
    Term(1, "issue", "health", "Health"), Term(2, "issue", "nursing", "Nursing", parent=1), Term(3, "service", "legal-aid", "Legal aid"),
    Term(4, "sector", "law", "Law"), Term(5, "sector", "arts", "Arts"), Term(6, "population", "youth", "Youth"),
]  # fmt: skip
AREAS = [Area(1, "city", "City"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1)]


def people(names: str, kinds: dict[str, str] | None = None, levels: dict[str, str] | None = None) -> list[ActorRef]:
    return [ActorRef(ord(n) - 96, n, n.upper(), (kinds or {}).get(n, "ngo"), (levels or {}).get(n)) for n in names]


def ties(*pairs: str, type_: str = "works-with", first: int = 1) -> list[Tie]:
    return [Tie(n, type_, ord(a) - 96, ord(b) - 96, "active") for n, (a, b) in enumerate(pairs, first)]


def ask(names: str, *gone: str, **rows: object) -> Report:
    actors = rows.pop("actors", None) or people(names)
    us = next((a for a in actors if a.handle == "u"), None)  # type: ignore[attr-defined]
    known = WhatIfRows(ON, actors, us, terms=TERMS, areas=AREAS, **rows)  # type: ignore[arg-type]
    return find_whatif(known, [a for a in known.actors if a.handle in gone])


def found(report: Report, group: str) -> list[tuple[str, float | int | None]]:
    return [(f.subject, f.value) for f in report.findings if f.group == group]


def labels(report: Report, group: str) -> list[str]:
    return [f.label for f in report.findings if f.group == group]


def test_without_one_of_whom_nothing_is_known_nothing_breaks() -> None:
    report = ask("ua", "a")
    assert report.findings == ()
    assert report.caveats[0].startswith("Nothing that is recorded would break in: coverage, reach,")
    assert report.next == ("Who needs a backup: ngomap network",)


def test_places_that_are_left_to_nobody_or_to_one() -> None:
    rows = [Activity(1, 1, 1, 2), Activity(2, 1, 1, 3), Activity(3, 2, 1, 3), Activity(4, 3, 3, 2), Activity(5, 1, 3, 2)]
    report = ask("abc", "a", activities=rows, figures=[NeedFigure(1, 2, 1, None, 1200, "2026-01-01")])
    assert found(report, NOBODY_LEFT) == [("health", 1)]
    assert found(report, ONE_LEFT) == [("health", 1), ("legal-aid", 1)]
    first = report.findings[0]
    assert first.label == "Health in East"
    assert [r.text for r in first.reasons] == ["Only A is recorded there now.", "1 200 people need it there."]
    assert first.reasons[0].evidence == ("activity:1", "area:2")
    assert first.reasons[1].evidence == ("need-figure:1",)


def test_a_wider_issue_says_it_for_the_narrower_and_everybody_for_a_population() -> None:
    report = ask("ab", "a", activities=[Activity(1, 1, 2, 2, population=6), Activity(2, 1, 1, 2)])
    assert found(report, NOBODY_LEFT) == [("health", 1)]
    report = ask("ab", "a", activities=[Activity(1, 1, 2, 2, population=6), Activity(2, 2, 1, 2)])
    assert found(report, NOBODY_LEFT) == [("nursing", 1)]
    assert found(report, ONE_LEFT) == [("health", 1)]


def test_work_that_is_planned_or_over_fills_no_place() -> None:
    rows = [Activity(1, 1, 1, 2), Activity(2, 2, 1, 2, status="planned"), Activity(3, 3, 1, 2, until="2024")]
    assert found(ask("abc", "a", activities=rows), NOBODY_LEFT) == [("health", 1)]
    assert found(ask("abc", "b", "c", activities=rows), NOBODY_LEFT) == []


def test_two_that_are_gone_together_break_what_neither_would_alone() -> None:
    rows = [Activity(1, 1, 1, 2), Activity(2, 2, 1, 2)]
    assert found(ask("abc", "a", activities=rows), NOBODY_LEFT) == []
    assert found(ask("abc", "a", "b", activities=rows), NOBODY_LEFT) == [("health", 1)]


def test_who_is_cut_off_and_who_moves_beyond_three_steps() -> None:
    chain = ties("ua", "ab", "uc", "cd", "de", "eb", "bx")
    report = ask("uabcdex", "a", ties=chain)
    assert found(report, CUT_OFF) == []
    assert found(report, TOO_FAR) == [("b", 2), ("x", 3)]
    assert report.findings[0].reasons[0].text == "Now by A; then it would be 4 steps."
    assert report.findings[0].reasons[0].evidence == ("actor:2", "tie:1", "tie:2")
    assert found(ask("uabcdex", "a", "d", ties=chain), CUT_OFF) == [("b", 2), ("e", 3), ("x", 3)]


def test_their_own_people_go_with_them() -> None:
    actors = people("uap", {"p": "person"})
    rows = [*ties("ua"), *ties("pa", type_="works-for", first=5)]
    assert found(ask("", "a", actors=actors, ties=rows), CUT_OFF) == []


def test_without_us_nothing_is_said_of_reach() -> None:
    report = ask("abc", "b", ties=ties("ab", "bc"))
    assert report.findings == ()
    assert any("does not say who you are" in c for c in report.caveats)
    assert not any("reach" in c and "would break in" in c for c in report.caveats)


def protection(actors: list[ActorRef], rows: list[Tie], legal: dict[int, list[int]] | None = None) -> ProtectionRows:
    unknown = dict.fromkeys(Actor.__dataclass_fields__) | {"audience": "public"}
    full = [
        Actor(**unknown | {"id": a.id, "handle": a.handle, "name": a.name, "kind": a.kind, "level": a.level})  # type: ignore[arg-type]
        for a in actors
    ]
    return ProtectionRows(full[0], {a.id: a for a in full}, rows, legal or {}, {})


def test_who_could_no_longer_protect_us() -> None:
    actors = people("uabcd", levels={"b": "international", "d": "international"})
    rows = ties("ua", "ab", "ac", "ud", "da")
    voices = protection(actors, rows, {3: [4]})
    report = ask("", "a", actors=actors, ties=rows, protection=voices)
    assert found(report, PROTECTION) == [("b", 1), ("c", 1)]
    assert found(report, ONE_WAY) == [("d", 2)]
    reasons = next(f for f in report.findings if f.subject == "c" and f.group == PROTECTION).reasons
    assert reasons[0].text == "Ngo: offers legal help."
    assert any(step.startswith("Another way to a voice for us") for step in report.next)
    assert found(ask("", "d", actors=actors, ties=rows, protection=voices), PROTECTION) == [("d", 2)]
    assert any("in: coverage, reach, protection" in c for c in ask("", "x", actors=actors, ties=rows, protection=voices).caveats)


def test_what_a_coalition_loses() -> None:
    actors = people("uabk", {"k": "coalition"})
    rows = ties("ak", "bk", type_="member-of")
    words = {1: [4, 5, 6], 2: [4]}
    report = ask("", "a", actors=actors, ties=rows, terms_of=words, serves={1: [2, 3], 2: [2]})
    assert found(report, COALITIONS) == [("k", 3)]
    text = next(f for f in report.findings if f.group == COALITIONS).reasons[0].text
    assert text == "Only A brings the sector Arts, work for Youth and work in West."
    report = ask("", "b", actors=actors, ties=rows, terms_of=words)
    assert found(report, COALITIONS) == [("k", 0)]
    gone = ask("", "k", actors=actors, ties=[*rows, *ties("uk", type_="member-of", first=9)])
    finding = next(f for f in gone.findings if f.group == COALITIONS)
    assert (finding.value, finding.reasons[0].text) == (
        3, "It would be gone, and with it what joins A and B. With 2 of them we have no other tie."
    )  # fmt: skip


def test_what_is_open_between_us_and_them() -> None:
    u, a = people("ua")
    tie = Tie(5, "funds", a.id, u.id, "active", since="2025", amount=12000, currency="EUR")
    events = [
        Event(1, "2026-04-01", "call", "Call", None, "Send the plan", "2026-05-10", None, "internal", (u, a)),
        Event(2, "2026-04-02", "call", "Call", None, "Done then", "2026-04-10", "2026-04-12", "internal", (u, a)),
        Event(3, "2026-06-02", "call", "Call", None, "Later", "2026-07-10", None, "internal", (u, a)),
        Event(4, "2026-04-03", "call", "Call", None, "Done later", "2026-04-10", "2026-06-12", "internal", (u, a)),
    ]
    report = ask(
        "", "a", actors=[u, a], ties=[tie], events=events,
        activities=[Activity(1, u.id, 1, 2, project="Joint"), Activity(2, a.id, 1, 2, project="Joint"), Activity(3, u.id, 1, 2, project="Own")],
        agreements=[Agreement(1, a.id, u.id, "strategy", "discussed", None, "2026-01-01", None, "partners"),
                    Agreement(2, a.id, u.id, "strategy", "agreed", None, "2026-02-01", None, "partners"),
                    Agreement(3, a.id, u.id, "strategy", "open", None, "2026-08-01", None, "partners")],
        labour=[Labour(1, a.id, u.id, a.id, "Train observers", None, None, None, None, "partners")],
        resources=[Resource(1, a.id, "offer", "space", "A hall"), Resource(2, u.id, "need", "vehicles", "Any car"),
                   Resource(3, a.id, "offer", "vehicles", "A van"), Resource(4, a.id, "offer", "media", "Old", until="2025")],
    )  # fmt: skip
    assert labels(report, DEALINGS) == [
        "Done later", "Send the plan", "A funds us", "Joint", "Strategy", "Train observers", "A van (vehicles)", "A hall (space)",
    ]  # fmt: skip
    texts = {f.label: f.reasons[0].text for f in report.findings if f.group == DEALINGS}
    assert texts["A funds us"] == "12 000 EUR, since 2025."
    assert texts["Strategy"] == "Agreed with A on 2026-02-01."
    assert texts["A van (vehicles)"].endswith("we need what is of its kind.")
    assert any("ngomap show a" in step for step in report.next)


NAMES = "uabcdefk"


@st.composite
def worlds(draw: st.DrawFn) -> WhatIfRows:
    kinds = {n: draw(st.sampled_from(("ngo", "person", "coalition", "donor"))) for n in NAMES[1:]}
    levels = {n: draw(st.sampled_from(("local", "international"))) for n in NAMES}
    actors = people(NAMES, kinds, levels)
    pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1])
    chosen = draw(st.lists(st.tuples(pairs, st.sampled_from(("knows", "member-of", "funds"))), unique=True, max_size=14))
    rows = [Tie(n, t, ord(a) - 96, ord(b) - 96, "active") for n, ((a, b), t) in enumerate(chosen, 1)]
    work = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from((1, 2, 3)), st.sampled_from((1, 2, 3)),
                                   st.sampled_from((None, 6))), unique=True, max_size=10))  # fmt: skip
    ids = {a.handle: a.id for a in actors}
    return WhatIfRows(
        ON, actors, actors[0], rows, terms=TERMS, areas=AREAS,
        activities=[Activity(i, ids[n], t, area, population) for i, (n, t, area, population) in enumerate(work, 1)],
        terms_of={ids[n]: draw(st.lists(st.sampled_from((3, 4, 5, 6)), unique=True)) for n in "abc"},
        serves={ids[n]: draw(st.lists(st.sampled_from((2, 3)), unique=True)) for n in "abc"},
    )  # fmt: skip


def told(report: Report) -> list[tuple[object, ...]]:
    return [(f.group, f.subject, f.label, f.value, tuple(r.text for r in f.reasons)) for f in report.findings]


@given(worlds(), st.integers(0, 9))
def test_neither_ids_nor_the_order_of_rows_decide(world: WhatIfRows, seed: int) -> None:
    draw = random.Random(seed)
    new = dict(zip([a.id for a in world.actors], draw.sample(range(1, 900), len(world.actors)), strict=True))
    actors = [replace(a, id=new[a.id]) for a in world.actors]
    rows = [replace(t, id=900 - t.id, a=new[t.a], b=new[t.b]) for t in world.ties]
    work = [replace(v, id=900 - v.id, actor=new[v.actor]) for v in world.activities]
    for list_ in (actors, rows, work):
        draw.shuffle(list_)
    us = next(a for a in actors if a.handle == "u")
    moved = replace(
        world, actors=actors, us=us, ties=rows, activities=work, terms_of={new[i]: t for i, t in world.terms_of.items()},
        serves={new[i]: t for i, t in world.serves.items()},
    )  # fmt: skip
    before = find_whatif(world, [a for a in world.actors if a.handle in "ak"])
    after = find_whatif(moved, sorted((a for a in actors if a.handle in "ak"), key=lambda a: a.handle))
    assert told(before) == told(after)


@given(worlds())
def test_every_id_of_evidence_exists(world: WhatIfRows) -> None:
    known = {
        f"{kind}:{row.id}"
        for kind, rows in (("actor", world.actors), ("tie", world.ties), ("activity", world.activities),
                           ("term", world.terms), ("area", world.areas))
        for row in rows
    }  # fmt: skip
    report = find_whatif(world, [a for a in world.actors if a.handle in "ak"])
    for finding in report.findings:
        for reason in finding.reasons:
            assert reason.evidence and set(reason.evidence) <= known


def test_rows_name_every_table_that_is_asked() -> None:
    assert {f.name for f in fields(WhatIfRows)} >= {"agreements", "labour", "resources", "events", "figures"}
