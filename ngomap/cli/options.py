"""The options that several commands share, spelt once."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated

import typer

from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.audience import AUDIENCES

FACTS = "Facts"
MOST = 10**15
LISTS = "What they do, where, for whom (repeat for more)"
FILTERS = "Filters"


def completing(what: str) -> Callable[[str], list[str]] | None:
    """What a shell completes a word with: the map's `actor`s, `area`s, or the terms of a vocabulary."""
    if "_NGOMAP_COMPLETE" not in os.environ:
        # Only a shell that completes needs it, and looking at it costs every other start.
        return None

    def complete(incomplete: str) -> list[str]:
        from ngomap.cli.completing import completions

        return completions(what, incomplete)

    return complete


def _fact(flag: str, help_text: str, metavar: str = "TEXT", completes: str = "") -> object:
    return typer.Option(
        flag,
        help=help_text,
        metavar=metavar,
        rich_help_panel=FACTS,
        autocompletion=completing(completes or metavar.casefold()),
    )


def _many(flag: str, help_text: str, metavar: str) -> object:
    return typer.Option(
        flag,
        help=help_text,
        metavar=metavar,
        rich_help_panel=LISTS,
        autocompletion=completing(metavar.casefold()),
    )


def _filter(flag: str, help_text: str, metavar: str) -> object:
    return typer.Option(
        flag,
        help=help_text,
        metavar=metavar,
        rich_help_panel=FILTERS,
        autocompletion=completing(metavar.casefold()),
    )


def whole_number(low: int = 0, high: int = MOST) -> Callable[[str | int], int]:
    """A parser of whole numbers within a range. Python's own takes `1_000` and digits of other scripts, too."""

    def read(text: str | int) -> int:
        if isinstance(text, int) or (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
            return int(text)
        from ngomap.errors import InvalidValue
        from ngomap.model.values import whole

        try:
            return whole(text, "", low, high)
        except InvalidValue as error:
            # Which option it was is added where it is known.
            raise typer.BadParameter(f"{error.message.removeprefix(': ')} {error.hint}") from error

    return read


count = whole_number()
"""How many: 0 or more."""


Ref = Annotated[
    str,
    typer.Argument(
        help="Handle, identifier (SCHEME:VALUE), name, or the beginning of an id.",
        metavar="REF",
        autocompletion=completing("actor"),
    ),
]

Kind = Annotated[str | None, _fact("--kind", ", ".join(KINDS) + ".", "KIND")]
Level = Annotated[str | None, _fact("--level", ", ".join(LEVELS) + ".", "LEVEL")]
Status = Annotated[str | None, _fact("--status", ", ".join(ACTOR_STATUSES) + ".", "STATUS")]
Place = Annotated[
    str | None, _fact("--place", "Where it is: a known area (by name or code), or words.", "PLACE", "area")
]
Country = Annotated[str | None, _fact("--country", "The country: name or ISO 3166-1 alpha-2 code.", "CC")]
Lat = Annotated[str | None, _fact("--lat", "Degrees north, decimal.", "DEGREES")]
Lon = Annotated[str | None, _fact("--lon", "Degrees east, decimal.", "DEGREES")]
Website = Annotated[str | None, _fact("--website", "Address of the web site.", "URL")]
Email = Annotated[str | None, _fact("--email", "E-mail address.", "ADDRESS")]
Phone = Annotated[str | None, _fact("--phone", "Telephone number.", "NUMBER")]
Staff = Annotated[str | None, _fact("--staff", "People employed.", "N")]
Budget = Annotated[str | None, _fact("--budget", "Annual budget, in --currency.", "AMOUNT")]
Currency = Annotated[str | None, _fact("--currency", "ISO 4217 code.", "CODE")]
Founded = Annotated[str | None, _fact("--founded", "Year, month or day: 2015, 2015-04, 2015-04-01.", "DATE")]
Audited = Annotated[str | None, _fact("--audited", "The last year whose accounts were audited.", "YEAR")]
Mission = Annotated[str | None, _fact("--mission", "What it is there for, in a sentence.")]
Vision = Annotated[str | None, _fact("--vision", "The world it works towards, in a sentence.")]
Notes = Annotated[str | None, _fact("--notes", "Anything else (internal).")]
Source = Annotated[str | None, _fact("--source", "Where you know it from.")]
Audience = Annotated[
    str | None, _fact("--audience", "Who may see the record: " + ", ".join(AUDIENCES) + ".", "AUDIENCE")
]

Issues = Annotated[list[str] | None, _many("--issue", "An issue it works on.", "ISSUE")]
Populations = Annotated[list[str] | None, _many("--population", "Whom it serves.", "POPULATION")]
Services = Annotated[list[str] | None, _many("--service", "What it provides.", "SERVICE")]
Sectors = Annotated[list[str] | None, _many("--sector", "The sector it belongs to.", "SECTOR")]
Serves = Annotated[list[str] | None, _many("--serves", "An area it serves.", "AREA")]
Aliases = Annotated[list[str] | None, _many("--alias", "Acronym, former or translated name.", "NAME")]
Identifiers = Annotated[list[str] | None, _many("--id", "Registration number.", "SCHEME:VALUE")]
NewTerm = Annotated[
    bool, typer.Option("--new-term", help="Make terms that the vocabularies do not know.", rich_help_panel=LISTS)
]

Limit = Annotated[int, typer.Option("--limit", help="How many to show; 0 shows all.", metavar="N", parser=count)]
Offset = Annotated[int, typer.Option("--offset", help="Leave out the first N.", metavar="N", parser=count)]
ShownTo = Annotated[
    str,
    typer.Option(
        "--audience",
        help="Leave out what is not for this audience: " + ", ".join(AUDIENCES) + ".",
        metavar="AUDIENCE",
        autocompletion=completing("audience"),
    ),
]
"""Of a question, with `= "secret"` for everything: the map is its keeper's."""
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Answer for this day instead of today (ISO).", metavar="DATE")
]
Recipient = Annotated[
    list[str] | None,
    typer.Option(
        "--recipient", metavar="KEY",
        help="Seal it: only who has the secret key of this public one (age1..., ssh-ed25519 ...) can open it; repeat for more.",
    ),
]  # fmt: skip
Identity = Annotated[
    str | None, typer.Option("--identity", help="The file with your secret key, for a sealed file.", metavar="FILE")
]

FilterKinds = Annotated[list[str] | None, _filter("--kind", "Of this kind (repeat: or that one).", "KIND")]
FilterLevels = Annotated[list[str] | None, _filter("--level", "Of this level (repeat: or that one).", "LEVEL")]
FilterStatuses = Annotated[list[str] | None, _filter("--status", "With this status (repeat: or that one).", "STATUS")]
FilterIssues = Annotated[
    list[str] | None, _filter("--issue", "Working on this issue or one under it (repeat: and on that one).", "ISSUE")
]
FilterPopulations = Annotated[
    list[str] | None, _filter("--population", "Serving this population (repeat: and that one).", "POPULATION")
]
FilterServices = Annotated[
    list[str] | None, _filter("--service", "Providing this service (repeat: and that one).", "SERVICE")
]
FilterSectors = Annotated[list[str] | None, _filter("--sector", "In this sector (repeat: and that one).", "SECTOR")]
FilterAreas = Annotated[
    list[str] | None,
    _filter("--area", "Sitting, serving or active in this area or one in it (repeat: and in that one).", "AREA"),
]
FilterCountry = Annotated[str | None, _filter("--country", "In this country (name or ISO code).", "CC")]
FilterUnverified = Annotated[str | None, _filter("--unverified-since", "Not checked since this day.", "DATE")]
