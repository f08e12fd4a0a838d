"""A simulated phone behind the real adb server, with the real clients' ends in hand."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field

import adbutils
import uiautomator2

from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from device.simulator.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What one run of the adb program came to."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode()


def adb(*args: str, stdin: bytes = b"", timeout: float = 60) -> Ran:
    """Run the adb program against this process's private server."""
    port = os.environ["ANDROID_ADB_SERVER_PORT"]
    done = subprocess.run(
        [adbutils.adb_path(), "-P", port, *args], input=stdin, capture_output=True, timeout=timeout, check=False
    )
    return Ran(code=done.returncode, out=done.stdout, err=done.stderr)


@dataclass(kw_only=True)
class Handset:
    """A phone, its server, and clients that are connected to it."""

    phone: SimulatedPhone
    server: SimulatedPhoneServer
    _u2: uiautomator2.Device | None = None
    _fresh: Snapshot | None = field(default=None, repr=False)

    @property
    def serial(self) -> str:
        """What adb calls the phone."""
        return self.server.serial

    def adb(self, *args: str, stdin: bytes = b"") -> Ran:
        """Run the adb program against this phone."""
        return adb("-s", self.serial, *args, stdin=stdin)

    @property
    def adb_device(self) -> adbutils.AdbDevice:
        """Adbutils' end."""
        return adbutils.AdbClient().device(self.serial)

    @property
    def u2(self) -> uiautomator2.Device:
        """uiautomator2's end, connected when first asked for."""
        if self._u2 is None:
            self._u2 = uiautomator2.connect(self.serial)
        return self._u2

    def connect(self) -> None:
        """Make the adb server connect to the phone, and remember how the phone is now."""
        assert adb("connect", self.serial).text.startswith("connected to")
        self._fresh = self.phone.snapshot()

    def renew(self) -> None:
        """Put the phone back to how it was, but for u2.jar, which is pushed once."""
        assert self._fresh is not None
        jar = self.phone.files.path("/data/local/tmp/u2.jar")
        kept = jar.read_bytes() if jar.exists() else None
        self.phone.restore(self._fresh)
        if kept is not None:
            jar.write_bytes(kept)

    def disconnect(self) -> None:
        """Let go of everything."""
        if self._u2 is not None:
            self._u2.stop_uiautomator()
        adb("disconnect", self.serial)
        self.server.stop()
        self.phone.close()
