"""Run every test of reliability at its full counts, which takes a while, and print what was counted; or only the files named."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

os.environ["NGOMAP_RELIABILITY"] = "full"
named = any(Path(word.partition("::")[0]).exists() for word in sys.argv[1:])
where = [] if named else [str(Path(__file__).parent)]
sys.exit(pytest.main([*sys.argv[1:], *where, "-p", "no:cacheprovider", "--durations=12"]))
