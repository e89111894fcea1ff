"""Names in capitals as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.importers.capitals import readable
from ngomap.model.text import name_key


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("THE FRIENDS OF THE LIBRARY", "The Friends of the Library"), ("AFL-CIO LOCAL 3RD", "AFL-CIO Local 3rd"),
        ("CHILDREN'S FUND", "Children's Fund"), ("D'ARCY HOUSE", "D'Arcy House"), ("B&B GUILD", "B&B Guild"),
        ("ST LUKES CTR", "St Lukes Ctr"), ("MCCOMBS & MACK LLC", "McCombs & Mack LLC"), ("A B C", "A B C"),
        ("SOCIÉTÉ SAVANTE", "Société Savante"), ("UN GLOBAL COMPACT", "UN Global Compact"), ("", ""),
        ("  TWO   SPACES ", "Two Spaces"), ("already Written NGO", "already Written NGO"),
    ],
)  # fmt: skip
def test_names(capitals: str, written: str) -> None:
    assert readable(capitals) == written


@given(st.text("ABCDEFGHIJ '-&.", max_size=30))
def test_only_the_case_changes(text: str) -> None:
    assert name_key(readable(text)) == name_key(text)
    assert readable(text).casefold() == " ".join(text.split()).casefold()
