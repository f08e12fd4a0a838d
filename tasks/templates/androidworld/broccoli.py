"""Templates of Broccoli: recipes added, and deleted among near-duplicates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import word, words
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import MARKOR_FOLDER, Record, begin, fill_table, matches, push_note, rows
from tasks.templates.androidworld.steps import (
    fill_form,
    first_of,
    is_front,
    look_further,
    read_note,
    row_with,
    touch,
    touches,
)

APP = "Broccoli"
DATABASE = "/data/data/com.flauschcode.broccoli/databases/broccoli"
NOTE = "recipes.txt"
MAY_CHANGE = ("*/databases/broccoli:recipes",)
DISHES = ("Soup", "Salad", "Pie", "Curry", "Stew", "Pasta", "Tart", "Risotto")
TIMES = ("10 mins", "20 mins", "30 mins", "45 mins", "1 hrs", "2 hrs")
SERVINGS = ("1 serving", "2 servings", "3-4 servings", "6 servings", "8 servings")
HERBS = ("basil", "thyme", "saffron", "cumin", "dill", "oregano")


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """A recipe; the attributes are those of a row."""

    title: str
    description: str
    servings: str
    time: str
    ingredients: str
    directions: str

    @property
    def said(self) -> str:
        """All of it in words."""
        return (
            f'"{self.title}": description "{self.description}", servings "{self.servings}", preparation time '
            f'"{self.time}", ingredients "{self.ingredients}", directions "{self.directions}"'
        )

    @property
    def row(self) -> Record:
        """Its whole row, the key aside."""
        return {
            "title": self.title, "description": self.description, "servings": self.servings,
            "preparationTime": self.time, "ingredients": self.ingredients, "directions": self.directions,
            "source": "", "imageName": "", "favorite": 0,
        }  # fmt: skip

    @property
    def fields(self) -> dict[str, str]:
        """What is typed into the editor, by label, from top to bottom."""
        return {
            "Title": self.title, "Description": self.description, "Servings": self.servings,
            "Preparation time": self.time, "Ingredients": self.ingredients, "Directions": self.directions,
        }  # fmt: skip


def _some(rng: Random, split: Split, count: int) -> list[Recipe]:
    """Draw recipes with different titles, none of which uses one of the herbs."""
    found: dict[str, Recipe] = {}
    while len(found) < count:
        first, second, third = words(rng, split, 3)
        title = f"{first.capitalize()} {rng.choice(DISHES)}"
        found[title] = Recipe(
            title=title,
            description=f"With {second} and {third}",
            servings=rng.choice(SERVINGS),
            time=rng.choice(TIMES),
            ingredients=f"{second}, {third}, salt",
            directions=f"Mix {second} with {third}. Cook for a while.",
        )
    return list(found.values())


def _near(rng: Random, recipe: Recipe) -> Recipe:
    """Return a recipe that differs from another in what the list shows of it, its title aside."""
    other = rng.choice(("lemon", "butter", "honey"))
    return replace(
        recipe, description=f"{recipe.description} and {other}", ingredients=f"{recipe.ingredients}, {other}"
    )


def _prepare(recipes: Sequence[Recipe], note: str, phone: Phone) -> None:
    begin(phone, APP, "Markor")
    fill_table(phone, DATABASE, "recipes", (recipe.row for recipe in recipes))
    phone.shell(f"rm -rf {MARKOR_FOLDER}; mkdir -p {MARKOR_FOLDER}")
    if note:
        push_note(phone, NOTE, note)
        push_note(phone, "recipes_old.txt", "Nothing here any more.")


def _are(recipes: Sequence[Recipe], phone: Phone) -> bool:
    return matches(rows(phone, DATABASE, "SELECT * FROM recipes"), (recipe.row for recipe in recipes))


def _add_move(recipes: Sequence[Recipe], source: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if source:
        move = read_note(source, screen, progress)
        if move is not None:
            return move
    saved = touches(progress, "SAVE")
    if saved == len(recipes):
        return Done(message="The recipes are added.")
    if not is_front(screen, APP):
        return Open(app=APP)
    return first_of(
        lambda: fill_form(screen, progress, recipes[saved].fields, commit="SAVE"),
        lambda: touch(screen, "New recipe"),
    )


def _delete_move(targets: Sequence[Recipe], screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    confirm = touch(screen, "DELETE")
    if confirm is not None:
        return confirm
    deleted = touches(progress, "DELETE")
    if deleted == len(targets):
        return Done(message="The recipes are deleted.")
    target = targets[deleted]
    menu = touch(screen, "Delete")
    if menu is not None:
        return menu
    if touch(screen, "More options") is not None:
        opened = any(element.text == target.title and element.role is Role.TEXT for element in screen.elements)
        return (touch(screen, "More options") if opened else None) or Back()
    if touch(screen, "New recipe") is None:
        return Back()
    card = row_with(screen, target.title, target.description)
    return Touch(element=card) if card is not None else look_further(progress)


def _read_all_move(
    recipes: Sequence[Recipe], targets: Sequence[Recipe], screen: Screen, progress: Sequence[Move]
) -> Move:
    """Look into every recipe, for the list doesn't tell its directions; then delete."""
    unread = [recipe for recipe in recipes if not touches(progress, recipe.title)]
    if not unread or not is_front(screen, APP):
        return _delete_move(targets, screen, progress)
    if touch(screen, "New recipe") is None:
        return Back()
    for recipe in unread:
        card = row_with(screen, recipe.title)
        if card is not None:
            return Touch(element=card)
    return look_further(progress)


