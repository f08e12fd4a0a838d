"""Contexts that end with their test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from llm.context import Context


@pytest.fixture
def opened() -> Iterator[list[Context]]:
    """A list for contexts; what is in it in the end is closed."""
    contexts: list[Context] = []
    yield contexts
    for context in contexts:
        context.close()
