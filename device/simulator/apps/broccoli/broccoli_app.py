"""`BroccoliApp`: Broccoli's list of recipes, a recipe's page and the editor."""

from __future__ import annotations

import copy
from typing import ClassVar

from device.simulator.app import AppIcon, Page
from device.simulator.apps.broccoli import categories
from device.simulator.apps.broccoli.categories import Categories
from device.simulator.apps.broccoli.recipe_schema import FIELDS, RECIPES_DB, SCHEMA
from device.simulator.apps.shared.form import field
from device.simulator.apps.shared.list_app import ListApp, empty_page
from device.simulator.apps.shared.questions import question
from device.simulator.apps.shared.table import Record, Table
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    card,
    column,
    fab,
    header,
    icon_button,
    image,
    row,
    scaffold,
    scroll_list,
    spacer,
    text,
    toolbar,
)

_ICONS = {"title": "label", "source": "globe", "servings": "people", "preparationTime": "clock"}
_LONG = ("description", "ingredients", "directions")


class BroccoliApp(ListApp):
    """Broccoli over its Room database.

    Attributes:
        shown: Which category the list shows, by its number; see `categories` for those that are none.
    """

    package = "com.flauschcode.broccoli"
    activity = ".MainActivity"
    activities: ClassVar[dict[str, str]] = {
        ".recipe.details.RecipeDetailsActivity": "recipe",
        ".recipe.crud.CreateAndEditRecipeActivity": "edit",
    }
    label = "Broccoli"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="flag", background=(46, 125, 50))
    version = "1.2.6"

    shown: int

    def install(self) -> None:
        """Make the database, without recipes."""
        self.recipes.create()

    def uninstall_data(self) -> None:
        """Delete the database."""
        remove_database(self.phone.files.path(RECIPES_DB))

    def reset(self) -> None:
        """Show all recipes."""
        super().reset()
        self.shown = categories.ALL

    @property
    def recipes(self) -> Table:
        """The recipes."""
        return Table(path=self.phone.files.path(RECIPES_DB), schema=SCHEMA, name="recipes", key="recipeId")

    @property
    def categories(self) -> Categories:
        """What recipes are sorted into."""
        return Categories(self)

    def view(self) -> View:
        """Build the list, a recipe's page or the editor."""
        if self.page.name == "edit":
            return self._editor()
        return self._recipe() if self.page.name == "recipe" else self._list()

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu or a question."""
        match dialog.name:
            case "more":
                return self.overflow(
                    ("Edit", lambda: self._edit(self.page.args[0])), ("Delete", lambda: self.open_dialog("delete"))
                )
            case "show":
                return categories.choice(self)
            case "categories":
                return categories.boxes(self)
            case "new_category":
                return categories.new(self, dialog)
            case "discard":
                return question(self, "Discard changes?", "", "DISCARD", self.pop, cancel="CANCEL")
        return question(
            self, "Delete recipe?", "This recipe will be gone for good.", "DELETE", self._delete, cancel="CANCEL"
        )

    def back(self) -> bool:
        """Ask before what was typed is lost."""
        if self.page.name == "edit" and not self.dialogs:
            self._leave_editor()
            return True
        return super().back()

    def start(self, activity: str) -> None:
        """Show the list, whatever is started: the other pages are about a recipe."""

    def _list(self) -> View:
        records = self.recipes.all("title COLLATE NOCASE, recipeId")
        if self.shown == categories.FAVORITES:
            records = [record for record in records if record["favorite"]]
        elif self.shown != categories.ALL:
            inside = self.categories.recipes(self.shown)
            wanted_inside = self.shown != categories.UNASSIGNED
            records = [record for record in records if (record["recipeId"] in inside) == wanted_inside]
        if self.query:
            wanted = self.query.strip().casefold()
            records = [record for record in records if wanted in _words(record)]
        actions = [
            icon_button("search", "Search", self.begin_search, resource_id="action_search"),
            icon_button("sort", "Show", lambda: self.open_dialog("show"), resource_id="action_filter"),
        ]
        bar = toolbar(categories.title(self), actions=actions)
        return scaffold(
            bar=bar if self.query is None else self.search_bar(),
            body=scroll_list(*map(self._card, records), spacer(88), key="recipes")
            if records
            else empty_page("No recipes found" if self.query else "Looks like your recipe book is still empty."),
            over=[fab("add", "New recipe", lambda: self._edit(0), resource_id="fab_recipes")],
        )

    def _card(self, record: Record) -> View:
        words = [text(Own(record["title"] or ""), 18, bold=True, max_lines=2, resource_id="card_text_view_title")]
        if record["description"]:
            words.append(
                text(
                    Own(record["description"]),
                    14,
                    max_lines=2,
                    color="on_surface_variant",
                    resource_id="card_text_view_description",
                )
            )
        mark = [image("star", in_tree=False)] if record["favorite"] else []
        return card(
            row(column(*words, gap=4, width="fill", weight=1, in_tree=False), *mark, in_tree=False),
            on_click=lambda: self.push("recipe", record["recipeId"]),
            resource_id="card_view_recipe",
        )

    def _recipe(self) -> View:
        record = self.recipes.get(self.page.args[0])
        if record is None:
            return scaffold(bar=toolbar("", on_up=self.pop), body=empty_page("This recipe doesn't exist anymore."))
        starred = bool(record["favorite"])
        bar = toolbar(
            "",
            on_up=self.pop,
            actions=[
                icon_button(
                    "star" if starred else "star_outline",
                    "Remove from favorites" if starred else "Add to favorites",
                    lambda: self._star(record),
                    resource_id="action_details_favorite",
                ),
                icon_button("more", "More options", lambda: self.open_dialog("more")),
            ],
        )
        short = [
            row(
                image(_ICONS[name], in_tree=False),
                text(Own(record[name]), 16, resource_id=f"details_{name}"),
                gap=16,
                padding=Insets(24, 4, 24, 4),
                in_tree=False,
            )
            for name in ("servings", "preparationTime", "source")
            if record[name]
        ]
        long = [
            part
            for name in ("ingredients", "directions")
            if record[name]
            for part in (header(FIELDS[name]), _paragraph(str(record[name]), f"details_{name}"))
        ]
        title = text(
            Own(record["title"] or ""), 26, resource_id="details_title", padding=Insets(24, 8, 24, 8), width="fill"
        )
        about = [_paragraph(str(record["description"]), "details_description")] if record["description"] else []
        numbers = self.categories.of(record["recipeId"])
        inside = [name for number, name in self.categories.all().items() if number in numbers]
        if inside:
            about.insert(0, _paragraph(", ".join(inside), "details_categories"))
        return scaffold(bar=bar, body=scroll_list(title, *about, *short, *long, spacer(32), key="recipe"))

    def _star(self, record: Record) -> None:
        self.recipes.save({"favorite": int(not record["favorite"])}, record["recipeId"])

    def _delete(self) -> None:
        self.categories.assign(self.page.args[0], [])
        self.recipes.delete([self.page.args[0]])
        self.pop()
        self.phone.show_toast("Recipe deleted")

    def _edit(self, number: int) -> None:
        record = self.recipes.get(number)
        values = {name: str((record or {}).get(name) or "") for name in FIELDS}
        data = {**values, "categories": self.categories.of(number)}
        self.stack.append(Page(name="edit", args=(number,), data={**data, "before": copy.deepcopy(data)}))
        self.phone.editor.blur()

    def _editor(self) -> View:
        data = self.page.data
        save = button("SAVE", self._save, resource_id="button_save_recipe")
        fields = [
            field(
                data,
                name,
                hint,
                icon=_ICONS.get(name, ""),
                lines=3 if name in _LONG else 1,
                resource_id=f"new_{name}",
            )
            for name, hint in FIELDS.items()
        ]
        title = "Edit recipe" if self.page.args[0] else "New recipe"
        return scaffold(
            bar=toolbar(title, on_up=self._leave_editor, actions=[save]),
            body=scroll_list(*fields, categories.field(self), spacer(24), key="edit", resource_id="scroll_view"),
        )

    def _leave_editor(self) -> None:
        data = self.page.data
        if all(data[name] == value for name, value in data["before"].items()):
            self.pop()
        else:
            self.open_dialog("discard")

    def _save(self) -> None:
        data, number = self.page.data, self.page.args[0]
        if not data["title"].strip():
            self.phone.show_toast("A recipe needs a title")
            return
        values = {name: data[name].strip() for name in FIELDS}
        saved = self.recipes.save(values if number else {**values, "imageName": "", "favorite": 0}, number)
        self.categories.assign(saved, data["categories"])
        self.stack.pop()
        if self.page.name != "recipe":
            self.push("recipe", saved)
        self.phone.editor.blur()
        self.phone.show_toast("Recipe saved")


def _words(record: Record) -> str:
    return " ".join(str(record[name] or "") for name in ("title", "description", "ingredients")).casefold()


def _paragraph(words: str, resource_id: str) -> View:
    return text(Own(words), 16, width="fill", resource_id=resource_id, padding=Insets(24, 4, 24, 8))
