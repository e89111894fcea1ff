"""What commands answer: one envelope each, and rows for a spreadsheet."""

from __future__ import annotations

from ngomap.model.answers import Change, Export, Intake, Records, Rejected


def test_a_change() -> None:
    change = Change("added", "offer", {"id": 3, "kind": "space"}, "Added.", "ngomap offer us --remove 3", ("A note.",))
    assert change.document() == {
        "ngomap": "change/1",
        "action": "added",
        "kind": "offer",
        "record": {"id": 3, "kind": "space"},
        "text": "Added.",
        "undo": "ngomap offer us --remove 3",
        "notes": ("A note.",),
    }
    names, rows = change.rows()
    assert names == ["action", "of", "id", "kind", "text", "undo"]
    # The record's own kind does not take the place of what was changed.
    assert (rows[0]["of"], rows[0]["kind"]) == ("offer", "space")


def test_records() -> None:
    records = Records("actors", [{"name": "A", "x": 1}, {"name": "B", "y": 2}], 9, ("name",), ("A note.",))
    assert records.document()["total"] == 9
    assert records.rows()[0] == ["name", "x", "y"]


def test_an_intake() -> None:
    intake = Intake("a.csv", "table", 3, 1, 1, 0, (Rejected(3, "no name", {"Name": ""}),))
    document = intake.document()
    assert (document["ngomap"], document["rejected"]) == ("intake/1", 1)
    assert document["rejects"] == [{"line": 3, "reason": "no name", "row": {"Name": ""}}]
    assert intake.rows()[1] == [
        {"file": "a.csv", "format": "table", "read": 3, "added": 1, "changed": 1, "unchanged": 0, "rejected": 1}
    ]


def test_an_export() -> None:
    export = Export("out.csv", "csv", "public", {"actors": 2, "areas": 1}, {"people": 4})
    assert export.document()["ngomap"] == "export/1"
    assert export.rows()[1][0] | {"written": 3, "withheld": 4} == export.rows()[1][0]
