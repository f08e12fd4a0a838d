"""What several apps are made of: a table in SQLite, list apps with search and selection, forms, pickers, questions."""

from __future__ import annotations

__all__: list[str] = []
