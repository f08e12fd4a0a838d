"""Templates of kinds that AndroidWorld has not, in apps that it has; `tasks.extended.EXTENDED` holds them.

They are written as those of `tasks.templates.androidworld` are, which says how.
"""

from __future__ import annotations

__all__: list[str] = []
