"""Look at odd pictures by the hundred: `python -m tests.perception.odd_images --count 1000`.

Nothing may crash, take longer than a second of processor time, or touch a file or the network.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from device.capture import decode_image
from device.errors import CaptureError
from device.frame import Display, ForegroundApp, Frame
from perception.change import find_change
from perception.marks import draw_marks
from perception.sight import Sight
from tests.perception.fuzz import MOST_SECONDS, Report, watched
from tests.perception.pictures import Canvas

Pixels = NDArray[np.uint8]
_SIDES = (1, 2, 3, 7, 15, 16, 17, 31, 33, 64, 100, 240, 319, 466, 720, 1080, 1081, 1440, 2400, 3200)
_MOST_PIXELS = 5_000_000


def _size(random: Random) -> tuple[int, int]:
    height, width = random.choice(_SIDES), random.choice(_SIDES)
    while height * width > _MOST_PIXELS:
        height //= 2
    return height, width


def _noise(random: Random) -> Pixels:
    return np.random.default_rng(random.randrange(2**32)).integers(0, 256, (*_size(random), 3), np.uint8)


def _flat(random: Random) -> Pixels:
    return np.full((*_size(random), 3), random.randrange(256), np.uint8)


def _gradient(random: Random) -> Pixels:
    height, width = _size(random)
    down, across = np.linspace(0, 255, height)[:, None], np.linspace(0, 255, width)[None]
    return np.stack([(down + across) / 2, 255 - down + 0 * across, across + 0 * down], axis=2).astype(np.uint8)


def _stripes(random: Random) -> Pixels:
    height, width = _size(random)
    period = random.randrange(1, 40)
    along = np.arange(height)[:, None] if random.random() < 0.5 else np.arange(width)[None]
    striped = np.broadcast_to((along // period % 2 * 255).astype(np.uint8), (height, width))
    return np.repeat(striped[:, :, None], 3, axis=2)


def _chequered(random: Random) -> Pixels:
    height, width = _size(random)
    side = random.randrange(1, 60)
    board = (np.arange(height)[:, None] // side + np.arange(width)[None] // side) % 2 * 255
    return np.repeat(board.astype(np.uint8)[:, :, None], 3, axis=2)


def _dots(random: Random) -> Pixels:
    """Return thousands of small things apart, some of them hollow."""
    height, width = _size(random)
    pixels, high = np.full((height, width, 3), 255, np.uint8), random.randrange(2, 60)
    wide, gap = random.choice((high, 3 * high)), random.randrange(3, 40)
    rim = random.choice((0, 2, 3))
    for y in range(0, height, high + gap):
        for x in range(0, width, wide + gap):
            pixels[y : y + high, x : x + wide] = 0
            if rim:
                pixels[y + rim : y + high - rim, x + rim : x + wide - rim] = 255
    return pixels


def _boxes(random: Random) -> Pixels:
    pixels = _flat(random)
    height, width = pixels.shape[:2]
    for _ in range(random.randrange(300)):
        y, x = random.randrange(height), random.randrange(width)
        pixels[y : y + random.randrange(1, 200), x : x + random.randrange(1, 200)] = random.randrange(256)
    return pixels


def _screen(random: Random) -> Pixels:
    canvas = Canvas(dark=random.random() < 0.5)
    for _ in range(random.randrange(60)):
        canvas.text(
            random.randrange(1080),
            random.randrange(2400),
            "odd " * random.randrange(1, 9),
            size=random.randrange(6, 90),
        )
        canvas.switch(random.randrange(-60, 1100), random.randrange(-60, 2400), on=random.random() < 0.5)
        canvas.icon(random.randrange(1080), random.randrange(2400))
    return canvas.pixels


def _crushed(random: Random) -> Pixels:
    pixels = _screen(random)
    encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, random.randrange(1, 30)])[1]
    return np.asarray(cv2.imdecode(encoded, 1), np.uint8)


def _view_of_another(random: Random) -> Pixels:
    pixels = _boxes(random)
    return pixels[::-1, ::-2] if random.random() < 0.5 else pixels.transpose(1, 0, 2)


def _nothing(random: Random) -> Pixels:
    return np.zeros(random.choice([(0, 0, 3), (0, 100, 3), (100, 0, 3)]), np.uint8)


KINDS: tuple[Callable[[Random], Pixels], ...] = (
    _noise, _flat, _gradient, _stripes, _chequered, _dots, _boxes, _screen, _crushed, _view_of_another, _nothing,
)  # fmt: skip


def run(*, count: int, seed: int) -> Report:
    """Look at `count` pictures and say what came of it; a third of them come as damaged files too."""
    random, report = Random(f"odd {seed}"), Report()
    sight, before = Sight(), None
    _look(sight, _crushed(random), _screen(random), 420)  # loads what Python loads at first use
    for number in range(count):
        kind = random.choice(KINDS)
        pixels = kind(random)
        pixels.setflags(write=False)
        density = random.choice((1, 120, 160, 320, 420, 640, 2000))
        data = _damaged_file(pixels, random) if random.random() < 0.3 and pixels.size else b""
        started = time.process_time()
        with watched() as accesses:
            try:
                before = _look(sight, pixels, before, density)
                _decode(data)
                outcome = kind.__name__.strip("_")
            except Exception as error:
                outcome = "crash"
                where = traceback.extract_tb(error.__traceback__)[-1]
                accesses.clear()
                said = f"{kind.__name__} {pixels.shape} at {density}: {type(error).__name__}: {error}"
                report.wrong.append(f"{number}: {said} ({where.filename}:{where.lineno})")
        seconds = time.process_time() - started
        report.outcomes[outcome] += 1
        report.slowest = max(report.slowest, seconds)
        if seconds > MOST_SECONDS:
            report.wrong.append(f"{number}: {kind.__name__} {pixels.shape} at {density} took {seconds:.2f} s")
        report.wrong.extend(f"{number}: {event}" for event in accesses)
    return report


def _look(sight: Sight, pixels: Pixels, before: Pixels | None, density: int) -> Pixels:
    display = Display(width=pixels.shape[1], height=pixels.shape[0], density=density)
    frame = Frame(
        pixels=pixels, hierarchy="", app=ForegroundApp(package="com.example.app"), display=display, captured_at=0.0
    )
    screen = sight.perceive(frame)
    if pixels.size:
        draw_marks(screen, pixels)
    if before is not None:
        find_change(before, pixels, display=display, screen=screen)
    return pixels


def _decode(data: bytes) -> None:
    with suppress(CaptureError):
        decode_image(data)


def _damaged_file(pixels: Pixels, random: Random) -> bytes:
    data = bytearray(cv2.imencode(random.choice((".png", ".jpg")), pixels)[1].tobytes())
    for _ in range(random.randrange(1, 20)):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data[: random.randrange(len(data))] if random.random() < 0.5 else data)


def main() -> int:
    """Run from the command line; return 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    report = run(count=chosen.count, seed=chosen.seed)
    sys.stdout.write(f"{chosen.count} pictures: {dict(report.outcomes)}, slowest {report.slowest:.3f} s\n")
    sys.stdout.write("\n".join(report.wrong[:50] or ["nothing went wrong"]) + "\n")
    return bool(report.wrong)


if __name__ == "__main__":
    sys.exit(main())
