"""What is not known of an ally, as people say it, and the command that would tell."""

from __future__ import annotations

from typing import Final

from ngomap.analyses.allies_factors import Scene

UNKNOWN: Final = {
    "issue": "what they work on", "stance": "stance", "common": "what we share",
    "they-bring": "what they have that we lack", "we-bring": "what we have that they lack", "reach": "whom they know",
    "trust": "trust", "proximity": "distance", "capacity": "size", "influence": "influence",
    "closeness": "shared contacts",
}  # fmt: skip


TAKES_US: Final = ("common", "they-bring", "we-bring", "reach", "trust", "proximity", "closeness")
"""Factors that cannot be known while the map does not say who we are."""


def remedy(scene: Scene, factor: str, handle: str) -> str:
    """The command that would make a factor known of an actor; words in capitals are to be filled in."""
    issue = scene.known.asked.issue.slug
    match factor:
        case "issue":
            return f"ngomap edit {handle} --issue ISSUE"
        case "stance":
            return f"ngomap stance {handle} STANCE --issue {issue}"
        case "influence":
            return f"ngomap stance {handle} --influence 0-5 --issue {issue}"
        case "common":
            return f"ngomap edit {handle} {_ground(scene)}"
        case "they-bring":
            return _brings(scene, handle, "offer", bool(scene.known.needs.get(scene.ground.ours or -1)))
        case "we-bring":
            return _brings(scene, handle, "need", bool(scene.known.offers.get(scene.ground.ours or -1)))
        case "reach" | "closeness":
            return f"ngomap link {handle} REF"
        case "trust":
            return f"ngomap link us {handle} --reliability 0-4"
        case "proximity":
            return f"ngomap edit {handle} --place PLACE"
        case _:
            return f"ngomap edit {handle} --staff N"


def _ground(scene: Scene) -> str:
    if scene.ground.wanted_areas:
        return "--serves AREA"
    return "--population POPULATION" if scene.ground.wanted_populations else "--issue ISSUE"


def _brings(scene: Scene, handle: str, direction: str, useful: bool) -> str:
    if useful:
        return f"ngomap {direction} {handle} WHAT --kind KIND"
    return (
        f"ngomap edit {handle} --serves AREA" if scene.ground.our_areas else f"ngomap edit {handle} --service SERVICE"
    )


def our_remedy(scene: Scene, factor: str) -> str | None:
    """The command by which saying more of ourselves would make a factor known that is known of nobody, or None if it is
    not for want of what we have said of ourselves.
    """
    us = scene.known.us
    if us is None:
        return None
    ground = scene.ground
    if factor in ("common", "they-bring", "we-bring"):
        missing = [] if ground.our_areas else ["--serves AREA"]
        missing += [] if scene.known.words["population"].get(us.id) else ["--population POPULATION"]
        missing += [] if scene.known.words["service"].get(us.id) else ["--service SERVICE"]
        missing += [] if scene.known.words["issue"].get(us.id) else ["--issue ISSUE"]
        return f"ngomap edit us {' '.join(missing)}" if missing else None
    if factor in ("reach", "closeness"):
        return "ngomap link us REF --rung RUNG"
    if factor == "proximity" and scene.centre is None and scene.known.asked.area is None:
        return "ngomap edit us --place PLACE --lat LAT --lon LON"
    return None
