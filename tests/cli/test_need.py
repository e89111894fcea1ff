"""`ngomap need`: what `offer` does, the other way round."""

from __future__ import annotations

from tests.conftest import Run


def test_a_need_is_no_offer(run: Run) -> None:
    run("init", "--name", "Citizens")
    answer = run("need", "us", "Van on Saturdays", "--kind", "vehicles", "--format", "json").json
    assert (answer["kind"], answer["text"]) == ("need", "Citizens needs: Van on Saturdays (vehicles).")
    assert answer["undo"] == "ngomap need citizens --remove 1"
    assert run("offer", "us", "--remove", "1").exit_code == 1
    assert run("need", "us", "--close", "1").exit_code == 0
    record = run("show", "us", "--format", "json").json["records"][0]
    assert [(r["direction"], r["status"]) for r in record["offers_and_needs"]] == [("need", "closed")]
    assert run("need", "us").stderr.startswith("Error: A need needs a few words and a --kind.\n")
