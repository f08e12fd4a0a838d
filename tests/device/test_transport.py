"""The transport asks once, sends at once and does not wait for ever."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from adbutils import Network

from device import transport
from device.errors import PhoneTimeoutError
from device.seam import phone_errors
from device.settle import hash_of, wait_until_still
from device.transport import QuickClient


class SilentPhone:
    """An adb server that says yes to everything and lets the phone say nothing."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.asked: list[str] = []
        self.links: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            self.links.append(link)
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        try:
            while head := link.recv(4):
                command = link.recv(int(head, 16)).decode()
                self.asked.append(command)
                answers = {"host:version": b"OKAY00040029", "host:tport:serial:x": b"OKAY" + bytes(8)}
                link.sendall(answers.get(command, b"OKAY"))
        except OSError:
            return

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for link in self.links:
            link.close()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[SilentPhone]:
    """Return a server whose phone never answers, with a watchdog of a fifth of a second."""
    phone = SilentPhone()
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(phone.port))
    monkeypatch.setattr(transport, "WATCHDOG_SECONDS", 0.2)
    yield phone
    phone.close()


def test_a_phone_that_falls_silent_is_given_up(silent: SilentPhone) -> None:
    device = QuickClient().device("x")
    with pytest.raises(PhoneTimeoutError, match="listing failed"), phone_errors("listing"):
        device.shell("ls")
    with pytest.raises(PhoneTimeoutError), phone_errors("listing"):
        device.shell2("ls", v2=True)


def test_a_socket_that_uiautomator2_takes_over_has_the_watchdogs_limit(silent: SilentPhone) -> None:
    link = QuickClient().device("x").create_connection(Network.TCP, 9008)
    with link:
        assert link.gettimeout() == 0.2
        assert link.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with pytest.raises(TimeoutError):
            link.recv(1)


def test_a_stream_may_be_silent_for_hours(silent: SilentPhone) -> None:
    stream = QuickClient().device("x").shell("app_process", stream=True)
    assert stream.conn.gettimeout() is None
    stream.close()
    stream.close()
    assert stream.closed


def test_the_servers_version_is_asked_once(silent: SilentPhone) -> None:
    device = QuickClient().device("x")
    for _ in range(3):
        device.open_transport().close()
    assert silent.asked.count("host:version") == 1
    assert silent.asked.count("host:tport:serial:x") == 3


def test_a_screen_rests_when_it_reads_the_same_twice() -> None:
    read: list[str] = []

    def next_reading() -> str:
        read.append("abc"[min(len(read), 2)])
        return read[-1]

    assert wait_until_still(next_reading, timeout=5)
    assert read[:4] == ["a", "b", "c", "c"]


def test_one_frame_of_a_movement_read_twice_is_no_rest() -> None:
    began = time.monotonic()
    # A screen that draws sixty times a second, read as fast as can be: movement for a quarter of a second.
    assert wait_until_still(lambda: str(int(60 * min(time.monotonic() - began, 0.25))), timeout=20)
    assert time.monotonic() - began >= 0.25


def test_a_screen_that_goes_on_changing_is_told_so() -> None:
    readings = iter(range(10**6))
    assert not wait_until_still(lambda: str(next(readings)), timeout=0.05)


def test_the_status_bar_does_not_keep_a_screen_from_resting() -> None:
    bar = '<node index="0" text="{}" resource-id="a" class="b" package="com.android.systemui" content-desc="{}" />'
    app = '<node index="0" text="{}" resource-id="a" class="b" package="com.example.app" content-desc="" />'
    assert hash_of(bar.format("9:41", "9:41")) == hash_of(bar.format("9:42", "9:42"))
    assert hash_of(app.format("9:41")) != hash_of(app.format("9:42"))
