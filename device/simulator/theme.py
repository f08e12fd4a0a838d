"""Palettes: what a view's colour roles mean in the light and the dark theme."""

from __future__ import annotations

from typing import Literal

from device.simulator.view import Color

Theme = Literal["light", "dark"]
Rgb = tuple[int, int, int]

_LIGHT: dict[str, Rgb] = {
    "surface": (249, 249, 255),
    "surface_container": (237, 239, 248),
    "surface_container_high": (231, 234, 244),
    "surface_container_highest": (223, 226, 238),
    "on_surface": (25, 28, 32),
    "on_surface_variant": (68, 71, 78),
    "primary": (11, 87, 208),
    "on_primary": (255, 255, 255),
    "primary_container": (211, 227, 253),
    "on_primary_container": (4, 30, 73),
    "secondary_container": (215, 227, 247),
    "on_secondary_container": (16, 28, 43),
    "tertiary_container": (250, 216, 253),
    "on_tertiary_container": (41, 19, 45),
    "outline": (115, 119, 127),
    "outline_variant": (195, 198, 207),
    "error": (179, 38, 30),
    "disabled": (160, 163, 170),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
}
_DARK: dict[str, Rgb] = {
    "surface": (17, 19, 24),
    "surface_container": (29, 32, 38),
    "surface_container_high": (40, 43, 49),
    "surface_container_highest": (51, 54, 61),
    "on_surface": (226, 226, 233),
    "on_surface_variant": (195, 198, 207),
    "primary": (168, 199, 250),
    "on_primary": (6, 46, 111),
    "primary_container": (8, 66, 160),
    "on_primary_container": (211, 227, 253),
    "secondary_container": (59, 72, 88),
    "on_secondary_container": (215, 227, 247),
    "tertiary_container": (87, 62, 91),
    "on_tertiary_container": (250, 216, 253),
    "outline": (141, 145, 153),
    "outline_variant": (67, 71, 78),
    "error": (242, 184, 181),
    "disabled": (106, 109, 115),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
}
PALETTES: dict[Theme, dict[str, Rgb]] = {"light": _LIGHT, "dark": _DARK}

WALLPAPERS: dict[str, tuple[Rgb, Rgb]] = {
    "dusk": ((38, 50, 96), (214, 128, 122)),
    "forest": ((18, 60, 52), (122, 168, 116)),
    "ocean": ((10, 52, 96), (70, 156, 184)),
    "sand": ((120, 84, 60), (214, 176, 132)),
}
"""Colours of each wallpaper at its top and bottom."""


def resolve(color: Color, theme: Theme) -> Rgb:
    """Return a colour's RGB.

    Raises:
        KeyError: No such role.
    """
    return PALETTES[theme][color] if isinstance(color, str) else color
