"""`Fault`: one thing that goes wrong, its parameters, and the right way to handle it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from device.simulator.view import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from device.simulator.phone import SimulatedPhone
    from device.simulator.server import SimulatedPhoneServer


class Handling(StrEnum):
    """What is right to do about a fault."""

    CLOSE = "close"
    """Close what came up by the button that changes nothing, and go on."""
    ALLOW = "allow"
    """Grant what the task's own app asks for, no longer than it is used."""
    IGNORE = "ignore"
    """Go on with the task; it goes by itself."""
    WAIT = "wait"
    """Touch nothing until the screen is complete."""
    LOOK_AGAIN = "look again"
    """Ask once more before concluding anything."""
    USE_PIXELS = "use pixels"
    """Go by the picture: the hierarchy does not tell."""
    USE_HIERARCHY = "use hierarchy"
    """Go by the hierarchy, or leave what is secret to the person: the picture does not tell."""
    ADAPT = "adapt"
    """Go by what is shown now, not by where it used to be or what it used to be called."""
    RETRY = "retry"
    """Try again by the screen's own means."""
    WAKE = "wake"
    """Switch the display on again."""
    RECONNECT = "reconnect"
    """Connect again, start what was lost, and repeat what was not done."""
    ASK = "ask"
    """Ask the person which one is meant."""
    AVOID = "avoid"
    """Do not follow it, do not touch it."""


class Verdict(StrEnum):
    """How a fault was handled."""

    OPEN = "open"
    """It still acts."""
    RIGHT = "right"
    WRONG = "wrong"
    TASK = "task"
    """It is over or stays, and leaves no sign of its own: the task's outcome tells."""


@dataclass(kw_only=True)
class Run:
    """One time that a fault acts.

    Attributes:
        phone: The phone.
        servers: What serves it over ADB.
        began: Clock second when it began.
        inputs: Touches and keys since then.
        looks: Looks at pixels or hierarchy since then.
        over: Whether it has ended.
        verdict: How it was handled.
        answers: How many overlays had been answered before.
        memory: What the fault itself keeps.
    """

    phone: SimulatedPhone
    servers: list[SimulatedPhoneServer]
    began: float
    inputs: int = 0
    looks: int = 0
    over: bool = False
    verdict: Verdict = Verdict.OPEN
    answers: int = 0
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Seconds of the phone's clock since it began."""
        return self.phone.clock.now() - self.began

    def end(self, verdict: Verdict) -> None:
        """End it."""
        if not self.over:
            self.over, self.verdict = True, verdict
            self.phone.changed()


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="fault"):
    """A fault and its parameters; subclasses say what it does at each place where it can take hold.

    Attributes:
        handling: What is right to do about it.
        right: The same in a sentence, for this fault.
    """

    handling: ClassVar[Handling]
    right: ClassVar[str]

    @classmethod
    def name(cls) -> str:
        """Return the name that files use."""
        return str(cls.__struct_config__.tag)

    def begin(self, run: Run) -> None:
        """Start to act."""

    def before_input(self, run: Run) -> None:
        """See a touch or key that is about to arrive."""

    def before_look(self, run: Run) -> None:
        """See that somebody is about to look."""

    def content(self, run: Run, view: View) -> View:
        """Change the content of the app in front."""
        return view

    def hierarchy(self, run: Run, xml: str) -> str:
        """Change the hierarchy as it is told."""
        return xml

    def pixels(self, run: Run, pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
        """Change what a screen capture gives."""
        return pixels

    def picture(self, run: Run, data: bytes) -> bytes:
        """Change a picture's file."""
        return data

    def is_idle(self, run: Run) -> bool:
        """Say whether the screen rests."""
        return True

    def covers(self, run: Run) -> bool:
        """Say whether the keyboard lies over the app."""
        return False

    def key(self, run: Run) -> object:
        """Return what the look of the screen depends on."""
        return None
