"""Needs without offers and offers without needs."""

from __future__ import annotations

from ngomap.analyses.gaps_resources import find_resource_gaps
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Resource
from ngomap.model.report import Report
from ngomap.model.words import RESOURCE_KINDS

ON = "2024-03-31"
ACTORS = [ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("abc", 1)]


def need(id_: int, actor: int, kind: str, **fields: object) -> Resource:
    return Resource(id_, actor, "need", kind, f"Need {id_}", **fields)  # type: ignore[arg-type]


def offer(id_: int, actor: int, kind: str, **fields: object) -> Resource:
    return Resource(id_, actor, "offer", kind, f"Offer {id_}", **fields)  # type: ignore[arg-type]


def gaps(*rows: Resource, **options: object) -> Report:
    return find_resource_gaps(ACTORS, list(rows), **{"on": ON, **options})  # type: ignore[arg-type]


def of(report: Report, group: str) -> list[str]:
    return [f.subject for f in report.findings if f.group == group]


def test_an_empty_map() -> None:
    assert gaps().findings == ()
    assert find_resource_gaps([], [], ON).next


def test_a_need_is_answered_by_anybody_else_with_the_same_kind() -> None:
    report = gaps(need(1, 1, "space"), offer(2, 2, "space"))
    assert of(report, "needs that nobody answers") == []
    assert of(report, "offers that nobody asks for") == []
    assert "space" not in of(report, "kinds that nobody offers")


def test_nobody_answers_their_own_need() -> None:
    report = gaps(need(1, 1, "space"), offer(2, 1, "space"))
    assert of(report, "needs that nobody answers") == ["a/space"]
    assert of(report, "offers that nobody asks for") == ["a/space"]


def test_our_needs_come_first_in_a_list_of_their_own() -> None:
    report = gaps(need(1, 1, "it"), need(2, 2, "it"), us=ACTORS[1])
    assert [(f.group, f.subject, f.value) for f in report.findings][:3] == [
        ("our needs that nobody answers", "b/it", 2),
        ("needs that nobody answers", "a/it", 2),
        ("kinds that nobody offers", "it", 2),
    ]
    assert report.findings[0].label == "Need 2 (IT), B"
    assert report.findings[2].reasons[0].text == "Needed by A and B; nobody has recorded an offer."


def test_the_kind_that_most_are_looking_for_comes_first() -> None:
    report = gaps(need(1, 1, "it"), need(2, 1, "legal"), need(3, 2, "legal"))
    assert of(report, "needs that nobody answers") == ["a/legal", "b/legal", "a/it"]
    assert of(report, "kinds that nobody offers")[:2] == ["legal", "it"]


def test_every_kind_without_an_offer_is_named_once_anything_is_recorded() -> None:
    report = gaps(offer(1, 1, "space"))
    assert sorted(of(report, "kinds that nobody offers")) == sorted(set(RESOURCE_KINDS) - {"space"})


def test_only_what_is_open_on_the_day_counts() -> None:
    wanted = need(1, 1, "space")
    for closed in (
        offer(2, 2, "space", status="closed"), offer(2, 2, "space", until="2024-02"),
        offer(2, 2, "space", since="2024-04"),
    ):  # fmt: skip
        assert of(gaps(wanted, closed), "needs that nobody answers") == ["a/space"]
    for standing in (offer(2, 2, "space", until="2024-03"), offer(2, 2, "space", since="2024-03")):
        assert of(gaps(wanted, standing), "needs that nobody answers") == []
    over = gaps(need(1, 1, "space", until="2024-02"), offer(2, 2, "space"))
    assert of(over, "offers that nobody asks for") == ["b/space"]


def test_what_is_said() -> None:
    report = gaps(need(4, 1, "vehicles", quantity=2.0, unit="vans", until="2024-12"), offer(5, 2, "media"))
    first, *_, last = report.findings
    assert first.reasons[0].text == "A needs it (2 vans) until 2024-12; nobody else offers anything of this kind."
    assert first.reasons[0].evidence == ("resource:4",)
    assert last.reasons[0].text == "Offered by B; nobody else has recorded a need of this kind."
    assert last.value is None


def test_filters_say_whose_needs_are_listed_not_who_answers() -> None:
    report = gaps(need(1, 1, "space"), need(2, 3, "it"), offer(3, 2, "space"), about={1})
    assert of(report, "needs that nobody answers") == []
    assert of(gaps(need(1, 1, "space"), need(2, 3, "it"), about={1}), "needs that nobody answers") == ["a/space"]
