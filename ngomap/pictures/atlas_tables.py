"""The tables of findings in an atlas, as HTML that stands there without scripts too."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from itertools import groupby
from typing import Final

from ngomap.model.report import Finding, Report
from ngomap.model.text import visible
from ngomap.pictures.atlas_rows import Atlas, Findings

PARTS: Final = re.compile(r"[^\w-]+")
"""What stands between the handles in the subject of a finding."""


def tables(atlas: Atlas) -> str:
    """A section for each of the findings."""
    handles = {str(r["handle"]) for r in atlas.actors.values()}
    return "\n".join(_section(f, handles) for f in atlas.findings)


def _section(findings: Findings, handles: Collection[str]) -> str:
    notes = "".join(f'<p class="note">{_text(n)}</p>' for n in findings.notes)
    told = [r for r in findings.reports if r.findings]
    body = "\n".join(_report(r, handles) for r in told)
    if not told and findings.reports:
        body = "<p>Nothing was found.</p>"
    return (
        f'<section id="{findings.key}" class="part" aria-labelledby="{findings.key}-h"><h2 id="{findings.key}-h">'
        f'{_text(findings.title)}</h2><p class="lead">{_text(findings.lead)}</p>{notes}\n{body}</section>'
    )


def _report(report: Report, handles: Collection[str]) -> str:
    counts = report.counts
    groups = "\n".join(
        _group(group, list(found), counts.get(group, 0), handles, not number)
        for number, (group, found) in enumerate(groupby(report.findings, key=lambda f: f.group))
    )
    caveats = "".join(f"<p>{_text(c)}</p>" for c in report.caveats)
    how = f'<details class="how"><summary>How this was found</summary><p>{_text(report.method)}</p>{caveats}</details>'
    heading = f"<h3>{_text(report.question)}</h3>"
    return f'<div class="report">{heading}{how}\n{groups}</div>'


def _group(group: str, found: list[Finding], total: int, handles: Collection[str], first: bool) -> str:
    rows = "\n".join(_finding(n, f, handles) for n, f in enumerate(found, 1))
    more = f'<p class="quiet">The first {len(found)} of {total}.</p>' if total > len(found) else ""
    name = group[:1].upper() + group[1:]
    opened = " open" if first else ""
    return (
        f'<details class="group"{opened}><summary>{_text(name or "Findings")} <span class="n">{total}</span></summary>'
        f'<div class="wide" tabindex="0" role="region" aria-label="{_text(name or "Findings")}"><table class="found">'
        '<thead class="said"><tr><th scope="col">What</th><th scope="col">How much</th><th scope="col">Why</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}</details>"
    )


def _finding(number: int, finding: Finding, handles: Collection[str]) -> str:
    who = " ".join(p for p in PARTS.split(finding.subject) if p in handles)
    why = "".join(f"<li>{_text(r.text)}</li>" for r in finding.reasons)
    at = "" if who or "/" not in finding.subject else finding.subject
    about = f' data-who="{_text(who)}"' if who else f' data-at="{_text(at)}"' if at else ""
    value = "" if finding.value is None else f"<b>{_number(finding.value)}</b> {_text(finding.unit)}"
    return (
        f'<tr{about}><th scope="row" dir="auto">{_text(finding.label)}</th>'
        f"<td>{value}</td><td><ul>{why}</ul></td></tr>"
    )


def _number(value: float) -> str:
    """As few digits as tell it.

    >>> _number(38000), _number(0.753)
    ('38 000', '0.75')
    """
    if float(value).is_integer() or abs(value) >= 100:
        return f"{round(value):,}".replace(",", " ")
    return f"{value:.2f}"


def _text(value: object) -> str:
    return escape(visible(str(value)))


