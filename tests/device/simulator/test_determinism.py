"""The same seed and the same inputs give the same phone: every pixel, every node, every file."""

from __future__ import annotations

import hashlib
import random

import pytest

from device.simulator import Clock, SimulatedPhone, difference
from device.simulator.shell import run_command


def _play(seed: int) -> list[str]:
    """Touch a phone at random from `seed`, and return a digest of all it showed after each touch."""
    chance = random.Random(seed)
    digests: list[str] = []
    with SimulatedPhone(seed=seed, clock=Clock(pace="stepped", step=7)) as phone:
        for _ in range(25):
            x, y = chance.randrange(1080), chance.randrange(60, 2250)
            match chance.randrange(5):
                case 0:
                    phone.swipe(x, y, x, max(0, y - 900))
                case 1:
                    phone.press_key(4)
                case 2:
                    phone.long_press(x, y)
                case 3:
                    phone.commit_text("text")
                case _:
                    phone.tap(x, y)
            if chance.random() < 0.15:
                phone.launch(chance.choice(sorted(phone.packages)))
            shown = hashlib.sha256(phone.screenshot().tobytes())
            shown.update(phone.hierarchy().encode())
            shown.update(run_command(phone, "dumpsys battery; dumpsys notification; date +%s; dumpsys window")[0])
            digests.append(shown.hexdigest())
    return digests


@pytest.mark.parametrize("seed", [0, 11, 12])
def test_the_same_seed_and_inputs_give_the_same_pixels(seed: int) -> None:
    assert _play(seed) == _play(seed)


def test_two_new_phones_of_one_seed_differ_in_nothing() -> None:
    with SimulatedPhone(seed=3) as one, SimulatedPhone(seed=3) as other:
        assert difference(one.snapshot(), other.snapshot()) == []


def test_a_stepped_clock_goes_on_with_each_touch_and_key_alone() -> None:
    with SimulatedPhone(clock=Clock(100, pace="stepped", step=2)) as phone:
        phone.screenshot()
        phone.hierarchy()
        assert phone.clock.now() == 100
        phone.tap(5, 5)
        phone.press_key(3)
        phone.swipe(500, 1500, 500, 500)
        assert phone.clock.now() == 106


@pytest.mark.parametrize(
    "command", ["echo text > {}", "echo text | tee {}", "echo text > {}; sed -i s/t/T/ {}", "screencap {}"]
)
def test_what_the_shell_writes_bears_the_phones_time(command: str) -> None:
    path = "/sdcard/written"
    with SimulatedPhone(clock=Clock(1_000_000_000)) as phone:
        assert run_command(phone, f"{command.replace('{}', path)}; stat -c %Y {path}")[0].split()[-1] == b"1000000000"
