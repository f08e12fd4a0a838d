"""The on-phone server's methods about the whole device: touches, keys, screenshot, hierarchy, clipboard.

Names and results: openatx/android-uiautomator-server-jar, stub/AutomatorService.java.
"""

from __future__ import annotations

import base64
import shlex
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from device.simulator import keys
from device.simulator.jsonrpc import InvalidParametersError, JavaError, Method, overloads
from device.simulator.picture import screenshot_file

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

KEY_NAMES = {
    "home": keys.HOME,
    "back": keys.BACK,
    "left": keys.DPAD_LEFT,
    "right": keys.DPAD_RIGHT,
    "up": keys.DPAD_UP,
    "down": keys.DPAD_DOWN,
    "center": keys.DPAD_CENTER,
    "menu": keys.MENU,
    "search": keys.SEARCH,
    "enter": keys.ENTER,
    "delete": keys.DEL,
    "del": keys.DEL,
    "recent": keys.APP_SWITCH,
    "volume_up": keys.VOLUME_UP,
    "volume_down": keys.VOLUME_DOWN,
    "volume_mute": keys.VOLUME_MUTE,
    "camera": keys.CAMERA,
    "power": keys.POWER,
}
RunCommand = Callable[[str, float], tuple[bytes, bytes, int]]
"""Runs a command line for at most so many seconds; returns its stdout, its stderr and its exit code, -1 if too long."""
SECONDS_PER_STEP = 0.005
LONG_CLICK_MILLISECONDS = 400
ROTATIONS = {"natural": 0, "n": 0, "left": 1, "l": 1, "right": 3, "r": 3}
CONFIGURATION = {
    "actionAcknowledgmentTimeout": 3000,
    "keyInjectionDelay": 0,
    "scrollAcknowledgmentTimeout": 200,
    "waitForIdleTimeout": 10000,
    "waitForSelectorTimeout": 10000,
}


