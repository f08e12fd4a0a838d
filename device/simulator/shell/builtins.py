"""Commands that belong to the shell itself: test, cd, export, read, eval, sh, su and their kin."""

from __future__ import annotations

import os
import stat

from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.files import read_file
from device.simulator.shell.interpreter import PROMPT_NAME


@command("true", ":")
def true(call: Call) -> int:
    """Succeed."""
    return 0


@command("false")
def false(call: Call) -> int:
    """Fail."""
    return 1


@command("test", "[", "[[")
def test(call: Call) -> int:
    """Compare strings and numbers, look at files."""
    args = list(call.args)
    if call.name != "test":
        closing = "]" * len(call.name)
        if not args or args.pop() != closing:
            raise CommandError(f"{PROMPT_NAME}: {call.name}: missing {closing}", exit_code=2)
    return 0 if _holds(call, args) else 1


def _holds(call: Call, args: list[str]) -> bool:
    for joint in ("-o", "||", "-a", "&&"):
        at = _outside(args, joint)
        if at:
            before, after = _holds(call, args[:at]), _holds(call, args[at + 1 :])
            return (before or after) if joint in {"-o", "||"} else (before and after)
    match args:
        case []:
            return False
        case ["(", *inner, ")"]:
            return _holds(call, inner)
        case ["!", *rest]:
            return not _holds(call, rest)
        case [word] | ["-n", word]:
            return bool(word)
        case ["-z", word]:
            return not word
        case [("-e" | "-f" | "-d" | "-s" | "-r" | "-w" | "-x" | "-L" | "-h") as kind, path]:
            return _file_is(call.shell.host_path(path), kind)
        case [left, ("=" | "==" | "!=") as comparison, right]:
            return (left == right) == (comparison != "!=")
        case [left, ("-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge") as comparison, right]:
            try:
                first, second = int(left), int(right)
            except ValueError as error:
                raise CommandError(f"{PROMPT_NAME}: test: {left} {right}: bad number", exit_code=2) from error
            sign = (first > second) - (first < second)
            allowed = {"-eq": {0}, "-ne": {-1, 1}, "-lt": {-1}, "-le": {-1, 0}, "-gt": {1}, "-ge": {0, 1}}
            return sign in allowed[comparison]
        case _:
            raise CommandError(f"{PROMPT_NAME}: test: {' '.join(args)}: unexpected operator/operand", exit_code=2)


def _outside(args: list[str], joint: str) -> int:
    """Return where a joint stands between two conditions, outside of parentheses; 0 where it does not."""
    depth = 0
    for at, word in enumerate(args[:-1]):
        depth += (word == "(") - (word == ")")
        if at and depth == 0 and word == joint:
            return at
    return 0


def _file_is(path: str, kind: str) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    match kind:
        case "-f":
            return stat.S_ISREG(status.st_mode)
        case "-d":
            return stat.S_ISDIR(status.st_mode)
        case "-s":
            return status.st_size > 0
        case "-x":
            return bool(status.st_mode & 0o111)
        case "-L" | "-h":
            return stat.S_ISLNK(status.st_mode)
        case _:
            return True


@command("cd")
def cd(call: Call) -> int:
    """Change the folder."""
    path = call.shell.resolve(call.args[0] if call.args else "/")
    if not os.path.isdir(call.shell.host_path(path)):
        raise CommandError(f"{PROMPT_NAME}: cd: {path}: No such file or directory", exit_code=2)
    call.shell.directory = path
    return 0


@command("pwd")
def pwd(call: Call) -> int:
    """Print the folder."""
    call.print(call.shell.directory)
    return 0


@command("export", "local", "readonly", "typeset")
def export(call: Call) -> int:
    """Set variables."""
    for word in call.args:
        name, separator, value = word.partition("=")
        if separator:
            call.shell.set_variable(name, value)
    return 0


@command("unset")
def unset(call: Call) -> int:
    """Remove variables."""
    for name in call.args:
        call.shell.unset_variable(name)
    return 0


@command("set", "umask", "trap", "ulimit", "setenforce", "stty")
def shell_option(call: Call) -> int:
    """Accept shell options, which change nothing here."""
    if call.name == "set" and call.args[:1] == ["--"]:
        call.shell.set_positional(call.args[1:])
    return 0


@command("shift")
def shift(call: Call) -> int:
    """Drop the first arguments."""
    count = int(call.args[0]) if call.args and call.args[0].isdigit() else 1
    call.shell.set_positional(call.shell.positional()[count:])
    return 0


@command("read")
def read(call: Call) -> int:
    """Read a line from stdin into variables."""
    names = [name for name in call.args if not name.startswith("-")] or ["REPLY"]
    line = call.stdin.read_line().replace(b"\0", b"")
    words = line.decode("utf-8", "surrogateescape").rstrip("\n").split(None, len(names) - 1)
    for number, name in enumerate(names):
        call.shell.set_variable(name, words[number] if number < len(words) else "")
    return 0 if line else 1


@command("wait")
def wait(call: Call) -> int:
    """Wait for what runs in the background."""
    call.flush()
    call.shell.wait_for_jobs()
    return 0


@command("eval")
def evaluate(call: Call) -> int:
    """Run the arguments as a command line."""
    return call.shell.run(" ".join(call.args), stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


@command("sh", "bash", "mksh")
def sh(call: Call) -> int:
    """Run a shell: -c SCRIPT, a script file, or stdin."""
    args = [word for word in call.args if word not in {"-x", "-e", "-l"}]
    if args[:1] == ["-c"] and len(args) > 1:
        child = call.shell.child()
        child.set_positional(args[3:])
        return child.run(args[1], stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)
    if args:
        path = call.shell.host_path(args[0])
        if not os.path.isfile(path):
            raise CommandError(f"sh: {args[0]}: No such file or directory", exit_code=127)
        return call.shell.run_script(call, path, args[1:])
    script = call.stdin.read().decode("utf-8", "surrogateescape")
    return call.shell.child().run(script, stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


@command("source", ".")
def source(call: Call) -> int:
    """Run a script file in this shell."""
    if not call.args:
        raise CommandError(f"{PROMPT_NAME}: .: missing argument")
    script = read_file(call, call.args[0]).decode("utf-8", "surrogateescape")
    return call.shell.run(script, stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


@command("su")
def su(call: Call) -> int:
    """Run a command as root, which the shell of this phone is already: ``su [0|root] [-c] COMMAND``."""
    words = [word for word in call.args if word not in {"0", "root", "-c"}]
    if not words:
        return 0
    return call.shell.child().run(" ".join(words), stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


@command("run-as")
def run_as(call: Call) -> int:
    """Run a command in an app's folder."""
    if not call.args or call.args[0] not in call.phone.packages:
        raise CommandError(f"run-as: unknown package: {call.args[0] if call.args else ''}")
    child = call.shell.child()
    child.directory = f"/data/data/{call.args[0]}"
    words = call.args[1:]
    inner = Call(shell=child, name=words[0], args=words[1:], stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)
    return child.call(inner)
