"""What several do together, and what they said of it afterwards. Read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ngomap.model.text import folded_handle, name_key
from ngomap.model.together import Assessment, Partner, Project
from ngomap.store.connection import Map

# ?1: the audiences of what may be seen, ?2: the projects, both JSON lists.
SEEN = "IN (SELECT value FROM json_each(?1))"
THESE = "IN (SELECT value FROM json_each(?2))"
PROJECT = """SELECT p.id, p.uid, p.handle, p.name, p.status, p.goal, p.since, p.until, p.budget, p.currency, p.source,
  p.audience FROM projects p"""
FIELDS = (
    "id", "uid", "handle", "name", "status", "goal", "since", "until", "budget", "currency", "source", "audience",
)  # fmt: skip
PROJECTS = f"{PROJECT} WHERE p.audience {SEEN} ORDER BY p.handle"
PROJECTS_OF = f"""{PROJECT} JOIN project_partners x ON x.project_id = p.id AND x.actor_id = ?2
WHERE p.audience {SEEN} ORDER BY p.handle"""
BY_ID = f"{PROJECT} WHERE p.audience {SEEN} AND p.id = ?2"
NAMES = f"SELECT id, handle, name FROM projects WHERE audience {SEEN} ORDER BY handle"  # noqa: S608 - of constants
PARTNERS = f"""SELECT x.id, x.project_id, x.actor_id, x.role, x.share, x.task FROM project_partners x
JOIN actors a ON a.id = x.actor_id AND a.audience {SEEN} WHERE x.project_id {THESE} ORDER BY x.project_id, a.handle"""  # noqa: S608
TERMS = f"""SELECT x.project_id, x.term_id FROM project_terms x JOIN terms t ON t.id = x.term_id
WHERE ?1 IS NOT NULL AND x.project_id {THESE} ORDER BY x.project_id, t.vocabulary, t.slug"""  # noqa: S608
AREAS = f"""SELECT x.project_id, x.area_id FROM project_areas x JOIN areas r ON r.id = x.area_id AND r.audience {SEEN}
WHERE x.project_id {THESE} ORDER BY x.project_id, r.handle"""  # noqa: S608 - of constants
ASSESSMENT = f"""SELECT s.id, s.project_id, s.by_id, s.of_id, s.on_date, s.worked, s.failed, s.benefit, s.again, s.audience
FROM assessments s JOIN projects p ON p.id = s.project_id AND p.audience {SEEN}
JOIN actors a ON a.id = s.by_id AND a.audience {SEEN} LEFT JOIN actors b ON b.id = s.of_id
WHERE s.audience {SEEN} AND ifnull(b.audience, 'public') {SEEN}"""  # noqa: S608 - of constants
ASSESSMENTS = f"{ASSESSMENT} ORDER BY s.on_date, s.id"
ASSESSMENTS_OF = f"{ASSESSMENT} AND s.project_id {THESE} ORDER BY s.on_date, s.id"
ACTIVITIES_OF = """SELECT count(*), count(DISTINCT actor_id) FROM activities
WHERE project = ?1 AND audience IN (SELECT value FROM json_each(?2))"""


def projects(map_: Map, audiences: Sequence[str], actor_id: int | None = None) -> list[Project]:
    """The projects that may be seen, of everybody or those in which one actor has a part, by handle. Partners and areas
    that may not be seen are left out of them.
    """
    if actor_id is None:
        rows = map_.connection.execute(PROJECTS, [_list(audiences)]).fetchall()
    else:
        rows = map_.connection.execute(PROJECTS_OF, [_list(audiences), actor_id]).fetchall()
    wanted = [_list(audiences), _list(row[0] for row in rows)]
    partners: dict[int, list[Partner]] = {}
    for found in map_.connection.execute(PARTNERS, wanted):
        partners.setdefault(found[1], []).append(Partner(*found))
    terms, areas = _sets(map_, TERMS, wanted), _sets(map_, AREAS, wanted)
    found = []
    for row in rows:
        parts = (tuple(things.get(row[0], ())) for things in (terms, areas))
        found.append(_project(row, tuple(partners.get(row[0], ())), *parts))
    return found


def project_by_id(map_: Map, project_id: int, audiences: Sequence[str]) -> Project:
    """One project, which must exist and may be seen."""
    row = map_.connection.execute(BY_ID, [_list(audiences), project_id]).fetchone()
    wanted = [_list(audiences), _list([project_id])]
    partners = tuple(Partner(*found) for found in map_.connection.execute(PARTNERS, wanted))
    terms, areas = _sets(map_, TERMS, wanted), _sets(map_, AREAS, wanted)
    return _project(row, partners, tuple(terms.get(project_id, ())), tuple(areas.get(project_id, ())))


def project_names(map_: Map, audiences: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Handle and name of every project that may be seen, by id."""
    return {row[0]: (row[1], row[2]) for row in map_.connection.execute(NAMES, [_list(audiences)])}


def project_named(map_: Map, text: str, audiences: Sequence[str]) -> int | None:
    """The id of the project that the text names by its handle, or by its name whatever its case and accents."""
    names = project_names(map_, audiences)
    attempts = (
        [i for i, (handle, _) in names.items() if handle == text.strip()],
        [i for i, (_, name) in names.items() if name == text.strip()],
        [i for i, (_, name) in names.items() if name_key(name) and name_key(name) == name_key(text)],
        [i for i, (handle, _) in names.items() if handle == folded_handle(text)],
    )
    return next((found[0] for found in attempts if found), None)


def assessments(map_: Map, audiences: Sequence[str], project_ids: Iterable[int] | None = None) -> list[Assessment]:
    """What was said of these projects, or of all, the oldest first; left out what may not be seen, or of or by whom."""
    if project_ids is None:
        rows = map_.connection.execute(ASSESSMENTS, [_list(audiences)])
    else:
        rows = map_.connection.execute(ASSESSMENTS_OF, [_list(audiences), _list(project_ids)])
    return [Assessment(*row) for row in rows]


def activities_of(map_: Map, name: str, audiences: Sequence[str]) -> tuple[int, int]:
    """How many activities carry the name of a project, and of how many actors."""
    rows, actors = map_.connection.execute(ACTIVITIES_OF, [name, _list(audiences)]).fetchone()
    return rows, actors


def _project(row: Sequence[Any], partners: tuple[Partner, ...], terms: tuple[int, ...], areas: tuple[int, ...]) -> Project:
    fields = dict(zip(FIELDS, row, strict=True))
    return Project(**fields, partners=partners, terms=terms, areas=areas)


def _sets(map_: Map, query: str, wanted: list[str]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for project, thing in map_.connection.execute(query, wanted):
        found.setdefault(project, []).append(thing)
    return found


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
