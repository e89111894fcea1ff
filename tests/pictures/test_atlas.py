"""The page of an atlas as bytes: safe, small, the same every time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.words import Area, Term
from ngomap.pictures.atlas import atlas_page, long_day, script
from ngomap.pictures.atlas_data import as_json, link, page_data
from ngomap.pictures.atlas_looks import FAMILIES, KIND_NAMES, family_of
from ngomap.pictures.atlas_places import CROWD, frame_for, grid, ground, placed
from ngomap.pictures.atlas_rows import Atlas, Findings
from ngomap.pictures.atlas_tables import tables
from ngomap.pictures.map_marks import Site
from ngomap.pictures.page import digest

EVIL = "</script><script>alert(1)</script><!--"
WORDS = [Term(1, "issue", "health", "Health"), Term(2, "issue", "nutrition", "Nutrition", parent=1)]
PLACES = [Area(1, "land", "Land", lat=1.0, lon=36.0), Area(2, "town", "Town", parent=1, lat=1.2, lon=36.2)]


def atlas(actors: int = 3, ties: int | list[Tie] = 2, **changes: Any) -> Atlas:
    records = {
        n: {
            "handle": f"o{n}", "name": f"Organization {n}", "kind": "ngo", "level": "local", "area": "town", "issues": ["nutrition"],
            "lat": 1.0 + n % 40 / 100, "lon": 36.0 + n % 37 / 100, "mission": "A sentence of some length about the work. " * 3,
            "website": f"https://o{n}.example", "email": f"office@o{n}.example",
        }
        for n in range(1, actors + 1)
    }  # fmt: skip
    if isinstance(ties, list):
        return replace(atlas(actors, 0, **changes), ties=ties)
    pairs = sorted({(n % actors + 1, (n * 7 + 3) % actors + 1) for n in range(ties)})
    found = [Tie(n, "works-with", a, b, "active", rung=n % 6) for n, (a, b) in enumerate(pairs, 1) if a != b]
    work = [Activity(n, n, 2, 2) for n in records]
    parts: dict[str, Any] = {
        "title": "Ours", "on": "2026-11-01", "audience": "internal", "source": "Ours", "us": 1, "actors": records,
        "areas": PLACES, "terms": WORDS, "ties": found, "activities": work, "standing": {},
    }  # fmt: skip
    return Atlas(**(parts | changes))


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_data_cannot_end_its_element_and_says_what_it_said() -> None:
    text = as_json({"name": EVIL + "&\u2028"})
    assert not {"<", ">", "&", "\u2028"} & set(text)
    assert json.loads(text)["name"].startswith(EVIL)


def test_the_policy_lets_only_the_one_script_run() -> None:
    records = {1: {"handle": "o1", "name": EVIL, "kind": "ngo", "place": EVIL, "mission": EVIL, "website": "javascript:alert(1)"}}
    report = Report("r", EVIL, EVIL, {}, (Finding("o1", EVIL, 1.0, EVIL, (Reason("c", EVIL),), EVIL),), (EVIL,))
    page = atlas_page(Atlas(
        EVIL, "2026-11-01", "public", EVIL, None, records, [Area(1, "a", EVIL)], [Term(1, "issue", "i", EVIL)], [], [], {},
        findings=(Findings("gaps", EVIL, EVIL, (report,), (EVIL,)),), notes=(EVIL,),
    ))  # fmt: skip
    assert page.count("<script") == 2  # the data and the code
    assert f"script-src {digest(script())};" in page
    assert "unsafe-eval" not in page
    assert "href=\"javascript" not in page.casefold()
    assert data_of(page)["actors"][0]["n"] == EVIL


def test_nothing_in_the_page_names_another_place_to_fetch_from() -> None:
    page = atlas_page(atlas())
    assert not re.search(r"<(?:link|img|iframe|object|embed|source)\b|@import|url\(", page)
    assert "innerHTML" not in script()
    assert "eval(" not in script()


def test_the_same_rows_in_any_order_give_the_same_page() -> None:
    plain = atlas(actors=12, ties=20)
    turned = Atlas(
        plain.title, plain.on, plain.audience, plain.source, plain.us, dict(reversed(plain.actors.items())),
        plain.areas[::-1], plain.terms[::-1], plain.ties[::-1], plain.activities[::-1], plain.standing,
    )  # fmt: skip
    assert atlas_page(turned) == atlas_page(plain)


def test_five_hundred_organizations_stay_under_two_megabytes() -> None:
    assert len(atlas_page(atlas(actors=500, ties=1500)).encode()) < 2_000_000


def test_a_rung_and_a_stance_go_only_where_they_may() -> None:
    tie = Tie(1, "works-with", 1, 2, "active", rung=5, stance="confrontational", notes="told nowhere")
    public, internal = (page_data(atlas(ties=[tie], audience=a)) for a in ("public", "internal"))
    assert public["ties"][0][4] == public["lines"][0][3] == -1  # type: ignore[index]
    assert internal["ties"][0][4] == internal["lines"][0][3] == 5  # type: ignore[index]
    assert "confrontational" not in as_json(public)
    assert "told nowhere" not in as_json(internal)


def test_an_empty_map_and_one_organization_have_pages() -> None:
    nothing = Atlas("Ours", "2026-11-01", "public", "", None, {}, [], [], [], [], {})
    assert data_of(atlas_page(nothing))["actors"] == []
    alone = data_of(atlas_page(atlas(actors=1, ties=0)))
    assert (len(alone["actors"]), alone["lines"], alone["us"]) == (1, [], 0)


def test_ties_that_ended_are_not_told_and_wanted_ones_are() -> None:
    ended, wanted = Tie(1, "knows", 1, 2, "ended"), Tie(2, "works-with", 2, 3, "wanted")
    data: Any = page_data(atlas(ties=[ended, wanted]))
    assert [(t[0], t[1], t[3]) for t in data["ties"]] == [(1, 2, 2)]


def test_every_kind_has_a_family_and_a_name() -> None:
    assert {k for family in FAMILIES for k in family.kinds} == set(KIND_NAMES)
    assert family_of("ngo") == family_of("cbo") != family_of("court")


def test_links_are_web_pages_or_nothing() -> None:
    assert link("https://a.example/x") == "https://a.example/x"
    assert link("a.example") == "https://a.example"
    for text in ("javascript:alert(1)", "data:text/html,x", 'https://a.example/"onclick="x', "https://a b", "ask at the door"):
        assert link(text) == ""


def test_days_are_written_out() -> None:
    assert long_day("2026-01-31") == "31 January 2026"


def test_marks_at_one_place_stand_apart_and_a_crowd_stays_where_it_is() -> None:
    few, many = (
        [Site(n, f"s{n}", f"S{n}", "ngo", 1.0, 36.0 + 0.01 * (n % 2), "", "") for n in range(count)] for count in (9, CROWD + 1)
    )
    frame = frame_for([(s.lat, s.lon) for s in few])
    assert frame is not None
    apart = {(x + dx, y + dy) for x, y, dx, dy in placed(few, frame).values()}
    assert len(apart) == len(few)
    assert {(dx, dy) for _, _, dx, dy in placed(many, frame).values()} == {(0, 0)}


def test_land_is_drawn_and_cut_and_a_grid_has_round_degrees() -> None:
    frame = frame_for([(-1.3, 36.8), (0.1, 37.5)])
    assert frame is not None
    drawn = ground(frame, {"KE"})
    assert str(drawn["own"]).startswith("M")
    assert len(str(drawn)) < 60_000
    across, down = grid(frame)
    assert len(across) > 2 < len(down)
    assert frame_for([]) is None


def test_a_finding_leads_to_whoever_it_names() -> None:
    found = (Finding("o1+o2", "Both", 3, "repeats"), Finding("town/health", "Health in Town", None, ""), Finding("o9", "Hidden", 0.753, "of 1"))
    report = Report("r", "Who?", "So.", {}, found, totals={"": 40})
    text = tables(atlas(findings=(Findings("gaps", "Gaps", "What?", (report,)),)))
    assert 'data-who="o1 o2"' in text
    assert 'data-at="town/health"' in text
    assert 'data-who="o9"' not in text
    assert "<b>0.75</b> of 1" in text
    assert "The first 3 of 40." in text
