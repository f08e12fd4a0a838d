"""How the Clock app words times, weekdays and durations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from device.simulator.apps.clock.alarm_store import DAY_NAMES, Alarm


def days_text(alarm: Alarm, now: datetime) -> str:
    """Return what a card says about the days of its alarm."""
    if alarm.days:
        return repeat_text(alarm.days)
    if not alarm.enabled:
        return "Not scheduled"
    return "Today" if alarm.next_ring(now).date() == now.date() else "Tomorrow"


def repeat_text(days: Collection[int]) -> str:
    """Return ``Every day`` or the short names of the weekdays, in the week's order starting on Sunday."""
    if len(days) == 7:
        return "Every day"
    if len(days) == 1:
        return DAY_NAMES[next(iter(days))]
    return ", ".join(DAY_NAMES[day][:3] for day in (6, 0, 1, 2, 3, 4, 5) if day in days)


def alarm_set_text(wait: timedelta) -> str:
    """Return the toast that follows switching an alarm on (AOSP ``alarm_set``)."""
    total_minutes = int(wait.total_seconds()) // 60
    days, hours, minutes = total_minutes // 1440, total_minutes // 60 % 24, total_minutes % 60
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"))
        if count
    ]
    if not parts:
        return "Alarm set for less than 1 minute from now."
    if len(parts) == 3:
        return f"Alarm set for {parts[0]}, {parts[1]}, and {parts[2]} from now."
    return f"Alarm set for {' and '.join(parts)} from now."


def countdown_text(milliseconds: int) -> str:
    """Return what a timer has left as ``1:05:09``, ``5:09`` or ``9``, rounded up to whole seconds."""
    sign = "-" if milliseconds < 0 else ""
    seconds = -(-milliseconds // 1000) if milliseconds >= 0 else -milliseconds // 1000
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours:
        return f"{sign}{hours}:{minutes:02d}:{rest:02d}"
    return f"{sign}{minutes}:{rest:02d}" if minutes else f"{sign}{rest}"


def length_text(milliseconds: int) -> str:
    """Return a timer's length as ``1h 5m 10s``, leaving out what is zero."""
    seconds = milliseconds // 1000
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    return " ".join(f"{count}{unit}" for count, unit in parts if count) or "0s"
