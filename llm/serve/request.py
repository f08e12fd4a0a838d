"""Reads the body of a chat completion request: what is asked for, and what we don't do.

Protocol: OpenAI's ``POST /v1/chat/completions``, as far as Open-AutoGLM, AutoGLM-GUI and other clients of its Python
library use it.
"""

from __future__ import annotations

import base64
import binascii
import io
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from PIL import Image as Pillow

from llm.generation import GenerationOptions, Image, Segment, Text
from llm.skip.depths import KindAfter
from llm.turns import Urgency

MOST_PIXELS = 64_000_000
"""Of a picture; an 8K screen has half as many."""

_FORMATS = ("PNG", "JPEG", "WEBP")
_MOST_TOKENS = 1024
"""Tokens after which an answer ends where the request names no limit."""

_BACKGROUND = "flex"
_AT_ONCE = ("auto", "default", "priority", "scale")
"""OpenAI's names of how soon an answer is wanted; ``flex`` is the one that may take longer."""


class RequestError(Exception):
    """A request that cannot be fulfilled as it is; the message goes to the client with status 400."""


class _ImageUrl(msgspec.Struct):
    url: str


class _TextPart(msgspec.Struct, tag_field="type", tag="text"):
    text: str


class _ImagePart(msgspec.Struct, tag_field="type", tag="image_url"):
    image_url: _ImageUrl | str


class _Message(msgspec.Struct):
    role: str
    content: str | list[_TextPart | _ImagePart] | None = None


class _StreamOptions(msgspec.Struct):
    include_usage: bool = False


class _Body(msgspec.Struct):
    messages: list[_Message]
    model: str = ""
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    temperature: float | None = None
    seed: int | None = None
    stop: str | list[str] | None = None
    stream: bool = False
    stream_options: _StreamOptions | None = None
    n: int | None = None
    logprobs: bool | None = None
    tools: list[Any] | None = None
    functions: list[Any] | None = None
    response_format: dict[str, Any] | None = None
    grammar: str | None = None
    image_tokens: int | None = None
    service_tier: str | None = None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One message: who speaks, and its text and pictures in order."""

    role: str
    parts: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True)
class ChatRequest:
    """What a client wants.

    Attributes:
        model: The name it asked for; only one model is served.
        turns: The conversation.
        options: How to generate.
        stream: Whether the answer is wanted piece by piece.
        include_usage: Whether a stream ends with token counts.
    """

    model: str
    turns: tuple[Turn, ...]
    options: GenerationOptions
    stream: bool
    include_usage: bool


def read_request(data: bytes, *, kind_after: KindAfter | None = None) -> ChatRequest:
    """Read a request's body.

    ``temperature`` is 0 where it is not given.  The ``service_tier`` ``flex`` marks background work, which steps aside
    for every other request.  ``grammar`` (GBNF) and ``image_tokens`` are additions of ours;
    ``top_p`` and the penalties are taken and have no effect.

    Args:
        data: The body.
        kind_after: Says what an answer's next token is for, where layers are skipped by that.

    Raises:
        RequestError: It is no such request, or asks for something that is not done here.
    """
    try:
        body = msgspec.json.decode(data, type=_Body)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise RequestError(f"the body is no chat completion request: {error}") from error
    _refuse(body)
    stops = (body.stop,) if isinstance(body.stop, str) else tuple(body.stop or ())
    limit = body.max_completion_tokens or body.max_tokens or _MOST_TOKENS
    if limit < 1 or (body.image_tokens is not None and body.image_tokens < 1):
        raise RequestError("max_tokens and image_tokens must be above 0")
    return ChatRequest(
        model=body.model,
        turns=tuple(_turn(message) for message in body.messages),
        options=GenerationOptions(
            max_tokens=limit,
            stop=tuple(stop for stop in stops if stop),
            grammar=body.grammar,
            temperature=max(0.0, body.temperature or 0.0),
            seed=abs(body.seed or 0),
            image_tokens=body.image_tokens,
            urgency=Urgency.BACKGROUND if body.service_tier == _BACKGROUND else Urgency.PERSON,
            kind_after=kind_after,
        ),
        stream=body.stream,
        include_usage=body.stream_options is not None and body.stream_options.include_usage,
    )


def _refuse(body: _Body) -> None:
    if not body.messages:
        raise RequestError("there are no messages")
    if body.n not in (None, 1):
        raise RequestError("n must be 1: one answer at a time")
    if body.service_tier not in (None, _BACKGROUND, *_AT_ONCE):
        raise RequestError(f"service_tier must be one of {', '.join((_BACKGROUND, *_AT_ONCE))}")
    for name in ("tools", "functions", "logprobs"):
        if getattr(body, name):
            raise RequestError(f"{name} cannot be served")
    kind = (body.response_format or {}).get("type", "text")
    if kind != "text":
        raise RequestError(f"response_format {kind!r} cannot be served: give a GBNF grammar in the field grammar")


def _turn(message: _Message) -> Turn:
    if message.role not in ("system", "developer", "user", "assistant"):
        raise RequestError(f"role {message.role!r} is not known: use system, user or assistant")
    role = "system" if message.role == "developer" else message.role
    if isinstance(message.content, str):
        return Turn(role=role, parts=(Text(text=message.content),))
    parts: list[Segment] = []
    for part in message.content or ():
        if isinstance(part, _TextPart):
            parts.append(Text(text=part.text))
        else:
            url = part.image_url if isinstance(part.image_url, str) else part.image_url.url
            parts.append(Image(pixels=_pixels(url)))
    return Turn(role=role, parts=tuple(parts))


def _pixels(url: str) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The pixels of a ``data:`` address.  Others are refused: a server that fetches for strangers reaches too far."""
    head, comma, data = url.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64") or not comma:
        raise RequestError("image_url must be a data: address with a base64 PNG, JPEG or WebP")
    try:
        picture = Pillow.open(io.BytesIO(base64.b64decode(data, validate=True)), formats=_FORMATS)
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise RequestError(f"a picture of {width}x{height} pixels is too large: at most {MOST_PIXELS} are taken")
        return np.asarray(picture.convert("RGB"), dtype=np.uint8)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise RequestError(f"a picture is too large: at most {MOST_PIXELS} pixels are taken") from error
    except (binascii.Error, OSError, ValueError, SyntaxError, EOFError) as error:
        raise RequestError(f"a picture cannot be read: {error}") from error
