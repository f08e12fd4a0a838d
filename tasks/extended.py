"""The registry of the templates that are drawn only when asked for: AndroidWorld's tasks by kind."""

from __future__ import annotations

from tasks.template import Template
from tasks.templates.androidworld import broccoli, capture, expense, files, joplin, media, pictures, sport, system

_TEMPLATES: tuple[Template, ...] = (
    *system.TEMPLATES,
    *capture.TEMPLATES,
    *files.TEMPLATES,
    *expense.TEMPLATES,
    *broccoli.TEMPLATES,
    *joplin.TEMPLATES,
    *media.TEMPLATES,
    *pictures.TEMPLATES,
    *sport.TEMPLATES,
)

EXTENDED: dict[str, Template] = {template.name: template for template in _TEMPLATES}
"""All of them, by name."""
