"""Who could no longer speak up for us if somebody were gone?"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.protection import MOST_AT_ALL, ProtectionRows, Scene, look_around
from ngomap.analyses.protection_telling import Known, tell_tether
from ngomap.graph.disjoint import reached_twice
from ngomap.graph.introductions import open_doors, ranked, way_along
from ngomap.graph.protection import Tether, tether, within_reach, without
from ngomap.model.report import Finding

PROTECTION: Final = "could no longer protect us"
ONE_WAY: Final = "could protect us, but by one way only"


@dataclass(frozen=True, slots=True)
class LostVoices:
    """Who could speak up for us, and would no longer be reached (`PROTECTION`) or by one way alone (`ONE_WAY`): how each is
    reached now, the nearest first, with the group; and how many more there are on a large map.
    """

    scene: Scene
    voices: Sequence[tuple[str, Tether]]
    more: int = 0

    @property
    def named(self) -> set[int]:
        """Everybody on a way that leads there now."""
        return {i for _, found in self.voices for path in found.paths for i in path}


def search_protection_lost(rows: ProtectionRows, gone: AbstractSet[int], on: str) -> LostVoices:
    """Who could speak up for us (see `find_protection`), and would no longer be reached by any way, or is gone itself; and
    who would be reached by a single way. Who is reached by two ways or more is found by one walk for all, so that ways
    are looked for to these alone; on a large map to the nearest of them.
    """
    us = rows.asked.id
    scene = look_around(rows, on)
    left = without(scene.neighbours, gone)
    still, twice, before = within_reach(left, us), reached_twice(left, us), reached_twice(scene.neighbours, us)
    lost = [
        (ONE_WAY if i in still else PROTECTION, i)
        for i in scene.reached
        if i not in still or (i in before and i not in twice)
    ]
    most = len(lost) if rows.near is None else MOST_AT_ALL
    found = [(group, tether(scene.neighbours, us, i)) for group, i in lost[:most]]
    return LostVoices(scene, found, len(lost) - len(found))


def tell_protection_lost(rows: ProtectionRows, lost: LostVoices, on: str) -> list[Finding]:
    """Each of them (value: separate ways that lead there now), told with the ties among those whom it `named`."""
    scene = lost.scene
    doors = scene.doors if rows.near is None else open_doors(rows.ties, on, scene.handles)
    known = Known(scene.there, on, rows.asked, rows.asked.id, rows.events)
    found = []
    for group, one in lost.voices:
        ways = ranked([way_along(doors, path) for path in one.paths], scene.handles)
        now = tell_tether(known, one, ways, scene.voices[one.end])
        unit = "way now" if now.value == 1 else "separate ways now"
        found.append(Finding(now.subject, now.label, now.value, unit, now.reasons[:2], group))
    return sorted(found, key=lambda f: (f.group != PROTECTION, -(f.value or 0), f.subject))
