"""The whole map as plain records for one audience: what `ngomap export` writes in every format.

A record leaves the map if its own audience allows it *and* everything it needs may leave: a tie to a withheld actor,
or an activity in a withheld area, is withheld too. Of a record that leaves, only the fields that `model.audience` lists
for the reader go with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Final

from ngomap.model.audience import allowed_fields, file_audience, visible_to
from ngomap.model.disguise import Disguise
from ngomap.model.shipped import shipped_rows
from ngomap.model.whole_format import MAP_FORMAT, SECTIONS, record_kind
from ngomap.model.words import VOCABULARIES, VOCABULARY_FILES
from ngomap.store.actors import matching_refs
from ngomap.store.connection import Map, at_this_moment, snapshot
from ngomap.store.filters import Filters
from ngomap.store.settings import setting, us
from ngomap.store.whole_merge import once
from ngomap.store.whole_rows import PLURALS, WITH_TERMS, Record, rows

HIDDEN_ACTORS = "SELECT handle FROM actors WHERE audience NOT IN (SELECT value FROM json_each(?))"
HIDDEN_AREAS = "SELECT handle FROM areas WHERE audience NOT IN (SELECT value FROM json_each(?))"
HIDDEN_PROJECTS = "SELECT handle, name FROM projects WHERE audience NOT IN (SELECT value FROM json_each(?))"
HIDDEN_COMMITMENTS = """SELECT c.handle FROM commitments c JOIN actors a ON a.id = c.by_id
LEFT JOIN areas p ON p.id = c.area_id WHERE c.audience NOT IN (SELECT value FROM json_each(?1))
  OR a.audience NOT IN (SELECT value FROM json_each(?1)) OR p.audience NOT IN (SELECT value FROM json_each(?1))"""
HIDDEN_TERMS = """WITH seen(audience) AS (SELECT value FROM json_each(?)), hidden(term_id) AS (
  SELECT x.term_id FROM actor_terms x JOIN actors a ON a.id = x.actor_id WHERE a.audience NOT IN seen
  UNION SELECT s.issue_id FROM stances s JOIN actors a ON a.id = s.actor_id
    WHERE s.audience NOT IN seen OR a.audience NOT IN seen
  UNION SELECT t.id FROM activities v JOIN actors a ON a.id = v.actor_id JOIN areas p ON p.id = v.area_id
    JOIN terms t ON t.id IN (v.term_id, v.population_id)
    WHERE v.audience NOT IN seen OR a.audience NOT IN seen
      OR p.audience NOT IN seen
  UNION SELECT t.id FROM need_figures n JOIN areas p ON p.id = n.area_id
    JOIN terms t ON t.id IN (n.term_id, n.population_id)
    WHERE n.audience NOT IN seen OR p.audience NOT IN seen
  UNION SELECT s.term_id FROM surveys s JOIN areas p ON p.id = s.area_id
    WHERE s.audience NOT IN seen OR p.audience NOT IN seen
  UNION SELECT l.population_id FROM labour l JOIN actors a ON a.id IN (l.a_id, l.b_id, l.actor_id)
    LEFT JOIN areas p ON p.id = l.area_id
    WHERE l.audience NOT IN seen OR a.audience NOT IN seen OR p.audience NOT IN seen
  UNION SELECT x.term_id FROM project_terms x JOIN projects p ON p.id = x.project_id WHERE p.audience NOT IN seen
  UNION SELECT g.term_id FROM grants g JOIN actors a ON a.id = g.funder_id LEFT JOIN areas p ON p.id = g.area_id
    WHERE g.audience NOT IN seen OR a.audience NOT IN seen OR p.audience NOT IN seen
  UNION SELECT c.issue_id FROM coalitions c JOIN actors a ON a.id = c.actor_id
    WHERE c.audience NOT IN seen OR a.audience NOT IN seen
  UNION SELECT r.issue_id FROM approaches r JOIN actors a ON a.id IN (r.from_id, r.to_id)
    WHERE r.audience NOT IN seen OR a.audience NOT IN seen
  UNION SELECT c.issue_id FROM commitments c JOIN actors a ON a.id = c.by_id LEFT JOIN areas p ON p.id = c.area_id
    WHERE c.audience NOT IN seen OR a.audience NOT IN seen OR p.audience NOT IN seen)
