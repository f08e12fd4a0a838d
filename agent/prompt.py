"""What the model is shown at each step: three layouts, chosen by what the model file says of itself."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib import resources
from typing import TYPE_CHECKING, ClassVar

from agent.answers import unspaced
from agent.element_line import element_lines
from agent.element_list import element_list
from agent.grammar import AUTOGLM_GRAMMAR
from agent.plain import plain
from device.frame import Frame
from llm.generation import GenerationOptions, Image, Model, Segment, Text
from perception.marks import draw_marks, worth_marking
from perception.screen import Screen

if TYPE_CHECKING:
    from agent.action import Action

LAYOUT_KEY = "handroid.prompt_layout"
IMAGE_TOKENS_KEY = "handroid.image_tokens"
ELEMENT_TOKENS_KEY = "handroid.element_tokens"
MARKS_KEY = "handroid.marks"
"""``true`` where the screenshot that the list layout shows has each listed element framed and numbered."""
LAYOUTS = ("autoglm", "list", "marks")
"""Layouts that a person can choose for a model; the embedded model's own is for no other."""
INPUTS_KEY = "handroid.inputs"
"""Which parts of a screen the elements layout shows: ``image``, ``elements`` or, where it isn't set, both."""
_OPENING = re.compile(r"""(?<!\S)(["'“‘(\[])(?=\w)""")
"""What may stand between a space and a word."""


@dataclass(frozen=True, kw_only=True)
class PastStep:
    """One step as later prompts remember it.

    Attributes:
        answer: What the model said, as it said it.
        action: What that meant; None where it meant nothing.
        target: The label of what was acted on; the text, app or direction for other actions.
        feedback: What went wrong or was noticed afterwards, one line for the model; empty where all went well.
        app: The name of the app that was in front when the model answered.
    """

    answer: str
    action: Action | None
    target: str = ""
    feedback: str = ""
    app: str = ""


class PromptLayout(ABC):
    """Turns a goal, a history and a screen into a prompt.

    Attributes:
        missed: What to tell a model beside that the screen did not change when it touched a place where nothing is;
            empty for one that never learnt such words.
    """

    missed: ClassVar[str] = ""

    @abstractmethod
    def build(self, goal: str, history: Sequence[PastStep], screen: Screen, frame: Frame) -> tuple[Segment, ...]:
        """Return the prompt for the next step.

        What stays the same from step to step stands first, so that the engine finds it in its cache.
        """

    @abstractmethod
    def options(self) -> GenerationOptions:
        """Return how to generate the answer to such a prompt."""

    def spelled(self, answer: str) -> str:
        """Return a model's answer as the action grammar means it."""
        return answer


@dataclass(frozen=True, kw_only=True)
class AutoGlmLayout(PromptLayout):
    """The layout AutoGLM-Phone models were trained on: the picture first, one picture, the app's name as JSON.

    Message order and texts around the goal follow Open-AutoGLM's client; the roles' tokens are GLM-4.1V's chat
    template. Feedback is added as a second key of the screen's JSON, which that client never gives.

    Attributes:
        image_tokens: Most tokens the screenshot may take; 512 is the most that pays on a phone's processor.
        today: The date named in the system prompt.
    """

    missed = "There is nothing to tap at that point."
    image_tokens: int | None = 512
    today: date | None = None

    def build(self, goal: str, history: Sequence[PastStep], screen: Screen, frame: Frame) -> tuple[Segment, ...]:
        """See `PromptLayout.build`."""
        parts = [f"[gMASK]<sop><|system|>\n{self._system()}"]
        feedback = ""
        for number, past in enumerate(history):
            parts.append(f"<|user|>\n{_turn(goal, number, past.app, feedback)}<|assistant|>\n{_closed(past.answer)}")
            feedback = past.feedback
        after = f"{_turn(goal, len(history), _app_name(screen), feedback)}{_ASSISTANT}"
        return Text(text="".join(parts) + "<|user|>\n"), Image(pixels=frame.pixels), Text(text=after)

    def options(self) -> GenerationOptions:
        """See `PromptLayout.options`."""
        return GenerationOptions(
            max_tokens=512,
            stop=("</answer>", "<|user|>", "<|observation|>"),
            grammar=AUTOGLM_GRAMMAR,
            image_tokens=self.image_tokens,
        )

    def _system(self) -> str:
        text = resources.files("agent").joinpath("autoglm_system.txt").read_text(encoding="utf-8")
        return text.replace("{date}", (self.today or date.today()).isoformat())


class Picture(Enum):
    """How the list layout shows the screenshot."""

    PLAIN = "plain"
    MARKED = "marked"
    """Each listed element framed, with its number."""


