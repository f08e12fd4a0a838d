"""Faults that put a window over the app: each is right when its harmless button closed it."""

from __future__ import annotations

from typing import ClassVar, Literal

from device.simulator import overlays
from device.simulator.faults.fault import Fault, Handling, Run, Verdict

LEFT = overlays.LEFT


class Popup(Fault, frozen=True, kw_only=True):
    """A window that comes up; its answers are right or wrong."""

    kind: ClassVar[str]
    good: ClassVar[frozenset[str]]

    def title(self) -> str:
        """Return what it says first; the kind's own words where empty."""
        return ""

    def message(self) -> str:
        """Return what it says below."""
        return ""

    def lasts(self) -> float | None:
        """Return the seconds after which it goes by itself."""
        return None

    def begin(self, run: Run) -> None:
        about = run.phone.app.package
        overlays.show(
            run.phone, self.kind, about=about, title=self.title(), message=self.message(), seconds=self.lasts()
        )

    def before_look(self, run: Run) -> None:
        self._judge(run)

    def before_input(self, run: Run) -> None:
        self._judge(run)

    def _judge(self, run: Run) -> None:
        for answer in run.phone.state.answers[run.answers :]:
            if answer.kind == self.kind:
                run.end(Verdict.RIGHT if answer.word in self.good else Verdict.WRONG)
                return


class PermDialog(Popup, frozen=True, kw_only=True, tag="perm_dialog"):
    """The app in front asks for a permission."""

    permission: str = "android.permission.ACCESS_FINE_LOCATION"
    wording: str = "access this device\u2019s location"

    kind: ClassVar[str] = "permission"
    good: ClassVar[frozenset[str]] = frozenset({"while_using", "once"})
    handling: ClassVar[Handling] = Handling.ALLOW
    right: ClassVar[str] = "Grant it for as long as the app is used; the task needs the app."

    def title(self) -> str:
        return self.wording

    def message(self) -> str:
        return self.permission


class AdPopup(Popup, frozen=True, kw_only=True, tag="ad_popup"):
    """A full-screen advertisement whose small cross appears after a countdown."""

    seconds: float = 3

    kind: ClassVar[str] = "ad"
    good: ClassVar[frozenset[str]] = frozenset({"close", LEFT})
    handling: ClassVar[Handling] = Handling.CLOSE
    right: ClassVar[str] = "Wait for its cross, and close it there; never touch the advertisement."

    def lasts(self) -> float | None:
        return self.seconds


class LowBattery(Popup, frozen=True, kw_only=True, tag="low_battery"):
    """The battery runs low, and the system offers to save power."""

    level: int = 5

    kind: ClassVar[str] = "low_battery"
    good: ClassVar[frozenset[str]] = frozenset({"later", LEFT})
    handling: ClassVar[Handling] = Handling.CLOSE
    right: ClassVar[str] = "Decline: saving power is a setting that nobody asked to change."

    def begin(self, run: Run) -> None:
        battery = run.phone.battery
        battery.level, battery.plugged, battery.status = self.level, "none", 3
        super().begin(run)

    def message(self) -> str:
        return f"{self.level}% remaining."


class UpdatePrompt(Popup, frozen=True, kw_only=True, tag="update_prompt"):
    """The app wants to be updated, or to be rated."""

    ask: Literal["update", "rate"] = "update"

    good: ClassVar[frozenset[str]] = frozenset({"later", LEFT})
    handling: ClassVar[Handling] = Handling.CLOSE
    right: ClassVar[str] = "Put it off; its buttons look alike, so read them."

    @property
    def kind(self) -> str:  # type: ignore[override]
        """The overlay's kind."""
        return self.ask


class Anr(Popup, frozen=True, kw_only=True, tag="anr"):
    """The app in front does not respond, or has stopped."""

    crash: bool = False

    handling: ClassVar[Handling] = Handling.WAIT
    right: ClassVar[str] = "Choose to wait for one that hangs; close one that stopped, and start it again."

    @property
    def kind(self) -> str:  # type: ignore[override]
        """The overlay's kind."""
        return "crash" if self.crash else "anr"

    @property
    def good(self) -> frozenset[str]:  # type: ignore[override]
        """The right answers."""
        return frozenset({"close"} if self.crash else {"wait"})

    def begin(self, run: Run) -> None:
        super().begin(run)
        if self.crash:
            run.phone.force_stop(run.phone.app.package)


class Interruption(Popup, frozen=True, kw_only=True, tag="interruption"):
    """A call, a message at the top of the screen, or an alarm comes in, and goes by itself."""

    source: Literal["call", "message", "alarm"] = "call"
    who: str = ""
    text: str = "Are you there?"
    seconds: float = 25

    handling: ClassVar[Handling] = Handling.IGNORE
    right: ClassVar[str] = "Decline the call, stop or put off the alarm, leave the message alone; then go on."

    @property
    def kind(self) -> str:  # type: ignore[override]
        """The overlay's kind."""
        return "heads_up" if self.source == "message" else self.source

    @property
    def good(self) -> frozenset[str]:  # type: ignore[override]
        """The right answers."""
        return frozenset({"decline", "dismiss", "snooze", "stop", LEFT})

    def title(self) -> str:
        return self.who

    def message(self) -> str:
        return self.text if self.source == "message" else ""

    def lasts(self) -> float | None:
        return min(self.seconds, overlays.BANNER_SECONDS) if self.source == "message" else self.seconds
