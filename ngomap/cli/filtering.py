"""From filter options to the filters of the store."""

from __future__ import annotations

from collections.abc import Sequence

from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.choice import one_of
from ngomap.store.connection import Map
from ngomap.store.filters import Filters

__all__ = ["build_filters", "one_of"]


def build_filters(
    map_: Map,
    kinds: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    statuses: Sequence[str] | None = None,
    issues: Sequence[str] | None = None,
    populations: Sequence[str] | None = None,
    services: Sequence[str] | None = None,
    sectors: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
    country: str | None = None,
    unverified_since: str | None = None,
    people: bool | None = None,
    audience: str | None = None,
) -> Filters:
    """Filters from what the user typed; every word is checked."""
    vocabularies = {"issue": issues, "population": populations, "service": services, "sector": sectors}
    return Filters(
        kinds=tuple(one_of(k, KINDS, "kind") for k in kinds or ()),
        levels=tuple(one_of(x, LEVELS, "level") for x in levels or ()),
        statuses=tuple(one_of(s, ACTOR_STATUSES, "status") for s in statuses or ()),
        terms=_term_ids(map_, vocabularies),
        areas=_area_ids(map_, areas),
        country=_country(country),
        unverified_since=_day(unverified_since),
        people=people,
        audience=audience,
    )


def _term_ids(map_: Map, vocabularies: dict[str, Sequence[str] | None]) -> tuple[int, ...]:
    if not any(vocabularies.values()):
        return ()
    from ngomap.cli.references import find_term

    return tuple(find_term(map_, v, text).id for v, texts in vocabularies.items() for text in texts or ())


def _area_ids(map_: Map, areas: Sequence[str] | None) -> tuple[int, ...]:
    if not areas:
        return ()
    from ngomap.cli.references import find_area

    return tuple(find_area(map_, text).id for text in areas)


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    from ngomap.model.values import iso_date

    return iso_date(text, "unverified-since")


def _country(text: str | None) -> str | None:
    if text is None:
        return None
    from ngomap.model.facts import country

    return country(text)
