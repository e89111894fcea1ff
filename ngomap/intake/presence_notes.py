"""What is worth saying about a 3W that was read in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ngomap.importers.records import Presence, Presences
from ngomap.intake.presence_actors import Actors
from ngomap.intake.presence_facts import Facts, mention_of
from ngomap.intake.wishes import count_of, listed
from ngomap.matching.areas import Place
from ngomap.matching.keys import key_of
from ngomap.model.words import Term

TELLING_PAIRS = 20
"""From so many equal pairs of organization and area on, two sectors of different names are hardly equal by chance."""


def notes_on(
    found: Presences,
    rows: list[Presence],
    facts: Facts,
    actors: Actors,
    sectors: dict[tuple[str, str], Term],
    places: list[Place],
    made_issues: list[Term],
    made_populations: list[Term],
    surveyed_on: str | None,
) -> Iterator[str]:
    """Plain sentences, the most important first."""
    if not rows:
        yield "No row could be taken." if found.read else "The table has column names but no rows."
        return
    yield _about(actors, sectors, places)
    yield from found.notes
    if found.grid.blank_lines:
        yield f"{count_of(found.grid.blank_lines, 'empty line was', 'empty lines were')} passed over."
    ignored = [header for header, meaning in found.columns.items() if meaning == "ignored"]
    if ignored:
        yield f"Columns that were not understood are ignored: {listed(ignored, 8)}."
    for made, what in ((made_issues, "issue"), (made_populations, "population")):
        if made:
            names = listed(f"{t.name} ({t.slug})" for t in made)
            yield f"New in the vocabulary, because no {what} of that name or code was known: {names}."
    yield from _equal_sectors(found, rows, facts, sectors)
    if actors.unknown_types:
        types = listed(f"{text!r}" for text in sorted(actors.unknown_types))
        yield f"Types of organizations that are not known are recorded as 'other': {types}."
    yield from _shared_acronyms(rows, actors)
    if facts.shared_figures:
        yield (
            "Figures of people that stand once for several organizations, sectors or areas were left out, because "
            f"nobody knows whose they are: {facts.shared_figures}."
        )
    if facts.differing:
        yield f"{count_of(facts.differing, 'row')} gave another figure of people for the same; the highest was kept."
    if surveyed_on is None and found.levels:
        yield (
            "The file does not say when it was true, so the date of the survey is unknown. If you know it, "
            "import again with --surveyed-on DATE."
        )


def _about(actors: Actors, sectors: dict[tuple[str, str], Term], places: list[Place]) -> str:
    levels = Counter(place.level for place in places)
    order = list(dict.fromkeys(place.level for place in places))
    parts = [
        *([count_of(len(set(actors.ids.values())), "organization")] if actors.ids else []),
        count_of(len({t.id for t in sectors.values()}), "sector"),
        *(count_of(levels[x], x or "area", _PLURALS.get(x, "")) for x in order),
    ]  # fmt: skip
    return f"The file speaks of {', '.join(parts[:-1])} and {parts[-1]}."


_PLURALS = {"country": "countries", "city": "cities", "municipality": "municipalities", "other": "other areas"}


def _equal_sectors(
    found: Presences, rows: list[Presence], facts: Facts, sectors: dict[tuple[str, str], Term]
) -> Iterator[str]:
    said: dict[int, set[tuple[int, int]]] = {}
    for actor, term, area, *_ in facts.activities:
        said.setdefault(term, set()).add((actor, area))
    called: dict[int, set[str]] = {}
    names: dict[int, set[str]] = {}
    terms = {term.id: term for term in sectors.values()}
    for (name, code), sector in sectors.items():
        called.setdefault(sector.id, set()).add(code or name)
        names.setdefault(sector.id, set()).add(key_of(name))
    order = sorted(said, key=lambda id_: terms[id_].slug)
    for n, first in enumerate(order):
        for second in order[n + 1 :]:
            alike = names[first] & names[second] - {""} or len(said[first]) >= TELLING_PAIRS
            if said[first] == said[second] and alike:
                a, b = terms[first], terms[second]
                where = len({area for _, area in said[first]})
                yield (
                    f"{_names(called[first])} ({a.slug}) and {_names(called[second])} ({b.slug}) say the same of the "
                    f"same {count_of(where, 'place')}; if they are one: ngomap term merge issue {a.slug} {b.slug}"
                )


def _names(texts: set[str]) -> str:
    return " / ".join(sorted(texts))


def _shared_acronyms(rows: list[Presence], actors: Actors) -> Iterator[str]:
    bearers: dict[str, dict[int, str]] = {}
    spelt: dict[str, str] = {}
    for name, acronym in sorted({o[:2] for row in rows for o in row.organizations if o[0] and o[1]}):
        bearers.setdefault(key_of(acronym), {}).setdefault(actors.ids[mention_of(name, acronym)], name)
        spelt.setdefault(key_of(acronym), acronym)
    shared = {key: names for key, names in bearers.items() if key and len(names) > 1}
    if shared:
        examples = listed((f"{spelt[k]} ({' / '.join(sorted(n.values()))})" for k, n in sorted(shared.items())), 3)
        yield f"Acronyms of several names, which were kept apart: {examples}."
