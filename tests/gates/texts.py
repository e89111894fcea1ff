"""Texts that something would obey."""

from __future__ import annotations

from typing import Final

EVIL: Final = (
    "[bold]Amber[/] house", "Basalt [/] house", "[link=http://e.example]Copper[/link]", "Dune \x9b31m house",
    "Ember \u202eesuoh\u2066 house", "=1+Flint", "+Garnet", "-Heath", "@SUM(Indigo)", "</script><script>Jasper",
    "<img src=x onerror=a(1)> Kelp", "'=1+Larch",
)  # fmt: skip
CONTROL: Final = ("Red \x1b[31m house", "Blue \x1b]52,c,http://e.example\x07 house")
