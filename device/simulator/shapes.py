"""Rounded rectangles with smooth corners."""

from __future__ import annotations

import functools

from PIL import Image, ImageDraw

from device.simulator.view import Rect

_FINE = 4


@functools.lru_cache(maxsize=256)
def _corner(radius: int) -> Image.Image:
    """Return the coverage of a disc's upper left quarter."""
    fine = Image.new("L", (radius * _FINE, radius * _FINE))
    reach = radius * _FINE * 2
    ImageDraw.Draw(fine).ellipse((0, 0, reach - 1, reach - 1), fill=255)
    return fine.resize((radius, radius), Image.Resampling.BOX)


@functools.lru_cache(maxsize=256)
def _corners(radius: int) -> tuple[Image.Image, Image.Image, Image.Image, Image.Image]:
    corner = _corner(radius)
    right = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return (
        corner,
        right,
        corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        right.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    )


def fill_rounded(image: Image.Image, box: Rect, radius: int, color: tuple[int, int, int]) -> None:
    """Fill a rectangle whose corners are rounded by `radius` pixels."""
    if box.is_empty:
        return
    if radius <= 0:
        image.paste(color, (box.left, box.top, box.right, box.bottom))
        return
    left, top, right, bottom = box
    image.paste(color, (left + radius, top, right - radius, bottom))
    image.paste(color, (left, top + radius, left + radius, bottom - radius))
    image.paste(color, (right - radius, top + radius, right, bottom - radius))
    upper_left, upper_right, lower_left, lower_right = _corners(radius)
    image.paste(color, (left, top), upper_left)
    image.paste(color, (right - radius, top), upper_right)
    image.paste(color, (left, bottom - radius), lower_left)
    image.paste(color, (right - radius, bottom - radius), lower_right)


@functools.lru_cache(maxsize=16)
def disc(pixels: int) -> Image.Image:
    """Return the coverage of a disc that fills a square."""
    fine = Image.new("L", (pixels * _FINE, pixels * _FINE))
    ImageDraw.Draw(fine).ellipse((0, 0, pixels * _FINE - 1, pixels * _FINE - 1), fill=255)
    return fine.resize((pixels, pixels), Image.Resampling.BOX)


@functools.lru_cache(maxsize=64)
def ring(width: int, height: int, radius: int, thickness: int) -> Image.Image:
    """Return the coverage of a rounded rectangle's outline, drawn inside it."""
    fine = Image.new("L", (width * _FINE, height * _FINE))
    ImageDraw.Draw(fine).rounded_rectangle(
        (0, 0, width * _FINE - 1, height * _FINE - 1), radius * _FINE, outline=255, width=thickness * _FINE
    )
    return fine.resize((width, height), Image.Resampling.BOX)
