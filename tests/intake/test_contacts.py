"""People named in a table of organizations are in the map, tied to them, and in no file for others."""

from __future__ import annotations

from pathlib import Path

from ngomap.exporters.formats import FORMATS, WITH_TABLES
from ngomap.model.tables import COLUMNS
from tests.conftest import Run

SECRETS = ("Quintana", "quintana@arts.example", "0799123", "Wojtek")


def test_the_people_of_a_table_stay_inside(run: Run, tmp_path: Path) -> None:
    run("init")
    file = tmp_path / "members.csv"
    file.write_text(
        "Name,Type,E-mail,Contact person,Position,Contact e-mail,Contact phone,Director\n"
        "Arts for All,NGO,info@arts.example,Ana Quintana,Coordinator,quintana@arts.example,+254 0799123,Wojtek Nowak\n"
    )
    assert run("import", str(file)).exit_code == 0
    people = run("person", "list", "--format", "json").json["records"]
    assert {person["name"] for person in people} == {"Ana Quintana", "Wojtek Nowak"}
    shown = run("show", "Ana Quintana", "--format", "json").stdout
    assert "Coordinator" in shown
    assert "quintana@arts.example" in shown
    for form in FORMATS:
        for audience in ("public", "partners"):
            for what in COLUMNS if form in WITH_TABLES else (None,):
                text = run("export", form, "--audience", audience, *(("--what", what) if what else ())).stdout
                assert text
                assert not [secret for secret in SECRETS if secret in text], (form, audience, what)
    assert "Quintana" in run("export", "json", "--audience", "internal").stdout


def test_the_same_file_again_adds_nobody(run: Run, tmp_path: Path) -> None:
    run("init")
    file = tmp_path / "members.csv"
    file.write_text("Name,Contact person\nArts for All,Ana Quintana\nHelp,Ana Quintana\n")
    run("import", str(file))
    again = run("import", str(file), "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
