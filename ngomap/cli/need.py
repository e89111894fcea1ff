"""`ngomap need`: what an actor is looking for."""

from __future__ import annotations

from ngomap.cli import resource_options as r
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Ref

app = command_app()


@app.command(cls=Command)
def need(
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
    """Record something that an actor is looking for; 'us' is you. One that was met is closed by its number.

    Examples:

        ngomap need us "Trainer for election observers" --kind training --until 2026-12-31

        ngomap need arts-for-all "Van on Saturdays" --kind vehicles --quantity 1 --unit van

        ngomap need us --close 4
    """
    later = {"close": close, "reopen": reopen, "remove": remove}
    if not r.change_resource("need", ref, later):
        r.record_resource("need", ref, what, kind, quantity, unit, area, since, until, conditions, audience)
