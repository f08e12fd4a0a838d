"""Displays: the sizes that simulated phones come in, and foldables that have two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fold = Literal["CLOSED", "HALF_OPENED", "OPENED"]
"""How a foldable is held, by the names of AOSP's device_state_configuration.xml."""
FOLD_IDS: dict[Fold, int] = {"CLOSED": 0, "HALF_OPENED": 1, "OPENED": 2}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One display.

    Attributes:
        width, height: Pixels in the natural orientation.
        density: Dots per inch.
    """

    width: int
    height: int
    density: int


@dataclass(frozen=True, kw_only=True)
class DisplayModel:
    """What a phone shows its screen on.

    Attributes:
        panel: The display; a foldable's inner one.
        cover: A foldable's outer display; None for a phone that doesn't fold.
    """

    panel: Panel
    cover: Panel | None = None


DISPLAYS: dict[str, DisplayModel] = {
    "small": DisplayModel(panel=Panel(width=720, height=1520, density=280)),
    "medium": DisplayModel(panel=Panel(width=1080, height=2400, density=420)),
    "large": DisplayModel(panel=Panel(width=1440, height=3200, density=560)),
    "tablet": DisplayModel(panel=Panel(width=1600, height=2560, density=320)),
    "fold": DisplayModel(
        panel=Panel(width=1840, height=2208, density=420), cover=Panel(width=1080, height=2092, density=420)
    ),
}
"""The displays by name; 280, 420 and 560 dpi keep 411 dp across, as most phones have; the tablet has 800 dp."""
