"""Which organizations may be one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.matching.similar import Entry, Pair, similar

EIN = "US-EIN"
WORDS = ["hope", "water", "care", "school", "12", "13", "north", "women", "kenya", "fund", "emergency", "foundation", "international", "zireenza", "lindii"]
ENTRIES = st.lists(
    st.builds(
        lambda words, place, phone, number, country: (" ".join(words), place, phone, number, country),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
        st.sampled_from(["", "Jos", "Kano"]),
        st.sampled_from(["", "020 555 1234", "020 555 9999"]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["", "KE", "NG"]),
    ),
    max_size=8,
)


def entry(number: int, fact: tuple[str, str, str, str, str]) -> Entry:
    name, place, phone, ein, country = fact
    return Entry(number, name, place=place, phone=phone, country=country, identifiers=((EIN, ein),) if ein else ())


def one(a: Entry, b: Entry) -> Pair | None:
    """What is said of two entries alone."""
    found = similar([a, b])
    assert len(found) < 2
    return found[0] if found else None


def sure(a: Entry, b: Entry) -> bool:
    pair = one(a, b)
    return pair is not None and pair.sure


def test_one_number_of_a_register_is_sure_whatever_the_names() -> None:
    pair = one(Entry(1, "Hope", identifiers=((EIN, "1"),)), Entry(2, "Water Fund", identifiers=((EIN, "1"),)))
    assert pair is not None and pair.sure
    assert pair.reasons == ("Both have the number US-EIN 1.",)


def test_two_numbers_of_one_register_are_never_one() -> None:
    a = Entry(1, "Hope House", identifiers=((EIN, "1"),), email="x@hope.ngo", phone="020 555 1234")
    b = Entry(2, "Hope House", identifiers=((EIN, "2"),), email="x@hope.ngo", phone="020 555 1234")
    assert one(a, b) is None


def test_numbers_of_unstated_registers_may_be_of_two() -> None:
    a, b = Entry(1, "Hope House", identifiers=(("REG", "1"),)), Entry(2, "Hope House", identifiers=(("REG", "2"),))
    assert sure(a, b)
    c, d = Entry(1, "Hope House", identifiers=(("REG", "1"),)), Entry(2, "Water Fund", identifiers=(("REG", "1"),))
    assert not sure(c, d)
    assert one(c, d) is not None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Danish Refugee Council", "DANISH REFUGEE COUNCIL"),
        ("Danish Refugee Council (DRC)", "DRC - Danish Refugee Council"),
        ("Clean Water Ltd", "Clean Water Limited"),
        ("Borno State Emegrency Management Agency", "Borno State Emergency Management Agency"),
    ],
)
def test_spellings_of_one_name_are_sure(name: str, other: str) -> None:
    assert sure(Entry(1, name), Entry(2, other))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("World Vision", "World Vision International"),
        ("Croix Rouge Malienne", "Mali Red Cross"),
        ("Center for Public Justice", "Public Justice Center"),
        ("Social Finance Ltd", "Social Finance, Inc."),
        ("Community Foundation", "Community Foundation Inc"),
        ("DRC", "Danish Refugee Council"),
        ("Food and Agriculture Organization", "Food and Agriculture Organization of the United Nations"),
    ],
)
def test_what_may_be_one_is_left_to_a_person(name: str, other: str) -> None:
    pair = one(Entry(1, name), Entry(2, other))
    assert pair is not None and not pair.sure and pair.relation == "same"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("School 12", "School 13"),
        ("Group D", "Group E"),
        ("actor1", "actor10"),
        ("Young Men's League of Hope", "Young Women's League of Hope"),
        ("Caritas Germany", "Caritas Nigeria"),
        ("Duke University", "Duke University Hospital"),
        ("Hope Foundation", "Water Foundation"),
    ],
)
def test_what_differs_in_a_telling_word_is_not_proposed(name: str, other: str) -> None:
    assert one(Entry(1, name), Entry(2, other)) is None


def test_a_stated_acronym_is_sure_while_it_is_one_organizations() -> None:
    short, long = Entry(1, "DRC"), Entry(2, "Danish Refugee Council (DRC)")
    assert sure(short, long)
    third = Entry(3, "Development Resource Centre", acronym="DRC")
    assert not any(p.sure for p in similar([short, long, third]))


def test_an_alias_is_a_name() -> None:
    assert sure(Entry(1, "Ärzte der Welt", aliases=("Médecins du Monde",)), Entry(2, "Medecins du Monde"))


def test_branches_in_two_countries_or_towns_are_not_one() -> None:
    assert one(Entry(1, "Hope House", country="KE"), Entry(2, "Hope House", country="UG")) is None
    pair = one(Entry(1, "Amber Lindii House", place="Zurich"), Entry(2, "Amber Lindii House", place="Bern"))
    assert pair is not None and not pair.sure
    assert pair.reasons == ("The names are the same.", "But one is in Bern, the other in Zurich.")
    chapters = [Entry(i, "Amber Lindii House", place=f"Town{i}") for i in range(3)]
    assert similar(chapters) == []


def test_a_name_with_a_place_more_is_a_branch() -> None:
    pair = one(Entry("child", "Caritas Zurich", place="Zurich"), Entry("parent", "Caritas"))
    assert pair is not None
    assert (pair.relation, pair.a, pair.b, pair.sure) == ("parent-of", "parent", "child", False)
    assert one(Entry(1, "CARE Kenya", country="KE"), Entry(2, "CARE")) is not None


def test_a_branch_with_its_own_number_is_a_branch_still() -> None:
    a, b = Entry(1, "Amnesty", identifiers=((EIN, "1"),)), Entry(2, "Amnesty Kenya", identifiers=((EIN, "2"),))
    pair = one(a, b)
    assert pair is not None and pair.relation == "parent-of"


def test_where_several_have_the_name_none_is_the_parent() -> None:
    several = [Entry(i, "American Legion", place=f"Town{i}") for i in range(3)]
    assert similar([*several, Entry(9, "American Legion Post 89", place="Town9")]) == []


@pytest.mark.parametrize(
    "shared", [{"email": "x@hope.ngo"}, {"phone": "020 555 1234"}, {"website": "hope.ngo"}], ids=["email", "phone", "website"]
)
def test_a_shared_contact_is_sure_only_with_names_that_fit(shared: dict[str, str]) -> None:
    fits = one(Entry(1, "Hope House Shelter", **shared), Entry(2, "Hope House Shelters Ltd", **shared))
    assert fits is not None and fits.sure
    unlike = one(Entry(1, "Hope House", **shared), Entry(2, "Water Fund", **shared))
    assert unlike is not None and not unlike.sure


def test_one_mail_provider_says_nothing() -> None:
    assert one(Entry(1, "Hope House", email="a@gmail.com"), Entry(2, "Water Fund", email="b@gmail.com")) is None


def test_pages_that_many_have_say_nothing() -> None:
    town = [Entry(i, name, website="town.gov") for i, name in enumerate(("Hope House", "Water Fund", "Red Door"))]
    assert similar(town) == []


def test_one_house_and_telephone_are_sure_with_a_part_of_the_name() -> None:
    a = Entry(1, "Yates", address="1839 N. Richmond", phone="5344550")
    b = Entry(2, "Chicago Public Schools Yates, Richard", address="1839 N Richmond St", phone="534-4550")
    assert sure(a, b)
    assert not sure(a, Entry(3, "Zireenza", address="1839 N Richmond St", phone="534-4550"))


def test_one_name_in_two_houses_is_left_to_a_person() -> None:
    pair = one(Entry(1, "Amber House", address="1 Elm St"), Entry(2, "Amber House", address="9 Oak St"))
    assert pair is not None and not pair.sure


def test_a_name_that_was_cut_off() -> None:
    cut = "EDUCATION FUND OF FAMILY PLANNING ADVOCATES OF NEW YORK STA"
    pair = one(Entry(1, cut), Entry(2, "Education Fund of Family Planning Advocates of New York State"))
    assert pair is not None and pair.relation == "same"
    assert sure(Entry(1, cut, place="Albany"), Entry(2, cut.title() + "te", place="Albany"))


def test_the_second_site_is_not_the_third_cut_off() -> None:
    name = "Chicago State University Shining Star Early Learning Academy - II"
    assert one(Entry(1, name), Entry(2, name + "I")) is None


def test_nothing_within_what_is_known() -> None:
    known = [Entry(1, "Hope House"), Entry(2, "HOPE HOUSE")]
    assert similar([], known) == []
    assert {frozenset((p.a, p.b)) for p in similar([Entry(3, "Hope House Ltd")], known)} == {frozenset((1, 3)), frozenset((2, 3))}


def test_of_nothing_and_of_one() -> None:
    assert similar([]) == similar([Entry(1, "Hope")]) == []
    assert similar([Entry(1, ""), Entry(2, "")]) == []


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(facts: list[tuple[str, str, str, str, str]], rng: random.Random) -> None:
    entries = [entry(i, fact) for i, fact in enumerate(facts)]
    shuffled = list(entries)
    rng.shuffle(shuffled)
    assert similar(entries) == similar(shuffled)


@given(ENTRIES)
def test_no_pair_twice_and_none_against_its_numbers(facts: list[tuple[str, str, str, str, str]]) -> None:
    entries = [entry(i, fact) for i, fact in enumerate(facts)]
    pairs = similar(entries)
    assert len({frozenset((p.a, p.b)) for p in pairs}) == len(pairs)
    for pair in pairs:
        a, b = (entries[int(str(i))] for i in (pair.a, pair.b))
        assert 0.6 <= pair.score <= 1 and pair.reasons
        assert pair.relation == "parent-of" or not (a.identifiers and b.identifiers) or a.identifiers == b.identifiers
        assert not pair.sure or not (a.country and b.country) or a.country == b.country or a.identifiers == b.identifiers != ()


@given(ENTRIES, st.integers(0, 8))
def test_what_is_known_already_is_only_not_compared_with_itself(facts: list[tuple[str, str, str, str, str]], cut: int) -> None:
    entries = [entry(i, fact) for i, fact in enumerate(facts)]
    every = {frozenset((p.a, p.b)): p for p in similar(entries)}
    some = {frozenset((p.a, p.b)): p for p in similar(entries[:cut], entries[cut:])}
    assert some == {key: p for key, p in every.items() if min(int(str(p.a)), int(str(p.b))) < cut}
