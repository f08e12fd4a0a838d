"""Templates of the Markor app: notes and folders made, changed, renamed and deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Element, Role, Screen
from tasks.moves import Back, Done, Hold, Move, Open, Touch
from tasks.pools import sentence, title, word
from tasks.rules import fill, find, find_button, made_touch, seek
from tasks.template import Draft, Split, Template
from tasks.templates.on_phone import APPS, read_text, start_at_home

APP = "Markor"
FOLDER = "/storage/emulated/0/Documents/Markor"
PREFERENCES = "/data/data/net.gsantner.markor"
MAY_CHANGE = (f"{FOLDER}/*", PREFERENCES, f"{PREFERENCES}/*")
CREATE = "Create a new file or folder"


def _prepare(notes: Mapping[str, str], phone: Phone) -> None:
    """Leave exactly these notes, file name to content, and no folder."""
    start_at_home(phone)
    phone.shell(f"rm -rf {FOLDER}; mkdir -p {FOLDER}")
    for name, content in notes.items():
        phone.push(content.encode(), f"{FOLDER}/{name}")


def read_notes(phone: Phone) -> dict[str, str]:
    """Return the notes, file name to content without surrounding white space, and folders with a trailing slash."""
    notes = {f"{name}/": "" for name in _names(phone, "d")}
    for name in _names(phone, "f"):
        notes[name] = (read_text(phone, f"{FOLDER}/{name}") or "").strip()
    return notes


def _names(phone: Phone, kind: str) -> list[str]:
    """Return the names of what lies in the app's folder; `kind` is a letter of ``find -type``."""
    paths = phone.shell(f"find {FOLDER} -mindepth 1 -maxdepth 1 -type {kind}").splitlines()
    return [path.rpartition("/")[2] for path in paths if path]


def _notes_are(wanted: Mapping[str, str], phone: Phone) -> bool:
    return read_notes(phone) == wanted


def _some_notes(rng: Random, split: Split, count: int) -> dict[str, str]:
    """Draw notes; some of the later ones begin with the first one's first word."""
    notes: dict[str, str] = {}
    first = ""
    while len(notes) < count:
        name = title(rng, split) if not first or rng.random() < 0.7 else f"{first} {word(rng, split)}"
        first = first or name.partition(" ")[0]
        notes[f"{name}.md"] = sentence(rng, split)
    return notes


def _note(screen: Screen, name: str) -> Element | None:
    return find_button(screen, name)


def _is_list(screen: Screen) -> bool:
    return find_button(screen, CREATE) is not None


def _editor(screen: Screen, name: str) -> Element | None:
    """Return the text field of the editor that shows a note, None where none is in front."""
    if find_button(screen, "Save") is None or not (find(screen, name) or find(screen, name.removesuffix(".md"))):
        return None
    return next((element for element in screen.elements if element.role is Role.FIELD), None)


def _write_move(name: str, text: str, screen: Screen, progress: Sequence[Move]) -> Move | None:
    """Return the move that brings a text into the note whose editor is in front, None where it isn't."""
    editor = _editor(screen, name)
    if editor is None:
        return None
    move = fill(editor, text)
    if move is not None:
        return move
    if progress and made_touch(progress[-1:], "Save"):
        return Done(message=f"The note {name} is written.")
    save = find_button(screen, "Save")
    return Touch(element=save) if save is not None else Back()


