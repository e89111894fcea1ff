"""A report as Markdown, its pictures as files in a folder beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from ngomap.exporters.plain_text import plain
from ngomap.model.report_document import Block, Bullets, Drawing, Figures, More, Paragraph, ReportDocument, Table
from ngomap.model.text import markdown_text


def picture_folder(path: Path) -> Path:
    """Where the pictures of the report at `path` lie.

    >>> picture_folder(Path("out/board.md")).name
    'board-pictures'
    """
    return path.with_name(f"{path.stem}-pictures")


def markdown_lines(report: ReportDocument, folder: str) -> Iterator[str]:
    """The report, line by line; its pictures are linked as files of `folder`. Nothing in a name or a text becomes markup."""
    yield f"# {_text(report.title)}"
    yield ""
    yield _text(report.subtitle)
    for section in report.sections:
        yield from ("", f"## {_text(section.title)}")
        for block in section.blocks:
            lines = list(_block(block, folder))
            if lines:
                yield ""
                yield from lines
    yield from ("", "---", "")
    for line in report.footer:
        yield from (_text(line), "")


def _block(block: Block, folder: str) -> Iterator[str]:
    match block:
        case Paragraph(text, quiet):
            yield f"*{_text(text)}*" if quiet else _text(text)
        case Bullets(items):
            yield from (f"- {_text(item)}" for item in items)
        case Figures(items):
            yield from (f"- **{_text(n)}** {_text(what)}" for n, what in items)
        case Table():
            yield f"**{_text(block.caption)}**"
            yield ""
            rows = [tuple(map(_text, row)) for row in block.rows]
            yield from _table(tuple(map(_text, block.columns)), rows, block.numeric)
        case Drawing():
            yield f"![{_text(block.alt)}]({quote(folder)}/{quote(block.name)}.png)"
            yield ""
            yield f"*{_text(block.caption)}*"
        case More(text, command):
            yield f"{_text(text)} All of it: `{command}`".lstrip()


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]], numeric: tuple[int, ...]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"| {' | '.join('---:' if n in numeric else '---' for n in range(len(columns)))} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _text(text: str) -> str:
    return markdown_text(plain(text))
