"""The rows of an atlas as the data that its scripts work on: short, by number, with nothing that the page does not show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from ngomap.graph.alliance import alliance_graph
from ngomap.graph.communities import communities
from ngomap.model.actors import LEVELS, ActorRef
from ngomap.model.audience import allowed_fields
from ngomap.model.countries import country_box
from ngomap.model.coverage_matrix import MEANINGS
from ngomap.model.relationships import RUNGS, TIE_TYPES, Tie
from ngomap.model.text import visible
from ngomap.model.words import Area, Term
from ngomap.pictures.atlas_looks import FAMILIES, KIND_NAMES, family_of, kinds_in
from ngomap.pictures.atlas_places import frame_for, grid, ground, kilometres, known_point, placed
from ngomap.pictures.atlas_rows import Atlas, Record
from ngomap.pictures.best_connected import best_connected, tied_pairs
from ngomap.pictures.map_marks import Site
from ngomap.pictures.network_marks import MOST, NetworkMarks, drawn_ties, network_marks
from ngomap.pictures.palette import SHAPES

MANY_NODES: Final = 300
"""Of more than this, those who are tied among themselves stand together: else it is one thicket."""
LISTS: Final = (("services", "service", "Provides"), ("populations", "population", "For"), ("sectors", "sector", "Sector"))
Item = TypeVar("Item", Area, Term)
WHATS: Final = ("standing", "wanted", "rivals")
"""What a line of the network says."""


def page_data(atlas: Atlas) -> dict[str, object]:
    """Everything the scripts need, in an order that is the content's own."""
    order = in_order(atlas)
    place = {actor: n for n, actor in enumerate(order)}
    areas, area_place = _tree(atlas.areas)
    terms = {t.id: t for t in atlas.terms}
    issues, issue_place = _tree([t for t in atlas.terms if t.vocabulary == "issue"])
    kinds = kinds_in({str(r["kind"]) for r in atlas.actors.values()})
    named = Named(atlas, {a.handle: a for a in atlas.areas}, {(t.vocabulary, t.slug): t for t in atlas.terms})
    work: dict[int, list[list[object]]] = {}
    for row in atlas.activities:
        if row.actor in place and row.area in area_place:
            told = [
                terms[row.term].name, area_place[row.area], terms[row.population].name if row.population else "",
                "" if row.inferred else atlas.standing.get(row.id, ""), row.role if row.role != "implementer" else "",
                issue_place.get(row.term, -1), 1 if row.inferred else 0,
            ]  # fmt: skip
            work.setdefault(row.actor, []).append(told)
    ties = told_ties(atlas, place)
    points = {a: p for a in order if (p := known_point(atlas.actors[a], named.area(atlas.actors[a])))}
    frame = frame_for(list(points.values()))
    at = placed(_sites(atlas, points), frame) if frame else {}
    own = _own_countries(atlas)
    network = _network(atlas, order)
    dots = {d.id: d for d in network.dots}
    degree: dict[int, int] = {}
    for tie in ties:
        for end in (tie.a, tie.b):
            degree[end] = degree.get(end, 0) + 1
    actors = []
    for actor in order:
        record = atlas.actors[actor]
        known = {
            "h": record["handle"], "n": record["name"], "k": kinds.index(str(record["kind"])),
            "l": LEVELS.index(str(record["level"])) if record.get("level") else -1,
            "a": area_place[area.id] if (area := named.area(record)) else -1,
            "s": sorted(area_place[a.id] for a in named.serves(record)),
            "i": sorted(issue_place[t.id] for t in named.terms(record, "issues", "issue")),
            "f": named.facts(record), "w": _sorted(work.get(actor, [])), "d": degree.get(actor, 0),
            "z": list(named.words(record)), "m": record.get("mission"),
            "p": [*at[actor], 0 if record.get("lat") is not None else 1] if actor in at else None,
            "x": [round(dots[actor].x), round(dots[actor].y), round(dots[actor].radius, 1)] if actor in dots else None,
        }  # fmt: skip
        actors.append({field: value for field, value in known.items() if value not in (None, [], "")})
    return {
        "title": atlas.title, "on": atlas.on, "us": place.get(atlas.us, -1) if atlas.us is not None else -1,
        **({"total": atlas.total} if atlas.total > len(order) else {}),
        "families": [f.name for f in FAMILIES],
        "kinds": [[k, KIND_NAMES[k], family_of(k), SHAPES[k]] for k in kinds],
        "levels": list(LEVELS), "rungs": list(RUNGS),
        "issues": [[t.name, issue_place.get(t.parent or 0, -1), t.slug] for t in issues],
        "areas": [
            [a.name, area_place.get(a.parent or 0, -1), a.level or "", a.handle,
             *(map(round, frame.at(a.lat, a.lon)) if frame and a.lat is not None and a.lon is not None else ())]
            for a in areas
        ],
        "actors": actors, "types": [[t.forward, t.backward] for t in TIE_TYPES.values()],
        "ties": [named.tie(t, place) for t in ties],
        "sheet": [frame.width, frame.height, kilometres(frame)] if frame else None,
        "land": ground(frame, own) if frame and own is not None else None,
        "grid": grid(frame) if frame and own is None else None,
        "net": [round(network.width), round(network.height), len(dots), network.total],
        "lines": [
            [place[m.a], place[m.b], WHATS.index(m.what), -1 if m.rung is None else m.rung] for m in network.lines
        ],
        "cover": _matrix(atlas, place),
    }  # fmt: skip


