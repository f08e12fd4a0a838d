"""Templates of the Settings app: switches, choices, the brightness slider and the device's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import words
from tasks.rules import fill, find, find_button, scroll_towards
from tasks.template import Draft, Split, Template
from tasks.templates.on_phone import APPS, get_setting, put_settings, start_at_home

APP = "Settings"

PAGES: dict[str, tuple[str, ...]] = {
    "Settings": (
        "Network & internet", "Connected devices", "Apps", "Notifications", "Battery", "Storage", "Sound & vibration",
        "Display", "Wallpaper & style", "Accessibility", "Security & privacy", "Location", "System", "About phone",
    ),
    "Network & internet": ("Internet", "Airplane mode", "Hotspot & tethering", "Data Saver", "VPN", "Private DNS"),
    "Sound & vibration": (
        "Media volume", "Call volume", "Ring volume", "Alarm volume", "Do Not Disturb", "Phone ringtone",
        "Dial pad tones", "Screen locking sound", "Charging sounds and vibration", "Tap & click sounds",
    ),
    "Display": (
        "Brightness level", "Adaptive brightness", "Screen timeout", "Dark theme", "Font size", "Night Light",
        "Auto-rotate screen",
    ),
    "Accessibility": ("Font size", "Bold text", "Color inversion", "Remove animations"),
    "About phone": ("Device name", "Android version", "Model", "Build number"),
}  # fmt: skip
"""Rows of the pages that may have to be scrolled, from top to bottom, by page title."""


@dataclass(frozen=True, kw_only=True)
class Toggle:
    """A setting that is on or off.

    Attributes:
        name: The template's name.
        label: The switch's label.
        pages: The rows that lead to it from the first page of Settings.
        space, key: Where its value is kept.
        on, off: Its values.
        spoken: What people call it.
        held_out: What else they call it, for tests only.
    """

    name: str
    label: str
    pages: tuple[str, ...]
    space: str
    key: str
    on: str = "1"
    off: str = "0"
    spoken: tuple[str, ...]
    held_out: tuple[str, ...] = ()

    @property
    def may_change(self) -> tuple[str, ...]:
        """What the switch writes: one setting, and for animations three that go together."""
        return ANIMATION_SCALES if self.key == "animator_duration_scale" else (f"{self.space}/{self.key}",)


ANIMATION_SCALES = (
    "global/animator_duration_scale",
    "global/transition_animation_scale",
    "global/window_animation_scale",
)
NETWORK, SOUND, DEVICES = "Network & internet", "Sound & vibration", "Connected devices"

TOGGLES = (
    Toggle(name="wifi", label="Wi-Fi", pages=(NETWORK, "Internet"), space="global", key="wifi_on",
           spoken=("Wi-Fi", "the Wi-Fi", "the Wi-Fi connection"), held_out=("wireless internet (Wi-Fi)",)),
    Toggle(name="bluetooth", label="Use Bluetooth", pages=(DEVICES, "Connection preferences", "Bluetooth"),
           space="global", key="bluetooth_on", spoken=("Bluetooth", "the Bluetooth radio", "Bluetooth on this phone")),
    Toggle(name="airplane_mode", label="Airplane mode", pages=(NETWORK,), space="global", key="airplane_mode_on",
           spoken=("Airplane mode", "airplane mode", "flight mode", "airplane mode for my flight")),
    Toggle(name="dark_theme", label="Dark theme", pages=("Display",), space="secure", key="ui_night_mode", on="2",
           off="1", spoken=("Dark theme", "the dark theme", "dark mode", "the dark display theme")),
    Toggle(name="auto_rotate", label="Auto-rotate screen", pages=("Display",), space="system",
           key="accelerometer_rotation",
           spoken=("Auto-rotate screen", "auto-rotate", "screen auto-rotate", "automatic screen rotation")),
    Toggle(name="battery_saver", label="Use Battery Saver", pages=("Battery", "Battery Saver"), space="global",
           key="low_power", spoken=("Battery Saver", "the battery saver", "battery saving mode", "power saving")),
    Toggle(name="location", label="Use location", pages=("Location",), space="secure", key="location_mode", on="3",
           spoken=("location", "the location", "location services", "location access")),
    Toggle(name="hour_format", label="Use 24-hour format", pages=("System", "Date & time"), space="system",
           key="time_12_24", on="24", off="12",
           spoken=("the 24-hour format", "24-hour format", "24-hour time", "the 24-hour clock format")),
    Toggle(name="adaptive_brightness", label="Adaptive brightness", pages=("Display",), space="system",
           key="screen_brightness_mode",
           spoken=("Adaptive brightness", "adaptive brightness", "automatic brightness", "auto brightness")),
    Toggle(name="night_light", label="Use Night Light", pages=("Display", "Night Light"), space="secure",
           key="night_display_activated", spoken=("Night Light", "the night light", "the amber night light")),
    Toggle(name="data_saver", label="Use Data Saver", pages=(NETWORK, "Data Saver"), space="secure",
           key="data_saver_enabled", spoken=("Data Saver", "the data saver", "mobile data saving")),
    Toggle(name="hotspot", label="Wi-Fi hotspot", pages=(NETWORK, "Hotspot & tethering"), space="global",
           key="wifi_ap_on",
           spoken=("the Wi-Fi hotspot", "Wi-Fi hotspot", "the mobile hotspot", "the hotspot")),
    Toggle(name="do_not_disturb", label="Do Not Disturb", pages=("Notifications", "Do Not Disturb"), space="global",
           key="zen_mode", spoken=("Do Not Disturb", "do not disturb", "Do Not Disturb mode")),
    Toggle(name="touch_sounds", label="Tap & click sounds", pages=(SOUND,), space="system",
           key="sound_effects_enabled",
           spoken=("Tap & click sounds", "tap and click sounds", "the tap sounds", "touch sounds")),
    Toggle(name="dial_tones", label="Dial pad tones", pages=(SOUND,), space="system", key="dtmf_tone",
           spoken=("Dial pad tones", "dial pad tones", "the dial pad sounds", "keypad dial tones")),
    Toggle(name="locking_sound", label="Screen locking sound", pages=(SOUND,), space="system",
           key="lockscreen_sounds_enabled",
           spoken=("Screen locking sound", "the screen locking sound", "the lock sound of the screen")),
    Toggle(name="battery_percentage", label="Battery percentage", pages=("Battery",), space="system",
           key="show_battery_percent",
           spoken=("Battery percentage", "the battery percentage", "battery percentage in the status bar")),
    Toggle(name="nfc", label="Use NFC", pages=(DEVICES, "Connection preferences", "NFC"), space="global",
           key="nfc_on", spoken=("NFC", "the NFC radio", "NFC for payments")),
    Toggle(name="color_inversion", label="Color inversion", pages=("Accessibility",), space="secure",
           key="accessibility_display_inversion_enabled",
           spoken=("Color inversion", "color inversion", "inverted colors (color inversion)", "colour inversion")),
    Toggle(name="notification_dots", label="Notification dots", pages=("Notifications",), space="secure",
           key="notification_badging", spoken=("Notification dots", "notification dots", "the notification dots")),
    Toggle(name="remove_animations", label="Remove animations", pages=("Accessibility",), space="global",
           key="animator_duration_scale", on="0.0", off="1.0",
           spoken=("Remove animations", "the remove animations option", "removal of animations")),
    Toggle(name="bold_text", label="Bold text", pages=("Accessibility",), space="secure", key="font_weight_adjustment",
           on="300", spoken=("Bold text", "bold text", "bold letters (bold text)")),
    Toggle(name="charging_sounds", label="Charging sounds and vibration", pages=(SOUND,), space="system",
           key="charging_sounds_enabled",
           spoken=("Charging sounds and vibration", "charging sounds", "the charging sound")),
    Toggle(name="show_passwords", label="Show passwords", pages=("Security & privacy",), space="system",
           key="show_password", spoken=("Show passwords", "the show passwords option", "showing of passwords")),
    Toggle(name="automatic_time", label="Set time automatically", pages=("System", "Date & time"), space="global",
           key="auto_time", spoken=("Set time automatically", "automatic time", "automatic setting of the time")),
)  # fmt: skip

ON_OFF_PHRASINGS = (
    "Turn {state} {name}",
    "Turn {name} {state}",
    "Switch {state} {name}",
    "Switch {name} {state} in Settings",
    "{Enable} {name}",
    "Please {enable} {name}",
    "Please turn {state} {name}",
    "Can you turn {name} {state}?",
    "Open Settings and turn {state} {name}",
    "Make sure {name} is {state}",
    "I want {name} turned {state}",
    "Set {name} to {state}",
)
ON_OFF_HELD_OUT = ("Could you switch {state} {name} for me?", "Go to Settings and {enable} {name}")


def _page(screen: Screen) -> str:
    """Return the title of the Settings page on the screen; empty where none is recognised.

    The first page's title scrolls away: it is known by its rows.
    """
    rows = [element for element in screen.elements if element.role is Role.ROW and element.text in PAGES[APP]]
    if len(rows) > 2:
        return APP
    title = next((element for element in screen.elements if element.role is Role.TEXT and element.text), None)
    return title.text if title is not None else ""


def walk(screen: Screen, progress: Sequence[Move], *, pages: Sequence[str], target: str) -> Move:
    """Return the move that comes nearer to a row or switch that is not visible.

    Args:
        screen: What is visible now.
        progress: The moves so far.
        pages: The rows that lead to the target from the first page of Settings.
        target: The label that is looked for.
    """
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    for page in reversed(pages):
        row = find_button(screen, page)
        if row is not None:
            return Touch(element=row)
    trail = (APP, *pages)
    here = _page(screen)
    if here not in trail:
        return Back()
    below = (*pages, target)[trail.index(here)]
    return scroll_towards(screen, below, PAGES.get(here, (below,)), progress)


def _toggle_move(toggle: Toggle, state: str, spoken: str, screen: Screen, progress: Sequence[Move]) -> Move:
    switch = find(screen, toggle.label, Role.SWITCH)
    if screen.app.package == APPS[APP] and switch is not None:
        if switch.checked == (state == "on"):
            return Done(message=f"{toggle.label} is {state}.")
        return Touch(element=switch)
    return walk(screen, progress, pages=toggle.pages, target=toggle.label)


def _setting_is(space: str, key: str, value: str, phone: Phone) -> bool:
    return get_setting(phone, space, key) == value


def _prepare(values: dict[tuple[str, str], str], phone: Phone) -> None:
    put_settings(phone, values)
    start_at_home(phone)


def _draw_toggle(toggle: Toggle, rng: Random, split: Split) -> Draft:
    state = rng.choice(("on", "off"))
    wanted, other = (toggle.on, toggle.off) if state == "on" else (toggle.off, toggle.on)
    already_done = rng.random() < 0.08
    values = {(noise.space, noise.key): rng.choice((noise.on, noise.off)) for noise in rng.sample(TOGGLES, 4)}
    values.pop(("system", "time_12_24"), None)
    values[(toggle.space, toggle.key)] = wanted if already_done else other
    spoken = rng.choice(toggle.spoken if split == "train" else toggle.spoken + toggle.held_out)
    enable = "enable" if state == "on" else "disable"
    return Draft(
        parameters={"state": state, "name": spoken},
        words={"enable": enable, "Enable": enable.capitalize()},
        setup=partial(_prepare, values),
        check=partial(_setting_is, toggle.space, toggle.key, wanted),
        solve=partial(_toggle_move, toggle, state, spoken),
        already_done=already_done,
        may_change=toggle.may_change,
    )


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A setting chosen from a list.

    Attributes:
        name: The template's name.
        pages: The rows that lead to the list.
        space, key: Where the value is kept.
        values: Value by label, from top to bottom.
    """

    name: str
    pages: tuple[str, ...]
    space: str
    key: str
    values: dict[str, str]


