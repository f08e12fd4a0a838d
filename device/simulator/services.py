"""ADB services of the phone: what the string of an OPEN packet starts."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

from device.simulator.adbd import Service, Stream, StreamClosedError
from device.simulator.reverse import ReverseForwards
from device.simulator.shell import new_shell
from device.simulator.shell.command import BytesInput, Input, Interrupted, Output, SinkOutput
from device.simulator.sync import SyncService
from device.simulator.system import System

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

SHELL_HEADER = struct.Struct("<BI")
STDIN, STDOUT, STDERR, EXIT, CLOSE_STDIN = range(5)
PROMPT = b"emulator:/ $ "
FRAMEBUFFER_UNSUPPORTED = struct.pack("<I", 16)
"""A version that clients know as "no raw framebuffer" (adbutils raises NotImplementedError)."""


class Services:
    """Finds and runs services for one phone."""

    def __init__(self, phone: SimulatedPhone, *, reboot: Callable[[], None]) -> None:
        """Make the services of `phone`.

        Args:
            phone: The phone.
            reboot: Called by `adb reboot`.
        """
        self._phone = phone
        self._system = System.of(phone)
        self._reboot = reboot
        self._reverse = ReverseForwards(self._system)

    def resolve(self, name: str) -> Service | None:
        """Return the service for a service string, or None to refuse the stream."""
        kind, _, argument = name.partition(":")
        match kind.split(",")[0]:
            case "shell":
                is_packets = "v2" in kind.split(",")
                return lambda stream: self._shell(stream, argument, "packets" if is_packets else "merged")
            case "exec":
                return lambda stream: self._shell(stream, argument, "stdout")
            case "sync":
                return SyncService(self._phone).serve
            case "tcp" | "localabstract" | "localfilesystem" | "localreserved" | "dev":
                return self._system.ports.get(name)
            case "root":
                return _say(b"adbd is already running as root\n")
            case "unroot":
                return _say(b"adbd not running as root\n")
            case "remount":
                return _say(b"remount succeeded\n")
            case "usb" | "tcpip":
                return _say(b"error: this phone is simulated: it has one connection\n")
            case "reboot":
                return lambda _: self._reboot()
            case "framebuffer":
                return _say(FRAMEBUFFER_UNSUPPORTED)
            case "reverse":
                return self._reverse.service(argument)
            case _:
                return None

    def _shell(self, stream: Stream, script: str, form: str) -> None:
        shell = new_shell(self._phone, cancelled=stream.closed)
        if form == "packets":
            stdout: Output = SinkOutput(lambda data: stream.write(_shell_packet(STDOUT, data)))
            stderr: Output = SinkOutput(lambda data: stream.write(_shell_packet(STDERR, data)))
            stdin: Input = _PacketInput(stream)
        else:
            stdout = SinkOutput(stream.write)
            stderr = stdout if form == "merged" else _Discard()
            stdin = _StreamInput(stream)
        try:
            if script:
                code = shell.run(script, stdin=stdin, stdout=stdout, stderr=stderr)
            else:
                code = 0
                stdout.write(PROMPT)
                stdout.flush()
                while line := stdin.read_line():
                    text = line.decode("utf-8", "surrogateescape")
                    if text.strip() in {"exit", "logout"}:
                        break
                    code = shell.run(text, stdin=BytesInput(), stdout=stdout, stderr=stderr)
                    stdout.write(PROMPT)
                    stdout.flush()
        except Interrupted:
            return
        if form == "packets":
            stream.write(_shell_packet(EXIT, bytes([code & 0xFF])))


class _Discard:
    """Output that nobody reads: stderr of an `exec:` service."""

    def write(self, data: bytes) -> None:
        """Drop the bytes."""

    def flush(self) -> None:
        """Do nothing."""


class _StreamInput:
    """A raw stream as a command's input."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._rest = b""

    def _receive(self) -> bytes:
        return self._stream.read()

    def read_some(self) -> bytes:
        rest, self._rest = self._rest, b""
        return rest or self._receive()

    def read(self) -> bytes:
        parts = []
        while chunk := self.read_some():
            parts.append(chunk)
        return b"".join(parts)

    def read_line(self) -> bytes:
        line = b""
        while b"\n" not in line:
            chunk = self.read_some()
            if not chunk:
                return line
            line += chunk
        end = line.index(b"\n") + 1
        self._rest = line[end:]
        return line[:end]


class _PacketInput(_StreamInput):
    """Stdin of the shell protocol: packets of id, length and bytes."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream)
        self._ended = False

    def _receive(self) -> bytes:
        while not self._ended:
            try:
                kind, length = SHELL_HEADER.unpack(self._stream.read_exactly(SHELL_HEADER.size))
                data = self._stream.read_exactly(length)
            except StreamClosedError:
                break
            if kind == CLOSE_STDIN:
                break
            if kind == STDIN and data:
                return data
        self._ended = True
        return b""


def _shell_packet(kind: int, data: bytes) -> bytes:
    return SHELL_HEADER.pack(kind, len(data)) + data


def _say(data: bytes) -> Service:
    """Make a service that writes `data` and ends."""
    return lambda stream: stream.write(data)
