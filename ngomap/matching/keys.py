"""Name keys, remembered: an import asks for the same names again and again."""

from __future__ import annotations

from functools import lru_cache

from ngomap.model.text import name_key

key_of = lru_cache(maxsize=50_000)(name_key)
"""`model.text.name_key`, worked out once for each spelling."""
