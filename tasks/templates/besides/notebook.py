"""Templates of Joplin: all to-dos of a notebook ticked, a note found by a word and shared to a chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import sentence, title, word
from tasks.rules import fill, find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.joplin import APP, FOLDERS, NOTES_DB, Note, note_record, prepare_notes, some_notes
from tasks.templates.androidworld.phone_kit import NOW, matches, rows
from tasks.templates.androidworld.steps import is_front, look_further, touch, touches
from tasks.templates.chat import APP as CHAT
from tasks.templates.chat import World, sent, some_world

_COMPARED = ("title", "body", "is_todo", "parent_id")


def _is_list_of(screen: Screen, folder: str) -> bool:
    return find(screen, folder, Role.TEXT) is not None and touch(screen, "Sidebar") is not None


def _tick_move(folder: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if not _is_list_of(screen, folder):
        return touch(screen, folder) or touch(screen, "Sidebar") or Back()
    boxes = [element for element in screen.elements if element.role is Role.CHECKBOX]
    left = [box for box in boxes if not box.checked]
    return Touch(element=left[0]) if left else Done(message=f"All to-dos of {folder} are ticked.")


def _rows(notes: Sequence[Note], *, plain: bool) -> list[Mapping[str, object]]:
    """Return what the rows of notes have to hold; in the normalised table titles are in lower case."""
    folders = {name: f"{number:032x}" for number, name in enumerate(FOLDERS, 1)}
    found: list[Mapping[str, object]] = []
    for note in notes:
        record = note_record(0, note, folders[note.folder], int(NOW.timestamp() * 1000))
        held = {name: record[name] for name in _COMPARED} | {"done": note.is_ticked}
        found.append(held if plain else {**held, "title": note.title.lower(), "body": note.body.lower()})
    return found


def _are(notes: Sequence[Note], phone: Phone) -> bool:
    columns = f"{', '.join(_COMPARED)}, todo_completed > 0 AS done"
    plain = rows(phone, NOTES_DB, f"SELECT {columns} FROM notes WHERE deleted_time = 0")
    normalized = rows(phone, NOTES_DB, f"SELECT {columns} FROM notes_normalized")
    lowered = [{**row, "body": str(row["body"]).lower()} for row in normalized]
    count = len(rows(phone, NOTES_DB, "SELECT id FROM notes"))
    return (
        count == len(notes) and matches(plain, _rows(notes, plain=True)) and matches(lowered, _rows(notes, plain=False))
    )


def _draw_tick(rng: Random, split: Split) -> Draft:
    """Let the notebook hold open and done to-dos and notes, and other notebooks to-dos that are called alike."""
    folder = rng.choice(FOLDERS)
    own = [
        Note(folder=folder, title=title(rng, split).capitalize(), body=sentence(rng, split), is_todo=True)
        for _ in range(rng.randint(2, 4))
    ]
    own.append(replace(own[0], title=f"{own[0].title} done", is_ticked=True))
    own.append(Note(folder=folder, title=title(rng, split).capitalize(), body=sentence(rng, split)))
    elsewhere = next(each for each in FOLDERS if each != folder)
    others = [note for note in some_notes(rng, split, 7) if note.folder != folder]
    others.append(replace(own[1], folder=elsewhere))
    ticked = [replace(note, is_ticked=note.is_todo) for note in own]
    return Draft(
        parameters={"folder": folder},
        setup=partial(prepare_notes, rng.sample(own + others, len(own) + len(others))),
        check=partial(_are, [*others, *ticked]),
        solve=partial(_tick_move, folder),
        may_change=("*/joplin.sqlite:notes", "*/joplin.sqlite:notes_normalized"),
    )


def _share_move(wanted: str, name: str, to: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Search for a word, open the note that has it, and share it with somebody."""
    if touches(progress, "Send"):
        return Done(message=f"{to} has the note.")
    if screen.app.package == "android":
        return touch(screen, CHAT) or Back()
    if is_front(screen, CHAT):
        if find(screen, "Send to this chat?") is not None:
            return (touch(screen, "Send") if find(screen, to) is not None else None) or Back()
        if find(screen, "Select a Chat") is not None:
            return touch(screen, to) or look_further(progress)
        return Open(app=APP)
    if not is_front(screen, APP):
        return Open(app=APP)
    share = touch(screen, "Share")
    if share is not None:
        return share
    if touch(screen, "Actions") is not None:
        return (touch(screen, "Actions") if find(screen, name) is not None else None) or Back()
    search = find(screen, "Search", Role.FIELD)
    if search is not None:
        return fill(search, wanted) or touch(screen, name) or Back()
    return touch(screen, "Search") or Back()


def _prepare_share(notes: Sequence[Note], world: World, phone: Phone) -> None:
    world.setup(phone)
    prepare_notes(notes, phone)


def _draw_share(rng: Random, split: Split) -> Draft:
    """Let one note have the word in its text; another has its title, and more words."""
    world, wanted = some_world(rng, split), word(rng, split)
    talker = next(iter(world.names))
    body = f"{sentence(rng, split)}\n{sentence(rng, split)} {wanted}"
    found = Note(folder=rng.choice(FOLDERS), title=f"{title(rng, split)} plan".capitalize(), body=body)
    others = [replace(found, title=f"{found.title} 2", body=sentence(rng, split)), *some_notes(rng, split, 9)]
    kept = [note for note in others if wanted not in f"{note.title} {note.body}".lower()]
    notes = [found, *kept]
    added = {"type": 1, "talker": talker, "content": f"{found.title}\n\n{found.body}"}
    return Draft(
        parameters={"word": wanted, "name": world.names[talker]},
        setup=partial(_prepare_share, rng.sample(notes, len(notes)), world),
        check=partial(sent, world, added),
        solve=partial(_share_move, wanted, found.title, world.names[talker]),
        may_change=("*/EnMicroMsg.db:message",),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="notes_tick_all_todos",
        app=APP,
        phrasings=(
            'Tick all to-dos of the notebook "{folder}" in Joplin',
            'Everything in the Joplin notebook "{folder}" is done: tick off all its to-dos',
        ),
        held_out=('Mark each to-do of "{folder}" in Joplin as completed',),
        draw=_draw_tick,
        steps=20,
    ),
    Template(
        name="notes_share_to_chat",
        app=APP,
        phrasings=(
            'Find the Joplin note that mentions "{word}" and share it with {name} on WeChat',
            'One of my Joplin notes has the word "{word}" in it: share that note to {name} in WeChat',
        ),
        held_out=('{name} needs the Joplin note about "{word}", share it through WeChat',),
        draw=_draw_share,
        steps=20,
    ),
)
