"""The one place where what adbutils, uiautomator2 and the network raise becomes a `PhoneError`."""

from __future__ import annotations

import http.client
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import adbutils.errors as adb
import uiautomator2.exceptions as u2

from device.errors import (
    AdbServerError,
    AppNotFoundError,
    CaptureError,
    OfflineError,
    PhoneActionError,
    PhoneEnvironmentError,
    PhoneError,
    PhoneTimeoutError,
    TypingError,
    UnauthorizedError,
    UnknownPhoneError,
)

MAPPED: dict[type[Exception], type[PhoneError]] = {
    adb.AdbError: PhoneEnvironmentError,
    adb.AdbTimeout: PhoneTimeoutError,
    adb.AdbConnectionError: AdbServerError,
    adb.AdbInstallError: PhoneEnvironmentError,
    adb.AdbSyncError: PhoneEnvironmentError,
    u2.BaseException: PhoneEnvironmentError,
    u2.DeviceError: PhoneEnvironmentError,
    u2.AdbShellError: PhoneEnvironmentError,
    u2.ConnectError: OfflineError,
    u2.HTTPError: OfflineError,
    u2.HTTPTimeoutError: PhoneTimeoutError,
    u2.AdbBroadcastError: TypingError,
    u2.UiAutomationError: PhoneEnvironmentError,
    u2.InputIMEError: TypingError,
    u2.UiAutomationNotConnectedError: OfflineError,
    u2.InjectPermissionError: PhoneEnvironmentError,
    u2.APKSignatureError: PhoneEnvironmentError,
    u2.LaunchUiAutomationError: PhoneEnvironmentError,
    u2.AccessibilityServiceAlreadyRegisteredError: PhoneEnvironmentError,
    u2.RPCError: PhoneEnvironmentError,
    u2.RPCUnknownError: PhoneEnvironmentError,
    u2.RPCInvalidError: PhoneEnvironmentError,
    u2.HierarchyEmptyError: CaptureError,
    u2.RPCStackOverflowError: CaptureError,
    u2.NormalError: PhoneActionError,
    u2.XPathElementNotFoundError: PhoneActionError,
    u2.SessionBrokenError: PhoneActionError,
    u2.UiObjectNotFoundError: PhoneActionError,
    u2.AppNotFoundError: AppNotFoundError,
    TimeoutError: PhoneTimeoutError,
    OSError: OfflineError,
    EOFError: OfflineError,
    http.client.HTTPException: OfflineError,
    # What the two libraries let through when an answer is cut off: JSON, sync packets, lengths in hex.
    struct.error: OfflineError,
    ValueError: PhoneEnvironmentError,
}
"""Exceptions of the dependencies, and what each of them means to us; the nearest base class counts."""

_ADVICE: dict[type[Exception], str] = {
    u2.InjectPermissionError: "turn on 'USB debugging (Security settings)' in the phone's developer options",
    u2.AccessibilityServiceAlreadyRegisteredError: "another UiAutomation runs on the phone: stop it and try again",
    u2.LaunchUiAutomationError: "uiautomator2's server did not start on the phone: restart the phone if it repeats",
    adb.AdbConnectionError: "the adb server is gone: run `adb start-server`",
}
_BY_MESSAGE: tuple[tuple[str, type[PhoneError], str], ...] = (
    ("unauthorized", UnauthorizedError, "unlock the phone and accept 'Allow USB debugging'"),
    ("device offline", OfflineError, "check the cable or the network, or reconnect with `adb reconnect`"),
    ("not found", UnknownPhoneError, "list the connected phones with `handroid devices`"),
    ("closed", OfflineError, "the phone hung up: check the cable or the network"),
    ("INJECT_EVENTS", PhoneEnvironmentError, _ADVICE[u2.InjectPermissionError]),
)


@contextmanager
def phone_errors(doing: str) -> Iterator[None]:
    """Turn what the dependencies raise inside the block into a `PhoneError`.

    Args:
        doing: What is being done, for the message: ``"taking a screenshot"``.

    Raises:
        PhoneError: In place of what was raised; errors that are already ours pass.
    """
    try:
        yield
    except PhoneError:
        raise
    except tuple(MAPPED) as error:
        raise translate(error, doing) from error


def translate(error: Exception, doing: str) -> PhoneError:
    """Return the error of ours that says what `error` means."""
    told = error.args if isinstance(error, adb.AdbError) else ()
    words = ": ".join(map(str, told)) if len(told) > 1 else str(error)
    said = " ".join(words.split())[:200] or type(error).__name__
    if isinstance(error, (adb.AdbError, u2.HTTPError, u2.RPCUnknownError)):
        for sign, kind, advice in _BY_MESSAGE:
            # "not found" is about the phone only where adb's server says so.
            if sign in said and (sign != "not found" or said.startswith("device ")):
                return kind(f"{doing} failed ({said}): {advice}")
    advice = next((_ADVICE[base] for base in type(error).__mro__ if base in _ADVICE), "")
    kind = next(MAPPED[base] for base in type(error).__mro__ if base in MAPPED)
    return kind(f"{doing} failed ({said})" + (f": {advice}" if advice else ""))
