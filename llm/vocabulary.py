"""The tokens of a loaded model: text to token ids and back."""

from __future__ import annotations

import ctypes

from llm.bindings import Library
from llm.errors import EngineError


class Vocabulary:
    """Of one model.

    Args:
        library: The loaded bindings.
        model: Pointer to the model, which must outlive this.

    Attributes:
        pointer: To llama.cpp's vocabulary.
        size: How many tokens there are.
    """

    def __init__(self, library: Library, model: int) -> None:
        self._library, self._llama = library, library.llama
        self.pointer: int = self._llama.llama_model_get_vocab(model)
        self.size = int(self._llama.llama_vocab_n_tokens(self.pointer))
        self._piece_buffer = ctypes.create_string_buffer(256)

    def tokenize(self, text: str) -> tuple[int, ...]:
        """Token ids of `text`; special tokens written in it are honoured, none are added."""
        data = text.encode("utf-8", errors="replace")
        tokens = (ctypes.c_int32 * (len(data) + 1))()
        count = self._llama.llama_tokenize(self.pointer, data, len(data), tokens, len(tokens), False, True)
        if count < 0:
            raise EngineError(f"llama.cpp cannot tokenize a text of {len(data)} bytes: {self._library.log.take()}")
        return tuple(tokens[:count])

    def piece(self, token: int) -> bytes:
        """The bytes that `token` stands for, special tokens written out."""
        size = self._llama.llama_token_to_piece(self.pointer, token, self._piece_buffer, 256, 0, True)
        if size >= 0:
            return self._piece_buffer.raw[:size]
        buffer = ctypes.create_string_buffer(-size)
        self._llama.llama_token_to_piece(self.pointer, token, buffer, -size, 0, True)
        return buffer.raw

    def ends(self, token: int) -> bool:
        """Whether `token` ends the model's turn."""
        return bool(self._llama.llama_vocab_is_eog(self.pointer, token))

    @property
    def end_token(self) -> int:
        """A token that ends the model's turn."""
        return int(self._llama.llama_vocab_eos(self.pointer))
