"""Sectors of a 3W: the code decides, prefixes go, misspelt or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ngomap.matching.sectors import clean_names, resolve_sectors
from ngomap.model.text import name_key
from ngomap.model.words import Term

HEALTH, EDUCATION, EIE = (Term(n, "issue", s, s) for n, s in enumerate(["health", "education", "eie"], 1))
VOCABULARY = {
    "health": HEALTH, "hea": HEALTH, "education": EDUCATION, "eie": EIE, "education in emergencies": EIE,
}  # fmt: skip


def find(text: str) -> Term | None:
    return VOCABULARY.get(name_key(text))


def test_a_prefix_of_the_column_goes_though_one_row_misspells_it() -> None:
    names = ["Operational Presence: Health", "Operatioanl Presence: Water, Sanitation & Hygiene"]
    assert list(clean_names(names).values())[:2] == ["Water, Sanitation & Hygiene", "Health"]
    assert clean_names(["3W: Health", "3W: Shelter"])["3W: Shelter"] == "Shelter"


def test_what_only_some_names_begin_with_is_part_of_them() -> None:
    names = ["Protection: Mines", "Protection: Children", "Health", "Shelter"]
    assert {clean_names(names)[name] for name in names} == set(names)
    assert clean_names(["Protection: Mines"])["Protection: Mines"] == "Protection: Mines"


def test_two_codes_are_two_sectors_though_their_names_are_equal() -> None:
    rows = [("Education in Emergencies", "EiE_OP"), ("Education in Emergencies", "EDUCATION_OP")]
    found = resolve_sectors(rows, find)
    assert [found[row].term for row in rows] == [EIE, EDUCATION]


def test_so_they_are_in_a_map_without_vocabulary() -> None:
    rows = [("Education in Emergencies", "EiE_OP"), ("Education in Emergencies", "EDUCATION_OP"), ("Health", "HEA_OP")]
    found = resolve_sectors(rows, lambda _: None)
    assert [found[row].name for row in rows] == [
        "Education in Emergencies (EiE)", "Education in Emergencies (EDUCATION)", "Health",
    ]  # fmt: skip
    assert found[rows[0]].aliases == ("EiE", "EiE_OP")


def test_a_name_that_another_code_already_is_makes_a_new_issue() -> None:
    rows = [("Education in Emergencies", "EiE_OP"), ("Education in Emergencies", "QQQ_OP")]
    found = resolve_sectors(rows, find)
    assert found[rows[0]].term == EIE
    assert found[rows[1]].term is None
    assert found[rows[1]].name == "Education in Emergencies (QQQ)"


def test_two_codes_the_vocabulary_knows_as_one_are_one() -> None:
    found = resolve_sectors([("", "HEA"), ("", "Health")], find)
    assert {sector.term for sector in found.values()} == {HEALTH}


def test_a_row_without_code_is_the_sector_whose_rows_bear_its_name() -> None:
    found = resolve_sectors([("Mine action", "MA"), ("Mine Action", ""), ("Fisheries", "")], find)
    assert found["Mine Action", ""] == found["Mine action", "MA"]
    assert found["Fisheries", ""].name == "Fisheries"


def test_the_most_usual_spelling_becomes_the_name() -> None:
    found = resolve_sectors([("Mine actoin", "MA"), ("Mine action", "MA"), ("Mine action", "MA")], find)
    assert {sector.name for sector in found.values()} == {"Mine action"}


pairs = st.tuples(
    st.sampled_from(["", "Health", "Mine action", "mine Action", "Education in Emergencies"]),
    st.sampled_from(["", "HEA", "EiE", "MA", "ma", "QQQ", "EDUCATION"]),
).filter(any)


@given(st.lists(pairs, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing(rows: list[tuple[str, str]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve_sectors(rows, find) == resolve_sectors(shuffled, find) == resolve_sectors(rows * 2, find)
