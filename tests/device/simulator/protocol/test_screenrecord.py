"""Recording the screen, and the background jobs that clients record with."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from device.simulator import SimulatedPhone
from device.simulator.shell import new_shell, run_command
from device.simulator.shell.command import BytesInput, BytesOutput, Interrupted

SCRIPT = b'screenrecord "$1" &\nPID=$!\nread ANY\nkill -INT $PID\nwait\n'
"""What adbutils records with."""


def frames(phone: SimulatedPhone, path: str) -> Iterator[np.ndarray]:
    video = cv2.VideoCapture(str(phone.files.path(path)))
    assert video.isOpened()
    while True:
        there, frame = video.read()
        if not there:
            video.release()
            return
        yield cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)


def test_a_recording_shows_what_was_there(phone: SimulatedPhone) -> None:
    home = phone.screenshot()
    timer = threading.Timer(0.3, lambda: phone.launch("com.android.settings"))
    timer.start()
    assert run_command(phone, "screenrecord --time-limit 1 /sdcard/v.mp4") == (b"", 0)
    timer.join()
    first, *_, last = frames(phone, "/sdcard/v.mp4")
    assert np.abs(first.astype(int) - home).mean() < 3
    assert np.abs(last.astype(int) - phone.screenshot()).mean() < 3


def test_a_client_ends_a_recording_with_a_signal(phone: SimulatedPhone) -> None:
    phone.files.write("/sdcard/record.sh", SCRIPT)
    assert run_command(phone, "sh /sdcard/record.sh /sdcard/v.mp4", stdin=b"\n") == (b"", 0)
    (only,) = frames(phone, "/sdcard/v.mp4")
    assert only.shape == (2400, 1080, 3)


def test_hanging_up_ends_a_recording_too(phone: SimulatedPhone) -> None:
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()
    output = BytesOutput()
    with pytest.raises(Interrupted):
        new_shell(phone, cancelled=cancelled).run(
            "screenrecord --size 270x600 /sdcard/v.mp4; true", stdin=BytesInput(), stdout=output, stderr=output
        )
    assert next(frames(phone, "/sdcard/v.mp4")).shape == (600, 270, 3)


@pytest.mark.parametrize(
    "args",
    ["", "a b", "--time-limit 0 /sdcard/v.mp4", "--time-limit x /sdcard/v.mp4", "--size 5x /sdcard/v.mp4", "/no/v"],
)
def test_what_can_not_be_recorded_is_said(phone: SimulatedPhone, args: str) -> None:
    printed, code = run_command(phone, f"screenrecord {args}")
    assert code != 0
    assert printed


def test_a_job_runs_beside_the_shell_and_is_waited_for(phone: SimulatedPhone) -> None:
    printed, _ = run_command(phone, "(sleep 0.2; echo late) & echo early; wait; echo last")
    assert printed == b"early\nlate\nlast\n"
    assert run_command(phone, "sleep 600 & kill $!; wait; echo $?") == (b"0\n", 0)


def test_a_job_that_never_rests_ends_with_its_client(phone: SimulatedPhone) -> None:
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()
    output = BytesOutput()
    with pytest.raises(Interrupted):
        new_shell(phone, cancelled=cancelled).run(
            "while true; do :; done & echo next", stdin=BytesInput(), stdout=output, stderr=output
        )
    assert output.value == b""
