"""Identifiers taken apart."""

from __future__ import annotations

import pytest

from ngomap.importers.org_ids import org_id


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("GB-CHC-123", ("GB-CHC", "123")), ("XM-DAC-12-1", ("XM-DAC", "12-1")), ("360g-x", ("360G", "x")),
        ("us-ein-01-2345678", ("US-EIN", "012345678")), ("0012", ("REG", "0012")), ("360G-", ("REG", "360G-")),
        ("CA-CRA_ACR-1RR1", ("CA-CRA_ACR", "1RR1")),
    ],
)  # fmt: skip
def test_registers_and_numbers(text: str, pair: tuple[str, str]) -> None:
    assert org_id(text) == pair
