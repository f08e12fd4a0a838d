"""Errors of the device package, split by who must act.

PhoneError
+-- PhoneUsageError              the user: wrong request or configuration
|   +-- NoPhoneError             nothing is connected
|   +-- ManyPhonesError          several are, and none was named
|   +-- UnknownPhoneError        the named one is not connected
|   +-- UnauthorizedError        the phone waits for "Allow USB debugging"
+-- PhoneEnvironmentError        the phone, the cable, the adb server
|   +-- AdbServerError           no adb server could be reached or started
|   +-- OfflineError             the phone is connected but does not answer
|   +-- PhoneTimeoutError        an answer did not come in time
|   +-- CaptureError             no usable screenshot or hierarchy
|   +-- ShellError               a shell command failed
|   +-- SensorError              a sensor can't be read here
+-- PhoneActionError             the model: it goes back to it as feedback
    +-- AppNotFoundError         no app of that name
    +-- TypingError              the text did not arrive in a field
    +-- OutsideDisplayError      coordinates that are not on the display
"""

from __future__ import annotations


class PhoneError(Exception):
    """Anything that went wrong with a phone; the message is one line that says what to do."""


class PhoneUsageError(PhoneError):
    """The user asked for something that cannot be."""


class NoPhoneError(PhoneUsageError):
    """No phone is connected."""


class ManyPhonesError(PhoneUsageError):
    """Several phones are connected and none was named."""


class UnknownPhoneError(PhoneUsageError):
    """The named phone is not connected."""


class UnauthorizedError(PhoneUsageError):
    """The phone has not allowed this computer to debug it."""


class PhoneEnvironmentError(PhoneError):
    """The phone, its connection or the adb server failed."""


class AdbServerError(PhoneEnvironmentError):
    """No adb server could be reached or started."""


class OfflineError(PhoneEnvironmentError):
    """The phone is listed but does not answer."""


class PhoneTimeoutError(PhoneEnvironmentError):
    """The phone did not answer in time."""


class CaptureError(PhoneEnvironmentError):
    """The phone gave no usable screenshot or hierarchy."""


class ShellError(PhoneEnvironmentError):
    """A shell command ended with an exit code other than 0.

    Attributes:
        command: The command line as it was sent.
        exit_code: What it ended with.
        output: What it printed.
    """

    def __init__(self, *, command: str, exit_code: int, output: str) -> None:
        """Make the error from the failed command's exit code and output."""
        super().__init__(f"`{command}` ended with exit code {exit_code} on the phone: {output.strip()[:200]}")
        self.command, self.exit_code, self.output = command, exit_code, output


class SensorError(PhoneEnvironmentError):
    """A sensor can't be read on this machine or phone; the others go on."""


class PhoneActionError(PhoneError):
    """An action could not be carried out; the model is told and may choose another."""


class AppNotFoundError(PhoneActionError):
    """No app of the phone has that name."""


class TypingError(PhoneActionError):
    """The text did not arrive in a field."""


class OutsideDisplayError(PhoneActionError):
    """Coordinates outside the display."""
