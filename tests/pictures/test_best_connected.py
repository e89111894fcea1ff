"""The choice of who is shown follows from the map, not from the order of its rows."""

from __future__ import annotations

import random

from ngomap.model.relationships import Tie
from ngomap.pictures.best_connected import best_connected, shown_of, tied_pairs


def test_the_choice_depends_neither_on_the_order_of_rows_nor_on_ids() -> None:
    dice = random.Random(5)
    names = [f"h{n:02}" for n in range(30)]
    tied = [tuple(dice.sample(range(30), 2)) for _ in range(60)]
    found = set()
    for _ in range(5):
        ids = dice.sample(range(1000), 30)
        order = dice.sample(range(30), 30)
        handles = {ids[n]: names[n] for n in order}
        ties = [Tie(n, "knows", *dice.sample([ids[a], ids[b]], 2), "active") for n, (a, b) in enumerate(dice.sample(tied, 60))]
        kept = best_connected(handles, tied_pairs(ties, handles), 9, us=ids[3])
        found.add(tuple(handles[i] for i in kept))
    assert len(found) == 1
    assert found.pop()[0] == "h03"


def test_those_asked_about_come_first_then_those_tied_to_us_then_by_ties_then_by_handle() -> None:
    handles = {n: f"h{n}" for n in range(1, 9)}
    pairs = {(1, 2), (3, 4), (3, 5), (4, 5), (5, 6)}
    assert best_connected(handles, pairs, 9, us=1, first={8, None}) == [1, 8, 2, 5, 3, 4, 6, 7]
    assert best_connected(handles, pairs, 3, us=None) == [5, 3, 4]
    assert best_connected({}, set(), 3) == []


def test_two_ties_between_the_same_two_count_once_and_one_to_itself_or_to_nobody_not_at_all() -> None:
    ties = [Tie(1, "knows", 1, 2, "active"), Tie(2, "funds", 2, 1, "active"), Tie(3, "knows", 1, 1, "active"), Tie(4, "knows", 1, 9, "active")]
    assert tied_pairs(ties, {1, 2}) == {(1, 2)}


def test_what_is_said_names_both_numbers() -> None:
    assert shown_of(2, 3) == "Shown are the 2 best connected of 3 actors."
