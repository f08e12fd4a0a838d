"""The endpoint's web application: who may ask, what is asked, and the answer whole or piece by piece."""

from __future__ import annotations

import asyncio
import functools
import hmac
import json
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from llm.errors import ContextOverflowError, LlmError, LlmUsageError
from llm.generation import Generation, StopReason
from llm.serve.request import ChatRequest, RequestError, read_request
from llm.serve.template import ChatTemplate
from llm.serve.worker import Job, Outcome, QueueFullError, Worker, WorkerStoppedError
from llm.skip.depths import KindAfter
from llm.turns import Urgency

MOST_BYTES = 64 << 20
"""Of a request's body: a 4K screenshot as PNG in base64 has some 15 MB."""

_KEEP_ALIVE = 15.0
"""Seconds of silence after which a stream says that it lives: prompts take minutes on a phone."""

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


class Service:
    """The application's parts.

    Args:
        workers: Generate, each for those of one urgency.
        template: Of the model.
        name: Of the model.
        token: What clients have to bring; None serves whoever comes, over a loopback address alone.
        kind_after: Says what an answer's next token is for, where layers are skipped by that.
    """

    def __init__(
        self,
        workers: Mapping[Urgency, Worker],
        template: ChatTemplate,
        *,
        name: str,
        token: str | None,
        kind_after: KindAfter | None = None,
    ) -> None:
        self._workers, self._template, self._name, self._token = workers, template, name, token
        self._read = functools.partial(read_request, kind_after=kind_after)
        self._since = int(time.time())

    def application(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/health", self._health),
                Route("/v1/models", self._models),
                Route("/v1/models/{name:path}", self._model),
                Route("/v1/chat/completions", self._chat, methods=["POST"]),
            ]
        )

    async def _health(self, request: Request) -> Response:
        return JSONResponse({"status": "ok", "pending": sum(worker.pending for worker in self._workers.values())})

    async def _models(self, request: Request) -> Response:
        return self._refusal(request) or JSONResponse({"object": "list", "data": [self._card()]})

    async def _model(self, request: Request) -> Response:
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        if request.path_params["name"] != self._name:
            return _error(404, f"there is no model {request.path_params['name']!r}", "invalid_request_error")
        return JSONResponse(self._card())

    def _card(self) -> dict[str, Any]:
        return {"id": self._name, "object": "model", "created": self._since, "owned_by": "handroid"}

    def _refusal(self, request: Request) -> Response | None:
        """The answer to somebody who may not ask, or None."""
        if self._token is not None:
            scheme, _, given = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), self._token.encode()):
                return _error(401, "a token is needed: Authorization: Bearer TOKEN", "authentication_error")
            return None
        # Without a token, a web page must not reach us through a name that it had pointed at this machine.
        host = request.headers.get("host", "")
        name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
        if name.lower() not in _LOOPBACK:
            return _error(403, f"the host {name!r} is not this machine's loopback address", "permission_error")
        return None

    async def _chat(self, request: Request) -> Response:
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        # What a web page can send to another site without being allowed to is never declared as JSON.
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _error(415, "the body must be application/json", "invalid_request_error")
        try:
            body = await _body(request)
            if body is None:
                return _error(413, f"the body has more than {MOST_BYTES} bytes", "invalid_request_error")
            # Pictures are decoded off the event loop, which others wait for.
            chat = await asyncio.to_thread(self._read, body)
            prompt = self._template.prompt(chat.turns)
        except RequestError as error:
            return _error(400, str(error), "invalid_request_error")
        except ClientDisconnect:
            return Response(status_code=499)
        loop, events = asyncio.get_running_loop(), asyncio.Queue[str | Outcome]()
        job = Job(
            prompt=prompt,
            options=chat.options,
            on_text=lambda text: _post(loop, events, text),
            on_end=lambda outcome: _post(loop, events, outcome),
        )
        worker = self._workers[chat.options.urgency]
        try:
            worker.submit(job)
        except QueueFullError as error:
            return _error(429, str(error), "rate_limit_error", retry=error.seconds)
        except WorkerStoppedError as error:
            return _error(503, str(error), "server_error", retry=5)
        answer = _Answer(self._name, chat, _Events(request, worker, job, events))
        return await answer.stream() if chat.stream else await answer.whole()


