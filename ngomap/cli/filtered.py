"""The filter options, which many commands take, as one parameter."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, NamedTuple

from ngomap.cli import options as o
from ngomap.cli.filtering import build_filters
from ngomap.store.connection import Map
from ngomap.store.filters import Filters


class FilterWords(NamedTuple):
    """What was typed for each filter."""

    kind: list[str] | None = None
    level: list[str] | None = None
    status: list[str] | None = None
    issue: list[str] | None = None
    population: list[str] | None = None
    service: list[str] | None = None
    sector: list[str] | None = None
    area: list[str] | None = None
    country: str | None = None
    unverified_since: str | None = None

    def on(self, map_: Map, people: bool | None = None, audience: str | None = None) -> Filters:
        """As filters of the map. `people`: True only people, False only organizations - unless people are a kind that was
        asked for -, None both. Raises InvalidValue, NotFound.
        """
        return build_filters(
            map_, kinds=self.kind, levels=self.level, statuses=self.status, issues=self.issue, populations=self.population,
            services=self.service, sectors=self.sector, areas=self.area, country=self.country,
            unverified_since=self.unverified_since, audience=audience,
            people=None if people is False and "person" in (self.kind or ()) else people,
        )  # fmt: skip


ANY: Final = FilterWords()
OPTIONS: Final[dict[str, Any]] = {
    "kind": o.FilterKinds, "level": o.FilterLevels, "status": o.FilterStatuses, "issue": o.FilterIssues,
    "population": o.FilterPopulations, "service": o.FilterServices, "sector": o.FilterSectors, "area": o.FilterAreas,
    "country": o.FilterCountry, "unverified_since": o.FilterUnverified,
}  # fmt: skip
GIVEN_AS: Final = "typed"


def filtered(*without: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the option of every filter but those named; it gets them as one, its parameter `typed`."""
    kept = {name: option for name, option in OPTIONS.items() if name not in without}

    def widened(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        parameters = []
        for parameter in signature.parameters.values():
            if parameter.name == GIVEN_AS:
                parameters += [
                    parameter.replace(name=name, annotation=option, default=None) for name, option in kept.items()
                ]
            else:
                parameters.append(parameter)

        @wraps(command)
        def run(**given: Any) -> None:
            words = FilterWords(**{name: given.pop(name) for name in kept})
            command(**given, typed=words)

        # Typer reads the options off the signature and the annotations, and must not look behind them.
        del run.__wrapped__
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return widened
