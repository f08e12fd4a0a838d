"""The registry of the templates that are drawn only when asked for: AndroidWorld's tasks by kind."""

from __future__ import annotations

from tasks.template import Template
from tasks.templates.androidworld import capture, files, system

EXTENDED: dict[str, Template] = {
    template.name: template for module in (system, capture, files) for template in module.TEMPLATES
}
"""All of them, by name."""
