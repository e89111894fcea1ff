"""Of all that a file for an audience would hold, what is new since a job told it last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ngomap.model.records import Record
from ngomap.store.connection import Map
from ngomap.store.schedules import Run, digest
from ngomap.store.whole import ENDS, Scope, records


@dataclass(frozen=True, slots=True)
class News:
    """`told` is all that may be told now and `new` what of it was not told before, as digests; `ends` are the actors
    without whom a new tie could not be drawn; `gone` counts what was told before and is not there any more, or says
    something else by now.
    """

    told: frozenset[bytes]
    new: frozenset[bytes]
    ends: frozenset[str]
    gone: int

    def holds(self, section: str, record: Record) -> bool:
        """Whether the record goes into a file that tells nothing but the news."""
        return digest(section, record) in self.new or (section == "actors" and record["handle"] in self.ends)


def news_for(map_: Map, scope: Scope, sections: Sequence[str], last: Run) -> News:
    """What is new in these sections since the last run. With `relationships` among several of them, the actors at the ends
    of what is new go along.
    """
    told: set[bytes] = set()
    ends: set[str] = set()
    for section in sections:
        for record in records(map_, section, scope, {}):
            mark = digest(section, record)
            told.add(mark)
            if mark not in last.told and len(sections) > 1:
                ends.update(str(record[end]) for end in ENDS.get(section, ()) if end in record)
    return News(frozenset(told), frozenset(told - last.told), frozenset(ends), len(last.told - told))


def only_news(scope: Scope, news: News) -> Scope:
    """The scope of a file that tells nothing but the news."""
    return replace(scope, only=news.holds)
