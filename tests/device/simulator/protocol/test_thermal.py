"""The simulated phone's heat: what load does over the phone's clock, and every way to read it or to set it by hand."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from device.sensors.thermalservice import parse_thermalservice
from device.simulator.heat import BATTERY, CHIP, SKIN, declare_load, temperatures
from device.simulator.input_events import TOUCHSCREEN, InputEvents
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from device.simulator.shell.command import BytesInput, Interrupted, SinkOutput
from device.simulator.shell.run import new_shell


@pytest.fixture
def phone() -> Iterator[SimulatedPhone]:
    with SimulatedPhone() as phone:
        yield phone


def output(phone: SimulatedPhone, command: str) -> str:
    text, code = run_command(phone, command)
    assert code == 0, text
    return text.decode()


def test_a_phone_without_load_stays_as_it_is(phone: SimulatedPhone) -> None:
    before = output(phone, "dumpsys thermalservice")
    phone.clock.advance(3600)
    assert output(phone, "dumpsys thermalservice") == before


def test_load_heats_each_node_with_its_own_delay_and_rest_cools_it(phone: SimulatedPhone) -> None:
    rest = temperatures(phone)
    declare_load(phone, 1.0)
    phone.clock.advance(CHIP.tau)
    soon = temperatures(phone)
    chip = soon.chip - soon.skin - (rest.chip - rest.skin)
    assert chip == pytest.approx(0.632 * CHIP.full, rel=0.01)
    assert soon.skin - rest.skin < 1
    phone.clock.advance(10 * BATTERY.tau)
    hot = temperatures(phone)
    assert hot.skin - rest.skin == pytest.approx(SKIN.full, rel=0.01)
    assert hot.battery - rest.battery == pytest.approx(BATTERY.full, rel=0.01)
    declare_load(phone, 0.0)
    phone.clock.advance(10 * BATTERY.tau)
    assert temperatures(phone).chip == pytest.approx(rest.chip, abs=0.01)


def test_many_small_steps_of_the_clock_are_as_one(phone: SimulatedPhone) -> None:
    declare_load(phone, 0.7)
    for _ in range(60):
        phone.clock.advance(5)
        temperatures(phone)
    with SimulatedPhone() as other:
        declare_load(other, 0.7)
        other.clock.advance(300)
        assert temperatures(phone).skin == pytest.approx(temperatures(other).skin, abs=1e-6)


def test_load_is_declared_over_adb_too_and_shows_in_every_report(phone: SimulatedPhone) -> None:
    zone = "/sys/class/thermal/thermal_zone{}/{}"
    assert output(phone, "cat " + zone.format(0, "type")) == "battery\n"
    cool = int(output(phone, "cat " + zone.format(1, "temp")))
    output(phone, "setprop debug.handroid.load 1; cat " + zone.format(1, "temp"))
    phone.clock.advance(600)
    assert int(output(phone, "cat " + zone.format(1, "temp"))) > cool + 30_000
    report = parse_thermalservice(output(phone, "dumpsys thermalservice"))
    assert report.status is not None
    assert report.status >= 2
    assert int(re.findall(r"temperature: (\d+)", output(phone, "dumpsys battery"))[0]) > 274
    assert output(phone, "ls /sys/class/thermal").split() == [f"thermal_zone{number}" for number in range(4)]
    assert len(output(phone, "cat /sys/class/thermal/thermal_zone*/temp").split()) == 4


def test_nonsense_is_no_load(phone: SimulatedPhone) -> None:
    before = temperatures(phone)
    for nonsense in ("hot", "nan", "-3"):
        output(phone, f"setprop debug.handroid.load {nonsense}; cat /sys/class/thermal/thermal_zone0/temp")
        phone.clock.advance(100)
        assert temperatures(phone) == before


def test_the_status_is_overridden_and_reset(phone: SimulatedPhone) -> None:
    for status in range(7):
        output(phone, f"cmd thermalservice override-status {status}")
        text = output(phone, "dumpsys thermalservice")
        assert "IsStatusOverride: true\n" in text
        assert f"Thermal Status: {status}\n" in text
    output(phone, "cmd thermalservice reset")
    assert "IsStatusOverride: false\n" in output(phone, "dumpsys thermalservice")
    assert run_command(phone, "cmd thermalservice override-status 9")[1] == 255


def test_temperatures_are_injected(phone: SimulatedPhone) -> None:
    output(phone, "cmd thermalservice inject-temperature SKIN SEVERE skin 44.5")
    text = output(phone, "dumpsys thermalservice")
    assert "Temperature{mValue=44.5, mType=3, mName=skin, mStatus=3}" in text
    assert "Thermal Status: 3" in text
    assert run_command(phone, "cmd thermalservice inject-temperature SKIN SEVERE skin warm")[1] == 255


def test_the_headroom_is_one_where_severe_begins(phone: SimulatedPhone) -> None:
    cool = output(phone, "cmd thermalservice headroom 10")
    assert re.fullmatch(r"Headroom in 10 seconds: 0\.\d\d\n", cool)
    assert run_command(phone, "cmd thermalservice headroom 61")[1] == 255


def test_a_battery_set_by_hand_stands_still_until_reset(phone: SimulatedPhone) -> None:
    phone.battery.level = 64
    output(phone, "dumpsys battery set level 5; dumpsys battery set temp 450; dumpsys battery unplug -f")
    text = output(phone, "dumpsys battery")
    assert "UPDATES STOPPED" in text
    assert "level: 5\n" in text
    assert "temperature: 450\n" in text
    assert "USB powered: false" in text
    output(phone, "dumpsys battery reset")
    text = output(phone, "dumpsys battery")
    assert "level: 64\n" in text
    assert "USB powered: true" in text
    assert "UPDATES" not in text


def test_heat_and_overrides_are_part_of_a_snapshot(phone: SimulatedPhone) -> None:
    fresh = phone.snapshot()
    rest = temperatures(phone)
    declare_load(phone, 1.0)
    phone.clock.advance(300)
    output(phone, "cmd thermalservice override-status 4")
    hot = phone.snapshot()
    phone.restore(fresh)
    assert temperatures(phone) == rest
    assert "Thermal Status: 0" in output(phone, "dumpsys thermalservice")
    phone.restore(hot)
    assert temperatures(phone).skin > rest.skin + 5
    assert "Thermal Status: 4" in output(phone, "dumpsys thermalservice")


def test_a_hand_is_seen_by_getevent_and_touches_what_it_points_at(phone: SimulatedPhone) -> None:
    printed: list[bytes] = []
    arrived = threading.Event()

    def take(data: bytes) -> None:
        printed.append(data)
        if b"0003 0039 ffffffff" in b"".join(printed):
            arrived.set()

    shell = new_shell(phone, cancelled=threading.Event())
    out = SinkOutput(take)

    def watch() -> None:
        with suppress(Interrupted):
            shell.run("getevent", stdin=BytesInput(), stdout=out, stderr=out)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    while not printed:
        arrived.wait(0.01)
    phone.launch("com.android.settings")
    before = phone.hierarchy()
    phone.swipe(540, 1800, 540, 1000)  # injected: nothing for the kernel to tell
    phone.launch("com.android.settings")
    for event in ("3 57 1", "3 53 540", "3 54 1000", "0 0 0", "3 57 -1", "0 0 0"):
        output(phone, f"sendevent {TOUCHSCREEN} {event}")
    assert arrived.wait(20)
    shell.cancelled.set()
    watching.join(20)
    lines = b"".join(printed).decode().splitlines()
    assert f"{TOUCHSCREEN}: 0003 0035 0000021c" in lines
    assert sum(" 0003 0035 " in line for line in lines) == 1
    assert phone.hierarchy() != before


def test_a_hand_taps(phone: SimulatedPhone) -> None:
    phone.launch("com.android.settings")
    before = phone.hierarchy()
    InputEvents.of(phone).tap(540, 1000)
    assert phone.hierarchy() != before


def test_events_of_a_device_that_is_not_there(phone: SimulatedPhone) -> None:
    assert run_command(phone, "sendevent /dev/input/event9 0 0 0")[1] == 1
    assert run_command(phone, "sendevent")[1] == 1
    assert run_command(phone, f"sendevent {TOUCHSCREEN} a b c")[1] == 1
