"""What `ngomap commitment` records, changes and takes away, with the command that takes that back."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.cli.references import find_actor, find_area, find_term
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.errors import InvalidValue, NgomapError, UsageError
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.text import counted, name_line, one_line, paragraphs
from ngomap.model.together import FINDINGS, Commitment, Observation
from ngomap.model.values import iso_date, whole
from ngomap.store import commitment_edits
from ngomap.store.actors import some_refs
from ngomap.store.commitments import commitment_named, observations
from ngomap.store.connection import Map
from ngomap.store.settings import today, us
from ngomap.store.writing import current_change, write

Given = Mapping[str, str | None]
OF_OBSERVATION = ("on", "text", "evidence", "audience")
OF_COMMITMENT = ("what", "by", "to", "issue", "area", "on", "due", "source", "audience")
ALL = "all"


def add_commitment(what: str, by: str, given: Given) -> Change:
    """Record a promise."""
    words = name_line(what)
    if not by:
        raise UsageError("commitment add needs --by: who promised?", f"For example: {command('commitment', 'add', words)} --by REF")
    with session().map() as map_:
        who = find_actor(map_, by)
        fields = {"on_date": today(map_), **_fields(map_, given)}
        _check_days(str(fields["on_date"]), fields.get("due"))
        with write(map_):
            made = commitment_edits.add_commitment(map_, who, words, fields)
            undo = command("undo", current_change(map_))
    until = f", due {made.due}" if made.due else ", without a day by which it is due"
    text = f"Recorded as {made.handle}: {who.name} promised on {made.on_date}: {_sentence(words)}{until}."
    see = f"When somebody has looked: {command('commitment', 'observe', made.handle, '--finding', 'progress')}"
    return Change("added", "commitment", _record(made, who.handle), text, undo, (see,))


def observe_commitment(ref: str, finding: str, by: str | None, given: Given) -> Change:
    """Record what was found of a promise."""
    if not finding:
        raise UsageError("commitment observe needs --finding.", f"One of: {', '.join(FINDINGS)}.")
    found = one_of(finding, FINDINGS, "finding")
    with session().map() as map_:
        commitment = commitment_named(map_, ref)
        observer = find_actor(map_, by) if by else us(map_)
        fields = {"on_date": today(map_), **_fields(map_, given), "finding": found}
        fields["observer_id"] = observer.id if observer else None
        day = str(fields["on_date"])
        if day < commitment.on_date:
            raise InvalidValue(f"on: {day} is before it was promised, on {commitment.on_date}.", "Look again since then.")
        with write(map_):
            row = commitment_edits.add_observation(map_, commitment, fields)
            undo = command("undo", current_change(map_))
        late = day > today(map_)
    who = observer.name if observer else "somebody who is not recorded"
    text = f"On {day}, {who} found of {commitment.handle}: {found}."
    notes = [f"How far it is kept: {command('commitment', 'show', commitment.handle)}"]
    if observer and observer.id == commitment.by:
        notes.insert(0, "That is what they say of themselves; somebody else should look, too.")
    if late:
        notes.insert(0, f"{day} is still to come; until then it does not count.")
    record: Record = {
        "id": row.id, "commitment": commitment.handle, "observer": observer.handle if observer else None, "on": day,
        "finding": found, "text": row.text, "evidence": row.evidence, "audience": row.audience,
    }  # fmt: skip
    return Change("recorded", "observation", record, text, undo, tuple(notes))


def record_monitor(ref: str, given: Given, remove: bool) -> Change:
    """Record why somebody who observes can be believed, or take that away."""
    said = {k: v for k, v in given.items() if v is not None}
    if remove and said:
        raise UsageError(f"--remove stands alone, without --{next(iter(said))}.")
    if not remove and given["training"] is None and given["impartiality"] is None:
        raise UsageError("commitment monitor needs --training or --impartiality.", "For example: --training 'Audit course 2025'")
    with session().map() as map_:
        actor = find_actor(map_, ref)
        fields = {"on_date": today(map_), **_fields(map_, given)}
        with write(map_):
            if remove:
                commitment_edits.forget_monitor(map_, actor)
                fields = {}
            else:
                old = commitment_edits.record_monitor(map_, actor, fields)
            undo = command("undo", current_change(map_))
    record: Record = {"actor": actor.handle, **{k.replace("_date", ""): v for k, v in fields.items()}}
    if remove:
        return Change("removed", "monitor", record, f"Took away what was recorded of {actor.name} as an observer.", undo)
    text = f"Recorded why {actor.name} can be believed as an observer."
    return Change("edited" if old else "recorded", "monitor", record, text, undo)


def edit_commitment(ref: str, given: Given) -> Change:
    """Change a promise."""
    said = _said(given, OF_COMMITMENT, "belongs to an observation: add --observation N.")
    with session().map() as map_:
        before = commitment_named(map_, ref)
        fields = _fields(map_, said)
        if said.get("what") is not None:
            fields["what"] = name_line(said["what"] or "")
        if said.get("by") is not None:
            fields["by_id"] = find_actor(map_, said["by"] or "").id
        _check_days(str(fields.get("on_date", before.on_date)), fields.get("due", before.due))
        with write(map_):
            now = commitment_edits.edit_commitment(map_, before, fields)
            undo = command("undo", current_change(map_)) if now != before else ""
        who = some_refs(map_, [now.by])[now.by].handle
        narrower = _narrower(map_, now)
    text = f"Changed {now.handle}: {', '.join(said)}." if now != before else f"{now.handle} says that already."
    notes: tuple[str, ...] = ()
    if "audience" in said and narrower:
        again = command("commitment", "edit", now.handle, "--observation", ALL, "--audience", now.audience)
        notes = (f"{counted(narrower, 'observation')} of it stay{'s' * (narrower == 1)} for fewer people: {again}",)
    return Change("edited", "commitment", _record(now, who), text, undo, notes)


def edit_observations(ref: str, number: str, given: Given) -> Change:
    """Change one observation of a promise, or all of them."""
    said = _said(given, OF_OBSERVATION, "belongs to the commitment itself: leave out --observation.")
    with session().map() as map_:
        commitment = commitment_named(map_, ref)
        fields = _fields(map_, said)
        if str(fields.get("on_date", commitment.on_date)) < commitment.on_date:
            raise InvalidValue(f"on: {fields['on_date']} is before it was promised, on {commitment.on_date}.")
        rows = observations(map_, AUDIENCES, [commitment.id])
        every = number.strip().casefold() == ALL
        if every and set(said) != {"audience"}:
            raise UsageError("--observation all takes --audience only.", "Change texts and days one by one.")
        wanted = [o.id for o in rows] if every else [whole(number, "observation", 1)]
        if not wanted:
            raise InvalidValue(f"observation: nobody has observed {commitment.handle}.", "See 'ngomap commitment observe'.")
        with write(map_):
            for each in wanted:
                commitment_edits.edit_observation(map_, commitment, each, fields)
            changed = observations(map_, AUDIENCES, [commitment.id]) != rows
            undo = command("undo", current_change(map_)) if changed else ""
    what = counted(len(wanted), "observation") if every else f"observation {wanted[0]}"
    text = f"Changed {what} of {commitment.handle}: {', '.join(said)}."
    return Change("edited", "observation", {"commitment": commitment.handle, "numbers": wanted, **said}, text, undo)


def remove_commitment(ref: str, observation: str | None) -> Change:
    """Take a promise away, or one observation of it."""
    with session().map() as map_:
        commitment = commitment_named(map_, ref)
        seen = observations(map_, AUDIENCES, [commitment.id])
        if observation is None:
            what = f"{commitment.handle} ({_sentence(commitment.what)}) with {counted(len(seen), 'observation')}"
        else:
            number = whole(observation, "observation", 1)
            what = f"observation {number} of {commitment.handle}"
        if not session().yes and not session().interactive:
            raise UsageError(f"Removing {what} needs a yes.", "Say that you mean it with --yes.")
        if not session().confirm(f"Remove {what}?"):
            raise NgomapError("Nothing was removed.")
        record: Record = {"handle": commitment.handle, "what": commitment.what}
        with write(map_):
            if observation is None:
                commitment_edits.remove_commitment(map_, commitment)
            else:
                gone: Observation = commitment_edits.remove_observation(map_, commitment, number)
                record |= {"observation": gone.id, "on": gone.on_date, "finding": gone.finding}
            undo = command("undo", current_change(map_))
    kind = "commitment" if observation is None else "observation"
    return Change("removed", kind, record, f"Removed {what}.", undo)


def _said(given: Given, allowed: tuple[str, ...], why_not: str) -> dict[str, str | None]:
    said = {k: v for k, v in given.items() if v is not None}
    if not said:
        raise UsageError("commitment edit needs something to change.", "For example: --audience public")
    for option in said:
        if option not in allowed:
            raise UsageError(f"--{option} {why_not}")
    return dict(said)


def _fields(map_: Map, given: Given) -> dict[str, object]:
    """The columns that the options mean; an empty word empties what may be empty."""
    fields: dict[str, object] = {}
    for option, text in given.items():
        if text is None:
            continue
        match option:
            case "to":
                fields["to_id"] = find_actor(map_, text).id if text else None
            case "issue":
                fields["issue_id"] = find_term(map_, "issue", text).id if text else None
            case "area":
                fields["area_id"] = find_area(map_, text).id if text else None
            case "on":
                fields["on_date"] = iso_date(text, "on")
            case "due":
                fields["due"] = iso_date(text, "due") if text else None
            case "source" | "evidence":
                fields[option] = one_line(text) or None
            case "text" | "training" | "impartiality":
                fields[option] = paragraphs(text) or None
            case "audience":
                fields["audience"] = one_of(text, AUDIENCES, "audience")
    return fields


def _check_days(on: str, due: object) -> None:
    if due is not None and str(due) < on:
        raise InvalidValue(f"due: {due} is before it was promised, on {on}.", "Give --on, too, if it was promised earlier.")


def _narrower(map_: Map, commitment: Commitment) -> int:
    """How many observations of the promise fewer people may see than the promise itself."""
    rank = AUDIENCES.index(commitment.audience)
    return sum(AUDIENCES.index(o.audience) > rank for o in observations(map_, AUDIENCES, [commitment.id]))


def _sentence(text: str) -> str:
    return text.rstrip(".")


def _record(commitment: Commitment, by: str) -> Record:
    return {
        "handle": commitment.handle, "by": by, "what": commitment.what, "on": commitment.on_date, "due": commitment.due,
        "source": commitment.source, "audience": commitment.audience,
    }  # fmt: skip
