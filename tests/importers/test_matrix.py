"""Ties as a matrix."""

from __future__ import annotations

import pytest

from ngomap.importers import edges
from ngomap.importers.formats import choose
from ngomap.importers.records import Network, Said
from ngomap.importers.source import Reading, source_of
from ngomap.model.answers import Rejected


def read(text: str) -> Network:
    source = source_of("x.csv", text.encode())
    assert choose(source, Reading()) == "edges"
    return edges.read(source, Reading())


def ties(network: Network) -> list[tuple[str, str, str, object]]:
    return [
        (t.type, t.a, t.b, t.facts.get("notes")) for row in network.rows if isinstance(row, Said) for t in row.ties
    ]


def test_a_symmetric_matrix_says_each_tie_once() -> None:
    network = read(",Alpha,Beta,Gamma\nAlpha,0,1,2.5\nBeta,1,0,\nGamma,2.5,,1\n")
    assert ties(network) == [("related", "alpha", "beta", None), ("related", "alpha", "gamma", "Weight: 2.5")]
    notes = " ".join(network.notes())
    assert "itself are passed over: 1" in notes and "direction" not in notes


def test_an_asymmetric_matrix_says_that_the_direction_is_lost() -> None:
    network = read(",Alpha,Beta,Gamma\nAlpha,,,\nBeta,1,,\nGamma,3,5,\n")
    assert ties(network) == [
        ("related", "beta", "alpha", None), ("related", "gamma", "alpha", "Weight: 3"), ("related", "gamma", "beta", "Weight: 5"),
    ]  # fmt: skip
    assert "direction of the file is not kept: 3" in " ".join(network.notes())


def test_everybody_is_named_once_even_without_ties() -> None:
    rows = list(read(",Alpha,Beta,Gamma\nAlpha,,1,\nBeta,1,,\nGamma,,,\n").rows)
    assert [a.name for row in rows if isinstance(row, Said) for a in row.actors] == ["Alpha", "Beta", "Gamma"]


def test_a_cell_that_is_neither_a_mark_nor_a_weight_rejects_its_row() -> None:
    text = "w,A,B,C\n" + "".join(f"{name},0,0,0\n" for name in "ABC") * 70 + "A,often,0,0\n"
    rows = list(read(text).rows)
    (rejected,) = (r for r in rows if isinstance(r, Rejected))
    assert rejected.line == 212 and "'often'" in rejected.reason


@pytest.mark.parametrize(
    "text",
    [
        "Name,Children,Women,Refugees\nAlpha,X,,\nBeta,,X,\n", ",A,B\nA,0,1\n", "Name,A,B,C\nA,x,often,\nB,,,\nC,,,\n",
        "Name,2020,2021,2022\nA,1,2,3\nB,1,2,3\n",
    ],
)  # fmt: skip
def test_tables_with_marks_or_figures_are_no_matrix(text: str) -> None:
    assert edges.recognise(source_of("x.csv", text.encode()), Reading()) == 0


def test_a_matrix_of_two_sorts_is_read_when_it_is_said_to_be_ties() -> None:
    source = source_of("x.csv", b",North Network,South Network\nAlpha,1,0\nBeta,1,1\n")
    assert ties(edges.read(source, Reading())) == [
        ("related", "alpha", "north network", None), ("related", "beta", "north network", None),
        ("related", "beta", "south network", None),
    ]  # fmt: skip
