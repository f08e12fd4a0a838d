"""Loads the two models of an engine, after a look at the memory; neither stays behind where the other fails."""

from __future__ import annotations

from dataclasses import dataclass

from llm.bindings import AbortFlag, Library
from llm.context import Context, Depth
from llm.embedding_table import embedding_table
from llm.formats import CacheType, FlashAttention, Placement
from llm.lease_keeper import Keeper
from llm.memory import check_memory, lease_memory
from llm.memory_need import vision_attention
from llm.model_file import ModelFile
from llm.pacing import Pacing
from llm.vision import Vision


@dataclass(frozen=True, kw_only=True)
class Loader:
    """What is loaded, and how.

    Attributes:
        text_file: The language model.
        vision_file: Its vision model; None for text alone.
        context: Tokens that the KV cache holds.
        chunk: Most tokens per decode.
        cache_type: Number format of the KV cache.
        flash_attention: Whether the language model's attention runs fused.
        placement: Where weights lie.
        image_tokens: Most tokens of a picture, which decide how the vision model attends.
    """

    text_file: ModelFile
    vision_file: ModelFile | None
    context: int
    chunk: int
    cache_type: CacheType
    flash_attention: FlashAttention
    placement: Placement
    image_tokens: int

    @property
    def settings(self) -> tuple[object, ...]:
        """What decides, besides the file, which bytes a cache has."""
        placement = self.placement
        return self.context, self.chunk, self.cache_type, self.flash_attention, placement.repack, placement.gpu_layers

    def claim(self, leases: Keeper | None, *, kept: int) -> None:
        """Make sure that there is enough memory, and lease it.

        Args:
            leases: Leases it among this machine's processes; None leases nothing.
            kept: Bytes that may be kept of earlier prompts.

        Raises:
            ModelMemoryError: There is not.
            LeaseError: Other processes' models leave too little.
        """
        need = check_memory(
            self.text_file,
            self.vision_file,
            context=self.context,
            chunk=self.chunk,
            cache_type=self.cache_type,
            image_tokens=self.image_tokens,
            flash_attention=self.flash_attention,
            placement=self.placement,
            kept=kept,
        )
        lease_memory(leases, need)

    def text(self, library: Library, *, abort: AbortFlag, threads: int, depth: Depth) -> Context:
        """Load the language model; see `llm.context.Context`."""
        context = Context(
            library,
            self.text_file.path,
            size=self.context,
            chunk=min(self.chunk, self.context),
            threads=threads,
            cache_type=self.cache_type,
            flash_attention=self.flash_attention,
            abort=abort,
            depth=depth,
            placement=self.placement,
        )
        context.table = embedding_table(library, self.text_file)
        return context

    def vision(
        self,
        library: Library,
        context: Context,
        *,
        abort: AbortFlag,
        threads: int,
        kept: int,
        pacing: Pacing,
    ) -> Vision | None:
        """Load the vision model of `context`, which is closed where that fails; see `llm.vision.Vision`."""
        if self.vision_file is None:
            return None
        try:
            return Vision(
                library,
                self.vision_file.path,
                context,
                threads=threads,
                flash_attention=vision_attention(self.vision_file, self.image_tokens),
                kept=kept,
                abort=abort,
                between_nodes=pacing.between_nodes,
                on_gpu=self.placement.gpu_layers != 0,
            )
        except BaseException:
            context.close()
            raise
