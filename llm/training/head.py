"""An output layer whose rows are a linear map of the input embeddings, so that any word can be said that can be read.

Trained freely, the output rows of words that are seldom wanted are pushed down by every other answer, and a model that
attends to such a word in its prompt can't write it any more.  Here all words share one map from the embedding; only the
few tokens of the answers' fixed parts have rows of their own on top.
"""

from __future__ import annotations

import torch
from torch import nn
from transformers import Glm4vForConditionalGeneration


class SharedHead(nn.Module):
    """Stands in for ``lm_head`` during training.

    Args:
        embeddings: The input embeddings; of their rows the first half is read, and none is trained through the output.
        own: Tokens with rows of their own.
    """

    def __init__(self, embeddings: nn.Embedding, own: torch.Tensor) -> None:
        super().__init__()
        hidden = embeddings.embedding_dim
        self._embeddings = [embeddings]
        self.map = nn.Parameter(torch.zeros(hidden, hidden // 2))
        self.bias = nn.Parameter(torch.zeros(hidden))
        self.rows = nn.Parameter(torch.zeros(len(own), hidden))
        self.register_buffer("own", own)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return logits, shape (..., vocabulary), of states of shape (..., hidden)."""
        embedding = self._embeddings[0].weight.detach()[:, : self.map.shape[1]]
        logits = (hidden @ self.map) @ embedding.T + (hidden @ self.bias)[..., None]
        return logits.index_add(-1, self.own, hidden @ self.rows.T)

    @torch.no_grad()
    def weight(self) -> torch.Tensor:
        """Return the plain output matrix, shape (vocabulary, hidden), that computes the same."""
        embedding = self._embeddings[0].weight[:, : self.map.shape[1]]
        return (embedding @ self.map.T + self.bias).index_add(0, self.own, self.rows)


def share_head(model: Glm4vForConditionalGeneration, own: torch.Tensor) -> SharedHead:
    """Put a `SharedHead` in the place of the model's output layer, as near to it as a map of the embeddings can be."""
    embeddings = model.model.language_model.embed_tokens
    head = SharedHead(embeddings, own)
    with torch.no_grad():
        read = embeddings.weight[:, : head.map.shape[1]]
        head.map.copy_(torch.linalg.lstsq(read, model.lm_head.weight).solution.T)
    model.lm_head = head
    return head


@torch.no_grad()
def recover_head(model: Glm4vForConditionalGeneration, own: torch.Tensor) -> SharedHead:
    """Put the `SharedHead` in the place of a plain output layer that `plain_head` made of one, with the same `own`."""
    embeddings = model.model.language_model.embed_tokens
    head = SharedHead(embeddings, own)
    read = embeddings.weight[:, : head.map.shape[1]]
    read = torch.cat([read, torch.ones(len(read), 1)], dim=1)
    shared = torch.ones(len(read), dtype=torch.bool)
    shared[own] = False
    solution = torch.linalg.lstsq(read[shared], model.lm_head.weight[shared]).solution
    head.map.copy_(solution[:-1].T)
    head.bias.copy_(solution[-1])
    head.rows.copy_((model.lm_head.weight - read @ solution)[own])
    model.lm_head = head
    return head


@torch.no_grad()
def plain_head(model: Glm4vForConditionalGeneration) -> None:
    """Put a plain output layer in the place of a `SharedHead`: what is saved, converted and run."""
    weight = model.lm_head.weight()
    model.lm_head = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    model.lm_head.weight.copy_(weight)
