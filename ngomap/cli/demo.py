"""`ngomap demo`: the example ecosystem, and a tour of it."""

from __future__ import annotations

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session

app = command_app()

EXAMPLE = "example.json"


@app.command(cls=Command)
def demo() -> None:
    """Make a map of the example ecosystem - an invented country, an NGO that fights corruption there, and all around
    it - and take a short tour: what is in it, and the questions you can ask.

    The file is ./ngomap.db, or the one that --map names; a file that exists is never written over. The example stands
    still on one day, so that its answers stay the same.

    Examples:

        ngomap demo

        ngomap demo --map example.db
    """
    from ngomap.cli.making import new_map
    from ngomap.cli.tour import tour
    from ngomap.model.shipped import shipped_json
    from ngomap.store.whole_load import load

    path = session().map_path
    with new_map(path) as map_:
        load(map_, shipped_json(EXAMPLE))
    with session().map() as map_:
        session().answer(tour(map_))