SCREEN_TIMEOUT = Choice(
    name="screen_timeout", pages=("Display", "Screen timeout"), space="system", key="screen_off_timeout",
    values={"15 seconds": "15000", "30 seconds": "30000", "1 minute": "60000", "2 minutes": "120000",
            "5 minutes": "300000", "10 minutes": "600000", "30 minutes": "1800000"},
)  # fmt: skip
FONT_SIZE = Choice(
    name="font_size", pages=("Display", "Font size"), space="system", key="font_scale",
    values={"Small": "0.85", "Default": "1.0", "Large": "1.15", "Largest": "1.3"},
)  # fmt: skip


def _choice_move(choice: Choice, label: str, screen: Screen, progress: Sequence[Move]) -> Move:
    option = find(screen, label, Role.RADIO)
    if screen.app.package == APPS[APP] and option is not None and _page(screen) == choice.pages[-1]:
        if option.checked:
            return Done(message=f"{choice.pages[-1]} is {label}.")
        return Touch(element=option)
    return walk(screen, progress, pages=choice.pages, target=label)


def _draw_choice(choice: Choice, rng: Random, split: Split) -> Draft:
    label, other = rng.sample(list(choice.values), 2)
    already_done = rng.random() < 0.08
    return Draft(
        parameters={"value": label},
        words={"lower": label.lower()},
        setup=partial(_prepare, {(choice.space, choice.key): choice.values[label if already_done else other]}),
        check=partial(_setting_is, choice.space, choice.key, choice.values[label]),
        solve=partial(_choice_move, choice, label),
        already_done=already_done,
        may_change=(f"{choice.space}/{choice.key}",),
    )


