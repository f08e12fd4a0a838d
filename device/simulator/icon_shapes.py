"""The vector icons, as strokes and fills on a grid of 24 by 24.

Each icon is a list of steps: a step's name, then its numbers. ``line`` (points) and ``arc`` (centre, radius, degrees
from and to) are strokes two units wide with round ends; ``ring`` (centre, radius) and ``frame`` (left, top, right,
bottom, corner) are outlines; ``disc``, ``box`` and ``shape`` (points) are filled; a name that begins with ``cut_``
takes away instead.
"""

from __future__ import annotations

Step = tuple[str, tuple[float, ...]]


def _steps(*steps: tuple[str | float, ...]) -> tuple[Step, ...]:
    return tuple((str(step[0]), tuple(float(number) for number in step[1:])) for step in steps)


_CROSS = (("line", 6, 6, 18, 18), ("line", 18, 6, 6, 18))
_BELL = (
    ("disc", 12, 10, 6),
    ("box", 6, 10, 18, 17, 0),
    ("box", 4, 16, 20, 18.4, 1),
    ("disc", 12, 4.5, 1.8),
    ("disc", 12, 20, 2),
)
_CLOCK = (("ring", 12, 12, 9), ("line", 12, 7, 12, 12, 16, 14))
_PERSON = (("disc", 12, 7.6, 4), ("box", 4, 13.6, 20, 26, 7), ("cut_box", 3, 20.4, 21, 27, 0))
_GLOBE = (
    ("ring", 12, 12, 9),
    ("line", 3, 12, 21, 12),
    ("arc", 5, 12, 11, -55, 55),
    ("arc", 19, 12, 11, 125, 235),
)
_CALL = (
    (
        "shape",
        5,
        3.5,
        9,
        3.5,
        10.5,
        8.5,
        8.2,
        10.8,
        13.2,
        15.8,
        15.5,
        13.5,
        20.5,
        15,
        20.5,
        19,
        18,
        20.6,
        13,
        19.5,
        8,
        16.2,
        4.6,
        11,
        3.4,
        6,
    ),
)
_INFO = (("ring", 12, 12, 9), ("line", 12, 11, 12, 16.5), ("disc", 12, 7.6, 1.3))
_DOCUMENT = (
    ("box", 5, 2, 19, 22, 2),
    ("cut_line", 8.5, 9, 15.5, 9),
    ("cut_line", 8.5, 13, 15.5, 13),
    ("cut_line", 8.5, 17, 13, 17),
)
_TURN = (("arc", 12, 12.5, 7.5, -60, 210), ("shape", 17, 1.6, 17.4, 9.4, 10.4, 5.8))
_STAR = (12, 2, 15.1, 8.6, 22, 9.4, 16.8, 14.1, 18.2, 21, 12, 17.5, 5.8, 21, 7.2, 14.1, 2, 9.4, 8.9, 8.6)

