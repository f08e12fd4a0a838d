"""A model hub on this machine: speaks Hugging Face's and ModelScope's protocol, and misbehaves as it is told."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(kw_only=True)
class HubServer:
    """What the hub holds and how it behaves.

    Attributes:
        files: Content by path.
        large: Paths that have an ``lfs`` entry with their SHA-256.
        lies: Content that is sent in place of what is listed.
        break_after: Bytes of a file after which the next connections break; one entry each.
        statuses: Statuses that the next downloads are answered with.
        ranges: Whether it knows ``Range``.
        cdn: Where files are redirected to; empty sends them itself.
        token: What it asks for; empty asks for nothing.
        hold: Bytes after which a download waits for `release`; -1 never waits.
    """

    files: dict[str, bytes]
    large: tuple[str, ...] = ()
    lies: dict[str, bytes] = field(default_factory=dict)
    break_after: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    ranges: bool = True
    cdn: str = ""
    token: str = ""
    hold: int = -1
    extra_rows: list[dict[str, object]] = field(default_factory=list)
    url: str = ""
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(hub: HubServer) -> Iterator[HubServer]:
    """Serve the hub on a free port while the context lasts."""

    class Handler(_Handler):
        served = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hub
    finally:
        hub.release.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    served: HubServer
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        """Serve a connection; one that the client has closed is no fault of ours."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""

    def do_GET(self) -> None:  # the name that http.server calls
        """Answer as a hub does."""
        hub, address = self.served, urlsplit(self.path)
        hub.asked.append((address.path, self.headers.get("Range"), self.headers.get("Authorization")))
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        if hub.token and self.headers.get("Authorization") != f"Bearer {hub.token}":
            self._plain(401)
        elif address.path == "/api/models/owner/model/revision/main":
            self._json({"sha": "1" * 40, "siblings": [*map(self._sibling, hub.files), *hub.extra_rows]})
        elif address.path == "/api/v1/models/owner/model/repo/files" and query["Recursive"] == "true":
            folder = {"Path": "folder", "Type": "tree", "Size": 0}
            self._json({"Code": 200, "Data": {"Files": [folder, *map(self._row, hub.files)]}})
        elif address.path == "/api/v1/models/owner/model/repo":
            self._file(query["FilePath"])
        elif address.path.startswith("/owner/model/resolve/main/"):
            self._file(unquote(address.path.removeprefix("/owner/model/resolve/main/")))
        elif address.path.startswith("/cdn/"):
            self._send(unquote(address.path.removeprefix("/cdn/")))
        else:
            self._plain(404)

    def _sibling(self, name: str) -> dict[str, object]:
        data = self.served.files[name]
        blob = hashlib.sha1(f"blob {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()
        row: dict[str, object] = {"rfilename": name, "size": len(data), "blobId": blob}
        if name in self.served.large:
            row["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 135}
        return row

    def _row(self, name: str) -> dict[str, object]:
        data = self.served.files[name]
        return {"Path": name, "Type": "blob", "Size": len(data), "Sha256": hashlib.sha256(data).hexdigest()}

    def _file(self, name: str) -> None:
        hub = self.served
        if hub.statuses:
            self._plain(hub.statuses.pop(0))
        elif name not in hub.files:
            self._plain(404)
        elif hub.cdn:
            self.send_response(302)
            self.send_header("Location", f"{hub.cdn}/cdn/{name}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(name)

    def _send(self, name: str) -> None:
        hub = self.served
        data = hub.lies.get(name, hub.files[name])
        wanted = self.headers.get("Range")
        begin = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and hub.ranges else 0
        if begin and begin >= len(data):
            self._plain(416)
            return
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - begin))
        self.end_headers()
        end = begin + hub.break_after.pop(0) if hub.break_after else len(data)
        if begin <= hub.hold < end:
            self.wfile.write(data[begin : hub.hold])
            self.wfile.flush()
            hub.reached.set()
            hub.release.wait(60)
            begin = hub.hold
        self.wfile.write(data[begin:end])
        self.close_connection = end < len(data) or self.close_connection

    def _json(self, content: object) -> None:
        data = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _plain(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
