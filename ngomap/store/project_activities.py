"""A project is also an activity: the rows by which coverage, duplication and the ladder see it, kept as the project is."""

from __future__ import annotations

from typing import Any, Final

from ngomap.model.together import Project
from ngomap.store.connection import Map

ROLES: Final = {"lead": "implementer", "partner": "implementer", "host": "implementer", "funder": "funder"}
"""What each is in the activities of a project; who only advises does none of them."""
STATUSES: Final = {"planned": "planned", "running": "ongoing", "closed": "completed"}
"""Of the activities of a project. An idea is none yet; what was called off gets no new ones."""
CALLED_OFF: Final = "suspended"
WORK: Final = ("issue", "service")

MARK = "project {}"
"""The source of the rows that a project made, by its handle; others of its name were recorded by hand, and stay."""
ORGANIZATIONS = """SELECT x.actor_id FROM project_partners x JOIN actors a ON a.id = x.actor_id
WHERE x.project_id = ? AND a.kind <> 'person'"""
VOCABULARIES = "SELECT t.id, t.vocabulary FROM project_terms x JOIN terms t ON t.id = x.term_id WHERE x.project_id = ?"
EXISTING = """SELECT id, actor_id, term_id, area_id, population_id, role, status, since, until, source, audience
FROM activities WHERE project = ? ORDER BY id"""
RENAME = "UPDATE OR IGNORE activities SET project = ? WHERE project = ?"
INSERT = """INSERT OR IGNORE INTO activities(actor_id, term_id, area_id, population_id, role, project, status, since, until,
source, audience) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
UPDATE = "UPDATE OR IGNORE activities SET status = ?, since = ?, until = ?, audience = ? WHERE id = ?"
DELETE = "DELETE FROM activities WHERE id = ?"
DELETE_OWN = "DELETE FROM activities WHERE project = ? AND source = ?"

Key = tuple[int, int, int, int | None, str]
"""Actor, term, area, population and role of an activity."""


def keep_in_line(map_: Map, project: Project, old_name: str | None = None) -> None:
    """Make the activities of a project what it says; inside the write that changes it.

    There is one for each organization in it, issue or service, area and population (or none). Where one of its name was
    recorded by hand, it stands and none is added. Those that the project made follow its dates, status and audience and
    go when it no longer has them; those recorded by hand change only when the project ends: then they end with it.
    """
    mark = MARK.format(project.handle)
    if old_name is not None and old_name != project.name:
        map_.connection.execute(RENAME, [project.name, old_name])
        # What stood under the new name already would be there twice.
        map_.connection.execute(DELETE_OWN, [old_name, mark])
    wanted = _keys(map_, project)
    there: set[Key] = set()
    for id_, *key, status, since, until, source, audience in map_.connection.execute(EXISTING, [project.name]).fetchall():
        fits = tuple(key) in wanted
        there.add(_key(key))
        if source == mark:
            change = _own(project, status) if fits else None
            if change is None:
                map_.connection.execute(DELETE, [id_])
                continue
            now: tuple[object, ...] = (change, project.since, project.until, project.audience)
        else:
            now = (_ended(project, status), since, _earlier(project, since, until), audience)
        if now != (status, since, until, audience):
            map_.connection.execute(UPDATE, [*now, id_])
    new = STATUSES.get(project.status)
    if new is not None:
        rows = [
            (*key, project.name, new, project.since, project.until, mark, project.audience)
            for key in sorted(wanted - there, key=lambda k: tuple(part or 0 for part in k[:4]))
        ]
        map_.connection.executemany(INSERT, rows)


def drop_all(map_: Map, project: Project) -> None:
    """Take away the activities that a project made; those recorded by hand stay."""
    map_.connection.execute(DELETE_OWN, [project.name, MARK.format(project.handle)])


def _keys(map_: Map, project: Project) -> set[Key]:
    kinds = dict(map_.connection.execute(VOCABULARIES, [project.id]))
    organizations = {row[0] for row in map_.connection.execute(ORGANIZATIONS, [project.id])}
    work = [t for t in project.terms if kinds[t] in WORK]
    people: list[int | None] = [t for t in project.terms if kinds[t] == "population"]
    return {
        (partner.actor, term, area, population, ROLES[partner.role])
        for partner in project.partners if partner.role in ROLES and partner.actor in organizations
        for term in work for area in project.areas for population in people or [None]
    }  # fmt: skip


def _key(parts: list[Any]) -> Key:
    actor, term, area, population, role = parts
    return actor, term, area, population, role


def _own(project: Project, status: str | None) -> str | None:
    """The status of a row that the project made; None if there is no such row any more."""
    if project.status == "cancelled":
        return CALLED_OFF if status in ("ongoing", "completed", CALLED_OFF) else None
    return STATUSES.get(project.status)


def _ended(project: Project, status: str | None) -> str | None:
    """The status of a row recorded by hand."""
    if project.status == "closed" and status != CALLED_OFF:
        return "completed"
    return CALLED_OFF if project.status == "cancelled" and status != "completed" else status


def _earlier(project: Project, since: str | None, until: str | None) -> str | None:
    """When a row recorded by hand ends; one that was still to begin when the project ended keeps its days."""
    if project.status not in ("closed", "cancelled") or project.until is None:
        return until
    if since is not None and project.until[: len(since)] < since:
        return until
    return project.until if until is None else min(until, project.until)
