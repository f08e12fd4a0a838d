"""Faults of the phone itself and of its connection: how it is held and set up, its display, its server, its cable."""

from __future__ import annotations

import time
from typing import ClassVar, Literal

from device.simulator.faults.fault import Fault, Handling, Run, Verdict
from device.simulator.state import ADB_IME, LATIN_IME
from device.simulator.system import System


class Rotated(Fault, frozen=True, kw_only=True, tag="rotated"):
    """The phone is turned, folded, or has another size than before."""

    turns: int = 1
    fold: Literal["CLOSED", "HALF_OPENED", "OPENED"] | None = None
    size: tuple[int, int] | None = None

    handling: ClassVar[Handling] = Handling.ADAPT
    right: ClassVar[str] = "Take every coordinate from the newest look."

    def begin(self, run: Run) -> None:
        phone = run.phone
        phone.rotation = self.turns
        if self.size is not None:
            phone.state.display.size = self.size
        if self.fold is not None and phone.folds:
            phone.fold(self.fold)
        phone.changed()
        run.end(Verdict.TASK)


class Appearance(Fault, frozen=True, kw_only=True, tag="appearance"):
    """Another theme, font size, display size, language, direction or clock than before.

    Attributes:
        density: Dots per inch: more make everything bigger.
        rtl: Whether windows are laid out from right to left.
    """

    dark: bool | None = None
    font_scale: float | None = None
    density: int | None = None
    language: Literal["en", "zh"] | None = None
    hours: Literal[12, 24] | None = None
    rtl: bool | None = None

    handling: ClassVar[Handling] = Handling.ADAPT
    right: ClassVar[str] = "Go by roles, icons and meaning; texts may be longer, cut off or in another language."

    def begin(self, run: Run) -> None:
        settings = run.phone.settings
        if self.dark is not None:
            settings.put("secure", "ui_night_mode", 2 if self.dark else 1)
        if self.font_scale is not None:
            settings.put("system", "font_scale", self.font_scale)
        if self.density is not None:
            run.phone.state.display.density = self.density
            run.phone.changed()
        if self.rtl is not None:
            settings.put("global", "debug.force_rtl", int(self.rtl))
        if self.hours is not None:
            settings.put("system", "time_12_24", self.hours)
        if self.language is not None:
            run.phone.language = self.language
        run.end(Verdict.TASK)


class ImeVariants(Fault, frozen=True, kw_only=True, tag="ime_variants"):
    """Another keyboard is chosen, or uiautomator2's is missing."""

    keyboard: Literal["latin", "adb", "only_latin"] = "only_latin"

    handling: ClassVar[Handling] = Handling.ADAPT
    right: ClassVar[str] = "Type by the way that is there, and check that the text arrived."

    def begin(self, run: Run) -> None:
        ime = run.phone.ime
        chosen = ADB_IME if self.keyboard == "adb" else LATIN_IME
        ime.installed = [LATIN_IME] if self.keyboard == "only_latin" else [LATIN_IME, ADB_IME]
        ime.enabled = [chosen]
        ime.current = chosen
        run.phone.settings.put("secure", "default_input_method", chosen)
        run.end(Verdict.TASK)


class ScreenTimeout(Fault, frozen=True, kw_only=True, tag="lock_screen_timeout"):
    """The display goes off, and the phone locks where a lock is set."""

    handling: ClassVar[Handling] = Handling.WAKE
    right: ClassVar[str] = "Wake it; a PIN is the person's to enter."

    def begin(self, run: Run) -> None:
        run.phone.screen_on = False

    def before_look(self, run: Run) -> None:
        if run.phone.screen_on:
            run.end(Verdict.RIGHT)


class AdbDrop(Fault, frozen=True, kw_only=True, tag="adb_drop"):
    """The connection breaks, goes silent, or is no longer allowed, for a while."""

    how: Literal["drop", "offline", "unauthorized"] = "drop"
    seconds: float = 1

    handling: ClassVar[Handling] = Handling.RECONNECT
    right: ClassVar[str] = "Wait for the phone to be back, and repeat what was not done; else end with a clear error."

    def begin(self, run: Run) -> None:
        for server in run.servers:
            server.interrupt(self.how, seconds=self.seconds)
        run.memory["connections"] = [server.accepted for server in run.servers]

    def before_look(self, run: Run) -> None:
        if [server.accepted for server in run.servers] != run.memory["connections"]:
            run.end(Verdict.RIGHT)


class U2Dead(Fault, frozen=True, kw_only=True, tag="u2_dead"):
    """uiautomator2's server on the phone dies, hangs, or has lost its connection to the system."""

    how: Literal["killed", "hangs", "disconnected"] = "killed"
    seconds: float = 2

    handling: ClassVar[Handling] = Handling.RECONNECT
    right: ClassVar[str] = "Start it again, and repeat the call once."

    def begin(self, run: Run) -> None:
        system = System.of(run.phone)
        run.memory["starts"] = system.uia2_starts
        system.break_uia2(self.how, seconds=self.seconds)

    def before_look(self, run: Run) -> None:
        if System.of(run.phone).uia2_starts > run.memory["starts"]:
            run.end(Verdict.RIGHT)


class SlowAdb(Fault, frozen=True, kw_only=True, tag="slow_adb"):
    """Every answer is late: a bad cable, or a busy phone."""

    milliseconds: int = 200
    answers: int = 10

    handling: ClassVar[Handling] = Handling.WAIT
    right: ClassVar[str] = "Wait, within the limits that every call has."

    def before_look(self, run: Run) -> None:
        if run.looks > self.answers:
            run.end(Verdict.RIGHT)
        else:
            time.sleep(self.milliseconds / 1000)
