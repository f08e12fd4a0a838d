"""Templates of the notification shade: notifications read, answered and cleared, and its quick settings."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from device.phone import Phone
from perception.conditions import SystemUi
from perception.screen import Role, Screen
from tasks.answer import Answer
from tasks.moves import Done, Enter, Move, Sweep, Touch
from tasks.pools import first_name, last_name, phone_number, sentence, word
from tasks.rules import find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import PACKAGES, begin, matches, nothing, rows
from tasks.templates.androidworld.sms import DATABASE, RECEIVED, SENT, prepare_messages
from tasks.templates.androidworld.steps import look_further, touch, touches, was_entered
from tasks.templates.on_phone import get_setting, put_settings

APP = "Launcher"
TELLING = ("Files", "Joplin", "OpenTracks", "Retro Music", "Simple Calendar Pro", "Tasks", "VLC", "WeChat")
"""Apps whose notifications nobody answers."""
_PULL = Sweep(start=(0.5, 0.005), end=(0.5, 0.6))
_PULL_FURTHER = Sweep(start=(0.5, 0.3), end=(0.5, 0.8))


@dataclass(frozen=True, kw_only=True)
class Note:
    """A notification: the app it is from, its title and its text."""

    app: str
    title: str
    text: str


def _post(notes: Sequence[Note], phone: Phone) -> None:
    begin(phone, *dict.fromkeys(note.app for note in notes))
    phone.shell(
        "; ".join(
            f"simulator notify {PACKAGES[note.app]} {shlex.quote(note.title)} {shlex.quote(note.text)}"
            for note in notes
        )
    )


def _titles(phone: Phone) -> list[str]:
    """Return the titles of the notifications in the shade."""
    return [line.split("|")[3] for line in phone.shell("cmd notification list").splitlines()]


def _some_notes(rng: Random, split: Split, count: int) -> list[Note]:
    apps = rng.sample(TELLING, count)
    titles = list(dict.fromkeys(word(rng, split).capitalize() for _ in range(count + 12)))
    return [
        Note(app=app, title=title, text=sentence(rng, split)) for app, title in zip(apps, titles[:count], strict=True)
    ]


def _is_pulled(screen: Screen) -> bool:
    return screen.system_ui is SystemUi.SHADE


def _clear_move(screen: Screen, progress: Sequence[Move]) -> Move:
    if touches(progress, "Clear all"):
        return Done(message="There is no notification left.")
    if not _is_pulled(screen):
        return _PULL
    return touch(screen, "Clear all") or look_further(progress)


def _draw_clear(rng: Random, split: Split) -> Draft:
    notes = _some_notes(rng, split, rng.randint(2, 6))
    return Draft(
        parameters={},
        setup=partial(_post, notes),
        check=lambda phone: not _titles(phone),
        solve=_clear_move,
        may_change=("notifications",),
    )


def _read_move(app: str, answer: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not _is_pulled(screen):
        return _PULL
    if any(element.detail == f"{app}, {answer}" for element in screen.elements):
        return Done(message=answer)
    return look_further(progress)


def _draw_read(rng: Random, split: Split) -> Draft:
    notes = _some_notes(rng, split, rng.randint(3, 6))
    asked = rng.choice(notes)
    return Draft(
        parameters={"app": asked.app},
        setup=partial(_post, notes),
        check=nothing,
        solve=partial(_read_move, asked.app, asked.text),
        answer=Answer(kind="words", values=(asked.text,)),
        may_change=(),
    )


def _let_write(people: Mapping[str, str], texts: Mapping[str, str], phone: Phone) -> None:
    """Let each of some people have sent one message, the first of them first; nobody has read any."""
    prepare_messages([], {number: name for name, number in people.items()}, "", phone)
    phone.shell("; ".join(f"simulator message {people[name]} {shlex.quote(text)}" for name, text in texts.items()))


def _is_answered(people: Mapping[str, str], texts: Mapping[str, str], name: str, body: str, phone: Phone) -> bool:
    """Say whether one answer went out, and the notifications of the others are still there."""
    kept = [{"address": people[each], "body": text, "type": RECEIVED} for each, text in texts.items()]
    sent = [{"address": people[name], "body": body, "type": SENT}]
    found = rows(phone, DATABASE, "SELECT address, body, type FROM sms")
    threads = len(rows(phone, DATABASE, "SELECT _id FROM threads"))
    return matches(found, kept, sent) and threads == len(texts) and set(_titles(phone)) >= texts.keys() - {name}


def _answer_move(name: str, body: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if touches(progress, "Send"):
        return Done(message=f"{name} has the answer.")
    if not _is_pulled(screen) and find(screen, "Send") is None:
        return _PULL
    field = find(screen, "Reply", Role.FIELD)
    if field is not None and not was_entered(progress, "Reply", body):
        return Enter(text=body, into=field)
    if field is not None:
        return touch(screen, "Send") or look_further(progress)
    places = [place for place, element in enumerate(screen.elements) if element.text == name]
    for element in screen.elements[places[0] :] if places else ():
        if element.text == "Reply":
            return Touch(element=element)
    return look_further(progress)


def _draw_answer(rng: Random, split: Split) -> Draft:
    """Let several people have written, two of whom have the same first name."""
    first = first_name(rng, split)
    names = [f"{first} {last}" for last in dict.fromkeys(last_name(rng, split) for _ in range(8))][:2]
    names += [f"{first_name(rng, split)} {last_name(rng, split)}" for _ in range(rng.randint(1, 2))]
    names = list(dict.fromkeys(names))
    numbers = list(dict.fromkeys(phone_number(rng, split) for _ in range(12)))
    people = dict(zip(names, numbers, strict=False))
    texts = {name: sentence(rng, split) for name in rng.sample(names, len(names))}
    body = sentence(rng, split)
    return Draft(
        parameters={"name": names[0], "message": body},
        setup=partial(_let_write, people, texts),
        check=partial(_is_answered, people, texts, names[0], body),
        solve=partial(_answer_move, names[0], body),
        may_change=("*/mmssms.db:sms", "*/mmssms.db:threads", "notifications"),
    )


TILES: dict[str, tuple[str, str]] = {
    "Internet": ("global", "wifi_on"),
    "Bluetooth": ("global", "bluetooth_on"),
    "Do Not Disturb": ("global", "zen_mode"),
    "Airplane mode": ("global", "airplane_mode_on"),
    "Auto-rotate": ("system", "accelerometer_rotation"),
    "Battery Saver": ("global", "low_power"),
}
"""Where the state of a tile is kept."""


def _prepare_tiles(values: Mapping[str, str], phone: Phone) -> None:
    put_settings(phone, {TILES[tile]: value for tile, value in values.items()})
    begin(phone)


def _tile_move(tile: str, state: str, screen: Screen, _progress: Sequence[Move]) -> Move:
    if not _is_pulled(screen):
        return _PULL
    switch = find(screen, tile, Role.SWITCH)
    if switch is None:
        return _PULL_FURTHER
    return Done(message=f"{tile} is {state}.") if switch.checked == (state == "on") else Touch(element=switch)


def _draw_tile(rng: Random, _split: Split) -> Draft:
    tile, state = rng.choice(list(TILES)), rng.choice(("on", "off"))
    values = {each: rng.choice(("0", "1")) for each in TILES}
    already_done = rng.random() < 0.08
    values[tile] = str(int((state == "on") == already_done))
    space, key = TILES[tile]
    return Draft(
        parameters={"tile": tile, "state": state},
        setup=partial(_prepare_tiles, values),
        check=lambda phone: get_setting(phone, space, key) == str(int(state == "on")),
        solve=partial(_tile_move, tile, state),
        already_done=already_done,
        may_change=(f"{space}/{key}",),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="shade_clear_notifications",
        app=APP,
        phrasings=("Clear all notifications", "Remove every notification", "Dismiss all my notifications"),
        held_out=("I don't need any of the notifications, take them all away",),
        draw=_draw_clear,
        steps=8,
    ),
    Template(
        name="shade_notification_says",
        app=APP,
        phrasings=(
            "What does the notification from {app} say? Answer with its text, without its title",
            "Read the notification from {app} and tell me its text alone, not its title",
        ),
        held_out=("{app} has a notification: what is written in it, below its title?",),
        draw=_draw_read,
        steps=8,
    ),
    Template(
        name="shade_reply",
        app=APP,
        phrasings=(
            'Answer "{message}" to {name} right in the notification of the message',
            'Reply to the notification of {name} with "{message}"',
        ),
        held_out=('{name} has written: send "{message}" back from the notification',),
        draw=_draw_answer,
        steps=12,
    ),
    Template(
        name="shade_tile",
        app=APP,
        phrasings=(
            "Turn {state} {tile} in the quick settings",
            "Pull down the quick settings and switch {tile} {state}",
            "Use the tile {tile} to turn that {state}",
        ),
        held_out=("The quick settings have {tile}: it should be {state}",),
        draw=_draw_tile,
        steps=8,
    ),
)