def _draw_add(count: int, rng: Random, split: Split) -> Draft:
    chosen = _some(rng, split, count + rng.randint(1, 5))
    added, kept = chosen[:count], chosen[count:]
    kept.append(_near(rng, added[0]))
    return Draft(
        parameters={"recipes": "; ".join(recipe.said for recipe in added)},
        setup=partial(_prepare, kept, ""),
        check=partial(_are, kept + added),
        solve=partial(_add_move, added, ""),
        may_change=MAY_CHANGE,
    )


def _draw_from_note(is_wanted: Callable[[Recipe, str], bool], rng: Random, split: Split) -> Draft:
    chosen = _some(rng, split, 8)
    kept, listed = chosen[:3], chosen[3:]
    time = listed[0].time
    if not is_wanted(listed[0], ""):
        listed[1] = replace(listed[1], time=time)
        listed[2:] = [replace(recipe, time=rng.choice([t for t in TIMES if t != time])) for recipe in listed[2:]]
    else:
        listed = listed[:3]
    added = [recipe for recipe in listed if is_wanted(recipe, time)]
    note = "\n\n".join(
        "\n".join([f"Recipe: {recipe.title}", *(f"{name}: {value}" for name, value in list(recipe.fields.items())[1:])])
        for recipe in rng.sample(listed, len(listed))
    )
    return Draft(
        parameters={"file": NOTE, "time": time},
        setup=partial(_prepare, kept, note + "\n"),
        check=partial(_are, kept + added),
        solve=partial(_add_move, added, NOTE),
        may_change=MAY_CHANGE,
    )


def _draw_delete(count: int, others: int, rng: Random, split: Split) -> Draft:
    chosen = _some(rng, split, count + others)
    targets, kept = chosen[:count], chosen[count:]
    if others > 3:
        kept += [
            replace(_near(rng, target), title=f"{word(rng, split).capitalize()} {target.title}") for target in targets
        ]
    return Draft(
        parameters={"titles": ", ".join(f'"{recipe.title}"' for recipe in targets)},
        setup=partial(_prepare, rng.sample(targets + kept, len(targets + kept)), ""),
        check=partial(_are, kept),
        solve=partial(_delete_move, targets),
        may_change=MAY_CHANGE,
    )


def _draw_constraint(rng: Random, split: Split) -> Draft:
    herb, other = rng.sample(HERBS, 2)
    kept = _some(rng, split, 6)
    targets = [replace(recipe, directions=f"{recipe.directions} Add {herb} to taste.") for recipe in kept[:3]]
    # The same herb in the ingredients alone, and another one in the directions, don't count.
    kept[3] = replace(kept[3], ingredients=f"{kept[3].ingredients}, {herb}")
    kept[4] = replace(kept[4], directions=f"{kept[4].directions} Add {other} to taste.")
    every = rng.sample(targets + kept[3:], 6)
    return Draft(
        parameters={"ingredient": herb},
        setup=partial(_prepare, every, ""),
        check=partial(_are, kept[3:]),
        solve=partial(_read_all_move, every, targets),
        may_change=MAY_CHANGE,
    )


