"""`InProcessPhone`: the `Phone` contract over a simulated phone in this process, without ADB."""

from __future__ import annotations

import difflib
import time
from collections.abc import Mapping

from device.action import DoubleTap, Launch, LongPress, PhoneAction, Press, Swipe, Tap, TypeText
from device.errors import (
    AppNotFoundError,
    CaptureError,
    OutsideDisplayError,
    PhoneEnvironmentError,
    ShellError,
    TypingError,
)
from device.frame import Display, ForegroundApp, Frame, Posture
from device.phone import Phone
from device.simulator import keys
from device.simulator.phone import LAUNCHER, SimulatedPhone

_KEYS = {
    "back": keys.BACK,
    "home": keys.HOME,
    "enter": keys.ENTER,
    "recent": keys.APP_SWITCH,
    "menu": keys.MENU,
    "power": keys.POWER,
}


class InProcessPhone(Phone):
    """Drives a `SimulatedPhone` directly; for tests and training data."""

    def __init__(self, phone: SimulatedPhone | None = None) -> None:
        """Drive `phone`, which stays the caller's to close; without one, a new one that `close` closes."""
        self.simulated = phone or SimulatedPhone()
        self._owns = phone is None
        self.serial = self.simulated.properties["ro.serialno"]

    def display(self) -> Display:
        """Return the display as it is held now."""
        width, height = self.simulated.display_size
        phone = self.simulated
        posture = Posture[phone.state.display.fold] if phone.folds else Posture.RIGID
        return Display(width=width, height=height, rotation=phone.rotation, density=phone.density, posture=posture)

    def foreground(self) -> ForegroundApp:
        """Return the app in front."""
        with self.simulated.lock:
            package, activity = self.simulated.foreground()
            app = self.simulated.packages.get(package)
            return ForegroundApp(package=package, activity=activity, label=package if app is None else app.label)

    def apps(self) -> Mapping[str, str]:
        """Return the launchable apps, package name to visible name."""
        apps = self.simulated.packages.values()
        return {app.package: app.label for app in apps if app.icon is not None}

    def capture(self) -> Frame:
        """Return pixels and hierarchy of one moment.

        Raises:
            CaptureError: The phone gives no pixels.
        """
        with self.simulated.lock:
            pixels = self.simulated.capture()
            if pixels is None:
                raise CaptureError("the phone gave no screenshot")
            return Frame(
                pixels=pixels,
                hierarchy=self.simulated.hierarchy(),
                app=self.foreground(),
                display=self.display(),
                captured_at=time.time(),
            )

    def perform(self, action: PhoneAction) -> None:
        """Carry out one action.

        Raises:
            AppNotFoundError: `Launch` names no app.
            OutsideDisplayError: A touch is not on the display.
            TypingError: `TypeText` found no focused field.
        """
        phone = self.simulated
        match action:
            case Tap(x=x, y=y):
                phone.tap(*self._on_display(x, y))
            case DoubleTap(x=x, y=y):
                phone.double_tap(*self._on_display(x, y))
            case LongPress(x=x, y=y, seconds=seconds):
                phone.long_press(*self._on_display(x, y), seconds)
            case Swipe(x1=x1, y1=y1, x2=x2, y2=y2, seconds=seconds):
                phone.swipe(*self._on_display(x1, y1), *self._on_display(x2, y2), seconds)
            case TypeText(text=text):
                with phone.lock:
                    if not phone.select_all():
                        raise TypingError("no text field has the focus: tap one first")
                    phone.commit_text(text)
            case Press(key=key):
                phone.press_key(_KEYS[key])
            case Launch(app=app):
                phone.launch(self._package(app))

    def settle(self, *, timeout: float = 3.0) -> bool:
        """Return True at once: nothing on a simulated phone happens by itself after an action."""
        return True

    def shell(self, command: str) -> str:
        """Run a shell command.

        Raises:
            ShellError: It ended with another exit code than 0.
        """
        from device.simulator.shell import run_command

        output, code = run_command(self.simulated, command)
        text = output.decode(errors="replace")
        if code != 0:
            raise ShellError(command=command, exit_code=code, output=text)
        return text

    def pull(self, path: str) -> bytes:
        """Return a file's content.

        Raises:
            PhoneEnvironmentError: It can't be read.
        """
        try:
            with self.simulated.lock:
                return self.simulated.files.read(path)
        except OSError as error:
            raise PhoneEnvironmentError(f"can't read {path} on the phone: {error.strerror}") from error

    def push(self, data: bytes, path: str) -> None:
        """Write a file.

        Raises:
            PhoneEnvironmentError: It can't be written.
        """
        try:
            with self.simulated.lock:
                self.simulated.files.write(path, data)
                self.simulated.files.date(path, self.simulated.clock.now())
                self.simulated.changed()
        except OSError as error:
            raise PhoneEnvironmentError(f"can't write {path} on the phone: {error.strerror}") from error

    def close(self) -> None:
        """Close the simulated phone where this object made it."""
        if self._owns:
            self.simulated.close()

    def _on_display(self, x: int, y: int) -> tuple[int, int]:
        width, height = self.simulated.display_size
        if not (0 <= x < width and 0 <= y < height):
            raise OutsideDisplayError(f"({x}, {y}) is outside the display of {width}x{height} pixels")
        return x, y

    def _package(self, name: str) -> str:
        apps = self.apps()
        if name in apps or name == LAUNCHER:
            return name
        by_label = {label.casefold(): package for package, label in apps.items()}
        if name.strip().casefold() in by_label:
            return by_label[name.strip().casefold()]
        nearest = difflib.get_close_matches(name, [*apps.values()], n=3, cutoff=0.3) or sorted(apps.values())[:5]
        raise AppNotFoundError(f"no app is called {name!r}; this phone has {', '.join(nearest)}")
