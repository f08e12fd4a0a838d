"""A phone: connection, capture, input, apps."""

from device.action import DoubleTap, Launch, LongPress, PhoneAction, Press, Swipe, Tap, TypeText
from device.errors import (
    AdbServerError,
    AppNotFoundError,
    CaptureError,
    ManyPhonesError,
    NoPhoneError,
    OfflineError,
    OutsideDisplayError,
    PhoneActionError,
    PhoneEnvironmentError,
    PhoneError,
    PhoneTimeoutError,
    PhoneUsageError,
    ShellError,
    TypingError,
    UnauthorizedError,
    UnknownPhoneError,
)
from device.frame import Display, ForegroundApp, Frame
from device.phone import Phone

__all__ = [
    "AdbServerError",
    "AppNotFoundError",
    "CaptureError",
    "Display",
    "DoubleTap",
    "ForegroundApp",
    "Frame",
    "Launch",
    "LongPress",
    "ManyPhonesError",
    "NoPhoneError",
    "OfflineError",
    "OutsideDisplayError",
    "Phone",
    "PhoneAction",
    "PhoneActionError",
    "PhoneEnvironmentError",
    "PhoneError",
    "PhoneTimeoutError",
    "PhoneUsageError",
    "Press",
    "ShellError",
    "Swipe",
    "Tap",
    "TypeText",
    "TypingError",
    "UnauthorizedError",
    "UnknownPhoneError",
]
