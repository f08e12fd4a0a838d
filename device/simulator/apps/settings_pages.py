"""The pages of the Settings app: what is on each, in order."""

from __future__ import annotations

from dataclasses import dataclass

from device.simulator.apps.settings_table import (
    CHOICES,
    LANGUAGES,
    SLIDERS,
    SWITCHES,
    TEXT_ENTRIES,
    Choice,
    Slider,
    Switch,
    TextEntry,
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A row that opens the page `page`; `live` names a text that `settings_live` makes of the phone's state."""

    title: str
    page: str
    summary: str = ""
    live: str = ""
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Info:
    """A row that only tells something; `live` as for `Link`; `action` names what a tap does."""

    title: str
    summary: str = ""
    live: str = ""
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """A coloured title above rows."""

    title: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a page that `settings_parts` builds, by its name."""

    name: str


Item = Link | Info | Group | Part | Switch | Slider | Choice | TextEntry
HOME = "Settings"
DEVELOPER = "Developer options"
"""A page that is there for whoever has tapped the build number seven times."""

Control = Switch | Slider | Choice | TextEntry
_CONTROLS: tuple[Control, ...] = (*SWITCHES, *SLIDERS, *CHOICES, *TEXT_ENTRIES)
_TABLE: dict[tuple[str, str], Control] = {(entry.page, entry.label): entry for entry in _CONTROLS}


def _of(page: str, *labels: str) -> tuple[Item, ...]:
    return tuple(_TABLE[page, label] for label in labels)


def _link(title: str, summary: str = "", *, live: str = "", icon: str = "", page: str = "") -> Link:
    return Link(title=title, page=page or title, summary=summary, live=live, icon=icon)


PAGES: dict[str, tuple[Item, ...]] = {
    HOME: (
        Part(name="search"),
        _link("Network & internet", "Mobile, Wi-Fi, hotspot", icon="wifi"),
        _link("Connected devices", "Bluetooth, pairing", icon="devices"),
        _link("Apps", "Recent apps, default apps", icon="apps"),
        _link("Notifications", "Notification history, conversations", icon="notifications"),
        _link("Battery", live="battery", icon="battery"),
        _link("Storage", live="storage", icon="storage"),
        _link("Sound & vibration", "Volume, haptics, Do Not Disturb", icon="volume"),
        _link("Display", "Dark theme, font size, brightness", icon="brightness"),
        _link("Wallpaper & style", "Colors, themed icons, app grid", icon="palette"),
        _link("Accessibility", "Display, interaction, audio", icon="accessibility"),
        _link("Security & privacy", "App security, device lock, permissions", icon="lock"),
        _link("Location", live="location", icon="location"),
        _link("System", "Languages, gestures, time, backup", icon="info"),
        _link("About phone", live="device_name", icon="phone_device"),
    ),
    "Network & internet": (
        _link("Internet", live="internet", icon="wifi"),
        *_of("Network & internet", "Airplane mode"),
        _link("Hotspot & tethering", live="hotspot", icon="hotspot"),
        _link("Data Saver", live="data_saver", icon="data"),
        _link("VPN", "None", icon="key"),
        *_of("Network & internet", "Private DNS"),
    ),
    "Internet": (*_of("Internet", "Wi-Fi"), Part(name="networks"), *_of("Internet", "Mobile data")),
    "Hotspot & tethering": (
        *_of("Hotspot & tethering", "Wi-Fi hotspot"),
        Info(title="Hotspot name", live="device_name"),
        Info(title="Hotspot security", summary="WPA2/WPA3-Personal"),
    ),
    "Data Saver": (
        *_of("Data Saver", "Use Data Saver"),
        Info(title="Unrestricted data", summary="0 apps allowed to use unrestricted data when Data Saver is on"),
    ),
    "VPN": (Info(title="No VPNs added"),),
    "Connected devices": (
        Info(title="Pair new device", live="pairing"),
        _link("Connection preferences", "Bluetooth, NFC", icon="bluetooth"),
    ),
    "Connection preferences": (
        _link("Bluetooth", live="bluetooth", icon="bluetooth"),
        _link("NFC", live="nfc", icon="nfc"),
        Info(title="Files received", summary="From Bluetooth"),
    ),
    "Bluetooth": (
        *_of("Bluetooth", "Use Bluetooth"),
        Info(title="Device name", live="device_name"),
    ),
    "NFC": (*_of("NFC", "Use NFC"), Info(title="Contactless payments", summary="No default app")),
    "Apps": (
        Group(title="Your apps"),
        _link("See all apps", live="app_count", icon="apps"),
        Group(title="General"),
        _link("Default apps", "Home app, keyboard", icon="check"),
    ),
    "See all apps": (Part(name="apps"),),
    "Default apps": (
        Info(title="Home app", summary="Pixel Launcher"),
        Info(title="Keyboard", live="keyboard"),
    ),
    "Notifications": (
        Group(title="General"),
        _link("Do Not Disturb", live="dnd", icon="do_not_disturb"),
        *_of("Notifications", "Notification dots", "Notifications on lock screen"),
    ),
    "Do Not Disturb": (
        *_of("Do Not Disturb", "Do Not Disturb"),
        Info(title="People", summary="Some people can interrupt"),
        Info(title="Alarms & other interruptions", summary="Alarms and media can interrupt"),
    ),
    "Battery": (
        Part(name="battery"),
        _link("Battery Saver", live="battery_saver", icon="battery"),
        *_of("Battery", "Battery percentage"),
    ),
    "Battery Saver": (
        *_of("Battery Saver", "Use Battery Saver"),
        Info(title="Set a schedule", summary="No schedule"),
    ),
    "Storage": (Part(name="storage"),),
    "Sound & vibration": (
        *_of("Sound & vibration", "Media volume", "Call volume", "Ring volume", "Alarm volume"),
        _link("Do Not Disturb", live="dnd"),
        *_of("Sound & vibration", "Phone ringtone"),
        Group(title="Other sounds"),
        *_of(
            "Sound & vibration",
            "Dial pad tones",
            "Screen locking sound",
            "Charging sounds and vibration",
            "Tap & click sounds",
        ),
    ),
    "Display": (
        Group(title="Brightness"),
        *_of("Display", "Brightness level", "Adaptive brightness"),
        Group(title="Lock display"),
        *_of("Display", "Screen timeout"),
        Group(title="Appearance"),
        *_of("Display", "Dark theme", "Font size"),
        Group(title="Color"),
        _link("Night Light", live="night_light"),
        Group(title="Other display controls"),
        *_of("Display", "Auto-rotate screen"),
    ),
    "Night Light": (
        *_of("Night Light", "Use Night Light"),
        Info(title="Schedule", summary="None"),
    ),
    "Wallpaper & style": (*_of("Wallpaper & style", "Wallpaper"),),
    "Accessibility": (
        Group(title="Display"),
        *_of("Display", "Font size"),
        *_of("Accessibility", "Bold text", "Color inversion", "Remove animations"),
    ),
    "Security & privacy": (
        Group(title="Device security"),
        *_of("Security & privacy", "Screen lock"),
        Group(title="Privacy"),
        *_of("Security & privacy", "Show passwords"),
    ),
    "Location": (
        *_of("Location", "Use location"),
        Info(title="Recent access", summary="No apps recently accessed location"),
    ),
    "System": (
        _link("Languages & input", live="keyboard", icon="globe"),
        _link("Date & time", live="date_time", icon="clock"),
        _link("Reset options", "Network, apps, or device reset", icon="reset"),
        _link(DEVELOPER, icon="data"),
    ),
    "Languages & input": (
        *_of("Languages & input", LANGUAGES),
        Group(title="Keyboards"),
        Part(name="keyboards"),
    ),
    "Date & time": (
        *_of("Date & time", "Set time automatically"),
        Info(title="Date", live="date"),
        Info(title="Time", live="time"),
        *_of("Date & time", "Set time zone automatically"),
        Info(title="Time zone", summary="GMT+00:00 Coordinated Universal Time"),
        *_of("Date & time", "Use 24-hour format"),
    ),
    "Reset options": (
        Info(title="Reset Wi-Fi, mobile & Bluetooth", action="reset_network"),
        Info(title="Erase all data (factory reset)", action="factory_reset"),
    ),
    DEVELOPER: (
        *_of(DEVELOPER, "Use developer options", "Stay awake"),
        Group(title="Debugging"),
        *_of(DEVELOPER, "USB debugging"),
        Group(title="Input"),
        *_of(DEVELOPER, "Show taps", "Pointer location"),
        Group(title="Drawing"),
        *_of(
            DEVELOPER,
            "Force RTL layout direction",
            "Window animation scale",
            "Transition animation scale",
            "Animator duration scale",
        ),
        Group(title="Apps"),
        *_of(DEVELOPER, "Don\u2019t keep activities"),
    ),
    "About phone": (
        Group(title="Basic info"),
        *_of("About phone", "Device name"),
        Group(title="Device details"),
        Info(title="Model", live="model"),
        Info(title="Android version", live="android_version"),
        Info(title="Build number", live="build_number"),
        Group(title="Device identifiers"),
        Info(title="IP address", live="ip_address"),
        Info(title="Wi-Fi MAC address", summary="To view, choose saved network"),
    ),
}


def route(page: str) -> tuple[str, ...]:
    """Return the titles of the rows that lead from the home page to `page`, shortest way.

    Raises:
        KeyError: No such page.
    """
    ways: dict[str, tuple[str, ...]] = {HOME: ()}
    pending = [HOME]
    for name in pending:
        for item in PAGES[name]:
            if isinstance(item, Link) and item.page not in ways:
                ways[item.page] = (*ways[name], item.title)
                pending.append(item.page)
    return ways[page]


def searchable() -> list[tuple[str, str]]:
    """Return what the search finds: each row's title and the page it is on."""
    return [
        (item.label if isinstance(item, Switch | Slider | Choice | TextEntry) else item.title, page)
        for page, items in PAGES.items()
        for item in items
        if not isinstance(item, Group | Part)
    ]
