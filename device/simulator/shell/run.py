"""`run_command`: one command line on the phone, from start to end."""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING

from device.simulator.shell.command import BytesInput, BytesOutput
from device.simulator.shell.interpreter import Shell

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

COMMAND_MODULES = (
    "am",
    "app_process",
    "builtins",
    "cmd",
    "content",
    "dumpsys",
    "editors",
    "files",
    "find",
    "getevent",
    "ime",
    "input_cmd",
    "locksettings",
    "logcat",
    "lookup",
    "pm",
    "processes",
    "screencap",
    "screenrecord",
    "settings_cmd",
    "simulator",
    "small_tools",
    "sqlite",
    "text",
    "toybox",
    "uiautomator",
    "wm",
)
"""Modules of this package that register commands when they are imported."""

for _name in COMMAND_MODULES:
    importlib.import_module(f"device.simulator.shell.{_name}")


def new_shell(phone: SimulatedPhone, *, cancelled: threading.Event | None = None) -> Shell:
    """Start a shell that knows every command.

    Args:
        phone: The phone it runs on.
        cancelled: Set by the caller when nobody waits for the shell any more.
    """
    return Shell(phone, cancelled=cancelled)


def run_command(phone: SimulatedPhone, command: str, *, stdin: bytes = b"") -> tuple[bytes, int]:
    """Run a command line to its end, without ADB.

    Args:
        phone: The phone to run it on.
        command: The command line, as `adb shell` takes it.
        stdin: What the command reads.

    Returns:
        What it printed, stdout and stderr in the order written, and its exit code.
    """
    output = BytesOutput()
    code = new_shell(phone).run(command, stdin=BytesInput(stdin), stdout=output, stderr=output)
    return output.value, code