class _Events:
    """What the worker says of a job, until it ends or the client goes."""

    def __init__(self, request: Request, worker: Worker, job: Job, queue: asyncio.Queue[str | Outcome]) -> None:
        self._request, self._worker, self._job, self._queue = request, worker, job, queue

    async def __aiter__(self) -> AsyncIterator[str | Outcome | None]:
        """Give texts and last the outcome; None where nothing came for a while.  Ends early where the client goes."""
        gone = asyncio.create_task(self._gone())
        came: asyncio.Task[str | Outcome] | None = None
        ended = False
        try:
            while not ended:
                came = came or asyncio.create_task(self._queue.get())
                await asyncio.wait({came, gone}, timeout=_KEEP_ALIVE, return_when=asyncio.FIRST_COMPLETED)
                if came.done():
                    event, came = came.result(), None
                    ended = not isinstance(event, str)
                    yield event
                elif gone.done():
                    return
                else:
                    yield None
        finally:
            if not ended:
                self._worker.cancel(self._job)
            for task in (gone, came):
                if task is not None:
                    task.cancel()

    async def _gone(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass


class _Answer:
    """An answer in OpenAI's words."""

    def __init__(self, name: str, chat: ChatRequest, events: _Events) -> None:
        self._chat, self._events = chat, events
        self._head = {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "created": int(time.time()),
            "model": name,
            "service_tier": "flex" if chat.options.urgency is Urgency.BACKGROUND else "default",
        }

    async def whole(self) -> Response:
        """Everything at once."""
        async for event in self._events:
            if isinstance(event, Generation):
                choice = {
                    "index": 0,
                    "message": {"role": "assistant", "content": event.text},
                    "finish_reason": _finish(event),
                    "logprobs": None,
                }
                return JSONResponse(
                    {**self._head, "object": "chat.completion", "choices": [choice], "usage": _usage(event)}
                )
            if isinstance(event, Exception):
                status, message, kind, code = _failure(event)
                return _error(status, message, kind, code=code)
        return Response(status_code=499)

    async def stream(self) -> Response:
        """Piece by piece, as server-sent events.

        What goes wrong before the first piece is answered with a status, as a client that streams expects it.
        """
        events = aiter(self._events)
        first = await anext(events, None)
        if isinstance(first, Exception):
            status, message, kind, code = _failure(first)
            return _error(status, message, kind, code=code)
        return StreamingResponse(
            self._lines(first, events), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _lines(
        self, first: str | Outcome | None, events: AsyncIterator[str | Outcome | None]
    ) -> AsyncIterator[bytes]:
        yield self._chunk({"role": "assistant", "content": ""})
        event: str | Outcome | None = first
        while True:
            if isinstance(event, str):
                yield self._chunk({"content": event})
            elif isinstance(event, Generation):
                yield self._chunk({}, finish=_finish(event))
                if self._chat.include_usage:
                    yield _line({**self._head, "object": _CHUNK, "choices": [], "usage": _usage(event)})
                break
            elif isinstance(event, Exception):
                _, message, kind, code = _failure(event)
                yield _line({"error": {"message": message, "type": kind, "code": code}})
                break
            else:
                yield b": still at it\n\n"
            try:
                event = await anext(events)
            except StopAsyncIteration:
                return
        yield b"data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, str], *, finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _line({**self._head, "object": _CHUNK, "choices": [choice]})


_CHUNK = "chat.completion.chunk"


def _post(loop: asyncio.AbstractEventLoop, events: asyncio.Queue[str | Outcome], event: str | Outcome) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(events.put_nowait, event)


async def _body(request: Request) -> bytes | None:
    """The request's body; None where it is too large."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MOST_BYTES:
            return None
    return bytes(data)


def _line(content: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n".encode()


def _finish(generation: Generation) -> str:
    return "length" if generation.stop is StopReason.LENGTH else "stop"


def _usage(generation: Generation) -> dict[str, Any]:
    tokens = generation.tokens
    prompt = tokens.cached + tokens.text + tokens.image
    return {
        "prompt_tokens": prompt,
        "completion_tokens": tokens.generated,
        "total_tokens": prompt + tokens.generated,
        "prompt_tokens_details": {"cached_tokens": tokens.cached},
    }


def _failure(error: Exception) -> tuple[int, str, str, str | None]:
    """Status, message, type and code for what the worker says went wrong."""
    if isinstance(error, ContextOverflowError):
        return 400, str(error), "invalid_request_error", "context_length_exceeded"
    if isinstance(error, LlmUsageError):
        return 400, str(error), "invalid_request_error", None
    if isinstance(error, WorkerStoppedError):
        return 503, str(error), "server_error", None
    if isinstance(error, LlmError):
        return 500, str(error), "server_error", None
    return 500, f"{type(error).__name__} in the server", "server_error", None


def _error(status: int, message: str, kind: str, *, code: str | None = None, retry: int | None = None) -> Response:
    headers = {} if retry is None else {"Retry-After": str(retry)}
    return JSONResponse(
        {"error": {"message": message, "type": kind, "param": None, "code": code}}, status_code=status, headers=headers
    )
