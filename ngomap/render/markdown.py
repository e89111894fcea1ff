"""Answers as Markdown, for mails, minutes and reports."""

from __future__ import annotations

from collections import Counter

from ngomap.model.records import Record, Records
from ngomap.model.report import Report
from ngomap.model.text import markdown_text as in_markdown
from ngomap.render.answer import Answer
from ngomap.render.plain import plain_value


def markdown_text(answer: Answer) -> str:
    """The answer as Markdown; names cannot become markup."""
    if isinstance(answer, Report):
        return _report(answer)
    if isinstance(answer, Records) and not answer.columns and len(answer.records) == 1:
        lines = _card(answer.records[0])
    else:
        names, rows = answer.rows()
        lines = _table(list(answer.columns) if isinstance(answer, Records) and answer.columns else names, rows)
    notes = [_escape(note) for note in getattr(answer, "notes", ())]
    return "\n".join([*lines, *([""] if notes and lines else []), *notes]) + "\n"


def _card(record: Record) -> list[str]:
    facts: list[Record] = []
    lists: list[str] = []
    for field, value in record.items():
        title = field.replace("_", " ")
        if isinstance(value, list) and value and isinstance(value[0], dict):
            names = [n for n in value[0] if any(row.get(n) not in (None, "", []) for row in value)]
            lists += ["", f"## {_escape(title)}", "", *_table(names, value)]
        elif value not in (None, "", []):
            facts.append({"field": title, "value": value})
    return [*_table(["field", "value"], facts), *lists]


def _table(names: list[str], rows: list[Record]) -> list[str]:
    if not names:
        return []
    lines = [_row([name.replace("_", " ") for name in names]), _row(["---"] * len(names), raw=True)]
    return lines + [_row([_joined(row.get(name)) for name in names]) for row in rows]


def _joined(value: object) -> str:
    return ", ".join(map(plain_value, value)) if isinstance(value, list) else plain_value(value)


def _report(report: Report) -> str:
    lines = [f"# {_escape(report.question)}", "", _escape(report.method), ""]
    group = None
    shown = Counter(f.group for f in report.findings)
    for finding in report.findings:
        if finding.group != group:
            lines += _rest(report, group, shown)
            group = finding.group
            lines += [f"## {_escape(group)} ({report.counts.get(group, 0)})", ""] if group else []
        value = "" if finding.value is None else f" ({plain_value(_short(finding.value))} {_escape(finding.unit)})"
        lines.append(f"- **{_escape(finding.label)}**{value}")
        lines += [f"  - {_escape(reason.text)}" for reason in finding.reasons]
    lines += _rest(report, group, shown)
    for title, texts in (("Keep in mind", report.caveats), ("Next", report.next)):
        if texts:
            lines += ["", f"## {title}", "", *(f"- {_escape(text)}" for text in texts)]
    return "\n".join(lines) + "\n"


def _rest(report: Report, group: str | None, shown: Counter[str]) -> list[str]:
    more = report.counts.get(group, 0) - shown[group] if group is not None else 0
    return [f"- ... and {more} more; --limit 0 shows all."] if more > 0 else []


def _short(value: float) -> float:
    return round(value, 3) if isinstance(value, float) else value


def _row(cells: list[str], raw: bool = False) -> str:
    return "| " + " | ".join(c if raw else _escape(c) for c in cells) + " |"


def _escape(text: str) -> str:
    return in_markdown(plain_value(text))
