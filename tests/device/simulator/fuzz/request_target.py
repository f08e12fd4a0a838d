"""Garbage for uiautomator2's on-phone server: damaged HTTP and JSON-RPC, and calls with odd parameters."""

from __future__ import annotations

import json
from random import Random

from device.simulator.http import Request, Response, serve_http
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from device.simulator.uia2 import Uia2Server
from tests.device.simulator.fuzz.damage import damaged_bytes, odd_value

LONGEST_WAIT = 20.0
"""Milliseconds: some of the garbage asks to wait for days."""
SELECTOR = {"mask": 1, "text": "Settings", "childOrSibling": [], "childOrSiblingSelector": []}
POINT = {"x": 500, "y": 900}
USUAL: tuple[object, ...] = (
    540,
    1200,
    0,
    1,
    -5,
    True,
    False,
    None,
    "up",
    "Settings",
    SELECTOR,
    POINT,
    0.5,
    [1, 2, 3, 4],
)


class _Wire:
    """What `serve_http` reads from and writes to: bytes that arrive in pieces."""

    def __init__(self, data: bytes, random: Random) -> None:
        self._data, self._random = data, random
        self.answers: list[bytes] = []

    def read(self) -> bytes:
        size = self._random.randint(1, 400)
        piece, self._data = self._data[:size], self._data[size:]
        return piece

    def write(self, data: bytes) -> None:
        self.answers.append(data)


class RequestTarget:
    """Serves damaged requests."""

    name = "http"

    def __init__(self, phone: SimulatedPhone) -> None:
        """Serve them for `phone`."""

        def harmless(command: str, _seconds: float) -> tuple[bytes, bytes, int]:
            output, code = run_command(phone, "true" if command else "false")
            return output, b"", code

        self._server = Uia2Server(phone, harmless, stop=lambda: None, longest_wait=LONGEST_WAIT)
        self._methods = self._server.method_names

    def run(self, random: Random) -> str:
        """Serve one to three requests; return how they were answered."""
        requests = [self._request(random) for _ in range(random.randint(1, 3))]
        data = b"".join(requests)
        if random.random() < 0.4:
            data = damaged_bytes(data, random)
        wire = _Wire(data, random)
        serve_http(wire, self._answer)  # type: ignore[arg-type]  # of a stream it uses only these two
        if not wire.answers:
            return "closed"
        return wire.answers[-1].split(b" ", 2)[1].decode("ascii")

    def _answer(self, request: Request) -> Response:
        # A selector that matches nothing is waited for; nobody waits here.
        self._server.answer(_configuration())
        return self._server.answer(request)

    def _request(self, random: Random) -> bytes:
        if random.random() < 0.1:
            path = random.choice(("/ping", "/screenshot/0", "/stop", "/../../etc/passwd", "/jsonrpc/0?x", "*", ""))
            return f"GET {path} HTTP/1.1\r\n\r\n".encode()
        params: object = [self._parameter(random) for _ in range(random.randint(0, 6))]
        if random.random() < 0.05:
            params = odd_value(random)
        method: object = random.choice(self._methods)
        if random.random() < 0.03:
            method = odd_value(random)
        envelope = json.dumps(
            {"jsonrpc": "2.0", "id": random.choice((1, None, "x")), "method": method, "params": params}
        )
        body = envelope.encode("utf-8", "surrogatepass")
        if random.random() < 0.2:
            body = damaged_bytes(body, random)
        return b"POST /jsonrpc/0 HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)

    def _parameter(self, random: Random) -> object:
        return random.choice(USUAL) if random.random() < 0.7 else odd_value(random)


def _configuration() -> Request:
    call = {"jsonrpc": "2.0", "id": 1, "method": "setConfigurator", "params": [{"waitForSelectorTimeout": 0}]}
    return Request(method="POST", path="/jsonrpc/0", body=json.dumps(call).encode())
