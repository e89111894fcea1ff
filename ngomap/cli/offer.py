"""`ngomap offer`: what an actor can give or lend."""

from __future__ import annotations

from ngomap.cli import resource_options as r
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Ref

app = command_app()


@app.command(cls=Command)
def offer(
    ref: Ref,
    what: r.What = None,
    kind: r.ResourceKind = None,
    quantity: r.Quantity = None,
    unit: r.Unit = None,
    area: r.Area = None,
    since: r.Since = None,
    until: r.Until = None,
    conditions: r.Conditions = None,
    audience: r.ResourceAudience = None,
    close: r.Close = None,
    reopen: r.Reopen = None,
    remove: r.Remove = None,
) -> None:
    """Record something that an actor can give or lend; 'us' is you. One that is over is closed by its number.

    Examples:

        ngomap offer us "Meeting room for twenty" --kind space --area "Old Town"

        ngomap offer law-clinic "Advice on procurement law" --kind legal --quantity 10 --unit "hours a month"

        ngomap offer us --close 3
    """
    later = {"close": close, "reopen": reopen, "remove": remove}
    if not r.change_resource("offer", ref, later):
        r.record_resource("offer", ref, what, kind, quantity, unit, area, since, until, conditions, audience)
