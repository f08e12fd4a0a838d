"""`pm` and `cmd package`: what is installed, and who can be launched.

A phone tells the visible names of its apps in ``cmd package query-activities -a android.intent.action.MAIN -c
android.intent.category.LAUNCHER``: each ActivityInfo prints ``nonLocalizedLabel=NAME``. On a real phone that is filled
for apps whose manifest spells the label out, and ``null`` (with a ``labelRes`` number) for those that take it from
their resources; here every manifest spells it out.
"""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

from device.simulator import permissions
from device.simulator.app import App
from device.simulator.phone import LAUNCHER
from device.simulator.shell.am import full_component
from device.simulator.shell.command import Call, command
from device.simulator.shell.intent import parse_intent

INSTALLED_AT = "2023-01-01 00:00:00"


@command("pm")
def pm(call: Call) -> int:
    """List, path, install, uninstall, clear, grant, query-activities, resolve-activity and more."""
    return run(call, call.args)


def run(call: Call, args: list[str]) -> int:
    """Carry out a command of the package manager."""
    verb, rest = (args[0] if args else ""), args[1:]
    match verb:
        case "list":
            return _list(call, rest)
        case "path":
            return _path(call, rest)
        case "dump":
            return describe_package(call, rest[0] if rest else "")
        case "clear":
            name = _last(rest)
            done = call.phone.clear(name)
            call.print("Success" if done else "Failed")
            return 0 if done else 1
        case "install":
            return _install(call, rest)
        case "uninstall":
            return _uninstall(call, rest)
        case "grant" | "revoke" | "enable" | "disable" | "disable-user" | "suspend" | "unsuspend":
            return _change(call, verb, [part for part in rest if not part.startswith("-") and not part.isdigit()])
        case "query-activities" | "query-intent-activities":
            return _query(call, rest)
        case "resolve-activity":
            return _resolve(call, rest)
        case "get-install-location":
            call.print("0[auto]")
            return 0
        case "trim-caches" | "compile" | "set-home-activity" | "bg-dexopt-job":
            call.print("Success")
            return 0
        case _:
            call.error(f"Unknown command: {verb}" if verb else "Package manager (package) commands:")
            return 255


def apk_path(app: App) -> str:
    """Return where an app's APK is said to lie."""
    if app.is_system:
        return f"/system/app/{app.package}/{app.package}.apk"
    return f"/data/app/~~c2ltdWxhdGVk==/{app.package}-c2ltdWxhdGVk==/base.apk"


def _last(args: list[str]) -> str:
    return next((part for part in reversed(args) if not part.startswith("-")), "")


def _list(call: Call, args: list[str]) -> int:
    what = args[0] if args else ""
    if what == "features":
        call.print(
            "feature:android.hardware.touchscreen\nfeature:android.hardware.wifi\nfeature:android.software.webview"
        )
        return 0
    if what == "users":
        call.print("Users:\n\tUserInfo{0:Owner:c13} running")
        return 0
    if what not in {"packages", "package"}:
        call.error(f"Error: unknown list type '{what}'")
        return 255
    options, wanted, rest = set(), "", args[1:]
    while rest:
        part = rest.pop(0)
        if part in {"--user", "--uid"}:
            rest[:1] = []
        elif part.startswith("-"):
            options.add(part)
        else:
            wanted = part
    for app in sorted(call.phone.packages.values(), key=lambda app: app.package):
        if wanted not in app.package or ("-3" in options and app.is_system) or ("-s" in options and not app.is_system):
            continue
        if "-d" in options:
            continue
        path = f"{apk_path(app)}=" if "-f" in options else ""
        uid = f" uid:{uid_of(call, app.package)}" if "-U" in options else ""
        call.print(f"package:{path}{app.package}{uid}")
    return 0


def uid_of(call: Call, package: str) -> int:
    """Return an app's user id."""
    return 10100 + sorted(call.phone.known_packages).index(package)


def _path(call: Call, args: list[str]) -> int:
    app = call.phone.packages.get(_last(args))
    if app is None:
        return 1
    call.print(f"package:{apk_path(app)}")
    return 0


