"""A report on promises that can be published, as Markdown: who promised what, how far it is kept, who found that and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ngomap.model.text import counted, markdown_text


@dataclass(frozen=True, slots=True)
class Found:
    """One observation, as it may be told."""

    on: str
    finding: str
    who: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise with its status, as it may be told."""

    what: str
    by: str
    to: str
    on: str
    due: str
    about: str
    source: str
    status: str
    why: str
    found: Sequence[Found]
    unknown: Sequence[str]


@dataclass(frozen=True, slots=True)
class Observer:
    """Somebody who observed, and why they can be believed."""

    name: str
    training: str
    impartiality: str
    written: str


@dataclass(frozen=True, slots=True)
class PromiseReport:
    """All that the report says. `promises` stand by status; `unnamed` is how many observers are not named."""

    title: str
    day: str
    audience: str
    method: str
    promises: Sequence[Promise]
    observers: Sequence[Observer]
    unnamed: int


NOT_RECORDED = "not recorded"


def report_lines(report: PromiseReport) -> Iterator[str]:
    """The report, line by line. Nothing in a name or a text becomes markup."""
    yield f"# {markdown_text(report.title)}"
    yield ""
    yield f"As it stood on {report.day}. For the audience: {report.audience}. What is not for this audience is left out."
    yield from ("", "## In short", "")
    counts: dict[str, int] = {}
    for promise in report.promises:
        counts[promise.status] = counts.get(promise.status, 0) + 1
    if not counts:
        yield "No promise is recorded that this audience may see."
    for status, number in counts.items():
        yield f"- {status}: {counted(number, 'promise')}"
    yield from _tables(report, counts)
    yield from ("", "## How this was found out", "")
    yield report.method
    yield from _observers(report)
    if report.promises:
        yield from ("", "## What was found", "")
    for promise in report.promises:
        yield from _findings(promise)
    yield from ("", "## What is not known", "")
    unknown = [p for p in report.promises if p.unknown]
    for promise in unknown:
        yield f"- {_plain(promise.what)} ({_plain(promise.by)}): {markdown_text(' '.join(promise.unknown))}"
    if not unknown:
        yield "Nothing is marked as unknown. What was never promised, or never recorded, is not in this report."


def _tables(report: PromiseReport, statuses: dict[str, int]) -> Iterator[str]:
    if statuses:
        yield from ("", "## Who promised what")
    for status in statuses:
        yield from ("", f"### {status[:1].upper()}{status[1:]}", "")
        yield "| what | who promised | to whom | promised on | due |"
        yield "|" + " --- |" * 5
        for p in (p for p in report.promises if p.status == status):
            cells = (p.what, p.by, p.to or "the public", p.on, p.due or NOT_RECORDED)
            yield "| " + " | ".join(markdown_text(c) for c in cells) + " |"


def _observers(report: PromiseReport) -> Iterator[str]:
    yield from ("", "## Who observed", "")
    for observer in report.observers:
        when = f" (written down on {observer.written})" if observer.written else ""
        yield (
            f"- **{markdown_text(observer.name)}**. Training: {_plain(observer.training or NOT_RECORDED)}. "
            f"Impartiality: {_plain(observer.impartiality or NOT_RECORDED)}{when}."
        )
    if report.unnamed:
        yield f"- {counted(report.unnamed, 'observer')} whose name is not published."
    if not report.observers and not report.unnamed:
        yield "Nobody has recorded an observation that this audience may see."


def _findings(promise: Promise) -> Iterator[str]:
    yield f"### {_plain(promise.what)}"
    yield ""
    about = f" About: {_plain(promise.about)}." if promise.about else ""
    source = f" It can be read in: {_plain(promise.source)}." if promise.source else ""
    yield f"{markdown_text(promise.by)}: **{promise.status}**. {markdown_text(promise.why)}{about}{source}"
    yield ""
    for row in promise.found:
        text = f": {_plain(row.text)}" if row.text else ""
        evidence = f"evidence: {_plain(row.evidence)}" if row.evidence else "no evidence is recorded"
        yield f"- {row.on}, {row.finding}, observed by {markdown_text(row.who)}{text}; {evidence}."
    if promise.found:
        yield ""


def _plain(text: str) -> str:
    """The text without its full stop, for it stands inside a sentence."""
    return markdown_text(text.rstrip().rstrip("."))
