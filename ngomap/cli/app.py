"""The table of contents of the command line, and its start."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from ngomap.cli.lazy import Entry, LazyGroup
from ngomap.cli.session import session

FILL = "Fill the map"
QUESTIONS = "Questions"
PEOPLE = "People and ties"
TOGETHER = "Working together"
PICTURES = "Pictures and reports"
SHARING = "Sharing"
CARE = "Care"

COMMANDS: dict[str, Entry] = {
    "init": Entry("init", FILL, "Make a new map, and say who you are."),
    "demo": Entry("demo", FILL, "Make the example map, and take a short tour of it."),
    "import": Entry("import_", FILL, "Read a table, a 3W or a map into the map."),
    "add": Entry("add", FILL, "Add an organization."),
    "edit": Entry("edit", FILL, "Change what is known of an actor."),
    "show": Entry("show", FILL, "Show everything about one actor."),
    "list": Entry("list_", FILL, "List who meets the filters."),
    "find": Entry("find", FILL, "Search by words."),
    "remove": Entry("remove", FILL, "Take an actor out of the map."),
    "verify": Entry("verify", FILL, "Record that an entry was checked."),
    "suggest-terms": Entry("suggest_terms", FILL, "Propose issues and more from what actors say."),
    "dedupe": Entry("dedupe", FILL, "Find entries that are the same organization."),
    "merge": Entry("merge", FILL, "Make two entries one."),
    "activity": Entry("activity", FILL, "Who does what where for whom: add, list, remove."),
    "survey": Entry("survey", FILL, "Record that somebody looked at an area."),
    "offer": Entry("offer", FILL, "Record what an actor can give or lend."),
    "need": Entry("need", FILL, "Record what an actor is looking for."),
    "term": Entry("term", FILL, "Issues, populations, services, sectors: add, list, merge."),
    "area": Entry("area", FILL, "Places: add, list, merge."),
    "near": Entry("near", FILL, "List who is within a distance of a place."),
    "geocode": Entry("geocode", FILL, "Find the points of places that are known in words."),
    "gaps": Entry("gaps", QUESTIONS, "What is missing?"),
    "duplication": Entry("duplication", QUESTIONS, "Who does the same without coordinating?"),
    "allies": Entry("allies", QUESTIONS, "Who will stand with us on an issue?"),
    "spectrum": Entry("spectrum", QUESTIONS, "Who stands where on an issue, and who could be moved?"),
    "partners": Entry("partners", QUESTIONS, "With whom could we work?"),
    "network": Entry("network", QUESTIONS, "Who joins whom, and who needs a backup?"),
    "match": Entry("match", QUESTIONS, "Who has what somebody needs?"),
    "whatif": Entry("whatif", QUESTIONS, "What breaks without somebody?"),
    "protection": Entry("protection", QUESTIONS, "Who could speak up for us if we are threatened?"),
    "balance": Entry("balance", QUESTIONS, "Do we cooperate with offices and hold them to account?"),
    "person": Entry("person", PEOPLE, "People and their positions: add, edit, list."),
    "link": Entry("link", PEOPLE, "Record or change a relationship."),
    "unlink": Entry("unlink", PEOPLE, "Take a relationship away."),
    "log": Entry("log", PEOPLE, "Record a contact, and what comes next."),
    "today": Entry("today", PEOPLE, "What is overdue, due, going stale or ending."),
    "done": Entry("done", PEOPLE, "What was agreed at a contact is done."),
    "postpone": Entry("postpone", PEOPLE, "What was agreed is due on another day."),
    "brief": Entry("brief", PEOPLE, "Two pages to read before a first meeting."),
    "agree": Entry("agree", PEOPLE, "What partners agreed, and who covers what."),
    "ladder": Entry("ladder", PEOPLE, "Where we stand with each, and the next step."),
    "intro": Entry("intro", PEOPLE, "Who can introduce us to somebody, with a draft."),
    "board": Entry("board", PEOPLE, "Whom only our board members reach, and ending terms."),
    "trust": Entry("trust", PEOPLE, "How far two actors trust each other, both sides."),
    "stance": Entry("stance", PEOPLE, "Record where an actor stands on an issue."),
    "exchange": Entry("exchange", TOGETHER, "What was given and lent: record, return, ledger."),
    "project": Entry("project", TOGETHER, "Joint projects: add, partner, close, assess, ideas."),
    "grant": Entry("grant", TOGETHER, "Calls of funders: add, list, and with whom we qualify."),
    "commitment": Entry("commitment", TOGETHER, "What government promised: add, observe, list, report."),
    "approach": Entry("approach", TOGETHER, "How we stand to an office or official on an issue."),
    "coalition": Entry("coalition", TOGETHER, "Coalitions: who is in them, who should be, are they ready."),
    "map": Entry("map_", PICTURES, "Who is where: a table by area, or a map to look at."),
    "coverage": Entry("coverage", PICTURES, "Who serves what where: a matrix, or a picture of it."),
    "report": Entry("report", PICTURES, "Write the state of the ecosystem for a board."),
    "atlas": Entry("atlas", PICTURES, "One page to give away: map, network, everybody."),
    "export": Entry("export", SHARING, "Write a file for others, for one audience."),
    "keygen": Entry("keygen", SHARING, "Make a key pair, for sealed backups and shares."),
    "ask": Entry("ask", SHARING, "Send an organization its own entry to correct."),
    "share": Entry("share", SHARING, "Write a map that another organization can take in."),
    "merge-map": Entry("merge_map", SHARING, "Take in what another organization shares."),
    "conflicts": Entry("conflicts", SHARING, "Where others say another thing: list, settle."),
    "history": Entry("history", CARE, "What changed, when, by which command."),
    "undo": Entry("undo", CARE, "Take a change back: the last, or the one you name."),
    "backup": Entry("backup", CARE, "Copy the map to a new file, and verify the copy."),
    "check": Entry("check", CARE, "Is the map sound, and what is to be mended?"),
    "restore": Entry("restore", CARE, "Put a backup in the place of the map."),
    "forget": Entry("forget", CARE, "Erase an actor for good, from the history too."),
    "encrypt": Entry("encrypt", CARE, "Let only a passphrase or a key open the map."),
    "rekey": Entry("rekey", CARE, "Give an encrypted map another passphrase or key."),
    "decrypt": Entry("decrypt", CARE, "Make a plain map of an encrypted one."),
    "settings": Entry("settings", CARE, "How this map is set: names, freshness, weights."),
    "schema": Entry("schema", CARE, "Describe every table and column of the map."),
}


class Ngomap(LazyGroup):
    """ngomap's commands."""

    table = COMMANDS


app = typer.Typer(
    cls=Ngomap,
    name="ngomap",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    invoke_without_command=True,
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"ngomap {version('ngomap')}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    _: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)] = False,
) -> None:
    """Map an NGO's ecosystem in one file on one laptop: who is here, who is missing, who does the same as we do, who
    will stand with us.

    Begin with 'ngomap demo' (an example to play with) or 'ngomap init --name "Your NGO"'.
    """
    if context.invoked_subcommand is None:
        from ngomap.cli.standing import where_we_stand

        session().answer(where_we_stand())


def main() -> None:
    """The command `ngomap`. What nobody foresaw is told in two lines too; set NGOMAP_TRACEBACK to see where it was."""
    # One question is answered and the process ends: of a million records, half the time of reading them goes into looking
    # again and again for what nobody needs any more.
    gc.set_threshold(100_000, 20, 100)
    try:
        app()
    except Exception as error:
        if "NGOMAP_TRACEBACK" in os.environ:
            raise
        from ngomap.model.text import visible

        sys.stderr.write(
            f"Error: something went wrong that ngomap did not foresee: {type(error).__name__}: {visible(str(error))}\n"
            "Please report it; NGOMAP_TRACEBACK=1 shows where it was.\n"
        )
        sys.exit(1)
