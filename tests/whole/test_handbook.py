"""The handbook's case, from the first contact to a monitored plan against corruption: every step a command, every answer
worked out by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

OFFICE, PARTNERS = "procurement-office", ("clinic-on-wheels", "bright-slate", "roof-and-hearth")


@pytest.fixture
def begun(run: Run) -> Run:
    """Who is in Teshmar when Citizens Fighting Corruption begins."""
    money = ("--currency", "EUR")
    for words in (
        ("init", "--name", "Citizens Fighting Corruption"),
        ("area", "add", "Teshmar", "--level", "city"),
        ("edit", "us", "--issue", "corruption", "--issue", "procurement", "--serves", "Teshmar", "--level", "local",
         "--founded", "2023-03-18", "--budget", "60000", *money, "--id", "XX-REG:7"),
        ("add", "Lantern Theatre", "--issue", "civic-education", "--serves", "Teshmar", "--service", "street-theatre"),
        ("add", "Clinic on Wheels", "--issue", "procurement", "--serves", "Teshmar", "--population", "women",
         "--level", "regional", "--sector", "health"),
        ("add", "Bright Slate", "--issue", "procurement", "--serves", "Teshmar", "--population", "children", "--level", "regional"),
        ("add", "Roof and Hearth", "--issue", "procurement", "--serves", "Teshmar", "--population", "people-in-poverty",
         "--level", "national", "--budget", "900000", *money, "--id", "XX-REG:9"),
        ("add", "Builders League", "--kind", "business", "--issue", "procurement"),
        ("add", "Procurement Office", "--kind", "government", "--serves", "Teshmar"),
        ("add", "Civic Fund", "--kind", "donor"),
        ("stance", "builders-league", "-2", "--issue", "procurement", "--on", "2026-01-05"),
    ):  # fmt: skip
        assert run(*words).exit_code == 0, words
    return run


def answer(run: Run, *words: str) -> Any:
    ran = run(*words, "--format", "json")
    assert ran.exit_code == 0, (words, ran.stderr)
    return ran.json


def group(report: Any, name: str) -> list[tuple[str, Any]]:
    return [(f["label"], f["value"]) for f in report["findings"] if f["group"] == name]


def status(run: Run, day: str) -> str:
    (record,) = answer(run, "commitment", "list", "--as-of", day)["records"]
    return str(record["status"])


def test_from_the_first_contact_to_a_monitored_plan(begun: Run, tmp_path: Path) -> None:
    run = begun

    # A first meeting with the arts group, street theatre together, and what came of it.
    answer(run, "log", "lantern-theatre", "--kind", "informational-meeting", "--on", "2026-01-10")
    answer(run, "link", "us", "lantern-theatre", "--rung", "2", "--on", "2026-01-10")
    answer(run, "project", "add", "The Golden Stamp", "--lead", "lantern-theatre", "--with", "us", "--issue", "corruption",
           "--area", "Teshmar", "--population", "low-literacy-adults", "--since", "2026-02-01", "--status", "running")  # fmt: skip
    ladder = answer(run, "ladder", "lantern-theatre", "--as-of", "2026-03-01")
    assert group(ladder, "where it stands") == [("Lantern Theatre", 5)]
    answer(run, "project", "close", "the-golden-stamp", "--on", "2026-05-31")
    said = answer(run, "project", "assess", "the-golden-stamp", "--of", "lantern-theatre", "--worked", "Full squares",
                  "--failed", "Rain", "--benefit", "4", "--again", "yes", "--on", "2026-06-05")  # fmt: skip
    assert "ngomap trust" in " ".join(said["notes"])

    # A coalition on the procurement office with health, education and housing; the builders are against it.
    for partner in PARTNERS:
        answer(run, "log", partner, "--kind", "briefing", "--on", "2026-06-01")
        answer(run, "link", "us", partner, "--rung", "2", "--on", "2026-06-01")
    plan = answer(run, "coalition", "plan", "--issue", "procurement", "--target", OFFICE, "--as-of", "2026-06-10")
    # Areas 1 of 1 and levels 1 of 3 are ours; the clinic adds health, women, regional; the others one population each.
    chosen = dict(group(plan, "members, in the order of what they add"))
    assert set(chosen) == {"Citizens Fighting Corruption", "Clinic on Wheels", "Bright Slate", "Roof and Hearth"}
    assert sum(chosen.values()) == pytest.approx(100)
    members = [word for who in ("us", *PARTNERS) for word in ("--member", who)]
    answer(run, "coalition", "add", "Open Tenders", "--issue", "procurement", "--objective", "An anti-corruption plan",
           "--target", OFFICE, "--ask", "Publish every contract", "--since", "2026-06-15", *members)  # fmt: skip
    answer(run, "agree", "open-tenders", "--point", "shared-commitment", "--state", "agreed", "--text", "One voice",
           "--on", "2026-06-20")  # fmt: skip
    ready = answer(run, "coalition", "readiness", "open-tenders", "--as-of", "2026-07-01")
    assert [value for _, value in group(ready, "how ready")] == [1]
    assert [label for label, _ in group(ready, "agenda for the next meeting")] == ["Roles", "Decision making", "Transparency", "Conflicts"]
    voice = answer(run, "coalition", "voice", "open-tenders", "--as-of", "2026-07-01")
    assert dict(group(voice, "behind it"))["Organizations"] == 4

    # The office adopts the plan; we watch whether it keeps it.
    added = answer(run, "commitment", "add", "Every contract stands in a public register", "--by", OFFICE, "--to", "open-tenders",
                   "--issue", "procurement", "--on", "2026-07-15", "--due", "2026-10-01", "--audience", "public")  # fmt: skip
    promise = added["record"]["handle"]
    answer(run, "commitment", "monitor", "us", "--training", "Two days at the contract reader", "--impartiality",
           "Bids for no contract", "--audience", "public")  # fmt: skip
    for finding, day in (("kept", "2026-10-20"), ("progress", "2026-09-01")):
        answer(run, "commitment", "observe", promise, "--finding", finding, "--by", "us", "--on", day, "--audience", "public")
    days = ("2026-07-20", "2026-09-02", "2026-10-02", "2026-10-21")
    assert [status(run, day).replace("_", " ") for day in days] == ["promised", "in progress", "late", "kept (late)"]
    assert group(answer(run, "today", "--on", "2026-10-05"), "promised to be kept by now") != []
    file = tmp_path / "promises.md"
    assert run("commitment", "report", "--to", str(file), "--as-of", "2026-11-02").exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert "Every contract stands in a public register" in text and "Two days at the contract reader" in text

    # We teach its new procedures to others and go on watching: both sorts of work are told.
    answer(run, "link", "us", OFFICE, "--type", "monitors", "--since", "2026-07-15")
    answer(run, "approach", OFFICE, "cooperative", "--issue", "procurement", "--on", "2026-10-25", "--note", "We teach its procedures")
    balance = answer(run, "balance", "--as-of", "2026-11-01")
    assert group(balance, "our work with each office") == [("Procurement Office", 3)]
    assert group(balance, "all of one sort") == []
    answer(run, "offer", "us", "Training on the new contracting procedures", "--kind", "training", "--quantity", "20", "--unit", "places")
    answer(run, "need", "clinic-on-wheels", "Somebody to explain the contracting procedures", "--kind", "training",
           "--quantity", "5", "--unit", "places")  # fmt: skip
    (match,) = group(answer(run, "match", "--as-of", "2026-11-02"), "matches")
    assert match[0].startswith("Citizens Fighting Corruption to Clinic on Wheels")
    answer(run, "exchange", "record", "us", "clinic-on-wheels", "--offer", "1", "--need", "2", "--quantity", "5", "--unit", "places",
           "--given", "--on", "2026-11-20")  # fmt: skip
    ledger = answer(run, "exchange", "ledger", "--as-of", "2026-11-21")
    assert any(label == "Clinic on Wheels" and value == 1 for label, value in
               ((f["label"], f["value"]) for f in ledger["findings"]))  # fmt: skip

    # Alone we do not qualify for the grant; with the established partner we do.
    answer(run, "grant", "add", "Open Cities", "--funder", "civic-fund", "--budget", "500000", "--currency", "EUR", "--registered",
           "--partners", "2", "--deadline", "2026-12-15")  # fmt: skip
    eligible = answer(run, "grant", "eligible", "open-cities", "--as-of", "2026-11-02")
    assert [label for label, _ in group(eligible, "with one of these it would")] == ["Roof and Hearth"]
