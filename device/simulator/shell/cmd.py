"""`cmd` and `svc`: talking to system services by name."""

from __future__ import annotations

from collections.abc import Callable

from device.simulator.shell import pm, settings_cmd
from device.simulator.shell.am import am
from device.simulator.shell.command import COMMANDS, Call, CommandError, command
from device.simulator.shell.device_state import change_state
from device.simulator.shell.ime import ime
from device.simulator.shell.settings_cmd import put
from device.simulator.shell.thermal import thermal_command
from device.simulator.shell.wm import wm


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


SERVICES: dict[str, Callable[[Call, list[str]], int]] = {
    "activity": _as(am),
    "bluetooth_manager": _switch("global", "bluetooth_on"),
    "connectivity": _connectivity,
    "device_state": change_state,
    "input_method": _as(ime),
    "locale": _locale,
    "location": _location,
    "package": pm.run,
    "settings": settings_cmd.run,
    "statusbar": _status_bar,
    "thermalservice": thermal_command,
    "uimode": _ui_mode,
    "wifi": _switch("global", "wifi_on"),
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
    """``service check NAME`` and the calls that set-up scripts make."""
    match call.args:
        case ["check", name]:
            call.print(f"Service {name}: {'found' if name in SERVICES else 'not found'}")
        case ["call", "alarm", "3", "s16", zone]:
            call.phone.properties["persist.sys.timezone"] = zone
            call.print("Result: Parcel(00000000 00000001   '........')")
        case ["call", *_]:
            call.print("Result: Parcel(00000000    '....')")
        case _:
            raise CommandError("service: name check or call")
    return 0


@command("appops", "media", "bmgr")
def accepted(call: Call) -> int:
    """Accept what set-up scripts say to services that this phone has no use for."""
    return 0
