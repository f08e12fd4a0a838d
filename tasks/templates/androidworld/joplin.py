"""Templates of Joplin: questions about notes and to-dos."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import Answer, number_of
from tasks.moves import Move
from tasks.pools import first_name, sentence, title, word, words
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import NOW, begin, fill_table, nothing
from tasks.templates.androidworld.script import Words, open_app, script, tap, write

APP = "Joplin"
NOTES_DB = "/data/data/net.cozic.joplin/databases/joplin.sqlite"
FOLDERS = ("Errands", "Kitchen", "Meetings", "Projects")
UNITS = ("cups", "grams", "slices", "spoons", "pounds")
_DAY = 86_400_000


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note or to-do that a task begins with."""

    folder: str
    title: str
    body: str
    is_todo: bool = False
    is_ticked: bool = False


def prepare_notes(notes: Sequence[Note], phone: Phone) -> None:
    """Leave exactly these notes, in the notebooks of `FOLDERS`."""
    begin(phone, APP)
    now = int(NOW.timestamp() * 1000)
    folders = {name: f"{number:032x}" for number, name in enumerate(FOLDERS, 1)}
    times = {"created_time": now - _DAY, "updated_time": now - _DAY}
    fill_table(phone, NOTES_DB, "folders", [{"id": each, "title": name, **times} for name, each in folders.items()])
    records = [note_record(number, note, folders[note.folder], now) for number, note in enumerate(notes)]
    fill_table(phone, NOTES_DB, "notes", [{**record, **times} for record in records])
    fill_table(phone, NOTES_DB, "notes_normalized", [{**each, "title": str(each["title"]).lower()} for each in records])


def note_record(number: int, note: Note, folder: str, now: int) -> Mapping[str, object]:
    """Return a note's row, without the times of its making; `now` is in milliseconds since the epoch."""
    return {
        "id": f"{number + 4096:032x}",
        "parent_id": folder,
        "title": note.title,
        "body": note.body,
        "is_todo": int(note.is_todo),
        "todo_completed": now if note.is_ticked else 0,
        "user_created_time": now - _DAY,
        "user_updated_time": now - number * 60_000,
    }


def some_notes(rng: Random, split: Split, count: int) -> list[Note]:
    """Draw notes and to-dos of any notebook."""
    found = []
    for _ in range(count):
        is_todo = rng.random() < 0.5
        found.append(
            Note(
                folder=rng.choice(FOLDERS),
                title=title(rng, split).capitalize(),
                body=sentence(rng, split),
                is_todo=is_todo,
                is_ticked=is_todo and rng.random() < 0.3,
            )
        )
    return found


def _ask(
    rng: Random, notes: Sequence[Note], parameters: Mapping[str, str], answer: Answer, *steps: str, done: Words
) -> Draft:
    """Return a question about `notes`; the solution searches for the first step's words and touches the others."""
    shuffled = rng.sample(notes, len(notes))
    find = [tap("Search"), write(steps[0]), *map(tap, steps[1:])]
    return Draft(
        parameters=parameters,
        setup=partial(prepare_notes, shuffled),
        check=nothing,
        solve=script(open_app(APP), *find, done=done),
        answer=answer,
        may_change=(),
    )


def _says_todo(wanted: str, screen: Screen, _moves: Sequence[Move]) -> str:
    boxes = [element for element in screen.elements if element.role is Role.CHECKBOX]
    return str(any(element.text in (wanted, f"to-do: {wanted}") for element in boxes))


def _draw_is_todo(rng: Random, split: Split) -> Draft:
    name = " ".join(words(rng, split, 2)).capitalize()
    is_todo = rng.random() < 0.5
    notes = [
        Note(folder=rng.choice(FOLDERS), title=name, body=sentence(rng, split), is_todo=is_todo),
        Note(folder=rng.choice(FOLDERS), title=f"{name} later", body=sentence(rng, split), is_todo=not is_todo),
        *some_notes(rng, split, 12),
    ]
    answer = Answer(kind="words", values=(str(is_todo),))
    return _ask(rng, notes, {"title": name}, answer, name, name, done=partial(_says_todo, name))


def _lines(screen: Screen) -> list[str]:
    return [element.text for element in screen.elements if element.role is Role.TEXT]


def _count_attendees(screen: Screen, _moves: Sequence[Move]) -> str:
    shown = _lines(screen)
    section = shown[shown.index("Attendees") + 1 : shown.index("Agenda")]
    return str(sum(line.startswith("- ") for line in section))


