"""Draw screens for tests of pixels: pictures of which it is known what is on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from device.frame import Display, ForegroundApp, Frame

GROUND, INK, BLUE = (250, 250, 250), (30, 30, 30), (30, 90, 220)


class Canvas:
    """A picture of 1080x2400 pixels at 420 dpi to draw controls on, at places in pixels."""

    def __init__(self, *, dark: bool = False) -> None:
        self.ground, self.ink = ((24, 24, 28), (235, 235, 235)) if dark else (GROUND, INK)
        self.picture = Image.new("RGB", (1080, 2400), self.ground)
        self.draw = ImageDraw.Draw(self.picture)

    def text(self, x: int, y: int, words: str, *, size: int = 44, colour: tuple[int, int, int] | None = None) -> None:
        self.draw.text((x, y), words, font=ImageFont.load_default(size=size), fill=colour or self.ink)

    def button(self, box: tuple[int, int, int, int], words: str) -> None:
        self.draw.rounded_rectangle(box, 30, fill=BLUE)
        self.draw.text(
            ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2),
            words, font=ImageFont.load_default(size=44), fill=(255, 255, 255), anchor="mm",
        )  # fmt: skip

    def field(self, box: tuple[int, int, int, int], hint: str) -> None:
        self.draw.rounded_rectangle(box, 24, outline=(120, 120, 120), width=4)
        self.text(box[0] + 40, (box[1] + box[3]) // 2 - 26, hint, colour=(120, 120, 120))

    def switch(self, x: int, y: int, *, on: bool) -> None:
        self.draw.rounded_rectangle((x, y, x + 136, y + 84), 42, fill=BLUE if on else (200, 200, 205))
        knob = x + 60 if on else x + 8
        self.draw.ellipse((knob, y + 8, knob + 68, y + 76), fill=(255, 255, 255))

    def checkbox(self, x: int, y: int, *, on: bool) -> None:
        if on:
            self.draw.rectangle((x, y, x + 54, y + 54), fill=BLUE)
            self.draw.line((x + 12, y + 28, x + 24, y + 40, x + 44, y + 14), fill=(255, 255, 255), width=6)
        else:
            self.draw.rectangle((x, y, x + 54, y + 54), outline=self.ink, width=6)

    def icon(self, x: int, y: int) -> None:
        self.draw.ellipse((x, y, x + 60, y + 60), outline=self.ink, width=7)
        self.draw.line((x + 14, y + 30, x + 46, y + 30), fill=self.ink, width=7)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        return np.asarray(self.picture)

    def frame(self, hierarchy: str = "") -> Frame:
        return Frame(
            pixels=self.pixels,
            hierarchy=hierarchy,
            app=ForegroundApp(package="com.example.game"),
            display=Display(width=1080, height=2400),
            captured_at=0.0,
        )
