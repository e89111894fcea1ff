"""Calls that are open, and soon are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ngomap.analyses.freshness import days_after, days_between
from ngomap.model.report import Finding, Reason
from ngomap.model.together import Grant

CLOSING: Final = "grants to apply for"
CLOSING_DAYS: Final = 30
"""An application with partners takes about so long."""


def closing(grants: Sequence[Grant], on: str) -> Iterator[Finding]:
    """The open calls whose deadline is the day or within 30 days after it, the nearest first (value: days left)."""
    until = days_after(on, CLOSING_DAYS)
    near = [g for g in grants if g.status == "open" and g.deadline is not None and on <= g.deadline <= until]
    for grant in sorted(near, key=lambda g: (g.deadline or "", g.handle)):
        days = days_between(on, grant.deadline or on)
        text = f"Apply by {grant.deadline}: ngomap grant eligible {grant.handle}"
        unit = "day left" if days == 1 else "days left"
        yield Finding(grant.handle, grant.name, days, unit, (Reason("deadline", text, (f"grant:{grant.id}",)),), CLOSING)
