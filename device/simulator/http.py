"""HTTP/1.1 as uiautomator2's on-phone server speaks it, over an ADB stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus

from device.simulator.adbd import Stream

MAX_HEADER = 64 * 1024
MAX_BODY = 64 * 1024 * 1024


class BadRequestError(Exception):
    """The client sent no HTTP request."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Response:
    """What is answered to a request."""

    body: bytes
    content_type: str = "text/plain"
    status: HTTPStatus = HTTPStatus.OK

    def encode(self, *, keep_alive: bool) -> bytes:
        """Return the bytes that travel."""
        head = (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\n"
            f"Content-Type: {self.content_type}\r\n"
            f"Date: {formatdate(usegmt=True)}\r\n"
            f"Connection: {'keep-alive' if keep_alive else 'close'}\r\n"
            f"Content-Length: {len(self.body)}\r\n\r\n"
        )
        return head.encode("ascii") + self.body


class RequestReader:
    """Takes requests out of bytes that arrive in pieces of any size."""

    def __init__(self, receive: Callable[[], bytes]) -> None:
        """Read with ``receive``, which returns nothing at the end."""
        self._receive = receive
        self._buffer = b""

    def next(self) -> Request | None:
        """Return the next request, or None at the end of the stream.

        Raises:
            BadRequestError: What came is no request.
        """
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            if len(self._buffer) > MAX_HEADER:
                raise BadRequestError("the header is too long")
            chunk = self._receive()
            if not chunk:
                return None
            self._buffer += chunk
        lines = self._buffer[:end].decode("latin-1").split("\r\n")
        self._buffer = self._buffer[end + 4 :]
        try:
            method, path, version = lines[0].split(" ")
        except ValueError as error:
            raise BadRequestError(f"no request line: {lines[0][:80]!r}") from error
        if not version.startswith("HTTP/1."):
            raise BadRequestError(f"not HTTP/1: {version[:20]!r}")
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, separator, value = line.partition(":")
            if not separator:
                raise BadRequestError(f"no header: {line[:80]!r}")
            headers[name.strip().lower()] = value.strip()
        return Request(method=method, path=path, headers=headers, body=self._body(headers))

    def _body(self, headers: Mapping[str, str]) -> bytes:
        length_text = headers.get("content-length", "0")
        if not (length_text.isascii() and length_text.isdigit()) or int(length_text) > MAX_BODY:
            raise BadRequestError(f"bad Content-Length: {length_text[:20]!r}")
        length = int(length_text)
        parts = [self._buffer]
        have = len(self._buffer)
        while have < length:
            chunk = self._receive()
            if not chunk:
                raise BadRequestError("the body ended early")
            parts.append(chunk)
            have += len(chunk)
        data = b"".join(parts)
        self._buffer = data[length:]
        return data[:length]


def serve_http(stream: Stream, handle: Callable[[Request], Response]) -> None:
    """Answer requests on a stream until the client closes it or asks for no further ones.

    Args:
        stream: The stream.
        handle: Makes the answers.
    """
    reader = RequestReader(stream.read)
    while True:
        try:
            request = reader.next()
        except BadRequestError as error:
            refusal = Response(body=f"BAD REQUEST: {error}".encode(), status=HTTPStatus.BAD_REQUEST)
            stream.write(refusal.encode(keep_alive=False))
            return
        if request is None:
            return
        keep_alive = request.headers.get("connection", "").lower() != "close"
        stream.write(handle(request).encode(keep_alive=keep_alive))
        if not keep_alive:
            return
