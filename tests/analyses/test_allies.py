"""Who stands with us: scores worked out by hand, their arithmetic, and what is said when little is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ngomap.analyses.allies import AGAINST, ALLIES, find_allies
from ngomap.analyses.allies_known import AllyRows, Asked
from ngomap.errors import InvalidValue
from ngomap.model.actors import Actor
from ngomap.model.contacts import Stance, Trust
from ngomap.model.coverage import Resource
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

ON = "2026-05-01"
CORRUPTION, FRAUD, HEALTH, GOVERNANCE, ELECTIONS = 10, 11, 12, 13, 14
YOUTH, WOMEN = 20, 21
LEGAL_AID, TRAINING = 30, 31
CITY, TOWN, FAR = 50, 51, 52
TERMS = [
    Term(GOVERNANCE, "issue", "governance", "Governance"),
    Term(CORRUPTION, "issue", "corruption", "Corruption", GOVERNANCE),
    Term(FRAUD, "issue", "election-fraud", "Election fraud", CORRUPTION),
    Term(ELECTIONS, "issue", "public-services", "Public services", GOVERNANCE),
    Term(HEALTH, "issue", "health", "Health"),
    Term(YOUTH, "population", "youth", "Youth"),
    Term(WOMEN, "population", "women", "Women"),
    Term(LEGAL_AID, "service", "legal-aid", "Legal aid"),
    Term(TRAINING, "service", "training", "Training"),
]
AREAS = [
    Area(CITY, "city", "City", "city", lat=0.0, lon=0.0),
    Area(TOWN, "town", "Town", "village", parent=CITY),
    Area(FAR, "far", "Far", "city", lat=0.0, lon=1.0),
]
ISSUE = TERMS[1]
UNKNOWN_FIELDS = dict.fromkeys(
    (
        "level",
        "status",
        "place",
        "area",
        "country",
        "lat",
        "lon",
        "website",
        "email",
        "phone",
        "staff",
        "budget",
        "currency",
        "founded",
        "mission",
        "vision",
        "notes",
        "source",
        "verified_on",
    )
)


def actor(id_: int, handle: str, kind: str = "ngo", **fields: Any) -> Actor:
    known = {"audience": "public", **UNKNOWN_FIELDS, **fields}
    return Actor(id=id_, uid=f"uid-{id_}", handle=handle, kind=kind, name=handle.title(), **known)


def ask(rows: AllyRows, weights: Mapping[str, float] | None = None, explain: bool = False, **asked: Any) -> Report:
    """Everybody who is found, on corruption on the day of the tests."""
    return find_allies(rows, Asked(asked.pop("issue", ISSUE), asked.pop("on", ON), **asked), weights, explain, limit=0)


def found(report: Report) -> dict[str, Finding]:
    return {f.subject: f for f in report.findings}


def in_group(report: Report, group: str) -> list[str]:
    return [f.subject for f in report.findings if f.group == group]


def text(finding: Finding, code: str) -> str:
    return " ".join(r.text for r in finding.reasons if r.code.startswith(code))


def small(**changes: Any) -> AllyRows:
    """We, and two others of whom one is tied to us and works on corruption; `changes` are rows that differ."""
    rows = AllyRows(
        actors=[actor(1, "us"), actor(2, "ada"), actor(3, "bea")],
        us=1,
        terms=TERMS,
        areas=AREAS,
        terms_of={2: [CORRUPTION]},
        ties=[Tie(1, "works-with", 1, 2, "active", rung=3)],
    )
    return replace(rows, **changes)


FULL = AllyRows(
    actors=[
        actor(1, "us", lat=0.0, lon=0.0),
        actor(2, "ada", area="far", staff=99),
        actor(3, "bea"),
    ],
    us=1,
    terms=TERMS,
    areas=AREAS,
    terms_of={1: [CORRUPTION, HEALTH, YOUTH, TRAINING], 2: [FRAUD, YOUTH, WOMEN, LEGAL_AID, TRAINING], 3: [CORRUPTION]},
    serves={1: [CITY], 2: [TOWN]},
    resources=[
        Resource(1, 1, "need", "legal", "A lawyer"),
        Resource(2, 1, "need", "space", "A room"),
        Resource(3, 1, "offer", "training", "Training"),
        Resource(4, 2, "offer", "legal", "A lawyer"),
        Resource(5, 2, "need", "training", "Training"),
        Resource(6, 2, "need", "it", "A server"),
    ],
    ties=[
        Tie(1, "works-with", 1, 2, "active", rung=4),
        Tie(2, "works-with", 1, 3, "active", rung=2),
        Tie(3, "knows", 2, 3, "active"),
    ],
    trust=[Trust(1, 1, 2, "2026-01-01", 3, 4, None), Trust(2, 2, 1, "2026-01-01", 2, None, None)],
    stances=[Stance(1, 2, CORRUPTION, 1, 4, "2026-01-01")],
)

# Ada by hand, in thousandths: works on a part of corruption 800; stance +1 of -2..2 750; shares 1 of 2 issues, 1 of 1
# populations, 1 of 1 areas (Town lies in City) 833; brings 1 of 2 needs, 1 of 2 services, 0 of 1 areas 333; gets 1 of
# 2 needs, 0 of 1 services, 0 of 1 areas 167; rung 4 is 750; trust (3.5 + 2) / 2 of 4 = 0.6875; 111.2 km 310; 99 staff
# log10(100) / 3 = 667; influence 4 of 5 800; both others know Bea 1000.
ADA = {
    "issue": (20, "0.8"),
    "stance": (15, "0.75"),
    "reach": (12, "0.75"),
    "common": (10, "0.833"),
    "trust": (10, "0.688"),
    "they-bring": (8, "0.333"),
    "influence": (7, "0.8"),
    "we-bring": (5, "0.167"),
    "proximity": (5, "0.31"),
    "capacity": (5, "0.667"),
    "closeness": (3, "1"),
}
# Bea: the same issue 1000, 1 of 2 issues shared 500, rung 2 400, shares Ada 1000; the rest is Ada's, the only one
# known.
BEA = {**ADA, "issue": (20, "1"), "common": (10, "0.5"), "reach": (12, "0.4")}


def test_scores_worked_out_by_hand() -> None:
    report = ask(FULL)
    assert [(f.subject, f.value) for f in report.findings] == [("ada", 0.68444), ("bea", 0.64914)]
    for by_hand, score in ((ADA, "68.444"), (BEA, "64.914")):
        assert sum(weight * Decimal(value) for weight, value in by_hand.values()) == Decimal(score)


@pytest.mark.parametrize(("handle", "by_hand"), [("ada", ADA), ("bea", BEA)])
def test_every_factor_is_explained(handle: str, by_hand: dict[str, tuple[int, str]]) -> None:
    lines = {r.code: r.text for r in found(ask(FULL, explain=True))[handle].reasons}
    for factor, (weight, value) in by_hand.items():
        product = format(weight * Decimal(value), "f").rstrip("0").rstrip(".")
        assert f"{value} x weight {weight} = {product}" in lines[f"factor-{factor}"], factor
    assert sum(code.startswith("factor-") for code in lines) == len(by_hand)


SUM = re.compile(r"(?P<value>[\d.]+) x weight (?P<weight>[\d.]+) = (?P<product>[\d.]+)(?= \(|\.$)")


def adds_up(report: Report) -> int:
    """How many scores were checked: products, their sum, and the sum over the weights, each exactly."""
    checked = 0
    for finding in report.findings:
        if finding.value is None:
            continue
        sums = [SUM.search(r.text) for r in finding.reasons if r.code.startswith("factor-")]
        parts = [{k: Fraction(v) for k, v in s.groupdict().items()} for s in sums if s]
        assert len(parts) == len(sums) > 0
        assert all(p["value"] * p["weight"] == p["product"] for p in parts)
        points, total = sum(p["product"] for p in parts), sum(p["weight"] for p in parts)
        said = re.fullmatch(r"Together ([\d.]+) of ([\d.]+) points\.", text(finding, "sum"))
        assert said is not None
        assert (Fraction(said[1]), Fraction(said[2])) == (points, total)
        assert finding.value == float(points / total)
        checked += 1
    return checked


@pytest.mark.parametrize("purpose", [None, "coalition", "project", "information", "protection", "capacity"])
def test_the_arithmetic_adds_up_to_the_score_exactly(purpose: str | None) -> None:
    assert adds_up(ask(FULL, explain=True, purpose=purpose)) == 2
    odd = {"issue": 0.1, "stance": 12.345678, "trust": 1 / 3}
    assert adds_up(ask(FULL, odd, explain=True, purpose=purpose)) == 2


def test_a_factor_of_weight_nothing_is_not_explained() -> None:
    report = ask(FULL, explain=True, purpose="protection")
    assert report.parameters["weights"]["proximity"] == 0  # type: ignore[index]
    assert not text(found(report)["ada"], "factor-proximity")


def test_what_is_not_known_is_named_with_the_command_that_tells() -> None:
    bea = found(ask(FULL))["bea"]
    assert text(bea, "unknown").startswith("Not known: stance, trust, 5 more.")
    assert "ngomap stance bea STANCE --issue corruption" in text(bea, "unknown")
    lines = {r.code: r.text for r in found(ask(FULL, explain=True))["bea"].reasons}
    assert lines["factor-trust"] == "Trust: not known, so the map's median 0.688 x weight 10 = 6.88."
    assert "not known" not in lines["factor-issue"]


def test_what_nobody_is_known_by_takes_no_part_and_is_said_once() -> None:
    report = ask(small(terms_of={2: [CORRUPTION], 3: [FRAUD]}, ties=[]))
    assert [(f.subject, f.value) for f in report.findings] == [("ada", 1.0), ("bea", 0.8)]
    assert all(not text(f, "unknown") for f in report.findings)
    assert sum("Not recorded of anybody" in c for c in report.caveats) == 1
    assert any("not yet to stand with us" in c for c in report.caveats)
    assert "ngomap link us REF --rung RUNG" in " ".join(report.next)


def test_the_median_is_the_lower_of_the_two_in_the_middle() -> None:
    people = [actor(i, f"a{i}") for i in range(2, 6)]
    rows = small(
        actors=[actor(1, "us"), *people],
        terms_of={i: [CORRUPTION] for i in range(2, 6)},
        ties=[],
        trust=[Trust(i, 1, i, None, i, None, None) for i in (2, 3, 4)][:2],
    )
    assert ask(rows).parameters["medians"] == {"issue": 1.0, "trust": 0.5}


class TestLittleIsKnown:
    """Maps with next to nothing in them."""

    def test_an_empty_map(self) -> None:
        report = ask(AllyRows(actors=[], us=None, terms=TERMS))
        assert report.findings == ()
        assert "Nobody on the map is recorded as working on Corruption" in report.caveats[0]
        assert report.next[0].startswith("ngomap add NAME --issue corruption")
        assert report.next[1] == "ngomap allies --issue governance"

    def test_only_us(self) -> None:
        assert ask(small(actors=[actor(1, "us")], terms_of={1: [CORRUPTION]}, ties=[])).findings == ()

    def test_without_us_the_question_still_answers(self) -> None:
        report = ask(replace(FULL, us=None))
        assert in_group(report, ALLIES) == ["bea", "us", "ada"]
        assert any("does not say who we are" in c for c in report.caveats)
        medians = report.parameters["medians"]
        assert isinstance(medians, dict)
        assert set(medians) == {"issue", "stance", "capacity", "influence"}
        assert not any("ngomap log" in line or "ngomap link" in line for line in report.next)
        assert adds_up(ask(replace(FULL, us=None), explain=True)) == 3

    def test_only_weights_of_what_is_not_known(self) -> None:
        weights = dict.fromkeys(ADA, 0.0) | {"trust": 1.0}
        report = ask(small(), weights)
        assert [(f.subject, f.value, f.unit) for f in report.findings] == [("ada", None, "")]
        assert not text(found(ask(small(), weights, explain=True))["ada"], "sum")

    def test_a_part_of_the_graph_that_we_do_not_reach(self) -> None:
        people = [actor(1, "us"), *(actor(i, f"a{i}") for i in range(2, 6))]
        ties = [Tie(1, "works-with", 1, 2, "active", rung=5), Tie(2, "works-with", 3, 4, "active", rung=5)]
        rows = small(actors=people, terms_of={i: [CORRUPTION] for i in range(2, 6)}, ties=ties)
        reach = {f.subject: text(f, "factor-reach") for f in ask(rows, explain=True).findings}
        assert "1 x weight 12 = 12 (works with us (collaboration))" in reach["a2"]
        assert "0 x weight 12 = 0 (nobody we know of can introduce us within three steps)" in reach["a3"]
        assert "not known, so the map's median 0 x" in reach["a5"]

    def test_parallel_ties_count_as_the_strongest(self) -> None:
        ties = [
            Tie(1, "works-with", 1, 2, "active", rung=1),
            Tie(2, "member-of", 2, 1, "active"),
            Tie(3, "knows", 1, 2, "active"),
        ]
        line = text(found(ask(small(ties=ties), explain=True))["ada"], "factor-reach")
        assert line == "Reach: 0.6 x weight 12 = 7.2 (is a member of ours)."


def test_a_limit_cuts_every_group_and_counts_all() -> None:
    people = [actor(1, "us"), *(actor(i, f"a{i:02}") for i in range(2, 22))]
    rows = small(
        actors=people,
        terms_of={i: [CORRUPTION] for i in range(2, 22)},
        ties=[],
        stances=[Stance(i, i, CORRUPTION, -1, None, None) for i in range(2, 8)],
    )
    two = find_allies(rows, Asked(ISSUE, ON), limit=2)
    assert [f.subject for f in two.findings] == ["a08", "a09", "a02", "a03"]
    assert two.counts == {ALLIES: 14, AGAINST: 6}
    screenful = find_allies(rows, Asked(ISSUE, ON))
    assert len(in_group(screenful, ALLIES)) == 4
    assert screenful.total == 20


@pytest.mark.parametrize(
    ("weights", "purpose", "words"),
    [
        ({"reech": 1.0}, None, "reech"),
        ({"issue": -1.0}, None, "-1"),
        ({"issue": float("nan")}, None, "nan"),
        ({"coalition.reech": 1.0}, None, "reech"),
        ({"party.reach": 1.0}, None, "party"),
        (None, "party", "'party'"),
        (dict.fromkeys(ADA, 0.0), None, "every weight is 0"),
    ],
)
def test_impossible_weights_are_refused(weights: dict[str, float] | None, purpose: str | None, words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        ask(small(), weights, purpose=purpose)


def test_a_weight_for_one_purpose_beats_the_one_for_all() -> None:
    weights = {"reach": 1.0, "coalition.reach": 2.0}
    used: Sequence[object] = [
        ask(small(), weights, purpose=purpose).parameters["weights"]["reach"]  # type: ignore[index]
        for purpose in (None, "project", "coalition")
    ]
    assert used == [1.0, 1.0, 2.0]
