"""The tables and views of a map. The comments stand in the file itself: `ngomap schema` and any SQLite tool show them."""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x4E474F4D
"""`NGOM`: what makes a SQLite file a map."""

# The key columns of a WITHOUT ROWID table stand first: else `PRAGMA integrity_check` of SQLite 3.40 reports false NULLs.
START: Final = """
CREATE TABLE settings ( -- what the map knows about itself
  key TEXT PRIMARY KEY, -- name, us, today, weights.*
  value TEXT NOT NULL -- the setting, as text
) STRICT;

CREATE TABLE areas ( -- places with an extent, as a tree
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  handle TEXT NOT NULL UNIQUE, -- readable name for scripts
  name TEXT NOT NULL CHECK (name <> ''), -- as people there call it
  name_key TEXT NOT NULL, -- the name without case, accents, punctuation
  level TEXT, -- country, region, province, district, city, village, ...
  parent_id INTEGER REFERENCES areas(id) ON DELETE SET NULL CHECK (parent_id <> id), -- the area it lies in
  code TEXT UNIQUE, -- official place code (p-code)
  country TEXT CHECK (length(country) = 2), -- ISO 3166-1 alpha-2
  lat REAL CHECK (lat BETWEEN -90 AND 90), -- degrees north, of a point in the middle
  lon REAL CHECK (lon BETWEEN -180 AND 180), -- degrees east
  audience TEXT NOT NULL DEFAULT 'public' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret')),
  CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;
CREATE INDEX areas_name_key ON areas(name_key);
CREATE INDEX areas_parent ON areas(parent_id);

CREATE TABLE area_aliases ( -- other names of areas
  area_id INTEGER NOT NULL REFERENCES areas(id) ON DELETE CASCADE, -- whose name it is
  alias_key TEXT NOT NULL, -- the alias without case, accents, punctuation
  alias TEXT NOT NULL, -- the other name
  PRIMARY KEY (area_id, alias_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX area_aliases_key ON area_aliases(alias_key);

CREATE TABLE terms ( -- the four vocabularies, each a tree
  id INTEGER PRIMARY KEY,
  vocabulary TEXT NOT NULL CHECK (vocabulary IN ('issue','population','service','sector')), -- which of the four
  slug TEXT NOT NULL, -- readable name for scripts
  name TEXT NOT NULL CHECK (name <> ''), -- as people read it
  name_key TEXT NOT NULL, -- the name without case, accents, punctuation
  parent_id INTEGER REFERENCES terms(id) ON DELETE SET NULL CHECK (parent_id <> id), -- the wider term
  sdg INTEGER CHECK (sdg BETWEEN 1 AND 17), -- Sustainable Development Goal it belongs to
  description TEXT, -- what it means, in a sentence
  UNIQUE (vocabulary, slug)
) STRICT;
CREATE INDEX terms_name_key ON terms(vocabulary, name_key);
CREATE INDEX terms_parent ON terms(parent_id);

CREATE TABLE term_aliases ( -- synonyms, abbreviations, codes and translations of terms
  vocabulary TEXT NOT NULL, -- that of the term
  alias_key TEXT NOT NULL, -- the alias without case, accents, punctuation
  alias TEXT NOT NULL, -- the other name
  term_id INTEGER NOT NULL REFERENCES terms(id) ON DELETE CASCADE, -- what it means
  PRIMARY KEY (vocabulary, alias_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX term_aliases_term ON term_aliases(term_id);

CREATE TABLE actors ( -- organizations and people
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  handle TEXT NOT NULL UNIQUE, -- readable name for scripts
  kind TEXT NOT NULL CHECK (kind IN ('ngo','cbo','coalition','network','government',-- what sort of actor; a person is one too
    'legislature','court','igo','donor','academia','media','business','union','faith','professional','other','person')),
  name TEXT NOT NULL CHECK (name <> ''), -- the full name
  name_key TEXT NOT NULL, -- the name without case, accents, punctuation
  level TEXT CHECK (level IN ('local','regional','national','international')), -- how far its work reaches
  status TEXT CHECK (status IN ('forming','active','dormant','closed')), -- whether it is at work
  place TEXT, -- where it is, in words
  area_id INTEGER REFERENCES areas(id) ON DELETE SET NULL, -- the area it sits in
  country TEXT CHECK (length(country) = 2), -- ISO 3166-1 alpha-2
  lat REAL CHECK (lat BETWEEN -90 AND 90), -- degrees north
  lon REAL CHECK (lon BETWEEN -180 AND 180), -- degrees east
  website TEXT, -- address of its web site
  email TEXT, -- where to write
  phone TEXT, -- where to call
  staff INTEGER CHECK (staff >= 0), -- people employed
  budget REAL CHECK (budget >= 0), -- a year, in `currency`
  currency TEXT CHECK (length(currency) = 3), -- ISO 4217
  founded TEXT, -- year, month or day, ISO
  mission TEXT, -- what it is there for
  vision TEXT, -- the world it works towards
  notes TEXT, -- anything else
  source TEXT, -- where we know it from
  verified_on TEXT, -- the day somebody last checked it, ISO
  audience TEXT NOT NULL CHECK (audience IN ('public','partners','internal','secret')), -- who may see it
  created_at TEXT NOT NULL, -- when it was recorded, UTC
  updated_at TEXT NOT NULL, -- when it was last changed, UTC
  CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;
CREATE INDEX actors_name_key ON actors(name_key);
CREATE INDEX actors_area ON actors(area_id);

CREATE TABLE aliases ( -- acronyms, former and translated names of actors
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- whose name it is
  alias_key TEXT NOT NULL, -- the alias without case, accents, punctuation
  alias TEXT NOT NULL, -- the other name
  PRIMARY KEY (actor_id, alias_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_key ON aliases(alias_key);

CREATE TABLE identifiers ( -- registration numbers, with the register as org-id.guide names it
  scheme TEXT NOT NULL CHECK (scheme <> ''), -- the register, such as GB-CHC
  value TEXT NOT NULL CHECK (value <> ''), -- the number in it
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- whose number it is
  PRIMARY KEY (scheme, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX identifiers_actor ON identifiers(actor_id);

CREATE TABLE actor_terms ( -- the issues, populations, services and sectors of an actor
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who
  term_id INTEGER NOT NULL REFERENCES terms(id) ON DELETE CASCADE, -- what, for whom, or in which sector
  PRIMARY KEY (actor_id, term_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_terms_term ON actor_terms(term_id);

CREATE TABLE actor_areas ( -- the areas an actor serves
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who
  area_id INTEGER NOT NULL REFERENCES areas(id) ON DELETE CASCADE, -- where
  PRIMARY KEY (actor_id, area_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_areas_area ON actor_areas(area_id);

CREATE TABLE stances ( -- where an actor stands on an issue and how much it counts there, dated
  id INTEGER PRIMARY KEY,
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who
  issue_id INTEGER NOT NULL REFERENCES terms(id) ON DELETE CASCADE, -- on which issue
  stance INTEGER CHECK (stance BETWEEN -2 AND 2), -- -2 active opponent ... +2 active ally
  influence INTEGER CHECK (influence BETWEEN 0 AND 5), -- on this issue
  on_date TEXT, -- when this was so, ISO
  source TEXT, -- where we know it from
  audience TEXT NOT NULL DEFAULT 'internal' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret')),
  CHECK (stance IS NOT NULL OR influence IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX stances_once ON stances(actor_id, issue_id, ifnull(on_date, ''));

CREATE TABLE relationships ( -- ties between actors
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
  CHECK (rung IS NULL OR type = 'works-with'),
  CHECK (until IS NULL OR since IS NULL OR until >= since OR until LIKE since || '%' OR since LIKE until || '%')
) STRICT;
CREATE UNIQUE INDEX relationships_once ON relationships(from_id, to_id, type, ifnull(since, ''));
CREATE INDEX relationships_to ON relationships(to_id, type);

CREATE TABLE trust ( -- one actor's trust in another, dated; each item 0 (none) to 4 (complete)
  id INTEGER PRIMARY KEY,
  from_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who trusts
  to_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE CHECK (to_id <> from_id), -- who is trusted
  on_date TEXT, -- when this was so, ISO
  reliability INTEGER CHECK (reliability BETWEEN 0 AND 4), -- they do what they say
  shared_mission INTEGER CHECK (shared_mission BETWEEN 0 AND 4), -- they want what we want
  openness INTEGER CHECK (openness BETWEEN 0 AND 4), -- they tell what matters
  audience TEXT NOT NULL DEFAULT 'internal' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE UNIQUE INDEX trust_once ON trust(from_id, to_id, ifnull(on_date, ''));

CREATE TABLE events ( -- dated contacts
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  on_date TEXT NOT NULL, -- ISO
  kind TEXT NOT NULL CHECK (kind IN ('call','email','meeting','informational-meeting','briefing','training',
    'event-attended','publicised','volunteered','letter-of-support','joint-planning','other')), -- what sort of contact
  title TEXT NOT NULL CHECK (title <> ''), -- what happened, in a line
  outcome TEXT, -- what came of it
  next_step TEXT, -- what was agreed to do next
  next_due TEXT, -- by when, ISO
  next_done_on TEXT, -- when it was done, ISO
  source TEXT, -- where we know it from
  audience TEXT NOT NULL DEFAULT 'internal' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE INDEX events_date ON events(on_date);

CREATE TABLE event_participants ( -- who took part in an event
  event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE, -- in what
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who
  PRIMARY KEY (event_id, actor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_participants_actor ON event_participants(actor_id);

CREATE TABLE resources ( -- offers and needs
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- whose
  direction TEXT NOT NULL CHECK (direction IN ('offer','need')), -- whether it is given or sought
  kind TEXT NOT NULL CHECK (kind IN ('space','funding','in-kind','staff','volunteers','expertise','training', -- of what sort
    'curriculum','tools','fact-sheets','contact-lists','data','equipment','vehicles','translation','legal','media','it')),
  description TEXT NOT NULL CHECK (description <> ''), -- what, in a few words
  quantity REAL CHECK (quantity > 0), -- in `unit`
  unit TEXT, -- such as hours, places, EUR
  area_id INTEGER REFERENCES areas(id) ON DELETE SET NULL, -- where
  since TEXT, -- available or needed from, ISO
  until TEXT, -- until, ISO
  conditions TEXT, -- terms of use
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open','closed')), -- whether it still stands
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE INDEX resources_actor ON resources(actor_id);

CREATE TABLE activities ( -- who does what where for whom
  id INTEGER PRIMARY KEY,
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who
  term_id INTEGER NOT NULL REFERENCES terms(id) ON DELETE CASCADE, -- the issue or service
  area_id INTEGER NOT NULL REFERENCES areas(id) ON DELETE CASCADE, -- where
  population_id INTEGER REFERENCES terms(id) ON DELETE CASCADE, -- for whom
  role TEXT NOT NULL DEFAULT 'implementer' -- a funder is not present
    CHECK (role IN ('implementer','funder','partner')),
  status TEXT CHECK (status IN ('planned','ongoing','completed','suspended')), -- empty: not stated
  since TEXT, -- ISO date or month
  until TEXT, -- ISO date or month
  reached INTEGER CHECK (reached >= 0), -- people
  capacity INTEGER CHECK (capacity >= 0), -- people it can serve
  project TEXT, -- as part of which project
  source TEXT, -- where we know it from
  audience TEXT NOT NULL DEFAULT 'public' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE UNIQUE INDEX activities_once ON activities(
  actor_id, term_id, area_id, role, ifnull(population_id, 0), ifnull(project, ''), ifnull(status, ''));
CREATE INDEX activities_cell ON activities(area_id, term_id, actor_id);
CREATE INDEX activities_term ON activities(term_id);

CREATE TABLE need_figures ( -- how many people in an area need something
  id INTEGER PRIMARY KEY,
  area_id INTEGER NOT NULL REFERENCES areas(id) ON DELETE CASCADE, -- where
  term_id INTEGER NOT NULL REFERENCES terms(id) ON DELETE CASCADE, -- the issue or service
  population_id INTEGER REFERENCES terms(id) ON DELETE CASCADE, -- of whom; empty: of all
  people INTEGER NOT NULL CHECK (people >= 0), -- how many need it
  on_date TEXT, -- ISO
  source TEXT, -- where we know it from
  audience TEXT NOT NULL DEFAULT 'public' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE UNIQUE INDEX need_figures_once ON need_figures(area_id, term_id, ifnull(population_id, 0), ifnull(on_date, ''));

CREATE TABLE surveys ( -- that somebody looked at an area, so that no data is not taken for a gap
  id INTEGER PRIMARY KEY,
  area_id INTEGER NOT NULL REFERENCES areas(id) ON DELETE CASCADE, -- where
  term_id INTEGER REFERENCES terms(id) ON DELETE CASCADE, -- the issue or service looked for; empty: all
  on_date TEXT, -- ISO; empty: not stated by the source
  source TEXT, -- who looked, or where we know it from
  audience TEXT NOT NULL DEFAULT 'public' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE UNIQUE INDEX surveys_once ON surveys(area_id, ifnull(term_id, 0), ifnull(on_date, ''));

CREATE VIRTUAL TABLE actor_search USING fts5( -- full-text search over actors, by rowid = actors.id
  name, aliases, place, words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

CREATE VIEW organizations AS -- organizations with names instead of ids
SELECT a.handle, a.name, a.kind, a.level, a.status, a.place, p.name AS area, a.country, a.lat, a.lon, a.website, a.email,
  a.phone, a.staff, a.budget, a.currency, a.founded, a.mission, a.vision, a.source, a.verified_on, a.audience
FROM actors a LEFT JOIN areas p ON p.id = a.area_id WHERE a.kind <> 'person';

CREATE VIEW people AS -- people with the organizations they work for or serve
SELECT a.handle, a.name, a.place, a.email, a.phone, r.type AS position, r.title, o.name AS organization, r.since, r.until,
  a.audience
FROM actors a
LEFT JOIN relationships r ON r.from_id = a.id AND r.type IN ('on-board-of','works-for','holds-office-in','volunteers-for')
LEFT JOIN actors o ON o.id = r.to_id
WHERE a.kind = 'person';

CREATE VIEW ties AS -- relationships with names instead of ids
SELECT r.id, x.name AS from_name, r.type, y.name AS to_name, r.status, r.rung, r.wanted, r.stance, r.title, r.since, r.until,
  r.amount, r.currency, r.source, r.audience, x.handle AS from_handle, y.handle AS to_handle
FROM relationships r JOIN actors x ON x.id = r.from_id JOIN actors y ON y.id = r.to_id;

CREATE VIEW coverage AS -- activities with names instead of ids
SELECT v.id, a.name AS actor, t.name AS what, p.name AS area, p.code AS area_code, w.name AS population, v.role, v.status,
  v.since, v.until, v.reached, v.capacity, v.project, v.source, v.audience
FROM activities v JOIN actors a ON a.id = v.actor_id JOIN terms t ON t.id = v.term_id JOIN areas p ON p.id = v.area_id
LEFT JOIN terms w ON w.id = v.population_id;

CREATE VIEW contacts_log AS -- events with who took part
SELECT e.id, e.on_date, e.kind, e.title, e.outcome, e.next_step, e.next_due, e.next_done_on,
  (SELECT group_concat(a.name, '; ') FROM event_participants x JOIN actors a ON a.id = x.actor_id WHERE x.event_id = e.id)
  AS participants, -- names of those who took part
  e.audience
FROM events e;
"""
