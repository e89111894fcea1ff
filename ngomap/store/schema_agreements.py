"""What the third migration adds: value beside trust, since when a tie stands on its rung, introductions asked for, and
what partners agreed.
"""

from __future__ import annotations

from typing import Final

CHANGED: Final = ("relationships", "trust", "events")
"""Tables that get columns, and so their history anew."""
ADDED: Final = ("agreements", "labour")

# A comment stands in the file only if more of the statement follows it.
AGREEMENTS: Final = """
ALTER TABLE trust ADD COLUMN influence INTEGER -- their say counts with others
  CHECK (influence BETWEEN 0 AND 4);
ALTER TABLE trust ADD COLUMN involvement INTEGER -- they put in time and people
  CHECK (involvement BETWEEN 0 AND 4);
ALTER TABLE trust ADD COLUMN resources INTEGER -- they have what we lack
  CHECK (resources BETWEEN 0 AND 4);
ALTER TABLE relationships ADD COLUMN rung_since TEXT -- since when it stands on that rung, ISO
  CHECK (rung_since <> '');
ALTER TABLE events ADD COLUMN introduces_id INTEGER -- to whom we asked to be introduced
  REFERENCES actors(id) ON DELETE SET NULL;
CREATE INDEX events_introduces ON events(introduces_id) WHERE introduces_id IS NOT NULL;
CREATE INDEX events_due ON events(next_due) WHERE next_step IS NOT NULL AND next_done_on IS NULL;

CREATE TABLE agreements ( -- points that two partners, or the members of a coalition, talk over; each dated
  id INTEGER PRIMARY KEY,
  a_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- one of the two, or the coalition
  b_id INTEGER REFERENCES actors(id) ON DELETE CASCADE CHECK (b_id <> a_id), -- the other; empty: all members of the coalition
  point TEXT NOT NULL CHECK (point IN ('shared-vision','common-goals','strategy','division-of-labour', -- what it is about
    'joint-meetings','communication','joint-projects','shared-commitment','roles','decision-making','transparency',
    'conflicts')),
  state TEXT NOT NULL CHECK (state IN ('open','discussed','agreed')), -- how far it got
  text TEXT, -- what was said or agreed
  on_date TEXT NOT NULL, -- when, ISO
  source TEXT, -- where it is written down
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE UNIQUE INDEX agreements_once ON agreements(
  min(a_id, ifnull(b_id, a_id)), max(a_id, ifnull(b_id, a_id)), point, on_date);
CREATE INDEX agreements_b ON agreements(b_id);

CREATE TABLE labour ( -- who covers which audience, area and message, as partners divided it
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  a_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- one of the two, or the coalition
  b_id INTEGER REFERENCES actors(id) ON DELETE CASCADE CHECK (b_id <> a_id), -- the other; empty: all members of the coalition
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who does it
  task TEXT NOT NULL CHECK (task <> ''), -- what is told or done
  population_id INTEGER REFERENCES terms(id) ON DELETE SET NULL, -- for whom; empty: for everybody
  area_id INTEGER REFERENCES areas(id) ON DELETE SET NULL, -- where; empty: everywhere
  since TEXT, -- from when, ISO
  until TEXT, -- until when, ISO
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE INDEX labour_a ON labour(a_id);
CREATE INDEX labour_b ON labour(b_id);
CREATE INDEX labour_actor ON labour(actor_id);

DROP VIEW ties;
CREATE VIEW ties AS -- relationships with names instead of ids
SELECT r.id, x.name AS from_name, r.type, y.name AS to_name, r.status, r.rung, r.rung_since, r.wanted, r.stance, r.title,
  r.since, r.until, r.amount, r.currency, r.source, r.audience, x.handle AS from_handle, y.handle AS to_handle, r.reference
FROM relationships r JOIN actors x ON x.id = r.from_id JOIN actors y ON y.id = r.to_id;

DROP VIEW contacts_log;
CREATE VIEW contacts_log AS -- events with who took part
SELECT e.id, e.on_date, e.kind, e.title, e.outcome, e.next_step, e.next_due, e.next_done_on,
  (SELECT group_concat(a.name, '; ') FROM event_participants x JOIN actors a ON a.id = x.actor_id WHERE x.event_id = e.id)
  AS participants, -- names of those who took part
  w.name AS introduction, -- to whom we asked to be introduced
  e.audience
FROM events e LEFT JOIN actors w ON w.id = e.introduces_id;

CREATE VIEW agreed AS -- what was talked over and agreed, with names instead of ids
SELECT g.id, x.name AS one, y.name AS other, g.point, g.state, g.text, g.on_date, g.source, g.audience
FROM agreements g JOIN actors x ON x.id = g.a_id LEFT JOIN actors y ON y.id = g.b_id;
"""
