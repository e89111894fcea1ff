"""What several do together, changed; its activities with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ngomap.errors import AlreadyExists, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.model.text import slug
from ngomap.model.together import Project
from ngomap.store.connection import Map
from ngomap.store.project_activities import drop_all, keep_in_line
from ngomap.store.projects import project_by_id, project_named, project_names
from ngomap.store.term_edits import free_name
from ngomap.store.writing import insert_row, new_uid, write

ADD_TERM = "INSERT OR IGNORE INTO project_terms(project_id, term_id) VALUES (?, ?)"
DROP_TERM = "DELETE FROM project_terms WHERE project_id = ? AND term_id = ?"
ADD_AREA = "INSERT OR IGNORE INTO project_areas(project_id, area_id) VALUES (?, ?)"
DROP_AREA = "DELETE FROM project_areas WHERE project_id = ? AND area_id = ?"
OF_DAY = "SELECT id FROM assessments WHERE project_id = ? AND by_id = ? AND of_id IS ? AND on_date = ?"


def add_project(
    map_: Map,
    name: str,
    fields: Mapping[str, object],
    roles: Mapping[int, str],
    terms: Collection[int] = (),
    areas: Collection[int] = (),
) -> Project:
    """A new project with who takes part in it (actor id to role). Raises AlreadyExists."""
    with write(map_) as database:
        _refuse_taken(map_, name)
        handle = free_name(slug(name, "project"), {h for h, _ in project_names(map_, AUDIENCES).values()})
        row = {"uid": new_uid(), "handle": handle, "name": name, **fields}
        project_id = insert_row(database, "projects", row)
        for actor, role in roles.items():
            insert_row(database, "project_partners", {"project_id": project_id, "actor_id": actor, "role": role})
        map_.connection.executemany(ADD_TERM, [(project_id, term) for term in terms])
        map_.connection.executemany(ADD_AREA, [(project_id, area) for area in areas])
        return _kept(map_, project_id)


def edit_project(
    map_: Map,
    project: Project,
    fields: Mapping[str, object],
    add: tuple[Collection[int], Collection[int]] = ((), ()),
    drop: tuple[Collection[int], Collection[int]] = ((), ()),
) -> Project:
    """Change fields of a project, and add and drop terms and areas (ids, in this order). Raises AlreadyExists."""
    with write(map_) as database:
        if "name" in fields:
            _refuse_taken(map_, str(fields["name"]), project.id)
        if fields:
            database.table("projects").update(project.id, dict(fields))
        for statement, ids in ((DROP_TERM, drop[0]), (ADD_TERM, add[0]), (DROP_AREA, drop[1]), (ADD_AREA, add[1])):
            map_.connection.executemany(statement, [(project.id, id_) for id_ in ids])
        return _kept(map_, project.id, project.name)


def set_partner(map_: Map, project: Project, actor: ActorRef, fields: Mapping[str, object]) -> tuple[Project, bool]:
    """Let an actor take part in a project, or change as what: `role`, `share`, `task`. Whether it is new in it."""
    with write(map_) as database:
        found = next((p for p in project.partners if p.actor == actor.id), None)
        if found:
            database.table("project_partners").update(found.id, dict(fields))
        else:
            insert_row(database, "project_partners", {"project_id": project.id, "actor_id": actor.id, **fields})
        return _kept(map_, project.id), found is None


def remove_partner(map_: Map, project: Project, actor: ActorRef) -> Project:
    """Take an actor out of a project. Raises NotFound if it has no part in it."""
    with write(map_) as database:
        found = next((p for p in project.partners if p.actor == actor.id), None)
        if found is None:
            raise NotFound(
                f"{actor.name} has no part in {project.name}.", f"See who has: ngomap project show {project.handle}"
            )
        database.table("project_partners").delete(found.id)
        return _kept(map_, project.id)


def remove_project(map_: Map, project: Project) -> None:
    """Take a project out of the map, with the activities it made and what was said of it."""
    with write(map_) as database:
        drop_all(map_, project)
        database.table("projects").delete(project.id)


def record_assessment(
    map_: Map, project: Project, by: ActorRef, of: ActorRef | None, on_date: str, fields: Mapping[str, object]
) -> tuple[int, bool]:
    """What one said of a project on a day: `worked`, `failed`, `benefit`, `again`, `audience`; what is known of the same
    day stays where not said anew. The number of the record, and whether it is new.
    """
    with write(map_) as database:
        key = [project.id, by.id, of.id if of else None, on_date]
        row = map_.connection.execute(OF_DAY, key).fetchone()
        if row:
            database.table("assessments").update(row[0], dict(fields))
            return int(row[0]), False
        names = ("project_id", "by_id", "of_id", "on_date")
        return insert_row(database, "assessments", {**dict(zip(names, key, strict=True)), **fields}), True


def _kept(map_: Map, project_id: int, old_name: str | None = None) -> Project:
    project = project_by_id(map_, project_id, AUDIENCES)
    keep_in_line(map_, project, old_name)
    return project


def _refuse_taken(map_: Map, name: str, own: int | None = None) -> None:
    taken = project_named(map_, name, AUDIENCES)
    if taken is not None and taken != own:
        handle, known = project_names(map_, AUDIENCES)[taken]
        raise AlreadyExists(f"There is a project of that name: {known} ({handle}).", f"See it: ngomap project show {handle}")
