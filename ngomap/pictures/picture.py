"""A drawing, together with what must go with it wherever it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from ngomap.model.text import visible
from ngomap.pictures.palette import INK, PAPER, QUIET

Row = Mapping[str, object]
FONT = "Liberation Sans, DejaVu Sans, Noto Sans, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as a Vega-Lite specification that holds its data, and the same in words: `rows` of text under `columns`.

    `notes` say what to keep in mind, `footer` the day, the source and the audience.
    """

    title: str
    spec: dict[str, object]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footer: str
    notes: tuple[str, ...] = ()


def drawn(
    chart: alt.LayerChart | alt.Chart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart,
    data: Mapping[str, Sequence[Row]],
    title: str,
    subtitle: Sequence[str],
    footer: str,
) -> dict[str, object]:
    """The specification of a chart that names its data (`alt.NamedData`), with the rows put in, a title above it and, as
    the last line under the title, the footer: it stays with the picture when that is cut out and mailed.

    Characters that cannot be seen or turn the direction of the text are shown as what they are.
    """
    said = [visible(line) for line in (*subtitle, footer) if line]
    titled = chart.properties(
        title=alt.TitleParams(
            visible(title), subtitle=said, anchor="start", offset=14, color=INK, subtitleColor=QUIET, fontSize=18,
            subtitleFontSize=12, subtitlePadding=6, frame="bounds", font=FONT, subtitleFont=FONT, fontWeight=600,
        )
    )  # fmt: skip
    spec: dict[str, object] = titled.to_dict(validate=False)
    spec["datasets"] = {name: [_clean(row) for row in rows] for name, rows in data.items()}
    spec["background"] = PAPER
    spec["padding"] = 16
    spec["config"] = CONFIG
    return spec


def _clean(row: Row) -> dict[str, object]:
    return {name: visible(value) if isinstance(value, str) else value for name, value in row.items()}


_TEXT = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
CONFIG: dict[str, object] = {
    "font": FONT,
    "view": {"stroke": None},
    "text": {"font": FONT, "fontSize": 11, "color": INK},
    "axis": {**_TEXT, "gridColor": "#e6e9ec", "domainColor": "#c3c9cf", "tickColor": "#c3c9cf", "labelLimit": 240},
    "legend": {**_TEXT, "labelLimit": 240, "symbolSize": 110, "rowPadding": 4, "titlePadding": 6},
    "header": {**_TEXT, "labelLimit": 300},
}
"""How every picture looks, unless it says otherwise."""
