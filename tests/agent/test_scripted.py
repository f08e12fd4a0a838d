"""`ScriptedModel` behaves as an engine does, so that what passes with it passes with one."""

from __future__ import annotations

import threading

import pytest

from agent import AgentUsageError, Hang, ScriptedModel
from llm.generation import Generation, GenerationOptions, Model, Segment, StopReason, Text

PROMPT: tuple[Segment, ...] = (Text(text="p"),)


def test_it_is_a_model_that_says_its_lines_and_remembers_the_prompts() -> None:
    model: Model = ScriptedModel(["one two</answer>three"], name="fake")
    pieces: list[str] = []
    said = model.generate(PROMPT, GenerationOptions(stop=("</answer>",)), on_token=pieces.append)
    assert (said.text, said.stop, said.tokens.generated) == ("one two", StopReason.STOP, 2)
    assert pieces == ["one", " two"]
    assert model.name == "fake"


def test_it_is_cut_off_at_the_token_limit() -> None:
    said = ScriptedModel(["one two three"]).generate(PROMPT, GenerationOptions(max_tokens=2))
    assert (said.text, said.stop) == ("one two", StopReason.LENGTH)


def test_it_can_be_aborted_while_it_speaks_and_while_it_hangs() -> None:
    model = ScriptedModel(["one two", Hang.UNTIL_ABORTED, "three"])
    said = model.generate(PROMPT, GenerationOptions(), on_token=lambda piece: model.abort())
    assert (said.text, said.stop) == ("one", StopReason.ABORTED)
    timer = threading.Timer(0.05, model.abort)
    timer.start()
    assert model.generate(PROMPT, GenerationOptions()).stop is StopReason.ABORTED
    timer.join()
    assert model.generate(PROMPT, GenerationOptions()).text == "three"


def test_it_raises_answers_as_given_and_says_when_it_has_none_left() -> None:
    whole = Generation(text="x", stop=StopReason.LENGTH)
    model = ScriptedModel([whole, OSError("gone")])
    assert model.generate(PROMPT, GenerationOptions()) is whole
    with pytest.raises(OSError, match="gone"):
        model.generate(PROMPT, GenerationOptions())
    with pytest.raises(AgentUsageError, match="no more answers"):
        model.generate(PROMPT, GenerationOptions())
    model.close()
    assert model.closed


def test_it_can_compute_its_answers() -> None:
    model = ScriptedModel(lambda prompt, options: str(len(prompt)))
    assert model.generate(PROMPT * 3, GenerationOptions()).text == "3"
    assert model.prompts == [PROMPT * 3]
