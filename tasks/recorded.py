"""Reads recorded runs back as the prompts that the model was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from agent.errors import ActionError, TraceError
from agent.parse import parse_action
from agent.prompt import PastStep, PromptLayout
from agent.record import StepRecord
from agent.trace import RecordedRun, read_trace
from device.frame import Display
from llm.generation import Image, Segment
from llm.image_size import fit_to_cells, scale_to_cells
from perception import PerceptionError, perceive
from perception.screen import Screen
from tasks.frame_files import read_frame


@dataclass(frozen=True, kw_only=True, eq=False)
class RecordedStep:
    """One step of a recorded run.

    Attributes:
        run: The run's directory.
        prompt: What the model was given, pictures in the size in which it sees them.
        answer: What it said.
        display: The display that its answer refers to.
    """

    run: Path
    prompt: tuple[Segment, ...]
    answer: str
    display: Display


def recorded_steps(directories: Iterable[Path], layout: PromptLayout) -> Iterator[RecordedStep]:
    """Read the steps of recorded runs, each with its prompt as `layout` builds it.

    Args:
        directories: Runs, or folders of runs at any depth.
        layout: How the model is shown a screen.

    Raises:
        TraceError: A directory holds no run, or one can't be read.
    """
    for directory in directories:
        runs = sorted(path.parent for path in directory.rglob("run.json"))
        if not runs:
            raise TraceError(f"{directory} holds no recorded run: record one with `handroid run --trace`")
        for run in runs:
            yield from _steps(read_trace(run), layout)


def same_action(one: str, other: str, layout: PromptLayout, display: Display) -> bool:
    """Return whether two answers do the same on a display; two that can't be read differ unless they are one text."""
    if one == other:
        return True
    try:
        actions = [parse_action(layout.spelled(answer), display).action for answer in (one, other)]
    except ActionError:
        return False
    return actions[0] == actions[1]


def _steps(recorded: RecordedRun, layout: PromptLayout) -> Iterator[RecordedStep]:
    budget = layout.options().image_tokens
    history: list[PastStep] = []
    before: Screen | None = None
    for step in recorded.steps:
        if not step.image:
            raise TraceError(f"{recorded.directory} was recorded without pictures")
        hierarchy = recorded.directory / step.hierarchy if step.hierarchy else None
        try:
            read = read_frame(xml=hierarchy, image=recorded.directory / step.image)
            frame = replace(read, app=step.app, display=step.display, captured_at=step.captured_at)
            screen = perceive(frame, before=before)
        except PerceptionError as error:
            raise TraceError(f"{recorded.directory}, step {step.step}: {error}") from error
        before = screen
        prompt = layout.build(recorded.run.goal, history, screen, frame)
        prompt = tuple(_as_seen(segment, budget) for segment in prompt)
        yield RecordedStep(run=recorded.directory, prompt=prompt, answer=step.answer, display=step.display)
        history.append(_past(step))


def _as_seen(segment: Segment, budget: int | None) -> Segment:
    """A picture in the size in which the model sees it: hundreds of screenshots in full would take gigabytes."""
    if budget is None or not isinstance(segment, Image):
        return segment
    height, width = segment.pixels.shape[:2]
    return Image(pixels=scale_to_cells(segment.pixels, *fit_to_cells(height, width, budget)))


def _past(step: StepRecord) -> PastStep:
    return PastStep(
        answer=step.answer,
        action=step.parsed_action,
        target=step.target,
        feedback=step.feedback,
        app=step.app.label or step.app.package,
    )
