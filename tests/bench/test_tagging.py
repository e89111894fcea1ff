"""The benchmark of terms from text, on an invented handful of charities, so that it does not rot unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.matching.text_terms import AUTOMATIC, REVIEW
from tests.bench.tagging import (
    METHODS,
    VOCABULARIES,
    Classification,
    agreement,
    by_expressions,
    by_names,
    by_people,
    by_tagger,
    charities,
    halves,
    measured,
    scored,
    shipped_terms,
    table,
    tagging,
)

CODES = """Code,tag,Category,Subcategory,Level,Notes,Related ICNPTSO code,Regular expression,Exclude regular expression
HE,Health,Health,,1,,,health|nurs,
HE200,Health condition,Health,Health condition,2,,,,
HE201,Addiction and dependency,Health,Health condition,3,,,addict,sweets
BE108,Older people,Beneficiary group,,3,,,elderly,
CA200,Grant making,Charitable activities,Grant making,2,,,grants?,
CA201,Grants to individuals,Charitable activities,Grant making,3,,,,
"""
ROWS = """org_id,name,activities,objects,UKCAT
A,CLEAR DAY,Recovery from drug addiction,TO RELIEVE SICKNESS,HE201
B,THE HOLLOW GIFT,Grants to elderly people in need,,BE108;CA201
B,THE HOLLOW GIFT,Grants to elderly people in need,,BE108
C,NO MORE SWEETS,For those addicted to sweets,,
D,VILLAGE NURSE,Nursing at home,,HE
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ukcat.csv").write_text(CODES, encoding="utf-8")
    (tmp_path / "sample.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def test_codes_mean_terms_with_all_that_is_wider(folder: Path) -> None:
    classes = Classification(folder)
    assert classes.implied(["HE201"]) == {"HE201", "HE200", "HE"}
    assert classes.of_codes(["HE201"]) == {
        ("issue", "drug-dependence"), ("issue", "health"), ("population", "people-who-use-drugs"),
    }  # fmt: skip
    assert classes.of_codes(["CA201"]) == {("service", "grant-making")}
    assert ("service", "health-services") in classes.of_codes(["HE300"])
    assert ("service", "health-services") not in classes.of_codes(["HE304"])


def test_every_method_finds_what_it_says(folder: Path) -> None:
    classes, every = Classification(folder), charities(folder)
    people = by_people(every, classes)
    assert {c.id: len(c.taggings) for c in every} == {"A": 1, "B": 2, "C": 1, "D": 1}
    assert people["C"] == frozenset()
    assert people["D"] == {("issue", "health")}
    expressions = by_expressions(every, classes)
    assert (expressions["A"], expressions["C"]) == (people["A"], frozenset())
    assert ("issue", "health") in by_tagger(every, classes, REVIEW)["A"]
    assert ("population", "older-people") in by_names(every, classes)["B"]
    sure = by_tagger(every, classes, AUTOMATIC)
    assert all(sure[id_] <= found for id_, found in by_tagger(every, classes, REVIEW).items())


def test_scores_are_worked_out_as_by_hand(folder: Path) -> None:
    health, drugs = ("issue", "health"), ("issue", "drug-dependence")
    truth = {"A": frozenset([health, drugs]), "B": frozenset([health])}
    found = {"A": frozenset([health]), "B": frozenset([drugs])}
    issue = scored("x", found, truth, [health, drugs])[0]
    assert (issue.precision, issue.recall, issue.f1) == (1 / 2, 1 / 3, 2 / 5)
    assert issue.macro_f1 == (2 / 3 + 0) / 2
    assert agreement(charities(folder), Classification(folder))[1].f1 == 1


def test_halves_are_the_same_every_time_and_share_nobody(folder: Path) -> None:
    every = charities(folder)
    one, other = halves(every)
    again, _ = halves(every[::-1])
    assert {c.id for c in again} == {c.id for c in one}
    assert {c.id for c in one} | {c.id for c in other} == {c.id for c in every}
    assert not {c.id for c in one} & {c.id for c in other}


def test_the_table_has_a_row_for_each_method_and_vocabulary(folder: Path) -> None:
    lines = table(measured(charities(folder), Classification(folder))).splitlines()
    assert len(lines) == 2 + len(VOCABULARIES) * (len(METHODS) + 1)


def test_every_corresponding_term_is_one_of_ours(folder: Path) -> None:
    slugs = {(t.vocabulary, t.slug) for t in shipped_terms()[0]}
    assert Classification(folder).measured <= slugs


def test_every_corresponding_code_is_one_of_theirs(datasets: Path) -> None:
    classes = Classification(datasets / "uk-charities-ukcat")
    assert {*classes.meaning, *classes.of_itself} <= set(classes.codes)


def test_the_whole_part_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tagging(folder) == []
    assert "held-out charities" in capsys.readouterr().out
