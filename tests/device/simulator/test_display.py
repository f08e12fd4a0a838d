"""Display sizes, densities and folding."""

from __future__ import annotations

import re

import pytest

from device.frame import Posture
from device.posture import COMMAND, parse_posture
from device.simulator import DISPLAYS, InProcessPhone, SimulatedPhone
from device.simulator.shell import run_command


def _run(phone: SimulatedPhone, command: str) -> str:
    return run_command(phone, command)[0].decode()


@pytest.mark.parametrize("name", list(DISPLAYS))
def test_every_display_shows_every_app_within_its_bounds(name: str) -> None:
    panel = DISPLAYS[name].panel
    with SimulatedPhone(width=panel.width, height=panel.height, density=panel.density) as phone:
        for package in phone.packages:
            phone.launch(package)
            assert phone.screenshot().shape == (panel.height, panel.width, 3)
            for edges in re.findall(r'bounds="\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]"', phone.hierarchy()):
                left, top, right, bottom = map(int, edges)
                assert 0 <= left <= right <= panel.width
                assert 0 <= top <= bottom <= panel.height


def test_wm_changes_size_and_density_and_takes_it_back(phone: SimulatedPhone) -> None:
    phone.launch("com.android.settings")
    before = phone.screenshot().copy()
    assert _run(phone, "wm size 720x1520; wm density 280") == ""
    assert _run(phone, "wm size") == "Physical size: 1080x2400\nOverride size: 720x1520\n"
    assert _run(phone, "wm density") == "Physical density: 420\nOverride density: 280\n"
    assert phone.screenshot().shape == (1520, 720, 3)
    _run(phone, "wm size reset; wm density reset")
    assert (phone.screenshot() == before).all()


@pytest.mark.parametrize("wanted", ["1x1", "99999x1", "x", "-1x5", "720", "720x1520x3"])
def test_wm_refuses_what_is_no_size(phone: SimulatedPhone, wanted: str) -> None:
    assert run_command(phone, f"wm size {wanted}")[1] == 255
    assert phone.display_size == (1080, 2400)


def test_a_foldable_unfolds_and_the_app_goes_on() -> None:
    model = DISPLAYS["fold"]
    with SimulatedPhone(width=model.panel.width, height=model.panel.height, cover=model.cover) as phone:
        phone.launch("com.android.settings")
        held = InProcessPhone(phone)
        assert held.display().posture is Posture.OPENED
        assert parse_posture(_run(phone, COMMAND)) is Posture.OPENED
        _run(phone, "cmd device_state state 0")
        assert parse_posture(_run(phone, COMMAND)) is Posture.CLOSED
        assert phone.screenshot().shape == (2092, 1080, 3)
        assert held.foreground().package == "com.android.settings"
        _run(phone, "cmd device_state state 1")
        assert held.display().posture is Posture.HALF_OPENED
        assert phone.screenshot().shape == (2208, 1840, 3)


def test_a_phone_that_does_not_fold_says_so(phone: SimulatedPhone) -> None:
    assert run_command(phone, "cmd device_state state 0")[1] == 20
    assert run_command(phone, "dumpsys device_state")[1] == 1
    with pytest.raises(ValueError, match="doesn't fold"):
        phone.fold("CLOSED")
