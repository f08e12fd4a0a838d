"""A drawing as a file: PNG, JPEG or SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from device.simulator.ink import draw_strokes
from device.simulator.layout import Metrics
from device.simulator.view import Rect, Stroke

Line = tuple[tuple[int, int, int], float, tuple[tuple[float, float], ...]]
"""Colour, width in dp, points as shares of the canvas."""

FORMATS = ("png", "jpg", "svg")
SIZE = 540, 940
"""Width and height of a drawing's file in pixels."""
_DENSITY = 210


def encode(lines: Sequence[Line], extension: str, size: tuple[int, int]) -> bytes:
    """Return the file.

    Args:
        lines: What was drawn, in order, on white.
        extension: One of `FORMATS`.
        size: Width and height in pixels.
    """
    if extension == "svg":
        return _svg(lines, size)
    image = Image.new("RGB", size, (255, 255, 255))
    metrics = Metrics(density=_DENSITY, font_scale=1.0)
    draw_strokes(image, [Stroke(*line) for line in lines], Rect(0, 0, *size), metrics, "light")
    buffer = io.BytesIO()
    image.save(buffer, "PNG" if extension == "png" else "JPEG")
    return buffer.getvalue()


def _svg(lines: Sequence[Line], size: tuple[int, int]) -> bytes:
    width, height = size
    parts = [f'<svg width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg">']
    parts.append(f'<rect width="{width}" height="{height}" fill="#ffffff"/>')
    for color, thickness, points in lines:
        path = "M" + " L".join(f"{x * width:.1f},{y * height:.1f}" for x, y in points)
        rgb = "#" + "".join(f"{level:02x}" for level in color)
        style = f'stroke="{rgb}" stroke-width="{thickness * _DENSITY / 160:.1f}" stroke-linecap="round"'
        parts.append(f'<path d="{path}" fill="none" {style}/>')
    return "\n".join([*parts, "</svg>\n"]).encode()
