"""The catalogue of next steps, and which is the smallest."""

from __future__ import annotations

from ngomap.analyses.ladder_evidence import Evidence, Standing, standing
from ngomap.analyses.ladder_steps import HIGHEST, QUIET, catalogue, last_done, next_step, open_step
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import EVENT_RUNG, Event
from ngomap.model.relationships import Tie

ON = "2026-03-31"


def at(level: int, day: str = "2026-03-01", kind: str = "meeting", **tie: object) -> Standing:
    shown = [Evidence(level, day, kind, "Talk", ("event:1",))] if level else []
    return standing(Tie(7, "works-with", 1, 2, "active", **tie), shown, ON)  # type: ignore[arg-type]


def words(now: Standing, status: str = "active", **done: str) -> str:
    step = next_step(now, {k.replace("_", "-"): v for k, v in done.items()}, ON, status)
    assert step is not None
    return step.text()


def test_every_rung_has_steps_from_easy_to_hard_and_each_leads_further() -> None:
    assert set(catalogue()) == {*map(str, range(HIGHEST + 1)), QUIET}
    for rung, steps in catalogue().items():
        assert [s.ease for s in steps] == list(range(1, len(steps) + 1))
        for step in steps:
            assert step.needs and step.kind in EVENT_RUNG
            assert not step.words.endswith(".") and "{" not in step.text() + step.text("Water")
            # No kind of event shows a joint project, and who is there needs none.
            if rung not in (QUIET, "4", "5"):
                assert EVENT_RUNG[step.kind] > int(rung)


def test_the_easiest_that_was_not_done_lately() -> None:
    now = at(2, kind="briefing")
    assert words(now) == "Publicise an event of theirs"
    assert words(now, publicised="2025-10-01") == "Go to one of their events"
    assert words(now, publicised="2025-09-30") == "Publicise an event of theirs"


def test_if_all_was_done_lately_what_was_done_longest_ago() -> None:
    now = at(3, kind="training")
    assert words(now, joint_planning="2026-03-01").startswith("Lay both calendars")
    assert words(at(1), briefing="2026-03-01", informational_meeting="2026-02-01").startswith("Ask for an informational")


def test_what_is_far_enough_is_kept_where_it_is() -> None:
    assert words(at(3, kind="training", wanted=4)).startswith("Lay both calendars")
    assert words(at(3, kind="training", wanted=3)) == "Publicise an event of theirs"
    assert words(at(5, wanted=5)).startswith("Ask them what worked")
    assert next_step(at(0, rung=0, wanted=0), {}, ON) is None


def test_a_silent_tie_is_picked_up_first() -> None:
    thread = "Call them and pick up the thread"
    assert words(at(4, "2025-01-01", rung=4)) == thread
    assert words(at(1), "dormant") == thread
    assert words(at(0, rung=3)) == words(at(0)) == thread
    assert words(at(0, rung=0)) == words(at(0), "wanted") != thread


def test_the_last_day_of_each_kind() -> None:
    rows = [Evidence(1, d, k, "", ()) for d, k in (("2026-01", "call"), ("2026-02-01", "call"), (None, "email"))]
    assert last_done(rows) == last_done(rows[::-1]) == {"call": "2026-02-01"}


def test_what_was_agreed_among_many_is_the_step_of_nobody() -> None:
    refs = [ActorRef(i, f"a{i}", f"A{i}", "ngo" if i < 4 else "person") for i in range(1, 6)]

    def agreed(id_: int, *who: ActorRef, due: str | None = None, done: str | None = None) -> Event:
        return Event(id_, "2026-01-01", "call", f"Call {id_}", None, "Write", due, done, "internal", who)

    late, soon = agreed(1, refs[0], refs[1]), agreed(2, refs[0], refs[1], refs[3], refs[4], due="2026-05-01")
    assert open_step([late, soon], ON) == soon
    assert open_step([agreed(3, *refs[:3])], ON) is None
    assert open_step([agreed(4, refs[0], refs[1], done=ON)], ON) is None
    assert open_step([agreed(4, refs[0], refs[1], done="2026-04-01")], ON) is not None
