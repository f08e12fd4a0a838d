"""`cmd` and `svc`: talking to system services by name."""

from __future__ import annotations

from collections.abc import Callable

from device.simulator import panels
from device.simulator.shell import pm, settings_cmd
from device.simulator.shell.am import am
from device.simulator.shell.command import COMMANDS, Call, CommandError, command
from device.simulator.shell.device_state import change_state
from device.simulator.shell.ime import ime
from device.simulator.shell.settings_cmd import put
from device.simulator.shell.thermal import thermal_command
from device.simulator.shell.wifi import wifi_command
from device.simulator.shell.wm import wm
from device.simulator.volume import MEDIA, VOLUMES


@command("cmd")
def cmd(call: Call) -> int:
    """``cmd SERVICE ARGUMENTS``."""
    service, rest = (call.args[0] if call.args else ""), call.args[1:]
    if service == "-l":
        call.print("Currently running services:")
        for name in sorted(SERVICES):
            call.print(f"  {name}")
        return 0
    handler = SERVICES.get(service)
    if handler is None:
        raise CommandError(f"cmd: Can't find service: {service}", exit_code=20)
    return handler(call, rest)


def _as(function: Callable[[Call], int]) -> Callable[[Call, list[str]], int]:
    """Make a command that takes its arguments from `cmd`'s."""

    def run(call: Call, args: list[str]) -> int:
        call.args = args
        return function(call)

    return run


def _on_off(word: str, *, yes: frozenset[str] = frozenset({"enable", "enabled", "yes", "on", "1", "true"})) -> str:
    return "1" if word in yes else "0"


def _connectivity(call: Call, args: list[str]) -> int:
    match args:
        case ["airplane-mode"]:
            call.print("enabled" if call.phone.settings.is_on("global", "airplane_mode_on") else "disabled")
        case ["airplane-mode", ("enable" | "disable") as word]:
            put(call.phone, "global", "airplane_mode_on", _on_off(word))
        case _:
            raise CommandError("Connectivity service commands: airplane-mode [enable|disable]", exit_code=255)
    return 0


def _status_bar(call: Call, args: list[str]) -> int:
    match args[:1]:
        case ["expand-notifications"]:
            call.phone.open_shade("notifications")
        case ["expand-settings"]:
            call.phone.open_shade("quick_settings")
        case ["collapse"]:
            call.phone.close_shade()
        case _:
            raise CommandError("Status bar commands: expand-notifications, expand-settings, collapse", exit_code=255)
    return 0


def _ui_mode(call: Call, args: list[str]) -> int:
    if args[:1] != ["night"]:
        raise CommandError("UiModeManager service (uimode) commands: night [yes|no]", exit_code=255)
    if args[1:2] in (["yes"], ["no"]):
        put(call.phone, "secure", "ui_night_mode", "2" if args[1] == "yes" else "1")
    night = call.phone.settings.get("secure", "ui_night_mode") == "2"
    call.print(f"Night mode: {'yes' if night else 'no'}")
    return 0


def _switch(namespace: str, key: str) -> Callable[[Call, list[str]], int]:
    """Make a service whose ``enable`` and ``disable`` write one setting."""

    def run(call: Call, args: list[str]) -> int:
        words = [word for word in args if word not in {"set-wifi-enabled", "set-location-enabled"}]
        if words[:1] and words[0] in {"enable", "disable", "enabled", "disabled", "true", "false"}:
            put(call.phone, namespace, key, _on_off(words[0]))
            return 0
        if words[:1] == ["status"]:
            call.print(f"{'Enabled' if call.phone.settings.is_on(namespace, key) else 'Disabled'}")
            return 0
        raise CommandError(f"Invalid arguments: {' '.join(args)}", exit_code=255)

    return run


