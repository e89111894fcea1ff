"""`ngomap brief`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ngomap.analyses.brief import GROUPS
from ngomap.model.audience import AUDIENCES, visible_to
from tests.conftest import Run

DAY = "2026-06-01"
LONGEST_FILE = 95


@pytest.fixture
def map_(run: Run, tmp_path: Path) -> Run:
    """We, Fair and what lies between, every text an own word that tells its audience: `zpartners01`."""
    run("init")
    file = tmp_path / "between.json"
    file.write_text(json.dumps(BETWEEN), encoding="utf-8")
    ran = run("import", str(file))
    assert ran.exit_code == 0, ran.stderr
    return run


def texts(*names: str) -> dict[str, str]:
    """A word for each audience."""
    return {audience: f"z{audience}{''.join(names)}" for audience in AUDIENCES}


def each(section: str, **fields: Any) -> list[dict[str, Any]]:
    """A record for each audience; `{}` stands for its word."""
    word = texts(section)
    rows = []
    for number, audience in enumerate(AUDIENCES, 1):
        row = {k: v.replace("{}", word[audience]).replace("#", str(number)) if isinstance(v, str) else v for k, v in fields.items()}
        rows.append({**row, "audience": audience})
    return rows


PEOPLE = [
    {"handle": f"both-{a}", "kind": "person", "name": f"z{a}person", "audience": a} for a in AUDIENCES
] + [{"handle": f"org-{a}", "kind": "ngo", "name": f"z{a}organization", "audience": a, "notes": "zinternalnotes"} for a in AUDIENCES]
BETWEEN: dict[str, Any] = {
    "ngomap": "map/1",
    "map": {"name": "Between", "us": "we", "today": DAY},
    "areas": [{"handle": "town", "name": "Town"}],
    "actors": [
        {"handle": "we", "kind": "ngo", "name": "We", "issues": ["corruption"], "serves": ["town"]},
        {"handle": "fair", "kind": "ngo", "name": "Fair", "issues": ["corruption"], "serves": ["town"], "notes": "zinternalfairnotes",
         "source": "zpartnersfairsource", "verified_on": "2025-01-01", "mission": "Votes that count."},
        *PEOPLE,
    ],
    "relationships": [
        {"type": "works-with", "from": "we", "to": "fair", "status": "active", "rung": 1, "wanted": 5, "notes": "zinternaltienotes", "audience": "public"},
        *({"type": "knows", "from": "we", "to": f"both-{a}", "status": "active", "audience": a} for a in AUDIENCES),
        *({"type": "works-for", "from": f"both-{a}", "to": "fair", "status": "active", "title": f"z{a}title", "audience": "public"} for a in AUDIENCES),
        *({"type": "works-with", "from": e, "to": f"org-{a}", "status": "active", "audience": a} for a in AUDIENCES for e in ("we", "fair")),
        {"type": "rivals", "from": "fair", "to": "org-public", "status": "active", "audience": "public"},
    ],
    "trust": [{"from": "we", "to": "fair", "on_date": "2026-01-01", "reliability": 1, "audience": "public"}],
    "stances": [
        {"actor": "fair", "issue": "corruption", "stance": -2, "on_date": "2026-01-01", "audience": "internal"},
        {"actor": "org-partners", "issue": "corruption", "stance": -1, "on_date": "2026-01-01", "audience": "partners"},
    ],
    "events": [
       *each("event", on_date="2026-05-0#", kind="call", title="{}", outcome="{}", participants=["we", "fair"]),
       {"on_date": "2026-05-09", "kind": "call", "title": "zpublicstep", "next_step": "zpartnersstep", "next_due": "2026-05-20",
        "participants": ["we", "fair"], "audience": "public"},
       {"on_date": "2026-05-08", "kind": "call", "title": "zsecretguest", "participants": ["we", "fair", "both-secret"], "audience": "public"},
       {"on_date": "2026-07-01", "kind": "call", "title": "zlater", "participants": ["we", "fair"], "audience": "public"}],
    "agreements": [
        {"from": "we", "to": "fair", "point": p, "state": "agreed", "text": f"z{a}agreed", "on_date": "2026-05-01", "audience": a}
        for a, p in zip(AUDIENCES, ("strategy", "communication", "joint-meetings", "common-goals"), strict=True)
    ],
    "labour": each("task", **{"from": "we"}, to="fair", actor="fair", task="{}"),
    "resources": each("offer", actor="fair", direction="offer", kind="space", description="{}")
    + each("need", actor="we", direction="need", kind="space", description="{}"),
    "activities": [
        *({"actor": e, "term": "issue:corruption", "area": "town", "status": "ongoing"} for e in ("we", "fair")),
        {"actor": "fair", "term": "issue:elections", "area": "town", "audience": "internal"},
    ],
}  # fmt: skip


def parts(answer: Any) -> dict[str, list[str]]:
    """The labels of each part."""
    found: dict[str, list[str]] = {}
    for finding in answer["findings"]:
        found.setdefault(finding["group"], []).append(finding["label"])
    return found


def shown(run: Run, *words: str) -> Any:
    """The answer, parsed, with all of it."""
    ran = run("brief", *words, "--limit", "0", "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_above_the_audience_is_shown_and_all_that_is_for_it_is(map_: Run, audience: str, tmp_path: Path) -> None:
    seen = visible_to(audience)
    words = map_("brief", "fair", "--audience", audience, "--limit", "0", "--format", "json").stdout
    file = tmp_path / "brief.md"
    if audience != "secret":
        map_("brief", "fair", "--audience", audience, "--to", str(file), "--limit", "0")
        words += file.read_text(encoding="utf-8")
    for other in AUDIENCES:
        for what in ("person", "organization", "title", "event", "task", "offer", "need"):
            # Only the last three contacts are told; a task of what is told elsewhere may be cut, so all of them are few.
            if other not in seen:
                assert f"z{other}{what}" not in words
            elif what not in ("event", "task"):
                assert f"z{other}{what}" in words, what
    assert ("zinternal" in words) is (audience in ("internal", "secret"))
    assert ("zpartners" in words) is (audience != "public")
    assert ("Elections" in words) is (audience in ("internal", "secret"))
    assert "zlater" not in words
    assert ("zsecretguest" in words) is (audience == "secret")
    assert ("eliability" in words) is (audience in ("internal", "secret"))
    assert ("wanted 5" in words) is (audience in ("internal", "secret"))
    assert ("not to be shown" in words.casefold()) is (audience in ("internal", "secret"))
    assert ("zpartnersstep" in words) is (audience != "public")


def test_every_part_is_there_in_its_order(map_: Run) -> None:
    found = parts(shown(map_, "fair", "--issue", "corruption"))
    assert [g for g in GROUPS if g in found] == list(found)
    assert set(found) == set(GROUPS)


def test_what_is_not_to_be_shown(map_: Run) -> None:
    told = [r["text"] for f in shown(map_, "fair")["findings"] if f["group"] == "not to be shown" for r in f["reasons"]]
    assert "zpublicorganization is a rival of theirs and works with us." in told
    assert "They are active opponents (2026-01-01); we work on it." in told
    assert "zpartnersorganization works with them, and opposes Corruption." in told
    assert "Reliability 1 of 4 (2026-01-01)." in told
    assert "zinternalfairnotes" in told
    assert "zinternaltienotes" in told
    assert any(text.startswith("Both do Corruption") for text in told)
    assert "Both look for" not in " ".join(told)


def test_a_file_is_for_our_own_people_unless_said_otherwise(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    answer = map_("brief", "fair", "--to", str(file), "--format", "json").json
    assert (answer["ngomap"], answer["audience"]) == ("export/1", "internal")
    assert answer["withheld"]["contacts"] == 2
    text = file.read_text(encoding="utf-8")
    assert "## Not to be shown" in text
    assert "zsecret" not in text
    assert "ngomap" not in text
    assert len(text.splitlines()) <= LONGEST_FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert map_("brief", "fair", "--to", str(file), "--format", "json").json["unchanged"] is True
    assert map_("brief", "fair", "--to", str(file), "--audience", "public").exit_code == 1
    assert "zinternal" in file.read_text(encoding="utf-8")
    assert map_("brief", "fair", "--to", str(file), "--audience", "public", "--force").exit_code == 0
    assert "zinternal" not in file.read_text(encoding="utf-8")
    link = tmp_path / "link.md"
    link.symlink_to(file)
    assert map_("brief", "fair", "--to", str(link), "--force").exit_code == 1


def test_names_are_no_markup(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    map_("edit", "fair", "--name", "Fair <b>*x*</b> | [l](http://x)", "--mission", "# Loud\n\n- list `code`")
    assert map_("brief", "fair", "--to", str(file)).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert text.startswith(r"# Briefing: Fair \<b\>\*x\*\</b\> \| \[l\](http://x)")
    assert r"- **Mission**: \# Loud - list \`code\`" in text


def test_seen_from_an_earlier_day(map_: Run) -> None:
    now, then = shown(map_, "fair"), shown(map_, "fair", "--as-of", "2026-04-01")
    assert "2026-05-09" in parts(now)["history"]
    assert not any(label.startswith("2026-05") for label in parts(then)["history"])
    assert "Agreed" not in parts(then)["history"]
    assert then["parameters"]["on"] == "2026-04-01"


def test_what_was_promised_comes_first(map_: Run) -> None:
    step = parts(shown(map_, "fair"))["one easy first step"]
    assert step == ["Do what was agreed on 2026-05-09: zpartnersstep (due 2026-05-20, overdue)"]
    assert any(step.startswith("Once it is done: ngomap done ") for step in shown(map_, "fair")["next"])


def test_a_stranger(map_: Run) -> None:
    map_("add", "Nobody We Know")
    answer = shown(map_, "nobody-we-know")
    found = parts(answer)
    assert found["who they are"] == ["Nobody We Know", "How sure"]
    assert found["history"] == ["Where we stand"]
    assert "Which issues do you work on?" in found["questions to ask"]
    assert len(found["one easy first step"]) == 2
    assert any("ngomap intro nobody-we-know" in step for step in answer["next"])
    assert 45 <= sum(f["value"] for f in answer["findings"] if f["group"] == "agenda") <= 60


@pytest.mark.parametrize("who", ["fair", "both-public", "org-secret"])
def test_the_agenda_takes_45_to_60_minutes(map_: Run, who: str) -> None:
    minutes = [f["value"] for f in shown(map_, who)["findings"] if f["group"] == "agenda"]
    assert 45 <= sum(minutes) <= 60


def test_a_person(map_: Run) -> None:
    answer = shown(map_, "both-partners")
    positions = [f["reasons"][0]["text"] for f in answer["findings"] if f["label"] == "Positions"]
    assert positions == ["Works for Fair (zpartnerstitle)."]
    assert parts(answer)["whom we both know"] == ["Fair"]
    assert map_("brief", "both-partners", "--audience", "public").exit_code == 1


def test_ourselves_and_nobody(map_: Run, tmp_path: Path) -> None:
    for words, code in ((["us"], 2), (["we"], 2), (["nobody"], 1), (["fair", "--force"], 2), (["fair", "--issue", "martians"], 1)):
        ran = map_("brief", *words)
        assert (ran.exit_code, ran.stdout) == (code, "")
    assert map_("brief", "fair", "--to", str(tmp_path / "x.md"), "--audience", "secret").exit_code == 2
    assert not (tmp_path / "x.md").exists()


def test_without_us_only_they_and_the_questions_are_told(run: Run) -> None:
    run("init")
    run("add", "Fair Votes", "--issue", "elections")
    answer = shown(run, "fair-votes")
    assert set(parts(answer)) == {"who they are", "questions to ask", "agenda"}
    assert "does not say who you are" in answer["caveats"][0]


def test_on_an_empty_map_there_is_nobody(run: Run) -> None:
    run("init")
    assert run("brief", "anybody").exit_code == 1


def test_a_limit_says_what_it_left_out(map_: Run) -> None:
    ran = map_("brief", "fair", "--limit", "1", "--format", "json").json
    assert len([f for f in ran["findings"] if f["group"] == "whom we both know"]) == 1
    assert ran["totals"]["whom we both know"] == 8
    assert len([f for f in ran["findings"] if f["group"] == "agenda"]) > 1


def test_every_evidence_id_is_in_the_map(map_: Run) -> None:
    from ngomap.cli.session import session
    from ngomap.store.connection import open_map

    tables = {
        "actor": "actors", "tie": "relationships", "event": "events", "activity": "activities", "resource": "resources",
        "trust": "trust", "stance": "stances", "agreement": "agreements", "labour": "labour",
    }  # fmt: skip
    ids = {e for f in shown(map_, "fair")["findings"] for r in f["reasons"] for e in r["evidence"]}
    assert {e.split(":")[0] for e in ids} == set(tables)
    with open_map(Path(str(session().map_option))) as open_:
        for kind, number in (e.split(":") for e in ids):
            row = open_.connection.execute(f"SELECT 1 FROM {tables[kind]} WHERE id = ?", [number]).fetchone()
            assert row, f"{kind}:{number}"
