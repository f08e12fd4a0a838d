"""`screencap`: what the display shows, as a PNG file or raw pixels."""

from __future__ import annotations

import struct

from device.simulator.picture import screenshot_file
from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.interpreter import describe

RGBA_8888 = 1
DISPLAY_ID = 4619827259835644672
"""Physical id of the built-in display, as SurfaceFlinger tells it."""


@command("screencap")
def screencap(call: Call) -> int:
    """``screencap [-p] [-d DISPLAY] [FILE]``: PNG with -p or a name ending in .png."""
    args = list(call.args)
    if "-h" in args:
        raise CommandError("usage: screencap [-hp] [-d display-id] [FILENAME]")
    if "-d" in args[:-1]:
        at = args.index("-d")
        display = args[at + 1]
        del args[at : at + 2]
        if display not in {"0", str(DISPLAY_ID)}:
            # A failure is told on stdout, where clients expect the picture (seen on real phones).
            call.print(f"Display Id '{display}' is not valid.\nFailed to take screenshot. Status: -2")
            return 1
    path = next((part for part in args if not part.startswith("-")), "")
    pixels = call.phone.capture()
    data = screenshot_file(call.phone, form="png")
    if pixels is None or data is None:
        call.print("Failed to take screenshot. Status: -1\nCapturing failed.")
        return 1
    if not ("-p" in args or path.endswith(".png")):
        import numpy as np

        height, width, _ = pixels.shape
        opaque = np.full((height, width, 1), 255, np.uint8)
        data = struct.pack("<IIII", width, height, RGBA_8888, 1) + np.concatenate([pixels, opaque], axis=2).tobytes()
    if not path:
        call.stdout.write(data)
        return 0
    try:
        with open(call.shell.host_path(path), "wb") as file:
            file.write(data)
        call.shell.date(path)
    except OSError as error:
        raise CommandError(f"Error opening file: {path} ({describe(error)})") from error
    return 0
