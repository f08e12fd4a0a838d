"""The round buttons of the weekdays."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from device.simulator.apps.clock.alarm_store import DAY_NAMES
from device.simulator.texts import Meant
from device.simulator.view import Insets, View
from device.simulator.widgets import row, stack
from device.simulator.widgets import text as label

SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)


def day_chips(chosen: Collection[int], on_flip: Callable[[int], object]) -> View:
    """Return a row of buttons, one for each weekday, Sunday first.

    Args:
        chosen: Indices of the chosen weekdays; 0 is Monday.
        on_flip: Called with the index of the one that was tapped.
    """
    chips = [_chip(day, day in chosen, partial(on_flip, day), place) for place, day in enumerate(SUNDAY_FIRST)]
    return row(*chips, resource_id="repeat_days", gap=4, padding=Insets(0, 12, 0, 8))


def _chip(day: int, is_chosen: bool, on_click: Callable[[], object], place: int) -> View:
    """Return a weekday's round button; two of them have the same letter, so the hierarchy tells only the name."""
    letter = label(
        Meant(DAY_NAMES[day][0], f"letter of {DAY_NAMES[day]}"),
        16,
        in_tree=False,
        width="fill",
        text_align="center",
        color="on_primary" if is_chosen else "on_surface",
    )
    return stack(
        letter,
        cls="android.widget.CompoundButton",
        desc=DAY_NAMES[day],
        width=42,
        height=42,
        radius=21,
        justify="center",
        checkable=True,
        checked=is_chosen,
        background="primary" if is_chosen else "surface_container_highest",
        resource_id=f"day_button_{place}",
        on_click=on_click,
    )
