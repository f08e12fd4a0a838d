"""Reading what Android's services print, of several versions and makers, and whatever else they may print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.errors import SensorError
from device.sensors import Place, ThermalStatus
from device.sensors.battery import parse_battery, parse_termux
from device.sensors.thermalservice import ThermalService, parse_thermalservice
from tests.device.sensors import reports

TYPES = {Place.CPU: 0, Place.GPU: 1, Place.BATTERY: 2, Place.SKIN: 3, Place.NPU: 9}


def test_the_hals_answer_counts_and_not_the_older_cache() -> None:
    report = parse_thermalservice(reports.TELEVISION)
    assert report.temperatures == {Place.CPU: 66.5, Place.GPU: 61.5}
    assert report.status is ThermalStatus.NONE
    assert not report.overridden


def test_names_count_where_a_maker_numbers_types_in_its_own_way() -> None:
    report = parse_thermalservice(reports.SAMSUNG)
    assert report.temperatures == {Place.CPU: 24.0, Place.BATTERY: 24.4, Place.SKIN: 25.3}
    assert report.status is ThermalStatus.MODERATE


def test_currents_percentages_and_sensors_without_a_value_are_no_temperatures() -> None:
    report = parse_thermalservice(reports.PIXEL)
    assert report.temperatures == {
        Place.SKIN: 41.2,
        Place.BATTERY: 31.1,
        Place.CPU: 55.0,
        Place.GPU: 51.0,
        Place.NPU: 50.0,
    }
    assert report.status is ThermalStatus.SEVERE
    assert report.overridden


def test_the_cache_counts_where_there_is_nothing_better() -> None:
    report = parse_thermalservice(reports.NO_HAL)
    assert report.temperatures == {Place.SKIN: 40.5}
    assert report.status is ThermalStatus.LIGHT


def test_a_phone_without_the_service_is_told_so() -> None:
    with pytest.raises(SensorError, match="Android 10"):
        ThermalService(lambda _: "Can't find service: thermalservice\n").read()


@given(st.dictionaries(st.sampled_from(sorted(TYPES)), st.integers(-299, 1299), min_size=1), st.integers(0, 9))
def test_what_was_printed_is_what_is_read(tenths: dict[Place, int], status: int) -> None:
    lines = [
        f"\tTemperature{{mValue={value / 10}, mType={TYPES[place]}, mName=x{TYPES[place]}, mStatus=0}}"
        for place, value in tenths.items()
    ]
    text = "\n".join(
        ["IsStatusOverride: false", f"Thermal Status: {status}", "Current temperatures from HAL:", *lines, ""]
    )
    report = parse_thermalservice(text)
    assert report.temperatures == {place: value / 10 for place, value in tenths.items()}
    assert report.status is ThermalStatus(min(status, 6))


@given(st.text(), st.integers(0, 400), st.integers(0, 400))
def test_nothing_that_is_printed_raises(noise: str, start: int, end: int) -> None:
    for report in (reports.TELEVISION, reports.SAMSUNG, reports.PIXEL, reports.BATTERY_9):
        text = report[:start] + noise + report[end:]
        for celsius in parse_thermalservice(text).temperatures.values():
            assert -30 <= celsius <= 130
        level = parse_battery(text).battery_level
        assert level is None or 0 <= level.value <= 100


def test_a_charging_battery() -> None:
    reading = parse_battery(reports.BATTERY_9)
    assert reading.battery_level is not None
    assert reading.battery_level.value == 84
    assert reading.charging is not None
    assert reading.charging.value
    assert reading.temperatures[Place.BATTERY].value == 32.6
    assert reading.temperatures[Place.BATTERY].source == "dumpsys battery"


def test_a_battery_with_another_scale_in_the_cold() -> None:
    reading = parse_battery(reports.BATTERY_14)
    assert reading.battery_level is not None
    assert reading.battery_level.value == 24
    assert reading.charging is not None
    assert not reading.charging.value
    assert reading.temperatures[Place.BATTERY].value == -0.5


def test_a_device_without_a_battery() -> None:
    reading = parse_battery(reports.BATTERY_ABSENT)
    assert reading.battery_level is None
    assert not reading.temperatures
    assert reading.charging is not None
    assert reading.charging.value


def test_what_is_no_report_is_empty() -> None:
    assert parse_battery("Can't find service: battery\n").is_empty


@given(st.integers(0, 100), st.sampled_from([10, 50, 100]), st.integers(-299, 1299), st.booleans())
def test_a_printed_battery_is_read(level: int, scale: int, tenths: int, powered: bool) -> None:
    level = min(level, scale)
    text = f"  USB powered: {str(powered).lower()}\n  level: {level}\n  scale: {scale}\n  temperature: {tenths}\n"
    reading = parse_battery(text)
    assert reading.battery_level is not None
    assert reading.battery_level.value == pytest.approx(100 * level / scale)
    assert reading.charging is not None
    assert reading.charging.value is powered
    assert reading.temperatures[Place.BATTERY].value == tenths / 10


def test_termux_tells_the_battery() -> None:
    reading = parse_termux('{"health": "GOOD", "percentage": 71, "plugged": "UNPLUGGED", "temperature": 28.9}')
    assert reading.battery_level is not None
    assert reading.battery_level.value == 71
    assert reading.charging is not None
    assert not reading.charging.value
    assert reading.temperatures[Place.BATTERY].value == 28.9


@given(st.text() | st.from_type(type(None)).map(lambda _: "[1, 2]"))
def test_what_termux_says_in_plain_words_is_an_error_of_the_sensor(said: str) -> None:
    try:
        assert parse_termux(said) is not None
    except SensorError:
        return
