"""Two actors made one: nothing that was said of either is lost, nothing is said twice."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.errors import InUse, InvalidValue
from ngomap.model.actors import Actor
from ngomap.store.actor_choice import by_completeness, merge_all
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.actor_merging import Merged, merge_actors
from ngomap.store.actor_moves import MOVES
from ngomap.store.actors import actor_by_id, lists_of
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.event_edits import log_event
from ngomap.store.match_pairs import decide, kept_pairs
from ngomap.store.refs import actors_named
from ngomap.store.schema_history import CONTENT
from ngomap.store.search import search
from ngomap.store.settings import us
from ngomap.store.settings_edits import set_us
from ngomap.store.tie_edits import link
from ngomap.store.ties import ties_between
from ngomap.store.trust_edits import record_stance, record_trust
from ngomap.store.undo import undo
from ngomap.store.writing import insert_row, new_uid, write

REFERRING = """SELECT m.name, f."from" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
WHERE m.type = 'table' AND f."table" = 'actors'"""
BY_HAND = {"aliases", "relationships", "trust", "agreements", "labour", "events"}
"""Tables that the moves do not list, because their rows are folded one by one."""


def org(map_: Map, name: str, **fields: object) -> Actor:
    """A new organization."""
    lists = {k: fields.pop(k) for k in ("aliases", "identifiers", "terms", "serves") if k in fields}
    return add_actor(map_, {"name": name, "kind": "ngo", **fields}, Lists(**lists))  # type: ignore[arg-type]


def merged(map_: Map, a: Actor, b: Actor) -> Merged:
    """The second made a part of the first."""
    return merge_actors(map_, a.ref, b.ref)


def rows(map_: Map, query: str, *values: object) -> list[Any]:
    """All rows of a query."""
    return map_.connection.execute(query, values).fetchall()


def term(map_: Map, slug: str = "corruption") -> int:
    """The id of an issue."""
    return int(rows(map_, "SELECT id FROM terms WHERE vocabulary = 'issue' AND slug = ?", slug)[0][0])


def test_every_table_that_names_actors_is_thought_of(empty_map: Map) -> None:
    referring = {table for table, _ in rows(empty_map, REFERRING)}
    assert referring == {*MOVES, *BY_HAND}


def test_facts_fill_what_is_unknown_and_give_way_where_both_know(empty_map: Map) -> None:
    a = org(empty_map, "Hope", email="a@hope.ngo", place="Jos", notes="Old.", founded="1999", kind="other")
    b = org(empty_map, "Hope Ltd", email="b@hope.ngo", phone="1", place="Kano", notes="New.", lat=1.0, lon=2.0, budget=5.0, currency="EUR")
    done = merged(empty_map, a, b)
    actor = done.actor
    assert (actor.email, actor.phone, actor.place, actor.lat, actor.lon, actor.founded) == ("a@hope.ngo", "1", "Jos", 1.0, 2.0, "1999")
    assert (actor.budget, actor.currency, actor.kind, actor.notes) == (5.0, "EUR", "ngo", "Old.\n\nNew.")
    assert set(done.gave_way) == {("email", "a@hope.ngo", "b@hope.ngo"), ("place", "Jos", "Kano")}
    assert rows(empty_map, "SELECT count(*) FROM actors WHERE id = ?", b.id) == [(0,)]


def test_units_never_mix(empty_map: Map) -> None:
    a, b = org(empty_map, "Hope", budget=5.0), org(empty_map, "Hope Ltd", budget=7.0, currency="EUR")
    done = merged(empty_map, a, b)
    assert (done.actor.budget, done.actor.currency) == (5.0, None)
    assert ("budget", "5.0", "7.0") in done.gave_way


def test_names_identifiers_terms_and_areas_move(empty_map: Map) -> None:
    jos, kano = (add_area(empty_map, name).id for name in ("Jos", "Kano"))
    issues = [term(empty_map), term(empty_map, "procurement")]
    a = org(empty_map, "Hope", aliases=("H",), identifiers=(("A", "1"),), terms=(issues[0],), serves=(jos,))
    b = org(empty_map, "Hope Limited", aliases=("H", "Hoffnung"), identifiers=(("B", "2"),), terms=tuple(issues), serves=(jos, kano))
    lists = lists_of(empty_map, [merged(empty_map, a, b).actor.id])[a.id]
    assert lists["aliases"] == ["H", "Hoffnung", "Hope Limited"]
    assert lists["identifiers"] == ["A:1", "B:2"]
    assert (lists["issues"], lists["serves"]) == (["corruption", "procurement"], ["jos", "kano"])
    assert [ref.id for ref in actors_named(empty_map, "Hoffnung")] == [a.id]
    assert search(empty_map, "Hoffnung") == [a.id]


def test_the_stricter_audience_holds(empty_map: Map) -> None:
    a, b = org(empty_map, "Hope"), org(empty_map, "Hope Ltd", audience="secret")
    assert merged(empty_map, a, b).actor.audience == "secret"
    c, d = org(empty_map, "Care", audience="internal"), org(empty_map, "Care Ltd", audience="public")
    assert merged(empty_map, c, d).actor.audience == "internal"


def test_ties_move_fold_and_end(empty_map: Map) -> None:
    third, a, b = (org(empty_map, name) for name in ("Third", "Hope", "Hope Ltd"))
    link(empty_map, a.ref, third.ref, "works-with", {"rung": 3, "since": "2020", "audience": "public"})
    link(empty_map, b.ref, third.ref, "works-with", {"rung": 4, "wanted": 5, "audience": "secret", "notes": "Good."})
    link(empty_map, third.ref, b.ref, "funds", {"amount": 5.0, "since": "2021"})
    link(empty_map, a.ref, b.ref, "knows", {})
    done = merged(empty_map, a, b)
    ties = {tie.type: tie for tie in ties_between(empty_map, a.id, third.id)}
    assert set(ties) == {"works-with", "funds"}
    works = ties["works-with"]
    assert (works.rung, works.wanted, works.since, works.audience) == (3, 5, "2020", "secret")
    assert works.notes == "Good.\nAlso recorded: rung 4."
    assert ("works-with rung", "3", "4") in done.gave_way
    assert done.ended == ("Hope knows Hope Ltd",)
    assert (ties["funds"].a, ties["funds"].b) == (third.id, a.id)


def test_a_mutual_tie_still_stands_with_the_lower_id_first(empty_map: Map) -> None:
    a, third, b = (org(empty_map, name) for name in ("Hope", "Third", "Hope Ltd"))
    link(empty_map, third.ref, b.ref, "works-with", {})
    merged(empty_map, a, b)
    assert [(t.a, t.b) for t in ties_between(empty_map, a.id, third.id)] == [(a.id, third.id)]


def test_several_grants_stay_several(empty_map: Map) -> None:
    donor, a, b = (org(empty_map, name) for name in ("Donor", "Hope", "Hope Ltd"))
    for actor, since, amount in ((a, "2020", 1.0), (b, "2021", 2.0), (b, None, 3.0), (b, "2020", 4.0)):
        link(empty_map, donor.ref, actor.ref, "funds", {"since": since, "amount": amount} if since else {"amount": amount})
    before = rows(empty_map, "SELECT count(*) FROM relationships")[0][0]
    done = merged(empty_map, a, b)
    kept = rows(empty_map, "SELECT since, amount, notes FROM relationships ORDER BY since")
    assert len(kept) == before - 1
    assert ("2020", 1.0, "Also recorded: amount 4.0.") in kept
    assert ("funds amount", "1.0", "4.0") in done.gave_way


def test_what_goes_on_is_not_ended_by_what_is_over(empty_map: Map) -> None:
    third, a, b = (org(empty_map, name) for name in ("Third", "Hope", "Hope Ltd"))
    link(empty_map, a.ref, third.ref, "works-with", {})
    link(empty_map, b.ref, third.ref, "works-with", {"status": "ended", "until": "2020"})
    merged(empty_map, a, b)
    (tie,) = ties_between(empty_map, a.id, third.id)
    assert (tie.status, tie.until) == ("active", None)
    assert tie.notes is not None and "until 2020" in tie.notes


def test_trust_stances_events_and_resources(empty_map: Map) -> None:
    third, a, b = (org(empty_map, name) for name in ("Third", "Hope", "Hope Ltd"))
    record_trust(empty_map, third.ref, a.ref, "2024-01-01", {"reliability": 1})
    record_trust(empty_map, third.ref, b.ref, "2024-01-01", {"reliability": 4, "openness": 2})
    record_trust(empty_map, b.ref, third.ref, "2024-01-02", {"openness": 3})
    record_trust(empty_map, a.ref, b.ref, "2024-01-03", {"openness": 3})
    record_stance(empty_map, a.ref, term(empty_map), "2024-01-01", {"stance": 1})
    record_stance(empty_map, b.ref, term(empty_map), "2024-01-01", {"stance": -1, "influence": 3})
    record_stance(empty_map, b.ref, term(empty_map), "2024-02-01", {"stance": 2})
    both = log_event(empty_map, {"on_date": "2024-01-01", "kind": "call", "title": "x"}, [a.ref, b.ref])
    alone = log_event(empty_map, {"on_date": "2024-01-02", "kind": "call", "title": "y"}, [b.ref, third.ref])
    with write(empty_map) as database:
        for actor, audience in ((a, "public"), (b, "secret"), (b, "public")):
            facts = {"uid": new_uid(), "actor_id": actor.id, "direction": "offer", "kind": "space", "audience": audience}
            insert_row(database, "resources", {**facts, "description": "Room" if audience != "public" or actor is a else "Hall"})
    done = merged(empty_map, a, b)
    assert rows(empty_map, "SELECT from_id, to_id, on_date, reliability, openness FROM trust ORDER BY on_date") == [
        (third.id, a.id, "2024-01-01", 1, 2), (a.id, third.id, "2024-01-02", None, 3),
    ]  # fmt: skip
    assert rows(empty_map, "SELECT actor_id, stance, influence FROM stances ORDER BY on_date") == [(a.id, 1, 3), (a.id, 2, None)]
    assert rows(empty_map, "SELECT event_id, actor_id FROM event_participants ORDER BY 1, 2") == sorted(
        [(both, a.id), (alone, a.id), (alone, third.id)]
    )
    assert rows(empty_map, "SELECT description, audience FROM resources ORDER BY 1") == [("Hall", "public"), ("Room", "secret")]
    assert {("trust, reliability", "1", "4"), ("stance", "1", "-1")} <= set(done.gave_way)


def test_activities_fold_and_move(empty_map: Map) -> None:
    area, other = (add_area(empty_map, name).id for name in ("Jos", "Kano"))
    a, b = org(empty_map, "Hope"), org(empty_map, "Hope Ltd")
    with write(empty_map) as database:
        for actor, where, since, until, reached, audience in (
            (a, area, "2021", "2022", None, "public"), (b, area, "2020", "2023", 7, "internal"), (b, other, None, None, 3, "public"),
        ):  # fmt: skip
            facts = {"actor_id": actor.id, "term_id": term(empty_map), "area_id": where, "audience": audience}
            insert_row(database, "activities", {**facts, "since": since, "until": until, "reached": reached})
    merged(empty_map, a, b)
    found = rows(empty_map, "SELECT actor_id, area_id, since, until, reached, audience FROM activities ORDER BY area_id")
    assert found == [(a.id, area, "2020", "2023", 7, "internal"), (a.id, other, None, None, 3, "public")]


def test_positions_of_people_move_with_the_organization(empty_map: Map) -> None:
    person = add_actor(empty_map, {"name": "Ada", "kind": "person"})
    a, b = org(empty_map, "Hope"), org(empty_map, "Hope Ltd")
    link(empty_map, person.ref, b.ref, "on-board-of", {"title": "Chair", "since": "2020"})
    merged(empty_map, a, b)
    assert [(t.type, t.title) for t in ties_between(empty_map, person.id, a.id)] == [("on-board-of", "Chair")]


def test_who_keeps_the_map_goes_on_keeping_it(empty_map: Map) -> None:
    a, b = org(empty_map, "Hope"), org(empty_map, "Hope Ltd")
    set_us(empty_map, b.ref, True)
    merged(empty_map, a, b)
    keeper = us(empty_map)
    assert keeper is not None and keeper.id == a.id


def test_what_was_decided_of_the_one_holds_for_the_other(empty_map: Map) -> None:
    a, b, third = (org(empty_map, name) for name in ("Hope", "Hope Ltd", "Third"))
    decide(empty_map, b.id, third.id, "different")
    decide(empty_map, a.id, b.id, "later")
    merged(empty_map, a, b)
    assert [({k.pair.a, k.pair.b}, k.verdict) for k in kept_pairs(empty_map)] == [({a.id, third.id}, "different")]


def test_people_and_organizations_never_become_one(empty_map: Map) -> None:
    person, a = add_actor(empty_map, {"name": "Ada", "kind": "person"}), org(empty_map, "Ada Ltd")
    with pytest.raises(InvalidValue, match="one of them is a person"):
        merged(empty_map, a, person)
    with pytest.raises(InvalidValue, match="is one actor already"):
        merged(empty_map, a, a)


def test_a_tie_that_could_not_stand_stops_the_merge_and_nothing_changes(empty_map: Map) -> None:
    official = add_actor(empty_map, {"name": "Ada", "kind": "person"})
    a, b = org(empty_map, "Hope"), org(empty_map, "Hope Office", kind="government", phone="1")
    link(empty_map, official.ref, b.ref, "holds-office-in", {})
    with pytest.raises(InUse, match="holds office in"):
        merged(empty_map, a, b)
    assert actor_by_id(empty_map, a.id).phone is None
    assert merged(empty_map, b, a).actor.kind == "government"


def test_two_people_may_be_one(empty_map: Map) -> None:
    a, b = (add_actor(empty_map, {"name": name, "kind": "person"}) for name in ("Ada", "Ada L."))
    assert merged(empty_map, a, b).actor.name == "Ada"


def test_the_fuller_entry_stays_and_whoever_keeps_the_map(empty_map: Map) -> None:
    a, b = org(empty_map, "Hope"), org(empty_map, "Hope Ltd", phone="1", email="x@hope.ngo", place="Jos")
    assert by_completeness(empty_map, a.ref, b.ref) == (b.ref, a.ref, True)
    c = org(empty_map, "Hope Inc", phone="1")
    assert by_completeness(empty_map, a.ref, c.ref) == (c.ref, a.ref, False)
    set_us(empty_map, a.ref, True)
    assert by_completeness(empty_map, a.ref, b.ref) == (a.ref, b.ref, True)


def test_many_at_once_and_none_against_its_numbers(empty_map: Map) -> None:
    a = org(empty_map, "Hope", identifiers=(("US-EIN", "1"),))
    b = org(empty_map, "Hope Ltd", phone="1")
    c = org(empty_map, "Hope Inc", identifiers=(("US-EIN", "2"),))
    done = merge_all(empty_map, [(a.id, b.id), (b.id, c.id), (a.id, b.id)])
    assert len(done.merged) == 1
    assert [why for _, _, why in done.left] == ["They have different numbers in one register."]
    assert rows(empty_map, "SELECT count(*) FROM actors") == [(2,)]


def test_a_merge_is_taken_back_whole(empty_map: Map) -> None:
    third, a, b = (org(empty_map, name, phone=name) for name in ("Third", "Hope", "Hope Ltd"))
    set_us(empty_map, b.ref, True)
    link(empty_map, a.ref, third.ref, "works-with", {"rung": 3})
    link(empty_map, b.ref, third.ref, "works-with", {"rung": 4, "notes": "Good."})
    link(empty_map, a.ref, b.ref, "knows", {})
    record_stance(empty_map, b.ref, term(empty_map), "2024-01-01", {"stance": -1})
    log_event(empty_map, {"on_date": "2024-01-01", "kind": "call", "title": "x"}, [a.ref, b.ref])
    before = content(empty_map)
    merged(empty_map, a, b)
    assert content(empty_map) != before
    undo(empty_map)
    assert content(empty_map) == before


def content(map_: Map) -> dict[str, list[Any]]:
    """Every row of every table that says something."""
    return {table: sorted(rows(map_, f"SELECT * FROM {table}"), key=repr) for table in CONTENT}


def test_of_two_decisions_different_is_the_one_that_holds(empty_map: Map) -> None:
    a, b, third = (org(empty_map, name) for name in ("Hope", "Hope Ltd", "Third"))
    decide(empty_map, a.id, third.id, "later")
    decide(empty_map, b.id, third.id, "different")
    merged(empty_map, a, b)
    assert [kept.verdict for kept in kept_pairs(empty_map)] == ["different"]
    c = org(empty_map, "Hope Inc")
    decide(empty_map, c.id, third.id, "later")
    merged(empty_map, a, c)
    assert [kept.verdict for kept in kept_pairs(empty_map)] == ["different"]
