"""Templates of the home screen, the recent apps and the lock screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.conditions import SystemUi
from perception.screen import Element, Role, Screen
from tasks.moves import Back, Carry, Done, Key, Move, Sweep
from tasks.pools import words
from tasks.rules import find
from tasks.template import Draft, Split, Template, split_of
from tasks.templates.androidworld.phone_kit import PACKAGES, Record, begin, fill_table, matches, rows
from tasks.templates.androidworld.steps import touch, touches
from tasks.templates.on_phone import HOME_KEY

APP = "Launcher"
PACKAGE = "com.google.android.apps.nexuslauncher"
DATABASE = f"/data/data/{PACKAGE}/databases/launcher.db"
_PUSH_UP = Sweep(start=(0.5, 0.75), end=(0.5, 0.25))
_RECENT = re.compile(r" A=\d+:(\S+) ")
_DESKTOP, _HOTSEAT, _APPLICATION, _FOLDER = -100, -101, 0, 2


def _open_all(apps: Sequence[str], phone: Phone) -> None:
    begin(phone, *PACKAGES)
    starts = "; ".join(f"monkey -p {PACKAGES[app]} -c android.intent.category.LAUNCHER 1" for app in apps)
    phone.shell(f"{starts}; input keyevent {HOME_KEY}")


def _recent(phone: Phone) -> set[str]:
    """Return the packages of the recent apps."""
    return set(_RECENT.findall(phone.shell("dumpsys activity recents"))) - {PACKAGE}


def _close_move(screen: Screen, progress: Sequence[Move]) -> Move:
    if touches(progress, "Clear all"):
        return Done(message="No app is left among the recent ones.")
    return touch(screen, "Clear all") or Key(key="recent")


def _draw_close(rng: Random, _split: Split) -> Draft:
    apps = rng.sample(list(PACKAGES), rng.randint(2, 5))
    return Draft(
        parameters={},
        setup=partial(_open_all, apps),
        check=lambda phone: not _recent(phone),
        solve=_close_move,
        may_change=(),
    )


def _app(number: int, app: str, container: int, x: int, y: int = 0, *, screen: int = 0) -> Record:
    intent = (
        "#Intent;action=android.intent.action.MAIN;category=android.intent.category.LAUNCHER;"
        f"launchFlags=0x10200000;component={PACKAGES[app]}/.Main;end"
    )
    return _record(number, app, container, x, y, screen) | {"intent": intent, "itemType": _APPLICATION}


def _record(number: int, title: str, container: int, x: int, y: int, screen: int) -> dict[str, object]:
    return {
        "_id": number, "title": title, "container": container, "screen": screen, "cellX": x, "cellY": y,
        "spanX": 1, "spanY": 1, "itemType": _FOLDER,
    }  # fmt: skip


def _arrange(items: Sequence[Record], phone: Phone) -> None:
    fill_table(phone, DATABASE, "favorites", items)
    begin(phone)


def _is_arranged(items: Sequence[Record], app: int, folder: int, phone: Phone) -> bool:
    """Say whether one icon went into a folder, and all else lies where it lay."""
    moved = {"_id": app, "container": folder, "itemType": _APPLICATION}
    kept = [{name: item[name] for name in item if name != "intent"} for item in items if item["_id"] != app]
    return matches(rows(phone, DATABASE, "SELECT * FROM favorites"), kept, [moved])


def _folder(screen: Screen, title: str) -> Element | None:
    return next((e for e in screen.elements if f"Folder: {title}," in f"{e.text} {e.detail}"), None)


def _carry_move(app: str, title: str, screen: Screen, _progress: Sequence[Move]) -> Move:
    folder, icon = _folder(screen, title), find(screen, app)
    if screen.app.package != PACKAGE or folder is None:
        return Key(key="home")
    return Done(message=f"{app} is in {title}.") if icon is None else Carry(element=icon, onto=folder)


def _draw_folder(rng: Random, split: Split) -> Draft:
    """Put two folders of similar names and three icons on the first page, and an icon on the second."""
    apps = rng.sample([app for app in PACKAGES if app not in ("Clock", "Settings")], 8)
    first, second = (name.capitalize() for name in words(rng, split, 2))
    titles = [first, f"{first} {second}"] if rng.random() < 0.5 else [f"{first} {second}", first]
    cells = rng.sample([(x, y) for x in range(4) for y in range(1, 5)], 5)
    places = dict(zip(("one", "other", *apps[:3]), cells, strict=True))
    items: list[Record] = [
        _app(1, "Clock", _HOTSEAT, 0),
        _app(2, "Settings", _HOTSEAT, 3, screen=3),
        _record(3, titles[0], _DESKTOP, *places["one"], 0),
        _record(4, titles[1], _DESKTOP, *places["other"], 0),
        *(_app(5 + number, app, _DESKTOP, *places[app]) for number, app in enumerate(apps[:3])),
        *(_app(8 + number, app, 3 + number // 2, number % 2) for number, app in enumerate(apps[3:7])),
        _app(12, apps[7], _DESKTOP, 1, 2, screen=1),
    ]
    return Draft(
        parameters={"app": apps[0], "folder": titles[0]},
        setup=partial(_arrange, items),
        check=partial(_is_arranged, items, 5, 3),
        solve=partial(_carry_move, apps[0], titles[0]),
        may_change=(f"{DATABASE}:favorites",),
    )


def _lock(pin: str, phone: Phone) -> None:
    begin(phone)
    phone.shell(f"locksettings set-pin {pin}; input keyevent SLEEP; input keyevent WAKEUP")


def _is_open(phone: Phone) -> bool:
    return "mDreamingLockscreen=false" in phone.shell("dumpsys window")


def _unlock_move(pin: str, screen: Screen, _progress: Sequence[Move]) -> Move:
    if screen.system_ui is SystemUi.LOCK_SCREEN:
        return _PUSH_UP
    field = next((e for e in screen.elements if e.role is Role.FIELD and e.text.endswith("PIN")), None)
    if field is None:
        return Done(message="The phone is unlocked.")
    typed = len(field.detail)
    return touch(screen, pin[typed] if typed < len(pin) else "Enter") or Back()


def _draw_unlock(rng: Random, split: Split) -> Draft:
    while True:
        pin = "".join(rng.choice("0123456789") for _ in range(rng.randint(4, 6)))
        if split_of(pin) == split:
            break
    return Draft(
        parameters={"pin": pin},
        setup=partial(_lock, pin),
        check=_is_open,
        solve=partial(_unlock_move, pin),
        may_change=(),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="launcher_close_recent_apps",
        app=APP,
        phrasings=("Close every recent app", "Close all apps that were used lately", "Clear the list of recent apps"),
        held_out=("No app should be left in the overview of recent apps",),
        draw=_draw_close,
        steps=10,
    ),
    Template(
        name="launcher_move_into_folder",
        app=APP,
        phrasings=(
            "Move {app} into the folder {folder} on the home screen",
            "On the home screen, put the icon of {app} into the folder {folder}",
        ),
        held_out=("The home screen's folder {folder} should hold {app} too",),
        draw=_draw_folder,
        steps=8,
    ),
    Template(
        name="lock_screen_pin",
        app=APP,
        phrasings=("Unlock the phone with the PIN {pin}", "The phone is locked: open it, the PIN is {pin}"),
        held_out=("Get past the lock screen; I allow you to use my PIN {pin}",),
        draw=_draw_unlock,
        steps=14,
    ),
)
