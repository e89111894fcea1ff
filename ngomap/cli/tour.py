"""The tour that `ngomap demo` ends with: the four questions, each with the command behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ngomap.cli.allies import allies
from ngomap.cli.duplication import duplication
from ngomap.cli.gaps import gaps
from ngomap.cli.partners import partners
from ngomap.cli.session import session
from ngomap.model.report import Finding, Report
from ngomap.model.text import counted_of
from ngomap.store.connection import Map
from ngomap.store.counts import counts
from ngomap.store.settings import setting, today, us

REASONS_SHOWN = 2

STOPS: tuple[tuple[str, str, int, Callable[[], None], tuple[str, ...]], ...] = (
    ("Gaps", "ngomap gaps coverage", 2, lambda: gaps("coverage", limit=2), ("no presence", "single provider", "planned only")),
    ("Duplication", "ngomap duplication", 1, duplication, ()),
    ("Allies", "ngomap allies --issue corruption", 3, lambda: allies(issue="corruption"), ("allies",)),
    ("Partners", "ngomap partners", 1, partners, ("likely", "bridging", "complementary")),
)
"""Of each stop: its title, the command, how many findings of a group are shown, how to run it, and which groups
(none named: all)."""

NEXT = (
    "ngomap list    (who is here), ngomap show bright-slate    (one of them, whole)",
    "ngomap gaps    (what is missing of every kind), ngomap allies --issue corruption --explain    (how it was reckoned)",
    "ngomap export geojson --to map.geojson    (for any map program)",
    'ngomap init --map ours.db --name "Your NGO"    (begin your own)',
)


def tour(map_: Map) -> Report:
    """What is in the map, and the first answers to the four questions, as one report."""
    findings: list[Finding] = []
    totals: dict[str, int] = {}
    for title, command, limit, run, groups in STOPS:
        with session().collecting() as answers:
            run()
        for answer in answers:
            if isinstance(answer, Report):
                short = answer.limited(limit)
                wanted = groups or tuple(short.counts)
                findings += [_headed(title, command, f) for f in short.findings if f.group in wanted]
                totals |= {_heading(title, command, g): n for g, n in short.counts.items() if g in wanted}
    ours = us(map_)
    found = counts(map_)
    inside = ", ".join(counted_of(n, what.replace("_", " ")) for what, n in found.items())
    return Report(
        "tour",
        f"What does the example say? You are {ours.name if ours else 'nobody yet'}; it is {today(map_)}.",
        f"{setting(map_, 'name')}: {inside}. Below: the command behind each answer, and the first of its findings.",
        {},
        tuple(findings),
        next=NEXT,
        totals=totals,
    )


def _headed(title: str, command: str, finding: Finding) -> Finding:
    heading = _heading(title, command, finding.group)
    return replace(finding, group=heading, reasons=finding.reasons[:REASONS_SHOWN])


def _heading(title: str, command: str, group: str) -> str:
    return f"{title}, {group}: {command}"
