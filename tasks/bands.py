"""Reads thresholds of temperature as a person writes them, for instance ``cpu=68:80``."""

from __future__ import annotations

from typing import Any

import click

from llm.governor import BANDS, Band, Zone


class BandType(click.ParamType):
    """``ZONE=COOL:HOT`` in degrees Celsius, as a zone and its band."""

    name = "ZONE=COOL:HOT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Zone, Band]:
        """Read one; fails with the zones that there are, or with what is wrong with the numbers."""
        zone, _, degrees = str(value).partition("=")
        cool, _, hot = degrees.partition(":")
        if zone not in BANDS:
            self.fail(f"{value!r} names none of {', '.join(BANDS)}; write for instance cpu=68:80", param, ctx)
        try:
            return Zone(zone), Band(cool=float(cool), hot=float(hot))
        except ValueError:
            self.fail(f"{value!r} needs two temperatures, the cool one first, for instance cpu=68:80", param, ctx)
