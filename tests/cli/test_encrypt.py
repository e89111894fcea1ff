"""`encrypt`, `rekey`, `decrypt`, and where the passphrase or key of a map comes from."""

from __future__ import annotations

import os
import sys
import termios
from pathlib import Path

import pytest

from ngomap.errors import NgomapError
from ngomap.store import cipher, migrations, secret_files
from ngomap.store.cipher import Secret
from ngomap.store.encrypted import salt_of
from ngomap.store.encrypting import rewrite
from tests.cli.test_prompts import Terminal
from tests.conftest import Run

pytest.importorskip("sqlcipher3")

HERONS = "seven grey herons wade"
KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def quick_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret from outside. Deriving is made short, but where other processes take part."""
    for name in ("NGOMAP_PASSPHRASE_FILE", "NGOMAP_PASSPHRASE_COMMAND", "NGOMAP_KEY_FILE", "_NGOMAP_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cipher, "ROUNDS", 10)
    cipher._derived.cache_clear()


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    path = tmp_path / "phrase.txt"
    path.write_text(HERONS + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def locked(run: Run, map_path: Path, phrase: str) -> Path:
    run("init", "--name", "Citizens")
    assert run("encrypt", "--new-passphrase-file", phrase).exit_code == 0
    return map_path


def test_encrypt_rekey_decrypt(run: Run, map_path: Path, tmp_path: Path, phrase: str) -> None:
    run("init", "--name", "Citizens")
    ran = run("encrypt", "--new-passphrase-file", phrase, "--format", "json")
    assert (ran.json["action"], ran.json["undo"], salt_of(map_path) is None) == ("encrypted", "ngomap decrypt", False)
    assert run("list", "--passphrase-file", phrase, "--format", "json").json["total"] == 1
    key = tmp_path / "new.key"
    ran = run("rekey", "--passphrase-file", phrase, "--new-key-file", str(key), "--make-key", "--format", "json")
    assert ran.json["action"] == "rekeyed"
    assert (key.stat().st_mode & 0o777, len(bytes.fromhex(key.read_text()))) == (0o600, 32)
    assert key.read_text().strip() not in ran.stdout + ran.stderr
    assert run("list", "--passphrase-file", phrase).exit_code == 12
    assert run("list", "--key-file", str(key)).exit_code == 0
    assert run("decrypt", "--key-file", str(key), "--format", "json").json["action"] == "decrypted"
    assert run("list").exit_code == 0
    assert salt_of(map_path) is None


def test_a_map_that_is_encrypted_from_its_first_byte_on(
    run: Run, map_path: Path, tmp_path: Path, phrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    named = migrations.give_name

    def look(temporary: Path, path: Path) -> None:
        written.extend(p.read_bytes() for p in tmp_path.iterdir() if p != Path(phrase))
        named(temporary, path)

    monkeypatch.setattr(migrations, "give_name", look)
    ran = run("init", "--name", "Citizens", "--encrypt", "--new-passphrase-file", phrase, "--format", "json")
    assert (ran.exit_code, ran.json["action"], "survives this laptop" in ran.json["notes"][0]) == (0, "made", True)
    assert [salt_of(map_path) is None, map_path.stat().st_mode & 0o777, len(written)] == [False, 0o600, 1]
    assert not any(b"SQLite format" in content or b"itizens" in content for content in (*written, map_path.read_bytes()))
    assert (run("list").exit_code, run("check", "--passphrase-file", phrase).exit_code) == (12, 0)
    assert run("show", "us", "--passphrase-file", phrase, "--format", "json").json["records"][0]["handle"] == "citizens"
    assert "phrase.txt" not in run("history", "--passphrase-file", phrase, "--format", "json").stdout
    assert run("decrypt", "--passphrase-file", phrase).exit_code == 0


def test_a_map_that_cannot_be_begun_is_not_begun(run: Run, map_path: Path, tmp_path: Path, phrase: str) -> None:
    def refused(*words: str) -> tuple[int, str]:
        ran = run("init", *words)
        return ran.exit_code, ran.stderr.partition("\n")[0]

    before = {p.name for p in tmp_path.iterdir()}
    assert refused("--encrypt") == (2, f"Error: There is no new passphrase for {map_path}.")
    assert refused("--new-passphrase-file", phrase) == (2, "Error: A new passphrase or key is for a map that is encrypted.")
    assert refused("--encrypt", "--make-key")[0] == 2
    assert refused("--encrypt", "--new-passphrase-file", str(tmp_path / "none"))[0] == 1
    assert {p.name for p in tmp_path.iterdir()} == before
    assert run("init", "--encrypt", "--new-key-file", str(tmp_path / "k"), "--make-key").exit_code == 0
    ran = run("init", "--encrypt", "--new-key-file", str(tmp_path / "k2"), "--make-key")
    assert (ran.exit_code, "exists already" in ran.stderr, (tmp_path / "k2").exists()) == (1, True, False)


@pytest.mark.parametrize("typed", ["1_0", "１", "-1", "x", "1.0"])
def test_a_descriptor_is_a_plain_number(run: Run, typed: str) -> None:
    for ran in (run("list", f"--passphrase-fd={typed}"), run("encrypt", f"--new-passphrase-fd={typed}")):
        assert ran.exit_code == 2
        assert ran.stderr.startswith("Error: Invalid value for '--")
        assert "passphrase-fd': " in ran.stderr


def test_a_key_that_cannot_be_written_whole_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(secret_files, "to_the_disk", full)
    with pytest.raises(NgomapError, match="No space left"):
        secret_files.write_secret(tmp_path / "k", KEY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("encrypt",), ("init", "--encrypt", "--map", "{folder}/new.db")])
def test_a_key_made_for_nothing_goes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise NgomapError("The disk is full.")

    run("init", "--name", "Citizens")
    key = tmp_path / "k"
    line = [word.format(folder=tmp_path) for word in words]
    with monkeypatch.context() as patched:
        patched.setattr("ngomap.store.encrypting._export", full)
        patched.setattr("ngomap.store.encrypting.make_tables", full)
        ran = run(*line, "--new-key-file", str(key), "--make-key")
    assert (ran.exit_code, key.exists()) == (1, False)
    assert run("list").exit_code == 0


def test_the_key_of_a_map_that_may_be_encrypted_already_stays(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    run("init", "--name", "Citizens")
    key = tmp_path / "k"
    with monkeypatch.context() as patched:
        patched.setattr("ngomap.store.encrypting._finished", stopped)
        ran = run("encrypt", "--new-key-file", str(key), "--make-key")
    assert (ran.exit_code, "what was changed before is kept" in ran.stderr) == (130, True)
    assert run("list", "--key-file", str(key)).exit_code == 0


def test_a_key_file_is_never_written_over(run: Run, map_path: Path, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    key = tmp_path / "k"
    key.write_bytes(KEY)
    ran = run("encrypt", "--new-key-file", str(key), "--make-key")
    assert (ran.exit_code, "exists already" in ran.stderr, key.read_bytes()) == (1, True, KEY)
    assert run("encrypt", "--make-key").exit_code == 2
    assert run("encrypt", "--new-key-file", str(key)).exit_code == 0
    assert run("list", "--key-file", str(key)).exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "says nothing"), (b"\n", "says nothing"), (b"short", "less than 10 characters"),
        (b"ababababababab", "less than 5 different"), (b"one line\nanother line", "more than one line"),
        (b"long word" * 200, "more than one line"),
    ],
)  # fmt: skip
def test_a_passphrase_that_is_none_or_weak_is_refused(
    content: bytes, said: str, run: Run, map_path: Path, tmp_path: Path
) -> None:
    run("init", "--name", "Citizens")
    before = map_path.read_bytes()
    (tmp_path / "p").write_bytes(content)
    ran = run("encrypt", "--new-passphrase-file", str(tmp_path / "p"))
    assert ran.exit_code in (1, 2)
    assert said in ran.stderr
    assert map_path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"abc", bytes(31), b"0" * 63, b"z" * 64, b"0" * 66])
def test_what_is_no_key_file_is_refused(content: bytes, run: Run, locked: Path, tmp_path: Path) -> None:
    before = locked.read_bytes()
    (tmp_path / "k").write_bytes(content)
    ran = run("list", "--key-file", str(tmp_path / "k"))
    assert (ran.exit_code, "is not a key file" in ran.stderr, ran.stdout) == (1, True, "")
    assert run("list", "--key-file", str(tmp_path)).exit_code == 1
    assert run("list", "--key-file", str(tmp_path / "nowhere")).exit_code == 1
    assert locked.read_bytes() == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"{sys.executable} -c 'print(\"wrong words again\"); raise SystemExit(7)'", "exit code 7"),
        (f"{sys.executable} -c pass", "says nothing"), ("no-such-program-anywhere", "failed"),
        ("unclosed 'quote", "not closed"), (" ", "is empty"),
    ],
)  # fmt: skip
def test_a_command_that_fails_or_says_nothing(command: str, said: str, run: Run, locked: Path) -> None:
    ran = run("list", "--passphrase-command", command)
    assert ran.exit_code in (1, 2)
    assert said in ran.stderr
    assert "wrong words again" not in ran.stderr + ran.stdout


def test_every_source_opens_the_map(run: Run, locked: Path, phrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    say = f"cat {phrase}"
    assert run("list", "--passphrase-command", say).exit_code == 0
    descriptor = os.open(phrase, os.O_RDONLY)
    assert run("list", "--passphrase-fd", str(descriptor)).exit_code == 0
    assert run("list", "--passphrase-fd", "987").exit_code == 2
    assert run("--passphrase-file", phrase, "list").exit_code == 0
    for name, value in (("NGOMAP_PASSPHRASE_FILE", phrase), ("NGOMAP_PASSPHRASE_COMMAND", say)):
        monkeypatch.setenv(name, value)
        assert run("list").exit_code == 0
        assert run("list", "--key-file", "/nowhere").exit_code == 1
        monkeypatch.delenv(name)


def test_two_sources_are_a_usage_error(run: Run, locked: Path, phrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("list", "--passphrase-file", phrase, "--key-file", phrase).exit_code == 2
    assert run("rekey", "--passphrase-file", phrase, "--new-passphrase-file", phrase, "--new-key-file", phrase).exit_code == 2
    monkeypatch.setenv("NGOMAP_PASSPHRASE_FILE", phrase)
    monkeypatch.setenv("NGOMAP_KEY_FILE", phrase)
    ran = run("list")
    assert (ran.exit_code, "more than once" in ran.stderr) == (2, True)


def test_the_end_of_the_line_and_the_keyboard_do_not_matter(run: Run, map_path: Path, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    (tmp_path / "a").write_bytes("seven hérons wade".encode())
    (tmp_path / "b").write_bytes("seven he\u0301rons wade\r\n".encode())
    assert run("encrypt", "--new-passphrase-file", str(tmp_path / "a")).exit_code == 0
    assert run("list", "--passphrase-file", str(tmp_path / "b")).exit_code == 0
    (tmp_path / "b").write_bytes("seven hérons wade \n".encode())
    assert run("list", "--passphrase-file", str(tmp_path / "b")).exit_code == 12


def test_without_a_passphrase_it_says_which_options_there_are(run: Run, locked: Path) -> None:
    for command in ("list", "check", "backup", "rekey", "decrypt", "export csv"):
        ran = run(*command.split())
        assert (ran.exit_code, ran.stdout) == (12, ""), command
        assert "is encrypted" in ran.stderr
        assert "--passphrase-file, --passphrase-command, --passphrase-fd or --key-file" in ran.stderr


def test_a_wrong_passphrase_changes_nothing(run: Run, locked: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("seven grey herons wad")
    before = locked.read_bytes()
    for command in ("list", "add Somebody", "check --mend", "undo", "rekey", "decrypt", "forget citizens --yes", "backup"):
        ran = run(*command.split(), "--passphrase-file", str(tmp_path / "wrong"))
        assert (ran.exit_code, ran.stdout) == (12, ""), command
        assert "damaged" in ran.stderr
    assert locked.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} <= {"test.db", "wrong", "phrase.txt", "test.db-backups"}


def test_the_other_form_is_refused(run: Run, locked: Path, phrase: str) -> None:
    ran = run("encrypt", "--new-passphrase-file", phrase)
    assert (ran.exit_code, "encrypted already" in ran.stderr) == (1, True)
    run("decrypt", "--passphrase-file", phrase)
    for command in ("decrypt", "rekey"):
        ran = run(command, "--passphrase-file", phrase)
        assert (ran.exit_code, "is not encrypted" in ran.stderr) == (1, True)
    assert run("list", "--passphrase-file", phrase).exit_code == 0


def test_files_that_are_no_maps(run: Run, tmp_path: Path, phrase: str) -> None:
    for name, content, code in (("empty", b"", 14), ("text", b"Dear partners, " * 999, 14), ("chance", os.urandom(8192), 12)):
        (tmp_path / name).write_bytes(content)
        assert run("list", "--passphrase-file", phrase, map_=tmp_path / name).exit_code == code
        assert run("decrypt", "--passphrase-file", phrase, map_=tmp_path / name).exit_code == code
        assert run("encrypt", "--new-passphrase-file", phrase, map_=tmp_path / name).exit_code in (1, 14)
        assert (tmp_path / name).read_bytes() == content
    assert run("encrypt", "--new-passphrase-file", phrase, map_=tmp_path).exit_code == 10


def test_without_the_extra_it_says_what_to_install(
    run: Run, locked: Path, phrase: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("init", "--name", "Others", map_=tmp_path / "other.db")
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", None)
    for ran in (run("list"), run("encrypt", "--new-key-file", "x", "--make-key", map_=tmp_path / "other.db")):
        assert ran.exit_code == 1
        assert "pip install 'ngomap[secure]'" in ran.stderr
    assert not Path("x").exists()


def test_encrypt_takes_the_source_that_every_command_would(
    run: Run, map_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", "--name", "Citizens")
    (tmp_path / "k").write_text(KEY.hex().upper() + "\n")
    monkeypatch.setenv("NGOMAP_KEY_FILE", str(tmp_path / "k"))
    assert run("encrypt").exit_code == 0
    assert run("list").exit_code == 0
    ran = run("rekey")
    assert (ran.exit_code, "no new passphrase" in ran.stderr) == (2, True)


def test_the_history_does_not_say_where_the_secret_lies(run: Run, locked: Path, phrase: str) -> None:
    run("add", "Somebody", "--passphrase-file", phrase)
    run("--passphrase-command=cat " + phrase, "add", "Somebody Else")
    said = run("history", "--passphrase-file", phrase, "--format", "json").stdout
    assert "add Somebody" in said
    assert "phrase.txt" not in said


def test_completing_asks_nobody(run: Run, locked: Path, phrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_NGOMAP_COMPLETE", "complete_bash")
    monkeypatch.setenv("NGOMAP_PASSPHRASE_COMMAND", f"cat {phrase}")
    from ngomap.cli.passphrase import named_secret

    assert named_secret() is None


def answer_hidden(terminal: Terminal, question: str, text: str) -> None:
    """Type what must not be shown, once the terminal no longer shows what is typed."""
    before = len(terminal.shown)
    terminal._wait(
        lambda: question in terminal.shown[before:] and not termios.tcgetattr(terminal.ours)[3] & termios.ECHO
    )
    os.write(terminal.ours, f"{text}\n".encode())


def test_a_person_is_asked(map_path: Path, run: Run, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    terminal = Terminal(map_path, "encrypt")
    answer_hidden(terminal, "New passphrase for", HERONS)
    answer_hidden(terminal, "Once more", HERONS)
    assert terminal.leave() == 0
    assert salt_of(map_path) is not None
    terminal = Terminal(map_path, "list")
    answer_hidden(terminal, "Passphrase for", HERONS)
    assert terminal.leave() == 0
    assert "citizens" in terminal.said
    assert HERONS not in terminal.said
    terminal = Terminal(map_path, "list")
    answer_hidden(terminal, "Passphrase for", HERONS[:-1])
    assert terminal.leave() == 12


def test_a_share_of_an_encrypted_map_is_for_others_and_plain(run: Run, locked: Path, phrase: str, tmp_path: Path) -> None:
    share = tmp_path / "share.db"
    assert run("share", "--to", str(share), "--passphrase-file", phrase).exit_code == 0
    assert salt_of(share) is None
    theirs = tmp_path / "theirs.db"
    run("init", "--name", "River Trust", map_=theirs)
    rewrite(theirs, None, Secret(KEY, True))
    (tmp_path / "k").write_bytes(KEY)
    assert run("merge-map", str(share), "--key-file", str(tmp_path / "k"), map_=theirs).exit_code == 0


