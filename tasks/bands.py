"""Reads thresholds of temperature as a person writes them, for instance ``cpu=68:80``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from llm.governor import Band, Zone


def read_band(text: str) -> tuple[Zone, Band]:
    """Read ``ZONE=COOL:HOT``, in degrees Celsius.

    Raises:
        click.BadParameter: There is no such zone, or these are no two temperatures in that order.
    """
    from llm.governor import BANDS, Band, Zone  # not before they are asked for: `handroid sim` stays light

    zone, _, degrees = text.partition("=")
    cool, _, hot = degrees.partition(":")
    if zone not in BANDS:
        raise click.BadParameter(f"{text!r} names none of {', '.join(BANDS)}; write for instance cpu=68:80")
    try:
        return Zone(zone), Band(cool=float(cool), hot=float(hot))
    except ValueError as error:
        raise click.BadParameter(
            f"{text!r} needs two temperatures, the cool one first, for instance cpu=68:80"
        ) from error


def read_bands(
    context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]
) -> tuple[tuple[Zone, Band], ...]:
    """Read each, as the callback of an option."""
    return tuple(read_band(text) for text in texts)
