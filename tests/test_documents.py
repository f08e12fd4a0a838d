"""Every command that the documents show is one that the program and the Makefile take."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tasks.cli import handroid

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def _commands() -> list[str]:
    shown: set[str] = set()
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        inline = re.findall(r"`((?:handroid|make) [^`\n]+)`", text)
        lines = [line.strip().removeprefix(".venv/bin/") for block in blocks for line in block.splitlines()]
        shown.update(line for line in [*inline, *lines] if line)
    return sorted(shown)


COMMANDS = _commands()
PROGRAM = [words for words in map(shlex.split, COMMANDS) if words[0] == "handroid"]
MAKE = [words for words in map(shlex.split, COMMANDS) if words[0] == "make"]


def test_the_documents_show_commands_and_no_others() -> None:
    assert ["handroid", "devices"] in PROGRAM
    assert ["make", "demo"] in MAKE
    assert {words[0] for words in map(shlex.split, COMMANDS)} == {"handroid", "make"}


@pytest.mark.parametrize("words", PROGRAM, ids=" ".join)
def test_the_program_takes_what_the_documents_show(words: list[str]) -> None:
    verb, *arguments = words[1:]
    # A command keeps the help option that its first context gives it.
    parent = click.Context(handroid, **handroid.context_settings)
    command = handroid.get_command(parent, verb)
    assert command is not None
    if "--help" in arguments:
        with pytest.raises(click.exceptions.Exit):
            command.make_context(verb, arguments, parent=parent)
    else:
        command.make_context(verb, arguments, parent=parent).close()


@pytest.mark.parametrize("verb", handroid.list_commands(click.Context(handroid)))
def test_every_verb_explains_itself(verb: str) -> None:
    shown = CliRunner().invoke(handroid, [verb, "--help"], prog_name="handroid")
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Usage: handroid {verb} ")
    assert shown.stderr == ""


@pytest.mark.parametrize("words", MAKE, ids=" ".join)
def test_the_makefile_has_what_the_documents_show(words: list[str]) -> None:
    planned = subprocess.run(["make", "--dry-run", *words[1:]], cwd=ROOT, capture_output=True, text=True)
    assert planned.returncode == 0, planned.stderr


def test_the_readmes_show_the_same_commands() -> None:
    blocks = [
        re.findall(r"^```console\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for name in ("README.md", "README.zh-CN.md")
    ]
    english, chinese = ([re.sub(r'run ".*?"', 'run "..."', block) for block in found] for found in blocks)
    assert english == chinese
