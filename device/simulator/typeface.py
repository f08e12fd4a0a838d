"""Text metrics and glyphs: Roboto for Latin, Noto Sans SC for the rest, a box for what neither has."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

Weight = Literal["regular", "medium"]

FONTS = Path(__file__).parent / "fonts"
LINE_HEIGHT = 1.33
"""Line height as a multiple of the text size, as Material's body styles have it."""

_FILES = {
    ("latin", "regular"): "Roboto-Regular-latin.ttf",
    ("latin", "medium"): "Roboto-Medium-latin.ttf",
    ("wide", "regular"): "NotoSansSC-Regular-subset.otf",
    ("wide", "medium"): "NotoSansSC-Regular-subset.otf",
}
_LATIN_EXTRA = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2122")


@functools.cache
def _font(script: str, weight: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / _FILES[script, weight], pixels, layout_engine=ImageFont.Layout.BASIC)


def _script(character: str) -> str:
    return "latin" if character < "\u0180" or character in _LATIN_EXTRA else "wide"


@functools.lru_cache(maxsize=65536)
def _advance(character: str, pixels: int, weight: Weight) -> float:
    return float(_font(_script(character), weight, pixels).getlength(character))


def line_height(pixels: int) -> int:
    """Return the height of one line of text of `pixels` size, in pixels."""
    return math.ceil(pixels * LINE_HEIGHT)


def measure(text: str, pixels: int, weight: Weight = "regular") -> int:
    """Return the width of one line of text in pixels."""
    return math.ceil(sum(_advance(character, pixels, weight) for character in text))


def index_at(text: str, x: float, pixels: int, weight: Weight = "regular") -> int:
    """Return the position between characters of one line that is nearest to `x` pixels from its start."""
    position = 0.0
    for index, character in enumerate(text):
        width = _advance(character, pixels, weight)
        if x < position + width / 2:
            return index
        position += width
    return len(text)


def hidden_before(text: str, cursor: int, width: int, pixels: int, weight: Weight = "regular") -> int:
    """Return how many pixels of a one-line field's text stand beyond its left edge.

    A field shows the end of a text that is too long for it, and what is around the cursor where that is further left.

    Args:
        text: The line.
        cursor: Position in characters.
        width: Pixels of room.
        pixels: Size of the letters.
        weight: Their weight.
    """
    beyond = measure(text, pixels, weight) - width
    return max(0, min(beyond, measure(text[:cursor], pixels, weight) - width // 2))


@functools.lru_cache(maxsize=8192)
def wrap(text: str, width: int, pixels: int, weight: Weight = "regular", max_lines: int = 0) -> tuple[str, ...]:
    """Break text into lines no wider than `width` pixels: at spaces, around wide characters, else inside a word.

    The lines joined give the text again, newlines left out, unless `max_lines` cut it: then an ellipsis ends it.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, width, pixels, weight))
    if max_lines and len(lines) > max_lines:
        last = lines[max_lines - 1].rstrip()
        while last and measure(last + "\u2026", pixels, weight) > width:
            last = last[:-1]
        lines = [*lines[: max_lines - 1], last + "\u2026"]
    return tuple(lines)


def line_starts(text: str, lines: Sequence[str]) -> list[int]:
    """Return for each of the lines that `wrap` made of `text` the position of its first character."""
    starts: list[int] = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line)
        if text[position : position + 1] == "\n":
            position += 1
    return starts


def _wrap_paragraph(text: str, width: int, pixels: int, weight: Weight) -> list[str]:
    lines: list[str] = []
    start = 0
    breakable = 0
    used = 0.0
    for index, character in enumerate(text):
        advance = _advance(character, pixels, weight)
        if character == " ":
            used += advance
            breakable = index + 1
            continue
        if index > start and "wide" in (_script(character), _script(text[index - 1])):
            breakable = index
        while used + advance > width and index > start:
            cut = breakable if breakable > start else index
            lines.append(text[start:cut])
            start = breakable = cut
            used = sum(_advance(c, pixels, weight) for c in text[start:index])
        used += advance
    lines.append(text[start:])
    return lines


@functools.lru_cache(maxsize=2048)
def mask(text: str, pixels: int, weight: Weight = "regular") -> Image.Image:
    """Return one line of text as an 8-bit coverage mask of `measure` by `line_height` pixels."""
    size = (max(1, measure(text, pixels, weight)), line_height(pixels))
    image = Image.new("L", size)
    draw = ImageDraw.Draw(image)
    baseline = round(size[1] / 2 + pixels * 0.355)
    x = 0.0
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _script(text[index]) == _script(text[start]):
            continue
        run = text[start:index]
        script = _script(run[0])
        stroke = 1 if weight == "medium" and script == "wide" and pixels >= 28 else 0
        draw.text((x, baseline), run, fill=255, font=_font(script, weight, pixels), anchor="ls", stroke_width=stroke)
        x += sum(_advance(character, pixels, weight) for character in run)
        start = index
    return image
