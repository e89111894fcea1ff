"""What the fourth migration adds: what organizations do together - exchanges, projects, grants, coalitions - and what
government promised and kept.
"""

from __future__ import annotations

from typing import Final

CHANGED: Final = ("actors",)
"""Tables that get columns, and so their history anew."""
ADDED: Final = (
    "exchanges", "projects", "project_partners", "project_terms", "project_areas", "assessments", "grants", "coalitions",
    "approaches", "commitments", "observations", "monitors",
)  # fmt: skip

TOGETHER: Final = """
ALTER TABLE actors ADD COLUMN audited INTEGER -- the last year whose accounts were audited
  CHECK (audited BETWEEN 1800 AND 2200);

CREATE TABLE exchanges ( -- what one actor gave or lent another
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  from_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who gave or lent
  to_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE CHECK (to_id <> from_id), -- who got it
  mode TEXT NOT NULL CHECK (mode IN ('given','lent')), -- for good, or to be returned
  kind TEXT NOT NULL CHECK (kind IN ('space','funding','in-kind','staff','volunteers','expertise','training', -- of what sort
    'curriculum','tools','fact-sheets','contact-lists','data','equipment','vehicles','translation','legal','media','it')),
  description TEXT NOT NULL CHECK (description <> ''), -- what, in a few words
  quantity REAL CHECK (quantity > 0), -- in `unit`
  unit TEXT, -- such as hours, places, EUR
  worth REAL CHECK (worth >= 0), -- what it would have cost, in `currency`
  currency TEXT CHECK (length(currency) = 3), -- ISO 4217
  on_date TEXT NOT NULL, -- when, ISO
  due TEXT, -- by when it is to be returned, ISO
  returned_on TEXT, -- when it was returned, ISO
  source TEXT, -- where we know it from
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE INDEX exchanges_from ON exchanges(from_id);
CREATE INDEX exchanges_to ON exchanges(to_id);

CREATE TABLE projects ( -- what several do together
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  handle TEXT NOT NULL UNIQUE, -- readable name for scripts
  name TEXT NOT NULL UNIQUE CHECK (name <> ''), -- as activities name it
  status TEXT NOT NULL DEFAULT 'planned' CHECK (status IN ('idea','planned','running','closed','cancelled')), -- how far it is
  goal TEXT, -- what it is for
  since TEXT, -- ISO date
  until TEXT, -- ISO date
  budget REAL CHECK (budget >= 0), -- in `currency`
  currency TEXT CHECK (length(currency) = 3), -- ISO 4217
  source TEXT, -- where we know it from
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;

CREATE TABLE project_partners ( -- who does a project together, and as what
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE, -- which project
  actor_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who
  role TEXT NOT NULL DEFAULT 'partner' CHECK (role IN ('lead','partner','funder','host','adviser')), -- as what
  share REAL CHECK (share >= 0), -- of the budget, in the currency of the project
  task TEXT -- what it does in it
) STRICT;
CREATE UNIQUE INDEX project_partners_once ON project_partners(project_id, actor_id);
CREATE INDEX project_partners_actor ON project_partners(actor_id);

CREATE TABLE project_terms ( -- the issues, populations and services of a project
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE, -- which project
  term_id INTEGER NOT NULL REFERENCES terms(id) ON DELETE CASCADE, -- what or for whom
  PRIMARY KEY (project_id, term_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_terms_term ON project_terms(term_id);

CREATE TABLE project_areas ( -- where a project works
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE, -- which project
  area_id INTEGER NOT NULL REFERENCES areas(id) ON DELETE CASCADE, -- where
  PRIMARY KEY (project_id, area_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_areas_area ON project_areas(area_id);

CREATE TABLE assessments ( -- what a partner said of a project afterwards, of all or of one partner in it
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE, -- of which project
  by_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who says so
  of_id INTEGER REFERENCES actors(id) ON DELETE CASCADE CHECK (of_id <> by_id), -- of working with whom; empty: of all
  on_date TEXT NOT NULL, -- when, ISO
  worked TEXT, -- what worked well
  failed TEXT, -- what did not
  benefit INTEGER CHECK (benefit BETWEEN 0 AND 4), -- to who says so: 0 none ... 4 very much
  again TEXT CHECK (again IN ('yes','perhaps','no')), -- whether they would work together again
  audience TEXT NOT NULL DEFAULT 'internal' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE UNIQUE INDEX assessments_once ON assessments(project_id, by_id, ifnull(of_id, 0), on_date);
CREATE INDEX assessments_of ON assessments(of_id);

CREATE TABLE grants ( -- calls of funders, and what they ask of those who apply
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  handle TEXT NOT NULL UNIQUE, -- readable name for scripts
  funder_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who gives
  name TEXT NOT NULL CHECK (name <> ''), -- the name of the call
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open','applied','won','lost','closed')), -- how far we are
  deadline TEXT, -- by when to apply, ISO
  least REAL CHECK (least >= 0), -- the smallest sum, in `currency`
  most REAL CHECK (most >= least), -- the largest
  currency TEXT CHECK (length(currency) = 3), -- ISO 4217
  registered INTEGER CHECK (registered IN (0, 1)), -- 1: who applies must be registered
  years INTEGER CHECK (years >= 0), -- for how many years it must exist
  budget REAL CHECK (budget >= 0), -- the annual budget that it must have, in `currency`
  audited INTEGER CHECK (audited IN (0, 1)), -- 1: its accounts must be audited
  projects INTEGER CHECK (projects >= 0), -- how many projects on the issue it must have done
  partners INTEGER CHECK (partners >= 0), -- how many organizations must apply together, who leads included
  own_share REAL CHECK (own_share BETWEEN 0 AND 100), -- per cent of the costs that the applicants pay
  term_id INTEGER REFERENCES terms(id) ON DELETE SET NULL, -- for which issue or service
  area_id INTEGER REFERENCES areas(id) ON DELETE SET NULL, -- for where
  notes TEXT, -- anything else
  source TEXT, -- where we know it from
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE INDEX grants_funder ON grants(funder_id);

CREATE TABLE coalitions ( -- what a coalition is for; its members are ties
  id INTEGER PRIMARY KEY,
  actor_id INTEGER NOT NULL UNIQUE REFERENCES actors(id) ON DELETE CASCADE, -- the coalition
  objective TEXT, -- what it wants
  target_id INTEGER REFERENCES actors(id) ON DELETE SET NULL, -- the office that can decide it
  issue_id INTEGER REFERENCES terms(id) ON DELETE SET NULL, -- on which issue
  asks TEXT, -- what it asks of the office, a line each
  since TEXT, -- ISO date
  until TEXT, -- ISO date
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;

CREATE TABLE approaches ( -- how an actor stands to a government body on an issue, dated
  id INTEGER PRIMARY KEY,
  from_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who
  to_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE CHECK (to_id <> from_id), -- to which body or official
  issue_id INTEGER REFERENCES terms(id) ON DELETE CASCADE, -- on which issue; empty: on all
  approach TEXT NOT NULL CHECK (approach IN ('cooperative','mixed','confrontational')), -- with it, both, or against it
  on_date TEXT NOT NULL, -- since when, ISO
  note TEXT, -- what it consists of
  audience TEXT NOT NULL DEFAULT 'internal' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE UNIQUE INDEX approaches_once ON approaches(from_id, to_id, ifnull(issue_id, 0), on_date);
CREATE INDEX approaches_to ON approaches(to_id);

CREATE TABLE commitments ( -- what somebody in government promised
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  handle TEXT NOT NULL UNIQUE, -- readable name for scripts
  by_id INTEGER NOT NULL REFERENCES actors(id) ON DELETE CASCADE, -- who promised
  to_id INTEGER REFERENCES actors(id) ON DELETE SET NULL, -- to whom; empty: to the public
  what TEXT NOT NULL CHECK (what <> ''), -- what, in a sentence
  issue_id INTEGER REFERENCES terms(id) ON DELETE SET NULL, -- on which issue
  area_id INTEGER REFERENCES areas(id) ON DELETE SET NULL, -- for where
  on_date TEXT NOT NULL, -- when it was promised, ISO
  due TEXT, -- by when it is to be kept, ISO
  source TEXT, -- where it can be read
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE INDEX commitments_by ON commitments(by_id);
CREATE INDEX commitments_due ON commitments(due);

CREATE TABLE observations ( -- what a monitor found of a commitment, dated
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE, -- UUIDv4, the same in every copy of the map
  commitment_id INTEGER NOT NULL REFERENCES commitments(id) ON DELETE CASCADE, -- of which commitment
  observer_id INTEGER REFERENCES actors(id) ON DELETE SET NULL, -- who looked
  on_date TEXT NOT NULL, -- when, ISO
  finding TEXT NOT NULL CHECK (finding IN ('kept','progress','no-progress','broken','unclear')), -- what was found
  text TEXT, -- in words
  evidence TEXT, -- what shows it: a document, a picture, a visit
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;
CREATE INDEX observations_commitment ON observations(commitment_id, on_date);
CREATE INDEX observations_observer ON observations(observer_id);

CREATE TABLE monitors ( -- why those who observe can be believed
  id INTEGER PRIMARY KEY,
  actor_id INTEGER NOT NULL UNIQUE REFERENCES actors(id) ON DELETE CASCADE, -- who observes
  training TEXT, -- how they were trained
  impartiality TEXT, -- what ties them to those they observe, or that nothing does
  on_date TEXT, -- when this was written down, ISO
  audience TEXT NOT NULL DEFAULT 'partners' -- who may see it
    CHECK (audience IN ('public','partners','internal','secret'))
) STRICT;

CREATE VIEW promises AS -- commitments with what was last found, with names instead of ids
SELECT c.handle, x.name AS by_name, y.name AS to_name, c.what, c.on_date, c.due, o.on_date AS observed_on, o.finding,
  c.source, c.audience
FROM commitments c JOIN actors x ON x.id = c.by_id LEFT JOIN actors y ON y.id = c.to_id
LEFT JOIN observations o ON o.id = (
  SELECT w.id FROM observations w WHERE w.commitment_id = c.id ORDER BY w.on_date DESC, w.id DESC LIMIT 1);
"""
