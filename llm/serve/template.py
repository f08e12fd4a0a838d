"""Turns a conversation into the prompt that a model was trained on, by the chat template in its GGUF file."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from llm.generation import Image, Segment, Text
from llm.serve.request import RequestError, Turn

_GLM4 = (
    "{{ opening }}{% for message in messages %}<|{{ message.role }}|>\n{{ message.content }}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
"""GLM-4's own layout, for files without a template."""


class ChatTemplate:
    """A model's chat template.

    Args:
        source: Jinja, as in ``tokenizer.chat_template``; None takes GLM-4's layout.
        opening: What stands first in GLM-4's layout, ``[gMASK]<sop>`` where the vocabulary has these tokens.

    Raises:
        ValueError: The template cannot be read.
    """

    def __init__(self, source: str | None, *, opening: str = "") -> None:
        # Templates come with files from anywhere, so they run in a sandbox.
        from jinja2 import TemplateError
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        environment.filters["tojson"] = _to_json
        environment.globals.update(
            raise_exception=_raise, strftime_now=lambda pattern: datetime.now().strftime(pattern), opening=opening
        )
        self._error = TemplateError
        try:
            self._template = environment.from_string(source or _GLM4)
        except TemplateError as error:
            raise ValueError(f"the model's chat template cannot be read: {error}") from error

    def prompt(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """The prompt up to where the model answers.

        Raises:
            RequestError: The template does not take such a conversation.
        """
        # A picture stands in the text as a mark that nobody can guess, until the template has run.
        mark = f"[{uuid.uuid4().hex}]"
        pictures = [part for turn in turns for part in turn.parts if isinstance(part, Image)]
        messages = [{"role": turn.role, "content": _flat(turn, mark)} for turn in turns]
        try:
            text = self._template.render(messages=messages, add_generation_prompt=True, tools=None)
        except (self._error, TypeError, ValueError, KeyError, OverflowError) as error:
            raise RequestError(f"the model's chat template does not take this conversation: {error}") from error
        pieces = text.split(mark)
        if len(pieces) != len(pictures) + 1:
            raise RequestError("the model's chat template has no place for pictures there")
        segments: list[Segment] = [Text(text=pieces[0])] if pieces[0] else []
        for picture, piece in zip(pictures, pieces[1:], strict=True):
            segments.append(picture)
            if piece:
                segments.append(Text(text=piece))
        return tuple(segments)


def opening_of(tokenize: Callable[[str], Sequence[int]]) -> str:
    """What a prompt of GLM-4 begins with, where the vocabulary has the tokens for it."""
    return "[gMASK]<sop>" if len(tokenize("[gMASK]<sop>")) == 2 else ""


def _flat(turn: Turn, mark: str) -> str:
    return "".join(mark if isinstance(part, Image) else part.text for part in turn.parts)


def _to_json(value: Any, **options: Any) -> str:
    return json.dumps(value, ensure_ascii=False, **options)


def _raise(message: str) -> None:
    raise ValueError(message)
