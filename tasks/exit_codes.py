"""The one place that says with which exit code the program ends."""

from __future__ import annotations

from enum import IntEnum

from agent.errors import AgentEnvironmentError, AgentUsageError
from device.errors import PhoneError, PhoneUsageError
from llm.errors import LlmError, LlmUsageError
from perception.errors import PerceptionError, PerceptionUsageError
from tasks.errors import TaskEnvironmentError, TaskUsageError


class ExitCode(IntEnum):
    """What the program ends with."""

    SUCCESS = 0
    FAILURE = 1
    """The goal was not achieved, refused, or stopped by a limit."""
    USAGE = 2
    """Wrong usage or configuration."""
    BROKEN = 3
    """The phone, the model or the machine failed."""
    INTERRUPTED = 130
    """Ctrl-C: 128 and the number of SIGINT."""


USAGE_ERRORS = (TaskUsageError, AgentUsageError, PhoneUsageError, PerceptionUsageError, LlmUsageError)
ENVIRONMENT_ERRORS = (TaskEnvironmentError, AgentEnvironmentError, PhoneError, PerceptionError, LlmError)
KNOWN_ERRORS = (*USAGE_ERRORS, *ENVIRONMENT_ERRORS)


def exit_code_of(error: BaseException) -> ExitCode:
    """Return the exit code for an error that ends the program."""
    if isinstance(error, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    return ExitCode.USAGE if isinstance(error, USAGE_ERRORS) else ExitCode.BROKEN
