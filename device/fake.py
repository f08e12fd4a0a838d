"""`FakePhone`: a phone of prepared frames that records what it is asked to do, for tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from device.action import DoubleTap, Launch, LongPress, PhoneAction, Swipe, Tap, TypeText
from device.errors import AppNotFoundError, OutsideDisplayError, PhoneEnvironmentError, ShellError
from device.frame import Display, ForegroundApp, Frame
from device.phone import Phone


def make_frame(
    hierarchy: str, *, package: str = "com.example.app", activity: str = ".Main", width: int = 1080, height: int = 2400
) -> Frame:
    """Return a frame with a grey picture.

    Args:
        hierarchy: The UI hierarchy as UIAutomator's XML.
        package: Package of the app in front.
        activity: Activity of the app in front.
        width: Width of the display in pixels.
        height: Height of the display in pixels.
    """
    return Frame(
        pixels=np.full((height, width, 3), 128, np.uint8),
        hierarchy=hierarchy,
        app=ForegroundApp(package=package, activity=activity, label=package),
        display=Display(width=width, height=height),
        captured_at=time.time(),
    )


class FakePhone(Phone):
    """A phone that shows prepared frames.

    Every action is recorded and moves on to the next frame; the last one stays.

    Attributes:
        serial: ``"fake"``.
        performed: The actions, in order.
        commands: The shell commands, in order.
        files: Path to content; `push` writes it and `pull` reads it.
        captures: How many frames were taken.
        closed: Whether `close` was called.
    """

    def __init__(
        self,
        frames: Sequence[Frame],
        *,
        apps: Mapping[str, str] | None = None,
        shell: Callable[[str], str] | Mapping[str, str] | None = None,
        on_action: Callable[[FakePhone, PhoneAction], None] | None = None,
    ) -> None:
        """Make a phone that shows `frames`.

        Args:
            frames: What it shows, at least one.
            apps: Package name to visible name of what `Launch` finds.
            shell: What shell commands print: a function, or a table whose missing commands fail with exit code 127.
            on_action: Called with every action in place of moving on; may set `position` or raise.

        Raises:
            ValueError: There is no frame.
        """
        if not frames:
            raise ValueError("a fake phone needs at least one frame")
        self.serial = "fake"
        self.frames = list(frames)
        self.position = 0
        self.performed: list[PhoneAction] = []
        self.commands: list[str] = []
        self.files: dict[str, bytes] = {}
        self.captures = 0
        self.closed = False
        self._apps = dict(apps or {})
        self._shell = shell
        self._on_action = on_action

    @property
    def frame(self) -> Frame:
        """The frame that is shown now."""
        return self.frames[self.position]

    def display(self) -> Display:
        return self.frame.display

    def foreground(self) -> ForegroundApp:
        return self.frame.app

    def apps(self) -> Mapping[str, str]:
        return dict(self._apps)

    def capture(self) -> Frame:
        self.captures += 1
        return self.frame

    def perform(self, action: PhoneAction) -> None:
        self._require_possible(action)
        self.performed.append(action)
        if self._on_action is not None:
            self._on_action(self, action)
        else:
            self.position = min(self.position + 1, len(self.frames) - 1)

    def settle(self, *, timeout: float = 3.0) -> bool:
        return True

    def shell(self, command: str) -> str:
        self.commands.append(command)
        if callable(self._shell):
            return self._shell(command)
        if self._shell is None or command not in self._shell:
            raise ShellError(command=command, exit_code=127, output="inaccessible or not found")
        return self._shell[command]

    def pull(self, path: str) -> bytes:
        if path not in self.files:
            raise PhoneEnvironmentError(f"reading {path} from the phone failed (No such file or directory)")
        return self.files[path]

    def push(self, data: bytes, path: str) -> None:
        self.files[path] = data

    def close(self) -> None:
        self.closed = True

    def texts_typed(self) -> list[str]:
        """Return the texts that were typed, in order."""
        return [action.text for action in self.performed if isinstance(action, TypeText)]

    def _require_possible(self, action: PhoneAction) -> None:
        points: list[tuple[int, int]] = []
        match action:
            case Tap() | DoubleTap() | LongPress():
                points = [(action.x, action.y)]
            case Swipe():
                points = [(action.x1, action.y1), (action.x2, action.y2)]
            case Launch(app=name) if name not in self._apps and name not in self._apps.values():
                raise AppNotFoundError(f"no app is called {name!r}; the nearest are: {', '.join(self._apps.values())}")
        display = self.frame.display
        for x, y in points:
            if not (0 <= x < display.width and 0 <= y < display.height):
                raise OutsideDisplayError(
                    f"({x}, {y}) is outside the display of {display.width}x{display.height} pixels"
                )
