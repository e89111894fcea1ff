"""A network as a picture: dots and lines of `network_marks`, labels that keep off each other, a legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from ngomap.model.text import counted
from ngomap.pictures.labels import LINE as LINE_HEIGHT
from ngomap.pictures.labels import Wanted, placed
from ngomap.pictures.network_legend import Legend, legend_of
from ngomap.pictures.network_marks import Dot, Line, NetworkMarks, colour_of, drawn_ties
from ngomap.pictures.network_words import COLUMNS, cut, table_rows
from ngomap.pictures.palette import INK, PAPER, QUIET
from ngomap.pictures.picture import Picture, Row, drawn

LEGEND: Final = 250.0
ROW_OF_ALONE: Final = 19.0
COLUMN_OF_ALONE: Final = 250.0
NAMED_ALONE: Final = 120
"""So many actors without a tie are named in the picture; more are counted, and stand in the table."""
CORNERS: Final = 72
"""Of a ring."""
TURN: Final = 2 * math.pi / CORNERS
MOST_LABELS: Final = 160
ALL_NAMED: Final = 60
"""Up to so many dots, a name that has no room beside its dot stands further off, with a thin line."""
SMALL_FROM: Final = 120
"""From so many dots on, names are smaller."""


def network_picture(
    marks: NetworkMarks, actors: Sequence[ActorRef], ties: Sequence[Tie], on: str, title: str, footer: str,
    notes: Sequence[str] = (),
) -> Picture:  # fmt: skip
    """The picture of the marks; the table tells every tie of `ties` that is drawn on the day."""
    kept = {d.id for d in (*marks.dots, *marks.alone)}
    refs = {a.id: a for a in actors if a.id in kept}
    shown = [t for t in drawn_ties(ties, on) if t.a in refs and t.b in refs]
    height = marks.height if marks.dots else 0.0
    alone, texts, height = _alone(marks, height)
    if not marks.dots and not alone:
        texts = [{"x": 12.0, "y": 20.0, "text": "Nobody to draw.", "bold": False}]
    legend = legend_of(marks, marks.width + 20, 16.0)
    height = max(height, legend.y, 40.0)
    layers, data = _layers(marks, alone, texts, legend, height)
    spec = drawn(
        alt.layer(*layers).properties(width=marks.width + LEGEND, height=height),
        data, title, (subtitle(marks, len(shown)),), footer,
    )  # fmt: skip
    rows = tuple(table_rows(refs, shown, [d.name for d in marks.alone]))
    return Picture(title, spec, COLUMNS, rows, footer, tuple(notes))


def subtitle(marks: NetworkMarks, ties: int) -> str:
    """What there is to see, in words."""
    here = len(marks.dots) + len(marks.alone)
    if not here:
        return ""
    parts = [counted(here, "actor"), counted(ties, "tie")]
    if marks.total > here:
        parts[0] = f"The {here} best connected of {marks.total:,} actors".replace(",", " ")
    said = ", ".join(parts)
    if marks.circles:
        said += f"; {counted(len(marks.circles), 'circle')}"
    if marks.alone and marks.dots:
        said += f"; {len(marks.alone)} without a tie here"
    chosen = next((d.name for d in (*marks.dots, *marks.alone) if d.chosen), None)
    return f"{said}." + (f" What is not tied to {chosen} is faded." if chosen else "")


def _layers(
    marks: NetworkMarks, alone: Sequence[Row], texts: Sequence[Row], legend: Legend, height: float
) -> tuple[list[Any], dict[str, Sequence[Row]]]:
    lines = [_line_row(m) for m in marks.lines]
    lines += [{**row, "opacity": 1.0, "said": ""} for row in legend.lines]
    dots = [_dot_row(d) for d in sorted(marks.dots, key=lambda d: (d.us, -d.radius, d.handle))] + list(alone)
    data: dict[str, Sequence[Row]] = {
        "halos": [
            {"circle": h.circle, "order": n, "x": x, "y": y, "colour": colour_of(h.circle)}
            for h in marks.halos
            for n, (x, y) in enumerate((*h.points, h.points[0]))
        ],
        "rings": [
            {
                "ring": r.step, "order": n, "x": round(r.x + r.radius * math.cos(n * TURN), 1),
                "y": round(r.y + r.radius * math.sin(n * TURN), 1),
            }
            for r in marks.rings
            for n in range(CORNERS + 1)
        ],
        "ring texts": [
            {"x": r.x, "y": r.y - r.radius - 7, "text": counted(r.step, "step")} for r in marks.rings
        ],
        "lines": [row for row in lines if row["what"] == "standing"],
        "wishes": [row for row in lines if row["what"] == "wanted"],
        "rivals": [row for row in lines if row["what"] == "rivals"],
        "signs": [_sign(row, marks.thin) for row in lines if row["what"] == "rivals" or row["directed"]],
        "rounds": [row for row in dots if row["ring"]] + [_legend_dot(row) for row in legend.dots if row["ring"]],
        "dots": [*dots, *(_legend_dot(row) for row in legend.dots)],
        **_labels(marks),
        "texts": [row for row in (*texts, *legend.texts) if not row["bold"]],
        "headings": [row for row in (*texts, *legend.texts) if row["bold"]],
    }  # fmt: skip
    data = {name: rows for name, rows in data.items() if rows}
    return [layer for name, layer in _drawn_layers(marks.width + LEGEND, height) if name in data], data


def _drawn_layers(wide: float, high: float) -> list[tuple[str, Any]]:
    # One unit is one unit of the picture, downwards.
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, wide], range=[0, wide]), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, high], range=[0, high]), axis=None)
    colour = alt.Color("colour:N", scale=None)
    # Of strokes and fillings one by one: the opacity of a mark as a whole makes a PNG many times as slow.
    fill_opacity, stroke_opacity = alt.FillOpacity("opacity:Q", scale=None), alt.StrokeOpacity("opacity:Q", scale=None)
    told = alt.Description("said:N")
    rule: dict[str, Any] = {
        "x": x, "y": y, "x2": alt.X2("x2:Q"), "y2": alt.Y2("y2:Q"), "color": colour, "strokeOpacity": stroke_opacity,
        "strokeWidth": alt.StrokeWidth("width:Q", scale=None), "description": told,
    }  # fmt: skip
    size, shape = alt.Size("size:Q", scale=None), alt.Shape("shape:N", scale=None)
    words: dict[str, Any] = {
        "x": x, "y": y, "text": alt.Text("text:N"), "fillOpacity": fill_opacity, "size": size, "description": told,
    }  # fmt: skip
    round_ = {"strokeCap": "round"}
    layers = [
        ("halos", _of("halos").mark_line(filled=True, fillOpacity=0.12, strokeWidth=0).encode(
            x=x, y=y, fill=alt.Fill("colour:N", scale=None), detail="circle:N", order="order:Q")),
        ("rings", _of("rings").mark_line(stroke="#d3d9de", strokeWidth=1.2, strokeDash=[2, 4]).encode(
            x=x, y=y, detail="ring:N", order="order:Q")),
        ("ring texts", _of("ring texts").mark_text(fontSize=11, color=QUIET).encode(x=x, y=y, text=alt.Text("text:N"))),
        ("lines", _of("lines").mark_rule(**round_).encode(**rule)),
        ("wishes", _of("wishes").mark_rule(strokeDash=[6, 4]).encode(**rule)),
        ("rivals", _of("rivals").mark_rule().encode(**rule)),
        ("signs", _of("signs").mark_point(filled=True, opacity=1).encode(
            x=x, y=y, color=colour, fillOpacity=fill_opacity, size=size, shape=shape, angle=alt.Angle("angle:Q", scale=None),
            description=told)),
        ("rounds", _of("rounds").mark_point(shape="circle", filled=False, stroke=INK, strokeWidth=2, opacity=1).encode(
            x=x, y=y, size=alt.Size("around:Q", scale=None))),
        ("dots", _of("dots").mark_point(filled=True, opacity=1).encode(
            x=x, y=y, color=colour, fillOpacity=fill_opacity, size=size, shape=shape,
            stroke=alt.Stroke("edge:N", scale=None), strokeWidth=alt.StrokeWidth("edge_width:Q", scale=None),
            description=told)),
        ("leaders", _of("leaders").mark_rule(stroke=QUIET, strokeWidth=0.7).encode(
            x=x, y=y, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), strokeOpacity=stroke_opacity)),
    ]  # fmt: skip
    # Names twice: first what keeps the lines behind a name away from its letters.
    for edge in ({"stroke": PAPER, "strokeWidth": 3.5, "strokeJoin": "round"}, {}):
        for side in ("right", "center", "left"):
            for weight in ("normal", "bold"):
                name = f"names {side} {weight}"
                mark = _of(name).mark_text(align=side, baseline="middle", fontWeight=weight, **edge)
                layers.append((name, mark.encode(**words)))
    for name, weight in (("texts", "normal"), ("headings", "bold")):
        mark = _of(name).mark_text(align="left", baseline="middle", fontSize=12, fontWeight=weight)
        layers.append((name, mark.encode(x=x, y=y, text=alt.Text("text:N"))))
    return layers


def _of(name: str) -> Any:
    return alt.Chart(alt.NamedData(name))


def _line_row(line: Line) -> Row:
    return {
        "x": line.x, "y": line.y, "x2": line.x2, "y2": line.y2, "what": line.what, "width": line.width,
        "colour": line.colour, "opacity": line.opacity, "directed": line.directed, "said": line.said,
    }  # fmt: skip


def _sign(row: Row, thin: float) -> Row:
    """The sign in the middle of a line: which way it reads, or that it parts two."""
    x, y, x2, y2 = (float(str(row[k])) for k in ("x", "y", "x2", "y2"))
    turn = math.degrees(math.atan2(y2 - y, x2 - x))
    rivals = row["what"] == "rivals"
    at = 0.5 if rivals else 0.58
    return {
        "x": round(x + at * (x2 - x), 1), "y": round(y + at * (y2 - y), 1), "colour": row["colour"],
        "opacity": row["opacity"], "said": row["said"], "size": thin * (110 if rivals else 46),
        "shape": "cross" if rivals else "triangle", "angle": round(turn + (45 if rivals else 90), 1),
    }  # fmt: skip


def _dot_row(dot: Dot) -> Row:
    return {
        "x": dot.x, "y": dot.y, "shape": dot.shape, "colour": dot.colour, "opacity": dot.opacity, "said": dot.said,
        "ring": dot.us or dot.chosen, **_sized(dot.shape, dot.radius, dot.colour),
    }  # fmt: skip


def _legend_dot(row: Row) -> Row:
    return {**row, "opacity": 1.0, "said": "", **_sized(str(row["shape"]), 6.0, str(row["colour"]))}


def _sized(shape: str, radius: float, colour: str) -> dict[str, object]:
    bare = shape == "stroke"  # a line, with nothing inside to fill
    return {
        "size": round(math.pi * radius**2, 1), "around": round(math.pi * (radius + 4.5) ** 2, 1),
        "edge": colour if bare else PAPER, "edge_width": 3.5 if bare else 1.2,
    }  # fmt: skip


def _labels(marks: NetworkMarks) -> dict[str, list[Row]]:
    """Names by how they stand to their dot (to its left, over or under it, to its right) and whether they are bold; and
    the thin lines to those that stand apart from it.
    """
    many = len(marks.dots) > SMALL_FROM
    ranked = sorted(marks.dots, key=lambda d: (not (d.us or d.chosen), d.faded, -d.ties, d.handle))
    wanted = [
        Wanted(
            d.handle, d.name, d.x, d.y, d.radius + (5.0 if d.us or d.chosen else 1.0), 10.0 if many else 11.0,
            d.us or d.chosen, d.us or d.chosen or len(marks.dots) <= ALL_NAMED,
        )
        for d in ranked
    ]  # fmt: skip
    boxes = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in marks.dots]
    boxes += [(r.x - 30, r.y - r.radius - 15, r.x + 30, r.y - r.radius) for r in marks.rings]
    dots = {d.handle: d for d in marks.dots}
    found: dict[str, list[Row]] = {"leaders": []}
    for label in placed(wanted, boxes, (4.0, 4.0, marks.width + 10, marks.height), MOST_LABELS):
        dot = dots[label.wanted.key]
        opacity = 0.45 if dot.faded else 1.0
        if label.leader:
            x, y, x2, y2 = label.leader
            found["leaders"].append({"x": x, "y": y, "x2": x2, "y2": y2, "opacity": opacity})
        left, top, right, _ = label.box
        side = "left" if left >= dot.x else "right" if right <= dot.x else "center"
        at = {"left": left, "right": right, "center": (left + right) / 2}[side]
        for n, line in enumerate(label.lines):
            row: Row = {
                "x": round(at, 1), "y": round(top + (n + 0.5) * label.wanted.size * LINE_HEIGHT, 1), "text": line,
                "size": label.wanted.size, "said": dot.said, "opacity": opacity,
            }  # fmt: skip
            found.setdefault(f"names {side} {'bold' if label.wanted.bold else 'normal'}", []).append(row)
    return found


def _alone(marks: NetworkMarks, top: float) -> tuple[list[Row], list[Row], float]:
    """Those without a tie, in rows below the rest; with the texts, and where they end."""
    dots = marks.alone
    if not dots:
        return [], [], top
    some_left_out = marks.total > len(dots) + len(marks.dots)
    heading = f"Without a tie {'to those drawn' if some_left_out else 'in this picture'} ({len(dots)})"
    y = top + 18.0
    texts: list[Row] = [{"x": 12.0, "y": y, "text": heading, "bold": True}]
    y += 24
    rows: list[Row] = []
    named = len(dots) <= NAMED_ALONE
    columns = max(1, int(marks.width // (COLUMN_OF_ALONE if named else 16)))
    down = -(-len(dots) // columns)
    for n, dot in enumerate(dots):
        column, row = (n // down, n % down) if named else (n % columns, n // columns)
        x = 18.0 + column * (COLUMN_OF_ALONE if named else 16)
        at = {"x": x, "y": y + row * ROW_OF_ALONE}
        rows.append({**_dot_row(dot), **at, **_sized(dot.shape, 5.0, dot.colour)})
        if named:
            texts.append({"x": x + 12, "y": at["y"], "text": cut(dot.name, COLUMN_OF_ALONE - 32), "bold": False})
    return rows, texts, y + down * ROW_OF_ALONE + 4
