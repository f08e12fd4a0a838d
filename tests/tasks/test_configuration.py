"""Where options' values come from, and which wins."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tasks.cli import handroid as program
from tasks.cli import leaves, nested
from tasks.configuration import read_defaults
from tasks.errors import ConfigurationError
from tasks.verbs.sim import sim


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Take the place of `handroid sim` and keep what it was called with."""
    values: dict[str, object] = {}

    def keep(**parameters: object) -> int:
        values.update(parameters)
        return 0

    monkeypatch.setattr(sim, "callback", keep)
    return values


def invoke(tmp_path: Path, toml: str, *words: str, **variables: str) -> Result:
    file = tmp_path / "handroid.toml"
    file.write_text(toml, encoding="utf-8")
    return CliRunner().invoke(program, ["-c", str(file), "sim", *words], env=variables)


def test_the_default_comes_last(tmp_path: Path, seen: dict[str, object]) -> None:
    invoke(tmp_path, "")

    assert (seen["seed"], seen["port"]) == (0, 0)


def test_the_file_beats_the_default(tmp_path: Path, seen: dict[str, object]) -> None:
    invoke(tmp_path, "seed = 4\n[sim]\nfreeze-time = true\n")

    assert (seen["seed"], seen["freeze_time"]) == (4, True)


def test_a_verbs_table_beats_the_top_of_the_file(tmp_path: Path, seen: dict[str, object]) -> None:
    invoke(tmp_path, "seed = 4\n[sim]\nseed = 5\n")

    assert seen["seed"] == 5


def test_the_environment_beats_the_file(tmp_path: Path, seen: dict[str, object]) -> None:
    invoke(tmp_path, "seed = 4\n", HANDROID_SIM_SEED="6")

    assert seen["seed"] == 6


def test_the_command_line_beats_all(tmp_path: Path, seen: dict[str, object]) -> None:
    invoke(tmp_path, "seed = 4\n", "--seed", "7", HANDROID_SIM_SEED="6")

    assert seen["seed"] == 7


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("modle = 'x'", "no verb has an option 'modle'"),
        ("[runn]\nmodel = 'x'", "there is no verb 'runn'"),
        ("[run]\nmodle = 'x'", "`handroid run` has no option 'modle'"),
        ("model = ", "can't be read"),
    ],
)
def test_mistakes_in_the_file_are_named(tmp_path: Path, toml: str, words: str) -> None:
    file = tmp_path / "handroid.toml"
    file.write_text(toml, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"handroid\.toml") as caught:
        read_defaults(file, dict(leaves(program)))
    assert words in str(caught.value)


def test_a_groups_verbs_are_nested() -> None:
    assert nested({"bench tasks": {"instances": 3}, "run": {"model": "x"}}) == {
        "bench": {"tasks": {"instances": 3}},
        "run": {"model": "x"},
    }


def test_every_verb_is_a_leaf_once() -> None:
    names = [name for name, command in leaves(program) if isinstance(command, click.Command)]

    assert len(names) == len(set(names))
    assert {"bench tasks", "model pull", "run", "sim"} <= set(names)
    assert {"bench", "model"}.isdisjoint(names)
