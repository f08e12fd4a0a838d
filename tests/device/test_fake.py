"""The public fake keeps the contract of a phone."""

from __future__ import annotations

import pytest

from device.action import Launch, Press, Tap, TypeText
from device.errors import AppNotFoundError, OutsideDisplayError, PhoneEnvironmentError, ShellError
from device.fake import FakePhone, make_frame

FIRST, SECOND = make_frame("<hierarchy/>", package="a"), make_frame("<hierarchy/>", package="b")


def test_actions_are_recorded_and_move_on_to_the_last_frame() -> None:
    with FakePhone([FIRST, SECOND]) as phone:
        assert phone.capture() is FIRST
        for action in (Tap(x=5, y=5), TypeText(text="hi"), Press(key="back")):
            phone.perform(action)
        assert phone.capture() is SECOND
        assert phone.foreground().package == "b"
        assert phone.performed == [Tap(x=5, y=5), TypeText(text="hi"), Press(key="back")]
        assert phone.texts_typed() == ["hi"]
    assert phone.closed


def test_it_refuses_what_a_phone_refuses() -> None:
    phone = FakePhone([FIRST], apps={"com.a": "Alpha"})
    with pytest.raises(OutsideDisplayError):
        phone.perform(Tap(x=5, y=2400))
    with pytest.raises(AppNotFoundError, match="Alpha"):
        phone.perform(Launch(app="Beta"))
    phone.perform(Launch(app="Alpha"))
    with pytest.raises(ShellError):
        phone.shell("getprop")
    with pytest.raises(PhoneEnvironmentError):
        phone.pull("/sdcard/x")
    assert phone.performed == [Launch(app="Alpha")]


def test_shell_files_and_reactions_are_scripted() -> None:
    phone = FakePhone([FIRST, SECOND], shell={"wm size": "Physical size: 1080x2400"}, on_action=lambda fake, _: None)
    phone.perform(Tap(x=5, y=5))
    assert phone.frame is FIRST
    assert phone.shell("wm size").endswith("1080x2400")
    phone.push(b"x", "/sdcard/x")
    assert phone.pull("/sdcard/x") == b"x"
    assert FakePhone([FIRST], shell=str.upper).shell("ls") == "LS"


def test_a_phone_without_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        FakePhone([])
