"""`ScriptedModel`: a model that says what a test tells it to."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from agent.errors import AgentUsageError
from llm.generation import Generation, GenerationOptions, OnToken, Segment, StopReason, Tokens


class Hang(Enum):
    """What a script can hold in the place of an answer."""

    UNTIL_ABORTED = "until aborted"
    """The model thinks until somebody aborts it."""


Line = str | Generation | Hang | Exception
Answerer = Callable[[tuple[Segment, ...], GenerationOptions], Line]


class ScriptedModel:
    """A `llm.generation.Model` whose answers are given beforehand, or computed from the prompt.

    Args:
        answers: One answer a call, in order, or a function of prompt and options. A text ends at the first stop
            string of the options, as an engine's would; a `Generation` is returned as it is; an exception is raised.
        name: The model's name.
        metadata: What the model file would say of itself; ``handroid.prompt_layout`` chooses the prompt's layout.

    Attributes:
        prompts: The prompts it was given, in order.
        closed: Whether it was closed.
    """

    def __init__(
        self,
        answers: Iterable[Line] | Answerer,
        *,
        name: str = "scripted",
        metadata: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.metadata = dict(metadata or {})
        self.prompts: list[tuple[Segment, ...]] = []
        self.closed = False
        self._answer: Answerer = answers if callable(answers) else _reader(iter(answers))
        self._aborted = threading.Event()

    def generate(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        """Return the next answer.

        Raises:
            AgentUsageError: The script has no more answers.
        """
        self._aborted.clear()
        self.prompts.append(prompt)
        line = self._answer(prompt, options)
        if isinstance(line, Exception):
            raise line
        if isinstance(line, Generation):
            return line
        if isinstance(line, Hang):
            self._aborted.wait()
            return Generation(text="", stop=StopReason.ABORTED)
        return self._say(line, options, on_token)

    def abort(self) -> None:
        """Stop a generation that runs in another thread."""
        self._aborted.set()

    def close(self) -> None:
        """Take note of it."""
        self.closed = True

    def _say(self, line: str, options: GenerationOptions, on_token: OnToken | None) -> Generation:
        text = line[: min((line.find(stop) for stop in options.stop if stop in line), default=len(line))]
        pieces = re.findall(r"\s*\S+|\s+", text)
        said = ""
        for count, piece in enumerate(pieces[: options.max_tokens], start=1):
            if self._aborted.is_set():
                return Generation(text=said, stop=StopReason.ABORTED, tokens=Tokens(generated=count - 1))
            said += piece
            if on_token is not None:
                on_token(piece)
        stop = StopReason.LENGTH if len(pieces) > options.max_tokens else StopReason.STOP
        return Generation(text=said, stop=stop, tokens=Tokens(generated=min(len(pieces), options.max_tokens)))


def _reader(answers: Iterator[Line]) -> Answerer:
    def answer(prompt: tuple[Segment, ...], options: GenerationOptions) -> Line:
        try:
            return next(answers)
        except StopIteration:
            raise AgentUsageError("the script has no more answers; give the scripted model one a step") from None

    return answer
