"""Turns a byte-level BPE tokenizer.json into the tokenizer keys of a GGUF file.

llama.cpp has the pre-tokenizer's regular expression built in and picks it by name (``tokenizer.ggml.pre``;
llama-vocab.cpp: "chatglm-bpe" and "glm4" are one expression and differ in ``ignore_merges``), so a tokenizer with
another expression would silently give other tokens: it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from llm.errors import ConversionError

GLM4_PATTERN = (
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
    r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""The pre-tokenizer expression of GLM-4 as llama.cpp writes it (llama-vocab.cpp, LLAMA_VOCAB_PRE_TYPE_CHATGLM4)."""

_PUBLISHED_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
    r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""The same as the published GLM-4 tokenizers write it."""


class TokenType(IntEnum):
    """Values of ``tokenizer.ggml.token_type`` (llama.h, enum llama_token_type)."""

    NORMAL = 1
    CONTROL = 3
    USER_DEFINED = 4
    UNUSED = 5


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What a GGUF file says of its tokenizer; lists are indexed by token id.

    Attributes:
        pre: Name of the pre-tokenizer.
        tokens: Token texts in the byte-level alphabet; those of added tokens as they are.
        types: Kind of each token.
        merges: BPE merges in order of rank, the two sides parted by a space.
    """

    pre: str
    tokens: tuple[str, ...]
    types: tuple[TokenType, ...]
    merges: tuple[str, ...]

    def find(self, token: str) -> int | None:
        """The id of an added token, or None."""
        return self.tokens.index(token) if token in self.tokens else None


def read_vocabulary(tokenizer: dict[str, Any], *, size: int) -> Vocabulary:
    """Read a tokenizer.json.

    Args:
        tokenizer: The file's content.
        size: Rows of the embedding matrix; ids that the tokenizer does not use are filled up.

    Raises:
        ConversionError: It is no byte-level BPE tokenizer with GLM-4's pre-tokenizer, or larger than the embedding.
    """
    model = tokenizer.get("model", {})
    if model.get("type") != "BPE":
        raise ConversionError(f"tokenizer.json holds a {model.get('type')} model, only BPE can be converted")
    if tokenizer.get("normalizer") is not None:
        raise ConversionError("tokenizer.json has a normalizer, which llama.cpp would not apply: train without one")
    _check_pre_tokenizer(tokenizer.get("pre_tokenizer") or {})

    texts: dict[int, str] = {int(index): text for text, index in model["vocab"].items()}
    types = dict.fromkeys(texts, TokenType.NORMAL)
    for added in tokenizer.get("added_tokens", []):
        texts[added["id"]] = added["content"]
        types[added["id"]] = TokenType.CONTROL if added["special"] else TokenType.USER_DEFINED
    if texts and max(texts) >= size:
        raise ConversionError(f"the tokenizer has ids up to {max(texts)}, the model's embedding only {size} rows")
    return Vocabulary(
        pre="glm4" if model.get("ignore_merges") else "chatglm-bpe",
        tokens=tuple(texts.get(index, f"[PAD{index}]") for index in range(size)),
        types=tuple(types.get(index, TokenType.UNUSED) for index in range(size)),
        merges=tuple(merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]),
    )


def _check_pre_tokenizer(pre_tokenizer: dict[str, Any]) -> None:
    parts = pre_tokenizer.get("pretokenizers", [pre_tokenizer])
    split = next((part for part in parts if part.get("type") == "Split"), None)
    pattern = split.get("pattern", {}).get("Regex") if split else None
    if split is None or pattern not in (GLM4_PATTERN, _PUBLISHED_PATTERN) or split.get("behavior") != "Isolated":
        raise ConversionError(
            f"tokenizer.json splits text by {pattern!r}, llama.cpp's GLM-4 pre-tokenizer by another expression: "
            "train the tokenizer with llm.convert.GLM4_PATTERN"
        )
    level = next((part for part in parts if part.get("type") == "ByteLevel"), None)
    if level is None or level.get("add_prefix_space") or level.get("use_regex"):
        raise ConversionError(
            "tokenizer.json needs a ByteLevel pre-tokenizer without prefix space and regular expression"
        )
