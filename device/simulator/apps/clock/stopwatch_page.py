"""The Stopwatch tab: the time counted, its laps, and the buttons that run it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from device.simulator.apps.clock.clock_store import Stopwatch, StopwatchState
from device.simulator.view import Insets, View
from device.simulator.widgets import column, icon_button, row, scroll_list
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.clock.clock_app import ClockApp


def view(app: ClockApp) -> View:
    """Return the time over the laps, newest first."""
    stopwatch = app.store.stopwatch()
    total = stopwatch.total(app.milliseconds)
    time = row(
        label(_clock_text(total), 64, resource_id="stopwatch_time_text"),
        label(f"{total // 10 % 100:02d}", 36, resource_id="stopwatch_hundredths_text", padding=Insets(8, 20, 0, 0)),
        width="wrap",
        resource_id="stopwatch_time_wrapper",
    )
    parts = [column(time, align="center", padding=Insets(16, 64, 16, 32), in_tree=False)]
    if stopwatch.laps:
        parts.append(scroll_list(*_laps(stopwatch, total), key="laps", resource_id="laps_list", weight=1))
    return column(*parts, height="fill", padding=Insets(0, 0, 0, 104))


def buttons(app: ClockApp) -> list[View]:
    """Return the row of buttons over the bottom: reset, start or pause, lap."""
    stopwatch = app.store.stopwatch()
    running = stopwatch.state is StopwatchState.RUNNING
    parts: list[View] = []
    if stopwatch.state is not StopwatchState.RESET:
        parts.append(
            icon_button("replay", "Reset", lambda: app.store.put_stopwatch(Stopwatch()), **_side("left_button"))
        )
    change = stopwatch.paused if running else stopwatch.started
    parts.append(
        icon_button(
            "pause" if running else "play",
            "Pause" if running else "Start",
            lambda: app.store.put_stopwatch(change(app.milliseconds)),
            resource_id="fab",
            width=96,
            height=72,
            radius=28,
            background="primary_container",
            color="on_primary_container",
        )
    )
    if running:
        lap = icon_button(
            "flag", "Lap", lambda: app.store.put_stopwatch(stopwatch.lap(app.milliseconds)), **_side("right_button")
        )
        parts.append(lap)
    controls = row(*parts, justify="center", gap=24)
    return [column(controls, height="fill", justify="end", padding=Insets(16, 16, 16, 16), in_tree=False)]


def _side(resource_id: str) -> dict[str, Any]:
    return {
        "resource_id": resource_id,
        "width": 64,
        "height": 64,
        "radius": 32,
        "background": "secondary_container",
    }


def _clock_text(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def _precise(milliseconds: int) -> str:
    return f"{_clock_text(milliseconds)}.{milliseconds // 10 % 100:02d}"


def _laps(stopwatch: Stopwatch, total: int) -> list[View]:
    """Return a row for the lap being run and one for each that has ended, newest first."""
    ends = [*stopwatch.laps, total]
    starts = [0, *stopwatch.laps]
    rows = [
        row(
            label(f"# {number}", 16, resource_id="lap_number", width=64),
            label(_precise(end - start), 16, resource_id="lap_time", width="fill", weight=1, text_align="center"),
            label(_precise(end), 16, resource_id="lap_total", color="on_surface_variant"),
            padding=Insets(24, 12, 24, 12),
        )
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]
    return rows[::-1]
