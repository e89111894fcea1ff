"""Nothing is collected while much is read, and after it everything is as it was."""

from __future__ import annotations

import gc

import pytest

from ngomap.cli.reading_much import nothing_to_collect


@pytest.mark.parametrize("before", [True, False])
def test_the_collector_is_as_before(before: bool) -> None:
    (gc.enable if before else gc.disable)()
    try:
        with pytest.raises(KeyError), nothing_to_collect():
            assert not gc.isenabled()
            raise KeyError
        assert gc.isenabled() is before
    finally:
        gc.enable()
