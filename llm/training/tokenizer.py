"""The embedded model's tokenizer: byte-level BPE whose words split alike wherever they stand.

A model that copies words from its prompt needs a word to have the same pieces at the start of a text field and after a
space, so the merges are made in three groups: pieces of bare words, every number of one to three digits, and last of
all the space in front of each piece.  The pre-tokenizer is GLM-4's, which llama.cpp knows as ``glm4``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from llm.convert import GLM4_PATTERN

SPECIAL = (
    "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>", "<|begin_of_image|>",
    "<|end_of_image|>", "<|image|>", "<|video|>", "<|begin_of_video|>", "<|end_of_video|>", "<think>", "</think>",
    "<answer>", "</answer>",
)  # fmt: skip
END_OF_TEXT = "<|endoftext|>"
SPACE = "Ġ"


def train_tokenizer(words: Iterable[str], marks: Iterable[str], pieces: int) -> Tokenizer:
    """Return a tokenizer.

    Args:
        words: Bare words, each in every spelling it is met in; they become pieces by frequency.
        marks: Runs of punctuation that are one token each, such as ``="``, without or with the space before them.
        pieces: About how many pieces of words there are.
    """
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=len(alphabet) + pieces, initial_alphabet=alphabet, show_progress=False)
    bare = Tokenizer(models.BPE())
    bare.pre_tokenizer = _byte_level()
    bare.train_from_iterator(words, trainer)
    vocabulary, merges = list(SPECIAL), _Merges(alphabet)
    for left, right in _merges_of(bare):
        merges.add(left, right)
    for number in range(10, 100):
        merges.add(str(number)[0], str(number)[1])
    for number in range(10):
        merges.add("0", str(number))
    for number in range(1000):
        digits = f"{number:03d}"
        merges.add(digits[:2], digits[2])
        merges.alternative(digits[0], digits[1:])
    for mark in marks:
        merges.spell(_to_bytes(mark))
    for piece in [piece for piece in merges.tokens if piece.isalpha() and SPACE not in piece]:
        merges.add(SPACE, piece)
    vocabulary += merges.tokens
    tokenizer = Tokenizer(
        models.BPE(vocab={token: i for i, token in enumerate(vocabulary)}, merges=merges.pairs, ignore_merges=False)
    )
    tokenizer.pre_tokenizer = _byte_level()
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer


class _Merges:
    """Merges in order of priority, and the tokens that they make."""

    def __init__(self, alphabet: Iterable[str]) -> None:
        self.tokens = sorted(alphabet)
        self.pairs: list[tuple[str, str]] = []
        self._known = set(self.tokens)

    def add(self, left: str, right: str) -> None:
        if left + right not in self._known:
            self._known.add(left + right)
            self.tokens.append(left + right)
            self.pairs.append((left, right))

    def alternative(self, left: str, right: str) -> None:
        """Let a token that exists be reached by another pair too."""
        self.pairs.append((left, right))

    def spell(self, text: str) -> None:
        for end in range(2, len(text) + 1):
            self.add(text[: end - 1], text[end - 1])


def _merges_of(tokenizer: Tokenizer) -> list[tuple[str, str]]:
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return [tuple(pair) if isinstance(pair, list) else tuple(pair.split(" ")) for pair in merges]


def _byte_level() -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(GLM4_PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )


def _to_bytes(text: str) -> str:
    return text.replace(" ", SPACE).replace("\n", "Ċ")
