"""The factors in words: what each is called, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.allies_factors import Scene
from ngomap.analyses.allies_ground import Part, listed
from ngomap.analyses.allies_known import is_presence
from ngomap.model.contacts import Stance
from ngomap.model.stances import STANCES
from ngomap.model.words import Term

LABELS: Final = {
    "issue": "Work on the issue", "stance": "Stance", "common": "Common ground", "they-bring": "What they bring",
    "we-bring": "What we bring", "reach": "Reach", "trust": "Trust", "proximity": "Nearness", "capacity": "Capacity",
    "influence": "Influence", "closeness": "Shared contacts",
}  # fmt: skip


NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What a factor rests on: a clause and the ids of its evidence."""

    text: str
    evidence: tuple[str, ...] = ()


def nearness_words(scene: Scene, term: Term) -> str:
    """The issue of an actor and how it lies to the one asked about: `Election fraud (a part of Corruption)`."""
    asked = scene.known.asked.issue
    relation = scene.known.near[term.id].relation
    if relation == "same":
        return term.name
    if relation == "narrower":
        return f"{term.name} (a part of {asked.name})"
    if relation == "wider":
        return f"{term.name} (which includes {asked.name})"
    return f"{term.name} (close to {asked.name})"


def tell_issue(scene: Scene, actor: int) -> Told:
    """What it works on that comes nearest."""
    best = scene.best_issue(actor)
    if best is None:
        return Told("none of its recorded issues is near this one", (f"actor:{actor}",))
    rows = [v for v in scene.known.activities.get(actor, ()) if v.term == best]
    evidence = tuple(f"activity:{v.id}" for v in rows) or (f"actor:{actor}",)
    verb = "plans to work" if rows and all(v.status == "planned" for v in rows) else "works"
    if rows and all(v.role == "funder" for v in rows):
        verb = "funds work"
    text = f"{verb} on {nearness_words(scene, scene.known.terms[best])}"
    areas = {v.area for v in rows if is_presence(v)}
    return Told(text + _where(scene, areas), (*evidence, f"term:{best}"))


def _where(scene: Scene, areas: set[int]) -> str:
    asked = scene.known.asked.area
    inside = {a for a in areas if scene.in_question(a)}
    if areas and not inside and asked:
        return f", but not in {asked.name}"
    if len(inside) > 1:
        return f" in {len(inside)} areas" + (f" in and around {asked.name}" if asked else "")
    return "".join(f" in {scene.known.areas[a].name}" for a in inside)


def stance_words(scene: Scene, row: Stance) -> str:
    """A stance as it is said: `active ally (2026-02-01)`, `neutral on Public procurement`."""
    day = f" ({row.on_date})" if row.on_date else ""
    return f"{STANCES[row.stance or 0]}{_on(scene, row)}{day}"


def _on(scene: Scene, row: Stance) -> str:
    return "" if row.issue == scene.known.asked.issue.id else f" on {scene.known.terms[row.issue].name}"


def tell_stance(scene: Scene, actor: int) -> Told:
    """Where it stands, by the row that comes nearest to the issue."""
    row = scene.known.stances[actor][0]
    return Told(stance_words(scene, row), (f"stance:{row.id}",))


def tell_influence(scene: Scene, actor: int) -> Told:
    """How much it counts; on what, unless its stance is told on the same."""
    row = scene.known.influences[actor][0]
    stances = scene.known.stances.get(actor)
    on = "" if stances and stances[0].issue == row.issue else _on(scene, row)
    return Told(f"influence {row.influence} of 5{on}", (f"stance:{row.id}",))


def tell_common(scene: Scene, actor: int) -> Told:
    """What is shared."""
    parts = scene.ground.common(actor)
    counts = [f"{len(p.found)} of {p.total} {p.of}" for p in parts]
    names = listed(scene.ground.names(parts), NAMED)
    text = f"shares {', '.join(counts)}" + (f": {names}" if names else "")
    return Told(text, (f"actor:{actor}", *scene.ground.evidence(parts)))


