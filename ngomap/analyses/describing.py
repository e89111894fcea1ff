"""Cells and names as a coordinator would say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from ngomap.analyses.footprints import Cell
from ngomap.model.words import Area, Term

FEW = 3
PLURALS = {
    "country": "countries", "region": "regions", "province": "provinces", "district": "districts", "city": "cities",
    "municipality": "municipalities", "village": "villages",
}  # fmt: skip


def some(names: Sequence[str], most: int = FEW, more: str = "more") -> str:
    """The first few names, and how many more there are.

    >>> some(["A", "B"]), some(["A", "B", "C", "D", "E"], 3)
    ('A and B', 'A, B, C and 2 more')
    """
    if len(names) == most + 1:
        most += 1
    parts = list(names[:most])
    if len(names) > most:
        parts.append(f"{len(names) - most} {more}")
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def percent(share: float) -> str:
    """A share as whole per cent; only what is whole or nothing says so.

    >>> percent(0.305), percent(0.999), percent(0.001), percent(1)
    ('31 %', '99 %', '1 %', '100 %')
    """
    rounded = int(100 * share + 0.5)
    return f"{rounded if share in (0, 1) else min(max(rounded, 1), 99)} %"


def count(n: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "pair"), count(2, "pair")
    ('1 pair', '2 pairs')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


class Gazetteer:
    """The names of terms and areas, to describe cells with."""

    def __init__(self, terms: Iterable[Term], areas: Iterable[Area]) -> None:
        self.terms = {t.id: t for t in terms}
        self.areas = {a.id: a for a in areas}

    def term_names(self, ids: Iterable[int]) -> list[str]:
        """The names of terms, in the order of their slugs."""
        return [t.name for t in sorted((self.terms[i] for i in set(ids)), key=lambda t: (t.slug, t.vocabulary))]

    def area_names(self, ids: Iterable[int]) -> list[str]:
        """The names of areas, in the order of their handles."""
        return [a.name for a in sorted((self.areas[i] for i in set(ids)), key=lambda a: a.handle)]

    def issues(self, cells: Collection[Cell]) -> str:
        """What the cells are about, the most frequent first: `Health (12) and Nutrition (3)`."""
        counts = Counter(term for term, _, _ in cells)
        ranked = sorted(counts, key=lambda i: (-counts[i], self.terms[i].slug))
        if len(ranked) == 1:
            return self.terms[ranked[0]].name
        return some([f"{self.terms[i].name} ({counts[i]})" for i in ranked])

    def populations(self, cells: Collection[Cell]) -> str:
        """For whom, where it is stated: ` for Children and Women`."""
        stated = [p for _, _, p in cells if p is not None]
        return " for " + some(self.term_names(stated)) if stated else ""

    def places(self, area_ids: Iterable[int]) -> str:
        """Where: the names of a few areas, or how many there are and in which wider areas most of them lie.

        >>> districts = [Area(i, f"d{i}", f"D{i}", "district", parent=1) for i in range(2, 8)]
        >>> where = Gazetteer([], [Area(1, "n", "North", "province"), *districts])
        >>> where.places([2, 3]), where.places(range(2, 8))
        ('D2 and D3', '6 districts of North')
        """
        ids = set(area_ids)
        if len(ids) <= FEW + 1:
            return some(self.area_names(ids))
        levels = {self.areas[i].level for i in ids}
        word = PLURALS.get(levels.pop() or "", "areas") if len(levels) == 1 else "areas"
        wider = Counter(self.areas[i].parent for i in ids)
        known = sorted(
            ((n, self.areas[p]) for p, n in wider.items() if p is not None and p in self.areas),
            key=lambda item: (-item[0], item[1].handle),
        )
        if len(wider) == 1 and known:
            return f"{len(ids)} {word} of {known[0][1].name}"
        if len(known) == len(wider) and known[0][0] > 1:
            return f"{len(ids)} {word}, the most in " + self._counted(known)
        return f"{len(ids)} {word}, among them " + some(self.area_names(ids)[:FEW])

    def main_place(self, area_ids: Iterable[int]) -> str:
        """One or two areas by name; of more, the wider area where most of them lie."""
        ids = set(area_ids)
        if len(ids) < FEW:
            return some(self.area_names(ids))
        wider = [(self.areas[i].parent, i) for i in ids]
        counts = Counter(parent if parent in self.areas else i for parent, i in wider)
        return self.areas[min(counts, key=lambda i: (-counts[i], self.areas[i].handle))].name

    def _counted(self, wider: list[tuple[int, Area]]) -> str:
        return some([f"{area.name} ({n})" for n, area in wider[:FEW]])

    def work(self, cells: Collection[Cell]) -> str:
        """The cells in words: `Health (12) and Nutrition (3), in 12 districts of North`."""
        return f"{self.issues(cells)}{self.populations(cells)}, in {self.places(area for _, area, _ in cells)}"
