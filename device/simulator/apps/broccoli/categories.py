"""Categories of recipes: which ones there are, which a recipe is in, and the dialogs that choose among them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.app import Page
from device.simulator.apps.broccoli.recipe_schema import RECIPES_DB, SCHEMA
from device.simulator.apps.shared.questions import ask_for_name, name_dialog
from device.simulator.apps.sqlite_file import SqliteFile
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, checkbox, dialog, list_row, radio_row, scroll_list, spacer, text

if TYPE_CHECKING:
    from device.simulator.apps.broccoli.broccoli_app import BroccoliApp

ALL, FAVORITES, UNASSIGNED = 0, -1, -2
"""What is shown instead of a category, by the number that stands for it."""
_NAMES = {ALL: "All recipes", FAVORITES: "Favorites", UNASSIGNED: "Unassigned recipes"}


_ROOM = Insets(16, 0, 16, 0)


class Categories:
    """The categories of a phone's recipes; every call looks at the file."""

    def __init__(self, app: BroccoliApp) -> None:
        """Read and change `app`'s database."""
        self._file = SqliteFile(path=app.phone.files.path(RECIPES_DB), schema=SCHEMA)

    def all(self) -> dict[int, str]:
        """Return names by number, in the order of the names."""
        rows = self._file.rows("SELECT categoryId, name FROM categories ORDER BY name COLLATE NOCASE, categoryId")
        return {int(str(number)): str(name) for number, name in rows}

    def of(self, recipe: int) -> list[int]:
        """Return the numbers of the categories that a recipe is in."""
        query = "SELECT categoryId FROM recipes_with_categories WHERE recipeId = ? ORDER BY categoryId"
        return [int(str(row[0])) for row in self._file.rows(query, (recipe,))]

    def recipes(self, shown: int) -> set[int]:
        """Return the numbers of the recipes in a category, or with `UNASSIGNED` of those in any."""
        rows = self._file.rows("SELECT recipeId, categoryId FROM recipes_with_categories")
        return {int(str(recipe)) for recipe, number in rows if shown in (UNASSIGNED, number)}

    def add(self, name: str) -> int:
        """Make a category; return its number."""
        with self._file.transaction() as connection:
            return int(connection.execute("INSERT INTO categories (name) VALUES (?)", (name,)).lastrowid or 0)

    def assign(self, recipe: int, numbers: list[int]) -> None:
        """Put a recipe into exactly these categories."""
        if sorted(numbers) == self.of(recipe):
            return
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM recipes_with_categories WHERE recipeId = ?", (recipe,))
            connection.executemany(
                "INSERT INTO recipes_with_categories VALUES (?, ?)", [(recipe, number) for number in sorted(numbers)]
            )


def title(app: BroccoliApp) -> str:
    """Return what the list shows."""
    name = app.categories.all().get(app.shown)
    return _NAMES.get(app.shown, _NAMES[ALL]) if name is None else Own(name)


def choice(app: BroccoliApp) -> View:
    """Return the choice of what the list shows."""

    def choose(number: int) -> None:
        app.close_dialog()
        app.shown = number
        app.page.scroll.clear()

    names = {**_NAMES, **{number: Own(name) for number, name in app.categories.all().items()}}
    rows = [radio_row(name, number == app.shown, partial(choose, number)) for number, name in names.items()]
    return dialog("Show", scroll_list(*rows, key="shown", height=448 if len(rows) > 8 else "wrap"))


def field(app: BroccoliApp) -> View:
    """Return the editor's row that tells the recipe's categories, and opens their choice."""
    names = app.categories.all()
    chosen = [names[number] for number in names if number in app.page.data["categories"]]
    summary = Own(", ".join(chosen)) if chosen else "None"
    return list_row("Categories", summary, icon="label", on_click=partial(app.open_dialog, "categories"))


def boxes(app: BroccoliApp) -> View:
    """Return the choice of a recipe's categories, and the way to a new one."""
    chosen: list[int] = app.page.data["categories"]

    def tick(number: int) -> None:
        if number in chosen:
            chosen.remove(number)
        else:
            chosen.append(number)

    def ask() -> None:
        app.close_dialog()
        ask_for_name(app, "new_category")

    names = app.categories.all()
    rows = [
        checkbox(number in chosen, label=Own(name), on_click=partial(tick, number), width="fill", margin=_ROOM)
        for number, name in names.items()
    ]
    inside = (
        scroll_list(*rows, key="categories", height="wrap")
        if rows
        else text("No categories yet", 16, margin=Insets(24, 8, 24, 8))
    )
    buttons = [button("New category", ask), spacer(weight=1), button("OK", app.close_dialog)]
    return dialog("Categories", inside, buttons=buttons)


def new(app: BroccoliApp, page: Page) -> View:
    """Return the question for a new category's name; the recipe is put into it."""

    def add(name: str) -> None:
        app.page.data["categories"].append(app.categories.add(name))
        app.open_dialog("categories")

    return name_dialog(app, page, "New category", add, answer="SAVE", cancel="CANCEL")
