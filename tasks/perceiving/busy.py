"""A busy screen of a chosen number of views, drawn and told, for measuring speed: no real screen is needed for it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from device.frame import Display, ForegroundApp, Frame

WIDTH, HEIGHT = 1080, 2400
_TOP, _EACH = 210, 5
_PACKAGE = "com.example.busy"


def busy_frame(*, nodes: int = 300, scrolled: int = 0, typed: str = "", cursor: bool = False) -> Frame:
    """Return a frame of 1080x2400 with a search field and a list of rows of five views each in two columns.

    Args:
        nodes: How many views the hierarchy holds, at least 10.
        scrolled: By how many pixels the list has moved up, less than a row.
        typed: What stands in the search field.
        cursor: Whether the field's cursor shows.
    """
    picture = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 250))
    draw = ImageDraw.Draw(picture)
    font, small = ImageFont.load_default(size=34), ImageFont.load_default(size=26)
    rows = (nodes - 3) // _EACH
    high = (HEIGHT - _TOP) // (rows // 2)
    field = _view("EditText", (40, 90, 1040, 190), text=typed, on="clickable focusable focused", close=True)
    draw.rounded_rectangle((40, 90, 1040, 190), 20, fill=(230, 232, 240))
    draw.text((80, 120), typed, font=font, fill=(20, 20, 20))
    if cursor:
        draw.rectangle((90 + 20 * len(typed), 115, 94 + 20 * len(typed), 165), fill=(20, 90, 220))
    listed = []
    for row in range(rows):
        left, top = 540 * (row % 2), _TOP + high * (row // 2) - scrolled
        box = left, max(_TOP, top), left + 540, top + high
        listed.append(_view("LinearLayout", box, on="clickable focusable"))
        title, summary = f"Row {row} of the list", f"Summary {row * 7919 % 1000}"
        listed.append(_view("ImageView", (left + 10, top + 6, left + 60, top + 56), close=True))
        listed.append(_view("TextView", (left + 80, top + 4, left + 400, top + 34), text=title, close=True))
        listed.append(_view("TextView", (left + 80, top + 36, left + 400, top + 62), text=summary, close=True))
        switch = "checkable checked" if row % 3 else "checkable"
        listed.append(_view("Switch", (left + 430, top + 10, left + 520, top + 56), on=switch, close=True) + "</node>")
        draw.ellipse((left + 10, top + 6, left + 60, top + 56), fill=(row * 37 % 256, row * 91 % 256, 160))
        draw.text((left + 80, top + 2), title, font=font, fill=(20, 20, 20))
        draw.text((left + 80, top + 36), summary, font=small, fill=(90, 90, 90))
        draw.rounded_rectangle((left + 430, top + 10, left + 520, top + 56), 23, fill=(90, 120, 220))
    page = _view("RecyclerView", (0, _TOP, WIDTH, HEIGHT), on="scrollable") + "".join(listed) + "</node>"
    draw.rectangle((0, 0, WIDTH, 70), fill=(250, 250, 250))
    views = _view("FrameLayout", (0, 0, WIDTH, HEIGHT)) + field + page + "</node>"
    return Frame(
        pixels=np.asarray(picture),
        hierarchy=f'<hierarchy rotation="0">{views}</hierarchy>',
        app=ForegroundApp(package=_PACKAGE),
        display=Display(width=WIDTH, height=HEIGHT),
        captured_at=0.0,
    )


def _view(kind: str, box: tuple[int, int, int, int], *, text: str = "", on: str = "", close: bool = False) -> str:
    left, top, right, bottom = box
    states = "checkable checked clickable focusable focused scrollable long-clickable password selected".split()
    told = " ".join(f'{state}="{str(state in on.split()).lower()}"' for state in states)
    return (
        f'<node index="0" text="{text}" resource-id="" class="android.widget.{kind}" package="{_PACKAGE}" '
        f'content-desc="" enabled="true" visible-to-user="true" bounds="[{left},{top}][{right},{bottom}]" '
        f'drawing-order="0" hint="" {told}{"/" if close else ""}>'
    )
