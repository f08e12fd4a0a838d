"""Keeps the KV cache in step with what is known of it: brings it to a prompt, token by token onwards, and back.

Whatever stops a decode, an abort or an exception, the next call cuts the KV cache to exactly what `CachedPrefix` lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llm.accounting import Account
from llm.bindings import AbortFlag
from llm.cache import CachedPrefix, ImageItem, Item, cells_of
from llm.context import Context, Decoded
from llm.errors import ContextOverflowError
from llm.vision import EncodedImage, EncodingAborted, ScaledImage, Vision


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A prompt as the cache sees it, and its pictures by digest."""

    items: tuple[Item, ...]
    images: dict[bytes, ScaledImage]


class Aborted(Exception):
    """Somebody asked for a stop: no error, and never let out of this package."""


class Session:
    """One conversation with a model.

    Args:
        context: The model and its KV cache.
        vision: Its vision model; None where prompts have no pictures.
        abort: Flag that stops what runs.
    """

    def __init__(self, context: Context, vision: Vision | None, abort: AbortFlag) -> None:
        self._context, self._vision, self._abort = context, vision, abort
        self._cached = CachedPrefix()

    @property
    def is_full(self) -> bool:
        """Whether no further token fits."""
        return self._cached.cells >= self._context.size

    def bring_to(self, prompt: Prompt, account: Account) -> None:
        """Let the cache hold `prompt`, with the logits after it; only what is new is decoded.

        Raises:
            ContextOverflowError: It does not fit; the cache is as before.
            Aborted: The flag was set.
        """
        needed = cells_of(prompt.items)
        if needed >= self._context.size:
            raise ContextOverflowError(needed=needed, context=self._context.size)
        shared = self._cached.match(prompt.items)
        rest = prompt.items[shared:]
        # Before the cut, so that an abort while a picture is encoded loses nothing.
        encoded = self._encode([prompt.images[item.digest] for item in rest if isinstance(item, ImageItem)], account)
        self._context.cut(self._cached.keep(shared))
        account.count(cached=self._cached.cells)
        run: list[int] = []
        for item in rest:
            if isinstance(item, ImageItem):
                self._decode_text(run, account, last=False)
                self._decode_image(encoded[item.digest], item, account)
                run = []
            else:
                run.append(item)
        self._decode_text(run, account, last=True)

    def advance(self, token: int) -> None:
        """Decode one more token, with the logits after it.

        Raises:
            Aborted: The flag was set; the token is not in the cache.
        """
        self._check(self._context.decode_tokens((token,), self._cached.positions, logits=True))
        self._cached.extend((token,))

    def forget(self) -> None:
        """Drop the cache and the embeddings of pictures."""
        self._context.cut(self._cached.keep(0))
        if self._vision is not None:
            self._vision.forget()

    def _encode(self, images: Sequence[ScaledImage], account: Account) -> dict[bytes, EncodedImage]:
        if self._vision is None:
            return {}
        try:
            return {image.digest: self._vision.encode(image) for image in images}
        except EncodingAborted:
            raise Aborted from None
        finally:
            account.lap("image_encode")

    def _decode_text(self, tokens: Sequence[int], account: Account, *, last: bool) -> None:
        chunk = self._context.chunk
        try:
            for first in range(0, len(tokens), chunk):
                part = tokens[first : first + chunk]
                wanted = last and first + chunk >= len(tokens)
                self._check(self._context.decode_tokens(part, self._cached.positions, logits=wanted))
                self._cached.extend(part)
                account.count(text=len(part))
        finally:
            account.lap("text_prefill")

    def _decode_image(self, image: EncodedImage, item: ImageItem, account: Account) -> None:
        chunk = self._context.chunk
        try:
            positions = image.positions(self._cached.positions)
            for first in range(0, item.cells, chunk):
                part = slice(first, first + chunk)
                self._check(self._context.decode_embeddings(image.embeddings[part], positions[:, part]))
            self._cached.append(item)
            account.count(image=item.cells)
        finally:
            account.lap("image_prefill")

    def _check(self, outcome: Decoded) -> None:
        if outcome is Decoded.ABORTED or self._abort:
            # All cells of a picture stand at its first position, so this drops a half-decoded one whole.
            self._context.cut(self._cached.positions)
            raise Aborted
