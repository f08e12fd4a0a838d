"""`Shell`: runs parsed command lines on the simulated phone."""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import os
import posixpath
import re
import sqlite3
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.shell.command import (
    COMMANDS,
    BytesInput,
    BytesOutput,
    Call,
    CommandError,
    Function,
    Input,
    Interrupted,
    Output,
)
from device.simulator.shell.expansion import expand_match, expand_text, expand_words
from device.simulator.shell.jobs import Job
from device.simulator.shell.parser import parse
from device.simulator.shell.syntax import (
    Case,
    Define,
    For,
    Group,
    If,
    Node,
    Pipeline,
    Redirect,
    Sequence,
    ShellSyntaxError,
    Simple,
    Substitution,
    While,
)
from device.simulator.system import System

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

PROMPT_NAME = "/system/bin/sh"
MOST_CHARACTERS = 16 << 20
"""What a variable may hold."""
MOST_CALLS = 20
"""How deep functions may call each other."""
ENVIRONMENT = {
    "ANDROID_DATA": "/data",
    "ANDROID_ROOT": "/system",
    "ANDROID_STORAGE": "/storage",
    "EXTERNAL_STORAGE": "/sdcard",
    "HOME": "/",
    "HOSTNAME": "emulator",
    "LOGNAME": "shell",
    "PATH": "/product/bin:/apex/com.android.runtime/bin:/system/bin:/system/xbin:/vendor/bin",
    "SHELL": "/system/bin/sh",
    "TMPDIR": "/data/local/tmp",
    "USER": "shell",
}
_SURROGATES = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class _Exit(Exception):
    """`exit` was called."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Return(_Exit):
    """`return` was called: outside of a function it ends the script."""


class _Loop(Exception):
    """`break` or `continue` was called."""

    def __init__(self, *, goes_on: bool) -> None:
        super().__init__()
        self.goes_on = goes_on


class _FileOutput:
    """A redirection's target on the phone."""

    def __init__(self, shell: Shell, path: str, *, append: bool) -> None:
        self._date: Callable[[], None] = lambda: None
        if shell.resolve(path) == "/dev/null":
            self._file = open(os.devnull, "wb")  # noqa: SIM115 - closed by the interpreter with the redirection
            return
        try:
            self._file = open(shell.host_path(path), "ab" if append else "wb")  # noqa: SIM115
        except OSError as error:
            raise CommandError(f"{PROMPT_NAME}: can't create {path}: {describe(error)}") from error
        self._date = partial(shell.date, shell.resolve(path))

    def write(self, data: bytes) -> None:
        self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()
        self._date()


