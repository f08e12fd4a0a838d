"""ADB's transport as a phone speaks it: packets, handshake, authorisation and streams.

The protocol is AOSP's ``packages/modules/adb/protocol.txt``. Flow control: each side may have one unacknowledged WRTE
per stream, and a stream is closed only after its last WRTE was acknowledged, or the client sees truncated output.
"""

from __future__ import annotations

import contextlib
import enum
import io
import secrets
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

PROTOCOL_VERSION = 0x01000001
"""The first version without checksums."""
MAX_PAYLOAD = 1024 * 1024
"""The largest packet that a host may send; the host's own limit binds what we send."""
READ_AHEAD = 1024 * 1024
"""Bytes of one stream that are taken from the host before its service has read them."""
HOST_ANSWER_SECONDS = 10.0
"""How long the phone waits for the host to take a stream that the phone opened."""
HEADER = struct.Struct("<6I")


class Command(enum.IntEnum):
    """A packet's kind: four ASCII letters, little-endian."""

    CNXN = 0x4E584E43
    AUTH = 0x48545541
    OPEN = 0x4E45504F
    OKAY = 0x59414B4F
    CLSE = 0x45534C43
    WRTE = 0x45545257
    STLS = 0x534C5453


class AuthKind(enum.IntEnum):
    """First argument of an AUTH packet."""

    TOKEN = 1
    SIGNATURE = 2
    PUBLIC_KEY = 3


class Admission(enum.Enum):
    """What the phone does with a host that greets it."""

    ADMIT = "admit"
    ASK = "ask"
    """The phone's owner has not allowed USB debugging: adb lists it as unauthorized."""
    IGNORE = "ignore"
    """The phone's adbd hangs: adb lists it as offline."""


class ProtocolError(Exception):
    """The host sent bytes that are no ADB packet; the connection is of no further use."""


class StreamClosedError(Exception):
    """The host closed the stream, or the connection broke."""


@dataclass(frozen=True, kw_only=True)
class Packet:
    """One transport packet."""

    command: Command
    arg0: int
    arg1: int
    payload: bytes = b""

    def encode(self) -> bytes:
        """Return the packet as it travels; the checksum is 0, as version 0x01000001 allows."""
        magic = self.command ^ 0xFFFFFFFF
        return HEADER.pack(self.command, self.arg0, self.arg1, len(self.payload), 0, magic) + self.payload


class Source(Protocol):
    """A buffered reader of a connection."""

    def read(self, size: int, /) -> bytes | None:
        """Return ``size`` bytes, fewer only at the end."""


def read_packet(source: Source) -> Packet | None:
    """Read one packet.

    Args:
        source: The connection.

    Returns:
        The packet, or None where the connection ended between two packets.

    Raises:
        ProtocolError: The bytes are no packet, or the connection ended within one.
    """
    header = source.read(HEADER.size)
    if not header:
        return None
    if len(header) < HEADER.size:
        raise ProtocolError(f"the connection ended after {len(header)} bytes of a header")
    command, arg0, arg1, length, _, magic = HEADER.unpack(header)
    if magic != command ^ 0xFFFFFFFF:
        raise ProtocolError(f"header {header.hex()} has a wrong magic")
    if length > MAX_PAYLOAD:
        raise ProtocolError(f"a payload of {length} bytes is larger than {MAX_PAYLOAD}")
    try:
        kind = Command(command)
    except ValueError as error:
        raise ProtocolError(f"unknown command {command:#x}") from error
    payload = source.read(length) or b""
    if len(payload) < length:
        raise ProtocolError(f"the connection ended after {len(payload)} of {length} bytes")
    return Packet(command=kind, arg0=arg0, arg1=arg1, payload=payload)