def _change(call: Call, verb: str, operands: list[str]) -> int:
    name = operands[0].partition("/")[0] if operands else ""
    if name not in call.phone.packages:
        call.error(f"Exception occurred while executing '{verb}':")
        call.error(f"java.lang.IllegalArgumentException: Unknown package: {name}")
        return 255
    if verb in {"grant", "revoke"}:
        permission = operands[1] if len(operands) > 1 else ""
        if not permissions.decide(call.phone, call.phone.packages[name], permission, granted=verb == "grant"):
            call.error(f"Exception occurred while executing '{verb}':")
            call.error(f"java.lang.SecurityException: Package {name} has not requested permission {permission}")
            return 255
    if verb in {"enable", "disable", "disable-user"}:
        state = "enabled" if verb == "enable" else verb.replace("disable", "disabled", 1)
        call.print(f"Package {name} new state: {state}")
    return 0


def _uninstall(call: Call, args: list[str]) -> int:
    name = _last(args)
    if call.phone.uninstall(name):
        call.print("Success")
        return 0
    is_there = name in call.phone.packages
    call.print(f"Failure [DELETE_FAILED_{'DEVICE_POLICY_MANAGER' if is_there else 'INTERNAL_ERROR'}]")
    return 1


def _install(call: Call, args: list[str]) -> int:
    """Take an APK of an app that the phone has, or had before it was uninstalled: it runs no foreign code."""
    if "-S" in args:
        size = int(args[args.index("-S") + 1])
        parts, have = [], 0
        while have < size:
            chunk = call.stdin.read_some()
            if not chunk:
                break
            parts.append(chunk)
            have += len(chunk)
        data = b"".join(parts)[:size]
    else:
        path = _last(args)
        try:
            with open(call.shell.host_path(path), "rb") as file:
                data = file.read()
        except OSError:
            call.error(f"Error: failed to open file: {path}\nError: Unable to open file: {path}")
            return 1
    package = package_of_apk(data)
    if package is None:
        call.print("Failure [INSTALL_PARSE_FAILED_NOT_APK: Failed to parse the file as an APK]")
        return 1
    known = call.phone.known_packages | {ime.partition("/")[0] for ime in call.phone.ime.installed}
    if package not in known:
        call.print(f"Failure [INSTALL_FAILED_ABORTED: the simulated phone runs no foreign code, such as {package}]")
        return 1
    call.phone.reinstall(package)
    call.print("Success")
    return 0


