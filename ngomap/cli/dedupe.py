"""`ngomap dedupe`: which entries are the same organization?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Limit, completing
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import NgomapError, UsageError
from ngomap.model.answers import Change
from ngomap.model.records import Record
from ngomap.model.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ngomap.model.pairs import Pair
    from ngomap.store.connection import Map

app = command_app()

SCREENFUL = 8


@app.command(cls=Command)
def dedupe(
    limit: Limit = SCREENFUL,
    all_: Annotated[bool, typer.Option("--all", help="Those that were put off for later, too.")] = False,
    sure: Annotated[bool, typer.Option("--sure", help="Merge all that are surely one.")] = False,
    different: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--different", help="Remember that these two are not one.", metavar="A B", autocompletion=completing("actor")
        ),
    ] = None,
) -> None:
    """Find entries that may be the same organization, and settle them.

    At a terminal it goes through them one by one, side by side: y makes them one, n remembers that they are different, l
    puts them off, q stops. Elsewhere it prints them with the reasons and the commands that settle each.

    Examples:

        ngomap dedupe

        ngomap dedupe --different caritas-zurich caritas-bern
    """
    with session().map() as map_:
        if different is not None:
            _different(map_, *different)
            return
        pairs = _open_pairs(map_, all_)
        if sure:
            _merge_sure(map_, [p for p in pairs if p.sure and p.relation == "same"])
        elif pairs and session().interactive and session().format == "table" and not session().yes:
            from ngomap.cli.dedupe_asking import walk

            session().answer(walk(map_, pairs))
        else:
            from ngomap.matching.reviewing import review
            from ngomap.store.actors import some_refs

            refs = some_refs(map_, {int(str(i)) for p in pairs for i in (p.a, p.b)})
            session().answer(review(pairs, refs).limited(limit))


def _open_pairs(map_: Map, put_off: bool) -> list[Pair]:
    from ngomap.matching.reviewing import open_pairs
    from ngomap.store.match_entries import entries
    from ngomap.store.match_pairs import kept_pairs, parents_and_branches

    return open_pairs(entries(map_), kept_pairs(map_), parents_and_branches(map_), put_off)


def _different(map_: Map, a: str, b: str) -> None:
    from ngomap.store.match_pairs import decide

    first, second = (find_actor(map_, text, forgiving=False) for text in (a, b))
    if first.id == second.id:
        raise UsageError(f"{a!r} and {b!r} name one actor: {first.handle}.", "Name two.")
    decide(map_, first.id, second.id, "different")
    record: Record = {"a": first.handle, "b": second.handle, "verdict": "different"}
    text = f"{first.name} and {second.name} are different; they will not be proposed again."
    session().answer(Change("decided", "pair", record, text, "ngomap undo"))


def _merge_sure(map_: Map, pairs: Sequence[Pair]) -> None:
    from ngomap.store.actor_choice import merge_all

    if not pairs:
        empty: Record = {"merged": 0, "into": [], "left": []}
        session().answer(Change("merged", "pairs", empty, "No two entries are surely one."))
        return
    number = counted(len(pairs), "pair is", "pairs are")
    if not session().yes and not session().interactive:
        raise UsageError(f"{number} surely one.", "Look at them with 'ngomap dedupe', then merge them with --sure --yes.")
    if not session().confirm(f"{number} surely one. Merge them?"):
        raise NgomapError("Nothing was merged.")
    done = merge_all(map_, [(int(str(p.a)), int(str(p.b))) for p in pairs])
    record: Record = {
        "merged": len(done.merged),
        "into": [{"handle": stays, "merged": goes} for stays, goes in done.merged],
        "left": [{"a": a, "b": b, "why": why} for a, b, why in done.left],
    }
    notes = [f"{a} and {b} were left: {why}" for a, b, why in done.left[:5]]
    if len(done.left) > 5:
        notes.append(f"... and {len(done.left) - 5} more were left; see 'ngomap dedupe'.")
    text = f"Merged {counted(len(done.merged), 'entry', 'entries')} into others that are surely the same."
    session().answer(Change("merged", "pairs", record, text, "ngomap undo" if done.merged else "", tuple(notes)))
