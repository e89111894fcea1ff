"""What to know and not to show: rivalries, opponents among their ties, trust, our notes, where we differ or compete."""

from __future__ import annotations

from typing import Final

from ngomap.analyses.brief_known import Known, says
from ngomap.analyses.describing import some
from ngomap.analyses.footprints import counts_on, footprints
from ngomap.analyses.gaps_resources import is_open, kind_name
from ngomap.model.contacts import Stance, Trust
from ngomap.model.relationships import TRUST_ITEMS, VALUE_ITEMS
from ngomap.model.report import Finding, Reason

PRIVATE: Final = "not to be shown"
STANCES: Final = {-2: "active opponents", -1: "passive opponents", 0: "neutral", 1: "passive allies", 2: "active allies"}
MOST: Final = 4
LONGEST_NOTE: Final = 200


def sensitive_points(known: Known) -> list[Finding]:
    """For our own eyes: nothing of it is made for a reader outside (see `Known.private`)."""
    if not known.private:
        return []
    found = _rivals(known) + _stances(known) + _opponents(known) + _competition(known) + _trust(known)
    notes = [(known.them.notes, known.record)] + [(t.notes, (f"tie:{t.id}",)) for t in known.between()]
    for text, evidence in notes:
        if text:
            line = " ".join(text.split())
            cut = line if len(line) <= LONGEST_NOTE else f"{line[:LONGEST_NOTE].rsplit(' ', 1)[0]} …"
            found.append(_private("note", "Our notes", cut, evidence))
    for tie in known.between():
        if tie.status in ("declined", "ended") or (tie.until or "9999") < known.on:
            when = f" in {tie.until}" if tie.until else ""
            word = "declined" if tie.status == "declined" else "ended"
            text = f"That {known.them.name} {says(tie, known.them.id)} us was {word}{when}; know why before you ask again."
            found.append(_private(word, "What is over", text, (f"tie:{tie.id}",)))
    return found


def _rivals(known: Known) -> list[Finding]:
    found = []
    theirs, ours = known.ties_of(known.them, "rivals"), known.ties_of(known.us, "rivals")
    for tie, who in theirs:
        if known.us and who.id == known.us.id:
            text = f"We and {known.them.name} are recorded as rivals."
            found.append(_private("rivals", "Rivals of ours", text, (f"tie:{tie.id}",)))
    for own, others, end, words in (
        (theirs, known.ties_of(known.us), known.us, "is a rival of theirs and"),
        (ours, known.ties_of(known.them), known.them, "is a rival of ours and"),
    ):
        for tie, who in own:
            also = [t for t, other in others if other.id == who.id and t.type != "rivals"]
            if also and end:
                whom = "us" if end is known.us else "them"
                text = f"{who.name} {words} {some([says(t, who.id) for t in also])} {whom}."
                ids = (f"tie:{tie.id}", *(f"tie:{t.id}" for t in also))
                found.append(_private("rival-between", "A rival between us", text, ids))
    rest = [who for _, who in theirs if not known.us or who.id != known.us.id]
    if rest:
        ids = tuple(f"tie:{t.id}" for t, who in theirs if who in rest)
        found.append(_private("their-rivals", "Their rivals", f"{some([w.name for w in rest], MOST)}.", ids))
    return found


def _stances(known: Known) -> list[Finding]:
    """Issues on which they oppose what we work on, or stand on the other side of us."""
    if known.us is None or known.ours is None:
        return []
    found = []
    issues = known.ours.issues | ({known.issue.id} if known.issue else set())
    asked = issues | {s.issue for s in known.rows.stances if s.actor == known.us.id}
    for issue in sorted(asked, key=lambda i: known.names.terms[i].slug):
        theirs, ours = known.stance(known.them.id, issue), known.stance(known.us.id, issue)
        if theirs is None or theirs.stance is None:
            continue
        apart = ours is not None and ours.stance is not None and ours.stance * theirs.stance < 0
        if not apart and not (theirs.stance < 0 and issue in issues and (ours is None or (ours.stance or 0) >= 0)):
            continue
        name = known.names.terms[issue].name
        text = f"They are {STANCES[theirs.stance]}{_day(theirs)}"
        text += f"; we are {STANCES[ours.stance]}{_day(ours)}." if ours and ours.stance is not None else "; we work on it."
        ids = tuple(f"stance:{s.id}" for s in (theirs, ours) if s)
        found.append(_private("stance", f"Apart on {name}", text, ids))
    return found


