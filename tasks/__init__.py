"""Tasks: what a person starts, what is set up and checked on the phone, and what is reported."""

from importlib import import_module
from typing import TYPE_CHECKING

from tasks.errors import (
    ConfigurationError,
    SimulatorStartError,
    TaskEnvironmentError,
    TaskError,
    TaskUsageError,
)

if TYPE_CHECKING:
    from tasks.builtin import TEMPLATES
    from tasks.moves import Back, Done, Enter, Hold, Move, Open, Scroll, Touch
    from tasks.template import Split, Task, Template

__all__ = [
    "TEMPLATES",
    "Back",
    "ConfigurationError",
    "Done",
    "Enter",
    "Hold",
    "Move",
    "Open",
    "Scroll",
    "SimulatorStartError",
    "Split",
    "Task",
    "TaskEnvironmentError",
    "TaskError",
    "TaskUsageError",
    "Template",
    "Touch",
]

_LATER = {
    "TEMPLATES": "tasks.builtin",
    **dict.fromkeys(("Back", "Done", "Enter", "Hold", "Move", "Open", "Scroll", "Touch"), "tasks.moves"),
    **dict.fromkeys(("Split", "Task", "Template"), "tasks.template"),
}


def __getattr__(name: str) -> object:
    """Load what a public name needs when it is first asked for, since the program passes here whatever it is to do."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
