"""Errors of the tasks package, split by who must act.

TaskError
+-- TaskUsageError               the user: wrong request or configuration
|   +-- ConfigurationError       handroid.toml cannot be understood
+-- TaskEnvironmentError         the machine
|   +-- SimulatorStartError      a simulated phone did not start
"""

from __future__ import annotations


class TaskError(Exception):
    """Anything that went wrong above the agent; the message is one line that says what to do."""


class TaskUsageError(TaskError):
    """The user asked for something that cannot be."""


class ConfigurationError(TaskUsageError):
    """The configuration file cannot be understood; the message names the file and the key."""


class TaskEnvironmentError(TaskError):
    """The machine refused something."""


class SimulatorStartError(TaskEnvironmentError):
    """A simulated phone did not start."""
