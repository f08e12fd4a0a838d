"""A language model and its KV cache in llama.cpp: load, tokenize, decode, cut, read logits.

Positions are given by the caller and never shifted.  A decode takes at most ``chunk`` tokens, which is also the size of
llama.cpp's micro batch, so that a stopped decode leaves nothing half done that cutting to the position before would not
undo.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from llm.batch import SEQUENCE, Batch
from llm.bindings import AbortFlag, Library
from llm.embedding_table import EmbeddingTable
from llm.errors import EngineError
from llm.formats import ON_PROCESSOR, CacheType, FlashAttention, Placement
from llm.plain_kernels import PlainKernels
from llm.skip.half import FULL_DEPTH, Mask
from llm.skip.skipper import Skipper
from llm.vocabulary import Vocabulary
from llm.weights import load_model

_ABORTED = 2
"""What llama_decode gives after its abort callback has said so (llama.h)."""

_NO_SLOT = 1
"""What llama_decode gives where the KV cache has no room (llama.h)."""

_MROPE_PARTS = 4

_TILE = 64
"""GGML_FA_TILE_Q (ggml-cpu/common.h)."""

MOST_ROWS = 16
"""Tokens of one decode whose logits can be had: a batch of drafts is checked at once.  Each takes 600 kB with GLM's
vocabulary, so that those of a whole chunk would take as much as the KV cache."""

_UNSPLIT = 256
"""Cells up to which llama.cpp, which counts in steps of 256, attends to fewer than 512."""


class Decoded(Enum):
    """How a decode ended."""

    DONE = "done"
    ABORTED = "aborted"


class Depth(Enum):
    """Whether parts of layers can be left out, see `llm.skip`."""

    FIXED = "fixed"
    VARIABLE = "variable"


class Context:
    """A loaded model with one sequence.

    Args:
        library: The loaded bindings.
        path: The GGUF file; it was checked before.
        size: Cells of the KV cache.
        chunk: Most tokens per decode.
        threads: CPU threads.
        cache_type: Number format of the KV cache; `CacheType.Q8_0` needs flash attention.
        flash_attention: Whether attention runs fused.
        abort: Flag that stops a running decode.
        depth: Whether parts of layers can be left out.
        placement: Where the weights lie.

    Attributes:
        model: Pointer to the model.
        vocabulary: Its tokens.
        size: Cells of the KV cache, as llama.cpp rounded them up.
        chunk: Most tokens per decode.
        mrope: Whether positions have several parts, as models that see need them.
        table: The embeddings of tokens, where they can be decoded together with pictures; None where not.
        threads: CPU threads of the next decode.
        is_whole: Whether the next decode computes every layer.

    Raises:
        EngineError: llama.cpp could not load the model or make the context.
    """

    def __init__(
        self,
        library: Library,
        path: Path,
        *,
        size: int,
        chunk: int,
        threads: int,
        cache_type: CacheType,
        flash_attention: FlashAttention,
        abort: AbortFlag,
        depth: Depth = Depth.FIXED,
        placement: Placement = ON_PROCESSOR,
    ) -> None:
        self._library = library
        self._llama = library.llama
        self.chunk = chunk
        self._flash_attention, self._cache_type, self.threads = flash_attention, cache_type, threads
        self._on_gpu = placement.gpu_layers != 0
        self._context: int | None = None
        library.log.take()
        self.model = load_model(library, path, placement, size=path.stat().st_size)
        self.vocabulary = Vocabulary(library, self.model)
        self.embedding_size = int(self._llama.llama_model_n_embd_inp(self.model))
        self.layers = int(self._llama.llama_model_n_layer(self.model))
        self._skipper = Skipper(library, self.layers, on_gpu=self._on_gpu) if depth is Depth.VARIABLE else None
        self.is_whole = True
        try:
            self._context = self._make_context(size, threads, cache_type, flash_attention)
        except BaseException:
            self.close()
            raise
        self.size = int(self._llama.llama_n_ctx(self._context))
        fused_floats = flash_attention is FlashAttention.ON and cache_type is not CacheType.Q8_0
        self._plain = PlainKernels(library, self._context) if fused_floats and not self._on_gpu else None
        self._llama.llama_set_abort_callback(self._context, library.abort_check, ctypes.c_void_p(abort.address))
        self._memory = self._llama.llama_get_memory(self._context)
        self.mrope = int(self._llama.llama_model_rope_type(self.model)) in (
            self._llama.LLAMA_ROPE_TYPE_MROPE,
            self._llama.LLAMA_ROPE_TYPE_IMROPE,
        )
        self.table: EmbeddingTable | None = None
        self._batch = Batch(self._llama, chunk)
        prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32)
        self._logits_address = prototype(("llama_get_logits_ith", self._llama._lib))
        self._row: tuple[int, NDArray[np.float32]] = 0, np.zeros(0, dtype=np.float32)
        if self._skipper is not None:
            self._skipper.attach(self._context)
            self._look_at_graph()

    def _make_context(self, size: int, threads: int, cache_type: CacheType, flash_attention: FlashAttention) -> int:
        params = self._llama.llama_context_default_params()
        params.n_ctx, params.n_batch, params.n_ubatch, params.n_seq_max = size, self.chunk, self.chunk, 1
        params.n_outputs_max = min(self.chunk, MOST_ROWS)
        params.n_threads = params.n_threads_batch = threads
        params.type_k = params.type_v = int(cache_type)
        params.flash_attn_type = int(flash_attention)
        params.offload_kqv = params.op_offload = self._on_gpu
        if self._skipper is not None:
            params.cb_eval = self._skipper.callback
        context = self._llama.llama_init_from_model(self.model, params)
        if not context:
            raise EngineError(f"llama.cpp cannot make a context of {size} tokens: {self._library.log.take()}")
        return int(context)

    @property
    def least_part(self) -> int:
        """Tokens below which a decode is computed in another way, so that its numbers differ in the last places.

        Fused attention on the CPU works on tiles of 64 queries where there are as many, and query by query below
        (ggml-cpu/ops.cpp, GGML_FA_TILE_Q).  Which tokens share a decode is of no consequence otherwise.
        """
        return _TILE if self._flash_attention is FlashAttention.ON else 1

    @property
    def same_kernels(self) -> int:
        """Cells up to which a single token is computed as it is among others, so that its numbers are the same.

        Fused attention on the CPU takes each query for itself. But it shares the cells of a single query out among
        threads, and adds the parts up in another order, where there are 512 of them or more, in steps of 256, and they
        are not quantised (ggml-cpu/ops.cpp), unless `PlainKernels` keep it from that. Attention that is written out
        multiplies a single query by another kernel than several: the difference is lost in rounding most of the time,
        not always. Of GPUs nothing is known.
        """
        if self._flash_attention is FlashAttention.OFF or self._on_gpu:
            return 0
        unsplit = self._plain is None or self._plain.available or self.threads == 1
        return self.size if unsplit else _UNSPLIT

    def save(self) -> NDArray[np.uint8]:
        """A copy of the KV cache's cells, keys and values and positions."""
        size = int(self._llama.llama_state_seq_get_size(self._context, SEQUENCE))
        data = np.empty(size, dtype=np.uint8)
        written = int(
            self._llama.llama_state_seq_get_data(
                self._context, data.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8)), size, SEQUENCE
            )
        )
        if written != size:
            raise EngineError(f"llama.cpp copied {written} of {size} bytes of its cache")
        return data

    def load(self, data: NDArray[np.uint8]) -> None:
        """Put a copy that `save` made into the empty cache."""
        read = int(
            self._llama.llama_state_seq_set_data(
                self._context, data.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8)), len(data), SEQUENCE
            )
        )
        if read != len(data):
            raise EngineError(f"llama.cpp took {read} of {len(data)} bytes of its cache back")

    def set_threads(self, threads: int) -> None:
        """Use this many CPU threads from the next decode on."""
        self.threads = threads
        self._llama.llama_set_n_threads(self._context, threads, threads)

    @property
    def skipping_problem(self) -> str:
        """Why no part of a layer can be left out; empty where it can."""
        if self._skipper is None:
            return "the context was made for full depth alone"
        return self._skipper.problem

    def leave_out(self, mask: Mask) -> None:
        """Compute without these halves of layers from the next decode on; everything where that cannot be done.

        Keys and values of every layer are written whatever is left out.
        """
        if self._skipper is not None:
            mask = mask if not self._skipper.problem else FULL_DEPTH
            self.is_whole = mask == FULL_DEPTH
            self._skipper.want(mask)

    def decode_tokens(self, tokens: Sequence[int], position: int, *, logits: int) -> Decoded:
        """Decode at most `chunk` tokens from `position` on.

        Args:
            tokens: What to decode.
            position: Of the first.
            logits: After how many of them, the last ones, logits are wanted; at most `MOST_ROWS`.
        """
        if logits == 0 and len(tokens) == 1 and self._skipper is not None and self._skipper.can_stop_early:
            # The graph of a token after which one is chosen, with its end left out: another would have to be built.
            return self._decode(self._batch.of_tokens(tokens, position, logits=1), choosing=False)
        return self._decode(self._batch.of_tokens(tokens, position, logits=logits))

    def decode_embeddings(
        self, embeddings: NDArray[np.float32], positions: NDArray[np.int32], *, logits: int = 0
    ) -> Decoded:
        """Decode at most `chunk` embeddings.

        Args:
            embeddings: Contiguous, shape (tokens, embedding size).
            positions: Shape (4, tokens): time, row, column and 0 (M-RoPE), or (1, tokens) for other models.
            logits: After how many of them, the last ones, logits are wanted; at most `MOST_ROWS`.
        """
        return self._decode(self._batch.of_embeddings(embeddings, positions, logits=logits))

    def _decode(self, batch: Any, *, choosing: bool = True) -> Decoded:
        if self._plain is not None:
            self._plain.use(batch.n_tokens < _TILE and self.threads > 1)
        if self._skipper is None:
            status = self._llama.llama_decode(self._context, batch)
        else:
            self._skipper.before_decode(choosing=choosing)
            status = self._llama.llama_decode(self._context, batch)
            self._skipper.after_decode(completed=status == 0)
        if status == 0:
            return Decoded.DONE
        if status == _ABORTED:
            return Decoded.ABORTED
        if status == _NO_SLOT:
            raise EngineError("the KV cache is full: use a larger context")
        raise EngineError(f"llama.cpp failed to decode ({status}): {self._library.log.take()}")

    def logits(self, row: int = -1) -> NDArray[np.float32]:
        """The logits after a token of the last decode, shape (vocabulary,); valid until the next decode.

        Args:
            row: Which of the wanted ones, counted from the end as -1, -2 and so on.
        """
        address = self._logits_address(self._context, row)
        if address != self._row[0]:
            # Making an array of a pointer takes ten times as long as asking for the pointer, which stays the same.
            values = (ctypes.c_float * self.vocabulary.size).from_address(address)
            self._row = address, np.ctypeslib.as_array(values)
        return self._row[1]

    def _look_at_graph(self) -> None:
        """Have the graph read once at full depth, so that one that cannot be used is known before it matters."""
        self.decode_tokens((0,), 0, logits=1)
        self.cut(0)

    def cut(self, position: int) -> None:
        """Forget everything from `position` on."""
        if not self._llama.llama_memory_seq_rm(self._memory, SEQUENCE, position, -1):
            raise EngineError(f"llama.cpp could not cut its cache at position {position}")

    def close(self) -> None:
        """Free the context and the model; harmless when called twice."""
        if self._context is not None:
            self._llama.llama_free(self._context)
            self._context = None
        if self.model:
            self._llama.llama_model_free(self.model)
            self.model = 0
