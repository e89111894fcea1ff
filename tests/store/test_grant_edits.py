"""Calls of funders, recorded, changed and taken away."""

from __future__ import annotations

import pytest

from ngomap.errors import AlreadyExists, Ambiguous, InvalidValue, NotFound
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.connection import Map
from ngomap.store.grant_edits import add_grant, edit_grant, remove_grant
from ngomap.store.grants import grant_named, grants, identifiers_of
from ngomap.store.undo import undo


@pytest.fixture
def funder(bare_map: Map) -> int:
    return add_actor(bare_map, {"name": "Fund", "kind": "donor"}).id


def test_a_call_has_a_handle_of_its_own_and_is_named_by_it_or_by_its_name(bare_map: Map, funder: int) -> None:
    other = add_actor(bare_map, {"name": "Other", "kind": "donor"}).id
    first = add_grant(bare_map, {"name": "Spring  round", "funder_id": funder, "registered": 1})
    second = add_grant(bare_map, {"name": "Spring round", "funder_id": other, "deadline": "2026-01-01"})
    assert (first.handle, second.handle, first.name) == ("spring-round", "spring-round-2", "Spring round")
    assert (first.registered, first.audited, first.audience) == (True, None, "partners")
    assert [g.handle for g in grants(bare_map)] == ["spring-round-2", "spring-round"]
    assert grant_named(bare_map, "Spring-Round-2") == second
    assert grant_named(bare_map, "spring-round") == first
    with pytest.raises(Ambiguous):
        grant_named(bare_map, "SPRING ROUND!")
    with pytest.raises(NotFound):
        grant_named(bare_map, "autumn")
    with pytest.raises(NotFound):
        grant_named(bare_map, "!")


def test_the_same_name_twice_of_one_funder_is_refused(bare_map: Map, funder: int) -> None:
    add_grant(bare_map, {"name": "Spring", "funder_id": funder})
    with pytest.raises(AlreadyExists):
        add_grant(bare_map, {"name": "spring!", "funder_id": funder})
    autumn = add_grant(bare_map, {"name": "Autumn", "funder_id": funder})
    with pytest.raises(AlreadyExists):
        edit_grant(bare_map, autumn, {"name": "Spring"})


def test_a_call_is_as_hidden_as_its_funder(bare_map: Map) -> None:
    hidden = add_actor(bare_map, {"name": "Quiet", "kind": "donor", "audience": "secret"}).id
    grant = add_grant(bare_map, {"name": "Quiet call", "funder_id": hidden})
    assert grant.audience == "secret"
    open_, _ = edit_grant(bare_map, grant, {"audience": "public"})
    assert open_.audience == "public"
    assert grants(bare_map, ("public", "partners")) == []


def test_money_needs_a_currency_and_the_smallest_comes_first(bare_map: Map, funder: int) -> None:
    with pytest.raises(InvalidValue):
        add_grant(bare_map, {"name": "Call", "funder_id": funder, "budget": 5.0})
    with pytest.raises(InvalidValue):
        add_grant(bare_map, {"name": "Call", "funder_id": funder, "least": 5.0, "most": 4.0, "currency": "EUR"})
    grant = add_grant(bare_map, {"name": "Call", "funder_id": funder, "least": 5.0, "most": 9.0, "currency": "EUR"})
    for wrong in ({"currency": None}, {"most": 4.0}):
        with pytest.raises(InvalidValue):
            edit_grant(bare_map, grant, wrong)
    assert grants(bare_map) == [grant]


def test_what_was_changed_or_taken_away_comes_back(bare_map: Map, funder: int) -> None:
    grant = add_grant(bare_map, {"name": "Call", "funder_id": funder, "years": 3})
    assert edit_grant(bare_map, grant, {"years": 3}) == (grant, None)
    new, change = edit_grant(bare_map, grant, {"years": 5, "status": "applied"})
    assert (new.years, new.status) == (5, "applied")
    assert change is not None
    undo(bare_map, change)
    assert grants(bare_map) == [grant]
    gone = remove_grant(bare_map, grant)
    assert grants(bare_map) == []
    undo(bare_map, gone)
    assert grants(bare_map) == [grant]


def test_one_identifier_of_each_who_has_any(bare_map: Map, funder: int) -> None:
    known = add_actor(bare_map, {"name": "Known", "kind": "ngo"}, Lists(identifiers=(("XX", "2"), ("XX", "1")))).id
    assert identifiers_of(bare_map, [funder, known]) == {known: "XX:1"}
