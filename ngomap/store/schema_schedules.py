"""What the eighth migration adds: what jobs that run by themselves told last."""

from __future__ import annotations

from typing import Final

SCHEDULES: Final = """
CREATE TABLE schedules ( -- what a job with --since-last told last, so that its next run tells what is new
  job TEXT PRIMARY KEY CHECK (length(job) = 64), -- which job: a digest of the command, its file, audience and filters
  runs INTEGER NOT NULL CHECK (runs > 0), -- how many times it told something
  on_date TEXT NOT NULL, -- the day of the last of them, ISO
  at TEXT NOT NULL, -- when that was, UTC
  told BLOB NOT NULL -- a digest of ten bytes for each thing that it told or that was known before, in their order
) STRICT;
"""
