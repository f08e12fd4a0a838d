"""`Interference`: where faults take hold of a phone; this one leaves everything as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.hierarchy import Flavour
from device.simulator.view import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Interference:
    """Called by the phone at the places where something can go wrong."""

    def before_input(self) -> None:
        """A touch or key is about to arrive."""

    def before_look(self) -> None:
        """Somebody is about to look at pixels or hierarchy."""

    def key(self) -> object:
        """Return a value that differs when what is shown differs for a reason that lies here."""
        return None

    def content(self, view: View) -> View:
        """Return the content of the app in front as it is shown."""
        return view

    def hierarchy(self, xml: str, flavour: Flavour) -> str:
        """Return the hierarchy as it is told."""
        return xml

    def pixels(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
        """Return what a screen capture gives; None where it fails."""
        return pixels

    def picture(self, data: bytes) -> bytes:
        """Return a picture's file as it arrives."""
        return data

    def is_idle(self) -> bool:
        """Say whether nothing on the screen moves by itself."""
        return True

    def covers(self) -> bool:
        """Say whether the keyboard lies over the app instead of making it smaller."""
        return False