def _create_move(name: str, text: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    writing = _write_move(f"{name}.md", text, screen, progress)
    if writing is not None:
        return writing
    field, ok = find(screen, "Name", Role.FIELD), find_button(screen, "OK")
    if field is not None and ok is not None and find_button(screen, "FOLDER") is not None:
        return fill(field, name) or Touch(element=ok)
    if not _is_list(screen):
        return Back()
    note, create = _note(screen, f"{name}.md"), find_button(screen, CREATE)
    if note is not None:
        return Touch(element=note)
    return Touch(element=create) if create is not None else Back()


def _draw_create(rng: Random, split: Split) -> Draft:
    notes = _some_notes(rng, split, rng.randint(1, 5))
    (file, _), *others = notes.items()
    text = sentence(rng, split)
    return Draft(
        parameters={"title": file.removesuffix(".md"), "text": text},
        setup=partial(_prepare, dict(others)),
        check=partial(_notes_are, {**notes, file: text}),
        solve=partial(_create_move, file.removesuffix(".md"), text),
        may_change=MAY_CHANGE,
    )


def _folder_move(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    field, make = find(screen, "Name", Role.FIELD), find_button(screen, "FOLDER")
    if field is not None and make is not None:
        return fill(field, name) or Touch(element=make)
    if not _is_list(screen):
        return Back()
    if _note(screen, name) is not None:
        return Done(message=f"The folder {name} is there.")
    create = find_button(screen, CREATE)
    return Touch(element=create) if create is not None else Back()


def _draw_folder(rng: Random, split: Split) -> Draft:
    notes = _some_notes(rng, split, rng.randint(0, 4))
    name = title(rng, split)
    return Draft(
        parameters={"title": name},
        setup=partial(_prepare, notes),
        check=partial(_notes_are, {**notes, f"{name}/": ""}),
        solve=partial(_folder_move, name),
        may_change=MAY_CHANGE,
    )


def _select_move(name: str, command: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Return the move towards a command on the selected note: hold the note, then touch the command."""
    button = find_button(screen, command)
    if button is not None:
        held = bool(progress) and isinstance(progress[-1], Hold) and progress[-1].element.text == name
        return Touch(element=button) if held else Back()
    if not _is_list(screen):
        return Back()
    note = _note(screen, name)
    return Hold(element=note) if note is not None else seek(progress)


def _delete_move(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    ok = find_button(screen, "OK")
    if ok is not None:
        asked = bool(progress) and made_touch(progress[-1:], "Delete")
        return Touch(element=ok) if asked else Back()
    if _is_list(screen) and _note(screen, name) is None and made_touch(progress, "OK"):
        return Done(message=f"The note {name} is deleted.")
    return _select_move(name, "Delete", screen, progress)


def _draw_delete(rng: Random, split: Split) -> Draft:
    notes = _some_notes(rng, split, rng.randint(2, 6))
    target = next(iter(notes))
    return Draft(
        parameters={"title": target.removesuffix(".md")},
        setup=partial(_prepare, notes),
        check=partial(_notes_are, {name: text for name, text in notes.items() if name != target}),
        solve=partial(_delete_move, target),
        may_change=MAY_CHANGE,
    )


def _rename_move(name: str, new: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    field, ok = next((e for e in screen.elements if e.role is Role.FIELD), None), find_button(screen, "OK")
    if ok is not None:
        asked = bool(progress) and not isinstance(progress[-1], Back) and made_touch(progress, "Rename")
        return (fill(field, new) or Touch(element=ok)) if field is not None and asked else Back()
    if _is_list(screen) and _note(screen, new) is not None:
        return Done(message=f"The note is named {new}.")
    return _select_move(name, "Rename", screen, progress)


def _draw_rename(rng: Random, split: Split) -> Draft:
    notes = _some_notes(rng, split, rng.randint(2, 6))
    target = next(iter(notes))
    new = f"{title(rng, split)}.md"
    while new in notes:
        new = f"{title(rng, split)}.md"
    return Draft(
        parameters={"title": target.removesuffix(".md"), "new": new.removesuffix(".md"), "new_file": new},
        setup=partial(_prepare, notes),
        check=partial(_notes_are, {new if name == target else name: text for name, text in notes.items()}),
        solve=partial(_rename_move, target, new),
        may_change=MAY_CHANGE,
    )


def _edit_move(name: str, text: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    writing = _write_move(name, text, screen, progress)
    if writing is not None:
        return writing
    if not _is_list(screen):
        return Back()
    note = _note(screen, name)
    return Touch(element=note) if note is not None else seek(progress)


def _draw_replace(rng: Random, split: Split) -> Draft:
    notes = _some_notes(rng, split, rng.randint(2, 6))
    target, text = next(iter(notes)), sentence(rng, split)
    return Draft(
        parameters={"title": target.removesuffix(".md"), "text": text},
        setup=partial(_prepare, notes),
        check=partial(_notes_are, {**notes, target: text}),
        solve=partial(_edit_move, target, text),
        may_change=MAY_CHANGE,
    )


def _draw_append(rng: Random, split: Split) -> Draft:
    notes = _some_notes(rng, split, rng.randint(2, 6))
    target, text = next(iter(notes)), word(rng, split)
    notes[target] = word(rng, split).capitalize()
    whole = f"{notes[target]} {text}"
    return Draft(
        parameters={"title": target.removesuffix(".md"), "text": text},
        setup=partial(_prepare, notes),
        check=partial(_notes_are, {**notes, target: whole}),
        solve=partial(_edit_move, target, whole),
        may_change=MAY_CHANGE,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="markor_create_note",
        app=APP,
        phrasings=(
            'Create a note "{title}" with the text "{text}"',
            'Create a new note in Markor named "{title}" with the text "{text}"',
            'Make a note called "{title}" that says "{text}"',
            'Write a note "{title}" with the content "{text}" in Markor',
            'Add a new note "{title}" with the text "{text}"',
            'Please create the note "{title}" and write "{text}" into it',
            'In Markor, create a new file "{title}" with the text "{text}"',
            'New note "{title}" with the text "{text}"',
        ),
        held_out=(
            'I need a note "{title}" in Markor, with the text "{text}"',
            'Note down "{text}" in a new note called "{title}"',
        ),
        draw=_draw_create,
    ),
    Template(
        name="markor_create_folder",
        app=APP,
        phrasings=(
            'Create a folder "{title}" in Markor',
            'Create a new folder in Markor named "{title}"',
            'Make a folder called "{title}" in Markor',
            'Add a new folder "{title}" to my notes',
            'Please create the folder "{title}" for my notes',
            'In Markor, create a new folder "{title}"',
            'New folder "{title}" in Markor',
            'Make a new notes folder "{title}"',
        ),
        held_out=('I need a folder "{title}" in Markor', 'Open Markor and make the folder "{title}"'),
        draw=_draw_folder,
    ),
    Template(
        name="markor_delete_note",
        app=APP,
        phrasings=(
            'Delete the note "{title}"',
            'Delete the note "{title}" in Markor',
            'Delete the note in Markor named "{title}"',
            'Remove the note "{title}" from Markor',
            'Please delete my note "{title}"',
            'In Markor, delete the file "{title}"',
            'Open Markor and delete "{title}"',
            'I don\'t need the note "{title}" any more, delete it',
        ),
        held_out=('Get rid of the note "{title}" in Markor', 'Can you delete the note called "{title}"?'),
        draw=_draw_delete,
    ),
    Template(
        name="markor_rename_note",
        app=APP,
        phrasings=(
            'Rename the note "{title}" to "{new_file}"',
            'Rename the note "{title}" in Markor to "{new_file}"',
            'Change the name of the note "{title}" to "{new_file}"',
            'In Markor, rename "{title}" to "{new_file}"',
            'Please rename my note "{title}" to "{new_file}"',
            'Give the note "{title}" the new name "{new_file}"',
            'Open Markor and rename the file "{title}" to "{new_file}"',
            'Rename "{title}" to "{new_file}" in Markor',
        ),
        held_out=(
            'The note "{title}" should be renamed to "{new_file}"',
            'Can you rename the Markor note "{title}" to "{new_file}"?',
        ),
        draw=_draw_rename,
    ),
    Template(
        name="markor_replace_text",
        app=APP,
        phrasings=(
            'Change the text of the note "{title}" to "{text}"',
            'Replace the text of the note "{title}" by "{text}"',
            'Change the content of the note "{title}" in Markor to "{text}"',
            'Edit the note "{title}" so that it says "{text}"',
            'In Markor, replace the content of "{title}" with "{text}"',
            'Please set the text of my note "{title}" to "{text}"',
            'Update the content of "{title}" to "{text}" in Markor',
            'Overwrite the note "{title}" with the text "{text}"',
        ),
        held_out=(
            'The note "{title}" should only say "{text}"',
            'Can you change what the note "{title}" says to "{text}"?',
        ),
        draw=_draw_replace,
    ),
    Template(
        name="markor_append_text",
        app=APP,
        phrasings=(
            'Add "{text}" to the end of the note "{title}"',
            'Append "{text}" to the note "{title}"',
            'Append "{text}" to the note "{title}" in Markor',
            'Add the word "{text}" to my note "{title}"',
            'In Markor, append "{text}" to "{title}"',
            'Please append "{text}" at the end of the note "{title}"',
            'Edit the note "{title}" and append "{text}"',
            'Put "{text}" at the end of the note "{title}" in Markor',
        ),
        held_out=(
            'The note "{title}" needs "{text}" at its end',
            'Can you append "{text}" to the Markor note "{title}"?',
        ),
        draw=_draw_append,
    ),
)
