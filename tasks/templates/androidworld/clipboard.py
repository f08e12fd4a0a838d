"""Templates about the clipboard: a text copied, and one pasted into a note, by the toolbar over a held text."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Element, Role, Screen
from tasks.moves import Back, Done, Enter, Hold, Move, Open, Touch
from tasks.pools import sentence, title
from tasks.rules import fill, find, find_button
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.markor_notes import APP, CREATE, notes_are, prepare_notes, some_notes
from tasks.templates.androidworld.phone_kit import PACKAGES, begin
from tasks.templates.androidworld.steps import is_front, touch, touches
from tasks.templates.markor import MAY_CHANGE

MESSENGER = "Simple SMS Messenger"
_CLIP = re.compile(r'data="(.*)"', re.DOTALL)


def _fill_clipboard(text: str, phone: Phone) -> None:
    phone.shell(f"am broadcast -a clipper.set -e text {shlex.quote(text)}")


def _holds(text: str, phone: Phone) -> bool:
    """Say whether the clipboard holds a text; the app Clipper tells what it holds, as on AndroidWorld's phones."""
    told = _CLIP.search(phone.shell("am broadcast -a clipper.get"))
    return told is not None and told.group(1) == text


def _field(screen: Screen) -> Element | None:
    return next((element for element in screen.elements if element.role is Role.FIELD), None)


def _copy_move(text: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Type the text where nothing keeps it, and copy it there."""
    if touches(progress, "Copy"):
        return Done(message="The text is on the clipboard.")
    if not is_front(screen, MESSENGER):
        return Open(app=MESSENGER)
    chosen = touch(screen, "Select all", "Copy")
    if chosen is not None:
        return chosen
    field = _field(screen)
    if field is None:
        return touch(screen, "New conversation") or Back()
    if any(isinstance(move, Enter) for move in progress):
        return Hold(element=field)
    return fill(field, text) or Back()


def _draw_copy(rng: Random, split: Split) -> Draft:
    text, before = sentence(rng, split), sentence(rng, split)

    def setup(phone: Phone) -> None:
        begin(phone, *PACKAGES)
        _fill_clipboard(before, phone)

    return Draft(
        parameters={"text": text},
        setup=setup,
        check=partial(_holds, text),
        solve=partial(_copy_move, text),
        may_change=("clipboard",),
    )


def _paste_move(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Create the note, paste into it, and save it."""
    if not is_front(screen, APP):
        return Open(app=APP)
    paste, named = touch(screen, "Paste"), find(screen, "Name", Role.FIELD)
    if paste is not None:
        return paste
    if named is not None and find_button(screen, "FOLDER") is not None:
        return fill(named, name) or touch(screen, "OK") or Back()
    save, field = find_button(screen, "Save"), _field(screen)
    if save is not None and field is not None:
        if not touches(progress, "Paste"):
            return Hold(element=field)
        return Done(message=f"The note {name} is saved.") if touches(progress[-1:], "Save") else Touch(element=save)
    return touch(screen, f"{name}.md", CREATE) or Back()


def _draw_paste(rng: Random, split: Split) -> Draft:
    notes, text = some_notes(rng, split, rng.randint(1, 4)), sentence(rng, split)
    name = title(rng, split)
    while any(path.startswith(f"{name}.") for path in notes):
        name = title(rng, split)

    def setup(phone: Phone) -> None:
        prepare_notes(notes, (), phone)
        _fill_clipboard(text, phone)

    return Draft(
        parameters={"title": name},
        setup=setup,
        check=partial(notes_are, {**notes, f"{name}.md": text}),
        solve=partial(_paste_move, name),
        may_change=MAY_CHANGE,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="system_copy_to_clipboard",
        app="Launcher",
        phrasings=(
            'Put the text "{text}" on the clipboard, and leave nothing else behind',
            'The clipboard should hold "{text}". Keep everything else on the phone as it is',
        ),
        held_out=('Have "{text}" ready on the clipboard, without saving it anywhere',),
        draw=_draw_copy,
        steps=10,
    ),
    Template(
        name="markor_create_note_from_clipboard",
        app=APP,
        phrasings=(
            "Make a note {title} in Markor and paste into it what the clipboard holds",
            "Paste the clipboard into a new Markor note named {title}, and save that",
        ),
        held_out=("What is on the clipboard should become the Markor note {title}",),
        draw=_draw_paste,
        steps=14,
    ),
)
