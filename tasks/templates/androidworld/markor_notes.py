"""Templates of Markor beyond the default set's: notes deleted, moved, merged, changed and renamed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Hold, Move, Open, Touch
from tasks.pools import sentence, title, word
from tasks.rules import fill, find, find_button
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import MARKOR_FOLDER, begin
from tasks.templates.androidworld.steps import is_front, look_further, read_note, touch, touches
from tasks.templates.markor import MAY_CHANGE, PREFERENCES

APP = "Markor"
CREATE = "Create a new file or folder"
Notes = Mapping[str, str]


def prepare_notes(notes: Notes, folders: Sequence[str], phone: Phone) -> None:
    """Leave exactly these notes, path below the notebook to content; each was changed a minute after the one before."""
    begin(phone, APP)
    made = " ".join(shlex.quote(f"{MARKOR_FOLDER}/{folder}") for folder in ("", *folders))
    phone.shell(f"rm -rf {MARKOR_FOLDER} {PREFERENCES}; mkdir -p {made}")
    now = int(phone.shell("date +%s"))
    for age, (name, text) in enumerate(reversed(list(notes.items()))):
        path = f"{MARKOR_FOLDER}/{name}"
        phone.push(text.encode(), path)
        phone.shell(f"date @{now - 60 * age}; touch {shlex.quote(path)}")
    phone.shell(f"date @{now}")


def notes_are(notes: Notes, phone: Phone) -> bool:
    """Say whether exactly these notes are there, but for white space around their content."""
    paths = phone.shell(f"find {MARKOR_FOLDER} -type f").splitlines()
    found = {path.removeprefix(f"{MARKOR_FOLDER}/"): phone.pull(path).decode().strip() for path in paths if path}
    return found == {name: text.strip() for name, text in notes.items()}


def _is_list(screen: Screen) -> bool:
    return find_button(screen, CREATE) is not None


def _is_selecting(screen: Screen) -> bool:
    """Say whether notes are selected: the bar has a cross or an arrow, and what can be done with them."""
    return find_button(screen, "Delete") is not None and find_button(screen, CREATE) is None


def _select(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Return the move towards a note held in the list that is in front."""
    if not _is_list(screen):
        return Back()
    note = find_button(screen, name)
    return Hold(element=note) if note is not None else look_further(progress)


def some_notes(rng: Random, split: Split, count: int) -> dict[str, str]:
    """Draw notes, file name to content."""
    notes: dict[str, str] = {}
    while len(notes) < count:
        notes[f"{title(rng, split)}.{rng.choice(('md', 'txt'))}"] = sentence(rng, split)
    return notes


def _delete_move(names: Sequence[str], everything: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Delete a note, or all where `everything` is the menu's entry that selects them."""
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, "OK"):
        return Done(message="Deleted.")
    ok = touch(screen, "OK")
    if ok is not None:
        return ok
    menu = touch(screen, everything) if everything else None
    if menu is not None:
        return menu
    if _is_selecting(screen):
        if everything and not touches(progress, everything):
            return touch(screen, "More options") or Back()
        return touch(screen, "Delete") or Back()
    return _select(names[0], screen, progress)


def _draw_delete_all(rng: Random, split: Split) -> Draft:
    notes = some_notes(rng, split, rng.randint(2, 8))
    return Draft(
        parameters={},
        setup=partial(prepare_notes, notes, ()),
        check=partial(notes_are, {}),
        solve=partial(_delete_move, sorted(notes, key=str.lower), "Select all"),
        may_change=MAY_CHANGE,
    )


def _draw_delete_newest(rng: Random, split: Split) -> Draft:
    notes = some_notes(rng, split, rng.randint(3, 7))
    newest = list(notes)[-1]
    return Draft(
        parameters={},
        setup=partial(prepare_notes, notes, ()),
        check=partial(notes_are, {name: text for name, text in notes.items() if name != newest}),
        solve=partial(_delete_move, [newest], ""),
        may_change=MAY_CHANGE,
    )


def _move_move(name: str, source: str, target: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, "OK"):
        return Done(message=f"{name} is in {target}.")
    ok, entry = touch(screen, "OK"), touch(screen, "Move")
    if ok is not None:
        option = find(screen, target, Role.RADIO)
        if option is None:
            return look_further(progress)
        return ok if option.checked else Touch(element=option)
    if entry is not None:
        return entry
    if _is_selecting(screen):
        return touch(screen, "More options") or Back()
    if find_button(screen, name) is None and find_button(screen, source) is not None:
        return touch(screen, source) or Back()
    return _select(name, screen, progress)


def _draw_move(rng: Random, split: Split) -> Draft:
    source, target, other = (f"{word(rng, split).capitalize()}{suffix}" for suffix in ("Old", "New", "Else"))
    notes = {f"{source}/{name}": text for name, text in some_notes(rng, split, 4).items()}
    notes |= {f"{target}/{name}": text for name, text in some_notes(rng, split, 2).items()}
    path = next(iter(notes))
    name = path.partition("/")[2]
    notes.pop(f"{target}/{name}", None)
    wanted = {f"{target}/{name}" if each == path else each: text for each, text in notes.items()}
    return Draft(
        parameters={"file": name, "source": source, "target": target},
        setup=partial(prepare_notes, notes, (source, target, other)),
        check=partial(notes_are, wanted),
        solve=partial(_move_move, name, source, target),
        may_change=MAY_CHANGE,
    )


