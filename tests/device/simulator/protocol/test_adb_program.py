"""The real adb program against the simulated phone."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.device.simulator.protocol.handset import Handset, adb


def test_devices_lists_the_phone_with_its_names(handset: Handset) -> None:
    line = next(line for line in adb("devices", "-l").text.splitlines() if line.startswith(handset.serial))
    assert line.split()[1:5] == ["device", "product:oriole", "model:Pixel_6", "device:oriole"]


def test_the_shell_keeps_stdout_stderr_and_exit_code_apart(handset: Handset) -> None:
    ran = handset.adb("shell", "echo out; nonsense; exit 3")
    assert (ran.out, ran.code) == (b"out\n", 3)
    assert ran.err == b"/system/bin/sh: nonsense: inaccessible or not found\n"


def test_the_shell_reads_stdin(handset: Handset) -> None:
    assert handset.adb("shell", "cat", stdin=b"a\nb\n").out == b"a\nb\n"


def test_the_old_shell_protocol_merges_the_streams(handset: Handset) -> None:
    assert handset.adb("shell", "-x", "echo out; ls /none").out == b"out\nls: /none: No such file or directory\n"


def test_a_shell_without_a_command_runs_lines(handset: Handset) -> None:
    out = handset.adb("shell", stdin=b"echo first\necho second\nexit\n").out
    assert b"first" in out
    assert b"second" in out


def test_much_output_comes_whole(handset: Handset) -> None:
    out = handset.adb("shell", "for i in {1..3000}; do echo line number $i of three thousand; done").out
    assert out.count(b"\n") == 3000
    assert out.endswith(b"line number 3000 of three thousand\n")


def test_exec_out_gives_a_picture_unharmed(handset: Handset) -> None:
    png = handset.adb("exec-out", "screencap", "-p").out
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, 1_000_000])
def test_push_and_pull_keep_every_byte(handset: Handset, tmp_path: Path, size: int) -> None:
    source, back = tmp_path / "source.bin", tmp_path / "back.bin"
    source.write_bytes(bytes(index * 7 % 251 for index in range(size)))
    assert handset.adb("push", str(source), "/sdcard/Download/new/folder/x.bin").code == 0
    assert handset.adb("pull", "/sdcard/Download/new/folder/x.bin", str(back)).code == 0
    assert back.read_bytes() == source.read_bytes()


def test_a_folder_is_pushed_and_pulled_whole(handset: Handset, tmp_path: Path) -> None:
    (tmp_path / "out" / "sub").mkdir(parents=True)
    (tmp_path / "out" / "sub" / "ümläut 名.txt").write_text("text")
    assert handset.adb("push", str(tmp_path / "out"), "/sdcard/").code == 0
    assert handset.adb("pull", "/sdcard/out", str(tmp_path / "back")).code == 0
    assert (tmp_path / "back" / "sub" / "ümläut 名.txt").read_text() == "text"


def test_pulling_what_is_not_there_says_so(handset: Handset, tmp_path: Path) -> None:
    ran = handset.adb("pull", "/sdcard/none", str(tmp_path))
    assert ran.code == 1
    assert b"failed to stat remote object '/sdcard/none': No such file or directory" in ran.err + ran.out


def test_pushing_over_a_folder_puts_the_file_into_it(handset: Handset, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("hello")
    assert handset.adb("push", str(tmp_path / "note.md"), "/sdcard/Documents").code == 0
    assert handset.adb("shell", "cat", "/storage/emulated/0/Documents/note.md").out == b"hello"


def test_ls_lists_a_folder(handset: Handset) -> None:
    names = [line.split(maxsplit=3)[3] for line in handset.adb("ls", "/sdcard/").text.splitlines()]
    assert {"DCIM", "Download", "Pictures"} <= set(names)


def test_logcat_shows_what_was_logged(handset: Handset) -> None:
    handset.adb("shell", "log -p w -t Trial 'a message'")
    assert "W Trial   : a message" in handset.adb("logcat", "-d").text
    assert handset.adb("logcat", "-d", "-s", "Other").text.splitlines() == ["--------- beginning of main"]


def test_root_says_that_it_is_root_already(handset: Handset) -> None:
    assert handset.adb("root").out == b"adbd is already running as root\n"


def test_forward_reaches_what_listens_and_nothing_else(handset: Handset) -> None:
    port = handset.adb("forward", "tcp:0", "tcp:9008").text.strip()
    assert port.isdigit()
    assert f"{handset.serial} tcp:{port} tcp:9008" in adb("forward", "--list").text
    assert handset.adb("forward", "--remove", f"tcp:{port}").code == 0


def test_reverse_reaches_the_hosts_socket(handset: Handset) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        home = listener.getsockname()[1]
        chosen = handset.adb("reverse", "tcp:0", f"tcp:{home}").text.strip()
        assert f"tcp:{chosen} tcp:{home}" in handset.adb("reverse", "--list").text
        forwarded = int(handset.adb("forward", "tcp:0", f"tcp:{chosen}").text)
        with socket.create_connection(("127.0.0.1", forwarded), timeout=20) as near:
            near.sendall(b"there")
            far, _ = listener.accept()
            with far:
                assert far.recv(5) == b"there"
                far.sendall(b"and back")
                assert near.recv(8) == b"and back"
                far.shutdown(socket.SHUT_WR)
                assert near.recv(1) == b""
        handset.adb("forward", "--remove", f"tcp:{forwarded}")
        assert handset.adb("reverse", "--no-rebind", f"tcp:{chosen}", "tcp:1").code == 1
        assert handset.adb("reverse", "--remove", f"tcp:{chosen}").code == 0
        assert handset.adb("reverse", "--remove", f"tcp:{chosen}").code == 1
    assert handset.adb("reverse", "--list").out.strip() == b""


def test_reverse_forwards_end_with_their_connection(own_handset: Handset) -> None:
    assert own_handset.adb("reverse", "tcp:8000", "tcp:8000").code == 0
    assert own_handset.adb("reverse", "--remove-all").code == 0
    assert own_handset.adb("reverse", "tcp:8001", "tcp:8000").code == 0
    own_handset.server.drop()
    own_handset.adb("wait-for-device")
    assert own_handset.adb("reverse", "--list").out.strip() == b""


def test_install_refuses_what_is_no_apk(handset: Handset, tmp_path: Path) -> None:
    (tmp_path / "fake.apk").write_bytes(b"no apk")
    ran = handset.adb("install", "-r", str(tmp_path / "fake.apk"))
    assert ran.code == 1
    assert b"INSTALL_PARSE_FAILED_NOT_APK" in ran.out + ran.err


def test_uninstalling_a_system_app_fails(handset: Handset) -> None:
    assert b"Failure" in handset.adb("uninstall", "com.android.settings").out


def test_reboot_breaks_the_connection_and_the_phone_comes_back(own_handset: Handset) -> None:
    assert own_handset.adb("reboot").code == 0
    assert own_handset.adb("wait-for-device").code == 0
    assert own_handset.adb("shell", "echo back").out == b"back\n"
