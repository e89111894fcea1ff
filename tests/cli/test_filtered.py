"""The filter options as one parameter."""

from __future__ import annotations

from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from ngomap.cli.filtered import ANY, OPTIONS, FilterWords, filtered
from ngomap.store.connection import Map
from tests.conftest import Run

HAVE_ALL = ("list", "export", "near", "map", "network", "coverage", "spectrum", "atlas", "share")


def test_a_command_gets_what_was_typed_as_one() -> None:
    app = typer.Typer()
    got: list[object] = []

    @app.command()
    @filtered("country")
    def ask(name: str, typed: FilterWords = ANY, loud: Annotated[bool, typer.Option("--loud")] = False) -> None:
        """Ask."""
        got.extend((name, typed, loud))

    runner = CliRunner()
    assert runner.invoke(app, ["Ana", "--issue", "a", "--issue", "b", "--kind", "ngo", "--loud"]).exit_code == 0
    assert got == ["Ana", FilterWords(issue=["a", "b"], kind=["ngo"]), True]
    assert runner.invoke(app, ["Ana", "--country", "KE"]).exit_code == 2


def test_the_words_have_an_option_each() -> None:
    assert FilterWords._fields == tuple(OPTIONS)


def test_people_who_are_asked_for_by_kind_are_not_left_out(empty_map: Map) -> None:
    assert FilterWords(kind=["person"]).on(empty_map, False).people is None
    assert FilterWords(kind=["ngo"]).on(empty_map, False).people is False
    assert FilterWords().on(empty_map).people is None


@pytest.mark.parametrize("command", HAVE_ALL)
def test_every_filter_is_in_the_help(run: Run, command: str) -> None:
    said = run(command, "--help").stdout
    assert [name for name in OPTIONS if f"--{name.replace('_', '-')}" not in said] == []
