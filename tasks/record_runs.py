"""Records runs of the built-in tasks on a simulated phone in this process, to calibrate and measure with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from agent import Limits
from agent.trace import Trace
from device.phone import Phone
from llm.generation import Model
from tasks.builtin import TEMPLATES
from tasks.evaluate import draw_tasks
from tasks.models import choose_files
from tasks.runner import Runner, TaskRun
from tasks.solutions import SolutionWriter
from tasks.template import Task

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

    Beside each trace stands what the task's own solution would have done, see `tasks.solutions`.

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
        phone = InProcessPhone(simulated)
        tasks = draw_tasks(list(TEMPLATES.values()), instances=steps, split="test", seed=seed)
        taken = 0
        for number, task in enumerate(tasks, start=1):
            simulated.restore(first)
            run = _record(task, phone, engine, folder / f"{number:04d}")
            if run is None:
                break
            taken += run.result.steps
            tell(min(taken, steps), steps)
            if taken >= steps:
                break


def _record(task: Task, phone: Phone, model: Model, directory: Path) -> TaskRun | None:
    """Record a run of one task; None where somebody pressed Ctrl-C meanwhile."""
    solution = SolutionWriter(task, directory)
    runner = Runner(
        phone,
        model,
        limits=Limits(max_steps=_MOST_STEPS, max_seconds=600),
        trace_of=lambda _: Trace(directory),
        on_event=solution.notice,
    )
    (run,) = runner.run([task])
    solution.close()
    return None if runner.interrupted else run
