"""What is worth saying about actors and ties that were read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ngomap.intake.run import Change, Run
from ngomap.intake.wishes import count_of, listed
from ngomap.model.text import counted

SHOWN_CHANGES: Final = 5
SHOWN_LENGTH: Final = 40


def notes_on(run: Run) -> Iterator[str]:
    """Plain sentences, the most important first."""
    if not run.outcome:
        yield "There are no rows in it."
    terms, areas = run.words.new_terms, run.words.new_areas
    if terms:
        yield f"New in the vocabularies: {listed(f'{t.name} ({t.vocabulary} {t.slug})' for t in terms)}."
    if areas:
        yield (
            f"{count_of(len(areas), 'area')} not known before {'was' if len(areas) == 1 else 'were'} made: "
            f"{listed(f'{a.name} ({a.handle})' for a in areas)}. If one is another spelling: "
            "ngomap area merge LOSING WINNING."
        )
    yield from notes_on_alike(run.joined, run.joined_in_all, run.doubtful_in_all)
    if run.tagged:
        yield (
            f"{count_of(run.tagged, 'term was', 'terms were')} proposed from the text; look at them with "
            "'ngomap suggest-terms'."
        )
    if run.differing:
        yield f"Rows on one organization that differ; what most of them say was taken: {listed(run.differing, 3)}."
    if run.mixed_scripts:
        yield f"Names that mix letters of several scripts; check that they are spelt as meant: {listed(run.mixed_scripts)}."
    if run.kept_in_all:
        values = count_of(run.kept_in_all, "value")
        yield f"{values} that the file has otherwise stayed as set by hand: {_shown(run.kept_by_hand, run.kept_in_all)}."
    yield from _changes(run.replaced, run.replaced_in_all)


def notes_on_alike(joined: list[str], joined_in_all: int, doubtful: int) -> Iterator[str]:
    """What was taken for one, and what may be."""
    if joined:
        more = f"; and {joined_in_all - SHOWN_CHANGES} more" if joined_in_all > SHOWN_CHANGES else ""
        yield f"Taken for one organization although spelt differently: {'; '.join(joined[:SHOWN_CHANGES])}{more}."
    if doubtful:
        pairs = count_of(doubtful, "pair of organizations", "pairs of organizations")
        yield f"{pairs} may be one and the same; look at them with 'ngomap dedupe'."


def _shown(changes: list[Change], in_all: int) -> str:
    texts = [f"{name}: {field} {short(was)}, not {short(now)}" for name, field, was, now in changes[:SHOWN_CHANGES]]
    return "; ".join(texts) + (f"; and {in_all - len(texts)} more" if in_all > len(texts) else "")


def _changes(changes: Iterable[Change], in_all: int) -> Iterator[str]:
    shown = list(changes)[:SHOWN_CHANGES]
    for name, field, was, now in shown:
        yield f"{name}: {field} {short(was)} -> {short(now)}"
    if in_all > len(shown):
        yield f"... and {counted(in_all - len(shown), 'more value')} replaced ({in_all} in all)."


def short(value: object) -> str:
    """A value in a few words."""
    text = "nothing" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
