"""What files of /proc and /sys hold that scripts read, and /system/build.prop: made when somebody looks.

Shapes: proc(5); the kernel's Documentation/ABI/testing/sysfs-class-power and sysfs-class-thermal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from device.simulator.files import FileSystem
from device.simulator.heat import ZONES, temperatures, zone_file
from device.simulator.system import System

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

PROCESSORS = 8
MEMORY_KB = {"MemTotal": 7817244, "MemFree": 1204316, "MemAvailable": 4012864, "SwapTotal": 0, "SwapFree": 0}
KERNEL = "5.10.149-android13-4"
BATTERY = "/sys/class/power_supply/battery"
_STATUS = {2: "Charging", 3: "Discharging", 4: "Not charging", 5: "Full"}
_ZONE = re.compile(r"/sys/class/thermal/thermal_zone(\d+)/(\w+)")
_FULL_MICROAMPERE_HOURS = 3270000
_DRAWN_MICROAMPERES = 180000


def kernel_file(phone: SimulatedPhone, path: str) -> bytes | None:
    """Return what such a file holds now, None for any other path.

    Args:
        phone: Whose it is.
        path: Absolute, without ``.`` and ``..``.
    """
    zone = _ZONE.fullmatch(path)
    if zone is not None:
        text = zone_file(phone, int(zone[1]), zone[2])
    else:
        make = _FILES.get(path)
        text = None if make is None else make(phone)
    return None if text is None else text.encode()


def make_kernel_files(files: FileSystem) -> None:
    """Make the files that listings and globs find; they are empty, as what they hold is made when they are read."""
    zones = [f"/sys/class/thermal/thermal_zone{at}/{name}" for at in range(len(ZONES)) for name in ("type", "temp")]
    for path in (*zones, *_FILES):
        files.write(path, b"")


def _uptime(phone: SimulatedPhone) -> str:
    seconds = System.of(phone).uptime()
    return f"{seconds:.2f} {seconds * (PROCESSORS - 1):.2f}\n"


def _stat(phone: SimulatedPhone) -> str:
    ticks = int(System.of(phone).uptime() * 100)
    every = f"{ticks // 20} 0 {ticks // 20} {ticks - ticks // 10} 0 0 0 0 0 0"
    lines = [f"cpu{number} {every}" for number in range(PROCESSORS)]
    numbers = " ".join(str(int(word) * PROCESSORS) for word in every.split())
    return "\n".join([f"cpu  {numbers}", *lines, f"btime {int(phone.clock.now() - ticks / 100)}", ""])


def _net(phone: SimulatedPhone) -> str:
    lit = phone.settings.is_on("global", "wifi_on")
    names = ("lo", "wlan0") if lit else ("lo",)
    head = (
        "Inter-|   Receive                                                |  Transmit\n"
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls"
        " carrier compressed\n"
    )
    return head + "".join(f"{name:>6}:" + "       0" * 16 + "\n" for name in names)


def _current(phone: SimulatedPhone) -> str:
    return f"{-_DRAWN_MICROAMPERES if phone.battery.plugged == 'none' else _DRAWN_MICROAMPERES}\n"


def _is_plugged(plug: str) -> Callable[[SimulatedPhone], str]:
    return lambda phone: f"{int(phone.battery.plugged == plug)}\n"


def _boot_id(phone: SimulatedPhone) -> str:
    return f"{UUID(int=Random(f'boot {phone.seed}').getrandbits(128))}\n"


def _fixed(text: str) -> Callable[[SimulatedPhone], str]:
    return lambda _: text


_PROCESSOR = "processor\t: {}\nBogoMIPS\t: 49.15\nFeatures\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics\n"
_FILES: dict[str, Callable[[SimulatedPhone], str]] = {
    "/proc/uptime": _uptime,
    "/proc/stat": _stat,
    "/proc/net/dev": _net,
    "/proc/loadavg": _fixed("0.52 0.58 0.59 1/1204 2014\n"),
    "/proc/version": _fixed(f"Linux version {KERNEL} (build-user@build-host) #1 SMP PREEMPT\n"),
    "/proc/meminfo": _fixed("".join(f"{name + ':':<15} {size:>8} kB\n" for name, size in MEMORY_KB.items())),
    "/proc/cpuinfo": _fixed(
        "\n".join([_PROCESSOR.format(number) for number in range(PROCESSORS)] + ["Hardware\t: Sim\n"])
    ),
    "/proc/sys/kernel/random/boot_id": _boot_id,
    "/system/build.prop": lambda phone: "".join(
        f"{name}={value}\n" for name, value in sorted(phone.properties.items()) if name.startswith("ro.")
    ),
    f"{BATTERY}/capacity": lambda phone: f"{phone.battery.level}\n",
    f"{BATTERY}/charge_counter": lambda phone: f"{phone.battery.level * _FULL_MICROAMPERE_HOURS // 100}\n",
    f"{BATTERY}/current_now": _current,
    f"{BATTERY}/health": _fixed("Good\n"),
    f"{BATTERY}/present": _fixed("1\n"),
    f"{BATTERY}/status": lambda phone: f"{_STATUS.get(phone.battery.status, 'Unknown')}\n",
    f"{BATTERY}/technology": _fixed("Li-ion\n"),
    f"{BATTERY}/temp": lambda phone: f"{round(temperatures(phone).battery * 10)}\n",
    f"{BATTERY}/type": _fixed("Battery\n"),
    f"{BATTERY}/voltage_now": lambda phone: f"{phone.battery.voltage * 1000}\n",
    "/sys/class/power_supply/ac/online": _is_plugged("ac"),
    "/sys/class/power_supply/usb/online": _is_plugged("usb"),
    "/sys/class/power_supply/wireless/online": _is_plugged("wireless"),
}
