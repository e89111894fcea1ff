"""What the seventh migration adds: indexes that keep the questions about one organization or place quick on a register
of a country. No table and no column.
"""

from __future__ import annotations

from typing import Final

SPEED: Final = """
CREATE INDEX areas_code_any_case ON areas(code COLLATE NOCASE) WHERE code IS NOT NULL;
"""
