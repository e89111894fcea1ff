"""Projects as commands name and tell them."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.cli.session import session
from ngomap.errors import NotFound
from ngomap.model.audience import AUDIENCES, allowed_fields, visible_to
from ngomap.model.records import Record
from ngomap.model.together import Project
from ngomap.store.actors import some_refs
from ngomap.store.areas import some_areas
from ngomap.store.connection import Map
from ngomap.store.projects import project_by_id, project_named, project_names
from ngomap.store.terms import all_terms

PLURALS = {"issue": "issues", "service": "services", "population": "populations"}
EVERYONE = AUDIENCES[-1]


def find_project(map_: Map, text: str, audience: str = EVERYONE) -> Project:
    """The project that the text names, by handle or name; a misspelt name is taken for the nearest one, and that is said.

    Raises NotFound with the nearest names.
    """
    visible = visible_to(audience)
    found = project_named(map_, text, visible)
    if found is None:
        from ngomap.matching.nearest import forgiven, nearest

        handles = project_names(map_, visible)
        named = {name: i for i, (handle, name) in handles.items()} | {handle: i for i, (handle, _) in handles.items()}
        found = forgiven(text, named)
        if found is None:
            near = list(dict.fromkeys(handles[named[n]][0] for n in nearest(text, named)))
            hint = f"Did you mean {' or '.join(near)}?" if near else "See 'ngomap project list', or add it: ngomap project add NAME"
            raise NotFound(f"There is no project {text!r} in the map.", hint)
        session().say(f"Taking {text!r} for {handles[found][1]} ({handles[found][0]}).")
    return project_by_id(map_, found, visible)


def project_records(map_: Map, projects: Iterable[Project], audience: str = EVERYONE) -> list[Record]:
    """Projects with names instead of ids, only the fields that the audience may see."""
    rows = list(projects)
    refs = some_refs(map_, sorted({p.actor for row in rows for p in row.partners}))
    areas = some_areas(map_, sorted({a for row in rows for a in row.areas}))
    terms = {t.id: t for t in all_terms(map_)} if any(row.terms for row in rows) else {}
    allowed = {*allowed_fields("project", audience), "partners", "shares"}
    if "share" not in allowed_fields("project_partner", audience):
        allowed.discard("shares")
    found = []
    for row in rows:
        record: Record = {
            "handle": row.handle, "name": row.name, "status": row.status,
            "partners": [f"{refs[p.actor].handle} ({p.role})" for p in row.partners],
            "since": row.since, "until": row.until, "goal": row.goal,
        }  # fmt: skip
        for vocabulary, plural in PLURALS.items():
            record[plural] = [terms[t].slug for t in row.terms if terms[t].vocabulary == vocabulary]
        record["areas"] = [areas[a].handle for a in row.areas]
        record |= {"budget": row.budget, "currency": row.currency}
        record["shares"] = {refs[p.actor].handle: p.share for p in row.partners if p.share is not None}
        record |= {"source": row.source, "audience": row.audience}
        found.append({field: value for field, value in record.items() if field in allowed})
    return found