class Shell:
    """A shell process: variables, folder, last exit code.

    Attributes:
        phone: The phone it runs on.
        system: What else runs there.
        cancelled: Set when the client has hung up; commands that wait end.
        directory: The current folder on the phone.
        jobs: What it started in the background.
        job: The background job that it is part of, or None.
    """

    def __init__(self, phone: SimulatedPhone, *, cancelled: threading.Event | None = None) -> None:
        """Start a shell in ``/``."""
        self.phone = phone
        self.system = System.of(phone)
        self.cancelled = cancelled or threading.Event()
        self.directory = "/"
        self.exit_code = 0
        self._variables = dict(ENVIRONMENT)
        self._arguments: list[str] = []
        self._functions: dict[str, Node] = {}
        self._calls = 0
        self.jobs: list[Job] = []
        self.job: Job | None = None

    def run(self, script: str, *, stdin: Input, stdout: Output, stderr: Output) -> int:
        """Run a script and return its exit code; everything it wrote is flushed.

        Raises:
            Interrupted: The client hung up meanwhile.
        """
        try:
            self._sequence(parse(_encodable(script).replace("\0", "")), stdin, stdout, stderr)
        except ShellSyntaxError as error:
            stderr.write(f"{PROMPT_NAME}: {error}\n".encode("utf-8", "surrogateescape"))
            self.exit_code = 1
        except _Exit as end:
            self.exit_code = end.code
        except _Loop:
            pass  # break or continue outside of a loop does nothing
        stdout.flush()
        stderr.flush()
        return self.exit_code

    # Paths

    def resolve(self, path: str) -> str:
        """Return the absolute path on the phone that `path` means from the current folder."""
        return posixpath.normpath(posixpath.join(self.directory, path))

    def host_path(self, path: str) -> str:
        """Return the host's path of a path on the phone."""
        return str(self.phone.files.path(self.resolve(path)))

    def date(self, path: str) -> None:
        """Date a file that was just written by the phone's clock, unless it is gone again."""
        with contextlib.suppress(OSError):
            self.phone.files.date(self.resolve(path), self.phone.clock.now())

    def match_files(self, pattern: str) -> list[str]:
        """Return the paths that a pattern with ``* ? [ ]`` matches, sorted."""
        found = ["/" if pattern.startswith("/") else ""]
        for part in [part for part in pattern.split("/") if part]:
            matches: list[str] = []
            for base in found:
                if not any(char in part for char in "*?["):
                    if os.path.lexists(self.host_path(base + part)):
                        matches.append(f"{base}{part}/")
                    continue
                try:
                    names = os.listdir(self.host_path(base or "."))
                except OSError:
                    continue
                shown = [name for name in names if part.startswith(".") or not name.startswith(".")]
                matches.extend(f"{base}{name}/" for name in sorted(fnmatch.filter(shown, part)))
            found = matches
        return [path.rstrip("/") for path in found]

    # Variables

    def variable(self, name: str) -> str | None:
        """Return a variable's or special parameter's value."""
        match name:
            case "?":
                return str(self.exit_code)
            case "$":
                return str(self.system.start_process("sh").pid)
            case "#":
                return str(len(self._arguments))
            case "!":
                return str(self.jobs[-1].pid) if self.jobs else ""
            case "-":
                return ""
            case "0":
                return PROMPT_NAME
            case "PWD":
                return self.directory
            case "EPOCHREALTIME":
                return f"{self.phone.clock.now():.6f}"
            case _ if name.isdigit():
                return self._arguments[int(name) - 1] if int(name) <= len(self._arguments) else None
            case _:
                return self._variables.get(name)

    def set_variable(self, name: str, value: str) -> None:
        """Set a variable.

        Raises:
            CommandError: The value is longer than `MOST_CHARACTERS`.
        """
        if len(value) > MOST_CHARACTERS:
            raise CommandError(f"{PROMPT_NAME}: {name}: value too long")
        self._variables[name] = value

    def unset_variable(self, name: str) -> None:
        """Remove a variable."""
        self._variables.pop(name, None)

    def variables(self) -> dict[str, str]:
        """Return all variables."""
        return dict(self._variables)

    def positional(self) -> list[str]:
        """Return the script's arguments."""
        return list(self._arguments)

    def set_positional(self, arguments: list[str]) -> None:
        """Set the script's arguments."""
        self._arguments = list(arguments)

    def has_function(self, name: str) -> bool:
        """Say whether a name is that of a function."""
        return name in self._functions

    def substitute(self, body: Sequence) -> str:
        """Run commands and return what they print."""
        output = BytesOutput()
        child = self.child()
        child.run_body(body, BytesInput(), output, BytesOutput())
        self.exit_code = child.exit_code
        return output.value.replace(b"\0", b"").decode("utf-8", "surrogateescape").rstrip("\n")

    def child(self) -> Shell:
        """Return a shell with copies of this one's variables and folder."""
        child = Shell(self.phone, cancelled=self.cancelled)
        child.directory, child.exit_code, child.job = self.directory, self.exit_code, self.job
        child._variables, child._arguments = dict(self._variables), list(self._arguments)
        child._functions, child._calls = dict(self._functions), self._calls
        return child

    def run_body(self, body: Sequence, stdin: Input, stdout: Output, stderr: Output) -> int:
        """Run parsed commands as a process of their own."""
        try:
            self._sequence(body, stdin, stdout, stderr)
        except _Exit as end:
            self.exit_code = end.code
        except _Loop:
            pass
        return self.exit_code

    # Commands

    def _sequence(self, sequence: Sequence, stdin: Input, stdout: Output, stderr: Output) -> int:
        for joint, pipeline in sequence.items:
            if self.cancelled.is_set():
                raise Interrupted
            if (joint == "&&" and self.exit_code != 0) or (joint == "||" and self.exit_code == 0):
                continue
            if pipeline.background:
                self._in_background(pipeline, stdout, stderr)
                continue
            self._pipeline(pipeline, stdin, stdout, stderr)
        if not sequence.items:
            self.exit_code = 0
        return self.exit_code

    def _in_background(self, pipeline: Pipeline, stdout: Output, stderr: Output) -> None:
        """Start a job; its input is empty."""
        stop = threading.Event()
        process = self.system.start_job("sh", stop)
        job, child = Job(process.pid, stop), self.child()
        child.cancelled, child.job = stop, job
        self.jobs.append(job)
        body = Sequence(((";", replace(pipeline, background=False)),))

        def run() -> None:
            try:
                child.run_body(body, BytesInput(), stdout, stderr)
            finally:
                self.system.end_process(process.name)

        job.start(run, self.cancelled)
        self.exit_code = 0

    def wait_for_jobs(self) -> None:
        """Wait until all jobs have ended.

        Raises:
            Interrupted: The client hung up meanwhile.
        """
        for job in self.jobs:
            job.join(self.cancelled)
        self.jobs.clear()

    def _pipeline(self, pipeline: Pipeline, stdin: Input, stdout: Output, stderr: Output) -> None:
        # Each part runs to its end before the next begins: what a phone's scripts pipe is short.
        for command in pipeline.commands[:-1]:
            collected = BytesOutput()
            part = self.child()
            part.run_body(Sequence(((";", Pipeline((command,))),)), stdin, collected, stderr)
            stdin = BytesInput(collected.value)
        last = pipeline.commands[-1]
        self.exit_code = self._node(last, stdin, stdout, stderr)
        if pipeline.negated:
            self.exit_code = int(self.exit_code == 0)

    def _node(self, node: Node, stdin: Input, stdout: Output, stderr: Output) -> int:
        opened: list[_FileOutput] = []
        try:
            stdin, stdout, stderr = self._redirected(node.redirects, stdin, stdout, stderr, opened)
            return self._redirected_node(node, stdin, stdout, stderr)
        except (CommandError, ShellSyntaxError) as error:
            text = str(error) if isinstance(error, CommandError) else f"{PROMPT_NAME}: {error}"
            if text:
                stderr.write((text if text.endswith("\n") else text + "\n").encode("utf-8", "surrogateescape"))
            return error.exit_code if isinstance(error, CommandError) else 1
        finally:
            for output in opened:
                output.close()
            if opened:
                self.phone.changed()

    def _redirected_node(self, node: Node, stdin: Input, stdout: Output, stderr: Output) -> int:
        match node:
            case Simple():
                return self._simple(node, stdin, stdout, stderr)
            case If():
                for condition, body in node.branches:
                    if self._sequence(condition, stdin, stdout, stderr) == 0:
                        return self._sequence(body, stdin, stdout, stderr)
                self.exit_code = 0
                return self._sequence(node.otherwise, stdin, stdout, stderr) if node.otherwise else 0
            case For():
                words = self._arguments if node.words is None else expand_words(node.words, self)
                self.exit_code = 0
                for word in list(words):
                    self.set_variable(node.name, word)
                    if not self._loop_body(node.body, stdin, stdout, stderr):
                        break
                return self.exit_code
            case While():
                code = 0
                while (self._sequence(node.condition, stdin, stdout, stderr) == 0) != node.until:
                    goes_on = self._loop_body(node.body, stdin, stdout, stderr)
                    code = self.exit_code
                    if not goes_on:
                        break
                return code
            case Case():
                subject = expand_text(node.word, self)
                for patterns, body in node.arms:
                    if any(fnmatch.fnmatchcase(subject, expand_match(pattern, self)) for pattern in patterns):
                        return self._sequence(body, stdin, stdout, stderr)
                return 0
            case Group():
                if node.subshell:
                    return self.child().run_body(node.body, stdin, stdout, stderr)
                return self._sequence(node.body, stdin, stdout, stderr)
            case Define():
                self._functions[node.name] = node.body
                return 0

    def _loop_body(self, body: Sequence, stdin: Input, stdout: Output, stderr: Output) -> bool:
        """Run a loop's body once; say whether the loop goes on."""
        try:
            self._sequence(body, stdin, stdout, stderr)
        except _Loop as jump:
            return jump.goes_on
        return True

    def _redirected(
        self,
        redirects: tuple[Redirect, ...],
        stdin: Input,
        stdout: Output,
        stderr: Output,
        opened: list[_FileOutput],
    ) -> tuple[Input, Output, Output]:
        for redirect in redirects:
            target = expand_text(redirect.target, self)
            match redirect.operator:
                case "<<":
                    stdin = BytesInput(target.encode("utf-8", "surrogateescape"))
                case "<":
                    stdin = self._file_input(target)
                case ">&" | "<&":
                    if redirect.descriptor == 1 and target == "2":
                        stdout = stderr
                    elif redirect.descriptor == 2 and target == "1":
                        stderr = stdout
                case operator:
                    output = _FileOutput(self, target, append=operator == ">>")
                    opened.append(output)
                    if operator == "&>":
                        stdout = stderr = output
                    elif redirect.descriptor == 2:
                        stderr = output
                    elif redirect.descriptor == 1:
                        stdout = output
        return stdin, stdout, stderr

    def _file_input(self, path: str) -> Input:
        if self.resolve(path) == "/dev/null":
            return BytesInput()
        try:
            with open(self.host_path(path), "rb") as file:
                return BytesInput(file.read())
        except OSError as error:
            raise CommandError(f"{PROMPT_NAME}: can't open {path}: {describe(error)}") from error

    def _simple(self, node: Simple, stdin: Input, stdout: Output, stderr: Output) -> int:
        assignments = {name: expand_text(word, self) for name, word in node.assignments}
        if not node.words:
            for name, value in assignments.items():
                self.set_variable(name, value)
            substituted = any(isinstance(part, Substitution) for _, word in node.assignments for part in word.parts)
            return self.exit_code if substituted else 0
        words = expand_words(node.words, self)
        if not words:
            return 0
        call = Call(
            shell=self,
            name=words[0],
            args=words[1:],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            environment=assignments,
        )
        return self.call(call)

    def call(self, call: Call) -> int:
        """Run a command whose words are expanded."""
        name = call.name
        if name in self._functions:
            return self._call_function(call)
        match name:
            case "exit" | "return":
                code = int(call.args[0]) & 0xFF if call.args and call.args[0].isdigit() else self.exit_code
                raise _Exit(code) if name == "exit" else _Return(code)
            case "break" | "continue":
                raise _Loop(goes_on=name == "continue")
            case "exec" | "command" | "builtin" | "nohup" | "busybox" | "toybox" if call.args and not call.args[
                0
            ].startswith("-"):
                call.name, call.args = call.args[0], call.args[1:]
                return self.call(call)
        function = COMMANDS.get(name) or self._program(name)
        if function is None:
            if "/" in name:
                return self._script(call)
            raise CommandError(f"{PROMPT_NAME}: {name}: inaccessible or not found", exit_code=127)
        try:
            return function(call)
        except sqlite3.Error as error:
            raise CommandError(f"{name}: {error}") from error
        except OSError as error:
            raise CommandError(f"{name}: {describe(error)}") from error
        except IndexError as error:
            raise CommandError(f"{name}: missing argument") from error
        except (ValueError, OverflowError, RecursionError, re.error) as error:
            # Commands read numbers, patterns and dates from their arguments; what is none ends them, as it does toybox.
            raise CommandError(f"{name}: bad argument: {_encodable(str(error))}") from error

    def _call_function(self, call: Call) -> int:
        if self._calls >= MOST_CALLS:
            raise CommandError(f"{PROMPT_NAME}: {call.name}: nested too deeply")
        arguments, self._arguments = self._arguments, call.args
        self._variables |= call.environment
        self._calls += 1
        try:
            return self._node(self._functions[call.name], call.stdin, call.stdout, call.stderr)
        except _Return as end:
            return end.code
        except RecursionError as error:
            raise CommandError(f"{PROMPT_NAME}: {call.name}: nested too deeply") from error
        finally:
            self._arguments = arguments
            self._calls -= 1

    def _program(self, name: str) -> Function | None:
        folder, _, base = name.rpartition("/")
        return COMMANDS.get(base) if folder in {"/system/bin", "/system/xbin", "/vendor/bin", "/bin"} else None

    def _script(self, call: Call) -> int:
        path = self.host_path(call.name)
        if not os.path.isfile(path):
            raise CommandError(f"{PROMPT_NAME}: {call.name}: inaccessible or not found", exit_code=127)
        if not os.stat(path).st_mode & stat.S_IXUSR:
            raise CommandError(f"{PROMPT_NAME}: {call.name}: can't execute: Permission denied", exit_code=126)
        return self.run_script(call, path, call.args)

    def run_script(self, call: Call, host_path: str, arguments: list[str]) -> int:
        """Run a script file as a process of its own.

        Args:
            call: Whose streams the script gets.
            host_path: The file, on the host.
            arguments: ``$1`` and so on.
        """
        with open(host_path, encoding="utf-8", errors="surrogateescape") as file:
            source = file.read()
        child = self.child()
        child.set_positional(arguments)
        for name, value in call.environment.items():
            child.set_variable(name, value)
        return child.run(source, stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


def _encodable(text: str) -> str:
    """Return text without the surrogates that JSON can bring and no file can hold; U+DC80 to U+DCFF are bytes."""
    return _SURROGATES.sub("\ufffd", text)


def describe(error: OSError) -> str:
    """Return the phone's words for an error of the host's file system."""
    return os.strerror(error.errno or errno.EIO)
