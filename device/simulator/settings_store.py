"""`SettingsStore`: the three namespaces that Android's `settings` command reads and writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast, get_args

Namespace = Literal["system", "secure", "global"]
NAMESPACES: tuple[Namespace, ...] = get_args(Namespace)

DEFAULTS: dict[Namespace, dict[str, str]] = {
    "system": {
        "accelerometer_rotation": "0",
        "charging_sounds_enabled": "1",
        "dim_screen": "1",
        "dtmf_tone": "1",
        "font_scale": "1.0",
        "haptic_feedback_enabled": "1",
        "lockscreen_sounds_enabled": "1",
        "ringtone": "Your new adventure",
        "screen_brightness": "102",
        "screen_brightness_mode": "0",
        "screen_off_timeout": "60000",
        "show_battery_percent": "0",
        "show_password": "1",
        "sound_effects_enabled": "1",
        "time_12_24": "12",
        "user_rotation": "0",
        "vibrate_when_ringing": "0",
        "volume_alarm": "6",
        "volume_music": "5",
        "volume_ring": "5",
        "volume_voice": "4",
        "wallpaper": "dusk",
    },
    "secure": {
        "accessibility_display_inversion_enabled": "0",
        "data_saver_enabled": "0",
        "default_input_method": "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME",
        "location_mode": "3",
        "lock_screen_show_notifications": "1",
        "night_display_activated": "0",
        "notification_badging": "1",
        "ui_night_mode": "1",
        "font_weight_adjustment": "0",
    },
    "global": {
        "adb_enabled": "1",
        "airplane_mode_on": "0",
        "auto_time": "1",
        "auto_time_zone": "1",
        "bluetooth_on": "1",
        "device_name": "Pixel 6",
        "device_provisioned": "1",
        "low_power": "0",
        "mobile_data": "1",
        "nfc_on": "1",
        "private_dns_mode": "opportunistic",
        "animator_duration_scale": "1.0",
        "transition_animation_scale": "1.0",
        "window_animation_scale": "1.0",
        "wifi_ap_on": "0",
        "wifi_on": "1",
        "zen_mode": "0",
    },
}


class SettingsStore:
    """Settings as the settings provider keeps them: text values by namespace and key."""

    def __init__(self, changed: Callable[[], object]) -> None:
        """Make the settings of a new phone; `changed` is called after each change."""
        self._changed = changed
        self._values = {namespace: dict(values) for namespace, values in DEFAULTS.items()}

    def get(self, namespace: str, key: str) -> str | None:
        """Return a value, or None where the key has none.

        Raises:
            KeyError: No such namespace.
        """
        return self._values[cast(Namespace, namespace)].get(key)

    def put(self, namespace: str, key: str, value: str | int | float) -> None:
        """Set a value.

        Raises:
            KeyError: No such namespace.
        """
        self._values[cast(Namespace, namespace)][key] = str(value)
        self._changed()

    def delete(self, namespace: str, key: str) -> bool:
        """Remove a value; say whether there was one.

        Raises:
            KeyError: No such namespace.
        """
        existed = self._values[cast(Namespace, namespace)].pop(key, None) is not None
        self._changed()
        return existed

    def list(self, namespace: str) -> dict[str, str]:
        """Return a namespace's values, sorted by key.

        Raises:
            KeyError: No such namespace.
        """
        return dict(sorted(self._values[cast(Namespace, namespace)].items()))

    def number(self, namespace: str, key: str, default: float) -> float:
        """Return a value as a number, or `default` where it has none or is no number."""
        try:
            return float(self.get(namespace, key) or default)
        except ValueError:
            return default

    def is_on(self, namespace: str, key: str) -> bool:
        """Say whether a value is a number other than 0."""
        return self.number(namespace, key, 0) != 0

    def save(self) -> dict[Namespace, dict[str, str]]:
        """Return a copy of all values."""
        return {namespace: dict(values) for namespace, values in self._values.items()}

    def load(self, values: dict[Namespace, dict[str, str]]) -> None:
        """Put back what `save` returned."""
        self._values = {namespace: dict(entries) for namespace, entries in values.items()}
        self._changed()
