"""`ngomap network` at the command line: filters, days, audiences, sizes."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.cli import network_rows
from tests.conftest import Run
from tests.golden.test_golden import HERE


@pytest.fixture
def tiny(run: Run) -> Run:
    """The tiny map of the golden answers: us - brook - creek - ebb, and delta without ties."""
    assert run("init").exit_code == 0
    assert run("import", str(HERE / "tiny.json")).exit_code == 0
    return run


def asked(run: Run, *words: str) -> Any:
    ran = run("network", *words, "--limit", "0", "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


def found(answer: Any, group: str) -> dict[str, Any]:
    return {f["subject"]: f["value"] for f in answer["findings"] if f["group"].startswith(group)}


def test_an_empty_map_and_one_without_us(run: Run) -> None:
    assert run("init").exit_code == 0
    answer = asked(run)
    assert answer["findings"] == [] and "ngomap add" in answer["next"][0]
    assert asked(run, "--compare", "2020-01-01")["findings"] == []
    run("add", "Alone")
    assert found(asked(run), "the core") == {"isolated": 1}


def test_a_filter_leaves_those_who_meet_it_with_their_people(tiny: Run) -> None:
    assert found(asked(tiny, "--issue", "drinking-water"), "circles") == {"brook": 2}
    assert found(asked(tiny, "--kind", "business"), "the core") == {"isolated": 1}
    tiny("person", "add", "Ana", "--org", "brook")
    assert found(asked(tiny, "--area", "west"), "circles") == {"ana": 2}
    assert found(asked(tiny, "--area", "west", "--kind", "ngo"), "circles") == {}


def test_two_days_compared_whichever_is_named_first(tiny: Run) -> None:
    tiny("link", "us", "delta", "--since", "2026-05-20", "--rung", "2")
    tiny("link", "brook", "creek", "--status", "ended", "--until", "2026-05-10")
    answer = asked(tiny, "--as-of", "2026-06-01", "--compare", "2026-05-01")
    assert answer["parameters"]["on"] == "2026-06-01"
    assert [f["label"] for f in answer["findings"] if f["group"] == "ties that came"] == ["Us works with Delta"]
    assert [f["label"] for f in answer["findings"] if f["group"] == "ties that went"] == ["Brook works with Creek"]
    assert found(answer, "joined") == {"delta": 1}
    assert asked(tiny, "--as-of", "2026-05-01", "--compare", "2026-06-01") == answer


def test_the_same_day_twice_is_refused(tiny: Run) -> None:
    ran = tiny("network", "--compare", "2026-06-01")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "--compare DATE" in ran.stderr


def test_what_is_above_the_audience_is_left_out_and_leaves_no_trace(tiny: Run) -> None:
    tiny("person", "add", "Ana Example", "--org", "brook")
    tiny("add", "Hidden House", "--audience", "secret")
    tiny("link", "us", "hidden-house", "--rung", "3")
    for n in range(2):
        tiny("log", "brook", "ana-example", "--on", f"2026-05-0{n + 1}")
    everything = asked(tiny)
    assert "Hidden House" in str(everything) and "Ana Example" in str(everything)
    shown = asked(tiny, "--audience", "partners")
    assert "Hidden House" not in str(shown) and "Ana Example" not in str(shown)
    assert shown["caveats"][-1] == "What is above the audience partners was left out."
    assert found(shown, "brokers") == {"brook": 2, "creek": 2}


def test_a_contact_with_somebody_withheld_is_not_counted(tiny: Run) -> None:
    for name in ("Pia Public", "Quin Quiet"):
        tiny("person", "add", name, "--org", "brook", "--audience", "public" if name[0] == "P" else "secret")
    tiny("link", "pia-public", "brook", "--type", "works-for", "--audience", "public")
    tiny("log", "pia-public", "--on", "2026-05-01", "--audience", "public")
    tiny("log", "pia-public", "quin-quiet", "--on", "2026-05-02", "--audience", "public")
    assert found(asked(tiny, "--audience", "partners"), "our contacts") == {"brook": 1}
    assert found(asked(tiny), "our contacts") == {}


def test_an_audience_that_is_none(tiny: Run) -> None:
    assert tiny("network", "--audience", "friends").exit_code == 2


def test_a_large_map_is_answered_for_as_a_small_one_is(tiny: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny("person", "add", "Ana", "--org", "brook")
    tiny("person", "add", "Ben", "--org", "brook", "--audience", "secret")
    tiny("link", "us", "delta", "--since", "2026-05-20", "--rung", "2", "--stance", "confrontational")
    tiny("link", "brook", "delta", "--type", "rivals")
    tiny("log", "brook", "ana", "--on", "2026-05-02")
    words = [
        (), ("--audience", "public"), ("--issue", "drinking-water"), ("--kind", "ngo"), ("--as-of", "2026-05-01"),
        ("--limit", "1"), ("--as-of", "2026-05-31", "--audience", "partners"),
    ]  # fmt: skip
    small = [tiny("network", *w, "--format", "json").json for w in words]
    assert all(answer["findings"] for answer in small)
    monkeypatch.setattr(network_rows, "MOST_ACTORS", -1)
    for asked_for, answer in zip(words, small, strict=True):
        large = tiny("network", *asked_for, "--format", "json").json
        assert _but_circles(large) == _but_circles(answer)


def _but_circles(answer: Any) -> Any:
    """The answer without what rests on circles: of large maps they are found in another order, and can be others."""
    findings = [
        {**f, "reasons": [r for r in f["reasons"] if r["code"] not in ("joins", "only-link")]}
        for f in answer["findings"] if not f["group"].startswith("circles")
    ]  # fmt: skip
    return {**answer, "findings": findings, "next": [], "totals": {}, "total": 0}


def test_of_a_map_that_is_too_large_the_neighbourhood_is_answered_for(tiny: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_rows, "scale_installed", lambda: False)
    monkeypatch.setattr(network_rows, "MOST_ACTORS", 3)
    answer = asked(tiny)
    assert any("pip install 'ngomap[scale]'" in c for c in answer["caveats"])
    assert found(answer, "circles") == {"brook": 3}
    assert any("about us and our contacts within 2 steps (3)" in c for c in answer["caveats"])
    # What is told of two days the extra would not help with.
    compared = asked(tiny, "--compare", "2025-01-01")
    assert any("about us and our contacts" in c for c in compared["caveats"])
    assert not any("pip install" in c for c in compared["caveats"])
    monkeypatch.setattr(network_rows, "MOST_ACTORS", 20)
    monkeypatch.setattr(network_rows, "MOST_TIES", 1)
    assert any("about us and our contacts (2)" in c for c in asked(tiny)["caveats"])
    ran = tiny("network", "--kind", "ngo")
    assert ran.exit_code == 2 and "Narrow it down" in ran.stderr
    monkeypatch.setattr(network_rows, "MOST_TIES", 0)
    assert tiny("network").exit_code == 2


def test_a_table_fits_a_screen(tiny: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert len(tiny("network").stdout.splitlines()) <= 50
