"""A host that speaks ADB packets itself: for what the real adb server never sends."""

from __future__ import annotations

import socket
from collections import deque
from types import TracebackType
from typing import Self

from device.simulator.adbd import MAX_PAYLOAD, PROTOCOL_VERSION, Command, Packet, read_packet


class Host:
    """One transport connection, one stream at a time."""

    def __init__(self, port: int, *, max_payload: int = MAX_PAYLOAD) -> None:
        """Connect and shake hands, telling the phone to send packets no larger than `max_payload`."""
        self._link = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._source = self._link.makefile("rb")
        self._next = 0
        self._others: deque[Packet] = deque()
        self.send(Command.CNXN, PROTOCOL_VERSION, max_payload, b"host::features=shell_v2\0")
        self.banner = self.receive()

    def send(self, command: Command, arg0: int, arg1: int, payload: bytes = b"") -> None:
        """Send a packet."""
        self._link.sendall(Packet(command=command, arg0=arg0, arg1=arg1, payload=payload).encode())

    def send_raw(self, data: bytes) -> None:
        """Send bytes that may be no packet."""
        self._link.sendall(data)

    def receive(self) -> Packet:
        """Return the phone's next packet."""
        return self._others.popleft() if self._others else self._read()

    def _read(self) -> Packet:
        packet = read_packet(self._source)
        assert packet is not None, "the phone hung up"
        return packet

    def is_hung_up(self) -> bool:
        """Wait for the phone to close the connection."""
        return self._link.recv(1) == b""

    def open(self, service: str) -> tuple[int, int] | None:
        """Open a stream; return its ids (ours, the phone's), or None where it is refused."""
        self._next += 1
        self.send(Command.OPEN, self._next, 0, service.encode() + b"\0")
        while (answer := self._read()).arg1 != self._next:
            self._others.append(answer)
        return (self._next, answer.arg0) if answer.command is Command.OKAY else None

    def ask(self, service: str, request: bytes = b"") -> list[bytes]:
        """Open a stream, write a request, and return the payloads that come until the phone closes it."""
        ids = self.open(service)
        assert ids is not None, f"{service} was refused"
        if request:
            self.send(Command.WRTE, *ids, request)
        payloads: list[bytes] = []
        while True:
            packet = self.receive()
            if packet.command is Command.CLSE:
                self.send(Command.CLSE, *ids)
                return payloads
            if packet.command is Command.WRTE:
                payloads.append(packet.payload)
                self.send(Command.OKAY, *ids)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._source.close()
        self._link.close()
