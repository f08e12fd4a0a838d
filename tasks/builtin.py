"""The registry of the built-in templates."""

from __future__ import annotations

from tasks.template import Template
from tasks.templates import clock, contacts, markor, settings

TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (*settings.TEMPLATES, *clock.TEMPLATES, *contacts.TEMPLATES, *markor.TEMPLATES)
}
"""All built-in templates, by name."""
