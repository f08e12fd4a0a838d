"""Texts in the Settings app that tell of the phone's state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from device.simulator import wifi
from device.simulator.apps.settings_table import LANGUAGES, SCREEN_LOCK, Choice, Slider
from device.simulator.language import LOCALES, language_of
from device.simulator.state import ADB_IME
from device.simulator.texts import Own

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

TOTAL_GB = 128
SYSTEM_GB = 14.2


def summary(phone: SimulatedPhone, name: str) -> str:
    """Return the text called `name`, as it is now."""
    return _TEXTS[name](phone)


def choice_summary(phone: SimulatedPhone, choice: Choice) -> str:
    """Return what is chosen, in words; the bare value where no option has it."""
    value = _value(phone, choice)
    for label, stored in choice.options:
        if _same(stored, value):
            return label
    return value or ""


def slider_value(phone: SimulatedPhone, slider: Slider) -> float:
    """Return a slider's value, kept between its ends."""
    value = phone.settings.number(slider.namespace, slider.key, slider.low)
    return min(float(slider.high), max(float(slider.low), value))


def is_chosen(phone: SimulatedPhone, choice: Choice, value: str) -> bool:
    """Say whether the option with this value is the chosen one."""
    return _same(value, _value(phone, choice))


def choose(phone: SimulatedPhone, choice: Choice, value: str) -> None:
    """Take an option; another language is spoken at once."""
    if choice.label == LANGUAGES:
        phone.language = language_of(value)
        return
    if choice.label == SCREEN_LOCK:
        phone.set_lock("none" if value == "1" else "swipe")
    phone.settings.put(choice.namespace, choice.key, value)


def _value(phone: SimulatedPhone, choice: Choice) -> str | None:
    if choice.label == LANGUAGES:
        return LOCALES[phone.language]  # however it was chosen
    kind = phone.state.keyguard.kind
    if choice.label == SCREEN_LOCK and kind != "none":
        return "PIN" if kind == "pin" else "0"  # however it was chosen
    return phone.settings.get(choice.namespace, choice.key)


def used_gb(phone: SimulatedPhone) -> float:
    """Return how much of the storage is used, in GB."""
    return SYSTEM_GB + sum(file_sizes(phone).values()) / 1e9


def file_sizes(phone: SimulatedPhone) -> dict[str, int]:
    """Return bytes by the folder of shared storage they are in."""
    sizes: dict[str, int] = {}
    root = phone.files.path("/sdcard")
    for folder in sorted(root.iterdir()):
        if folder.is_dir():
            sizes[folder.name] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return sizes


def keyboard_name(component: str) -> str:
    """Return an input method's name."""
    return "AdbKeyboard" if component == ADB_IME else "Gboard"


def clock_text(phone: SimulatedPhone) -> str:
    """Return the time with its half of the day where the user wants 12 hours."""
    now = phone.clock.local()
    if phone.settings.get("system", "time_12_24") == "24":
        return f"{now.hour:02d}:{now.minute:02d}"
    return f"{now.hour % 12 or 12}:{now.minute:02d} {'AM' if now.hour < 12 else 'PM'}"


def _same(option: str, value: str | None) -> bool:
    try:
        return value is not None and float(option) == float(value)
    except ValueError:
        return option == value


def _on_off(namespace: str, key: str) -> Callable[[SimulatedPhone], str]:
    return lambda phone: "On" if phone.settings.is_on(namespace, key) else "Off"


def _battery(phone: SimulatedPhone) -> str:
    state = " - Charging" if phone.battery.status == 2 else ""
    return f"{phone.battery.level}%{state}"


def _storage(phone: SimulatedPhone) -> str:
    used = used_gb(phone)
    return f"{used / TOTAL_GB:.0%} used - {TOTAL_GB - used:.1f} GB free"


def _location(phone: SimulatedPhone) -> str:
    return "On" if phone.settings.is_on("secure", "location_mode") else "Off"


def _internet(phone: SimulatedPhone) -> str:
    if used := wifi.connected(phone):
        return Own(used)
    return "Airplane mode is on" if phone.settings.is_on("global", "airplane_mode_on") else "Networks available"


def _date_time(phone: SimulatedPhone) -> str:
    return f"{clock_text(phone)}, GMT+00:00"


def _date(phone: SimulatedPhone) -> str:
    now = phone.clock.local()
    return f"{now:%B} {now.day}, {now.year}"


_TEXTS: dict[str, Callable[[SimulatedPhone], str]] = {
    "android_version": lambda phone: phone.properties["ro.build.version.release"],
    "app_count": lambda phone: f"{len(phone.packages)} apps installed",
    "battery": _battery,
    "battery_saver": _on_off("global", "low_power"),
    "bluetooth": _on_off("global", "bluetooth_on"),
    "build_number": lambda phone: phone.properties["ro.build.display.id"],
    "data_saver": _on_off("secure", "data_saver_enabled"),
    "date": _date,
    "date_time": _date_time,
    "device_name": lambda phone: phone.settings.get("global", "device_name") or "",
    "dnd": _on_off("global", "zen_mode"),
    "hotspot": _on_off("global", "wifi_ap_on"),
    "internet": _internet,
    "ip_address": lambda phone: "10.0.2.16" if wifi.connected(phone) else "Unavailable",
    "keyboard": lambda phone: keyboard_name(phone.ime.current),
    "location": _location,
    "model": lambda phone: phone.properties["ro.product.model"],
    "nfc": _on_off("global", "nfc_on"),
    "night_light": _on_off("secure", "night_display_activated"),
    "pairing": lambda phone: "" if phone.settings.is_on("global", "bluetooth_on") else "Bluetooth will turn on to pair",
    "storage": _storage,
    "time": clock_text,
}
