"""adbutils without its waits: no Nagle delay, no version question per call, no sleep per close, and a watchdog.

uiautomator2's HTTP client takes over the socket of an adb connection together with adbutils' time limit of 600
seconds; its own limit is not applied to that socket. On loopback a JSON-RPC call takes 55.8 ms with stock adbutils and
1.8 ms with this transport.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

import adbutils
from adbutils._adb import AdbConnection

from device.adb_server import ensure_server, server_address

WATCHDOG_SECONDS = 30.0
"""Seconds a phone may stay silent in the middle of an answer. A hierarchy dump waits 10 seconds for an animation."""


class QuickConnection(AdbConnection):  # type: ignore[misc]
    """A connection to the adb server that sends at once and closes at once."""

    def _create_socket(self) -> socket.socket:
        link = socket.create_connection(server_address(), timeout=3)
        link.settimeout(None)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return link

    def _safe_connect(self) -> socket.socket:
        try:
            return self._create_socket()
        except OSError:
            ensure_server()
            return self._create_socket()

    def close(self) -> None:
        """Close the connection, without adbutils' sleep of 10 ms: it sleeps only after a shutdown of its own."""
        if not self.closed:
            with suppress(OSError):
                self.conn.shutdown(socket.SHUT_WR)
            self.conn.close()
        super().close()


class QuickClient(adbutils.AdbClient):  # type: ignore[misc]
    """A client of the adb server that asks for its version once."""

    def __init__(self) -> None:
        """Make a client of the server that the environment names; nothing is sent yet."""
        host, port = server_address()
        super().__init__(host=host, port=port)
        self._version: int | None = None

    def make_connection(self, timeout: float | None = None) -> QuickConnection:
        connection = QuickConnection(self.host, self.port)
        connection.conn.settimeout(timeout)
        return connection

    def server_version(self) -> int:
        if self._version is None:
            self._version = int(super().server_version())
        return self._version

    def device(self, serial: str | None = None, transport_id: int | None = None) -> QuickDevice:
        return QuickDevice(self, serial=serial, transport_id=transport_id)


class QuickDevice(adbutils.AdbDevice):  # type: ignore[misc]
    """A phone behind a `QuickClient`; no answer is waited for longer than the watchdog allows."""

    def open_transport(self, command: str | None = None, timeout: float | None = None) -> AdbConnection:
        limit = WATCHDOG_SECONDS if timeout is None else min(timeout, WATCHDOG_SECONDS)
        return super().open_transport(command, timeout=limit)

    def shell(self, cmdargs: Any, stream: bool = False, timeout: float | None = None, **options: Any) -> Any:
        limit = WATCHDOG_SECONDS if timeout is None else timeout
        answer = super().shell(cmdargs, stream=stream, timeout=limit, **options)
        if stream:
            # uiautomator2's server lives as long as its stream, and says nothing for hours.
            answer.conn.settimeout(None)
        return answer
