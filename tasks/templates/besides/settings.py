"""Templates of Settings: a network joined, a permission revoked, another language, questions about the phone."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import number_of
from tasks.moves import Back, Done, Enter, Move, Open, Touch
from tasks.pools import words
from tasks.rules import find, find_button
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import PACKAGES, begin, nothing
from tasks.templates.androidworld.script import open_app, script, tap
from tasks.templates.androidworld.steps import is_front, touches, was_entered
from tasks.templates.on_phone import get_setting, put_settings
from tasks.templates.settings import APP, walk

NETWORK_PAGES = ("Network & internet", "Internet")
HOME_NETWORK = "AndroidWifi"
PERMISSIONS: dict[str, Mapping[str, str]] = {
    "Audio Recorder": {"Microphone": "RECORD_AUDIO"},
    "Camera": {"Camera": "CAMERA", "Microphone": "RECORD_AUDIO"},
    "Contacts": {"Contacts": "READ_CONTACTS"},
    "OpenTracks": {"Location": "ACCESS_FINE_LOCATION"},
    "OsmAnd": {"Location": "ACCESS_FINE_LOCATION"},
    "Phone": {"Phone": "CALL_PHONE"},
    "Simple Gallery Pro": {"Photos and videos": "READ_MEDIA_IMAGES"},
    "Simple SMS Messenger": {"SMS": "READ_SMS"},
}
"""What each app may do, as Settings call it, and Android's name of it; all may send notifications besides."""


def _offer(networks: Mapping[str, str], phone: Phone) -> None:
    """Put networks in range, name to password."""
    offered = json.dumps([{"ssid": name, "password": password} for name, password in networks.items()])
    put_settings(phone, {("global", "wifi_on"): "1"})
    phone.shell(f"simulator wifi {shlex.quote(offered)}")
    begin(phone, APP)


def _is_joined(ssid: str, phone: Phone) -> bool:
    """Say whether a network is used, and none but it was saved beside the one that was there."""
    saved = [line[13:].rpartition(" ")[0].strip() for line in phone.shell("cmd wifi list-networks").splitlines()[1:]]
    is_used = f'connected to "{ssid}"' in phone.shell("cmd wifi status")
    return is_used and sorted(saved) == sorted([HOME_NETWORK, ssid])


