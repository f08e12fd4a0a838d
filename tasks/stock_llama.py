"""llama-cpp-python's own `Llama` with its chat handler for pictures: what this engine is measured against."""

from __future__ import annotations

import base64
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from agent.png import encode_png
from llm.bindings import library
from llm.generation import Image, Segment, Text
from llm.image_size import fit_to_cells, scale_to_cells
from llm.model_file import read_model_file

_TEMPLATE = "{% for message in messages %}{% for part in message.content %}{{ part.text }}{% endfor %}{% endfor %}"
"""The prompts that are compared bring their roles' tokens along."""


@dataclass(frozen=True, kw_only=True)
class StockAnswer:
    """What came.

    Attributes:
        first_token: Seconds from the call to the first token.
        token: Seconds of a token after it; 0 where there is none.
        text: The whole text.
    """

    first_token: float
    token: float
    text: str


class StockLlama:
    """`Llama` with `MTMDChatHandler`, on the same files.

    The handler cannot be told an image budget, so pictures are handed over in the size that the budget gives; it asks
    for a chat template in the file, and ends the process where the file names no token that begins a text, so both are
    given to it; it clears the KV cache on every call.

    Args:
        model: GGUF of the language model.
        mmproj: GGUF of its vision model.
        context: Tokens that the KV cache holds.
        threads: CPU threads; `Llama`'s own default is half of the cores.
    """

    def __init__(self, model: Path, mmproj: Path, *, context: int, threads: int) -> None:
        library()
        from llama_cpp import Llama
        from llama_cpp.llama_chat_format import MTMDChatHandler

        self._llama = cast(
            Any,
            Llama(
                str(model),
                n_ctx=context,
                n_threads=threads,
                n_threads_batch=threads,
                chat_handler=MTMDChatHandler(str(mmproj), verbose=False, use_gpu=False),
                kv_overrides=_begin_token(model),
                verbose=False,
            ),
        )
        self._llama.metadata["tokenizer.chat_template"] = _TEMPLATE
        self._chosen: list[float] = []
        # Called once for each token. What the handler hands out may come later: pieces wait for whole characters.
        sample = self._llama.sample

        def sample_and_note(*arguments: Any, **named: Any) -> int:
            token = int(sample(*arguments, **named))
            self._chosen.append(time.perf_counter())
            return token

        self._llama.sample = sample_and_note

    def ask(self, prompt: Sequence[Segment], *, image_tokens: int, max_tokens: int) -> StockAnswer:
        """Continue `prompt` with the most probable tokens."""
        content = [_part(segment, image_tokens) for segment in prompt]
        self._chosen.clear()
        began = time.perf_counter()
        pieces = [
            chunk["choices"][0]["delta"].get("content", "")
            for chunk in self._llama.create_chat_completion(
                messages=[{"role": "user", "content": content}],
                temperature=0.0,
                repeat_penalty=1.0,
                max_tokens=max_tokens,
                stream=True,
            )
        ]
        first, last = self._chosen[0], self._chosen[-1]
        later = len(self._chosen) - 1
        return StockAnswer(
            first_token=first - began, token=(last - first) / later if later else 0.0, text="".join(pieces)
        )

    def close(self) -> None:
        """Free the models."""
        self._llama.close()


def _begin_token(model: Path) -> dict[str, bool | int | float | str] | None:
    """Another token in place of one that begins a text, where the file names none; it is never written."""
    metadata = read_model_file(model).metadata
    end = metadata.get("tokenizer.ggml.eos_token_id")
    if "tokenizer.ggml.bos_token_id" in metadata or not isinstance(end, int):
        return None
    return {"tokenizer.ggml.bos_token_id": end}


def _part(segment: Segment, image_tokens: int) -> dict[str, object]:
    if isinstance(segment, Text):
        return {"type": "text", "text": segment.text}
    return {"type": "image_url", "image_url": {"url": _address(segment, image_tokens)}}


def _address(image: Image, image_tokens: int) -> str:
    height, width = image.pixels.shape[:2]
    scaled = scale_to_cells(image.pixels, *fit_to_cells(height, width, image_tokens))
    return "data:image/png;base64," + base64.b64encode(encode_png(scaled)).decode("ascii")
