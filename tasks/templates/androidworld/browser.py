"""Templates of Chrome: a page that lies in Download is opened from Files, and the game on it is won."""

from __future__ import annotations

from functools import partial
from random import Random

from device.phone import Phone
from device.web_page import PALETTE, SUCCESS, Game, asked_colors, game_page, maze_way, product
from perception.screen import Role
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import PACKAGES, begin
from tasks.templates.androidworld.script import Step, open_app, script, tap, tap_role, write
from tasks.templates.androidworld.storage_kit import STORAGE, put_files

APP, FILES = "Chrome", "Files"
PAGE = f"{STORAGE}/Download/task.html"
CHROME_DATA, FILES_DATA = "/data/data/com.android.chrome", "/data/data/com.google.android.documentsui"
MAY_CHANGE = (
    *(place for data in (CHROME_DATA, FILES_DATA) for place in (data, f"{data}/shared_prefs")),
    f"{CHROME_DATA}/shared_prefs/com.android.chrome_preferences.xml",
    f"{FILES_DATA}/shared_prefs/preferred.xml",
)
"""What Chrome keeps of its welcome, and Files of the app that opens pages."""


OWN_BUTTONS = 2
"""Buttons of Chrome's own before those of a page: Home and More options."""


def _prepare(game: Game, seed: int, phone: Phone) -> None:
    begin(phone, APP, FILES)
    phone.shell(f"pm clear {PACKAGES[APP]}; pm clear {PACKAGES[FILES]}")
    put_files(phone, {PAGE: game_page(game, seed).encode()}, f"{STORAGE}/Download")


def _is_won(phone: Phone) -> bool:
    frame = phone.capture()
    return frame.app.package == PACKAGES[APP] and f'text="{SUCCESS}"' in (frame.hierarchy or "")


def _draw(game: Game, rng: Random, _split: Split) -> Draft:
    seed = rng.randrange(2**32)
    first = [open_app(FILES), tap("task.html"), tap("Just once"), tap("Use without an account")]
    return Draft(
        parameters={},
        setup=partial(_prepare, game, seed),
        check=_is_won,
        solve=script(*first, *_play(game, seed), done="The page says Success!"),
        may_change=MAY_CHANGE,
    )


def _play(game: Game, seed: int) -> list[Step]:
    match game:
        case "maze":
            return [tap(button) for button in maze_way(seed)]
        case "multiply":
            return [
                *(tap("Click Me") for _ in range(5)),
                write(str(product(seed)), into="Enter the product"),
                tap("Submit"),
            ]
        case "draw":
            # The buttons that come first are those of the address bar; the palette's have no names.
            places = [PALETTE.index(color) + OWN_BUTTONS for color in asked_colors(seed)]
            strokes = [step for place in places for step in (tap_role(Role.BUTTON, place=place), tap("canvas"))]
            return [*strokes, tap("Submit")]


OPEN = "In Files, open task.html of the folder Downloads with Chrome. "

TEMPLATES: tuple[Template, ...] = (
    Template(
        name="browser_maze",
        app=APP,
        phrasings=(
            OPEN + "Then bring the X to the green cell at the bottom right with the buttons",
            OPEN + "After that, use the buttons on the page to move the X through the maze to its last cell",
        ),
        held_out=(OPEN + "The X has to get into the bottom right corner",),
        draw=partial(_draw, "maze"),
        steps=20,
    ),
    Template(
        name="browser_multiply",
        app=APP,
        phrasings=(
            OPEN + "Click the button on the page five times, keep the numbers in mind, and submit their product",
            OPEN + "It shows one number after the other as you click, five in all; enter what they multiply to",
        ),
        held_out=(OPEN + "Then submit the product of the five numbers that the page shows",),
        draw=partial(_draw, "multiply"),
        steps=22,
    ),
    Template(
        name="browser_draw",
        app=APP,
        phrasings=(
            OPEN + "Then draw something with each of the three colors at the top of the page and submit it",
            OPEN + "Make a drawing there that uses the three colors shown at the top, and press Submit",
        ),
        held_out=(OPEN + "It asks for a drawing in three colors: make one and submit it",),
        draw=partial(_draw, "draw"),
        steps=20,
    ),
)