def _rename_move(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    field, ok = find(screen, "Device name", Role.FIELD), find_button(screen, "OK")
    if field is not None and ok is not None:
        return fill(field, name) or Touch(element=ok)
    row = find_button(screen, "Device name")
    if row is not None:
        return Done(message=f"The device is named {name}.") if row.detail == name else Touch(element=row)
    return walk(screen, progress, pages=("About phone",), target="Device name")


def _draw_rename(rng: Random, split: Split) -> Draft:
    first, second, third = words(rng, split, 3)
    name = f"{first.capitalize()} {rng.choice(('Phone', second.capitalize()))}"
    return Draft(
        parameters={"text": name},
        setup=partial(_prepare, {("global", "device_name"): f"{third.capitalize()} Phone"}),
        check=partial(_setting_is, "global", "device_name", name),
        solve=partial(_rename_move, name),
        may_change=("global/device_name",),
    )


def _brightness_move(extreme: str, screen: Screen, progress: Sequence[Move]) -> Move:
    slider = find(screen, "Brightness level", Role.SLIDER)
    if screen.app.package == APPS[APP] and slider is not None:
        if _is_at_end(slider.detail, extreme):
            return Done(message=f"The brightness is at its {extreme}.")
        return Touch(element=slider, at="end" if extreme == "maximum" else "start")
    return walk(screen, progress, pages=("Display",), target="Brightness level")


def _is_at_end(value: str, extreme: str) -> bool:
    """Tell whether a brightness of 1 to 255 is as good as at one of its ends."""
    return value.isdecimal() and (int(value) >= 250 if extreme == "maximum" else int(value) <= 5)


def _brightness_is(extreme: str, phone: Phone) -> bool:
    return _is_at_end(get_setting(phone, "system", "screen_brightness"), extreme)


def _draw_brightness(rng: Random, split: Split) -> Draft:
    extreme = rng.choice(("maximum", "minimum"))
    return Draft(
        parameters={"extreme": extreme},
        words={"highest": "highest" if extreme == "maximum" else "lowest"},
        setup=partial(_prepare, {("system", "screen_brightness"): str(rng.randrange(60, 200))}),
        check=partial(_brightness_is, extreme),
        may_change=("system/screen_brightness",),
        solve=partial(_brightness_move, extreme),
    )


def _toggle_template(toggle: Toggle) -> Template:
    draw: Callable[[Random, Split], Draft] = partial(_draw_toggle, toggle)
    return Template(
        name=f"settings_{toggle.name}", app=APP, phrasings=ON_OFF_PHRASINGS, held_out=ON_OFF_HELD_OUT, draw=draw
    )


TEMPLATES: tuple[Template, ...] = (
    *(_toggle_template(toggle) for toggle in TOGGLES),
    Template(
        name="settings_screen_timeout",
        app=APP,
        phrasings=(
            "Set the screen timeout to {value}",
            "Change Screen timeout to {value}",
            "Set Screen timeout to {value} in Settings",
            "Please set the screen timeout to {value}",
            "Make the screen time out after {value}",
            "Make the display turn off after {value}",
            "Let the screen go to sleep after {value}",
            "I want the screen timeout to be {value}",
            "In the display settings, choose {value} for Screen timeout",
        ),
        held_out=("Change the screen timeout of this phone to {value}", "The screen should time out after {value}"),
        draw=partial(_draw_choice, SCREEN_TIMEOUT),
    ),
    Template(
        name="settings_font_size",
        app=APP,
        phrasings=(
            "Set the font size to {value}",
            "Change Font size to {value}",
            "Set Font size to {value} in Settings",
            "Please make the font size {value}",
            "Choose {value} as the font size",
            "I want the font size to be {value}",
            "Use the {value} font size",
            "In the display settings, set the text font size to {value}",
        ),
        held_out=("Switch the font size of the phone to {value}", "Pick {value} under Font size"),
        draw=partial(_draw_choice, FONT_SIZE),
    ),
    Template(
        name="settings_device_name",
        app=APP,
        phrasings=(
            'Change the device name to "{text}"',
            'Set the device name to "{text}"',
            'Rename this phone to "{text}"',
            'Rename the device to "{text}"',
            'Please rename my phone to "{text}"',
            'Give this phone the name "{text}"',
            'In Settings, change the device name to "{text}"',
            'Call this device "{text}"',
            'Set "{text}" as the device name',
        ),
        held_out=('Make "{text}" the device name of this phone', 'The name of this phone should be "{text}"'),
        draw=_draw_rename,
    ),
    Template(
        name="settings_brightness",
        app=APP,
        phrasings=(
            "Set the brightness to {extreme}",
            "Set the brightness level to {extreme}",
            "Turn the screen brightness to {extreme}",
            "Set the screen brightness to its {extreme}",
            "Change the brightness of the display to the {extreme}",
            "Please put the brightness at the {extreme}",
            "Set the brightness to the {highest} level, the {extreme}",
            "Move the brightness slider to the {extreme}",
        ),
        held_out=("I want {extreme} brightness", "Make the display brightness {extreme}"),
        draw=_draw_brightness,
    ),
)
