"""A report of which some groups are drawn as columns beside each other on a terminal; elsewhere it is like any other."""

from __future__ import annotations

from dataclasses import dataclass

from ngomap.model.report import Report


# Every generated method costs at each start.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SideBySide(Report):
    """`columns` names the groups that stand beside each other, from left to right, whether or not somebody is in them.

    The value of a finding in them is drawn as so many dots; reasons whose code is in `noted` are written behind its
    name. If `counted`, the head of a column says how many are in it.
    """

    columns: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    counted: bool = True
