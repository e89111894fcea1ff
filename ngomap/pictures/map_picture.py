"""Draw a map: land, areas, marks, names, a scale bar and a legend, each where plain data says, in pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from ngomap.model.text import counted
from ngomap.model.words import Area
from ngomap.pictures import palette
from ngomap.pictures.labels import Box, Label, Line, Wanted, placed
from ngomap.pictures.map_frame import Frame, frame_around, scale_bar
from ngomap.pictures.map_gathered import GATHERED, MOST_APART, gathered, said_of
from ngomap.pictures.map_land import Land, land
from ngomap.pictures.map_legend import ROW, SAMPLE, TEXT, Set, legend, sections
from ngomap.pictures.map_marks import Mark, marks, moved
from ngomap.pictures.map_view import MapView
from ngomap.pictures.outlines import known_countries
from ngomap.pictures.picture import Picture, Row, drawn

SEA: Final = "#eaf0f4"
OTHER_LAND: Final = "#f8f7f3"
AREA: Final = "#66707b"
FAINT: Final = 0.25
MOST_LABELS: Final = ((200, 120), (800, 80))
"""Up to so many marks, how many have their names beside them; beyond, FEWEST."""
FEWEST: Final = 60
MOST_AREAS: Final = 40
FIRST_AREAS: Final = 12
"""So many are named before the actors are."""
WIDE: Final = ("region", "province")
BETWEEN: Final = 20.0
"""Pixels between the map and its legend."""
LINES: Final = {"tie": (palette.QUIET, 1.1, [1, 0]), "wanted": (palette.BLUE, 1.4, [5, 4]), "rivals": (palette.RED, 2.0, [1, 0])}


def map_picture(view: MapView, most: int = MOST_APART) -> Picture:
    """The picture of a view. Of more than `most` marks, those near each other are gathered."""
    frame = frame_around([(s.lat, s.lon) for s in view.sites])
    ground = land(frame, view.countries) if _real(view.countries) else Land()
    counts: dict[int, int] = {}
    if len(view.sites) > most:
        found, counts = gathered(view.sites, frame, view.size != "none")
    else:
        found = marks(view.sites, frame, sized=view.size != "none")
    at = {m.site.id: m for m in found}
    lines = [(at[a], at[b], kind) for a, b, kind in view.lines]
    names = labels(view, frame, found, ground)
    parts, tall = legend(sections(view, [kind for _, _, kind in lines], bool(counts)), frame.width)
    height = frame.height + BETWEEN + tall
    data: dict[str, Sequence[Row]] = {
        "frame": [{"x": 0, "y": 0, "x2": frame.width, "y2": frame.height}],
        "land": _land_rows(ground),
        "borders": _border_rows(ground),
        "lines": [row for a, b, kind in lines for row in _line_rows(a, b, kind)],
        "leaders": [_segment(n.leader) for n in names if n.leader],
        "marks": [_mark_row(m) for m in found],
        "hearts": [_mark_row(m) for m in found if m.site.stands_in],
        "rings": [{"x": m.x, "y": m.y, "size": _area(m.radius + 3.5)} for m in found if m.site.ours],
        "names": [row for n in names for row in _name_rows(n)],
        **({"counts": [_count_row(m, counts[m.site.id]) for m in found if m.site.id in counts]} if counts else {}),
        **_bar_rows(frame),
        **_legend_rows(parts, frame.height + BETWEEN),
    }
    chart = (
        alt.layer(*_layers(bool(ground.own or ground.others) or not _real(view.countries), view, bool(counts)))
        .properties(width=frame.width, height=height)
        .project(type="identity", scale=1, translate=[0, 0])
    )
    said = said_of(counts)
    alone = [m for m in found if m.site.id not in counts]
    notes = [*said, *view.notes, *_about(alone, names, frame)]
    spec = drawn(chart, data, view.title, [*view.subtitle, *_split([*said, *view.notes])], view.footer)
    return Picture(view.title, spec, view.columns, tuple(view.rows), view.footer, tuple(notes))


def _real(countries: set[str]) -> bool:
    """Whether there are outlines that belong here; invented countries are drawn on plain ground."""
    return not countries or bool(countries & known_countries())


def labels(view: MapView, frame: Frame, found: Sequence[Mark], ground: Land) -> list[Label]:
    """The names on the map: ourselves and who is asked about, the areas, the others, the countries."""
    most = next((n for count, n in MOST_LABELS if len(found) <= count), FEWEST)
    first: list[Wanted] = []
    rest: list[Wanted] = []
    for mark in found:
        site = mark.site
        if site.faint or site.group == GATHERED:
            continue
        chosen = site.ours or site.id == view.focus
        wanted = Wanted(f"actor:{site.id}", site.name, mark.x, mark.y, mark.radius + 3.5 * site.ours, bold=chosen)
        (first if chosen else rest).append(wanted)
    areas = [
        Wanted(
            f"area:{a.id}", a.name.upper(), *frame.at(a.lat or 0.0, a.lon or 0.0), 0.0,
            11.5 if a.level in WIDE else 9.5, far=False,
        )
        for a, _ in _shown_areas(view, frame)
    ]
    countries = [Wanted(f"country:{name}", name.upper(), x, y, 0.0, 12.0, far=False, tries=3) for name, x, y in ground.names]
    obstacles: list[Box] = [
        (m.x - m.radius - 1, m.y - m.radius - 1, m.x + m.radius + 1, m.y + m.radius + 1) for m in found
    ]
    obstacles.append(_bar_box(frame))
    room = (3.0, 3.0, frame.width - 3, frame.height - 3)
    wanted_all = [*first, *areas[:FIRST_AREAS], *rest[:most], *areas[FIRST_AREAS:], *countries]
    return placed(wanted_all, obstacles, room, len(wanted_all))


def _shown_areas(view: MapView, frame: Frame) -> list[tuple[Area, int]]:
    """The areas to name: those where somebody is; where nobody is, only if they are few."""
    found = []
    for area, count in view.areas:
        x, y = frame.at(area.lat or 0.0, area.lon or 0.0)
        if area.level != "country" and 0 <= x <= frame.width and 0 <= y <= frame.height:
            found.append((area, count))
    busy = [item for item in found if item[1]]
    return (found if len(found) <= MOST_AREAS else busy)[:MOST_AREAS]


def _bar_box(frame: Frame) -> Box:
    _, pixels = scale_bar(frame)
    return 8.0, frame.height - 40, max(pixels, 60.0) + 50, frame.height


def _about(found: Sequence[Mark], names: Sequence[Label], frame: Frame) -> list[str]:
    notes = []
    count, pixels = moved(found)
    if count:
        far = pixels * frame.km_per_pixel
        words = f"{far:.0f} km" if far >= 10 else f"{far:.1f} km"
        notes.append(
            f"{counted(count, 'mark')} that would hide others {'is' if count == 1 else 'are'} moved beside "
            f"{'its' if count == 1 else 'their'} place, by up to {words}."
        )
    named = sum(n.wanted.key.startswith("actor:") for n in names)
    if named < len(found):
        notes.append(f"{named} of {len(found)} have their name beside them; the table has all.")
    return notes


def _split(notes: Sequence[str]) -> list[str]:
    """Notes as lines that fit below the title."""
    found: list[str] = []
    for note in notes:
        if found and len(found[-1]) + len(note) < 140:
            found[-1] += f" {note}"
        else:
            found.append(note)
    return found


def _area(radius: float, shape: str = "circle") -> float:
    """The size that Vega gives a mark, which is the square around it; a square itself takes as much ink as a disc."""
    return round((math.pi if shape == "square" else 4) * radius * radius, 2)


def _mark_row(mark: Mark) -> Row:
    return {
        "x": mark.x, "y": mark.y, "size": _area(mark.radius, mark.shape), "shape": mark.shape, "key": mark.site.group,
        "told": mark.site.told, "opacity": FAINT if mark.site.faint else 1.0, "heart": _area(mark.radius * 0.42),
    }  # fmt: skip


def _count_row(mark: Mark, count: int) -> Row:
    return {"x": mark.x, "y": mark.y, "text": str(count), "size": round(min(11.0, max(8.0, mark.radius * 0.8)), 1)}


def _segment(line: Line) -> Row:
    return {"x": line[0], "y": line[1], "x2": line[2], "y2": line[3]}


def _line_rows(a: Mark, b: Mark, kind: str) -> list[Row]:
    return [{**_segment((a.x, a.y, b.x, b.y)), "kind": kind, "told": f"{a.site.name} and {b.site.name}: {kind}"}]


def _name_rows(label: Label) -> list[Row]:
    """Each line of a name by itself, so that its letters stand where its box says."""
    wanted = label.wanted
    rows: list[Row] = []
    left, top, right, bottom = label.box
    step = (bottom - top) / len(label.lines)
    middle = (left + right) / 2
    align = "left" if left >= wanted.x else "right" if right <= wanted.x else "center"
    x = {"left": left, "right": right, "center": middle}[align]
    style = wanted.key.split(":")[0]
    for index, text in enumerate(label.lines):
        rows.append({
            "x": x, "y": round(top + step * (index + 0.5), 1), "text": text, "align": align, "size": wanted.size,
            "style": "bold" if wanted.bold else style,
        })  # fmt: skip
    return rows


def _land_rows(ground: Land) -> list[Row]:
    return [
        {"type": "Feature", "properties": {}, "color": color, "geometry": {"type": "MultiPolygon", "coordinates": [
            [_closed(ring)] for ring in rings]}}
        for rings, color in ((ground.others, OTHER_LAND), (ground.own, palette.LAND))
        if rings
    ]  # fmt: skip


def _closed(ring: list[tuple[float, float]]) -> list[list[float]]:
    return [[x, y] for x, y in [*ring, ring[0]]]


def _border_rows(ground: Land) -> list[Row]:
    return [
        {"type": "Feature", "properties": {}, "wide": wide, "geometry": {"type": "MultiLineString", "coordinates": [
            [[x, y] for x, y in line] for line in lines]}}
        for lines, wide in ((ground.other_borders, 0.6), (ground.own_borders, 1.0))
        if lines
    ]  # fmt: skip


def _bar_rows(frame: Frame) -> dict[str, Sequence[Row]]:
    kilometres, pixels = scale_bar(frame)
    left, low = 14.0, frame.height - 12
    said = f"{kilometres:,.0f} km".replace(",", " ") if kilometres >= 1 else f"{kilometres * 1000:.0f} m"
    right = round(left + pixels, 2)
    return {
        "bar": [
            {"x": left, "y": low, "x2": right, "y2": low},
            {"x": left, "y": low - 5, "x2": left, "y2": low},
            {"x": right, "y": low - 5, "x2": right, "y2": low},
        ],
        "bar_words": [{"x": left, "y": low - 14, "text": said}],
        "north": [{"x": right + 22, "y": low - 9, "text": "N"}],
    }


def _legend_rows(parts: Sequence[Set], top: float) -> dict[str, Sequence[Row]]:
    titles, words, samples, hearts, rings, lines = [], [], [], [], [], []
    for part in parts:
        entry, x, y = part.entry, part.x, part.y + top + ROW / 2
        if entry.sample == "title":
            titles.append({"x": x, "y": y, "text": entry.words})
            continue
        words.append({"x": x + SAMPLE + (max(0.0, entry.radius - 9)), "y": y, "text": entry.words})
        if entry.sample != "mark":
            lines.append({"x": x, "y": y, "x2": x + 16, "y2": y, "kind": entry.sample, "told": entry.words})
            continue
        sample = {"x": x + 8, "y": y, "shape": entry.shape, "color": entry.color, "size": _area(entry.radius, entry.shape)}
        samples.append(sample)
        if entry.hollow:
            hearts.append({**sample, "size": _area(entry.radius * 0.42)})
        if entry.ring:
            rings.append({**sample, "size": _area(entry.radius + 3.5)})
    return {
        "legend_titles": titles, "legend_words": words, "legend_marks": samples, "legend_hearts": hearts,
        "legend_rings": rings, "legend_lines": lines,
    }  # fmt: skip


def _layers(with_ground: bool, view: MapView, gathers: bool) -> list[alt.Chart]:
    """The layers from the ground up; x and y are pixels."""
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    ends: dict[str, Any] = {"x": x, "y": y, "x2": alt.X2("x2"), "y2": alt.Y2("y2")}
    plain_ground = palette.LAND if with_ground and not _real(view.countries) else SEA
    colored = view.colors | ({GATHERED: palette.SEVERAL} if gathers else {})
    colors = alt.Scale(domain=list(colored), range=list(colored.values()))
    outline: dict[str, Any] = {"stroke": palette.INK, "strokeWidth": 0.8}

    def of(name: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(name))

    def raw(field: str) -> alt.Size:
        return alt.Size(f"{field}:Q", scale=None)

    shape = alt.Shape("shape:N", scale=None)
    kinds = list(LINES)
    by_kind: dict[str, Any] = {
        "stroke": alt.Stroke("kind:N", scale=alt.Scale(domain=kinds, range=[LINES[k][0] for k in kinds]), legend=None),
        "strokeWidth": alt.StrokeWidth(
            "kind:N", scale=alt.Scale(domain=kinds, range=[LINES[k][1] for k in kinds]), legend=None
        ),
        "strokeDash": alt.StrokeDash(
            "kind:N", scale=alt.Scale(domain=kinds, range=[LINES[k][2] for k in kinds]), legend=None
        ),
    }
    told = alt.Description("told:N")
    return [
        of("frame").mark_rect(fill=plain_ground).encode(**ends),
        of("land").mark_geoshape(stroke=None, clip=False).encode(fill=alt.Fill("color:N", scale=None)),
        of("borders").mark_geoshape(filled=False, stroke=palette.COAST, clip=False).encode(
            strokeWidth=alt.StrokeWidth("wide:Q", scale=None)
        ),
        of("lines").mark_rule(opacity=0.5).encode(**ends, **by_kind, description=told),
        of("leaders").mark_rule(stroke=palette.QUIET, strokeWidth=0.6).encode(**ends),
        of("rings").mark_point(filled=False, stroke=palette.US, strokeWidth=1.8).encode(x=x, y=y, size=raw("size")),
        of("marks").mark_point(filled=True, **outline).encode(
            x=x, y=y, size=raw("size"), shape=shape, description=told,
            fill=alt.Fill("key:N", scale=colors, legend=None), opacity=alt.Opacity("opacity:Q", scale=None),
        ),
        of("hearts").mark_point(filled=True, fill=palette.PAPER, stroke=palette.INK, strokeWidth=0.6).encode(
            x=x, y=y, size=raw("heart"), opacity=alt.Opacity("opacity:Q", scale=None), description=told
        ),
        *([of("counts").mark_text(baseline="middle", color=palette.INK, aria=False).encode(
            x=x, y=y, text="text:N", size=raw("size"))] if gathers else []),
        *_texts(of("names"), x, y),
        of("frame").mark_rect(filled=False, stroke=palette.COAST, strokeWidth=1).encode(**ends),
        of("bar").mark_rule(stroke=palette.INK, strokeWidth=1.6).encode(**ends),
        of("bar_words").mark_text(align="left", baseline="middle", fontSize=11).encode(x=x, y=y, text="text:N"),
        of("north").mark_text(fontSize=11, fontWeight="bold", baseline="middle").encode(x=x, y=y, text="text:N"),
        of("north").mark_point(shape="arrow", filled=True, fill=palette.INK, size=150, yOffset=-14).encode(x=x, y=y),
        of("legend_titles").mark_text(align="left", baseline="middle", fontSize=TEXT, fontWeight=600).encode(
            x=x, y=y, text="text:N"
        ),
        of("legend_rings").mark_point(filled=False, stroke=palette.US, strokeWidth=1.8).encode(x=x, y=y, size=raw("size")),
        of("legend_marks").mark_point(filled=True, opacity=1, **outline).encode(
            x=x, y=y, size=raw("size"), shape=shape, fill=alt.Fill("color:N", scale=None)
        ),
        of("legend_hearts").mark_point(
            filled=True, opacity=1, fill=palette.PAPER, stroke=palette.INK, strokeWidth=0.6
        ).encode(x=x, y=y, size=raw("size")),
        of("legend_lines").mark_rule().encode(**ends, **by_kind),
        of("legend_words").mark_text(align="left", baseline="middle", fontSize=TEXT).encode(x=x, y=y, text="text:N"),
    ]  # fmt: skip


def _texts(chart: alt.Chart, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Names, with a pale edge that keeps them readable over borders."""
    found = []
    looks: tuple[tuple[str, dict[str, Any]], ...] = (
        ("country", {"fill": "#a39c8a", "fontWeight": 600}), ("area", {"fill": AREA, "fontStyle": "italic"}),
        ("actor", {"fill": palette.INK}), ("bold", {"fill": palette.INK, "fontWeight": 700}),
    )  # fmt: skip
    for style, look in looks:
        for align in ("left", "center", "right"):
            rows = chart.transform_filter((alt.datum.style == style) & (alt.datum.align == align))
            base = rows.encode(x=x, y=y, text="text:N", size=alt.Size("size:Q", scale=None))
            if style in ("actor", "bold"):
                found.append(base.mark_text(
                    align=align, baseline="middle", stroke=palette.PAPER, strokeWidth=2.6, strokeOpacity=0.75,
                    strokeJoin="round", aria=False, **look,
                ))  # fmt: skip
            found.append(base.mark_text(align=align, baseline="middle", **look))
    return found

