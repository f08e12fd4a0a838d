"""`System`: what runs on the simulated phone beside its apps: open ports, processes, the log."""

from __future__ import annotations

import itertools
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from device.simulator.adbd import Stream

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone
    from device.simulator.snapshot import Snapshot

LOG_LINES = 2000
FIRST_APP_PID = 2000
APP_USER = "u0_a101"


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One line of the log.

    Attributes:
        at: Seconds since the epoch by the phone's clock.
        priority: One of ``V D I W E F``.
    """

    at: float
    pid: int
    priority: str
    tag: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Process:
    """A running process.

    Attributes:
        name: What it is known by here; no two have the same.
        number: Which of an app's processes it is, counted from its first start.
        command: Its command line; its name where there is none.
        is_system: Whether it belongs to Android itself, and nobody ends it.
    """

    pid: int
    name: str
    user: str
    number: int = 0
    command: str = ""
    is_system: bool = False

    @property
    def shown(self) -> str:
        """What `ps` calls it: the name of an app, else of the program in its command line."""
        return self.command.split()[0].rpartition("/")[2] if self.command else self.name


ANDROID = (
    Process(pid=1, name="init", user="root", command="/system/bin/init second_stage", is_system=True),
    Process(pid=402, name="zygote64", user="root", is_system=True),
    Process(pid=471, name="surfaceflinger", user="system", command="/system/bin/surfaceflinger", is_system=True),
    Process(pid=515, name="adbd", user="shell", command="/apex/com.android.adbd/bin/adbd", is_system=True),
    Process(pid=640, name="system_server", user="system", is_system=True),
    Process(pid=893, name="com.android.systemui", user="u0_a95", is_system=True),
    Process(pid=952, name="com.android.phone", user="radio", is_system=True),
)
"""What runs on every phone from its boot."""


class System:
    """Ports, processes and log of one phone."""

    _of: ClassVar[weakref.WeakKeyDictionary[SimulatedPhone, System]] = weakref.WeakKeyDictionary()
    _of_lock = threading.Lock()

    def __init__(self, phone: SimulatedPhone) -> None:
        """Make the system of a phone that has just booted."""
        self._phone = weakref.ref(phone)
        self.lock = threading.Lock()
        self.ports: dict[str, Callable[[Stream], None]] = {}
        """What listens, by socket name: ``tcp:9008``, ``localabstract:name``."""
        self.snapshots: dict[str, Snapshot] = {}
        """What the `simulator` command keeps, by name."""
        self.uia2_starts = 0
        """How often uiautomator2's server was started."""
        self.uia2_disconnected = False
        """Whether that server has lost its connection to the system, until it is started anew."""
        self.booted_at = time.monotonic()
        self.on_reboot: list[Callable[[], None]] = []
        """What breaks the phone's connections when it is switched off and on."""
        self.on_power: list[Callable[[bool], None]] = []
        """What is told that the phone was shut down (False) or started by its key (True)."""
        self._uia2_stops: list[threading.Event] = []
        self._hangs_until = 0.0
        self._log: deque[LogLine] = deque(maxlen=LOG_LINES)
        self._processes: dict[str, Process] = {}
        self._pids = itertools.count(FIRST_APP_PID, 7)
        self._jobs: dict[int, threading.Event] = {}
        self._job_numbers = itertools.count(1)

    @classmethod
    def of(cls, phone: SimulatedPhone) -> System:
        """Return the system of a phone; the same one each time."""
        with cls._of_lock:
            found = cls._of.get(phone)
            if found is None:
                found = cls._of[phone] = cls(phone)
            return found

    def uptime(self) -> float:
        """Return seconds since boot."""
        return time.monotonic() - self.booted_at

    def restart(self) -> None:
        """Begin anew, as after a boot: no process but the apps' runs, nothing listens, the log is empty."""
        with self.lock:
            for stop in self._uia2_stops:
                stop.set()
            for stop in self._jobs.values():
                stop.set()
            self._jobs.clear()
            self._processes.clear()
            self._log.clear()
            self.uia2_disconnected = False
            self.booted_at = time.monotonic()

    # Processes

    def start_process(self, name: str, *, command: str = "") -> Process:
        """Start a process of the shell's, or return the one of that name that runs already."""
        with self.lock:
            return self._start(name, "shell", command=command)

    def start_job(self, command: str, stop: threading.Event) -> Process:
        """Start a process that `stop` ends, of which there may be many."""
        with self.lock:
            process = self._start(f"{command}:{next(self._job_numbers)}", "shell", command=command)
            self._jobs[process.pid] = stop
            return process

    def end_job(self, pid: int) -> bool:
        """End a process that can be ended by an event; say whether it is one."""
        with self.lock:
            stop = self._jobs.get(pid)
        if stop is not None:
            stop.set()
        return stop is not None

    def end_process(self, name: str) -> None:
        """End a process; harmless when it does not run."""
        with self.lock:
            process = self._processes.pop(name, None)
            if process is not None:
                self._jobs.pop(process.pid, None)

    def app_pid(self, package: str) -> int | None:
        """Return an app's process id, None where it does not run."""
        return next((process.pid for process in self.processes() if process.name == package), None)

    def processes(self) -> list[Process]:
        """Return what runs, Android and the apps included, by process id."""
        phone = self._phone()
        running = {} if phone is None else {package: phone.starts[package] for package in set(phone.state.running)}
        with self.lock:
            for name, process in list(self._processes.items()):
                if process.user == APP_USER and running.get(name) != process.number:
                    del self._processes[name]
            for package in sorted(running):
                self._start(package, APP_USER, running[package])
            return sorted([*ANDROID, *self._processes.values()], key=lambda process: process.pid)

    def _start(self, name: str, user: str, number: int = 0, *, command: str = "") -> Process:
        process = self._processes.get(name)
        if process is None:
            process = self._processes[name] = Process(
                pid=next(self._pids), name=name, user=user, number=number, command=command
            )
        return process

    # uiautomator2's server

    def uia2_started(self, stop: threading.Event) -> None:
        """Learn that the server was started; setting `stop` kills it."""
        with self.lock:
            self.uia2_starts += 1
            self.uia2_disconnected = False
            self._uia2_stops.append(stop)

    def uia2_ended(self, stop: threading.Event) -> None:
        """Learn that the server has ended."""
        with self.lock:
            self._uia2_stops.remove(stop)

    def break_uia2(self, how: Literal["killed", "hangs", "disconnected"], *, seconds: float = 0) -> None:
        """Kill the server, let it hang for `seconds`, or take its connection to the system away."""
        with self.lock:
            if how == "killed":
                for stop in self._uia2_stops:
                    stop.set()
            elif how == "hangs":
                self._hangs_until = time.monotonic() + seconds
            else:
                self.uia2_disconnected = True

    def hang(self) -> None:
        """Wait until the server hangs no more."""
        time.sleep(max(0.0, self._hangs_until - time.monotonic()))

    # Log

    def log(self, tag: str, message: str, *, priority: str = "I", pid: int = 1000) -> None:
        """Add a line to the log."""
        phone = self._phone()
        at = phone.clock.now() if phone is not None else 0.0
        with self.lock:
            self._log.append(LogLine(at=at, pid=pid, priority=priority, tag=tag, message=message))

    def log_lines(self) -> list[LogLine]:
        """Return the log, oldest first."""
        with self.lock:
            return list(self._log)

    def clear_log(self) -> None:
        """Forget the log."""
        with self.lock:
            self._log.clear()
