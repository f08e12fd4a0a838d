"""Draws what is no widget: encoded pictures and lines drawn by a finger."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from device.simulator.layout import Metrics
from device.simulator.theme import Theme, resolve
from device.simulator.view import Rect, Stroke


def draw_picture(
    image: Image.Image, data: bytes, frame: Rect, *, zoom: float = 1.0, mask: Image.Image | None = None
) -> None:
    """Draw an encoded picture as large as fits into a frame, in its middle; nothing where it is none.

    Args:
        image: What is drawn on.
        data: The picture's file.
        frame: Where, in pixels of `image`.
        zoom: How many times as large; what leads out of the frame is cut off.
        mask: The frame's shape, of its size; the picture fills it then, and what leads out of it is cut off.
    """
    picture = _fitted(data, round(frame.width * zoom), round(frame.height * zoom))
    if picture is not None and mask is not None:
        image.paste(picture.resize((frame.width, frame.height)), frame[:2], mask)
    elif picture is not None and zoom > 1:
        sheet = image.crop(frame)
        sheet.paste(picture, ((frame.width - picture.width) // 2, (frame.height - picture.height) // 2))
        image.paste(sheet, frame[:2])
    elif picture is not None:
        at = frame.left + (frame.width - picture.width) // 2, frame.top + (frame.height - picture.height) // 2
        image.paste(picture, at)


def draw_strokes(image: Image.Image, strokes: Sequence[Stroke], frame: Rect, metrics: Metrics, theme: Theme) -> None:
    """Draw lines with round ends into a frame, in their order; what leads out of it is cut off."""
    sheet = image.crop(frame)
    draw = ImageDraw.Draw(sheet)
    for stroke in strokes:
        color = resolve(stroke.color, theme)
        width = max(1, metrics.px(stroke.width))
        points = [(x * frame.width, y * frame.height) for x, y in stroke.points]
        if len(points) > 1:
            draw.line(points, fill=color, width=width, joint="curve")
        half = width / 2
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), fill=color)
    image.paste(sheet, frame[:2])


@functools.lru_cache(maxsize=16)
def _fitted(data: bytes, width: int, height: int) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.draft("RGB", (width, height))
            picture = opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    scale = min(width / picture.width, height / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.BILINEAR)
