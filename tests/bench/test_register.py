"""The register that the benchmarks ask is sound, the same each time, and as uneven as real ones."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ngomap.store.check import check
from ngomap.store.connection import open_map
from tests.bench import register as making
from tests.bench.register import Register, register


@pytest.fixture(scope="module")
def made() -> Register:
    return register(1_000)


def test_it_is_as_check_wants_it(made: Register) -> None:
    with open_map(made.path) as map_:
        assert [finding.code for finding in check(map_)] == []


def test_it_is_made_once_and_always_the_same(made: Register, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert register(1_000) == made
    monkeypatch.setattr(making.tempfile, "gettempdir", lambda: str(tmp_path))
    again = register(1_000)
    assert again.path.parent.parent == tmp_path
    for sql in ("SELECT * FROM relationships ORDER BY id", "SELECT handle, name, lat FROM actors ORDER BY id", "SELECT * FROM activities"):
        one, other = (sqlite3.connect(path).execute(sql).fetchall() for path in (made.path, again.path))
        assert one == other


def test_it_is_uneven(made: Register) -> None:
    connection = sqlite3.connect(made.path)

    def counts(sql: str) -> list[int]:
        return sorted((row[0] for row in connection.execute(sql)), reverse=True)

    terms = counts("SELECT count(*) FROM actor_terms x JOIN terms t ON t.id = x.term_id WHERE t.vocabulary = 'issue' GROUP BY term_id")
    assert terms[0] > 10 * terms[len(terms) // 2]
    degrees = counts("SELECT count(*) FROM (SELECT from_id AS a FROM relationships UNION ALL SELECT to_id FROM relationships) GROUP BY a")
    assert degrees[0] >= 100
    assert len(degrees) < 1_000
    assert made.ties == sum(degrees) // 2 == connection.execute("SELECT count(*) FROM relationships").fetchone()[0]
    inside = connection.execute(
        "SELECT avg(p.parent_id = q.parent_id) FROM relationships r JOIN actors a ON a.id = r.from_id JOIN actors b ON b.id = r.to_id "
        "JOIN areas p ON p.id = a.area_id JOIN areas q ON q.id = b.area_id"
    ).fetchone()[0]
    assert inside > 0.5
    chapters = connection.execute(
        "SELECT count(*) FROM relationships r JOIN actors h ON h.id = r.from_id JOIN actors c ON c.id = r.to_id "
        "WHERE r.type = 'parent-of' AND c.name LIKE h.name || ' of %, %'"
    ).fetchone()[0]
    assert chapters > 10


def test_a_copy_may_be_written_and_a_link_is_the_map_itself(made: Register, tmp_path: Path) -> None:
    assert made.copy(tmp_path).read_bytes() == made.path.read_bytes()
    (tmp_path / "read").mkdir()
    assert made.link(tmp_path / "read").resolve() == made.path.resolve()
