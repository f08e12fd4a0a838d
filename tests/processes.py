"""Programs that tests start, which never outlive the test that started them."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

LONGEST = 300
"""Seconds after which a program is killed: a test that reads its lines would wait for ever where it says nothing."""


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Start a program, text on its pipes, and kill it in the end where it has not ended by itself.

    Leaving the context of a bare `subprocess.Popen` waits for the program instead: a test that fails because the
    program would not end could not fail.
    """
    with subprocess.Popen(command, text=True, **options) as process:
        limit = threading.Timer(LONGEST, process.kill)
        limit.daemon = True
        limit.start()
        try:
            yield process
        finally:
            limit.cancel()
            process.kill()
