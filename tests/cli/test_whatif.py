"""`ngomap whatif` at the command line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ngomap.analyses import protection_lost
from ngomap.analyses.whatif import find_whatif
from ngomap.cli import whatif_rows, whole_graph
from ngomap.model.audience import visible_to
from ngomap.store.actors import PLURALS, lists_of, matching_actors
from ngomap.store.connection import Map, open_map
from ngomap.store.coverage import activities
from ngomap.store.filters import Filters
from ngomap.store.settings import us
from ngomap.store.withheld import withheld
from tests.conftest import Run
from tests.golden.test_golden import HERE

HIDE_SPORT = "UPDATE activities SET audience = 'internal' WHERE term_id IN (SELECT id FROM terms WHERE slug = 'sport')"


@pytest.fixture
def tiny(run: Run) -> Run:
    """The tiny map of the golden answers: us - brook - creek - ebb, and delta without ties."""
    assert run("init").exit_code == 0
    assert run("import", str(HERE / "tiny.json")).exit_code == 0
    return run


def asked(run: Run, *words: str) -> Any:
    ran = run("whatif", *words, "--limit", "0", "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


def test_the_same_one_named_twice_is_one(tiny: Run) -> None:
    once, twice = asked(tiny, "--without", "brook"), asked(tiny, "--without", "brook", "--without", "Brook")
    assert once == twice
    assert once["parameters"]["without"] == ["brook"]


def test_several_are_taken_away_together(tiny: Run) -> None:
    answer = asked(tiny, "--without", "delta", "--without", "brook")
    assert answer["parameters"]["without"] == ["brook", "delta"]
    groups = {(f["group"], f["subject"]) for f in answer["findings"]}
    assert ("nobody would be left there", "drinking-water") in groups


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "--without"),
        (("--without", "nobody-at-all"), 1, "There is no actor"),
        (("--without", "us"), 2, "is you"),
        (("--without", "brook", "--as-of", "soon"), 2, "as-of"),
        (("--without", "brook", "--audience", "friends"), 2, "audience"),
    ],
)
def test_what_cannot_be_asked(tiny: Run, words: tuple[str, ...], code: int, said: str) -> None:
    ran = tiny("whatif", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert said in ran.stderr


def test_who_may_not_be_seen_cannot_be_asked_about(tiny: Run) -> None:
    tiny("add", "Hidden House", "--audience", "secret")
    tiny("link", "us", "hidden-house", "--rung", "3")
    tiny("link", "brook", "hidden-house", "--rung", "3")
    assert tiny("whatif", "--without", "hidden-house", "--audience", "internal").exit_code == 1
    assert tiny("whatif", "--without", "hidden-house").exit_code == 0


def test_nothing_above_the_audience_is_named_or_counted(tiny: Run, map_path: Path) -> None:
    before = asked(tiny, "--without", "brook", "--audience", "partners")
    tiny("add", "Hidden House", "--audience", "secret", "--level", "international")
    tiny("link", "brook", "hidden-house", "--rung", "3")
    tiny("person", "add", "Ana Example", "--org", "creek")
    tiny("log", "brook", "ana-example", "--next", "Call Ana", "--due", "2026-06-10", "--on", "2026-05-30",
         "--audience", "partners")  # fmt: skip
    tiny("activity", "add", "brook", "--issue", "sport", "--area", "east")
    tiny("area", "add", "Quiet Place", "--under", "valley")
    tiny("activity", "add", "brook", "--issue", "nutrition", "--area", "quiet-place")
    with open_map(map_path) as opened:
        opened.connection.execute(HIDE_SPORT)
        opened.connection.execute("UPDATE areas SET audience = 'secret' WHERE handle = 'quiet-place'")
    shown = asked(tiny, "--without", "brook", "--audience", "partners")
    assert shown == before
    everything = str(asked(tiny, "--without", "brook"))
    assert [word for word in ("Hidden House", "Ana Example", "Call Ana", "sport", "Quiet Place") if word not in everything] == []


def test_without_us(run: Run) -> None:
    assert run("init").exit_code == 0
    run("add", "Alone", "--issue", "health")
    answer = asked(run, "--without", "alone")
    assert answer["findings"] == []
    assert any("who you are" in c for c in answer["caveats"])


def test_as_of_an_earlier_day(tiny: Run) -> None:
    tiny("link", "brook", "creek", "--status", "ended", "--until", "2026-05-10")
    then = {f["subject"] for f in asked(tiny, "--without", "brook", "--as-of", "2026-05-01")["findings"]}
    assert {"creek", "ebb"} <= then
    assert not {"creek", "ebb"} & {f["subject"] for f in asked(tiny, "--without", "brook")["findings"]}


def test_of_a_large_map_all_is_answered(tiny: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny("add", "Alliance", "--kind", "coalition")
    tiny("add", "Hear", "--kind", "network", "--level", "national")
    for member in ("us", "brook", "creek"):
        tiny("link", member, "alliance", "--type", "member-of", "--since", "2026-01-01")
    tiny("link", "brook", "us", "--type", "funds")
    tiny("link", "brook", "hear", "--type", "member-of")
    tiny("link", "creek", "hear", "--type", "member-of")
    gone = (("brook",), ("alliance",), ("brook", "alliance"), ("creek", "delta"))
    asked_for = [[w for name in names for w in ("--without", name)] for names in gone]
    small = [asked(tiny, *words) for words in asked_for]
    monkeypatch.setattr(whole_graph, "MOST_ACTORS", 0)
    for words, before in zip(asked_for, small, strict=True):
        assert asked(tiny, *words) == before
    assert any(f["group"] == "no way would lead to them" for f in small[2]["findings"])
    assert any("protect us" in f["group"] for f in small[2]["findings"])
    monkeypatch.setattr(whatif_rows, "scale_installed", lambda: False)
    without = asked(tiny, *asked_for[0])
    assert without["findings"] == [f for f in small[0]["findings"] if f["group"] not in REACHED]
    assert "pip install 'ngomap[scale]'" in without["caveats"][0]
    monkeypatch.setattr(protection_lost, "MOST_AT_ALL", 1)
    few = asked(tiny, *asked_for[2])
    assert "who could no longer protect us, or by one way only, the nearest 1 are told." in few["caveats"][1]


def test_what_other_members_of_a_coalition_do_is_not_lost(tiny: Run) -> None:
    for words in ("area add Upland", "add Alliance --kind coalition", "edit brook --serves upland"):
        assert tiny(*words.split()).exit_code == 0
    for member in ("brook", "creek"):
        assert tiny("link", member, "alliance", "--type", "member-of", "--since", "2026-01-01").exit_code == 0
    # An area that the one says it serves, and in which the other works.
    before = {f["label"]: f["value"] for f in asked(tiny, "--without", "brook")["findings"] if f["group"] == "coalitions"}
    assert tiny("activity", "add", "creek", "--issue", "sport", "--area", "upland").exit_code == 0
    after = {f["label"]: f["value"] for f in asked(tiny, "--without", "brook")["findings"] if f["group"] == "coalitions"}
    assert after == {"Alliance": before["Alliance"] - 1}


REACHED = ("no way would lead to them", "more than three steps away")


@pytest.mark.parametrize(("audience", "on"), [("secret", "2026-11-02"), ("public", "2026-11-02"), ("partners", "2024-06-30")])
def test_what_is_read_is_all_that_bears_on_it(example: Map, audience: str, on: str) -> None:
    """With everybody's work and everybody's lists the answer is the same, for whoever is gone."""
    seen, hidden = visible_to(audience), {k: withheld(example, k, visible_to(audience)) for k in ("activity", "area")}
    ours = us(example)
    everybody = [a for a in matching_actors(example, Filters(audience=audience))[0] if ours is None or a.id != ours.id]
    for gone in [[a.ref] for a in everybody] + [[a.ref, b.ref] for a, b in pairwise(everybody)]:
        rows = whatif_rows.whatif_rows(example, on, audience, {a.id for a in gone})
        known = {a.id for a in rows.actors}
        lists = lists_of(example, sorted(known))
        words = {(PLURALS[t.vocabulary], t.slug): t.id for t in rows.terms}
        places = {a.handle: a.id for a in rows.areas}
        whole = replace(
            rows,
            activities=[
                v for v in activities(example)
                if v.actor in known and v.area not in hidden["area"] and (v.inferred or v.id not in hidden["activity"])
            ],
            places=None,
            statuses={a.id: a.status for a in matching_actors(example, Filters())[0]},
            terms_of={i: [words[p, s] for p in PLURALS.values() for s in found[p]] for i, found in lists.items()},
            serves={i: [places[h] for h in found["serves"] if h in places] for i, found in lists.items()},
        )  # fmt: skip
        assert len(rows.activities) <= len(whole.activities)
        assert find_whatif(rows, gone, audience) == find_whatif(whole, gone, audience), (gone, seen)