def _minutes(rng: Random, split: Split, people: int) -> str:
    attendees = "".join(f"- {first_name(rng, split)}\n" for _ in range(people))
    agenda = "".join(f"- {sentence(rng, split)}\n" for _ in range(rng.randint(2, 3)))
    return f"# Attendees\n{attendees}\n# Agenda\n{agenda}"


def _draw_attendees(rng: Random, split: Split) -> Draft:
    name = f"{' '.join(words(rng, split, 2)).capitalize()} meeting"
    people = rng.randint(2, 9)
    notes = [
        Note(folder="Meetings", title=name, body=_minutes(rng, split, people)),
        Note(folder="Meetings", title=f"{name} 2", body=_minutes(rng, split, people % 9 + 1)),
        *some_notes(rng, split, 10),
    ]
    return _ask(rng, notes, {"title": name}, number_of(people), name, name, done=_count_attendees)


def _amount(ingredient: str, screen: Screen, _moves: Sequence[Move]) -> str:
    for line in _lines(screen):
        found = re.fullmatch(r"- (\d+ \w+) of (.+)", line)
        if found and found[2] == ingredient:
            return found[1]
    return ""


def _recipe(rng: Random, ingredients: Sequence[str]) -> dict[str, str]:
    return {each: f"{rng.randint(2, 12)} {rng.choice(UNITS)}" for each in ingredients}


def _draw_ingredient(rng: Random, split: Split) -> Draft:
    name = f"{word(rng, split).capitalize()} soup"
    ingredients = words(rng, split, 5)
    amounts, others = _recipe(rng, ingredients), _recipe(rng, ingredients)
    notes = [
        Note(folder="Kitchen", title=each, body="".join(f"- {much} of {what}\n" for what, much in recipe.items()))
        for each, recipe in ((name, amounts), (f"{name} for two", others))
    ]
    asked = rng.choice(ingredients)
    answer = Answer(kind="words", values=(amounts[asked],))
    parameters = {"title": name, "ingredient": asked}
    return _ask(
        rng, [*notes, *some_notes(rng, split, 10)], parameters, answer, name, name, done=partial(_amount, asked)
    )


def _count_todos(screen: Screen, _moves: Sequence[Move]) -> str:
    return str(sum(element.role is Role.CHECKBOX for element in screen.elements))


def _draw_todos(rng: Random, split: Split) -> Draft:
    notes = some_notes(rng, split, 16)
    folder = rng.choice(FOLDERS)
    count = sum(note.is_todo and note.folder == folder for note in notes)
    return Draft(
        parameters={"folder": folder},
        setup=partial(prepare_notes, notes),
        check=nothing,
        solve=script(open_app(APP), tap("Sidebar"), tap(folder), done=_count_todos),
        answer=number_of(count),
        may_change=(),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="notes_is_todo",
        app=APP,
        phrasings=(
            'Is "{title}" in Joplin a to-do? Answer True or False',
            'Look in Joplin whether "{title}" is a to-do, and say True or False',
        ),
        held_out=('True or False: the Joplin note "{title}" is a to-do',),
        draw=_draw_is_todo,
        steps=10,
    ),
    Template(
        name="notes_meeting_attendee_count",
        app=APP,
        phrasings=(
            'How many attendees does the Joplin note "{title}" list? Answer with a number',
            'Count the people who attended "{title}", going by my note in Joplin. Say the number only',
        ),
        held_out=('Going by Joplin, how many people were at "{title}"? A number, please',),
        draw=_draw_attendees,
        steps=10,
    ),
    Template(
        name="notes_recipe_ingredient_count",
        app=APP,
        phrasings=(
            'How much {ingredient} does the Joplin recipe "{title}" take? Answer with number and unit, like "3 cups"',
            'Look up the amount of {ingredient} in my Joplin note "{title}". Say number and unit only, like "3 cups"',
        ),
        held_out=('I cook "{title}" from Joplin: how much {ingredient}? Number and unit only, like "3 cups"',),
        draw=_draw_ingredient,
        steps=10,
    ),
    Template(
        name="notes_todo_item_count",
        app=APP,
        phrasings=(
            'How many to-dos, ticked or not, are in the Joplin notebook "{folder}"? Answer with a number',
            'Count all to-dos of the notebook "{folder}" in Joplin, done ones too. Say the number only',
        ),
        held_out=('The Joplin notebook "{folder}": how many to-dos, open and done? A number, please',),
        draw=_draw_todos,
        steps=10,
    ),
)
