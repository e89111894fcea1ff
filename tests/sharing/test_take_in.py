"""Maps of others taken in: what is new is added, what was unknown filled, what differs kept for a person; and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ngomap.errors import BadFile, InvalidValue
from ngomap.sharing.settling import settle, standing
from ngomap.sharing.take_in import Taken, take_in
from ngomap.store.actor_edits import Lists, add_actor, edit_actor, remove_actor
from ngomap.store.actor_merging import merge_actors
from ngomap.store.actors import actor_by_id, all_refs
from ngomap.store.conflicts import conflict_numbered, open_conflicts
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.origins import origins_of
from ngomap.store.refs import actor_named
from ngomap.store.schema_history import CONTENT
from ngomap.store.settings_edits import set_us
from ngomap.store.share_file import write_share
from ngomap.store.share_recipients import fresh_key, key_for
from ngomap.store.share_source import Foreign, read_map
from ngomap.store.term_edits import fill_vocabularies
from ngomap.store.tie_edits import link, unlink
from ngomap.store.undo import undo
from ngomap.store.whole import dump, scope_for
from ngomap.store.whole_load import load
from ngomap.store.writing import change_setting

Fact = dict[str, Any]
DAY = "2026-03-04"


@contextmanager
def another(path: Path, name: str) -> Iterator[Map]:
    """The map of another organization."""
    create_map(path)
    with open_map(path) as map_:
        fill_vocabularies(map_)
        change_setting(map_, "today", DAY)
        set_us(map_, add_actor(map_, {"name": name, "kind": "ngo"}, Lists()).ref, True)
        yield map_


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Map]:
    with another(tmp_path / "theirs.db", "River Trust") as map_:
        yield map_


def org(map_: Map, name: str, **facts: object) -> int:
    lists = {k: facts.pop(k) for k in ("aliases", "identifiers", "terms", "serves") if k in facts}
    return add_actor(map_, {"name": name, "kind": "ngo", **facts}, Lists(**lists)).id  # type: ignore[arg-type]


def facts(map_: Map, name: str) -> Fact:
    ref = actor_named(map_, name)
    assert ref is not None
    actor = actor_by_id(map_, ref.id)
    return {f: getattr(actor, f) for f in ("email", "phone", "mission", "budget", "currency", "lat", "lon") if getattr(actor, f) is not None}


def edit(map_: Map, who: str, **changes: object) -> None:
    ref = actor_named(map_, who)
    assert ref is not None
    edit_actor(map_, ref.id, changes)


@pytest.fixture
def give(theirs: Map, empty_map: Map, tmp_path: Path) -> Callable[..., Taken]:
    """Let their map be shared and taken in, again and again."""

    def given(recipient: str | None = "Citizens", audience: str = "partners", dry_run: bool = False, source: Map = theirs, into: Map = empty_map) -> Taken:
        path = tmp_path / "share.db"
        path.unlink(missing_ok=True)
        key = key_for(source, recipient) if recipient else fresh_key()
        write_share(source, path, scope_for(source, audience), key, recipient, False, False)
        foreign = read_map(path)
        return take_in(into, foreign, foreign.name, foreign.on, dry_run)

    return given


Give = Callable[..., Taken]


def content(map_: Map) -> dict[str, list[Any]]:
    return {t: sorted(map_.connection.execute(f"SELECT * FROM {t}").fetchall(), key=repr) for t in CONTENT}


def differing(map_: Map) -> list[tuple[str, str, Any, Any]]:
    return [(s.label, s.conflict.field, s.ours, s.conflict.theirs) for s in standing(map_, open_conflicts(map_))]


def test_who_is_new_is_added_and_what_was_unknown_is_filled(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", email="mill@example.org", phone="1", aliases=["The Mill"])
    org(theirs, "New Bridge")
    org(empty_map, "OLD MILL", phone="1")
    taken = give()
    assert taken.added["actors"] == 2
    assert facts(empty_map, "old mill") == {"email": "mill@example.org", "phone": "1"}
    assert actor_named(empty_map, "The Mill") == actor_named(empty_map, "OLD MILL")
    assert differing(empty_map) == []


@pytest.mark.parametrize("recipient", ["Citizens", None])
def test_the_same_share_again_changes_nothing(theirs: Map, empty_map: Map, give: Give, recipient: str | None) -> None:
    org(theirs, "Old Mill", email="mill@example.org", phone="2")
    org(empty_map, "Old Mill", phone="1")
    give(recipient)
    before = content(empty_map)
    changes = empty_map.connection.execute("SELECT count(*) FROM changes").fetchone()
    taken = give(recipient)
    assert content(empty_map) == before
    assert empty_map.connection.execute("SELECT count(*) FROM changes").fetchone() == changes
    assert (taken.added, taken.completed, taken.differences) == ({}, {}, [])


def test_what_differs_stays_ours_and_is_listed_with_who_says_so_and_when(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", email="theirs@example.org", lat=1.0, lon=2.0)
    org(empty_map, "Old Mill", email="ours@example.org", lat=1.0, lon=3.0)
    give()
    assert differing(empty_map) == [
        ("Old Mill", "lat", {"lat": 1, "lon": 3}, {"lat": 1, "lon": 2}),
        ("Old Mill", "email", {"email": "ours@example.org"}, {"email": "theirs@example.org"}),
    ]
    assert [(c.source, c.on_date) for c in open_conflicts(empty_map)] == [("River Trust", DAY)] * 2


def test_their_newer_word_replaces_their_older_one_but_not_what_a_hand_changed(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", email="a@example.org", phone="1", mission="Old.")
    give()
    edit(empty_map, "Old Mill", phone="77", mission="Ours.")
    edit(theirs, "Old Mill", email="b@example.org", phone="2")
    taken = give()
    assert facts(empty_map, "Old Mill") == {"email": "b@example.org", "phone": "77", "mission": "Ours."}
    # They still say of the mission what they said: only we changed it.
    assert differing(empty_map) == [("Old Mill", "phone", {"phone": "77"}, {"phone": "2"})]
    assert taken.newer == 1


def test_a_renamed_record_is_still_the_same_in_the_next_share_for_us(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill")
    org(empty_map, "Old Mill", phone="1")
    give()
    edit(theirs, "Old Mill", name="Windmill Works of Elsewhere")
    taken = give()
    assert taken.added == {}
    assert actor_named(empty_map, "Windmill Works of Elsewhere") is not None
    assert len(all_refs(empty_map)) == 2


def test_two_who_share_alone_are_no_source_of_one_another(theirs: Map, empty_map: Map, give: Give, tmp_path: Path) -> None:
    org(theirs, "Old Mill", phone="1")
    give()
    with another(tmp_path / "third.db", "Night Door") as third:
        org(third, "Old Mill", phone="3")
        give(source=third)
    assert facts(empty_map, "Old Mill") == {"phone": "1"}
    assert differing(empty_map) == [("Old Mill", "phone", {"phone": "1"}, {"phone": "3"})]


def test_what_was_taken_out_here_does_not_come_back_and_what_they_took_out_stays(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", phone="1", aliases=["The Mill", "OM"])
    gone = org(theirs, "Gone There")
    org(theirs, "Gone Here")
    a, b = (actor_named(theirs, n) for n in ("Old Mill", "Gone Here"))
    assert a is not None
    assert b is not None
    link(theirs, a, b, "works-with", {})
    give()
    ours = actor_named(empty_map, "Gone Here")
    assert ours is not None
    remove_actor(empty_map, ours.id)
    remove_actor(theirs, gone)
    edit(empty_map, "Old Mill", phone=None)
    taken = give()
    assert actor_named(empty_map, "Gone Here") is None
    assert actor_named(empty_map, "Gone There") is not None
    assert facts(empty_map, "Old Mill") == {}
    assert taken.left_out == {"taken out here": ["Gone Here"], "about somebody taken out here": ["Gone Here - Old Mill (works-with)"]}
    assert any("1 actor (Gone There)" in note for note in taken.notes)


def test_a_tie_that_was_taken_away_here_does_not_come_back(theirs: Map, empty_map: Map, give: Give) -> None:
    for name in ("A House", "B House"):
        org(theirs, name)
    a, b = (actor_named(theirs, n) for n in ("A House", "B House"))
    assert a is not None
    assert b is not None
    link(theirs, a, b, "works-with", {"rung": 2})
    give()
    ours = [actor_named(empty_map, n) for n in ("A House", "B House")]
    assert ours[0] is not None
    assert ours[1] is not None
    unlink(empty_map, ours[0], ours[1], "works-with")
    assert give().left_out == {"taken out here": ["A House - B House (works-with)"]}
    assert empty_map.connection.execute("SELECT count(*) FROM relationships").fetchone() == (0,)


def test_a_merge_of_maps_is_one_change_and_taken_back_whole(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", phone="2", email="e@example.org")
    org(theirs, "New Bridge")
    org(empty_map, "Old Mill", phone="1")
    before = content(empty_map)
    taken = give()
    after = content(empty_map)
    assert after != before
    assert taken.change is not None
    back = undo(empty_map, taken.change)
    without_time = {t: [(*r[:-1],) if t == "actors" else r for r in rows] for t, rows in content(empty_map).items()}
    assert without_time == {t: [(*r[:-1],) if t == "actors" else r for r in rows] for t, rows in before.items()}
    undo(empty_map, back.number)
    assert content(empty_map) == after
    undo(empty_map)
    assert give().added["actors"] == 2


def test_the_source_of_a_fact_is_the_share(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", email="e@example.org")
    ours = org(empty_map, "Old Mill", phone="1")
    give()
    said = {o.field: (o.by_hand, o.file) for o in origins_of(empty_map, ours)}
    assert said["email"] == (False, f"River Trust, share of {DAY}")
    assert said["phone"][0] is True


def test_a_dry_run_leaves_no_trace(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", phone="2")
    org(empty_map, "Old Mill", phone="1")
    before = content(empty_map)
    taken = give(dry_run=True)
    assert (taken.added, len(taken.differences)) == ({"actors": 1}, 1)
    assert content(empty_map) == before


@pytest.mark.parametrize(
    ("whose", "value", "phone"), [("ours", None, "1"), ("theirs", None, "2"), ("value", "3", "3")]
)
def test_settled_is_settled_and_the_next_share_raises_only_what_is_new(
    theirs: Map, empty_map: Map, give: Give, whose: str, value: str | None, phone: str
) -> None:
    org(theirs, "Old Mill", phone="2")
    org(empty_map, "Old Mill", phone="1")
    give()
    (one,) = open_conflicts(empty_map)
    settle(empty_map, one, whose, value)
    assert facts(empty_map, "Old Mill") == {"phone": phone}
    assert conflict_numbered(empty_map, one.id).state == whose
    assert open_conflicts(empty_map) == []
    give()
    assert open_conflicts(empty_map) == []
    edit(theirs, "Old Mill", phone="9")
    give()
    if whose == "theirs":
        # What was taken over from them is theirs again.
        assert facts(empty_map, "Old Mill") == {"phone": "9"}
    else:
        assert differing(empty_map) == [("Old Mill", "phone", {"phone": phone}, {"phone": "9"})]


def test_a_settling_is_taken_back(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", phone="2")
    org(empty_map, "Old Mill", phone="1")
    give()
    before = differing(empty_map)
    settle(empty_map, open_conflicts(empty_map)[0], "theirs")
    undo(empty_map)
    assert differing(empty_map) == before
    assert facts(empty_map, "Old Mill") == {"phone": "1"}


def test_what_two_others_say_alike_is_settled_at_once(theirs: Map, empty_map: Map, give: Give, tmp_path: Path) -> None:
    org(theirs, "Old Mill", phone="2")
    org(empty_map, "Old Mill", phone="1")
    give()
    with another(tmp_path / "third.db", "Night Door") as third:
        org(third, "Old Mill", phone="2")
        give(source=third)
    assert len(open_conflicts(empty_map)) == 2
    settle(empty_map, open_conflicts(empty_map)[0], "theirs")
    assert open_conflicts(empty_map) == []


def test_a_number_is_settled_as_a_number_and_parts_of_one_thing_go_together(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", staff=5, budget=100.0, currency="EUR")
    org(empty_map, "Old Mill", staff=4, budget=90.0, currency="USD")
    give()
    by_field = {c.field: c for c in open_conflicts(empty_map)}
    settle(empty_map, by_field["staff"], "value", "7")
    assert empty_map.connection.execute("SELECT staff FROM actors WHERE name = 'Old Mill'").fetchone() == (7,)
    with pytest.raises(InvalidValue):
        settle(empty_map, by_field["budget"], "value", "95")
    settle(empty_map, by_field["budget"], "theirs")
    assert facts(empty_map, "Old Mill") == {"budget": 100.0, "currency": "EUR"}


def test_what_we_told_them_and_changed_since_is_no_conflict_when_it_comes_back(
    theirs: Map, empty_map: Map, give: Give
) -> None:
    set_us(empty_map, add_actor(empty_map, {"name": "Citizens", "kind": "ngo"}, Lists()).ref, True)
    org(empty_map, "Old Mill", phone="1", email="e@example.org")
    give(source=empty_map, into=theirs, recipient="River Trust")
    edit(empty_map, "Old Mill", phone="2")
    edit(theirs, "Old Mill", email="new@example.org")
    give(recipient="Citizens")
    # The phone is our own older word; the e-mail is theirs.
    assert differing(empty_map) == [("Old Mill", "email", {"email": "e@example.org"}, {"email": "new@example.org"})]
    assert facts(empty_map, "Old Mill")["phone"] == "2"


def test_an_actor_made_one_with_another_keeps_what_is_open_about_it(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", phone="2")
    a = org(empty_map, "Old Mill", phone="1")
    b = org(empty_map, "The Mill of the River")
    give()
    merge_actors(empty_map, actor_by_id(empty_map, b).ref, actor_by_id(empty_map, a).ref)
    assert differing(empty_map) == [("The Mill of the River", "phone", {"phone": "1"}, {"phone": "2"})]
    assert give().added == {}


def test_removing_an_actor_takes_what_is_remembered_of_it(theirs: Map, empty_map: Map, give: Give) -> None:
    org(theirs, "Old Mill", phone="2")
    a = org(empty_map, "Old Mill", phone="1")
    give()
    remove_actor(empty_map, a)
    for table in ("conflicts", "merged_records"):
        assert empty_map.connection.execute(f"SELECT count(*) FROM {table} WHERE actor_id = ?", [a]).fetchone() == (0,)
    undo(empty_map)
    assert len(differing(empty_map)) == 1


def test_what_cannot_stand_here_is_left_out_and_the_rest_is_taken(theirs: Map, empty_map: Map, give: Give) -> None:
    a, b = org(theirs, "Ana Example", kind="person", audience="public"), org(theirs, "Water Board", kind="government")
    link(theirs, actor_by_id(theirs, a).ref, actor_by_id(theirs, b).ref, "holds-office-in", {})
    org(theirs, "New Bridge", identifiers=[("XX", "1")], phone="1")
    # Here the board is known as a union, in which nobody holds office, and the number is somebody else's.
    org(empty_map, "Water Board", kind="union")
    org(empty_map, "New Bridge", identifiers=[("YY", "9")])
    org(empty_map, "Somebody Else Entirely", identifiers=[("ZZ", "1")])
    taken = give()
    assert facts(empty_map, "New Bridge") == {"phone": "1"}
    assert [d[1] for d in differing(empty_map)] == ["kind"]
    assert taken.left_out == {"a tie that cannot stand between what the two are here": ["Ana Example - Water Board (holds-office-in)"]}


def test_an_unsound_document_stores_nothing(empty_map: Map) -> None:
    before = content(empty_map)
    with pytest.raises(BadFile):
        take_in(empty_map, Foreign({"ngomap": "map/1", "actors": [{"handle": "x"}]}, "X", ""), "X", DAY)
    with pytest.raises(InvalidValue):
        take_in(empty_map, Foreign({"ngomap": "map/1"}, "", ""), "", DAY)
    assert content(empty_map) == before


def test_whole_maps_as_documents_merge_too(theirs: Map, empty_map: Map) -> None:
    org(theirs, "Old Mill", phone="2")
    load(empty_map, {"ngomap": "map/1", "areas": [{"handle": "north", "name": "North"}]})
    taken = take_in(empty_map, Foreign(dump(theirs, "internal")[0], "River Trust", ""), "River Trust", DAY)
    assert taken.added == {"actors": 2}
