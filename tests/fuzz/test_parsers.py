"""A few damaged inputs for whatever reads; `python -m tests.fuzz` tries many, and watches where they lead."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import __main__ as command
from tests.fuzz.mutating import mutated
from tests.fuzz.rule import Finding, keeps_the_rule
from tests.fuzz.targets import TARGETS, every_importer_is_here, warm_up

SLOW = ("share", "share that says anything", "restore", "merge document", "references")


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    warm_up()


def test_every_importer_is_a_target() -> None:
    assert every_importer_is_here()


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_is_read_or_refused_in_words(name: str) -> None:
    seeds = list(TARGETS[name].seeds())

    @settings(max_examples=2 if name in SLOW else 10)
    @given(st.integers(0, 2**32 - 1))
    def check(number: int) -> None:
        chance = random.Random(number)
        keeps_the_rule(TARGETS[name].read, mutated(chance.choice(seeds), chance, seeds))

    check()


def test_the_rule_sees_what_breaks_it() -> None:
    from ngomap.errors import BadFile

    def refuse(message: str, hint: str) -> None:
        raise BadFile(message, hint)

    def for_ever(_: bytes) -> None:
        while True:
            pass

    assert keeps_the_rule(len, b"x")
    assert not keeps_the_rule(lambda _: refuse("It is bad.", "Mend it."), b"x")
    with pytest.raises(Finding, match="hints ''"):
        keeps_the_rule(lambda _: refuse("It is bad.", ""), b"x")
    with pytest.raises(UnicodeDecodeError):
        keeps_the_rule(lambda data: data.decode(), b"\xff")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.fuzz.rule.SECONDS", 0.05)
        with pytest.raises(Finding, match="not done"):
            keeps_the_rule(for_ever, b"x")


def test_without_atheris_the_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    assert command.main([]) == 2
    assert "pip install" in capsys.readouterr().err
