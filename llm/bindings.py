"""Loads llama.cpp's shared libraries on first use, keeps their log, and names the types that ctypes needs.

Only this module imports ``llama_cpp``; loading it costs a tenth of a second and prints to stderr where nobody asked.
"""

from __future__ import annotations

import ctypes
import functools
import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from llm.errors import LlmEnvironmentError

_ERROR_LEVEL = 4
"""GGML_LOG_LEVEL_ERROR (ggml.h)."""

_CONTINUED = 5
"""GGML_LOG_LEVEL_CONT: more of the message before."""


_GET_SCHEDULER = "_ZNK13llama_context9get_schedEv"
"""``llama_context::get_sched() const``; no part of llama.cpp's C interface, so its absence is no error."""


class NativeLog:
    """The last lines that llama.cpp logged at a level."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=40)
        self._kept = False
        self._lock = threading.Lock()
        self.listener: Callable[[str], None] | None = None
        """Is given every message of any level, in the thread that llama.cpp works in."""

    def write(self, level: int, data: bytes | None, _user: object) -> None:
        """Take one message from llama.cpp; anything below an error is dropped unless somebody listens."""
        if self.listener is not None and data:
            self.listener(data.decode("utf-8", errors="replace"))
        if level != _CONTINUED:
            self._kept = level == _ERROR_LEVEL
        if self._kept and data:
            with self._lock:
                self._lines.append(data.decode("utf-8", errors="replace").strip())

    def take(self) -> str:
        """The errors since the last call on one line, the newest last; the log is empty afterwards."""
        with self._lock:
            lines = [line for line in self._lines if line]
            self._lines.clear()
        return "; ".join(lines[-3:]) or "llama.cpp gave no reason"


@dataclass(frozen=True, kw_only=True)
class Library:
    """The loaded modules and the log that they write to."""

    llama: Any
    mtmd: Any
    log: NativeLog
    abort_check: Any


@functools.cache
def library() -> Library:
    """Load llama.cpp once per process.

    Raises:
        LlmEnvironmentError: llama-cpp-python is not installed or its libraries do not load.
    """
    # Workers that spin between steps heat the phone and, where fewer cores are free than threads run, slow a token by
    # orders of magnitude.  A short spin bridges the gaps between the operations of one graph.  libgomp reads both when
    # it is loaded; they count for nothing where llama.cpp was built without OpenMP.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    try:
        llama, mtmd = _import_bindings()
    except (ImportError, OSError, RuntimeError) as error:
        raise LlmEnvironmentError(
            f"llama.cpp cannot be loaded ({error}): install it with `pip install llama-cpp-python`"
        ) from error
    log = NativeLog()
    callback = llama.llama_log_callback(log.write)
    _keep_alive.append(callback)
    llama.llama_log_set(callback, ctypes.c_void_p(0))
    mtmd.mtmd_helper_log_set(callback, ctypes.c_void_p(0))
    llama.llama_backend_init()
    # An abort callback is asked after each node of the graph: in Python that takes the interpreter lock a thousand
    # times a token.  strlen has the right shape instead: of a two-byte buffer it is 0 until the first byte is set,
    # then 1.
    strlen = ctypes.cast(ctypes.CDLL(None).strlen, llama.ggml_abort_callback)
    return Library(llama=llama, mtmd=mtmd, log=log, abort_check=strlen)


_keep_alive: list[object] = []


def scheduler_of(library: Library, context: int) -> int:
    """The address of a context's ``ggml_backend_sched``; 0 where this llama.cpp does not give it out."""
    try:
        get = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)((_GET_SCHEDULER, library.llama._lib))
    except AttributeError:
        return 0
    return int(get(context) or 0)


def _import_bindings() -> tuple[ModuleType, ModuleType]:
    import llama_cpp.llama_cpp as llama
    import llama_cpp.mtmd_cpp as mtmd

    return llama, mtmd


class AbortFlag:
    """A flag that llama.cpp reads without Python's help."""

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(2)
        self.address = ctypes.addressof(self._buffer)

    def set(self) -> None:
        """Ask for a stop."""
        self._buffer[0] = b"\x01"

    def clear(self) -> None:
        """Take the request back."""
        self._buffer[0] = b"\x00"

    def __bool__(self) -> bool:
        return self._buffer.raw[0] != 0
