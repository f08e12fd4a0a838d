"""Perceive damaged hierarchies by the thousand: `python -m tests.perception.fuzz --count 100000`.

Nothing may crash, take longer than a second of processor time, or touch a file or the network.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import socket
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from agent.aim import aim
from agent.element_line import element_lines
from device.frame import Display, ForegroundApp, Frame
from perception import HierarchyError, Screen, decode_hierarchy, perceive
from tasks.verbs.screen import conditions, screen_to_json
from tests.perception.builder import hierarchy, node, settings_row, window
from tests.perception.mutate import mutate

MOST_SECONDS = 1.0
NO_PIXELS = np.zeros((0, 0, 3), np.uint8)
_TOUCHING = ("open", "os.", "socket.", "subprocess.", "shutil.", "urllib.", "ftplib.", "http.", "ctypes.dlopen")
_IN_OPEN, _IN_ACCESS = 0x20, 0x1
_IN_NONBLOCK = os.O_NONBLOCK


@dataclass(kw_only=True)
class Report:
    """What came of it: documents by outcome, the slowest in processor seconds, and what should never happen."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def seeds() -> list[str]:
    """Return hierarchies of our own making, for where there are no real ones."""
    bar = window(node("TextView", (0, 0, 99, 60), text="9:41"), bounds=(0, 0, 1080, 66), package="com.android.systemui")
    form = [
        node("EditText", (0, 900 + 200 * place, 1080, 1050 + 200 * place), hint=f"Field {place}") for place in range(4)
    ]
    grid = [
        node("Button", (270 * (place % 4), 300 + 200 * (place // 4), 260 + 270 * (place % 4), 480 + 200 * (place // 4)),
             text=f"Cell {place}", on="clickable", order=place)
        for place in range(24)
    ]  # fmt: skip
    rows = [settings_row(300 + 150 * place, f"Row {place}", "Summary", switch="on") for place in range(12)]
    dialog = window(*grid[:2], bounds=(100, 700, 980, 1500))
    return [
        hierarchy(bar, window(*rows)),
        hierarchy(window(*form), bar, rotation=1),
        hierarchy(window(node("RecyclerView", (0, 200, 1080, 2300), *grid, on="scrollable"))),
        hierarchy(window(*rows[:3], *form), dialog),
    ]


def real(folder: Path) -> list[str]:
    """Return the real hierarchies in ``folder/*/dump.xml`` and ``folder/malformed/*/dump.xml``."""
    return [
        decode_hierarchy(path.read_bytes())
        for path in sorted([*folder.glob("*/dump.xml"), *folder.glob("malformed/*/dump.xml")])
    ]


def run(corpus: Sequence[str], *, count: int, seed: int) -> Report:
    """Perceive `count` damaged documents and say what came of it."""
    random, report = Random(f"fuzz {seed}"), Report()
    before: Screen | None = None
    _perceive("<hierarchy>\ud800</hierarchy>", random, None)  # loads what Python loads at first use
    with canary() as (addresses, touched):
        for number in range(count):
            document = mutate(random.choice(corpus), corpus, random, random.choice(addresses))
            started = time.process_time()
            with watched() as accesses:
                try:
                    before = _perceive(document, random, before)
                    outcome = "partial" if before.partial else "whole"
                except HierarchyError:
                    outcome = "error"
                except Exception as error:
                    outcome = "crash"
                    where = traceback.extract_tb(error.__traceback__)[-1]
                    accesses.clear()  # the traceback's lines are read from our own sources
                    report.wrong.append(f"{number}: {type(error).__name__}: {error} ({where.filename}:{where.lineno})")
            seconds = time.process_time() - started
            report.outcomes[outcome] += 1
            report.slowest = max(report.slowest, seconds)
            if seconds > MOST_SECONDS:
                report.wrong.append(f"{number}: took {seconds:.2f} s for {len(document)} characters")
            report.wrong.extend(f"{number}: {event}" for event in accesses)
        if touched():
            report.wrong.append("the canary was touched")
    return report


def _perceive(document: str, random: Random, before: Screen | None) -> Screen:
    frame = Frame(
        pixels=NO_PIXELS,
        hierarchy=document if document.strip() else " ",
        app=ForegroundApp(package="com.example.app"),
        display=Display(width=1080, height=2400),
        captured_at=0.0,
    )
    screen = perceive(frame, before=before)
    element_lines(screen, "Open the settings")
    screen_to_json(screen, seconds=0.0)
    conditions(screen)
    for _ in range(3):
        aim(screen, (random.randrange(1080), random.randrange(2400)), "I tap it")
    return screen


_RECORDED: list[str] | None = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _RECORDED is not None and event.startswith(_TOUCHING):
        _RECORDED.append(f"{event}{arguments!r:.120}")


@contextmanager
def watched() -> Iterator[list[str]]:
    """Give a list in which every access to files, sockets and processes through Python shows up."""
    global _RECORDED
    _RECORDED = []
    try:
        yield _RECORDED
    finally:
        _RECORDED = None


@contextmanager
def canary() -> Iterator[tuple[tuple[str, ...], Callable[[], bool]]]:
    """Give addresses that nobody may read, and a function that says whether libxml2 or anyone else did.

    C code raises no audit events; the kernel tells of the file, and a listening socket of the network.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        path = Path(folder, "canary.txt")
        path.write_text("canary")
        watch = libc.inotify_init1(_IN_NONBLOCK)
        libc.inotify_add_watch(watch, os.fsencode(path), _IN_OPEN | _IN_ACCESS)

        def touched() -> bool:
            try:
                opened = bool(os.read(watch, 4096))
            except BlockingIOError:
                opened = False
            try:
                server.accept()[0].close()
            except BlockingIOError:
                return opened
            return True

        port = server.getsockname()[1]
        addresses = (path.as_uri(), f"http://127.0.0.1:{port}/x")
        try:
            yield addresses, touched
        finally:
            os.close(watch)


sys.addaudithook(_hook)


def main() -> int:
    """Run from the command line; return 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=os.environ.get("HANDROID_REAL_DUMPS"))
    chosen = parser.parse_args()
    corpus = seeds() + (real(Path(chosen.folder)) if chosen.folder else [])
    report = run(corpus, count=chosen.count, seed=chosen.seed)
    said = f"{chosen.count} documents made of {len(corpus)}: {dict(report.outcomes)}"
    sys.stdout.write(f"{said}, slowest {report.slowest:.3f} s of processor time\n")
    sys.stdout.write("\n".join(report.wrong[:50] or ["nothing went wrong"]) + "\n")
    return bool(report.wrong)


if __name__ == "__main__":
    sys.exit(main())
