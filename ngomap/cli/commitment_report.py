"""What `ngomap commitment report` writes, as far as its audience may see it."""

from __future__ import annotations

from pathlib import Path

from ngomap.analyses.commitment_telling import FINDING_WORDS, METHOD, Observers, Watched, explained, not_known
from ngomap.cli.commitment_rows import Names, observers_of, watched_by
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import NotFound, UsageError
from ngomap.exporters.commitment_report import Found, Observer, Promise, PromiseReport, report_lines
from ngomap.exporters.file_writing import write_file
from ngomap.model.answers import Export
from ngomap.model.audience import AUDIENCES, file_audience, may_see
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.ladder_rows import audience_of
from ngomap.store.settings import today


def write_report(to: str, by: str | None, audience: str, as_of: str | None, force: bool) -> Export:
    """Write the file; what is in it, what was left out, and how to make that public."""
    if not to:
        raise UsageError("commitment report needs --to: which file?", "For example: --to promises.md")
    reader = file_audience(audience)
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        who = find_actor(map_, by) if by else None
        if who is not None and not may_see(audience_of(map_, who.id), reader):
            raise NotFound(f"There is no actor {by!r} for the audience {reader}.", "See 'ngomap list'.")
        watched = watched_by(map_, who, on, reader)
        every = watched_by(map_, who, on, AUDIENCES[-1])
        names = Names(map_, [w.commitment for w in watched], reader)
        observers = observers_of(map_, (o for w in watched for o in w.observations), reader)
    title = f"What {who.name} promised, and what was kept" if who else "What was promised, and what was kept"
    unnamed = {o.observer for w in watched for o in w.observations if o.observer in observers.hidden}
    report = PromiseReport(
        title, on, reader, METHOD, [_promise(w, names, observers, on) for w in watched], _observers(observers), len(unnamed)
    )
    unchanged = write_file(Path(to), (f"{line}\n" for line in report_lines(report)), force)
    written = {"commitments": len(watched), "observations": sum(len(w.observations) for w in watched)}
    withheld = {
        "commitments": len(every) - len(watched),
        "observations": sum(len(w.observations) for w in every) - written["observations"],
    }
    return Export(to, "a report", reader, written, withheld, unchanged, _notes(watched, every, reader))


def _promise(watched: Watched, names: Names, observers: Observers, on: str) -> Promise:
    c = watched.commitment
    found = [
        Found(o.on_date, FINDING_WORDS[o.finding], observers.name(o), o.text or "", o.evidence or "")
        for o in watched.observations
    ]
    about = ", ".join(x for x in (names.issue(c), names.area(c)) if x)
    return Promise(
        c.what, names.actors[c.by].name, names.to(c), c.on_date, c.due or "", about, c.source or "", watched.standing.words,
        explained(watched, on), found, not_known(watched, observers, on),
    )  # fmt: skip


def _observers(observers: Observers) -> list[Observer]:
    rows = []
    for actor in sorted(observers.refs.values(), key=lambda a: a.handle):
        said = observers.monitors.get(actor.id)
        told = (said.training, said.impartiality, said.on_date) if said else (None, None, None)
        rows.append(Observer(actor.name, *(text or "" for text in told)))
    return rows


def _notes(watched: list[Watched], every: list[Watched], reader: str) -> tuple[str, ...]:
    """How to show more, by the first of what was left out."""
    shown = {w.commitment.id: w for w in watched}
    notes = []
    for w in every:
        told = shown.get(w.commitment.id)
        if told is not None and told.standing.status != w.standing.status:
            notes.append(
                f"Of {w.commitment.handle} the report says {told.standing.words}; with what it leaves out it is "
                f"{w.standing.words}."
            )
    for w in every:
        if w.commitment.id not in shown:
            handle = w.commitment.handle
            notes.append(f"To show a commitment (and who promised it): ngomap commitment edit {handle} --audience {reader}")
            break
    for w in every:
        if w.commitment.id in shown and len(shown[w.commitment.id].observations) < len(w.observations):
            handle = w.commitment.handle
            notes.append(f"To show its observations: ngomap commitment edit {handle} --observation all --audience {reader}")
            break
    return tuple(notes)
