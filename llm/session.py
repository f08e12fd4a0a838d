"""Keeps the KV cache in step with what is known of it: brings it to a prompt, token by token onwards, and back.

Whatever stops a decode, an abort or an exception, the next call cuts the KV cache to exactly what `CachedPrefix` lists.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from llm.accounting import Account
from llm.cache import CachedPrefix, ImageItem, Item, cells_of, shared_items
from llm.context import Context, Decoded
from llm.errors import ContextOverflowError
from llm.pacing import Aborted, Pacing
from llm.parts import next_part
from llm.recall import Recall
from llm.skip.half import FULL_DEPTH, Mask
from llm.skip.plan import TokenKind
from llm.together import text_before, vectors
from llm.vision import EncodedImage, EncodingAborted, ScaledImage, Vision

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A prompt as the cache sees it, and its pictures by digest."""

    items: tuple[Item, ...]
    images: dict[bytes, ScaledImage]


class Session:
    """One conversation with a model.

    Args:
        context: The model and its KV cache.
        vision: Its vision model; None where prompts have no pictures.
        pacing: What happens between two decodes.
        recall: Brings back what was computed for earlier prompts.
    """

    def __init__(self, context: Context, vision: Vision | None, pacing: Pacing, recall: Recall) -> None:
        self._context, self._vision, self._pacing, self._recall = context, vision, pacing, recall
        self._cached = CachedPrefix()
        self._saved: NDArray[np.uint8] | None = None
        self._partial = False
        self._left_out_of: Callable[[TokenKind], Mask] = _nothing

    @property
    def is_full(self) -> bool:
        """Whether no further token fits."""
        return self._cached.cells >= self._context.size

    def bring_to(self, prompt: Prompt, account: Account) -> None:
        """Let the cache hold `prompt`, with the logits after it; only what is new is decoded.

        Raises:
            ContextOverflowError: It does not fit; the cache is as before.
            Aborted: Somebody asked for a stop.
        """
        needed = cells_of(prompt.items)
        if needed >= self._context.size:
            raise ContextOverflowError(needed=needed, context=self._context.size)
        known = self._recall.find(self._cached, prompt.items)
        shared = self._cached.match(prompt.items) if known is None else shared_items(known.items, prompt.items)
        # Before the cut, so that an abort while a picture is encoded loses nothing.
        encoded = self._encode(_pictures(prompt, shared), account)
        self._recall.exchange(self._cached, known, prompt.items)
        shared = self._cached.match(prompt.items)
        rest = prompt.items[shared:]
        self._context.cut(self._cached.keep(shared))
        account.count(cached=self._cached.cells)
        rest = self._read_together(rest, encoded, account)
        run: list[int] = []
        for item in rest:
            if isinstance(item, ImageItem):
                self._decode_text(run, account, last=False)
                if item.digest not in encoded:
                    # The copy that held it could not be used.
                    encoded |= self._encode([prompt.images[item.digest]], account)
                self._decode_image(encoded[item.digest], item, account)
                run = []
            else:
                run.append(item)
        if rest:
            self._decode_text(run, account, last=True)
        self._context.leave_out(FULL_DEPTH)

    def keep_prefix(self) -> None:
        """Have the system prompt at the beginning of the cache kept on the disk, where that is wanted."""
        self._recall.keep_prefix(self._cached)

    @property
    def room(self) -> int:
        """Tokens that can be decoded at once: as many as fit, and as are computed as single ones are."""
        alike = self._context.same_kernels - self._cached.cells
        return max(1, min(self._context.size - self._cached.cells, self._context.chunk, alike))

    @property
    def items(self) -> tuple[Item, ...]:
        """What is in the cache, in order."""
        return self._cached.items

    def advance(self, tokens: Sequence[int], *, choosing: bool = True) -> float:
        """Decode more tokens at once; gives the seconds that this thread computed for it.

        Waiting for a core that something else has is left out: it tells nothing of what a batch costs.

        Args:
            tokens: What to decode.
            choosing: Whether the logits after each are wanted.

        Raises:
            Aborted: Somebody asked for a stop; none of them is in the cache.
        """
        count = len(tokens)
        logits = count if choosing else 0
        decode = functools.partial(self._context.decode_tokens, tokens, self._cached.positions, logits=logits)
        done = False
        began = 0.0
        while not done:
            self._pacing.token()
            began = time.thread_time()
            done = self._decode(count, decode)
        self._cached.extend(tokens)
        return time.thread_time() - began

    def take_back(self, count: int) -> None:
        """Forget the last `count` tokens, which `advance` decoded."""
        self._context.cut(self._cached.keep(len(self._cached) - count))

    def probe(self, measure: Callable[[int], T]) -> T:
        """Let `measure` decode what it likes from the first free position on, which it is given; nothing stays."""
        try:
            return measure(self._cached.positions)
        finally:
            self._context.cut(self._cached.positions)

    @property
    def positions(self) -> int:
        """The first free position."""
        return self._cached.positions

    def read_at(self, left_out_of: Callable[[TokenKind], Mask]) -> None:
        """Ask `left_out_of` from now on what to leave out while tokens of a kind are read."""
        self._left_out_of = left_out_of

    @property
    def saved_bytes(self) -> int:
        """Bytes of main memory that the cache takes while it is put away."""
        return 0 if self._saved is None else len(self._saved)

    def put_away(self) -> None:
        """Copy the cache out, so that another conversation can use the model."""
        if self._cached.cells or self._partial:
            self._saved = self._context.save()
        self._context.cut(0)

    def take_up(self) -> None:
        """Bring back what was put away; does nothing where nothing was."""
        if self._saved is not None:
            self._context.load(self._saved)
            self._saved = None

    def forget(self) -> None:
        """Drop the cache."""
        self._context.cut(self._cached.keep(0))

    def forget_saved(self) -> None:
        """Drop the cache while it is put away."""
        self._saved = None
        self._cached.keep(0)

    def _encode(self, images: Sequence[ScaledImage], account: Account) -> dict[bytes, EncodedImage]:
        if self._vision is None:
            return {}
        encoded: dict[bytes, EncodedImage] = {}
        try:
            for image in images:
                while image.digest not in encoded:
                    self._pacing.token()
                    try:
                        encoded[image.digest] = self._vision.encode(image)
                    except EncodingAborted:
                        self._pacing.interrupted()
            return encoded
        finally:
            account.lap("image_encode")

    def _read_together(
        self, items: tuple[Item, ...], encoded: Mapping[bytes, EncodedImage], account: Account
    ) -> tuple[Item, ...]:
        """Read the end of a prompt, picture and text, in one decode, and the text before it; gives what is left to do.

        Small decodes are slow for what they read: fused attention has no tiles below 64 queries.  Only what fits into
        one chunk is read so; of anything else nothing is read here.
        """
        table, chunk = self._context.table, self._context.chunk
        before = text_before(items, chunk, encoded)
        alike = self._left_out_of(TokenKind.TEXT) == self._left_out_of(TokenKind.IMAGE)
        if table is None or before is None or not alike or self._pacing.chunk() < chunk:
            return items
        self._decode_text([item for item in items[:before] if isinstance(item, int)], account, last=False)
        together = items[before:]
        embeddings, positions = vectors(together, encoded, table, self._cached.positions)
        decode = functools.partial(self._context.decode_embeddings, embeddings, positions, logits=1)
        pictures = sum(item.cells for item in together if isinstance(item, ImageItem))
        try:
            done = False
            while not done:
                if self._pacing.chunk() < chunk:
                    return together
                self._context.leave_out(self._left_out_of(TokenKind.TEXT))
                done = self._decode(len(embeddings), decode)
            for item in together:
                self._cached.append(item)
            account.count(text=len(embeddings) - pictures, image=pictures)
            return ()
        finally:
            account.share(text_prefill=len(embeddings) - pictures, image_prefill=pictures)

    def _decode_text(self, tokens: Sequence[int], account: Account, *, last: bool) -> None:
        try:
            for first in range(0, len(tokens), self._context.chunk):
                whole = tokens[first : first + self._context.chunk]
                done = 0
                while done < len(whole):
                    size = next_part(len(whole) - done, self._pacing.chunk(), self._context.least_part)
                    part = whole[done : done + size]
                    wanted = last and first + done + size >= len(tokens)
                    start = self._cached.positions
                    self._context.leave_out(self._left_out_of(TokenKind.TEXT))
                    if self._decode(
                        size, functools.partial(self._context.decode_tokens, part, start, logits=int(wanted))
                    ):
                        self._cached.extend(part)
                        account.count(text=size)
                        done += size
        finally:
            account.lap("text_prefill")

    def _decode_image(self, image: EncodedImage, item: ImageItem, account: Account) -> None:
        try:
            positions = image.positions(self._cached.positions)
            done = 0
            while done < item.cells:
                whole = min(self._context.chunk - done % self._context.chunk, item.cells - done)
                size = next_part(whole, self._pacing.chunk(), self._context.least_part)
                self._context.leave_out(self._left_out_of(TokenKind.IMAGE))
                part = slice(done, done + size)
                decode = functools.partial(self._context.decode_embeddings, image.embeddings[part], positions[:, part])
                # All cells of a picture stand at its first position: a break drops a half-decoded one whole.
                done = done + size if self._decode(size, decode) else 0
                self._partial = done > 0
            self._cached.append(item)
            account.count(image=item.cells)
        finally:
            self._partial = False
            account.lap("image_prefill")

    def _decode(self, tokens: int, decode: Callable[[], Decoded]) -> bool:
        """Decode; gives False, with the cache cut to what it was, where that has to be done again.

        Raises:
            Aborted: Somebody asked for a stop.
        """
        began = time.perf_counter()
        if decode() is Decoded.ABORTED:
            self._context.cut(self._cached.positions)
            self._partial = False
            self._pacing.interrupted()
            return False
        # A token that some layers are left out of is fast on a slow machine too: it tells nothing of throttling.
        self._pacing.worked(time.perf_counter() - began, tokens if self._context.is_whole else 0)
        try:
            self._pacing.check()
        except Aborted:
            self._context.cut(self._cached.positions)
            raise
        return True


def _pictures(prompt: Prompt, known: int) -> list[ScaledImage]:
    return [prompt.images[item.digest] for item in prompt.items[known:] if isinstance(item, ImageItem)]


def _nothing(_kind: TokenKind) -> Mask:
    return FULL_DEPTH
