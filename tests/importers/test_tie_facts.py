"""What columns and attributes say of a tie."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue
from ngomap.importers.records import TieRow
from ngomap.importers.tie_facts import Ties


def tie(*stated: tuple[str, str], kinds: dict[str, str] | None = None, word: str = "", label: str = "") -> TieRow:
    return Ties(kinds or {}, None).tie("a", "b", stated, word, label=label)


def test_fields_by_their_headers() -> None:
    found = tie(
        ("Relationship type", "funds"), ("Grant amount (EUR)", "5000"), ("Award date", "2020-03-01"),
        ("End date", "2021"), ("Status", "former"), ("Colour", "red"), ("Notes", "First\nsecond"),
    )  # fmt: skip
    assert (found.type, found.a, found.b) == ("funds", "a", "b")
    assert found.facts == {
        "amount": 5000.0, "currency": "EUR", "since": "2020-03-01", "until": "2021", "status": "ended",
        "notes": "First\nsecond\nColour: red",
    }  # fmt: skip


def test_a_word_read_backwards_turns_the_tie() -> None:
    found = tie(word="funded by")
    assert (found.type, found.a, found.b) == ("funds", "b", "a")


def test_a_tie_between_kinds_that_allow_it_one_way_only_is_turned() -> None:
    found = tie(word="board member", kinds={"a": "ngo", "b": "person"})
    assert (found.type, found.a, found.b, found.facts) == ("on-board-of", "b", "a", {"title": "board member"})


def test_a_tie_that_the_kinds_do_not_allow_is_related_and_keeps_its_word() -> None:
    ties = Ties({"a": "ngo", "b": "ngo"}, None)
    found = ties.tie("a", "b", [], "board member")
    assert (found.type, found.facts) == ("related", {"title": "board member"})
    assert "board member" in " ".join(ties.notes())


def test_unknown_words_are_kept_and_counted_and_make_ties_of_their_own() -> None:
    ties = Ties({}, None)
    found = ties.tie("a", "b", [], "Mauve")
    assert (found.type, found.facts) == ("related", {"reference": "Mauve", "title": "Mauve"})
    assert "'Mauve' (1)" in " ".join(ties.notes())


def test_a_label_may_be_the_type_or_a_title() -> None:
    assert tie(label="funds").type == "funds"
    assert tie(word="works-for", label="Treasurer").facts == {"title": "Treasurer"}


def test_a_type_that_is_a_direction_is_none() -> None:
    ties = Ties({}, None)
    assert ties.tie("a", "b", [("Type", "Undirected")]).type == "related"
    assert ties.unknown == {} and ties.one_way == 0
    ties.tie("a", "b", [("Type", "Directed")])
    assert ties.one_way == 1


@pytest.mark.parametrize(
    ("date", "precision", "since", "notes"),
    [
        ("1999-01-01", "year", "1999", None), ("1999-05-01", "month", "1999-05", None),
        (" 1999-05-02", " day", "1999-05-02", None), ("1999-05-02", "", "1999-05-02", None),
        ("1990-01-01", "decade", None, "Date in the file: 1990-01-01 (decade)"),
        ("1999-04-01", "quarter", "1999", "Date in the file: 1999-04-01 (quarter)"),
    ],
)  # fmt: skip
def test_a_date_says_no_more_than_is_known(date: str, precision: str, since: str | None, notes: str | None) -> None:
    facts = tie(("donation_date", date), ("donation_date_precision", precision)).facts
    assert (facts.get("since"), facts.get("notes")) == (since, notes)


def test_what_is_still_to_be_filled_in_is_nothing() -> None:
    ties = Ties({}, None)
    assert ties.tie("a", "b", [("cause_area", "FIXME"), ("amount", "TBD")], "funds").facts == {}
    assert "'amount' (1), 'cause_area' (1)" in " ".join(ties.notes())


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("amount", "1,234"), ("amount", "-5"), ("amount", "nan"), ("amount", "1e400"), ("amount", "１２"),
        ("date", "01/02/2024"), ("date", "2024-02-31"), ("currency", "euros"), ("audience", "everyone"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(header: str, text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        tie((header, text))
    assert repr(text) in caught.value.message


def test_an_end_before_the_start_and_a_tie_to_itself_are_refused() -> None:
    with pytest.raises(InvalidValue):
        tie(("start", "2020"), ("end", "2019-05"))
    with pytest.raises(InvalidValue):
        Ties({}, None).tie("a", "a", [])
    with pytest.raises(InvalidValue):
        tie(("type", "funds"), ("rung", "3"))


def test_the_order_of_day_and_month_may_be_said() -> None:
    assert Ties({}, "dmy").tie("a", "b", [("date", "01/02/2024")]).facts["since"] == "2024-02-01"


def test_money_that_was_paid_back_is_no_grant() -> None:
    with pytest.raises(InvalidValue) as caught:
        tie(("amount", "-5"))
    assert "paid back" in caught.value.message
