"""Answers for scripts: one JSON object that says what it is, or CSV rows that are safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from ngomap.model.cells import cell
from ngomap.model.text import json_visible, visible

if TYPE_CHECKING:
    from ngomap.render.answer import Answer


def json_text(answer: Answer) -> str:
    """The answer as JSON. Control characters in texts are written as JSON escapes, so a terminal stays safe."""
    document = json.dumps(answer.document(), ensure_ascii=False, indent=2, allow_nan=False, default=str)
    return json_visible(document) + "\n"


def csv_text(answer: Answer) -> str:
    """The answer as CSV (RFC 4180 quoting, LF line ends); lists are joined by `|`."""
    names, rows = answer.rows()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(name) for name in names])
    for row in rows:
        writer.writerow([cell(plain_value(row.get(name))) for name in names])
    return out.getvalue()


def plain_value(value: object) -> str:
    """A value as text: nothing for what is not known, lists joined by `|`, nested records as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, (list, tuple)) and not any(isinstance(v, dict) for v in value):
        return "|".join(plain_value(v) for v in value)
    if isinstance(value, (dict, list, tuple)):
        return visible(json.dumps(value, ensure_ascii=False, default=str))
    return visible(str(value))
