"""`ngomap` alone: where you stand and what to do next."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run


def test_without_a_map_it_says_how_to_begin(run: Run, map_path: Path) -> None:
    ran = run()
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert f"no map at {map_path}" in ran.stdout
    assert "ngomap init" in ran.stdout and "ngomap demo" in ran.stdout
    answer = run("--format", "json").json
    assert (answer["ngomap"], answer["total"]) == ("records/1", 0)
    assert not map_path.exists()


def test_the_next_step_grows_with_the_map(run: Run) -> None:
    def following() -> str:
        answer = run("--format", "json").json
        return str(answer["notes"][0])

    run("init", "--name", "Citizens")
    assert following().startswith("Next: ngomap add")
    run("add", "Fair Elections")
    assert following().startswith("Next: ngomap link us")
    run("link", "us", "fair-elections")
    assert following().startswith("Next: ngomap today")


def test_what_is_in_the_map(run: Run) -> None:
    run("init", "--name", "Citizens")
    run("person", "add", "Ana Example")
    record = run("--format", "json").json["records"][0]
    assert (record["us"], record["name"], record["organizations"], record["people"]) == ("citizens", "Citizens", 1, 1)
    assert len(record["today"]) == 10
    assert "organizations" in run().stdout
