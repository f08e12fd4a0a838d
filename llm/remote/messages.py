"""A prompt in a model's own layout, told as an OpenAI conversation."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from typing import Any

from PIL import Image as Pillow

from llm.errors import PromptError
from llm.generation import Image, Segment
from llm.image_size import fit_to_cells, scale_to_cells

_ROLE = re.compile(r"<\|(system|user|assistant|observation)\|>\n?")
_OPENING = re.compile(r"^\s*\[gMASK\]\s*<sop>")


def messages_of(prompt: Sequence[Segment], *, image_tokens: int | None = None) -> list[dict[str, Any]]:
    """The messages that GLM-4's role tokens part a prompt into.

    What a tool observed is told as the user's.  An assistant's turn that has only been opened is left out: the
    endpoint opens it itself.

    Args:
        prompt: Text and pictures.
        image_tokens: Pictures are scaled down to this many cells of 28 pixels; None sends them as they are.

    Raises:
        PromptError: Nothing is in it.
    """
    messages: list[dict[str, Any]] = []
    for segment in prompt:
        if isinstance(segment, Image):
            _last(messages).append({"type": "image_url", "image_url": {"url": _data_url(segment, image_tokens)}})
            continue
        text = _OPENING.sub("", segment.text) if not messages else segment.text
        before, *parts = _ROLE.split(text)
        if before.strip() or (before and messages):
            _last(messages).append({"type": "text", "text": before})
        for role, words in zip(parts[::2], parts[1::2], strict=True):
            known = "user" if role == "observation" else role
            messages.append({"role": known, "content": [{"type": "text", "text": words}] if words else []})
    told = [_simple(message) for message in messages if message["content"]]
    if not told:
        raise PromptError("the prompt is empty")
    return told


def _last(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not messages:
        messages.append({"role": "user", "content": []})
    content: list[dict[str, Any]] = messages[-1]["content"]
    return content


def _simple(message: dict[str, Any]) -> dict[str, Any]:
    """A message of words alone as a plain string, which every server takes."""
    if all(part["type"] == "text" for part in message["content"]):
        return {"role": message["role"], "content": "".join(part["text"] for part in message["content"])}
    return message


def _data_url(image: Image, image_tokens: int | None) -> str:
    pixels = image.pixels
    if image_tokens is not None:
        pixels = scale_to_cells(pixels, *fit_to_cells(pixels.shape[0], pixels.shape[1], image_tokens))
    stream = io.BytesIO()
    Pillow.fromarray(pixels).save(stream, "PNG", compress_level=1)
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"
