"""Every analysis on one tiny map: its whole answer as it was reviewed, and one thing about it worked out by hand.

    valley = east + west; both were looked at for everything. Water means the issue drinking-water.

    us -- 3 support -- brook -- 4 coordination -- creek -- monitors -- ebb        delta (no tie)
    water: east        water: east, west         sanitation: east   opponent     water: east, west

    100 people in west need sanitation. We need a vehicle; creek offers a hall. One event: brook and us, 2026-05-10.

After a change that is meant, write the answers anew with `python -m tests.golden.test_golden`, and read the difference.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app

HERE = Path(__file__).parent
QUESTIONS = {
    "gaps-coverage": ["gaps", "coverage"],
    "map": ["map"],
    "coverage": ["coverage"],
    "gaps-knowledge": ["gaps", "knowledge"],
    "gaps-network": ["gaps", "network"],
    "gaps-relationships": ["gaps", "relationships"],
    "gaps-resources": ["gaps", "resources"],
    "duplication": ["duplication"],
    "duplication-for": ["duplication", "--for", "brook", "--shared", "1"],
    "allies": ["allies", "--issue", "drinking-water"],
    "partners": ["partners"],
    "spectrum": ["spectrum", "--issue", "drinking-water"],
    "network": ["network"],
    "whatif": ["whatif", "--without", "brook"],
    "brief": ["brief", "creek"],
    "agree": ["agree", "delta"],
    "ladder": ["ladder", "--all"],
    "today": ["today"],
    "match": ["match"],
    "project-ideas": ["project", "ideas", "--for", "brook", "--with", "creek"],
}

OF_PEOPLE = {"intro": ["intro", "court", "--draft"], "board": ["board"], "protection": ["protection"]}
"""These are asked of people.json: our board (Ana, Ben whose term ends in July, Cy until February), and who else sits where.

    us -- Ana -- Lake -- 4 coordination -- Rights (a lawyer)      us -- Ben -- knows -- Judge -- Court
    us -- 3 support -- Brook -- 3 support -- Lake                 Cy -- Union
"""

OF_COALITIONS = {
    "coalition-plan": ["coalition", "plan", "--issue", "bribery", "--target", "office"],
    "coalition-voice": ["coalition", "voice", "grove"],
}
"""These are asked of coalition.json, where Grove (Ash and Birch) is on bribery, too, but wants to move the court.

    us (law, east) -- 3 support -- Birch (health, housing, east) -- 2 sharing -- Ash (health, west, national) -- knows -- Dana in the office
    Cedar (housing): a rival of Birch      Elm: an opponent, funds Ash
"""

OF_TOGETHER = {"grant-eligible": ["grant", "eligible", "wells"]}
"""These are asked of together.json: what organizations do together.

    ash -- 4 coordination -- us -- 3 support -- elm       oak -- 1 contact -- us       yew: a rival of ours
    Wells for all: registered, five years, audited; 100 000 EUR a year; one project on water; three organizations.
    Oak is all of the first; only Elm did a project; Ash has its money in USD.
"""

OF_GOVERNMENT = {"balance": ["balance"], "gaps-reach": ["gaps", "reach"]}
"""These are asked of government.json: what we do with the hall, which pays us 300 of 1 200 EUR.

    us -- monitors, mixed on water, observed the wells --> hall (Vera until July, with us on water)   us -- 1 contact -- assembly
    water: us in east (looked at) and south (not looked at), the hall in west (looked at)
"""


def answers(folder: Path) -> Iterator[tuple[str, Any]]:
    """Each analysis with its answer, parsed."""
    maps = (
        ("tiny", QUESTIONS), ("people", OF_PEOPLE), ("coalition", OF_COALITIONS), ("together", OF_TOGETHER),
        ("government", OF_GOVERNMENT),
    )  # fmt: skip
    for map_, questions in maps:
        base = ["--map", str(folder / f"{map_}.db")]
        assert CliRunner().invoke(app, [*base, "init"]).exit_code == 0
        assert CliRunner().invoke(app, [*base, "import", str(HERE / f"{map_}.json")]).exit_code == 0
        for name, question in questions.items():
            result = CliRunner().invoke(app, [*base, *question, "--format", "json", "--limit", "0"])
            assert result.exit_code == 0, result.stderr
            yield name, json.loads(result.stdout)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All answers to the tiny map."""
    return dict(answers(tmp_path_factory.mktemp("golden")))


