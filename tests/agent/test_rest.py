"""Screens without a hierarchy: waited for until they rest, and not taken for one and the same."""

from __future__ import annotations

import dataclasses
from random import Random

import numpy as np

from agent import Agent, Limits, Outcome, ScriptedModel
from agent.rest import capture_at_rest
from agent.run import CIRCLING, NO_CHANGE
from device.action import PhoneAction
from device.fake import FakePhone, make_frame
from device.frame import Frame
from llm.generation import Text

TAP = 'do(action="Tap", element=[500,500])'


def frame(seed: int) -> Frame:
    """Return a picture without a hierarchy."""
    random = Random(seed)
    pixels = np.full((800, 400, 3), 40, np.uint8)
    for _ in range(12):
        x, y = random.randrange(300), random.randrange(100, 700)
        pixels[y : y + 60, x : x + 60] = random.randrange(60, 256)
    return dataclasses.replace(make_frame("", width=400, height=800), pixels=pixels)


class MovingPhone(FakePhone):
    """Goes on by a frame with each capture, not with what is done."""

    def capture(self) -> Frame:
        shown = super().capture()
        self.position = min(self.position + 1, len(self.frames) - 1)
        return shown


def _remarks(model: ScriptedModel) -> str:
    return "".join(part.text for part in model.prompts[-1] if isinstance(part, Text))


def test_a_moving_picture_is_waited_for() -> None:
    phone = MovingPhone([frame(1), frame(2), frame(3), frame(3), frame(4)])
    rested = capture_at_rest(phone, phone.capture(), timeout=20)
    assert rested is phone.frames[3]


def test_one_that_never_rests_is_waited_for_no_longer_than_allowed() -> None:
    phone = MovingPhone([frame(seed) for seed in range(400)])
    capture_at_rest(phone, phone.capture(), timeout=0.05)
    assert phone.captures < 100


def test_steps_through_a_game_are_progress() -> None:
    model = ScriptedModel([TAP] * 4 + ['finish(message="done")'])
    phone = FakePhone([frame(seed) for seed in range(5)])
    result = Agent(phone, model, limits=Limits(max_steps=9)).run("Play")
    assert result.outcome is Outcome.UNVERIFIED
    assert NO_CHANGE not in _remarks(model)
    assert CIRCLING not in _remarks(model)


def test_a_game_that_stands_still_is_told() -> None:
    def stay(phone: FakePhone, action: PhoneAction) -> None:
        pass

    model = ScriptedModel([TAP] * 9)
    result = Agent(FakePhone([frame(1)], on_action=stay), model, limits=Limits(max_steps=9)).run("Play")
    assert result.outcome is Outcome.NOT_ACHIEVED
    assert NO_CHANGE in _remarks(model)
