"""Measures the simulated phone: capture over adb, restore, start, and the memory of many."""

from __future__ import annotations

import io
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tasks.simulated import PORT_VARIABLE, simulated_phone

ROOT = Path(__file__).parent.parent
PHONES = 20


def measure(*, repetitions: int) -> dict[str, Any]:
    """Measure on this machine, now.

    Args:
        repetitions: How often each thing is done; the figures are medians.

    Returns:
        ``figures`` (``capture_ms``, ``stock_capture_ms``, ``restore_ms``, ``start_ms``, ``mb_per_phone``), ``rows``
        with the median, least and most of each in milliseconds, and ``machine``.
    """
    rows = [*_captures(repetitions), _restores(repetitions), _starts(max(3, repetitions // 8))]
    median = {str(row["name"]): row["median_ms"] for row in rows}
    return {
        "figures": {
            "capture_ms": median["capture"],
            "stock_capture_ms": median["capture by uiautomator2's stock client"],
            "restore_ms": median["restore"],
            "start_ms": median["start"],
            "mb_per_phone": _memory(),
        },
        "rows": rows,
        "machine": {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "python": sys.version.split()[0]},
    }


def _captures(repetitions: int) -> list[dict[str, Any]]:
    """Time screenshot and hierarchy over the real adb server, by turns with this program's client and the stock one."""
    import adbutils
    import uiautomator2

    from device.adb_phone import connect

    ours: list[float] = []
    stock: list[float] = []
    with simulated_phone() as serial, connect(serial) as phone:
        client = adbutils.AdbClient(host="127.0.0.1", port=int(os.environ[PORT_VARIABLE]))
        device = uiautomator2.connect(client.device(serial))
        for turn in range(2 * repetitions):
            phone.shell(f"am start -n com.android.settings/.Settings; input swipe 500 {1500 + turn} 500 900 300")
            phone.shell(f"settings put system screen_brightness {turn + 1}")
            if turn % 2:
                ours.append(_milliseconds(phone.capture))
            else:
                stock.append(_milliseconds(lambda: (device.dump_hierarchy(), device.screenshot())))
    return [_row("capture", ours), _row("capture by uiautomator2's stock client", stock)]


def _restores(repetitions: int) -> dict[str, Any]:
    from device.simulator import SimulatedPhone

    times: list[float] = []
    with SimulatedPhone() as phone:
        saved = phone.snapshot()
        for turn in range(repetitions):
            phone.launch("com.android.settings")
            phone.tap(500, 900)
            phone.settings.put("system", "font_scale", "1.3")
            phone.files.write(f"/sdcard/Documents/{turn}.txt", bytes(10_000))
            times.append(_milliseconds(lambda: phone.restore(saved)))
    return _row("restore", times)


def _starts(repetitions: int) -> dict[str, Any]:
    """Time the program from its call until adb can connect; its modules are compiled, as an installation has them.

    The first start compiles them, into a folder of their own, and is not counted.
    """
    times: list[float] = []
    with tempfile.TemporaryDirectory(prefix="handroid-") as folder:
        compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled["PYTHONPYCACHEPREFIX"] = folder
        for turn in range(1 + repetitions):
            began = time.perf_counter()
            process, _ = _start("--count", "1", environment=compiled)
            if turn:
                times.append((time.perf_counter() - began) * 1000)
            _end(process)
    return _row("start", times)


def _memory() -> float | None:
    """Return the megabytes of each of many phones in one process after each has drawn a screen; None without /proc."""
    if not Path("/proc/self/status").exists():
        return None
    process, phones = _start("--count", str(PHONES))
    try:
        for phone in phones:
            _look(phone["port"])
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    finally:
        _end(process)
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return round(resident / 1024 / PHONES, 1)


def _look(port: int) -> None:
    """Take a screenshot and a hierarchy over a transport connection of our own, without an adb server."""
    from device.simulator.adbd import Command, Packet, read_packet

    with socket.create_connection(("127.0.0.1", port), timeout=60) as link, link.makefile("rb") as source:

        def send(command: Command, arg0: int, arg1: int, payload: bytes) -> None:
            link.sendall(Packet(command=command, arg0=arg0, arg1=arg1, payload=payload).encode())

        send(Command.CNXN, 0x01000001, 1 << 20, b"host::features=shell_v2\0")
        read_packet(source)
        send(Command.OPEN, 1, 0, b"exec:screencap -p; uiautomator dump /dev/tty\0")
        while (packet := read_packet(source)) is not None and packet.command is not Command.CLSE:
            if packet.command is Command.WRTE:
                send(Command.OKAY, 1, packet.arg0, b"")


def _start(
    *options: str, environment: dict[str, str] | None = None
) -> tuple[subprocess.Popen[bytes], list[dict[str, Any]]]:
    command = [sys.executable, "-m", "handroid", "sim", "--json", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment)
    assert process.stdout is not None
    text = io.BytesIO()
    for line in process.stdout:
        text.write(line)
        if line.rstrip() == b"}":
            break
    return process, msgspec.json.decode(text.getvalue(), type=dict[str, Any])["phones"]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.communicate(timeout=60)


def _milliseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _row(name: str, times: list[float]) -> dict[str, Any]:
    return {
        "name": name,
        "median_ms": round(statistics.median(times), 1),
        "least_ms": round(min(times), 1),
        "most_ms": round(max(times), 1),
        "times": len(times),
    }
