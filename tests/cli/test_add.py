"""`ngomap add`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    """A map with ourselves and one area in it."""
    run("init", "--name", "Citizens")
    run("area", "add", "North District", "--code", "XX01")
    return run


def shown(run: Run, ref: str) -> dict[str, object]:
    record: dict[str, object] = run("show", ref, "--format", "json").json["records"][0]
    return record


def test_everything_at_once(map_: Run) -> None:
    words = {
        "--kind": "CBO", "--level": "local", "--status": "active", "--place": "xx01", "--country": "Kenya",
        "--lat": "-1.29", "--lon": "36.82", "--website": "www.example.org", "--email": "a@example.org",
        "--phone": "+254 20 1", "--staff": "12", "--budget": "1200.5", "--currency": "kes", "--founded": "2015-04",
        "--mission": "Clean water", "--vision": "For all", "--notes": "One\ntwo", "--source": "a walk",
        "--audience": "partners", "--issue": "health", "--population": "children", "--service": "legal-aid",
        "--sector": "health", "--serves": "north district", "--alias": "CW", "--id": "xx-reg:4711",
    }  # fmt: skip
    answer = map_("add", "Clean Water", *[w for pair in words.items() for w in pair], "--format", "json").json
    assert answer["ngomap"] == "change/1"
    assert (answer["action"], answer["record"]["handle"], answer["undo"]) == (
        "added", "clean-water", "ngomap remove clean-water",
    )  # fmt: skip
    record = shown(map_, "clean-water")
    expected = {
        "name": "Clean Water", "kind": "cbo", "level": "local", "status": "active", "place": "North District",
        "area": "north-district", "country": "KE", "lat": -1.29, "lon": 36.82, "website": "https://www.example.org",
        "email": "a@example.org", "phone": "+254 20 1", "staff": 12, "budget": 1200.5, "currency": "KES",
        "founded": "2015-04", "mission": "Clean water", "vision": "For all", "notes": "One\ntwo", "source": "a walk",
        "audience": "partners", "issues": ["health"], "populations": ["children"], "services": ["legal-aid"],
        "sectors": ["health"], "serves": ["north-district"], "aliases": ["CW"], "identifiers": ["XX-REG:4711"],
    }  # fmt: skip
    assert record | expected == record
    assert record["unknown"] == ["verified_on", "any tie with us"]


def test_an_organization_is_an_ngo_unless_said(map_: Run) -> None:
    map_("add", "Plain")
    record = shown(map_, "plain")
    assert (record["kind"], record["audience"]) == ("ngo", "public")


@pytest.mark.parametrize(
    "similar", ["Fair Election Now", "fair elections now", "FAIR ELECTIONS, NOW!", "Now Fair Elections"]
)
def test_a_name_like_a_known_one_is_refused_unless_new(map_: Run, similar: str) -> None:
    map_("add", "Fair Elections Now")
    ran = map_("add", similar)
    assert ran.exit_code == 1
    assert "Fair Elections Now (fair-elections-now)" in ran.stderr
    assert "--new" in ran.stderr
    # A yes to every question is none to this one.
    assert map_("add", similar, "--yes").exit_code == 1
    assert map_("add", similar, "--new").exit_code == 0
    assert map_("list", "--format", "json").json["total"] == 3


def test_an_alias_is_a_known_name_too(map_: Run) -> None:
    map_("add", "United Nations Children's Fund", "--alias", "UNICEF")
    assert map_("add", "Unicef").exit_code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--issue", "corrupton"], "Nearest: corruption"),
        (["--kind", "club"], "One of: ngo, cbo"),
        (["--staff", "1_000"], "'1_000' is not a whole number"),
        (["--staff", "１２"], "'１２' is not a whole number"),
        (["--budget", "nan"], "'nan' is not a number"),
        (["--budget", "1e400"], "out of range"),
        (["--budget", "1,234"], "'1,234' is not a number"),
        (["--lat", "91", "--lon", "0"], "between -90 and 90"),
        (["--lat", "0", "--lon", "181"], "between -180 and 180"),
        (["--lat", "-1,29", "--lon", "36,8"], "'-1,29' is not a number"),
        (["--lat", "1"], "both --lat and --lon"),
        (["--founded", "01/02/2024"], "2024-03-31"),
        (["--country", "Atlantis"], "'Atlantis' is not known"),
        (["--currency", "dollars"], "ISO 4217"),
        (["--website", "javascript:alert(1)"], "http://"),
        (["--email", "nobody"], "name@example.org"),
        (["--serves", "Atlantis"], "no area 'Atlantis'"),
        (["--id", "4711"], "SCHEME:VALUE"),
        (["--alias", "***"], "no letters or digits"),
        (["--phone", ""], "phone: it is empty"),
        (["--notes", "a\x00b"], "NUL"),
        (["--audience", "everybody"], "One of: public"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused_whole(map_: Run, words: list[str], said: str) -> None:
    ran = map_("add", "Somebody", "--issue", "health", *words)
    assert ran.exit_code in (1, 2)
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 2 and ran.stdout == ""
    assert map_("list", "--format", "json").json["total"] == 1


def test_new_terms_are_made_on_demand_and_said(map_: Run) -> None:
    ran = map_("add", "Payroll Watch", "--issue", "Ghost workers", "--issue", "health", "--new-term")
    assert "Made the issue Ghost workers (ghost-workers). Undo: ngomap term remove issue ghost-workers" in ran.stderr
    assert shown(map_, "payroll-watch")["issues"] == ["ghost-workers", "health"]
    assert map_("add", "Other", "--issue", "ghost workers").exit_code == 0
    # If the rest is refused, the term is not made either.
    assert map_("add", "Third", "--issue", "Fresh term", "--new-term", "--id", "none").exit_code == 2
    assert map_("term", "list", "issue", "--format", "json", "--limit", "0").stdout.count("fresh-term") == 0


def test_an_identifier_is_of_one_organization(map_: Run) -> None:
    map_("add", "Alpha", "--id", "XX:1")
    ran = map_("add", "Beta Group", "--id", "xx:1")
    assert (ran.exit_code, "ngomap edit alpha" in ran.stderr) == (1, True)


def test_without_a_name_and_a_terminal_it_is_a_usage_error(map_: Run) -> None:
    ran = map_("add")
    assert (ran.exit_code, ran.stderr.splitlines()[0]) == (2, "Error: add needs a NAME.")


@pytest.mark.parametrize("name", ["", "  ", "***", "🎭", "\u200f"])
def test_a_name_has_letters_or_digits(map_: Run, name: str) -> None:
    ran = map_("add", name)
    assert (ran.exit_code, "no letters or digits" in ran.stderr) == (2, True)


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("الصحة للجميع", "الصحة-للجميع"),
        ("जन स्वास्थ्य", "जन-स्वास्थ्य"),
        ("東京市民", "東京市民"),
        ("Ёжик", "ежик"),
        ("[bold]x[/]", "bold-x"),
        ("A" * 5000, "a" * 32),
        ("🎭 Theatre", "theatre"),
        ("Cafe\u0301", "cafe"),
    ],
)
def test_names_of_all_kinds(map_: Run, name: str, handle: str) -> None:
    assert map_("add", name, "--format", "json").json["record"]["handle"] == handle
    assert map_("show", handle, "--format", "json").json["records"][0]["name"] == name.replace("e\u0301", "é")
    assert map_("show", name, "--format", "json").json["records"][0]["handle"] == handle


def test_an_error_about_a_long_name_is_short(map_: Run) -> None:
    ran = map_("show", "x" * 5000)
    assert (ran.exit_code, len(ran.stderr.splitlines()), len(ran.stderr) < 1000) == (1, 2, True)
    assert "There is no actor" in ran.stderr and "in the map" in ran.stderr


def test_letters_that_look_alike_are_pointed_out(map_: Run) -> None:
    assert "several scripts" in map_("add", "Pаypal Foundation").stderr
    assert "several scripts" not in map_("add", "Ёжик").stderr


def test_the_point_that_stands_for_nothing_is_pointed_out(map_: Run) -> None:
    assert "0, 0" in map_("add", "Somebody", "--lat", "0", "--lon", "0").stderr


def test_a_place_that_two_areas_have_is_kept_as_words(map_: Run) -> None:
    map_("area", "add", "Town", "--under", "xx01")
    map_("area", "add", "Town")
    ran = map_("add", "Somebody", "--place", "Town")
    assert "kept as words" in ran.stderr
    record = shown(map_, "somebody")
    assert (record["place"], record.get("area")) == ("Town", None)


def test_the_map_is_untouched_when_it_is_not_there(run: Run, map_path: Path) -> None:
    ran = run("add", "Somebody")
    assert (ran.exit_code, map_path.exists()) == (10, False)
