"""Hold the hierarchy's elements against what pixels show, and let evidence decide where the two disagree."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from perception.box import Box
from perception.screen import Element, Role

_FLAT = 6
_OTHER = 0.35
_FEWEST_LETTERS = 3
_WHOLE = 0.5


def fuse(tree: Sequence[Element], seen: Sequence[Element], pixels: NDArray[np.uint8]) -> list[Element]:
    """Return the elements of both.

    - What the hierarchy tells and nothing is drawn of, not even a shade, is left out: it is covered or gone.
    - Where its words can be read nowhere on the screen, and something else can be read in its place, the hierarchy is
      of another moment: the words that are read count.
    - A switch that the hierarchy doesn't know as one gets the state that it shows.
    - What is seen where the hierarchy has nothing is added, if it has words or a state: shapes may be a picture's.

    Args:
        tree: The hierarchy's elements.
        seen: The elements of `perception.pixels.see.see`.
        pixels: RGB, ``uint8`` of shape (height, width, 3).
    """
    said = " ".join(f"{element.text} {element.detail}" for element in seen).casefold()
    kept: list[Element] = []
    for element in tree:
        if _is_flat(element.box, pixels):
            continue
        inside = [other for other in seen if element.box.holds(other.box.center)]
        corrected = _corrected(element, inside, said)
        states = [other.checked for other in inside if other.checked is not None]
        if corrected.checked is None and corrected.clickable and len(states) == 1:
            corrected = replace(corrected, checked=states[0], role=Role.SWITCH)
        kept.append(corrected)
    telling = [other for other in seen if other.text or other.checked is not None]
    added = [other for other in telling if not any(_covers(element, other) for element in kept)]
    return kept + added


def fill(tree: Sequence[Element], seen: Sequence[Element], blind: Sequence[Box]) -> list[Element]:
    """Return the hierarchy's elements, and what is seen in the places of which it tells nothing.

    Args:
        tree: The hierarchy's elements.
        seen: The elements of `perception.pixels.see.see`.
        blind: Those places, in display pixels.
    """
    # What is told of the canvas as a whole is no element on it.
    small = [element for element in tree if all(element.box.area < _WHOLE * box.area for box in blind)]
    inside = [other for other in seen if any(box.holds(other.box.center) for box in blind)]
    return [*tree, *(other for other in inside if not any(_covers(element, other) for element in small))]


def _corrected(element: Element, inside: Sequence[Element], said: str) -> Element:
    """Return an element with the words that are read in its place, where its own can be read nowhere."""
    read = [other.text for other in inside if other.text]
    words = element.text.casefold()
    if len(words) < _FEWEST_LETTERS or element.role in (Role.FIELD, Role.IMAGE) or not read or words in said:
        return element
    likeness = max(difflib.SequenceMatcher(None, words, other.casefold()).ratio() for other in read)
    # A description for the blind is no text on the screen: it may well be beside other words.
    if likeness >= _OTHER or element.detail or len(read) > 1:
        return element
    return replace(element, text=read[0], source="ocr")


def _is_flat(box: Box, pixels: NDArray[np.uint8]) -> bool:
    part = pixels[max(0, box.top) : max(0, box.bottom) : 2, max(0, box.left) : max(0, box.right) : 2]
    if part.size == 0:
        return False
    return int((part.max(axis=(0, 1)).astype(int) - part.min(axis=(0, 1))).max()) <= _FLAT


def _covers(element: Element, other: Element) -> bool:
    """Return whether an element already says what was seen: its place is taken by it, or the other way around."""
    if element.box.holds(other.box.center):
        return True
    return other.box.holds(element.box.center) and element.box.area >= 0.3 * other.box.area
