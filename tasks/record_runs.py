"""Records runs of the built-in tasks on a simulated phone in this process, to calibrate and measure with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from agent import Limits
from agent.trace import Trace
from tasks.builtin import TEMPLATES
from tasks.evaluate import draw_tasks
from tasks.models import choose_files
from tasks.runner import Runner

_MOST_STEPS = 15


def record_runs(
    folder: Path,
    model: Path | None,
    mmproj: Path | None,
    *,
    steps: int,
    seed: int,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """Run tasks of the split ``test`` until there are enough steps, and keep each run's trace in `folder`.

    Args:
        folder: Where the traces are written, one directory each.
        model: The language model; None for the embedded one.
        mmproj: The vision model that belongs to it.
        steps: Steps that are wanted.
        seed: Of the phone and of the tasks.
        tell: Is told how many steps there are.
    """
    from device.simulator import InProcessPhone, SimulatedPhone

    with (
        closing(SimulatedPhone(seed=seed)) as simulated,
        closing(choose_files(model, mmproj).open(context=8192)) as engine,
    ):
        first = simulated.snapshot()
        runner = Runner(
            InProcessPhone(simulated),
            engine,
            limits=Limits(max_steps=_MOST_STEPS, max_seconds=600),
            before=lambda: simulated.restore(first),
            trace_of=lambda number: Trace(folder / f"{number:04d}"),
        )
        taken = 0
        for run in runner.run(draw_tasks(list(TEMPLATES.values()), instances=steps, split="test", seed=seed)):
            taken += run.result.steps
            tell(min(taken, steps), steps)
            if taken >= steps:
                break
