"""Measures how long all templates' scripted solutions take over adb, each on a phone as new, and which achieve."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from random import Random
from typing import Any

from tasks.builtin import TEMPLATES
from tasks.extended import EXTENDED
from tasks.moves import Done
from tasks.oracle import play
from tasks.simulated import simulated_phone
from tasks.template import Template

FRESH = "start"


def measure_oracles(*, workers: int, seeds: Sequence[int], names: Sequence[str] | None = None) -> dict[str, Any]:
    """Play every template's solution once for each seed.

    Args:
        workers: Processes, each with a phone and an adb server of its own.
        seeds: What tasks are drawn from.
        names: Templates; all unless given.

    Returns:
        ``figures`` (``oracles_seconds`` by the wall, ``oracles_cpu_seconds`` of all processes but the adb servers,
        ``oracles_achieved``, ``oracles``), ``rows`` with the seconds and moves of each play and whether it achieved its
        goal, the slowest first, and ``machine``.
    """
    chosen = list(names) if names is not None else [*TEMPLATES, *EXTENDED]
    began = time.perf_counter()
    # Fresh interpreters: a worker points its own environment to its own adb server.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        parts = [pool.submit(_play_all, chosen[place::workers], seeds) for place in range(workers)]
        played = [part.result() for part in parts]
        rows = [row for each, _ in played for row in each]
    seconds = time.perf_counter() - began
    return {
        "figures": {
            "oracles_seconds": round(seconds, 1),
            "oracles_cpu_seconds": round(sum(cpu for _, cpu in played), 1),
            "oracles_achieved": sum(row["achieved"] for row in rows),
            "oracles": len(rows),
        },
        "rows": sorted(rows, key=lambda row: -row["seconds"]),
        "machine": {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "workers": workers},
    }


def _play_all(names: Sequence[str], seeds: Sequence[int]) -> tuple[list[dict[str, Any]], float]:
    """Return a row for each template and seed, and the processor seconds of this process and its phone."""
    from device.adb_phone import connect

    every = {**TEMPLATES, **EXTENDED}
    rows = []
    with simulated_phone() as serial, connect(serial) as phone:
        phone.shell(f"simulator snapshot {FRESH}")
        for seed, name in product(seeds, names):
            began = time.perf_counter()
            phone.shell(f"simulator restore {FRESH}")
            achieved, moves = _achieves(every[name], phone, seed)
            seconds = round(time.perf_counter() - began, 2)
            rows.append({"template": name, "seed": seed, "achieved": achieved, "moves": moves, "seconds": seconds})
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return rows, sum(each.ru_utime + each.ru_stime for each in spent)


def _achieves(template: Template, phone: Any, seed: int) -> tuple[bool, int]:
    """Play one task; return whether its goal was reached, and how many moves were made, the last words included."""
    task = template.instance(Random(f"{template.name} {seed}"), "test")
    task.setup(phone)
    moves = play(task, phone)
    if moves is None or not task.check(phone):
        return False, len(moves or ())
    last = moves[-1]
    return isinstance(last, Done) and (task.accepts is None or task.accepts(last.message)), len(moves)
