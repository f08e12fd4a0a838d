"""Android's codes of the keys that a phone can be asked to press.

Source: android.view.KeyEvent.
"""

from __future__ import annotations

from device.action import Press

KEY_CODES: dict[str, int] = {"home": 3, "back": 4, "power": 26, "enter": 66, "menu": 82, "recent": 187}


def key_code(action: Press) -> int:
    """Return the key code of `action`."""
    return KEY_CODES[action.key]
