"""Garbage for the ADB listener: damaged packets, services and sync requests over a real socket."""

from __future__ import annotations

import socket
import struct
from random import Random

from device.simulator.adbd import HEADER, MAX_PAYLOAD, PROTOCOL_VERSION, Command, Packet
from device.simulator.server import SimulatedPhoneServer
from tests.device.simulator.fuzz.damage import damaged_bytes, damaged_text
from tests.device.simulator.fuzz.shell_target import CORPUS

SERVICES = (
    *("shell:echo hello", "shell,v2,raw:echo hello", "shell,v2:cat", "exec:screencap -p", "shell:", "sync:", "sync:"),
    *("tcp:9008", "localabstract:x", "root:", "framebuffer:", "reverse:forward:tcp:0;tcp:80", "reverse:list-forward"),
    *("reverse:killforward-all", "jdwp", "usb:", "remount:", "dev:/etc/passwd", "localfilesystem:/etc/passwd"),
    "exec:cmd package 'install' '-S' 10",
)
SYNC = (b"STAT", b"STA2", b"LST2", b"LIST", b"LIS2", b"RECV", b"SEND", b"DATA", b"DONE", b"QUIT", b"XXXX")
PATHS = ("/sdcard/a.txt", "/sdcard", "/data/local/tmp/x,33188", "../../../../etc/passwd", "/", "/sdcard/\0", "é" * 300)
LIMIT_SECONDS = 5


class ListenerTarget:
    """Sends damaged packets to a phone's server."""

    name = "adb"

    def __init__(self, server: SimulatedPhoneServer) -> None:
        """Send them to `server`."""
        self._server = server

    def run(self, random: Random) -> str:
        """Make one connection, send garbage, wait until everything sent was taken; return how it ended."""
        greeting = Packet(
            command=Command.CNXN, arg0=PROTOCOL_VERSION, arg1=MAX_PAYLOAD, payload=b"host::features=shell_v2\0"
        ).encode()
        parts = [greeting if random.random() < 0.9 else random.randbytes(24)]
        parts.extend(self._piece(random) for _ in range(random.randint(1, 5)))
        # Every connection ends with a stream that must be refused, unless garbage before it has ended the connection.
        parts.append(Packet(command=Command.OPEN, arg0=99, arg1=0, payload=b"nothing:\0").encode())
        with socket.create_connection(("127.0.0.1", self._server.port), timeout=LIMIT_SECONDS) as link:
            try:
                link.sendall(b"".join(parts))
                link.shutdown(socket.SHUT_WR)
                received = b""
                while chunk := link.recv(1 << 16):
                    received += chunk
            except ConnectionError:
                return "reset"
        return "answered" if received else "closed"

    def _piece(self, random: Random) -> bytes:
        if random.random() < 0.15:
            return random.randbytes(random.randint(1, 60))
        service = random.choice(SERVICES)
        if random.random() < 0.3:
            service = "shell:" + random.choice(CORPUS[:1] + CORPUS[-3:])
        if random.random() < 0.3:
            service = damaged_text(service, SERVICES, random)
        ours = random.randint(0, 5)
        data = Packet(
            command=Command.OPEN, arg0=ours, arg1=0, payload=service.encode("utf-8", "surrogatepass") + b"\0"
        ).encode()
        for _ in range(random.randint(0, 3)):
            kind = random.choice((Command.WRTE, Command.WRTE, Command.OKAY, Command.CLSE, Command.CNXN, Command.AUTH))
            payload = self._sync(random) if kind is Command.WRTE else b""
            data += Packet(command=kind, arg0=ours, arg1=random.randint(0, 5), payload=payload).encode()
        if random.random() < 0.1:
            header = HEADER.pack(Command.WRTE, ours, 1, random.choice((1 << 31, MAX_PAYLOAD + 1, 7)), 0, 0)
            data += header
        return damaged_bytes(data, random) if random.random() < 0.3 else data

    def _sync(self, random: Random) -> bytes:
        path = random.choice(PATHS).encode()
        length = random.choice((len(path), len(path), 0, 1 << 31, 70_000))
        return random.choice(SYNC) + struct.pack("<I", length) + path
