"""Measures how many instances of the built-in templates a model achieves."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from random import Random
from statistics import fmean
from typing import Any

from agent.outcome import Outcome
from tasks.runner import TaskRun
from tasks.template import Split, Task, Template


def draw_tasks(templates: Sequence[Template], *, instances: int, split: Split, seed: int) -> list[Task]:
    """Draw tasks, each template in turn, so that any number covers the templates as evenly as it can.

    Args:
        templates: What to draw from.
        instances: How many tasks.
        split: Which parameter values may be drawn.
        seed: The same seed gives the same tasks.
    """
    rngs = {template.name: Random(f"{seed} {template.name}") for template in templates}
    turns = (templates[index % len(templates)] for index in range(instances))
    return [template.instance(rngs[template.name], split) for template in turns]


def summarise(runs: Iterable[TaskRun]) -> dict[str, Any]:
    """Return figures over all runs and a row for each template, as ``handroid bench`` prints them."""
    by_template: dict[str, list[TaskRun]] = {}
    for run in runs:
        by_template.setdefault(run.task.template, []).append(run)
    rows = [
        {
            "template": name,
            "instances": len(group),
            "achieved": sum(map(_is_achieved, group)),
            "steps": round(fmean(run.result.steps for run in group), 2),
            "side_effects": sum(bool(run.side_effects) for run in group),
        }
        for name, group in by_template.items()
    ]
    every = [run for group in by_template.values() for run in group]
    outcomes = {outcome.value: sum(run.result.outcome is outcome for run in every) for outcome in Outcome}
    undone = [run for run in every if not run.task.already_done]
    figures = {
        "instances": len(every),
        "achieved": outcomes["achieved"],
        "achieved_share": round(outcomes["achieved"] / len(every), 4) if every else None,
        # A model that always says that it is done gets what is done already.
        "undone_instances": len(undone),
        "undone_achieved_share": round(sum(map(_is_achieved, undone)) / len(undone), 4) if undone else None,
        "outcomes": {name: count for name, count in outcomes.items() if count},
    }
    failures = [
        {"goal": run.task.goal, "template": run.task.template, "outcome": run.result.outcome.value,
         "message": run.result.message, "steps": run.result.steps, "side_effects": list(run.side_effects)}
        for run in every if not _is_achieved(run)
    ]  # fmt: skip
    machine = {"system": platform.system(), "machine": platform.machine(), "cores": os.cpu_count()}
    return {"figures": figures, "rows": rows, "failures": failures, "machine": machine}


def _is_achieved(run: TaskRun) -> bool:
    return run.result.outcome is Outcome.ACHIEVED
