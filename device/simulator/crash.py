"""An app that finds its files damaged stops, as one that throws does, and says so in a dialog and in the log."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from device.simulator import overlays
from device.simulator.system import System

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

DAMAGE = (sqlite3.Error, OSError)
"""What apps meet when somebody deleted or overwrote their files. Anything else is an error of this program."""
_JAVA = {"OperationalError": "SQLiteException", "DatabaseError": "SQLiteDatabaseCorruptException"}


def stop(phone: SimulatedPhone, error: sqlite3.Error | OSError) -> None:
    """End the app in front, and show the dialog "keeps stopping" over what comes then.

    Raises:
        Exception: `error`, where it is the launcher that stopped: nothing comes then.
    """
    app = phone.app
    package = app.package
    pid = System.of(phone).app_pid(package) or 0
    if not phone.force_stop(package) or phone.app is app:
        raise error
    kind = _JAVA.get(type(error).__name__, "SQLiteException" if isinstance(error, sqlite3.Error) else "IOException")
    for line in (
        "FATAL EXCEPTION: main",
        f"Process: {package}, PID: {pid}",
        f"java.lang.RuntimeException: {kind}: {error}",
    ):
        System.of(phone).log("AndroidRuntime", line, priority="E", pid=pid)
    overlays.show(phone, "crash", about=package)
