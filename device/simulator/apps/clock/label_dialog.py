"""The dialog that writes the label of an alarm or a timer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from device.simulator.app import Page
from device.simulator.view import Insets, View
from device.simulator.widgets import button, dialog, edit_text

if TYPE_CHECKING:
    from device.simulator.apps.clock.clock_app import ClockApp


def ask(app: ClockApp, kind: Literal["alarm_label", "timer_label"], number: int, text: str) -> None:
    """Open the dialog, ready to type into, for the alarm or timer ``number`` whose label is ``text`` so far."""
    app.open_dialog(kind, number, text=text)
    app.phone.editor.focus("label")


def view(app: ClockApp, page: Page) -> View:
    """Return the dialog.

    Args:
        app: Whose label it is.
        page: What `ask` opened.
    """

    def change(text: str) -> None:
        page.data["text"] = text

    field = edit_text(
        "label",
        page.data["text"],
        change,
        hint="Label",
        resource_id="edit_text",
        on_submit=lambda: _save(app, page),
        margin=Insets(24, 8, 24, 8),
        width="fill",
    )
    return dialog(
        "",
        field,
        buttons=[
            button("Cancel", app.close_dialog, resource_id="android:id/button2"),
            button("OK", lambda: _save(app, page), resource_id="android:id/button1"),
        ],
    )


def _save(app: ClockApp, page: Page) -> None:
    number, text = page.args[0], page.data["text"].strip()
    if page.name == "alarm_label":
        app.alarms.set_label(number, text, app.now)
    else:
        timer = next((timer for timer in app.store.timers() if timer.id == number), None)
        if timer is not None:
            app.store.put_timer(replace(timer, label=text))
    app.close_dialog()
