"""CPU cores that this process may use now, how many of them are fast, and how fast they may run.

Android moves an app that leaves the foreground into a smaller set of cores, and with more threads than cores the
threads wait for each other; a container may have a quota of processor time beside a set.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from device.errors import SensorError
from device.sensors.kernel_file import read_text
from device.sensors.reading import SensorReading, Value

_SLOW = 0.75
"""A core is slow whose top clock is below this share of the fastest one's.

Phones' efficiency clusters lie at 0.5 to 0.7 and their big ones above 0.8; a few favoured cores of a desktop processor
are a few percent above the rest, which is no reason to leave the rest idle.
"""


class Cores:
    """The cores.

    Args:
        root: Where ``/sys`` is.
        affinity: Returns the numbers of the cores that this process may run on.
    """

    name = "cores"
    every = 1.0

    def __init__(self, root: Path = Path("/sys"), affinity: Callable[[], set[int]] | None = None) -> None:
        self._root = root
        self._affinity = affinity or _affinity
        self._top: dict[int, int] | None = None

    def read(self) -> SensorReading:
        """Read them.

        Raises:
            SensorError: The system doesn't tell.
        """
        allowed = self._affinity()
        if not allowed:
            raise SensorError("the system doesn't tell which cores may be used")
        if self._top is None:
            self._top = dict(self._frequencies("cpuinfo_max_freq"))
        quota = self._quota()
        count = Value(value=len(allowed), source="sched_getaffinity")
        if quota is not None and quota[0] < count.value:
            count = Value(value=quota[0], source=quota[1])
        now = [clock for core, clock in self._frequencies("scaling_max_freq") if core in allowed]
        return SensorReading(
            allowed_cores=count,
            fast_cores=self._fast(allowed),
            top_frequency=Value(value=max(now), source="scaling_max_freq") if now else None,
        )

    def _fast(self, allowed: set[int]) -> Value[int] | None:
        top = self._top or {}
        if not top or not allowed <= top.keys():
            return None
        bar = _SLOW * max(top.values())
        if min(top.values()) >= bar:
            return None
        # Where only slow cores are left, they are what there is.
        fast = sum(top[core] >= bar for core in allowed) or len(allowed)
        return Value(value=fast, source="cpuinfo_max_freq")

    def _frequencies(self, name: str) -> Iterator[tuple[int, int]]:
        for path in self._root.glob(f"devices/system/cpu/cpu[0-9]*/cpufreq/{name}"):
            number, text = path.parent.parent.name.removeprefix("cpu"), read_text(path)
            if number.isdecimal() and text.isdecimal() and int(text) > 0:
                yield int(number), int(text)

    def _quota(self) -> tuple[int, str] | None:
        """Whole cores that a quota of processor time amounts to, with its source."""
        path = self._root / "fs/cgroup/cpu.max"
        words = read_text(path).split()
        if not words:
            path = self._root / "fs/cgroup/cpu/cpu.cfs_quota_us"
            words = [read_text(path), read_text(path.with_name("cpu.cfs_period_us"))]
        if len(words) != 2 or not all(word.isdecimal() and int(word) for word in words):
            return None  # "max" in version 2 and -1 in version 1 are no limit
        return max(1, math.ceil(int(words[0]) / int(words[1]))), str(path)


def _affinity() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return os.sched_getaffinity(0)
    return set(range(os.cpu_count() or 0))
