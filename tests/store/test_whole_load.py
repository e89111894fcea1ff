"""A document taken into a map: what is added, completed, kept, and refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ngomap.errors import BadFile
from ngomap.model.shipped import shipped
from ngomap.store.actor_edits import Lists, add_actor, edit_actor
from ngomap.store.connection import Map
from ngomap.store.counts import counts
from ngomap.store.search import search
from ngomap.store.settings import setting, today, us
from ngomap.store.whole import dump
from ngomap.store.whole_load import load

Doc = dict[str, Any]
UID = "00000000-0000-4000-8000-00000000000"


def doc(**sections: Any) -> Doc:
    return {"ngomap": "map/1", **sections}


def ngo(handle: str, **more: object) -> Doc:
    return {"handle": handle, "kind": "ngo", "name": handle.replace("-", " ").title(), **more}


def actors(map_: Map) -> dict[str, Doc]:
    found: Any = dump(map_, "internal")[0]["actors"]
    return {a["handle"]: a for a in found}


def test_the_example_comes_in_whole(empty_map: Map) -> None:
    document = json.loads(shipped("example.json").read_text(encoding="utf-8"))
    first = load(empty_map, document)
    assert first.added == {s: len(r) for s, r in document.items() if isinstance(r, list) and r}
    assert first.changed == {}
    assert us(empty_map).handle == document["map"]["us"]  # type: ignore[union-attr]
    assert today(empty_map) == document["map"]["today"]
    second = load(empty_map, document)
    assert (second.added, second.changed, second.unchanged) == ({}, {}, first.added)
    assert empty_map.connection.execute("PRAGMA foreign_key_check").fetchone() is None


def test_actors_are_found_by_what_the_document_says_of_them(empty_map: Map) -> None:
    load(empty_map, doc(actors=[ngo("water-first", mission="Clean wells", issues=["health"], aliases=["Aqua Prima"])]))
    ids = [row[0] for row in empty_map.connection.execute("SELECT id FROM actors")]
    assert search(empty_map, "wells") == search(empty_map, "aqua") == ids


def test_a_record_is_found_by_id_then_identifier_then_handle_and_name(empty_map: Map) -> None:
    number = [{"scheme": "XX-REG", "value": "7"}]
    load(empty_map, doc(actors=[ngo("a", uid=UID + "1"), ngo("b", identifiers=number), ngo("c")]))
    found = load(
        empty_map,
        doc(actors=[
            {**ngo("other"), "uid": UID + "1", "staff": 1}, {**ngo("another"), "identifiers": number, "staff": 2},
            ngo("c", staff=3), {**ngo("d"), "name": "C", "staff": 4},
        ]),
    )  # fmt: skip
    assert (found.added, found.changed) == ({"actors": 1}, {"actors": 3})
    # Scripts rely on the handles of the map, so they stay.
    assert {h: a["staff"] for h, a in actors(empty_map).items()} == {"a": 1, "b": 2, "c": 3, "d": 4}


def test_a_record_keeps_the_id_it_has_in_the_map(empty_map: Map) -> None:
    """Whose map it is and other copies of it are told by the ids."""
    load(empty_map, doc(map={"us": "a"}, actors=[ngo("a", uid=UID + "1")]))
    assert load(empty_map, doc(actors=[ngo("a", uid=UID + "2")])).unchanged == {"actors": 1}
    assert actors(empty_map)["a"]["uid"] == UID + "1"
    assert us(empty_map)


def test_a_handle_of_somebody_else_is_changed_everywhere_in_the_document(empty_map: Map) -> None:
    add_actor(empty_map, {"name": "Alpha", "kind": "ngo", "handle": "alpha"})
    found = load(
        empty_map,
        doc(
            actors=[{"handle": "alpha", "kind": "ngo", "name": "Another Alpha"}, ngo("beta")],
            relationships=[{"type": "funds", "from": "alpha", "to": "beta"}],
            events=[{"on_date": "2025-01-01", "kind": "call", "title": "Call", "participants": ["alpha"]}],
        ),
    )
    assert actors(empty_map)["alpha-2"]["name"] == "Another Alpha"
    out: Doc = dump(empty_map, "internal")[0]
    assert out["relationships"][0]["from"] == "alpha-2"
    assert out["events"][0]["participants"] == ["alpha-2"]
    assert found.notes == ("Handles that others have in the map were changed: alpha is alpha-2.",)


def test_nothing_is_blanked_and_lists_grow(empty_map: Map) -> None:
    load(empty_map, doc(actors=[ngo("a", staff=5, notes="Old", issues=["health"], aliases=["AA"])]))
    found = load(empty_map, doc(actors=[ngo("a", notes="New", issues=["corruption"], aliases=["aa", "Ah"])]))
    assert found.changed == {"actors": 1}
    actor = actors(empty_map)["a"]
    assert (actor["staff"], actor["notes"]) == (5, "New")
    assert (actor["issues"], actor["aliases"]) == (["corruption", "health"], ["AA", "Ah"])


def test_what_was_closed_is_never_opened_and_can_be_closed_further(empty_map: Map) -> None:
    load(empty_map, doc(actors=[ngo("a", audience="secret"), ngo("b", audience="public")]))
    found = load(empty_map, doc(actors=[ngo("a", audience="public"), ngo("b", audience="internal")]))
    assert found.unchanged == {"actors": 1}
    assert found.notes == ("1 actor is for fewer people in the map than in the file, and stays so.",)
    rows = empty_map.connection.execute("SELECT handle, audience FROM actors ORDER BY handle").fetchall()
    assert rows == [("a", "secret"), ("b", "internal")]


def test_ties_events_and_work_are_completed_not_repeated(empty_map: Map) -> None:
    sections: Doc = {
        "areas": [{"handle": "town", "name": "Town"}],
        "actors": [ngo("a"), ngo("b")],
        "relationships": [{"type": "works-with", "from": "b", "to": "a", "rung": 1}],
        "trust": [{"from": "a", "to": "b", "reliability": 2}],
        "stances": [{"actor": "a", "issue": "health", "stance": 1}],
        "events": [{"on_date": "2025-01-01", "kind": "call", "title": "Call", "participants": ["b", "a"]}] * 2,
        "resources": [{"actor": "a", "direction": "offer", "kind": "space", "description": "Hall"}] * 2,
        "activities": [{"actor": "a", "term": "issue:health", "area": "town"}],
        "need_figures": [{"area": "town", "term": "issue:health", "people": 10}],
        "surveys": [{"area": "town"}],
    }
    first = load(empty_map, doc(**sections))
    assert first.added["events"] == first.added["resources"] == 2
    more = {section: [dict(record) for record in records] for section, records in sections.items()}
    more["relationships"][0] |= {"from": "a", "to": "b", "rung": 3}
    more["trust"][0]["openness"] = 4
    more["stances"][0]["influence"] = 5
    more["events"][0]["outcome"] = "Agreed"
    more["resources"][0]["quantity"] = 2
    more["activities"][0]["reached"] = 9
    more["need_figures"][0]["people"] = 11
    more["surveys"][0]["source"] = "Census"
    second = load(empty_map, doc(**more))
    assert second.added == {}
    assert second.changed == dict.fromkeys(
        ("relationships", "trust", "stances", "events", "resources", "activities", "need_figures", "surveys"), 1
    )
    out: Doc = dump(empty_map, "internal")[0]
    assert out["trust"][0] | {"audience": 0} == {"from": "a", "to": "b", "reliability": 2, "openness": 4, "audience": 0}
    assert [e.get("outcome") for e in out["events"]].count("Agreed") == 1


def test_an_event_told_in_part_is_the_same_event(empty_map: Map) -> None:
    call = {"on_date": "2025-01-01", "kind": "call", "title": "Call"}
    load(empty_map, doc(actors=[ngo("a"), ngo("b")], events=[{**call, "participants": ["a", "b"]}]))
    part = load(empty_map, doc(events=[{**call, "participants": ["b"], "outcome": "Agreed"}]))
    assert (part.added, part.changed) == ({}, {"events": 1})
    # Others who took part make it another event, even where one of them was there both times.
    other = load(empty_map, doc(actors=[ngo("c")], events=[{**call, "participants": ["a", "c"]}]))
    assert other.added == {"actors": 1, "events": 1}


def test_of_alike_events_the_one_that_says_the_same_is_the_same(empty_map: Map) -> None:
    call = {"on_date": "2025-01-01", "kind": "call", "title": "Call", "participants": ["a"]}
    load(empty_map, doc(actors=[ngo("a")], events=[{**call, "outcome": "One"}, {**call, "outcome": "Two"}]))
    found = load(empty_map, doc(events=[{**call, "outcome": "Two"}, {**call, "outcome": "One"}]))
    assert (found.added, found.changed, found.unchanged) == ({}, {}, {"events": 2})


def test_only_an_empty_map_takes_over_whose_map_it_is(empty_map: Map) -> None:
    ours = add_actor(empty_map, {"name": "Ours", "kind": "ngo"})
    empty_map.connection.execute("INSERT INTO settings VALUES ('us', ?)", [ours.uid])
    found = load(empty_map, doc(map={"name": "Theirs", "us": "them", "today": "2020-01-01"}, actors=[ngo("them")]))
    assert us(empty_map).handle == "ours"  # type: ignore[union-attr]
    assert setting(empty_map, "today") is None
    assert setting(empty_map, "name") is None
    assert found.notes == ("Whose map this is, and its day, were left as they are.",)


def test_an_alias_means_one_term_only(empty_map: Map) -> None:
    term = {"vocabulary": "issue", "slug": "new-thing", "name": "New", "aliases": ["Graft", "Novum"]}
    found = load(empty_map, doc(terms=[term]))
    assert found.notes == ("1 alias of terms already means another term; it was left out.",)
    terms: Any = dump(empty_map, "internal")[0]["terms"]
    assert next(t for t in terms if t["slug"] == "new-thing")["aliases"] == ["Novum"]


def test_an_identifier_follows_the_actor_whose_it_is(empty_map: Map) -> None:
    add_actor(empty_map, {"name": "Old name", "kind": "ngo"}, Lists(identifiers=(("US-EIN", "1"),)))
    load(empty_map, doc(actors=[ngo("new-name", identifiers=[{"scheme": "us-ein", "value": "1"}])]))
    assert counts(empty_map)["organizations"] == 1


def test_a_document_may_speak_of_what_only_the_map_has(empty_map: Map) -> None:
    actor = add_actor(empty_map, {"name": "Alpha", "kind": "ngo"})
    load(empty_map, doc(stances=[{"actor": actor.handle, "issue": "health", "stance": 2}]))
    edit_actor(empty_map, actor.id, {"name": "Renamed"})
    again = load(empty_map, doc(stances=[{"actor": "alpha", "issue": "health", "stance": 2}]))
    assert again.unchanged == {"stances": 1}


A, B = ngo("a"), ngo("b")
PERSON = {"handle": "p", "kind": "person", "name": "P"}
TOWN = {"handle": "t", "name": "T"}
TIE = {"type": "works-with", "from": "a", "to": "b"}
EVENT = {"on_date": "2025-01-01", "kind": "call", "title": "Call"}
NUMBER = {"scheme": "X", "value": "1"}
OFFER = {"actor": "a", "direction": "offer", "kind": "space", "description": "x"}
WORK = {"actor": "a", "area": "t", "term": "issue:health"}
REFUSED = [
    (None, "This is not a map: it is nothing instead of an object."),
    ([], "This is not a map: it is a list instead of an object."),
    ({}, 'This is not a map: it does not say "ngomap".'),
    ({"ngomap": None}, 'This is not a map: "ngomap" is null.'),
    ({"ngomap": "map/2"}, 'This is not a map: "ngomap" is "map/2".'),
    ({"ngomap": "report/1"}, 'This is not a map: "ngomap" is "report/1".'),
    (doc(people=[]), "The section 'people' is not known."),
    (doc(map=[]), "map: [] is not an object."),
    (doc(map={"owner": "x"}), "map: the field 'owner' is not known."),
    (doc(map={"us": "nobody"}), "map: us: there is no actor 'nobody', neither in the file nor in the map."),
    (doc(map={"today": "2025"}), "map: today: '2025' is not a date."),
    (doc(actors={}), "actors: {} is not a list."),
    (doc(actors=[None]), "actors, record 1: null is not an object."),
    (doc(actors=[A, "b"]), 'actors, record 2: "b" is not an object.'),
    (doc(actors=[{"handle": "a", "name": "A"}]), "actors, record 1 (a): kind is missing."),
    (doc(actors=[{**A, "colour": 1}]), "actors, record 1 (a): the field 'colour' is not known."),
    (doc(actors=[{**A, "staff": None}]), "actors, record 1 (a): staff: null is not a value."),
    (doc(actors=[{**A, "staff": "5"}]), 'actors, record 1 (a): staff: "5" is not a whole number.'),
    (doc(actors=[{**A, "staff": True}]), "actors, record 1 (a): staff: true is not a whole number."),
    (doc(actors=[{**A, "staff": -1}]), "actors, record 1 (a): staff: '-1' is out of range."),
    (doc(actors=[{**A, "staff": 10**400}]), "actors, record 1 (a): staff: the number is too large."),
    (doc(actors=[{**A, "budget": float("nan")}]), "actors, record 1 (a): budget: 'nan' is not a number."),
    (doc(actors=[{**A, "budget": {"of": {"a": [1]}}}]),
     'actors, record 1 (a): budget: {"of": {"a": [1]}} is not a number.'),
    (doc(actors=[{**A, "lat": 91, "lon": 0}]), "actors, record 1 (a): lat: '91' is out of range."),
    (doc(actors=[{**A, "lat": 1.5}]), "actors, record 1 (a): a point needs both lat and lon."),
    (doc(actors=[{**A, "founded": "31.01.2024"}]), "actors, record 1 (a): founded: '31.01.2024' is not a date."),
    (doc(actors=[{**A, "verified_on": "2024-02-30"}]),
     "actors, record 1 (a): verified_on: '2024-02-30' is not a date."),
    (doc(actors=[{**A, "kind": "NGO"}]), 'actors, record 1 (a): kind: "NGO" is not known.'),
    (doc(actors=[{**A, "country": "Kenya"}]), 'actors, record 1 (a): country: "Kenya" is not a code.'),
    (doc(actors=[{**A, "name": "***"}]),
     "actors, record 1 (a): name: '***' is not a name: it has no letters or digits."),
    (doc(actors=[{**A, "name": "a\x00b"}]), "actors, record 1 (a): name: the text contains a NUL character."),
    (doc(actors=[{**A, "name": "a\ud800"}]), 'actors, record 1 (a): name: "a\ud800" has half a character.'),
    (doc(actors=[{**A, "notes": " "}]), "actors, record 1 (a): notes: the text is empty."),
    (doc(actors=[{**A, "handle": "A B"}]), 'actors, record 1 (A B): handle: "A B" is not a handle.'),
    (doc(actors=[{**A, "uid": "7"}]), 'actors, record 1 (a): uid: "7" is not an id.'),
    (doc(actors=[{**A, "website": "javascript:alert(1)"}]),
     'actors, record 1 (a): website: "javascript:alert(1)" is not a web address.'),
    (doc(actors=[{**A, "aliases": "AA"}]), 'actors, record 1 (a): aliases: "AA" is not a list.'),
    (doc(actors=[{**A, "issues": ["nonsense"]}]),
     "actors, record 1 (a): issues: there is no issue 'nonsense', neither in the file nor in the map."),
    (doc(actors=[{**A, "area": "x"}]),
     "actors, record 1 (a): area: there is no area 'x', neither in the file nor in the map."),
    (doc(actors=[{**A, "identifiers": ["US-EIN:1"]}]),
     'actors, record 1 (a): identifiers: "US-EIN:1" is not an identifier.'),
    (doc(actors=[{**A, "audience": "everyone"}]), 'actors, record 1 (a): audience: "everyone" is not known.'),
    (doc(actors=[A, B, {**A, "name": "Else"}]), "actors: records 1 and 3 have the same handle 'a'."),
    (doc(actors=[{**A, "uid": UID + "1"}, {**B, "uid": UID + "1"}]),
     f"actors: records 1 and 2 have the same uid '{UID}1'."),
    (doc(actors=[{**A, "identifiers": [NUMBER]}, {**B, "identifiers": [{**NUMBER, "scheme": "x"}]}]),
     "actors, record 2 (b): it has the same identifier X:1 as record 1."),
    (doc(areas=[{**TOWN, "code": "P1"}, {"handle": "u", "name": "U", "code": "p1"}]),
     "areas: records 1 and 2 have the same code 'p1'."),
    (doc(areas=[{**TOWN, "parent": "t"}]), "areas, record 1 (t): it cannot lie in itself."),
    (doc(areas=[{**TOWN, "parent": "u"}, {"handle": "u", "name": "U", "parent": "t"}]),
     "areas, record 1 (t): it would lie in itself, by way of its parents."),
    (doc(areas=[{**TOWN, "parent": "x"}]),
     "areas, record 1 (t): parent: there is no area 'x', neither in the file nor in the map."),
    (doc(terms=[{"vocabulary": "topic", "slug": "a", "name": "A"}]),
     'terms, record 1 (a): vocabulary: "topic" is not known.'),
    (doc(terms=[{"vocabulary": "issue", "slug": "a", "name": "A", "parent": "no-such"}]),
     "terms, record 1 (a): parent: there is no issue 'no-such', neither in the file nor in the map."),
    (doc(terms=[{"vocabulary": "issue", "slug": "governance", "name": "Governance", "parent": "corruption"}]),
     "terms, record 1 (governance): it would lie in itself, by way of its parents."),
    (doc(actors=[A, B], relationships=[{**TIE, "to": "a"}]),
     "relationships, record 1: an actor cannot be tied to itself."),
    (doc(actors=[A], relationships=[TIE]),
     "relationships, record 1: to: there is no actor 'b', neither in the file nor in the map."),
    (doc(actors=[A, B], relationships=[{**TIE, "type": "likes"}]),
     'relationships, record 1: type: "likes" is not known.'),
    (doc(actors=[A, B], relationships=[{**TIE, "rung": 6}]), "relationships, record 1: rung: '6' is out of range."),
    (doc(actors=[A, B], relationships=[{**TIE, "type": "funds", "rung": 1}]),
     "relationships, record 1: only a 'works-with' tie has a rung; this one is 'funds'."),
    (doc(actors=[A, B], relationships=[{**TIE, "since": "2024", "until": "2023-05"}]),
     "relationships, record 1: until (2023-05) lies before since (2024)."),
    (doc(actors=[A, B], relationships=[{**TIE, "type": "works-for"}]),
     "relationships, record 1: An actor of kind ngo cannot stand in 'works-for' to one of kind ngo."),
    (doc(actors=[A, B], relationships=[TIE, {**TIE, "from": "b", "to": "a"}]),
     "relationships, record 2: it says the same of the same as record 1."),
    (doc(actors=[A, B], trust=[{"from": "a", "to": "b", "reliability": 5}]),
     "trust, record 1: reliability: '5' is out of range."),
    (doc(actors=[A], stances=[{"actor": "a", "issue": "health"}]),
     "stances, record 1: it needs a stance or an influence."),
    (doc(actors=[A], events=[{**EVENT, "on_date": "2025-01"}]),
     "events, record 1 (Call): on_date: '2025-01' is not a date."),
    (doc(actors=[A], events=[{**EVENT, "participants": [["a"]]}]),
     'events, record 1 (Call): participants: ["a"] is not text.'),
    (doc(actors=[A], resources=[{**OFFER, "quantity": 0}]),
     "resources, record 1: quantity: 0 is no quantity."),
    (doc(actors=[A], areas=[TOWN], activities=[{**WORK, "term": "health"}]),
     'activities, record 1: term: "health" is not a term.'),
    (doc(actors=[A], areas=[TOWN], activities=[{**WORK, "term": "issue:no-such"}]),
     "activities, record 1: term: there is no issue 'no-such', neither in the file nor in the map."),
    (doc(actors=[A], areas=[TOWN], activities=[{**WORK, "population": "no-such"}]),
     "activities, record 1: population: there is no population 'no-such', neither in the file nor in the map."),
    (doc(areas=[TOWN], surveys=[{"area": "t"}, {"area": "t", "source": "again"}]),
     "surveys, record 2: it says the same of the same as record 1."),
]  # fmt: skip


@pytest.mark.parametrize(("document", "message"), REFUSED, ids=[message[:70] for _, message in REFUSED])
def test_a_bad_document_is_refused_in_one_sentence_and_nothing_is_stored(
    empty_map: Map, document: object, message: str
) -> None:
    before = dump(empty_map, "internal")[0]
    with pytest.raises(BadFile) as refused:
        load(empty_map, document)
    assert refused.value.message == message
    assert "Nothing was stored." in refused.value.hint
    assert dump(empty_map, "internal")[0] == before


def test_a_late_error_takes_back_all_that_was_stored_before(empty_map: Map) -> None:
    document = doc(areas=[TOWN], actors=[A, B], relationships=[TIE], surveys=[{"area": "t"}, {"area": "nowhere"}])
    with pytest.raises(BadFile, match="surveys, record 2: area"):
        load(empty_map, document)
    assert not any(counts(empty_map).values())
    assert search(empty_map, "a") == []


def test_a_record_that_is_two_of_the_maps_is_refused(empty_map: Map) -> None:
    for value in ("1", "2"):
        add_actor(empty_map, {"name": f"Org {value}", "kind": "ngo"}, Lists(identifiers=(("X", value),)))
    both = [{"scheme": "X", "value": "1"}, {"scheme": "X", "value": "2"}]
    with pytest.raises(BadFile, match="it has the identifiers of two, org-1 and org-2"):
        load(empty_map, doc(actors=[ngo("a", identifiers=both)]))


def test_an_identifier_of_another_is_refused(empty_map: Map) -> None:
    number = [{"scheme": "X", "value": "1"}]
    load(empty_map, doc(actors=[ngo("a", uid=UID + "1"), ngo("b", uid=UID + "2", identifiers=number)]))
    with pytest.raises(BadFile, match="it has the same identifier X:1 as one that the map has"):
        load(empty_map, doc(actors=[ngo("a", uid=UID + "1", identifiers=number)]))


def test_a_person_does_not_become_an_organization(empty_map: Map) -> None:
    load(empty_map, doc(actors=[PERSON]))
    with pytest.raises(BadFile, match="in the map it is person, in the file ngo"):
        load(empty_map, doc(actors=[{**PERSON, "kind": "ngo"}]))


def test_what_map_and_file_say_together_must_fit(empty_map: Map) -> None:
    uid = {"uid": UID + "1"}
    load(empty_map, doc(actors=[A, B], relationships=[{**TIE, **uid, "since": "2024"}]))
    with pytest.raises(BadFile, match=r"with what the map has: until \(2020\) lies before since \(2024\)"):
        load(empty_map, doc(relationships=[{**TIE, **uid, "until": "2020"}]))


def test_swapped_place_codes_are_refused_by_the_map_itself(empty_map: Map) -> None:
    towns = [{"handle": h, "name": h.upper(), "uid": UID + n, "code": n} for h, n in (("t", "1"), ("u", "2"))]
    load(empty_map, doc(areas=towns))
    swapped = [{**towns[0], "code": "2"}, {**towns[1], "code": "1"}]
    with pytest.raises(BadFile, match="areas: the map refused a record"):
        load(empty_map, doc(areas=swapped))
