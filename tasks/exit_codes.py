"""The one place that says with which exit code the program ends."""

from __future__ import annotations

from enum import IntEnum
from functools import cache


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


@cache
def usage_errors() -> tuple[type[Exception], ...]:
    """Return the errors that a user mends by asking for something else.

    They are looked up when something went wrong: a program that starts should not wait for every package.
    """
    from agent.errors import AgentUsageError
    from device.errors import PhoneUsageError
    from llm.errors import LlmUsageError
    from perception.errors import PerceptionUsageError
    from tasks.errors import TaskUsageError

    return (TaskUsageError, AgentUsageError, PhoneUsageError, PerceptionUsageError, LlmUsageError)


@cache
def known_errors() -> tuple[type[Exception], ...]:
    """Return all errors that end the program with one line instead of a traceback."""
    from agent.errors import AgentEnvironmentError
    from device.errors import PhoneError
    from llm.errors import LlmError
    from perception.errors import PerceptionError
    from tasks.errors import TaskEnvironmentError

    return (*usage_errors(), TaskEnvironmentError, AgentEnvironmentError, PhoneError, PerceptionError, LlmError)


def exit_code_of(error: BaseException) -> ExitCode:
    """Return the exit code for an error that ends the program."""
    if isinstance(error, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    return ExitCode.USAGE if isinstance(error, usage_errors()) else ExitCode.BROKEN
