"""How long perception takes for a frame, and whether it keeps memory."""

from __future__ import annotations

import dataclasses
import gc
import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from device.frame import Frame
from perception import Screen, parse_hierarchy, perceive
from perception.change import ChangeKind, find_change
from perception.looks import Looks
from perception.pixels.reader import Reader, open_reader
from perception.pixels.see import see
from perception.scroll_offset import Scroll
from tasks.perceiving.busy import busy_frame

NODES = 300
_SCROLLED = 37


def time_frames(count: int) -> dict[str, Any]:
    """Return how long one core works on a frame of 1080x2400 with 300 views: understood, and held against the last one.

    Milliseconds of this thread's processor time, so that what else the machine does counts for little. Frames come in
    turns of four: nothing happened, a cursor blinked, a text was typed, the list scrolled.

    Args:
        count: How many frames.
    """
    still = busy_frame(nodes=NODES)
    turns = {
        "nothing happened": (busy_frame(nodes=NODES), ChangeKind.NONE),
        "a cursor": (busy_frame(nodes=NODES, cursor=True), ChangeKind.BY_ITSELF),
        "a text": (busy_frame(nodes=NODES, typed="amber"), ChangeKind.CHANGED),
        "scrolling": (busy_frame(nodes=NODES, scrolled=_SCROLLED), ChangeKind.SCROLLED),
    }
    before = perceive(still)
    times: dict[str, list[float]] = {name: [] for name in turns}
    wrong = dict.fromkeys(turns, 0)
    for name in itertools.islice(itertools.cycle(turns), count):
        frame, kind = turns[name]
        began = time.thread_time()
        screen = perceive(frame, before=before)
        change = find_change(still.pixels, frame.pixels, display=frame.display, screen=screen)
        times[name].append((time.thread_time() - began) * 1000)
        wrong[name] += change.kind is not kind
    every = [each for found in times.values() for each in found]
    return {
        "figures": {
            "pixels_ms": round(statistics.median(_milliseconds(still) for _ in range(max(1, count // 40))), 1),
            "frame_ms": round(statistics.median(every), 2),
            "frame_slowest_kind_ms": round(max(statistics.median(found) for found in times.values() if found), 2),
            "nodes": len(parse_hierarchy(still.hierarchy).nodes),
        },
        "rows": [
            {
                "what": f"frame: {name}",
                "tried": len(each),
                "wrong": wrong[name],
                "ms": round(statistics.median(each), 2),
            }
            for name, each in times.items()
            if each
        ],
    }


def _milliseconds(frame: Frame) -> float:
    """Return how long seeing a frame in pixels alone takes, reading aside."""
    began = time.thread_time()
    see(frame, None)
    return (time.thread_time() - began) * 1000


def time_reading(count: int) -> dict[str, Any] | None:
    """Return how long reading takes, in processor seconds of all threads: of a whole frame, and of what changed in it.

    Args:
        count: How many frames of each kind; None comes back where the extra `ocr` is not installed.
    """
    reader = open_reader()
    if reader is None:
        return None
    reader.read(busy_frame(nodes=NODES).pixels)  # loads the models
    whole, typed, scrolled = [], [], []
    for number in range(count):
        first = busy_frame(nodes=NODES, typed="a" * number)
        other, moved = busy_frame(nodes=NODES, typed=f"amber {number}"), busy_frame(nodes=NODES, scrolled=_SCROLLED)
        fresh = open_reader()
        assert fresh is not None
        whole.append(_seconds(fresh, first, None))
        typed.append(_seconds(fresh, other, None))
        still = busy_frame(nodes=NODES)
        fresh.read(still.pixels)
        change = find_change(still.pixels, moved.pixels, display=moved.display, screen=perceive(moved))
        scrolled.append(_seconds(fresh, moved, change.scroll))
    figures = {"ocr_s": whole, "ocr_changed_s": typed, "ocr_scrolled_s": scrolled}
    return {"figures": {name: round(statistics.median(each), 3) for name, each in figures.items()}, "rows": []}


def _seconds(reader: Reader, frame: Frame, scroll: Scroll | None) -> float:
    began = time.process_time()
    reader.read(frame.pixels, scroll=scroll)
    return time.process_time() - began


def weigh_frames(count: int, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Return by how many megabytes the process has grown over `count` frames, after a tenth of them to warm up.

    Args:
        count: How many frames, at least 10.
        say: Is told how far it is.
    """
    frames = [busy_frame(nodes=NODES, typed="x" * number, scrolled=3 * number) for number in range(4)]
    frames.append(dataclasses.replace(frames[0], hierarchy=""))
    frames.append(dataclasses.replace(frames[1], hierarchy=""))
    screen: Screen | None = None
    looks, last, first = Looks(), frames[-1], 0.0
    for number in range(count):
        frame = frames[number % len(frames)]
        screen = perceive(frame, before=screen, looks=looks)
        find_change(last.pixels, frame.pixels, display=frame.display, screen=screen)
        last = frame
        if number == count // 10:
            first = _resident_megabytes()
        if number % 1000 == 999:
            say(f"{number + 1} of {count} frames")
    return {"figures": {"memory_growth_mb": round(_resident_megabytes() - first, 1)}, "rows": []}


def _resident_megabytes() -> float:
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024
