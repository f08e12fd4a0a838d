"""Read which app is in front out of ``dumpsys window``."""

from __future__ import annotations

import re

COMMAND = "dumpsys window | grep -E 'mCurrentFocus|mFocusedApp'"
"""The whole dump, for Android 8 to 16 print the focus under different subcommands."""

_FOCUS = re.compile(r"mCurrentFocus=Window\{\S+(?: u\d+)? ([\w.]+)/([\w.$]+)")
_FOCUSED_APP = re.compile(r"mFocusedApp=.*? ([\w.]+)/([\w.$]+)")
_BARE_WINDOW = re.compile(r"mCurrentFocus=Window\{\S+(?: u\d+)? (\S+)\}")
_SYSTEM_WINDOWS = ("NotificationShade", "StatusBar", "Keyguard", "GlobalActions", "VolumeDialog")


def parse_focus(printed: str) -> tuple[str, str]:
    """Return package and activity of the window that holds the input focus; empty strings where none is named.

    A window of the system that covers the app, such as the notification shade, counts as ``com.android.systemui``.
    """
    match = _FOCUS.search(printed)
    if match is None:
        bare = _BARE_WINDOW.search(printed)
        if bare is not None and bare.group(1).startswith(_SYSTEM_WINDOWS):
            return "com.android.systemui", ""
        match = _FOCUSED_APP.search(printed)
    return (match.group(1), match.group(2)) if match else ("", "")
