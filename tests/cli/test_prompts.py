"""A person at a terminal is asked; a real pseudo-terminal is what shows it. Without one nothing ever asks."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

pty = pytest.importorskip("pty", reason="pseudo-terminals are a matter of Unix")
termios = pytest.importorskip("termios")
# Whoever runs the tests in the background may have told all below it not to hear Ctrl-C.
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
PROGRAM = [sys.executable, "-c", f"{HEARING}; from ngomap.cli.app import main; main()"]
SECONDS = 60
PATIENCE = 5
END = b"<end>"
TAB = "\t"


class Terminal:
    """ngomap run at a terminal, by somebody who waits for a question before answering it."""

    def __init__(self, map_path: Path, *words: str) -> None:
        # Our end of their side stays open: what is said last may be lost when nobody holds it any more.
        self.ours, self.theirs = pty.openpty()
        environment = {**os.environ, "TERM": "dumb", "NGOMAP_MAP": str(map_path), "INPUTRC": "/dev/null"}
        self.process = subprocess.Popen(
            [*PROGRAM, *words], stdin=self.theirs, stdout=self.theirs, stderr=self.theirs, env=environment,
            start_new_session=True,
        )  # fmt: skip
        self.shown = ""

    def _read(self, wait: float = 0.2) -> bool:
        """Take in what was said; whether something was."""
        if not select.select([self.ours], [], [], wait)[0]:
            return False
        self.shown += os.read(self.ours, 65536).decode(errors="replace")
        return True

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not until():
            alive = self.process.poll() is None
            assert (self._read() or alive) and time.monotonic() < end, f"That was never so:\n{self.shown}"

    def answer(self, question: str, text: str) -> None:
        """Wait until the question stands there, then type."""
        before = len(self.shown)
        self._wait(lambda: question in self.shown[before:])
        os.write(self.ours, f"{text}\n".encode())

    def interrupt(self, question: str) -> None:
        """Wait until the question stands there, then press Ctrl-C: again when nothing happens, as anybody would.
        Python does not hear it in the instant before it begins to wait for a key.
        """
        self._wait(lambda: question in self.shown)
        end = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < end:
            self.process.send_signal(signal.SIGINT)
            pressed = time.monotonic()
            while self.process.poll() is None and time.monotonic() < pressed + PATIENCE:
                self._read()

    def end_input(self, question: str) -> None:
        """Wait until the question stands there and every key is read as it is pressed, then press Ctrl-D."""
        self._wait(lambda: question in self.shown and not termios.tcgetattr(self.ours)[3] & termios.ICANON)
        os.write(self.ours, b"\x04")

    def leave(self) -> int:
        """Read to the end; the exit code."""
        end = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < end:
            self._read()
        # What was said last may reach our end long after the process is gone, but before what is said after it.
        os.write(self.theirs, END)
        while END.decode() not in self.shown:
            assert self._read(SECONDS), self.shown
        self.shown = self.shown.partition(END.decode())[0]
        os.close(self.theirs)
        os.close(self.ours)
        return self.process.wait(1)

    @property
    def said(self) -> str:
        """What was shown, line ends as anywhere."""
        return self.shown.replace("\r\n", "\n")


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("area", "add", "Old Town")
    run("add", "Fair Elections Now", "--phone", "1")
    return run


QUESTIONS = [
    ("Name", "Street Theatre"),
    ("Kind", "cbo"),
    ("Level", "local"),
    ("Place", "old town"),
    ("Web site", "example.org"),
    ("E-mail", ""),
    ("Telephone", ""),
    ("What it is there for", "Plays about bribes"),
    ("Where you know it from", ""),
    ("Issues", "corruption, health"),
    ("Whom it serves", "children"),
    ("Services", ""),
    ("Areas it serves", "Old Town"),
]


def test_add_without_a_name_asks_field_by_field(map_: Run, map_path: Path) -> None:
    terminal = Terminal(map_path, "add", "--format", "json")
    for question, text in QUESTIONS:
        terminal.answer(question, text)
    assert terminal.leave() == 0
    record = map_("show", "street-theatre", "--format", "json").json["records"][0]
    expected = {
        "name": "Street Theatre", "kind": "cbo", "level": "local", "place": "Old Town", "area": "old-town",
        "website": "https://example.org", "mission": "Plays about bribes", "issues": ["corruption", "health"],
        "populations": ["children"], "serves": ["old-town"],
    }  # fmt: skip
    assert record | expected == record
    assert "phone" not in record


def test_a_wrong_answer_is_explained_and_asked_again(map_: Run, map_path: Path) -> None:
    terminal = Terminal(map_path, "add", "--issue", "health", "--serves", "old-town", "--place", "old-town")
    terminal.answer("Name", "***")
    terminal.answer("Name", "Street Theatre")
    terminal.answer("Kind", "club")
    terminal.answer("Kind", "")
    for question in ("Level", "Web site"):
        terminal.answer(question, "")
    terminal.answer("E-mail", "nobody")
    terminal.answer("E-mail", "")
    for question in ("Telephone", "What it is there for", "Where you know it from"):
        terminal.answer(question, "")
    terminal.answer("Whom it serves", "martians")
    terminal.answer("Whom it serves", "")
    terminal.answer("Services", "")
    assert terminal.leave() == 0
    for said in ("no letters or digits", "One of: ngo, cbo", "name@example.org", "no population 'martians'"):
        assert said in terminal.said
    # What was given as an option is not asked for.
    for label in ("Place", "Issues", "Areas it serves"):
        assert not re.search(rf"^{label}.*:", terminal.said, re.MULTILINE)
    assert map_("show", "street-theatre", "--format", "json").json["records"][0]["kind"] == "ngo"


def test_tab_completes_from_what_the_map_knows(map_: Run, map_path: Path) -> None:
    pytest.importorskip("readline")
    terminal = Terminal(map_path, "add", "Street Theatre", "--kind", "cbo")
    assert terminal.leave() == 0
    terminal = Terminal(map_path, "add")
    for question, text in [("Name", "Choir"), ("Kind", "go" + TAB), ("Level", "nat" + TAB), ("Place", "Old" + TAB)]:
        terminal.answer(question, text)
    for question, _ in QUESTIONS[4:9]:
        terminal.answer(question, "")
    terminal.answer("Issues", "procurem" + TAB)
    for question, _ in QUESTIONS[10:]:
        terminal.answer(question, "")
    assert terminal.leave() == 0, terminal.said
    record = map_("show", "choir", "--format", "json").json["records"][0]
    assert (record["kind"], record["level"], record["area"], record["issues"]) == (
        "government", "national", "old-town", ["procurement"],
    )  # fmt: skip


@pytest.mark.parametrize("how", ["interrupt", "end of input"])
def test_who_stops_in_the_middle_adds_nothing(map_: Run, map_path: Path, how: str) -> None:
    terminal = Terminal(map_path, "add")
    terminal.answer("Name", "Street Theatre")
    if how == "interrupt":
        terminal.interrupt("Kind")
    else:
        pytest.importorskip("readline")
        terminal.end_input("Kind")
    assert terminal.leave() in (1, 130)
    assert "nothing was changed" in terminal.said
    assert "Traceback" not in terminal.said
    assert map_("list", "--format", "json").json["total"] == 2


def test_an_empty_name_stops(map_: Run, map_path: Path) -> None:
    terminal = Terminal(map_path, "add")
    terminal.answer("Name", "")
    assert terminal.leave() == 2
    assert "Nothing was added." in terminal.said
    assert map_("list", "--format", "json").json["total"] == 2


@pytest.mark.parametrize(("text", "total"), [("n", 2), ("y", 3), ("", 2)])
def test_a_similar_name_is_shown_before_it_is_added(map_: Run, map_path: Path, text: str, total: int) -> None:
    terminal = Terminal(map_path, "add", "Fair Election Now")
    terminal.answer("Known already: Fair Elections Now (fair-elections-now). Add Fair Election Now as another?", text)
    assert terminal.leave() == (0 if total == 3 else 1)
    assert map_("list", "--format", "json").json["total"] == total


@pytest.mark.parametrize(("text", "left"), [("n", 2), ("y", 1)])
def test_remove_asks(map_: Run, map_path: Path, text: str, left: int) -> None:
    terminal = Terminal(map_path, "remove", "fair-elections-now")
    terminal.answer("Remove Fair Elections Now, and with it: nothing else?", text)
    assert terminal.leave() == (0 if left == 1 else 1)
    assert ("Nothing was removed." in terminal.said) == (left == 2)
    assert map_("list", "--format", "json").json["total"] == left


def test_yes_answers_every_question(map_: Run, map_path: Path) -> None:
    terminal = Terminal(map_path, "remove", "fair-elections-now", "--yes")
    assert terminal.leave() == 0
    assert map_("list", "--format", "json").json["total"] == 1


def test_a_question_cannot_take_over_the_terminal(map_: Run, map_path: Path) -> None:
    map_("add", "Evil \x1b]0;owned\x07 Group", "--alias", "Evil")
    terminal = Terminal(map_path, "remove", "evil")
    terminal.answer("Remove Evil <001B>]0;owned<0007> Group", "n")
    assert terminal.leave() == 1
    assert "\x1b]0;" not in terminal.shown


def test_init_asks_who_we_are(run: Run, map_path: Path) -> None:
    terminal = Terminal(map_path, "init")
    terminal.answer("Your organization's name", "Citizens")
    assert terminal.leave() == 0
    assert run("show", "us", "--format", "json").json["records"][0]["name"] == "Citizens"


@pytest.mark.parametrize(
    "words", [["add"], ["remove", "fair-elections-now"], ["add", "Fair Election Now"]], ids=" ".join
)
@pytest.mark.parametrize("missing", ["stdin", "stdout", "stderr"])
def test_with_half_a_terminal_nothing_asks(map_: Run, map_path: Path, words: list[str], missing: str) -> None:
    ours, theirs = pty.openpty()
    streams = {name: theirs for name in ("stdin", "stdout", "stderr") if name != missing}
    streams[missing] = subprocess.DEVNULL
    process = subprocess.Popen([*PROGRAM, *words], env={**os.environ, "NGOMAP_MAP": str(map_path)}, **streams)
    assert process.wait(SECONDS) in (1, 2)
    os.close(ours)
    os.close(theirs)
    assert map_("list", "--format", "json").json["total"] == 2
