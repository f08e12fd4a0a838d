"""Speed by depth and image budget at the shape of a large model, on random weights, against llama-cpp-python's `Llama`.

What such a model says means nothing, only how fast.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from llm import Drafts, Engine, ModelKind, Skipping, read_model_file
from llm.convert.random_checkpoint import CheckpointShape
from llm.convert.random_gguf import write_random_gguf
from llm.generation import Generation, GenerationOptions, Image, Segment, Text
from llm.skip.half import FULL_DEPTH, Half, Mask, Part
from llm.skip.half import layers as whole_layers
from llm.skip.plan import SkipLevel, TokenKind
from llm.skip.shares import shares_of
from tasks.skipping import full_depth_plan
from tasks.stock_llama import StockLlama

SHAPES = {"9b": CheckpointShape()}
"""Shapes by the name of the option; ``9b`` is that of GLM-4.1V-9B and AutoGLM-Phone-9B."""

BUDGETS = (64, 256)
"""Most tokens of the picture."""

_SHARES = (0.25, 0.4, 0.5)
_TOKENS = 6
_CONTEXT = 1024
_SCREEN = 2400, 1080


def shape_rows(
    shape: str,
    *,
    layers: int | None,
    threads: int | None,
    budgets: Sequence[int] = BUDGETS,
    sizes: CheckpointShape | None = None,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """Write a random model of a shape, and have it read a picture and say a few words, with more and more left out.

    Args:
        shape: A key of `SHAPES`.
        layers: Layers of the language model; None for as many as the shape has.
        threads: Most CPU threads, of both programs.
        budgets: Most tokens of the picture, by turns.
        sizes: Stands in for the shape, smaller.
        tell: Tells the person what is done.
    """
    wanted = sizes or SHAPES[shape]
    wanted = wanted if layers is None else replace(wanted, layers=layers)
    with tempfile.TemporaryDirectory(prefix="handroid-shape-") as folder:
        tell(f"writing {wanted.layers} layers in Q4_0")
        files = write_random_gguf(Path(folder), wanted)
        file = read_model_file(files.model, expect=ModelKind.TEXT)
        engine = Engine(
            files.model,
            files.mmproj,
            context=_CONTEXT,
            threads=threads,
            skip=Skipping.CALIBRATED,
            plan=full_depth_plan(file),
            drafts=Drafts.OFF,
        )
        shares = shares_of(file)
        rows: list[dict[str, Any]] = []
        with closing(engine):
            threads_used = engine.threads
            # Weights are read from the disk, and put in another order, when they are first used.
            engine.generate((Text(text="Open"),), GenerationOptions(max_tokens=2))
            for budget in budgets:
                for name, mask in _masks(wanted.layers).items():
                    tell(f"picture of {budget} tokens, without {name}")
                    level = SkipLevel(left_out=dict.fromkeys(TokenKind, mask))
                    engine.use_plan(replace(full_depth_plan(file), levels=(level,)))
                    said = engine.generate(_prompt(), GenerationOptions(max_tokens=1 + _TOKENS, image_tokens=budget))
                    rows.append({"left_out": name, **_row(said, budget, rows)})
                    rows[-1]["decode_bound"] = round(1 / shares.choosing_without(mask), 2)
        # One after the other: the two of them would not fit into memory together.
        with closing(StockLlama(files.model, files.mmproj, context=_CONTEXT, threads=threads_used)) as stock:
            stock.ask((Text(text="Open"),), image_tokens=budgets[0], max_tokens=2)
            stock_rows = [_stock_row(stock, budget, rows, tell) for budget in budgets]
    return {"figures": _figures(file.weight_bytes, wanted.layers, threads_used, rows), "rows": [*rows, *stock_rows]}


def _prompt() -> tuple[Segment, ...]:
    pixels = np.random.default_rng(1).integers(0, 256, (*_SCREEN, 3), dtype=np.uint8)
    return Text(text="<|user|>\n"), Image(pixels=pixels), Text(text="Open the settings\n<|assistant|>\n")


SHOWN = {
    "left_out": "without",
    "image_tokens": "picture",
    "prefill_s": "read, s",
    "first_token_s": "first, s",
    "token_ms": "token, ms",
    "prefill_ratio": "reads x",
    "decode_ratio": "says x",
    "first_token_against_llama": "first, of Llama's",
    "decode_against_llama": "says, of Llama's",
}
"""Columns that fit on a screen, and what they are called there."""


def _masks(count: int) -> dict[str, Mask]:
    """More and more of the layers in the middle, and one half of each of those of the middle half."""
    found = {"nothing": FULL_DEPTH}
    for share in _SHARES:
        number = max(1, round(share * count))
        start = (count - number) // 2
        found[f"{number} layers"] = whole_layers(range(start, start + number))
    middle = range(count // 4, max(count // 4 + 1, count - count // 4 - 1))
    found[f"attention of {len(middle)}"] = frozenset(Half(layer, Part.ATTENTION) for layer in middle)
    found[f"feed-forward of {len(middle)}"] = frozenset(Half(layer, Part.FEED_FORWARD) for layer in middle)
    return found


def _row(said: Generation, budget: int, before: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Seconds of one answer; the picture is encoded once for each budget, which every row counts in."""
    same = [row for row in before if row["image_budget"] == budget]
    seconds = said.seconds
    encode = same[0]["encode_s"] if same else seconds.image_encode
    row = {
        "image_budget": budget,
        "image_tokens": said.tokens.image,
        "encode_s": round(encode, 3),
        "prefill_s": round(seconds.image_prefill + seconds.text_prefill, 3),
        "first_token_s": round(seconds.first_token + (encode - seconds.image_encode), 3),
        "token_ms": round(1000 * seconds.decode / max(1, said.tokens.generated - 1), 1),
    }
    full = same[0] if same else row
    return row | {
        "prefill_ratio": round(full["prefill_s"] / row["prefill_s"], 2),
        "decode_ratio": round(full["token_ms"] / row["token_ms"], 2),
    }


def _stock_row(
    stock: StockLlama, budget: int, rows: list[dict[str, Any]], tell: Callable[[str], None]
) -> dict[str, Any]:
    """`Llama` on the same prompt; how the rows compare with it is written into them."""
    tell(f"picture of {budget} tokens, Llama with its chat handler")
    answer = stock.ask(_prompt(), image_tokens=budget, max_tokens=1 + _TOKENS)
    first, token = answer.first_token, 1000 * answer.token
    for row in rows:
        if row["image_budget"] == budget:
            row["first_token_against_llama"] = round(first / row["first_token_s"], 2)
            row["decode_against_llama"] = round(token / row["token_ms"], 2)
    return dict.fromkeys(rows[0]) | {
        "left_out": "Llama",
        "image_budget": budget,
        "first_token_s": round(first, 3),
        "token_ms": round(token, 1),
    }


def _figures(weight_bytes: int, layers: int, threads: int, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "shape_layers": layers,
        "weights_gb": round(weight_bytes / 1e9, 2),
        "threads": threads,
        "first_token_against_llama": rows[0]["first_token_against_llama"],
        "decode_against_llama": rows[0]["decode_against_llama"],
    }
