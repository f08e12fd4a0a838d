"""`Template` and `Task`: a kind of task with parameters, and one task made from it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Literal

from device.phone import Phone
from perception.screen import Screen
from tasks.answer import Answer
from tasks.moves import Move
from tasks.side_effects import side_effects, watch

Split = Literal["train", "test"]
Solve = Callable[[Screen, Sequence[Move]], Move]


def split_of(value: str) -> Split:
    """Tell which split a parameter value belongs to: about a fifth of all values are for testing only."""
    return "test" if zlib.crc32(value.encode()) % 5 == 0 else "train"


@dataclass(frozen=True, kw_only=True)
class Task:
    """A goal with what makes it checkable.

    Attributes:
        goal: What the user says.
        template: Name of the template it was made from.
        parameters: What was drawn for it, by name.
        setup: Brings the phone into the state the task starts from: data in place, home screen in front.
        check: Tells from the phone's state, not its screen, whether the goal is reached.
        solve: The next right move for a screen of the phone and the moves made so far. It looks only at what the
            screen shows, at the parameters and at the moves, so that it finds back from anywhere.
        already_done: Whether the goal is reached before anything is done, so that the right answer is to look and stop.
        accepts: Judges the agent's last words where the goal is a question; None where anything may be said.
        may_change: Patterns of what may differ on the phone afterwards, see `tasks.side_effects`; `check` fails where
            anything else does. None where only `check`'s own look counts.
        steps: How many steps a run may take; None leaves that to who runs it.
    """

    goal: str
    template: str
    parameters: Mapping[str, str]
    setup: Callable[[Phone], None]
    check: Callable[[Phone], bool]
    solve: Solve
    already_done: bool = False
    accepts: Callable[[str], bool] | None = None
    may_change: tuple[str, ...] | None = None
    steps: int | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A task before it is put into words; the attributes are those of `Task`.

    Attributes:
        words: Further slots of the phrasings that are not parameters, such as "Enable" for the state "on".
        answer: What has to be answered, where the goal is a question.
    """

    parameters: Mapping[str, str]
    setup: Callable[[Phone], None]
    check: Callable[[Phone], bool]
    solve: Solve
    words: Mapping[str, str] = field(default_factory=dict)
    already_done: bool = False
    answer: Answer | None = None
    may_change: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Template:
    """A kind of task.

    Attributes:
        name: Unique, for example ``settings_dark_theme``.
        app: Name of the app as the launcher shows it.
        phrasings: Ways to say it, with parameters in braces.
        held_out: Further ways to say it that only the test split uses, beside the others.
        draw: Draws parameters of a split and makes the task of them.
        steps: How many steps a run of it may take; None leaves that to who runs it.
    """

    name: str
    app: str
    phrasings: tuple[str, ...]
    held_out: tuple[str, ...]
    draw: Callable[[Random, Split], Draft]
    steps: int | None = None

    def instance(self, rng: Random, split: Split) -> Task:
        """Make one task.

        Args:
            rng: Where all chance comes from: the same state gives the same task.
            split: Which values, and with "test" also which phrasings, may be drawn.

        Returns:
            The task. Values that come from pools are disjoint between the splits.
        """
        draft = self.draw(rng, split)
        phrasings = self.phrasings if split == "train" else self.phrasings + self.held_out
        goal = rng.choice(phrasings).format(**draft.parameters, **draft.words)
        watched = draft.may_change is not None
        return Task(
            goal=goal,
            template=self.name,
            parameters=draft.parameters,
            setup=partial(_set_up_and_watch, draft) if watched else draft.setup,
            check=partial(_check_and_count, draft) if watched else draft.check,
            solve=draft.solve,
            already_done=draft.already_done,
            accepts=draft.answer.accepts if draft.answer is not None else None,
            may_change=draft.may_change,
            steps=self.steps,
        )


def _set_up_and_watch(draft: Draft, phone: Phone) -> None:
    draft.setup(phone)
    watch(phone)


def _check_and_count(draft: Draft, phone: Phone) -> bool:
    return draft.check(phone) and not side_effects(phone, draft.may_change or ())
