"""`ngomap atlas`: the map, the network, coverage and everybody in one page to give away."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.drawing import Force, form_of, need_pictures
from ngomap.cli.filtered import ANY, FilterWords, filtered
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.model.answers import Export
from ngomap.model.audience import file_audience
from ngomap.model.values import iso_date

app = command_app()

CHOOSE = "Choose others with --issue, --area or --most."


@app.command(cls=Command)
@filtered()
def atlas(
    to: Annotated[str, typer.Option("--to", help="The page to write: FILE.html.", metavar="FILE")],
    audience: Annotated[
        str, typer.Option("--audience", help="Who will see the page: public, partners or internal.", metavar="AUDIENCE")
    ] = "public",
    title: Annotated[str | None, typer.Option("--title", help="What stands above it [the map's name].", metavar="TEXT")] = None,
    allies: Annotated[
        str | None,
        typer.Option("--allies", help="The issue of the table of allies [the one most work on with us].", metavar="ISSUE",
                     autocompletion=o.completing("issue")),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", help="At most so many are on the page, the best connected.", metavar="N",
                          parser=o.whole_number(1))
    ] = 2_000,
    as_of: o.AsOf = None,
    force: Force = False,
    typed: FilterWords = ANY,
) -> None:
    """Write the atlas: one page with the map, the network, coverage, everybody in a list with details, and the tables
    of gaps, overlap and allies, linked by search and filters. It opens anywhere without a connection.

    Of more than 2 000 actors the best connected are shown, and it says so; --most, --issue or --area choose others. Of more
    than 5 000 in all, the tables of gaps, overlap and allies are left out.
    Only what the audience may see goes in. With filters it is about those who meet them; the tables stay about all.
    The same map gives the same bytes on the same day.

    Examples:

        ngomap atlas --to atlas.html

        ngomap atlas --audience partners --issue corruption --to partners.html --force
    """  # fmt: skip
    form_of(to, ("html",))
    reader = file_audience(audience)
    need_pictures()
    from functools import partial
    from pathlib import Path

    from ngomap.cli.atlas_choice import choose
    from ngomap.cli.atlas_reports import findings
    from ngomap.cli.atlas_rows import MOST_ASKED, atlas_rows, handles_meeting
    from ngomap.cli.references import find_area, find_term
    from ngomap.exporters.file_writing import write_file
    from ngomap.pictures.atlas import atlas_page
    from ngomap.store.actors import matching_actors
    from ngomap.store.audience_copy import copy_for
    from ngomap.store.connection import snapshot
    from ngomap.store.filters import Filters
    from ngomap.store.part_of_map import part_of
    from ngomap.store.settings import setting, today
    from ngomap.store.terms import all_terms

    with session().map() as map_, snapshot(map_):
        filters = typed.on(map_)
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        words = {t.id: (t.vocabulary, t.slug) for t in all_terms(map_)}
        chosen_allies = allies or (typed.issue[0] if typed.issue else None)
        wanted = find_term(map_, "issue", chosen_allies).slug if chosen_allies else None
        places = [find_area(map_, text).handle for text in typed.area or ()]
        narrowed = filters.where() != Filters().where()
        given = partial(atlas_rows, audience=reader, on=on, most=most, closed="closed" in filters.statuses)
        if matching_actors(map_, Filters(audience=reader), limit=1)[1] > MOST_ASKED:
            # To copy all and ask the tables of all takes minutes.
            few = choose(map_, filters, reader, on, most)
            with part_of(map_, few.ids) as part, copy_for(part, reader) as (seen, withheld):
                name = title or setting(seen, "name") or "Atlas"
                withheld = withheld | few.withheld
                rows = given(
                    seen, few.handles, title=name, source=setting(seen, "name") or "", findings=(), total=few.total, gone=few.gone
                )
        else:
            with copy_for(map_, reader) as (seen, withheld):
                known = {t.slug: t for t in all_terms(seen) if t.vocabulary == "issue"}
                chosen = (
                    handles_meeting(map_, seen, filters, [words[t] for t in filters.terms], places) if narrowed else None
                )
                ally_issue = known.get(wanted or "")
                tables = findings(seen, reader, on, ally_issue, bool(withheld.get("relationships")), narrowed)
                name = title or setting(seen, "name") or "Atlas"
                rows = given(seen, chosen, title=name, source=setting(seen, "name") or "", findings=tables)
    path = Path(to)
    unchanged = write_file(path, [atlas_page(rows)], force)
    written = {"organizations": sum(r["kind"] != "person" for r in rows.actors.values())}
    written["people"] = len(rows.actors) - written["organizations"]
    written["relationships"] = len(rows.ties)
    notes = (*rows.notes, *([CHOOSE] if len(rows.actors) < rows.total else []))
    session().answer(Export(str(path), "html", reader, written, withheld, unchanged, notes))
