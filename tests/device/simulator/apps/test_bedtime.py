"""Clock's Bedtime tab: there where Digital Wellbeing is installed, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.simulator import SimulatedPhone
from device.simulator.apps.clock import ClockApp
from device.simulator.apps.installed import EXTRA, INSTALLED
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand

WELLBEING = "com.google.android.apps.wellbeing"
PREFERENCES = "com.google.android.deskclock/shared_prefs/com.google.android.deskclock_preferences.xml"


@pytest.fixture
def phone() -> Iterator[SimulatedPhone]:
    """Return a phone with Digital Wellbeing, in whose Clock the Bedtime tab is in front."""
    with SimulatedPhone(apps=(*INSTALLED, EXTRA[WELLBEING])) as phone:
        phone.launch(ClockApp.package)
        Hand(phone).tap("Bedtime")
        yield phone


def preferences(phone: SimulatedPhone) -> str:
    return run_command(phone, f"cat /data/user_de/0/{PREFERENCES}")[0].decode()


def test_a_phone_without_digital_wellbeing_has_four_tabs() -> None:
    with SimulatedPhone() as phone:
        phone.launch(ClockApp.package)
        assert Hand(phone).sees("Alarm", "Clock", "Timer", "Stopwatch")
        assert not Hand(phone).sees("Bedtime")


def test_a_bedtime_is_chosen_with_its_days(phone: SimulatedPhone, hand: Hand) -> None:
    assert hand.sees("8h asleep", "11:00 PM", "7:00 AM")
    hand.tap("11:00 PM")
    hand.tap("10 o'clock")
    hand.tap("OK")
    hand.tap("Saturday")
    assert hand.sees("9h asleep", "10:00 PM", "Mon, Tue, Wed, Thu, Fri, Sat")
    assert hand.find("Regular bedtime", cls="Switch").get("checked") == "true"
    assert hand.find("Regular wake-up alarm", cls="Switch").get("checked") == "false"
    kept = preferences(phone)
    assert '<int name="bedtime_hour" value="22"' in kept
    assert '<int name="bedtime_days" value="63"' in kept
    assert "wake_up" not in kept


def test_the_wake_up_alarm_is_switched_by_itself(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Regular wake-up alarm", cls="Switch")
    hand.tap("Monday", index=1)
    assert '<boolean name="wake_up_enabled" value="true"' in preferences(phone)
    assert '<int name="wake_up_days" value="30"' in preferences(phone)
    assert "bedtime" not in preferences(phone)


def test_it_speaks_chinese(phone: SimulatedPhone, hand: Hand) -> None:
    phone.language = "zh"
    assert hand.sees("就寝时间", "常规就寝时间", "常规起床闹钟", "睡眠 8 时", "下午11:00")
