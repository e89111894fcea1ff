"""Maps of others whose own records contradict each other: the first is taken, the other is told by its name, the rest comes in."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from ngomap.errors import BadFile
from ngomap.model.whole_format import SECTIONS
from ngomap.sharing.settling import settle, standing
from ngomap.sharing.take_in import Taken, take_in
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.check import check
from ngomap.store.conflicts import open_conflicts
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.share_source import Foreign
from ngomap.store.whole import dump
from ngomap.store.whole_load import load
from tests.reliability.test_merges import begun

Doc = dict[str, Any]
DAY = "2026-03-04"
ORGANIZATION: Doc = {"kind": "ngo", "audience": "public"}


def take(map_: Map, document: Doc) -> Taken:
    """Take it in, look that the map is sound, and that the same again changes nothing."""
    taken = take_in(map_, Foreign(document, "River Trust", ""), "River Trust", DAY)
    assert [f.what for f in check(map_) if f.severity != "note"] == []
    before = dump(map_, "internal")[0]
    again = take_in(map_, Foreign(document, "River Trust", ""), "River Trust", DAY)
    assert (again.added, again.completed, dump(map_, "internal")[0]) == ({}, {}, before)
    return taken


def listed(map_: Map) -> list[tuple[str, str, Doc]]:
    return [(one.label, one.conflict.field, one.conflict.theirs) for one in standing(map_, open_conflicts(map_))]


def doc(**sections: list[Doc]) -> Doc:
    return {"ngomap": "map/1", **sections}


def org(handle: str, name: str, **facts: object) -> Doc:
    return {"handle": handle, "name": name, **ORGANIZATION, **facts}


def test_two_that_say_the_same_of_the_same_are_one_and_the_other_is_told(bare_map: Map) -> None:
    document = begun("x")
    for section in SECTIONS:
        other = {"name": "Other"} if "name" in document[section][0] else {"audience": "secret"} if "audience" in document[section][0] else {}
        document[section] = [*document[section], {**document[section][0], **other}]
    taken = take(bare_map, document)
    often = ("events", "labour", "exchanges", "observations", "resources")
    assert taken.added == {s: len(begun("x")[s]) + (s in often) for s in SECTIONS}
    assert {why: len(names) for why, names in taken.left_out.items()} == {
        "another of theirs has the same slug": 1, "another of theirs has the same handle": 5,
        "another of theirs is about the same": len(SECTIONS) - 6 - len(often),
    }  # fmt: skip


def test_the_same_handle_name_number_or_code_twice(bare_map: Map) -> None:
    taken = take(bare_map, doc(
        actors=[org("mill", "Old Mill", identifiers=[{"scheme": "XX", "value": "1"}]), org("mill", "Another Mill"),
                org("bridge", "New Bridge", identifiers=[{"scheme": "XX", "value": "1"}, {"scheme": "XX", "value": "2"}])],
        areas=[{"handle": "north", "name": "North", "code": "K1"}, {"handle": "south", "name": "South", "code": "k1"}],
        projects=[{"handle": "p", "name": "Wells"}, {"handle": "q", "name": "Wells", "status": "running"}],
        project_partners=[{"project": "p", "actor": "mill"}, {"project": "q", "actor": "mill", "role": "lead"},
                          {"project": "q", "actor": "bridge"}],
    ))  # fmt: skip
    assert taken.added == {"actors": 2, "areas": 2, "projects": 1, "project_partners": 2}
    assert taken.left_out == {
        "another of theirs has the same handle": ["Another Mill"], "another of theirs is about the same": ["Wells", "Old Mill - Wells"],
    }  # fmt: skip
    assert "New Bridge does not get the identifier XX:1: another has it." in taken.notes
    assert "South does not get the code k1: another has it." in taken.notes


def test_an_end_that_was_withheld_leaves_out_what_hangs_on_it(bare_map: Map) -> None:
    ends = {"from": "mill", "to": "nobody", "audience": "partners"}
    taken = take(bare_map, doc(
        actors=[org("mill", "Old Mill", issues=["unheard"])], terms=[{"vocabulary": "issue", "slug": "x", "name": "X", "parent": "unheard"}],
        areas=[{"handle": "north", "name": "North", "parent": "unheard"}],
        relationships=[{"type": "works-with", **ends}], trust=[{**ends, "reliability": 1}], exchanges=[
            {"mode": "lent", "kind": "space", "description": "Room", "on_date": "2025-01-01", **ends}],
        stances=[{"actor": "mill", "issue": "unheard", "stance": 1}], events=[
            {"on_date": "2026-01-01", "kind": "call", "title": "Call", "participants": ["mill", "nobody"]}],
        observations=[{"commitment": "unheard", "on_date": "2026-01-01", "finding": "kept"}],
    ))  # fmt: skip
    assert taken.added == {"terms": 1, "areas": 1, "actors": 1, "events": 1}
    assert taken.left_out == {
        "about what the file does not tell of": ["Old Mill - nobody (works-with)", "Old Mill - nobody", "Old Mill (unheard)", "Room", "unheard"],
    }  # fmt: skip


def test_two_of_theirs_that_are_one_here(bare_map: Map) -> None:
    add_actor(bare_map, {"name": "Old Mill", "kind": "ngo"}, Lists(aliases=("The Mill",)))
    ends = {"from": "mill", "to": "the-mill", "audience": "partners"}
    taken = take(bare_map, doc(
        actors=[org("mill", "Old Mill"), org("the-mill", "The Mill"), org("bridge", "New Bridge")],
        relationships=[{"type": "works-with", "from": "bridge", "to": "mill", "rung": 2}, {"type": "works-with", "from": "bridge", "to": "the-mill", "rung": 4},
                       {"type": "related", **ends}],
        trust=[{**ends, "reliability": 1}], exchanges=[{"mode": "lent", "kind": "space", "description": "Room", "on_date": "2025-01-01", **ends}],
        approaches=[{"approach": "mixed", "on_date": "2026-01-01", **ends}],
        projects=[{"handle": "p", "name": "Wells"}], assessments=[{"project": "p", "by": "mill", "of": "the-mill", "on_date": "2026-01-01"}],
    ))  # fmt: skip
    assert taken.added == {"actors": 1, "relationships": 1, "projects": 1}
    assert taken.left_out == {
        "already one with another": ["The Mill"], "another of theirs is about the same": ["New Bridge - The Mill (works-with)"],
        "about two that are one here": ["Old Mill - The Mill (related)", "Old Mill - The Mill", "Room", "Wells - Old Mill", "Old Mill - The Mill"],
    }  # fmt: skip


def test_a_new_record_does_not_take_the_place_of_one_that_is_like_another_of_theirs(bare_map: Map) -> None:
    call: Doc = {"on_date": "2026-01-01", "kind": "call", "title": "Call", "participants": ["mill"], "audience": "partners"}
    mill = org("mill", "Old Mill")
    load(bare_map, doc(actors=[mill], events=[{**call, "outcome": "Ours."}]))
    assert take(bare_map, doc(actors=[mill], events=[call, {**call, "outcome": "Theirs."}])).added == {"events": 1}
    events = dump(bare_map, "internal")[0]["events"]
    assert isinstance(events, list)
    assert {r["outcome"] for r in events} == {"Ours.", "Theirs."}


def test_terms_and_areas_in_a_circle(bare_map: Map) -> None:
    load(bare_map, doc(areas=[{"handle": "here", "name": "Here"}]))
    circles = doc(
        terms=[{"vocabulary": "issue", "slug": a, "name": a.upper(), "parent": b} for a, b in ("xy", "yz", "zx")],
        areas=[{"handle": a, "name": a.upper(), "parent": b} for a, b in (("here", "away"), ("away", "here"))],
    )  # fmt: skip
    taken = take(bare_map, circles)
    assert (taken.added, taken.left_out) == ({"terms": 3, "areas": 1}, {})
    assert listed(bare_map) == [("Z", "parent", {"parent": "x"}), ("AWAY", "parent", {"parent": "here"})]
    with pytest.raises(BadFile, match="lie in itself"):
        settle(bare_map, open_conflicts(bare_map)[0], "theirs")
    settle(bare_map, open_conflicts(bare_map)[0], "ours")
    take(bare_map, circles)
    assert [what for what, *_ in listed(bare_map)] == ["AWAY"]


def test_a_code_that_one_of_ours_has(bare_map: Map) -> None:
    uids = [f"{n}0000000-0000-4000-8000-000000000000" for n in "12"]
    north: Doc = {"uid": uids[0], "handle": "north", "name": "North"}
    take(bare_map, doc(areas=[north]))
    load(bare_map, doc(areas=[{**north, "code": "K1"}]))
    taken = take(bare_map, doc(areas=[north, {"uid": uids[1], "handle": "south", "name": "South", "code": "k1"}]))
    assert (taken.added, listed(bare_map)) == ({"areas": 1}, [("South", "code", {"code": "k1"})])


def test_a_kind_that_changes_with_the_ties_it_allows(bare_map: Map) -> None:
    person = {"handle": "ana", "name": "Ana Example", "kind": "person", "audience": "public"}
    take(bare_map, doc(actors=[person, org("board", "Water Board", kind="union")]))
    tie = {"type": "holds-office-in", "from": "ana", "to": "board"}
    taken = take(bare_map, doc(actors=[person, org("board", "Water Board", kind="government")], relationships=[tie]))
    assert (taken.added, taken.left_out) == ({"relationships": 1}, {})
    tie["notes"] = "More."
    taken = take_in(bare_map, Foreign(doc(actors=[person, org("board", "Water Board", kind="union")], relationships=[tie]), "River Trust", ""), "River Trust", DAY)
    assert taken.left_out == {"a tie that cannot stand between what the two are here": ["Ana Example - Water Board (holds-office-in)"]}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("clashes") / "ours.db"
    create_map(path)
    with open_map(path) as map_:
        load(map_, begun("y"))
        load(map_, {**begun("x"), "projects": [], "project_partners": [], "assessments": []})
    return path.read_bytes()


def twisted(chance: random.Random) -> Doc:
    """Two maps' worth of records, with names, ends, numbers and codes taken from one another, and some left away."""
    documents = [begun("x"), begun("z"), begun("z", "2")]
    document: Doc = {"ngomap": "map/1"}
    for section in documents[0]:
        if section != "ngomap":
            document[section] = [r for d in documents for r in d[section] if chance.random() < 0.8]
            for record in document[section]:
                other = chance.choice(document[section])
                for field in chance.sample(sorted(other), min(2, len(other))):
                    if chance.random() < 0.4 and field != "kind":
                        record[field] = other[field]
    for record in document["actors"]:
        record["identifiers"] = [{"scheme": "XX", "value": chance.choice("123")}]
    for record in document["areas"]:
        record["code"] = chance.choice(["K1", "k1", "K2"])
    for section, own in (("areas", "handle"), ("terms", "slug")):
        for record in document[section]:
            record["parent"] = chance.choice(document[section])[own]
            if record["parent"] == record[own]:
                del record["parent"]
    for section in document:
        if section != "ngomap":
            document[section] = [r for r in document[section] if r.get("from", 0) != r.get("to", 1) and r.get("by", 0) != r.get("of", 1)]
    return document


def test_whatever_clashes_the_rest_is_taken(filled: bytes, tmp_path: Path) -> None:
    left_out = 0
    for seed in range(3):
        path = tmp_path / f"{seed}.db"
        path.write_bytes(filled)
        path.chmod(0o600)
        with open_map(path) as map_:
            try:
                taken = take(map_, twisted(random.Random(seed)))
            except Exception as error:
                error.add_note(f"seed {seed}")
                raise
        left_out += sum(map(len, taken.left_out.values()))
    assert left_out > 25
