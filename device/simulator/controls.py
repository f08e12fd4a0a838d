"""Draws what a control shows beside background, icon and text: switch, slider, tick, radio, underline."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from device.simulator.icons import icon_mask
from device.simulator.layout import Metrics
from device.simulator.shapes import fill_rounded, ring
from device.simulator.theme import Theme, resolve
from device.simulator.view import Color, Rect, View

_SQUARE_DP = 12
"""A field with rounder corners than this has no underline."""


def draw_control(image: Image.Image, view: View, frame: Rect, metrics: Metrics, theme: Theme) -> None:
    """Draw the control that `view.drawing` names into `frame`, in pixels of `image`."""
    _DRAWINGS[view.drawing](_Pen(image, metrics, theme), view, frame)


class _Pen:
    """An image with the units and colours to draw in it."""

    def __init__(self, image: Image.Image, metrics: Metrics, theme: Theme) -> None:
        self.image = image
        self.px = metrics.px
        self.theme = theme

    def fill(self, box: Rect, radius: int, color: Color) -> None:
        fill_rounded(self.image, box, min(radius, box.width // 2, box.height // 2), resolve(color, self.theme))

    def disc(self, x: int, y: int, radius: int, color: Color) -> None:
        self.fill(Rect(x - radius, y - radius, x + radius, y + radius), radius, color)

    def outline(self, box: Rect, radius: int, thickness: int, color: Color) -> None:
        mask = ring(box.width, box.height, radius, thickness)
        self.image.paste(resolve(color, self.theme), (box.left, box.top), mask)

    def icon(self, name: str, x: int, y: int, size: int, color: Color) -> None:
        mask = icon_mask(name, size)
        self.image.paste(resolve(color, self.theme), (x - size // 2, y - size // 2), mask)


def _switch(pen: _Pen, view: View, frame: Rect) -> None:
    width, height = min(pen.px(52), frame.width), min(pen.px(32), frame.height)
    left, top = frame.left + (frame.width - width) // 2, frame.top + (frame.height - height) // 2
    track = Rect(left, top, left + width, top + height)
    middle = (track.top + track.bottom) // 2
    if view.checked:
        pen.fill(track, height // 2, "primary" if view.enabled else "disabled")
        x = track.left + height // 2 if view.mirrored else track.right - height // 2
        pen.disc(x, middle, pen.px(12), "on_primary")
        pen.icon("check", x, middle, pen.px(16), "primary")
    else:
        pen.fill(track, height // 2, "surface_container_highest")
        pen.outline(track, height // 2, pen.px(2), "outline" if view.enabled else "disabled")
        x = track.right - height // 2 if view.mirrored else track.left + height // 2
        pen.disc(x, middle, pen.px(8), "outline" if view.enabled else "disabled")


def _slider(pen: _Pen, view: View, frame: Rect) -> None:
    if view.range is None:
        return
    low, high, current = view.range
    share = 0.0 if high <= low else min(1.0, max(0.0, (current - low) / (high - low)))
    start, end = frame.left + pen.px(view.padding.left), frame.right - pen.px(view.padding.right)
    done, y, half = round(share * (end - start)), (frame.top + frame.bottom) // 2, pen.px(2)
    x = end - done if view.mirrored else start + done
    pen.fill(Rect(start, y - half, end, y + half), half, "surface_container_highest")
    over = Rect(min(end - 2 * half, x), y - half, end, y + half) if view.mirrored else None
    pen.fill(over or Rect(start, y - half, max(start + 2 * half, x), y + half), half, "primary")
    if view.drawing == "slider":
        pen.disc(x, y, pen.px(10), "primary")


def _start(view: View, frame: Rect, inset: int, size: int) -> int:
    """Return the left of what is drawn so far from a view's start, where its line begins."""
    return frame.right - inset - size if view.mirrored else frame.left + inset


def _checkbox(pen: _Pen, view: View, frame: Rect) -> None:
    size = pen.px(18)
    left, top = _start(view, frame, pen.px(8), size), frame.top + (frame.height - size) // 2
    box = Rect(left, top, left + size, top + size)
    if view.checked:
        pen.fill(box, pen.px(2), "primary")
        pen.icon("check", left + size // 2, top + size // 2, size, "on_primary")
    else:
        pen.outline(box, pen.px(2), pen.px(2), "on_surface_variant")


def _radio(pen: _Pen, view: View, frame: Rect) -> None:
    size = pen.px(20)
    left, top = _start(view, frame, pen.px(24), size), frame.top + (frame.height - size) // 2
    color = "primary" if view.checked else "on_surface_variant"
    pen.outline(Rect(left, top, left + size, top + size), size // 2, pen.px(2), color)
    if view.checked:
        pen.disc(left + size // 2, top + size // 2, pen.px(5), color)


def _field(pen: _Pen, view: View, frame: Rect) -> None:
    if view.background is None or view.radius > _SQUARE_DP:
        return
    thickness = pen.px(2) if view.focused else max(1, pen.px(1))
    color = "primary" if view.focused else "on_surface_variant"
    pen.fill(Rect(frame.left, frame.bottom - thickness, frame.right, frame.bottom), 0, color)


_DRAWINGS: dict[str, Callable[[_Pen, View, Rect], None]] = {
    "switch": _switch,
    "slider": _slider,
    "progress": _slider,
    "checkbox": _checkbox,
    "radio": _radio,
    "field": _field,
}
