"""`AdbPhone`: a phone behind the adb server, driven by uiautomator2's server on it."""

from __future__ import annotations

import atexit
import posixpath
import shlex
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, assert_never

import uiautomator2

from device.action import DoubleTap, Launch, LongPress, PhoneAction, Press, Swipe, Tap, TypeText
from device.apps import QUERY, LaunchableApp, find_app, parse_launchable, visible_name
from device.capture import belong_together, read_hierarchy, rotation_of, take_screenshot
from device.discovery import choose
from device.errors import OutsideDisplayError, PhoneEnvironmentError, PhoneError, ShellError
from device.foreground import COMMAND, parse_focus
from device.frame import Display, ForegroundApp, Frame, Posture
from device.keys import key_code
from device.phone import Phone
from device.posture import COMMAND as POSTURE
from device.posture import parse_posture
from device.seam import phone_errors
from device.settle import wait_until_still
from device.transport import QuickClient, QuickDevice
from device.typing_text import type_text

_DOWN, _UP = 0, 1
_STEPS_PER_SECOND = 200  # the server injects a move every 5 ms
_FEWEST_STEPS = 2


def connect(serial: str | None = None) -> AdbPhone:
    """Connect to a phone.

    Args:
        serial: Which; ``HOST:PORT`` is connected to when adb does not list it. None takes the only one.

    Raises:
        PhoneUsageError: There is no such phone, or it does not allow debugging.
        PhoneEnvironmentError: It does not answer, or uiautomator2's server does not start on it.
    """
    return AdbPhone(choose(serial))


