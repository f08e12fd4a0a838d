"""What every command of the simulated shell is made of: `Call`, its streams, and the registry of names."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone
    from device.simulator.shell.interpreter import Shell
    from device.simulator.system import System


MOST_COLLECTED = 256 << 20
"""Bytes that a pipe or a command substitution may hold."""


class Input(Protocol):
    """Where a command reads from."""

    def read(self) -> bytes:
        """Return everything up to the end of the input."""

    def read_some(self) -> bytes:
        """Return what comes next, nothing at the end."""

    def read_line(self) -> bytes:
        """Return the next line with its newline, nothing at the end."""


class Output(Protocol):
    """Where a command writes to."""

    def write(self, data: bytes) -> None:
        """Add bytes; they may be held back until `flush`."""

    def flush(self) -> None:
        """Hand on what was held back."""


class BytesInput:
    """Input from bytes that are there already."""

    def __init__(self, data: bytes = b"") -> None:
        """Read from ``data``."""
        self._buffer = io.BytesIO(data)

    def read(self) -> bytes:
        """Return everything that is left."""
        return self._buffer.read()

    def read_some(self) -> bytes:
        """Return the next bytes."""
        return self._buffer.read(65536)

    def read_line(self) -> bytes:
        """Return the next line."""
        return self._buffer.readline()


class BytesOutput:
    """Output that is collected."""

    def __init__(self) -> None:
        """Start empty."""
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Keep the bytes.

        Raises:
            CommandError: There are more than `MOST_COLLECTED`.
        """
        self._size += len(data)
        if self._size > MOST_COLLECTED:
            raise CommandError("write: No space left on device")
        self._parts.append(data)

    def flush(self) -> None:
        """Do nothing: the bytes have arrived."""

    @property
    def value(self) -> bytes:
        """Everything that was written."""
        return b"".join(self._parts)


class SinkOutput:
    """Output that is handed on to a function in blocks."""

    BLOCK = 64 * 1024

    def __init__(self, sink: Callable[[bytes], None]) -> None:
        """Hand blocks to ``sink``."""
        self._sink = sink
        self._parts: list[bytes] = []
        self._held = 0
        self._lock = threading.Lock()

    def write(self, data: bytes) -> None:
        """Keep the bytes until there are enough of them."""
        with self._lock:
            self._parts.append(data)
            self._held += len(data)
            full = self._held >= self.BLOCK
        if full:
            self.flush()

    def flush(self) -> None:
        """Hand on what was kept."""
        with self._lock:
            data = b"".join(self._parts)
            self._parts.clear()
            self._held = 0
        if data:
            self._sink(data)


class CommandError(Exception):
    """A command ends with a message on stderr.

    Attributes:
        exit_code: What the command ends with.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        """End with ``message``, a newline added where it has none."""
        super().__init__(message)
        self.exit_code = exit_code


class Interrupted(Exception):
    """The client hung up while a command ran."""


@dataclass(kw_only=True)
class Call:
    """One command being run.

    Attributes:
        shell: The shell that runs it: variables, folder, the phone and what runs on it.
        name: The command's name as typed.
        args: Its arguments.
        environment: Variables set in front of the command, over the shell's own.
    """

    shell: Shell
    name: str
    args: list[str]
    stdin: Input
    stdout: Output
    stderr: Output
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def phone(self) -> SimulatedPhone:
        """The phone the shell runs on."""
        return self.shell.phone

    @property
    def system(self) -> System:
        """What runs on the phone beside its apps."""
        return self.shell.system

    def print(self, text: str = "") -> None:
        """Write a line to stdout."""
        self.stdout.write(text.encode("utf-8", "surrogateescape") + b"\n")

    def error(self, text: str) -> None:
        """Write a line to stderr."""
        self.stderr.write(text.encode("utf-8", "surrogateescape") + b"\n")

    def flush(self) -> None:
        """Hand on what was written so far; long-running commands call it before they wait."""
        self.stdout.flush()
        self.stderr.flush()

    def wait(self, seconds: float | None) -> None:
        """Wait, and stop waiting when the client hangs up.

        Args:
            seconds: How long; None for ever.

        Raises:
            Interrupted: The client hung up.
        """
        self.flush()
        if self.shell.job is not None:
            self.shell.job.waits()
        if self.shell.cancelled.wait(seconds):
            raise Interrupted


Function = Callable[[Call], int]
"""A command: returns its exit code."""

COMMANDS: dict[str, Function] = {}
"""Every command by name; filled by the modules of this package when they are imported."""


def command(*names: str) -> Callable[[Function], Function]:
    """Register a function under one or more names."""

    def register(function: Function) -> Function:
        for name in names:
            COMMANDS[name] = function
        return function

    return register


def split_options(
    args: Sequence[str], *, flags: str = "", valued: str = "", long: Iterable[str] = ()
) -> tuple[dict[str, str], list[str]]:
    """Split arguments into options and operands, as toybox does.

    Args:
        args: The arguments.
        flags: Letters that stand alone.
        valued: Letters that take a value.
        long: Long options without dashes, that take none.

    Returns:
        Options by letter or long name (an empty string for flags) and the operands.

    Raises:
        CommandError: An option is not known.
    """
    options: dict[str, str] = {}
    operands: list[str] = []
    known = set(long)
    rest = list(args)
    while rest:
        argument = rest.pop(0)
        if argument == "--":
            operands.extend(rest)
            break
        if argument.startswith("--"):
            name, _, value = argument[2:].partition("=")
            if name not in known:
                raise CommandError(f"Unknown option '{argument[2:]}'")
            options[name] = value
            continue
        if len(argument) < 2 or not argument.startswith("-"):
            operands.append(argument)
            continue
        letters = argument[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter in valued:
                if not letters and not rest:
                    raise CommandError(f"Missing argument to -{letter}")
                options[letter] = letters or rest.pop(0)
                break
            if letter not in flags:
                raise CommandError(f"Unknown option '{letter}'")
            options[letter] = ""
    return options, operands
