"""Shell commands on a phone without uiautomator2's server: to their end, or line by line while they go on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress

from device.seam import phone_errors
from device.transport import QuickClient, QuickDevice

_BLOCK = 4096


class ShellStream:
    """The output of one command.

    Args:
        link: The connection on which it comes; closed with the stream.
        doing: What is being done, for the message of an error.
    """

    def __init__(self, link: socket.socket, doing: str) -> None:
        self._link, self._doing = link, doing
        self._closed = False

    def lines(self) -> Iterator[str]:
        """Yield each line as it comes.

        Raises:
            PhoneError: The connection broke; not when it was closed here.
        """
        kept = b""
        while block := self._receive():
            *whole, kept = (kept + block).split(b"\n")
            for line in whole:
                yield line.decode("utf-8", "replace").rstrip("\r")

    def close(self) -> None:
        """Hang up; wakes a thread that waits for a line."""
        self._closed = True
        with suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()

    def _receive(self) -> bytes:
        """The next block; nothing at the end, or after the stream was closed here."""
        with phone_errors(self._doing):
            try:
                return self._link.recv(_BLOCK)
            except OSError:
                if self._closed:
                    return b""
                raise


class AdbShell:
    """The shell of a phone that adb lists as ready.

    Args:
        serial: adb's name of the phone.
    """

    def __init__(self, serial: str) -> None:
        self._adb: QuickDevice = QuickClient().device(serial)

    def run(self, command: str) -> str:
        """Run a command to its end and return what it printed, whatever its exit code.

        Raises:
            PhoneError: The phone can't be reached.
        """
        with phone_errors(f"running `{command}` on the phone"):
            return str(self._adb.shell2(command, v2=True).output)

    def stream(self, command: str) -> ShellStream:
        """Start a command that goes on, such as ``getevent``, and give the lines it prints.

        Raises:
            PhoneError: The phone can't be reached.
        """
        with phone_errors(f"starting `{command}` on the phone"):
            return ShellStream(self._adb.shell(command, stream=True).conn, f"following `{command}`")
