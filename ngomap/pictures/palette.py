"""Colours, shapes and patterns that stay apart for the colour-blind and in black and white print.

The colours are those of M. Okabe and K. Ito (Color Universal Design, 2008), darkened where they must carry text.
"""

from __future__ import annotations

from typing import Final

INK: Final = "#1d2733"
"""Text and outlines."""
QUIET: Final = "#5b6876"
"""Text that steps back; still 4.5 to 1 on paper."""
PAPER: Final = "#ffffff"
LAND: Final = "#f1eee6"
COAST: Final = "#b9b3a3"
UNKNOWN: Final = "#9aa3ad"
"""What is not known, and what belongs to no category shown."""
US: Final = "#111111"
SEVERAL: Final = "#ecdcae"
"""A mark that stands for more than one."""

BLUE: Final = "#0072b2"
ORANGE: Final = "#e69f00"
GREEN: Final = "#009e73"
PINK: Final = "#cc79a7"
SKY: Final = "#56b4e9"
RED: Final = "#d55e00"
YELLOW: Final = "#f0e442"
VIOLET: Final = "#6a51a3"
CATEGORIES: Final = (BLUE, ORANGE, GREEN, PINK, SKY, RED, VIOLET, YELLOW)
"""For up to eight categories; what comes after is UNKNOWN."""
RUNGS: Final = ("#d5dbe1", "#b3cde3", "#8cb3d4", "#5a94c4", "#2b71ad", "#08407e")
"""From aware to collaboration: darker is closer, so that it also reads in grey."""
STANCES: Final = ("#a63603", "#e6822f", "#d0d3d6", "#5aa7c9", "#08519c")
"""From active opponent to active ally."""

BAR: Final = "M-1,-0.4H1V0.4H-1Z"
HEAD: Final = "M0,-1A0.46,0.46,0,1,1,0,-0.08A0.46,0.46,0,1,1,0,-1ZM-0.85,0.95C-0.85,-0.15,0.85,-0.15,0.85,0.95Z"
"""Head and shoulders."""
SHAPES: Final[dict[str, str]] = {
    "ngo": "circle", "cbo": "circle", "coalition": "diamond", "network": "diamond", "government": "square",
    "legislature": "square", "court": "square", "igo": "triangle-up", "donor": "triangle-up", "academia": "triangle-down",
    "media": "triangle-right", "business": "triangle-left", "union": "cross", "faith": "cross", "professional": "cross",
    "other": BAR, "person": HEAD,
}  # fmt: skip
"""A shape for each kind of actor; kinds that are near to each other share one, and words tell them apart."""
