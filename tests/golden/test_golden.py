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
    "gaps-knowledge": ["gaps", "knowledge"],
    "gaps-network": ["gaps", "network"],
    "gaps-relationships": ["gaps", "relationships"],
    "gaps-resources": ["gaps", "resources"],
    "duplication": ["duplication"],
    "allies": ["allies", "--issue", "drinking-water"],
    "partners": ["partners"],
}


def answers(folder: Path) -> Iterator[tuple[str, Any]]:
    """Each analysis with its answer, parsed."""
    base = ["--map", str(folder / "tiny.db")]
    assert CliRunner().invoke(app, [*base, "init"]).exit_code == 0
    assert CliRunner().invoke(app, [*base, "import", str(HERE / "tiny.json")]).exit_code == 0
    for name, question in QUESTIONS.items():
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


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_whole_answer_is_the_reviewed_one(name: str, given: dict[str, Any]) -> None:
    assert given[name] == json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def test_nobody_does_sanitation_in_west_where_100_people_need_it(given: dict[str, Any]) -> None:
    assert found(given["gaps-coverage"], "no presence") == {"west/sanitation": 100}
    assert list(found(given["gaps-coverage"], "single provider")) == ["east/sanitation"]


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


def test_brook_stands_nearest_creek_is_reached_through_it_and_ebb_is_no_ally(given: dict[str, Any]) -> None:
    assert list(found(given["allies"], "allies")) == ["brook", "delta", "creek"]
    assert list(found(given["allies"], "opponents and rivals")) == ["ebb"]
    creek = next(f for f in given["allies"]["findings"] if f["subject"] == "creek")
    (path,) = [r["text"] for r in creek["reasons"] if r["code"] == "path"]
    assert path.startswith("Path: Brook")


def test_creek_is_likely_because_brook_knows_both(given: dict[str, Any]) -> None:
    assert list(found(given["partners"], "likely")) == ["creek"]
    assert list(found(given["partners"], "kept apart")) == ["ebb"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for title, reply in answers(Path(temporary)):
            text = json.dumps(reply, ensure_ascii=False, indent=1) + "\n"
            (HERE / f"{title}.json").write_text(text, encoding="utf-8")
