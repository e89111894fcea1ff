"""What an ally could be to us. Every role has a rule over recorded facts; an actor may meet several.

insider     a public body, or a person who holds office, works or sits on the board in one.
mentor      mentors us already; or offers training, expertise, curriculum or tools, works on the issue or on something
            near it, and stands at a higher level than we do (local < regional < national < international).
coordinate  a civil society organization or international body that works on the issue or near it, and is not known to
            do so only elsewhere.
protect     works internationally, or offers legal help, or provides legal services, litigation or safe houses: a voice
            or a hand from outside when we are put under pressure.
learn       works on the issue or near it, but is known to work only elsewhere; or a university that does.
amplify     media, a union, a faith group, a professional body, a network or a coalition, or offers media: many hear it.
resource    a donor or business, or funds us, or offers what we need.

"Works on the issue or near it" is an issue fit of 0.5 or more. With a purpose its own roles come first; the rest in
the order above. Who meets no rule can still lend a name: `amplify`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ngomap.analyses.allies_factors import Scene, issue_fit
from ngomap.analyses.allies_telling import Told, tell_issue
from ngomap.analyses.describing import some
from ngomap.analyses.protecting import protects
from ngomap.model.actors import CIVIL_SOCIETY_KINDS, GOVERNMENT_KINDS, LEVELS
from ngomap.model.relationships import TIE_TYPES

NEAR: Final = 500
"""From this issue fit on, in thousandths, an actor works on the issue or near it."""
COORDINATING_KINDS: Final = (*CIVIL_SOCIETY_KINDS, "igo", "other")
LOUD_KINDS: Final = ("media", "union", "faith", "professional", "network", "coalition")
TEACHING: Final = ("training", "expertise", "curriculum", "tools")
FIRST: Final[dict[str | None, tuple[str, ...]]] = {
    None: (),
    "coalition": ("coordinate", "amplify"),
    "project": ("coordinate", "resource"),
    "information": ("learn", "mentor"),
    "protection": ("protect", "amplify", "insider"),
    "capacity": ("mentor", "resource"),
}


def insider(scene: Scene, actor: int) -> Told | None:
    """Inside government."""
    known = scene.known
    if known.actors[actor].kind in GOVERNMENT_KINDS:
        return Told("a public body", (f"actor:{actor}",))
    for tie in known.positions.get(actor, ()):
        if known.actors[tie.b].kind in GOVERNMENT_KINDS:
            return Told(f"{TIE_TYPES[tie.type].forward} {known.name(tie.b)}", (f"tie:{tie.id}",))
    return None


def mentor(scene: Scene, actor: int) -> Told | None:
    """Can teach us."""
    known = scene.known
    if known.us is None:
        return None
    for tie in known.direct_ties(actor):
        if tie.type == "mentors" and tie.a == actor:
            return Told("mentors us already", (f"tie:{tie.id}",))
    ours, theirs = known.us.level, known.actors[actor].level
    kinds = [k for k in TEACHING if k in known.offers.get(actor, {})]
    if (
        ours
        and theirs
        and LEVELS.index(theirs) > LEVELS.index(ours)
        and kinds
        and (issue_fit(scene, actor) or 0) >= NEAR
    ):
        evidence = tuple(f"resource:{i}" for k in kinds for i in known.offers[actor][k])
        return Told(f"{theirs}, and offers {some(kinds, 2)}", (f"actor:{actor}", *evidence))
    return None


def coordinate(scene: Scene, actor: int) -> Told | None:
    """Does the same, where we are or not known to be elsewhere."""
    near = scene.known.actors[actor].kind in COORDINATING_KINDS and (issue_fit(scene, actor) or 0) >= NEAR
    if not near or scene.ground.elsewhere(actor):
        return None
    return tell_issue(scene, actor)


def protect(scene: Scene, actor: int) -> Told | None:
    """Can stand up for us from outside."""
    known = scene.known
    legal = known.offers.get(actor, {}).get("legal", [])
    services = [known.terms[t] for t in known.words["service"].get(actor, ())]
    told = protects(known.actors[actor], legal, services)
    return Told(*told) if told else None


def learn(scene: Scene, actor: int) -> Told | None:
    """Knows the issue from elsewhere."""
    if (issue_fit(scene, actor) or 0) < NEAR:
        return None
    told = tell_issue(scene, actor)
    if scene.known.actors[actor].kind == "academia":
        return Told(f"a research body that {told.text}", told.evidence)
    if not scene.ground.elsewhere(actor):
        return None
    if scene.work(actor, anywhere=True):
        return Told(f"{told.text}, not where we are", told.evidence)
    areas = sorted((scene.known.areas[a] for a in scene.ground.whereabouts(actor)), key=lambda a: a.handle)
    where = some([a.name for a in areas], 2)
    return Told(f"{told.text} elsewhere ({where})", (*told.evidence, *(f"area:{a.id}" for a in areas)))


def amplify(scene: Scene, actor: int) -> Told | None:
    """Is heard by many."""
    known = scene.known
    if known.actors[actor].kind in LOUD_KINDS:
        kind = {"media": "media", "faith": "a faith group", "professional": "a professional body"}.get(
            known.actors[actor].kind, f"a {known.actors[actor].kind}"
        )
        return Told(f"{kind}, heard by many", (f"actor:{actor}",))
    offers = known.offers.get(actor, {}).get("media", [])
    return Told("offers media work", tuple(f"resource:{i}" for i in offers)) if offers else None


def resource(scene: Scene, actor: int) -> Told | None:
    """Has means."""
    known = scene.known
    for tie in known.direct_ties(actor):
        if tie.type == "funds" and tie.a == actor:
            return Told("funds us", (f"tie:{tie.id}",))
    if known.us is not None:
        kinds, rows = scene.ground.supplied(known.us.id, actor)
        if kinds:
            return Told(f"offers {some(kinds, 2)}, which we need", tuple(f"resource:{i}" for i in rows))
    if known.actors[actor].kind in ("donor", "business"):
        return Told(f"a {known.actors[actor].kind}", (f"actor:{actor}",))
    return None


ROLES: Final[dict[str, Callable[[Scene, int], Told | None]]] = {
    "insider": insider, "mentor": mentor, "coordinate": coordinate, "protect": protect, "learn": learn,
    "amplify": amplify, "resource": resource,
}  # fmt: skip
FALLBACK: Final = "amplify"


def roles_of(scene: Scene, actor: int) -> list[tuple[str, Told]]:
    """Every role the actor meets the rule of, the foremost for the purpose first."""
    first = FIRST[scene.known.asked.purpose]
    order = [*first, *(r for r in ROLES if r not in first)]
    found = [(role, told) for role in order if (told := ROLES[role](scene, actor))]
    return found or [(FALLBACK, Told("can lend us its name", (f"actor:{actor}",)))]
