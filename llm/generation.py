"""Plain values that go into and come out of an engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from llm.skip.depths import KindAfter
from llm.turns import Urgency


@dataclass(frozen=True, kw_only=True)
class Text:
    """A piece of a prompt in words; special tokens written in it are honoured."""

    text: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Image:
    """A piece of a prompt in pixels: RGB, ``uint8`` of shape (height, width, 3)."""

    pixels: NDArray[np.uint8]


Segment = Text | Image


class StopReason(StrEnum):
    """Why a generation ended."""

    STOP = "stop"
    """A stop string or the model's end token."""
    LENGTH = "length"
    """The token limit: the text is cut off."""
    ABORTED = "aborted"
    """Somebody asked for it."""


@dataclass(frozen=True, kw_only=True)
class Seconds:
    """Wall seconds by phase; ``first_token`` runs from the call to the first token.

    ``waited`` went by while others had the engine, ``rested`` by order of the governor; the phases contain the parts of
    both that fell into them.
    """

    tokenize: float = 0.0
    image_encode: float = 0.0
    image_prefill: float = 0.0
    text_prefill: float = 0.0
    decode: float = 0.0
    first_token: float = 0.0
    total: float = 0.0
    waited: float = 0.0
    rested: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Token counts: ``cached`` lay in the KV cache, ``text`` and ``image`` had to be decoded, ``generated`` came.

    ``drafted`` were guessed and checked together, and ``accepted`` of them were right.  ``shallow`` were chosen without
    some of the layers, ``deepened`` chosen again with all of them, ``foretold`` not chosen at all.
    """

    cached: int = 0
    text: int = 0
    image: int = 0
    generated: int = 0
    drafted: int = 0
    accepted: int = 0
    shallow: int = 0
    deepened: int = 0
    foretold: int = 0


@dataclass(frozen=True, kw_only=True)
class Generation:
    """What a model said.

    Attributes:
        text: The text without the stop string.
        stop: Why it ended.
        tokens: Token counts.
        seconds: Wall seconds by phase.
        token_ids: The generated tokens, the end token left out.
    """

    text: str
    stop: StopReason
    tokens: Tokens = field(default_factory=Tokens)
    seconds: Seconds = field(default_factory=Seconds)
    token_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GenerationOptions:
    """How to generate.

    Attributes:
        max_tokens: Tokens after which the model is cut off.
        stop: Strings that end the text; they are not part of it.
        grammar: GBNF grammar with a rule ``root``, or None for free text.
        temperature: 0 takes the most probable token.
        seed: For temperatures above 0.
        image_tokens: Most tokens an image may take; None leaves it to the engine.
        urgency: Who waits for it: background work steps aside for what a person waits for.
        kind_after: Says what the next token is for, from the text before it; None where nobody knows, and every token
            counts as one of the action. Layers may be skipped by it, see `llm.skip`.
        subject: What the prompt is about, for a router's rules: an app's package name; empty where nobody says.
    """

    max_tokens: int = 512
    stop: tuple[str, ...] = ()
    grammar: str | None = None
    temperature: float = 0.0
    seed: int = 0
    image_tokens: int | None = None
    urgency: Urgency = Urgency.PERSON
    subject: str = ""
    kind_after: KindAfter | None = None


OnToken = Callable[[str], None]


class Model(Protocol):
    """Anything that continues a prompt: `llm.Engine`, a scripted one in tests, later a remote endpoint."""

    name: str
    metadata: dict[str, str]

    def generate(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        """Continue `prompt`; `on_token` is called with each new piece of text."""
        ...

    def abort(self) -> None:
        """Stop a generation that runs in another thread within one token; harmless when none runs."""
        ...

    def close(self) -> None:
        """Free what the model holds; harmless when called twice."""
        ...