def _join_move(ssid: str, password: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    field, connect = find(screen, "Password", Role.FIELD), find_button(screen, "Connect")
    if field is not None:
        if find(screen, ssid) is None:
            return Back()
        if not was_entered(progress, "Password", password):
            return Enter(text=password, into=field) if field.focused else Touch(element=field)
        return Touch(element=connect) if connect is not None else Back()
    row = find_button(screen, ssid)
    if row is not None:
        return Done(message=f"{ssid} is used.") if row.detail == "Connected" else Touch(element=row)
    return walk(screen, progress, pages=NETWORK_PAGES, target=ssid)


def _draw_join(rng: Random, split: Split) -> Draft:
    """Offer networks of similar names with passwords of their own, one of them open."""
    one, other, third, fourth = (each.capitalize() for each in words(rng, split, 4))
    names = [f"{one} {other}", f"{one} {other} 5G", f"{one} {third}"]
    passwords = [
        f"{first}-{second}-{rng.randrange(10, 100)}"
        for first, second in zip(*[iter(words(rng, split, 6))] * 2, strict=True)
    ]
    networks = dict(zip(rng.sample(names, 3), passwords, strict=True)) | {f"{fourth} Guest": ""}
    ssid = names[0]
    shuffled = dict(rng.sample(sorted(networks.items()), len(networks)))
    return Draft(
        parameters={"ssid": ssid, "password": networks[ssid]},
        setup=partial(_offer, shuffled),
        check=partial(_is_joined, ssid),
        solve=partial(_join_move, ssid, networks[ssid]),
        may_change=("wifi.connected", "wifi.saved"),
    )


def _is_denied(package: str, permission: str, phone: Phone) -> bool:
    return f"{permission}: granted=false" in phone.shell(f"dumpsys package {package}")


def _draw_revoke(rng: Random, _split: Split) -> Draft:
    app = rng.choice(list(PERMISSIONS))
    own = {**PERMISSIONS[app], "Notifications": "POST_NOTIFICATIONS"}
    group = rng.choice(list(own))
    package, permission = PACKAGES[app], f"android.permission.{own[group]}"
    return Draft(
        parameters={"app": app, "permission": group},
        setup=lambda phone: begin(phone, APP, app),
        check=partial(_is_denied, package, permission),
        solve=script(
            open_app(APP),
            *map(tap, ("Apps", "See all apps", app, "Permissions", group, "Don’t allow")),
            done=f"{app} may not use {group} any more.",
        ),
        may_change=(f"permissions.{package}.{permission}",),
    )


def _know(command: str, phone: Phone) -> None:
    phone.shell(command)
    begin(phone, APP)


def _version_move(version: str, screen: Screen, progress: Sequence[Move]) -> Move:
    row = find(screen, "Android version")
    if is_front(screen, APP) and row is not None:
        return Done(message=version)
    return walk(screen, progress, pages=("About phone",), target="Android version")


def _draw_version(rng: Random, _split: Split) -> Draft:
    version = rng.randint(10, 16)
    return Draft(
        parameters={},
        setup=partial(_know, f"setprop ro.build.version.release {version}"),
        check=nothing,
        solve=partial(_version_move, str(version)),
        answer=number_of(version),
        may_change=(),
    )


def _battery_move(level: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if is_front(screen, APP) and touches(progress, "Battery") and find(screen, f"{level}%") is not None:
        return Done(message=level)
    return walk(screen, progress, pages=("Battery",), target=f"{level}%")


def _draw_battery(rng: Random, _split: Split) -> Draft:
    level = rng.randint(16, 99)
    plug = rng.choice(("unplug", "set usb 1"))
    return Draft(
        parameters={},
        setup=partial(_know, f"dumpsys battery {plug}; dumpsys battery set level {level}"),
        check=nothing,
        solve=partial(_battery_move, str(level)),
        answer=number_of(level),
        may_change=(),
    )


LANGUAGES = {
    "简体中文": ("zh", ("System", "Languages & input", "Languages", "简体中文（中国）")),
    "English": ("en", ("系统", "语言和输入法", "语言", "English (United States)")),
}
"""Languages by the name that they have themselves: the simulated phone's letters for each, and the way to it."""


def _speak(language: str, phone: Phone) -> None:
    phone.shell(f"simulator language {language}")
    begin(phone, APP)


def _speaks(language: str, phone: Phone) -> bool:
    """Say whether the phone speaks a language, by its property and by its setting."""
    said = (phone.shell("getprop persist.sys.locale"), get_setting(phone, "system", "system_locales"))
    return all(locale.startswith(language) for locale in said)


def _draw_language(rng: Random, _split: Split) -> Draft:
    name = rng.choice(list(LANGUAGES))
    wanted, way = LANGUAGES[name]
    return Draft(
        parameters={"language": name},
        setup=partial(_speak, "en" if wanted == "zh" else "zh"),
        check=partial(_speaks, wanted),
        solve=script(open_app(APP), *map(tap, way), done=f"The phone speaks {name}."),
        may_change=("properties.persist.sys.locale", "system/system_locales"),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="settings_join_wifi",
        app=APP,
        phrasings=(
            'Join the Wi-Fi network "{ssid}" with the password "{password}"',
            'Connect to the Wi-Fi "{ssid}"; its password is "{password}"',
        ),
        held_out=('Use the network "{ssid}", whose password is "{password}", instead of this Wi-Fi',),
        draw=_draw_join,
        steps=14,
    ),
    Template(
        name="settings_revoke_permission",
        app=APP,
        phrasings=(
            "Revoke the permission {permission} from {app}",
            "Take the permission {permission} away from the app {app}",
        ),
        held_out=("{app} should not have the permission {permission} any longer",),
        draw=_draw_revoke,
        steps=16,
    ),
    Template(
        name="settings_android_version",
        app=APP,
        phrasings=(
            "Which Android version is on this phone? Answer with the number alone",
            "What version of Android does this phone have? Only give the number",
        ),
        held_out=("Tell me the number of this phone's Android version and nothing more",),
        draw=_draw_version,
        steps=8,
    ),
    Template(
        name="settings_battery_level",
        app=APP,
        phrasings=(
            "How full is the battery, in percent? Answer with the number alone",
            "How much battery is left? Give the percentage as a number only",
        ),
        held_out=("Tell me the number of the battery's percentage and nothing more",),
        draw=_draw_battery,
        steps=8,
    ),
    Template(
        name="settings_language",
        app=APP,
        phrasings=("Change the language of the phone to {language}", "The phone should speak {language}"),
        held_out=("Switch this phone to {language}",),
        draw=_draw_language,
        steps=12,
    ),
)
