"""Runs long commands with a line every few seconds that shows they are at work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections import deque
from pathlib import Path

HEARTBEAT_SECONDS = 15.0
LAST_LINES = 25
# What make and ninja print before the thing they build: "[ 43%] Building CXX object a/b.cpp.o", "[12/345] c++ ...".
PROGRESS = re.compile(r"^\s*\[\s*(\d+%|\d+/\d+)\]\s+(.*\S)\s*$")


class SetupError(Exception):
    """Something is missing on this machine or failed; the message says what to do.

    Attributes:
        reason: The last line of the message: of a failed command, the last that it printed.
    """

    @property
    def reason(self) -> str:
        return str(self).rstrip().rsplit("\n", 1)[-1]


def say(message: str) -> None:
    """Print one line of progress at once, whatever stdout is."""
    print(f"setup: {message}", flush=True)


def run_shown(
    command: list[str], *, label: str, log: Path | None = None, environment: dict[str, str] | None = None
) -> None:
    """Run a command quietly, with a line every 15 seconds that shows it is at work.

    Args:
        command: What to run, without a shell.
        label: What the lines call it.
        log: Where everything it prints goes; None keeps only the end, in memory.
        environment: Its environment; None for this process's own.

    Raises:
        SetupError: It failed; what it printed last is in the message.
    """
    began = time.monotonic()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
        start_new_session=True,
    ) as process:
        output = _Output(process, log)
        try:
            while output.thread.is_alive():
                output.thread.join(HEARTBEAT_SECONDS)
                if output.thread.is_alive():
                    minutes, seconds = divmod(int(time.monotonic() - began), 60)
                    say(f"{label}: {minutes} min {seconds:02d} s, {output.progress}")
        except BaseException:
            # The compilers are grandchildren: only their process group reaches them all.
            os.killpg(process.pid, signal.SIGTERM)
            output.thread.join()
            raise
    if process.returncode != 0:
        where = f"; all of it is in {log}" if log else ""
        raise SetupError(f"{label} failed{where}\n" + "\n".join(output.last))


class _Output:
    """Reads what a process prints: the last lines, and how far it says it is."""

    def __init__(self, process: subprocess.Popen[str], log: Path | None) -> None:
        self.progress = "at work"
        self.last: deque[str] = deque(maxlen=LAST_LINES)
        self.thread = threading.Thread(target=self._read, args=(process, log), daemon=True)
        self.thread.start()

    def _read(self, process: subprocess.Popen[str], log: Path | None) -> None:
        assert process.stdout is not None
        with open(log or os.devnull, "w", encoding="utf-8") as file:
            for line in process.stdout:
                file.write(line)
                self.last.append(line.rstrip()[:300])
                self.progress = progress(line) or self.progress


def progress(line: str) -> str | None:
    """Return how far a build is, ``"[43%] ggml.c"``, where a line of make or ninja tells; None otherwise."""
    match = PROGRESS.match(line)
    if match is None:
        return None
    target = match[2].split()[-1].rsplit("/", 1)[-1].removesuffix(".o")
    return f"[{match[1]}] {target}"
