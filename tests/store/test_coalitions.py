"""What coalitions are for is kept where it is said, and gone where nothing is said any more."""

from __future__ import annotations

from ngomap.model.audience import AUDIENCES
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.coalition_edits import add_coalition, edit_coalition
from ngomap.store.coalitions import at_work, coalition_ids, coalitions_of, on_record, rivalries, seen_areas
from ngomap.store.connection import Map
from ngomap.store.tie_edits import link
from ngomap.store.writing import write


def test_a_record_with_nothing_in_it_is_taken_away(empty_map: Map) -> None:
    actor = add_coalition(empty_map, "Open", {}, {})
    assert coalitions_of(empty_map, [actor.id], AUDIENCES) == {}
    before, after = edit_coalition(empty_map, actor.ref, {"objective": "Books"})
    assert (before, after and after.objective) == (None, "Books")
    assert edit_coalition(empty_map, actor.ref, {"objective": None})[1] is None
    assert coalitions_of(empty_map, [actor.id], AUDIENCES) == {}
    kept = edit_coalition(empty_map, actor.ref, {"audience": "internal"})[1]
    assert kept is not None
    assert coalitions_of(empty_map, [actor.id], ("public", "partners")) == {}
    assert coalition_ids(empty_map, ("public",)) == {actor.id}


def test_who_works_on_an_issue_by_record_or_by_activity_and_who_may_be_seen(empty_map: Map) -> None:
    term = empty_map.connection.execute("SELECT id FROM terms WHERE slug = 'bribery'").fetchone()[0]
    one = add_actor(empty_map, {"name": "One", "kind": "ngo"}, Lists(terms=(term,)))
    two = add_actor(empty_map, {"name": "Two", "kind": "ngo", "audience": "internal"}, Lists(terms=(term,)))
    with write(empty_map) as database:
        database.table("areas").insert({"id": 1, "uid": "x", "handle": "east", "name": "East", "name_key": "east"})
        for n, (who, role) in enumerate(((one.id, "implementer"), (two.id, "funder"))):
            database.table("activities").insert({"id": n + 1, "actor_id": who, "term_id": term, "area_id": 1, "role": role})
    assert on_record(empty_map, [term], AUDIENCES) == {one.id, two.id}
    assert on_record(empty_map, [term], ("public",)) == {one.id}
    assert at_work(empty_map, [term], AUDIENCES) == {one.id}
    assert seen_areas(empty_map, [1, 2], ("public",)) == {1}
    link(empty_map, one.ref, two.ref, "rivals", {})
    assert [(t.a, t.b) for t in rivalries(empty_map, AUDIENCES)] == [(one.id, two.id)]
    assert rivalries(empty_map, ("public", "partners")) == []
