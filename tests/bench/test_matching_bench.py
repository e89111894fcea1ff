"""The benchmark of matching runs on a small invented set, so that it cannot rot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import matching as part
from tests.bench.labelled import Labelled, chicago, halves, ocha, spellings
from tests.bench.matching import Score, best_fuzzy, exact, matching, measure, ours, score, table

ROWS = [
    (f"{word} Relief {end}", f"{word} Relief Group", f"{word[:1]}RG")
    for word in ("Amber", "Lindii", "Zireenza", "Corvin", "Delmar", "Egret", "Fennel", "Gumbo")
    for end in ("Group", "GROUP", "Group Ltd", "Grp")
]
CHICAGO = '''"Id","Source","Site name","Address","Zip","Phone","Website"
"0","x","Amber House","1 Elm St","60601","5551234",""
"1","x","AMBER
HOUSE","1 Elm Street","","5551234",""
"2","x","Corvin School","9 Oak Ave","60602","5559999",""
"3","x","","9 Oak Ave","60602","5559999",""
'''
OCHA = """String pattern,Canonical org name,Acronym,Org type
#x_pattern,#org+name,#org+acronym,#org+type
Amber House,Amber House International,AHI,NGO
Amber House,Amber House International,AHI,NGO
Corvin,Corvin,,NGO
"""


@pytest.fixture
def small() -> Labelled:
    return spellings("small", ROWS)


def test_precision_and_recall_are_counted_by_hand() -> None:
    labelled = spellings("hand", [("A1", "A", ""), ("A2", "A", ""), ("B1", "B", "")])
    assert len(labelled.true_pairs()) == 4
    first, second, third = (e.id for e in labelled.entries if e.name in ("A", "A1", "B"))
    found = score(labelled, "x", [frozenset((first, second)), frozenset((first, third))])
    assert (found.precision, found.recall) == (0.5, 0.25)
    assert found.f1 == pytest.approx(1 / 3)
    assert score(labelled, "none", []) == Score("hand", "none", 0, 1.0, 0.0, 0.0)


def test_no_organization_is_in_both_halves(small: Labelled) -> None:
    first, second = halves(small)
    names = [{small.truth[e.id] for e in half.entries} for half in (first, second)]
    assert names[0] and names[1] and not names[0] & names[1]
    assert len(first.entries) + len(second.entries) == len(small.entries)
    assert halves(small) == (first, second)


def test_every_way_is_measured_on_the_held_out_half(small: Labelled) -> None:
    scores = measure(small)
    assert [s.method.split(",")[0].split(" ")[0] for s in scores] == ["ngomap", "ngomap", "exact", "token_set_ratio"]
    assert scores[0].precision == 1.0
    assert 0 < scores[2].recall < scores[0].recall <= scores[1].recall
    assert "| small | exact normalised name |" in table(scores)


def test_a_wrong_matcher_would_be_seen(small: Labelled) -> None:
    everything = exact(small, lambda entry: "the same")
    assert score(small, "all", everything).precision < 0.2
    assert best_fuzzy(small, small, lambda e: e.name, "names").recall > 0.5
    assert ours(small)[0].precision > score(small, "all", everything).precision


def test_the_files_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("Id,True Id\n0,a\n1,a\n2,b\n3,b\n", encoding="utf-8")
    (tmp_path / "messy_input.csv").write_text(CHICAGO, encoding="utf-8")
    (tmp_path / "ocha_org_name_patterns.csv").write_text(OCHA, encoding="utf-8")
    sites = chicago(tmp_path)
    assert [(e.name, e.address, e.area) for e in sites.entries] == [
        ("Amber House", "1 Elm St", ("60601",)), ("AMBER HOUSE", "1 Elm Street", ()), ("Corvin School", "9 Oak Ave", ("60602",)),
    ]  # fmt: skip
    assert sites.true_pairs() == {frozenset(("0", "1"))}
    assert [(e.name, e.acronym) for e in ocha(tmp_path).entries] == [("Amber House International", "AHI"), ("Amber House", ""), ("Corvin", "")]


def test_precision_that_does_not_hold_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bad = Score("x", "ngomap, automatic (0.9)", 10, 0.5, 0.5, 0.0)
    monkeypatch.setattr(part, "DATASETS", tmp_path)
    monkeypatch.setattr(part, "chicago", lambda folder: None)
    monkeypatch.setattr(part, "ocha", lambda folder: None)
    monkeypatch.setattr(part, "measure", lambda labelled: [bad])
    with pytest.raises(AssertionError, match=r"precision 0\.500"):
        matching()


def test_without_the_data_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(part, "DATASETS", tmp_path / "nowhere")
    assert matching() == []
    assert "there is no data" in capsys.readouterr().err
