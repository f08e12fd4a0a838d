"""A copying circuit planted into the untrained model, without which two processor cores don't find one in days.

Layer 0 looks back through the rotated part of its query and key biases alone: head 0 at the token before, head 1 at the
two to four tokens before, head 2 at the one to three tokens before.  Each writes what it saw into a place of its own in
the residual stream.  Layer 1, head 0 finds the positions whose previous token is the current one and that were reached
by like tokens, prefers the nearest of them through two slow pairs of the rotated part, and writes the token that stands
there where the output matrix reads it.  Spellings of one word share most of their embedding, so that "Dark", "dark" and
" Dark" match.  Everything else starts random, and all of it is trained.

The circuit is the induction head of Olsson et al., "In-context Learning and Induction Heads", 2022, written down by
hand and widened from one token of context to four, because every line of a list has the same brackets and commas.
"""

from __future__ import annotations

import math

import torch
from tokenizers import Tokenizer
from transformers import Glm4vForConditionalGeneration

from llm.training.model import Shape

SHARED = 0.75
"""Part of an embedding's variance that spellings of one word have in common."""
ALIKE = {"=[": "[", "Ġ[": "["}
"""Tokens that open what is copied, and the token they count as."""
SEEN = 24
"""Dimensions in which a token seen by looking back is written down."""
EXACT, AROUND = 9.0, 18.0
"""Weight of the token before, and of the tokens around it, when positions are compared."""
NEAR = {4: 4.0, 5: 6.0}
"""Strength of the rotary pairs that measure distance; their cosines fall over 314 and 993 tokens."""
EXACT_PAIRS, WINDOW_PAIRS = {0: 11.0, 1: 11.0, 2: 11.0}, {1: 7.0, 2: 9.0, 3: 9.0}
"""Strength of the rotary pairs that single out one distance, and a few neighbouring ones."""


@torch.no_grad()
def plant_copying(
    model: Glm4vForConditionalGeneration, shape: Shape, tokenizer: Tokenizer, generator: torch.Generator
) -> None:
    """Write the circuit into `model`.

    The residual stream is laid out as [0, H/2) the token itself, then `SEEN` dimensions each for the token before, the
    tokens before that one, and the tokens before the current one, then what the output matrix reads.
    """
    text, half, head, rotary = model.model.language_model, shape.hidden // 2, shape.head, shape.rotary
    before, around, here, out = half, half + SEEN, half + 2 * SEEN, half + 3 * SEEN
    read = shape.hidden - out
    embedding = _embeddings(tokenizer, half, generator) * math.sqrt(shape.hidden / half)
    reader = torch.linalg.qr(torch.randn(half, half, generator=generator))[0][:head]
    text.embed_tokens.weight.zero_()
    text.embed_tokens.weight[:, :half] = embedding
    model.lm_head.weight.normal_(0, 0.01, generator=generator)
    model.lm_head.weight[:, out:] += 0.06 * embedding @ reader[:read].T
    for layer in text.layers:
        layer.post_mlp_layernorm.weight.fill_(0.15)
        layer.post_self_attn_layernorm.weight.fill_(0.5)
    back, match = text.layers[0].self_attn, text.layers[1].self_attn
    for attention, queries, values in ((back, 3, 2), (match, 1, 1)):
        attention.q_proj.weight[: queries * head].zero_()
        attention.q_proj.bias[: queries * head].zero_()
        attention.k_proj.weight[: values * head].zero_()
        attention.k_proj.bias[: values * head].zero_()
        attention.v_proj.weight[: values * head].zero_()
        attention.o_proj.weight[:, : queries * head] = 0
        attention.o_proj.weight[:, queries * head :] *= 0.05
        for value in range(values):
            attention.v_proj.weight[value * head : (value + 1) * head, :half] = reader
    for key in range(2):
        for pair in range(rotary // 2):
            back.k_proj.bias[key * head + 2 * pair] = 9.0
    for query, distance, strengths, place in (
        (0, 1.0, EXACT_PAIRS, before),
        (1, 3.0, WINDOW_PAIRS, around),
        (2, 2.0, WINDOW_PAIRS, here),
    ):
        for pair, strength in strengths.items():
            angle = -distance * 10000.0 ** (-2 * pair / rotary)
            back.q_proj.bias[query * head + 2 * pair] = strength * math.cos(angle)
            back.q_proj.bias[query * head + 2 * pair + 1] = strength * math.sin(angle)
        back.o_proj.weight[place : place + SEEN, query * head : query * head + SEEN] = torch.eye(SEEN)
    exact, near = slice(rotary, rotary + SEEN), slice(rotary + SEEN, rotary + 2 * SEEN)
    match.q_proj.weight[exact, :half] = EXACT * reader[:SEEN]
    match.k_proj.weight[exact, before : before + SEEN] = torch.eye(SEEN)
    match.q_proj.weight[near, here : here + SEEN] = AROUND * torch.eye(SEEN)
    match.k_proj.weight[near, around : around + SEEN] = torch.eye(SEEN)
    for pair, strength in NEAR.items():
        match.q_proj.bias[2 * pair] = strength
        match.k_proj.bias[2 * pair] = strength
    match.o_proj.weight[out:, :read] = torch.eye(read)


def _embeddings(tokenizer: Tokenizer, width: int, generator: torch.Generator) -> torch.Tensor:
    """Return random embeddings of unit variance in which spellings of one word are alike."""
    count = tokenizer.get_vocab_size()
    own = torch.randn(count, width, generator=generator)
    kinds: dict[str, int] = {}
    kind_of = torch.empty(count, dtype=torch.long)
    for index in range(count):
        token = tokenizer.id_to_token(index) or ""
        word = token.lstrip("Ġ")
        spelling = ALIKE.get(token) or (word.lower() if word.isalpha() else token)
        kind_of[index] = kinds.setdefault(spelling, len(kinds))
    shared = torch.randn(len(kinds), width, generator=generator)[kind_of]
    return math.sqrt(SHARED) * shared + math.sqrt(1 - SHARED) * own
