"""Pixels: what is drawn is where the hierarchy says, in the palette's colours."""

from __future__ import annotations

import numpy as np
import pytest

from device.simulator.icon_shapes import ICONS
from device.simulator.icons import icon_mask
from device.simulator.phone import SimulatedPhone
from device.simulator.theme import PALETTES, WALLPAPERS
from tests.device.simulator.apps.hand import Hand
from tests.device.simulator.reach import view

DISPLAY = ".Settings$DisplaySettingsActivity"


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_has_ink_and_room(name: str) -> None:
    share = np.asarray(icon_mask(name, 48)).mean() / 255
    assert 0.02 < share < 0.9


def test_both_palettes_have_the_same_roles() -> None:
    assert PALETTES["light"].keys() == PALETTES["dark"].keys()


def test_texts_are_drawn_inside_their_bounds(phone: SimulatedPhone) -> None:
    phone.launch("com.android.settings")
    pixels = phone.screenshot()
    for title in ("Network & internet", "Display", "Settings"):
        left, top, right, bottom = view(phone, title).visible
        patch = pixels[top:bottom, left:right].reshape(-1, 3)
        colors = {tuple(color) for color in patch.tolist()}
        assert PALETTES["light"]["on_surface"] in colors
        assert PALETTES["light"]["surface"] in colors
    assert (pixels[500:540, 0:60] == PALETTES["light"]["surface"]).all()


def test_a_switch_that_is_on_is_filled_with_the_primary_colour(phone: SimulatedPhone) -> None:
    phone.launch("com.android.settings", DISPLAY)
    bounds = next(
        part.visible
        for window in phone.windows()
        for part in window.root.walk()
        if part.drawing == "switch" and part.is_visible
    )
    x, y = bounds.left + 20, bounds.center[1]
    assert tuple(phone.screenshot()[y, x]) != PALETTES["light"]["primary"]
    phone.tap(*bounds.center)
    assert tuple(phone.screenshot()[y, x]) == PALETTES["light"]["primary"]


def test_rows_scrolled_under_the_bar_are_cut_at_its_edge(phone: SimulatedPhone) -> None:
    phone.launch("com.android.settings", ".Settings$SoundSettingsActivity")
    bar = view(phone, "Navigate up").parent
    assert bar is not None
    before = phone.screenshot()[bar.frame.top : bar.frame.bottom].copy()
    phone.swipe(540, 1500, 540, 1460)
    assert (phone.screenshot()[bar.frame.top : bar.frame.bottom] == before).all()


def test_a_dialog_darkens_what_is_behind(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings", ".Settings$MyDeviceInfoActivity")
    before = phone.screenshot()[1300, 5].copy()
    hand.tap("Device name")
    assert (phone.screenshot()[1300, 5] < before * 0.6).all()


def test_inverted_colours_invert_the_pixels(phone: SimulatedPhone) -> None:
    before = phone.screenshot().copy()
    phone.settings.put("secure", "accessibility_display_inversion_enabled", "1")
    assert (phone.screenshot() == 255 - before).all()


@pytest.mark.parametrize("name", sorted(WALLPAPERS))
def test_wallpapers_are_drawn(phone: SimulatedPhone, name: str) -> None:
    phone.settings.put("system", "wallpaper", name)
    top = phone.screenshot()[90, 540].astype(int)
    assert np.abs(top - np.array(WALLPAPERS[name][0])).max() < 16


def test_every_colour_and_icon_that_apps_use_exists(phone: SimulatedPhone) -> None:
    for package in phone.packages:
        if not phone.launch(package):
            continue
        for window in phone.windows():
            for part in window.root.walk():
                assert not part.icon or part.icon in ICONS, f"{package}: {part.icon}"
        for mode in ("1", "2"):
            phone.settings.put("secure", "ui_night_mode", mode)
            assert phone.screenshot().any()


@pytest.mark.parametrize("scale", ["0.85", "1.3", "2.0"])
def test_text_grows_with_the_font_scale(phone: SimulatedPhone, scale: str) -> None:
    phone.launch("com.android.settings")
    before = view(phone, "Apps").frame.height
    phone.settings.put("system", "font_scale", scale)
    after = view(phone, "Apps").frame.height
    assert after / before == pytest.approx(float(scale), rel=0.05)
    assert phone.screenshot().any()
