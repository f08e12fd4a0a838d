"""Measures one engine's peak of resident memory; runs in a process of its own, as peaks only ever grow.

``python -m tasks.memory_probe`` reads one JSON object of settings from stdin and writes one with bytes to stdout.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from llm.bindings import library
from llm.engine import Engine
from llm.formats import CacheType, Placement
from llm.generation import GenerationOptions, Image, Segment, Text

_STATUS = Path("/proc/self/status")
_WORDS = " Settings row and more words than a chunk of the prompt holds"


def resident(name: str) -> int:
    """Bytes of resident memory: now (``VmRSS``) or the most ever (``VmHWM``); proc_pid_status(5)."""
    for line in _STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise OSError(f"{_STATUS} has no line {name}")


def probe(
    *,
    model: str,
    mmproj: str,
    context: int,
    cache_type: str,
    image_tokens: int,
    mmap: bool = True,
    repack: bool = True,
) -> dict[str, int]:
    """Open an engine and have it go on with two conversations by turns, of a screenshot and two chunks of text each.

    Returns:
        ``peak``: bytes above those of the process before; ``cells``: that each conversation took; ``threads``.
    """
    library()
    before = resident("VmRSS")
    engine = Engine(
        model,
        mmproj,
        context=context,
        cache_type=CacheType[cache_type],
        image_tokens=image_tokens,
        placement=Placement(mmap=mmap, repack=repack),
    )
    text = _WORDS
    while len(engine.tokenize(text)) < 2 * 256:
        text += _WORDS
    random = np.random.default_rng(0)
    for number in (1, 2):
        pixels = random.integers(0, 256, (2400, 1080, 3), dtype=np.uint8)
        prompt: tuple[Segment, ...] = (Text(text=f" Conversation {number}"), Image(pixels=pixels), Text(text=text))
        tokens = engine.generate(prompt, GenerationOptions(max_tokens=4)).tokens
    peak = resident("VmHWM") - before
    threads = engine.threads
    engine.close()
    return {
        "peak": peak,
        "cells": tokens.cached + tokens.text + tokens.image + tokens.generated,
        "image_cells": tokens.image,
        "threads": threads,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(probe(**json.load(sys.stdin))))
