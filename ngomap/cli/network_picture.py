"""The picture of a network: which rows go into it, and what is said with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ngomap.cli.network_rows import NetworkRows
from ngomap.graph.alliance import alliance_graph
from ngomap.graph.communities import communities
from ngomap.model.actors import ActorRef
from ngomap.pictures.best_connected import best_connected, shown_of, tied_pairs
from ngomap.pictures.network_drawing import network_picture
from ngomap.pictures.network_marks import MOST, drawn_ties, network_marks
from ngomap.pictures.picture import Picture

CHOOSE = "--issue, --area, --around or --most"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a picture is to show, of at most so many actors; `away`: how many steps each is from the one in the middle."""

    on: str
    audience: str
    name: str
    focus: ActorRef | None = None
    middle: ActorRef | None = None
    away: Mapping[int, int] | None = None
    most: int = MOST


def picture_of(rows: NetworkRows, asked: Asked) -> tuple[Picture, dict[str, int]]:
    """The picture, of the best connected where there are too many, and how many actors and ties it is of."""
    actors, ties = rows.there(asked.on), rows.ties_then(asked.on)
    shown = drawn_ties(ties, asked.on)
    us, focus, middle = (ref.id if ref else None for ref in (rows.us, asked.focus, asked.middle))
    handles = {a.id: a.handle for a in actors}
    pairs = tied_pairs(shown, handles)
    kept = set(best_connected(handles, pairs, asked.most, us, {focus, middle}))
    # The circles, too, are those among whom is drawn: to find those of a large map takes longer than to draw.
    circles = communities(alliance_graph((a for a in actors if a.id in kept), ties, asked.on))
    marks = network_marks(actors, ties, circles, asked.on, us, focus, asked.away, most=asked.most)
    written = {"actors": len(kept), "ties": sum(1 for t in shown if t.a in kept and t.b in kept)}
    title = f"Around {asked.middle.name}" if asked.middle else "The network"
    footer = " · ".join(filter(None, (asked.on, asked.name, f"for: {asked.audience}")))
    notes = _notes(asked, rows, actors, shown)
    if len(kept) < len(actors):
        ours = us is not None and any(us in pair for pair in pairs)
        notes = (shown_of(len(kept), len(actors), ours, CHOOSE), *notes)
    return network_picture(marks, actors, ties, asked.on, title, footer, notes), written


def _notes(asked: Asked, rows: NetworkRows, actors: Sequence[ActorRef], shown: Sequence[object]) -> tuple[str, ...]:
    notes = list(rows.notes)
    if actors and not shown:
        # Said whether or not there are some for others: what is withheld must not be told from what is not there.
        notes.append(
            f"For the audience {asked.audience} there are no ties to draw."
            + (" Ties are for partners unless something else was said: --audience partners" if asked.audience == "public" else "")
        )
    if shown:
        notes.append("A line is a tie that somebody recorded. Where there is none, it may not be known, or not for this audience.")
    return tuple(notes)