def as_json(data: object) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or begins another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if "\\u" in text or not text.isprintable():
        text = json.dumps(_seen(data), ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _seen(value: object) -> object:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {k: _seen(v) for k, v in value.items()}
    return [_seen(v) for v in value] if isinstance(value, list) else value


def in_order(atlas: Atlas) -> list[int]:
    """The actors by name, as a list shows them."""
    return sorted(atlas.actors, key=lambda a: (str(atlas.actors[a]["name"]).casefold(), str(atlas.actors[a]["handle"])))


def told_ties(atlas: Atlas, known: Mapping[int, object]) -> list[Tie]:
    """The ties that stand on the day, and those that are wanted, between actors of the atlas."""
    handles = {a: str(atlas.actors[a]["handle"]) for a in known}
    types = list(TIE_TYPES)
    return sorted(
        (t for t in drawn_ties(atlas.ties, atlas.on) if t.a in known and t.b in known),
        key=lambda t: (
            min(handles[t.a], handles[t.b]), max(handles[t.a], handles[t.b]), types.index(t.type), t.status,
            handles[t.a], t.since or "", t.title or "", t.rung or 0,
        ),
    )  # fmt: skip


class Named:
    """The words and places that a record of an actor names by handle."""

    def __init__(self, atlas: Atlas, areas: Mapping[str, Area], terms: Mapping[tuple[str, str], Term]) -> None:
        self._areas = areas
        self._terms = terms
        self._audience = atlas.audience
        self._types = list(TIE_TYPES)
        self._tie_fields = allowed_fields("relationship", atlas.audience)

    def area(self, record: Record) -> Area | None:
        """Where it sits."""
        return self._areas.get(str(record.get("area", "")))

    def serves(self, record: Record) -> list[Area]:
        """Where it works, as it says."""
        return [self._areas[h] for h in _texts(record, "serves") if h in self._areas]

    def terms(self, record: Record, field: str, vocabulary: str) -> list[Term]:
        """Its words of one vocabulary."""
        found = (self._terms.get((vocabulary, slug)) for slug in _texts(record, field))
        return [t for t in found if t is not None]

    def words(self, record: Record) -> list[str]:
        """Its other names."""
        return _texts(record, "aliases")

    def facts(self, record: Record) -> list[list[str]]:
        """What is known of it, in words: a label, a text and, for a web page, its address."""
        found: list[list[str]] = []
        for field, vocabulary, label in LISTS:
            names = [t.name for t in self.terms(record, field, vocabulary)]
            if names:
                found.append([label, ", ".join(names)])
        for label, text in (
            ("Place", record.get("place")), ("Vision", record.get("vision")), ("Founded", record.get("founded")),
            ("Staff", _grouped(record.get("staff"))), ("Budget a year", _money(record)),
        ):  # fmt: skip
            if text:
                found.append([label, str(text)])
        site = record.get("website")
        if site:
            address = link(str(site))
            found.append(["Web", str(site), address] if address else ["Web", str(site)])
        for label, field in (("E-mail", "email"), ("Telephone", "phone")):
            if record.get(field):
                found.append([label, str(record[field])])
        if record.get("status") and record["status"] != "active":
            found.append(["Status", str(record["status"])])
        for label, field in (("Checked on", "verified_on"), ("Source", "source")):
            if record.get(field):
                found.append([label, str(record[field])])
        return found

    def tie(self, tie: Tie, place: Mapping[int, int]) -> list[object]:
        """Both ends, the type, whether it stands (0 active, 1 dormant, 2 wanted), the rung, and what else may be told."""
        state = 2 if tie.status == "wanted" else 1 if tie.status == "dormant" else 0
        rung = tie.rung if tie.rung is not None and "rung" in self._tie_fields else -1
        said = [tie.title or "", f"since {tie.since}" if tie.since else ""]
        if tie.stance and "stance" in self._tie_fields:
            said.append(tie.stance)
        return [place[tie.a], place[tie.b], self._types.index(tie.type), state, rung, ", ".join(filter(None, said))]


def link(text: str) -> str:
    """The address of a web page, http(s) only; empty for anything else."""
    plain = text.strip()
    if any(c.isspace() or c in "<>\"'`\\" for c in plain):
        return ""
    if plain.casefold().startswith(("http://", "https://")):
        return plain
    return "" if ":" in plain.split("/")[0] or "." not in plain else f"https://{plain}"


def _texts(record: Record, field: str) -> list[str]:
    value = record.get(field)
    return [str(v) for v in value] if isinstance(value, list) else []


def _grouped(value: object) -> str:
    return f"{value:,}".replace(",", " ") if isinstance(value, (int, float)) else ""


def _money(record: Record) -> str:
    amount = _grouped(record.get("budget"))
    return f"{amount} {record.get('currency', '')}".strip() if amount else ""


def _sorted(rows: list[list[object]]) -> list[list[object]]:
    return sorted(rows, key=lambda r: [str(v) for v in r])


def _tree(items: Sequence[Item]) -> tuple[list[Item], dict[int, int]]:
    """Areas or terms so that each stands after what it lies under, by name; and the number of each."""
    known = {i.id for i in items}
    below: dict[int, list[Item]] = {}
    for item in items:
        below.setdefault(item.parent if item.parent in known and item.parent is not None else 0, []).append(item)
    for inside in below.values():
        inside.sort(key=_by_name, reverse=True)
    found: list[Item] = []
    rest = below.get(0, [])[:]
    while rest:
        nearest = rest.pop()
        found.append(nearest)
        rest += below.get(nearest.id, [])
    return found, {i.id: n for n, i in enumerate(found)}


def _by_name(item: Area | Term) -> tuple[str, str]:
    return item.name.casefold(), item.handle if isinstance(item, Area) else item.slug


def _own_countries(atlas: Atlas) -> set[str] | None:
    """The countries that the map lies in; None if it names only invented ones, which have no coast."""
    codes = {str(r["country"]) for r in atlas.actors.values() if r.get("country")}
    codes |= {a.country for a in atlas.areas if a.country}
    known = {c for c in codes if country_box(c)}
    return None if codes and not known else known


def _sites(atlas: Atlas, points: Mapping[int, tuple[float, float]]) -> list[Site]:
    degrees: dict[int, int] = {}
    for tie in atlas.ties:
        for end in (tie.a, tie.b):
            degrees[end] = degrees.get(end, 0) + 1
    return [
        Site(a, str(r["handle"]), str(r["name"]), str(r["kind"]), lat, lon, "", "", weight=degrees.get(a, 0), ours=a == atlas.us)
        for a, (lat, lon) in points.items()
        for r in (atlas.actors[a],)
    ]


def _network(atlas: Atlas, order: Sequence[int]) -> NetworkMarks:
    records = [(a, atlas.actors[a]) for a in order]
    refs = [ActorRef(a, str(r["handle"]), str(r["name"]), str(r["kind"])) for a, r in records]
    types = allowed_fields("relationship", atlas.audience)
    ties = [t if "rung" in types else replace(t, rung=None, wanted=None, stance=None) for t in atlas.ties]
    circles: list[list[int]] = []
    if len(refs) > MANY_NODES:
        handles = {ref.id: ref.handle for ref in refs}
        kept = set(best_connected(handles, tied_pairs(drawn_ties(ties, atlas.on), handles), MOST, atlas.us))
        circles = communities(alliance_graph((ref for ref in refs if ref.id in kept), ties, atlas.on))
    return network_marks(refs, ties, circles, atlas.on, atlas.us)


def _matrix(atlas: Atlas, place: Mapping[int, int]) -> dict[str, object] | None:
    matrix = atlas.matrix
    if matrix is None or not matrix.cells:
        return None
    handles = {str(atlas.actors[a]["handle"]): n for a, n in place.items()}
    rows, columns = {m.handle: n for n, m in enumerate(matrix.lines)}, {m.handle: n for n, m in enumerate(matrix.heads)}
    kinds = list(MEANINGS)
    cells = [
        [rows[c.row], columns[c.column], kinds.index(c.kind), c.sign, [handles[h] for h in c.providers if h in handles],
         c.text, c.label, c.unmet]
        for c in matrix.cells
        if c.row in rows and c.column in columns
    ]  # fmt: skip
    return {
        "rows": [[m.name, m.around] for m in matrix.lines], "columns": [[m.name, m.around] for m in matrix.heads],
        "kinds": [[k, MEANINGS[k]] for k in kinds], "cells": cells,
        "all": [matrix.all_lines, matrix.all_heads], "nouns": [matrix.row_noun, matrix.column_noun],
    }  # fmt: skip
