"""A stranger on the first of March is a project partner in November: every step a command, the clock set by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run

THEM = "lantern-theatre"


@pytest.fixture
def march(run: Run) -> Run:
    """The map on the first of March: we want to work with a theatre that we have never met."""
    for words in (
        ("init", "--name", "Citizens Fighting Corruption"),
        ("area", "add", "Teshmar", "--level", "city"),
        ("edit", "us", "--issue", "corruption", "--serves", "Teshmar"),
        ("add", "Lantern Theatre", "--issue", "civic-education", "--serves", "Teshmar", "--service", "training"),
        ("person", "add", "Nora Example", "--org", "us", "--position", "on-board-of", "--title", "Treasurer"),
        ("person", "add", "Mbali Example", "--org", THEM, "--title", "Director"),
        ("link", "nora-example", "mbali-example", "--type", "knows", "--since", "2019"),
        ("link", "us", THEM, "--status", "wanted", "--wanted", "5", "--since", "2026-03-01"),
    ):
        assert run(*words).exit_code == 0, words
    return run


def answer(run: Run, *words: str) -> Any:
    ran = run(*words, "--format", "json")
    assert ran.exit_code == 0, (words, ran.stderr)
    return ran.json


def standing(run: Run, day: str) -> tuple[float, str]:
    """The rung that is shown on the day, and what is said of it."""
    report = answer(run, "ladder", THEM, "--as-of", day)
    (now,) = [f for f in report["findings"] if f["group"] == "where it stands"]
    return now["value"], " ".join(r["text"] for r in now["reasons"])


def groups(report: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in report["findings"]:
        found.setdefault(finding["group"], []).append(finding["label"])
    return found


def test_from_a_stranger_to_a_project_partner(march: Run) -> None:
    run = march

    # 1 March: nobody has met them, but somebody of ours knows somebody of theirs.
    assert standing(run, "2026-03-01")[0] == 0
    today = groups(answer(run, "today", "--on", "2026-03-01"))
    assert today["one introduction worth asking for"] == ["Lantern Theatre"]
    assert "overdue" not in today
    way, message = answer(run, "intro", THEM, "--as-of", "2026-03-01", "--draft")["findings"]
    assert way["label"] == "Nora Example and then Mbali Example"
    assert "introduction to Lantern Theatre" in message["reasons"][0]["text"]

    # We ask, and on the 18th the answer is overdue; once it came, nobody is asked a second time.
    answer(run, "log", "nora-example", "--introduces", THEM, "--kind", "call", "--on", "2026-03-02",
           "--next", "Ask how it went", "--due", "2026-03-16")  # fmt: skip
    late = answer(run, "today", "--on", "2026-03-18")
    assert [(f["label"], f["value"]) for f in late["findings"] if f["group"] == "overdue"] == [("Ask how it went", 2)]
    assert "one introduction worth asking for" not in groups(late)
    assert run("today", "--on", "2026-03-18", "--exit-code").exit_code == 1
    answer(run, "done", "1", "--on", "2026-03-18")
    assert run("today", "--on", "2026-03-18", "--exit-code").exit_code == 0
    asked = answer(run, "intro", THEM, "--as-of", "2026-03-19")["findings"][0]
    assert any("already" in r["text"] for r in asked["reasons"])

    # The first meeting: what we do not know is what to ask. It shows sharing.
    brief = answer(run, "brief", THEM, "--as-of", "2026-03-25")
    assert "For whom do you work?" in groups(brief)["questions to ask"]
    answer(run, "log", THEM, "mbali-example", "--kind", "informational-meeting", "--on", "2026-03-26",
           "--outcome", "They want to play about money", "--next", "Send the survey", "--due", "2026-04-10")  # fmt: skip
    answer(run, "link", "us", THEM, "--status", "active", "--rung", "2", "--on", "2026-03-26")
    rung, said = standing(run, "2026-03-27")
    assert (rung, "Send the survey" in said) == (2, True)
    assert standing(run, "2026-03-25")[0] == 0
    answer(run, "done", "2", "--on", "2026-04-08")

    # We go to their opening in May: support. A claim that runs ahead of what happened is named.
    answer(run, "log", THEM, "--kind", "event-attended", "--on", "2026-05-20", "--title", "Opening of the season")
    assert standing(run, "2026-05-21")[0] == 3
    answer(run, "link", "us", THEM, "--rung", "5", "--on", "2026-05-21")
    rung, said = standing(run, "2026-05-22")
    assert (rung, "5 collaboration" in said) == (3, True)
    answer(run, "link", "us", THEM, "--rung", "3", "--on", "2026-05-22")

    # In July we agree who does what: coordination, on the record from that day on.
    answer(run, "agree", THEM, "--point", "division-of-labour", "--state", "agreed", "--on", "2026-07-02",
           "--text", "They play, we check the facts.")  # fmt: skip
    points = answer(run, "agree", THEM, "--as-of", "2026-07-03")
    (share,) = [f for f in points["findings"] if f["group"] == "how far"]
    assert (share["label"], share["value"]) == ("Agreed", 1)
    assert [f["value"] for f in answer(run, "agree", THEM, "--as-of", "2026-07-01")["findings"] if f["group"] == "how far"] == [0]
    assert (standing(run, "2026-07-01")[0], standing(run, "2026-07-03")[0]) == (3, 4)

    # From September on both play on the squares, as one project: collaboration.
    for who in ("us", THEM):
        answer(run, "activity", "add", who, "--issue", "civic-education", "--area", "Teshmar", "--project", "The Golden Stamp",
               "--since", "2026-09-01")  # fmt: skip
    answer(run, "link", "us", THEM, "--rung", "5", "--on", "2026-09-01")
    answer(run, "log", THEM, "--kind", "joint-planning", "--on", "2026-10-28", "--title", "The winter tour")
    rung, said = standing(run, "2026-11-02")
    assert (rung, "joint project The Golden Stamp" in said, "Claimed, shown and wanted" in said) == (5, True, True)
    assert standing(run, "2026-08-31")[0] == 4
    told = answer(run, "ladder", THEM, "--as-of", "2026-11-02")
    days = [f["label"][:10] for f in told["findings"] if f["group"] == "what happened"]
    assert days == sorted(days) and {"2026-03-26", "2026-05-20", "2026-07-02", "2026-10-28"} <= set(days)

    # On a Monday in November nothing presses; by next summer they would have gone quiet.
    assert not {"overdue", "going stale"} & set(groups(answer(run, "today", "--on", "2026-11-02")))
    assert groups(answer(run, "today", "--on", "2027-05-03"))["going stale"] == ["Lantern Theatre"]