def _opponents(known: Known) -> list[Finding]:
    """Who stands by them and against us on an issue of ours."""
    if known.ours is None or known.us is None:
        return []
    issues = known.ours.issues | ({known.issue.id} if known.issue else set())
    found = []
    for tie, who in known.ties_of(known.them):
        if tie.type == "rivals" or who.id == known.us.id:
            continue
        against = [s for i in issues if (s := known.stance(who.id, i)) is not None and (s.stance or 0) < 0]
        if against:
            names = some(known.names.term_names(s.issue for s in against))
            text = f"{who.name} {says(tie, who.id)} them, and opposes {names}."
            ids = (f"tie:{tie.id}", *(f"stance:{s.id}" for s in sorted(against, key=lambda s: s.id)))
            found.append(_private("opponent-near", "An opponent near them", text, ids))
    return found


def _competition(known: Known) -> list[Finding]:
    if known.us is None:
        return []
    us, them = known.us.id, known.them.id
    found = []
    same = [(who, a, b) for who, a, b in known.both_at("funds") if a.b == them]
    if same:
        ids = tuple(f"tie:{t.id}" for _, a, b in same for t in (a, b))
        text = f"{some([w.name for w, _, _ in same], MOST)} pays for both: a grant to one may be one less for the other."
        found.append(_private("same-funder", "The same funder", text.replace("pays", "pay") if len(same) > 1 else text, ids))
    current = [v for v in known.rows.activities if counts_on(v, known.on)]
    cells = footprints(current, [us, them])
    both = {}
    for cell, ids in cells.get(them, {}).items():
        for other, more in cells.get(us, {}).items():
            if cell[:2] == other[:2] and (cell[2] is None or other[2] is None or cell[2] == other[2]):
                both[cell] = (*ids, *more)
    if both:
        text = f"Both do {known.names.work(both)}: who does it in future may be a sore point."
        evidence = tuple(dict.fromkeys(e for told in both.values() for e in told))
        found.append(_private("overlap", "The same work in the same place", text, evidence))
    needs = [r for r in known.rows.resources if r.direction == "need" and is_open(r, known.on)]
    kinds = sorted({r.kind for r in needs if r.actor == us} & {r.kind for r in needs if r.actor == them})
    if kinds:
        ids = tuple(f"resource:{r.id}" for r in needs if r.kind in kinds)
        found.append(_private("same-need", "The same need", f"Both look for {some([kind_name(k) for k in kinds])}.", ids))
    return found


def _trust(known: Known) -> list[Finding]:
    if known.us is None:
        return []
    found = []
    latest = {(t.from_id, t.to_id): t for t in sorted(known.rows.trust, key=lambda t: t.on_date or "")}
    for who, whom, label in ((known.us, known.them, "Our trust in them"), (known.them, known.us, "Their trust in us")):
        row = latest.get((who.id, whom.id))
        text = _items(row) if row else ""
        if row and text:
            found.append(_private("trust", label, f"{text}{f' ({row.on_date})' if row.on_date else ''}.", (f"trust:{row.id}",)))
    return found


def _items(row: Trust) -> str:
    said = [(item, getattr(row, item)) for item in (*TRUST_ITEMS, *VALUE_ITEMS)]
    parts = [f"{item.replace('_', ' ')} {value} of 4" for item, value in said if value is not None]
    return ", ".join(parts).capitalize()


def _day(stance: Stance) -> str:
    return f" ({stance.on_date})" if stance.on_date else ""


def _private(code: str, label: str, text: str, evidence: tuple[str, ...]) -> Finding:
    return Finding(code, label, None, "", (Reason(code, text, evidence),), PRIVATE)
