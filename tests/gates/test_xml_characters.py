"""Characters that XML cannot hold never get into a file, and a file that has them is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from ngomap.exporters.formats import FORMATS as EXPORTED
from ngomap.model.text import visible
from tests.conftest import Run
from tests.gates.imported import NOT_IN_XML, records, sound, written
from tests.gates.texts import CONTROL
from tests.whole.sample_files import FORMS


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.shape in NOT_IN_XML])
@pytest.mark.parametrize("text", CONTROL)
def test_xml_that_cannot_be_is_refused(name: str, text: str, run: Run, map_: Path, tmp_path: Path) -> None:
    files = FORMS[name].build(records({"name": text}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    assert not sound(ran, map_, map_.read_bytes(), files)


@pytest.mark.parametrize("form", EXPORTED)
def test_no_text_of_the_map_breaks_a_file_for_others(form: str, evil: Path, run: Run) -> None:
    """GEXF, GraphML and the parts of a workbook parse, JSON and its relatives are JSON, and none holds a character that a terminal obeys."""
    file = evil / f"x.{form}"
    ran = run("export", form, "--audience", "internal", "--to", str(file))
    assert ran.exit_code == 0, ran.stderr
    data = file.read_bytes()
    if form == "xlsx":
        with zipfile.ZipFile(file) as book:
            parts = [book.read(name) for name in book.namelist()]
        assert all(fromstring(part, forbid_dtd=True) is not None for part in parts)
        data = b"".join(parts)
    text = data.decode()
    assert visible(text.replace("\r\n", "\n") if form == "ics" else text) == text.replace("\r\n", "\n")
    assert "Zq" in text
    if form in ("gexf", "graphml"):
        assert fromstring(data, forbid_dtd=True).tag.endswith(form)
    elif form in ("json", "kumu", "geojson"):
        assert isinstance(json.loads(text), dict)
