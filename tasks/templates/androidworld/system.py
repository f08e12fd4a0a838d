"""Templates about the phone itself: apps opened, radios switched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Done, Move, Open, Touch
from tasks.rules import find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import PACKAGES, begin
from tasks.templates.on_phone import get_setting, put_settings
from tasks.templates.settings import TOGGLES, Toggle, walk

APP = "Settings"
WIFI, BLUETOOTH = (next(toggle for toggle in TOGGLES if toggle.name == name) for name in ("wifi", "bluetooth"))
MAY_CHANGE = ("global/wifi_on", "global/bluetooth_on")


def _prepare(values: Mapping[Toggle, str], phone: Phone) -> None:
    put_settings(phone, {(toggle.space, toggle.key): value for toggle, value in values.items()})
    begin(phone, *PACKAGES)


def _are_set(wanted: Mapping[Toggle, str], phone: Phone) -> bool:
    return all(get_setting(phone, toggle.space, toggle.key) == value for toggle, value in wanted.items())


def _is_front(app: str, phone: Phone) -> bool:
    return phone.foreground().package == PACKAGES[app]


def _switch_move(states: Mapping[Toggle, str], screen: Screen, progress: Sequence[Move]) -> Move | None:
    """Return the move that brings the next switch into its state, None when all have been seen in it."""
    for toggle, state in states.items():
        if any(isinstance(move, Touch) and move.element.text == toggle.label for move in progress):
            continue
        switch = find(screen, toggle.label, Role.SWITCH)
        if switch is None or screen.app.package != PACKAGES[APP]:
            return walk(screen, progress, pages=toggle.pages, target=toggle.label)
        if switch.checked != (state == toggle.on):
            return Touch(element=switch)
    return None


def _radios_move(states: Mapping[Toggle, str], screen: Screen, progress: Sequence[Move]) -> Move:
    return _switch_move(states, screen, progress) or Done(message="Both are set.")


def _draw_radios(_rng: Random, _split: Split) -> Draft:
    wanted = {WIFI: WIFI.off, BLUETOOTH: BLUETOOTH.on}
    return Draft(
        parameters={},
        setup=partial(_prepare, {WIFI: WIFI.on, BLUETOOTH: BLUETOOTH.off}),
        check=partial(_are_set, wanted),
        solve=partial(_radios_move, wanted),
        may_change=MAY_CHANGE,
    )


def _open_move(app: str, screen: Screen, _progress: Sequence[Move]) -> Move:
    return Done(message=f"{app} is open.") if screen.app.package == PACKAGES[app] else Open(app=app)


def _draw_open(rng: Random, _split: Split) -> Draft:
    app = rng.choice(list(PACKAGES))
    return Draft(
        parameters={"app": app},
        setup=lambda phone: begin(phone, *PACKAGES),
        check=partial(_is_front, app),
        solve=partial(_open_move, app),
        may_change=(),
    )


def _wifi_and_open_move(app: str, screen: Screen, progress: Sequence[Move]) -> Move:
    return _switch_move({WIFI: WIFI.on}, screen, progress) or _open_move(app, screen, progress)


def _draw_wifi_and_open(rng: Random, _split: Split) -> Draft:
    app = rng.choice([name for name in PACKAGES if name != APP])
    return Draft(
        parameters={"app": app},
        setup=partial(_prepare, {WIFI: WIFI.off}),
        check=lambda phone: _are_set({WIFI: WIFI.on}, phone) and _is_front(app, phone),
        solve=partial(_wifi_and_open_move, app),
        may_change=MAY_CHANGE,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="open_app",
        app="Launcher",
        phrasings=("Open {app}", "Start the app {app}", "Bring {app} to the front"),
        held_out=("I'd like to see {app}",),
        draw=_draw_open,
    ),
    Template(
        name="turn_off_wifi_and_turn_on_bluetooth",
        app=APP,
        phrasings=("Switch Wi-Fi off and Bluetooth on", "Disable Wi-Fi, and after that enable Bluetooth"),
        held_out=("I want Bluetooth instead of Wi-Fi: the one on, the other off",),
        draw=_draw_radios,
    ),
    Template(
        name="turn_on_wifi_and_open_app",
        app=APP,
        phrasings=("Switch Wi-Fi on, after that start {app}", "Enable Wi-Fi and go to the app {app}"),
        held_out=("With Wi-Fi enabled, bring up {app}",),
        draw=_draw_wifi_and_open,
    ),
)
