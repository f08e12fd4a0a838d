"""An endpoint on this machine that answers by script: it streams, refuses, breaks off or says nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How one request is answered.

    Attributes:
        pieces: Of the text.
        status: Other than 200: refused with `body`.
        body: Of a refusal, or the stream as it is where no pieces are given.
        retry_after: Header of a refusal.
        finish: Why it ended; empty breaks off before that.
        hang: Whether it says nothing more after the pieces until the server ends.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    body: str = ""
    retry_after: str = ""
    finish: str = "stop"
    hang: bool = False


@dataclass(kw_only=True)
class Scripted:
    """The server's address, what it was asked, and what it says next."""

    replies: list[Reply]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def scripted(replies: Sequence[Reply]) -> Iterator[Scripted]:
    """Serve the replies, one a request, the last for all that follow."""
    script = Scripted(replies=list(replies))

    class Handler(_Handler):
        served = script

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        script.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    served: Scripted

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""

    def do_POST(self) -> None:  # the name that http.server calls
        """Answer as the script says."""
        script = self.served
        script.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        script.keys.append(self.headers.get("Authorization"))
        reply = script.replies.pop(0) if len(script.replies) > 1 else script.replies[0]
        with suppress(ConnectionError):
            self._answer(reply)

    def _answer(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.retry_after:
            self.send_header("Retry-After", reply.retry_after)
        self.end_headers()
        if reply.status != 200 or reply.body:
            self.wfile.write(reply.body.encode())
            return
        for piece in reply.pieces:
            self._line({"choices": [{"delta": {"content": piece}, "finish_reason": None}]})
        self.wfile.flush()
        if reply.hang:
            self.served.over.wait(60)
        if reply.finish:
            self._line({"choices": [{"delta": {}, "finish_reason": reply.finish}]})
            usage = {"prompt_tokens": 1000, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 900}}
            self._line({"choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")

    def _line(self, content: object) -> None:
        self.wfile.write(f"data: {json.dumps(content)}\n\n".encode())
