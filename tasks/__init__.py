"""Tasks: what a person starts, what is set up and checked on the phone, and what is reported."""

from tasks.builtin import TEMPLATES
from tasks.errors import (
    ConfigurationError,
    SimulatorStartError,
    TaskEnvironmentError,
    TaskError,
    TaskUsageError,
)
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
