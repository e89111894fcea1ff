"""What `ngomap agree` records and takes away, with the command that takes that back."""

from __future__ import annotations

from dataclasses import replace

from ngomap.analyses.agreements import point_name
from ngomap.cli.agree_options import Said
from ngomap.cli.agree_rows import members_of, pair_named, refuse_strangers
from ngomap.cli.references import find_actor, find_area, find_term
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.agreements import COALITION_POINTS, PARTNER_POINTS, STATES, Agreement, Labour
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.text import one_line, paragraphs
from ngomap.model.values import iso_date, partial_date, whole
from ngomap.store import agreement_edits
from ngomap.store.agreements import Pair, labour_between
from ngomap.store.areas import some_areas
from ngomap.store.connection import Map
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms


def change_agreement(refs: list[str], said: Said, what: str) -> None:
    """Carry out the change that was asked for, and answer."""
    with session().map() as map_:
        pair = pair_named(map_, refs)
        words = _words(map_, pair)
        match what:
            case "point":
                answer = _record_point(map_, pair, words, said)
            case "cover":
                answer = _cover(map_, pair, words, said)
            case "remove_point":
                answer = _remove_point(map_, pair, words, said)
            case _:
                answer = _remove_task(map_, pair, words, said)
    session().answer(answer)


def _record_point(map_: Map, pair: Pair, words: list[object], said: Said) -> Change:
    point = one_of(said.point or "", tuple(_points(pair)), "point")
    if said.state is None:
        raise UsageError("--point needs --state.", f"One of: {', '.join(STATES)}.")
    day = iso_date(said.on, "on") if said.on else today(map_)
    fields: dict[str, object] = {"state": one_of(said.state, STATES, "state")}
    if said.text is not None:
        fields["text"] = paragraphs(said.text) or None
    if said.source is not None:
        fields["source"] = one_line(said.source) or None
    if said.audience is not None:
        fields["audience"] = one_of(said.audience, AUDIENCES, "audience")
    now, old = agreement_edits.record_point(map_, pair, point, day, fields)
    undo = command("agree", *words, "--remove-point", point, "--on", day)
    if old is not None:
        undo = _again(words, now, old)
    text = f"{point_name(point)}, {_among(pair)}: {now.state} on {day}{f': {_one_line(now.text)}' if now.text else ''}"
    text = text.rstrip(".") + "."
    record: Record = {
        "id": now.id, "among": [a.handle for a in pair if a], "point": point, "state": now.state, "on": day,
        "text": now.text, "audience": now.audience,
    }  # fmt: skip
    return Change("edited" if old else "recorded", "agreement", record, text, undo)


def _remove_point(map_: Map, pair: Pair, words: list[object], said: Said) -> Change:
    point = one_of(said.remove_point or "", tuple(PARTNER_POINTS | COALITION_POINTS), "remove-point")
    gone = agreement_edits.remove_point(map_, pair, point, iso_date(said.on, "on") if said.on else None)
    blank = replace(gone, text=None, source=None, audience="partners")
    text = f"Took away what was recorded of {point_name(point).casefold()} on {gone.on_date}, {_among(pair)}."
    return Change("removed", "agreement", {"id": gone.id, "point": point, "on": gone.on_date}, text, _again(words, blank, gone))


def _again(words: list[object], now: Agreement, before: Agreement) -> str:
    """The command that makes a point say again what it said."""
    options: list[object] = ["--point", before.point, "--state", before.state, "--on", before.on_date]
    for field in ("text", "source", "audience"):
        if getattr(now, field) != getattr(before, field):
            options += [f"--{field}", getattr(before, field) or ""]
    return command("agree", *words, *options)


def _cover(map_: Map, pair: Pair, words: list[object], said: Said) -> Change:
    task = one_line(said.task or "")
    if not task:
        raise UsageError("--cover needs --task: what is told or done?", 'For example: --task "Radio spots"')
    day = today(map_)
    one, other = pair
    actor = find_actor(map_, said.cover or "")
    refuse_strangers(actor, (one, other) if other else members_of(map_, one, day), pair)
    fields: dict[str, object] = {"task": task}
    fields |= {k: partial_date(v, k) for k, v in (("since", said.since), ("until", said.until)) if v is not None}
    since, until = str(fields.get("since", "")), str(fields.get("until", "9999"))
    if until[: len(since)] < since[: len(until)]:
        raise InvalidValue(f"until: {until} is before since: {since}.", "A task ends after it has begun.")
    people = find_term(map_, "population", said.for_) if said.for_ else None
    place = find_area(map_, said.in_) if said.in_ else None
    fields |= {"population_id": people.id} if people else {}
    fields |= {"area_id": place.id} if place else {}
    fields |= {"audience": one_of(said.audience, AUDIENCES, "audience")} if said.audience else {}
    number = agreement_edits.add_labour(map_, pair, actor, fields)
    where = f"for {people.name if people else 'everybody'}, {f'in {place.name}' if place else 'everywhere'}"
    text = f"{actor.name} covers: {task}, {where} ({_among(pair)})."
    record: Record = {
        "id": number, "among": [a.handle for a in pair if a], "actor": actor.handle, "task": task,
        "population": people.slug if people else None, "area": place.handle if place else None,
    }  # fmt: skip
    undo = command("agree", *words, "--remove-task", number)
    see = f"See clashes and holes: {command('agree', *words)}"
    return Change("recorded", "labour", record, text, undo, (see,))


def _remove_task(map_: Map, pair: Pair, words: list[object], said: Said) -> Change:
    number = whole(said.remove_task or "", "remove-task", 1)
    one, other = pair
    row: Labour = agreement_edits.remove_labour(map_, pair, number)
    actor = next(iter(_refs(map_, row.actor)))
    again: list[object] = ["--cover", actor, "--task", row.task]
    slugs = {t.id: t.slug for t in all_terms(map_)} if row.population else {}
    areas = some_areas(map_, [row.area]) if row.area else {}
    again += ["--for", slugs[row.population]] if row.population else []
    again += ["--in", areas[row.area].handle] if row.area else []
    again += [w for f in ("since", "until") if getattr(row, f) for w in (f"--{f}", getattr(row, f))]
    again += ["--audience", row.audience] if row.audience != "partners" else []
    left = len(labour_between(map_, one.id, other.id if other else None))
    text = f"Took away task {number}: {row.task} ({_among(pair)}); {left} left."
    record: Record = {"id": number, "actor": actor, "task": row.task}
    return Change("removed", "labour", record, text, command("agree", *words, *again))


def _refs(map_: Map, actor_id: int) -> list[str]:
    from ngomap.store.actors import some_refs

    return [ref.handle for ref in some_refs(map_, [actor_id]).values()]


def _points(pair: Pair) -> dict[str, str]:
    return COALITION_POINTS if pair[1] is None else PARTNER_POINTS


def _words(map_: Map, pair: Pair) -> list[object]:
    ours = us(map_)
    one, other = pair
    if other is None:
        return [one.handle]
    return [a.handle for a in (one, other) if ours is None or a.id != ours.id]


def _among(pair: Pair) -> str:
    one, other = pair
    return f"among the members of {one.name}" if other is None else f"between {one.name} and {other.name}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