def tell_they_bring(scene: Scene, actor: int) -> Told:
    """What they have and we lack."""
    parts = scene.ground.they_bring(actor)
    rows = scene.ground.supplied(scene.ground.ours, actor)[1]
    return _brought(scene, actor, ("they bring", "they have nothing recorded that we lack", "we"), parts, rows)


def tell_we_bring(scene: Scene, actor: int) -> Told:
    """What we have and they lack."""
    parts = scene.ground.we_bring(actor)
    rows = scene.ground.supplied(actor, scene.ground.ours)[1]
    return _brought(scene, actor, ("we bring", "we have nothing recorded that they lack", "they"), parts, rows)


def _brought(scene: Scene, actor: int, words: tuple[str, str, str], parts: list[Part], rows: list[int]) -> Told:
    found, nothing, needing = words
    names = listed(scene.ground.brought(parts, needing), NAMED)
    evidence = (f"actor:{actor}", *(f"resource:{i}" for i in rows), *scene.ground.evidence(parts))
    return Told(f"{found} {names}" if names else nothing, evidence)


def tell_reach(scene: Scene, actor: int) -> Told:
    """The path, or that there is none."""
    path = scene.circle.paths.get(actor)
    if path is None:
        return Told("nobody we know of can introduce us within three steps", (f"actor:{actor}",))
    ties = scene.circle.ties_along(path)
    first = "" if path.steps == 1 else f"{scene.known.name(path.nodes[1])} "
    return Told(first + scene.circle.path_text(path), tuple(f"tie:{t.id}" for t in ties))


def tell_trust(scene: Scene, actor: int) -> Told:
    """How far we trust them and they us."""
    known = scene.known
    said: list[str] = []
    evidence: list[str] = []
    for rows, words in ((known.our_trust, "we trust them {} of 4"), (known.their_trust, "they trust us {} of 4")):
        row = rows.get(actor)
        if row is not None and row.mean is not None:
            said.append(words.format(f"{row.mean:.1f}".removesuffix(".0")))
            evidence.append(f"trust:{row.id}")
    return Told(" and ".join(said), tuple(evidence))


def tell_proximity(scene: Scene, actor: int) -> Told:
    """How far away."""
    away = scene.distance(actor)
    if away is None:
        return Told("not known")
    far = scene.kilometres(away)
    km = "less than 1 km" if far < 1 else f"{far:.0f} km"
    by, area = (f", measured to {away.area.name}", [f"area:{away.area.id}"]) if away.area else ("", [])
    return Told(f"{km} from {scene.centre_name}{by}", (f"actor:{actor}", *area))


def tell_capacity(scene: Scene, actor: int) -> Told:
    """What is known of its size and presence."""
    said: list[str] = []
    staff = scene.known.actors[actor].staff
    if staff is not None:
        said.append(f"{staff} staff")
    work = scene.work(actor)
    people = scene.people(work)
    if people:
        said.append(f"{people} people served on the issue")
    if work or scene.work(actor, anywhere=True):
        areas = len({v.area for v in work})
        said.append(f"present in {areas} of the {scene.areas_with_work} areas with work on the issue")
    return Told(", ".join(said), (f"actor:{actor}", *(f"activity:{v.id}" for v in work)))


def tell_closeness(scene: Scene, actor: int) -> Told:
    """Which contacts are shared."""
    shared = scene.circle.shared_contacts(actor)
    names = listed([scene.known.name(i) for i in shared], NAMED)
    return Told(
        f"knows, as we do: {names}" if shared else "shares no contact with us", tuple(f"actor:{i}" for i in shared)
    )


TELLERS: Final[dict[str, Callable[[Scene, int], Told]]] = {
    "issue": tell_issue, "stance": tell_stance, "common": tell_common, "they-bring": tell_they_bring,
    "we-bring": tell_we_bring, "reach": tell_reach, "trust": tell_trust, "proximity": tell_proximity,
    "capacity": tell_capacity, "influence": tell_influence, "closeness": tell_closeness,
}  # fmt: skip
