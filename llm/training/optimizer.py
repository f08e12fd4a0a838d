"""How weights are changed: Muon for the matrices of the language model's layers, AdamW for everything else.

Muon (Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024) takes a matrix's momentum to the
nearest matrix of orthonormal rows or columns, so that no direction is learnt slowly because others dominate.  With the
root mean square of AdamW's steps (Liu et al., "Muon is Scalable for LLM Training", 2025) both take one learning rate.
The scales of the layers' norms start small by design (`llm.training.circuit`) and may grow three times as fast.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

NORM_RATE = 3.0
"""Learning rate of the norms' scales, as a multiple of that of the others."""
DECAY = 0.01


class Optimizer:
    """Both optimizers as one.

    Args:
        model: A GLM-4V; parameters named as transformers names them.
    """

    def __init__(self, model: nn.Module) -> None:
        matrices, norms, others = [], [], []
        for name, parameter in model.named_parameters():
            if "language_model.layers" in name and parameter.ndim == 2:
                matrices.append(parameter)
            elif "language_model" in name and "norm" in name:
                norms.append(parameter)
            else:
                others.append(parameter)
        groups = [{"params": others}, {"params": norms, "weight_decay": 0.0}]
        self._factors = (1.0, 1.0, NORM_RATE)
        self._parts: tuple[torch.optim.Optimizer, ...] = (
            torch.optim.Muon(matrices, weight_decay=DECAY, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=DECAY),
        )

    def step(self, rate: float) -> None:
        """Change the weights by their gradients with the learning rate `rate`, and forget the gradients."""
        groups = [group for part in self._parts for group in part.param_groups]
        for group, factor in zip(groups, self._factors, strict=True):
            group["lr"] = rate * factor
        for part in self._parts:
            part.step()
            part.zero_grad()

    def state_dict(self) -> list[dict[str, Any]]:
        """Return what `load_state_dict` takes."""
        return [part.state_dict() for part in self._parts]

    def load_state_dict(self, states: list[dict[str, Any]]) -> None:
        """Go on where another one was."""
        for part, state in zip(self._parts, states, strict=True):
            part.load_state_dict(state)
