"""Words for ties in three languages."""

from __future__ import annotations

from collections import Counter

import pytest

from ngomap.errors import InvalidValue
from ngomap.importers.tie_words import fits, tie_meaning
from ngomap.model.relationships import TIE_TYPES, check_ends
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("collaborates with", ("works-with", False)), ("Partenaire", ("works-with", False)),
        ("FUNDS", ("funds", False)), ("funded-by", ("funds", True)), ("financé par", ("funds", True)),
        ("Miembro de", ("member-of", False)), ("has member", ("member-of", True)),
        ("board member", ("on-board-of", False)), ("Membre du conseil d'administration", ("on-board-of", False)),
        ("subsidiary of", ("parent-of", True)), ("employs", ("works-for", True)), ("works-for", ("works-for", False)),
    ],
)  # fmt: skip
def test_words_have_their_type_and_their_direction(word: str, meaning: tuple[str, bool]) -> None:
    assert tie_meaning(word) == meaning


def test_every_type_is_known_by_its_own_name_and_labels() -> None:
    for name, tie in TIE_TYPES.items():
        assert tie_meaning(name) == tie_meaning(tie.forward) == (name, False)
        assert tie_meaning(tie.backward) == (name, not tie.mutual)


def test_no_word_stands_for_two_things() -> None:
    rows = shipped_rows("imports/tie_types.csv")
    words = Counter(name_key(word) for row in rows for word in row["words"].split("|"))
    assert [word for word, n in words.items() if n > 1 or not word] == []
    assert {row["type"] for row in rows} == set(TIE_TYPES)
    for row in rows:
        assert (row["reads"] == "both") == TIE_TYPES[row["type"]].mutual


def test_what_fits_is_what_the_map_allows() -> None:
    for name in TIE_TYPES:
        for a in ("person", "ngo", "government"):
            for b in ("person", "ngo", "government"):
                try:
                    check_ends(name, a, b)
                except InvalidValue:
                    assert not fits(name, a, b)
                else:
                    assert fits(name, a, b)
