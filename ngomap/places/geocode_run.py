"""Who has a place in words and no point: found among the map's areas first, then, if a service is given, by asking it.

Whoever is `internal` or `secret`, and every person, is only ever looked up in the map: no word of their place is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.model.countries import country_code
from ngomap.model.text import one_line
from ngomap.model.words import Area
from ngomap.places.distance import Point
from ngomap.places.geocode_asking import Asked, Question, ask_all, unasked
from ngomap.places.geocode_offline import Gazetteer, match_area, match_place
from ngomap.places.geocoders import Service
from ngomap.store.connection import Map
from ngomap.store.geocode_edits import Placed
from ngomap.store.geocodes import Choice, Kept, Wanting, kept_replies, kept_reply

SENT: Final = ("public", "partners")
"""Audiences of records whose place may be sent to a service."""
FEW: Final = 20
"""For more places than this all areas are read at once."""
QUESTIONS: Final = ("ambiguous", "wrong-country", "no-coordinates", "bad-reply")
"""Outcomes of a service that a person must settle."""


@dataclass(slots=True)
class Finding:
    """What is known now of one actor or area. `result` is `found`, `question`, `unknown`, `unasked` (a dry run, or the
    limit), `withheld` or `failed`; `why` says what kind of it. An actor may get an area and, more precisely, a point.
    `areas` it may be, each with the words that tell it from the others.
    """

    subject: Wanting
    is_area: bool
    result: str
    why: str
    area: Area | None = None
    point: Point | None = None
    source: str = ""
    label: str = ""
    areas: tuple[tuple[Area, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    standing: Area | None = None


@dataclass(slots=True)
class Run:
    """What came of all; `requests` is how many were made, or would be."""

    findings: list[Finding] = field(default_factory=list)
    asked: Asked = field(default_factory=Asked)
    requests: int = 0

    def placed(self) -> Placed:
        """What is to be written."""
        actors = [f for f in self.findings if not f.is_area]
        return Placed(
            [(f.subject.id, f.subject.place, *f.point) for f in actors if f.point],
            [(f.subject.id, f.subject.place, f.subject.area, f.area.id) for f in actors if f.area and f.area.id != f.subject.area],
            [(f.subject.id, *f.point) for f in self.findings if f.is_area and f.point],
        )


def look_up(map_: Map, wanting: Sequence[Wanting], are_areas: bool, gazetteer: Gazetteer | None = None) -> list[Finding]:
    """What the map's own areas say of each; whoever sits in an area that its words only name again is left out."""
    known = gazetteer or Gazetteer(map_, whole=len(wanting) > FEW)
    found = (_area_offline(known, w) if are_areas else _actor_offline(known, w) for w in wanting)
    return [f for f in found if f is not None]


def ask_for_rest(
    map_: Map, findings: list[Finding], service: Service, again: bool, limit: int, dry_run: bool, told: Callable[[int], None]
) -> Run:
    """Ask the service about whoever the map's areas do not place, and say what came of it."""
    open_ = _open(findings)
    sent = [f for f in open_ if may_be_sent(f.subject)]
    questions = list(dict.fromkeys(_question(f.subject) for f in sent))
    run = Run(findings)
    run.requests = len(unasked(map_, service, questions, again))
    if not dry_run:
        run.asked = ask_all(map_, service, questions, again, limit, told)
    for finding in open_:
        question = _question(finding.subject)
        # What was once asked for somebody public serves the others too: it is in the map.
        kept = run.asked.replies.get(question)
        if kept is None and not (again and may_be_sent(finding.subject)):
            kept = kept_reply(map_, service.name, service.server, *question)
        if kept is not None and question not in run.asked.failed:
            _take(finding, kept)
        elif finding.area is None:
            if not may_be_sent(finding.subject):
                finding.result, finding.why = "withheld", "person" if finding.subject.person else finding.subject.audience
            elif question in run.asked.failed:
                finding.result, finding.why = "failed", "failed"
            else:
                finding.result, finding.why = "unasked", "limit" if question in run.asked.left else "dry-run"
    return run


def requests_needed(map_: Map, findings: list[Finding], service: Service, again: bool) -> int:
    """How many places a service would be asked about."""
    questions = dict.fromkeys(_question(f.subject) for f in _open(findings) if may_be_sent(f.subject))
    return len(unasked(map_, service, list(questions), again))


def _open(findings: list[Finding]) -> list[Finding]:
    """Whom the map's areas do not place, or only roughly."""
    unknown = [f for f in findings if f.result == "unknown" and f.why != "a-country"]
    return unknown + [f for f in findings if f.result == "found" and f.why == "in"]


def questions_kept(map_: Map, findings: list[Finding]) -> list[Finding]:
    """Those that a person must settle: several areas of the name, or what services answered before."""
    for finding in findings:
        if finding.result == "unknown":
            for kept in kept_replies(map_, *_question(finding.subject)):
                if kept.outcome in QUESTIONS or kept.outcome == "nothing":
                    _take(finding, kept)
                    break
    return [f for f in findings if f.result == "question" or (f.result == "unknown" and f.why == "nothing")]


def may_be_sent(subject: Wanting) -> bool:
    """Whether the words of its place may leave the machine."""
    return subject.audience in SENT and not subject.person


def _question(subject: Wanting) -> Question:
    return one_line(subject.place), subject.country


def _actor_offline(gazetteer: Gazetteer, actor: Wanting) -> Finding | None:
    if actor.country is None and actor.area is not None:
        actor.country = gazetteer.country(gazetteer.area(actor.area))
    match = match_place(gazetteer, actor.place, actor.country, actor.area)
    finding = Finding(actor, False, "unknown", "not-in-map")
    if len(match.areas) > 1:
        finding.result, finding.why = "question", "several-areas"
        finding.areas = tuple((area, gazetteer.told(area)) for area in match.areas)
    elif match.areas:
        area = match.areas[0]
        if match.whole and area.id == actor.area:
            return None
        finding.standing = gazetteer.standing(area)
        actor.country = actor.country or gazetteer.country(area)
        finding.result, finding.why, finding.area = "found", "is" if match.whole else "in", area
    elif _names_only_a_country(actor):
        finding.why = "a-country"
    return finding


def _area_offline(gazetteer: Gazetteer, area: Wanting) -> Finding:
    finding = Finding(area, True, "unknown", "not-in-map")
    if area.country is None and area.area is not None:
        area.country = gazetteer.country(gazetteer.area(area.area))
    twin, perhaps = match_area(gazetteer, area)
    if twin and twin.lat is not None and twin.lon is not None:
        finding.result, finding.why, finding.standing = "found", "twin", twin
        finding.point = (twin.lat, twin.lon)
    elif perhaps:
        finding.result, finding.why = "question", "same-name"
        finding.areas = tuple((other, gazetteer.told(other)) for other in perhaps)
    elif _names_only_a_country(area):
        finding.why = "a-country"
    return finding


def _names_only_a_country(subject: Wanting) -> bool:
    return len(subject.place.strip()) > 2 and country_code(subject.place) is not None


def _take(finding: Finding, kept: Kept) -> None:
    """What a service answered, as what it means for the actor or area."""
    if kept.outcome == "found" and kept.lat is not None and kept.lon is not None:
        finding.result, finding.why, finding.point = "found", kept.provider, (kept.lat, kept.lon)
        finding.label, finding.source = kept.label or "", kept.attribution or kept.provider
    elif finding.area is None:
        finding.result = "question" if kept.outcome in QUESTIONS else "unknown"
        finding.why, finding.choices, finding.source = kept.outcome, kept.choices, kept.attribution or kept.provider


