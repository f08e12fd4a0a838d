"""The simulated phone becomes hot as a phone of the heat simulator, and a governor that reads it keeps it cool."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.sensors import Sensors
from device.sensors.battery import PhoneBattery
from device.sensors.thermalservice import ThermalService
from device.simulator import SimulatedPhone
from device.simulator.heat import declare_load, temperatures
from device.simulator.shell import run_command
from llm.governor import Governor, Most, Pace, Policy, Predictive
from llm.governor.heat import PHONES, HeatPhone, curve_of
from tasks.governing import reading_of
from tasks.heated import HeatedPhone
from tests.tasks.conftest import handroid

SPEC = PHONES["flagship"]


@pytest.fixture
def phone() -> Iterator[SimulatedPhone]:
    with SimulatedPhone() as phone:
        phone.heat_model = HeatedPhone(SPEC)
        run_command(phone, "dumpsys battery unplug")
        yield phone


def shell(phone: SimulatedPhone, command: str) -> str:
    text, code = run_command(phone, command)
    assert code == 0
    return text.decode()


def test_load_heats_it_along_the_curve_that_was_fitted(phone: SimulatedPhone) -> None:
    declare_load(phone, 1.0)
    for second, core, skin, _ in curve_of(SPEC, 1800)[1::36]:
        phone.clock.set(phone.clock.now() + 5 if second == 5 else phone.clock.now() + 180)
        now = temperatures(phone)
        assert now.chip == pytest.approx(core, abs=0.2)
        assert now.skin == pytest.approx(skin, abs=0.2)
    assert f"mValue={now.chip:.1f}, mType=0" in shell(phone, "dumpsys thermalservice")
    assert f"temperature: {round(now.battery * 10)}" in shell(phone, "dumpsys battery")


def test_a_charger_heats_it_more_and_what_is_around_it_counts() -> None:
    hottest = []
    for ambient, command in ((25.0, "unplug"), (25.0, "set level 50"), (35.0, "set level 50")):
        with SimulatedPhone() as phone:
            phone.heat_model = HeatedPhone(SPEC, ambient=ambient)
            shell(phone, f"dumpsys battery {command}")
            temperatures(phone)
            phone.clock.advance(3600)
            hottest.append(temperatures(phone).skin)
    assert hottest[0] + 2 < hottest[1] < hottest[2] - 8


def test_snapshots_hold_it_and_one_of_another_phone_starts_cool(phone: SimulatedPhone) -> None:
    rest = phone.snapshot()
    cool = temperatures(phone)
    declare_load(phone, 1.0)
    phone.clock.advance(600)
    hot, snapshot = temperatures(phone), phone.snapshot()
    phone.restore(rest)
    assert temperatures(phone) == cool
    phone.restore(snapshot)
    assert temperatures(phone) == hot
    with SimulatedPhone() as plain:
        other = plain.snapshot()
    phone.restore(other)
    assert temperatures(phone).chip == 25.0


def test_a_battery_temperature_that_was_set_by_hand_stands_still(phone: SimulatedPhone) -> None:
    shell(phone, "dumpsys battery set temp 333")
    declare_load(phone, 1.0)
    phone.clock.advance(600)
    assert temperatures(phone).battery == 33.3
    assert temperatures(phone).chip > 60


def _work(phone: SimulatedPhone, policy: Policy | None) -> tuple[float, float]:
    """Work for 15 minutes of the phone's time, seen through its own reports.

    Returns:
        Degrees of the core: the highest, and the highest of the last minute.
    """
    sensors = Sensors(
        (ThermalService(lambda command: shell(phone, command)), PhoneBattery(lambda command: shell(phone, command))),
        clock=phone.clock.now,
    )
    governor = None
    if policy is not None:
        governor = Governor(lambda: reading_of(sensors.read()), policy=policy, interval=0, clock=phone.clock.now)
        governor.bind(Most(chunk=256, threads=SPEC.threads))
    cores = []
    for _ in range(900):
        load = 1.0
        if governor is not None:
            decision = governor.decide()
            duty = 0.0 if decision.pace is Pace.HOLD else 1 / (1 + decision.tier.pause)
            load = decision.tier.threads * duty / SPEC.threads
            governor.worked(duty, threads=decision.tier.threads, tokens=64)
        declare_load(phone, load)
        phone.clock.advance(1.0)
        cores.append(temperatures(phone).chip)
    return max(cores), max(cores[-60:])


def test_a_governor_that_reads_it_keeps_it_cool(phone: SimulatedPhone) -> None:
    cool = phone.snapshot()
    hottest, at_last = _work(phone, None)
    assert hottest > SPEC.trip
    assert at_last > 85
    phone.restore(cool)
    hottest, at_last = _work(phone, Predictive())
    assert hottest < 85
    assert at_last < 80


def test_numbers_from_anywhere_make_a_phone() -> None:
    made = HeatPhone(SPEC)
    made.numbers = (50.0, 40.0, 30.0, 99, 1.0, 2.0, 3.0)
    assert made.step == len(SPEC.steps) - 1
    assert made.throttling == SPEC.steps[-1]


def test_an_unknown_phone_is_named() -> None:
    ended = handroid("sim", "--heat", "brick")
    assert ended.code == 2
    [line] = ended.stderr.splitlines()
    assert "'brick' is none of flagship, slim, broad, graphics" in line
