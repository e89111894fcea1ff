"""A briefing on two pages, as Markdown: to print before the meeting, or to read on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ngomap.model.report import Finding, Report
from ngomap.model.text import markdown_text

LONGEST_TEXT: Final = 420


def brief_lines(report: Report, title: str, audience: str) -> Iterator[str]:
    """The briefing, line by line, each finding on one. Nothing in a name or a text becomes markup."""
    yield f"# {markdown_text(title)}"
    yield ""
    yield f"As of {report.parameters['on']}; for the audience {audience}."
    group = None
    number = 0
    for finding in report.findings:
        if finding.group != group:
            group, number = finding.group, 0
            minutes = sum(int(f.value or 0) for f in report.findings if f.group == group)
            length = f" ({minutes} minutes)" if minutes else ""
            yield from ("", f"## {group[:1].upper()}{group[1:]}{length}", "")
        number += 1
        yield _line(finding, number)
        more = report.counts.get(finding.group, 0) - number
        if more and number == sum(f.group == group for f in report.findings):
            yield f"- ... and {more} more"
    if report.caveats:
        yield from ("", "## Keep in mind", "")
        yield from (f"- {markdown_text(text)}" for text in report.caveats)


def _line(finding: Finding, number: int) -> str:
    texts = markdown_text(_cut(" ".join(reason.text for reason in finding.reasons)))
    label = markdown_text(_cut(finding.label))
    if finding.value is not None:
        return f"{number}. {label} ({finding.value} {finding.unit}){f' {texts}' if texts else ''}"
    stop = "" if label.endswith(("?", ".", "!")) else ":" if texts else ""
    return f"- **{label}**{stop} {texts}".rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"
