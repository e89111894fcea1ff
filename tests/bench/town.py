"""A large invented map with the skew of real ones: a few hubs, many at the edge; built by SQL, for it is not what is timed."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from ngomap.store.connection import open_map
from ngomap.store.writing import write

SEED = 11
US = "citizens"
KINDS = ("ngo",) * 6 + ("cbo",) * 3 + ("government", "donor", "media", "person", "person")
TYPES = ("works-with",) * 5 + ("member-of", "funds", "knows", "related")


def town(path: Path, actors: int, ties: int) -> list[str]:
    """A map of so many actors and ties, ours having sixty; the handles of a partner, of one three steps away, and of one
    that nobody is tied to.
    """
    chance = random.Random(SEED)
    scripts = Path(sys.executable).parent
    subprocess.run([scripts / "ngomap", "init", "--name", "Citizens", "--map", path, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    kinds = [chance.choice(KINDS) for _ in range(actors)]
    # Ends are drawn by the square of a uniform number: the first few have thousands of ties, the last few none.
    pairs = {}
    while len(pairs) < ties:
        a, b = (2 + int((actors - 2) * chance.random() ** 2) for _ in range(2))
        if a != b:
            type_ = chance.choice(TYPES)
            pairs[min(a, b), max(a, b)] = type_ if type_ != "member-of" or kinds[max(a, b)] != "person" else "related"
    ours = {(1, 2 + int((actors - 2) * chance.random())): "works-with" for _ in range(60)}
    pairs |= ours
    with open_map(path) as map_, write(map_):
        connection = map_.connection
        terms = [row[0] for row in connection.execute("SELECT id FROM terms WHERE vocabulary = 'issue' ORDER BY id")]
        connection.executemany(
            "INSERT INTO areas(id, uid, handle, name, name_key) VALUES (?, ?, ?, ?, ?)",
            [(n, f"p{n}", f"area-{n}", f"Area {n}", f"area {n}") for n in range(1, 201)],
        )
        connection.executemany(
            "INSERT INTO actors(id, uid, handle, kind, name, name_key, audience, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 'public', '2026', '2026')",
            [(n, f"a{n}", f"actor-{n}", kinds[n - 1], f"Actor {n}", f"actor {n}") for n in range(2, actors + 1)],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO actor_terms VALUES (?, ?)",
            [(n, terms[int(len(terms) * chance.random() ** 2)]) for n in range(1, actors + 1) for _ in range(3)],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO actor_areas VALUES (?, ?)",
            [(n, 1 + int(200 * chance.random() ** 2)) for n in range(1, actors + 1) for _ in range(2)],
        )
        connection.executemany(
            "INSERT INTO relationships(uid, type, from_id, to_id, rung, since) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (f"r{n}", kind, a, b, chance.randrange(6) if kind == "works-with" else None, f"20{chance.randrange(10, 26)}")
                for n, ((a, b), kind) in enumerate(sorted(pairs.items()))
            ],
        )
        days = [f"202{5 + n % 2}-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(5_000)]
        connection.executemany(
            "INSERT INTO events(id, uid, on_date, kind, title, next_step, next_due) VALUES (?, ?, ?, 'meeting', 'Talk', ?, ?)",
            [(n, f"e{n}", day, "Write" if n % 3 == 0 else None, day if n % 3 == 0 else None) for n, day in enumerate(days, 1)],
        )
        known = sorted(ours)
        connection.executemany(
            "INSERT OR IGNORE INTO event_participants VALUES (?, ?)",
            [(n, who) for n, _ in enumerate(days, 1) for who in (*chance.choice(known),)],
        )
    neighbours: dict[int, set[int]] = {}
    for a, b in pairs:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    first = neighbours[1]
    second = set().union(*(neighbours[n] for n in first)) - first - {1}
    third = set().union(*(neighbours[n] for n in second)) - second - first - {1}
    alone = [n for n in range(2, actors + 1) if n not in neighbours]
    return [f"actor-{min(first)}", f"actor-{min(third or second)}", f"actor-{min(alone)}"]