def _draw_duplicates(doubles: int, near: int, rng: Random, split: Split) -> Draft:
    kept = _some(rng, split, 4 + near)
    doubled = kept[:doubles]
    kept += [_near(rng, rng.choice(doubled)) for _ in range(near)]
    return Draft(
        parameters={},
        setup=partial(_prepare, rng.sample(kept + doubled, len(kept + doubled)), ""),
        check=partial(_are, kept),
        solve=partial(_delete_move, doubled),
        may_change=MAY_CHANGE,
    )


ADD = ("Save in Broccoli: {recipes}", "Put into my Broccoli recipe book: {recipes}", "In Broccoli, add {recipes}")
DELETE = (
    "Remove from Broccoli: {titles}",
    "In Broccoli, delete what is called {titles}",
    "I won't cook {titles} again, take it out of Broccoli",
)
DUPLICATES = (
    "Some recipes are twice in Broccoli. Delete the second of each, where all of it is the same",
    "Tidy up Broccoli: of recipes that are equal in everything leave only one",
)


def _template(
    name: str, phrasings: tuple[str, ...], held_out: str, draw: Callable[[Random, Split], Draft], *, steps: int
) -> Template:
    return Template(name=f"recipe_{name}", app=APP, phrasings=phrasings, held_out=(held_out,), draw=draw, steps=steps)


LATER = "I'd like to find this in Broccoli later: {recipes}"
DISLIKED = "Nobody liked {titles}, delete from Broccoli"
TWICE = "No recipe should be in Broccoli twice with everything the same"

TEMPLATES: tuple[Template, ...] = (
    _template("add_single_recipe", ADD, LATER, partial(_draw_add, 1), steps=24),
    _template("add_multiple_recipes", ADD, LATER, partial(_draw_add, 3), steps=60),
    _template(
        "add_multiple_recipes_from_markor",
        (
            "Copy all recipes of my Markor note {file} into Broccoli",
            "Add to Broccoli what recipes {file} in Markor holds",
        ),
        "Everything in the Markor note {file} belongs into Broccoli",
        partial(_draw_from_note, lambda recipe, time: True),
        steps=60,
    ),
    _template(
        "add_multiple_recipes_from_markor2",
        (
            "Of the recipes in the Markor note {file}, add those with a preparation time of {time} to Broccoli",
            "Look into {file} in Markor: which recipes are prepared in {time}? Add these to Broccoli",
        ),
        "What in {file} in Markor takes {time} of preparation should be in Broccoli",
        partial(_draw_from_note, lambda recipe, time: recipe.time == time),
        steps=60,
    ),
    _template("delete_single_recipe", DELETE, DISLIKED, partial(_draw_delete, 1, 2), steps=10),
    _template("delete_single_with_recipe_with_noise", DELETE, DISLIKED, partial(_draw_delete, 1, 9), steps=20),
    _template("delete_multiple_recipes", DELETE, DISLIKED, partial(_draw_delete, 3, 3), steps=24),
    _template("delete_multiple_recipes_with_noise", DELETE, DISLIKED, partial(_draw_delete, 3, 9), steps=34),
    _template(
        "delete_multiple_recipes_with_constraint",
        (
            "Delete every recipe in Broccoli whose directions call for {ingredient}",
            "I'm out of {ingredient}: delete the Broccoli recipes that need it in their directions",
        ),
        "No recipe with {ingredient} in its directions should stay in Broccoli",
        _draw_constraint,
        steps=40,
    ),
    _template("delete_duplicate_recipes", DUPLICATES, TWICE, partial(_draw_duplicates, 1, 0), steps=10),
    _template("delete_duplicate_recipes2", DUPLICATES, TWICE, partial(_draw_duplicates, 1, 3), steps=24),
    _template("delete_duplicate_recipes3", DUPLICATES, TWICE, partial(_draw_duplicates, 2, 6), steps=34),
)
