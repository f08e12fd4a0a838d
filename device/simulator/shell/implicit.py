"""Which app takes an intent that names none, and what it shows then: pages, files, numbers, messages, contacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from device.simulator import calls, overlays
from device.simulator.apps.camera import CameraApp
from device.simulator.apps.contacts import ContactsApp
from device.simulator.apps.shared.opening import openers
from device.simulator.apps.shared.storage import Entry
from device.simulator.apps.sms import SmsApp
from device.simulator.phone import LAUNCHER
from device.simulator.shell.intent import Intent

if TYPE_CHECKING:
    from device.simulator.app import App
    from device.simulator.phone import SimulatedPhone

ACTIONS = "android.intent.action."
CATEGORIES = "android.intent.category."
SETTINGS = "com.android.settings"
CHROME = "com.android.chrome"
CLOCK = "com.google.android.deskclock"
KINDS = {
    "APP_BROWSER": CHROME,
    "APP_CALENDAR": "com.simplemobiletools.calendar.pro",
    "APP_CONTACTS": ContactsApp.package,
    "APP_FILES": "com.google.android.documentsui",
    "APP_GALLERY": "com.simplemobiletools.gallery.pro",
    "APP_MAPS": "net.osmand",
    "APP_MESSAGING": SmsApp.package,
    "APP_MUSIC": "code.name.monkey.retromusic",
    "HOME": LAUNCHER,
}
"""Categories that stand for a kind of app, without ``android.intent.category.``."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What an intent starts.

    Attributes:
        package: The app; one that is not installed where the intent names it.
        activity: Its activity, as the intent spells it; empty for the main one.
        show: What the app does then, once it is in front.
    """

    package: str
    activity: str = ""
    show: Callable[[], object] | None = None


def resolve(phone: SimulatedPhone, intent: Intent) -> Target | None:
    """Return what takes an intent, None where nothing does."""
    if intent.component:
        package, _, activity = intent.component.partition("/")
        return Target(package=package, activity=activity)
    if intent.action.startswith("android.settings.") and SETTINGS in phone.packages:
        return Target(package=SETTINGS, activity=_settings_page(phone, intent.action))
    target = _by_action(phone, intent)
    if target is None and intent.package in phone.packages:
        target = Target(package=intent.package)
    if target is None or target.package not in phone.packages or intent.package not in {"", target.package}:
        return None
    return Target(package=target.package, activity=phone.packages[target.package].activity, show=target.show)


def _by_action(phone: SimulatedPhone, intent: Intent) -> Target | None:
    scheme, _, rest = intent.data.partition(":")
    match intent.action.removeprefix(ACTIONS), scheme.lower():
        case "MAIN" | "", "":
            names = [each.removeprefix(CATEGORIES) for each in intent.categories]
            return next((Target(package=KINDS[name]) for name in names if name in KINDS), None)
        case ("CALL" | "DIAL" | "VIEW") as verb, "tel":
            return Target(package=calls.DIALER, show=lambda: _dial(phone, unquote(rest), calls_it=verb == "CALL"))
        case "DIAL", "":
            return Target(package=calls.DIALER)
        case (("SENDTO" | "VIEW"), ("sms" | "smsto")):
            return Target(package=SmsApp.package, show=lambda: _write(phone, rest, intent))
        case (("VIEW" | "WEB_SEARCH" | ""), ("http" | "https")):
            return Target(package=CHROME, show=lambda: _app(phone, CHROME).show_file(intent.data))
        case "WEB_SEARCH", "":
            query = intent.extras.get("query", "")
            return Target(package=CHROME, show=lambda: _app(phone, CHROME).show_file(query))
        case "VIEW", "file":
            return _file(phone, "/" + unquote(rest).lstrip("/"), intent.mime)
        case (("INSERT" | "INSERT_OR_EDIT"), _) if "contact" in intent.mime or "com.android.contacts" in rest:
            return Target(package=ContactsApp.package, show=lambda: _new_contact(phone, intent))
        case (("VIEW" | "PICK"), "content") if "contacts" in rest:
            return Target(package=ContactsApp.package)
        case "SEND", _ if "android.intent.extra.TEXT" in intent.extras:
            return _share(phone, intent)
        case (("SHOW_ALARMS" | "SHOW_TIMERS"), _):
            return Target(package=CLOCK)
        case _ if intent.action.startswith("android.media.action."):
            return _camera(phone, intent.action.removeprefix("android.media.action."))
        case _:
            return None


def _app(phone: SimulatedPhone, package: str) -> App:
    return phone.packages[package]


def _dial(phone: SimulatedPhone, number: str, *, calls_it: bool) -> None:
    """Call a number, or show it on the key pad."""
    if calls_it:
        calls.begin(phone, number, calls.CallKind.OUTGOING)
    else:
        _app(phone, calls.DIALER).push("keypad", text=number)


def _write(phone: SimulatedPhone, address: str, intent: Intent) -> None:
    """Open the conversation with a number, with the text that comes with the intent."""
    number, _, query = address.lstrip("/").partition("?")
    app = _app(phone, SmsApp.package)
    assert isinstance(app, SmsApp)
    if number:
        app.open_thread(unquote(number))
        body = intent.extras.get("sms_body") or parse_qs(query).get("body", [""])[0]
        app.page.data["draft"] = body


def _share(phone: SimulatedPhone, intent: Intent) -> Target | None:
    """Hand a text to the app that the intent names, or ask which app it goes to."""
    content = intent.extras["android.intent.extra.TEXT"]
    if not intent.package:
        return Target(package=phone.app.package, show=lambda: overlays.share(phone, content))
    taker = phone.packages.get(intent.package)
    if taker is None or not taker.takes_text:
        return None
    return Target(package=intent.package, show=lambda: taker.take_text(content))


def _file(phone: SimulatedPhone, path: str, mime: str) -> Target | None:
    entry = Entry(path=path, is_folder=False, size=0, changed_at=0.0)
    found = openers(phone, mime or entry.media_type)
    if not found:
        return None
    return Target(package=found[0].package, show=lambda: found[0].show_file(phone.files.resolve(path)))


def _new_contact(phone: SimulatedPhone, intent: Intent) -> None:
    """Open the editor with what the intent brings (ContactsContract.Intents.Insert)."""
    app = _app(phone, ContactsApp.package)
    assert isinstance(app, ContactsApp)
    first, _, last = intent.extras.get("name", "").partition(" ")
    values = {name: intent.extras.get(name, "") for name in ("phone", "email", "company", "postal")}
    values["note"] = intent.extras.get("notes", "")
    app.reset()
    app.edit(0, first=first, last=last, **values)


def _camera(phone: SimulatedPhone, name: str) -> Target | None:
    is_video = name in {"VIDEO_CAPTURE", "VIDEO_CAMERA"}
    if not is_video and name not in {"IMAGE_CAPTURE", "STILL_IMAGE_CAMERA"}:
        return None

    def show() -> None:
        app = _app(phone, CameraApp.package)
        assert isinstance(app, CameraApp)
        app.reset()
        app.mode = "video" if is_video else "photo"

    return Target(package=CameraApp.package, show=show)


def _settings_page(phone: SimulatedPhone, action: str) -> str:
    """Return the settings activity whose page an ``android.settings.*_SETTINGS`` action names, else the main one."""
    app = phone.packages[SETTINGS]
    wanted = action.removeprefix("android.settings.").removesuffix("_SETTINGS").replace("_", "").lower()
    return next((name for name in app.activities if wanted and wanted in name.lower()), app.activity)
