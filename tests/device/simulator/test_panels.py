"""The volume's panel and the power key's menu."""

from __future__ import annotations

import pytest

from device.simulator import Clock, SimulatedPhone, keys, panels
from device.simulator.server import SimulatedPhoneServer
from device.simulator.shell import run_command
from perception import perceive
from perception.conditions import SystemUi
from tests.device.simulator.apps.hand import Hand


def media(phone: SimulatedPhone) -> int:
    said = run_command(phone, "media volume --get")[0].decode()
    in_dump = run_command(phone, "dumpsys audio")[0].decode().partition("STREAM_MUSIC")[2]
    level = int(str(phone.settings.get("system", "volume_music")))
    assert f"volume is {level} in range [0..15]" in said
    assert in_dump.partition("streamVolume:")[2].split()[0] == str(level)
    return level


def test_a_volume_key_shows_a_slider_that_sets_the_volume(phone: SimulatedPhone, hand: Hand) -> None:
    before = media(phone)
    phone.press_key(keys.VOLUME_UP)
    assert media(phone) == before + 1
    left, top, right, bottom = map(int, hand.find("Media").get("bounds")[1:-1].replace("][", ",").split(","))
    phone.swipe((left + right) / 2, (top + bottom) / 2, (left + right) / 2, top + 1)
    assert media(phone) == 15
    phone.tap((left + right) / 2, bottom - 2)
    assert media(phone) == 0
    hand.tap("Media. Tap to unmute.")
    assert media(phone) == 1
    phone.press_key(keys.VOLUME_MUTE)
    assert media(phone) == 0


def test_the_panel_goes_by_itself_or_at_a_touch_beside_it(phone: SimulatedPhone, hand: Hand) -> None:
    phone.press_key(keys.VOLUME_DOWN)
    phone.clock.advance(2)
    assert "volume_dialog" in phone.hierarchy()
    phone.clock.advance(2)
    assert "volume_dialog" not in phone.hierarchy()
    run_command(phone, "media volume --show --stream 4 --set 99")
    assert phone.settings.get("system", "volume_alarm") == "7"
    assert "volume_dialog" in phone.hierarchy()
    hand.tap("Clock")
    assert "volume_dialog" not in phone.hierarchy()
    assert phone.foreground()[0] == "com.google.android.deskclock"


def test_the_panel_leads_to_all_volumes(phone: SimulatedPhone, hand: Hand) -> None:
    phone.press_key(keys.VOLUME_UP)
    hand.tap(resource_id="systemui:id/settings")
    assert hand.sees("Ring volume", "Alarm volume")
    assert "volume_dialog" not in phone.hierarchy()


@pytest.mark.parametrize("way_out", [keys.BACK, keys.HOME, None])
def test_a_held_power_key_brings_up_a_menu_that_covers_the_app(
    phone: SimulatedPhone, hand: Hand, way_out: int | None
) -> None:
    run_command(phone, "input keyevent --longpress KEYCODE_POWER")
    assert "ActionsDialog" in run_command(phone, "dumpsys window")[0].decode()
    assert hand.find("Power off") is not None
    assert not hand.sees("Clock")
    assert "Lockdown" not in phone.hierarchy()
    if way_out is None:
        phone.tap(20, 400)
    else:
        phone.press_key(way_out)
    assert hand.sees("Clock")


def test_lockdown_locks_where_a_pin_is_set(phone: SimulatedPhone, hand: Hand) -> None:
    run_command(phone, "locksettings set-pin 1234")
    phone.press_key(keys.POWER, is_long=True)
    hand.tap("Lockdown")
    assert phone.locked


def test_restart_ends_what_runs(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings")
    phone.press_key(keys.POWER, is_long=True)
    hand.tap("Restart")
    assert phone.state.running == {"com.google.android.apps.nexuslauncher"}
    assert phone.screen_on


def test_a_phone_that_was_shut_down_is_black_and_starts_by_its_key_alone(phone: SimulatedPhone, hand: Hand) -> None:
    phone.press_key(keys.POWER, is_long=True)
    hand.tap("Power off")
    assert not phone.press_key(keys.WAKEUP)
    phone.screen_on = True
    assert not phone.screenshot().any()
    phone.press_key(keys.POWER)
    assert phone.screenshot().any()
    assert hand.sees("Clock")


def test_a_host_cannot_reach_a_phone_that_was_shut_down() -> None:
    with SimulatedPhone() as phone, SimulatedPhoneServer(phone) as server:
        panels.switch_off(phone)
        assert not server.is_reachable
        phone.press_key(keys.POWER)
        assert server.is_reachable


def test_perception_knows_both(phone: SimulatedPhone) -> None:
    from device.simulator import InProcessPhone

    phone.press_key(keys.POWER, is_long=True)
    assert perceive(InProcessPhone(phone).capture()).system_ui is SystemUi.POWER_MENU
    phone.press_key(keys.BACK)
    phone.press_key(keys.VOLUME_UP)
    assert perceive(InProcessPhone(phone).capture()).system_ui is SystemUi.VOLUME


def test_a_running_clock_takes_the_panel_away() -> None:
    with SimulatedPhone(clock=Clock()) as phone:
        phone.press_key(keys.VOLUME_UP)
        until = phone.state.volume_until
        phone.clock.advance(1)
        phone.press_key(keys.VOLUME_UP)
        assert phone.state.volume_until == (until or 0) + 1
