"""Imports run downward, and what is heavy or only for development stays where it belongs."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "device": {"device"},
    "llm": {"llm"},
    "perception": {"perception", "device"},
    "agent": {"agent", "perception", "device", "llm"},
    "tasks": {"tasks", "agent", "perception", "device", "llm"},
    "tools": {"tools"},
}
HOUSE = {*MAY_IMPORT, "tests"}
TRAINING = ("llm.training", "llm.convert", "llm.transformers_model", "tasks.training")
FOR_TRAINING = {"gguf", "safetensors", "tokenizers", "torch", "transformers"}
MAY_START_A_SIMULATOR = (
    "device.simulator",
    "tasks.bench_sim",
    "tasks.displays",
    "tasks.heated",
    "tasks.record_runs",
    "tasks.perceiving",
    "tasks.training",
    "tasks.verbs.bench_tasks",
    "tasks.verbs.sim",
)
MODULES = {package: sorted((ROOT / package).rglob("*.py")) for package in MAY_IMPORT}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    package = _name(path) if path.name == "__init__.py" else _name(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield node.lineno, module
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


@functools.cache
def _imports(package: str) -> tuple[tuple[str, str, str], ...]:
    """Every import of a package: the module it stands in, what it imports, and where it stands."""
    return tuple(
        (_name(path), imported, f"{path.relative_to(ROOT)}:{line} imports {imported}")
        for path in MODULES[package]
        for line, imported in _imported(path)
    )


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("package", MODULES)
def test_a_package_imports_only_what_stands_below_it(package: str) -> None:
    above = HOUSE - MAY_IMPORT[package]
    assert [where for _, imported, where in _imports(package) if imported.split(".")[0] in above] == []


@pytest.mark.parametrize("package", MODULES)
def test_only_training_and_conversion_import_what_they_alone_need(package: str) -> None:
    heavy = [
        where
        for module, imported, where in _imports(package)
        if imported.split(".")[0] in FOR_TRAINING and not _within(module, TRAINING)
    ]
    assert heavy == []


@pytest.mark.parametrize("package", MODULES)
def test_only_who_starts_the_simulated_phone_imports_it(package: str) -> None:
    simulators = [
        where
        for module, imported, where in _imports(package)
        if _within(imported, ("device.simulator",)) and not _within(module, MAY_START_A_SIMULATOR)
    ]
    assert simulators == []


def test_the_tools_run_on_a_bare_python() -> None:
    known = sys.stdlib_module_names | {"tools"}
    assert [where for _, imported, where in _imports("tools") if imported.split(".")[0] not in known] == []


@pytest.mark.parametrize(
    ("package", "unwanted"),
    [
        ("device", {"agent", "llm", "llama_cpp", "perception", "tasks", "torch"}),
        ("llm", {"agent", "device", "llama_cpp", "perception", "tasks", "torch"}),
        ("perception", {"agent", "llm", "llama_cpp", "tasks", "torch"}),
        ("agent", {"llama_cpp", "tasks", "torch", "uiautomator2"}),
        ("tasks.cli", {"agent", "device", "llm", "numpy", "perception", "rich", "tasks.builtin", "uiautomator2"}),
        ("tasks.verbs.sim, device.simulator.server", {"agent", "cv2", "llm", "numpy", "perception", "uiautomator2"}),
    ],
)
def test_a_package_starts_without_what_it_may_never_need(package: str, unwanted: set[str]) -> None:
    report = f"import sys, {package}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", report], cwd=ROOT, capture_output=True, text=True, check=True)
    assert unwanted & set(loaded.stdout.split()) == set()
