"""Reads which display a simulated phone has, as a person writes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from device.simulator import DisplayModel

_DISPLAY = re.compile(r"(\d{3,4})x(\d{3,4})(?:@(\d{2,3}))?")
_DEFAULT_DENSITY = 420


def read_display(wanted: str) -> DisplayModel:
    """Read a name or ``WxH[@DPI]``, in pixels and dots per inch.

    Raises:
        click.BadParameter: It is neither.
    """
    from device.simulator import DISPLAYS, DisplayModel, Panel

    if wanted in DISPLAYS:
        return DISPLAYS[wanted]
    found = _DISPLAY.fullmatch(wanted)
    if found is None:
        raise click.BadParameter(
            f"{wanted!r} is none of {', '.join(DISPLAYS)} and no size such as 1080x2400@420", param_hint="--display"
        )
    width, height, density = (int(part) if part else _DEFAULT_DENSITY for part in found.groups())
    return DisplayModel(panel=Panel(width=width, height=height, density=density))