def found(answer: Any, group: str) -> dict[str, float | None]:
    """Subjects and values of one group of findings, in their order."""
    return {f["subject"]: f["value"] for f in answer["findings"] if f["group"] == group}


@pytest.mark.parametrize("name", [*QUESTIONS, *OF_PEOPLE, *OF_COALITIONS, *OF_TOGETHER, *OF_GOVERNMENT])
def test_the_whole_answer_is_the_reviewed_one(name: str, given: dict[str, Any]) -> None:
    assert given[name] == json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def test_nobody_does_sanitation_in_west_where_100_people_need_it(given: dict[str, Any]) -> None:
    assert found(given["gaps-coverage"], "no presence") == {"west/sanitation": 100}
    assert list(found(given["gaps-coverage"], "single provider")) == ["east/sanitation"]


def test_coverage_begins_with_the_hundred_in_west_and_brook_and_delta_share_the_water(given: dict[str, Any]) -> None:
    cells = [(r["area"], r["issue"], r["sign"], r["organizations"]) for r in given["coverage"]["records"]]
    # For sanitation west has nobody, and 100 people need it; in east we count by what we say of ourselves.
    assert cells[0] == ("west", "sanitation", "0", 0)
    assert cells[1:] == [("west", "drinking-water", "2", 2), ("east", "sanitation", "1!", 1), ("east", "drinking-water", "3", 3)]


def test_four_are_in_east_two_of_them_in_west_too_and_ebb_is_nowhere(given: dict[str, Any]) -> None:
    rows = [(r["name"], r["actors"]) for r in given["map"]["records"]]
    assert rows == [("Valley", 4), ("East", 4), ("West", 2), ("No place known", 1)]


def test_least_is_known_of_ebb(given: dict[str, Any]) -> None:
    assert given["gaps-knowledge"]["findings"][0]["subject"] == "ebb"


def test_without_brook_we_are_cut_off_and_delta_knows_nobody(given: dict[str, Any]) -> None:
    assert found(given["gaps-network"], "held together by one actor") == {"brook": 1, "creek": 1}
    assert list(found(given["gaps-network"], "nobody is tied to them")) == ["delta"]


def test_only_the_claim_of_brook_and_creek_has_no_evidence(given: dict[str, Any]) -> None:
    texts = [f["label"] for f in given["gaps-relationships"]["findings"]]
    assert texts == ["Brook and Creek"]


def test_our_vehicle_is_offered_by_nobody(given: dict[str, Any]) -> None:
    labels = [f["label"] for f in given["gaps-resources"]["findings"] if f["group"].startswith("our needs")]
    assert labels == ["A pick-up (vehicles), Us"]


def test_brook_and_delta_do_the_same_two_things_and_are_not_tied(given: dict[str, Any]) -> None:
    (finding,) = given["duplication"]["findings"]
    assert (finding["label"], finding["value"]) == ("Brook and Delta", 2)


def test_delta_does_all_that_brook_does_and_we_a_part_of_it(given: dict[str, Any]) -> None:
    told = [(f["label"], f["reasons"][1]["text"][:24]) for f in given["duplication-for"]["findings"]]
    # Three do water in the east and two in the west: of brook's 0.5 + 0.63 the 0.5 are ours.
    assert told == [("Brook and Delta", "They are alike by 100 %:"), ("Brook and Us", "They are alike by 44 %: ")]


def test_brook_stands_nearest_creek_is_reached_through_it_and_ebb_is_no_ally(given: dict[str, Any]) -> None:
    assert list(found(given["allies"], "allies")) == ["brook", "delta", "creek"]
    assert list(found(given["allies"], "opponents and rivals")) == ["ebb"]
    creek = next(f for f in given["allies"]["findings"] if f["subject"] == "creek")
    (path,) = [r["text"] for r in creek["reasons"] if r["code"] == "path"]
    assert path.startswith("Path: Brook")


