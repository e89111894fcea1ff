"""Words of closed lists."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue
from ngomap.model.choice import one_of


def test_case_blanks_and_underscores_are_forgiven() -> None:
    assert one_of(" Letter_Of-Support ", ("call", "letter-of-support"), "kind") == "letter-of-support"


def test_other_words_are_refused_with_the_list() -> None:
    with pytest.raises(InvalidValue) as caught:
        one_of("\x1b[31mcal", ("call", "email"), "kind")
    assert caught.value.message == r"kind: '\x1b[31mcal' is not known."
    assert caught.value.hint == "One of: call, email."
    assert caught.value.exit_code == 2
