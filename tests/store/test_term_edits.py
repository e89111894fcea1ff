"""The four vocabularies, changed: trees without circles, names that mean one thing, merges that lose nothing."""

from __future__ import annotations

import pytest

from ngomap.errors import AlreadyExists, InUse, InvalidValue
from ngomap.model.coverage import Activity
from ngomap.model.words import VOCABULARIES
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.coverage_edits import add_activities, add_need_figures, add_surveys
from ngomap.store.search import search
from ngomap.store.term_edits import (
    add_aliases,
    add_term,
    fill_vocabularies,
    free_name,
    merge_terms,
    move_term,
    remove_aliases,
    remove_term,
)
from ngomap.store.terms import all_terms, below, term_aliases, term_named
from ngomap.store.trust_edits import record_stance


def test_the_starting_vocabularies(bare_map: Map) -> None:
    count = fill_vocabularies(bare_map)
    assert count == len(all_terms(bare_map))
    assert {t.vocabulary for t in all_terms(bare_map)} == set(VOCABULARIES)


def test_a_name_means_one_term(bare_map: Map) -> None:
    add_term(bare_map, "issue", "Ghost workers", aliases=["Payroll fraud"])
    for name, aliases in (("GHOST-WORKERS", []), ("payroll fraud", []), ("New", ["ghost workers"])):
        with pytest.raises(AlreadyExists, match="already the issue ghost-workers"):
            add_term(bare_map, "issue", name, aliases=aliases)
    # Another vocabulary has its own names.
    assert add_term(bare_map, "service", "Ghost workers").slug == "ghost-workers"


@pytest.mark.parametrize("name", ["", " ", "***", "🎭"])
def test_a_term_needs_letters(bare_map: Map, name: str) -> None:
    with pytest.raises(InvalidValue):
        add_term(bare_map, "issue", name)


def test_terms_of_any_script_have_slugs_to_read(bare_map: Map) -> None:
    assert [add_term(bare_map, "issue", n).slug for n in ("Santé", "Здоровье", "صحة")] == ["sante", "здоровье", "صحة"]


def test_free_names() -> None:
    assert free_name("a", set()) == "a"
    assert free_name("a", {"a", "a-2", "a-4"}) == "a-3"


def test_aliases_come_and_go(bare_map: Map) -> None:
    one, other = add_term(bare_map, "issue", "One"), add_term(bare_map, "issue", "Other")
    assert add_aliases(bare_map, one, ["Uno", "UNO", "one", "***"]) == 1
    with pytest.raises(AlreadyExists, match="already the issue one"):
        add_aliases(bare_map, other, ["uno"])
    assert remove_aliases(bare_map, other, ["uno"]) == 0
    assert remove_aliases(bare_map, one, ["uno", "nothing"]) == 1
    assert term_aliases(bare_map) == {}


def test_a_term_cannot_come_to_lie_under_itself(bare_map: Map) -> None:
    top = add_term(bare_map, "issue", "Top")
    middle = add_term(bare_map, "issue", "Middle", top)
    low = add_term(bare_map, "issue", "Low", middle)
    for under in (top, middle, low):
        with pytest.raises(InvalidValue, match="cannot come to lie under it"):
            move_term(bare_map, top, under)
    with pytest.raises(InvalidValue, match="a service"):
        move_term(bare_map, top, add_term(bare_map, "service", "Help"))
    move_term(bare_map, middle, None)
    move_term(bare_map, top, low)
    assert below(bare_map, middle.id) == {top.id, middle.id, low.id}
    assert below(bare_map, top.id) == {top.id}


def test_a_term_that_is_in_use_is_not_removed(bare_map: Map) -> None:
    top = add_term(bare_map, "issue", "Top")
    low = add_term(bare_map, "issue", "Low", top)
    add_actor(bare_map, {"name": "A", "kind": "ngo"}, Lists(terms=(low.id,)))
    with pytest.raises(InUse, match="top is in use: 1 term under it"):
        remove_term(bare_map, top)
    with pytest.raises(InUse, match="1 actor") as caught:
        remove_term(bare_map, low)
    assert "ngomap term merge issue low" in caught.value.hint
    free = add_term(bare_map, "issue", "Free", aliases=["Liberty"])
    remove_term(bare_map, free)
    assert term_named(bare_map, "issue", "liberty") is None


