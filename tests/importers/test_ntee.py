"""What the codes of the US register mean."""

from __future__ import annotations

import pytest

from ngomap.importers.ntee import classified, ntee


@pytest.mark.parametrize("code", ["K31", "K31Z", "K310", " k31 "])
def test_forms_of_one_code_mean_the_same(code: str) -> None:
    found = ntee(code)
    assert found
    assert ("issue", "food-security") in found.terms


@pytest.mark.parametrize("code", ["", "NA", "K", "9", "KK1", "?", "[bold]"])
def test_what_is_no_code_means_nothing(code: str) -> None:
    assert ntee(code) is None


def test_a_common_code_says_what_is_done_and_the_field_stands_behind_it() -> None:
    plain, behind = ntee("B12"), ntee("B112")
    assert plain and behind
    assert ("service", "grant-making") in plain.terms and ("issue", "education") in plain.terms
    assert ("issue", "basic-education") in behind.terms
    assert plain.kind == ""


def test_a_code_not_in_the_list_falls_back_on_its_field() -> None:
    found = ntee("C88")
    assert found
    assert found.terms == (("issue", "environment"), ("service", "environmental-action"))


def test_without_a_code_the_form_of_the_exemption_gives_the_sector() -> None:
    assert classified("NA", "03", "1000", "10") == ("faith", (("sector", "religion"),))
    assert classified("NA", "99", "0000", "00") == ("", ())
