"""A large invented register with the skew of real ones, kept for the next benchmark; built by SQL, for it is not what is timed.

A few terms and places are common and most rare, most ties stay within a district, a few hubs have up to ten thousand,
some have none; organizations have chapters, namesakes, and now and then a second entry with a slip of the pen.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from ngomap.model.text import name_key, slug
from ngomap.store import connection as map_connection
from ngomap.store.connection import connect, open_map
from ngomap.store.search_index import index_new_actors
from ngomap.store.writing import mark_change, write
from tests.bench.register_names import PARTS_OF_TOWN, actor_names, town_names
from tests.bench.register_parts import KINDS, SHIFT, Areas, Numbers, People, insert, uid_of, zipf
from tests.bench.register_ties import HUBS, add_ties, pairs_of

SEED: Final = 11
SIZES: Final = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
TODAY: Final = "2026-11-02"
US: Final = "citizens"

KIND_WEIGHTS: Final = (40, 22, 5, 3, 3, 6, 3, 1, 3, 1, 1, 12)
HUB_KINDS: Final = ("network", "donor", "coalition", "government", "ngo")

CAPITALS: Final = 10
"""About so many places are nearly as large as the largest."""
NOTHING_INDEXED: Final = "DELETE FROM actor_search"



@dataclass(frozen=True)
class Register:
    """A made map. It is shared: read it where it lies or `link` it, and `copy` it before writing."""

    path: Path
    actors: int
    ties: int
    activities: int
    partner: str
    """With whom we work."""
    far: str
    """Somebody three steps away."""
    alone: str
    """Somebody without ties."""
    hub: str
    """Who has the most ties."""
    head: str
    """An organization with chapters."""

    def link(self, folder: Path) -> Path:
        """The map itself as `ngomap.db` of a folder, to read."""
        (folder / "ngomap.db").symlink_to(self.path)
        return folder / "ngomap.db"

    def copy(self, folder: Path) -> Path:
        """The map as `ngomap.db` of a folder, to write in."""
        return Path(shutil.copyfile(self.path, folder / "ngomap.db"))


def register(actors: int, ties: int | None = None, activities: int | None = None, seed: int = SEED) -> Register:
    """The register of so many actors: as kept from an earlier run, else made now. Without a number there are ten ties
    for each actor, and ten activities as long as they are a million at most, then two.
    """
    ties = actors * 10 if ties is None else ties
    activities = min(actors * 10, max(1_000_000, actors * 2)) if activities is None else activities
    folder = Path(tempfile.gettempdir(), f"ngomap-bench-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    stem = f"register-{actors}-{ties}-{activities}-{seed}"
    path = folder / f"{stem}-{_version()}.db"
    about = path.with_suffix(".json")
    if not about.exists():
        for old in folder.glob(f"{stem}-*"):
            old.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as making:
            whom = _made(Path(making, "ngomap.db"), actors, ties, activities, seed)
            Path(making, "ngomap.db").replace(path)
            Path(making, "about.json").write_text(json.dumps(whom))
            Path(making, "about.json").replace(about)
    return Register(path, **json.loads(about.read_text()))


def _version() -> str:
    """What the register depends on: how it is made, and of which tables."""
    store = Path(map_connection.__file__).parent
    files = [*sorted(Path(__file__).parent.glob("register*.py")), *sorted(store.glob("schema*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _made(path: Path, actors: int, ties: int, activities: int, seed: int) -> dict[str, object]:
    ngomap = Path(sys.executable).parent / "ngomap"
    subprocess.run([ngomap, "init", "--name", "Citizens", "--map", path, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    dice, chance = np.random.default_rng(seed), random.Random(seed)
    connection = connect(path)
    with _bare(connection):
        areas = _areas(actors, chance)
        insert(connection, "areas(id, uid, handle, name, name_key, level, parent_id, country, lat, lon)", areas.rows)
        who = _actors(connection, areas, actors, dice, chance)
        terms = _terms(connection, actors, dice)
        pairs = pairs_of(who, ties, dice)
        add_ties(connection, who, pairs, dice)
        stored = _activities(connection, areas, who, terms, activities, dice)
        ours = pairs[pairs >> SHIFT == 1] & (1 << SHIFT) - 1
        _contacts(connection, who, ours, dice)
        _stances_and_resources(connection, who, terms["issue"], dice)
        _need_figures(connection, areas, terms["service"], dice)
    connection.close()
    with open_map(path) as map_, write(map_) as database:
        mark_change(map_, "start")
        database.execute(NOTHING_INDEXED)
        index_new_actors(database, 1, actors)
    about = {"actors": actors, "ties": len(pairs) + len(who.heads), "activities": stored}
    return {**about, **_told(who, pairs)}


@contextmanager
def _bare(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction on the tables without indexes and triggers, which are made again, as they were, at its end."""
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -1000000")
    connection.execute("BEGIN IMMEDIATE")
    made = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql > ''").fetchall()
    for kind, name, _ in made:
        connection.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in made:
        connection.execute(sql)
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise AssertionError("the register points to what is not there")
    connection.execute("COMMIT")


