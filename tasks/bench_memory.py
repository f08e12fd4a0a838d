"""Holds the memory that an engine was predicted to take against the peak that a process of its own measured."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from llm.errors import EngineError
from llm.formats import CacheType, Placement
from llm.memory_need import cell_bytes, memory_need
from llm.model_file import read_pair
from tasks.models import ModelFiles

_CHUNK = 256
_MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is measured.

    Attributes:
        files: The model.
        name: What rows call it.
        context: Tokens that the KV cache holds.
        cache_type: Number format of the KV cache.
        placement: Where weights lie.
        image_tokens: Most tokens of a screenshot.
    """

    files: ModelFiles
    name: str
    context: int
    cache_type: CacheType
    placement: Placement
    image_tokens: int


def measure(cases: list[Case], *, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure on this machine, one process after another.

    Args:
        cases: What to measure.
        say: Is told what is done next.

    Returns:
        ``figures`` and ``rows``.

    Raises:
        EngineError: A process failed.
    """
    rows = []
    for case in cases:
        say(f"{case.name}, context {case.context}, cache {case.cache_type.name}")
        rows.append(_row(case))
    return {"figures": {"worst_error": max(abs(row["error"]) for row in rows)}, "rows": rows}


def _row(case: Case) -> dict[str, Any]:
    text, vision = read_pair(case.files.model, case.files.mmproj)
    found = _probed(case)
    need = memory_need(
        text,
        vision,
        context=case.context,
        chunk=_CHUNK,
        cache_type=case.cache_type,
        image_tokens=case.image_tokens,
        placement=case.placement,
    )
    # The first conversation's copy, and both pictures.
    width = text.number(f"{text.metadata['general.architecture']}.embedding_length")
    kept = found["cells"] * cell_bytes(text, case.cache_type) + 2 * 4 * found["image_cells"] * width
    predicted = max(need.total + kept, need.loading)
    return {
        "model": case.name,
        "context": case.context,
        "cache_type": case.cache_type.name,
        "mmap": case.placement.mmap,
        "repack": case.placement.repack,
        "weights_mb": round(need.weights / _MIB, 1),
        "cache_mb": round(need.cache / _MIB, 1),
        "compute_mb": round(need.compute / _MIB, 1),
        "kept_mb": round(kept / _MIB, 1),
        "loading_mb": round(need.loading / _MIB, 1),
        "predicted_mb": round(predicted / _MIB, 1),
        "measured_mb": round(found["peak"] / _MIB, 1),
        "error": round(predicted / found["peak"] - 1, 3),
    }


def _probed(case: Case) -> dict[str, int]:
    settings = {
        "model": str(case.files.model),
        "mmproj": str(case.files.mmproj),
        "context": case.context,
        "cache_type": case.cache_type.name,
        "image_tokens": case.image_tokens,
        "mmap": case.placement.mmap,
        "repack": case.placement.repack,
    }
    command = [sys.executable, "-m", "tasks.memory_probe"]
    ended = subprocess.run(command, input=json.dumps(settings), capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        last = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise EngineError(f"the process that measured {case.name} ended with {ended.returncode}: {last}")
    found: dict[str, int] = json.loads(ended.stdout)
    return found
