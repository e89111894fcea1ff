"""The atlas: one page with the map, the network, coverage, everybody in a list with details, and the tables, all linked.

It opens without a connection and asks for nothing; no name in it can run, for every text is put in as text and only the
one script that the policy names by its digest may run. Without scripts it is a table of everybody and the findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Final

from ngomap.model.text import counted, visible
from ngomap.pictures.atlas_data import Named, as_json, in_order, link, page_data
from ngomap.pictures.atlas_looks import KIND_NAMES, colours
from ngomap.pictures.atlas_rows import Atlas, Record
from ngomap.pictures.atlas_tables import tables
from ngomap.pictures.page import asset, policy

SCRIPTS: Final = (
    "atlas_state.js", "atlas_shapes.js", "atlas_zoom.js", "atlas_map.js", "atlas_places.js", "atlas_network.js",
    "atlas_coverage.js", "atlas_list.js", "atlas_details.js", "atlas_start.js",
)  # fmt: skip
"""In the order they are joined to one."""
READERS: Final = {"public": "everyone", "partners": "partners", "internal": "internal use only"}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
VIEWS: Final = (("list", "List"), ("map", "Map"), ("network", "Network"), ("coverage", "Coverage"), ("tables", "Tables"))


def atlas_page(atlas: Atlas) -> str:
    """The whole page."""
    code = script()
    title = _text(atlas.title)
    people = sum(r["kind"] == "person" for r in atlas.actors.values())
    counts = counted(len(atlas.actors) - people, "organization")
    if people:
        counts += f", {counted(people, 'person', 'people')}"
    everybody = "Everybody"
    if atlas.total > len(atlas.actors):
        noun = "organizations and people" if people else "organizations"
        counts = f"The {_grouped(len(atlas.actors))} best connected of {_grouped(atlas.total)} {noun}"
        everybody = "Everybody shown"
    day = long_day(atlas.on)
    source = f"Source: the map “{_text(atlas.source)}”. " if atlas.source else ""
    footer = f"As of {day}. For {READERS[atlas.audience]}. {source}"
    notes = "".join(f"{_text(n)} " for n in atlas.notes)
    tabs = "".join(f'<button type="button" data-view="{key}">{name}</button>' for key, name in VIEWS)
    parts = (("stage", "Map"), ("coverage", "Coverage"), *((f.key, f.title) for f in atlas.findings), ("all", everybody))
    anchors = "".join(f'<a href="#{key}" data-go="{key}">{_text(name)}</a>' for key, name in parts)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(code)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{colours()}{asset("atlas.css")}{asset("atlas_print.css")}</style>
</head>
<body>
<a class="skip" href="#all">Skip to the table of everybody</a>
<header class="top">
<div><h1 dir="auto">{title}</h1>
<p class="meta">{counts} · {day} · for {READERS[atlas.audience]}</p></div>
<nav class="anchors js" aria-label="Parts of this page">{anchors}</nav>
</header>
<div class="bar js" role="search" aria-label="Find organizations">
<label class="find"><span class="said">Search by name, issue or place</span
><input id="q" type="search" placeholder="Search name, issue, place" autocomplete="off" spellcheck="false"></label>
<button type="button" id="more" aria-expanded="false" aria-controls="filters">Filters</button>
<div id="filters" class="filters">
<label><span>Issue</span><select id="f-issue"></select></label>
<label><span>Kind</span><select id="f-kind"></select></label>
<label><span>Level</span><select id="f-level"></select></label>
<label><span>Area</span><select id="f-area"></select></label>
</div>
<p class="tally"><span id="count" role="status" aria-live="polite"></span
><button type="button" id="clear" hidden>Clear</button></p>
</div>
<main>
<div id="stage" class="stage js">
<section id="who" class="card who view" data-in="list" aria-labelledby="who-h"><h2 id="who-h" class="said">Organizations</h2>
<ul id="list" class="list"></ul></section>
<section id="where" class="card where view" data-in="map" aria-labelledby="where-h"><h2 id="where-h">Where they are</h2>
<div id="map" class="drawing"></div></section>
<section id="ties" class="card ties view" data-in="network" aria-labelledby="ties-h"><h2 id="ties-h">Who is tied to whom</h2>
<div id="net" class="drawing"></div></section>
<aside id="one" class="card one" aria-labelledby="one-h" hidden></aside>
</div>
<section id="coverage" class="part js view" data-in="coverage" aria-labelledby="cover-h">
<h2 id="cover-h">Coverage: who serves what where</h2>
<div id="cover"></div></section>
<div class="view" data-in="tables">
{tables(atlas)}
<section id="all" class="part" aria-labelledby="all-h"><h2 id="all-h">{everybody}</h2>
<details open><summary>All of them as a plain table</summary>
{_everybody(atlas)}
</details></section>
</div>
</main>
<footer><p>{footer}{notes}Made with ngomap. This page works without a connection and sends nothing.</p></footer>
<nav class="tabs js" aria-label="Views">{tabs}</nav>
<div id="told" hidden></div>
<noscript><p class="note">Scripts are off: the tables above hold everything that this page can say without them.</p></noscript>
<script type="application/json" id="data">{as_json(page_data(atlas))}</script>
<script>{code}</script>
</body>
</html>
"""


@cache
def script() -> str:
    """The one script of the page."""
    return '"use strict";(()=>{' + "\n".join(asset(name) for name in SCRIPTS) + "})();"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def long_day(day: str) -> str:
    """A day as it is written.

    >>> long_day("2026-11-01")
    '1 November 2026'
    """
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {int(year)}"


def _everybody(atlas: Atlas) -> str:
    named = Named(atlas, {a.handle: a for a in atlas.areas}, {(t.vocabulary, t.slug): t for t in atlas.terms})
    degrees: dict[int, int] = {}
    for tie in atlas.ties:
        for end in (tie.a, tie.b):
            degrees[end] = degrees.get(end, 0) + 1
    rows = "\n".join(_row(atlas.actors[a], named) for a in in_order(atlas))
    head = "".join(f'<th scope="col">{c}</th>' for c in ("Name", "Kind", "Level", "Where", "Works on", "Contact"))
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="Everybody"><table class="plain">'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>"
    )


def _row(record: Record, named: Named) -> str:
    area = named.area(record)
    where = [*([area] if area else []), *(a for a in named.serves(record) if a != area)]
    cells = (
        KIND_NAMES[str(record["kind"])], record.get("level") or "", ", ".join(a.name for a in where) or record.get("place") or "",
        ", ".join(t.name for t in named.terms(record, "issues", "issue")),
    )  # fmt: skip
    told = "".join(f"<td>{_text(c)}</td>" for c in cells)
    handle = _text(record["handle"])
    return f'<tr data-who="{handle}"><th scope="row" dir="auto">{_text(record["name"])}</th>{told}<td>{_contact(record)}</td></tr>'


def _contact(record: Mapping[str, object]) -> str:
    found = []
    site = str(record.get("website") or "")
    if site:
        address = link(site)
        shown = _text(site)
        found.append(f'<a href="{_text(address)}" rel="noopener noreferrer">{shown}</a>' if address else shown)
    found += [_text(record[field]) for field in ("email", "phone") if record.get(field)]
    return "<br>".join(found)


def _text(value: object) -> str:
    return escape(visible(str(value)))
