"""Partnerships, coalitions, promises and next steps as a report tells them."""

from __future__ import annotations

from ngomap.analyses.coalition_readiness import find_readiness
from ngomap.analyses.commitment_telling import watch
from ngomap.analyses.ladder import find_ladder
from ngomap.analyses.ladder_evidence import Logbook
from ngomap.analyses.ladder_pairs import Relations
from ngomap.analyses.report_work import (
    Alliance,
    coalitions_section,
    commitments_section,
    next_section,
    partnerships_section,
    public_partners,
)
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.report_document import More, Section, Table
from ngomap.model.together import Commitment, Observation

US, ASH, OAK = (ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(("us", "ash", "oak"), 1))
ON = "2026-06-30"
TIES = [Tie(1, "works-with", 1, 2, "active", rung=4), Tie(2, "works-with", 1, 3, "wanted", wanted=2)]
MET = [Event(1, "2026-06-01", "briefing", "Talk", None, None, None, None, "internal", (US, ASH))]


def words(section: Section) -> str:
    return "\n".join(str(block) for block in section.blocks)


def tables(section: Section) -> list[Table]:
    return [b for b in section.blocks if isinstance(b, Table)]


def test_each_step_of_the_ladder_as_recorded_and_as_shown() -> None:
    pairs = Relations([US, ASH, OAK], TIES, Logbook(MET, on=ON), US).our_pairs
    ladder = find_ladder([US, ASH, OAK], TIES, MET, ON, US, whole=False)
    inside = partnerships_section(pairs, ladder, True, US)
    rows = {row[0]: row[2:4] for row in tables(inside)[0].rows}
    # Ash: coordination is recorded, a briefing shows sharing.
    assert rows["4 coordination"] == ("1", "0") and rows["2 sharing"] == ("0", "1")
    assert [row[0] for row in tables(inside)[1].rows] == ["Ash", "Oak"]
    partners = partnerships_section(pairs, ladder, False, US)
    assert len(tables(partners)) == 1 and len(tables(partners)[0].columns) == 4 and "briefing" not in words(partners).casefold()
    public = public_partners(pairs, US, "why")
    assert "Us works with Ash." in words(public) and "Oak" not in words(public) and not tables(public)


def test_a_coalition_with_and_without_what_its_members_agreed() -> None:
    ready = find_readiness(OAK, None, {1: US}, [], [], [], [], ON)
    told = coalitions_section([Alliance(OAK, [US], ["Health"], "A law.", "Hall", ready)], US)
    assert tables(told)[0].rows == (("Oak", "Health", "A law (of Hall)", "1", "0 of 5", "not known"),)
    public = coalitions_section([Alliance(OAK, [US], ["Health"], "", "", None)], US, meetings=False)
    assert tables(public)[0].rows == (("Oak", "Health", "not recorded", "1"),)


def test_promises_stand_with_their_state_and_why() -> None:
    plan = Commitment(1, "", "plan", 7, None, "A plan.", None, None, "2026-01-10", "2026-05-01", None, "public")
    seen = [Observation(4, "", 1, 8, "2026-05-02", "no-progress", None, None, "public")]
    (row,) = tables(commitments_section(watch([plan], seen, ON), {7: "Hall"}, ON))[0].rows
    assert row[:4] == ("A plan", "Hall", "1 May 2026", "late") and "2 May 2026: no progress" in row[4]
    assert not tables(commitments_section([], {}, ON))


def test_readers_without_the_page_of_the_day_get_what_the_report_asks_for() -> None:
    section = next_section(None, ["Look there."])
    assert "Look there." in words(section) and "for ourselves" in words(section)
    assert not [b for b in section.blocks if isinstance(b, More)]
    assert "Nothing is due" in words(next_section(None, []))
