"""`RemoteModel`: a model behind an OpenAI-compatible endpoint, as anything else that continues a prompt."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from llm.errors import ContextOverflowError, LlmError, RemoteError, RemoteRequestError
from llm.generation import Generation, GenerationOptions, OnToken, Seconds, Segment, StopReason, Tokens
from llm.http import http_errors
from llm.remote.messages import messages_of
from llm.remote.spending import Prices, Spent
from llm.turns import Urgency

_BUSY = {408, 425, 429, 500, 502, 503, 504}
_MOST_STOPS = 4
"""What OpenAI's protocol takes at most; further stop strings are looked for here."""
_LONGEST_WAIT = 60.0


class _TransientError(RemoteError):
    """Worth another try, after `wait` seconds where the endpoint says so."""

    wait: float | None = None


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a model is and how to talk to it.

    Attributes:
        url: Up to and with ``/v1``.
        model: Its name there.
        key: What is sent as a bearer token; empty sends none.
        connect_seconds: Most seconds to connect.
        silent_seconds: Most seconds without a byte; a prompt is read in them.
        tries: How often a call is made before it is given up.
        pause: Seconds before the second try; doubled for each further one.
        image_tokens: Pictures are scaled down to this many cells of 28 pixels; None sends them as they are.
        prices: For the cost count.
        background: Whether nobody waits for the answers: the endpoint may let others go first.
    """

    url: str
    model: str
    key: str = ""
    connect_seconds: float = 10.0
    silent_seconds: float = 120.0
    tries: int = 3
    pause: float = 1.0
    image_tokens: int | None = None
    prices: Prices = field(default_factory=Prices)
    background: bool = False


class RemoteModel:
    """A model elsewhere.  Implements `llm.generation.Model`.

    Grammars stay here: only this program's own endpoint would know them.  Answers are streamed, so that an abort takes
    effect at once whatever the endpoint is doing.

    Args:
        endpoint: Where it is.

    Attributes:
        name: What it is called there.
        metadata: Empty: an endpoint says nothing of its model's prompt layout.
        spent: Calls, tokens and money so far.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.name, self.metadata = endpoint.model, dict[str, str]()
        self.spent = Spent()
        self._endpoint = endpoint
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        timeout = httpx.Timeout(endpoint.silent_seconds, connect=endpoint.connect_seconds)
        with http_errors(endpoint.url, transient=RemoteError, lasting=RemoteError):
            self._client = httpx.Client(timeout=timeout, headers={"User-Agent": "handroid", **headers})
        self._call: _Call | None = None

    def generate(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        """Continue `prompt`.

        Raises:
            RemoteError: The endpoint cannot be reached or fails, after all tries.
            RemoteRequestError: It refuses the key, the model or the prompt.
            ContextOverflowError: The prompt is longer than its context.
        """
        begin = time.perf_counter()
        body = self._body(prompt, options)
        call = self._call = _Call(self._client, self._endpoint, body)
        text, first, reason, usage = "", 0.0, StopReason.ABORTED, dict[str, int]()
        call.start()
        try:
            for event in call:
                if isinstance(event, str):
                    first = first or time.perf_counter() - begin
                    text += event
                    cut = min((text.find(stop) for stop in options.stop if stop in text), default=-1)
                    if cut >= 0:
                        text, reason = text[:cut], StopReason.STOP
                        break
                    if on_token is not None:
                        on_token(event)
                else:
                    reason, usage = event
        finally:
            call.leave()
            self._call = None
        tokens = Tokens(
            cached=usage.get("cached", 0), text=usage.get("prompt", 0) - usage.get("cached", 0),
            generated=usage.get("generated", 0),
        )  # fmt: skip
        self._count(usage)
        seconds = Seconds(first_token=first, total=time.perf_counter() - begin)
        return Generation(text=text, stop=reason, tokens=tokens, seconds=seconds)

    def abort(self) -> None:
        """Stop a generation that runs in another thread; harmless when none runs."""
        call = self._call
        if call is not None:
            call.abort()

    def close(self) -> None:
        """Stop what runs and free the connections; harmless when called twice."""
        self.abort()
        self._client.close()

    def _body(self, prompt: tuple[Segment, ...], options: GenerationOptions) -> dict[str, Any]:
        background = self._endpoint.background or options.urgency is Urgency.BACKGROUND
        return {
            "model": self._endpoint.model,
            "messages": messages_of(prompt, image_tokens=self._endpoint.image_tokens),
            "max_tokens": options.max_tokens,
            "temperature": options.temperature,
            "seed": options.seed,
            "stream": True,
            "stream_options": {"include_usage": True},
            **({"stop": list(options.stop[:_MOST_STOPS])} if options.stop else {}),
            # OpenAI's word for an answer that may take longer; not every endpoint knows it.
            **({"service_tier": "flex"} if background else {}),
        }

    def _count(self, usage: dict[str, int]) -> None:
        prices, spent = self._endpoint.prices, self.spent
        prompt, generated = usage.get("prompt", 0), usage.get("generated", 0)
        self.spent = replace(
            spent,
            calls=spent.calls + 1,
            prompt_tokens=spent.prompt_tokens + prompt,
            generated_tokens=spent.generated_tokens + generated,
            cost=spent.cost + (prompt * prices.prompt + generated * prices.generated) / 1e6,
        )


_End = tuple[StopReason, dict[str, int]]


class _Call:
    """One request in a thread of its own, so that whoever waits for it can leave at any moment."""

    def __init__(self, client: httpx.Client, endpoint: Endpoint, body: dict[str, Any]) -> None:
        self._client, self._endpoint, self._body = client, endpoint, body
        self._events: queue.SimpleQueue[str | _End | LlmError | None] = queue.SimpleQueue()
        self._left = threading.Event()
        self._said_something = False
        self._thread = threading.Thread(target=self._work, name="endpoint", daemon=True)

    def start(self) -> None:
        """Send the request."""
        self._thread.start()

    def abort(self) -> None:
        """End the iteration at once."""
        self._left.set()
        self._events.put(None)

    def leave(self) -> None:
        """Nobody waits any more; the thread ends with its next byte or timeout."""
        self._left.set()

    def __iter__(self) -> Iterator[str | _End]:
        """Give pieces of text, then why it ended and the token counts; nothing more after an abort."""
        while (event := self._events.get()) is not None:
            if isinstance(event, LlmError):
                raise event
            yield event

    def _work(self) -> None:
        try:
            self._try_all()
        except LlmError as error:
            self._events.put(error)
        except (RuntimeError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            # A closed client, or an answer in another form than the protocol's.
            self._events.put(RemoteError(f"{self._endpoint.url} does not answer like an OpenAI endpoint: {error!r}"))
        else:
            self._events.put(None)

    def _try_all(self) -> None:
        for number in range(1, self._endpoint.tries + 1):
            try:
                with http_errors(self._endpoint.url, transient=_TransientError, lasting=RemoteError):
                    return self._once()
            except _TransientError as error:
                # What was said cannot be taken back: a second try would say it twice.
                if number == self._endpoint.tries or self._said_something or self._left.is_set():
                    raise
                wait = error.wait if error.wait is not None else self._endpoint.pause * 2 ** (number - 1)
                self._left.wait(min(wait, _LONGEST_WAIT))

    def _once(self) -> None:
        url = f"{self._endpoint.url.rstrip('/')}/chat/completions"
        reason, usage = None, dict[str, int]()
        with self._client.stream("POST", url, json=self._body) as answer:
            if not answer.is_success:
                answer.read()
                raise _refusal(answer, self._endpoint)
            for line in answer.iter_lines():
                if self._left.is_set():
                    return
                if not line.startswith("data:"):
                    continue
                data = line.removeprefix("data:").strip()
                if data == "[DONE]":
                    break
                chunk = json.loads(data)
                if "error" in chunk:
                    raise RemoteError(f"{self._endpoint.url} broke off: {_words(chunk)}")
                usage = _usage(chunk) or usage
                for choice in chunk.get("choices", ())[:1]:
                    piece = (choice.get("delta") or {}).get("content")
                    if piece:
                        self._said_something = True
                        self._events.put(piece)
                    reason = choice.get("finish_reason") or reason
        if reason is None:
            raise _TransientError(f"{self._endpoint.url} ended its answer too early: try again")
        if reason not in ("stop", "length"):
            raise RemoteError(f"{self._endpoint.url} ended its answer because of {reason!r}")
        self._events.put((StopReason.LENGTH if reason == "length" else StopReason.STOP, usage))


def _usage(chunk: dict[str, Any]) -> dict[str, int]:
    told = chunk.get("usage") or {}
    if not told:
        return {}
    cached = (told.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
    return {
        "prompt": int(told.get("prompt_tokens") or 0),
        "generated": int(told.get("completion_tokens") or 0),
        "cached": int(cached),
    }


def _refusal(answer: httpx.Response, endpoint: Endpoint) -> LlmError:
    """What an answer that is no success means."""
    status = answer.status_code
    try:
        content = answer.json()
    except ValueError:
        content = {}
    words = _words(content)
    if status in _BUSY:
        error = _TransientError(f"{endpoint.url} answered {status}: {words}")
        after = answer.headers.get("Retry-After", "")
        error.wait = float(after) if after.isdigit() else None
        return error
    if "context_length" in str(content) or "context length" in words:
        return ContextOverflowError(needed=0, context=0, message=f"{endpoint.url}: {words}")
    if status in (401, 403):
        return RemoteRequestError(f"{endpoint.url} does not take the key ({status}): set HANDROID_ENDPOINT_KEY")
    if 400 <= status < 500:
        return RemoteRequestError(f"{endpoint.url} refuses {endpoint.model} ({status}): {words}")
    return RemoteError(f"{endpoint.url} answered {status}: {words}")


def _words(content: Any) -> str:
    error = content.get("error", content) if isinstance(content, dict) else content
    words = error.get("message", error) if isinstance(error, dict) else error
    return " ".join(str(words).split())[:300] or "nothing more"