def test_creek_is_likely_because_brook_knows_both(given: dict[str, Any]) -> None:
    assert list(found(given["partners"], "likely")) == ["creek"]
    assert list(found(given["partners"], "kept apart")) == ["ebb"]


def test_brook_and_creek_each_join_two_pairs_and_the_circle_is_one_path(given: dict[str, Any]) -> None:
    assert found(given["network"], "brokers: they join others") == {"brook": 2, "creek": 2}
    assert found(given["network"], "the core and the edge") == {"edge": 2, "isolated": 1}


def test_without_brook_delta_is_alone_in_west_and_creek_and_ebb_are_out_of_reach(given: dict[str, Any]) -> None:
    assert found(given["whatif"], "one alone would be left there") == {"drinking-water": 1}
    assert found(given["whatif"], "no way would lead to them") == {"creek": 2, "ebb": 3}


def test_our_letter_shows_the_rung_we_claim_with_brook_and_nothing_shows_that_of_others(given: dict[str, Any]) -> None:
    assert found(given["ladder"], "as it should be") == {"brook": 3}
    assert found(given["ladder"], "among others") == {"brook/creek": 0}


def test_creek_and_ebb_stand_at_the_two_ends_and_brook_is_the_first_to_ask(given: dict[str, Any]) -> None:
    assert given["spectrum"]["totals"]["active opponents"] == given["spectrum"]["totals"]["active allies"] == 1
    # What influence the two have is not known, so neither side has a sum; in the middle there is nobody.
    assert found(given["spectrum"], "balance of influence") == {"opponents": None, "neutral": 0, "allies": None}
    # Brook does it and is tied with us and with Creek; Delta does it; we are nobody to ask.
    assert list(found(given["spectrum"], "where they stand is not known")) == ["brook", "delta"]


def test_with_delta_one_point_is_discussed_both_care_for_wells_in_east_and_nobody_in_west(given: dict[str, Any]) -> None:
    assert found(given["agree"], "how far") == {"agreed": 0}
    assert [f["label"] for f in given["agree"]["findings"] if "discussed" in f["label"]] == ["Joint meetings: discussed"]
    assert [f["label"] for f in given["agree"]["findings"] if f["group"] == "clashes"] == ["Delta and Us: Well care"]
    assert found(given["agree"], "holes") == {"area/west": 1}


def test_creek_is_a_stranger_whom_brook_knows_too_and_who_has_a_hall(given: dict[str, Any]) -> None:
    assert list(found(given["brief"], "whom we both know")) == ["brook"]
    told = {f["subject"]: f["reasons"][0]["text"] for f in given["brief"]["findings"] if f["reasons"]}
    assert told["offers"] == "A hall."
    assert told["strangers"].endswith("we are strangers.")
    assert sum(found(given["brief"], "agenda").values()) == 60


def test_only_ben_leads_to_the_court_and_was_asked_a_month_ago(given: dict[str, Any]) -> None:
    way, draft = given["intro"]["findings"]
    assert way["subject"] == "ben/judge/court"
    assert way["value"] == pytest.approx(0.8 * 0.3 * 0.9)
    assert [r["code"] for r in way["reasons"]] == ["step"] * 3 + ["caution-asked-already", "caution-term-ends"]
    assert draft["reasons"][0]["text"].startswith("Subject: An introduction to Court?\n\nDear Ben,")


def test_with_ben_go_the_judge_and_the_court_and_with_cy_went_the_union(given: dict[str, Any]) -> None:
    assert found(given["board"], "our board") == {"ben": 2, "ana": 0}
    assert found(given["board"], "terms that are over") == {"cy": 1}
    assert found(given["board"], "boards that share somebody with ours") == {"lake/us": 1}


def test_nobody_speaks_up_once_ben_and_lake_are_lost(given: dict[str, Any]) -> None:
    assert found(given["protection"], "all of them together") == {"ben/lake": 2}
    assert found(given["protection"], "beyond the country") == {"rights": 1}
    assert found(given["protection"], "in the country") == {"lake": 2, "court": 1}


def test_nothing_is_due_but_brook_could_introduce_us_to_creek_who_stands_with_us(given: dict[str, Any]) -> None:
    (finding,) = given["today"]["findings"]
    assert (finding["group"], finding["subject"]) == ("one introduction worth asking for", "creek")
    assert "Ask Brook:" in finding["reasons"][0]["text"]


