"""`Renderer`: draws laid-out windows as pixels."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageOps

from device.simulator import typeface
from device.simulator.controls import draw_control
from device.simulator.icons import icon_mask
from device.simulator.ink import draw_picture, draw_strokes
from device.simulator.layout import Metrics
from device.simulator.mirroring import TURNED_ICONS
from device.simulator.shapes import disc, fill_rounded, ring
from device.simulator.theme import WALLPAPERS, Rgb, Theme, resolve
from device.simulator.view import Color, Rect, View
from device.simulator.windows import Window

DIMMED = 0.45
"""The share of light that is left behind a dialog."""
_WALLPAPER = "wallpaper:"


class Renderer:
    """Draws windows into a new image each time; glyphs, icons and corners are kept for the next."""

    def render(
        self, windows: Sequence[Window], size: tuple[int, int], metrics: Metrics, theme: Theme, inverted: bool
    ) -> NDArray[np.uint8]:
        """Return the display's pixels.

        Args:
            windows: Laid-out windows, bottom to top.
            size: Width and height in pixels.
            metrics: Pixels per dp and sp.
            theme: Which palette colour roles are taken from.
            inverted: Whether colours are inverted at last.

        Returns:
            RGB of shape (height, width, 3), read-only.
        """
        image = Image.new("RGB", size)
        for window in windows:
            if window.dim:
                image = image.point([round(level % 256 * DIMMED) for level in range(768)])
            _Painter(image, metrics, theme).paint(window.root)
        if inverted:
            image = ImageOps.invert(image)
        return np.asarray(image)


class _Painter:
    """Draws views into one image."""

    def __init__(self, image: Image.Image, metrics: Metrics, theme: Theme) -> None:
        self.image = image
        self.metrics = metrics
        self.theme = theme

    def paint(self, view: View) -> None:
        """Draw a view and its descendants, as far as they can be seen."""
        if view.visible.is_empty:
            return
        if view.background is not None or view.border is not None or view.icon or _has_ink(view):
            if view.visible == view.frame:
                self._paint_one(self.image, view, view.frame)
            else:
                self._paint_cut(view)
        for child in view.children:
            self.paint(child)

    def _paint_cut(self, view: View) -> None:
        """Draw a view of which only a part is seen: on a sheet of its own, which is then cut."""
        frame, seen = view.frame, view.visible
        sheet = Image.new("RGB", (frame.width, frame.height))
        at = (seen.left - frame.left, seen.top - frame.top)
        sheet.paste(self.image.crop(seen), at)
        self._paint_one(sheet, view, Rect(0, 0, frame.width, frame.height))
        part = sheet.crop((*at, at[0] + seen.width, at[1] + seen.height))
        self.image.paste(part, (seen.left, seen.top))

    def _paint_one(self, image: Image.Image, view: View, frame: Rect) -> None:
        radius = min(self.metrics.px(view.radius), frame.width // 2, frame.height // 2)
        if view.background is not None:
            self._background(image, view.background, frame, radius)
        if view.border is not None:
            mask = ring(frame.width, frame.height, radius, max(1, self.metrics.px(1)))
            image.paste(self._rgb(view.border), (frame.left, frame.top), mask)
        if view.drawing != "none":
            draw_control(image, view, frame, self.metrics, self.theme)
        if view.picture:
            is_disc = 0 < frame.width == frame.height <= 2 * radius + 1
            draw_picture(image, view.picture, frame, zoom=view.zoom, mask=disc(frame.width) if is_disc else None)
        if view.strokes:
            draw_strokes(image, view.strokes, frame, self.metrics, self.theme)
        if view.icon:
            pixels = self.metrics.px(view.icon_size)
            x, y = frame.left + (frame.width - pixels) // 2, frame.top + (frame.height - pixels) // 2
            color = view.color if view.color is not None else "on_surface_variant"
            mask = icon_mask(view.icon, pixels)
            if view.mirrored and view.icon in TURNED_ICONS:
                mask = mask.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            image.paste(self._rgb(color), (x, y), mask)
        if view.kind == "text":
            self._text(image, view, frame)
        elif view.caption:
            pixels = self.metrics.px(view.text_size)
            mask = typeface.mask(view.caption, pixels)
            x, y = frame.left + (frame.width - mask.width) // 2, frame.top + (frame.height - mask.height) // 2
            image.paste(self._rgb(view.color or "on_surface"), (x, y), mask)

    def _background(self, image: Image.Image, color: Color, frame: Rect, radius: int) -> None:
        if isinstance(color, str) and color.startswith(_WALLPAPER):
            image.paste(_wallpaper(color.removeprefix(_WALLPAPER), frame.width, frame.height), frame[:2])
        else:
            fill_rounded(image, frame, radius, self._rgb(color))

    def _text(self, image: Image.Image, view: View, frame: Rect) -> None:
        left, top, right, bottom = self.metrics.insets(view.padding)
        pixels = self.metrics.sp(view.text_size)
        weight = self.metrics.text_weight(view)
        height = typeface.line_height(pixels)
        room = Rect(frame.left + left, frame.top + top, frame.right - right, frame.bottom - bottom)
        empty_field = view.is_field and not view.text
        color = self._rgb("on_surface_variant" if empty_field else view.color or "on_surface")
        multi_line = view.is_field and view.max_lines != 1
        y = room.top if multi_line else room.top + max(0, (room.height - height * len(view.lines)) // 2)
        starts = typeface.line_starts(view.text, view.lines)
        for start, line in zip(starts, view.lines, strict=True):
            shown = line.rstrip("\n").replace("\t", "    ")
            width = typeface.measure(shown, pixels, weight)
            x = room.left
            if view.text_align != "start":
                x += (room.width - width) // (2 if view.text_align == "center" else 1)
            elif view.is_field and view.max_lines == 1:
                cursor = view.selection[1] if view.focused else len(shown)
                x -= typeface.hidden_before(shown, cursor, room.width, pixels, weight)
            if view.focused:
                self._selection(image, view, shown, start, Rect(x, y, room.right, y + height), pixels, weight)
            if shown.strip():
                self._ink(image, shown, x, y, room, color, pixels, weight)
            y += height

    def _ink(
        self,
        image: Image.Image,
        shown: str,
        x: int,
        y: int,
        room: Rect,
        color: Rgb,
        pixels: int,
        weight: typeface.Weight,
    ) -> None:
        mask = typeface.mask(shown, pixels, weight)
        if x < room.left or x + mask.width > room.right:
            mask = mask.crop((max(0, room.left - x), 0, min(mask.width, room.right - x), mask.height))
            x = max(x, room.left)
        image.paste(color, (x, y), mask)

    def _selection(
        self,
        image: Image.Image,
        view: View,
        line: str,
        start: int,
        box: Rect,
        pixels: int,
        weight: typeface.Weight,
    ) -> None:
        """Draw the selected part's background, or the cursor, of the line that begins at character `start`."""
        first, last = view.selection
        if not view.text:
            line, first, last = "", 0, 0
        if last < start or first > start + len(line):
            return
        draw = ImageDraw.Draw(image)
        left = box.left + typeface.measure(line[: max(0, first - start)], pixels, weight)
        if first == last:
            draw.rectangle((left, box.top, left + self.metrics.px(2) - 1, box.bottom), fill=self._rgb("primary"))
        else:
            right = box.left + typeface.measure(line[: last - start], pixels, weight)
            right = max(left, min(right, box.right) - 1)
            draw.rectangle((left, box.top, right, box.bottom), fill=self._rgb("primary_container"))

    def _rgb(self, color: Color) -> Rgb:
        return resolve(color, self.theme)


def _has_ink(view: View) -> bool:
    return view.drawing != "none" or bool(view.caption or view.picture or view.strokes) or view.kind == "text"


@functools.lru_cache(maxsize=2)
def _wallpaper(name: str, width: int, height: int) -> Image.Image:
    """Return a gradient with a hill at its foot."""
    top, bottom = WALLPAPERS.get(name, WALLPAPERS["dusk"])
    share = np.linspace(0, 1, height)[:, None, None]
    column = (np.array(top) * (1 - share) + np.array(bottom) * share).astype(np.uint8)
    image = Image.fromarray(column).resize((width, height), Image.Resampling.NEAREST)
    hill = Image.new("L", (width, height))
    draw = ImageDraw.Draw(hill)
    draw.ellipse((-width // 2, round(height * 0.72), width, round(height * 1.3)), fill=60)
    near = Image.new("L", (width, height))
    ImageDraw.Draw(near).ellipse((width // 3, round(height * 0.78), width * 2, round(height * 1.4)), fill=90)
    image.paste(top, (0, 0), ImageChops.lighter(hill, near))
    return image
