"""Names taken apart."""

from __future__ import annotations

import pytest

from ngomap.matching.names import looks_short, name_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Action Health Incorporated", "Action Health, Inc."),
        ("ONG MUSO", "Muso"),
        ("Hilfe für alle e.V.", "Hilfe für Alle"),
        ("Fundación Sur, A.C.", "Fundacion Sur"),
        ("Intl. Assn. of Child Care Ctrs.", "International Association of Child Care Centres"),
        ("Y.M.C.A. of Newtown", "YMCA of Newtown"),
        ("St. Mary's Hospital", "SAINT MARYS HOSPITAL"),
        ("Tides Center, The", "The Tides Centre"),
        ("Save the Children & Friends", "Save the Children and Friends"),
        ("Teddy Bear II", "Teddy Bear 2"),
        ("Фонд «Помощь детям»", "Fond Pomoshch detyam"),
        ("Ελληνικός Σταυρός", "Ellinikos Stayros"),
        ("Population Service International", "Population Services International"),
        ("Agency for Technical Cooperation\xa0and Development", "Agency for Technical Cooperation & Development"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_of(one).key == name_of(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hope Foundation", "Hope Trust"),
        ("CARE SA", "CARE"),
        ("School 12", "School 13"),
        ("Sierra Club Foundation", "Sierra Club"),
        ("Borno State Agency", "Yobe State Agency"),
    ],
)
def test_what_carries_meaning_stays(one: str, other: str) -> None:
    assert name_of(one).key != name_of(other).key


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("Danish Refugee Council (DRC)", "drc"),
        ("DRC - Danish Refugee Council", "drc"),
        ("Danish Refugee Council [D.R.C.]", "drc"),
        ("Action Against Hunger | ACF-USA", "acfusa"),
        ("BORNO STATE EMERGENCY MANAGEMENT AGENCY (BSEMA)", "bsema"),
    ],
)
def test_an_acronym_beside_a_name_is_taken_out_of_it(text: str, acronym: str) -> None:
    name = name_of(text)
    assert name.acronyms == {acronym}
    assert acronym not in name.words


def test_a_column_says_what_the_acronym_is() -> None:
    name = name_of("Five Teams Empowerment Initiative\xa05TEi", "5TEi")
    assert (name.words, name.acronyms) == (("five", "teams", "empowerment", "initiative"), {"5tei"})


def test_in_a_shouted_name_a_bracket_is_no_acronym_unless_the_initials_say_so() -> None:
    assert name_of("MARY CRANE CENTER (NORTH)").acronyms == frozenset()
    assert "north" in name_of("MARY CRANE CENTER (NORTH)").words


def test_names_in_brackets_and_beside_slashes_are_further_names() -> None:
    assert "German Agro Action" in name_of("Deutsche Welthungerhilfe e. V. (German Agro Action)").others
    assert len(name_of("WELTHUNGERHILFE/AGRO ACTION ALLEMANDE").others) == 2


def test_initials_with_and_without_small_words() -> None:
    assert name_of("Society for the Blind of Kenya").initials == {"sftbok", "sbk"}


def test_a_name_that_registers_cut_is_known_by_its_length_or_its_end() -> None:
    assert name_of("EDUCATION FUND OF FAMILY PLANNING ADVOCATES OF NEW YORK STA").may_be_cut
    assert name_of("United Entity for Gender Equality and").may_be_cut
    assert not name_of("Short Name").may_be_cut


def test_other_languages_mean_the_same() -> None:
    assert name_of("Croix Rouge Malienne").gist == name_of("Mali Red Cross").gist
    assert name_of("Médecins sans frontières").gist == name_of("Doctors Without Borders").gist


@pytest.mark.parametrize("text", ["", "  ", "()", "- -", "(DRC)", "...", "e.V.", "Inc.", "/", "الهلال"])
def test_any_text_is_taken(text: str) -> None:
    assert name_of(text).text == text


def test_what_looks_short() -> None:
    assert [looks_short(t) for t in ("UNICEF", "5TEi", "Oxfam", "A", "UN WOMEN", "MuchTooLongAcronym")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