def _write(text: str, screen: Screen, progress: Sequence[Move]) -> Move | None:
    """Return the move that brings a text into the editor in front and saves it, None where that is done or not so."""
    save = find_button(screen, "Save")
    field = next((element for element in screen.elements if element.role is Role.FIELD), None)
    if save is None or field is None:
        return None
    written = " ".join(text.split())
    move = None if field.detail == written or field.detail == text else fill(field, text)
    if move is not None:
        return move
    return None if progress and touches(progress[-1:], "Save") else Touch(element=save)


def _change_move(name: str, new: str, text: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Change a note's text, then its name."""
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, "OK"):
        return Done(message=f"{new} is changed.")
    ok, field = touch(screen, "OK"), next((e for e in screen.elements if e.role is Role.FIELD), None)
    if ok is not None and field is not None:
        return fill(field, new) or ok
    if find_button(screen, "Save") is not None:
        return _write(text, screen, progress) or Back()
    if _is_selecting(screen):
        return touch(screen, "Rename") or Back()
    if touches(progress, "Save"):
        return _select(name, screen, progress)
    note = find_button(screen, name)
    if note is not None:
        return Touch(element=note)
    return look_further(progress) if _is_list(screen) else Back()


def _draw_change(make: Callable[[str, str], str], rng: Random, split: Split) -> Draft:
    notes = some_notes(rng, split, rng.randint(3, 6))
    name, *_ = notes
    new = f"{title(rng, split)}.md"
    while new in notes:
        new = f"{title(rng, split)}.md"
    added = sentence(rng, split)
    text = make(notes[name], added)
    wanted = {new if each == name else each: text if each == name else old for each, old in notes.items()}
    return Draft(
        parameters={"file": name, "new": new, "text": added},
        setup=partial(prepare_notes, notes, ()),
        check=partial(notes_are, wanted),
        solve=partial(_change_move, name, new, text),
        may_change=MAY_CHANGE,
    )


def _merge_move(names: Sequence[str], new: str, text: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Read the notes one after the other, then write the new one."""
    for name in names:
        move = read_note(name, screen, progress)
        if move is not None:
            return Back() if find_button(screen, "Save") is not None else move
    if not is_front(screen, APP):
        return Open(app=APP)
    field, ok = find(screen, "Name", Role.FIELD), find_button(screen, "OK")
    if field is not None and ok is not None:
        return fill(field, new.removesuffix(".md")) or Touch(element=ok)
    if find_button(screen, "Save") is not None and touches(progress, "OK"):
        return _write(text, screen, progress) or Done(message=f"{new} holds them all.")
    return touch(screen, CREATE) or Back()


def _draw_merge(rng: Random, split: Split) -> Draft:
    notes = some_notes(rng, split, rng.randint(3, 6))
    names = list(notes)[:3]
    new = f"{title(rng, split)}.md"
    while new in notes:
        new = f"{title(rng, split)}.md"
    text = "\n\n".join(notes[name] for name in names)
    first, second, third = names
    return Draft(
        parameters={"file1": first, "file2": second, "file3": third, "new": new},
        setup=partial(prepare_notes, notes, ()),
        check=partial(notes_are, {**notes, new: text}),
        solve=partial(_merge_move, names, new, text),
        may_change=MAY_CHANGE,
    )


def _template(name: str, *phrasings: str, draw: Callable[[Random, Split], Draft], steps: int) -> Template:
    """Return a template; the last phrasing is for tests alone."""
    return Template(
        name=f"markor_{name}", app=APP, phrasings=phrasings[:-1], held_out=phrasings[-1:], draw=draw, steps=steps
    )


TEMPLATES: tuple[Template, ...] = (
    _template(
        "delete_all_notes",
        "Empty Markor: no note should be left",
        "Remove every single note from Markor",
        "I don't need anything that is in Markor, delete it all",
        draw=_draw_delete_all,
        steps=14,
    ),
    _template(
        "delete_newest_note",
        "Delete the note in Markor that was changed last",
        "Remove from Markor the note with the latest date, and no other",
        "Of my Markor notes, the most recent one can go: delete it",
        draw=_draw_delete_newest,
        steps=10,
    ),
    _template(
        "move_note",
        "Move the Markor note {file} out of the folder {source} into the folder {target}",
        "In Markor, {file} in {source} belongs into {target}: move it there",
        "Put {file} of Markor's folder {source} into {target} instead",
        draw=_draw_move,
        steps=14,
    ),
    _template(
        "change_note_content",
        'Let the Markor note {file} say only "{text}", and call it {new}',
        'In Markor, replace what {file} says by "{text}" and rename it to {new}',
        'Make {new} out of the Markor note {file}, with nothing but "{text}" in it',
        draw=partial(_draw_change, lambda old, added: added),
        steps=12,
    ),
    _template(
        "add_note_header",
        'Put "{text}" over the text of the Markor note {file}, an empty line between them, and call it {new}',
        'The Markor note {file} needs the first line "{text}" and an empty line after it, and the new name {new}',
        'Begin the Markor note {file} with "{text}" and an empty line; rename it to {new}',
        draw=partial(_draw_change, lambda old, added: f"{added}\n\n{old}"),
        steps=12,
    ),
    _template(
        "merge_notes",
        "Make a Markor note {new} of {file1}, {file2} and {file3}, in this order, with empty lines between them",
        "Collect {file1}, {file2} and {file3}, in this order, with empty lines between, in a new Markor note {new}",
        "A new Markor note {new} should hold {file1}, then {file2}, then {file3}, parted by empty lines",
        draw=_draw_merge,
        steps=78,
    ),
)
