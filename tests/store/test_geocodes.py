"""Replies kept, and points and areas written."""

from __future__ import annotations

from ngomap.model.text import name_key
from ngomap.store.actor_edits import add_actor, edit_actor
from ngomap.store.actors import actor_by_id
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.geocode_edits import Placed, keep_reply, set_area_point, write_places
from ngomap.store.geocodes import Choice, actors_wanting, areas_wanting, kept_replies, kept_reply, names_of_area
from ngomap.store.undo import undo

ASKED = ("nominatim", None, "Mill", None)


def test_who_wants_a_point(bare_map: Map) -> None:
    add_actor(bare_map, {"name": "A", "kind": "ngo", "place": "Mill", "country": "KE", "audience": "secret"})
    add_actor(bare_map, {"name": "B", "kind": "ngo", "place": "Mill", "lat": 1.0, "lon": 2.0})
    add_actor(bare_map, {"name": "C", "kind": "ngo"})
    add_actor(bare_map, {"name": "D", "kind": "person", "place": "Home"})
    add_actor(bare_map, {"name": "E", "kind": "ngo", "place": "  "})
    assert [(w.handle, w.person, w.audience) for w in actors_wanting(bare_map)] == [("a", False, "secret"), ("d", True, "internal")]
    add_area(bare_map, "Land", level="country")
    mill = add_area(bare_map, "Mill", aliases=["Molino"])
    assert [w.handle for w in areas_wanting(bare_map)] == ["mill"]
    assert names_of_area(bare_map, mill.id) == {name_key("Mill"), name_key("Molino")}
    assert set_area_point(bare_map, mill.id, 1.0, 2.0)
    assert set_area_point(bare_map, mill.id, 1.0, 2.0) is None
    assert areas_wanting(bare_map) == []


def test_a_reply_is_kept_once_for_each_question(bare_map: Map) -> None:
    keep_reply(bare_map, ASKED, "ambiguous", None, [Choice(1.0, 2.0, "É", "KE")], "them")
    kept = kept_reply(bare_map, *ASKED)
    assert kept is not None
    assert (kept.outcome, kept.choices) == ("ambiguous", (Choice(1.0, 2.0, "É", "KE"),))
    keep_reply(bare_map, ASKED, "found", Choice(1.0, 2.0, "Mill"), [], "them")
    keep_reply(bare_map, ("photon", None, "Mill", None), "nothing", None, [], "them")
    again = kept_reply(bare_map, *ASKED)
    assert again is not None
    assert (again.outcome, again.lat, again.choices) == ("found", 1.0, ())
    assert {k.provider for k in kept_replies(bare_map, "Mill", None)} == {"nominatim", "photon"}
    for other in (("nominatim", "https://x", "Mill", None), ("nominatim", None, "Mill", "KE"), ("nominatim", None, "mill", None)):
        assert kept_reply(bare_map, *other) is None


def test_places_are_written_as_one_change_that_says_where_from(bare_map: Map) -> None:
    a = add_actor(bare_map, {"name": "A", "kind": "ngo", "place": "Mill"})
    b = add_actor(bare_map, {"name": "B", "kind": "ngo", "place": "12, Mill"})
    mill = add_area(bare_map, "Mill")
    placed = Placed([(b.id, "12, Mill", 1.0, 2.0)], [(a.id, "Mill", None, mill.id), (b.id, "12, Mill", None, mill.id)], [(mill.id, 3.0, 4.0)])
    written, change = write_places(bare_map, placed, "them")
    assert written == 4
    assert change is not None
    assert (actor_by_id(bare_map, b.id).area, actor_by_id(bare_map, b.id).lat) == ("mill", 1.0)
    assert bare_map.connection.execute("SELECT kind, file FROM changes WHERE id = ?", [change]).fetchone() == ("edit", "them")
    undo(bare_map, change)
    assert (actor_by_id(bare_map, a.id).area, actor_by_id(bare_map, b.id).lat) == (None, None)


def test_what_was_changed_meanwhile_stays(bare_map: Map) -> None:
    a = add_actor(bare_map, {"name": "A", "kind": "ngo", "place": "Mill"})
    b = add_actor(bare_map, {"name": "B", "kind": "ngo", "place": "Mill"})
    edit_actor(bare_map, a.id, {"place": "Elsewhere"})
    edit_actor(bare_map, b.id, {"lat": 5.0, "lon": 6.0})
    placed = Placed([(a.id, "Mill", 1.0, 2.0), (b.id, "Mill", 1.0, 2.0)])
    assert write_places(bare_map, placed, "them") == (0, None)
    assert actor_by_id(bare_map, b.id).lat == 5.0
