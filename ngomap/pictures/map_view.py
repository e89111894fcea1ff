"""What a map shows, in plain data: its marks' colours, sizes and words, its lines, its table and its notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import NgomapError
from ngomap.model.actors import Actor
from ngomap.model.relationships import TIE_TYPES, Tie, rung_name
from ngomap.model.text import counted
from ngomap.model.words import Area
from ngomap.pictures.map_keys import Keys, by_issue, by_kind, by_level, by_rung, kind_words
from ngomap.pictures.map_marks import CHOSEN, Site
from ngomap.pictures.map_rows import MapRows, Placed, places, way_up

FEW_ISSUES: Final = 4
SIZE_WORDS: Final = {"staff": "People employed", "budget": "Annual budget", "ties": "Ties", "reached": "People reached"}
RIVALS: Final = "rivals"


@dataclass(slots=True)
class MapView:
    """Everything that is drawn, before it has a place on the picture. `lines` lead from actor to actor: `tie`, `wanted` or
    `rivals`. `areas` come with how many are drawn there. `largest` is what the largest mark stands for.
    """

    title: str
    subtitle: list[str]
    footer: str
    sites: list[Site]
    keys: Keys
    kinds: list[str]
    lines: list[tuple[int, int, str]]
    areas: list[tuple[Area, int]]
    countries: set[str]
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    notes: list[str]
    size: str = "none"
    largest: float = 0.0
    unit: str = ""
    unsized: int = 0
    colors: dict[str, str] = field(default_factory=dict)
    focus: int | None = None


def default_color(rows: MapRows) -> str:
    """What the colours say unless somebody chooses: where we stand with each, if that is known and may be told."""
    ours = {rows.us} - {None}
    with_rung = any(t.rung is not None and ours & {t.a, t.b} for t in rows.ties)
    return "rung" if rows.rungs_told and with_rung else "kind"


def map_view(
    rows: MapRows, color: str | None = None, size: str = "none", focus: int | None = None, top: int | None = None,
    title: str = "",
) -> MapView:  # fmt: skip
    """The view of the rows. `top` is the issue whose narrower ones the colours tell, if it is about one.

    Raises NgomapError if nobody can be placed.
    """
    placed = places(rows)
    if not placed:
        raise NgomapError(
            f"None of {counted(len(rows.actors), 'actor')} has a place on the map: no point of its own, and no area with one."
            if rows.actors else "Nobody is there to be drawn: no actor meets the filters.",
            "Give places points: import a gazetteer ('ngomap import FILE'), then 'ngomap geocode --areas' and 'ngomap geocode "
            "--all'; 'ngomap map' without --to shows the table by area."
            if rows.actors else "'ngomap list' with the same filters shows who is there.",
        )  # fmt: skip
    drawn = [a for a in rows.actors if a.id in placed]
    keys = _keys(rows, drawn, color or default_color(rows), top)
    amounts, unit, unsized = _amounts(rows, drawn, size)
    largest = max(amounts.values(), default=0.0)
    asked, size = size, size if largest > 0 else "none"
    tied = _tied(rows)
    ours_with: dict[int, list[Tie]] = {}
    for tie in rows.ties:
        if rows.us is not None and rows.us in (tie.a, tie.b):
            ours_with.setdefault(tie.other(rows.us), []).append(tie)
    near = {t.other(focus) for t in rows.ties if focus in (t.a, t.b)} if focus is not None else set()
    sites = []
    for actor in drawn:
        place = placed[actor.id]
        ours = actor.id == rows.us
        sites.append(
            Site(
                actor.id, actor.handle, actor.name, actor.kind, *place.point, keys.of[actor.id],
                _told(rows, actor, place, keys, size, amounts, ours_with.get(actor.id, ())), place.area.name if place.area else "",
                amounts[actor.id] / largest if actor.id in amounts and largest > 0 else None,
                CHOSEN * (actor.id == focus) + 2 * CHOSEN * ours + 500.0 * (actor.id in near) + min(400, tied[actor.id]),
                focus is not None and actor.id != focus and actor.id not in near, ours,
            )
        )  # fmt: skip
    people = {a.id for a in drawn}
    lines = sorted(
        {(focus, t.other(focus), _line(t)) for t in rows.ties if focus in (t.a, t.b) and t.other(focus) in people}
    ) if focus is not None and focus in people else []  # fmt: skip
    return MapView(
        title=title or f"{rows.name}: who is where",
        subtitle=[],
        footer=f"{rows.name} on {rows.on}, for the audience {rows.audience}.",
        sites=sites,
        keys=keys,
        kinds=[a.kind for a in drawn],
        lines=lines,
        areas=_areas(rows, placed),
        countries={c for a in drawn for c in [_country(rows, a, placed[a.id])] if c},
        columns=_columns(keys, size),
        rows=[_row(rows, a, placed.get(a.id), keys, size, amounts) for a in rows.actors],
        notes=[
            *_notes(rows, placed, unsized, asked, unit, largest),
            *(["How far we are with each is not for this audience."] if color == "rung" and not rows.rungs_told else []),
        ],
        size=size,
        largest=largest,
        unit=unit,
        unsized=unsized,
        colors={k.key: k.color for k in keys.keys},
        focus=focus,
    )


def _keys(rows: MapRows, drawn: list[Actor], color: str, top: int | None) -> Keys:
    if color == "issue":
        return by_issue({a.id: rows.issues.get(a.id, []) for a in drawn}, rows.terms, top)
    if color == "level":
        return by_level({a.id: a.level for a in drawn})
    if color == "rung":
        ours = [t for t in rows.ties if rows.us in (t.a, t.b) and rows.us is not None]
        rungs: dict[int, int | None] = {}
        for tie in ours:
            if tie.status in ("active", "dormant") and tie.type != RIVALS:
                other = tie.other(rows.us or 0)
                rungs[other] = max((r for r in (rungs.get(other), tie.rung) if r is not None), default=None)
        wanted = [t.other(rows.us or 0) for t in ours if t.status == "wanted"]
        return by_rung([a.id for a in drawn], rows.us, rungs, wanted)
    return by_kind({a.id: a.kind for a in drawn})


def _tied(rows: MapRows) -> Counter[int]:
    ends = {tuple(sorted((t.a, t.b))) for t in rows.ties if t.status != "wanted"}
    return Counter(end for pair in ends for end in pair)


def _amounts(rows: MapRows, drawn: list[Actor], size: str) -> tuple[dict[int, float], str, int]:
    """What the sizes say of whom it is known, its unit, and of how many it is not known."""
    unit = ""
    if size == "none":
        return {}, unit, 0
    found: dict[int, float] = {}
    if size == "staff":
        found = {a.id: float(a.staff) for a in drawn if a.staff is not None}
    elif size == "ties":
        tied = _tied(rows)
        found = {a.id: float(tied[a.id]) for a in drawn}
    elif size == "reached":
        found = {a.id: float(rows.reached[a.id]) for a in drawn if a.id in rows.reached}
    else:
        currencies = Counter(a.currency for a in drawn if a.budget is not None and a.currency)
        if currencies:
            unit = min(currencies, key=lambda c: (-currencies[c], c))
            found = {a.id: float(a.budget) for a in drawn if a.budget is not None and a.currency == unit}
    return found, unit, len(drawn) - len(found)


def _line(tie: Tie) -> str:
    return RIVALS if tie.type == RIVALS else "wanted" if tie.status == "wanted" else "tie"


def _country(rows: MapRows, actor: Actor, place: Placed) -> str | None:
    """The country where an actor is drawn."""
    at = place.area.id if place.area else rows.seat.get(actor.id)
    if actor.country and not place.by_work:
        return actor.country
    return next((a.country for a in way_up(at, rows.areas) if a.country), actor.country)


def _areas(rows: MapRows, placed: Mapping[int, Placed]) -> list[tuple[Area, int]]:
    """The areas that have a point, with how many of those drawn are there, the widest first; then those where nobody is."""
    counts: Counter[int] = Counter()
    for id_, place in placed.items():
        at = place.area.id if place.area else rows.seat.get(id_)
        counts.update(a.id for a in way_up(at, rows.areas))
    found = [(a, counts[a.id]) for a in rows.areas.values() if a.lat is not None]
    return sorted(found, key=lambda item: (not item[1], len(way_up(item[0].id, rows.areas)), -item[1], item[0].handle))


def _where(rows: MapRows, actor: Actor, place: Placed | None) -> str:
    seat = rows.areas.get(rows.seat.get(actor.id, -1))
    words = ", ".join(dict.fromkeys(t for t in (actor.place, seat.name if seat else None) if t))
    if place is None:
        return words or "not known"
    if place.area is None:
        return words or f"{place.point[0]:.4f}, {place.point[1]:.4f}"
    how = "where most of its work is" if place.by_work else "drawn in the middle of the area"
    return f"{words or place.area.name} ({how})" if words or not place.by_work else f"{place.area.name} ({how})"


def _issue_names(rows: MapRows, actor: Actor) -> str:
    names = sorted(rows.terms[i].name for i in set(rows.issues.get(actor.id, ())) if i in rows.terms)
    more = f" and {len(names) - FEW_ISSUES} more" if len(names) > FEW_ISSUES else ""
    return ", ".join(names[:FEW_ISSUES]) + more


def _told(
    rows: MapRows, actor: Actor, place: Placed, keys: Keys, size: str, amounts: Mapping[int, float], ours: Sequence[Tie]
) -> str:
    lines = [actor.name, ", ".join(t for t in (actor.kind, actor.level) if t), _where(rows, actor, place)]
    if actor.id == rows.us:
        lines.insert(1, "ourselves")
    issues = _issue_names(rows, actor)
    if issues:
        lines.append(issues)
    with_us = _with_us(rows, actor, ours)
    if with_us:
        lines.append(f"With us: {with_us}")
    if keys.title.startswith(("Issue", "Level")):
        lines.append(f"{keys.title}: {keys.words(actor.id)}")
    if size != "none":
        lines.append(f"{SIZE_WORDS[size]}: {_amount(amounts.get(actor.id))}")
    return "\n".join(lines)


def _with_us(rows: MapRows, actor: Actor, ours: Sequence[Tie]) -> str:
    if actor.id == rows.us:
        return ""
    said = []
    for tie in ours:
        kind = TIE_TYPES[tie.type]
        # Read from the actor to us.
        words = kind.forward if tie.a == actor.id else kind.backward
        said.append(words + (f", {rung_name(tie.rung)}" if tie.rung is not None else "")
                    + (f" ({tie.status})" if tie.status != "active" else ""))  # fmt: skip
    return "; ".join(dict.fromkeys(said))


def _amount(value: float | None) -> str:
    return "not known" if value is None else f"{value:,.0f}".replace(",", " ")


def _columns(keys: Keys, size: str) -> tuple[str, ...]:
    columns: tuple[str, ...] = ("Name", "Kind", "Level", "Place")
    if not keys.title.startswith(("Kind", "Level")):
        columns += (keys.title,)
    return columns if size == "none" else (*columns, SIZE_WORDS[size])


def _row(
    rows: MapRows, actor: Actor, place: Placed | None, keys: Keys, size: str, amounts: Mapping[int, float]
) -> tuple[str, ...]:
    where = _where(rows, actor, place) + ("" if place else " (not drawn)")
    row: tuple[str, ...] = (actor.name, f"{actor.kind} ({kind_words(actor.kind)})", actor.level or "not known", where)
    if not keys.title.startswith(("Kind", "Level")):
        row += (keys.words(actor.id) if place else "",)
    return row if size == "none" else (*row, _amount(amounts.get(actor.id)))


def _notes(
    rows: MapRows, placed: Mapping[int, Placed], unsized: int, size: str, unit: str, largest: float
) -> list[str]:
    """What to keep in mind, in plain sentences."""
    total, drawn = len(rows.actors), len(placed)
    seats = sum(p.area is not None and not p.by_work for p in placed.values())
    works = sum(p.by_work for p in placed.values())
    notes = []
    if seats:
        notes.append(
            f"{seats} of {total} {'has' if seats == 1 else 'have'} no point of {'its' if seats == 1 else 'their'} own and "
            f"{'is' if seats == 1 else 'are'} drawn at the middle of {'its' if seats == 1 else 'their'} area."
        )
    if works:
        notes.append(
            f"{works} of {total} {'has' if works == 1 else 'have'} no seat on record and {'is' if works == 1 else 'are'} "
            "drawn at the middle of the area where most of the work is."
        )
    if total > drawn:
        left = total - drawn
        notes.append(
            f"{left} of {total} {'has' if left == 1 else 'have'} no place and {'is' if left == 1 else 'are'} not drawn."
        )
    if size != "none" and largest <= 0:
        notes.append(f"All marks are of one size: of none is it known: {SIZE_WORDS[size].casefold()}.")
    elif size == "budget" and unit and unsized:
        notes.append(f"Sizes compare budgets in {unit}; those in other currencies are small, like those not known.")
    elif unsized:
        notes.append(f"Of {unsized} it is not known: {SIZE_WORDS[size].casefold()}. They are drawn small.")
    return notes

