"""Pictures as files: the same bytes every time, whatever the process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ngomap.pictures.saving import FORMS, saved, svg_of
from tests.browser.test_picture_page import EVIL, picture

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = """
import hashlib
from ngomap.pictures.saving import FORMS, saved
from tests.browser.test_picture_page import picture
print([hashlib.sha256(saved(picture(), form)).hexdigest() for form in FORMS])
"""
STARTS = {"html": b"<!doctype html>", "svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}


def test_the_same_bytes_in_other_processes() -> None:
    here = str([hashlib.sha256(saved(picture(), form)).hexdigest() for form in FORMS])
    for seed in "12":
        ran = subprocess.run(
            [sys.executable, "-c", DIGESTS], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert ran.stdout.strip() == here


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_what_it_says(form: str) -> None:
    assert saved(picture(), form).startswith(STARTS[form])


def test_markup_in_names_is_text_in_the_drawing() -> None:
    svg = svg_of(picture())
    assert "<script" not in svg
    assert "<img" not in svg
    assert "&lt;script&gt;" in svg
    assert EVIL[4] in svg


def test_nothing_is_fetched_for_a_picture() -> None:
    chart = picture()
    chart.spec["layer"][0]["data"] = {"url": "http://127.0.0.1:9/data.json"}  # type: ignore[index]
    for form in ("svg", "png", "pdf"):
        with pytest.raises(ValueError, match="External data url not allowed"):
            saved(chart, form)
