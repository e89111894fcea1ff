"""`ngomap suggest-terms`: issues, populations and services that the words of an actor suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Limit, completing
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Change
from ngomap.model.records import Record, Records
from ngomap.model.text import counted
from ngomap.store.connection import Map

if TYPE_CHECKING:
    from ngomap.intake.tagging import Proposal

app = command_app()

SCREENFUL = 30
FEW_TERMS = 3
COLUMNS = ("handle", "vocabulary", "term", "score", "context")
ALL = "all"


def _score(text: str | float) -> float:
    if isinstance(text, float):
        return text
    from ngomap.model.values import number

    try:
        return number(text, "threshold", 0, 1)
    except InvalidValue as error:
        raise InvalidValue(f"threshold: {text!r} is not a score.", "Write a number from 0 to 1, such as 0.5.") from error


def _decision(flag: str, help_text: str) -> object:
    return typer.Option(flag, help=help_text, metavar="TERM", rich_help_panel="Decide (repeat for more)")


@app.command("suggest-terms", cls=Command)
def suggest_terms(
    ref: Annotated[
        str | None,
        typer.Argument(
            help="Whose words to read [every organization with text and few terms].",
            metavar="[REF]",
            autocompletion=completing("actor"),
        ),
    ] = None,
    accept: Annotated[list[str] | None, _decision("--accept", "Take what is proposed; 'all' takes all shown.")] = None,
    refuse: Annotated[list[str] | None, _decision("--refuse", "Never propose it again; 'all': none of those shown.")] = None,
    reopen: Annotated[list[str] | None, _decision("--reopen", "Let what was accepted or refused be a proposal again.")] = None,
    doubt: Annotated[list[str] | None, _decision("--doubt", "Mark a term that REF has as only suggested.")] = None,
    threshold: Annotated[
        float, typer.Option("--threshold", help="Only what scores as much, from 0 to 1.", metavar="SCORE", parser=_score)
    ] = 0.5,
    limit: Limit = SCREENFUL,
) -> None:
    """Propose issues, populations and services from what an actor says of itself, with the words that cause each.

    Nothing is written until you decide. What you accept is marked as suggested until 'ngomap verify' settles it; what
    you refuse is never proposed again. TERM is a term as shown, with its vocabulary where two are called the same
    (population:refugees).

    Examples:

        ngomap suggest-terms fair-elections-now

        ngomap suggest-terms arts-for-all --accept all --refuse issue:youth
    """
    from ngomap.intake.tagging import proposals
    from ngomap.store.suggestions import texts_of, texts_wanting_terms

    with session().map() as map_:
        actor = find_actor(map_, ref) if ref is not None else None
        if reopen or doubt:
            if actor is None or accept or refuse:
                raise UsageError("--reopen and --doubt are about one REF, and stand alone.", "Decide one after the other.")
            _take_back(map_, actor, reopen or [], doubt or [])
            return
        texts = texts_of(map_, [actor.id]) if actor else texts_wanting_terms(map_, FEW_TERMS)
        found = proposals(map_, texts, threshold)
        shown = found[:limit] if limit else found
        if accept or refuse:
            _decide(map_, actor, shown, accept or [], refuse or [])
            return
    session().answer(Records("proposals", [_record(p) for p in shown], len(found), COLUMNS, _notes(actor, shown, texts)))


def _record(proposal: Proposal) -> Record:
    _, handle, name, *_ = proposal.actor
    term = proposal.term
    return {
        "handle": handle,
        "name": name,
        "vocabulary": term.vocabulary,
        "term": term.slug,
        "term_name": term.name,
        "score": round(proposal.score, 2),
        "words": list(proposal.words),
        "context": proposal.context,
    }


def _notes(actor: ActorRef | None, shown: list[Proposal], texts: list[tuple[int, str, str, str, str, str]]) -> tuple[str, ...]:
    from ngomap.cli.undoing import command

    if shown:
        whose = actor.handle if actor else shown[0].actor[1]
        return (
            f"Take all of one actor: {command('suggest-terms', whose, '--accept', ALL)}",
            f"Refuse one: {command('suggest-terms', whose, '--refuse', _named(shown[0]))}",
        )
    if actor and not any(texts[0][3:]):
        return (
            f"{actor.name} has no mission, vision or notes to read.",
            f"Add one: {command('edit', actor.handle, '--mission', 'WHAT IT IS THERE FOR')}",
        )
    return ("The words suggest nothing that is not known or decided already.",)


def _named(proposal: Proposal) -> str:
    return f"{proposal.term.vocabulary}:{proposal.term.slug}"


def _decide(map_: Map, actor: ActorRef | None, shown: list[Proposal], accept: list[str], refuse: list[str]) -> None:
    """Accept and refuse; what is refused by name is not accepted by `all`."""
    from ngomap.cli.suggested import chosen, mentioned, undo_decisions
    from ngomap.store.suggestion_edits import Found, decide
    from ngomap.store.writing import write

    refused = shown if ALL in refuse else chosen(map_, actor, shown, [t for t in refuse if t != ALL], "refused")
    without = {(p.actor[0], p.term.id) for p in refused}
    named = chosen(map_, actor, shown, [t for t in accept if t != ALL], "accepted")
    accepted = [p for p in (shown if ALL in accept else named) if (p.actor[0], p.term.id) not in without]
    undo = undo_decisions(map_, accepted, refused)
    with write(map_):
        for group, state in ((accepted, "accepted"), (refused, "refused")):
            if group:
                decide(map_, [Found(p.actor[0], p.term.id, p.score, p.words) for p in group], state)
    said = [f"{verb} {mentioned(group)}" for verb, group in (("accepted", accepted), ("refused", refused)) if group]
    text = "; ".join(said) if said else "nothing was left to decide"
    session().answer(
        Change(
            "decided",
            "term",
            {"accepted": [_record(p) for p in accepted], "refused": [_record(p) for p in refused]},
            f"{text[:1].upper()}{text[1:]}.",
            undo,
            (f"{counted(len(accepted), 'term is', 'terms are')} marked as suggested until 'ngomap verify'.",) if accepted else (),
        )
    )


def _take_back(map_: Map, actor: ActorRef, reopen: list[str], doubt: list[str]) -> None:
    from ngomap.cli.suggested import doubted, reopened

    session().answer(reopened(map_, actor, reopen) if reopen else doubted(map_, actor, doubt))
