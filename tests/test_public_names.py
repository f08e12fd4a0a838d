"""A package's `__init__.py` names its public things, all of them, and nothing else."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("agent", "device", "llm", "perception", "tasks")


def _statements(package: str) -> list[ast.stmt]:
    """Return a package's statements; those for type checkers alone stand for what is loaded when asked for."""
    tree = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))
    return [
        inner
        for statement in tree.body
        for inner in (statement.body if isinstance(statement, ast.If) else [statement])
        if not (isinstance(inner, ast.FunctionDef) and inner.name == "__getattr__")
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_holds_names_and_nothing_else(package: str) -> None:
    documentation, *rest = _statements(package)
    assert isinstance(documentation, ast.Expr)
    kinds = {type(statement).__name__ for statement in rest}
    assert kinds <= {"ImportFrom", "Assign", "AnnAssign"}


@pytest.mark.parametrize("package", PACKAGES)
def test_all_lists_what_the_package_imports(package: str) -> None:
    imported = [
        alias.asname or alias.name
        for statement in _statements(package)
        if isinstance(statement, ast.ImportFrom) and str(statement.module).startswith(f"{package}.")
        for alias in statement.names
    ]
    module = importlib.import_module(package)
    assert sorted(module.__all__) == sorted(imported)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_error_of_a_package_is_public(package: str) -> None:
    file = ROOT / package / "errors.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    errors = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    assert errors - set(importlib.import_module(package).__all__) == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_draws_the_tree_of_its_errors(package: str) -> None:
    tree = ast.parse((ROOT / package / "errors.py").read_text(encoding="utf-8"))
    drawn = ast.get_docstring(tree) or ""
    assert [node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name not in drawn] == []
