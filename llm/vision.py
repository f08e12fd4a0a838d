"""A vision model in llama.cpp's mtmd: pictures to embeddings, which are kept by a hash of the scaled pixels."""

from __future__ import annotations

import ctypes
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from llm.bindings import AbortFlag, Library
from llm.cache import ImageItem
from llm.context import Context
from llm.errors import EngineError, WrongModelError
from llm.formats import FlashAttention
from llm.image_size import CELL, fit_to_cells, scale_to_cells

_NODES_BETWEEN_CHECKS = 32
"""Graph nodes that are computed as one piece before the abort flag is looked at: a layer or so."""

_MOST_CELLS = 16384
"""Budget that mtmd is told; ours is smaller, so that it never scales."""


@dataclass(frozen=True, kw_only=True, eq=False)
class EncodedImage:
    """A picture as the language model takes it.

    Attributes:
        digest: Hash of the scaled pixels.
        rows: Rows of cells.
        columns: Columns of cells.
        embeddings: Shape (rows * columns, embedding size), row by row.
    """

    digest: bytes
    rows: int
    columns: int
    embeddings: NDArray[np.float32]

    def positions(self, start: int) -> NDArray[np.int32]:
        """M-RoPE positions from `start` on: shape (4, cells), time, row, column and an unused part."""
        rows, columns = np.divmod(np.arange(self.rows * self.columns, dtype=np.int32), self.columns)
        steady = np.full_like(rows, start)
        return np.stack([steady, start + rows, start + columns, np.zeros_like(rows)])


@dataclass(frozen=True, kw_only=True, eq=False)
class ScaledImage:
    """A picture in whole cells, not encoded yet."""

    pixels: NDArray[np.uint8]
    rows: int
    columns: int
    digest: bytes

    @property
    def item(self) -> ImageItem:
        """What it is in the KV cache."""
        return ImageItem(digest=self.digest, cells=self.rows * self.columns, positions=max(self.rows, self.columns))


class EncodingAborted(Exception):
    """The abort flag was set while a picture was being encoded."""


