"""Whom a row means: only what is certain is taken for the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ngomap.matching.organizations import Known, Meant, Mention, match_each, match_organizations


def known(**names: int) -> Known:
    return Known({name.replace("_", " "): (id_,) for name, id_ in names.items()},
                 handle_of={id_: name for name, id_ in names.items()})  # fmt: skip


def one(mention: Mention, what: Known) -> Meant:
    return match_organizations([mention], what)[mention]


def test_the_name_decides_whatever_its_spelling() -> None:
    assert one(Mention("MÉDECINS  du-Monde"), known(medecins_du_monde=5)).actor == 5
    assert one(Mention("Medecin du Monde"), known(medecins_du_monde=5)).actor is None


def test_an_identifier_beats_the_name() -> None:
    what = Known({"a": (1,), "b": (2,)}, identifiers={("US-EIN", "7"): 2}, handle_of={1: "a", 2: "b"})
    assert one(Mention("A", identifiers=(("US-EIN", "7"),)), what).actor == 2


def test_equal_names_with_different_numbers_are_two() -> None:
    what = Known({"a": (1,)}, identifiers_of={1: frozenset({("US-EIN", "7")})}, handle_of={1: "a"})
    assert one(Mention("A", identifiers=(("US-EIN", "8"),)), what).actor is None
    assert one(Mention("A", identifiers=(("GB-CHC", "8"),)), what).actor == 1
    first, second = Mention("B", identifiers=(("US-EIN", "1"),)), Mention("B", identifiers=(("US-EIN", "2"),))
    found = match_organizations([first, second], Known())
    assert found[first].who != found[second].who


def test_two_of_the_file_cannot_both_be_the_one_of_the_map_that_has_no_number() -> None:
    first, second = Mention("A", identifiers=(("US-EIN", "1"),)), Mention("A", identifiers=(("US-EIN", "2"),))
    found = match_organizations([first, second], known(a=1))
    assert all("different numbers" in found[m].problem for m in (first, second))


def test_a_name_of_two_organizations_is_a_problem_unless_the_acronym_tells_them_apart() -> None:
    what = Known({"save": (1, 2)}, {"s2": (2,)}, handle_of={1: "save", 2: "save-2"})
    assert "save, save-2" in one(Mention("Save"), what).problem
    assert one(Mention("Save", "S2"), what).actor == 2


def test_identifiers_of_two_organizations_are_a_problem() -> None:
    what = Known(identifiers={("A", "1"): 1, ("B", "1"): 2}, handle_of={1: "one", 2: "two"})
    assert "one, two" in one(Mention("X", identifiers=(("A", "1"), ("B", "1"))), what).problem


def test_an_alias_is_a_name_while_only_one_has_it() -> None:
    assert one(Mention("NRC"), Known(aliases={"nrc": (3,)}, handle_of={3: "x"})).actor == 3
    assert one(Mention("NRC"), Known(aliases={"nrc": (3, 4)}, handle_of={3: "x", 4: "y"})).actor is None


def test_an_acronym_that_two_share_does_not_make_them_one() -> None:
    what = Known({"national rural council": (1,)}, {"nrc": (1,)}, handle_of={1: "x"})
    assert one(Mention("Norwegian Refugee Council", "NRC"), what).actor is None


def test_a_map_that_has_only_the_acronym_learns_the_name_of_the_one_who_claims_it() -> None:
    spelt = Mention("WeWorld Foundation", "WEWORLD")
    assert one(spelt, known(weworld=9)) == Meant(("actor", 9), 9, "acronym")
    rival = Mention("Wide World", "WEWORLD")
    found = match_organizations([spelt, rival], known(weworld=9))
    assert found[spelt].actor is None
    assert found[rival].actor is None


def test_an_acronym_alone_means_the_one_of_the_file_that_has_it() -> None:
    spelt, short = Mention("World Food Programme", "WFP"), Mention("WFP")
    found = match_organizations([spelt, short], Known())
    assert found[spelt].who == found[short].who
    rival = Mention("Water for People", "WFP")
    found = match_organizations([spelt, short, rival], Known())
    assert len({meant.who for meant in found.values()}) == 3


def test_a_row_with_the_acronym_alone_is_the_actor_of_the_row_with_the_name() -> None:
    spelt, short = Mention("World Food Programme", "WFP"), Mention("WFP")
    found = match_organizations([spelt, short], known(world_food_programme=4))
    assert found[short].actor == found[spelt].actor == 4


def test_a_row_without_a_number_is_the_only_one_of_its_name_that_has_one() -> None:
    sure, plain = Mention("A", identifiers=(("US-EIN", "1"),)), Mention("A")
    found = match_organizations([sure, plain], Known())
    assert found[sure].who == found[plain].who
    other = Mention("A", identifiers=(("US-EIN", "2"),))
    assert "2 organizations in the file" in match_organizations([sure, plain, other], Known())[plain].problem


def test_a_number_of_no_stated_register_does_not_decide_alone() -> None:
    what = Known({"a": (1,)}, identifiers={("REG", "7"): 1}, handle_of={1: "a"})
    assert one(Mention("A", identifiers=(("REG", "7"),)), what).actor == 1
    assert "REG:7" in one(Mention("B", identifiers=(("REG", "7"),)), what).problem


mentions = st.builds(
    Mention, st.sampled_from(["A", "B", "Alpha Aid", "alpha aid", "C"]), st.sampled_from(["", "A", "B", "C"]),
    st.sampled_from([(), (("X", "1"),), (("X", "2"),), (("X", "1"), ("Y", "1"))]),
)  # fmt: skip


@given(st.lists(mentions, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing(rows: list[Mention], random: object) -> None:
    what = Known({"a": (1,), "b": (2, 3)}, {"c": (1,)}, {("X", "2"): 2}, handle_of={1: "a", 2: "b", 3: "b-2"},
                 identifiers_of={2: frozenset({("X", "2")})})  # fmt: skip
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert match_organizations(rows, what) == match_organizations([*shuffled, *rows], what)


def test_rows_are_answered_in_their_order_however_often_they_say_the_same() -> None:
    rows = [Mention("B", "bee"), Mention("A"), Mention("B", "bee"), Mention("b"), Mention("C", identifiers=(("US-EIN", "7"),)), Mention("A")]
    meant = match_organizations(rows, known(a=5))
    assert match_each(rows, known(a=5)) == [meant[row] for row in rows]
    assert [one.actor for one in match_each(rows, known(a=5))] == [None, 5, None, None, None, 5]
