"""Gaps of the network on graphs small enough to draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ngomap.analyses.gaps_network import find_network_gaps
from ngomap.graph.alliance import alliance_graph
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.words import Term

ON = "2024-03-31"
TERMS = [
    Term(1, "issue", "health", "Health"), Term(2, "issue", "nursing", "Nursing", parent=1),
    Term(3, "sector", "arts", "Arts"), Term(4, "sector", "law", "Law"),
]  # fmt: skip


def people(names: str, levels: Mapping[str, str] | None = None) -> list[ActorRef]:
    return [ActorRef(ord(n) - 96, n, n.upper(), "ngo", (levels or {}).get(n)) for n in names]


def ties(*pairs: str, status: str = "active") -> list[Tie]:
    return [Tie(n, "works-with", ord(a) - 96, ord(b) - 96, status) for n, (a, b) in enumerate(pairs, 1)]


def gaps(
    actors: list[ActorRef],
    rows: Iterable[Tie] = (),
    issues: Mapping[str, Iterable[int]] | None = None,
    sectors: Mapping[str, Iterable[int]] | None = None,
    **options: object,
) -> Report:
    issues_of = {ord(n) - 96: set(t) for n, t in (issues or {}).items()}
    sectors_of = {ord(n) - 96: set(t) for n, t in (sectors or {}).items()}
    graph = alliance_graph(actors, rows, ON)
    return find_network_gaps(graph, actors, issues_of, sectors_of, TERMS, ON, **options)  # type: ignore[arg-type]


def found(report: Report) -> list[tuple[str, str, float | int | None]]:
    return [(f.group, f.subject, f.value) for f in report.findings]


def test_an_empty_map_and_a_single_actor() -> None:
    assert gaps([]).findings == ()
    assert gaps([]).next
    assert found(gaps(people("a"))) == [("nobody is tied to them", "a", 0)]


def test_isolated_actors_come_with_how_many_share_their_issues() -> None:
    report = gaps(people("abcd"), ties("cd"), {"a": [1], "b": [1], "c": [1]})
    assert found(report)[:2] == [("nobody is tied to them", "a", 2), ("nobody is tied to them", "b", 2)]
    assert report.findings[0].reasons[0].text == "No tie is recorded. It works on the same issues as B and C."
    assert report.findings[0].reasons[0].evidence == ("actor:1", "actor:2", "actor:3")


def test_many_who_share_an_issue_are_counted_not_listed() -> None:
    names = "abcdefgh"
    report = gaps(people(names), issues={n: [1] for n in names})
    text = "No tie is recorded. It works on the same issues as A, B, C and 4 more."
    assert [f.reasons[0].text for f in report.findings if f.subject == "h"] == [text]


def test_a_map_without_ties_says_that_it_is_about_what_was_entered() -> None:
    assert "No ties are recorded" in gaps(people("ab")).caveats[0]
    assert "No ties are recorded" not in gaps(people("ab"), ties("ab")).caveats[0]


def test_two_components() -> None:
    report = gaps(people("abcde"), ties("ab", "bc", "de"))
    assert ("separate from the others", "d/e", 2) in found(report)
    (finding,) = [f for f in report.findings if f.group == "separate from the others"]
    assert finding.label == "D and E"
    assert finding.reasons[0].evidence == ("actor:4", "actor:5", "tie:3")


def test_of_equal_components_ours_is_the_one_to_be_separate_from() -> None:
    actors, rows = people("abcd"), ties("ab", "cd")
    assert ("separate from the others", "c/d", 2) in found(gaps(actors, rows))
    assert ("separate from the others", "a/b", 2) in found(gaps(actors, rows, us=actors[3]))


def test_a_path_hangs_on_its_middle_and_on_each_tie() -> None:
    report = gaps(people("abcd"), ties("ab", "bc", "cd"))
    assert found(report) == [
        ("held together by one actor", "b", 1), ("held together by one actor", "c", 1),
        ("held together by one tie", "b/c", 2), ("held together by one tie", "a/b", 1),
        ("held together by one tie", "c/d", 1),
    ]  # fmt: skip
    assert report.findings[0].reasons[0].text == "Without it nothing would join A to the others."
    assert report.findings[0].reasons[0].evidence == ("actor:2", "tie:1")
    assert report.findings[3].reasons[0].evidence == ("tie:1", "actor:1", "actor:2")


def test_a_triangle_hangs_on_nothing() -> None:
    assert found(gaps(people("abc"), ties("ab", "bc", "ac"))) == []


def test_of_two_parallel_ties_one_may_be_lost() -> None:
    rows = [*ties("ab"), Tie(9, "member-of", 1, 2, "active")]
    assert found(gaps(people("ab"), rows)) == []
    assert found(gaps(people("ab"), ties("ab"))) == [("held together by one tie", "a/b", 1)]


def test_ties_that_do_not_stand_hold_nothing_together() -> None:
    assert [g for g, _, _ in found(gaps(people("ab"), ties("ab", status="wanted")))] == ["nobody is tied to them"] * 2


def test_levels_missing_on_an_issue() -> None:
    actors = people("abc", {"a": "local", "b": "national"})
    triangle = ties("ab", "bc", "ac")
    report = gaps(actors, triangle, {"a": [1], "b": [2]})
    (finding,) = report.findings
    assert (finding.group, finding.subject, finding.value) == ("a level missing on an issue", "health", 2)
    assert finding.reasons[0].text == "No regional or international organization is recorded on it."
    assert finding.reasons[0].evidence == ("term:1", "actor:1", "actor:2")
    report = gaps(actors, triangle, {"a": [1], "b": [1], "c": [1]})
    assert report.findings[0].reasons[0].text.endswith("is recorded on it (the level of 1 is not recorded).")


def test_unknown_levels_are_not_missing_levels() -> None:
    assert found(gaps(people("abc"), ties("ab", "bc", "ac"), {"a": [1], "b": [1]})) == []


def test_sectors_missing_are_those_that_the_map_knows_elsewhere() -> None:
    actors, triangle = people("abc"), ties("ab", "bc", "ac")
    report = gaps(actors, triangle, {"a": [1], "b": [1]}, {"a": [3], "c": [4]})
    (finding,) = report.findings
    assert (finding.group, finding.subject) == ("a sector missing on an issue", "health")
    assert "these sectors is recorded on it: Law (the sector of 1 is not recorded)." in finding.reasons[0].text
    assert found(gaps(actors, triangle, {"a": [1], "b": [1]}, {"a": [3]})) == []
    assert found(gaps(actors, triangle, {"a": [1], "b": [1]}, {"c": [3]})) == [], "of neither the sector is recorded"


def test_people_do_not_stand_for_a_level() -> None:
    actors = [*people("a", {"a": "local"}), ActorRef(2, "b", "B", "person", "national")]
    assert [f for f in gaps(actors, ties("ab"), {"a": [1], "b": [1]}).findings if "level" in f.group] == []


def test_filters_leave_ties_to_others_standing() -> None:
    report = gaps(people("abcd"), ties("ab", "bc", "cd"), about={1, 2})
    assert found(report) == [
        ("held together by one actor", "b", 1),
        ("held together by one tie", "b/c", 2),
        ("held together by one tie", "a/b", 1),
    ]


def test_an_isolated_actor_leaves_the_others_alone() -> None:
    before, after = gaps(people("abcd"), ties("ab", "bc", "cd")), gaps(people("abcde"), ties("ab", "bc", "cd"))
    assert set(found(after)) - set(found(before)) == {("nobody is tied to them", "e", 0)}
    assert set(found(before)) <= set(found(after))