class AdbPhone(Phone):
    """A phone that adb lists as ready; `connect` finds it by its serial.

    Attributes:
        serial: adb's name of the phone.
    """

    def __init__(self, serial: str) -> None:
        """Start uiautomator2's server on the phone, unless one runs, and wake the display."""
        self.serial = serial
        self._adb: QuickDevice = QuickClient().device(serial)
        with phone_errors(f"starting uiautomator2's server on {serial}"):
            self._u2 = uiautomator2.Device(self._adb)
        self._closed = False
        # `dumpsys window` takes a real phone as long as a screenshot.
        self._aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"foreground-{serial}")
        self._touched: tuple[int, int] | None = None
        self._apps: dict[str, LaunchableApp] = {}
        self._density = 0
        self._folds = True  # until it reports no posture
        self._display = self.display()

    def display(self) -> Display:
        info = self.rpc("deviceInfo")
        if not info.get("screenOn", True):
            self.rpc("wakeUp")
        self._display = Display(
            width=int(info["displayWidth"]),
            height=int(info["displayHeight"]),
            rotation=int(info["displayRotation"]),
            density=self._read_density(),
            posture=self._read_posture(),
        )
        return self._display

    def foreground(self) -> ForegroundApp:
        package, activity = parse_focus(self._run(COMMAND)[1])
        if not package:
            package = str(self.rpc("deviceInfo").get("currentPackageName") or "")
        return ForegroundApp(package=package, activity=activity, label=self._label(package))

    def apps(self) -> Mapping[str, str]:
        return {package: app.name for package, app in self._launchable().items()}

    def capture(self) -> Frame:
        frame = self._capture()
        if not belong_together(frame.pixels, frame.hierarchy):
            frame = self._capture()
        return frame

    def perform(self, action: PhoneAction) -> None:
        match action:
            case Tap(x=x, y=y):
                self._require_inside((x, y))
                self._inject("click", x, y)
            case LongPress(x=x, y=y, seconds=seconds):
                self._require_inside((x, y))
                self._inject("click", x, y, round(seconds * 1000))
            case DoubleTap(x=x, y=y):
                self._require_inside((x, y))
                self._double_tap(x, y)
            case Swipe(x1=x1, y1=y1, x2=x2, y2=y2, seconds=seconds):
                self._require_inside((x1, y1), (x2, y2))
                self._inject("swipe", x1, y1, x2, y2, max(_FEWEST_STEPS, round(seconds * _STEPS_PER_SECOND)))
            case Press():
                # The answer tells whether something on the screen changed, not whether the key arrived.
                self.rpc("pressKeyCode", key_code(action))
            case TypeText(text=text):
                type_text(self, text)
            case Launch(app=name):
                self._launch(name)
            case _:
                assert_never(action)

    def settle(self, *, timeout: float = 3.0) -> bool:
        return wait_until_still(partial(read_hierarchy, self.rpc), timeout=timeout)

    def shell(self, command: str) -> str:
        exit_code, output = self._run(command)
        if exit_code:
            raise ShellError(command=command, exit_code=exit_code, output=output)
        return output

    def pull(self, path: str) -> bytes:
        with phone_errors(f"reading {path} from the phone"):
            return bytes(self._adb.sync.read_bytes(path))

    def push(self, data: bytes, path: str) -> None:
        self.shell(f"mkdir -p {shlex.quote(posixpath.dirname(path) or '/')}")
        with phone_errors(f"writing {path} on the phone"):
            self._adb.sync.push(data, path, mode=0o644, check=True)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._aside.shutdown()
        atexit.unregister(self._u2.stop_uiautomator)
        with suppress(PhoneError):
            if self._touched is not None:
                self.rpc("injectInputEvent", _UP, *self._touched, 0)
        # A server that another client started is that client's to stop.
        if self._u2._process is not None:
            with suppress(PhoneError), phone_errors("stopping uiautomator2's server"):
                self._u2.stop_uiautomator(wait=False)

    def rpc(self, method: str, *params: Any) -> Any:
        """Call a method of uiautomator2's server.

        A server that does not answer within the watchdog's time is started anew, once; uiautomator2 does the same for
        one that is gone.

        Raises:
            PhoneError: The call failed.
        """
        with phone_errors(f"asking the phone to {method}"):
            try:
                return self._u2.jsonrpc_call(method, list(params) if params else {})
            except (TimeoutError, ConnectionError):
                self._u2.stop_uiautomator(wait=False)
                self._u2.start_uiautomator()
                return self._u2.jsonrpc_call(method, list(params) if params else {})

    def _capture(self) -> Frame:
        started = time.time()
        hierarchy = read_hierarchy(self.rpc)
        asked, held = self._aside.submit(self.foreground), self._aside.submit(self._read_posture)
        pixels = take_screenshot(self.rpc, self._screencap)
        app, posture = asked.result(), held.result()
        height, width = pixels.shape[:2]
        rotation = rotation_of(hierarchy) if hierarchy else self._display.rotation
        density = self._read_density()
        self._display = Display(width=width, height=height, rotation=rotation, density=density, posture=posture)
        return Frame(pixels=pixels, hierarchy=hierarchy, app=app, display=self._display, captured_at=started)

    def _screencap(self) -> bytes:
        with phone_errors("taking a screenshot"):
            return bytes(self._adb.shell("screencap -p", encoding=None, rstrip=False))

    def _run(self, command: str) -> tuple[int, str]:
        with phone_errors(f"running `{command}` on the phone"):
            done = self._adb.shell2(command, v2=True)
        return int(done.returncode), str(done.output)

    def _read_density(self) -> int:
        if not self._density:
            printed = self._run("wm density")[1]
            # "Physical density: 420", and where a person chose another, "Override density: 480" after it.
            values = [word for word in printed.split() if word.isdecimal()]
            self._density = int(values[-1]) if values else 420
        return self._density

    def _read_posture(self) -> Posture:
        if not self._folds:
            return Posture.RIGID
        posture = parse_posture(self._run(POSTURE)[1])
        self._folds = posture is not Posture.RIGID
        return posture

    def _launchable(self) -> dict[str, LaunchableApp]:
        if not self._apps:
            self._apps = parse_launchable(self._run(QUERY)[1], {})
        return self._apps

    def _label(self, package: str) -> str:
        known = self._launchable().get(package)
        return known.name if known else visible_name(package) if package else ""

    def _launch(self, name: str) -> None:
        self._apps = {}  # it may have been installed since
        app = find_app(name, self._launchable())
        printed = self.shell(
            "am start -a android.intent.action.MAIN -c android.intent.category.LAUNCHER -f 0x10200000 "
            f"-n {shlex.quote(app.component)}"
        )
        if "Error" in printed:
            raise ShellError(command=f"am start -n {app.component}", exit_code=1, output=printed)

    def _double_tap(self, x: int, y: int) -> None:
        for event in (_DOWN, _UP, _DOWN, _UP):
            self._touched = (x, y)
            self._inject("injectInputEvent", event, x, y, 0)
        self._touched = None

    def _inject(self, method: str, *params: int) -> None:
        if self.rpc(method, *params) is False:
            raise PhoneEnvironmentError(
                "the phone refused a touch: unlock it, and allow simulated input in its developer options"
            )

    def _require_inside(self, *points: tuple[int, int]) -> None:
        display = self._display
        if not _all_inside(points, display):
            display = self.display()  # the phone may have been turned since the last look
        if not _all_inside(points, display):
            x, y = points[0] if not _all_inside(points[:1], display) else points[-1]
            raise OutsideDisplayError(f"({x}, {y}) is outside the display of {display.width}x{display.height} pixels")


def _all_inside(points: tuple[tuple[int, int], ...], display: Display) -> bool:
    return all(0 <= x < display.width and 0 <= y < display.height for x, y in points)
