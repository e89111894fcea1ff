"""The first and the last part of a briefing: who they are, and what to ask because we do not know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ngomap.analyses.brief_known import POSITIONS, Known, says
from ngomap.analyses.describing import some
from ngomap.analyses.freshness import months_before
from ngomap.model.actors import GOVERNMENT_KINDS
from ngomap.model.audience import allowed_fields
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason

WHO: Final = "who they are"
QUESTIONS: Final = "questions to ask"
LONGEST_QUOTE: Final = 220
OLD_MONTHS: Final = 12
MOST: Final = 5
ROLES: Final = {
    "works-for": "staff", "on-board-of": "board", "holds-office-in": "office holder", "volunteers-for": "volunteer",
}  # fmt: skip
KINDS: Final = {"ngo": "NGO", "cbo": "CBO", "igo": "IGO"}
ON_A_PERSON: Final = ("phone", "email")
ON_AN_ORGANIZATION: Final = ("level", "place", "website", "email", "phone", "founded", "staff", "budget", "mission")


def who_they_are(known: Known) -> list[Finding]:
    """Facts, each with where it stands; what is not known is left out here, and asked at the end."""
    them = known.them
    also = f" (also {some(known.rows.aliases)})" if known.rows.aliases else ""
    found = [_fact(f"{them.name}{also}", _outline(known), known.record, "outline")]
    if known.person:
        positions = known.ties_of(them, *POSITIONS)
        texts = [f"{says(t, them.id)} {who.name}{_title(t)}" for t, who in positions if t.a == them.id]
        if texts:
            ids = tuple(f"tie:{t.id}" for t, who in positions if t.a == them.id)
            found.append(_fact("Positions", f"{_capital(some(texts, MOST))}.", ids, "positions"))
    for title, text in (("Mission", them.mission), ("Vision", them.vision)):
        if text:
            found.append(_fact(title, _quote(text), known.record, title.casefold()))
    found += _work(known)
    if not known.person:
        people = [(t, who) for t, who in known.ties_of(them, *POSITIONS) if t.b == them.id]
        if people:
            texts = [f"{who.name} ({t.title or ROLES[t.type]})" for t, who in people]
            ids = tuple(f"tie:{t.id}" for t, _ in people)
            found.append(_fact("People", f"{some(texts, MOST)}.", ids, "people"))
    contact = [x for x in (them.website, them.email, them.phone) if x]
    if contact:
        found.append(_fact("Contact", f"{', '.join(contact)}", known.record, "contact"))
    if _may_know(known, "verified_on"):
        source = f" ({them.source})" if them.source else ""
        checked = f"Last checked on {them.verified_on}{source}." if them.verified_on else f"Never checked{source}."
        found.append(_fact("How sure", checked, known.record, "verified"))
    return found


def questions(known: Known) -> list[Finding]:
    """What we do not know of them, the most useful first: where they stand, what they can do, whom they serve, then what
    the record lacks.
    """
    asked = _of_stance(known)
    asked += _of_person(known) if known.person else _of_organization(known)
    if known.private and known.rows.events and not any(t.from_id == known.them.id for t in known.rows.trust):
        why = "What they think of our work together is not recorded."
        asked.append(("our-work", "What did our work so far bring you, and what should we do otherwise?", why))
    missing = _missing(known)
    if missing:
        asked.append(("record", f"May we complete our record: {some(missing, MOST)}?", "Not recorded."))
    checked = known.them.verified_on
    if _may_know(known, "verified_on") and (checked is None or checked < months_before(known.on, OLD_MONTHS)):
        why = f"Last checked on {checked}." if checked else "Nobody has checked the record."
        asked.append(("still-right", "Is what we have on you still right?", why))
    # What is withheld from a reader outside is not unknown to us, so nothing is said of why we ask.
    return [
        Finding(code, text, None, "", (Reason(code, why, known.record),) if known.private else (), QUESTIONS)
        for code, text, why in asked
    ]


def _of_stance(known: Known) -> list[tuple[str, str, str]]:
    issues = {known.issue.id} if known.issue else (known.theirs.issues & (known.ours.issues if known.ours else set()))
    unknown = [i for i in issues if known.stance(known.them.id, i) is None]
    if not unknown:
        return []
    names = some(known.names.term_names(unknown))
    return [("stance", f"Where do you stand on {names}, and would you say so in public?", "Their stance is not recorded.")]


def _of_organization(known: Known) -> list[tuple[str, str, str]]:
    profile, asked = known.theirs, []
    own = [r for r in known.rows.resources if r.actor == known.them.id]
    public, donor = known.them.kind in GOVERNMENT_KINDS, known.them.kind == "donor"
    if public:
        asked.append(("doors", "Which doors are open to us: hearings, data, advisory groups?", "It changes; they know best."))
    if donor and not any((r.direction, r.kind) == ("offer", "funding") for r in own):
        asked.append(("grants", "What do you fund, and when and how does one apply?", "No funding offer of theirs is recorded."))
    if not public and not donor and not any(r.direction == "offer" for r in own):
        question = "What could you lend or share: a room, a trainer, data, a van?"
        asked.append(("offers", question, "No offer of theirs is recorded."))
    if not public and not donor and not any(r.direction == "need" for r in own):
        asked.append(("needs", "What are you short of this year?", "No need of theirs is recorded."))
    for code, what, question in (
        ("issues", profile.issues, "Which issues do you work on?"),
        ("populations", profile.populations, "For whom do you work?"),
        ("areas", profile.areas, "Where do you work, and where do you want to?"),
        ("services", profile.services, "What exactly do you offer people?"),
    ):
        if not what:
            asked.append((code, question, "Not recorded."))
    if profile.work and not profile.cells:
        asked.append(("activities", "What is going on now, where, and for how many people?", "No activity is recorded."))
    if not any(t.b == known.them.id for t, _ in known.ties_of(known.them, *POSITIONS)):
        asked.append(("people", "Who decides, and whom do we call?", "No person of theirs is recorded."))
    if not public and not donor and not any(t.b == known.them.id for t, _ in known.ties_of(known.them, "funds")):
        asked.append(("funders", "Who pays for your work, and until when?", "No funder of theirs is recorded."))
    if not known.ties_of(known.them, "works-with"):
        asked.append(("partners", "With whom do you work already?", "No partner of theirs is recorded."))
    return asked


def _of_person(known: Known) -> list[tuple[str, str, str]]:
    asked = []
    if not known.ties_of(known.them, *POSITIONS):
        asked.append(("positions", "Where do you work, and on whose boards do you sit?", "No position of theirs is recorded."))
    if not known.theirs.issues:
        asked.append(("issues", "Which issues are close to your heart?", "Not recorded."))
    asked.append(("whom", "Whom else should we meet, and would you take us there?", "Only they know."))
    return asked


def _missing(known: Known) -> list[str]:
    wanted = ON_A_PERSON if known.person else ON_AN_ORGANIZATION
    return [field for field in wanted if _may_know(known, field) and getattr(known.them, field) is None]


def _may_know(known: Known, field: str) -> bool:
    """Whether the reader may see the field at all: what is withheld is not unknown."""
    return field in allowed_fields("person" if known.person else "organization", known.audience)


def _outline(known: Known) -> str:
    them = known.them
    parts = [KINDS.get(them.kind, them.kind), them.level, None if them.status == "active" else them.status, them.place]
    parts.append(f"since {them.founded}" if them.founded else None)
    parts.append(f"{them.staff} staff" if them.staff is not None else None)
    if them.budget is not None:
        amount = f"{them.budget:,.0f}".replace(",", " ")
        parts.append(f"{' '.join(filter(None, (amount, them.currency)))} a year")
    return f"{_capital(', '.join(p for p in parts if p))}."


def _work(known: Known) -> list[Finding]:
    profile, names = known.theirs, known.names
    parts = [
        ("on", some(names.term_names(profile.issues), MOST)), ("with", some(names.term_names(profile.services), MOST)),
        ("for", some(names.term_names(profile.populations), MOST)), ("in", names.places(profile.areas) if profile.areas else ""),
    ]  # fmt: skip
    text = "; ".join(f"{word} {what}" for word, what in parts if what)
    if not text:
        return []
    ids = {e for cell in profile.cells.values() for e in cell} or {*known.record}
    return [_fact("Work", f"{_capital(text)}.", _sorted(ids), "work")]


def _title(tie: Tie) -> str:
    dates = [f"since {tie.since}" if tie.since else "", f"until {tie.until}" if tie.until else ""]
    said = ", ".join(x for x in (tie.title, *dates) if x)
    return f" ({said})" if said else ""


def _fact(label: str, text: str, evidence: tuple[str, ...], code: str) -> Finding:
    return Finding(code, label, None, "", (Reason(code, text, evidence),), WHO)


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sorted(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=lambda e: (e.split(":")[0], int(e.split(":")[1]))))
