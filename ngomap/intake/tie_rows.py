"""The ties that a file names, stored once both ends are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.importers.records import TieRow
from ngomap.intake.run import ADDED, CHANGED, Numbered, Run
from ngomap.model.audience import stricter
from ngomap.model.relationships import TIE_TYPES, check_ends
from ngomap.store.tie_rows import Ends, Stored, kinds_of, ties_from, write_ties

AUDIENCE: Final = "audience"


@dataclass(slots=True)
class _Pending:
    """A tie whose ends are not both known yet, with the row that names it."""

    row: Numbered
    tie: TieRow


@dataclass(slots=True)
class Ties:
    """The ties of a file that wait for their ends."""

    headers: dict[str, tuple[str, ...]]
    waiting: list[_Pending] = field(default_factory=list)

    def take(self, run: Run, rows: list[Numbered], last: bool = False) -> None:
        """Store the ties of these rows, and those that waited, as far as both ends are known; at the last, rows whose
        ties name nobody are rejected.
        """
        ready: list[_Pending] = []
        waiting: list[_Pending] = []
        pending = [_Pending(row, tie) for row in rows for tie in row.said.ties]
        for one in [*self.waiting, *pending]:
            known = run.keys.get(one.tie.a) and run.keys.get(one.tie.b)
            (ready if known else waiting).append(one)
        self.waiting = waiting
        if ready:
            _store(run, ready, self.headers)
        if last:
            for one in waiting:
                ends = (one.tie.a, one.tie.b)
                missing = " and ".join(repr(key) for key in dict.fromkeys(ends) if key not in run.keys)
                self._reject(run, one, f"It is a tie to {missing}, which the file does not have, or which was rejected.")
            self.waiting = []

    def _reject(self, run: Run, one: _Pending, reason: str) -> None:
        said = one.row.said
        run.reject(one.row.at, said.row, said.part, reason, self.headers.get(said.part, ()))


def _store(run: Run, ready: list[_Pending], headers: dict[str, tuple[str, ...]]) -> None:
    kinds = kinds_of(run.map, (id_ for one in ready for id_ in (run.keys[one.tie.a], run.keys[one.tie.b])))
    placed: list[tuple[Ends, _Pending]] = []
    for one in ready:
        ends = _ends(run, one, kinds)
        if isinstance(ends, str):
            said = one.row.said
            run.reject(one.row.at, said.row, said.part, ends, headers.get(said.part, ()))
        else:
            placed.append((ends, one))
    known = ties_from(run.map, (ends[0] for ends, _ in placed))
    new: list[tuple[Ends, Stored]] = []
    better: dict[int, Stored] = {}
    for ends, one in placed:
        old = _same(known.get(ends, []), one.tie.facts)
        if old and _another(run, old, one.tie.facts):
            # Two spellings of one name had a grant each on one day: what tells them apart is how much.
            one.tie.facts["reference"] = _sum(one.tie.facts)
            old = _same(known.get(ends, []), one.tie.facts)
        if old is None:
            made = Stored(0, _new(run, one.tie))
            known.setdefault(ends, []).append(made)
            new.append((ends, made))
            run.mark(one.row.at, ADDED)
        elif old.id and _correct(old, one.tie.facts, fill_only=run.ties.spoken_of(old.id)):
            better[old.id] = old
            run.mark(one.row.at, CHANGED)
        elif not old.id:
            _correct(old, one.tie.facts, fill_only=True)
        if old and old.id:
            run.ties.deal_with(old.id)
    for tie_id in write_ties(run.map, [(ends, tie.facts) for ends, tie in new], better.values()):
        run.ties.deal_with(tie_id)
    run.stored["ties"] += len(new)


def _ends(run: Run, one: _Pending, kinds: dict[int, tuple[str, str]]) -> Ends | str:
    """The ends as they are stored - a mutual tie stands once, from the lower id - or why there can be no such tie."""
    a, b = run.keys[one.tie.a], run.keys[one.tie.b]
    if a == b:
        return f"{one.tie.a!r} and {one.tie.b!r} are one actor, {kinds[a][1]}: nobody is tied to itself."
    try:
        type_ = check_ends(one.tie.type, kinds[a][0], kinds[b][0])
    except InvalidValue as error:
        return f"{error.message} {error.hint}".strip()
    return (min(a, b), max(a, b), type_.name) if TIE_TYPES[type_.name].mutual else (a, b, type_.name)


def _same(known: list[Stored], facts: dict[str, object]) -> Stored | None:
    """The tie that a row means: that of the same reference and beginning. One that says neither means the latest, and
    one that says when means also a tie of which nobody knew when it began.
    """
    since, reference = facts.get("since"), facts.get("reference")
    exact = next((t for t in known if (t.facts.get("since"), t.facts.get("reference")) == (since, reference)), None)
    if exact or reference is not None:
        return exact
    if facts.get("amount") is not None:
        # One sum is not another that happens to be the latest.
        return next((t for t in known if (t.facts.get("since"), t.facts.get("reference")) == (since, _sum(facts))), None)
    if since is None:
        return max(known, key=lambda t: str(t.facts.get("since") or ""), default=None)
    return next((t for t in known if t.facts.get("since") is None and t.facts.get("reference") is None), None)


def _sum(facts: dict[str, object]) -> str:
    """What tells apart two sums on one day that have no number of their own."""
    return f"amount {facts['amount']:.15g}"


def _another(run: Run, old: Stored, facts: dict[str, object]) -> bool:
    """Whether a tie that this file has named already is not meant again, for it says another amount."""
    amounts = (old.facts.get("amount"), facts.get("amount"))
    named = not old.id or run.ties.spoken_of(old.id)
    return named and facts.get("reference") is None and None not in amounts and amounts[0] != amounts[1]


def _new(run: Run, tie: TieRow) -> dict[str, object]:
    return {
        "status": "active", "source": run.wishes.source, AUDIENCE: run.wishes.audience_of("relationship"), **tie.facts
    }  # fmt: skip


def _correct(tie: Stored, said: dict[str, object], fill_only: bool) -> bool:
    """Let the tie say what the row states; whether that changed it. Of two rows of one file on one tie the first counts."""
    changed = False
    for name, value in said.items():
        old = tie.facts.get(name)
        if name == AUDIENCE and old is not None:
            value = stricter(str(old), str(value))
        if value is not None and value != old and (old is None or not fill_only):
            tie.facts[name] = value
            changed = True
    return changed
