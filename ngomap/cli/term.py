"""`ngomap term`: the four vocabularies."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import Limit
from ngomap.cli.references import find_term
from ngomap.cli.session import session
from ngomap.cli.subtree import subtree
from ngomap.errors import UsageError
from ngomap.model.answers import Change
from ngomap.model.choice import one_of
from ngomap.model.records import Record, Records
from ngomap.model.values import whole
from ngomap.model.words import VOCABULARIES
from ngomap.store.terms import all_terms, listing, term_aliases, term_named

app = group_app("The words of the map: issues, populations, services and sectors, each a tree with aliases.")

SCREENFUL = 60

Vocabulary = Annotated[str, typer.Argument(help=", ".join(VOCABULARIES) + ".", metavar="VOCABULARY")]


@app.command(cls=Command)
def add(
    vocabulary: Vocabulary,
    name: Annotated[str, typer.Argument(help="Its name.", metavar="NAME")],
    under: Annotated[str | None, typer.Option("--under", help="The wider term it lies under.", metavar="TERM")] = None,
    alias: Annotated[list[str] | None, typer.Option("--alias", help="Another name for it.", metavar="NAME")] = None,
    sdg: Annotated[str | None, typer.Option("--sdg", help="Sustainable Development Goal, 1-17.", metavar="N")] = None,
    description: Annotated[
        str | None, typer.Option("--description", help="What it means, in a sentence.", metavar="TEXT")
    ] = None,
) -> None:
    """Add a term, or more aliases to one that is there.

    Examples:

        ngomap term add issue "Ghost workers" --under corruption --alias "ghost employees"

        ngomap term add issue procurement --alias "public tenders"
    """
    from ngomap.cli.undoing import command
    from ngomap.store.term_edits import add_aliases, add_term

    vocab = one_of(vocabulary, VOCABULARIES, "vocabulary")
    with session().map() as map_:
        known = term_named(map_, vocab, name)
        if known and alias and not (under or sdg or description):
            fresh = [a for a in alias if term_named(map_, vocab, a) is None]
            new = add_aliases(map_, known, alias)
            text = f"{known.name} ({known.slug}) has {new} more alias{'es' * (new != 1)}."
            undo = command("term", "remove", vocab, known.slug, *(w for a in fresh for w in ("--alias", a)))
            record: Record = {"vocabulary": vocab, "slug": known.slug, "aliases": new}
            session().answer(Change("edited", "term", record, text, undo if new else ""))
            return
        parent = find_term(map_, vocab, under) if under else None
        goal = whole(sdg, "sdg", 1, 17) if sdg else None
        term = add_term(map_, vocab, name, parent, alias or (), goal, description)
    text = f"Added the {vocab} {term.name} ({term.slug})" + (f" under {parent.name}." if parent else ".")
    record = {"vocabulary": vocab, "slug": term.slug, "name": term.name}
    session().answer(Change("added", "term", record, text, command("term", "remove", vocab, term.slug)))


@app.command("list", cls=Command)
def list_(
    vocabulary: Annotated[
        str | None, typer.Argument(help=", ".join(VOCABULARIES) + "; left out: all.", metavar="[VOCABULARY]")
    ] = None,
    under: Annotated[
        str | None, typer.Option("--under", help="Only below this term (of the vocabulary).", metavar="TERM")
    ] = None,
    used: Annotated[bool, typer.Option("--used", help="Only those that actors or activities have.")] = False,
    limit: Limit = SCREENFUL,
) -> None:
    """List terms with how often each is used.

    Examples:

        ngomap term list issue --under corruption

        ngomap term list --used --format csv --limit 0
    """
    vocab = one_of(vocabulary, VOCABULARIES, "vocabulary") if vocabulary else None
    with session().map() as map_:
        records = listing(map_, vocab)
        if under:
            if vocab is None:
                raise UsageError(
                    "--under needs a vocabulary.", "For example: ngomap term list issue --under corruption"
                )
            records = subtree(records, "slug", find_term(map_, vocab, under).slug)
    if used:
        records = [r for r in records if r["actors"] or r["activities"]]
    columns = ("slug", "name", "parent", "sdg", "actors", "activities")
    shown = records[:limit] if limit else records
    session().answer(Records("terms", shown, len(records), columns if vocab else ("vocabulary", *columns)))


@app.command(cls=Command)
def move(
    vocabulary: Vocabulary,
    name: Annotated[str, typer.Argument(help="The term.", metavar="TERM")],
    under: Annotated[
        str | None, typer.Option("--under", help="The wider term it shall lie under.", metavar="TERM")
    ] = None,
    top: Annotated[bool, typer.Option("--top", help="It shall lie under none.")] = False,
) -> None:
    """Let a term, with all below it, lie under another one.

    Examples:

        ngomap term move issue ghost-workers --under procurement

        ngomap term move issue ghost-workers --top
    """
    from ngomap.cli.undoing import command
    from ngomap.store.term_edits import move_term

    if top == (under is not None):
        raise UsageError("move needs --under TERM or --top, one of the two.")
    vocab = one_of(vocabulary, VOCABULARIES, "vocabulary")
    with session().map() as map_:
        term = find_term(map_, vocab, name)
        parent = find_term(map_, vocab, under) if under else None
        before = next((t.slug for t in all_terms(map_) if t.id == term.parent), None)
        move_term(map_, term, parent)
    text = (
        f"{term.name} ({term.slug}) lies under {parent.name}."
        if parent
        else f"{term.name} ({term.slug}) lies at the top."
    )
    undo = command("term", "move", vocab, term.slug, *(("--under", before) if before else ("--top",)))
    record: Record = {"vocabulary": vocab, "slug": term.slug, "parent": parent.slug if parent else None}
    session().answer(Change("edited", "term", record, text, undo))


@app.command(cls=Command)
def remove(
    vocabulary: Vocabulary,
    name: Annotated[str, typer.Argument(help="The term.", metavar="TERM")],
    alias: Annotated[
        list[str] | None, typer.Option("--alias", help="Take away only this name of it.", metavar="NAME")
    ] = None,
) -> None:
    """Take a term away that nothing is said with, or names of a term. One that is in use can be merged.

    Examples:

        ngomap term remove issue ghost-workers

        ngomap term remove issue procurement --alias "public tenders"
    """
    from ngomap.cli.undoing import command
    from ngomap.store.term_edits import remove_aliases, remove_term

    vocab = one_of(vocabulary, VOCABULARIES, "vocabulary")
    with session().map() as map_:
        term = find_term(map_, vocab, name)
        record: Record = {"vocabulary": vocab, "slug": term.slug}
        names = alias or term_aliases(map_).get(term.id, [])
        words: list[object] = [w for a in names for w in ("--alias", a)]
        if alias:
            gone = remove_aliases(map_, term, alias)
            text = f"{term.name} ({term.slug}) has {gone} alias{'es' * (gone != 1)} less."
            undo = command("term", "add", vocab, term.slug, *words) if gone else ""
            session().answer(Change("edited", "term", {**record, "aliases": -gone}, text, undo))
            return
        entry = next(r for r in listing(map_, vocab) if r["slug"] == term.slug)
        remove_term(map_, term)
    for field, option in (("parent", "--under"), ("sdg", "--sdg"), ("description", "--description")):
        words += [option, entry[field]] if entry[field] is not None else []
    undo = command("term", "add", vocab, term.name, *words)
    session().answer(Change("removed", "term", record, f"Removed the {vocab} {term.name} ({term.slug}).", undo))


@app.command(cls=Command)
def merge(
    vocabulary: Vocabulary,
    losing: Annotated[str, typer.Argument(help="The term that goes.", metavar="LOSING")],
    winning: Annotated[str, typer.Argument(help="The term that stays.", metavar="WINNING")],
) -> None:
    """Make two terms one: everything said with the first is said with the second, which keeps its name as an alias.

    Examples:

        ngomap term merge issue education-2 education

        ngomap term merge population kids children
    """
    from ngomap.store.term_edits import merge_terms
    from ngomap.store.writing import current_change, write

    vocab = one_of(vocabulary, VOCABULARIES, "vocabulary")
    with session().map() as map_:
        gone, stays = find_term(map_, vocab, losing), find_term(map_, vocab, winning)
        with write(map_):
            dropped = merge_terms(map_, gone, stays)
            undo = f"ngomap undo {current_change(map_)}"
    record: Record = {"vocabulary": vocab, "gone": gone.slug, "slug": stays.slug, "dropped": dropped}
    text = f"{gone.name} ({gone.slug}) is now {stays.name} ({stays.slug})."
    session().answer(Change("merged", "term", record, text, undo, merge_notes(stays.name, dropped)))


def merge_notes(name: str, dropped: int) -> tuple[str, ...]:
    """What to know after two things were made one."""
    what, were = ("figure or stance", "was") if dropped == 1 else ("figures or stances", "were")
    lost = f"{dropped} {what} that said something else of the same day {were} dropped for those of {name}."
    return (lost,) if dropped else ()
