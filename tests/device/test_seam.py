"""What the dependencies can raise is mapped to errors of ours, each of it."""

from __future__ import annotations

import http.client
import inspect
from types import ModuleType

import adbutils.errors
import pytest
import uiautomator2.exceptions

from device.errors import (
    OfflineError,
    PhoneActionError,
    PhoneEnvironmentError,
    PhoneError,
    PhoneTimeoutError,
    PhoneUsageError,
    UnauthorizedError,
    UnknownPhoneError,
)
from device.seam import MAPPED, phone_errors


def exceptions_of(module: ModuleType) -> list[type[Exception]]:
    found = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, Exception)]
    return [kind for kind in found if kind.__module__ == module.__name__]


@pytest.mark.parametrize("module", [adbutils.errors, uiautomator2.exceptions], ids=lambda module: module.__name__)
def test_every_exception_class_of_a_dependency_is_mapped_by_itself(module: ModuleType) -> None:
    kinds = exceptions_of(module)
    assert kinds
    assert [kind.__name__ for kind in kinds if kind not in MAPPED] == []


@pytest.mark.parametrize("kind", list(MAPPED), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_what_is_raised_becomes_one_line_of_ours(kind: type[Exception]) -> None:
    with pytest.raises(MAPPED[kind]) as caught, phone_errors("testing"):
        raise kind("something\nhappened")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("testing failed (")
    assert isinstance(caught.value.__cause__, kind)


def test_each_target_belongs_to_somebody_who_can_act() -> None:
    for target in MAPPED.values():
        assert issubclass(target, (PhoneUsageError, PhoneEnvironmentError, PhoneActionError))


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (
            adbutils.errors.AdbError("device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set"),
            UnauthorizedError,
        ),
        (adbutils.errors.AdbError("device offline"), OfflineError),
        (adbutils.errors.AdbError("device '127.0.0.1:5' not found"), UnknownPhoneError),
        (adbutils.errors.AdbError("closed"), OfflineError),
        (adbutils.errors.AdbError("/sdcard/x not found"), PhoneEnvironmentError),
        (uiautomator2.exceptions.HTTPError("Unable to connect to uiautomator2 server: closed"), OfflineError),
        (TimeoutError("timed out"), PhoneTimeoutError),
        (ConnectionResetError(104, "reset"), OfflineError),
        (http.client.RemoteDisconnected("gone"), OfflineError),
        (http.client.IncompleteRead(b""), OfflineError),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), PhoneEnvironmentError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.__name__,
)
def test_the_message_tells_kinds_apart(raised: Exception, expected: type[PhoneError]) -> None:
    with pytest.raises(expected) as caught, phone_errors("testing"):
        raise raised
    assert type(caught.value) is expected


def test_an_error_of_ours_passes_unchanged() -> None:
    original = OfflineError("as it was")
    with pytest.raises(OfflineError) as caught, phone_errors("testing"):
        raise original
    assert caught.value is original


def test_a_defect_of_ours_is_not_taken_for_the_phones() -> None:
    with pytest.raises(AttributeError), phone_errors("testing"):
        raise AttributeError("a bug")
