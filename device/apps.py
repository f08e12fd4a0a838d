"""Find an app by the name a person calls it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from device.app_names import NAMES
from device.errors import AppNotFoundError

QUERY = "cmd package query-activities --components -a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
"""Lists the launcher activities, one component a line (Android 8 and newer)."""

_COMPONENT = re.compile(r"(?m)^\s*([A-Za-z][\w.]*)/([\w.$]+)\s*$")
_LABEL = re.compile(r"nonLocalizedLabel=(?!null\b)(\S.*?)(?=\s+(?:icon|labelRes|banner)=|$)", re.MULTILINE)
_FILLER = re.compile(r"[\s\-_.'’·|]+")
_GENERIC = frozenset(("android", "app", "apps", "client", "com", "google", "main", "mobile", "net", "org"))
_NEAR = 0.75
_MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class LaunchableApp:
    """An app that the launcher shows: its package, the activity that starts it, and its visible name."""

    package: str
    activity: str
    name: str

    @property
    def component(self) -> str:
        """What ``am start -n`` takes."""
        return f"{self.package}/{self.activity}"


def parse_launchable(printed: str, names: Mapping[str, str]) -> dict[str, LaunchableApp]:
    """Return the launchable apps by package out of what `QUERY` printed.

    Args:
        printed: The command's output.
        names: Visible names that are known for sure, package to name. Android tells a label only where it is not
            translated, so the rest comes from the table of well-known apps or, last, out of the package name.
    """
    found: dict[str, LaunchableApp] = {}
    for package, activity in _COMPONENT.findall(printed):
        if package not in found:
            found[package] = LaunchableApp(
                package=package, activity=activity, name=names.get(package) or visible_name(package)
            )
    return found


def visible_name(package: str) -> str:
    """Return the best guess of an app's visible name: the table's English name, else a word of the package name."""
    known = NAMES.get(package)
    if known:
        return known[0]
    words = [word for word in package.split(".") if word.lower() not in _GENERIC] or package.split(".")
    return words[-1].replace("_", " ").title() if words else package


def find_app(wanted: str, apps: Mapping[str, LaunchableApp]) -> LaunchableApp:
    """Return the app that is meant.

    Names are compared without case, spaces and punctuation; in English and Chinese for well-known apps.

    Raises:
        AppNotFoundError: None is near enough, or several are equally near; the message names the nearest.
    """
    if wanted in apps:
        return apps[wanted]
    key = _key(wanted)
    by_name: dict[str, dict[str, LaunchableApp]] = {}
    for app in apps.values():
        for name in (app.name, *NAMES.get(app.package, ())):
            by_name.setdefault(_key(name), {})[app.package] = app
    exact = by_name.get(key, {})
    if len(exact) == 1:
        return next(iter(exact.values()))
    if key and not exact:
        near = _near(key, by_name)
        if len(near) == 1:
            return next(iter(near.values()))
        exact = near
    raise AppNotFoundError(_message(wanted, exact.values(), apps.values(), by_name))


def _near(key: str, by_name: Mapping[str, dict[str, LaunchableApp]]) -> dict[str, LaunchableApp]:
    """Return the apps whose name holds all of `key` or the reverse; without any, those that are spelt alike."""
    held: dict[str, LaunchableApp] = {}
    for name, apps in by_name.items():
        if (
            len(name) > 1
            and len(key) > 1
            and (name.startswith(key) or key in (f"{name}app", f"the{name}", f"{name}应用"))
        ):
            held.update(apps)
    if held:
        return held
    best = difflib.get_close_matches(key, by_name, n=1, cutoff=_NEAR)
    return by_name[best[0]] if best else {}


def _message(
    wanted: str,
    candidates: Iterable[LaunchableApp],
    apps: Iterable[LaunchableApp],
    by_name: Mapping[str, dict[str, LaunchableApp]],
) -> str:
    several = sorted({f"{app.name} ({app.package})" for app in candidates})
    if several:
        return f"several apps are called {wanted!r}: use a package name: {', '.join(several[:_MOST_NAMED])}"
    names = {_key(app.name): app.name for app in apps}
    close = difflib.get_close_matches(_key(wanted), by_name, n=_MOST_NAMED, cutoff=0.3)
    nearest = list(dict.fromkeys(app.name for key in close for app in by_name[key].values()))
    shown = nearest or sorted(names.values())[:_MOST_NAMED]
    if not shown:
        return f"no app is called {wanted!r}: the phone told of no app that can be launched"
    return f"no app is called {wanted!r}; the nearest are: {', '.join(shown[:_MOST_NAMED])}"


def _key(name: str) -> str:
    return _FILLER.sub("", name).casefold()
