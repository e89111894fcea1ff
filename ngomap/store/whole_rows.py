"""Every record of the map in the form of `map/1`: names for ids, unknown fields absent, in an order that is the
content's own. Nothing is held back here; see `whole`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from types import NoneType
from typing import Any, Final
from unicodedata import is_normalized

from ngomap.model.text import one_line, paragraphs
from ngomap.model.whole_format import MUTUAL_TYPES, SECTIONS, long_text
from ngomap.store.connection import Map

Record = dict[str, object]

TERMS = """SELECT t.id, t.vocabulary, t.slug, t.name, w.slug AS parent, t.sdg, t.description,
  (SELECT json_group_array(x.alias) FROM term_aliases x WHERE x.term_id = t.id) AS aliases
FROM terms t LEFT JOIN terms w ON w.id = t.parent_id ORDER BY t.vocabulary, t.slug"""
AREAS = """SELECT p.id, p.uid, p.handle, p.name, p.level, w.handle AS parent, p.code, p.country, p.lat, p.lon,
  (SELECT json_group_array(x.alias) FROM area_aliases x WHERE x.area_id = p.id) AS aliases, p.audience
FROM areas p LEFT JOIN areas w ON w.id = p.parent_id ORDER BY p.handle"""
ACTORS = """SELECT a.id, a.uid, a.handle, a.kind, a.level, a.name, a.status, a.place, p.handle AS area,
  p.name AS area_name, p.lat AS area_lat, p.lon AS area_lon, a.country, a.lat, a.lon, a.website, a.email, a.phone,
  a.staff, a.budget, a.currency, a.founded, a.audited, a.mission, a.vision, a.notes, a.source, a.verified_on, a.audience,
  (SELECT json_group_array(x.alias) FROM aliases x WHERE x.actor_id = a.id) AS aliases,
  (SELECT json_group_array(json_object('scheme', x.scheme, 'value', x.value)) FROM identifiers x
    WHERE x.actor_id = a.id) AS identifiers,
  (SELECT json_group_array(y.handle) FROM actor_areas x JOIN areas y ON y.id = x.area_id
    WHERE x.actor_id = a.id) AS serves,
  (SELECT json_group_array(x.term_id) FROM actor_terms x WHERE x.actor_id = a.id) AS terms
FROM actors a LEFT JOIN areas p ON p.id = a.area_id ORDER BY a.handle"""
RELATIONSHIPS = """SELECT r.id, r.uid, r.type, f.handle AS "from", f.name AS from_name, t.handle AS "to",
  t.name AS to_name, r.status, r.rung, r.rung_since, r.wanted, r.stance, r.title, r.since, r.until, r.amount, r.currency,
  r.reference, r.notes, r.source, r.audience
FROM (SELECT r.*, r.type IN (SELECT value FROM json_each(?)) AND y.handle < x.handle AS turned
  FROM relationships r JOIN actors x ON x.id = r.from_id JOIN actors y ON y.id = r.to_id) r
JOIN actors f ON f.id = iif(r.turned, r.to_id, r.from_id) JOIN actors t ON t.id = iif(r.turned, r.from_id, r.to_id)
ORDER BY f.handle, t.handle, r.type, r.since, r.reference"""
TRUST = """SELECT r.id, f.handle AS "from", f.name AS from_name, t.handle AS "to", t.name AS to_name, r.on_date,
  r.reliability, r.shared_mission, r.openness, r.influence, r.involvement, r.resources, r.audience
FROM trust r JOIN actors f ON f.id = r.from_id JOIN actors t ON t.id = r.to_id
ORDER BY f.handle, t.handle, r.on_date"""
STANCES = """SELECT s.id, a.handle AS actor, a.name AS actor_name, t.slug AS issue, s.stance, s.influence, s.on_date,
  s.source, s.audience
FROM stances s JOIN actors a ON a.id = s.actor_id JOIN terms t ON t.id = s.issue_id
ORDER BY a.handle, t.slug, s.on_date"""
EVENTS = """SELECT e.id, e.uid, e.on_date, e.kind, e.title, e.outcome, e.next_step, e.next_due, e.next_done_on,
  (SELECT json_group_array(a.handle) FROM event_participants x JOIN actors a ON a.id = x.actor_id
    WHERE x.event_id = e.id) AS participants, w.handle AS introduces, e.source, e.audience