ICONS: dict[str, tuple[Step, ...]] = {
    "accessibility": _steps(
        ("disc", 12, 3.6, 2.2),
        ("line", 4, 8, 20, 8),
        ("line", 12, 8, 12, 14),
        ("line", 9.5, 8, 9.5, 21),
        ("line", 14.5, 8, 14.5, 21),
        ("box", 9, 8, 15, 15, 0),
    ),
    "add": _steps(("line", 12, 5, 12, 19), ("line", 5, 12, 19, 12)),
    "airplane": _steps(
        (
            "shape",
            12,
            1.6,
            13.6,
            3,
            13.6,
            9,
            22,
            14,
            22,
            16,
            13.6,
            13.4,
            13.6,
            18.6,
            16,
            20.6,
            16,
            22,
            12,
            21,
            8,
            22,
            8,
            20.6,
            10.4,
            18.6,
            10.4,
            13.4,
            2,
            16,
            2,
            14,
            10.4,
            9,
            10.4,
            3,
        ),
    ),
    "album": _steps(("ring", 12, 12, 9), ("disc", 12, 12, 3)),
    "alarm": _steps(
        ("ring", 12, 13, 7.5), ("line", 12, 9, 12, 13, 15, 15), ("line", 3, 6, 6.5, 3), ("line", 21, 6, 17.5, 3)
    ),
    "apps": _steps(*(("box", x, y, x + 4.4, y + 4.4, 1) for x in (3.5, 9.8, 16.1) for y in (3.5, 9.8, 16.1))),
    "back": _steps(("line", 4.5, 12, 20, 12), ("line", 11.5, 5, 4.5, 12, 11.5, 19)),
    "backspace": _steps(
        ("shape", 1.5, 12, 7.5, 4.5, 22, 4.5, 22, 19.5, 7.5, 19.5),
        ("cut_line", 10.5, 8.8, 17, 15.2),
        ("cut_line", 17, 8.8, 10.5, 15.2),
    ),
    "battery": _steps(("box", 7, 4, 17, 22, 1.6), ("box", 9.5, 2, 14.5, 5, 0.5)),
    "bluetooth": _steps(("line", 6.5, 7, 17, 17, 12, 21.5, 12, 2.5, 17, 7, 6.5, 17)),
    "bolt": _steps(("shape", 13.5, 1.5, 4.5, 14, 10.5, 14, 9.5, 22.5, 19, 9.5, 12.6, 9.5)),
    "brightness": _steps(
        ("ring", 12, 12, 4.2),
        ("line", 12, 2, 12, 4.5),
        ("line", 12, 19.5, 12, 22),
        ("line", 2, 12, 4.5, 12),
        ("line", 19.5, 12, 22, 12),
        ("line", 5, 5, 6.6, 6.6),
        ("line", 17.4, 17.4, 19, 19),
        ("line", 5, 19, 6.6, 17.4),
        ("line", 17.4, 6.6, 19, 5),
    ),
    "business": _steps(("frame", 3, 8, 21, 20, 2), ("line", 9, 8, 9, 4.5, 15, 4.5, 15, 8), ("line", 3, 14, 21, 14)),
    "call": _steps(*_CALL),
    "brush": _steps(("line", 20, 4, 11, 13), ("shape", 4, 20, 5, 15, 9, 12.5, 12, 15.5, 9.5, 19)),
    "camera": _steps(("box", 2.5, 6.5, 21.5, 20, 2), ("box", 8.5, 4, 15.5, 8, 1), ("cut_disc", 12, 13.2, 4.2)),
    "check": _steps(("line", 4.5, 12.5, 9.5, 17.5, 19.5, 7)),
    "chevron_down": _steps(("line", 6, 9, 12, 15, 18, 9)),
    "chevron_right": _steps(("line", 9, 6, 15, 12, 9, 18)),
    "chevron_up": _steps(("line", 6, 15, 12, 9, 18, 15)),
    "clock": _steps(*_CLOCK),
    "close": _steps(*_CROSS),
    "copy": _steps(("frame", 8, 7, 19, 21, 1.5), ("line", 4, 16.5, 4, 3, 15, 3)),
    "data": _steps(("arc", 12, 12, 8.5, 20, 340), ("line", 12, 8, 12, 16), ("line", 8, 12, 16, 12)),
    "delete": _steps(
        ("box", 6, 8, 18, 21.5, 2),
        ("box", 4.5, 4.5, 19.5, 6.6, 0.6),
        ("box", 9, 2.8, 15, 5, 0.6),
        ("cut_line", 10, 11, 10, 18.5),
        ("cut_line", 14, 11, 14, 18.5),
    ),
    "devices": _steps(("frame", 3, 5, 17, 15, 1.5), ("line", 2, 19, 13, 19), ("box", 15, 9, 22, 21, 1.6)),
    "do_not_disturb": _steps(("disc", 12, 12, 9.5), ("cut_line", 7.5, 12, 16.5, 12)),
    "edit": _steps(
        ("shape", 3.5, 20.5, 3.5, 16.8, 14.4, 5.9, 18.1, 9.6, 7.2, 20.5),
        ("shape", 15.6, 4.7, 17.8, 2.6, 21.4, 6.2, 19.3, 8.4),
    ),
    "enter": _steps(("line", 20, 6, 20, 12, 5, 12), ("line", 9.5, 7, 4.5, 12, 9.5, 17)),
    "expand_less": _steps(("line", 6, 15, 12, 9, 18, 15)),
    "expand_more": _steps(("line", 6, 9, 12, 15, 18, 9)),
    "file": _steps(*_DOCUMENT),
    "filter": _steps(("shape", 3, 4.5, 21, 4.5, 14, 13, 14, 20, 10, 18, 10, 13)),
    "flag": _steps(("line", 6, 3, 6, 21.5), ("shape", 6, 4, 19, 4, 16, 8.5, 19, 13, 6, 13)),
    "folder": _steps(("box", 2.5, 6.5, 21.5, 19.5, 2), ("shape", 3, 8, 3, 5.5, 4, 4.5, 10, 4.5, 12, 7)),
    "forward": _steps(("line", 4, 12, 19.5, 12), ("line", 12.5, 5, 19.5, 12, 12.5, 19)),
    "globe": _steps(*_GLOBE),
    "home": _steps(
        ("shape", 12, 2.5, 22, 11.5, 19, 11.5, 19, 20.5, 5, 20.5, 5, 11.5, 2, 11.5), ("cut_box", 9.6, 14, 14.4, 20.5, 0)
    ),
    "hotspot": _steps(("disc", 12, 13, 2.2), ("arc", 12, 13, 5.5, 150, 390), ("arc", 12, 13, 9.2, 150, 390)),
    "image": _steps(
        ("box", 3, 4, 21, 20, 2), ("cut_disc", 8, 9, 1.8), ("cut_shape", 5, 18, 10.5, 12, 13.5, 15, 16, 12.5, 19.5, 18)
    ),
    "info": _steps(*_INFO),
    "key": _steps(("ring", 7, 12, 4), ("line", 11, 12, 21, 12, 21, 15.5), ("line", 17, 12, 17, 15)),
    "keyboard": _steps(
        ("box", 2, 5, 22, 19, 2),
        *(("cut_box", x, y, x + 2, y + 2, 0) for x in (5, 9, 13, 17) for y in (8, 11.4)),
        ("cut_box", 8, 15, 16, 17, 0),
    ),
    "label": _steps(("shape", 3, 6, 15.5, 6, 21.5, 12, 15.5, 18, 3, 18)),
    "location": _steps(("disc", 12, 9, 6.6), ("shape", 5.6, 11, 18.4, 11, 12, 22), ("cut_disc", 12, 9, 2.5)),
    "lock": _steps(
        ("box", 5, 10, 19, 21.5, 2),
        ("arc", 12, 7.6, 4, 180, 360),
        ("line", 8, 7.6, 8, 11),
        ("line", 16, 7.6, 16, 11),
        ("cut_disc", 12, 15.7, 1.8),
    ),
    "mail": _steps(("box", 2.5, 5, 21.5, 19, 2), ("cut_line", 4.5, 8, 12, 13, 19.5, 8)),
    "map": _steps(
        ("shape", 3, 5, 9, 3, 9, 19, 3, 21),
        ("shape", 10, 3, 14.5, 5, 14.5, 21, 10, 19),
        ("shape", 15.5, 5, 21, 3, 21, 19, 15.5, 21),
    ),
    "menu": _steps(("line", 4, 6.5, 20, 6.5), ("line", 4, 12, 20, 12), ("line", 4, 17.5, 20, 17.5)),
    "mic": _steps(
        ("box", 9, 2.5, 15, 14, 3), ("arc", 12, 11, 6, 0, 180), ("line", 12, 17.5, 12, 21), ("line", 8, 21, 16, 21)
    ),
    "minus": _steps(("line", 5, 12, 19, 12)),
    "more": _steps(("disc", 12, 5.5, 1.9), ("disc", 12, 12, 1.9), ("disc", 12, 18.5, 1.9)),
    "more_horiz": _steps(("disc", 5.5, 12, 1.9), ("disc", 12, 12, 1.9), ("disc", 18.5, 12, 1.9)),
    "music": _steps(("disc", 9.5, 17, 3.8), ("line", 12.3, 17, 12.3, 4), ("box", 11.3, 3, 18.5, 6.6, 0.5)),
    "nav_back": _steps(("shape", 18, 3, 18, 21, 3, 12)),
    "nav_home": _steps(("disc", 12, 12, 9)),
    "nav_overview": _steps(("box", 4, 4, 20, 20, 2.5)),
    "next": _steps(("shape", 5, 5, 15, 12, 5, 19), ("box", 16, 5, 19, 19, 0.6)),
    "nfc": _steps(("frame", 3, 3, 21, 21, 3), ("line", 8, 16, 8, 8, 16, 16, 16, 8)),
    "note": _steps(*_DOCUMENT),
    "notifications": _steps(*_BELL),
    "palette": _steps(
        ("disc", 12, 12, 9.5),
        ("cut_disc", 7, 11, 1.6),
        ("cut_disc", 10.5, 6.8, 1.6),
        ("cut_disc", 15.5, 7.6, 1.6),
        ("cut_disc", 16.5, 16.5, 3.4),
    ),
    "power": _steps(("arc", 12, 12.5, 7.5, -50, 230), ("line", 12, 3, 12, 11.5)),
    "pause": _steps(("box", 6, 5, 10, 19, 0.6), ("box", 14, 5, 18, 19, 0.6)),
    "people": _steps(
        ("disc", 8.5, 8.5, 3.4),
        ("shape", 2, 19, 2, 17, 4.5, 14.5, 12.5, 14.5, 15, 17, 15, 19),
        ("disc", 16.5, 9, 2.8),
        ("shape", 16.5, 19, 16.5, 16.5, 15, 14.4, 19.5, 14.6, 22, 17, 22, 19),
    ),
    "person": _steps(*_PERSON),
    "phone": _steps(*_CALL),
    "phone_device": _steps(("box", 6, 1.5, 18, 22.5, 2.4), ("cut_box", 8, 5, 16, 18.6, 0)),
    "play": _steps(("shape", 7.5, 4.5, 19.5, 12, 7.5, 19.5)),
    "previous": _steps(("shape", 19, 5, 9, 12, 19, 19), ("box", 5, 5, 8, 19, 0.6)),
    "public": _steps(*_GLOBE),
    "replay": _steps(*_TURN),
    "reset": _steps(*_TURN),
    "rotate": _steps(*_TURN, ("frame", 9, 9.4, 15, 16, 1)),
    "run": _steps(
        ("disc", 14.5, 4.2, 2.2),
        ("line", 6, 10, 9.5, 7.5, 13, 8.5, 10.5, 14, 14, 16.5, 14, 21),
        ("line", 13.5, 9.5, 18, 12),
        ("line", 10, 15, 8, 18, 4.5, 18),
    ),
    "save": _steps(
        ("shape", 3.5, 3.5, 16.5, 3.5, 20.5, 7.5, 20.5, 20.5, 3.5, 20.5),
        ("cut_box", 6, 5.8, 14.5, 9.6, 0),
        ("cut_disc", 12, 15, 2.8),
    ),
    "search": _steps(("ring", 10, 10, 6), ("line", 14.6, 14.6, 20, 20)),
    "settings": _steps(
        ("disc", 12, 12, 6.8),
        *(
            ("shape", *points)
            for points in (
                (10.3, 2, 13.7, 2, 14.4, 7, 9.6, 7),
                (10.3, 22, 13.7, 22, 14.4, 17, 9.6, 17),
                (2.5, 8.5, 4.2, 5.5, 8.9, 7.4, 6.5, 11.6),
                (21.5, 15.5, 19.8, 18.5, 15.1, 16.6, 17.5, 12.4),
                (2.5, 15.5, 4.2, 18.5, 8.9, 16.6, 6.5, 12.4),
                (21.5, 8.5, 19.8, 5.5, 15.1, 7.4, 17.5, 11.6),
            )
        ),
        ("cut_disc", 12, 12, 3.2),
    ),
    "share": _steps(("disc", 18, 5, 2.8), ("disc", 6, 12, 2.8), ("disc", 18, 19, 2.8), ("line", 18, 5, 6, 12, 18, 19)),
    "shift": _steps(("shape", 12, 3, 21, 12.5, 16, 12.5, 16, 20, 8, 20, 8, 12.5, 3, 12.5)),
    "sort": _steps(("line", 4, 6.5, 20, 6.5), ("line", 4, 12, 14.5, 12), ("line", 4, 17.5, 9, 17.5)),
    "star": _steps(("shape", *_STAR)),
    "star_outline": _steps(("line", *_STAR, 12, 2)),
    "stop": _steps(("box", 6, 6, 18, 18, 1)),
    "stopwatch": _steps(
        ("ring", 12, 13.5, 7.8), ("line", 12, 9, 12, 13.5), ("line", 9.5, 2.4, 14.5, 2.4), ("line", 18, 6.4, 19.6, 4.8)
    ),
    "storage": _steps(
        *(("box", 3, y, 21, y + 5, 1) for y in (3.5, 9.7, 15.9)),
        *(("cut_box", 5.2, y + 1.5, 7.2, y + 3.5, 0) for y in (3.5, 9.7, 15.9)),
    ),
    "timer": _steps(
        ("line", 6.5, 3, 17.5, 3),
        ("line", 6.5, 21, 17.5, 21),
        ("shape", 7.5, 3, 16.5, 3, 16.5, 6.5, 12.8, 12, 16.5, 17.5, 16.5, 21, 7.5, 21, 7.5, 17.5, 11.2, 12, 7.5, 6.5),
    ),
    "video": _steps(("box", 2.5, 6, 16, 18, 2), ("shape", 17, 11, 21.5, 7.5, 21.5, 16.5, 17, 13)),
    "visibility": _steps(
        (
            "shape",
            1.5,
            12,
            5,
            7.6,
            9,
            5.4,
            12,
            5,
            15,
            5.4,
            19,
            7.6,
            22.5,
            12,
            19,
            16.4,
            15,
            18.6,
            12,
            19,
            9,
            18.6,
            5,
            16.4,
        ),
        ("cut_disc", 12, 12, 4.6),
        ("disc", 12, 12, 2.8),
    ),
    "volume": _steps(
        ("shape", 3, 9, 7, 9, 12.5, 4, 12.5, 20, 7, 15, 3, 15),
        ("arc", 12, 12, 4.6, -50, 50),
        ("arc", 12, 12, 8.6, -55, 55),
    ),
    "wifi": _steps(("shape", 12, 21, 0.8, 7.6, 4.6, 5.2, 8.2, 4, 12, 3.6, 15.8, 4, 19.4, 5.2, 23.2, 7.6)),
}
