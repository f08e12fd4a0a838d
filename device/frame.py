"""What one look at a phone yields: pixels, hierarchy, foreground app and display."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Posture(StrEnum):
    """How a phone that folds is held."""

    RIGID = "rigid"
    """It does not fold, or does not tell."""
    CLOSED = "closed"
    HALF_OPENED = "half_opened"
    OPENED = "opened"
    TENT = "tent"
    REAR = "rear"
    """The display on its back is in use."""


@dataclass(frozen=True, kw_only=True)
class Display:
    """The display as it is held now.

    Attributes:
        width: Width in pixels, after rotation.
        height: Height in pixels, after rotation.
        rotation: Quarter turns from the natural orientation, 0 to 3.
        density: Dots per inch, as ``wm density`` tells.
        posture: How a phone that folds is held.
    """

    width: int
    height: int
    rotation: int = 0
    density: int = 420
    posture: Posture = Posture.RIGID


@dataclass(frozen=True, kw_only=True)
class ForegroundApp:
    """The app that holds the input focus.

    Attributes:
        package: Package name, for example ``com.android.settings``; empty where the phone names none.
        activity: Activity name, relative or full, as the phone spells it; empty where it names none.
        label: The app's name as the launcher shows it; the package name where none is known.
    """

    package: str
    activity: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """One capture of a phone.

    Attributes:
        pixels: RGB screenshot, ``uint8`` of shape (height, width, 3).
        hierarchy: The UI hierarchy as UIAutomator's XML; empty where the phone gave none.
        app: The app in front when the frame was taken.
        display: The display the pixels and the hierarchy's bounds refer to.
        captured_at: Seconds since the epoch when the capture began, by the host's clock.
    """

    pixels: NDArray[np.uint8]
    hierarchy: str
    app: ForegroundApp
    display: Display
    captured_at: float
