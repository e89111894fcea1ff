"""What the second migration adds: what imports remember, pairs that may be one organization, terms proposed from text.

The table of relationships is made anew because two grants of one funder to one organization on one day are two ties:
what tells them apart is their `reference`.
"""

from __future__ import annotations

from typing import Final

IMPORTS: Final = """
CREATE TABLE import_profiles ( -- how files of a kind are read, by name
  name TEXT PRIMARY KEY CHECK (name <> ''), -- as --profile says it
  reading TEXT NOT NULL, -- the format and the options, as JSON
  used_on TEXT NOT NULL -- when it was last used, ISO
) STRICT;

CREATE TABLE import_lines ( -- where in a file a record was first read, and where it was last changed from
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- whose row it is
  change_id INTEGER NOT NULL REFERENCES changes(id) ON DELETE CASCADE, -- the import
  line INTEGER NOT NULL CHECK (line > 0), -- the line of the file; the first is 1
  part TEXT, -- the sheet, or the file in a folder or archive
  PRIMARY KEY (actor_id, change_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_lines_change ON import_lines(change_id);

CREATE TABLE match_pairs ( -- pairs of actors that may be one, and what a person said of them
  a_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- the one with the lower id
  b_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE CHECK (b_id > a_id), -- the other
  score REAL NOT NULL CHECK (score BETWEEN 0 AND 1), -- how alike they are
  relation TEXT NOT NULL DEFAULT 'same' CHECK (relation IN ('same','parent-of')), -- what is supposed of them
  reasons TEXT NOT NULL, -- why, as a JSON list of sentences
  verdict TEXT CHECK (verdict IN ('different','later')), -- what was decided; empty: nothing yet
  decided_at TEXT, -- when, UTC
  PRIMARY KEY (a_id, b_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX match_pairs_b ON match_pairs(b_id);

CREATE TABLE term_suggestions ( -- terms that the words of an actor suggest
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- whose words they are
  term_id INTEGER NOT NULL REFERENCES terms(id) ON DELETE CASCADE, -- what they suggest
  score REAL NOT NULL CHECK (score BETWEEN 0 AND 1), -- how surely
  words TEXT NOT NULL, -- the words that caused it, as a JSON list
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open','accepted','refused')), -- accepted: used, not yet verified
  PRIMARY KEY (actor_id, term_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX term_suggestions_term ON term_suggestions(term_id);

DROP VIEW people;
DROP VIEW ties;
CREATE TABLE relationships_now ( -- ties between actors
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  type TEXT NOT NULL CHECK (type IN ('works-with','member-of','funds','mentors','monitors',-- how the first stands to the second
    'advises','parent-of','on-board-of','works-for','holds-office-in','volunteers-for','knows','rivals','related')),
  from_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- the first; a mutual tie stands once
  to_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE CHECK (to_id <> from_id), -- the second
  status TEXT NOT NULL DEFAULT 'active' -- whether it stands
    CHECK (status IN ('wanted','active','dormant','ended','declined')),
  rung INTEGER CHECK (rung BETWEEN 0 AND 5), -- claimed rung of works-with: 0 aware ... 5 collaboration
  wanted INTEGER CHECK (wanted BETWEEN 0 AND 5), -- the rung we would like
  stance TEXT CHECK (stance IN ('cooperative','mixed','confrontational')), -- towards a government body
  title TEXT, -- of a position
  since TEXT, -- ISO date
  until TEXT, -- ISO date
  amount REAL CHECK (amount >= 0), -- of a grant, in `currency`
  currency TEXT CHECK (length(currency) = 3), -- ISO 4217
  notes TEXT, -- anything else
  source TEXT, -- where we know it from
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret')),
  reference TEXT CHECK (reference <> ''), -- its number where it comes from, such as that of a grant
  CHECK (rung IS NULL OR type = 'works-with'),
  CHECK (until IS NULL OR since IS NULL OR until >= since OR until LIKE since || '%' OR since LIKE until || '%')
) STRICT;
INSERT INTO relationships_now SELECT id, uid, type, from_id, to_id, status, rung, wanted, stance, title, since, until,
  amount, currency, notes, source, audience, NULL FROM relationships;
DROP TABLE relationships;
ALTER TABLE relationships_now RENAME TO relationships;
CREATE UNIQUE INDEX relationships_once ON relationships(from_id, to_id, type, ifnull(since, ''), ifnull(reference, ''));
CREATE INDEX relationships_to ON relationships(to_id, type);

CREATE VIEW people AS -- people with the organizations they work for or serve
SELECT a.handle, a.name, a.place, a.email, a.phone, r.type AS position, r.title, o.name AS organization, r.since, r.until,
  a.audience
FROM actors a
LEFT JOIN relationships r ON r.from_id = a.id AND r.type IN ('on-board-of','works-for','holds-office-in','volunteers-for')
LEFT JOIN actors o ON o.id = r.to_id
WHERE a.kind = 'person';

CREATE VIEW ties AS -- relationships with names instead of ids
SELECT r.id, x.name AS from_name, r.type, y.name AS to_name, r.status, r.rung, r.wanted, r.stance, r.title, r.since, r.until,
  r.amount, r.currency, r.source, r.audience, x.handle AS from_handle, y.handle AS to_handle, r.reference
FROM relationships r JOIN actors x ON x.id = r.from_id JOIN actors y ON y.id = r.to_id;

DROP TABLE actor_search;
CREATE VIRTUAL TABLE actor_search USING fts5( -- full-text search over actors, by rowid = actors.id
  name, aliases, place, words, tokenize = "unicode61 remove_diacritics 2"
);
"""
# Without an index of prefixes, which made every import a third slower; a search for a prefix does not need it.