class Vision:
    """The vision tower and projector of an mmproj file.

    Args:
        library: The loaded bindings.
        path: The mmproj file; it was checked before.
        context: The language model that it belongs to.
        threads: CPU threads.
        flash_attention: Whether attention runs fused.
        kept: Most bytes of embeddings that are kept; the least recently used go first.
        abort: Flag that stops a running encoding.
        between_nodes: Called every few layers of an encoding with the seconds that they took; it must not raise.
        on_gpu: Whether it runs on a GPU, where llama.cpp was built for one.

    Raises:
        WrongModelError: The language model was converted in a way that cannot take pictures.
        EngineError: mtmd could not load the file, for instance because it belongs to another model.
    """

    def __init__(
        self,
        library: Library,
        path: Path,
        context: Context,
        *,
        threads: int,
        flash_attention: FlashAttention,
        kept: int,
        abort: AbortFlag,
        between_nodes: Callable[[float], None],
        on_gpu: bool = False,
    ) -> None:
        if not context.mrope:
            # llama.cpp would end the process at the first picture (src/models/glm4.cpp, "does not support multimodal").
            raise WrongModelError(
                "the language model has no rope.dimension_sections and cannot take pictures: convert it anew, "
                "or leave out the vision model"
            )
        self._library, self._mtmd, self._abort, self._kept = library, library.mtmd, abort, kept
        self._embedding_size = context.embedding_size
        self._encoded: OrderedDict[bytes, EncodedImage] = OrderedDict()
        self._last: tuple[NDArray[np.uint8], ScaledImage, int] | None = None
        self._node = 0
        self._between_nodes = between_nodes
        self._resumed = 0.0
        self._callback = library.llama.ggml_backend_sched_eval_callback(self._on_node)
        params = self._mtmd.mtmd_context_params_default()
        params.use_gpu, params.print_timings, params.warmup = on_gpu, False, False
        params.n_threads = threads
        params.flash_attn_type = int(flash_attention)
        params.image_min_tokens, params.image_max_tokens = 1, _MOST_CELLS
        params.cb_eval = self._callback
        library.log.take()
        self._context = self._mtmd.mtmd_init_from_file(str(path).encode("utf-8"), context.model, params)
        if not self._context:
            raise EngineError(f"llama.cpp cannot load the vision model {path}: {library.log.take()}")
        self._marker = self._mtmd.mtmd_get_marker(self._context)
        probe = ScaledImage(pixels=np.zeros((CELL, CELL, 3), dtype=np.uint8), rows=1, columns=1, digest=b"")
        self.opening, self.closing = self._with_chunks(probe, self._tags)

    def scale(self, pixels: NDArray[np.uint8], budget: int) -> ScaledImage:
        """Scale a picture to whole cells within `budget` and hash it."""
        if self._last is not None:
            before, known, wanted = self._last
            # A screen that has not changed is captured anew: to compare it costs a tenth of scaling it.
            if wanted == budget and _same(before, pixels):
                return known
        rows, columns = fit_to_cells(pixels.shape[0], pixels.shape[1], budget)
        scaled = scale_to_cells(pixels, rows, columns)
        digest = hashlib.blake2b(scaled.data, digest_size=16, salt=rows.to_bytes(4) + columns.to_bytes(4)).digest()
        image = ScaledImage(pixels=scaled, rows=rows, columns=columns, digest=digest)
        self._last = pixels.copy(), image, budget
        return image

    def is_encoded(self, image: ScaledImage) -> bool:
        """Whether `encode` would find the picture's embeddings kept."""
        return image.digest in self._encoded

    def encode(self, image: ScaledImage) -> EncodedImage:
        """The embeddings of a picture, computed where they aren't kept.

        Raises:
            EncodingAborted: The abort flag was set.
            EngineError: mtmd failed or would have scaled the picture itself.
        """
        known = self._encoded.get(image.digest)
        if known is None:
            known = self._with_chunks(image, lambda chunks: self._encode(image, chunks))
            self._encoded[image.digest] = known
            while self.kept_bytes > self._kept:
                self._encoded.popitem(last=False)
        if image.digest in self._encoded:
            self._encoded.move_to_end(image.digest)
        return known

    @property
    def kept_bytes(self) -> int:
        """Bytes of the embeddings that are kept."""
        return sum(image.embeddings.nbytes for image in self._encoded.values())

    def _with_chunks(self, image: ScaledImage, use: Any) -> Any:
        """Hand `use` the chunks into which mtmd cuts the picture and its tags."""
        height, width = image.pixels.shape[:2]
        bitmap = self._mtmd.mtmd_bitmap_init(width, height, image.pixels.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8)))
        chunks = self._mtmd.mtmd_input_chunks_init()
        try:
            text = self._mtmd.mtmd_input_text(self._marker, len(self._marker), False, True)
            bitmaps = (ctypes.c_void_p * 1)(bitmap)
            status = self._mtmd.mtmd_tokenize(self._context, chunks, ctypes.byref(text), bitmaps, 1)
            if status != 0:
                raise EngineError(f"mtmd cannot take a picture ({status}): {self._library.log.take()}")
            count = self._mtmd.mtmd_input_chunks_size(chunks)
            return use([self._mtmd.mtmd_input_chunks_get(chunks, index) for index in range(count)])
        finally:
            self._mtmd.mtmd_input_chunks_free(chunks)
            self._mtmd.mtmd_bitmap_free(bitmap)

    def _tags(self, chunks: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The special tokens that this model wants before and after a picture."""
        kinds = [self._mtmd.mtmd_input_chunk_get_type(chunk) for chunk in chunks]
        picture = kinds.index(self._mtmd.MTMD_INPUT_CHUNK_TYPE_IMAGE)
        opening = tuple(token for chunk in chunks[:picture] for token in self._tokens(chunk))
        return opening, tuple(token for chunk in chunks[picture + 1 :] for token in self._tokens(chunk))

    def _tokens(self, chunk: int) -> tuple[int, ...]:
        count = ctypes.c_size_t()
        tokens = self._mtmd.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
        return tuple(tokens[: count.value])

    def _encode(self, image: ScaledImage, chunks: list[int]) -> EncodedImage:
        kinds = [self._mtmd.mtmd_input_chunk_get_type(chunk) for chunk in chunks]
        chunk = chunks[kinds.index(self._mtmd.MTMD_INPUT_CHUNK_TYPE_IMAGE)]
        tokens = self._mtmd.mtmd_input_chunk_get_tokens_image(chunk)
        size = self._mtmd.mtmd_image_tokens_get_ny(tokens), self._mtmd.mtmd_image_tokens_get_nx(tokens)
        if size != (image.rows, image.columns):
            raise EngineError(
                f"the vision model cut a picture of {image.rows}x{image.columns} cells into {size[0]}x{size[1]}: "
                "only models with cells of 28 pixels (GLM-4V) can be used"
            )
        self._node = 0
        self._resumed = time.perf_counter()
        status = self._mtmd.mtmd_encode_chunk(self._context, chunk)
        if self._abort:
            raise EncodingAborted
        if status != 0:
            raise EngineError(f"mtmd failed to encode a picture ({status}): {self._library.log.take()}")
        count = image.rows * image.columns
        output = np.ctypeslib.as_array(self._mtmd.mtmd_get_output_embd(self._context), (count, self._embedding_size))
        return EncodedImage(digest=image.digest, rows=image.rows, columns=image.columns, embeddings=output.copy())

    def _on_node(self, _tensor: int, ask: bool, _user: object) -> bool:
        # Asked before a node: stop here to look?  Asked after one: go on?  (ggml_backend_sched_eval_callback)
        if not ask:
            self._between_nodes(time.perf_counter() - self._resumed)
            self._resumed = time.perf_counter()
            return not self._abort
        self._node += 1
        return self._node % _NODES_BETWEEN_CHECKS == 0

    def forget(self) -> None:
        """Drop the embeddings that are kept."""
        self._encoded.clear()
        self._last = None

    def close(self) -> None:
        """Free the vision model; harmless when called twice."""
        if self._context:
            self._mtmd.mtmd_free(self._context)
            self._context = None


def _same(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> bool:
    """Whether two pictures have the same pixels; those of different screens are mostly told apart by a few."""
    coarse = slice(None, None, 61)
    return (
        left.shape == right.shape
        and np.array_equal(left[coarse, coarse], right[coarse, coarse])
        and np.array_equal(left, right)
    )