FROM events e LEFT JOIN actors w ON w.id = e.introduces_id ORDER BY e.on_date, e.kind, e.title"""
AGREEMENTS = """SELECT g.id, f.handle AS "from", f.name AS from_name, t.handle AS "to", t.name AS to_name, g.point,
  g.state, g.text, g.on_date, g.source, g.audience
FROM (SELECT g.*, y.handle < x.handle AS turned FROM agreements g JOIN actors x ON x.id = g.a_id
  LEFT JOIN actors y ON y.id = g.b_id) g
JOIN actors f ON f.id = iif(g.turned, g.b_id, g.a_id) LEFT JOIN actors t ON t.id = iif(g.turned, g.a_id, g.b_id)
ORDER BY f.handle, t.handle, g.point, g.on_date"""
LABOUR = """SELECT l.id, l.uid, f.handle AS "from", f.name AS from_name, t.handle AS "to", t.name AS to_name,
  a.handle AS actor, a.name AS actor_name, l.task, w.slug AS population, p.handle AS area, p.name AS area_name, l.since,
  l.until, l.audience
FROM (SELECT l.*, y.handle < x.handle AS turned FROM labour l JOIN actors x ON x.id = l.a_id
  LEFT JOIN actors y ON y.id = l.b_id) l
JOIN actors f ON f.id = iif(l.turned, l.b_id, l.a_id) LEFT JOIN actors t ON t.id = iif(l.turned, l.a_id, l.b_id)
JOIN actors a ON a.id = l.actor_id LEFT JOIN terms w ON w.id = l.population_id LEFT JOIN areas p ON p.id = l.area_id
ORDER BY f.handle, t.handle, a.handle, l.task, w.slug, p.handle, l.since"""
EXCHANGES = """SELECT e.id, e.uid, f.handle AS "from", f.name AS from_name, t.handle AS "to", t.name AS to_name, e.mode,
  e.kind, e.description, e.quantity, e.unit, e.worth, e.currency, e.on_date, e.due, e.returned_on, e.source, e.audience
FROM exchanges e JOIN actors f ON f.id = e.from_id JOIN actors t ON t.id = e.to_id
ORDER BY e.on_date, f.handle, t.handle, e.kind, e.description"""
PROJECTS = """SELECT p.id, p.uid, p.handle, p.name, p.status, p.goal, p.since, p.until, p.budget, p.currency,
  (SELECT json_group_array(x.term_id) FROM project_terms x WHERE x.project_id = p.id) AS terms,
  (SELECT json_group_array(y.handle) FROM project_areas x JOIN areas y ON y.id = x.area_id
    WHERE x.project_id = p.id) AS areas, p.source, p.audience
FROM projects p ORDER BY p.handle"""
PROJECT_PARTNERS = """SELECT x.id, p.handle AS project, p.name AS project_name, a.handle AS actor, a.name AS actor_name,
  x.role, x.share, x.task
FROM project_partners x JOIN projects p ON p.id = x.project_id JOIN actors a ON a.id = x.actor_id
ORDER BY p.handle, a.handle"""
ASSESSMENTS = """SELECT s.id, p.handle AS project, p.name AS project_name, b.handle AS "by", b.name AS by_name,
  o.handle AS "of", o.name AS of_name, s.on_date, s.worked, s.failed, s.benefit, s.again, s.audience
FROM assessments s JOIN projects p ON p.id = s.project_id JOIN actors b ON b.id = s.by_id
LEFT JOIN actors o ON o.id = s.of_id ORDER BY p.handle, b.handle, o.handle, s.on_date"""
GRANTS = """SELECT g.id, g.uid, g.handle, f.handle AS funder, f.name AS funder_name, g.name, g.status, g.deadline,
  g.least, g.most, g.currency, g.registered, g.years, g.budget, g.audited, g.projects, g.partners, g.own_share,
  t.vocabulary || ':' || t.slug AS term, p.handle AS area, p.name AS area_name, g.notes, g.source, g.audience
FROM grants g JOIN actors f ON f.id = g.funder_id LEFT JOIN terms t ON t.id = g.term_id
LEFT JOIN areas p ON p.id = g.area_id ORDER BY g.handle"""
COALITIONS = """SELECT c.id, a.handle AS actor, a.name AS actor_name, c.objective, o.handle AS target,
  o.name AS target_name, t.slug AS issue, c.asks, c.since, c.until, c.audience
