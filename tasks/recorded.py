"""Reads recorded runs back as the prompts that the model was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from agent.action import Action
from agent.errors import ActionError, TraceError
from agent.parse import ParsedAnswer, parse_action
from agent.prompt import PastStep, PromptLayout
from agent.record import StepRecord
from agent.trace import RecordedRun, read_trace
from device.frame import Display
from llm.generation import Image, Segment
from llm.image_size import fit_to_cells, scale_to_cells
from perception import PerceptionError, perceive
from perception.screen import Screen
from tasks.frame_files import read_frame
from tasks.solutions import does_the_same, read_solutions


@dataclass(frozen=True, kw_only=True, eq=False)
class RecordedStep:
    """One step of a recorded run.

    Attributes:
        run: The run's directory.
        prompt: What the model was given, pictures in the size in which it sees them.
        answer: What it said.
        screen: What it was shown.
        solution: The right action, in display pixels; None where nobody knows it, as in people's own runs.
    """

    run: Path
    prompt: tuple[Segment, ...]
    answer: str
    screen: Screen
    solution: Action | None = None

    @property
    def display(self) -> Display:
        """The display that answers refer to."""
        return self.screen.display


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
    parsed = [_parsed(answer, layout, display) for answer in (one, other)]
    return parsed[0] is not None and parsed[1] is not None and parsed[0].action == parsed[1].action


def is_right(answer: str, step: RecordedStep, layout: PromptLayout) -> bool | None:
    """Return whether an answer does what the solution does on a step's screen; None where no solution is known."""
    if step.solution is None:
        return None
    parsed = _parsed(answer, layout, step.display)
    return parsed is not None and does_the_same(parsed.action, step.solution, step.screen, said=parsed.thought)


def _parsed(answer: str, layout: PromptLayout, display: Display) -> ParsedAnswer | None:
    try:
        return parse_action(layout.spelled(answer), display)
    except ActionError:
        return None


def _steps(recorded: RecordedRun, layout: PromptLayout) -> Iterator[RecordedStep]:
    budget = layout.options().image_tokens
    solutions = read_solutions(recorded.directory)
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
        yield RecordedStep(
            run=recorded.directory,
            prompt=prompt,
            answer=step.answer,
            screen=screen,
            solution=solutions.get(step.step),
        )
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
