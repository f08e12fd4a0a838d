"""Training samples from the simulated phone: the real agent, in-process, with the teacher in the model's place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from agent.loop import Agent
from agent.outcome import Outcome
from agent.result import Limits
from device.frame import Frame
from device.simulator import InProcessPhone, SimulatedPhone
from llm.generation import Model
from llm.training.sample import Sample
from tasks.builtin import TEMPLATES
from tasks.template import Task
from tasks.training.student import Student
from tasks.training.teacher import Teacher

MOST_STEPS = 30


@dataclass(frozen=True, kw_only=True)
class Episode:
    """What one task taught.

    Attributes:
        template: The task's template.
        outcome: How it ended, by the task's own check.
        samples: What there is to learn, step by step.
    """

    template: str
    outcome: Outcome
    samples: tuple[Sample, ...]


class TreeOnlyPhone(InProcessPhone):
    """A simulated phone whose captures have no pixels, since drawing them is most of a capture's time."""

    def capture(self) -> Frame:
        """Return a frame whose ``pixels`` have the shape (0, 0, 3)."""
        with self.simulated.lock:
            return Frame(
                pixels=np.zeros((0, 0, 3), np.uint8),
                hierarchy=self.simulated.hierarchy(),
                app=self.foreground(),
                display=self.display(),
                captured_at=self.simulated.clock.now(),
            )


class EpisodeRecorder:
    """Plays tasks on one simulated phone."""

    def __init__(
        self, *, seed: int, pictured: float, student: Model | None = None, templates: Collection[str] = ()
    ) -> None:
        """Start a phone.

        Args:
            seed: What everything random comes from.
            pictured: Share of the episodes whose samples have pictures, as large as the display.
            student: A model that acts in most steps, so that the teacher shows the way back from its mistakes; its
                episodes have no pictures.
            templates: Names of those that are played; empty for all.

        Raises:
            KeyError: A template isn't there.
        """
        self._templates = [TEMPLATES[name] for name in templates] or list(TEMPLATES.values())
        self._student = student
        self._random = Random(f"episodes {seed}")
        self._pictured = pictured
        self._simulated = SimulatedPhone(seed=seed)
        self._start = self._simulated.snapshot()

    def close(self) -> None:
        """Stop the phone."""
        self._simulated.close()

    def episodes(self) -> Iterator[Episode]:
        """Yield episodes of the training split without end, each template in turn."""
        while True:
            for template in self._random.sample(self._templates, len(self._templates)):
                yield self.episode(template.instance(self._random, "train"))

    def episode(self, task: Task) -> Episode:
        """Play one task from its set-up to its end."""
        self._simulated.restore(self._start)
        pictured = self._student is None and self._random.random() < self._pictured
        phone = (InProcessPhone if pictured else TreeOnlyPhone)(self._simulated)
        task.setup(phone)
        teacher = Teacher(task, self._random, Student(self._student) if self._student else None)
        agent = Agent(phone, teacher, limits=Limits(max_steps=MOST_STEPS), on_event=teacher.notice)
        result = agent.run(task.goal, check=task.check)
        return Episode(template=task.template, outcome=result.outcome, samples=tuple(teacher.samples))
