"""Who is shown where there are more than can be read: a choice that follows from the map alone, not from the order of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from ngomap.model.relationships import Tie


def tied_pairs(ties: Iterable[Tie], among: Collection[int]) -> set[tuple[int, int]]:
    """Each two of these actors that a tie joins, once."""
    return {(min(t.a, t.b), max(t.a, t.b)) for t in ties if t.a != t.b and t.a in among and t.b in among}


def best_connected(
    handles: Mapping[int, str], pairs: Collection[tuple[int, int]], most: int, us: int | None = None,
    first: Collection[int | None] = (),
) -> list[int]:  # fmt: skip
    """At most so many of the actors (handles by id): those of `first` and we, then those tied to us, then those tied to the
    most others; equals by handle. `pairs` are those who are tied, each two once.

    >>> best_connected({1: "a", 2: "b", 3: "c", 4: "d"}, {(1, 2), (1, 4), (3, 4)}, 3, us=3)
    [3, 4, 1]
    """
    degrees: Counter[int] = Counter(end for pair in pairs for end in pair)
    ours = {end for pair in pairs if us in pair for end in pair}
    asked = {us, *first}
    ranked = sorted(handles, key=lambda i: (i not in asked, i not in ours, -degrees[i], handles[i]))
    return ranked[:most]


def shown_of(shown: int, total: int, ours: bool = False, choose: str = "") -> str:
    """What is said of the choice. `ours`: those tied to us come before others; `choose`: how to get others.

    >>> shown_of(2000, 20000, True)
    'Shown are the 2 000 best connected of 20 000 actors, those tied to us before all others.'
    >>> shown_of(2000, 20000, choose="--issue or --area")
    'Shown are the 2 000 best connected of 20 000 actors; choose with --issue or --area.'
    """
    words = f"Shown are the {shown:,} best connected of {total:,} actors".replace(",", " ")
    return words + ", those tied to us before all others" * ours + (f"; choose with {choose}." if choose else ".")
