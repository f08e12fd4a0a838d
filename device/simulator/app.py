"""`App`: the base of every app on the simulated phone."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from device.simulator.view import View

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone


@dataclass(frozen=True, kw_only=True)
class AppIcon:
    """An app's icon: a vector icon on a coloured disc.

    Attributes:
        glyph: Name of an icon of `device.simulator.icons`.
        background: Colour of the disc, RGB.
        foreground: Colour of the icon, RGB.
    """

    glyph: str
    background: tuple[int, int, int]
    foreground: tuple[int, int, int] = (255, 255, 255)


@dataclass(frozen=True, kw_only=True)
class Media:
    """An app's media session, as `dumpsys media_session` tells of it.

    Attributes:
        tag: The session's own name.
        title, artist, album: What is on.
        seconds: How much of it is over.
        is_playing: Whether it plays, or is paused.
    """

    tag: str
    title: str
    artist: str
    album: str
    seconds: float
    is_playing: bool


@dataclass(kw_only=True)
class Page:
    """One screen or dialog on an app's stack.

    Attributes:
        name: Which one it is.
        args: What it was opened with (a row id, a path).
        data: What the user is doing on it: text being edited, what is expanded. Plain values, so that snapshots can
            copy them.
        scroll: Offsets in pixels of its scrollable views, by their keys; kept by the phone.
    """

    name: str
    args: tuple[Any, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    scroll: dict[str, int] = field(default_factory=dict)


class App(ABC):
    """An app: durable state in files, databases and settings of the phone; the rest in plain attributes.

    A subclass names itself in the class variables, creates its durable state in `install`, sets its own attributes in
    `reset` and builds the current screen in `view` and `dialog_view`. Views' callbacks change state; the phone counts a
    new revision after each, and builds the tree anew when somebody looks. Everything but `phone` among the instance's
    attributes must be copyable by `copy.deepcopy`: that is what snapshots do.

    Attributes:
        package: Package name.
        activity: Main activity as ``am start -n`` spells it, for example ``".Settings"``.
        activities: Further activities that can be started, each with the name of the page it opens.
        label: The name the launcher shows.
        icon: The launcher's icon; None keeps the app out of the launcher.
        on_home_screen: Whether the icon is on the home screen too, not only in the launcher's list of all apps.
        version: Version name, as ``dumpsys package`` tells.
        shows: Beginnings of the MIME types of files that the app shows when asked to (`show_file`).
        takes_text: Whether the app takes a text that another one shares (`take_text`).
        permissions: The permissions that the app needs while it runs, without ``android.permission.``, each with what
            the system's dialog says it is for: ``Allow Camera to ...?``
        is_system: Whether the app is part of the system image (``pm list packages -3`` leaves it out).
    """

    package: ClassVar[str]
    activity: ClassVar[str]
    activities: ClassVar[Mapping[str, str]] = {}
    label: ClassVar[str]
    icon: ClassVar[AppIcon | None] = None
    on_home_screen: ClassVar[bool] = True
    version: ClassVar[str] = "13"
    shows: ClassVar[tuple[str, ...]] = ()
    takes_text: ClassVar[bool] = False
    permissions: ClassVar[Mapping[str, str]] = {}
    is_system: ClassVar[bool] = True

    stack: list[Page]
    dialogs: list[Page]

    def __init__(self, phone: SimulatedPhone) -> None:
        """Make the app's process on `phone`; `install` has not run yet."""
        self.phone = phone
        self.reset()

    # What a subclass fills in.

    def install(self) -> None:  # noqa: B027 (an app without durable state has nothing to do)
        """Create the durable state of a fresh installation; called when the phone is made and by `pm clear`."""

    def uninstall_data(self) -> None:  # noqa: B027
        """Delete the durable state, before `install` runs again for `pm clear`."""

    def reset(self) -> None:
        """Forget all UI state, as when the process has died; a subclass calls this first and adds its own."""
        self.stack = [Page(name="main")]
        self.dialogs = []

    @abstractmethod
    def view(self) -> View:
        """Build the current screen (`page`) from state."""

    def dialog_view(self, dialog: Page) -> View:
        """Build an open dialog or menu (`widgets.dialog`, `widgets.menu`).

        Args:
            dialog: The one on top, as `open_dialog` opened it.
        """
        raise NotImplementedError(f"{type(self).__name__} opens no dialog, but {dialog.name!r} is open")

    def dismissed(self, dialog: Page) -> None:  # noqa: B027
        """Learn that the user closed `dialog` by BACK or a tap outside; it is off the stack already."""

    def back(self) -> bool:
        """React to BACK when neither keyboard nor dialog took it; False leaves the app."""
        if len(self.stack) > 1:
            self.pop()
            return True
        return False

    def opened(self) -> None:  # noqa: B027
        """Learn that the app came to the front."""

    def left(self) -> None:  # noqa: B027
        """Learn that another app is about to come to the front, as an activity's onPause."""

    def elapsed(self) -> None:  # noqa: B027
        """Learn that time may have passed; called whenever somebody looks at the phone, whatever is in front."""

    def show_file(self, path: str) -> None:
        """Show a file of one of the types in `shows`; the app is in front already."""
        raise NotImplementedError(f"{type(self).__name__} shows no files, but was asked for {path!r}")

    def take_text(self, content: str) -> None:
        """Take a text that another app shares; the app is in front already."""
        raise NotImplementedError(f"{type(self).__name__} takes no text, but was given one")

    def reply(self, to: str, text: str) -> None:
        """Send what was typed into a notification that the app can be answered by (`Notification.reply_to`)."""
        raise NotImplementedError(f"{type(self).__name__} takes no answers, but got one to {to!r}: {text!r}")

    def time_key(self, now: float) -> object:
        """Return a value that changes when time alone changes what is shown; minutes unless overridden.

        Args:
            now: The phone's clock, seconds since the epoch.
        """
        return int(now // 60)

    @property
    def is_secure(self) -> bool:
        """Whether the current screen is kept out of screen captures; no screen unless overridden."""
        return False

    @property
    def media(self) -> Media | None:
        """What the app plays or has paused; nothing unless overridden."""
        return None

    # What a subclass uses.

    @property
    def page(self) -> Page:
        """The current screen."""
        return self.stack[-1]

    @property
    def current_activity(self) -> str:
        """The activity in front, as `dumpsys` spells it: the last one that has a page on the stack."""
        pages = {page: activity for activity, page in self.activities.items()}
        for page in reversed(self.stack):
            if page.name in pages:
                return pages[page.name]
        return self.activity

    def push(self, name: str, /, *args: Any, **data: Any) -> None:
        """Open a screen over the current one; no field has the focus then (`phone.editor.focus` gives it to one)."""
        self.stack.append(Page(name=name, args=args, data=data))
        self.phone.editor.blur()

    def pop(self) -> None:
        """Close the current screen."""
        self.stack.pop()
        self.phone.editor.blur()

    def open_dialog(self, name: str, /, *args: Any, **data: Any) -> None:
        """Open a dialog or menu over the current screen; no field has the focus then."""
        self.dialogs.append(Page(name=name, args=args, data=data))
        self.phone.editor.blur()

    def close_dialog(self) -> None:
        """Close the dialog on top."""
        self.dialogs.pop()
        self.phone.editor.blur()

    def start(self, activity: str) -> None:
        """Show what `activity` shows when it is started; the main activity keeps the screen it had."""
        page = self.activities.get(activity)
        if page is not None and page != "main":
            self.reset()
            self.stack.append(Page(name=page))

    # What snapshots use.

    def save(self) -> dict[str, Any]:
        """Return a deep copy of the UI state."""
        return copy.deepcopy({name: value for name, value in vars(self).items() if name != "phone"})

    def load(self, state: Mapping[str, Any]) -> None:
        """Put back what `save` returned; `state` stays untouched."""
        phone = self.phone
        vars(self).clear()
        self.phone = phone
        vars(self).update(copy.deepcopy(dict(state)))
