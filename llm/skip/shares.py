"""How much of the work on a token each half of a layer is, by the weights that have to be read for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from llm.model_file import ModelFile
from llm.skip.half import Half, Mask, Part

_LAYER_TENSOR = re.compile(r"blk\.(\d+)\.(\w+)\.")
_KEPT = ("attn_k", "attn_v", "attn_norm")
"""Computed whatever is left out, so that the cache has keys and values of every layer."""


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Of one model.

    Attributes:
        choosing: Share of a generated token that each half is, the output layer included in the whole.
        reading: The same of a token that is only read: no logits are wanted after it.
    """

    choosing: dict[Half, float]
    reading: dict[Half, float]

    def choosing_without(self, mask: Mask) -> float:
        """Work on a token that is chosen without these halves, as a share of the work at full depth."""
        return 1 - sum(self.choosing[half] for half in mask)

    def reading_without(self, mask: Mask) -> float:
        """The same of a token that is only read."""
        return 1 - sum(self.reading[half] for half in mask)


def shares_of(file: ModelFile) -> Shares:
    """Read the shares off a model file's header; attention to what is in the cache is not counted."""
    saved: dict[Half, int] = {}
    whole = outputs = 0
    names = {tensor.name for tensor in file.tensors}
    for tensor in file.tensors:
        found = _LAYER_TENSOR.match(tensor.name)
        if found:
            whole += tensor.bytes
            if found[2] not in _KEPT:
                attention = found[2].startswith(("attn", "post_attention"))
                half = Half(int(found[1]), Part.ATTENTION if attention else Part.FEED_FORWARD)
                saved[half] = saved.get(half, 0) + tensor.bytes
        elif tensor.name == ("output.weight" if "output.weight" in names else "token_embd.weight"):
            outputs = tensor.bytes
    return Shares(
        choosing={half: size / (whole + outputs) for half, size in saved.items()},
        reading={half: size / whole for half, size in saved.items()},
    )