def test_brook_and_creek_could_do_sanitation_in_west_which_neither_does(given: dict[str, Any]) -> None:
    # One of the two is there (1/2), they stand at rung 4 of 5, 100 people need it (100/200).
    ideas = found(given["project-ideas"], "together, and neither alone")
    assert ideas == {"west/sanitation": pytest.approx((1 / 2 + 4 / 5 + 1 / 2) / 3)}


def test_ash_brings_the_most_after_us_then_birch_whose_rival_cedar_stays_out(given: dict[str, Any]) -> None:
    # Of 3 sectors, 2 areas, 2 levels and 1 way, each sort 6 of 24: we bring 2 + 3 + 3, Ash 2 + 3 + 3 + 6, Birch housing.
    plan = given["coalition-plan"]
    assert found(plan, "one that there is") == {"grove": pytest.approx(100 * 22 / 24)}
    assert "Grove: does not fit" in [f["label"] for f in plan["findings"]]
    members = {"us": 8 / 24, "ash": 14 / 24, "birch": 2 / 24}
    assert found(plan, "members, in the order of what they add") == {k: pytest.approx(100 * v) for k, v in members.items()}
    assert found(plan, "how much they cover") == {"coverage": 100}
    assert list(found(plan, "whom to ask, in order")) == ["birch", "ash"]
    assert list(found(plan, "left out")) == ["cedar", "elm"]


def test_fifteen_people_stand_behind_grove_and_an_opponent_pays_ash(given: dict[str, Any]) -> None:
    voice = given["coalition-voice"]
    assert found(voice, "behind it")["people"] == 15
    # Of 2 sectors, 2 areas and 2 levels Birch alone has housing, East and local, Ash alone West and national.
    going = found(voice, "who could break it by leaving")
    assert going == {"birch": pytest.approx(50), "ash": pytest.approx(100 / 3)}
    assert list(found(voice, "where it could be split")) == ["ash/elm"]


def test_oak_would_lead_and_elm_did_a_project_and_yew_is_a_rival(given: dict[str, Any]) -> None:
    answer = given["grant-eligible"]
    assert list(found(answer, "with all of these together it would")) == ["elm", "oak"]
    assert list(found(answer, "never proposed")) == ["yew"]
    # A fifth of the costs beside 10 000: 2 500 of 12 500.
    (share,) = [f for f in answer["findings"] if f["subject"] == "own_share"]
    assert "the smallest grant that is 2 500 EUR" in share["reasons"][0]["text"]


def test_the_hall_pays_a_quarter_of_what_we_get_while_we_watch_it_and_the_assembly_nobody_watches(given: dict[str, Any]) -> None:
    assert found(given["balance"], "we hold to account who funds us") == {"hall": 25}
    assert found(given["balance"], "all of one sort") == {"assembly": 1}
    # The approach, the money; the approach, the monitoring, the wells: the approach is on both sides.
    assert found(given["balance"], "our work with each office") == {"hall": 4, "assembly": 1}
    assert found(given["balance"], "terms that end soon") == {"vera/hall": 60}


def test_the_hall_is_not_in_east_we_not_in_west_and_nobody_looked_in_south(given: dict[str, Any]) -> None:
    reached = [(f["group"], f["subject"]) for f in given["gaps-reach"]["findings"]]
    assert reached == [
        ("NGOs reach them, government does not", "east/drinking-water"),
        ("government reaches them, NGOs do not", "west/drinking-water"),
        ("not surveyed", "south/drinking-water"),
    ]


def test_a_pick_up_is_no_hall_so_nothing_matches(given: dict[str, Any]) -> None:
    assert found(given["match"], "needs that stay open") == {"us/vehicles": 100}
    assert found(given["match"], "offers that nobody takes") == {"creek/space": None}
    assert given["match"]["total"] == 2


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for title, reply in answers(Path(temporary)):
            text = json.dumps(reply, ensure_ascii=False, indent=1) + "\n"
            (HERE / f"{title}.json").write_text(text, encoding="utf-8")
