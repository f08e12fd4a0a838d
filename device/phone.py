"""`Phone`: what every connected phone can do, whatever carries the commands to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from device.action import PhoneAction
from device.frame import Display, ForegroundApp, Frame


class Phone(ABC):
    """A connected phone; a context manager that leaves the phone usable.

    Every method raises a `device.errors.PhoneError` where the phone, the connection or the request is at fault, and
    nothing else.
    """

    serial: str

    @abstractmethod
    def display(self) -> Display:
        """Return the display as it is held now."""

    @abstractmethod
    def foreground(self) -> ForegroundApp:
        """Return the app that holds the input focus."""

    @abstractmethod
    def apps(self) -> Mapping[str, str]:
        """Return the launchable apps, package name to visible name, as read from the phone."""

    @abstractmethod
    def capture(self) -> Frame:
        """Take a screenshot and the hierarchy that belongs to it."""

    @abstractmethod
    def perform(self, action: PhoneAction) -> None:
        """Carry out one action and return when the phone has accepted it.

        Raises:
            AppNotFoundError: `Launch` names no app of this phone; the message lists the nearest names.
            TypingError: `TypeText` found no focused field, or the field reads something else afterwards.
        """

    @abstractmethod
    def settle(self, *, timeout: float = 3.0) -> bool:
        """Wait until the screen stops changing.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            Whether the screen came to rest in time.
        """

    @abstractmethod
    def shell(self, command: str) -> str:
        """Run a shell command on the phone and return what it printed.

        Raises:
            ShellError: The command ended with another exit code than 0.
        """

    @abstractmethod
    def pull(self, path: str) -> bytes:
        """Return the content of a file on the phone."""

    @abstractmethod
    def push(self, data: bytes, path: str) -> None:
        """Write a file on the phone, with its parent folders."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the phone: no key held, the user's keyboard restored; harmless when called twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
