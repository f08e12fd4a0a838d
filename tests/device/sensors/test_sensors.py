"""Sensors together: merged, aged, failing softly; those of Android and Termux; and a phone's over the real adb."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from device.adb_shell import AdbShell
from device.errors import OfflineError, SensorError
from device.sensors import (
    Place,
    SensorReading,
    Sensors,
    ThermalStatus,
    Value,
    is_this_machine,
    merge,
    sensors_of_phone,
    sensors_of_this_machine,
)
from device.sensors.battery import TermuxBattery
from device.sensors.choice import Elsewhere
from device.sensors.ndk import NdkThermal
from device.sensors.sensor import RETRY_SECONDS
from device.sensors.touches import Touches, is_touch
from device.simulator.input_events import InputEvents
from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from device.transport import QuickClient


class Scripted:
    """A sensor that says what it is told to."""

    name = "scripted"

    def __init__(self, *answers: SensorReading | Exception, every: float = 0.0) -> None:
        self.every = every
        self.answers = list(answers)
        self.reads = 0

    def read(self) -> SensorReading:
        self.reads += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def at(celsius: float, source: str = "x") -> SensorReading:
    return SensorReading(temperatures={Place.CPU: Value(value=celsius, source=source)})


def test_the_hottest_the_worst_and_otherwise_the_first_count() -> None:
    light = Value(value=ThermalStatus.LIGHT, source="a")
    severe = Value(value=ThermalStatus.SEVERE, source="b")
    first = SensorReading(status=light, battery_level=Value(value=10.0, source="a"))
    second = SensorReading(status=severe, battery_level=Value(value=90.0, source="b"))
    merged = merge([first, at(40.0, "a"), second, at(50.0, "b")], at=7.0)
    assert merged.at == 7.0
    assert merged.status is severe
    assert merged.battery_level is first.battery_level
    assert merged.temperatures[Place.CPU].source == "b"


def test_a_slow_sensor_is_asked_seldom_and_its_answer_ages() -> None:
    now = 100.0
    slow, quick = Scripted(at(30.0), every=10.0), Scripted(at(20.0))
    sensors = Sensors((slow, quick), clock=lambda: now)
    sensors.read()
    now = 104.0
    reading = sensors.read()
    assert (slow.reads, quick.reads) == (1, 2)
    assert reading.temperatures[Place.CPU].value == 30.0
    assert reading.temperatures[Place.CPU].age == 4.0


@pytest.mark.parametrize("error", [SensorError("no"), OfflineError("gone"), PermissionError(13, "denied")])
def test_a_sensor_that_fails_harms_nobody_and_is_tried_again_later(error: Exception) -> None:
    now = 0.0
    broken, fine = Scripted(error, error, at(60.0)), Scripted(at(20.0))
    sensors = Sensors((broken, fine), clock=lambda: now)
    for _ in range(5):
        now += 1
        assert sensors.read().temperatures[Place.CPU].value == 20.0
    assert broken.reads == 2
    assert [health.works for health in sensors.health()] == [False, True]
    assert sensors.health()[0].problem
    now += RETRY_SECONDS
    assert sensors.read().temperatures[Place.CPU].value == 60.0
    assert all(health.works for health in sensors.health())


def test_a_defect_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        Sensors((Scripted(ZeroDivisionError()),)).read()


def test_this_machine_is_read_without_harm() -> None:
    sensors = Sensors(sensors_of_this_machine())
    reading = sensors.read()
    assert reading.allowed_cores is not None
    assert {health.name for health in sensors.health() if health.works} >= {"memory", "cores"}
    sensors.close()
    sensors.close()


SOURCE = """
#include <math.h>
static int manager;
void *AThermal_acquireManager(void) { return &manager; }
void AThermal_releaseManager(void *given) { manager = given == &manager ? -1 : -2; }
int AThermal_getCurrentThermalStatus(void *given) { return given == &manager ? STATUS : -1; }
#ifdef HEADROOM
float AThermal_getThermalHeadroom(void *given, int seconds) {
    return given == &manager && seconds == 10 ? HEADROOM : -1.0f;
}
#endif
"""


def compiled(folder: Path, *definitions: str) -> str:
    """Build a library with the functions of android/thermal.h, to be called as the real one is."""
    source, library = folder / "thermal.c", folder / "libandroid.so"
    source.write_text(SOURCE)
    flags = [f"-D{definition}" for definition in definitions]
    try:
        subprocess.run(["cc", "-shared", "-fPIC", *flags, "-o", str(library), str(source)], check=True)
    except FileNotFoundError:
        pytest.skip("no C compiler is here")
    return str(library)


def test_androids_library_is_asked_through_its_c_functions(tmp_path: Path) -> None:
    sensor = NdkThermal(compiled(tmp_path, "STATUS=2", "HEADROOM=0.75f"))
    reading = sensor.read()
    assert reading.status is not None
    assert reading.status.value is ThermalStatus.MODERATE
    assert reading.headroom is not None
    assert reading.headroom.value == 0.75
    sensor.close()
    sensor.close()


@pytest.mark.parametrize("definitions", [("STATUS=0",), ("STATUS=0", "HEADROOM=NAN")])
def test_an_android_without_forecast_tells_its_status(tmp_path: Path, definitions: tuple[str, ...]) -> None:
    reading = NdkThermal(compiled(tmp_path, *definitions)).read()
    assert reading.status is not None
    assert reading.headroom is None


def test_a_manager_that_does_not_answer_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SensorError, match="does not answer"):
        NdkThermal(compiled(tmp_path, "STATUS=-1", "HEADROOM=NAN")).read()


def test_a_machine_that_is_no_android_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SensorError, match="no Android"):
        NdkThermal(str(tmp_path / "libandroid.so")).read()
    assert math.isfinite(NdkThermal.every)


def test_termuxs_program_is_run(tmp_path: Path) -> None:
    program = tmp_path / "termux-battery-status"
    program.write_text('#!/bin/sh\necho \'{"percentage": 40, "plugged": "PLUGGED_USB", "temperature": 30.5}\'\n')
    program.chmod(0o755)
    reading = TermuxBattery(str(program)).read()
    assert reading.charging is not None
    assert reading.charging.value
    with pytest.raises(SensorError, match="not installed"):
        TermuxBattery(str(tmp_path / "none")).read()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/dev/input/event2: 0003 0035 0000021c", True),
        ("0003 0039 ffffffff", True),
        ("/dev/input/event0: 0001 0074 00000001", True),
        ("/dev/input/event2: 0000 0000 00000000", False),
        ("/dev/input/event5: 0003 0028 00000005", False),
        ("add device 1: /dev/input/event2", False),
        ('  name:     "touchscreen"', False),
    ],
)
def test_fingers_and_buttons_are_told_from_other_events(line: str, expected: bool) -> None:
    assert is_touch(line) is expected


@pytest.fixture(scope="module")
def phone() -> Iterator[SimulatedPhone]:
    with SimulatedPhone() as simulated:
        yield simulated


@pytest.fixture(scope="module")
def shell(phone: SimulatedPhone, adb_server: int) -> Iterator[AdbShell]:
    with SimulatedPhoneServer(phone) as server:
        QuickClient().connect(server.serial)
        yield AdbShell(server.serial)
        QuickClient().disconnect(server.serial)


def test_a_phones_sensors_are_read_over_adb(shell: AdbShell) -> None:
    assert not is_this_machine(shell.run)
    assert is_this_machine(shell.run, boot_id=shell.run("cat /proc/sys/kernel/random/boot_id").strip())
    sensors = Sensors(sensors_of_phone(shell.run))
    shell.run("cmd thermalservice override-status 3")
    try:
        reading = sensors.read()
    finally:
        shell.run("cmd thermalservice reset")
    assert reading.status is not None
    assert reading.status.value is ThermalStatus.SEVERE
    assert "overridden" in reading.status.source
    assert not reading.temperatures  # those of a phone elsewhere say nothing of the processor here


def test_a_phone_that_is_this_machine_tells_everything(shell: AdbShell) -> None:
    whole = [sensor._sensor if isinstance(sensor, Elsewhere) else sensor for sensor in sensors_of_phone(shell.run)]
    reading = Sensors(whole).read()
    assert {Place.CPU, Place.SKIN, Place.BATTERY} <= set(reading.temperatures)


def test_a_persons_hand_is_noticed_and_an_injected_touch_is_not(phone: SimulatedPhone, shell: AdbShell) -> None:
    now = 0.0
    touches = Touches(shell.stream, clock=lambda: now)
    try:
        touched = touches.read().touched
        assert touched is not None
        assert not touched.value
        phone.swipe(540, 1800, 540, 1000)
        hand = InputEvents.of(phone)
        # The watch begins when the phone has started the command: until then a hand moves unseen.
        for _ in range(2000):
            hand.tap(540, 5)
            touched = touches.read().touched
            assert touched is not None
            if touched.value:
                break
            shell.run("sleep 0.01")
        assert touched.value
        now = 60.0
        touched = touches.read().touched
        assert touched is not None
        assert not touched.value
    finally:
        touches.close()
        touches.close()


def test_a_phone_that_shows_no_input_devices_is_a_sensor_that_fails(shell: AdbShell) -> None:
    touches = Touches(lambda _: shell.stream("cat /no/such/device"))
    with pytest.raises(SensorError, match="ended"):
        for _ in range(2000):
            touches.read()
            shell.run("sleep 0.01")
