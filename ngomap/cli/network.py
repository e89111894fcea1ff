"""`ngomap network`: who joins whom, which circles are there, who needs a backup?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.drawing import DrawnFor, Force, To, audience_of, form_of, need_pictures, save
from ngomap.cli.filtered import ANY, FilterWords, filtered
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Limit, completing, count, whole_number
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import setting, today

if TYPE_CHECKING:
    from ngomap.cli.network_picture import Asked
    from ngomap.cli.network_rows import NetworkRows
    from ngomap.model.actors import Actor, ActorRef
    from ngomap.store.filters import Filters

app = command_app()

OF_EACH_GROUP = 2
STEPS = 2


@app.command(cls=Command)
@filtered()
def network(
    typed: FilterWords = ANY,
    around: Annotated[
        str | None,
        typer.Option("--around", help="Only this one and those near it.", metavar="REF", autocompletion=completing("actor")),
    ] = None,
    steps: Annotated[
        int | None, typer.Option("--steps", help="With --around: how many steps from it, 1 to 3. [2]", metavar="N", parser=count)
    ] = None,
    focus: Annotated[
        str | None,
        typer.Option(
            "--focus", help="With --to: this one and its ties stand out.", metavar="REF", autocompletion=completing("actor")
        ),
    ] = None,
    people: Annotated[bool, typer.Option("--people", help="With --to: draw people too.")] = False,
    most: Annotated[
        int | None,
        typer.Option(
            "--most", help="With --to: at most so many are drawn, the best connected. [800]", metavar="N", parser=whole_number(1)
        ),
    ] = None,
    to: To = None,
    force: Force = False,
    as_of: AsOf = None,
    compare: Annotated[
        str | None,
        typer.Option("--compare", help="What is different from this other day (ISO).", metavar="DATE"),
    ] = None,
    audience: DrawnFor = None,
    limit: Limit = OF_EACH_GROUP,
) -> None:  # fmt: skip
    """Show who joins others, which circles there are, who is at the core or the edge, and who needs a backup.

    With filters, among those who meet them, and their people; with --around, among those within a few steps of one
    actor; with --compare, what is different on two days: ties and actors that came and went, brokers, circles that
    merged or split. With --to, as a picture: circles by colour, kinds by shape, the rung by width, wanted ties dashed.

    Examples:

        ngomap network --issue corruption

        ngomap network --as-of 2026-11-02 --compare 2025-11-02 --limit 10

        ngomap network --around us --steps 2 --audience partners --to network.html
    """
    from ngomap.cli.references import find_actor

    _check(to, focus, around, steps, compare, people)
    if to is None and most is not None:
        raise UsageError("--most is for a picture.", "Say where to: --to network.html; in words --limit says how many.")
    readers = audience_of(audience, to)
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        other = iso_date(compare, "compare") if compare else None
        if other == on:
            raise InvalidValue(f"compare: {other} is the day itself.", "Name another day: --as-of DATE --compare DATE")
        filters = typed.on(map_, None if to is None or people else False)
        middle = find_actor(map_, around) if around else None
        emphasis = find_actor(map_, focus) if focus else None
        far = STEPS if steps is None else steps
        days = [on, *([other] if other else [])]
        read = partial(_rows, map_, filters, middle=middle, steps=far, days=days, drawn=to is not None)
        rows, away = read(readers)
        # What is withheld is counted for the keeper alone, who sees it when the file is written.
        everything = read("secret")[0] if to is not None and readers != "secret" else rows
        name = setting(map_, "name") or ""
    if to is not None:
        from ngomap.cli.network_picture import Asked

        asked_for = Asked(on, readers, name, emphasis, middle, away, *([] if most is None else [most]))
        _draw(rows, everything, asked_for, to, force)
        return
    given = {
        "issues": typed.issue, "areas": typed.area, "kinds": typed.kind, "levels": typed.level, "statuses": typed.status,
        "populations": typed.population, "services": typed.service, "sectors": typed.sector, "country": typed.country,
        "unverified_since": typed.unverified_since,
    }  # fmt: skip
    asked: dict[str, object] = {k: v or [] for k, v in given.items() if v or k in ("issues", "areas", "kinds")}
    asked |= {"around": middle.handle, "steps": far} if middle else {}
    _tell(rows, on, other, {**asked, "audience": readers}, limit)


def _check(
    to: str | None, focus: str | None, around: str | None, steps: int | None, compare: str | None, people: bool
) -> None:
    if to is None and focus is not None:
        raise UsageError("--focus is for a picture.", "Say where to: --to network.html; or ask: ngomap network --around REF")
    if to is None and people:
        raise UsageError("--people is for a picture; the answer in words has them.", "Leave it out, or add --to FILE.html")
    if steps is not None and around is None:
        raise UsageError("--steps are counted from somebody.", "Say from whom: --around REF --steps 2")
    if steps is not None and not 1 <= steps <= 3:
        raise InvalidValue(f"steps: {steps} is not 1, 2 or 3.", "For more, leave out --around.")
    if to is None:
        return
    if compare is not None:
        raise UsageError("--compare tells in words; a picture is of one day.", "Draw each: --as-of DATE --to FILE.html")
    form_of(to)
    need_pictures()


def _rows(
    map_: Map, filters: Filters, audience: str, middle: ActorRef | None, steps: int, days: list[str], drawn: bool
) -> tuple[NetworkRows, dict[int, int] | None]:
    """The rows, and around somebody, how many steps away each is."""
    from ngomap.cli.network_around import steps_around
    from ngomap.cli.network_rows import network_rows, rows_of

    if middle is None:
        whole = days[0] if len(days) == 1 and not drawn else None
        return network_rows(map_, filters, audience, drawn, whole), None
    found: dict[int, tuple[Actor, int]] = {}
    for day in reversed(days):
        near = steps_around(map_, middle, steps, filters, audience, day, drawn)
        found |= {actor.id: (actor, step) for actor, step in near.items()}
    within = f"{steps} {'step' if steps == 1 else 'steps'}"
    said = f"This is about {middle.name} and those within {within} of it; ways further round are not seen."
    rows = rows_of(map_, [actor for actor, _ in found.values()], audience, (said,), drawn)
    return rows, {id_: step for id_, (_, step) in found.items()}


def _tell(rows: NetworkRows, on: str, other: str | None, asked: dict[str, object], limit: int) -> None:
    from ngomap.analyses.network import find_network
    from ngomap.analyses.network_change import find_network_change

    if other is None:
        report = find_network(
            rows.there(on), rows.ties_then(on), rows.events, rows.issues_of, rows.terms, on, rows.us, asked, rows.large, limit
        )
    else:
        days = [(day, rows.there(day), rows.ties_then(day)) for day in sorted((on, other))]
        report = find_network_change(*days[0], *days[1], rows.us, asked)
    session().answer(replace(report, caveats=(*report.caveats, *rows.notes)).limited(limit))
    if rows.large is not None:
        rows.large.keep_found()


def _draw(rows: NetworkRows, everything: NetworkRows, asked: Asked, to: str, force: bool) -> None:
    from ngomap.cli.network_picture import picture_of
    from ngomap.errors import NotFound

    if asked.focus and asked.focus.id not in {a.id for a in rows.there(asked.on)}:
        raise NotFound(
            f"{asked.focus.handle!r} is not among those in this picture.", "Ask for more: --audience, --people, other filters."
        )
    picture, written = picture_of(rows, asked)
    withheld = {
        "actors": len(everything.there(asked.on)) - len(rows.there(asked.on)),
        "ties": len(everything.ties_then(asked.on)) - len(rows.ties_then(asked.on)),
    }
    session().answer(save(lambda: picture, to, force, asked.audience, written, {k: n for k, n in withheld.items() if n > 0}))
