"""Commands as they are typed: what a shell makes of them is what was meant."""

from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st

from ngomap.cli.undoing import command, undo_link
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))))
def test_every_word_survives_the_shell(words: list[str]) -> None:
    assert shlex.split(command(*words)) == ["ngomap", *words]


def test_numbers_are_written_as_people_do() -> None:
    assert command("x", 1200.0, 0.5, 3) == "ngomap x 1200 0.5 3"


def test_a_tie_that_did_not_change_needs_no_undo() -> None:
    a, b = ActorRef(1, "a", "A", "ngo"), ActorRef(2, "b", "B", "ngo")
    tie = Tie(1, "knows", 1, 2, "active")
    assert undo_link(a, b, tie, tie) == ""
    assert undo_link(a, b, None, tie) == "ngomap unlink a b --type knows"
