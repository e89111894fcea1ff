"""What `ngomap project` records and changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ngomap.cli.project_rows import find_project, project_records
from ngomap.cli.references import find_actor, find_area, find_term
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.facts import currency as code_of
from ngomap.model.records import Record
from ngomap.model.text import counted, name_line, one_line, paragraphs
from ngomap.model.together import PROJECT_ROLES, PROJECT_STATUSES, Project
from ngomap.model.values import iso_date, number, partial_date
from ngomap.store.connection import Map
from ngomap.store.projects import activities_of
from ngomap.store.settings import today

UNDO = "ngomap undo"
OPEN = ("idea", "planned", "running")
CLEARABLE = ("goal", "since", "until", "budget", "currency", "source")


@dataclass(slots=True)
class Said:
    """What the user said of a project; None where nothing."""

    status: str | None = None
    since: str | None = None
    until: str | None = None
    budget: str | None = None
    currency: str | None = None
    goal: str | None = None
    source: str | None = None
    audience: str | None = None

    def fields(self) -> dict[str, object]:
        """The columns, checked."""
        found: dict[str, object] = {}
        if self.status is not None:
            found["status"] = one_of(self.status, PROJECT_STATUSES, "status")
        for name in ("since", "until"):
            text = getattr(self, name)
            if text is not None:
                found[name] = partial_date(text, name)
        if self.budget is not None:
            found["budget"] = number(self.budget, "budget", 0)
        if self.currency is not None:
            found["currency"] = code_of(self.currency)
        if self.goal is not None:
            found["goal"] = paragraphs(self.goal) or None
        if self.source is not None:
            found["source"] = one_line(self.source) or None
        if self.audience is not None:
            found["audience"] = one_of(self.audience, AUDIENCES, "audience")
        return found


@dataclass(slots=True)
class About:
    """Issues, services, populations and areas, as they were typed."""

    issue: list[str] | None = None
    service: list[str] | None = None
    population: list[str] | None = None
    area: list[str] | None = None

    def ids(self, map_: Map) -> tuple[list[int], list[int]]:
        """The ids of the terms and of the areas."""
        texts = (("issue", self.issue), ("service", self.service), ("population", self.population))
        terms = [find_term(map_, vocabulary, text).id for vocabulary, said in texts for text in said or ()]
        return list(dict.fromkeys(terms)), list(dict.fromkeys(find_area(map_, text).id for text in self.area or ()))


def add_project(name: str, lead: str | None, with_: list[str] | None, said: Said, about: About) -> Change:
    """A new project, with those who do it together."""
    from ngomap.store import project_edits

    fields = {"status": "planned", **said.fields()}
    if fields["status"] == "cancelled":
        raise InvalidValue("status: a project that is new cannot be cancelled.", f"One of: {', '.join(OPEN)}, closed.")
    refuse_backwards(fields.get("since"), fields.get("until"))
    _refuse_bare_money(fields.get("budget"), fields.get("currency"))
    with session().map() as map_:
        roles = {find_actor(map_, lead).id: "lead"} if lead else {}
        for ref in with_ or ():
            roles.setdefault(find_actor(map_, ref).id, "partner")
        terms, areas = about.ids(map_)
        project = project_edits.add_project(map_, name_line(name), fields, roles, terms, areas)
        who = counted(len(roles), "organization") if roles else "nobody yet"
        text = f"Added the project {project.name} ({project.handle}), {project.status}, with {who}."
        return _change(map_, "added", project, text)


def edit_project(text: str, name: str | None, said: Said, clear: list[str], add: About, drop: About) -> Change:
    """Another name, dates, money, or other things it is about."""
    from ngomap.store import project_edits

    fields = said.fields()
    if fields.get("status") in ("closed", "cancelled"):
        option = " --cancelled" if fields["status"] == "cancelled" else ""
        raise UsageError("A project ends on a day.", f"Use: ngomap project close {text} --on DATE{option}")
    if name is not None:
        fields["name"] = name_line(name)
    fields |= {one_of(field, CLEARABLE, "clear"): None for field in clear}
    with session().map() as map_:
        project = find_project(map_, text)
        adding, dropping = add.ids(map_), drop.ids(map_)
        if not fields and not any((*adding, *dropping)):
            raise UsageError(
                "project edit needs something to change.", f"For example: ngomap project edit {project.handle} --status running"
            )
        refuse_backwards(fields.get("since", project.since), fields.get("until", project.until))
        if {"budget", "currency"} & fields.keys():
            _refuse_bare_money(fields.get("budget", project.budget), fields.get("currency", project.currency))
        after = project_edits.edit_project(map_, project, fields, adding, dropping)
        changed = sorted(f for f in fields if getattr(project, f) != getattr(after, f))
        changed += [w for w in ("terms", "areas") if set(getattr(project, w)) != set(getattr(after, w))]
        if not changed:
            return Change("unchanged", "project", _record(map_, after), f"{after.name} ({after.handle}) says that already.")
        text = f"Edited {after.name} ({after.handle}): {', '.join(changed)}."
        return _change(map_, "edited", after, text)


def change_partner(
    text: str, ref: str, role: str | None, share: str | None, task: str | None, remove: bool
) -> Change:
    """Who takes part, as what, with which share and task."""
    from ngomap.store import project_edits

    if remove and (role or share or task):
        raise UsageError("--remove takes somebody out, so it goes with nothing else.")
    fields: dict[str, object] = {}
    if role is not None:
        fields["role"] = one_of(role, PROJECT_ROLES, "role")
    if share is not None:
        fields["share"] = number(share, "share", 0)
    if task is not None:
        fields["task"] = one_line(task) or None
    with session().map() as map_:
        project, actor = find_project(map_, text), find_actor(map_, ref)
        if remove:
            after = project_edits.remove_partner(map_, project, actor)
            return _change(map_, "removed", after, f"{actor.name} no longer has a part in {project.name}.", actor)
        if share is not None and project.currency is None:
            raise UsageError(
                f"A share needs the currency of {project.name}.",
                f"Say it first: ngomap project edit {project.handle} --currency CODE",
            )
        after, new = project_edits.set_partner(map_, project, actor, fields)
        now = next(p for p in after.partners if p.actor == actor.id)
        said = f"{actor.name} is {now.role} in {project.name}"
        said += f", with {amount(now.share)} {after.currency}" if now.share is not None else ""
        said += f": {now.task.rstrip('.')}." if now.task else "."
        return _change(map_, "added" if new else "edited", after, said, actor)


def close_project(text: str, on: str | None, cancelled: bool) -> Change:
    """The end of a project, and of its activities."""
    from ngomap.store import project_edits

    with session().map() as map_:
        project = find_project(map_, text)
        status = "cancelled" if cancelled else "closed"
        day = iso_date(on, "on") if on else today(map_)
        if project.status in ("closed", "cancelled"):
            raise InvalidValue(
                f"{project.name} is {project.status} already{f', on {project.until}' if project.until else ''}.",
                f"If that is wrong: ngomap project edit {project.handle} --status running",
            )
        refuse_backwards(project.since if not cancelled or project.status == "running" else None, day)
        after = project_edits.edit_project(map_, project, {"status": status, "until": day})
        answer = _change(map_, status, after, f"{project.name} is {status} on {day}.")
        if cancelled:
            return answer
        return replace(answer, notes=(*answer.notes, f"Next, what did it bring? ngomap project assess {project.handle} --help"))


def remove_project(text: str) -> Change:
    """Take a project out of the map."""
    from ngomap.store import project_edits

    with session().map() as map_:
        project = find_project(map_, text)
        if not session().yes and not session().interactive:
            raise UsageError(
                f"Removing {project.name} needs a yes.",
                f"Say that you mean it with --yes; one that is over is better closed: ngomap project close {project.handle}",
            )
        if not session().confirm(f"Remove {project.name} ({project.handle}), with what was said of it?"):
            raise UsageError("Nothing was removed.")
        record = _record(map_, project)
        project_edits.remove_project(map_, project)
        left, _ = activities_of(map_, project.name, AUDIENCES)
    stay = f"{counted(left, 'activity', 'activities')} of that name, recorded by hand, stay: ngomap activity list"
    said = f"Removed {project.name} ({project.handle})."
    return Change("removed", "project", record, said, UNDO, (stay,) if left else ())


def refuse_backwards(since: object, until: object) -> None:
    """An end before its beginning. Raises InvalidValue."""
    first, last = str(since or ""), str(until or "9999")
    if last[: len(first)] < first[: len(last)]:
        raise InvalidValue(f"until: {until} is before since: {since}.", "A project ends after it has begun.")


def amount(value: float | None) -> str:
    """Money as people write it.

    >>> amount(12000.0), amount(0.5)
    ('12 000', '0.50')
    """
    if value is None:
        return ""
    return f"{value:,.0f}".replace(",", " ") if value.is_integer() else f"{value:,.2f}".replace(",", " ")


def _refuse_bare_money(budget: object, currency: object) -> None:
    if budget is not None and currency is None:
        raise UsageError("A budget needs a --currency.", "An ISO 4217 code, such as EUR.")


def _record(map_: Map, project: Project) -> Record:
    return project_records(map_, [project])[0]


def _change(map_: Map, action: str, project: Project, text: str, actor: ActorRef | None = None) -> Change:
    record = _record(map_, project)
    rows, _ = activities_of(map_, project.name, AUDIENCES)
    record["activities"] = rows
    if actor is not None:
        record["partner"] = actor.handle
    notes = []
    if not rows and project.status not in ("idea", "cancelled"):
        missing = [
            words for words, there in (
                ("who takes part", any(p.role != "adviser" for p in project.partners)),
                ("an issue or service", bool(record["issues"] or record["services"])), ("an area", bool(project.areas)),
            ) if not there
        ]  # fmt: skip
        if missing:
            notes.append(f"Coverage and the ladder see it once it says {' and '.join(missing)}.")
    notes.append(f"Next: ngomap project show {project.handle}")
    return Change(action, "project", record, text, UNDO, tuple(notes))