def test_a_merge_moves_everything(bare_map: Map) -> None:
    lose, win = add_term(bare_map, "issue", "Schools"), add_term(bare_map, "issue", "Education", aliases=["Learning"])
    child = add_term(bare_map, "issue", "Primary", lose, ["Elementary"])
    add_aliases(bare_map, lose, ["Schooling"])
    area = add_area(bare_map, "North")
    actor = add_actor(bare_map, {"name": "A", "kind": "ngo"}, Lists(terms=(lose.id,)))
    add_activities(bare_map, [Activity(0, actor.id, lose.id, area.id)], None)
    add_need_figures(bare_map, [(area.id, lose.id, None, 10, None)], None)
    add_surveys(bare_map, [(area.id, lose.id)], "2026-01-01", None)
    record_stance(bare_map, actor.ref, lose.id, "2026-01-01", {"stance": 1})

    assert merge_terms(bare_map, lose, win) == 0

    for table, column in (
        ("actor_terms", "term_id"),
        ("activities", "term_id"),
        ("need_figures", "term_id"),
        ("surveys", "term_id"),
        ("stances", "issue_id"),
    ):
        assert bare_map.connection.execute(f"SELECT {column} FROM {table}").fetchall() == [(win.id,)], table
    for text in ("Schools", "schools", "schooling", "learning", "education"):
        found = term_named(bare_map, "issue", text)
        assert found and found.id == win.id, text
    assert below(bare_map, win.id) == {win.id, child.id}
    # The search knows the new word, and no longer the old one.
    assert search(bare_map, "education") == [actor.id]
    assert search(bare_map, "schools") == []


def test_what_both_say_is_folded_and_what_contradicts_is_counted(bare_map: Map) -> None:
    lose, win = add_term(bare_map, "issue", "Schools"), add_term(bare_map, "issue", "Education")
    area = add_area(bare_map, "North")
    actor = add_actor(bare_map, {"name": "A", "kind": "ngo"}, Lists(terms=(lose.id, win.id)))
    rows = [
        Activity(0, actor.id, lose.id, area.id, since="2024-01", until="2024-06", reached=5),
        Activity(0, actor.id, win.id, area.id, since="2024-03", until="2025-01", capacity=7),
    ]
    add_activities(bare_map, rows, None)
    bare_map.connection.execute("UPDATE activities SET audience = 'secret' WHERE term_id = ?", [lose.id])
    add_need_figures(bare_map, [(area.id, lose.id, None, 10, None), (area.id, win.id, None, 20, None)], None)
    record_stance(bare_map, actor.ref, lose.id, "2026-01-01", {"stance": 1, "influence": 3})
    record_stance(bare_map, actor.ref, win.id, "2026-01-01", {"stance": 2})

    # The figures and the stances say different things of the same day.
    assert merge_terms(bare_map, lose, win) == 2

    fetch = bare_map.connection.execute
    found = fetch("SELECT term_id, since, until, reached, capacity, audience FROM activities").fetchall()
    assert found == [(win.id, "2024-01", "2025-01", 5, 7, "secret")]
    assert fetch("SELECT people FROM need_figures").fetchall() == [(20,)]
    assert fetch("SELECT stance, influence FROM stances").fetchall() == [(2, 3)]
    assert fetch("SELECT count(*) FROM actor_terms").fetchone() == (1,)


def test_populations_merge_too(bare_map: Map) -> None:
    issue = add_term(bare_map, "issue", "Health")
    lose, win = add_term(bare_map, "population", "Kids"), add_term(bare_map, "population", "Children")
    area = add_area(bare_map, "North")
    actor = add_actor(bare_map, {"name": "A", "kind": "ngo"})
    rows = [Activity(0, actor.id, issue.id, area.id, p.id, reached=n) for p, n in ((lose, 1), (win, None))]
    rows.append(Activity(0, actor.id, issue.id, area.id, lose.id, project="Only the losing one"))
    add_activities(bare_map, rows, None)
    add_need_figures(bare_map, [(area.id, issue.id, lose.id, 10, None), (area.id, issue.id, win.id, 10, None)], None)
    assert merge_terms(bare_map, lose, win) == 0
    fetch = bare_map.connection.execute
    found = fetch("SELECT population_id, project, reached FROM activities ORDER BY id").fetchall()
    assert found == [(win.id, None, 1), (win.id, "Only the losing one", None)]
    assert fetch("SELECT population_id, people FROM need_figures").fetchall() == [(win.id, 10)]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_merge_into_what_lies_below_makes_no_circle(bare_map: Map, depth: int) -> None:
    top = add_term(bare_map, "issue", "Top")
    lose = add_term(bare_map, "issue", "Lose", top)
    chain = [lose]
    for n in range(depth):
        chain.append(add_term(bare_map, "issue", f"Below {n}", chain[-1]))
    win = chain[-1]
    merge_terms(bare_map, lose, win)
    found = {t.id: t for t in all_terms(bare_map)}
    assert found[win.id].parent == top.id
    assert below(bare_map, top.id) == set(found)
    assert all(t.id not in below(bare_map, t.parent) or t.parent != t.id for t in found.values() if t.parent)
    for term in found.values():
        steps, at = 0, term.parent
        while at is not None:
            at, steps = found[at].parent, steps + 1
            assert steps < len(found), "a circle"


def test_what_cannot_be_merged(bare_map: Map) -> None:
    issue, service = add_term(bare_map, "issue", "A"), add_term(bare_map, "service", "A")
    with pytest.raises(InvalidValue, match="itself"):
        merge_terms(bare_map, issue, issue)
    with pytest.raises(InvalidValue, match="service"):
        merge_terms(bare_map, issue, service)