FROM coalitions c JOIN actors a ON a.id = c.actor_id LEFT JOIN actors o ON o.id = c.target_id
LEFT JOIN terms t ON t.id = c.issue_id ORDER BY a.handle"""
APPROACHES = """SELECT r.id, f.handle AS "from", f.name AS from_name, o.handle AS "to", o.name AS to_name,
  t.slug AS issue, r.approach, r.on_date, r.note, r.audience
FROM approaches r JOIN actors f ON f.id = r.from_id JOIN actors o ON o.id = r.to_id
LEFT JOIN terms t ON t.id = r.issue_id ORDER BY f.handle, o.handle, t.slug, r.on_date"""
COMMITMENTS = """SELECT c.id, c.uid, c.handle, b.handle AS "by", b.name AS by_name, o.handle AS "to", o.name AS to_name,
  c.what, t.slug AS issue, p.handle AS area, p.name AS area_name, c.on_date, c.due, c.source, c.audience
FROM commitments c JOIN actors b ON b.id = c.by_id LEFT JOIN actors o ON o.id = c.to_id
LEFT JOIN terms t ON t.id = c.issue_id LEFT JOIN areas p ON p.id = c.area_id ORDER BY c.handle"""
OBSERVATIONS = """SELECT o.id, o.uid, c.handle AS commitment, c.what AS commitment_what, a.handle AS observer,
  a.name AS observer_name, o.on_date, o.finding, o.text, o.evidence, o.audience
FROM observations o JOIN commitments c ON c.id = o.commitment_id LEFT JOIN actors a ON a.id = o.observer_id
ORDER BY c.handle, o.on_date, a.handle, o.finding"""
MONITORS = """SELECT m.id, a.handle AS actor, a.name AS actor_name, m.training, m.impartiality, m.on_date, m.audience
FROM monitors m JOIN actors a ON a.id = m.actor_id ORDER BY a.handle"""
RESOURCES = """SELECT r.id, r.uid, a.handle AS actor, a.name AS actor_name, r.direction, r.kind, r.description,
  r.quantity, r.unit, p.handle AS area, p.name AS area_name, r.since, r.until, r.conditions, r.status, r.audience
FROM resources r JOIN actors a ON a.id = r.actor_id LEFT JOIN areas p ON p.id = r.area_id
ORDER BY a.handle, r.direction, r.kind, r.description"""
ACTIVITIES = """SELECT v.id, a.handle AS actor, a.name AS actor_name, t.vocabulary || ':' || t.slug AS term,
  t.name AS term_name, p.handle AS area, p.name AS area_name, p.code AS area_code, w.slug AS population, v.role,
  v.status, v.since, v.until, v.reached, v.capacity, v.project, v.source, v.audience
FROM activities v JOIN actors a ON a.id = v.actor_id JOIN terms t ON t.id = v.term_id JOIN areas p ON p.id = v.area_id
LEFT JOIN terms w ON w.id = v.population_id
ORDER BY a.handle, t.vocabulary, t.slug, p.handle, v.role, w.slug, v.project, v.status"""
NEED_FIGURES = """SELECT n.id, p.handle AS area, p.name AS area_name, p.code AS area_code,
  t.vocabulary || ':' || t.slug AS term, t.name AS term_name, w.slug AS population, n.people, n.on_date, n.source,
  n.audience
FROM need_figures n JOIN areas p ON p.id = n.area_id JOIN terms t ON t.id = n.term_id
LEFT JOIN terms w ON w.id = n.population_id ORDER BY p.handle, t.vocabulary, t.slug, w.slug, n.on_date"""
SURVEYS = """SELECT s.id, p.handle AS area, p.name AS area_name, p.code AS area_code,
  t.vocabulary || ':' || t.slug AS term, t.name AS term_name, s.on_date, s.source, s.audience