SELECT t.vocabulary, t.slug FROM terms t WHERE t.id IN (SELECT term_id FROM hidden)"""
WEIGHTS = "SELECT substr(key, 9), value FROM settings WHERE key LIKE 'weights.%' ORDER BY key"

ENDS: Final = {
    "relationships": ("from", "to"), "trust": ("from", "to"), "stances": ("actor",), "resources": ("actor",),
    "activities": ("actor",), "agreements": ("from", "to"), "labour": ("from", "to", "actor"), "exchanges": ("from", "to"),
    "project_partners": ("actor",), "assessments": ("by", "of"), "grants": ("funder",), "coalitions": ("actor",),
    "approaches": ("from", "to"), "commitments": ("by",), "monitors": ("actor",),
}  # fmt: skip
MENTIONED: Final = ("introduces", "target", "observer", "to")
"""Fields that name an actor without whom the record still says what it says."""
SPEAKING: Final = frozenset(("participants", "project", "area", "areas", "serves", "parent", *MENTIONED))
"""Fields that may speak of somebody, something or some place that the reader may not see."""
IN_AREA: Final = ("activities", "need_figures", "surveys", "labour", "grants", "commitments")
"""Sections whose records would say another thing without their area."""
# Where somebody is; told together or not at all.
WHEREABOUTS: Final = ("area", "area_name", "area_lat", "area_lon", "place", "lat", "lon")
# Records that may stand more than once with the same sorting key.
SORTING: Final = {
    "relationships": ("from", "to", "type", "since", "reference"), "events": ("on_date", "kind", "title"),
    "labour": ("from", "to", "actor", "task"), "exchanges": ("on_date", "from", "to", "kind", "description"),
    "observations": ("commitment", "on_date"),
    "resources": ("actor", "direction", "kind", "description"),
}  # fmt: skip

Withheld = dict[str, int]


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom, and which actors (None: all). The hidden ones are those the audience may not see."""

    audience: str
    chosen: frozenset[str] | None
    hidden_actors: frozenset[str]
    hidden_areas: frozenset[str]
    hidden_projects: frozenset[str]
    hidden_project_names: frozenset[str]
    hidden_commitments: frozenset[str]
    visible: tuple[str, ...]
    disguise: Disguise | None = None
    ids: Callable[[str], str] | None = None
    """What a share calls a record instead of its uid; without it uids leave only for the audience that may have them."""
    only: Callable[[str, Record], bool] | None = None
    """Of the records of a section, which go: what is new, for a file that tells nothing else."""

    def wants(self, actor: str) -> bool:
        """Whether the actor with this handle is one of those the file is about."""
        return self.chosen is None or actor in self.chosen

    def shows(self, actor: str) -> bool:
        """Whether it is, and may be seen."""
        return actor not in self.hidden_actors and self.wants(actor)


def scope_for(map_: Map, audience: str, filters: Filters | None = None) -> Scope:
    """What a file for this audience, of the actors that meet the filters, may tell.

    Raises InvalidValue for `secret`.
    """
    reader = file_audience(audience)
    visible = visible_to(reader)
    wanted = [json.dumps(visible)]
    projects = map_.connection.execute(HIDDEN_PROJECTS, wanted).fetchall()
    return Scope(
        reader,
        # That somebody is chosen must not tell of work that the reader may not see.
        frozenset(ref.handle for ref in matching_refs(map_, replace(filters, facts_for=reader)))
        if filters and filters.where()[1]
        else None,
        frozenset(row[0] for row in map_.connection.execute(HIDDEN_ACTORS, wanted)),
        frozenset(row[0] for row in map_.connection.execute(HIDDEN_AREAS, wanted)),
        frozenset(handle for handle, _ in projects),
        frozenset(name for _, name in projects),
        frozenset(row[0] for row in map_.connection.execute(HIDDEN_COMMITMENTS, wanted)),
        visible,
    )


def dump(map_: Map, audience: str, filters: Filters | None = None) -> tuple[dict[str, object], Withheld]:
    """The map as a `map/1` document for an audience, and how many records of each kind were withheld from it."""
    with at_this_moment(map_) as now:
        return dump_within(now, scope_for(now, audience, filters))


def dump_within(map_: Map, scope: Scope) -> tuple[dict[str, object], Withheld]:
    """The same for a scope that is made already."""
    withheld: Withheld = {}
    with snapshot(map_):
        document: dict[str, object] = {"ngomap": MAP_FORMAT, "map": about(map_, scope)}
        for section, fields in SECTIONS.items():
            document[section] = [
                {field: record[field] for field in fields if field in record}
                for record in records(map_, section, scope, withheld)
            ]
    return document, withheld


def about(map_: Map, scope: Scope) -> Record:
    """The map's own facts: its name, who keeps it, the day it is pinned to, for whom this is.

    The name is usually that of its keeper, so it goes only where the keeper goes.
    """
    ours = us(map_)
    found: Record = {}
    if ours is None or scope.shows(ours.handle):
        found = {"name": setting(map_, "name"), "us": ours.handle if ours else None}
    found |= {"today": setting(map_, "today"), "audience": scope.audience, "weights": _weights(map_)}
    found["freshness"] = setting(map_, "freshness")
    allowed = allowed_fields("map", scope.audience)
    told = {field: value for field, value in found.items() if value and field in allowed}
    return told if scope.disguise is None else scope.disguise.of("map", told) or {}


