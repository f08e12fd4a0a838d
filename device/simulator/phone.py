"""`SimulatedPhone`: a whole Android phone in this process, without ADB."""

from __future__ import annotations

import contextlib
import copy
import shutil
import threading
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from device.simulator import crash, gestures, keyguard, keys, overlays, panels, permissions, texting
from device.simulator.acting import Acting
from device.simulator.app import App
from device.simulator.clock import Clock
from device.simulator.compositor import Compositor
from device.simulator.display import Fold, Panel
from device.simulator.editing import TextEditor
from device.simulator.files import FileSystem
from device.simulator.heat import HeatModel
from device.simulator.hierarchy import Flavour, dump
from device.simulator.interference import Interference
from device.simulator.kernel_files import make_kernel_files
from device.simulator.language import LOCALES, Language, language_of, tables, texts_of
from device.simulator.layout import Metrics
from device.simulator.motion import Motion, MotionMode
from device.simulator.picture import black
from device.simulator.settings_store import SettingsStore
from device.simulator.shade import KEY as SHADE
from device.simulator.shade import REPLY_FIELD
from device.simulator.snapshot import Snapshot
from device.simulator.state import (
    Battery,
    ImeState,
    Keyguard,
    Notification,
    PhoneState,
    Shade,
    default_properties,
)
from device.simulator.touch import TouchInput
from device.simulator.view import View
from device.simulator.windows import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from device.simulator.render import Renderer
    from device.simulator.texts import Texts

LAUNCHER = "com.google.android.apps.nexuslauncher"
TOAST_SECONDS = 2.0
"""How long a short toast stays (NotificationManagerService.SHORT_DELAY)."""


