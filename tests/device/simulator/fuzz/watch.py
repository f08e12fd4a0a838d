"""Sees what must not happen while garbage comes in: files outside of a phone's tree, threads that die of an error."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PATHS = {
    "open": (0,),
    "os.chdir": (0,),
    "os.chmod": (0,),
    "os.link": (0, 1),
    "os.listdir": (0,),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.scandir": (0,),
    "os.symlink": (0, 1),
    "os.truncate": (0,),
    "os.utime": (0,),
    "shutil.rmtree": (0,),
    "sqlite3.connect": (0,),
}
"""Python's audit events that name paths, and which of their arguments do."""
_FORBIDDEN = ("subprocess.", "os.exec", "os.fork", "os.spawn", "os.system", "ctypes.dlopen")
_HARMLESS = (os.devnull, ":memory:", b":memory:", "/dev/urandom")
_CODE = (".py", ".pyc", ".so", ".otf", ".ttf")

_ROOTS: tuple[str, ...] = ()
_SEEN: list[str] | None = None


@contextmanager
def watched(roots: Sequence[Path]) -> Iterator[list[str]]:
    """Give a list in which shows up what happens outside of `roots`, and what a thread died of."""
    global _ROOTS, _SEEN
    seen: list[str] = []
    before = threading.excepthook

    def died(arguments: threading.ExceptHookArgs) -> None:
        where = traceback.extract_tb(arguments.exc_traceback)[-1]
        seen.append(f"a thread died: {arguments.exc_value!r} ({where.filename}:{where.lineno})")

    _ROOTS, _SEEN, threading.excepthook = tuple(str(root) for root in roots), seen, died
    # A module that is loaded when it is first needed would leave its bytecode beside it.
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield seen
    finally:
        sys.dont_write_bytecode = writes
        _ROOTS, _SEEN, threading.excepthook = (), None, before


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _SEEN is None:
        return
    if event.startswith(_FORBIDDEN):
        _SEEN.append(f"{event}{arguments!r:.200}")
        return
    for place in _PATHS.get(event, ()):
        value = arguments[place]
        if isinstance(value, (str, bytes, os.PathLike)) and not _is_allowed(event, value):
            _SEEN.append(f"{event}{arguments!r:.200}")


def _is_allowed(event: str, value: str | bytes | os.PathLike[str]) -> bool:
    if value in _HARMLESS:
        return True
    path = os.path.normpath(os.fsdecode(value))
    if path.startswith(_ROOTS) or "/" not in path:  # `shutil.rmtree` names what lies in a folder that it has opened
        return True
    # Python loads modules and the fonts when they are first needed, and a traceback shows lines of code.
    return event in ("open", "os.listdir", "os.scandir") and (path.endswith(_CODE) or os.path.isdir(path))


sys.addaudithook(_hook)
