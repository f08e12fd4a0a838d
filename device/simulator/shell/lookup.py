"""What a name means to the shell: `command -v`, `type`, `which`; and `toybox`, which lists its tools."""

from __future__ import annotations

from device.simulator.shell.command import COMMANDS, Call, command

BUILTINS = frozenset(
    {".", ":", "[", "[[", "break", "builtin", "cd", "command", "continue", "echo", "eval", "exec", "exit", "export"}
    | {"false", "jobs", "kill", "local", "printf", "pwd", "read", "readonly", "return", "set", "shift", "source"}
    | {"test", "time", "trap", "true", "type", "typeset", "ulimit", "umask", "unset", "wait"}
)
"""What mksh knows by itself."""
_PROGRAMS_TOO = frozenset({"[", "echo", "false", "kill", "printf", "pwd", "test", "time", "true"})
"""Built in, and lying in /system/bin as well."""
PREFIXES = frozenset({"nohup", "toybox"})
"""Programs that only run another; the shell takes them off the line."""


def is_program(name: str) -> bool:
    """Say whether a file of this name lies in /system/bin."""
    return (name in COMMANDS and (name not in BUILTINS or name in _PROGRAMS_TOO)) or name in PREFIXES


@command("which")
def which(call: Call) -> int:
    """Print where programs lie."""
    found = [name for name in call.args if is_program(name)]
    for name in found:
        call.print(f"/system/bin/{name}")
    return int(len(found) < len(call.args) or not call.args)


@command("type", "command")
def type_command(call: Call) -> int:
    """Say what names mean; ``command -v`` only prints what would run."""
    code = 0
    for name in [word for word in call.args if not word.startswith("-")]:
        is_short = call.name == "command" and "-v" in call.args
        if call.shell.has_function(name):
            call.print(name if is_short else f"{name} is a function")
        elif name in BUILTINS:
            call.print(name if is_short else f"{name} is a shell builtin")
        elif is_program(name):
            call.print(f"/system/bin/{name}" if is_short else f"{name} is /system/bin/{name}")
        else:
            if not is_short:
                call.print(f"{name} not found")
            code = 1
    return code


@command("toybox")
def toybox(call: Call) -> int:
    """List the tools."""
    call.print(" ".join(sorted(name for name in COMMANDS if is_program(name))))
    return 0