class Stream:
    """One stream of a connection, as the service at its device end sees it.

    Attributes:
        closed: Set when the host closed the stream or the connection broke; services that wait watch it.
    """

    def __init__(self, connection: Connection, *, local: int, remote: int) -> None:
        """Make the device's end of a stream that the host calls ``remote``."""
        self._connection, self.local, self.remote = connection, local, remote
        self.closed = threading.Event()
        self._may_write = threading.Semaphore(1)
        self._arrived = threading.Condition()
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._ack_owed = False
        self._rest = b""
        self._answered = threading.Event()

    @property
    def connection(self) -> Connection:
        """The connection that carries the stream."""
        return self._connection

    def read(self) -> bytes:
        """Return the next bytes from the host, or nothing once it closed the stream."""
        if self._rest:
            rest, self._rest = self._rest, b""
            return rest
        with self._arrived:
            self._arrived.wait_for(lambda: self._chunks or self.closed.is_set())
            if not self._chunks:
                return b""
            chunk = self._chunks.popleft()
            self._held -= len(chunk)
            owed, self._ack_owed = self._ack_owed and self._held < READ_AHEAD, self._ack_owed
            self._ack_owed = self._ack_owed and not owed
        if owed:
            self._connection.send(Command.OKAY, self.local, self.remote)
        return chunk

    def read_exactly(self, count: int) -> bytes:
        """Return ``count`` bytes.

        Raises:
            StreamClosedError: The stream ended first.
        """
        parts, missing = [], count
        while missing:
            chunk = self.read()
            if not chunk:
                raise StreamClosedError(f"the stream ended {missing} bytes early")
            parts.append(chunk[:missing])
            self._rest = chunk[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)

    def write(self, data: bytes) -> None:
        """Send bytes, in packets no larger than the host takes, each acknowledged before the next.

        Raises:
            StreamClosedError: The host closed the stream.
        """
        limit = self._connection.max_payload
        for start in range(0, len(data), limit):
            self._may_write.acquire()
            if self.closed.is_set():
                self._may_write.release()
                raise StreamClosedError("the host closed the stream")
            self._connection.send(Command.WRTE, self.local, self.remote, data[start : start + limit])

    def finish(self) -> None:
        """Close the stream from the device's end, after the last write was acknowledged."""
        self._may_write.acquire()
        self._may_write.release()
        if not self.closed.is_set():
            self._connection.send(Command.CLSE, self.local, self.remote)
        self._connection.forget(self)
        self.end()

    def received(self, data: bytes) -> None:
        """Take bytes that the host sent (called by the connection)."""
        with self._arrived:
            self._chunks.append(data)
            self._held += len(data)
            self._ack_owed = self._held >= READ_AHEAD
            owed = not self._ack_owed
            self._arrived.notify_all()
        if owed:
            self._connection.send(Command.OKAY, self.local, self.remote)

    def acknowledged(self, remote: int) -> None:
        """Allow the next write, or learn the host's name of a stream that the phone opened (called by the connection).

        Args:
            remote: What the host calls its end.
        """
        if self.remote == 0:
            self.remote = remote
            self._answered.set()
        else:
            self._may_write.release()

    def wait_for_host(self, seconds: float) -> bool:
        """Wait for the host's answer to a stream that the phone opened; say whether it took it."""
        self._answered.wait(seconds)
        return self.remote != 0 and not self.closed.is_set()

    def end(self) -> None:
        """Mark the stream as closed and wake whoever waits (called by the connection)."""
        with self._arrived:
            if self.closed.is_set():
                return
            self.closed.set()
            self._arrived.notify_all()
        self._answered.set()
        self._may_write.release()


Service = Callable[[Stream], None]
"""What runs at the device end of a stream, on a thread of its own; it returns when it has nothing more to say."""
Resolve = Callable[[str], Service | None]
"""Finds the service for a service string such as ``shell:ls``; None refuses the stream."""