def _areas(actors: int, chance: random.Random) -> Areas:
    countries = ("KE", "UG", "TZ", "ET")[: 1 + (actors >= 100_000) + 2 * (actors >= 1_000_000)]
    wide = max(3, round((min(20_000, actors / 20) / len(countries)) ** (1 / 3)))
    towns = town_names(chance)
    rows: list[tuple[object, ...]] = []
    levels = ("country", "province", "district", "place")

    def below(parent: int | None, level: int, country: str, lat: float, lon: float, width: float) -> None:
        id_ = len(rows) + 1
        town = next(towns)
        name = PARTS_OF_TOWN[chance.randrange(len(PARTS_OF_TOWN))] if level == 3 and chance.random() < 0.3 else town
        handle = f"{slug(name)}-{id_}"
        rows.append((id_, uid_of(1, id_), handle, name, name_key(name), levels[level], parent, country, lat, lon))
        for _ in range(wide if level < 3 else 0):
            there = (round(min(80, max(-80, near + chance.gauss(0, width))), 5) for near in (lat, lon))
            below(id_, level + 1, country, *there, width / 4)

    for n, country in enumerate(countries):
        below(None, 0, country, 1.5 - 6.0 * (n % 2), 36.75 - 6.0 * (n // 2), 2.0)
    places = np.array([row[0] for row in rows if row[5] == "place"])
    chance.shuffle(places)  # type: ignore[arg-type]
    return Areas(
        rows, [str(row[3]) for row in rows], np.array([0, *(row[6] or 0 for row in rows)]), places,
        np.array([(0.0, 0.0), *((row[8], row[9]) for row in rows)]),
    )  # fmt: skip


def _actors(connection: sqlite3.Connection, areas: Areas, actors: int, dice: np.random.Generator, chance: random.Random) -> People:
    weights = np.array(KIND_WEIGHTS)
    kinds = dice.choice(len(KINDS), actors + 1, p=weights / weights.sum())
    hubs = min(HUBS, actors // 20)
    kinds[1] = KINDS.index("ngo")
    kinds[2 : hubs + 2] = [KINDS.index(HUB_KINDS[n % len(HUB_KINDS)]) for n in range(hubs)]
    at = areas.places[zipf(dice, len(areas.places), actors + 1, CAPITALS)]
    person = kinds == KINDS.index("person")
    places = [areas.names[n - 1] for n in at[2:]]
    towns = [areas.names[n - 1] for n in areas.parents[at[2:]]]
    names, heads, twice = actor_names(person[2:].tolist(), places, towns, chance)
    for copy, true in twice.items():
        at[copy + 2], kinds[copy + 2] = at[true + 2], kinds[true + 2]
    points = areas.points[at] + dice.normal(0, 0.02, (actors + 1, 2))
    # Of people no point is known, and of organizations not of all.
    without = (dice.random(actors + 1) < 0.35) | person
    levels = dice.choice(["local", "local", "local", "regional", "national", "international"], actors + 1).tolist()
    checked = dice.choice(["", "2023-02-01", "2024-06-15", "2025-09-30", "2026-03-20"], actors + 1).tolist()
    handles, taken = ["", US], {US, "us"}
    rows: list[tuple[object, ...]] = []
    aliases: list[tuple[object, ...]] = []
    numbers: list[tuple[object, ...]] = []
    countries = ["", *(str(row[7]) for row in areas.rows)]
    for n, name in enumerate(names, 2):
        key = name_key(name)
        handle = slug(name)
        if handle in taken:
            handle = f"{handle[:24].rstrip('-')}-{n}"
        taken.add(handle)
        handles.append(handle)
        human, area = bool(person[n]), int(at[n])
        lat, lon = (None, None) if without[n] else (round(float(x), 5) for x in points[n])
        rows.append((
            n, uid_of(2, n), handle, KINDS[kinds[n]], name, key, None if human else levels[n], area, countries[area], lat, lon,
            None if n % 3 else f"Works so that nobody in {areas.names[area - 1]} stands alone.", checked[n] or None,
            "internal" if human else "public" if n % 50 else "partners", "2026", "2026",
        ))  # fmt: skip
        if not human and n % 5 == 0:
            short = "".join(word[0] for word in key.split()).upper()
            aliases.append((n, name_key(short), short))
        if not human and n % 2:
            numbers.append((f"{countries[area]}-NGOB", f"{n:07d}", n))
    into = "id, uid, handle, kind, name, name_key, level, area_id, country, lat, lon, mission, verified_on, audience, created_at, updated_at"
    insert(connection, f"actors({into})", rows)
    connection.execute("UPDATE actors SET area_id = ?, country = ? WHERE id = 1", [int(at[1]), countries[at[1]]])
    insert(connection, "aliases(actor_id, alias_key, alias)", aliases)
    insert(connection, "identifiers(scheme, value, actor_id)", sorted(numbers))
    served = {(n, int(at[n])) for n in range(1, actors + 1) if not person[n]}
    wider = [n for n in range(1, actors + 1) if dice.random() < 0.3 and not person[n]]
    served |= {(n, int(areas.parents[at[n]])) for n in wider}
    served |= {(n, int(areas.parents[areas.parents[at[n]]])) for n in wider[::6]}
    insert(connection, "actor_areas(actor_id, area_id)", sorted(served))
    return People(kinds, at, areas.parents[at], {c + 2: h + 2 for c, h in heads.items()}, handles)


def _terms(connection: sqlite3.Connection, actors: int, dice: np.random.Generator) -> dict[str, Numbers]:
    """Give everybody terms; the terms of each vocabulary, the most common first."""
    found: dict[str, Numbers] = {}
    given = []
    for vocabulary, most in (("issue", 4), ("population", 2), ("service", 3), ("sector", 1)):
        rows = connection.execute("SELECT id FROM terms WHERE vocabulary = ? ORDER BY slug", [vocabulary]).fetchall()
        found[vocabulary] = dice.permutation(np.array([row[0] for row in rows]))
        whom = np.repeat(np.arange(1, actors + 1), dice.integers(1 if most > 3 else 0, most + 1, actors))
        given.append(whom << SHIFT | found[vocabulary][zipf(dice, len(rows), len(whom))])
    pairs = np.unique(np.concatenate(given))
    insert(connection, "actor_terms(actor_id, term_id)", zip((pairs >> SHIFT).tolist(), (pairs & (1 << SHIFT) - 1).tolist(), strict=True))
    return found


def _activities(
    connection: sqlite3.Connection, areas: Areas, who: People, terms: dict[str, Numbers], wanted: int, dice: np.random.Generator
) -> int:
    """Who does what where for whom: most in their own place, for what is common; how many there are."""
    at_work = np.flatnonzero(who.kinds != KINDS.index("person"))[1:]
    # Some do a great deal and many one thing.
    share = dice.exponential(1.0, len(at_work)) ** 1.5 + 0.2
    whom = np.repeat(at_work, np.maximum(1, np.round(share / share.sum() * wanted * 1.1)).astype(int))
    what = np.concatenate([terms["issue"][:60], terms["service"][:40]])
    # What an actor does is near what it did before: the draws of one lie close together.
    term = what[(zipf(dice, len(what), len(whom)) + who.districts[whom] * 7) % len(what)]
    where = who.areas[whom]
    width = dice.random(len(whom))
    where = np.where(width < 0.3, areas.parents[where], where)
    where = np.where(width < 0.05, areas.parents[where], where)
    served = np.concatenate([[0], terms["population"]])[zipf(dice, len(terms["population"]) + 1, len(whom))]
    status = dice.choice(5, len(whom), p=(0.5, 0.2, 0.1, 0.1, 0.1))
    role = (dice.random(len(whom)) < 0.05).astype(int)
    key = ((((whom << 10 | term) << 15 | where) << 10 | served) << 3 | status) << 1 | role
    _, kept = np.unique(key, return_index=True)
    kept = np.sort(dice.permutation(kept)[:wanted])
    columns = [column[kept].tolist() for column in (whom, term, where, served, status, role)]
    statuses, roles = ("ongoing", None, "planned", "completed", "suspended"), ("implementer", "funder")
    counted = dice.integers(0, 2_000, len(kept)).tolist()
    insert(
        connection, "activities(id, actor_id, term_id, area_id, population_id, status, role, since, until, reached, capacity)",
        (
            (n, a, t, p, g or None, statuses[s], roles[r], f"{2019 + c % 7}-0{1 + c % 9}", "2026-06" if c % 11 == 0 else None,
             c if c % 3 else None, 2 * c if c % 4 == 0 else None)
            for n, (a, t, p, g, s, r, c) in enumerate(zip(*columns, counted, strict=True), 1)
        ),
    )  # fmt: skip
    return len(kept)


def _contacts(connection: sqlite3.Connection, who: People, ours: Numbers, dice: np.random.Generator) -> None:
    """Contacts of two years, four in five with those we work with; every third agreed on what comes next."""
    actors = len(who.kinds) - 1
    many = min(20_000, max(actors // 2, 100))
    kinds = ("meeting", "call", "email", "training", "joint-planning", "briefing")
    days = [f"202{5 + n % 2}-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in dice.integers(0, 336, many).tolist()]
    days = [day if day <= TODAY else f"2025{day[4:]}" for day in days]
    insert(connection, "events(id, uid, on_date, kind, title, next_step, next_due, next_done_on)", (
        (n, uid_of(4, n), day, kinds[n % len(kinds)], "Talk", "Write to them" if n % 3 == 0 else None,
         f"2026-{1 + n % 12:02d}-{1 + n % 28:02d}" if n % 3 == 0 else None, "2026-10-01" if n % 9 == 0 else None)
        for n, day in enumerate(days, 1)
    ))  # fmt: skip
    known = ours[zipf(dice, len(ours), many)]
    others = dice.integers(2, actors, (many, 3))
    alone = np.arange(many) % 5 > 0
    present = {(n + 1, int(known[n])) for n in range(many) if alone[n]}
    present |= {(n + 1, int(other)) for n in range(many) if not alone[n] for other in others[n]}
    insert(connection, "event_participants(event_id, actor_id)", sorted(present))


def _stances_and_resources(connection: sqlite3.Connection, who: People, issues: Numbers, dice: np.random.Generator) -> None:
    actors = len(who.kinds) - 1
    rows = []
    for issue in issues[:5].tolist():
        for n in np.sort(dice.choice(np.arange(1, actors + 1), actors // 10, replace=False)).tolist():
            rows.append((len(rows) + 1, n, issue, int(dice.integers(-2, 3)), int(dice.integers(0, 6)), "2026-02-01"))
    insert(connection, "stances(id, actor_id, issue_id, stance, influence, on_date)", rows)
    kinds = ("space", "expertise", "volunteers", "training", "vehicles", "translation", "funding", "equipment", "legal", "it", "data", "media")
    many = max(actors // 5, 20)
    drawn = zip(dice.integers(1, actors, many).tolist(), zipf(dice, len(kinds), many).tolist(), dice.random(many).tolist(), strict=True)
    insert(connection, "resources(id, uid, actor_id, direction, kind, description, quantity, unit, area_id)", (
        (n, uid_of(5, n), a, "offer" if luck < 0.4 else "need", kinds[k], f"{kinds[k]} for a season", 1 + n % 40, "hours", int(who.areas[a]))
        for n, (a, k, luck) in enumerate(drawn, 1)
    ))  # fmt: skip


def _need_figures(connection: sqlite3.Connection, areas: Areas, services: Numbers, dice: np.random.Generator) -> None:
    """How many people of every third district need the commonest services; every fourth place was looked at."""
    districts = [int(row[0]) for row in areas.rows if row[5] == "district"][::3]  # type: ignore[call-overload]
    wanted = [(area, term) for area in districts for term in services[:8].tolist()]
    people = dice.integers(50, 20_000, len(wanted)).tolist()
    insert(connection, "need_figures(id, area_id, term_id, people, on_date)", (
        (n, area, term, many, "2026-01-15") for n, ((area, term), many) in enumerate(zip(wanted, people, strict=True), 1)
    ))  # fmt: skip
    looked = sorted(areas.places.tolist())[::4]
    insert(connection, "surveys(id, area_id, on_date)", ((n, area, "2026-03-01") for n, area in enumerate(looked, 1)))


def _told(who: People, pairs: Numbers) -> dict[str, str]:
    """Those whom the benchmarks ask about."""
    a, b = pairs >> SHIFT, pairs & (1 << SHIFT) - 1
    many = len(who.kinds)
    steps = np.full(many, 9)
    steps[1] = 0
    for step in (1, 2, 3):
        for one, other in ((a, b), (b, a)):
            reached = other[steps[one] == step - 1]
            steps[reached] = np.minimum(steps[reached], step)
    degree = np.bincount(a, minlength=many) + np.bincount(b, minlength=many)
    tied = [n for n in who.heads.values() if steps[n] < 9] or list(who.heads.values())
    furthest = max(int(steps[steps < 9].max()), 1)
    chosen = {
        "partner": int(np.flatnonzero(steps == 1)[-1]), "far": int(np.flatnonzero(steps == furthest)[-1]),
        "alone": int(np.flatnonzero(degree == 0)[-1]), "hub": int(degree.argmax()), "head": tied[0] if tied else 2,
    }  # fmt: skip
    return {name: who.handles[n] for name, n in chosen.items()}
