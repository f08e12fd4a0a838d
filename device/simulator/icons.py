"""Draws vector icons as coverage masks."""

from __future__ import annotations

import functools

from PIL import Image, ImageDraw

from device.simulator.icon_shapes import ICONS, Step

GRID = 24
_FINE = 4
"""Icons are drawn this many times larger and scaled down, which smooths their edges."""
_STROKE = 2.0
_UNKNOWN: tuple[Step, ...] = (("frame", (4, 4, 20, 20, 2)),)


@functools.lru_cache(maxsize=512)
def icon_mask(name: str, pixels: int) -> Image.Image:
    """Return an icon as an 8-bit coverage mask of `pixels` by `pixels`; an unknown name gives an empty frame."""
    scale = pixels * _FINE / GRID
    image = Image.new("L", (pixels * _FINE, pixels * _FINE))
    draw = ImageDraw.Draw(image)
    for step, numbers in ICONS.get(name, _UNKNOWN):
        fill = 0 if step.startswith("cut_") else 255
        _draw(draw, step.removeprefix("cut_"), [number * scale for number in numbers], fill, scale, numbers)
    return image.resize((pixels, pixels), Image.Resampling.BOX)


def _draw(
    draw: ImageDraw.ImageDraw, shape: str, at: list[float], fill: int, scale: float, raw: tuple[float, ...]
) -> None:
    width = max(1, round(_STROKE * scale))
    half = width / 2
    match shape:
        case "line":
            points = list(zip(at[::2], at[1::2], strict=True))
            draw.line(points, fill=fill, width=width, joint="curve")
            for x, y in points:
                draw.ellipse((x - half, y - half, x + half, y + half), fill=fill)
        case "shape":
            draw.polygon(list(zip(at[::2], at[1::2], strict=True)), fill=fill)
        case "disc":
            x, y, radius = at
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
        case "ring":
            x, y, radius = at
            reach = radius + half
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=fill, width=width)
        case "arc":
            x, y, radius = at[:3]
            reach = radius + half
            draw.arc((x - reach, y - reach, x + reach, y + reach), raw[3], raw[4], fill=fill, width=width)
        case "box":
            draw.rounded_rectangle(tuple(at[:4]), at[4], fill=fill)
        case "frame":
            draw.rounded_rectangle(tuple(at[:4]), at[4], outline=fill, width=width)
        case _:
            raise ValueError(f"an icon has the unknown step {shape!r}")