@dataclass(frozen=True, kw_only=True)
class ListLayout(AutoGlmLayout):
    """AutoGLM's layout with a list of elements after the screen's JSON, for any model that reads well.

    Attributes:
        element_tokens: About how many tokens the list may take.
        picture: How the screenshot is shown.
    """

    element_tokens: int = 600
    picture: Picture = Picture.PLAIN

    def build(self, goal: str, history: Sequence[PastStep], screen: Screen, frame: Frame) -> tuple[Segment, ...]:
        """See `PromptLayout.build`."""
        before, image, after = super().build(goal, history, screen, frame)
        assert isinstance(after, Text)
        lines, listed = element_list(screen, goal, tokens=self.element_tokens)
        turn = after.text.removesuffix(_ASSISTANT)
        after = Text(text=f"{turn}\n\n** Elements (number, kind, name, point) **\n{lines}{_ASSISTANT}")
        if self.picture is Picture.MARKED:
            image = Image(pixels=draw_marks(screen, frame.pixels, worth_marking(listed)))
        return before, image, after


@dataclass(frozen=True, kw_only=True)
class ElementsLayout(PromptLayout):
    """The embedded model's layout: the goal, what was done, the picture, then a line for each element.

    Attributes:
        image_tokens: Most tokens the screenshot may take.
        image: Whether the screenshot is part of the prompt; left out to measure what it is worth.
        elements: Whether the element lines are; left out to measure what they are worth.
    """

    image_tokens: int | None = 64
    image: bool = True
    elements: bool = True

    def build(self, goal: str, history: Sequence[PastStep], screen: Screen, frame: Frame) -> tuple[Segment, ...]:
        """See `PromptLayout.build`."""
        before = before_picture(goal, history)
        after = after_picture(goal, screen, elements=self.elements)
        if not self.image:
            return (Text(text=before + after),)
        return Text(text=before), Image(pixels=frame.pixels), Text(text=after)

    def options(self) -> GenerationOptions:
        """See `PromptLayout.options`."""
        return GenerationOptions(
            max_tokens=160, stop=("</answer>", "<|user|>"), grammar=AUTOGLM_GRAMMAR, image_tokens=self.image_tokens
        )

    def spelled(self, answer: str) -> str:
        """See `PromptLayout.spelled`."""
        return unspaced(answer)


def before_picture(goal: str, history: Sequence[PastStep]) -> str:
    """Return the part of the elements layout that only grows: the goal and what was done."""
    spaced = _OPENING.sub(r"\1 ", goal.strip())
    return f"<|user|>\n {spaced}\n<|observation|>\n" + "".join(f" {_remember(past)}\n" for past in history)


def after_picture(goal: str, screen: Screen, *, elements: bool = True) -> str:
    """Return the part of the elements layout that each screen replaces."""
    lines = element_lines(screen, goal) if elements else ()
    return f"{_app_name(screen)}\n" + "".join(f"{line}\n" for line in lines) + "<|assistant|>\n"


def layout_for(model: Model) -> PromptLayout:
    """Return the layout that the model's file asks for, AutoGLM's where it asks for none.

    Raises:
        ValueError: The file names a layout that this version doesn't know.
    """
    name = model.metadata.get(LAYOUT_KEY, "autoglm")
    if name == "autoglm":
        return AutoGlmLayout()
    if name == "list":
        return ListLayout(
            element_tokens=int(model.metadata.get(ELEMENT_TOKENS_KEY, "600")),
            picture=Picture.MARKED if model.metadata.get(MARKS_KEY) == "true" else Picture.PLAIN,
        )
    if name == "elements":
        inputs = model.metadata.get(INPUTS_KEY)
        return ElementsLayout(
            image_tokens=int(model.metadata.get(IMAGE_TOKENS_KEY, "64")),
            image=inputs != "elements",
            elements=inputs != "image",
        )
    raise ValueError(f"the model asks for the prompt layout {name!r}, which this version of handroid doesn't know")


def layout_metadata(name: str) -> dict[str, str]:
    """Return what a model's file would have to say to get the layout called `name` in `LAYOUTS`."""
    if name == "marks":
        return {LAYOUT_KEY: "list", MARKS_KEY: "true"}
    return {LAYOUT_KEY: name, MARKS_KEY: "false"}


def _app_name(screen: Screen) -> str:
    return plain(screen.app.label or screen.app.package)


def _turn(goal: str, number: int, app: str, feedback: str) -> str:
    """Return the text of a user's turn in AutoGLM's layout."""
    info = {"current_app": plain(app)} | ({"last_action": plain(feedback)} if feedback else {})
    return f"{'** Screen Info **' if number else goal}\n\n{json.dumps(info, ensure_ascii=False)}"


def _closed(answer: str) -> str:
    """Return an answer with the closing tag that the engine stopped at and left out."""
    return answer + "</answer>" if "<answer>" in answer and "</answer>" not in answer else answer


def _remember(past: PastStep) -> str:
    name = type(past.action).__name__ if past.action is not None else "Nothing"
    line = f"{_VERBS.get(name, name)} {plain(past.target)}".rstrip()
    return f"{line} ({plain(past.feedback)})" if past.feedback else line


_ASSISTANT = "<|assistant|>\n"

_VERBS = {"TypeText": "Type", "LongPress": "Hold", "DoubleTap": "Tap", "SensitiveTap": "Tap"}
"""Shorter names for actions, in the history of the elements layout."""
