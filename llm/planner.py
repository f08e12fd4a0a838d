"""Turns a prompt's texts and pictures into what the KV cache holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from llm.accounting import Account
from llm.cache import Item
from llm.errors import NoVisionError, PromptError
from llm.generation import Image, Segment, Text
from llm.governor.governor import Governor
from llm.session import Prompt
from llm.vision import ScaledImage, Vision


class Planner:
    """Of one engine.

    Args:
        tokenize: Gives the token ids of a text.
        vision: Scales pictures; None where prompts have none.
        most: Tokens that a picture may take where nobody says.
        governor: May allow fewer; None never does.
        name: What the model is called, for errors.
    """

    def __init__(
        self,
        tokenize: Callable[[str], tuple[int, ...]],
        vision: Vision | None,
        *,
        most: int,
        governor: Governor | None,
        name: str,
    ) -> None:
        self._tokenize, self._vision, self._name = tokenize, vision, name
        self._most, self._governor = most, governor

    def plan(self, prompt: Sequence[Segment], image_tokens: int | None, account: Account) -> Prompt:
        """Tokenize texts and scale pictures.

        Args:
            prompt: What to read.
            image_tokens: Most tokens of a picture; None takes the engine's.
            account: Books the time.

        Raises:
            PromptError: It is empty, or a picture is none.
            NoVisionError: It has a picture and there is no vision model.
        """
        items: list[Item] = []
        images: dict[bytes, ScaledImage] = {}
        for segment in prompt:
            if isinstance(segment, Text):
                items.extend(self._tokenize(segment.text))
                account.lap("tokenize")
                continue
            vision = self._seeing()
            image = self._scale(vision, segment, image_tokens)
            images[image.digest] = image
            items.extend([*vision.opening, image.item, *vision.closing])
            account.lap("image_encode")
        if not items:
            raise PromptError("the prompt is empty")
        return Prompt(items=tuple(items), images=images)

    def _seeing(self) -> Vision:
        if self._vision is None:
            raise NoVisionError(f"the prompt has a picture and {self._name} has no vision model: pass its mmproj file")
        return self._vision

    def _scale(self, vision: Vision, image: Image, image_tokens: int | None) -> ScaledImage:
        pixels = image.pixels
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or not pixels.size:
            raise PromptError(f"a picture must be uint8 of shape (height, width, 3), not {pixels.dtype} {pixels.shape}")
        budget = image_tokens or self._most
        if self._governor is not None:
            budget = min(budget, self._governor.decide().tier.image_tokens or budget)
        return vision.scale(pixels, budget)
