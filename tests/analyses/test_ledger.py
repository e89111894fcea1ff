"""The ledger: balance, what is out and overdue, dependence, currencies apart."""

from __future__ import annotations

from ngomap.analyses.ledger import OVERDUE, find_ledger
from ngomap.model.actors import ActorRef
from ngomap.model.report import Report
from ngomap.model.together import Exchange

ACTORS = {i: ActorRef(i, chr(96 + i), chr(64 + i), "ngo") for i in (1, 2, 3)}


def exchange(id_: int, giver: int, taker: int, mode: str = "given", **known: object) -> Exchange:
    fields = {"worth": None, "currency": None, "on_date": "2026-01-10", "due": None, "returned_on": None} | known
    return Exchange(
        id_, giver, taker, mode, "tools", f"Thing {id_}", None, None, fields["worth"], fields["currency"],  # type: ignore[arg-type]
        str(fields["on_date"]), fields["due"], fields["returned_on"], None, "partners",  # type: ignore[arg-type]
    )  # fmt: skip


def ledger(*rows: Exchange, on: str = "2026-06-01") -> Report:
    return find_ledger(ACTORS[1], ACTORS, rows, on)


def values(report: Report, group: str) -> list[tuple[str, object, str]]:
    return [(f.subject, f.value, f.unit) for f in report.findings if f.group.startswith(group)]


def test_balance_and_dependence_by_number() -> None:
    found = ledger(exchange(1, 2, 1), exchange(2, 2, 1), exchange(3, 1, 2), exchange(4, 3, 1), exchange(5, 2, 3))
    assert values(found, "partners") == [("b", -1, "exchanges"), ("c", -1, "exchanges")]
    assert [(s, round(float(str(v))), u) for s, v, u in values(found, "dependence")] == [("b", 67, "% by number"), ("c", 33, "% by number")]
    assert any("Find another who could give what B gives" in step for step in found.next)


def test_currencies_are_never_added() -> None:
    found = ledger(
        exchange(1, 2, 1, worth=90.0, currency="EUR"), exchange(2, 3, 1, worth=30.0, currency="EUR"),
        exchange(3, 3, 1, worth=900.0, currency="XTS"),
    )  # fmt: skip
    money = [v for v in values(found, "dependence") if v[2] != "% by number"]
    assert money == [("b", 75, "% of EUR"), ("c", 25, "% of EUR"), ("c", 100, "% of XTS")]


def test_a_loan_is_overdue_from_the_day_after_until_it_is_back() -> None:
    loan = exchange(1, 2, 1, "lent", due="2026-03-01", returned_on="2026-04-01")
    assert values(ledger(loan, on="2026-03-01"), OVERDUE) == []
    assert values(ledger(loan, on="2026-03-02"), OVERDUE) == [("b/1", 1, "days late")]
    assert values(ledger(loan, on="2026-04-01"), OVERDUE) == []


def test_what_is_dated_later_is_not_there_yet_and_nothing_says_what_to_do() -> None:
    found = ledger(exchange(1, 2, 1), on="2025-12-31")
    assert found.total == 0
    assert "ngomap exchange record a REF" in found.next[0]
