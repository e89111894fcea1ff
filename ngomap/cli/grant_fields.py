"""The options of a grant, from what was typed to checked values, and a grant in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from ngomap.cli.options import completing
from ngomap.cli.references import find_actor, find_area, find_term
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.facts import currency
from ngomap.model.records import Record
from ngomap.model.text import name_line, one_line, paragraphs
from ngomap.model.together import GRANT_STATUSES, Grant
from ngomap.model.values import iso_date, number, whole
from ngomap.store.actors import some_refs
from ngomap.store.areas import some_areas
from ngomap.store.connection import Map
from ngomap.store.terms import all_terms

ASKED = "What it asks of those who apply"


def _asked(flag: str, help_text: str, metavar: str) -> object:
    return typer.Option(flag, help=help_text, metavar=metavar, rich_help_panel=ASKED)


Which = Annotated[str, typer.Argument(help="Handle or name of the grant.", metavar="GRANT")]
Deadline = Annotated[str | None, typer.Option("--deadline", help="By when to apply (ISO).", metavar="DATE")]
Least = Annotated[str | None, typer.Option("--least", help="The smallest sum, in --currency.", metavar="AMOUNT")]
Most = Annotated[str | None, typer.Option("--most", help="The largest sum, in --currency.", metavar="AMOUNT")]
Currency = Annotated[str | None, typer.Option("--currency", help="ISO 4217 code.", metavar="CODE")]
Status = Annotated[str | None, typer.Option("--status", help=", ".join(GRANT_STATUSES) + ".", metavar="STATUS")]
Notes = Annotated[str | None, typer.Option("--notes", help="Anything else (internal).", metavar="TEXT")]
Source = Annotated[str | None, typer.Option("--source", help="Where you know it from.", metavar="TEXT")]
Audience = Annotated[
    str | None, typer.Option("--audience", help=f"Who may see it: {', '.join(AUDIENCES)}.", metavar="AUDIENCE")
]
Registered = Annotated[
    bool | None,
    typer.Option("--registered/--not-registered", help="The lead must be registered.", rich_help_panel=ASKED),
]
Years = Annotated[str | None, _asked("--years", "For how many years the lead must exist.", "N")]
Budget = Annotated[str | None, _asked("--budget", "Annual budget of all together, in --currency.", "AMOUNT")]
Audited = Annotated[
    bool | None,
    typer.Option("--audited/--not-audited", help="The accounts of the lead must be audited.", rich_help_panel=ASKED),
]
Projects = Annotated[str | None, _asked("--projects", "How many projects on the issue one must have done.", "N")]
Partners = Annotated[str | None, _asked("--partners", "How many must apply together, the lead included.", "N")]
OwnShare = Annotated[str | None, _asked("--own-share", "Per cent of all costs that they pay themselves.", "PERCENT")]
Issue = Annotated[
    str | None,
    typer.Option(
        "--issue", help="For which issue.", metavar="ISSUE", autocompletion=completing("issue"), rich_help_panel=ASKED
    ),
]
Service = Annotated[
    str | None,
    typer.Option(
        "--service", help="Or for which service.", metavar="SERVICE", autocompletion=completing("service"),
        rich_help_panel=ASKED,
    ),
]  # fmt: skip
Place = Annotated[
    str | None,
    typer.Option(
        "--area", help="For where.", metavar="AREA", autocompletion=completing("area"), rich_help_panel=ASKED
    ),
]

MONEY = ("least", "most", "budget")
COUNTS = ("years", "projects", "partners")
CLEARABLE = (
    "deadline", "least", "most", "currency", "registered", "years", "budget", "audited", "projects", "partners", "own-share",
    "issue", "service", "area", "notes", "source",
)  # fmt: skip
COLUMNS = ("handle", "funder", "status", "deadline", "gives", "asks")
CARD = (
    "handle", "name", "funder", "funder_name", "status", "deadline", "least", "most", "currency", "registered", "years",
    "budget", "audited", "projects", "partners", "own_share", "issue", "service", "area", "notes", "source", "audience",
)  # fmt: skip


def grant_fields(map_: Map, texts: Mapping[str, str | bool | None]) -> dict[str, object]:
    """The columns to set, from the options that were given. Raises InvalidValue, NotFound, Ambiguous."""
    fields: dict[str, object] = {}
    given = {name: value for name, value in texts.items() if value is not None}
    if "issue" in given and "service" in given:
        raise UsageError("A grant is for an --issue or for a --service, not for both.", "Leave one out.")
    for name, value in given.items():
        if isinstance(value, bool):
            fields[name] = int(value)
        elif name == "funder":
            fields["funder_id"] = find_actor(map_, value).id
        elif name in ("issue", "service"):
            fields["term_id"] = find_term(map_, name, value).id
        elif name == "area":
            fields["area_id"] = find_area(map_, value).id
        else:
            fields[name] = _value(name, value)
    return fields


def _value(name: str, text: str) -> object:
    if name in MONEY:
        return number(text, name, 0)
    if name in COUNTS:
        return whole(text, name, high=1000)
    match name:
        case "name":
            return name_line(text)
        case "deadline":
            return iso_date(text, name)
        case "currency":
            return currency(text)
        case "own_share":
            return number(text.strip().removesuffix("%"), "own-share", 0, 100)
        case "status":
            return one_of(text, GRANT_STATUSES, name)
        case "audience":
            return one_of(text, AUDIENCES, name)
        case "notes":
            value = paragraphs(text)
        case _:
            value = one_line(text)
    if not value:
        raise InvalidValue(f"{name}: it is empty.", f"To make it unknown: ngomap grant edit GRANT --clear {name}")
    return value


def cleared(names: list[str] | None) -> dict[str, object]:
    """The columns that are to be unknown again."""
    columns = {"issue": "term_id", "service": "term_id", "area": "area_id", "own-share": "own_share"}
    found = [one_of(name, CLEARABLE, "clear") for name in names or ()]
    return {columns.get(name, name): None for name in found}


def grant_record(map_: Map, grant: Grant) -> Record:
    """A grant with handles instead of ids."""
    funder = some_refs(map_, [grant.funder])[grant.funder]
    term = next((t for t in all_terms(map_) if t.id == grant.term), None) if grant.term is not None else None
    area = some_areas(map_, [grant.area]).get(grant.area) if grant.area is not None else None
    record: Record = {name: getattr(grant, name) for name in Grant.__slots__ if name not in ("id", "term", "area")}
    record |= {"funder": funder.handle, "funder_name": funder.name}
    record |= {v: term.slug if term is not None and term.vocabulary == v else None for v in ("issue", "service")}
    record["area"] = area.handle if area else None
    return {name: record[name] for name in CARD}


def gives(grant: Grant) -> str:
    """How much it gives, in a few words."""
    low, high = (None if a is None else f"{a:,.0f}".replace(",", " ") for a in (grant.least, grant.most))
    if low is None and high is None:
        return ""
    span = low if low == high else f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"
    return f"{span} {grant.currency or ''}".strip()


def asks(grant: Grant) -> str:
    """What it asks of those who apply, in a few words."""
    budget = f"{grant.budget:,.0f}".replace(",", " ") if grant.budget else ""
    parts = (
        "registered" if grant.registered else "",
        f"{grant.years} years" if grant.years else "",
        "audited" if grant.audited else "",
        f"budget {budget}" if budget else "",
        f"{grant.projects} projects" if grant.projects else "",
        f"{grant.partners} partners" if (grant.partners or 0) > 1 else "",
        f"own share {grant.own_share:g} %" if grant.own_share else "",
    )
    return ", ".join(p for p in parts if p)
