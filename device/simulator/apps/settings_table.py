"""What each control of the Settings app writes: the one table of labels, keys and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from device.simulator.language import LOCALES
from device.simulator.settings_store import Namespace
from device.simulator.volume import VOLUMES


@dataclass(frozen=True, kw_only=True)
class Switch:
    """A control with two positions.

    Attributes:
        page: Title of the page it is on.
        label: Its title.
        namespace, key: Where its value is kept.
        on, off: The values of its positions.
        also: Further keys of the namespace that get the same value.
        look: ``"row"``, or ``"main"`` for the big bar at the top of a page.
        summary: What is written under the title.
    """

    page: str
    label: str
    namespace: Namespace
    key: str
    on: str = "1"
    off: str = "0"
    also: tuple[str, ...] = ()
    look: Literal["row", "main"] = "row"
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Slider:
    """A control with a range of whole numbers.

    Attributes:
        page, label, namespace, key: As for `Switch`.
        low, high: Its ends.
        icon: Vector icon before it.
    """

    page: str
    label: str
    namespace: Namespace
    key: str
    low: int
    high: int
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A row that opens a list of which one is chosen.

    Attributes:
        page, label, namespace, key: As for `Switch`.
        options: Label and value of each.
    """

    page: str
    label: str
    namespace: Namespace
    key: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class TextEntry:
    """A row that opens a dialog with a field.

    Attributes:
        page, label, namespace, key: As for `Switch`.
    """

    page: str
    label: str
    namespace: Namespace
    key: str


_DEVELOPERS: tuple[tuple[str, Namespace, str, str, str], ...] = (
    ("Stay awake", "global", "stay_on_while_plugged_in", "15", "Screen will never sleep while charging"),
    ("USB debugging", "global", "adb_enabled", "1", "Debug mode when USB is connected"),
    ("Show taps", "system", "show_touches", "1", "Show visual feedback for taps"),
    ("Pointer location", "system", "pointer_location", "1", "Screen overlay showing current touch data"),
    (
        *("Don\u2019t keep activities", "global", "always_finish_activities", "1"),
        "Destroy every activity as soon as the user leaves it",
    ),
    (
        *("Force RTL layout direction", "global", "debug.force_rtl", "1"),
        "Force screen layout direction to RTL for all locales",
    ),
)
"""Switches for developers: label, namespace, key, value when on, and summary."""

SWITCHES: tuple[Switch, ...] = (
    Switch(page="Internet", label="Wi-Fi", namespace="global", key="wifi_on"),
    Switch(page="Internet", label="Mobile data", namespace="global", key="mobile_data"),
    Switch(page="Network & internet", label="Airplane mode", namespace="global", key="airplane_mode_on"),
    Switch(page="Hotspot & tethering", label="Wi-Fi hotspot", namespace="global", key="wifi_ap_on"),
    Switch(page="Data Saver", label="Use Data Saver", namespace="secure", key="data_saver_enabled", look="main"),
    Switch(page="Bluetooth", label="Use Bluetooth", namespace="global", key="bluetooth_on", look="main"),
    Switch(page="NFC", label="Use NFC", namespace="global", key="nfc_on", look="main"),
    Switch(page="Notifications", label="Notification dots", namespace="secure", key="notification_badging"),
    Switch(
        page="Notifications",
        label="Notifications on lock screen",
        namespace="secure",
        key="lock_screen_show_notifications",
    ),
    Switch(page="Do Not Disturb", label="Do Not Disturb", namespace="global", key="zen_mode", look="main"),
    Switch(page="Battery Saver", label="Use Battery Saver", namespace="global", key="low_power", look="main"),
    Switch(
        page="Battery",
        label="Battery percentage",
        namespace="system",
        key="show_battery_percent",
        summary="Show battery percentage in status bar",
    ),
    Switch(page="Sound & vibration", label="Dial pad tones", namespace="system", key="dtmf_tone"),
    Switch(page="Sound & vibration", label="Screen locking sound", namespace="system", key="lockscreen_sounds_enabled"),
    Switch(
        page="Sound & vibration",
        label="Charging sounds and vibration",
        namespace="system",
        key="charging_sounds_enabled",
    ),
    Switch(page="Sound & vibration", label="Tap & click sounds", namespace="system", key="sound_effects_enabled"),
    Switch(
        page="Display",
        label="Adaptive brightness",
        namespace="system",
        key="screen_brightness_mode",
        summary="Optimize brightness level for available light",
    ),
    Switch(page="Display", label="Dark theme", namespace="secure", key="ui_night_mode", on="2", off="1"),
    Switch(page="Display", label="Auto-rotate screen", namespace="system", key="accelerometer_rotation"),
    Switch(page="Night Light", label="Use Night Light", namespace="secure", key="night_display_activated", look="main"),
    Switch(
        page="Accessibility",
        label="Color inversion",
        namespace="secure",
        key="accessibility_display_inversion_enabled",
    ),
    Switch(
        page="Accessibility",
        label="Remove animations",
        namespace="global",
        key="animator_duration_scale",
        on="0.0",
        off="1.0",
        also=("transition_animation_scale", "window_animation_scale"),
    ),
    Switch(
        page="Accessibility", label="Bold text", namespace="secure", key="font_weight_adjustment", on="300", off="0"
    ),
    Switch(
        page="Security & privacy",
        label="Show passwords",
        namespace="system",
        key="show_password",
        summary="Display characters briefly as you type",
    ),
    Switch(page="Location", label="Use location", namespace="secure", key="location_mode", on="3", look="main"),
    Switch(page="Date & time", label="Set time automatically", namespace="global", key="auto_time"),
    Switch(page="Date & time", label="Set time zone automatically", namespace="global", key="auto_time_zone"),
    Switch(page="Date & time", label="Use 24-hour format", namespace="system", key="time_12_24", on="24", off="12"),
    Switch(
        page="Developer options",
        label="Use developer options",
        namespace="global",
        key="development_settings_enabled",
        look="main",
    ),
    *(
        Switch(page="Developer options", label=label, namespace=namespace, key=key, on=on, summary=summary)
        for label, namespace, key, on, summary in _DEVELOPERS
    ),
)

