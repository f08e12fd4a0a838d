"""`handroid bench`: measurements."""

from __future__ import annotations

import click

from tasks.verbs.lazy import LazyGroup

_MODULES = {
    "convert": "tasks.verbs.bench_convert:convert",
    "llm": "tasks.verbs.bench_llm:llm",
    "memory": "tasks.verbs.bench_memory:memory",
    "perception": "tasks.verbs.bench_perception:perception",
    "pixels": "tasks.verbs.bench_pixels:pixels",
    "settle": "tasks.verbs.bench_settle:settle",
    "sim": "tasks.verbs.bench_sim:sim",
    "skip": "tasks.verbs.bench_skip:skip",
    "snap": "tasks.verbs.snap:snap",
    "tasks": "tasks.verbs.bench_tasks:tasks",
    "thermal": "tasks.verbs.bench_thermal:thermal",
}


@click.group(cls=LazyGroup, modules=_MODULES)
def bench() -> None:
    """Measure."""
