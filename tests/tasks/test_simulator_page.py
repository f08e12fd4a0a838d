"""docs/simulator.md: its examples run, its table of faults is that of the program, and the fixture needs no set-up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from device.simulator.faults import CATALOGUE, read_plan

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run every example as a stranger's test file would, in one pytest of its own."""
    folder = tmp_path_factory.mktemp("examples")
    for number, code in enumerate(EXAMPLES):
        (folder / f"test_example_{number}.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "-p", "no:handroid"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [*command, "-p", "tasks.pytest_plugin", str(folder)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_page_runs(outcome: str, number: int) -> None:
    names = re.findall(r"^def (test_\w+)\(", EXAMPLES[number], re.MULTILINE)
    assert names
    for name in names:
        assert f"PASSED test_example_{number}.py::{name}" in outcome, outcome


def test_the_fault_file_of_the_page_is_a_plan(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "faults.yaml").write_text(example, encoding="utf-8")
    assert len(read_plan(tmp_path / "faults.yaml").faults) == 3


def test_the_table_of_faults_is_that_of_the_program() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| .* \| ([\w ]+): .* \|$", PAGE, re.MULTILINE))
    assert told == {name: str(kind.handling) for name, kind in CATALOGUE.items()}


def test_the_fixture_is_announced_to_pytest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["pytest11"] == {"handroid": "tasks.pytest_plugin"}
