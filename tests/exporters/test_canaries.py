"""No byte of what was kept back is in any file: every text of a map is a canary of its own, at every audience."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from ngomap.exporters.formats import FORMATS, WITH_TABLES
from ngomap.exporters.tally import Tally
from ngomap.model.audience import AUDIENCES
from ngomap.model.tables import COLUMNS
from ngomap.store.connection import Map
from ngomap.store.whole import scope_for
from ngomap.store.whole_load import load

Doc = dict[str, Any]
FILES = ("public", "partners", "internal")

# What only some readers of a record get, written down here a second time and on purpose; everything else goes with it.
FROM_PARTNERS_ON = {
    "organization": {"source", "verified_on"}, "person": {"source", "verified_on", "website", "serves"},
    "relationship": {"source", "stance", "rung"}, "stance": {"source"}, "activity": {"source"},
    "event": {"source", "next_step", "next_due", "next_done_on"}, "agreement": {"source"},
    "exchange": {"source", "worth"}, "project": {"source", "budget"}, "grant": {"source"},
}  # fmt: skip
INTERNAL = {
    "organization": {"notes", "uid"},
    "person": {"notes", "uid", "place", "email", "phone", "identifiers", "lat", "lon", "budget", "founded"},
    "relationship": {"notes", "uid"}, "area": {"uid"}, "event": {"uid"}, "resource": {"uid"}, "labour": {"uid"},
    "exchange": {"uid"}, "project": {"uid"}, "grant": {"uid", "notes"}, "commitment": {"uid"}, "observation": {"uid"},
}  # fmt: skip


class Planted:
    """A map full of canaries, and the least audience that may hear each."""

    def __init__(self) -> None:
        self.least: dict[str, str] = {}
        self._number = itertools.count(1)

    def text(self, audience: str, kind: str = "", field: str = "") -> str:
        if field in FROM_PARTNERS_ON.get(kind, ()):
            audience = max(audience, "partners", key=AUDIENCES.index)
        if field in INTERNAL.get(kind, ()):
            audience = max(audience, "internal", key=AUDIENCES.index)
        canary = f"canary{next(self._number):05d}x"
        self.least[canary] = audience
        return canary

    def fill(self, kind: str, audience: str, *fields: str) -> Doc:
        return {field: self.text(audience, kind, field) for field in fields}

    def uid(self, audience: str, kind: str) -> str:
        self.least[uid := f"00000000-0000-4000-8000-{next(self._number):012d}"] = max(
            audience, "internal", key=AUDIENCES.index
        )
        return uid

    def number(self, audience: str, kind: str, field: str) -> float:
        canary = self.text(audience, kind, field)
        number = 10 + int(canary[6:11]) / 100000 + 0.123
        self.least[repr(number)] = self.least.pop(canary)
        return number


def document(planted: Planted) -> Doc:
    """For each audience an area, an organization, a person and a term of its own, and every kind of record about them;
    besides, records that are open themselves but speak of something that is not.
    """
    found: Doc = {"ngomap": "map/1", "map": {}}
    sections = ("terms", "areas", "actors", "relationships", "trust", "stances", "events", "agreements", "labour",
                "exchanges", "projects", "project_partners", "assessments", "grants", "coalitions", "approaches",
                "commitments", "observations", "monitors", "resources", "activities", "need_figures", "surveys")  # fmt: skip
    found |= {section: [] for section in sections}
    for audience in AUDIENCES:
        _plant(planted, found, audience)
    return found


def _plant(planted: Planted, found: Doc, audience: str) -> None:
    fill, uid = planted.fill, planted.uid
    term = planted.text(audience)
    found["terms"].append({"vocabulary": "issue", "slug": term, **fill("term", audience, "name", "description"),
                           "aliases": [planted.text(audience)]})  # fmt: skip
    area = planted.text(audience)
    found["areas"].append({"uid": uid(audience, "area"), "handle": area, "audience": audience,
                           **fill("area", audience, "name", "level", "code"), "aliases": [planted.text(audience)]})
    handles = {}
    for kind in ("organization", "person"):
        handles[kind] = planted.text(audience)
        found["actors"].append(
            {
                "uid": uid(audience, kind), "handle": handles[kind], "audience": audience, "issues": [term],
                "kind": "person" if kind == "person" else "ngo",
                **fill(kind, audience, "name", "place", "email", "phone", "mission", "vision", "notes", "source"),
                "website": "https://" + planted.text(audience, kind, "website"),
                "aliases": [planted.text(audience)], "lat": planted.number(audience, kind, "lat"),
                "lon": planted.number(audience, kind, "lon"), "budget": planted.number(audience, kind, "budget"),
                "identifiers": [{"scheme": "X", "value": planted.text(audience, kind, "identifiers").upper()}],
            }
        )  # fmt: skip
    me, person = handles["organization"], handles["person"]
    found["relationships"].append(
        {"uid": uid(audience, "relationship"), "type": "works-for", "from": person, "to": me, "audience": audience,
         "until": "2027-06",
         **fill("relationship", audience, "title", "notes", "source")}
    )  # fmt: skip
    found["stances"].append({"actor": me, "issue": term, "stance": 1, "audience": audience,
                             **fill("stance", audience, "source")})  # fmt: skip
    found["events"].append(
        {"uid": uid(audience, "event"), "on_date": "2025-01-01", "kind": "call", "audience": audience,
         "participants": [me, person], "next_due": "2025-02-01",
         **fill("event", audience, "title", "outcome", "next_step", "source")}
    )  # fmt: skip
    other = found["actors"][0]["handle"] if audience != "public" else person
    found["agreements"].append(
        {"from": me, "to": other, "point": "strategy", "state": "agreed", "on_date": "2025-01-01",
         "audience": audience, **fill("agreement", audience, "text", "source")}
    )  # fmt: skip
    found["labour"].append(
        {"uid": uid(audience, "labour"), "from": me, "to": other, "actor": other, "area": area, "audience": audience,
         **fill("labour", audience, "task")}
    )  # fmt: skip
    _plant_together(planted, found, audience, (me, other, term, area))
    found["resources"].append(
        {"uid": uid(audience, "resource"), "actor": me, "direction": "offer", "kind": "space", "area": area,
         "audience": audience, **fill("resource", audience, "description", "unit", "conditions")}
    )  # fmt: skip
    found["activities"].append({"actor": me, "term": f"issue:{term}", "area": area, "audience": audience,
                                **fill("activity", audience, "project", "source")})  # fmt: skip
    found["need_figures"].append({"area": area, "term": f"issue:{term}", "people": 5, "audience": audience,
                                  **fill("need_figure", audience, "source")})  # fmt: skip
    found["surveys"].append({"area": area, "audience": audience, **fill("survey", audience, "source")})
    # Open in itself, but about somebody, something or some place that is not.
    if audience != "public":
        shown, place = found["actors"][0]["handle"], found["areas"][0]["handle"]
        found["relationships"].append({"type": "funds", "from": shown, "to": me, "audience": "public",
                                       **fill("", audience, "title")})  # fmt: skip
        found["trust"].append({"from": shown, "to": me, "reliability": 3, "audience": "public"})
        found["agreements"].append({"from": shown, "to": me, "point": "communication", "state": "open",
                                    "on_date": "2025-01-03", "audience": "public", **fill("", audience, "text")})  # fmt: skip
        found["labour"].append({"from": shown, "to": found["actors"][1]["handle"], "actor": shown, "area": area,
                                "audience": "public", **fill("", audience, "task")})  # fmt: skip
        found["events"].append({"on_date": "2025-01-04", "kind": "call", "audience": "public", "participants": [shown],
                                "introduces": me, "title": planted.text("public")})  # fmt: skip
        found["events"].append({"on_date": "2025-01-02", "kind": "call", "audience": "public",
                                "participants": [me], **fill("", audience, "title")})  # fmt: skip
        found["activities"].append({"actor": shown, "term": f"issue:{found['terms'][0]['slug']}", "area": area,
                                    "audience": "public", **fill("", audience, "project")})  # fmt: skip
        found["activities"].append({"actor": me, "term": f"issue:{found['terms'][0]['slug']}", "area": place,
                                    "audience": "public", **fill("", audience, "project")})  # fmt: skip
        project, promise = found["projects"][-1]["handle"], found["commitments"][-1]["handle"]
        found["exchanges"].append({"from": shown, "to": me, "mode": "given", "kind": "data", "on_date": "2025-01-05",
                                   "audience": "public", **fill("", audience, "description")})  # fmt: skip
        found["project_partners"].append({"project": project, "actor": shown, **fill("", audience, "task")})
        found["assessments"].append({"project": project, "by": shown, "on_date": "2025-01-06", "audience": "public",
                                     **fill("", audience, "worked")})  # fmt: skip
        found["activities"].append({"actor": shown, "term": f"issue:{found['terms'][0]['slug']}", "area": place,
                                    "audience": "public", "project": found["projects"][-1]["name"]})  # fmt: skip
        found["grants"].append({"handle": planted.text(audience), "funder": shown, "area": area, "audience": "public",
                                **fill("", audience, "name")})  # fmt: skip
        found["observations"].append({"commitment": promise, "on_date": "2025-01-07", "finding": "kept", "audience": "public",
                                      **fill("", audience, "text")})  # fmt: skip
        found["commitments"].append({"handle": planted.text("public"), "by": shown, "to": me, "on_date": "2025-01-08",
                                     "what": planted.text("public"), "audience": "public"})  # fmt: skip
        found["approaches"].append({"from": shown, "to": me, "approach": "mixed", "on_date": "2025-01-08",
                                    "audience": "public", **fill("", audience, "note")})  # fmt: skip
        found["resources"].append({"actor": me, "direction": "need", "kind": "data", "audience": "public",
                                   **fill("", audience, "description")})  # fmt: skip
        found["need_figures"].append({"area": area, "term": f"issue:{found['terms'][0]['slug']}", "people": 6,
                                      "audience": "public", **fill("", audience, "source")})  # fmt: skip
        inside = planted.text(audience)
        found["actors"].append({"handle": planted.text("public"), "kind": "ngo", "audience": "public", "area": area,
                                "name": planted.text("public"), "serves": [area], "place": inside})  # fmt: skip


def _plant_together(planted: Planted, found: Doc, audience: str, about: tuple[str, str, str, str]) -> None:
    """What the two do together, what government promised, and what was found of it."""
    fill, uid = planted.fill, planted.uid
    me, other, term, area = about
    day = {"on_date": "2025-02-01", "audience": audience}
    found["exchanges"].append({"uid": uid(audience, "exchange"), "from": me, "to": other, "mode": "lent", "kind": "space", **day,
                               "worth": planted.number(audience, "exchange", "worth"),
                               **fill("exchange", audience, "description", "unit", "source")})  # fmt: skip
    project, promise = planted.text(audience), planted.text(audience)
    found["projects"].append({"uid": uid(audience, "project"), "handle": project, "issues": [term], "areas": [area],
                              "audience": audience, "budget": planted.number(audience, "project", "budget"),
                              **fill("project", audience, "name", "goal", "source")})  # fmt: skip
    found["project_partners"].append({"project": project, "actor": me, **fill("project_partner", audience, "task")})
    found["assessments"].append({"project": project, "by": me, "of": other, **day,
                                 **fill("assessment", audience, "worked", "failed")})  # fmt: skip
    found["grants"].append({"uid": uid(audience, "grant"), "handle": planted.text(audience), "funder": me, "area": area,
                            "term": f"issue:{term}", "audience": audience,
                            **fill("grant", audience, "name", "notes", "source")})  # fmt: skip
    found["coalitions"].append({"actor": me, "target": other, "issue": term, "audience": audience,
                                **fill("coalition", audience, "objective", "asks")})  # fmt: skip
    found["approaches"].append({"from": me, "to": other, "issue": term, "approach": "mixed", **day,
                                **fill("approach", audience, "note")})  # fmt: skip
    found["commitments"].append({"uid": uid(audience, "commitment"), "handle": promise, "by": me, "to": other, "issue": term,
                                 "area": area, **day, **fill("commitment", audience, "what", "source")})  # fmt: skip
    found["observations"].append({"uid": uid(audience, "observation"), "commitment": promise, "observer": other, **day,
                                  "finding": "progress", **fill("observation", audience, "text", "evidence")})  # fmt: skip
    found["monitors"].append({"actor": me, **day, **fill("monitor", audience, "training", "impartiality")})


@pytest.fixture
def planted(empty_map: Map) -> Planted:
    found = Planted()
    load(empty_map, document(found))
    us = empty_map.connection.execute("SELECT uid FROM actors WHERE audience = 'internal' AND kind = 'ngo'").fetchone()
    empty_map.connection.execute("INSERT INTO settings VALUES ('us', ?)", us)
    empty_map.connection.execute("INSERT INTO settings VALUES ('name', ?)", [found.text("internal")])
    return found


def files(map_: Map, audience: str) -> Iterator[tuple[str, str]]:
    for form, pieces in FORMATS.items():
        for table in COLUMNS if form in WITH_TABLES else ("",):
            scope = scope_for(map_, audience)
            data = b"".join(p if isinstance(p, bytes) else p.encode() for p in pieces(map_, scope, Tally(), table or "actors"))
            yield f"{form} {table}", text_of(data)


def text_of(data: bytes) -> str:
    """What a file says; of a workbook what is packed in it."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(name + book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize("audience", FILES)