class DeviceMethods:
    """One server process's device methods; it is gone with the process, and so is what is only kept here."""

    def __init__(self, phone: SimulatedPhone, run_command: RunCommand, *, longest_wait: float) -> None:
        """Act on a phone; the arguments are those of `device.simulator.uia2.Uia2Server`."""
        self._phone, self._run_command, self._longest_wait = phone, run_command, longest_wait
        self._configuration = dict(CONFIGURATION)

    def table(self) -> dict[str, Method]:
        """Return the methods by name."""
        phone = self._phone
        return {
            "ping": lambda: "pong",
            "deviceInfo": self.device_info,
            "click": overloads("click", [(2, self.click), (3, self.click)]),
            "drag": self.drag,
            "swipe": self.swipe,
            "swipePoints": self.swipe_points,
            "injectInputEvent": self.inject_input_event,
            "dumpWindowHierarchy": self.dump_window_hierarchy,
            "takeScreenshot": overloads("takeScreenshot", [(2, self.take_screenshot), (3, self.save_screenshot)]),
            "freezeRotation": self.freeze_rotation,
            "setOrientation": self.set_orientation,
            "openNotification": lambda: self._open_shade("notifications"),
            "openQuickSettings": lambda: self._open_shade("quick_settings"),
            "pressKey": self.press_key,
            "pressKeyCode": overloads("pressKeyCode", [(1, self.press_key_code), (2, self.press_key_code)]),
            "wakeUp": lambda: self._wake(keys.WAKEUP),
            "sleep": lambda: self._wake(keys.SLEEP),
            "isScreenOn": lambda: phone.screen_on,
            "waitForIdle": self.wait_for_idle,
            "waitForWindowUpdate": self.wait_for_window_update,
            "getLastToast": self.last_toast,
            "clearLastToast": self.clear_last_toast,
            "getLastTraversedText": lambda: None,
            "clearLastTraversedText": lambda: None,
            "setClipboard": self.set_clipboard,
            "getClipboard": lambda: phone.clipboard,
            "pasteClipboard": self.paste_clipboard,
            "clearInputText": self.clear_input_text,
            "launchApp": phone.launch,
            "executeShellCommand": self.execute_shell_command,
            "getConfigurator": lambda: dict(self._configuration),
            "setConfigurator": self.set_configurator,
        }

    def device_info(self) -> dict[str, Any]:
        """Return what `d.info` shows; width and height as the display is held."""
        phone = self._phone
        with phone.lock:
            (width, height), scale = phone.display_size, phone.density / 160
            return {
                "currentPackageName": phone.foreground()[0],
                "displayWidth": width,
                "displayHeight": height,
                "displayRotation": phone.rotation,
                "displaySizeDpX": int(width / scale + 0.5),
                "displaySizeDpY": int(height / scale + 0.5),
                "productName": phone.properties.get("ro.product.name", ""),
                "naturalOrientation": phone.rotation == 0,
                "screenOn": phone.screen_on,
                "sdkInt": int(phone.properties.get("ro.build.version.sdk", "0") or 0),
            }

    def click(self, x: float, y: float, milliseconds: float = 100) -> bool:
        """Touch (x, y) display pixels; from the long press time on it is a long click."""
        x, y = int(x), int(y)
        if x < 0 or y < 0:
            return False
        if milliseconds >= LONG_CLICK_MILLISECONDS:
            self._phone.long_press(x, y, seconds=milliseconds / 1000)
        else:
            self._phone.tap(x, y)
        return True

    def drag(self, x1: float, y1: float, x2: float, y2: float, steps: int) -> bool:
        """Hold (x1, y1), then move to (x2, y2)."""
        self._phone.drag(int(x1), int(y1), int(x2), int(y2), seconds=max(int(steps), 100) * SECONDS_PER_STEP)
        return True

    def swipe(self, x1: float, y1: float, x2: float, y2: float, steps: int) -> bool:
        """Move a finger; a step takes 5 ms."""
        seconds = max(2, int(steps)) * SECONDS_PER_STEP
        self._phone.swipe(int(x1), int(y1), int(x2), int(y2), seconds=seconds)
        return True

    def swipe_points(self, points: list[float], steps: int) -> bool:
        """Move a finger along [x1, y1, x2, y2, ...]."""
        if len(points) < 4 or len(points) % 2:
            raise InvalidParametersError("swipePoints takes pairs of x and y")
        phone, numbers = self._phone, [int(value) for value in points]
        if len(numbers) == 4:
            return self.swipe(numbers[0], numbers[1], numbers[2], numbers[3], steps)
        with phone.lock:
            phone.touch_down(numbers[0], numbers[1])
            for x, y in zip(numbers[2::2], numbers[3::2], strict=True):
                phone.touch_move(x, y)
            phone.touch_up(numbers[-2], numbers[-1])
        return True

    def inject_input_event(self, action: int, x: float, y: float, _meta: int) -> bool:
        """Put a finger down (0), take it up (1) or move it (2)."""
        touch = {0: self._phone.touch_down, 1: self._phone.touch_up, 2: self._phone.touch_move}.get(int(action))
        if touch is None:
            return False
        touch(int(x), int(y))
        return True

    def dump_window_hierarchy(self, _compressed: bool, max_depth: int = 50, root_in_active: bool = False) -> str:
        """Return the XML of all windows, or of the active one, once the screen rests."""
        self._phone.motion.rest(self._configuration["waitForIdleTimeout"] / 1000)
        return self._phone.hierarchy(flavour="u2", max_depth=int(max_depth), active_only=bool(root_in_active))

    def take_screenshot(self, _scale: float, quality: int) -> str | None:
        """Return a JPEG in base64, None where the capture fails; the real server ignores the scale too."""
        data = screenshot_file(self._phone, form="jpeg", quality=int(quality))
        return None if data is None else base64.b64encode(data).decode("ascii")

    def save_screenshot(self, filename: str, _scale: float, quality: int) -> str | None:
        """Write a JPEG on the phone and return its path, None where the capture fails.

        Raises:
            JavaError: No file can be written there.
        """
        path = filename if filename.startswith("/") else f"/data/local/tmp/{filename}"
        data = screenshot_file(self._phone, form="jpeg", quality=int(quality))
        if data is None:
            return None
        try:
            self._phone.files.write(path, data)
            self._phone.files.date(path, self._phone.clock.now())
        except OSError as error:
            raise JavaError("java.io.FileNotFoundException", f"{path}: {error.strerror}") from error
        return path

    def freeze_rotation(self, freeze: bool) -> None:
        """Hold the rotation, or let it follow the sensor."""
        self._phone.settings.put("system", "accelerometer_rotation", 0 if freeze else 1)

    def set_orientation(self, direction: str) -> None:
        """Turn the display left, right or upright; other names are ignored, as the real server does."""
        rotation = ROTATIONS.get(direction.lower())
        if rotation is not None:
            with self._phone.lock:
                self._phone.settings.put("system", "accelerometer_rotation", 0)
                self._phone.settings.put("system", "user_rotation", rotation)
                self._phone.rotation = rotation

    def press_key(self, name: str) -> bool:
        """Press a key by its name; unknown names are False."""
        code = KEY_NAMES.get(name.lower())
        if code is None:
            return False
        self._phone.press_key(code)
        return True

    def press_key_code(self, code: int, meta: int = 0) -> bool:
        """Press a key by its code, with META_CTRL_ON (0x1000) held for shortcuts."""
        if int(meta) & 0x1000:
            with self._phone.lock:
                return keys.press_together(self._phone, (keys.CTRL_LEFT, int(code)))
        self._phone.press_key(int(code))
        return True

    def wait_for_idle(self, milliseconds: float) -> None:
        """Wait until nothing moves, at most so long."""
        self._phone.motion.rest(min(self._longest_wait, float(milliseconds)) / 1000)

    def wait_for_window_update(self, _package: str | None, milliseconds: int) -> bool:
        """Wait until something changes on the screen."""
        before, end = self._phone.revision, time.monotonic() + min(self._longest_wait, float(milliseconds)) / 1000
        while time.monotonic() < end:
            if self._phone.revision != before:
                return True
            time.sleep(0.01)
        return False

    def last_toast(self) -> str | None:
        """Return the last toast's text until it is cleared."""
        return self._phone.last_toast

    def clear_last_toast(self) -> None:
        """Forget the last toast."""
        with self._phone.lock:
            self._phone.last_toast = None

    def set_clipboard(self, _label: str | None, text: str) -> None:
        """Put text on the clipboard."""
        with self._phone.lock:
            self._phone.clipboard = text

    def paste_clipboard(self) -> None:
        """Press Ctrl+V."""
        self._phone.paste()

    def clear_input_text(self) -> None:
        """Press Ctrl+A and DEL."""
        with self._phone.lock:
            field = self._phone.focused_field()
            if field is not None and field.text:
                self._phone.select_all()
                self._phone.press_key(keys.DEL)

    def execute_shell_command(self, command: str, milliseconds: float) -> dict[str, Any]:
        """Run a program with arguments, at most so long: no shell reads the line, as none does on a phone."""
        seconds = max(0.0, min(self._longest_wait, float(milliseconds))) / 1000
        output, errors, code = self._run_command(shlex.join(command.split()), seconds)
        texts = {"stdout": output.decode("utf-8", "replace"), "stderr": errors.decode("utf-8", "replace")}
        return {**texts, "returnCode": code}

    def set_configurator(self, values: dict[str, int]) -> dict[str, int]:
        """Change timeouts; they are told back and, as nothing here is slow, have no other effect."""
        for name in self._configuration:
            if name in values:
                self._configuration[name] = int(values[name])
        return dict(self._configuration)

    def _open_shade(self, shade: Any) -> bool:
        self._phone.open_shade(shade)
        return True

    def _wake(self, code: int) -> None:
        self._phone.press_key(code)