def _weights(map_: Map) -> dict[str, float]:
    return {key: float(value) for key, value in map_.connection.execute(WEIGHTS)}


def records(map_: Map, section: str, scope: Scope, withheld: Withheld) -> Iterator[Record]:
    """The records of a section that the scope allows, one at a time, with the fields it allows; those that the audience
    keeps back are counted into `withheld`.

    Their order, too, tells nothing of what is kept back.
    """
    if scope.only is not None:
        # What a term or an area is needed for is looked for among all of them.
        wanted, whole = scope.only, replace(scope, only=None)
        yield from (record for record in records(map_, section, whole, withheld) if wanted(section, record))
        return
    found = _allowed(map_, section, scope, withheld)
    if scope.disguise or (section == "activities" and scope.hidden_project_names):
        # Without what was taken out of them, two may say the same.
        found = iter(once(section, found))
    if scope.disguise and scope.disguise.names is not None and section not in ("terms", "areas"):
        # Under pseudonyms the order of the names would tell something of them.
        yield from sorted(found, key=lambda record: json.dumps(record, sort_keys=True))
        return
    fields = SORTING.get(section)
    if fields is None:
        yield from found
        return
    for _, group in groupby(found, key=lambda record: [*map(record.get, fields)]):
        same = list(group)
        yield from same if len(same) == 1 else sorted(same, key=lambda record: json.dumps(record, sort_keys=True))


def _allowed(map_: Map, section: str, scope: Scope, withheld: Withheld) -> Iterator[Record]:
    used = _used(map_, section, _uncounted(scope))
    may_leave, trims = _gate(section, scope), _trims(section, scope)
    for _, record in rows(map_, section):
        if used is not None and _own_name(section, record) not in used:
            continue
        if scope.chosen is not None and not _chosen(section, record, scope):
            continue
        kind = record_kind(section, record)
        allowed = _told(kind, scope.audience)
        if not allowed or not may_leave(record):
            counted = label(section, record)
            withheld[counted] = withheld.get(counted, 0) + 1
            continue
        if trims:
            _trim(section, record, scope, withheld)
        leaving = record if record.keys() <= allowed else {field: value for field, value in record.items() if field in allowed}
        if scope.ids is not None and "uid" in record:
            leaving["uid"] = scope.ids(str(record["uid"]))
        worn = leaving if scope.disguise is None else scope.disguise.of(kind, leaving)
        if worn is not None:
            yield worn


@cache
def _told(kind: str, reader: str) -> frozenset[str]:
    return frozenset(allowed_fields(kind, reader))


def _uncounted(scope: Scope) -> Scope:
    """The same scope for a look ahead, whose blurring is not counted."""
    return scope if scope.disguise is None else replace(scope, disguise=replace(scope.disguise, done={}))


def _chosen(section: str, record: Record, scope: Scope) -> bool:
    if scope.chosen is None:
        return True
    if section == "actors":
        return scope.wants(str(record["handle"]))
    if section == "events":
        return any(scope.wants(handle) for handle in _several(record, "participants"))
    # Without all actors, "somebody looked here and found nobody" would be untrue.
    if section in ("need_figures", "surveys"):
        return False
    # What is common to several, chosen or not, is told with the whole map.
    if section in ("projects", "project_partners", "assessments", "observations"):
        return False
    return all(scope.wants(str(record[end])) for end in ENDS.get(section, ()) if end in record)


def _gate(section: str, scope: Scope) -> Callable[[Record], bool]:
    """Whether a record of the section may leave; what cannot matter for any of them is not asked of each."""
    visible = frozenset(scope.visible)
    ends = ENDS.get(section, ()) if scope.hidden_actors else ()
    in_area = section in IN_AREA and bool(scope.hidden_areas)
    of_project = section in ("project_partners", "assessments")

    def may_leave(record: Record) -> bool:
        if record.get("audience", "public") not in visible:
            return False
        for end in ends:
            if record.get(end) in scope.hidden_actors:
                return False
        if in_area and record.get("area") in scope.hidden_areas:
            return False
        if of_project and record["project"] in scope.hidden_projects:
            return False
        if section == "observations" and record["commitment"] in scope.hidden_commitments:
            return False
        people = _several(record, "participants") if section == "events" else []
        return not people or any(scope.shows(handle) for handle in people)

    return may_leave


def _trims(section: str, scope: Scope) -> bool:
    """Whether a record of the section could speak of what the scope hides: only then is it looked through."""
    hides = scope.hidden_actors or scope.hidden_areas or scope.hidden_project_names or scope.chosen is not None
    return bool(hides) and not SPEAKING.isdisjoint(SECTIONS[section].keys() - ENDS.get(section, ()))


