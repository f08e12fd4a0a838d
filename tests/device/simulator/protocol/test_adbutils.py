"""adbutils, unmodified, against the simulated phone; and the sync protocol's version 1, which only it speaks."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import adbutils
import pytest

from device.simulator.adbd import Command
from tests.device.simulator.protocol.handset import Handset
from tests.device.simulator.protocol.host import Host

SETTINGS = "com.android.settings"


def test_shell_forms(handset: Handset) -> None:
    device = handset.adb_device
    assert device.shell(["echo", "a  b", "'c'"]) == "a  b 'c'"
    assert device.shell2("echo out; false").returncode == 1
    apart = device.shell2("echo out; echo err >&2; false", v2=True)
    assert (apart.returncode, apart.stdout, apart.stderr) == (1, "out\n", "err\n")
    assert device.shell("pwd") == "/"


def test_input_and_reports(handset: Handset) -> None:
    device = handset.adb_device
    device.app_start(SETTINGS)
    assert device.app_current().package == SETTINGS
    device.keyevent("HOME")
    assert device.app_current().package != SETTINGS
    device.click(540, 1200)
    device.swipe(540, 1800, 540, 900, 0.1)
    device.drag(540, 900, 540, 1800, 0.1)
    assert tuple(device.window_size()) == (1080, 2400)
    assert device.rotation() == 0
    assert device.is_screen_on()
    device.switch_screen(False)
    assert not device.is_screen_on()
    assert device.battery().level == 100
    assert device.wlan_ip() == "10.0.2.16"
    assert device.getprop("ro.product.model") == "Pixel 6"
    assert SETTINGS in device.list_packages()
    info = device.app_info(SETTINGS)
    assert info is not None
    assert (info.version_name, info.package_name) == ("13", SETTINGS)


def test_brightness_and_switches(handset: Handset) -> None:
    device = handset.adb_device
    device.brightness_value = 200
    assert device.brightness_value == 200
    assert handset.phone.settings.get("system", "screen_brightness") == "200"
    device.switch_wifi(False)
    assert not handset.phone.settings.is_on("global", "wifi_on")
    device.switch_airplane(True)
    assert handset.phone.settings.is_on("global", "airplane_mode_on")


def test_pictures_and_hierarchy(handset: Handset) -> None:
    assert handset.adb_device.screenshot().size == (1080, 2400)
    assert handset.adb_device.dump_hierarchy() == handset.phone.hierarchy(flavour="framework")


def test_the_framebuffer_is_refused_by_a_version_that_adbutils_knows_as_unsupported(handset: Handset) -> None:
    # Asked without adbutils, which raises NotImplementedError and leaves its socket open.
    with Host(handset.server.port) as host:
        assert host.ask("framebuffer:") == [struct.pack("<I", 16)]


def test_sync(handset: Handset, tmp_path: Path) -> None:
    sync = handset.adb_device.sync
    data = bytes(range(256)) * 1000
    assert sync.push(data, "/sdcard/new/ß.bin", 0o640, check=True) == len(data)
    assert sync.read_bytes("/sdcard/new/ß.bin") == data
    found = sync.stat("/sdcard/new/ß.bin")
    assert (found.mode, found.size) == (0o100640, len(data))
    assert sync.exists("/sdcard/new")
    assert not sync.exists("/sdcard/none")
    assert [entry.path for entry in sync.list("/sdcard/new")] == ["ß.bin"]
    (tmp_path / "a").write_text("a")
    sync.push(str(tmp_path / "a"), "/sdcard/")
    assert sync.read_text("/storage/self/primary/a") == "a"
    with pytest.raises(adbutils.AdbError, match="No such file or directory"):
        sync.read_bytes("/sdcard/none")


def test_a_push_that_stops_halfway_leaves_nothing(handset: Handset) -> None:
    handset.phone.files.write("/sdcard/half/old", b"old")
    with Host(handset.server.port) as host:
        ids = host.open("sync:")
        assert ids is not None
        name = b"/sdcard/half/old,33188"
        host.send(Command.WRTE, *ids, b"SEND" + struct.pack("<I", len(name)) + name + b"DATA\x04\0\0\0new!")
        assert host.receive().command is Command.OKAY
        host.send(Command.CLSE, *ids)
        folder = handset.phone.files.path("/sdcard/half")
        end = time.monotonic() + 10
        while [path.name for path in folder.iterdir()] != ["old"]:
            assert time.monotonic() < end, "half a file was left"
    assert handset.phone.files.read("/sdcard/half/old") == b"old"


def test_each_stat_and_entry_travels_in_one_piece(handset: Handset) -> None:
    for number in range(300):
        handset.phone.files.write(f"/sdcard/many/file number {number:03}", b"x" * number)
    with Host(handset.server.port) as host:
        path = b"/sdcard/many"
        (stat,) = host.ask("sync:", b"STAT" + struct.pack("<I", len(path)) + path + b"QUIT\0\0\0\0")
        assert struct.unpack("<4sIII", stat)[1] & 0o170000 == 0o040000
        blocks = host.ask("sync:", b"LIST" + struct.pack("<I", len(path)) + path + b"QUIT\0\0\0\0")
    names = []
    for block in blocks:
        position = 0
        while position < len(block):
            kind, _, _, modified, length = struct.unpack_from("<4sIIII", block, position)
            assert position + 20 + length <= len(block), "an entry is cut by the end of a packet"
            if kind == b"DENT":
                assert modified > 0
                names.append(block[position + 20 : position + 20 + length].decode())
            position += 20 + length
    assert names == [f"file number {number:03}" for number in range(300)]


@pytest.mark.parametrize(
    "request_bytes", [b"XXXX\0\0\0\0", b"STAT\xff\xff\xff\xff", b"SEND\x02\0\0\0/xDATA\xff\xff\xff\x7f"]
)
def test_a_broken_request_is_refused(handset: Handset, request_bytes: bytes) -> None:
    with Host(handset.server.port) as host:
        answer = b"".join(host.ask("sync:", request_bytes))
    assert answer.startswith(b"FAIL")
