"""What the fifth migration adds: points are found by where they lie, what services said of places is kept, and the days
of reports.
"""

from __future__ import annotations

from typing import Final

PLACES: Final = """
CREATE INDEX actors_point ON actors(lat, lon) WHERE lat IS NOT NULL;
CREATE INDEX areas_point ON areas(lat, lon) WHERE lat IS NOT NULL;

CREATE TABLE geocodes ( -- what services that find places answered, so that none is asked the same thing twice
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL CHECK (provider <> ''), -- which service
  server TEXT, -- its address, if it is not the usual one
  query TEXT NOT NULL CHECK (query <> ''), -- what it was asked
  country TEXT CHECK (length(country) = 2), -- ISO 3166-1 alpha-2, where the search was kept to one
  outcome TEXT NOT NULL CHECK (outcome IN ('found','nothing','ambiguous','wrong-country', -- what came of it
    'no-coordinates','bad-reply')),
  lat REAL CHECK (lat BETWEEN -90 AND 90), -- degrees north of what was found
  lon REAL CHECK (lon BETWEEN -180 AND 180), -- degrees east
  label TEXT, -- what was found, as the service names it
  choices TEXT CHECK (choices IS NULL OR json_valid(choices)), -- what else it may be: JSON
  attribution TEXT, -- whom to name for it
  at TEXT NOT NULL, -- when, UTC
  CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;
CREATE UNIQUE INDEX geocodes_once ON geocodes(provider, ifnull(server, ''), query, ifnull(country, ''));

CREATE TABLE reports ( -- when a report was made, so that the next can tell what changed since
  id INTEGER PRIMARY KEY,
  on_date TEXT NOT NULL, -- the day it tells of, ISO
  audience TEXT NOT NULL CHECK (audience IN ('public','partners','internal','secret')), -- who may see it
  at TEXT NOT NULL -- when it was made, UTC
) STRICT;
"""
