"""Text messages that come in: written into the inbox, told of at the top of the display, some after a while."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from device.simulator import crash, overlays
from device.simulator.apps.sms.sms_app import SmsApp
from device.simulator.state import ComingText

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone


def receive(phone: SimulatedPhone, number: str, text: str) -> None:
    """Let a text message come in; one from a blocked number goes nowhere."""
    with phone.lock:
        if SmsApp(phone).receive(number, text):
            seconds = overlays.BANNER_SECONDS
            overlays.show(phone, "heads_up", about=SmsApp.package, title=number, message=text, seconds=seconds)


def receive_later(phone: SimulatedPhone, number: str, text: str, *, seconds: float) -> None:
    """Let a text message come in after some seconds of the phone's clock; at once where that stands still."""
    if phone.clock.pace == "frozen":
        receive(phone, number, text)
        return
    with phone.lock:
        phone.state.coming.append(ComingText(at=phone.clock.now() + seconds, number=number, text=text))


def deliver(phone: SimulatedPhone) -> None:
    """Let come in what is due; a message is lost where the provider's files are damaged."""
    due = [each for each in phone.state.coming if each.at <= phone.clock.now()]
    for each in due:
        phone.state.coming.remove(each)
        with contextlib.suppress(*crash.DAMAGE):
            receive(phone, each.number, each.text)
