"""Actors and ties of a file in the map: batches, keys, ties, people, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ngomap.importers.grid import Row
from ngomap.importers.records import ActorRow, Network, Said, TieRow
from ngomap.intake import network
from ngomap.intake.network import take_network
from ngomap.intake.wishes import Taken, Wishes
from ngomap.model.answers import Rejected
from ngomap.store.connection import Map
from ngomap.store.writing import mark_change, write


def said(line: int, *what: ActorRow | TieRow) -> Said:
    actors = tuple(w for w in what if isinstance(w, ActorRow))
    return Said(Row(line, (f"cell {line}",)), actors, tuple(w for w in what if isinstance(w, TieRow)))


def org(name: str, key: str = "", **facts: object) -> ActorRow:
    return ActorRow(name, facts, key=key)


def take(map_: Map, *rows: Said | Rejected, **wishes: Any) -> Taken:
    with write(map_):
        mark_change(map_, "import", "x")
        return take_network(map_, Network(iter(rows), headers={"": ("name",)}), Wishes("x", **wishes))


def counts(taken: Taken) -> tuple[int, int, int, int]:
    return taken.added, taken.changed, taken.unchanged, len(taken.rejected)


def rows(map_: Map, sql: str) -> list[tuple[Any, ...]]:
    return map_.connection.execute(sql).fetchall()


NAMES = ("Alder", "Birch", "Cedar", "Doum", "Elm", "Fir", "Ginkgo")
TIES = "SELECT from_name, type, to_name, rung, since, amount, status FROM ties ORDER BY id"


def test_ties_find_their_ends_wherever_they_stand(empty_map: Map) -> None:
    tie = TieRow("funds", "b", "a", {"amount": 5.0, "since": "2020"})
    file = (said(2, tie), said(3, org("Alpha", "a")), said(4, org("Beta", "b", kind="donor")))
    assert counts(take(empty_map, *file)) == (3, 0, 0, 0)
    assert rows(empty_map, TIES) == [("Beta", "funds", "Alpha", None, "2020", 5.0, "active")]
    assert counts(take(empty_map, *file)) == (0, 0, 3, 0)


def test_the_size_of_batches_decides_nothing(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    def file() -> Iterator[Said]:
        for n in range(7):
            yield said(2 * n + 2, org(NAMES[n], f"k{n % 5}", phone=str(n)))
            yield said(2 * n + 3, TieRow("works-with", f"k{n % 5}", f"k{(n + 3) % 5}", {"rung": n % 6}))

    monkeypatch.setattr(network, "BATCH", 3)
    take(empty_map, *file())
    first = rows(empty_map, TIES)
    assert len(rows(empty_map, "SELECT 1 FROM actors")) == 5
    assert counts(take(empty_map, *file())) == (0, 0, 14, 0)
    assert rows(empty_map, TIES) == first


def test_a_tie_to_nobody_is_rejected_with_its_line(empty_map: Map) -> None:
    taken = take(empty_map, said(2, org("Alpha", "a")), said(3, TieRow("knows", "a", "nobody")))
    assert counts(taken) == (1, 0, 0, 1)
    assert (taken.rejected[0].line, taken.rejected[0].row) == (3, {"name": "cell 3"})
    assert "'nobody'" in taken.rejected[0].reason


@pytest.mark.parametrize(
    ("tie", "reason"),
    [
        (TieRow("works-for", "a", "b"), "cannot stand in 'works-for'"),
        (TieRow("funds", "a", "c"), "nobody is tied to itself"),
        (TieRow("befriends", "a", "b"), "'befriends' is not known"),
    ],
)
def test_a_tie_that_cannot_be_is_rejected(empty_map: Map, tie: TieRow, reason: str) -> None:
    file = (said(2, org("Alpha", "a")), said(3, org("Beta", "b")), said(4, org("ALPHA", "c")), said(5, tie))
    taken = take(empty_map, *file)
    assert [r.line for r in taken.rejected] == [5]
    assert reason in taken.rejected[0].reason
    assert rows(empty_map, TIES) == []


def test_a_tie_of_the_map_is_filled_and_corrected(empty_map: Map) -> None:
    ends = (said(2, org("Alpha", "a")), said(3, org("Beta", "b")))
    take(empty_map, *ends, said(4, TieRow("works-with", "b", "a", {"rung": 2})))
    taken = take(empty_map, *ends, said(4, TieRow("works-with", "a", "b", {"rung": 3, "since": "2021-05"})))
    assert counts(taken) == (0, 1, 2, 0)
    assert rows(empty_map, TIES) == [("Alpha", "works-with", "Beta", 3, "2021-05", None, "active")]
    # A row that does not say since when means the one that is there.
    assert counts(take(empty_map, *ends, said(4, TieRow("works-with", "a", "b", {"rung": 3})))) == (0, 0, 3, 0)


def test_two_grants_of_one_day_to_one_organization_under_two_names_are_two(empty_map: Map) -> None:
    file = (
        said(2, org("Donor Fund", "d"), org("Hill School", "h"), TieRow("funds", "d", "h", {"amount": 5.0})),
        said(3, org("Hill School (HS)", "hs"), TieRow("funds", "d", "hs", {"amount": 7.0})),
        said(4, TieRow("funds", "d", "hs", {"amount": 9.0, "since": "2020"})),
    )
    assert counts(take(empty_map, *file)) == (3, 0, 0, 0)
    assert len(rows(empty_map, "SELECT 1 FROM actors")) == 2
    assert sorted(r[5] for r in rows(empty_map, TIES)) == [5.0, 7.0, 9.0]
    assert counts(take(empty_map, *file)) == (0, 0, 3, 0)


def test_people_and_organizations_of_one_name_are_two(empty_map: Map) -> None:
    file = (said(2, org("Rosa Linden", "p", kind="person")), said(3, org("Rosa Linden", "o", kind="ngo")))
    assert take(empty_map, *file).stored == {"people": 1, "organizations": 1}
    assert rows(empty_map, "SELECT kind, audience FROM actors ORDER BY kind") == [("ngo", "public"), ("person", "internal")]
    assert counts(take(empty_map, *file)) == (0, 0, 2, 0)


def test_rows_of_one_key_are_one_actor_and_later_ones_only_fill_in(
    empty_map: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "BATCH", 1)
    file = (said(2, org("Alpha", "a", phone="1")), said(3, org("", "a", phone="2", email="a@b.example")))
    take(empty_map, *file)
    assert rows(empty_map, "SELECT name, phone, email FROM actors") == [("Alpha", "1", "a@b.example")]
    assert rows(empty_map, "SELECT alias FROM aliases") == []
    assert counts(take(empty_map, *file)) == (0, 0, 2, 0)


def test_a_word_of_any_vocabulary_is_a_term_or_a_remark(empty_map: Map) -> None:
    row = ActorRow("Alpha", {"notes": "First."}, terms=(("any", "health"), ("any", "kite flying")), remarks=("Tier: 2",))
    take(empty_map, said(2, row))
    assert rows(empty_map, "SELECT notes FROM actors") == [("First.\nTier: 2\nAlso: kite flying",)]
    assert rows(empty_map, "SELECT t.slug FROM actor_terms JOIN terms t ON t.id = term_id") == [("health",)]


def test_a_surely_alike_name_is_an_alias_and_a_doubtful_one_is_kept_for_a_person(empty_map: Map) -> None:
    take(empty_map, said(2, org("Danish Refugee Council")), said(3, org("Hope for Children Foundation")))
    taken = take(empty_map, said(2, org("Danish Refugee Council (DRC)")), said(3, org("Hope for Children Fund")))
    assert (taken.added, taken.changed) == (1, 1)
    assert rows(empty_map, "SELECT alias FROM aliases") == [("Danish Refugee Council (DRC)",)]
    pairs = rows(empty_map, "SELECT a.name, b.name FROM match_pairs JOIN actors a ON a.id = a_id JOIN actors b ON b.id = b_id")
    assert pairs == [("Hope for Children Foundation", "Hope for Children Fund")]
    assert any("spelt differently" in n for n in taken.notes)
    assert any("ngomap dedupe" in n for n in taken.notes)


def test_numbers_of_one_register_are_never_one_but_a_register_knows_whom_the_map_has_from_elsewhere(empty_map: Map) -> None:
    def numbered(line: int, name: str, number: str) -> Said:
        return said(line, ActorRow(name, {}, identifiers=(("US-EIN", number),)))

    take(empty_map, said(2, org("Danish Refugee Council")))
    file = (
        numbered(2, "Danish Refugee Council (DRC)", "1"), numbered(3, "Hope for Children Inc", "2"),
        numbered(4, "Hope for Children", "3"),
    )  # fmt: skip
    assert counts(take(empty_map, *file)) == (2, 1, 0, 0)
    assert len(rows(empty_map, "SELECT 1 FROM actors")) == 3
    assert counts(take(empty_map, *file)) == (0, 0, 3, 0)


def test_rejected_rows_are_counted_and_come_in_the_order_of_the_file(empty_map: Map) -> None:
    taken = take(empty_map, said(2, org("???")), Rejected(3, "no", {}), said(4, org("Alpha")))
    assert counts(taken) == (1, 0, 0, 2)
    assert [r.line for r in taken.rejected] == [2, 3]