def _trim(section: str, record: Record, scope: Scope, withheld: Withheld) -> None:
    """Take out of a record that leaves what it says of actors and areas that do not."""
    people = _several(record, "participants")
    kept = [handle for handle in people if scope.shows(handle)]
    if len(kept) < len(people):
        hidden = sum(scope.wants(handle) for handle in people) - len(kept)
        if hidden:
            withheld["participants"] = withheld.get("participants", 0) + hidden
        record["participants"] = kept
    for field in MENTIONED:
        if field in record and field not in ENDS.get(section, ()) and not scope.shows(str(record[field])):
            record.pop(f"{field}_name", None)
            del record[field]
    if section == "activities" and record.get("project") in scope.hidden_project_names:
        del record["project"]
    if "areas" in record:
        record["areas"] = [handle for handle in _several(record, "areas") if handle not in scope.hidden_areas]
        if not record["areas"]:
            del record["areas"]
    if record.get("parent") in scope.hidden_areas and section == "areas":
        del record["parent"]
    if record.get("area") in scope.hidden_areas:
        for field in WHEREABOUTS:
            record.pop(field, None)
    if "serves" in record:
        record["serves"] = [handle for handle in _several(record, "serves") if handle not in scope.hidden_areas]
        if not record["serves"]:
            del record["serves"]


def _several(record: Record, field: str) -> list[str]:
    found = record.get(field)
    return found if isinstance(found, list) else []


def label(section: str, record: Record) -> str:
    """What a record is counted as."""
    if section == "actors":
        return "people" if record["kind"] == "person" else "organizations"
    return section


def _own_name(section: str, record: Record) -> str:
    return f"{record['vocabulary']}:{record['slug']}" if section == "terms" else str(record["handle"])


def _used(map_: Map, section: str, scope: Scope) -> frozenset[str] | None:
    """The terms or areas that what leaves speaks of, with the wider ones; None where all may go.

    A term may have been made for one withheld record, so terms that nothing visible uses stay here. Only an internal
    file has all terms, without those that were made for secret records alone; one of the starting vocabularies is not
    missing there, since that would tell as much. Areas have an audience of their own and are only cut to what was
    chosen.
    """
    if section == "areas" and scope.chosen is not None:
        return _with_wider(map_, "areas", _areas_used(map_, scope))
    if section != "terms":
        return None
    if scope.audience != "internal" or scope.chosen is not None:
        return _with_wider(map_, "terms", _terms_used(map_, scope))
    hidden = {f"{v}:{slug}" for v, slug in map_.connection.execute(HIDDEN_TERMS, [json.dumps(scope.visible)])}
    if hidden:
        hidden -= {f"{v}:{row['slug']}" for v in VOCABULARIES for row in shipped_rows(VOCABULARY_FILES[v])}
    if not hidden:
        return None
    hidden -= set(_terms_used(map_, scope))
    return _with_wider(map_, "terms", (n for _, r in rows(map_, "terms") if (n := _own_name("terms", r)) not in hidden))


def _terms_used(map_: Map, scope: Scope) -> Iterator[str]:
    for section in WITH_TERMS:
        for record in records(map_, section, scope, {}):
            for vocabulary, plural in PLURALS.items():
                yield from (f"{vocabulary}:{slug}" for slug in _several(record, plural))
    for section in ("stances", "coalitions", "approaches", "commitments"):
        yield from (f"issue:{record['issue']}" for record in records(map_, section, scope, {}) if "issue" in record)
    for section in IN_AREA:
        for record in records(map_, section, scope, {}):
            if "term" in record:
                yield str(record["term"])
            if "population" in record:
                yield f"population:{record['population']}"


def _areas_used(map_: Map, scope: Scope) -> Iterator[str]:
    for section in ("actors", "resources", "activities", "labour", "grants", "commitments"):
        for record in records(map_, section, scope, {}):
            if "area" in record:
                yield str(record["area"])
            yield from _several(record, "serves")


def _with_wider(map_: Map, section: str, names: Iterator[str]) -> frozenset[str]:
    wider: dict[str, str | None] = {}
    for _, record in rows(map_, section):
        parent = str(record["parent"]) if "parent" in record else None
        wider[_own_name(section, record)] = f"{record['vocabulary']}:{parent}" if parent and section == "terms" else parent
    found: set[str] = set()
    for name in names:
        current: str | None = name
        while current is not None and current not in found:
            found.add(current)
            current = wider.get(current)
        if len(found) == len(wider):
            # All of them: who else speaks of them makes no difference.
            break
    return frozenset(found)
