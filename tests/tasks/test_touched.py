"""A hand on the phone is seen over adb, and the model steps back."""

from __future__ import annotations

import time

from device.adb_shell import AdbShell
from device.sensors import Sensors, sensors_of_phone
from device.simulator.server import SimulatedPhoneServer
from llm.governor import Governor, Most, Predictive, Rule
from tasks.governing import reading_of

FINGER = "sendevent /dev/input/event2 3 57 1; sendevent /dev/input/event2 3 53 540; sendevent /dev/input/event2 0 0 0"
LIMIT = 60.0


def test_a_hand_on_the_phone_halves_the_threads(served: SimulatedPhoneServer) -> None:
    shell = AdbShell(served.serial)
    sensors = Sensors(sensors_of_phone(shell.run, shell.stream))
    governor = Governor(lambda: reading_of(sensors.read()), policy=Predictive(), interval=0)
    governor.bind(Most(chunk=256, threads=4))
    try:
        assert governor.decide().tier == governor.ladder[0]
        until = time.monotonic() + LIMIT
        shell.run("input tap 540 1200")
        assert governor.decide().rule is not Rule.PERSON
        while (decision := governor.decide()).rule is not Rule.PERSON and time.monotonic() < until:
            shell.run(FINGER)
    finally:
        sensors.close()
    assert decision.rule is Rule.PERSON
    assert (decision.tier.threads, decision.tier.chunk) == (2, 32)
    touched = decision.reading.person_touching
    assert touched is not None
    assert touched.source == "getevent"
