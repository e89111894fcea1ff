"""What the sixth migration adds: for whom shares are made, whose shares were taken in, what they said last, and where
they say another thing than the map.
"""

from __future__ import annotations

from typing import Final

ADDED: Final = ("share_sources", "merged_records", "conflicts")
"""The new tables that have a history: a merge is taken back with what it remembers. The keys of shares have none."""

SHARING: Final = """
CREATE TABLE share_recipients ( -- for whom shares are made again and again; what is here never leaves the map
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''), -- what you call them
  name_key TEXT NOT NULL UNIQUE, -- the name without case, accents and punctuation
  key TEXT NOT NULL CHECK (length(key) = 64) -- makes the ids in their shares, which fit each other and nobody else's
) STRICT;

CREATE TABLE share_sources ( -- whose shares and maps were taken in
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL UNIQUE CHECK (source <> ''), -- the same in all shares that they make for us
  name TEXT NOT NULL -- who made it, as the file says
) STRICT;

CREATE TABLE merged_records ( -- what others called a record, and what they last said of it
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES share_sources(id) ON DELETE CASCADE, -- who said it
  section TEXT NOT NULL, -- what it is: actors, relationships, ...
  record TEXT NOT NULL, -- which record of the map: its uid, or a digest of what it is known by
  theirs TEXT, -- its id in their shares
  base TEXT NOT NULL CHECK (json_valid(base)), -- JSON: digests of what they said, by field
  actor_id INTEGER REFERENCES actors(id) ON DELETE CASCADE, -- whom it is about, if somebody
  other_id INTEGER REFERENCES actors(id) ON DELETE CASCADE -- and, of a tie, whom else
) STRICT;
CREATE UNIQUE INDEX merged_records_once ON merged_records(source_id, section, record);
CREATE INDEX merged_records_actor ON merged_records(actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX merged_records_other ON merged_records(other_id) WHERE other_id IS NOT NULL;

CREATE TABLE conflicts ( -- where a share says another thing than the map, and what was decided
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES share_sources(id) ON DELETE CASCADE, -- who says so
  section TEXT NOT NULL, -- what it is about: actors, relationships, ...
  record TEXT NOT NULL, -- which record of the map: its uid, or a digest of what it is known by
  field TEXT NOT NULL, -- what of it
  ours TEXT CHECK (ours IS NULL OR json_valid(ours)), -- JSON: what the map said; empty: it was taken out here
  theirs TEXT NOT NULL CHECK (json_valid(theirs)), -- JSON: what they say
  on_date TEXT NOT NULL, -- the day of their share, ISO
  state TEXT NOT NULL DEFAULT 'open' -- whose word counts, if that was settled
    CHECK (state IN ('open','ours','theirs','value')),
  actor_id INTEGER REFERENCES actors(id) ON DELETE CASCADE, -- whom it is about, if somebody
  other_id INTEGER REFERENCES actors(id) ON DELETE CASCADE -- and, of a tie, whom else
) STRICT;
CREATE UNIQUE INDEX conflicts_once ON conflicts(source_id, section, record, field) WHERE state = 'open';
CREATE INDEX conflicts_actor ON conflicts(actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX conflicts_other ON conflicts(other_id) WHERE other_id IS NOT NULL;
"""
