"""A map that goes out and comes back is the same map, as far as the format can carry it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from ngomap.exporters.not_carried import ALL, NOT_CARRIED
from ngomap.model.whole_format import MUTUAL_TYPES, SECTIONS
from tests.conftest import Run

ANEW = ()
"""What a map may give an actor anew; that the files say both is tested beside the exporters."""
Document = dict[str, Any]


def whole(run: Run, path: Path) -> Document:
    found = run("export", "json", "--audience", "internal", map_=path)
    assert found.exit_code == 0
    return dict(found.json)


def by_name(document: Document, section: str, lost: tuple[str, ...]) -> list[Document]:
    """The records without what is lost, actors by their names: in another map a handle may be another's already. A
    record that says no source got the file for one.
    """
    names = {actor["handle"]: actor["name"] for actor in document["actors"]}
    kept = [{f: v for f, v in record.items() if f not in (*lost, *ANEW)} for record in document[section]]
    for record in kept:
        record |= {end: names[record[end]] for end in ("from", "to", "actor") if end in record}
        if record.get("source") in (None, "file"):
            record.pop("source", None)
        # A tie that reads both ways stands in the order of the handles.
        if record.get("type") in MUTUAL_TYPES:
            record["from"], record["to"] = sorted((record["from"], record["to"]))
    return sorted(kept, key=str)


@pytest.mark.parametrize("form", NOT_CARRIED)
def test_the_example_comes_back(run: Run, tmp_path: Path, form: str, example_map: Path) -> None:
    first, second, file = tmp_path / "first.db", tmp_path / "second.db", tmp_path / "file"
    shutil.copy(example_map, first)
    assert run("export", form, "--audience", "internal", "--to", str(file), map_=first).exit_code == 0
    assert run("init", map_=second).exit_code == 0
    ran = run("import", str(file), "--format", "json", map_=second)
    assert ran.exit_code == 0
    answer = ran.json
    assert (answer["format"], answer["rejected"], answer["changed"]) == (form, 0, 0)

    before, after = whole(run, first), whole(run, second)
    lost = NOT_CARRIED[form]
    for section in SECTIONS:
        if lost.get(section) != ALL:
            assert by_name(after, section, lost.get(section, ())) == by_name(before, section, lost.get(section, ()))
    if "map" not in lost:
        assert after["map"] == before["map"]

    again = run("import", str(file), "--format", "json", map_=second).json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, again["read"])
    at_home = run("import", str(file), "--format", "json", map_=first).json
    assert (at_home["added"], at_home["changed"], at_home["unchanged"]) == (0, 0, at_home["read"])
    assert whole(run, first) == before
