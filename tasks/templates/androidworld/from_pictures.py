"""Templates that read a picture or a video and write what it says into another app.

What the picture says is in its pixels alone; the solutions look at it and know what it says beforehand.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random

from device.media_file import picture, video
from device.phone import Phone
from perception.screen import Screen
from tasks.moves import Move
from tasks.pools import word, words
from tasks.template import Draft, Solve, Split, Template
from tasks.templates.androidworld import broccoli, expense
from tasks.templates.androidworld.phone_kit import MARKOR_FOLDER, NOW, PACKAGES, begin, fill_table
from tasks.templates.androidworld.script import Step, open_app, script, tap, write
from tasks.templates.androidworld.steps import touches
from tasks.templates.androidworld.storage_kit import STORAGE, put_files
from tasks.templates.markor import MAY_CHANGE, PREFERENCES

GALLERY, PLAYER, NOTES = "Simple Gallery Pro", "VLC", "Markor"
PHOTOS, DOWNLOADS = f"{STORAGE}/DCIM", f"{STORAGE}/Download"
MEDIA_DB = "/data/data/org.videolan.vlc/app_db/vlc_media.db"
FRAME_SECONDS = 10
_LETTERS = 66
"""As many fit into a line of a page."""


def _page(text: str) -> bytes:
    """Return a picture of a page with a text on it, in lines that fit."""
    lines = [line for part in text.split("\n") for line in textwrap.wrap(part, _LETTERS) or [""]]
    return picture("\n".join(lines), size=(960, 1280))


def _looking(file: str, look: Solve, rest: Solve, screen: Screen, progress: Sequence[Move]) -> Move:
    """Look at a file before going on with `rest`."""
    return rest(screen, progress) if touches(progress, file) else look(screen, progress)


def _draw_from_picture(
    draw: Callable[[Random, Split], Draft], said: str, file: str, rng: Random, split: Split
) -> Draft:
    """Return a task of another template whose data is in a picture instead of the goal.

    Args:
        draw: Draws the other template's task.
        said: Its parameter with the data in words.
        file: Name of the picture.
        rng: Where all chance comes from.
        split: Which values may be drawn.
    """
    draft = draw(rng, split)
    page = _page(draft.parameters[said].replace("; ", "\n\n"))

    def setup(phone: Phone) -> None:
        begin(phone, GALLERY)
        put_files(phone, {f"{PHOTOS}/{file}": page, f"{PHOTOS}/old_{file}": _page("Nothing to add")}, PHOTOS)
        draft.setup(phone)

    look = script(open_app(GALLERY), tap("DCIM"), tap(file), done="")
    return replace(draft, parameters={"file": file}, setup=setup, solve=partial(_looking, file, look, draft.solve))


def _new_note(name: str, text: str) -> tuple[Step, ...]:
    create = (tap("Create a new file or folder"), write(name, into="Name"), tap("OK"))
    return open_app(NOTES), *create, write(text), tap("Save")


def _holds(kept: Mapping[str, str], name: str, text: str, phone: Phone) -> bool:
    """Say whether the notebook holds what it did and one note more, white space at line ends and commas aside."""
    paths = phone.shell(f"find {MARKOR_FOLDER} -type f").splitlines()
    found = {path.removeprefix(f"{MARKOR_FOLDER}/"): phone.pull(path).decode() for path in paths if path}
    written = found.pop(name, "")
    return found == kept and _fields(written) == _fields(text)


def _fields(text: str) -> list[list[str]]:
    return [[field.strip() for field in line.split(",")] for line in text.strip().splitlines()]


def _prepare_notes(kept: Mapping[str, str], phone: Phone) -> None:
    begin(phone, NOTES, GALLERY, PLAYER)
    phone.shell(f"rm -rf {PREFERENCES}")
    put_files(phone, {f"{MARKOR_FOLDER}/{name}": text.encode() for name, text in kept.items()}, MARKOR_FOLDER)


def _draw_receipt(rng: Random, split: Split) -> Draft:
    rows = []
    for item in words(rng, split, 4):
        day = NOW.date() - timedelta(days=rng.randint(1, 20))
        rows.append(f"{day}, {item.capitalize()}, ${rng.randint(100, 9900) / 100:.2f}")
    shown = "\n".join([f"{word(rng, split).capitalize()} shop", "", *(row.replace(", ", "    ") for row in rows)])
    text = "\n".join(["Date, Item, Amount", *rows])
    kept = {"receipts.md": word(rng, split)}

    def setup(phone: Phone) -> None:
        _prepare_notes(kept, phone)
        put_files(phone, {f"{PHOTOS}/receipt.png": _page(shown)}, PHOTOS)

    look = (open_app(GALLERY), tap("DCIM"), tap("receipt.png"))
    return Draft(
        parameters={},
        setup=setup,
        check=partial(_holds, kept, "receipt.md", text),
        solve=script(*look, *_new_note("receipt", text), done="The receipt is in receipt.md."),
        may_change=MAY_CHANGE,
    )


def _draw_video(rng: Random, split: Split) -> Draft:
    shown = words(rng, split, rng.randint(2, 4))
    film, note = f"{word(rng, split)}_{rng.randint(1, 99)}.mp4", f"{word(rng, split)}_words.txt"
    data = video([picture(f"\n\n\n   {each}") for each in shown], FRAME_SECONDS * len(shown))
    kept = {"words.txt": word(rng, split)}

    def setup(phone: Phone) -> None:
        _prepare_notes(kept, phone)
        put_files(phone, {f"{DOWNLOADS}/{film}": data}, DOWNLOADS)
        for table in ("PlaylistMediaRelation", "Playlist", "File", "Media"):
            fill_table(phone, MEDIA_DB, table, [])
        # VLC writes down what it finds when it is opened; from then on it has seen the video.
        phone.shell(f"am start -n {PACKAGES[PLAYER]}/.gui.MainActivity")
        begin(phone, PLAYER)

    look = (open_app(PLAYER), tap(film), *(tap("Forward 10 seconds") for _ in shown[1:]))
    text = ", ".join(shown)
    return Draft(
        parameters={"video": film, "file": note},
        setup=setup,
        check=partial(_holds, kept, note, text),
        solve=script(*look, *_new_note(note, text), done=f"The words are in {note}."),
        may_change=MAY_CHANGE,
    )


_DRAW_EXPENSES = next(each.draw for each in expense.TEMPLATES if each.name == "expense_add_multiple")
_DRAW_RECIPES = next(each.draw for each in broccoli.TEMPLATES if each.name == "recipe_add_multiple_recipes")

TEMPLATES: tuple[Template, ...] = (
    Template(
        name="expense_add_multiple_from_gallery",
        app=expense.APP,
        phrasings=(
            "Enter in Pro Expense the expenses that the picture {file} in Simple Gallery Pro shows",
            "The picture {file} (Simple Gallery Pro) lists expenses; add them all to Pro Expense",
        ),
        held_out=("What the picture {file} in Simple Gallery Pro lists belongs into Pro Expense",),
        draw=partial(_draw_from_picture, _DRAW_EXPENSES, "expenses", "expenses.jpg"),
        steps=60,
    ),
    Template(
        name="recipe_add_multiple_recipes_from_image",
        app=broccoli.APP,
        phrasings=(
            "Add the recipes that the picture {file} in Simple Gallery Pro shows to Broccoli",
            "The picture {file} (Simple Gallery Pro) has recipes on it; enter all of them in Broccoli",
        ),
        held_out=("Broccoli should have the recipes of the picture {file} in Simple Gallery Pro",),
        draw=partial(_draw_from_picture, _DRAW_RECIPES, "recipes", "recipes.jpg"),
        steps=60,
    ),
    Template(
        name="markor_transcribe_receipt",
        app=NOTES,
        phrasings=(
            "Look at receipt.png in Simple Gallery Pro and write what was bought into a new Markor file receipt.md: a "
            'line "Date, Item, Amount", then one such line for each thing',
            'Make a Markor file receipt.md of the picture receipt.png (Simple Gallery Pro): CSV with the header "Date, '
            'Item, Amount"',
        ),
        held_out=('receipt.png should become the CSV receipt.md in Markor, under the header "Date, Item, Amount"',),
        draw=_draw_receipt,
        steps=18,
    ),
    Template(
        name="markor_transcribe_video",
        app=NOTES,
        phrasings=(
            "Watch {video} of the folder Download in VLC: it shows one word after the other. Write them, with commas "
            "between, into a new Markor file {file}",
            "Make a Markor file {file} of the words in the video {video} (VLC, Download), in order, with commas",
        ),
        held_out=("The Markor file {file} should list the words of the video {video} in VLC, in order, with commas",),
        draw=_draw_video,
        steps=20,
    ),
)
