"""What the kernel shows: thermal zones, memory, cores and batteries, in folders with the shapes of real machines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.errors import SensorError
from device.sensors import Place
from device.sensors.battery import PowerSupply
from device.sensors.cores import Cores
from device.sensors.memory import Memory
from device.sensors.thermal_zones import ThermalZones, place_of, unit_of


def put(root: Path, files: Mapping[str, object]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    return root


def zone(number: int, kind: str, value: object) -> dict[str, object]:
    folder = f"class/thermal/thermal_zone{number}"
    return {f"{folder}/type": kind, f"{folder}/temp": value}


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("x86_pkg_temp", Place.CPU),
        ("cpu-1-3-usr", Place.CPU),
        ("mtktscpu", Place.CPU),
        ("soc_thermal", Place.CPU),
        ("tsens_tz_sensor7", Place.CPU),
        ("BIG", Place.CPU),
        ("gpuss-0-usr", Place.GPU),
        ("G3D", Place.GPU),
        ("nspss-0", Place.NPU),
        ("VIRTUAL-SKIN-CPU-GPU", Place.SKIN),
        ("skin-msm-therm", Place.SKIN),
        ("quiet-therm", Place.SKIN),
        ("battery", Place.BATTERY),
        ("bms", Place.BATTERY),
        ("mtktsbattery", Place.BATTERY),
        ("acpitz", Place.BOARD),
        ("pm8350_tz", Place.BOARD),
        ("soc", None),
        ("vbat", None),
        ("pm8350b-ibat-lvl0", None),
        ("cpu-0-0-step", None),
        ("wifi_therm", None),
        ("", None),
    ],
)
def test_a_zones_place_is_told_by_its_type(kind: str, place: Place | None) -> None:
    assert place_of(kind) is place


@given(st.floats(15.0, 125.0), st.sampled_from([1, 10, 1000]))
def test_units_are_told_apart_by_magnitude(celsius: float, unit: int) -> None:
    raw = round(celsius * unit)
    assert raw / unit_of(raw) == pytest.approx(celsius, abs=0.51)


def test_the_hottest_zone_of_a_place_counts_with_its_path(tmp_path: Path) -> None:
    files = zone(0, "cpu-0-0-usr", 41200) | zone(1, "cpu-1-0-usr", 55100) | zone(2, "battery", 312)
    files |= zone(3, "gpuss-0-usr", -40000) | zone(4, "skin-therm", 33) | zone(5, "soc", 64)
    reading = ThermalZones(put(tmp_path, files)).read()
    assert {place: value.value for place, value in reading.temperatures.items()} == {
        Place.CPU: 55.1,
        Place.BATTERY: 31.2,
        Place.SKIN: 33.0,
    }
    assert reading.temperatures[Place.CPU].source.endswith("thermal_zone1/temp")


def test_a_zone_keeps_its_unit_in_the_cold(tmp_path: Path) -> None:
    zones = ThermalZones(put(tmp_path, zone(0, "cpu-thermal", 20000)))
    zones.read()
    put(tmp_path, zone(0, "cpu-thermal", 900))
    assert zones.read().temperatures[Place.CPU].value == 0.9


def test_hwmon_is_read_where_there_are_no_zones(tmp_path: Path) -> None:
    folder = "class/hwmon/hwmon2"
    put(tmp_path, {f"{folder}/name": "k10temp", f"{folder}/temp1_input": 48250, f"{folder}/temp2_input": 51000})
    assert ThermalZones(tmp_path).read().temperatures[Place.CPU].value == 51.0


def test_a_zone_that_goes_away_is_left_out_and_all_gone_is_an_error(tmp_path: Path) -> None:
    zones = ThermalZones(put(tmp_path, zone(0, "cpu-thermal", 50000) | zone(1, "gpu-thermal", 45000)))
    zones.read()
    (tmp_path / "class/thermal/thermal_zone0/temp").unlink()
    assert set(zones.read().temperatures) == {Place.GPU}
    put(tmp_path, zone(1, "gpu-thermal", "garbage"))
    with pytest.raises(SensorError, match="can be read"):
        zones.read()
    with pytest.raises(SensorError, match="no thermal zones"):
        ThermalZones(tmp_path / "none").read()


MEMINFO = {"proc/meminfo": "MemTotal: 8000000 kB\nMemFree: 100 kB\nMemAvailable:    4000000 kB"}


def test_memory_is_what_the_system_can_give(tmp_path: Path) -> None:
    put(tmp_path, MEMINFO | {"proc/pressure/memory": "some avg10=12.34 avg60=1.00 avg300=0.10 total=1"})
    reading = Memory(tmp_path).read()
    assert reading.free_memory is not None
    assert reading.free_memory.value == 4_000_000 * 1024
    assert reading.memory_pressure is not None
    assert reading.memory_pressure.value == 12.34


def test_a_control_group_of_version_two_and_those_above_it_bound_it(tmp_path: Path) -> None:
    group = "sys/fs/cgroup/a"
    files = {"proc/self/cgroup": "0::/a/b", f"{group}/b/memory.max": "max", f"{group}/b/memory.current": 5}
    files |= {f"{group}/memory.max": 1000, f"{group}/memory.current": 700, f"{group}/memory.stat": "inactive_file 50"}
    reading = Memory(put(tmp_path, MEMINFO | files)).read()
    assert reading.free_memory is not None
    assert reading.free_memory.value == 350
    assert reading.free_memory.source.endswith("a/memory.max")


def test_a_control_group_of_version_one_bounds_it_inside_a_container_too(tmp_path: Path) -> None:
    base = "sys/fs/cgroup/memory"
    files = {"proc/self/cgroup": "9:cpu,cpuacct:/x\n7:memory:/docker/abc", f"{base}/memory.limit_in_bytes": 4096}
    files |= {f"{base}/memory.usage_in_bytes": 1096, f"{base}/memory.stat": "total_inactive_file 96"}
    reading = Memory(put(tmp_path, MEMINFO | files)).read()
    assert reading.free_memory is not None
    assert reading.free_memory.value == 3096
    put(tmp_path, {f"{base}/memory.limit_in_bytes": 9223372036854771712})
    unlimited = Memory(tmp_path).read().free_memory
    assert unlimited is not None
    assert unlimited.source == "/proc/meminfo"


def test_a_system_that_tells_nothing_of_its_memory(tmp_path: Path) -> None:
    with pytest.raises(SensorError):
        Memory(tmp_path).read()


def clocks(*top: int, now: int | None = None) -> dict[str, object]:
    files: dict[str, object] = {}
    for number, clock in enumerate(top):
        folder = f"devices/system/cpu/cpu{number}/cpufreq"
        files |= {f"{folder}/cpuinfo_max_freq": clock, f"{folder}/scaling_max_freq": now or clock}
    return files


PHONE = (2_000_000, 2_000_000, 2_000_000, 2_800_000, 2_800_000, 2_800_000, 2_800_000, 3_200_000)


def test_fast_cores_are_those_of_the_faster_clusters(tmp_path: Path) -> None:
    reading = Cores(put(tmp_path, clocks(*PHONE, now=1_900_000)), lambda: set(range(8))).read()
    assert reading.allowed_cores is not None
    assert reading.fast_cores is not None
    assert reading.top_frequency is not None
    assert (reading.allowed_cores.value, reading.fast_cores.value) == (8, 5)
    assert reading.top_frequency.value == 1_900_000


def test_in_the_background_the_set_shrinks(tmp_path: Path) -> None:
    allowed = set(range(8))
    cores = Cores(put(tmp_path, clocks(*PHONE)), lambda: allowed)
    cores.read()
    allowed = {0, 1, 2}
    reading = cores.read()
    assert reading.allowed_cores is not None
    assert reading.fast_cores is not None
    assert (reading.allowed_cores.value, reading.fast_cores.value) == (3, 3)


def test_favoured_cores_of_a_computer_are_no_cluster(tmp_path: Path) -> None:
    root = put(tmp_path, clocks(5_200_000, 5_200_000, *[5_000_000] * 6))
    assert Cores(root, lambda: set(range(8))).read().fast_cores is None


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"fs/cgroup/cpu.max": "150000 100000"}, 2),
        ({"fs/cgroup/cpu.max": "max 100000"}, 8),
        ({"fs/cgroup/cpu/cpu.cfs_quota_us": 300000, "fs/cgroup/cpu/cpu.cfs_period_us": 100000}, 3),
        ({"fs/cgroup/cpu/cpu.cfs_quota_us": -1, "fs/cgroup/cpu/cpu.cfs_period_us": 100000}, 8),
    ],
)
def test_a_quota_of_processor_time_bounds_the_cores(tmp_path: Path, files: dict[str, object], expected: int) -> None:
    reading = Cores(put(tmp_path, files), lambda: set(range(8))).read()
    assert reading.allowed_cores is not None
    assert reading.allowed_cores.value == expected


def test_this_machine_has_cores_and_memory() -> None:
    cores, memory = Cores().read(), Memory().read()
    assert cores.allowed_cores is not None
    assert cores.allowed_cores.value >= 1
    assert memory.free_memory is not None
    assert memory.free_memory.value > 0


def test_a_laptops_battery_is_read_and_a_mouses_is_not(tmp_path: Path) -> None:
    mouse, own = "class/power_supply/hidpp_battery_0", "class/power_supply/BAT0"
    put(tmp_path, {f"{mouse}/type": "Battery", f"{mouse}/scope": "Device", f"{mouse}/capacity": 3})
    with pytest.raises(SensorError, match="no battery"):
        PowerSupply(tmp_path).read()
    put(tmp_path, {f"{own}/type": "Battery", f"{own}/capacity": 55, f"{own}/status": "Discharging"})
    reading = PowerSupply(tmp_path).read()
    assert reading.battery_level is not None
    assert reading.battery_level.value == 55
    assert reading.charging is not None
    assert not reading.charging.value