def _location(call: Call, args: list[str]) -> int:
    match args:
        case ["is-location-enabled", *_]:
            call.print(str(call.phone.settings.get("secure", "location_mode") != "0").lower())
        case ["set-location-enabled", ("true" | "false") as word, *_]:
            put(call.phone, "secure", "location_mode", "3" if word == "true" else "0")
        case _:
            raise CommandError("Location service commands: is-location-enabled, set-location-enabled", exit_code=255)
    return 0


def _locale(call: Call, args: list[str]) -> int:
    """Choose an app's own locale, as LocaleManagerShellCommand does; an empty one takes the choice back."""
    match args:
        case ["set-app-locales", package, *options] if package in call.phone.packages:
            chosen = options[options.index("--locales") + 1] if "--locales" in options[:-1] else ""
            locales = call.phone.state.locales
            if chosen:
                locales[package] = chosen.partition(",")[0]
            else:
                locales.pop(package, None)
            call.phone.changed()
        case ["get-app-locales", package, *_] if package in call.phone.packages:
            call.print(f"Locales for {package} for user 0 are [{call.phone.state.locales.get(package, '')}]")
        case ["set-app-locales" | "get-app-locales", package, *_]:
            raise CommandError(f"Unknown package {package} for userId 0", exit_code=255)
        case _:
            raise CommandError(
                "Locale manager (locale) shell commands: set-app-locales PACKAGE --locales LOCALE,"
                " get-app-locales PACKAGE",
                exit_code=255,
            )
    return 0


def _notification_command(call: Call, args: list[str]) -> int:
    """Post a notification from the shell, list what there is, or set Do Not Disturb (NotificationShellCmd.java)."""
    phone = call.phone
    match args:
        case ["post", *options]:
            title, words = "", list(options)
            while words and words[0].startswith("-"):
                option = words.pop(0)
                value = words.pop(0) if words else ""
                title = value if option in {"-t", "--title"} else title
            if len(words) < 2:
                raise CommandError("usage: cmd notification post [-t TITLE] TAG TEXT", exit_code=255)
            phone.notify("com.android.shell", title, " ".join(words[1:]))
            call.print(f"posting:\n  Notification(channel=shell_cmd title={title})")
        case ["list"]:
            for number, note in enumerate(phone.state.notifications):
                call.print(f"0|{note.package}|{number}|{note.title}|2000")
        case ["set_dnd", ("on" | "off" | "none" | "all" | "priority" | "alarms") as word]:
            put(phone, "global", "zen_mode", {"off": "0", "all": "0", "none": "2", "alarms": "3"}.get(word, "1"))
        case _:
            raise CommandError("Notification service commands: post, list, set_dnd", exit_code=255)
    return 0


NAVIGATION = {
    "com.android.internal.systemui.navbar.threebutton": "0",
    "com.android.internal.systemui.navbar.gestural": "2",
}
"""Overlays that say how one moves between apps, with the setting ``navigation_mode`` that goes with each."""


def _overlay(call: Call, args: list[str]) -> int:
    """List overlays, or enable one; the navigation bar here stays the one with three buttons, whatever is chosen."""
    settings = call.phone.settings
    chosen = settings.get("secure", "navigation_mode") or "0"
    words = [word for word in args[1:] if word not in {"--user", "0", "current", "--category"}]
    match args[:1], words:
        case ["list"], _:
            call.print("android")
            for name, mode in NAVIGATION.items():
                call.print(f"[{'x' if mode == chosen else ' '}] {name}")
        case [("enable" | "enable-exclusive")], [name] if name in NAVIGATION:
            put(call.phone, "secure", "navigation_mode", NAVIGATION[name])
        case ["disable"], [name] if name in NAVIGATION:
            if NAVIGATION[name] == chosen:
                put(call.phone, "secure", "navigation_mode", "0")
        case [("enable" | "enable-exclusive" | "disable")], _:
            raise CommandError(f"Error: Unknown overlay {' '.join(words)}", exit_code=255)
        case _:
            raise CommandError(
                "Overlay manager (overlay) commands: list, enable, enable-exclusive, disable", exit_code=255
            )
    return 0


