"""Reverse forwarding: sockets of the phone that lead to sockets of the host.

Replies are AOSP's ``handle_forward_request`` in a phone: ``OKAY``, for ``tcp:0`` followed by the chosen port; ``FAIL``
with a reason; a list is its lines alone. Port, reason and lines have four hexadecimal digits of length in front.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from device.simulator.adbd import Connection, Service, Stream, StreamClosedError
from device.simulator.system import System

CHOSEN_PORTS = range(40000, 60000)
"""What ``tcp:0`` is chosen from."""


class ReverseForwards:
    """The reverse forwards of one phone; each lives as long as the connection that asked for it."""

    def __init__(self, system: System) -> None:
        """Listen on the sockets of `system`."""
        self._system = system
        self._lock = threading.Lock()
        self._table: dict[str, tuple[str, Connection]] = {}

    def service(self, request: str) -> Service:
        """Return the service for what follows ``reverse:``."""
        return lambda stream: stream.write(self._answer(request, stream.connection))

    def _answer(self, request: str, connection: Connection) -> bytes:
        verb, _, argument = request.partition(":")
        match verb:
            case "forward":
                return self._forward(argument, connection)
            case "killforward":
                if not self._remove(argument):
                    return _fail(f"listener '{argument}' not found")
                return b"OKAY"
            case "killforward-all":
                for name in list(self._table):
                    self._remove(name)
                return b"OKAY"
            case "list-forward":
                with self._lock:
                    lines = [f"(reverse) {name} {target}\n" for name, (target, _) in sorted(self._table.items())]
                return _block("".join(lines))
            case _:
                return _fail("unknown reverse request")

    def _forward(self, argument: str, connection: Connection) -> bytes:
        once = argument.startswith("norebind:")
        name, _, target = argument.removeprefix("norebind:").partition(";")
        if not name.startswith(("tcp:", "localabstract:")) or ":" not in target:
            return _fail(f"cannot listen on '{name}'")
        chosen = ""
        with self._lock, self._system.lock:
            if name == "tcp:0":
                chosen = str(next(port for port in CHOSEN_PORTS if f"tcp:{port}" not in self._system.ports))
                name = f"tcp:{chosen}"
            if name in self._table:
                if once:
                    return _fail(f"cannot rebind existing socket '{name}'")
            elif name in self._system.ports:
                return _fail(f"cannot bind listener: '{name}' is in use")
            self._table[name] = (target, connection)
            self._system.ports[name] = _bridge(connection, target)
        connection.on_end.append(lambda: self._forget(name, connection))
        return b"OKAY" + (_block(chosen) if chosen else b"")

    def _remove(self, name: str) -> bool:
        with self._lock, self._system.lock:
            if self._table.pop(name, None) is None:
                return False
            self._system.ports.pop(name, None)
            return True

    def _forget(self, name: str, connection: Connection) -> None:
        if self._table.get(name, ("", None))[1] is connection:
            self._remove(name)


def _bridge(connection: Connection, target: str) -> Callable[[Stream], None]:
    """Return a service that joins its stream with a stream to `target` on the host."""

    def serve(stream: Stream) -> None:
        far = connection.open(target)
        if far is None:
            return
        back = threading.Thread(target=_copy, args=(far, stream), daemon=True, name=f"reverse-{target}")
        back.start()
        _copy(stream, far)
        back.join()

    return serve


def _copy(source: Stream, sink: Stream) -> None:
    with contextlib.suppress(StreamClosedError):
        while data := source.read():
            sink.write(data)
    with contextlib.suppress(StreamClosedError):
        sink.finish()


def _block(text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    return f"{len(data):04x}".encode("utf-8", "surrogateescape") + data


def _fail(reason: str) -> bytes:
    return b"FAIL" + _block(reason)
