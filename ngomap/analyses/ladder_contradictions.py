"""What the map says of a working relationship that cannot all be true, or no longer is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.freshness import before, months_between
from ngomap.analyses.ladder_pairs import WORKS_WITH, Pair, Relations, link_words
from ngomap.analyses.ladder_steps import AMONG, organizations
from ngomap.model.relationships import COORDINATION, TIE_TYPES, Tie, rung_name
from ngomap.model.report import Finding, Reason

CONTRADICTIONS: Final = "contradictions"
QUIET_MONTHS: Final = 9
"""Nobody coordinates, let alone runs a project, with somebody not heard of for so long."""
POSITIONS: Final = ("on-board-of", "works-for", "holds-office-in")
CODES: Final = ("no-contact", "ended-position", "project-without-tie", "over-but-in-touch", "wanted-below", "wanted-reached")
"""What a contradiction can be, the gravest first."""


@dataclass(frozen=True, slots=True)
class _Found:
    code: str
    subject: str
    label: str
    text: str
    evidence: tuple[str, ...]
    mend: str
    concerns: tuple[int, ...]


def find_contradictions(relations: Relations, about: Collection[int] | None = None) -> list[Finding]:
    """What contradicts itself in our relationships, the gravest kind first, then by handle; without a value.

    - coordination or more is claimed, but the last contact is nine months ago or none is logged;
    - a board term, employment or office has ended, but the tie is still active; or everybody we know in an organization
      we work with has left it;
    - both take part in a project of the same name (not as funder), but have no tie of working together;
    - a relationship has ended or was declined, but contacts are logged since (of no more than two organizations, for one may
      meet anybody at an assembly), and none that stands has followed;
    - what we want is below what is claimed, or has been reached.

    `about` leaves what concerns these actors. If the map does not say who we are, everybody's ties are looked at, but not
    everybody's projects.
    """
    pairs = relations.our_pairs
    standing = {frozenset((p.first.id, p.second.id)) for p in pairs if p.tie and p.tie.status != "wanted"}
    found = [
        *_silent(relations, pairs), *_expired(relations), *_everybody_left(relations, pairs),
        *_untied(relations, standing), *_over(relations, standing), *_aims(pairs),
    ]  # fmt: skip
    kept = [f for f in found if about is None or any(id_ in about for id_ in f.concerns)]
    kept.sort(key=lambda f: (CODES.index(f.code), f.subject, f.text))
    return [
        Finding(
            f.subject, f.label, None, "", (Reason(f.code, f.text, f.evidence), Reason("mend", f.mend, f.evidence)), CONTRADICTIONS
        )
        for f in kept
    ]


def _of(pair: Pair, code: str, text: str, mend: str, more: tuple[str, ...] = ()) -> _Found:
    concerns = (pair.second.id,) if pair.ours else (pair.first.id, pair.second.id)
    return _Found(code, pair.subject, pair.label, text, (*pair.ids, *more), mend, concerns)


def _silent(relations: Relations, pairs: list[Pair]) -> Iterator[_Found]:
    for pair in pairs:
        now = pair.now
        if pair.tie is None or pair.tie.status != "active" or (now.claimed or 0) < COORDINATION:
            continue
        claim = f"Claimed is {rung_name(now.claimed)}"
        ids: tuple[str, ...] = ()
        if now.last is None or now.last.on is None:
            text = f"{claim}, but no contact was ever logged."
        elif (ago := months_between(now.last.on, relations.on)) >= QUIET_MONTHS:
            text, ids = f"{claim}, but there was no contact for {ago} months, since {now.last.on}.", now.last.ids
        else:
            continue
        mend = f"Call them; if it is over: ngomap link {link_words(pair)} --status dormant"
        yield _of(pair, "no-contact", text, mend, ids)


def _expired(relations: Relations) -> Iterator[_Found]:
    near = _near(relations)
    to_places = _standing_at(relations)
    for tie in relations.ties:
        over = tie.type in POSITIONS and tie.until is not None and before(tie.until, relations.on)
        if not over or tie.status != "active" or not (near is None or tie.a in near or tie.b in near):
            continue
        person, place = relations.refs[tie.a], relations.refs[tie.b]
        text = f"{person.name} {TIE_TYPES[tie.type].forward} {place.name}, the map says; but only until {tie.until}."
        if near is not None and place != relations.us and not to_places.get(place.id, set()) & near:
            text += f" We know of no other way to {place.name}."
        since = f" --since {tie.since}" if tie.since else ""
        mend = f"ngomap link {person.handle} {place.handle} --type {tie.type}{since} --status ended    (or --until a later day)"
        yield _Found(
            "ended-position", f"{person.handle}/{place.handle}", f"{person.name} and {place.name}", text, (f"tie:{tie.id}",), mend,
            (tie.a, tie.b),
        )  # fmt: skip


def _everybody_left(relations: Relations, pairs: list[Pair]) -> Iterator[_Found]:
    positions: dict[int, list[Tie]] = {}
    for tie in relations.ties:
        if tie.type in POSITIONS:
            positions.setdefault(tie.b, []).append(tie)
    for pair in pairs:
        known = positions.get(pair.second.id, []) if pair.ours and pair.tie and pair.tie.status == "active" else []
        gone = [t for t in known if not t.open_on(relations.on)]
        if not gone or len(gone) < len(known) or any(t.status == "active" for t in gone):
            continue
        names = some(sorted({relations.refs[t.a].name for t in gone}))
        text = f"All whom we know there have left: {names}."
        mend = f"Ask who follows: ngomap person add NAME --org {pair.second.handle}"
        yield _of(pair, "ended-position", text, mend, tuple(f"tie:{t.id}" for t in gone))


def _untied(relations: Relations, standing: set[frozenset[int]]) -> Iterator[_Found]:
    us = relations.us
    if us is None:
        return
    for other_id, names in relations.logbook.partners(us.id).items():
        other = relations.refs.get(other_id)
        if other is None or frozenset((us.id, other_id)) in standing:
            continue
        projects = relations.logbook.projects_between(us.id, other_id)
        named = some([f"'{n}'" for n in names])
        text = f"We both take part in {named}, but the map has no standing tie of working together."
        mend = f"ngomap link us {other.handle} --rung 5 --status active"
        ids = tuple(id_ for p in projects for id_ in p.ids)
        yield _Found("project-without-tie", other.handle, other.name, text, ids, mend, (other_id,))


def _over(relations: Relations, standing: set[frozenset[int]]) -> Iterator[_Found]:
    for tie in relations.ties:
        day = (tie.until or tie.since) if tie.status == "declined" else tie.until
        passed = day is not None and before(day, relations.on)
        closed = tie.status in ("ended", "declined") or (tie.status != "wanted" and passed)
        ends = frozenset((tie.a, tie.b))
        if tie.type != WORKS_WITH or not relations.is_ours(tie) or not closed or day is None or ends in standing:
            continue
        events = relations.logbook.events_between(tie.a, tie.b)
        later = [e for e in events if before(day, e.on_date) and organizations(e) <= AMONG]
        if not later:
            continue
        pair = relations.pair(relations.refs[tie.a], relations.refs[tie.b], [tie])
        word = "Declined" if tie.status == "declined" else "Ended"
        last = later[-1]
        text = f"{word} {day}, but a contact is logged on {last.on_date} ({last.kind.replace('-', ' ')})."
        since = f" --since {tie.since}" if tie.since else ""
        mend = f"If it goes on: ngomap link {link_words(pair)}{since} --status active --clear until"
        yield _of(pair, "over-but-in-touch", text, mend, (f"event:{last.id}",))


def _aims(pairs: list[Pair]) -> Iterator[_Found]:
    for pair in pairs:
        now = pair.now
        if pair.tie is None or pair.tie.status == "wanted" or now.claimed is None or now.wanted is None:
            continue
        if now.wanted < now.claimed:
            text = f"Wanted is {rung_name(now.wanted)}, less than the claimed {rung_name(now.claimed)}."
            yield _of(pair, "wanted-below", text, f"Say what we want: ngomap link {link_words(pair)} --wanted {now.claimed}")
        elif now.wanted == now.claimed:
            text = f"Wanted is {rung_name(now.wanted)}, which is claimed already."
            mend = f"Say what comes next: ngomap link {link_words(pair)} --wanted RUNG    (or --clear wanted)"
            yield _of(pair, "wanted-reached", text, mend)


def _near(relations: Relations) -> set[int] | None:
    """We and those tied to us; None if the map does not say who we are."""
    us = relations.us
    if us is None:
        return None
    return {us.id} | {t.other(us.id) for t in relations.ties if us.id in (t.a, t.b) and t.open_on(relations.on)}


def _standing_at(relations: Relations) -> dict[int, set[int]]:
    """For each actor those to whom it has a tie that stands, rivalry aside."""
    found: dict[int, set[int]] = {}
    for tie in relations.ties:
        if tie.type != "rivals" and tie.open_on(relations.on):
            found.setdefault(tie.a, set()).add(tie.b)
            found.setdefault(tie.b, set()).add(tie.a)
    return found
