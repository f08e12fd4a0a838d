"""Broccoli: what taps do to its database and to the screen."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from device.simulator.apps.broccoli.recipe_schema import RECIPES_DB, SCHEMA
from device.simulator.apps.shared.table import Table
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand


@pytest.fixture(autouse=True)
def _open_broccoli(phone: SimulatedPhone) -> None:
    assert phone.launch("com.flauschcode.broccoli")


def table(phone: SimulatedPhone) -> Table:
    return Table(path=phone.files.path(RECIPES_DB), schema=SCHEMA, name="recipes", key="recipeId")


def add(phone: SimulatedPhone, title: str, **values: str) -> int:
    number = table(phone).save({"title": title, **values})
    phone.changed()
    return number


def titles(phone: SimulatedPhone) -> list[str]:
    return [row["title"] for row in table(phone).all()]


def test_a_new_recipe_is_a_row(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("New recipe")
    typed = {
        "Title": "Leek soup", "Description": "Warm", "Source": "Grandma", "Servings": "2 servings",
        "Preparation time": "20 mins", "Ingredients": "leek\nsalt",
    }  # fmt: skip
    for label, value in typed.items():
        hand.type(value, into=label)
    hand.tap("SAVE")

    row = dict(table(phone).all()[0])
    assert [row[name] for name in ("title", "description", "source", "servings", "preparationTime", "ingredients")] == [
        *typed.values()
    ]
    assert (row["directions"], row["imageName"], row["favorite"]) == ("", "", 0)
    assert hand.sees("Leek soup", "Warm", "20 mins", "2 servings", "leek\nsalt")


def test_a_recipe_needs_a_title_and_what_was_typed_is_not_lost_by_accident(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("New recipe")
    hand.tap("SAVE")
    assert phone.toast == "A recipe needs a title"
    hand.type("x", into="Description")
    hand.back()
    hand.tap("CANCEL")
    hand.tap("Navigate up")
    hand.tap("DISCARD")
    assert hand.sees("All recipes")
    assert titles(phone) == []


def test_favorites_search_and_order(phone: SimulatedPhone, hand: Hand) -> None:
    for title in ("pie", "Apple tart", "Zucchini"):
        add(phone, title, ingredients="sugar" if title == "pie" else "")
    assert hand.order("Apple tart", "pie", "Zucchini")
    hand.tap("pie")
    hand.tap("Add to favorites")
    hand.back()
    hand.tap("Search")
    hand.type("SUGAR", cls="EditText")
    assert hand.sees("pie")
    assert not hand.sees("Zucchini")
    hand.tap("Collapse")
    hand.tap("Show")
    hand.tap("Favorites")
    assert hand.sees("pie", "Favorites")
    assert not hand.sees("Apple tart")


def test_editing_and_deleting(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Pie", servings="8 servings")
    hand.tap("Pie")
    hand.tap("More options")
    hand.tap("Edit")
    hand.type("Big pie", into="Pie")
    hand.tap("SAVE")
    assert titles(phone) == ["Big pie"]
    hand.tap("More options")
    hand.tap("Delete")
    hand.tap("CANCEL")
    assert titles(phone) == ["Big pie"]
    hand.tap("More options")
    hand.tap("Delete")
    hand.tap("DELETE")
    assert titles(phone) == []
    assert hand.sees("Looks like your recipe book is still empty.")


def test_recipes_are_sorted_into_categories(phone: SimulatedPhone, hand: Hand) -> None:
    soup, cake = add(phone, "Leek soup"), add(phone, "Plum cake")
    hand.tap("Plum cake")
    hand.tap("More options")
    hand.tap("Edit")
    phone.swipe(540, 1900, 540, 600)
    hand.tap("Categories")
    assert hand.sees("No categories yet")
    hand.tap("New category")
    hand.type("Sweets", cls="EditText")
    hand.tap("SAVE", cls="Button", index=-1)
    hand.tap("OK")
    hand.tap("SAVE")
    assert hand.sees("Plum cake", "Sweets")
    hand.back()
    for shown, titles_shown in (("Sweets", {cake}), ("Unassigned recipes", {soup}), ("All recipes", {soup, cake})):
        hand.tap("Show")
        hand.tap(shown)
        names = {soup: "Leek soup", cake: "Plum cake"}
        assert {number for number, name in names.items() if hand.sees(name)} == titles_shown

    hand.tap("Plum cake")
    hand.tap("More options")
    hand.tap("Delete")
    hand.tap("DELETE")
    with closing(sqlite3.connect(phone.files.path(RECIPES_DB))) as database:
        assert database.execute("SELECT COUNT(*) FROM recipes_with_categories").fetchall() == [(0,)]
