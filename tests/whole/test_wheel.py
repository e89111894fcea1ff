"""What a user installs: the wheel, in an environment with nothing else, does the main job."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIP = (sys.executable, "-m", "pip", "--python")


def run(*command: str | Path, cwd: Path) -> str:
    """Run and return stdout; anything but success is an error with all that was said."""
    result = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of a clean environment with the wheel and what it needs to run."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    # What is not imported need not be compiled, and the pip that is here can install there.
    venv.create(folder / "env")
    scripts = folder / "env" / "bin"
    run(*PIP, scripts / "python", "install", "--quiet", "--no-compile", wheel, cwd=folder)
    return scripts


def test_the_main_job_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    tour = json.loads(run(installed / "ngomap", "demo", "--format", "json", cwd=tmp_path))
    assert tour["total"] > 10
    for question in (["gaps"], ["duplication"], ["allies", "--issue", "corruption"], ["partners"]):
        answer = json.loads(run(installed / "ngomap", *question, "--format", "json", cwd=tmp_path))
        assert answer["ngomap"] == "report/1"
        assert answer["findings"]


def test_no_development_dependency_is_needed(installed: Path) -> None:
    names = {
        p["name"].lower()
        for p in json.loads(run(*PIP, installed / "python", "list", "--format", "json", cwd=installed))
    }
    assert names & {"pytest", "hypothesis", "mypy", "ruff", "import-linter", "numpy"} == set()


def test_the_real_3w_is_imported_from_the_wheel(installed: Path, tmp_path: Path, datasets: Path) -> None:
    run(installed / "ngomap", "init", "--name", "Us", cwd=tmp_path)
    source = datasets / "3w-afghanistan-2024q1" / "afg_3w_jan_mar_2024.csv"
    report = json.loads(run(installed / "ngomap", "import", source, "--format", "json", cwd=tmp_path))
    assert (report["read"], report["added"], report["rejected"]) == (10902, 10902, 0)
    answer = json.loads(run(installed / "ngomap", "gaps", "coverage", "--format", "json", cwd=tmp_path))
    assert answer["total"] > 0
