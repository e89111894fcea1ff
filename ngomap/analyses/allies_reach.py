"""Who can bring us to an actor, and how much of our circle it shares."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import Final

from ngomap.analyses.allies_known import Known
from ngomap.analyses.allies_tree import thousandths
from ngomap.analyses.tie_words import rung_words, towards_us
from ngomap.graph.bare import BareGraph
from ngomap.graph.reach import Path, strongest_paths
from ngomap.graph.strength import NOT_ALLIED, RUNG_STRENGTH, strength
from ngomap.model.relationships import TIE_TYPES, Tie

CONTACT: Final = RUNG_STRENGTH[1]
"""Who is tied to us this well needs no introduction."""


class Circle:
    """The alliance graph around us. Nobody who is closed stands in it. No path leads through an opponent or a rival,
    who do not introduce us, nor through somebody secret, whom asking might expose.

    Reach and closeness are not known where no tie of the actor, or none of ours, is recorded; where ties are recorded
    but no path of three steps leads there, reach is 0.
    """

    def __init__(self, known: Known, graph: BareGraph | None = None) -> None:
        self.known = known
        if graph is None:
            there = (a.ref for a in known.actors.values() if a.id not in known.closed)
            graph = BareGraph.of_records(there, known.open_ties.values(), known.on)
        self.graph = graph
        self.ours = known.us.id if known.us else -1
        avoid = known.opponents | known.our_rivals | known.secret
        self.paths = strongest_paths(self.graph, self.ours, avoid=avoid) if known.us else {}
        self._contacts = set(self.graph.adj[self.ours]) if known.us else set()
        self._shared = Counter(m for n in self._contacts for m in self.graph.adj[n])

    def tied(self, actor: int) -> bool:
        """Whether any tie of the actor is recorded for the day."""
        return bool(self.graph.adj[actor])

    def reach(self, actor: int) -> int | None:
        """The strength of the best path, in thousandths."""
        if not self._contacts or not self.tied(actor):
            return None
        path = self.paths.get(actor)
        return thousandths(path.strength) if path else 0

    def closeness(self, actor: int) -> int | None:
        """How far its contacts and ours are the same: shared / sqrt(theirs x ours), in thousandths, the tie between us
        aside (Salton's cosine). Not known where either side has no other contact.
        """
        ours = len(self._contacts) - (actor in self._contacts)
        theirs = len(self.graph.adj[actor]) - (actor in self._contacts)
        if ours <= 0 or theirs <= 0:
            return None
        return thousandths(self._shared[actor] / math.sqrt(ours * theirs))

    def shared_contacts(self, actor: int) -> list[int]:
        """The contacts that it and we have in common, by handle."""
        both = self._contacts & set(self.graph.adj[actor])
        return sorted(both, key=lambda i: self.known.actors[i].handle)

    def way(self, actor: int) -> Path | None:
        """The path to go: the strongest, but straight to the last on it with whom we are in contact already - the actor
        itself, it may be - because nobody has to introduce us to them.
        """
        path = self.paths.get(actor)
        if actor in self._contacts and self._strength(actor) >= CONTACT:
            path = Path((self.ours, actor), self._strength(actor))
        if path is None:
            return None
        last = max(
            i for i, n in enumerate(path.nodes) if i <= 1 or (n in self._contacts and self._strength(n) >= CONTACT)
        )
        nodes = (self.ours, *path.nodes[last:])
        return Path(nodes, math.prod(self.graph.adj[a][b]["strength"] for a, b in pairwise(nodes)))

    def _strength(self, contact: int) -> float:
        return float(self.graph.adj[self.ours][contact]["strength"])

    def ties_along(self, path: Path) -> list[Tie]:
        """The strongest tie of every step of a path."""
        return [self._best(a, b) for a, b in pairwise(path.nodes)]

    def _best(self, a: int, b: int) -> Tie:
        parallel = [t for t in self.known.ties_between(a, b) if t.type not in NOT_ALLIED]
        return min(parallel, key=lambda t: (-strength(t), t.type, t.since or "", self.known.actors[t.a].handle))

    def path_text(self, path: Path) -> str:
        """The path as it is said, after the name of its first actor: `works with us (sharing) and has on its board B,
        who knows C`.
        """
        ties = self.ties_along(path)
        said = [towards_us(ties[0], self.ours) + rung_words(ties[0])]
        for (start, end), tie in zip(pairwise(path.nodes[1:]), ties[1:], strict=True):
            label = TIE_TYPES[tie.type].forward if tie.a == start else TIE_TYPES[tie.type].backward
            joint = "who" if self.known.actors[start].kind == "person" else "which"
            joint = " and" if start == path.nodes[1] else f", {joint}"
            said.append(f"{joint} {label} {self.known.name(end)}{rung_words(tie)}")
        return "".join(said)
