"""A picture as one page that opens without a connection: nothing is fetched, and no name in it can run.

The drawing stands in the page as SVG and shows without scripts; a small script adds what a pointer tells of each mark,
and zoom. What it may do is held by a policy that names the script by its digest, so that no other runs.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ngomap.model.text import visible

if TYPE_CHECKING:
    from ngomap.pictures.picture import Picture

HERE: Final = Path(__file__).parent
_MARKS: Final = re.compile(r"<(path|text|line|rect|circle) aria-label=")
TALL: Final = 0.9
"""Height for each unit of width from which a drawing is tall."""
_SIZE: Final = re.compile(r'<svg[^>]* width="([0-9.]+)" height="([0-9.]+)"')
_ROLES: Final = re.compile(r' (?:role|aria-label|aria-roledescription)="[^"]*"')


@cache
def asset(name: str) -> str:
    """A style sheet or script that lies beside this module."""
    return (HERE / name).read_text(encoding="utf-8")


def digest(code: str) -> str:
    """What a Content-Security-Policy calls a piece of inline code."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def policy(*scripts: str) -> str:
    """The policy of a page that may run these scripts and nothing else, and fetch nothing. Styles stand in every SVG; under
    this policy they cannot fetch anything either.
    """
    allowed = " ".join(map(digest, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def page(picture: Picture, svg: str) -> str:
    """The page of one picture: the drawing, its notes, and the same in words as a table."""
    styles, script = asset("page.css"), asset("page.js")
    title = escape(visible(picture.title))
    notes = "".join(f"<p>{escape(visible(n))}</p>" for n in picture.notes)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{styles}</style>
</head>
<body>
<main>
<h1 class="read-only">{title}</h1>
<figure>
<div class="tools" hidden><button type="button" data-zoom="in" aria-label="Larger">+</button
><button type="button" data-zoom="out" aria-label="Smaller">&minus;</button
><button type="button" data-zoom="all">Everything</button></div>
<div class="drawing"{_shape(svg)} role="img" aria-label="{title}" tabindex="0">{_plain(svg)}</div>
</figure>
{notes}
<p class="quiet">{escape(visible(picture.footer))}</p>
<details>
<summary>The same as a table</summary>
{table(picture)}
</details>
</main>
<div id="told" hidden></div>
<script>{script}</script>
</body>
</html>
"""


def _shape(svg: str) -> str:
    """A tall drawing keeps its size and is scrolled: fitted into a window, its words could not be read."""
    size = _SIZE.search(svg)
    return " data-tall" if size and float(size[2]) > TALL * float(size[1]) else ""


def table(picture: Picture) -> str:
    """The rows of a picture as an HTML table."""
    head = "".join(f'<th scope="col">{escape(visible(c))}</th>' for c in picture.columns)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(visible(cell))}</td>" for cell in row) + "</tr>" for row in picture.rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Table"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )


def _plain(svg: str) -> str:
    """The drawing is one image to a screen reader, which finds its parts in the table; a pointer still reads the labels
    of marks, not those of axes and titles.
    """
    return _ROLES.sub("", _MARKS.sub(r"<\1 data-label=", svg))
