"""Grants on one day that only their amounts tell apart."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ngomap.importers import edges
from ngomap.importers.records import Said
from ngomap.importers.source import Reading, source_of

HEAD = "donor,donee,amount,date,precision,cause\n"


def references(*rows: str) -> list[tuple[object, object]]:
    source = source_of("x.csv", (HEAD + "\n".join(rows) + "\n").encode())
    said = [row for row in edges.read(source, Reading()).rows if isinstance(row, Said)]
    return [(t.facts.get("amount"), t.facts.get("reference")) for row in said for t in row.ties]


def test_a_grant_that_is_alone_has_no_reference() -> None:
    assert references("A,B,5,2020-01-01,,", "A,B,5,2021-01-01,,", "A,C,5,2020-01-01,,", "D,B,5,2020-01-01,,") == [(5.0, None)] * 4


def test_of_several_the_least_has_none_in_whatever_order() -> None:
    rows = ("A,B,5000,2020-01-01,,", "A,B,700.5,2020-01-01,,", "A,B,9000,2020-01-01,,")
    for order in itertools.permutations(rows):
        assert sorted(references(*order), key=str) == [(5000.0, "amount 5000"), (700.5, None), (9000.0, "amount 9000")]


def test_rows_that_are_word_for_word_the_same_are_numbered() -> None:
    row = "A,B,5000,2020-01-01,,"
    assert references(row, row, row) == [(5000.0, None), (5000.0, "amount 5000, 2"), (5000.0, "amount 5000, 3")]
    assert references(row, "A,B,1,2020-01-01,,", row) == [(5000.0, "amount 5000"), (1.0, None), (5000.0, "amount 5000, 2")]


def test_what_the_map_would_take_for_one_pair_and_date_is_one() -> None:
    assert references("A,B!,5,2020-01-01,year,", "a,B,6,2020-07-01,year,") == [(5.0, None), (6.0, "amount 6")]
    assert references("A,B,5,2020-01-01,,", "A,B,6,2020-01-01,month,") == [(5.0, None), (6.0, None)]
    assert references("A,Health Fund Inc.,5,2020,,", "A,The Health Funds (HF),6,2020,,") == [(5.0, None), (6.0, "amount 6")]


def test_without_a_date_every_row_has_a_reference() -> None:
    """Else it would be taken for a dated one of the same two."""
    rows = ("A,B,5,1990-01-01,decade,", "A,B,6,1980-01-01,decade,", "A,B,7,2020,,", "A,C,8,,,", "A,C,,,,", "A,B,5,,,")
    assert references(*rows) == [
        (5.0, "amount 5"), (6.0, "amount 6"), (7.0, None), (8.0, "amount 8"), (None, "no amount"), (5.0, "amount 5, 2")
    ]  # fmt: skip
    source = source_of("x.csv", b"donor,donee,amount\nA,B,5\nA,C,6\nA,C,7\n")
    said = [row for row in edges.read(source, Reading()).rows if isinstance(row, Said)]
    assert [t.facts.get("reference") for row in said for t in row.ties] == [None, None, "amount 7"]


def test_rows_that_are_rejected_take_no_place() -> None:
    assert references("A,B,-5,2020-01-01,,", "A,B,6,2020-01-01,,", "A,B,x,2020-01-01,,") == [(6.0, None)]
    assert references("A,B,,2020-01-01,,", "A,B,6,2020-01-01,,") == [(None, None), (6.0, "amount 6")]


def test_a_reference_of_the_file_is_enough() -> None:
    source = source_of("x.csv", b"donor,donee,amount,date,grant id\nA,B,5,2020,G1\nA,B,5,2020,G2\n")
    said = [row for row in edges.read(source, Reading()).rows if isinstance(row, Said)]
    assert [t.facts["reference"] for row in said for t in row.ties] == ["G1", "G2"]


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 3), st.sampled_from(("2020", "2021"))), max_size=12), st.randoms())
def test_no_two_are_one_and_the_order_decides_nothing(rows: list[tuple[str, int, str]], random: object) -> None:
    lines = [f"F,{b},{amount},{date},," for b, amount, date in rows]
    turned = list(lines)
    random.shuffle(turned)  # type: ignore[attr-defined]

    def ids(texts: list[str]) -> list[tuple[str, ...]]:
        source = source_of("x.csv", (HEAD + "".join(f"{t}\n" for t in texts)).encode())
        said = [row for row in edges.read(source, Reading()).rows if isinstance(row, Said)]
        return sorted((t.b, str(t.facts["since"]), str(t.facts.get("reference")), str(t.facts["amount"])) for r in said for t in r.ties)

    assert ids(lines) == ids(turned)
    assert len({found[:3] for found in ids(lines)}) == len(lines)
