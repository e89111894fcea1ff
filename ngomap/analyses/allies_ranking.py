"""From factors to a score: the weights, the map's medians for what is not known, and a sum that comes out exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median_low
from typing import Final

from ngomap.analyses.allies_tree import WHOLE
from ngomap.errors import InvalidValue

Values = Mapping[str, int | None]
"""Factor to thousandths; None is not known."""

PURPOSES: Final = ("coalition", "project", "information", "protection", "capacity")

# How much each factor weighs: without a purpose, then for each purpose. Every column sums to 100. A coalition needs
# people who want the same and count; a project, complements that trust each other; information comes from those who
# know the issue, wherever they are; protection from those who stand firm and carry weight; capacity from those who
# have what we lack and want something that we have.
WEIGHTS: Final[dict[str, tuple[float, ...]]] = {
    "issue":      (20, 20, 15, 25, 10, 10),
    "stance":     (15, 20, 10, 5, 20, 5),
    "common":     (10, 10, 10, 10, 5, 5),
    "they-bring": (8, 5, 15, 15, 5, 25),
    "we-bring":   (5, 5, 10, 5, 5, 15),
    "reach":      (12, 10, 10, 15, 15, 10),
    "trust":      (10, 10, 15, 10, 15, 10),
    "proximity":  (5, 3, 8, 2, 0, 5),
    "capacity":   (5, 5, 4, 5, 5, 10),
    "influence":  (7, 9, 0, 3, 17, 2),
    "closeness":  (3, 3, 3, 5, 3, 3),
}  # fmt: skip
MAX_WEIGHT: Final = 1000.0
WEIGHT_DECIMALS: Final = 6


def weights_for(purpose: str | None, chosen: Mapping[str, float] | None = None) -> dict[str, Decimal]:
    """The weight of every factor for a purpose. `chosen` are those set in the map: `stance` for every purpose,
    `coalition.stance` for one.

    Raises InvalidValue for a purpose or factor that is not known, a weight below 0 or above 1000, or none above 0.

    >>> weights_for("protection", {"proximity": 2.5})["proximity"]
    Decimal('2.5')
    """
    if purpose is not None and purpose not in PURPOSES:
        raise InvalidValue(f"for: {purpose!r} is not known.", f"One of: {', '.join(PURPOSES)}.")
    column = 0 if purpose is None else 1 + PURPOSES.index(purpose)
    found = {factor: row[column] for factor, row in WEIGHTS.items()}
    for prefix in ("", f"{purpose}."):
        found |= {f: chosen[prefix + f] for f in WEIGHTS if chosen and prefix + f in chosen}
    for name in chosen or ():
        start, _, factor = name.rpartition(".")
        if factor not in WEIGHTS or start not in ("", *PURPOSES):
            raise InvalidValue(f"weights.allies.{name}: there is no such factor.", f"Factors: {', '.join(WEIGHTS)}.")
    for factor, weight in found.items():
        if not math.isfinite(weight) or not 0 <= weight <= MAX_WEIGHT:
            raise InvalidValue(f"weights.allies.{factor}: {weight} is out of range.", "It must lie between 0 and 1000.")
    found = {factor: round(weight, WEIGHT_DECIMALS) for factor, weight in found.items()}
    if not any(found.values()):
        raise InvalidValue("weights.allies: every weight is 0.", "At least one factor must weigh something.")
    return {factor: Decimal(str(weight)) for factor, weight in found.items()}


@dataclass(frozen=True, slots=True)
class Scale:
    """What turns factors into a score: the weights, the map's median of each factor that is known of anybody, and which
    factors take part.

    A factor that is known of nobody has no median and takes no part: it could not tell one actor from another.
    """

    weights: Mapping[str, Decimal]
    medians: Mapping[str, int]
    counted: tuple[str, ...]

    @property
    def left_out(self) -> list[str]:
        """The factors that weigh something but are known of nobody, the heaviest first."""
        missing = [f for f, weight in self.weights.items() if weight and f not in self.medians]
        return sorted(missing, key=lambda f: -self.weights[f])

    @property
    def total(self) -> Decimal:
        """The sum of the weights that take part."""
        return sum((self.weights[f] for f in self.counted), Decimal(0))

    def share(self, factor: str, values: Values) -> Decimal:
        """The factor as it counts, 0 to 1: as it is known, or else the median."""
        known = values.get(factor)
        return Decimal(self.medians[factor] if known is None else known) / WHOLE

    def points(self, values: Values) -> Decimal:
        """The sum of weight x value; exact, because both are decimal fractions."""
        return sum((self.weights[f] * self.share(f, values) for f in self.counted), Decimal(0))

    def score(self, points: Decimal) -> float | None:
        """The weighted mean, 0 to 1; None if no factor takes part."""
        total = self.total
        return float(Fraction(points) / Fraction(total)) if total else None


def scale_of(weights: Mapping[str, Decimal], everyone: Iterable[Values]) -> Scale:
    """The scale of a map. The median of an even number is the lower of the two in the middle, so that it is somebody's;
    an actor of whom a factor is not known does not move it.

    >>> scale_of({"trust": Decimal(10)}, [{"trust": 200}, {"trust": None}, {"trust": 800}]).medians
    {'trust': 200}
    """
    known: dict[str, list[int]] = {factor: [] for factor in weights}
    for values in everyone:
        for factor in weights:
            value = values.get(factor)
            if value is not None:
                known[factor].append(value)
    medians = {factor: median_low(values) for factor, values in known.items() if values}
    return Scale(weights, medians, tuple(f for f, weight in weights.items() if weight and f in medians))


def plain(number: Decimal) -> str:
    """The number as one writes it: no exponent, no zeros at the end.

    >>> plain(Decimal("20.0")), plain(Decimal("0.750")), plain(Decimal("1E+2"))
    ('20', '0.75', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