_SCALES = (("Animation off", "0.0"), *((f"Animation scale {name}x", value) for name, value in (
    (".5", "0.5"), ("1", "1.0"), ("1.5", "1.5"), ("2", "2.0"), ("5", "5.0"), ("10", "10.0")
)))  # fmt: skip

SLIDERS: tuple[Slider, ...] = (
    *(
        Slider(
            page="Sound & vibration",
            label=f"{volume.label} volume",
            namespace="system",
            key=volume.key,
            low=volume.low,
            high=volume.high,
            icon=volume.icon,
        )
        for volume in VOLUMES
    ),
    Slider(page="Display", label="Brightness level", namespace="system", key="screen_brightness", low=1, high=255),
)

LANGUAGES, SCREEN_LOCK = "Languages", "Screen lock"
CHOICES: tuple[Choice, ...] = (
    Choice(
        page="Languages & input",
        label=LANGUAGES,
        namespace="system",
        key="system_locales",
        options=(("English (United States)", LOCALES["en"]), ("简体中文（中国）", LOCALES["zh"])),
    ),
    *(
        Choice(
            page="Developer options",
            label=label,
            namespace="global",
            key=key,
            options=_SCALES,
        )
        for label, key in (
            ("Window animation scale", "window_animation_scale"),
            ("Transition animation scale", "transition_animation_scale"),
            ("Animator duration scale", "animator_duration_scale"),
        )
    ),
    Choice(
        page="Network & internet",
        label="Private DNS",
        namespace="global",
        key="private_dns_mode",
        options=(("Off", "off"), ("Automatic", "opportunistic")),
    ),
    Choice(
        page="Sound & vibration",
        label="Phone ringtone",
        namespace="system",
        key="ringtone",
        options=tuple(
            (name, name)
            for name in ("None", "Beats", "Dance party", "Flutey phone", "Hotline", "Mission", "Your new adventure")
        ),
    ),
    Choice(
        page="Display",
        label="Font size",
        namespace="system",
        key="font_scale",
        options=(("Small", "0.85"), ("Default", "1.0"), ("Large", "1.15"), ("Largest", "1.3")),
    ),
    Choice(
        page="Display",
        label="Screen timeout",
        namespace="system",
        key="screen_off_timeout",
        options=(
            ("15 seconds", "15000"),
            ("30 seconds", "30000"),
            ("1 minute", "60000"),
            ("2 minutes", "120000"),
            ("5 minutes", "300000"),
            ("10 minutes", "600000"),
            ("30 minutes", "1800000"),
        ),
    ),
    Choice(
        page="Wallpaper & style",
        label="Wallpaper",
        namespace="system",
        key="wallpaper",
        options=(("Dusk", "dusk"), ("Forest", "forest"), ("Ocean", "ocean"), ("Sand", "sand")),
    ),
    Choice(
        page="Security & privacy",
        label=SCREEN_LOCK,
        namespace="secure",
        key="lockscreen.disabled",
        options=(("None", "1"), ("Swipe", "0")),
    ),
)

TEXT_ENTRIES: tuple[TextEntry, ...] = (
    TextEntry(page="About phone", label="Device name", namespace="global", key="device_name"),
)


def is_on(switch: Switch, value: str | None) -> bool:
    """Say whether a stored value means that a switch is on; a value of neither position counts as on if off is 0."""
    try:
        number = float(value if value is not None else switch.off)
    except ValueError:
        return False
    return number == float(switch.on) or (float(switch.off) == 0 and number != 0)
