"""A share holds what its audience may see and no byte besides; two of them cannot be joined; nothing else is written over."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from pathlib import Path

import pytest

from ngomap.errors import AlreadyExists, InvalidValue, NgomapError
from ngomap.exporters.formats import FORMATS
from ngomap.exporters.tally import Tally
from ngomap.model.audience import AUDIENCES
from ngomap.store import actor_edits
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.connection import Map, open_map
from ngomap.store.settings_edits import set_us
from ngomap.store.share_file import write_share
from ngomap.store.share_recipients import fresh_key, key_for, known_key
from ngomap.store.share_source import is_share, read_map
from ngomap.store.whole import scope_for
from ngomap.store.whole_load import load
from ngomap.store.writing import change_setting
from tests.exporters.test_canaries import FILES, Planted, document

UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def share(map_: Map, path: Path, audience: str = "public", key: str | None = None, recipient: str | None = None, force: bool = False) -> bool:
    """Write a share; whether it says what the file said already."""
    return write_share(map_, path, scope_for(map_, audience), key or fresh_key(), recipient, False, force)[2]


@pytest.fixture
def planted(empty_map: Map) -> Planted:
    found = Planted()
    load(empty_map, document(found))
    us = empty_map.connection.execute("SELECT uid FROM actors WHERE audience = 'internal' AND kind = 'ngo'").fetchone()
    empty_map.connection.execute("INSERT INTO settings VALUES ('us', ?)", us)
    change_setting(empty_map, "name", found.text("internal"))
    change_setting(empty_map, "author", found.text("secret"))
    # What stood there before, and was written by a command that says so.
    actor_edits.edit_actor(empty_map, 1, {"notes": found.text("internal"), "mission": found.text("public")})
    return found


@pytest.mark.parametrize("audience", FILES)
def test_no_byte_of_what_is_kept_back_is_in_a_share(empty_map: Map, planted: Planted, tmp_path: Path, audience: str) -> None:
    share(empty_map, tmp_path / "share.db", audience, recipient="River Trust")
    content = (tmp_path / "share.db").read_bytes().lower()
    uids = {uid.encode() for (uid,) in empty_map.connection.execute("SELECT uid FROM actors UNION SELECT uid FROM relationships")}
    kept = {c for c, least in planted.least.items() if AUDIENCES.index(least) > AUDIENCES.index(audience)}
    numbers = {c for c in kept if not c.startswith(("canary", "0000"))}
    assert len(kept) > 40
    assert len(uids) > 10
    assert sorted(c for c in kept - numbers if c.encode() in content) == []
    assert sorted(c for c in kept - numbers if c.encode("utf-16-le") in content) == []
    # Not even the ids that an internal file tells.
    assert sorted(uid for uid in uids if uid in content) == []
    with sqlite3.connect(tmp_path / "share.db") as connection:
        said = {repr(v) for t in ("actors", "projects", "exchanges") for row in connection.execute(f"SELECT * FROM {t}") for v in row}
    assert not numbers & said


@pytest.mark.parametrize("audience", FILES)
def test_what_the_audience_may_see_is_in_the_share(empty_map: Map, planted: Planted, tmp_path: Path, audience: str) -> None:
    share(empty_map, tmp_path / "share.db", audience)
    content = json.dumps(read_map(tmp_path / "share.db").document)
    heard = {c for c, least in planted.least.items() if AUDIENCES.index(least) <= AUDIENCES.index(audience)}
    heard = {c for c in heard if c.startswith("canary")}
    assert len(heard) > 40
    exported = "".join(FORMATS["json"](empty_map, scope_for(empty_map, audience), Tally(), "")).lower()
    assert sorted(c for c in heard if c in exported and c not in content.lower()) == []


def test_two_shares_have_no_id_in_common_and_two_for_one_recipient_all(empty_map: Map, planted: Planted, tmp_path: Path) -> None:
    one, other = key_for(empty_map, "River Trust"), key_for(empty_map, "Old Mill")
    assert known_key(empty_map, "river  TRUST") == one != other
    for name, key in (("a", one), ("again", one), ("b", other), ("alone", fresh_key())):
        share(empty_map, tmp_path / name, "internal", key)
    ids = {name: set(UUID.findall((tmp_path / name).read_bytes())) for name in ("a", "again", "b", "alone")}
    assert len(ids["a"]) > 20
    assert ids["a"] == ids["again"]
    assert not ids["a"] & ids["b"]
    assert not ids["a"] & ids["alone"]


def test_it_says_who_when_and_for_whom_and_nothing_of_the_hour(empty_map: Map, tmp_path: Path) -> None:
    us = add_actor(empty_map, {"name": "Citizens", "kind": "ngo"}, Lists())
    set_us(empty_map, us.ref, True)
    change_setting(empty_map, "today", "2026-03-04")
    share(empty_map, tmp_path / "s.db", "partners")
    with open_map(tmp_path / "s.db") as made:
        settings = dict(made.connection.execute("SELECT key, value FROM settings"))
        assert "share.id" not in settings
        assert settings.pop("us")
        assert settings == {"today": "2026-03-04", "share.by": "Citizens", "share.on": "2026-03-04", "share.audience": "partners", "share.whole": "yes"}
        assert made.connection.execute("SELECT created_at, updated_at FROM actors").fetchall() == [("2026-03-04", "2026-03-04")]
        assert {row[0] for row in made.connection.execute("SELECT applied_at FROM _sqlite_migrations")} == {"2026-03-04"}
        for table in ("history", "changes", "share_recipients", "share_sources", "import_profiles"):
            assert made.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert made.connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert not re.search(rb"\d\d:\d\d:\d\d", (tmp_path / "s.db").read_bytes())
    assert stat.S_IMODE((tmp_path / "s.db").stat().st_mode) == 0o600


def test_who_is_withheld_is_not_named_as_its_maker(empty_map: Map, tmp_path: Path) -> None:
    us = add_actor(empty_map, {"name": "Hidden House", "kind": "ngo", "audience": "internal"}, Lists())
    set_us(empty_map, us.ref, True)
    change_setting(empty_map, "name", "Hidden House and friends")
    share(empty_map, tmp_path / "s.db", "partners")
    assert b"Hidden" not in (tmp_path / "s.db").read_bytes()


def test_secret_is_refused(empty_map: Map, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue):
        share(empty_map, tmp_path / "s.db", "secret")
    assert list(tmp_path.glob("s.db*")) == []


def test_only_an_older_share_is_written_over_and_only_with_force(empty_map: Map, map_path: Path, tmp_path: Path) -> None:
    path, key = tmp_path / "s.db", fresh_key()
    assert share(empty_map, path, key=key) is False
    before = path.read_bytes()
    assert share(empty_map, path, key=key) is True
    assert path.read_bytes() == before
    add_actor(empty_map, {"name": "New", "kind": "ngo"}, Lists())
    with pytest.raises(AlreadyExists):
        share(empty_map, path, key=key)
    assert path.read_bytes() == before
    share(empty_map, path, key=key, force=True)
    assert b"New" in path.read_bytes()
    assert is_share(path)
    map_bytes = map_path.read_bytes()
    for target in (map_path, tmp_path / "text.txt"):
        (tmp_path / "text.txt").write_text("mine")
        with pytest.raises(AlreadyExists):
            share(empty_map, target, key=key, force=True)
    assert map_path.read_bytes() == map_bytes
    assert (tmp_path / "text.txt").read_text() == "mine"
    (tmp_path / "link").symlink_to(path)
    for odd in (tmp_path / "link", tmp_path, tmp_path / "no" / "s.db"):
        with pytest.raises(NgomapError):
            share(empty_map, odd, key=key, force=True)
    assert not list(tmp_path.glob(".*"))


def test_reading_a_share_leaves_it_as_it_is(empty_map: Map, tmp_path: Path) -> None:
    add_actor(empty_map, {"name": "New", "kind": "ngo"}, Lists())
    share(empty_map, tmp_path / "s.db", recipient="River Trust")
    before = (tmp_path / "s.db").read_bytes()
    found = read_map(tmp_path / "s.db")
    assert (found.whole, bool(found.source), found.told) == (True, True, ())
    assert (tmp_path / "s.db").read_bytes() == before
