"""Speed by depth at the shape of a large model, on random weights: what is said means nothing, only how fast."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from llm import Drafts, Engine, ModelKind, Skipping, read_model_file
from llm.accounting import Account
from llm.answering import Borrowed
from llm.convert.random_checkpoint import CheckpointShape
from llm.convert.random_gguf import write_random_gguf
from llm.generation import Text
from llm.skip.half import FULL_DEPTH, Half, Mask, Part
from llm.skip.half import layers as whole_layers
from llm.skip.shares import shares_of
from tasks.skipping import full_depth_plan

SHAPES = {"9b": CheckpointShape()}
"""Shapes by the name of the option; ``9b`` is that of GLM-4.1V-9B and AutoGLM-Phone-9B."""

_PROMPT = 32
_TOKENS = 4
_ROUNDS = 2


def shape_rows(shape: str, *, layers: int | None, threads: int | None, tell: Callable[[str], None]) -> dict[str, Any]:
    """Write a random model of a shape, and measure prefill and decode with more and more layers left out.

    Args:
        shape: A key of `SHAPES`.
        layers: Layers of the language model; None for as many as the shape has.
        threads: Most CPU threads.
        tell: Tells the person what is done.
    """
    wanted = SHAPES[shape] if layers is None else replace(SHAPES[shape], layers=layers)
    with tempfile.TemporaryDirectory(prefix="handroid-shape-") as folder:
        tell(f"writing {wanted.layers} layers in Q4_0")
        path = write_random_gguf(Path(folder), replace(wanted, vision_layers=1)).model
        file = read_model_file(path, expect=ModelKind.TEXT)
        engine = Engine(
            path,
            context=512,
            threads=threads,
            chunk=_PROMPT,
            skip=Skipping.CALIBRATED,
            plan=full_depth_plan(file),
            drafts=Drafts.OFF,
        )
        with closing(engine), engine.borrow() as parts:
            shares = shares_of(file)
            rows = []
            for name, mask in _masks(wanted.layers).items():
                tell(f"measuring {name}")
                times = _times(parts, mask)
                rows.append(
                    {
                        "left_out": name,
                        "prefill_ratio": round(times["prefill"], 3),
                        "prefill_bound": round(1 / shares.reading_without(mask), 3),
                        "decode_ratio": round(times["decode"], 3),
                        "decode_bound": round(1 / shares.choosing_without(mask), 3),
                        "milliseconds_a_token": round(times["token"] * 1000, 1),
                    }
                )
    return {"figures": {"shape_layers": wanted.layers, "weights_gb": round(file.weight_bytes / 1e9, 2)}, "rows": rows}


def _masks(count: int) -> dict[str, Mask]:
    """More and more of the layers in the middle, and one half of each of them."""
    found = {"nothing": FULL_DEPTH}
    for share in (0.1, 0.2, 0.3, 0.4, 0.5):
        number = round(share * count)
        start = (count - number) // 2
        found[f"{number} layers"] = whole_layers(range(start, start + number))
    middle = range(1, count - 1)
    found[f"attention of {len(middle)}"] = frozenset(Half(layer, Part.ATTENTION) for layer in middle)
    found[f"feed-forward of {len(middle)}"] = frozenset(Half(layer, Part.FEED_FORWARD) for layer in middle)
    return found


def _times(parts: Borrowed, mask: Mask) -> dict[str, float]:
    """Full depth over `mask` for a prompt and for a token, by turns, and a token's seconds at `mask`."""
    prefill: list[float] = []
    decode: list[float] = []
    tokens: list[float] = []
    prompt = parts.plan((Text(text="Open the settings. " * 20),))
    for _ in range(_ROUNDS):
        seconds: dict[bool, tuple[float, float]] = {}
        for shallow in (False, True):
            parts.session.read_at(lambda _kind, left_out=mask if shallow else FULL_DEPTH: left_out)  # type: ignore[misc]
            parts.session.forget()
            began = time.perf_counter()
            parts.session.bring_to(prompt, Account())
            read = time.perf_counter() - began
            parts.context.leave_out(mask if shallow else FULL_DEPTH)
            each = [parts.session.advance((token,)) for token in range(40, 40 + _TOKENS)]
            seconds[shallow] = read, median(each)
        prefill.append(seconds[False][0] / seconds[True][0])
        decode.append(seconds[False][1] / seconds[True][1])
        tokens.append(seconds[True][1])
    return {"prefill": median(prefill), "decode": median(decode), "token": median(tokens)}