class Connection:
    """One host's transport connection.

    Attributes:
        max_payload: The largest payload that the host takes, in bytes.
        on_end: Called when the connection has ended; what lives as long as it adds itself.
    """

    def __init__(
        self, link: socket.socket, *, banner: bytes, resolve: Resolve, admission: Callable[[], Admission]
    ) -> None:
        """Serve ADB on an accepted socket.

        Args:
            link: The socket; owned by the connection from now on.
            banner: The device's ``device::key=value;...`` line.
            resolve: Finds the service for an OPEN.
            admission: What to do with the host, asked at every handshake.
        """
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._link, self._banner, self._resolve, self._admission = link, banner, resolve, admission
        self._sending = threading.Lock()
        self._streams: dict[int, Stream] = {}
        self._streams_lock = threading.Lock()
        self._last_id = 0
        self._online = False
        self.max_payload = MAX_PAYLOAD
        self.on_end: list[Callable[[], None]] = []

    def run(self) -> None:
        """Serve until the host hangs up or `drop` is called."""
        source = io.BufferedReader(socket.SocketIO(self._link, "r"), 256 * 1024)
        try:
            while (packet := read_packet(source)) is not None:
                self._handle(packet)
        except (OSError, ProtocolError, StreamClosedError):
            pass  # a broken connection ends like a closed one; the host reconnects by itself
        finally:
            self._online = False
            for stream in self._take_streams():
                stream.end()
            for call in self.on_end:
                call()
            with contextlib.suppress(OSError):
                source.close()
            self._link.close()

    def drop(self) -> None:
        """Break the connection, as pulling the cable does."""
        with contextlib.suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)

    def admit(self) -> None:
        """Finish a handshake that waits for "Allow USB debugging"; harmless when it is finished."""
        if not self._online:
            self._online = True
            with contextlib.suppress(StreamClosedError):
                self.send(Command.CNXN, PROTOCOL_VERSION, MAX_PAYLOAD, self._banner)

    def send(self, command: Command, arg0: int, arg1: int, payload: bytes = b"") -> None:
        """Send one packet; callable from any thread.

        Raises:
            StreamClosedError: The connection broke.
        """
        data = Packet(command=command, arg0=arg0, arg1=arg1, payload=payload).encode()
        try:
            with self._sending:
                self._link.sendall(data)
        except OSError as error:
            raise StreamClosedError("the connection to the host broke") from error

    def open(self, destination: str) -> Stream | None:
        """Open a stream to a socket of the host's, as reverse forwarding does.

        Args:
            destination: What the host connects to, such as ``tcp:8000``.

        Returns:
            The stream, or None where the host refused it or did not answer.

        Raises:
            StreamClosedError: The connection broke.
        """
        stream = self._new_stream(remote=0)
        self.send(Command.OPEN, stream.local, 0, destination.encode("utf-8", "surrogateescape") + b"\0")
        if stream.wait_for_host(HOST_ANSWER_SECONDS):
            return stream
        self.forget(stream)
        return None

    def _new_stream(self, *, remote: int) -> Stream:
        with self._streams_lock:
            self._last_id += 1
            stream = self._streams[self._last_id] = Stream(self, local=self._last_id, remote=remote)
        return stream

    def forget(self, stream: Stream) -> None:
        """Drop a finished stream from the table."""
        with self._streams_lock:
            self._streams.pop(stream.local, None)

    def _take_streams(self) -> list[Stream]:
        with self._streams_lock:
            streams = list(self._streams.values())
            self._streams.clear()
        return streams

    def _handle(self, packet: Packet) -> None:
        match packet.command:
            case Command.CNXN:
                for stream in self._take_streams():
                    stream.end()
                self._online = False
                self.max_payload = max(1, min(MAX_PAYLOAD, packet.arg1))
                self._greet()
            case Command.AUTH:
                # A signature is answered with a new token, so that the host offers its public key; the key is
                # answered by the person at the phone, through `admit`.
                if packet.arg0 == AuthKind.SIGNATURE:
                    self._greet()
            case Command.OPEN if self._online:
                self._open(packet)
            case Command.WRTE | Command.OKAY | Command.CLSE if self._online:
                self._pass_on(packet)
            case _:
                pass  # before the handshake, and STLS, which this phone never offered

    def _greet(self) -> None:
        match self._admission():
            case Admission.ADMIT:
                self.admit()
            case Admission.ASK:
                self.send(Command.AUTH, AuthKind.TOKEN, 0, secrets.token_bytes(20))
            case Admission.IGNORE:
                pass

    def _open(self, packet: Packet) -> None:
        service = self._resolve(packet.payload.rstrip(b"\0").decode("utf-8", "surrogateescape"))
        if service is None:
            self.send(Command.CLSE, 0, packet.arg0)
            return
        stream = self._new_stream(remote=packet.arg0)
        self.send(Command.OKAY, stream.local, stream.remote)
        threading.Thread(target=_serve, args=(service, stream), daemon=True, name=f"adb-stream-{stream.local}").start()

    def _pass_on(self, packet: Packet) -> None:
        with self._streams_lock:
            stream = self._streams.get(packet.arg1)
            if stream is not None and packet.command is Command.CLSE:
                del self._streams[packet.arg1]
        if stream is None:
            if packet.command is Command.WRTE:
                self.send(Command.CLSE, 0, packet.arg0)
        elif packet.command is Command.WRTE:
            stream.received(packet.payload)
        elif packet.command is Command.OKAY:
            stream.acknowledged(packet.arg0)
        else:
            stream.end()


def _serve(service: Service, stream: Stream) -> None:
    """Run a service to its end; a host that closed first is no error."""
    with contextlib.suppress(StreamClosedError):
        try:
            service(stream)
        finally:
            stream.finish()