def package_of_apk(data: bytes) -> str | None:
    """Return the package name from an APK's binary manifest, or None where it is no APK.

    The manifest is a chunk of type 3 with a string pool (type 1); the first start tag (0x0102) is ``manifest``, whose
    attributes are 20 bytes each: namespace, name, raw value, typed value.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            manifest = archive.read("AndroidManifest.xml")
        strings = _string_pool(manifest, 8)
        position = 8
        while position + 8 <= len(manifest):
            kind, _, size = struct.unpack_from("<HHI", manifest, position)
            if kind == 0x0102:
                _, _, start, step, count = struct.unpack_from("<IIHHH", manifest, position + 16)
                for number in range(count):
                    _, name, raw = struct.unpack_from("<IiI", manifest, position + 16 + start + number * step)
                    if strings[name] == "package":
                        return str(strings[raw])
                return None
            position += max(8, size)
    except (zipfile.BadZipFile, KeyError, struct.error, IndexError, ValueError, NotImplementedError):
        return None
    return None


def _string_pool(data: bytes, start: int) -> list[str]:
    _, _, _, count, _, flags, first, _ = struct.unpack_from("<HHIIIIII", data, start)
    offsets = struct.unpack_from(f"<{count}I", data, start + 28)
    strings: list[str] = []
    for offset in offsets:
        at = start + first + offset
        if flags & 0x100:
            at += 2 if data[at] & 0x80 else 1
            length, at = (((data[at] & 0x7F) << 8) | data[at + 1], at + 2) if data[at] & 0x80 else (data[at], at + 1)
            strings.append(data[at : at + length].decode("utf-8", "replace"))
        else:
            (length,) = struct.unpack_from("<H", data, at)
            strings.append(data[at + 2 : at + 2 + length * 2].decode("utf-16-le", "replace"))
    return strings


def _candidates(call: Call, args: list[str]) -> tuple[list[App], set[str]]:
    """Return the apps with an activity for an intent, in package order, and the flags that say how to print."""
    forms = {"--brief", "--components", "--query-flags"}
    flags = {part for part in args if part in forms}
    intent = parse_intent([part for part in args if part not in forms])
    package = intent.package or intent.component.partition("/")[0]
    apps = sorted(call.phone.packages.values(), key=lambda app: app.package)
    if package:
        apps = [app for app in apps if app.package == package]
    if "android.intent.category.HOME" in intent.categories:
        apps = [app for app in apps if app.package == LAUNCHER]
    elif "android.intent.category.LAUNCHER" in intent.categories:
        apps = [app for app in apps if app.icon is not None]
    return apps, flags


def _query(call: Call, args: list[str]) -> int:
    apps, flags = _candidates(call, args)
    if not apps:
        call.print("No activities found")
        return 0
    if "--components" in flags:
        for app in apps:
            call.print(full_component(app.package, app.activity)[0])
        return 0
    call.print(f"{len(apps)} activities found:")
    for number, app in enumerate(apps):
        call.print(f"  Activity #{number}:")
        _print_resolved(call, app, "    ", brief="--brief" in flags)
    return 0


def _resolve(call: Call, args: list[str]) -> int:
    apps, flags = _candidates(call, args)
    if not apps:
        call.print("No activity found")
        return 0
    if "--components" in flags:
        call.print(full_component(apps[0].package, apps[0].activity)[0])
    else:
        _print_resolved(call, apps[0], "", brief="--brief" in flags)
    return 0


def _print_resolved(call: Call, app: App, indent: str, *, brief: bool) -> None:
    lines = ["priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false"]
    short, full = full_component(app.package, app.activity)
    if brief:
        lines.append(short)
    else:
        lines += [
            "ActivityInfo:",
            f"  name={full.partition('/')[2]}",
            f"  packageName={app.package}",
            f"  labelRes=0x0 nonLocalizedLabel={app.label} icon=0x7f080001 banner=0x0",
            "  enabled=true exported=true directBootAware=false",
            f"  taskAffinity={app.package} targetActivity=null persistableMode=PERSIST_ROOT_ONLY",
            "  launchMode=1 flags=0x200 privateFlags=0x1 theme=0x7f120001",
            "  ApplicationInfo:",
            f"    packageName={app.package}",
            f"    labelRes=0x0 nonLocalizedLabel={app.label} icon=0x7f080001 banner=0x0",
            f"    processName={app.package}",
            f"    sourceDir={apk_path(app)}",
            f"    dataDir=/data/user/0/{app.package}",
            f"    enabled=true minSdkVersion=33 targetSdkVersion=33 versionCode={version_code(app)}",
        ]
    for line in lines:
        call.print(indent + line)


def version_code(app: App) -> int:
    """Return an app's version code, made from its version name."""
    digits = [int(part) for part in app.version.split(".") if part.isdigit()][:3]
    return sum(number * 100**place for place, number in enumerate(reversed(digits))) or 1


def describe_package(call: Call, package: str) -> int:
    """Print what `dumpsys package PACKAGE` prints, as far as scripts read it."""
    app = call.phone.packages.get(package)
    if app is None:
        call.print(f"Dexopt state:\n  Unable to find package: {package}")
        return 0
    short, _ = full_component(app.package, app.activity)
    kind = "SYSTEM HAS_CODE ALLOW_CLEAR_USER_DATA" if app.is_system else "HAS_CODE ALLOW_CLEAR_USER_DATA ALLOW_BACKUP"
    call.print(
        f"Activity Resolver Table:\n  Non-Data Actions:\n      android.intent.action.MAIN:\n"
        f"        41d6e2 {short} filter 7c3f1a0\n"
        f'          Action: "android.intent.action.MAIN"\n'
        f'          Category: "android.intent.category.LAUNCHER"\n'
        f"\nPackages:\n  Package [{app.package}] (6e0f5a1):\n"
        f"    userId={uid_of(call, package)}\n    pkg=Package{{41d6e2 {app.package}}}\n"
        f"    codePath={apk_path(app).rpartition('/')[0]}\n"
        f"    versionCode={version_code(app)} minSdk=33 targetSdk=33\n    versionName={app.version}\n"
        f"    pkgFlags=[ {kind} ]\n    dataDir=/data/user/0/{app.package}\n"
        f"    firstInstallTime={INSTALLED_AT}\n    lastUpdateTime={INSTALLED_AT}\n"
        f"    signatures=PackageSignatures{{6e0f5a1 version:3, signatures:[a4d9f2c1], past signatures:[]}}\n"
        f"    User 0: ceDataInode=1 installed=true hidden=false suspended=false stopped=false enabled=0\n"
        f"      runtime permissions:"
    )
    for permission, granted in permissions.wanted(call.phone, app).items():
        call.print(f"        {permission}: granted={str(granted).lower()}, flags=[ USER_SET ]")
    return 0