def _volume(call: Call, args: list[str]) -> int:
    settings, words = call.phone.settings, list(args)
    number = words[words.index("--stream") + 1] if "--stream" in words[:-1] else str(MEDIA.stream)
    volume = next((each for each in VOLUMES if str(each.stream) == number), None)
    if words[:1] != ["volume"] or volume is None:
        streams = "|".join(str(each.stream) for each in VOLUMES)
        raise CommandError(f"usage: media volume [--show] [--stream {streams}] [--get | --set LEVEL | --adj DIRECTION]")
    if "--show" in words:
        panels.show_volume(call.phone)
    if "--set" in words[:-1]:
        volume.put(settings, int(words[words.index("--set") + 1]))
    elif "--adj" in words[:-1]:
        step = {"raise": 1, "lower": -1}.get(words[words.index("--adj") + 1], 0)
        volume.put(settings, volume.level(settings) + step)
    if "--get" in words:
        call.print(f"[V] volume is {volume.level(settings)} in range [{volume.low}..{volume.high}]")
    return 0


SERVICES: dict[str, Callable[[Call, list[str]], int]] = {
    "activity": _as(am),
    "bluetooth_manager": _switch("global", "bluetooth_on"),
    "connectivity": _connectivity,
    "device_state": change_state,
    "input_method": _as(ime),
    "locale": _locale,
    "location": _location,
    "media_session": _volume,
    "notification": _notification_command,
    "overlay": _overlay,
    "package": pm.run,
    "settings": settings_cmd.run,
    "statusbar": _status_bar,
    "thermalservice": thermal_command,
    "uimode": _ui_mode,
    "wifi": wifi_command,
    "window": _as(wm),
}

SWITCHES = {
    "wifi": ("global", "wifi_on"),
    "bluetooth": ("global", "bluetooth_on"),
    "data": ("global", "mobile_data"),
    "nfc": ("global", "nfc_on"),
}


@command("svc")
def svc(call: Call) -> int:
    """``svc wifi|bluetooth|data|nfc enable|disable`` and ``svc power stayon|reboot``."""
    match call.args:
        case [("wifi" | "bluetooth" | "data" | "nfc") as name, ("enable" | "disable") as word]:
            namespace, key = SWITCHES[name]
            put(call.phone, namespace, key, _on_off(word))
        case ["power", "reboot", *_]:
            return COMMANDS["reboot"](call)
        case ["power", "stayon", word]:
            put(call.phone, "global", "stay_on_while_plugged_in", {"true": "15", "false": "0"}.get(word, "1"))
        case _:
            raise CommandError(
                "Available commands: svc wifi|bluetooth|data|nfc enable|disable, svc power stayon", exit_code=1
            )
    return 0


@command("service")
def service(call: Call) -> int:
    """``service list``, ``service check NAME`` and the calls that set-up scripts make."""
    match call.args:
        case ["list"]:
            call.print(f"Found {len(SERVICES)} services:")
            for number, name in enumerate(sorted(SERVICES)):
                call.print(f"{number}\t{name}: []")
        case ["check", name]:
            call.print(f"Service {name}: {'found' if name in SERVICES else 'not found'}")
        case ["call", "alarm", "3", "s16", zone]:
            call.phone.properties["persist.sys.timezone"] = zone
            call.print("Result: Parcel(00000000 00000001   '........')")
        case ["call", *_]:
            call.print("Result: Parcel(00000000    '....')")
        case _:
            raise CommandError("service: name list, check or call")
    return 0


@command("appops", "bmgr")
def accepted(call: Call) -> int:
    """Accept what set-up scripts say to services that this phone has no use for, and say so when asked."""
    match call.name, call.args[:1]:
        case "appops", ["get"]:
            call.print("No operations.")
        case "bmgr", ["enabled"]:
            call.print("Backup Manager currently disabled")
    return 0


@command("media")
def media(call: Call) -> int:
    """``media volume [--stream N] --get | --set LEVEL``: the volume of music, or of another stream."""
    return _volume(call, call.args)