class SimulatedPhone:
    """A phone with display, input, apps, settings and files.

    Every public method takes `lock`, so threads may call at the same time. Whoever changes what apps read behind the
    phone's back (a file, a database) calls `changed` afterwards.

    Attributes:
        lock: Held during every public call; hold it to make several calls one.
        seed: What everything random on the phone starts from.
        clock: The phone's time.
        settings: What the `settings` command reads and writes.
        files: The file system.
        packages: The installed apps by package name.
        motion: What moves by itself.
        editor: Text entry into the focused field.
        state: The phone's own state; call `changed` after writing to it.
        interference: Where faults take hold; nothing unless set.
        heat_model: What makes the phone hot; None for the nodes of `device.simulator.heat`.
        revision: Counts changes; while it and the clock's minute stay, so do pixels and hierarchy.
        starts: How often each app's process was started since the phone was switched on, by package.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        width: int = 1080,
        height: int = 2400,
        density: int = 420,
        cover: Panel | None = None,
        clock: Clock | None = None,
        apps: Sequence[type[App]] | None = None,
        motion: MotionMode = "none",
    ) -> None:
        """Switch on a new phone; it shows its home screen.

        Args:
            seed: What everything random on it starts from.
            width: Pixels across in the natural orientation.
            height: Pixels down in the natural orientation.
            density: Dots per inch.
            cover: A foldable's outer display, which is used while it is closed; None for a phone that doesn't fold.
            clock: Its time; frozen at `device.simulator.clock.DEFAULT_TIME` unless given.
            motion: Whether gestures, transitions and flings take time, while the clock runs.
            apps: What is installed; all known apps unless given. The launcher must be among them.
        """
        if apps is None:
            from device.simulator.apps.installed import INSTALLED

            apps = INSTALLED
        self.lock = threading.RLock()
        self.seed = seed
        self.revision = 0
        self.starts: Counter[str] = Counter()
        self.clock = clock or Clock()
        self.files = FileSystem()
        make_kernel_files(self.files)
        self.settings: SettingsStore = SettingsStore(self.changed)
        self.state: PhoneState = PhoneState(properties=default_properties(seed, density))
        self.interference = Interference()
        self.heat_model: HeatModel | None = None
        self.motion = Motion(self, motion)
        self.editor = TextEditor(self)
        self._panel, self._cover = Panel(width=width, height=height, density=density), cover
        self._touch = TouchInput(self)
        self._compositor = Compositor(self)
        self._renderer: Renderer | None = None
        self._windows: tuple[object, list[Window]] | None = None
        self._pixels: tuple[object, NDArray[np.uint8]] | None = None
        self._dumps: tuple[object, dict[tuple[object, ...], str]] = (None, {})
        self._reveal = False
        self.packages: dict[str, App] = {}
        for kind in apps:
            app = kind(self)
            self.packages[app.package] = app
            app.install()
        self._known = dict(self.packages)
        self.go_home()

    # Touch and keys

    def tap(self, x: float, y: float) -> None:
        """Touch (x, y) display pixels shortly."""
        with self._acting():
            if self._takes_input(x, y):
                self._touch.tap(x, y)

    def double_tap(self, x: float, y: float) -> None:
        """Touch (x, y) twice; on a field that selects the word."""
        with self._acting():
            if self._takes_input(x, y):
                self._touch.tap(x, y)
                field = self.editor.focused()
                if field is not None and field.visible.contains(x, y):
                    self.editor.select_word_at(field, x, y)
                else:
                    self._touch.tap(x, y)

    def long_press(self, x: float, y: float, seconds: float = 0.8) -> None:
        """Hold (x, y) for `seconds`; less than half a second is a tap."""
        self.swipe(x, y, x, y, seconds)

    def swipe(self, x1: float, y1: float, x2: float, y2: float, seconds: float = 0.3) -> None:
        """Move a finger in a straight line of display pixels in `seconds` of the phone's time.

        Where gestures take time, content follows the finger, and anything else happens when the finger leaves. A finger
        that has hardly moved when a long press is recognised takes along what can be dragged.
        """
        if gestures.begins_with_long_press(self.metrics(), gestures.Path(x1=x1, y1=y1, x2=x2, y2=y2), seconds):
            self.drag(x1, y1, x2, y2, seconds)
        else:
            self._swipe(x1, y1, x2, y2, seconds)

    def _swipe(self, x1: float, y1: float, x2: float, y2: float, seconds: float) -> None:
        with self._acting():
            if not self._takes_input(x1, y1):
                return
            begins = not self.motion.is_on or self._touch.scrolls(x1, y1, x2, y2)
            if begins:
                self._touch.swipe(x1, y1, x2, y2, seconds)
        self.motion.hold(seconds)
        if not begins:
            with self._acting():
                self._touch.swipe(x1, y1, x2, y2, seconds)

    def drag(self, x1: float, y1: float, x2: float, y2: float, seconds: float = 1.0) -> None:
        """Hold (x1, y1), and then move to (x2, y2): what can be dragged goes along, anything else is swiped slowly."""
        path = gestures.Path(x1=x1, y1=y1, x2=x2, y2=y2)
        with self._acting():
            if not self._takes_input(x1, y1):
                return
            dragged = gestures.drag(self, path)
        if dragged:
            self.motion.hold(seconds)
        else:
            self._swipe(x1, y1, x2, y2, seconds)

    def move_two_fingers(self, first: gestures.Path, second: gestures.Path, seconds: float = 0.3) -> None:
        """Move two fingers at once: apart, together, or the same way, which pulls the quick settings or scrolls."""
        with self._acting():
            if not self._takes_input(first.x1, first.y1):
                return
            if not gestures.move_together(first, second):
                gestures.pinch(self, first, second)
                return
            shade = self.state.shade
            self._touch.swipe(first.x1, first.y1, first.x2, first.y2, seconds)
            if shade == "closed" and self.state.shade == "notifications":
                self.open_shade("quick_settings")

    def touch_down(self, x: float, y: float) -> None:
        """Put a finger down at (x, y) display pixels."""
        with self._acting():
            if self._takes_input(x, y):
                self._touch.down(x, y)

    def touch_move(self, x: float, y: float) -> None:
        """Move the finger that is down to (x, y)."""
        with self._acting():
            self._touch.move(x, y)

    def touch_up(self, x: float, y: float) -> None:
        """Take the finger away at (x, y)."""
        with self._acting():
            self._touch.up(x, y)

    def press_key(self, keycode: int, *, is_long: bool = False) -> bool:
        """Press and release the key with an Android key code; say whether anything knows it.

        Args:
            keycode: The key.
            is_long: Whether it is held for a while; of the keys, the power key alone does something else then.
        """
        with self._acting():
            self._begin_input()
            return keys.press(self, keycode, is_long=is_long)
        return False

    def press_keys_together(self, *keycodes: int) -> bool:
        """Press keys at once, as `input keycombination` does."""
        with self._acting():
            self._begin_input()
            return keys.press_together(self, keycodes)
        return False

    # Text

    def type_keys(self, text: str) -> bool:
        """Type as `input text` does, by key events.

        Raises:
            ValueError: A character no key of the virtual keyboard types: anything but ASCII.
        """
        if not text.isascii():
            raise ValueError("key events type ASCII only")
        return self.commit_text(text)

    def commit_text(self, text: str) -> bool:
        """Commit text into the focused field at its cursor, as an IME does; False where no field has the focus."""
        with self._acting():
            return keyguard.type_pin(self, text) or self.editor.commit(text)
        return False

    def focused_field(self) -> View | None:
        """Return the field that gets what is typed, or None."""
        with self.lock:
            return self.editor.focused()

    def set_field_text(self, view: View, text: str) -> None:
        """Replace a field's content, as the accessibility action does."""
        with self.lock:
            self.editor.set_text(view, text)

    def select_all(self) -> bool:
        """Select the focused field's content; False where there is none."""
        with self.lock:
            return self.editor.select_all()

    def paste(self) -> bool:
        """Put the clipboard's text into the focused field."""
        with self.lock:
            return self.editor.paste()

    # What is shown

    def windows(self) -> list[Window]:
        """Return the laid-out roots, bottom to top: app, its dialogs, keyboard, status bar, navigation bar..."""
        with self.lock:
            key = self._look()
            if self._windows is None or self._windows[0] != key:
                try:
                    windows = self._compositor.compose(reveal=self._reveal)
                except crash.DAMAGE as error:
                    crash.stop(self, error)
                    key, windows = self._look(), self._compositor.compose(reveal=False)
                self._reveal = False
                self._windows = (key, windows)
            return self._windows[1]

    def look(self) -> None:
        """Let happen what happens when somebody looks: faults begin, and what had its time goes away."""
        with self.lock:
            self.interference.before_look()
            overlays.expire(self)
            panels.expire(self)
            texting.deliver(self)
            for app in self.packages.values():
                with contextlib.suppress(*crash.DAMAGE):
                    app.elapsed()

    def screenshot(self) -> NDArray[np.uint8]:
        """Return the display's pixels, RGB of shape (height, width, 3); read-only, and shared while nothing changes."""
        with self.lock:
            self.look()
            key = self._look()
            if self._pixels is None or self._pixels[0] != key:
                if self.screen_on:
                    pixels = self.renderer.render(
                        self.windows(), self.display_size, self.metrics(), self.theme(), self.is_inverted()
                    )
                else:
                    width, height = self.display_size
                    pixels = black(height, width)
                pixels.setflags(write=False)
                self._pixels = (key, pixels)
            return self.motion.frame(self._pixels[1]) if self.motion.is_on else self._pixels[1]

    @property
    def renderer(self) -> Renderer:
        """What draws; made when something is drawn for the first time."""
        if self._renderer is None:
            from device.simulator.render import Renderer

            self._renderer = Renderer()
        return self._renderer

    def capture(self) -> NDArray[np.uint8] | None:
        """Return what a screen capture gives: the display's pixels, black for a secure window, None where it fails."""
        with self.lock:
            pixels = self.screenshot()
            if self.is_secure:
                pixels = black(*pixels.shape[:2])
            return self.interference.pixels(pixels)

    @property
    def is_secure(self) -> bool:
        """Whether the window in front keeps its content out of screen captures (FLAG_SECURE)."""
        return not self.locked and overlays.top(self) is None and self.app.is_secure

    def hierarchy(self, *, flavour: Flavour = "u2", max_depth: int = 50, active_only: bool = False) -> str:
        """Return the UI hierarchy as XML.

        Args:
            flavour: ``"u2"`` as uiautomator2's server writes it, ``"framework"`` as `uiautomator dump` does.
            max_depth: Levels below each root.
            active_only: Whether only the window with the input focus is dumped, as `dump` always does.
        """
        with self.lock:
            self.look()
            key = self._look()
            if self._dumps[0] != key:
                self._dumps = (key, {})
            question = (flavour, max_depth, active_only)
            answer = self._dumps[1].get(question)
            if answer is None:
                answer = dump(
                    self.windows(),
                    self.display_size,
                    rotation=self.rotation,
                    flavour=flavour,
                    max_depth=max_depth,
                    active_only=active_only,
                )
                self._dumps[1][question] = answer
            return self.interference.hierarchy(answer, flavour)

    def metrics(self) -> Metrics:
        """Return how dp and sp become pixels now."""
        return Metrics(
            density=self.density,
            font_scale=min(2.0, max(0.5, self.settings.number("system", "font_scale", 1.0))),
            weight="medium" if self.settings.number("secure", "font_weight_adjustment", 0) >= 300 else "regular",
            rtl=self.settings.is_on("global", "debug.force_rtl"),
        )

    def theme(self) -> Literal["light", "dark"]:
        """Return which palette is used."""
        return "dark" if self.settings.get("secure", "ui_night_mode") == "2" else "light"

    @property
    def panel(self) -> Panel:
        """The display that is in use, as it was made; a closed foldable's is its cover."""
        closed = self._cover is not None and self.state.display.fold == "CLOSED"
        return self._cover if self._cover is not None and closed else self._panel

    @property
    def natural_size(self) -> tuple[int, int]:
        """Width and height in pixels in the natural orientation, as chosen by `wm size`."""
        return self.state.display.size or (self.panel.width, self.panel.height)

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height in pixels, as the display is held now."""
        width, height = self.natural_size
        return (height, width) if self.state.rotation % 2 else (width, height)

    @property
    def density(self) -> int:
        """Dots per inch, as chosen by `wm density`."""
        return self.state.display.density or self.panel.density

    @property
    def folds(self) -> bool:
        """Whether the phone is a foldable."""
        return self._cover is not None

    def fold(self, fold: Fold) -> None:
        """Open or close a foldable: it goes on, on the other display.

        Raises:
            ValueError: The phone doesn't fold.
        """
        if not self.folds:
            raise ValueError("this phone doesn't fold")
        with self.lock:
            self.state.display.fold = fold
            self.changed()

    def changed(self) -> None:
        """Count a change: pixels and hierarchy are made anew when somebody asks."""
        self.revision += 1

    def reveal_focus(self) -> None:
        """Scroll the focused field into view when the screen is laid out next."""
        self._reveal = True

    def scroll_by(self, view: View, pixels: int, *, held: float = 0.0, reach: int = 1) -> None:
        """Move a scrollable view's content, clamped.

        Args:
            view: What scrolls.
            pixels: How far a finger moves it; positive shows what comes later.
            held: Seconds that the finger takes; it counts where gestures take time.
            reach: How many times as far the content goes, by itself at last.
        """
        with self.lock:
            window = next(window for window in self.windows() if any(v is view for v in window.root.walk()))
            offsets = self._compositor.offsets(window)
            room = view.frame.height if view.scroll == "vertical" else view.frame.width
            most = view.content_size - room
            if self.motion.is_on and held:
                self.motion.scroll(offsets, view, by=pixels, held=held, reach=reach, most=most)
            else:
                offsets[view.key] = max(0, min(offsets.get(view.key, 0) + pixels * reach, most))
            self.changed()

    # Apps

    @property
    def app(self) -> App:
        """The app in front."""
        return self.packages[self.state.tasks[0]]

    def foreground(self) -> tuple[str, str]:
        """Return package and activity in front."""
        with self.lock:
            overlay = overlays.top(self)
            if overlay is not None:
                package, slash, activity = overlays.window_title(overlay).partition("/")
                if slash:
                    return package, activity
            return self.app.package, self.app.current_activity

    @property
    def locked(self) -> bool:
        """Whether the lock screen is shown."""
        return self.state.keyguard.locked

    def set_lock(self, kind: Literal["none", "swipe", "pin"], pin: str = "") -> None:
        """Choose what the phone is locked with when its display goes off.

        Raises:
            ValueError: A PIN that Android would not take: it has 4 to 16 digits.
        """
        digits = pin.isascii() and pin.isdigit() and keyguard.SHORTEST_PIN <= len(pin) <= keyguard.LONGEST_PIN
        if (kind == "pin") != bool(pin) or (kind == "pin" and not digits):
            raise ValueError("a PIN has 4 to 16 digits")
        with self.lock:
            self.state.keyguard = Keyguard(kind=kind, pin=pin)
            self.changed()

    def launch(self, package: str, activity: str | None = None) -> bool:
        """Bring an app to the front.

        Args:
            package: Its package name.
            activity: The activity to start, as in `am start -n`, relative or full; None is the main one.

        Returns:
            Whether there is such an app and activity.
        """
        with self._acting():
            app = self.packages.get(package)
            if app is None:
                return False
            names = {_full(package, name): name for name in (app.activity, *app.activities)}
            chosen = app.activity if activity is None else names.get(_full(package, activity))
            if chosen is None:
                return False
            self._leave()
            overlays.close_sheets(self)
            state = self.state
            if state.tasks and state.tasks[0] != package:
                self.app.left()
            if package not in state.running:
                state.running.add(package)
                self.starts[package] += 1
                app.reset()
            if package in state.tasks:
                state.tasks.remove(package)
            state.tasks.insert(0, package)
            app.start(chosen)
            app.opened()
            permissions.ask(self, app)
            self.changed()
            return True
        return False

    def force_stop(self, package: str) -> bool:
        """End an app's process; where it was in front, the home screen comes."""
        with self._acting():
            app = self.packages.get(package)
            if app is None:
                return False
            front = self.app is app
            permissions.withdraw(self, package)
            app.reset()
            self.state.running.discard(package)
            if package in self.state.tasks and package != LAUNCHER:
                self.state.tasks.remove(package)
            if front:
                self.go_home()
            self.changed()
            return True
        return False

    def clear(self, package: str) -> bool:
        """Put an app's data back to a fresh installation's, as `pm clear` does."""
        with self.lock:
            if not self.force_stop(package):
                return False
            app = self.packages[package]
            app.uninstall_data()
            app.install()
            self.changed()
            return True

    @property
    def known_packages(self) -> frozenset[str]:
        """Packages of the apps that are installed, or were and can be again."""
        return frozenset(self._known)

    def uninstall(self, package: str) -> bool:
        """Remove an app with its data; False where it is not there, or belongs to the system."""
        with self.lock:
            app = self.packages.get(package)
            if app is None or app.is_system:
                return False
            self.force_stop(package)
            app.uninstall_data()
            for folder in (f"/data/data/{package}", f"/data/user_de/0/{package}"):
                shutil.rmtree(self.files.path(folder), ignore_errors=True)
            state = self.state
            state.permissions.pop(package, None)
            state.locales.pop(package, None)
            state.notifications = [note for note in state.notifications if note.package != package]
            state.uninstalled.append(package)
            self._show_installed()
            return True

    def reinstall(self, package: str) -> bool:
        """Install an app that was uninstalled, as new; False where it was not."""
        with self.lock:
            if package not in self.state.uninstalled:
                return False
            self.state.uninstalled.remove(package)
            self._show_installed()
            self.packages[package].reset()
            self.packages[package].install()
            return True

    def _show_installed(self) -> None:
        """Make `packages` what the phone's state says is installed."""
        installed = {name: app for name, app in self._known.items() if name not in self.state.uninstalled}
        self.packages.clear()
        self.packages.update(installed)
        self.changed()

    def go_home(self) -> None:
        """Show the home screen."""
        with self.lock:
            if LAUNCHER in self.packages:
                self.packages[LAUNCHER].reset()
            self.launch(LAUNCHER)

    def go_back(self) -> None:
        """Do what BACK does: close shade, keyboard, dialog or page, or leave the app; the first that is there."""
        with self.lock:
            state = self.state
            app = self.app
            overlay = overlays.top(self)
            if self.locked:
                keyguard.go_back(self)
            elif overlay is not None:
                word = overlays.back_word(self, overlay)
                if word is not None:
                    overlays.answer(self, overlay, word)
            elif state.shade != "closed" and state.keyboard_shown:
                state.keyboard_shown = False
            elif state.shade != "closed":
                self.close_shade()
            elif self.editor.close_toolbar():
                pass
            elif state.keyboard_shown and self.editor.focused() is not None:
                state.keyboard_shown = False
            elif app.dialogs:
                self.dismiss_dialog()
            elif not app.back() and app.package != LAUNCHER:
                app.reset()
                self.go_home()
            self.changed()

    def open_overview(self) -> None:
        """Show the recent apps."""
        with self.lock:
            self.go_home()
            self.app.push("recents")

    def dismiss_dialog(self) -> None:
        """Close the dialog on top, as BACK or a tap outside does."""
        with self.lock:
            app = self.app
            if app.dialogs:
                self.state.focus = None
                self.state.keyboard_shown = False
                app.dismissed(app.dialogs.pop())
                self.changed()

    # Shade, toast, notifications

    def open_shade(self, shade: Shade) -> None:
        """Pull down the notifications or the quick settings."""
        with self._acting():
            if self.state.shade == "closed":
                self._compositor.forget_offset(SHADE)
            self.state.shade = shade
            self.state.keyboard_shown = False
            self.changed()

    def close_shade(self) -> None:
        """Push the shade up again."""
        with self._acting():
            self.state.shade = "closed"
            if self.state.focus is not None and self.state.focus.key == REPLY_FIELD:
                self.editor.blur()
            self.changed()

    def show_toast(self, text: str) -> None:
        """Show a toast; it goes after two seconds of the phone's clock, or at the next touch or key."""
        with self.lock:
            texts = self.texts_of(self.app.package)
            if texts is not None:
                text = texts.say(text)
            self.state.toast = self.state.last_toast = text
            self.state.toast_until = self.clock.now() + TOAST_SECONDS
            self.changed()

    @property
    def toast(self) -> str | None:
        """Text of the toast that is shown now, or None."""
        with self.lock:
            state = self.state
            return state.toast if state.toast is not None and self.clock.now() <= state.toast_until else None

    @property
    def last_toast(self) -> str | None:
        """Text of the last toast, shown or gone; None when cleared."""
        return self.state.last_toast

    @last_toast.setter
    def last_toast(self, text: str | None) -> None:
        self.state.last_toast = text

    def notify(self, package: str, title: str, text: str, *, reply_to: str = "") -> None:
        """Add a notification.

        Args:
            package: The app it is from.
            title: Its first line.
            text: What it says.
            reply_to: Whom an answer typed into it goes to, by `App.reply`; empty where none can be given.
        """
        with self.lock:
            new = Notification(package=package, title=title, text=text, reply_to=reply_to)
            self.state.notifications.insert(0, new)
            self.changed()

    # The rest of the phone's state

    @property
    def clipboard(self) -> str | None:
        """Text on the clipboard."""
        return self.state.clipboard

    @clipboard.setter
    def clipboard(self, text: str | None) -> None:
        self.state.clipboard = text

    @property
    def rotation(self) -> int:
        """Quarter turns from the natural orientation, 0 to 3."""
        return self.state.rotation

    @rotation.setter
    def rotation(self, turns: int) -> None:
        with self.lock:
            self.state.rotation = turns % 4
            self.changed()

    @property
    def screen_on(self) -> bool:
        """Whether the display is lit."""
        return self.state.screen_on

    @screen_on.setter
    def screen_on(self, lit: bool) -> None:
        with self.lock:
            self.state.screen_on = lit and not self.state.is_off
            if not lit:
                self.state.volume_until, self.state.power_menu = None, False
                keyguard.lock(self)
            self.changed()

    @property
    def battery(self) -> Battery:
        """The battery; call `changed` after writing to it."""
        return self.state.battery

    @property
    def ime(self) -> ImeState:
        """The input methods; call `changed` after writing to them."""
        return self.state.ime

    @property
    def properties(self) -> dict[str, str]:
        """System properties."""
        return self.state.properties

    @property
    def language(self) -> Language:
        """The language that the phone's own texts are in."""
        return language_of(self.properties.get("persist.sys.locale", ""))

    @language.setter
    def language(self, language: Language) -> None:
        with self.lock:
            self.properties["persist.sys.locale"] = LOCALES[language]
            self.settings.put("system", "system_locales", LOCALES[language])

    def language_of(self, package: str) -> Language:
        """Return the language that a package's windows are in: its own where one was chosen, or the phone's.

        An installed app without a table for a language speaks English.
        """
        chosen = self.state.locales.get(package)
        language = self.language if chosen is None else language_of(chosen)
        is_english_only = package in self.packages and package not in tables(language)
        return "en" if is_english_only else language

    def texts_of(self, package: str) -> Texts | None:
        """Return what a package says in the language of its windows; None where that is English."""
        return texts_of(self.language_of(package), package)

    def apps_by_name(self, package: str) -> list[App]:
        """Return the installed apps in the order of their names, as a package's windows say them."""
        texts = self.texts_of(package)
        if texts is None:
            return sorted(self.packages.values(), key=lambda app: app.label.lower())
        return sorted(self.packages.values(), key=lambda app: texts.order(app.label))

    # Snapshots

    def snapshot(self) -> Snapshot:
        """Return all there is, to come back to."""
        with self.lock:
            self.motion.finish()
            return Snapshot(
                state=copy.deepcopy(self.state),
                apps={package: app.save() for package, app in self.packages.items()},
                settings=self.settings.save(),
                files=self.files.snapshot(),
                now=self.clock.now(),
            )

    def restore(self, snapshot: Snapshot) -> None:
        """Become what the phone was when `snapshot` was taken; it can be restored any number of times."""
        with self.lock:
            self.motion.finish()
            self.state = copy.deepcopy(snapshot.state)
            self._show_installed()
            for package, saved in snapshot.apps.items():
                self.packages[package].load(saved)
            self.settings.load(snapshot.settings)
            self.files.restore(snapshot.files)
            self.clock.set(snapshot.now)
            self._touch = TouchInput(self)
            self.changed()

    def close(self) -> None:
        """Delete the phone's files; harmless when called twice."""
        with self.lock:
            self.files.close()

    def __enter__(self) -> SimulatedPhone:
        """Return the phone, which closes itself at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the phone."""
        self.close()

    def _acting(self) -> Acting:
        return Acting(self)

    def _takes_input(self, x: float, y: float) -> bool:
        self._begin_input()
        if self.screen_on:
            panels.touched(self, x, y)
        return self.screen_on

    def _begin_input(self) -> None:
        self.interference.before_input()
        self.clock.tick()
        overlays.expire(self)
        panels.expire(self)
        texting.deliver(self)
        self._end_toast()

    def _end_toast(self) -> None:
        if self.state.toast is not None:
            self.state.toast = None
            self.changed()

    def _leave(self) -> None:
        self.state.shade = "closed"
        self.state.focus = None
        self.state.keyboard_shown = False
        self.state.keyboard_layer = "lower"

    def _look(self) -> object:
        """Return a key that differs when anything shown may differ."""
        now = self.clock.now()
        counting = int(now) if any(each.kind == "ad" for each in self.state.overlays) else 0
        moving = self.motion.key()
        around = self.interference.key()
        return self.revision, int(now // 60), self.toast, self.app.time_key(now), counting, around, moving

    def is_inverted(self) -> bool:
        """Say whether colours are inverted."""
        return self.settings.is_on("secure", "accessibility_display_inversion_enabled")


def _full(package: str, activity: str) -> str:
    """Return an activity's full class name."""
    if activity.startswith("."):
        return package + activity
    return activity if "." in activity else f"{package}.{activity}"
