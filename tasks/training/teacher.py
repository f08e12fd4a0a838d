"""A model that knows the solution: it answers as the embedded model should, and writes down what there is to learn."""

from __future__ import annotations

from random import Random

from agent.action import Finish
from agent.answers import END, answer_text
from agent.element_line import element_mention
from agent.events import Event, Observed
from agent.prompt import LAYOUT_KEY
from llm.generation import Generation, GenerationOptions, Image, OnToken, Segment, StopReason, Text
from llm.training.sample import Sample
from perception.screen import Role, Screen
from tasks.moves import Back, Carry, Done, Enter, Hold, Key, Move, Open, Scroll, Sweep, Touch, to_action
from tasks.template import Task
from tasks.templates.on_phone import APPS
from tasks.training.student import Student

DISTURBED = 0.35
"""Share of episodes in which something goes wrong now and then."""
DISTURBANCE = 0.2
"""Probability of a disturbance before a step of such an episode."""
STUDENT_ACTS = 0.75
"""Probability that a step is the student's, where there is one."""
MISTYPED = ("Note", "Hello", "Test 1", "abc")


def answer_for(move: Move, screen: Screen, goal: str) -> str:
    """Return the answer, in the elements layout, that stands for a move on a screen."""
    display = screen.display
    action = to_action(move, display) or Finish(message="Done.")
    return answer_text(_thought(move, screen, goal), action, display)


def _thought(move: Move, screen: Screen, goal: str) -> str:
    match move:
        case Touch(element=element) | Hold(element=element) | Enter(into=element) | Carry(element=element):
            return element_mention(element, screen.display, goal)
        case Scroll(direction=direction):
            return f" Scroll {direction}"
        case Open(app=app):
            return f" Open {app}"
        case Back():
            return " Back"
        case Sweep():
            return " Swipe"
        case Key(key=key):
            return f" Press {key}"
        case Done():
            return " Done"


class Teacher:
    """Implements `llm.generation.Model` for one task.

    In some episodes it now and then does something else first: a wrong tap, Back, another app, a scroll, a word
    mistyped.  That stands in the history as if a model had done it, but it is no sample.  A student acts in most steps
    where there is one; the samples hold what would have been right in its place.

    Attributes:
        samples: What there is to learn, in order.
    """

    name = "teacher"

    def __init__(self, task: Task, random: Random, student: Student | None = None) -> None:
        """Teach `task`, with all chance from `random`; `notice` has to hear of the agent's events."""
        self._student = student
        self.metadata = {LAYOUT_KEY: "elements"}
        self.samples: list[Sample] = []
        self._task, self._random = task, random
        self._disturbed = student is None and random.random() < DISTURBED
        self._moves: list[Move] = []
        self._screen: Screen | None = None

    def notice(self, event: Event) -> None:
        """Hear of an event of the agent; what it observes is what the next answer is about."""
        if isinstance(event, Observed):
            self._screen = event.screen

    def generate(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        """Return the right answer, or now and then a wrong one."""
        screen = self._screen
        if screen is None:
            raise ValueError("the teacher hears of no events: pass its notice() to the agent as on_event")
        if self._disturbed and self._random.random() < DISTURBANCE:
            move = _disturbance(screen, self._random)
            answer = answer_for(move, screen, self._task.goal)
        else:
            move = self._task.solve(screen, self._moves)
            answer = answer_for(move, screen, self._task.goal)
            self.samples.append(_sample(prompt, answer))
            if self._student is not None and self._random.random() < STUDENT_ACTS:
                move, answer = self._student.answer(prompt, options, screen) or (move, answer)
        self._moves.append(move)
        return Generation(text=answer.removesuffix(END), stop=StopReason.STOP)

    def abort(self) -> None:
        """Do nothing: an answer takes no time."""

    def close(self) -> None:
        """Do nothing: nothing is held."""


def _sample(prompt: tuple[Segment, ...], answer: str) -> Sample:
    before, image, after = prompt
    if not (isinstance(before, Text) and isinstance(image, Image) and isinstance(after, Text)):
        raise ValueError("a prompt of the elements layout is text, picture, text")
    picture = image.pixels if image.pixels.size else None
    return Sample(before=before.text, after=after.text, answer=answer, picture=picture)


def _disturbance(screen: Screen, random: Random) -> Move:
    moves: list[Move] = [Back(), Scroll(direction=random.choice(("down", "up"))), Open(app=random.choice(list(APPS)))]
    touchable = [element for element in screen.elements if element.clickable and element.enabled]
    fields = [element for element in screen.elements if element.focused and element.role is Role.FIELD]
    if touchable:
        moves += [Touch(element=random.choice(touchable)) for _ in range(3)]
    if fields:
        moves += [Enter(text=random.choice(MISTYPED), into=fields[0])] * 2
    return random.choice(moves)
