"""`ngomap` alone: where you stand and what to do next."""

from __future__ import annotations

from ngomap.cli.session import session
from ngomap.model.records import Record, Records
from ngomap.store.counts import counts
from ngomap.store.settings import setting, today, us


def where_we_stand() -> Records:
    """What is in the map, and the next thing worth doing with it."""
    path = session().map_path
    if not path.exists():
        return Records(
            "map",
            [],
            0,
            notes=(
                f"There is no map at {path} yet.",
                "Play with an example:      ngomap demo",
                'Begin your own:            ngomap init --name "Your NGO" --place "Your town"',
                "See every command:         ngomap --help",
            ),
        )
    with session().map() as map_:
        found = counts(map_)
        ours = us(map_)
        record: Record = {"map": str(path), "name": setting(map_, "name"), "us": ours.handle if ours else None}
        record |= {"today": today(map_), **found}
    if found["organizations"] < 2:
        step = "ngomap add NAME --issue ISSUE --place PLACE    (or: ngomap import FILE.csv)"
    elif not found["relationships"]:
        step = "ngomap link us REF --rung 1    (who do you know already?)"
    else:
        step = "ngomap today    (what needs us?), ngomap gaps    (what is missing?), ngomap allies --issue ISSUE"
    return Records("map", [record], 1, notes=(f"Next: {step}",))
