"""The tables of an atlas: gaps, overlap and allies, asked of a copy of the map that holds only what its readers may see.

Some questions are about what is missing. Where most of what would answer them is withheld, the answer would be untrue,
so it is left out, and the page says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ngomap.analyses.gaps_asked import Asked
from ngomap.model.report import Report
from ngomap.model.words import Term
from ngomap.pictures.atlas_rows import Findings
from ngomap.store.actors import all_refs, lists_of
from ngomap.store.connection import Map
from ngomap.store.settings import us
from ngomap.store.terms import all_terms

PARTS = {
    "public": ("coverage", "reach"),
    "partners": ("coverage", "reach", "network", "resources"),
    "internal": ("coverage", "reach", "network", "relationships", "resources", "knowledge"),
}
LEFT_OUT = {
    "public": "Missing ties, offers, needs and facts are left out: too little of them is public to say what is missing.",
    "partners": "What we do not know, and how our own relationships stand, is left out: it is for ourselves.",
    "internal": "",
}
TIES_WITHHELD = "Some relationships are not for these readers, so those who overlap here may well coordinate."
OF_EVERYBODY = "This table is about the whole map, not only about those who are on this page."
NOT_SEEN = "overlap; whether they coordinate is not for these readers to see"
OWN_BUSINESS = ("next-step", "unknown", "next", "offer", "ask")
"""Codes of reasons that tell us what to do; others are not told."""
OF_EACH_GROUP = 12


def findings(
    seen: Map, audience: str, on: str, issue: Term | None, ties_withheld: bool, filtered: bool
) -> tuple[Findings, ...]:
    """The tables. `issue` is that of the allies, by the ids of the copy; None: the one that most is known on. They are about
    everybody, and say so where the page, being `filtered`, is not.
    """
    tables = (_gaps(seen, audience, on), _overlap(seen, audience, on, ties_withheld), _allies(seen, audience, on, issue))
    return tuple(replace(t, notes=(*t.notes, OF_EVERYBODY)) for t in tables) if filtered else tables


def _gaps(seen: Map, audience: str, on: str) -> Findings:
    from ngomap.cli import gaps_rows

    asked = Asked(on, us(seen), most=OF_EACH_GROUP)
    ask = {
        "coverage": gaps_rows.coverage, "reach": gaps_rows.reach, "network": gaps_rows.network,
        "relationships": gaps_rows.relationships, "resources": gaps_rows.resources, "knowledge": gaps_rows.knowledge,
    }  # fmt: skip
    reports = tuple(_told(ask[part](seen, asked), audience) for part in PARTS[audience])
    left_out = LEFT_OUT[audience]
    return Findings(
        "gaps", "Gaps", "What is missing: needs that nobody meets, places where nobody has looked.", reports,
        (left_out,) if left_out else (),
    )  # fmt: skip


def _overlap(seen: Map, audience: str, on: str, ties_withheld: bool) -> Findings:
    from ngomap.analyses.duplication_asked import Asked
    from ngomap.analyses.overlap_words import UNCOORDINATED
    from ngomap.cli.duplication_rows import overlap

    report = _told(overlap(seen, Asked(on)), audience)
    if ties_withheld:
        report = replace(report, question="Who does the same work in the same place?", findings=tuple(
            replace(f, group=NOT_SEEN, reasons=tuple(r for r in f.reasons if r.code not in ("no-contact", "contact")))
            if f.group == UNCOORDINATED else f
            for f in report.findings
        ), totals={NOT_SEEN if g == UNCOORDINATED else g: n for g, n in report.counts.items()})  # fmt: skip
    notes = (TIES_WITHHELD,) if ties_withheld else ()
    return Findings(
        "overlap", "Overlap", "Who does the same work in the same place, and whether they coordinate.", (report,), notes
    )


def _allies(seen: Map, audience: str, on: str, issue: Term | None) -> Findings:
    from ngomap.analyses.allies import find_allies
    from ngomap.analyses.allies_known import Asked as AskedAllies
    from ngomap.cli.allies import ally_rows

    ours = us(seen)
    who = f"us, {ours.name}," if ours else "us"
    title, lead = "Allies", f"Who may stand with {who} on an issue, and what each could bring."
    if ours is None:
        return Findings("allies", title, lead, (), ("The map does not say who keeps it, so nobody has allies here.",))
    chosen = issue or _main_issue(seen, ours.id)
    if chosen is None:
        return Findings("allies", title, lead, (), ("No issue is recorded.",))
    asked = AskedAllies(chosen, on)
    report = find_allies(ally_rows(seen, asked), asked, {}, False, 0)
    notes = () if audience == "internal" else ("Reckoned only from what these readers may see.",)
    return Findings("allies", title, lead, (_told(report, audience),), notes)


def _main_issue(seen: Map, ours: int) -> Term | None:
    """The issue that we, or else most, work on."""
    issues = {t.slug: t for t in all_terms(seen) if t.vocabulary == "issue"}
    lists = lists_of(seen, [a.id for a in all_refs(seen)])
    everybody = Counter(slug for found in lists.values() for slug in found["issues"])
    mine = lists.get(ours, {}).get("issues") or list(everybody)
    return issues[min(mine, key=lambda slug: (-everybody[slug], slug))] if mine else None


def _told(report: Report, audience: str) -> Report:
    """The report as these readers get it: without ids of rows and without what is our own business."""
    found = tuple(
        replace(
            f,
            reasons=tuple(
                replace(r, evidence=())
                for r in f.reasons
                if "ngomap " not in r.text and (audience == "internal" or r.code not in OWN_BUSINESS)
            ),
        )
        for f in report.findings
    )
    caveats = tuple(c for c in report.caveats if "ngomap " not in c)
    return replace(report, findings=found, caveats=caveats, next=()).limited(OF_EACH_GROUP)