def test_no_byte_of_what_is_kept_back_is_in_any_file(empty_map: Map, planted: Planted, audience: str) -> None:
    kept = {c for c, least in planted.least.items() if AUDIENCES.index(least) > AUDIENCES.index(audience)}
    assert len(kept) > 40
    for name, text in files(empty_map, audience):
        # A calendar folds its lines, and a canary over the fold would sing unheard.
        text = text.replace("\r\n ", "")
        leaked = sorted(c for c in kept if c in text or c.upper() in text)
        assert not leaked, f"{name} for {audience} holds {leaked}"


@pytest.mark.parametrize("audience", FILES)
def test_whatever_may_be_heard_is_in_the_whole_map(empty_map: Map, planted: Planted, audience: str) -> None:
    heard = {c for c, least in planted.least.items() if AUDIENCES.index(least) <= AUDIENCES.index(audience)}
    assert len(heard) > 40
    text = "".join(FORMATS["json"](empty_map, scope_for(empty_map, audience), Tally(), ""))
    assert sorted(c for c in heard if c not in text and c.upper() not in text) == []


@pytest.mark.parametrize("audience", FILES)
def test_every_table_has_something_to_hide_and_something_to_tell(
    empty_map: Map, planted: Planted, audience: str
) -> None:
    """Otherwise the test above would prove nothing about it."""
    for table in COLUMNS:
        tally = Tally()
        text = "".join(FORMATS["csv"](empty_map, scope_for(empty_map, audience), tally, table))
        if table != "trust" or audience == "internal":
            assert text.count("\n") > 1, table
        assert sum(tally.written.values()) == text.count("\n") - 1
        assert tally.withheld or table == "terms"


@pytest.mark.parametrize(("audience", "steps", "ends"), [("public", 0, 1), ("partners", 2, 2), ("internal", 3, 3)])
def test_the_calendar_has_something_to_hide_and_something_to_tell(
    empty_map: Map, planted: Planted, audience: str, steps: int, ends: int
) -> None:
    empty_map.connection.execute("DELETE FROM settings WHERE key IN ('us', 'name')")
    tally = Tally()
    text = "".join(FORMATS["ics"](empty_map, scope_for(empty_map, audience), tally, ""))
    kept = {c for c, least in planted.least.items() if AUDIENCES.index(least) > AUDIENCES.index(audience)}
    unfolded = text.replace("\r\n ", "")
    assert not sorted(c for c in kept if c in unfolded or c.upper() in unfolded)
    assert (tally.written.get("follow-ups", 0), tally.written.get("endings", 0)) == (steps, ends)
    assert tally.withheld == {"follow-ups": 4 - steps, "endings": 4 - ends}
