"""The simulated phone as a server: a process that an adb server connects to."""

from __future__ import annotations

import contextlib
import queue
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Literal, Self

from device.simulator.adbd import Admission, Connection
from device.simulator.boot import BOOT_SECONDS, restart
from device.simulator.services import Services
from device.simulator.system import System

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

FEATURES = ("shell_v2", "cmd", "stat_v2", "ls_v2", "fixed_push_mkdir", "apex")
"""What the phone offers. Not `abb`, `sendrecv_v2` or `delayed_ack`: hosts would use them instead of what is here."""


class SimulatedPhoneServer:
    """Serves one phone over ADB on a TCP port.

    Attributes:
        phone: The phone.
        host: The address that is listened on.
        port: The port that is listened on; known after `start`.
        accepted: How many connections were let in so far.
    """

    def __init__(
        self,
        phone: SimulatedPhone,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        authorized: bool = True,
        boot_seconds: float = BOOT_SECONDS,
    ) -> None:
        """Make a server for `phone`; it does not close the phone.

        Args:
            phone: The phone.
            host: Address to listen on.
            port: Port to listen on; 0 for a free one.
            authorized: Whether the phone's owner has allowed USB debugging; without, adb lists the phone as
                ``unauthorized`` until `allow` is called.
            boot_seconds: How long it can't be reached after it was switched off.
        """
        self.phone, self.host, self.port = phone, host, port
        self.accepted = 0
        self._allowed = threading.Event()
        if authorized:
            self._allowed.set()
        self._listener: socket.socket | None = None
        self._connections: set[Connection] = set()
        self._lock = threading.Lock()
        self._reachable = threading.Event()
        self._services = Services(phone, reboot=self.reboot)
        self._boot_seconds = boot_seconds

    @property
    def serial(self) -> str:
        """What `adb devices` calls the phone after `adb connect`."""
        return f"{self.host}:{self.port}"

    @property
    def is_reachable(self) -> bool:
        """Whether it answers hosts: not while the phone is off, or starts."""
        return self._reachable.is_set()

    def start(self) -> None:
        """Listen, and serve in the background.

        Raises:
            OSError: The port can't be listened on.
        """
        self._listener = socket.create_server((self.host, self.port), backlog=16)
        self.port = self._listener.getsockname()[1]
        self._reachable.set()
        system = System.of(self.phone)
        system.on_reboot.append(self._be_away)
        system.on_power.append(self._power)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True, name=f"adbd-{self.port}").start()

    def stop(self) -> None:
        """Hang up on every host and stop listening; harmless when called twice."""
        listener, self._listener = self._listener, None
        if listener is not None:
            system = System.of(self.phone)
            system.on_reboot.remove(self._be_away)
            system.on_power.remove(self._power)
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.drop()

    def allow(self) -> None:
        """Do what tapping "Allow" in "Allow USB debugging?" does."""
        self._allowed.set()
        if self._reachable.is_set():
            for connection in self._current():
                connection.admit()

    def drop(self) -> None:
        """Break all transport connections; adb servers reconnect by themselves."""
        for connection in self._current():
            connection.drop()

    def go_offline(self) -> None:
        """Break all connections and stay silent to new ones: adb lists the phone as ``offline``."""
        self._reachable.clear()
        self.drop()

    def come_back(self) -> None:
        """Answer again after `go_offline`."""
        self._reachable.set()
        self.drop()

    def reboot(self) -> None:
        """Switch the phone off and on; it is offline meanwhile."""
        restart(self.phone)
        self._be_away()

    def _be_away(self) -> None:
        self.interrupt("offline", seconds=self._boot_seconds)

    def _power(self, is_on: bool) -> None:
        if is_on:
            self.come_back()
        else:
            self.go_offline()

    def interrupt(self, how: Literal["drop", "offline", "unauthorized"], *, seconds: float) -> None:
        """Break the connections; unless that is all, refuse new ones in that way for `seconds`."""
        if how == "drop":
            self.drop()
            return
        if how == "offline":
            self.go_offline()
            after = self.come_back
        else:
            self._allowed.clear()
            self.drop()
            after = self.allow
        timer = threading.Timer(seconds, after)
        timer.daemon = True
        timer.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _current(self) -> list[Connection]:
        with self._lock:
            return list(self._connections)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return  # `stop` closed the listener
            threading.Thread(target=self._serve, args=(link,), daemon=True, name="adb-connection").start()

    def _serve(self, link: socket.socket) -> None:
        connection = Connection(link, banner=self._banner(), resolve=self._services.resolve, admission=self._admission)
        with self._lock:
            self._connections.add(connection)
        try:
            connection.run()
        finally:
            with self._lock:
                self._connections.discard(connection)

    def _admission(self) -> Admission:
        if not self._reachable.is_set():
            return Admission.IGNORE
        if not self._allowed.is_set():
            return Admission.ASK
        self.accepted += 1
        return Admission.ADMIT

    def _banner(self) -> bytes:
        values = self.phone.properties
        keys = ("ro.product.name", "ro.product.model", "ro.product.device")
        described = "".join(f"{key}={values.get(key, '')};" for key in keys)
        return f"device::{described}features={','.join(FEATURES)}".encode()


def serve(servers: Sequence[SimulatedPhoneServer], *, on_ready: Callable[[], None] = lambda: None) -> None:
    """Serve phones until SIGINT or SIGTERM; call it from the main thread.

    Args:
        servers: What serves them; not started yet, stopped at the end.
        on_ready: Called once hosts can connect to all of them.

    Raises:
        OSError: A port can't be listened on.
    """
    # A signal handler may touch a SimpleQueue. An Event's lock may be held by the very thread that the handler
    # interrupts, which then waits for itself.
    ended: queue.SimpleQueue[None] = queue.SimpleQueue()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.put(None)

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with contextlib.ExitStack() as stack:
            for server in servers:
                stack.enter_context(server)
            on_ready()
            ended.get()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