FROM surveys s JOIN areas p ON p.id = s.area_id LEFT JOIN terms t ON t.id = s.term_id
ORDER BY p.handle, t.vocabulary, t.slug, s.on_date"""

QUERIES: Final = {
    "terms": TERMS, "areas": AREAS, "actors": ACTORS, "relationships": RELATIONSHIPS, "trust": TRUST,
    "stances": STANCES, "events": EVENTS, "agreements": AGREEMENTS, "labour": LABOUR, "exchanges": EXCHANGES,
    "projects": PROJECTS, "project_partners": PROJECT_PARTNERS, "assessments": ASSESSMENTS, "grants": GRANTS,
    "coalitions": COALITIONS, "approaches": APPROACHES, "commitments": COMMITMENTS, "observations": OBSERVATIONS,
    "monitors": MONITORS, "resources": RESOURCES,
    "activities": ACTIVITIES, "need_figures": NEED_FIGURES, "surveys": SURVEYS,
}  # fmt: skip
LISTS: Final = ("aliases", "identifiers", "serves", "participants", "areas", "terms")
BATCH: Final = 200
"""Rows read at a time."""
WITH_TERMS: Final = ("actors", "projects")
PLURALS: Final = {"issue": "issues", "population": "populations", "service": "services", "sector": "sectors"}
IN_ORDER: Final = tuple(PLURALS.values())
ALL_TERMS: Final = "SELECT id, vocabulary, slug FROM terms"


def rows(map_: Map, section: str) -> Iterator[tuple[int, Record]]:
    """Every record of a section with its row id, one at a time.

    Beside the fields of the format a record has the readable names of what it points to (`actor_name`, `area_name`,
    `area_code`, ...), for tables.
    """
    values = [json.dumps(MUTUAL_TYPES)] if section == "relationships" else []
    cursor = map_.connection.execute(QUERIES[section], values)
    names = [column[0] for column in cursor.description]
    called = _called(map_) if section in WITH_TERMS else {}
    while batch := cursor.fetchmany(BATCH):
        ids, *columns = zip(*batch, strict=True)
        # One look at all the values of a column is worth a hundred at each.
        told = {name: _column(section, name, column) for name, column in zip(names[1:], columns, strict=True)}
        known = [name for name, column in told.items() if column]
        partly = any(None in told[name] for name in known)
        for id_, row in zip(ids, zip(*[told[name] for name in known], strict=True), strict=True):
            pairs = zip(known, row, strict=True)
            record: Record = {name: value for name, value in pairs if value is not None} if partly else dict(pairs)
            if called:
                _sort_terms(record, called)
            yield id_, record


def _column(section: str, name: str, values: Sequence[Any]) -> Sequence[object]:
    """The values of a column in the form they have in a document, None for what is not known; nothing if nothing is."""
    classes = set(map(type, values)) - {NoneType}
    if not classes:
        return ()
    if name in LISTS:
        return _several(name, values)
    if classes == {int}:
        return values
    if classes == {str}:
        texts = [value for value in values if value is not None]
        # A space too many at the end of a text makes two of them.
        if "" not in texts and _tidy(" ".join(texts)):
            return values
    field = SECTIONS[section].get(name)
    read = _long if field is not None and field.check is long_text else _single
    return [None if value is None or (told := read(value)) == "" else told for value in values]


def _several(name: str, texts: Sequence[str]) -> Sequence[object]:
    """The lists of a column, None for an empty one."""
    lists = json.loads(f"[{','.join(texts)}]")
    if name == "identifiers":
        return [sorted(items, key=lambda i: (i["scheme"], i["value"])) or None for items in lists]
    if name == "aliases":
        return [sorted(map(one_line, items)) or None for items in lists]
    return [sorted(items) or None for items in lists]


def _single(value: object) -> object:
    """A value in the form it has in a document: whole numbers without a point, texts as every command stores them.

    Another program may have written the text.
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, str) and not _tidy(value):
        return one_line(value.replace("\x00", ""))
    return value


def _long(value: str) -> str:
    return value if _tidy(value) else paragraphs(value.replace("\x00", ""))


def _tidy(text: str) -> bool:
    """Whether a text, or each of several joined by spaces, stands as every command stores it."""
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        return False
    return text.isascii() or is_normalized("NFC", text)


def _called(map_: Map) -> dict[int, tuple[int, str]]:
    """The terms by id: where those of its vocabulary stand in a record, and its slug."""
    place = {vocabulary: at for at, vocabulary in enumerate(PLURALS)}
    return {id_: (place[vocabulary], slug) for id_, vocabulary, slug in map_.connection.execute(ALL_TERMS)}


def _sort_terms(record: Record, called: Mapping[int, tuple[int, str]]) -> None:
    found: dict[str, list[str]] = {}
    terms = record.pop("terms", None)
    for place, slug in sorted(called[term] for term in terms) if isinstance(terms, list) else ():
        found.setdefault(IN_ORDER[place], []).append(slug)
    record.update(found)
