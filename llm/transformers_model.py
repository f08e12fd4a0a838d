"""A GLM-4V checkpoint in PyTorch: on a GPU, or as the reference; needs the extra ``train``."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from llm.errors import MissingExtraError, ModelNotFoundError, NoVisionError, PromptError
from llm.generation import Generation, GenerationOptions, Image, OnToken, Seconds, Segment, StopReason, Text, Tokens
from llm.image_size import CELL, fit_to_cells, scale_to_cells
from llm.stops import TextStream

_MEAN = np.array((0.48145466, 0.4578275, 0.40821073), dtype=np.float32)
_STD = np.array((0.26862954, 0.26130258, 0.27577711), dtype=np.float32)
"""What GLM-4V's image processor takes (transformers, image_processing_glm4v.py)."""

_ENDS = ("<|endoftext|>", "<|user|>", "<|observation|>")


class TransformersModel:
    """A checkpoint folder, loaded by transformers.  Implements `llm.generation.Model`.

    It runs on the GPU in bfloat16 where PyTorch finds one, else on the processor in float32.  Grammars are not
    followed.

    Args:
        folder: config.json, tokenizer.json and safetensors of a ``Glm4vForConditionalGeneration``.
        image_tokens: Most tokens a picture may take where the options don't say.

    Attributes:
        name: The folder's name.
        metadata: Empty.
        device: ``cuda`` or ``cpu``.

    Raises:
        MissingExtraError: PyTorch or transformers are not installed.
        ModelNotFoundError: There is no such checkpoint.
    """

    def __init__(self, folder: Path, *, image_tokens: int = 4096) -> None:
        try:
            import torch
            from tokenizers import Tokenizer
            from transformers import Glm4vForConditionalGeneration
        except ImportError as error:
            raise MissingExtraError(f"{error.name} is not installed: pip install 'handroid[train]'") from error
        if not (folder / "config.json").is_file() or not (folder / "tokenizer.json").is_file():
            raise ModelNotFoundError(f"{folder} is no checkpoint: it needs config.json and tokenizer.json")
        self.name, self.metadata = folder.resolve().name, dict[str, str]()
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self._torch, self._image_tokens = torch, image_tokens
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        number = torch.bfloat16 if self.device == "cuda" else torch.float32
        self._network = Glm4vForConditionalGeneration.from_pretrained(folder, dtype=number).to(self.device).eval()
        self._ends = {self._tokenizer.token_to_id(token) for token in _ENDS} - {None}
        self._aborted = threading.Event()

    def generate(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        """Continue `prompt`, greedily or by temperature.

        Raises:
            PromptError: The prompt is empty.
            NoVisionError: It has a picture and the tokenizer has no token for pictures.
        """
        self._aborted.clear()
        begin = time.perf_counter()
        torch = self._torch
        inputs, images = self._inputs(prompt, options.image_tokens or self._image_tokens)
        stream = TextStream(options.stop)
        ids: list[int] = []
        reason, first, cache = StopReason.LENGTH, 0.0, None
        draw = torch.Generator(device=self.device).manual_seed(options.seed)
        text = told = ""
        with torch.inference_mode():
            while len(ids) < options.max_tokens:
                output = self._network(**inputs, past_key_values=cache, use_cache=True, logits_to_keep=1)
                cache = output.past_key_values
                token = self._choose(output.logits[0, -1], options.temperature, draw)
                first = first or time.perf_counter() - begin
                if token in self._ends:
                    reason = StopReason.STOP
                    break
                ids.append(token)
                # A character of several tokens shows only when its last one is there.
                text = self._tokenizer.decode(ids, skip_special_tokens=False)
                if not text.endswith("\ufffd"):
                    _emit(stream.push(text[len(told) :].encode()), on_token)
                    told = text
                if stream.stopped or self._aborted.is_set():
                    reason = StopReason.STOP if stream.stopped else StopReason.ABORTED
                    break
                inputs = {"input_ids": torch.tensor([[token]], device=self.device)}
        if not stream.stopped:
            _emit(stream.push(text[len(told) :].encode()), on_token)
        _emit(stream.finish(), on_token)
        tokens = Tokens(text=self._length - images, image=images, generated=len(ids))
        seconds = Seconds(first_token=first, total=time.perf_counter() - begin)
        return Generation(text=stream.text, stop=reason, tokens=tokens, seconds=seconds, token_ids=tuple(ids))

    def next_logits(self, prompt: tuple[Segment, ...], *, image_tokens: int | None = None) -> NDArray[np.float32]:
        """The logits of the token after `prompt`, shape (vocabulary,); errors as in `generate`."""
        inputs, _ = self._inputs(prompt, image_tokens or self._image_tokens)
        with self._torch.inference_mode():
            logits = self._network(**inputs, logits_to_keep=1).logits[0, -1]
        return np.asarray(logits.float().cpu().numpy(), dtype=np.float32)

    def abort(self) -> None:
        """Stop a generation that runs in another thread after its token; harmless when none runs."""
        self._aborted.set()

    def close(self) -> None:
        """Stop what runs; PyTorch frees the memory when the last reference goes."""
        self._aborted.set()

    def _choose(self, logits: Any, temperature: float, draw: Any) -> int:
        if temperature <= 0:
            return int(logits.argmax())
        share = self._torch.softmax(logits.float() / temperature, dim=-1)
        return int(self._torch.multinomial(share, 1, generator=draw))

    def _inputs(self, prompt: tuple[Segment, ...], budget: int) -> tuple[dict[str, Any], int]:
        """What the network takes, and how many tokens of it are pictures."""
        ids: list[int] = []
        patches: list[NDArray[np.float32]] = []
        grids: list[tuple[int, int, int]] = []
        mark = self._tokenizer.token_to_id("<|image|>")
        for segment in prompt:
            if isinstance(segment, Text):
                ids += self._tokenizer.encode(segment.text, add_special_tokens=False).ids
                continue
            if mark is None:
                raise NoVisionError(f"the prompt has a picture and the tokenizer of {self.name} has no <|image|>")
            values, grid = patches_of(segment, budget)
            patches.append(values)
            grids.append(grid)
            pads = "<|image|>" * (len(values) // 4)
            around = f"<|begin_of_image|>{pads}<|end_of_image|>"
            ids += self._tokenizer.encode(around, add_special_tokens=False).ids
        if not ids:
            raise PromptError("the prompt is empty")
        torch = self._torch
        inputs = {"input_ids": torch.tensor([ids], device=self.device)}
        if patches:
            kinds = [int(token == mark) for token in ids]
            inputs["pixel_values"] = torch.tensor(np.concatenate(patches), device=self.device)
            inputs["image_grid_thw"] = torch.tensor(grids, device=self.device)
            inputs["mm_token_type_ids"] = torch.tensor([kinds], device=self.device)
        self._length = len(ids)
        return inputs, ids.count(mark) if mark is not None else 0


def patches_of(image: Image, budget: int) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    """A picture as GLM-4V's vision tower takes it.

    Args:
        image: The picture.
        budget: Most cells of 28 pixels.

    Returns:
        Normalised patches, shape (4 * cells, 3 * 2 * 14 * 14), the four of a cell together; and the grid: frames, rows
        and columns of patches.
    """
    rows, columns = fit_to_cells(image.pixels.shape[0], image.pixels.shape[1], budget)
    pixels = scale_to_cells(image.pixels, rows, columns)
    planes = ((pixels.astype(np.float32) / 255 - _MEAN) / _STD).transpose(2, 0, 1)
    half = CELL // 2
    frames = np.stack([planes, planes]).reshape(1, 2, 3, rows, 2, half, columns, 2, half)
    patches = frames.transpose(0, 3, 6, 4, 7, 2, 1, 5, 8).reshape(rows * columns * 4, -1)
    return np.ascontiguousarray(patches), (1, rows * 2, columns * 2)


def _emit(text: str, on_token: OnToken | None) -> None:
    if text and on_token is not None:
        on_token(text)
