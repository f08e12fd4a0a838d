"""The Timer tab: the keypad that sets a timer, and a card for each timer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from device.simulator.apps.clock import label_dialog
from device.simulator.apps.clock.clock_store import Timer, TimerState
from device.simulator.apps.clock.clock_text import countdown_text, length_text
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, card, column, fab, icon_button, row, scroll_list, spacer
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.clock.clock_app import ClockApp

_KEYPAD = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("00", "0", "delete"))


def view(app: ClockApp) -> View:
    """Return the timers, or the keypad while there is none or another one is being set."""
    timers = app.store.timers()
    if app.adding_timer or not timers:
        return _setup(app)
    return scroll_list(*(_card(app, timer) for timer in timers), spacer(88), key="timers", resource_id="recycler_view")


def buttons(app: ClockApp) -> list[View]:
    """Return the button that starts what the keypad says, or opens the keypad."""
    if app.store.timers() and not app.adding_timer:
        return [fab("add", "Add timer", lambda: _open_keypad(app))]
    if not int(app.digits or "0"):
        return []
    return [fab("play", "Start", lambda: _start_new(app), align="center")]


def setup_time(digits: str) -> tuple[int, int, int]:
    """Return the hours, minutes and seconds that the keypad's digits stand for."""
    padded = digits.rjust(6, "0")
    return int(padded[:2]), int(padded[2:4]), int(padded[4:])


def _setup(app: ClockApp) -> View:
    hours, minutes, seconds = setup_time(app.digits)
    shown = label(
        f"{hours:02d}h {minutes:02d}m {seconds:02d}s",
        44,
        resource_id="timer_setup_time",
        color="primary" if int(app.digits or "0") else "on_surface_variant",
        margin=Insets(0, 24, 0, 24),
    )
    rows = [
        row(*(_key(app, name) for name in names), width="wrap", gap=12, direction="ltr", in_tree=False)
        for names in _KEYPAD
    ]
    parts = [shown, *rows]
    if app.adding_timer and app.store.timers():
        parts.append(button("Cancel", lambda: _close_keypad(app), resource_id="left_button"))
    return column(*parts, align="center", gap=12, height="fill", resource_id="timer_setup")


def _key(app: ClockApp, name: str) -> View:
    if name == "delete":
        return icon_button(
            "backspace",
            "Delete",
            lambda: _press_delete(app),
            resource_id="timer_setup_delete",
            width=88,
            height=72,
            radius=36,
            background="secondary_container",
        )
    return button(
        name,
        lambda: _press(app, name),
        resource_id=f"timer_setup_digit_{name}",
        width=88,
        height=72,
        radius=36,
        text_size=28,
        bold=False,
        color="on_surface",
        background="surface_container_highest",
    )


def _press(app: ClockApp, digits: str) -> None:
    # Leading zeros do nothing, and a seventh digit is not taken, as on the phone.
    typed = (app.digits + digits).lstrip("0")
    if len(typed) <= 6:
        app.digits = typed


def _press_delete(app: ClockApp) -> None:
    app.digits = app.digits[:-1]


def _open_keypad(app: ClockApp) -> None:
    app.adding_timer, app.digits = True, ""


def _close_keypad(app: ClockApp) -> None:
    app.adding_timer, app.digits = False, ""


def _start_new(app: ClockApp) -> None:
    hours, minutes, seconds = setup_time(app.digits)
    timer = app.store.add_timer((hours * 3600 + minutes * 60 + seconds) * 1000)
    app.store.put_timer(timer.started(app.milliseconds))
    _close_keypad(app)


def _card(app: ClockApp, timer: Timer) -> View:
    now = app.milliseconds
    left = timer.left(now)
    running = timer.state is TimerState.RUNNING
    head = row(
        label(
            Own(timer.label) if timer.label else f"{length_text(timer.length)} Timer",
            16,
            width="fill",
            weight=1,
            max_lines=1,
            resource_id="timer_label",
            on_click=lambda: label_dialog.ask(app, "timer_label", timer.id, timer.label),
        ),
        icon_button("close", "Delete", lambda: app.store.delete_timer(timer.id), resource_id="close"),
        in_tree=False,
    )
    shown = label(countdown_text(left), 52, resource_id="timer_time_text")
    more = row(
        label("+1:00", 14, in_tree=False, bold=True, color="on_secondary_container"),
        cls="android.widget.Button",
        desc="Add 1 minute",
        width="wrap",
        height=40,
        radius=20,
        padding=Insets(24, 0, 24, 0),
        background="secondary_container",
        resource_id="add_one_min",
        on_click=lambda: app.store.put_timer(timer.lengthened(app.milliseconds)),
    )
    controls = [more]
    if timer.state is not TimerState.RESET:
        reset = icon_button("replay", "Reset", lambda: app.store.put_timer(timer.reset()), resource_id="reset")
        controls.append(reset)
    if running and left <= 0:
        play = _round("stop", "Stop", lambda: app.store.put_timer(timer.reset()))
    elif running:
        play = _round("pause", "Pause", lambda: app.store.put_timer(timer.paused(app.milliseconds)))
    else:
        play = _round("play", "Start", lambda: app.store.put_timer(timer.started(app.milliseconds)))
    foot = row(*controls, spacer(weight=1), play, gap=8, in_tree=False)
    return card(head, shown, foot, resource_id="timer_item", gap=8)


def _round(icon: str, desc: str, on_click: Callable[[], object]) -> View:
    return icon_button(
        icon,
        desc,
        on_click,
        resource_id="play_pause",
        width=72,
        height=56,
        radius=28,
        background="primary_container",
        color="on_primary_container",
    )
