"""Half a layer: the unit in which depth is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Part(IntEnum):
    """Which half of a layer, in the order in which they are computed."""

    ATTENTION = 0
    FEED_FORWARD = 1


@dataclass(frozen=True, order=True, slots=True)
class Half:
    """The attention or the feed-forward part of a layer; layers count from 0."""

    layer: int
    part: Part

    def __str__(self) -> str:
        return f"{self.layer}{'af'[self.part]}"

    @staticmethod
    def parse(text: str) -> Half:
        """Read what ``str`` gives: ``12a`` is the attention of layer 12, ``12f`` its feed-forward part.

        Raises:
            ValueError: It is neither.
        """
        if not text[:-1].isdecimal() or text[-1] not in "af":
            raise ValueError(f"{text!r} names no half of a layer: write 3a for attention, 3f for feed-forward")
        return Half(int(text[:-1]), Part("af".index(text[-1])))


Mask = frozenset[Half]
"""The halves that are left out."""

FULL_DEPTH: Mask = frozenset()


def layers(numbers: Iterable[int]) -> Mask:
    """Both halves of each of these layers."""
    return frozenset(Half(number, part) for number in numbers for part in Part)


def skippable(layer_count: int) -> tuple[Half, ...]:
    """The halves that may be left out: all but those of the last layer, in which the wanted rows are picked."""
    return tuple(sorted(layers(range(layer_count - 1))))
