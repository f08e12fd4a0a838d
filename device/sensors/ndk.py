"""``AThermal_*`` of libandroid.so: Android's thermal status and forecast, asked from a process on the phone itself.

A public library of the NDK (android/thermal.h: status since API 30, forecast since 31); Termux may call it without
root, adb or permission.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any

from device.errors import SensorError
from device.sensors.reading import SensorReading, ThermalStatus, Value

LIBRARY = "libandroid.so"
FORECAST_SECONDS = 10


class NdkThermal:
    """The thermal manager of the phone this runs on.

    Args:
        library: Name or path of the library.
    """

    name = "AThermal"
    every = 1.0  # asked for more often, the forecast is NaN

    def __init__(self, library: str = LIBRARY) -> None:
        self._path = library
        self._library: Any = None
        self._manager: int | None = None

    def read(self) -> SensorReading:
        """Ask the manager.

        Raises:
            SensorError: This is no Android, one before 11, or it does not answer.
        """
        manager = self._acquired()
        status = int(self._library.AThermal_getCurrentThermalStatus(manager))
        headroom = self._headroom(manager)
        if status < 0 and headroom is None:  # ATHERMAL_STATUS_ERROR is -1
            raise SensorError("Android's thermal manager does not answer")
        return SensorReading(
            status=Value(
                value=ThermalStatus(min(status, ThermalStatus.SHUTDOWN)), source="AThermal_getCurrentThermalStatus"
            )
            if status >= 0
            else None,
            headroom=Value(value=headroom, source="AThermal_getThermalHeadroom") if headroom is not None else None,
        )

    def close(self) -> None:
        """Give the manager back; harmless when called twice."""
        if self._manager is not None:
            self._library.AThermal_releaseManager(self._manager)
            self._manager = None

    def _acquired(self) -> int:
        if self._manager is not None:
            return self._manager
        if self._library is None:
            self._library = self._load()
        manager = self._library.AThermal_acquireManager()
        if not manager:
            raise SensorError("Android's thermal manager can't be had")
        self._manager = int(manager)
        return self._manager

    def _load(self) -> Any:
        try:
            library = ctypes.CDLL(self._path)
            library.AThermal_acquireManager.restype = ctypes.c_void_p
            library.AThermal_releaseManager.argtypes = [ctypes.c_void_p]
            library.AThermal_releaseManager.restype = None
            library.AThermal_getCurrentThermalStatus.argtypes = [ctypes.c_void_p]
            library.AThermal_getCurrentThermalStatus.restype = ctypes.c_int
        except OSError as error:
            raise SensorError(f"{self._path} is not here: this is no Android") from error
        except AttributeError as error:
            raise SensorError("this Android is older than 11 and has no AThermal") from error
        return library

    def _headroom(self, manager: int) -> float | None:
        try:
            ask = self._library.AThermal_getThermalHeadroom
        except AttributeError:  # Android 11
            return None
        ask.argtypes, ask.restype = [ctypes.c_void_p, ctypes.c_int], ctypes.c_float
        value = float(ask(manager, FORECAST_SECONDS))
        return None if math.isnan(value) or value < 0 else value
