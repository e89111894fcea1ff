"""Going through pairs with a person at a terminal, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ngomap.cli.asking import ask
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NgomapError
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Change
from ngomap.model.pairs import Pair
from ngomap.model.records import Record
from ngomap.model.text import counted
from ngomap.store.actor_choice import by_completeness
from ngomap.store.actor_merging import merge_actors
from ngomap.store.actors import actor_by_id, lists_of, some_refs
from ngomap.store.connection import Map
from ngomap.store.match_pairs import decide
from ngomap.store.tie_edits import link

SHOWN = ("name", "handle", "kind", "place", "country", "website", "email", "phone", "founded", "source")
LISTS = ("aliases", "identifiers", "serves", "issues")
WIDTH = 44
QUESTION = "One organization? y, n, l (later), q (stop)"
QUESTION_OF_PARENTS = "y (one), p (parent and branch), n, l (later), q (stop)"


def walk(map_: Map, pairs: Sequence[Pair]) -> Change:
    """Ask about each pair, best first, until there are no more or the person stops. Each answer is kept at once."""
    done = {"merged": 0, "tied": 0, "different": 0, "later": 0, "left": 0}
    for number, pair in enumerate(pairs, start=1):
        refs = some_refs(map_, [int(str(i)) for i in (pair.a, pair.b)])
        if len(refs) < 2:
            # One of them went into another a moment ago.
            continue
        a, b = (refs[int(str(i))] for i in (pair.a, pair.b))
        _show(map_, a, b, pair, f"{number} of {len(pairs)}")
        parents = pair.relation == "parent-of"
        check = partial(_one_of, letters="ynlqp" if parents else "ynlq")
        answer = ask(QUESTION_OF_PARENTS if parents else QUESTION, check=check)
        if answer in (None, "q"):
            break
        try:
            done[_settle(map_, a, b, str(answer))] += 1
        except NgomapError as error:
            session().say(f"{error.message} {error.hint}")
    settled = sum(done.values())
    done["left"] = len(pairs) - settled
    words = {"merged": "merged", "tied": "tied as parent and branch", "different": "different", "later": "put off"}
    what = ", ".join(f"{done[name]} {word}" for name, word in words.items() if done[name]) or "nothing decided"
    record: Record = dict(done)
    text = f"{counted(settled, 'pair')} settled: {what}; {done['left']} left."
    return Change("reviewed", "pairs", record, text, "ngomap undo" if settled else "")


def _settle(map_: Map, a: ActorRef, b: ActorRef, answer: str) -> str:
    if answer == "n":
        decide(map_, a.id, b.id, "different")
        return "different"
    if answer == "l":
        decide(map_, a.id, b.id, "later")
        return "later"
    if answer == "p":
        link(map_, a, b, "parent-of", {})
        return "tied"
    stays, goes, clear = by_completeness(map_, a, b)
    if not clear:
        chosen = ask(f"Which stays? 1 ({stays.handle}) or 2 ({goes.handle})", check=partial(_one_of, letters="12"))
        if chosen == "2":
            stays, goes = goes, stays
    done = merge_actors(map_, stays, goes)
    session().say(f"{goes.name} is now part of {done.actor.name} ({done.actor.handle}).")
    for field, kept, lost in done.gave_way:
        session().say(f"  {field}: {kept or 'nothing'} stands, {lost} gave way.")
    return "merged"


def _one_of(text: str, letters: str) -> None:
    if text not in tuple(letters):
        raise InvalidValue(f"{text!r} is not an answer.", f"One of: {', '.join(letters)}.")


def _show(map_: Map, a: ActorRef, b: ActorRef, pair: Pair, number: str) -> None:
    left, right = (_facts(map_, ref) for ref in (a, b))
    session().say("")
    session().say(f"{number}: {pair.score:.2f}")
    for field in (*SHOWN, *LISTS):
        if left[field] or right[field]:
            session().say(f"  {field:<12}{_cut(left[field]):<{WIDTH + 2}}{_cut(right[field])}".rstrip())
    for reason in pair.reasons:
        session().say(f"  {reason}")


def _facts(map_: Map, ref: ActorRef) -> dict[str, str]:
    actor = actor_by_id(map_, ref.id)
    lists = lists_of(map_, [ref.id])[ref.id]
    facts = {field: str(getattr(actor, field) or "") for field in SHOWN}
    return facts | {field: ", ".join(lists[field]) for field in LISTS}


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
