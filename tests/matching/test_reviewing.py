"""The pairs that are left to decide about."""

from __future__ import annotations

from ngomap.matching.reviewing import open_pairs, review
from ngomap.matching.similar import Entry, Pair
from ngomap.model.actors import ActorRef
from ngomap.store.match_pairs import KeptPair

ENTRIES = [Entry(1, "Hope House"), Entry(2, "HOPE HOUSE"), Entry(3, "Hope House Kenya"), Entry(4, "Water Fund")]
REFS = {e.id: ActorRef(int(str(e.id)), f"h{e.id}", e.name, "ngo") for e in ENTRIES}
ASKED = Pair(1, 4, 0.61, False, "same", ("An import said so.",))


def keys(pairs: list[Pair]) -> list[set[object]]:
    """Whom each pair is of."""
    return [{p.a, p.b} for p in pairs]


def test_found_and_kept_pairs_best_first() -> None:
    pairs = open_pairs(ENTRIES, [KeptPair(ASKED, None)], set())
    assert keys(pairs)[0] == {1, 2}
    assert keys(pairs)[-1] == {1, 4}
    assert [p.score for p in pairs] == sorted((p.score for p in pairs), reverse=True)


def test_what_was_decided_is_not_asked_again() -> None:
    same = Pair(1, 2, 0.95, False, "same", ())
    assert {1, 2} not in keys(open_pairs(ENTRIES, [KeptPair(same, "different")], set()))
    assert {1, 2} not in keys(open_pairs(ENTRIES, [KeptPair(same, "different")], set(), put_off=True))
    assert {1, 2} not in keys(open_pairs(ENTRIES, [KeptPair(same, "later")], set()))
    assert {1, 2} in keys(open_pairs(ENTRIES, [KeptPair(same, "later")], set(), put_off=True))


def test_parents_that_are_tied_are_not_proposed() -> None:
    branches = [p for p in open_pairs(ENTRIES, [], set()) if p.relation == "parent-of"]
    assert branches
    tied = {frozenset((int(str(p.a)), int(str(p.b)))) for p in branches}
    assert [p for p in open_pairs(ENTRIES, [], tied) if p.relation == "parent-of"] == []


def test_pairs_of_those_who_are_gone_are_passed_over() -> None:
    assert open_pairs(ENTRIES[:1], [KeptPair(ASKED, None)], set()) == []


def test_the_answer_names_reasons_evidence_and_commands() -> None:
    report = review(open_pairs(ENTRIES, [KeptPair(ASKED, None)], set()), REFS)  # type: ignore[arg-type]
    first = report.findings[0]
    assert (first.subject, first.group) in (("h1 h2", "surely one"), ("h2 h1", "surely one"))
    assert first.reasons[-1].text.startswith("ngomap merge h")
    assert set(first.reasons[0].evidence) == {"actor:1", "actor:2"}
    assert any(f.reasons[-1].text.endswith("--type parent-of") for f in report.findings)
    assert report.next[0] == "ngomap dedupe --sure --yes"


def test_nothing_to_decide() -> None:
    report = review(open_pairs([], [], set()), {})
    assert (report.findings, report.next, report.total) == ((), (), 0)
