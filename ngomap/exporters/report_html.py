"""A report as one page that needs nothing else: no scripts, no connection, and nothing in a name that could run."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from ngomap.exporters.plain_text import plain
from ngomap.model.report_document import Block, Bullets, Drawing, Figures, More, Paragraph, ReportDocument, Table

STYLE: Final = Path(__file__).with_name("report.css")
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def html_lines(report: ReportDocument) -> Iterator[str]:
    """The page, line by line. A drawing stands in it as an image of its own, in which no script runs and nothing loads."""
    title = _text(report.title)
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>"
    yield "</head>"
    yield "<body>"
    yield '<div class="page">'
    yield f'<header><h1 dir="auto">{title}</h1><p class="subtitle">{_text(report.subtitle)}</p></header>'
    yield '<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>'
    for section in report.sections:
        yield f'<li><a href="#{section.name}">{_text(section.title)}</a></li>'
    yield "</ol></nav>"
    yield "<main>"
    for section in report.sections:
        yield f'<section id="{section.name}" aria-labelledby="{section.name}-title">'
        yield f'<h2 id="{section.name}-title">{_text(section.title)}</h2>'
        for block in section.blocks:
            yield from _block(block)
        yield "</section>"
    yield "</main>"
    yield f"<footer>{''.join(f'<p>{_text(line)}</p>' for line in report.footer)}</footer>"
    yield "</div>"
    yield "</body>"
    yield "</html>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text, quiet):
            kind = ' class="quiet"' if quiet else ""
            yield f'<p{kind} dir="auto">{_text(text)}</p>'
        case Bullets(items):
            lines = "".join(f'<li dir="auto">{_text(item)}</li>' for item in items)
            yield f"<ul>{lines}</ul>"
        case Figures(items):
            cells = "".join(f"<div><dt>{_text(what)}</dt><dd>{_text(n)}</dd></div>" for n, what in items)
            yield f'<dl class="figures">{cells}</dl>'
        case Table():
            yield from _table(block)
        case Drawing():
            data = base64.b64encode(block.svg.encode()).decode()
            yield f'<figure><div class="drawing" tabindex="0" role="group" aria-label="{_text(block.caption)}">'
            yield f'<img src="data:image/svg+xml;base64,{data}" alt="{_text(block.alt)}"></div>'
            yield f"<figcaption>{_text(block.caption)}</figcaption></figure>"
        case More(text, command):
            yield f'<p class="more">{_text(text)} All of it: <code>{_text(command)}</code></p>'


def _table(table: Table) -> Iterator[str]:
    # The roles say again what the elements are: on a phone the rows are laid out as cards, and would be told no more.
    yield f'<table role="table"><caption>{_text(table.caption)}</caption>'
    if table.weights:
        whole = sum(table.weights)
        yield "<colgroup>" + "".join(f'<col style="width:{100 * w / whole:.1f}%">' for w in table.weights) + "</colgroup>"
    heads = "".join(
        f'<th scope="col" role="columnheader"{_number(n, table)}>{_text(name)}</th>' for n, name in enumerate(table.columns)
    )
    yield f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
    yield '<tbody role="rowgroup">'
    for row in table.rows:
        cells = "".join(
            f'<td role="cell" dir="auto" data-label="{_text(table.columns[n])}"{_number(n, table)}>{_text(cell)}</td>'
            for n, cell in enumerate(row)
        )
        yield f'<tr role="row">{cells}</tr>'
    yield "</tbody></table>"


def _number(place: int, table: Table) -> str:
    return ' class="number"' if place in table.numeric else ""


def _text(text: str) -> str:
    return escape(plain(text).replace("\n", " "))
