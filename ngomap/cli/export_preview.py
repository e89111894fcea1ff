"""What `ngomap export --preview` reads: the records of a file that is not written."""

from __future__ import annotations

from ngomap.analyses.leaving import find_leaving
from ngomap.model.report import Report
from ngomap.model.tables import section_of
from ngomap.model.whole_format import SECTIONS
from ngomap.store.connection import Map
from ngomap.store.disguising import names_withheld
from ngomap.store.whole import Scope, records


def preview_of(map_: Map, scope: Scope, table: str | None) -> Report:
    """What would leave within a scope: of one table, or of the whole map."""
    withheld: dict[str, int] = {}
    wanted = SECTIONS if table is None else [section_of(table)]
    sections = {section: list(records(map_, section, scope, withheld)) for section in wanted}
    disguised = scope.disguise is not None and scope.disguise.names is not None
    return find_leaving(sections, withheld, names_withheld(map_, scope), scope.audience, disguised)
