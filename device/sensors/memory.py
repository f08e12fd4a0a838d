"""Memory that this process can still have: the system's, its control group's, and how long tasks wait for it.

Documentation: Linux ``Documentation/filesystems/proc.rst`` (MemAvailable), ``admin-guide/cgroup-v2.rst`` and
``cgroup-v1/memory.rst``, ``accounting/psi.rst``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from device.errors import SensorError
from device.sensors.kernel_file import read_text
from device.sensors.reading import SensorReading, Value

_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB", re.MULTILINE)
_PRESSURE = re.compile(r"^some avg10=(\d+(?:\.\d+)?)", re.MULTILINE)
_RECLAIMABLE = re.compile(r"^(?:total_)?inactive_file (\d+)$", re.MULTILINE)
_NO_LIMIT = 1 << 60
"""cgroup v1 writes 2**63 less a page where there is no limit."""


class Memory:
    """Free memory and memory pressure.

    Args:
        root: Where ``/proc`` and ``/sys`` are.
    """

    name = "memory"
    every = 1.0

    def __init__(self, root: Path = Path("/")) -> None:
        self._root = root

    def read(self) -> SensorReading:
        """Read them.

        Raises:
            SensorError: Neither is told here.
        """
        free = [Value(value=size, source=source) for size, source in (*self._system(), *self._groups())]
        pressure = _PRESSURE.search(read_text(self._root / "proc/pressure/memory"))
        if not free and pressure is None:
            raise SensorError("this system tells nothing about its memory")
        return SensorReading(
            free_memory=min(free, key=lambda value: value.value) if free else None,
            memory_pressure=Value(value=float(pressure.group(1)), source="/proc/pressure/memory") if pressure else None,
        )

    def _system(self) -> Iterator[tuple[int, str]]:
        match = _AVAILABLE.search(read_text(self._root / "proc/meminfo"))
        if match:
            yield int(match.group(1)) * 1024, "/proc/meminfo"

    def _groups(self) -> Iterator[tuple[int, str]]:
        """What this process's control groups have left, each with its source."""
        base = self._root / "sys/fs/cgroup"
        for line in read_text(self._root / "proc/self/cgroup").splitlines():
            number, controllers, path = [*line.split(":", 2), "", ""][:3]
            if number == "0" and not controllers:
                yield from _left(base, path, limit="memory.max", used="memory.current")
            elif "memory" in controllers.split(","):
                yield from _left(base / "memory", path, limit="memory.limit_in_bytes", used="memory.usage_in_bytes")


def _left(base: Path, path: str, *, limit: str, used: str) -> Iterator[tuple[int, str]]:
    """A group's own limit and those above it; inside a container the path may not exist, and the base is the group."""
    below = PurePosixPath(path.lstrip("/"))
    for group in (below, *below.parents):
        folder = base / group
        most, now = _number(folder / limit), _number(folder / used)
        if most is not None and now is not None and most < _NO_LIMIT:
            # Cached files are counted as used and are given up first.
            cached = _RECLAIMABLE.search(read_text(folder / "memory.stat"))
            yield max(0, most - now + (int(cached.group(1)) if cached else 0)), str(folder / limit)


def _number(path: Path) -> int | None:
    text = read_text(path)
    return int(text) if text.isdecimal() else None
