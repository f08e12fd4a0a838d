"""Which phones are connected, and which of them is meant."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from adbutils.errors import AdbTimeout

from device.errors import ManyPhonesError, NoPhoneError, OfflineError, PhoneError, UnauthorizedError, UnknownPhoneError
from device.seam import phone_errors
from device.transport import QuickClient

_NETWORK_SERIAL = re.compile(r"(?P<host>[^\s:]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")
_READY = "device"
_WAIT_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, kw_only=True)
class ConnectedPhone:
    """A phone as adb lists it.

    Attributes:
        serial: What names it, for ``--device``.
        state: adb's word: ``device`` when it can be used, else ``unauthorized``, ``offline``, ``recovery`` and so on.
        model: Model name with spaces; empty where adb does not tell.
    """

    serial: str
    state: str
    model: str


def list_phones() -> list[ConnectedPhone]:
    """Return every phone that adb lists, usable or not, in adb's order.

    Raises:
        AdbServerError: No adb server answers and none can be started.
    """
    with phone_errors("listing the connected phones"):
        found = QuickClient().list(extended=True)
    return [
        ConnectedPhone(serial=info.serial, state=info.state, model=info.tags.get("model", "").replace("_", " "))
        for info in found
    ]


def choose(serial: str | None = None) -> str:
    """Return the serial of the phone to use, connected and ready.

    Args:
        serial: Which phone. ``HOST:PORT`` is connected to when adb does not list it. None takes what
            ``ANDROID_SERIAL`` names, else the only phone there is.

    Raises:
        NoPhoneError: None is connected.
        ManyPhonesError: Several are, and none was named.
        UnknownPhoneError: The named one is not connected.
        UnauthorizedError: It has not allowed this computer to debug it.
        OfflineError: It does not answer.
        AdbServerError: No adb server answers and none can be started.
    """
    serial = serial or os.environ.get("ANDROID_SERIAL") or None
    phones = list_phones()
    if serial is None:
        serial = _the_only(phones)
    elif _NETWORK_SERIAL.fullmatch(serial) and _state(phones, serial) in (None, "offline"):
        _connect(serial)
    elif _state(phones, serial) is None:
        names = ", ".join(phone.serial for phone in phones)
        known = f": connected are: {names}" if phones else ", nor is any other"
        raise UnknownPhoneError(f"no phone {serial!r} is connected{known}")
    return _await_ready(serial)


def _the_only(phones: list[ConnectedPhone]) -> str:
    if not phones:
        raise NoPhoneError(
            "no phone is connected: connect one by USB with debugging allowed, name one as HOST:PORT with --device, "
            "or start a simulated one with `handroid sim`"
        )
    ready = [phone for phone in phones if phone.state == _READY]
    if len(ready) > 1:
        raise ManyPhonesError(
            f"{len(ready)} phones are connected: choose one with --device: {', '.join(phone.serial for phone in ready)}"
        )
    if not ready and len(phones) > 1:
        states = ", ".join(f"{phone.serial} ({phone.state})" for phone in phones)
        raise ManyPhonesError(f"none of the connected phones is ready: choose one with --device: {states}")
    return (ready or phones)[0].serial


def _state(phones: list[ConnectedPhone], serial: str) -> str | None:
    return next((phone.state for phone in phones if phone.serial == serial), None)


def _connect(serial: str) -> None:
    client = QuickClient()
    with phone_errors(f"connecting to {serial}"):
        client.disconnect(serial)
        try:
            answer = client.connect(serial, timeout=_WAIT_SECONDS)
        except AdbTimeout as error:
            raise _not_ready(serial, "offline") from error
    # adb says "failed to authenticate" of a phone that it lists, and that waits for its owner's consent.
    if not answer.startswith(("connected to", "already connected to")) and _state(list_phones(), serial) is None:
        raise UnknownPhoneError(f"no phone answers at {serial} ({answer.strip()}): check the address and the port")


def _await_ready(serial: str) -> str:
    state = _poll(lambda: _state(list_phones(), serial))
    if state == _READY:
        return serial
    raise _not_ready(serial, state)


def _poll(look: Callable[[], str | None]) -> str | None:
    """Wait while the state is one that passes by itself: a phone that has just been plugged in is offline at first."""
    deadline = time.monotonic() + _WAIT_SECONDS
    state = look()
    while state in ("offline", "connecting", "authorizing", None) and time.monotonic() < deadline:
        time.sleep(_LOOK_AGAIN_SECONDS)
        state = look()
    return state


def _not_ready(serial: str, state: str | None) -> PhoneError:
    match state:
        case None:
            return UnknownPhoneError(f"the phone {serial} was unplugged: connect it again")
        case "unauthorized":
            return UnauthorizedError(f"{serial} does not allow debugging: unlock it and accept 'Allow USB debugging'")
        case "offline" | "connecting" | "authorizing":
            return OfflineError(f"{serial} is {state}: check the cable or the network, or run `adb reconnect {serial}`")
        case "no permissions":
            return UnauthorizedError(f"this computer may not use {serial}: add a udev rule for the phone")
        case _:
            return OfflineError(f"{serial} is in state {state}: start Android on it")
