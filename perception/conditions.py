"""What a screen can be besides its elements: covered, waiting, locked, withheld."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from perception.box import Box


class OverlayKind(StrEnum):
    """What lies on top of an app and takes its touches."""

    DIALOG = "dialog"
    PERMISSION = "permission"
    """Android asks whether an app may do something."""
    ERROR = "error"
    """Android says that an app has stopped or does not answer."""
    SHEET = "sheet"
    """Rises from the bottom, or slides in from a side."""
    MENU = "menu"


class SystemUi(StrEnum):
    """What of Android's own is in front of every app."""

    LOCK_SCREEN = "lock_screen"
    SHADE = "shade"
    """Notifications and quick settings."""
    AMBIENT = "ambient"
    """The display is off, or shows no more than the time."""
    VOLUME = "volume"
    POWER_MENU = "power_menu"


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """What lies on top of an app.

    Attributes:
        kind: What it is.
        box: Where it is, in display pixels.
        package: The app that shows it, which for a permission is Android's and not the app that asks.
    """

    kind: OverlayKind
    box: Box
    package: str = ""


class Axis(StrEnum):
    """In which directions something scrolls."""

    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class ScrollRange:
    """Something that scrolls, and whether there is more of it.

    Attributes:
        box: Where it is, in display pixels.
        axis: In which directions.
        before: Whether something is cut off at its top (or left) edge, so that there certainly is more; False where
            nothing shows it, which proves nothing.
        after: The same of its bottom (or right) edge.
        package: The app that it belongs to.
    """

    box: Box
    axis: Axis
    before: bool = False
    after: bool = False
    package: str = ""
