"""Follow-ups and endings as a calendar, read back by a parser that knows nothing but the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.exporters.ics import _folded, _text, ics_pieces
from ngomap.exporters.tally import Tally
from ngomap.model.shipped import shipped_json
from ngomap.store.connection import Map
from ngomap.store.event_edits import log_event, step_done, step_postponed
from ngomap.store.refs import actor_named
from ngomap.store.whole import scope_for
from ngomap.store.whole_load import load
from tests.conftest import Run

UID = "00000000-0000-4000-8000-00000000000"
ONCE = ("UID", "DTSTAMP", "DTSTART", "SUMMARY")


def parsed(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The calendar's own properties and those of its events; anything that RFC 5545 does not allow fails."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    raw = text.encode().split(b"\r\n")[:-1]
    assert all(0 < len(line) <= 75 for line in raw)
    lines: list[bytes] = []
    for line in raw:
        line.decode()  # No character is cut in two.
        if line[:1] == b" ":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    properties = [read_line(line.decode()) for line in lines]
    assert properties[0] == ("BEGIN", {}, "VCALENDAR") and properties[-1] == ("END", {}, "VCALENDAR")
    calendar: dict[str, str] = {}
    events: list[dict[str, str]] = []
    inside: dict[str, str] | None = None
    for name, parameters, value in properties[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            assert inside is None
            inside = {}
        elif (name, value) == ("END", "VEVENT"):
            assert inside is not None and all(n in inside for n in ONCE)
            events.append(inside)
            inside = None
        else:
            assert name not in ("BEGIN", "END")
            target = calendar if inside is None else inside
            assert name not in target, f"{name} stands twice"
            target[name] = checked(name, parameters, value)
    assert inside is None
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    assert len({e["UID"] for e in events}) == len(events)
    return calendar, events


def read_line(line: str) -> tuple[str, dict[str, str], str]:
    found = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[A-Z]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)", line)
    assert found, line
    parameters = dict(p.split("=") for p in found[2].split(";")[1:])
    return found[1], parameters, found[3]


def checked(name: str, parameters: dict[str, str], value: str) -> str:
    if name in ("DTSTART", "DTEND"):
        assert parameters == {"VALUE": "DATE"} and re.fullmatch(r"\d{8}", value), value
        return value
    assert not parameters
    if name == "DTSTAMP":
        assert re.fullmatch(r"\d{8}T\d{6}Z", value)
    if name not in ("SUMMARY", "DESCRIPTION", "X-WR-CALNAME"):
        return value
    return "".join(unescaped(value))


def unescaped(value: str) -> Iterator[str]:
    rest = iter(value)
    for character in rest:
        if character == "\\":
            following = next(rest)
            assert following in "\\;,nN"
            yield "\n" if following in "nN" else following
        else:
            assert character not in ";,"
            yield character


def calendar_of(map_: Map, audience: str = "internal", since: str = "") -> tuple[dict[str, str], list[dict[str, str]], Tally]:
    tally = Tally()
    text = "".join(ics_pieces(map_, scope_for(map_, audience), tally, since))
    return (*parsed(text), tally)


def text_of(map_: Map, audience: str = "internal") -> str:
    return "".join(ics_pieces(map_, scope_for(map_, audience), Tally()))


DOCUMENT: dict[str, Any] = {
    "ngomap": "map/1",
    "map": {"name": "Our map", "us": "us"},
    "actors": [
        {"handle": "us", "kind": "ngo", "name": "Us"},
        {"handle": "fair", "kind": "ngo", "name": "Fair; Elections, Now"},
        {"handle": "other", "kind": "ngo", "name": "Other"},
        {"handle": "ana", "kind": "person", "name": "Ana", "audience": "internal"},
    ],
    "relationships": [
        {"uid": UID + "1", "type": "funds", "from": "fair", "to": "us", "status": "active", "since": "2024",
         "until": "2026-11", "audience": "public"},
        {"uid": UID + "2", "type": "on-board-of", "from": "ana", "to": "us", "status": "active", "title": "Chair",
         "until": "2027", "audience": "public"},
        {"uid": UID + "3", "type": "funds", "from": "fair", "to": "other", "status": "active", "until": "2026-10-01",
         "audience": "public"},
        {"uid": UID + "4", "type": "mentors", "from": "fair", "to": "us", "status": "ended", "until": "2026-01-01",
         "audience": "public"},
    ],
    "events": [
        {"uid": UID + "5", "on_date": "2026-05-01", "kind": "call", "title": "Call", "next_step": "Send it; soon,\nplease \\",
         "next_due": "2026-06-30", "participants": ["us", "fair", "ana"], "audience": "partners"},
        {"uid": UID + "6", "on_date": "2026-05-02", "kind": "call", "title": "Ana called", "next_step": "Answer",
         "next_due": "2026-06-01", "participants": ["ana", "other"], "audience": "internal"},
        {"uid": UID + "7", "on_date": "2026-05-02", "kind": "call", "title": "Theirs", "next_step": "Theirs",
         "next_due": "2026-06-01", "participants": ["fair", "other"], "audience": "public"},
        {"uid": UID + "8", "on_date": "2026-05-03", "kind": "call", "title": "Done", "next_step": "Done",
         "next_due": "2026-06-01", "next_done_on": "2026-06-01", "participants": ["us", "fair"], "audience": "public"},
        {"uid": UID + "9", "on_date": "2026-05-03", "kind": "call", "title": "No day", "next_step": "No day",
         "participants": ["us", "fair"], "audience": "public"},
    ],
}  # fmt: skip


@pytest.fixture
def map_(empty_map: Map) -> Map:
    load(empty_map, DOCUMENT)
    return empty_map


def test_what_is_ours_open_and_has_a_day(map_: Map) -> None:
    calendar, events, tally = calendar_of(map_)
    assert calendar["X-WR-CALNAME"] == "Follow-ups of Our map"
    assert [(e["DTSTART"], e["DTEND"], e["DTSTAMP"], e["SUMMARY"]) for e in events] == [
        ("20260601", "20260602", "20260502T000000Z", "Answer"),
        ("20260630", "20260701", "20260501T000000Z", "Send it; soon, please \\"),
        ("20261130", "20261201", "20241231T000000Z", "Ends: Fair; Elections, Now funds Us"),
        ("20271231", "20280101", "20271231T000000Z", "Ends: Ana sits on the board of Us (Chair)"),
    ]
    assert events[1]["DESCRIPTION"] == "With Ana, Fair; Elections, Now. Agreed on 2026-05-01: Call."
    assert events[2]["DESCRIPTION"] == "Fair; Elections, Now funds Us until 2026-11."
    assert (tally.written, tally.withheld) == ({"follow-ups": 2, "endings": 2}, {})


def test_what_is_above_the_audience_is_counted_and_not_named(map_: Map) -> None:
    _, events, tally = calendar_of(map_, "partners")
    assert [e["SUMMARY"] for e in events] == ["Send it; soon, please \\", "Ends: Fair; Elections, Now funds Us"]
    assert "Ana" not in text_of(map_, "partners")
    assert (tally.written, tally.withheld) == ({"follow-ups": 1, "endings": 1}, {"follow-ups": 1, "endings": 1})
    # The public hears of the contact, perhaps, but never of what we agreed to do.
    _, events, tally = calendar_of(map_, "public")
    assert [e["SUMMARY"] for e in events] == ["Ends: Fair; Elections, Now funds Us"]
    assert tally.withheld == {"follow-ups": 2, "endings": 1}


def test_from_a_day_on(map_: Map) -> None:
    _, events, tally = calendar_of(map_, since="2026-06-30")
    assert [e["DTSTART"] for e in events] == ["20260630", "20261130", "20271231"]
    assert tally.withheld == {}
    _, events, tally = calendar_of(map_, since="2028-01-01")
    assert (events, tally.notes) == ([], ["The calendar is empty: nothing that this audience may see is due or ends."])


def test_an_id_lasts_and_says_nothing(map_: Map) -> None:
    def ids(audience: str) -> dict[str, str]:
        return {e["SUMMARY"]: e["UID"] for e in calendar_of(map_, audience)[1]}

    before = ids("internal")
    assert UID not in text_of(map_)
    # Two readers cannot find out by the ids that they got the same.
    assert not set(before.values()) & set(ids("partners").values())
    number = map_.connection.execute("SELECT id FROM events WHERE title = 'Ana called'").fetchone()[0]
    step_postponed(map_, number, "2026-08-01")
    assert ids("internal") == before
    assert "DTSTART;VALUE=DATE:20260801" in text_of(map_)
    step_done(map_, number, "2026-07-01")
    assert set(ids("internal")) == set(before) - {"Answer"}


def test_what_is_unchanged_has_unchanged_bytes(map_: Map) -> None:
    before = text_of(map_)
    ours, fair = actor_named(map_, "us"), actor_named(map_, "fair")
    assert ours and fair
    log_event(map_, {"kind": "call", "title": "Without a step", "on_date": "2026-09-01"}, [ours, fair])
    assert text_of(map_) == before


def test_without_us_everybody_is(map_: Map) -> None:
    map_.connection.execute("DELETE FROM settings WHERE key = 'us'")
    _, events, _ = calendar_of(map_)
    assert {"Theirs", "Ends: Fair; Elections, Now funds Other"} < {e["SUMMARY"] for e in events}


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_breaks_a_line_or_ends_a_property(text: str) -> None:
    line = f"SUMMARY:{_text(text)}"
    pieces = _folded(line).split("\r\n")
    assert all(len(p.encode()) <= 75 for p in pieces)
    assert pieces[0] + "".join(p[1:] for p in pieces[1:]) == line
    name, _, value = read_line(line)
    read = "".join(unescaped(value))
    assert name == "SUMMARY"
    if text.isprintable():
        assert read == text


def test_the_example(empty_map: Map, run: Run) -> None:
    load(empty_map, shipped_json("example.json"))
    _, events = parsed(run("export", "ics", "--audience", "internal").stdout.replace("\r\n", "\n").replace("\n", "\r\n"))
    assert "Ends: Nadeera Oluwest sits on the board of Citizens Fighting Corruption (Treasurer)" in {
        e["SUMMARY"] for e in events
    }
    assert len(events) > 10


def test_the_command(map_: Map, run: Run, tmp_path: Any) -> None:
    path = tmp_path / "out.ics"
    answer = run("export", "ics", "--audience", "internal", "--from-date", "2026-06-30", "--to", str(path), "--format", "json")
    assert answer.json["written"] == {"follow-ups": 1, "endings": 2}
    assert len(parsed(path.read_bytes().decode())[1]) == 3
    assert run("export", "csv", "--from-date", "2026-06-30").exit_code == 2
    assert run("export", "ics", "--from-date", "soon").exit_code == 2
    assert run("export", "ics", "--what", "events").exit_code == 2
    # Of who is not among those chosen nothing is told, and nothing is counted as withheld.
    chosen = run("export", "ics", "--audience", "internal", "--kind", "coalition", "--to", str(tmp_path / "b.ics"), "--format", "json")
    assert (chosen.json["written"], chosen.json["withheld"]) == ({}, {})
