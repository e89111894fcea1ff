"""What a stranger could learn from a file."""

from __future__ import annotations

from ngomap.analyses.leaving import INFERRED, LEAVES, STAYS, find_leaving
from ngomap.model.records import Record
from ngomap.model.report import Report

FEN: Record = {"handle": "fen", "name": "Fair Elections", "kind": "ngo", "area": "mill"}
CHOIR: Record = {"handle": "choir", "name": "Old Choir", "kind": "cbo", "area": "mill", "serves": ["weir"]}
AMARA: Record = {"handle": "amara", "name": "Amara Diallo", "kind": "person"}
HIDDEN = [("Amara Diallo", "amara"), ("Bo", "bo"), ("The Weir Group", "weir-group")]


def codes(report: Report) -> list[tuple[str, str]]:
    return [(f.subject, f.reasons[0].code) for f in report.findings if f.group == INFERRED]


def test_an_empty_file_tells_nothing() -> None:
    report = find_leaving({}, {}, HIDDEN, "public")
    assert (report.findings, report.caveats, report.next) == ((), ("Nothing would leave.",), ())


def test_counts_of_what_leaves_and_what_stays() -> None:
    report = find_leaving({"actors": [FEN], "events": []}, {"people": 2, "events": 0}, [], "public")
    assert [(f.group, f.subject, f.value) for f in report.findings if f.group != INFERRED] == [
        (LEAVES, "actors", 1), (STAYS, "people", 2),
    ]  # fmt: skip


def test_a_withheld_name_in_words_is_found_however_it_is_written() -> None:
    events: list[Record] = [
        {"on_date": "2026-01-05", "title": "Lunch with AMARA  Diallo's sister"}, {"title": "A boat", "outcome": "the weir group came"},
        {"title": "Amaranth Diallos, Bo"},
    ]  # fmt: skip
    report = find_leaving({"events": events, "actors": [{**FEN, "area": None, "mission": "With Amara Diallo"}]}, {}, HIDDEN, "public")
    assert codes(report) == [("amara", "named-in-words"), ("amara", "named-in-words"), ("weir-group", "named-in-words")]
    assert [f.reasons[0].text for f in report.findings[:2]] == [
        "The mission of Fair Elections holds the name of Amara Diallo, who is withheld.",
        "The title of an event of 2026-01-05 holds the name of Amara Diallo, who is withheld.",
    ]
    assert "Amara Diallo" in report.next[0]


def test_people_go_by_name_those_with_contacts_first() -> None:
    bo: Record = {"handle": "bo", "name": "Bo Zed", "kind": "person", "email": "bo@example.org"}
    assert codes(find_leaving({"actors": [AMARA, bo]}, {}, [], "internal")) == [
        ("bo", "person-with-contact"), ("amara", "person")
    ]  # fmt: skip
    assert codes(find_leaving({"actors": [AMARA, bo]}, {}, [], "internal", disguised=True)) == []


def test_who_is_alone_in_an_area_is_known_by_it() -> None:
    report = find_leaving({"actors": [FEN, CHOIR], "areas": [{"handle": "weir", "name": "The Weir"}]}, {}, [], "public")
    assert codes(report) == [("choir", "alone-in-area")]
    assert "the only organization in The Weir:" in report.findings[0].reasons[0].text
    both: list[Record] = [{"actor": "fen", "area": "weir"}]
    assert codes(find_leaving({"actors": [FEN, CHOIR], "activities": both}, {}, [], "public")) == []


def test_small_numbers_and_exact_points() -> None:
    needs: list[Record] = [{"area_name": "Mill", "people": 9}, {"area_name": "Mill", "people": 10}, {"area_name": "Weir", "people": 0}]
    report = find_leaving({"need_figures": needs, "actors": [{**AMARA, "lat": 1.234, "lon": 2.0}]}, {}, [], "public", True)
    assert codes(report) == [("need_figures-people", "small-number"), ("points", "exact-point")]
    assert report.findings[0].value == 1
    assert codes(find_leaving({"actors": [{**AMARA, "lat": 1.23, "lon": 2.0}]}, {}, [], "public", True)) == []
