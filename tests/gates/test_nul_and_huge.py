"""NUL and texts beyond measure are refused where they stand, never stored cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.gates.imported import NAMES, NOT_IN_XML, records, sound, stored, written
from tests.whole.sample_files import FORMS


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("text", ["Lantern\x00House", "x" * 200_000], ids=["NUL", "huge"])
def test_nul_and_cells_beyond_measure_are_refused_where_they_stand(
    name: str, text: str, run: Run, map_: Path, tmp_path: Path
) -> None:
    before = map_.read_bytes()
    files = FORMS[name].build(records({}, {"name": text}))
    ran = run("import", written(tmp_path, files), "--format", "json")
    if sound(ran, map_, before, files, line=FORMS[name].shape not in NOT_IN_XML):
        assert ran.json["rejected"] >= 1
    assert all("\x00" not in str(t) and len(str(t)) < 1000 for (t,) in stored(map_, NAMES))
