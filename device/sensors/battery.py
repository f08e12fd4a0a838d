"""Batteries: ``dumpsys battery`` over adb, ``termux-battery-status`` inside Termux, ``/sys/class/power_supply``.

A battery's temperature lags minutes behind the chip's; its worth is that nearly every phone tells it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from device.errors import SensorError
from device.sensors.kernel_file import read_text
from device.sensors.reading import Place, SensorReading, Value
from device.sensors.thermal_zones import POSSIBLE

COMMAND = "dumpsys battery"
TERMUX = "termux-battery-status"

_EVERY = 10.0
_TERMUX_SECONDS = 5.0
"""Termux:API starts an app to answer, and waits for ever where that app is not installed."""

_LINE = re.compile(r"^\s*([A-Za-z][\w ]*?):\s*(-?\w[\w.-]*)\s*$", re.MULTILINE)
_POWERED = ("ac powered", "usb powered", "wireless powered", "dock powered")
_CHARGING, _FULL = 2, 5
"""android.os.BatteryManager, BATTERY_STATUS_*; a full battery is fed, though it does not charge."""


def parse_battery(printed: str, *, source: str = COMMAND) -> SensorReading:
    """Read what ``dumpsys battery`` printed; empty where it tells nothing.

    A key counts at its first place: makers print more lines below, some with the same key (Samsung's second
    ``charge counter``).
    """
    values: dict[str, str] = {}
    for key, value in _LINE.findall(printed):
        values.setdefault(key.lower(), value)
    level, scale = _number(values.get("level")), _number(values.get("scale")) or 100.0
    tenths = _number(values.get("temperature"))
    powered = [values[key] == "true" for key in _POWERED if values.get(key) in ("true", "false")]
    status = _number(values.get("status"))
    charging = any(powered) if powered else status in (_CHARGING, _FULL) if status is not None else None
    present = values.get("present") != "false"
    return _reading(
        percent=None if level is None or not present else 100 * level / scale,
        charging=charging,
        celsius=None if tenths is None or not present else tenths / 10,
        source=source,
    )


def parse_termux(printed: str) -> SensorReading:
    """Read what ``termux-battery-status`` printed: JSON with ``percentage``, ``plugged`` and ``temperature``.

    Raises:
        SensorError: It is no such JSON: Termux:API prints its errors in plain words.
    """
    try:
        values: Any = json.loads(printed)
    except ValueError as error:
        said = " ".join(printed.split())[:80]
        raise SensorError(f"{TERMUX} said: {said or 'nothing'}") from error
    if not isinstance(values, Mapping):
        raise SensorError(f"{TERMUX} said something else than the battery's values")
    plugged = values.get("plugged")
    return _reading(
        percent=_number(values.get("percentage")),
        charging=plugged != "UNPLUGGED" if isinstance(plugged, str) else None,
        celsius=_number(values.get("temperature")),
        source=TERMUX,
    )


class PhoneBattery:
    """The battery of a phone that commands can be run on.

    Args:
        shell: Runs a command on the phone and returns what it printed.
    """

    name = COMMAND
    every = _EVERY

    def __init__(self, shell: Callable[[str], str]) -> None:
        self._shell = shell

    def read(self) -> SensorReading:
        """Ask the battery service; raises `PhoneError` where the phone can't be reached."""
        return parse_battery(self._shell(COMMAND))


class TermuxBattery:
    """The battery of the phone this runs on, told by Termux:API.

    Args:
        program: The program's name or path.
    """

    name = TERMUX
    every = _EVERY

    def __init__(self, program: str = TERMUX) -> None:
        self._program = program

    def read(self) -> SensorReading:
        """Run the program.

        Raises:
            SensorError: It is not installed, or does not answer: the app Termux:API is missing.
        """
        if shutil.which(self._program) is None:
            raise SensorError("not installed: in Termux, `pkg install termux-api` and the app Termux:API")
        try:
            done = subprocess.run(
                [self._program],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TERMUX_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise SensorError("no answer: install the app Termux:API") from error
        return parse_termux(done.stdout.decode(errors="replace") or done.stderr.decode(errors="replace"))


class PowerSupply:
    """The battery of the machine this runs on, as the kernel shows it.

    Args:
        root: Where ``/sys`` is.
    """

    name = "power supply"
    every = _EVERY

    def __init__(self, root: Path = Path("/sys")) -> None:
        self._root = root

    def read(self) -> SensorReading:
        """Read the first battery that feeds the machine.

        Raises:
            SensorError: The machine has none.
        """
        for kind in sorted(self._root.glob("class/power_supply/*/type")):
            folder = kind.parent
            # A battery of scope Device is a mouse's or a headset's.
            if read_text(kind) == "Battery" and read_text(folder / "scope") != "Device":
                status = read_text(folder / "status")
                tenths = _number(read_text(folder / "temp"))
                return _reading(
                    percent=_number(read_text(folder / "capacity")),
                    charging=status != "Discharging" if status not in ("", "Unknown") else None,
                    celsius=None if tenths is None else tenths / 10,
                    source=str(folder),
                )
        raise SensorError("this machine shows no battery")


def _reading(*, percent: float | None, charging: bool | None, celsius: float | None, source: str) -> SensorReading:
    possible = celsius is not None and POSSIBLE[0] <= celsius <= POSSIBLE[1]
    return SensorReading(
        temperatures={Place.BATTERY: Value(value=celsius, source=source)} if celsius is not None and possible else {},
        battery_level=None if percent is None or not 0 <= percent <= 100 else Value(value=percent, source=source),
        charging=None if charging is None else Value(value=charging, source=source),
    )


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e9 else None  # NaN is not less than anything
