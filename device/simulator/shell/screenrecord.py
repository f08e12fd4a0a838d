"""`screenrecord`: what the display shows over a while, as a video."""

from __future__ import annotations

import io
import time
from pathlib import Path

from PIL import Image

from device.simulator.shell.command import Call, CommandError, Interrupted, command
from device.simulator.shell.interpreter import describe
from device.simulator.video import TICKS, Sample, write_mp4

MOST_SECONDS = 180
FRAME_SECONDS = 0.1
QUALITY = 80
_VALUED = ("--size", "--bit-rate", "--time-limit", "--display-id")


@command("screenrecord")
def screenrecord(call: Call) -> int:
    """``screenrecord [--size WxH] [--time-limit SECONDS] FILE``: until the time is over, a signal, or a hang-up."""
    options, names = _parse(call.args)
    limit = options.get("--time-limit", str(MOST_SECONDS))
    if not (limit.isascii() and limit.isdigit() and 0 < int(limit) <= MOST_SECONDS):
        raise CommandError(f"Time limit {limit}s outside acceptable range [1,{MOST_SECONDS}]")
    if len(names) != 1:
        raise CommandError(
            "Must specify output file (see --help)." if not names else "Usage: screenrecord FILE", exit_code=2
        )
    size = _size(options.get("--size", ""), call.phone.display_size)
    target = Path(call.shell.host_path(names[0]))
    try:
        target.touch()
        _record(call, target, seconds=int(limit), size=size)
    except OSError as error:
        raise CommandError(f"Unable to open '{names[0]}': {describe(error)}") from error
    return 0


def _parse(args: list[str]) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    names: list[str] = []
    rest = list(args)
    while rest:
        word = rest.pop(0)
        if word in _VALUED and rest:
            options[word] = rest.pop(0)
        elif word.startswith("-"):
            options[word] = ""
        else:
            names.append(word)
    return options, names


def _size(text: str, display: tuple[int, int]) -> tuple[int, int]:
    if not text:
        return display
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 16 <= int(width) <= 4096 and 16 <= int(height) <= 4096):
        raise CommandError(f"Invalid size '{text}', must be width x height")
    return int(width), int(height)


def _record(call: Call, target: Path, *, seconds: int, size: tuple[int, int]) -> None:
    """Record until the time is over; a picture that stays is one sample, however long."""
    began = time.monotonic()
    shown: list[tuple[float, bytes]] = []
    last: object = None
    try:
        while (now := time.monotonic()) - began < seconds:
            pixels = call.phone.capture()
            if pixels is not None and pixels is not last:
                last = pixels
                shown.append((now, _jpeg(Image.fromarray(pixels), size)))
            call.wait(min(FRAME_SECONDS, max(0.0, began + seconds - time.monotonic())))
    except Interrupted:
        pass  # Ctrl-C ends a recording as its time limit does: the video is whole
    ends = [*(start for start, _ in shown[1:]), time.monotonic()]
    samples = [
        Sample(jpeg=jpeg, ticks=max(1, round((end - start) * TICKS)))
        for (start, jpeg), end in zip(shown, ends, strict=False)
    ]
    write_mp4(target, samples, size=size)


def _jpeg(picture: Image.Image, size: tuple[int, int]) -> bytes:
    buffer = io.BytesIO()
    (picture if picture.size == size else picture.resize(size)).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
