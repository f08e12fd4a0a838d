"""What it costs to see that a screen has come to rest, on the simulated phone whose screens move, over adb."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from device.action import Launch, PhoneAction, Press, Swipe, Tap
from device.capture import read_hierarchy
from device.settle import pause_after, wait_until_still
from tasks.settling import FIXED, figures_of, fixed
from tasks.simulated import simulated_phone

if TYPE_CHECKING:
    from device.adb_phone import AdbPhone

ACTIONS: tuple[PhoneAction, ...] = (
    Launch(app="Settings"),
    Swipe(x1=540, y1=1900, x2=540, y2=700, seconds=0.2),
    Tap(x=540, y=1200),
    Press(key="back"),
    Tap(x=900, y=40),
    Press(key="home"),
    Swipe(x1=540, y1=2000, x2=540, y2=600, seconds=0.15),
    Press(key="home"),
    Launch(app="Clock"),
    Press(key="back"),
)
"""Screens that open and close, lists that are flung, a tap that changes nothing; in pixels of 1080x2400."""

_LIMIT = 3.0
"""Seconds after which settling gives up, as in a run."""


@dataclass(frozen=True, kw_only=True)
class _Watched:
    """How one screen was watched: looks, seconds until it was seen to rest, and seconds that its looks took."""

    looks: int
    seconds: float
    looking: float


def measure_on_phone(*, rounds: int, rest: float) -> dict[str, Any]:
    """Return figures and rows: captures per step, at the adaptive rate and at fixed ones, by turns.

    Args:
        rounds: How often the actions are done at each rate.
        rest: Seconds that a screen rests, while the model thinks. A fixed rate goes on then; settling has ended.
    """
    from device.adb_phone import connect

    rates: dict[str, tuple[Callable[[float], float], float]] = {"adaptive": (pause_after, 0.0)}
    rates |= {f"every {seconds * 1000:g} ms": (partial(fixed, seconds), seconds) for seconds in FIXED}
    seen: dict[str, list[_Watched]] = {name: [] for name in rates}
    with simulated_phone(motion=True) as serial, connect(serial) as phone:
        for _ in range(rounds):
            for name, (pause, _) in rates.items():
                phone.perform(Press(key="home"))
                phone.settle()
                for action in ACTIONS:
                    phone.perform(action)
                    seen[name].append(_watch(phone, pause))
    rows = [_row(name, seen[name], every=every, rest=rest) for name, (_, every) in rates.items()]
    return {"figures": figures_of(rows, delay="mean_ms"), "rows": rows}


def _watch(phone: AdbPhone, pause: Callable[[float], float]) -> _Watched:
    looks, looking, began = 0, 0.0, time.monotonic()

    def look() -> str:
        nonlocal looks, looking
        before = time.monotonic()
        hierarchy = read_hierarchy(phone.rpc)
        looks, looking = looks + 1, looking + time.monotonic() - before
        return hierarchy

    wait_until_still(look, timeout=_LIMIT, pause_of=pause)
    return _Watched(looks=looks, seconds=time.monotonic() - began, looking=looking)


def _row(name: str, watched: list[_Watched], *, every: float, rest: float) -> dict[str, Any]:
    looks = sum(each.looks for each in watched)
    look = sum(each.looking for each in watched) / looks
    resting = rest / (every + look) if every else 0.0
    return {
        "rate": name,
        "captures_to_rest": round(looks / len(watched), 2),
        "captures_per_step": round(looks / len(watched) + resting, 2),
        "mean_ms": round(1000 * sum(each.seconds for each in watched) / len(watched), 1),
        "longest_ms": round(1000 * max(each.seconds for each in watched), 1),
        "look_ms": round(1000 * look, 2),
    }
