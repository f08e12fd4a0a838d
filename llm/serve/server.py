"""Runs the endpoint until a signal ends it."""

from __future__ import annotations

import functools
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from llm.engine import Engine
from llm.errors import LlmEnvironmentError, LlmUsageError
from llm.serve.app import Service
from llm.serve.template import ChatTemplate
from llm.serve.worker import Worker
from llm.skip.depths import KindAfter
from llm.turns import Urgency


class _Server(uvicorn.Server):
    """A uvicorn server that leaves signals to `serve`, which has a generation to stop too."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """See uvicorn."""
        yield


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def serve(
    model: Engine,
    *,
    template: ChatTemplate,
    host: str,
    port: int,
    waiting: int,
    token: str | None,
    on_ready: Callable[[str], None],
    kind_after: KindAfter | None = None,
) -> None:
    """Serve a model until SIGINT or SIGTERM; to be called in the main thread.

    Args:
        model: The model; it is left open.
        template: Its chat template.
        host: Address to listen at.
        port: TCP port; 0 takes a free one.
        waiting: Most requests that wait while one is answered, of each urgency.
        token: What clients have to bring.
        on_ready: Is told the endpoint's address once it listens.
        kind_after: Says what an answer's next token is for, where layers are skipped by that.

    Raises:
        LlmUsageError: Others can reach the address and there is no token.
        LlmEnvironmentError: The address cannot be had.
    """
    if token is None and not is_loopback(host):
        raise LlmUsageError(f"others can reach {host}: set HANDROID_SERVE_TOKEN, or listen at 127.0.0.1")
    listener = _listen(host, port)
    # What a person waits for breaks into what nobody does; the engine sees to that.
    workers = {
        urgency: Worker(model, waiting=waiting, abort=functools.partial(model.abort, urgency)) for urgency in Urgency
    }
    service = Service(workers, template, name=model.name, token=token, kind_after=kind_after)
    config = uvicorn.Config(
        service.application(), log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=5
    )
    server = _Server(config)

    def end(number: int, frame: FrameType | None) -> None:
        server.should_exit = True
        model.abort()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        shown = f"[{host}]" if ":" in host else host
        on_ready(f"http://{shown}:{listener.getsockname()[1]}/v1")
        server.run(sockets=[listener])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for worker in workers.values():
            worker.stop()
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise LlmEnvironmentError(f"{host} is no address of this machine: {error}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise LlmEnvironmentError(f"cannot listen at {host}:{port}: {error.strerror}") from error
    return listener
