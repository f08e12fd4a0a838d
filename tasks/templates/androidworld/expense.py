"""Templates of Pro Expense: expenses added, and deleted among near-duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Screen
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import sentence, word, words
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import (
    MARKOR_FOLDER,
    NOW,
    Record,
    begin,
    fill_table,
    matches,
    push_note,
    rows,
)
from tasks.templates.androidworld.steps import (
    fill_form,
    first_of,
    is_front,
    read_note,
    row_with,
    search_for,
    touch,
    touches,
)

APP = "Pro Expense"
DATABASE = "/data/data/com.arduia.expense/databases/accounting.db"
CATEGORIES = {
    "Others": 1, "Income": 2, "Food": 3, "Housing": 4, "Social": 5, "Entertainment": 6, "Transportation": 7,
    "Clothes": 8, "Health Care": 9, "Education": 10, "Donation": 11,
}  # fmt: skip
KINDS = ("ticket", "repair", "lesson", "order", "delivery", "subscription", "gift", "rental")
NOTE = "my_expenses.txt"
MAY_CHANGE = ("*/accounting.db:expense",)
HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class Expense:
    """An expense.

    Attributes:
        cents: The amount.
        hours_ago: When it was entered, before the task starts.
    """

    name: str
    cents: int
    category: str
    note: str
    hours_ago: int = 0

    @property
    def amount(self) -> str:
        """The amount as it is typed."""
        return f"{self.cents / 100:.2f}"

    @property
    def said(self) -> str:
        """All of it in words."""
        return f'"{self.name}", ${self.amount}, category {self.category}, note "{self.note}"'

    @property
    def new_row(self) -> Record:
        """What its row has to hold when it was just added."""
        return {
            "name": self.name, "amount": self.cents, "category": CATEGORIES[self.category], "note": self.note,
        }  # fmt: skip

    @property
    def row(self) -> Record:
        """Its whole row, the key aside."""
        entered = int(NOW.timestamp() - self.hours_ago * HOUR) * 1000
        return {**self.new_row, "created_date": entered, "modified_date": entered}


def some_expenses(rng: Random, split: Split, count: int) -> list[Expense]:
    """Draw expenses with different names."""
    found: dict[str, Expense] = {}
    while len(found) < count:
        name = f"{word(rng, split).capitalize()} {rng.choice(KINDS)}"
        found[name] = Expense(
            name=name,
            cents=rng.randrange(100, 50000),
            category=rng.choice(list(CATEGORIES)),
            note=" ".join(words(rng, split, 2)),
            hours_ago=rng.randrange(1, 24 * 14),
        )
    return list(found.values())


def _near(rng: Random, expense: Expense) -> Expense:
    """Return an expense that differs from another in one thing that the log shows."""
    if rng.random() < 0.5:
        return replace(expense, cents=expense.cents + rng.choice((-1, 1, 100, 1000)))
    return replace(expense, category=rng.choice([name for name in CATEGORIES if name != expense.category]))


def prepare(expenses: Sequence[Expense], note: str, phone: Phone) -> None:
    """Leave exactly these expenses, and a note with this text in Markor where there is one."""
    begin(phone, APP, "Markor")
    fill_table(phone, DATABASE, "expense", (expense.row for expense in expenses))
    phone.shell(f"rm -rf {MARKOR_FOLDER}; mkdir -p {MARKOR_FOLDER}")
    if note:
        push_note(phone, NOTE, note)
        push_note(phone, "my_expenses_old.txt", "Nothing here any more.")


def _are(kept: Sequence[Expense], added: Sequence[Expense], phone: Phone) -> bool:
    found = rows(phone, DATABASE, "SELECT * FROM expense")
    return matches(found, (expense.row for expense in kept), (expense.new_row for expense in added))


def _add_move(expenses: Sequence[Expense], source: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if source:
        move = read_note(source, screen, progress)
        if move is not None:
            return move
    saved = touches(progress, "SAVE")
    if saved == len(expenses):
        return Done(message="The expenses are added.")
    if not is_front(screen, APP):
        return Open(app=APP)
    expense = expenses[saved]
    values = {"Name": expense.name, "Amount": expense.amount, "Note": expense.note}
    return first_of(
        lambda: fill_form(screen, progress, values, commit="SAVE", chosen=(expense.category,)),
        lambda: touch(screen, "Add expense"),
    )


def _delete_move(targets: Sequence[Expense], screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    confirm = touch(screen, "DELETE")
    if confirm is not None:
        return confirm
    deleted = touches(progress, "DELETE")
    if deleted == len(targets):
        return Done(message="The expenses are deleted.")
    target = targets[deleted]
    if touch(screen, "CLOSE") is not None:
        return touch(screen, "Delete") or Back()
    sign = "+" if target.category == "Income" else "-"
    row = row_with(screen, target.name, target.category, f"{sign} ${target.cents / 100:,.2f}")
    if row is not None:
        return Touch(element=row)
    return first_of(lambda: search_for(screen, target.name), lambda: touch(screen, "MORE"))


def _draw_add(count: int, rng: Random, split: Split) -> Draft:
    kept = some_expenses(rng, split, rng.randint(2, 8))
    added = [_near(rng, kept[0]) if rng.random() < 0.3 else some_expenses(rng, split, 1)[0] for _ in range(count)]
    added = list({expense.name: expense for expense in added}.values())
    return Draft(
        parameters={"expenses": "; ".join(expense.said for expense in added)},
        setup=partial(prepare, kept, ""),
        check=partial(_are, kept, added),
        solve=partial(_add_move, added, ""),
        may_change=MAY_CHANGE,
    )


def _draw_from_note(rng: Random, split: Split) -> Draft:
    kept, listed = some_expenses(rng, split, 3), some_expenses(rng, split, 6)
    wanted = rng.sample(range(len(listed)), 3)
    lines = ["Name | Amount | Category | Note"]
    for place, expense in enumerate(listed):
        mark = "Reimbursable. " if place in wanted else ""
        listed[place] = replace(expense, note=f"{mark}{sentence(rng, split)}")
        lines.append(f"{expense.name} | ${expense.amount} | {expense.category} | {listed[place].note}")
    added = [expense for place, expense in enumerate(listed) if place in wanted]
    return Draft(
        parameters={"file": NOTE},
        setup=partial(prepare, kept, "\n".join(lines) + "\n"),
        check=partial(_are, kept, added),
        solve=partial(_add_move, added, NOTE),
        may_change=MAY_CHANGE,
    )


def _draw_delete(count: int, others: int, rng: Random, split: Split) -> Draft:
    chosen = some_expenses(rng, split, count + others)
    targets, kept = chosen[:count], chosen[count:]
    # Near-duplicates by name, so that what is asked for stays one of a kind.
    kept += [replace(kept[0], name=f"{targets[0].name}s"), replace(targets[-1], name=f"Old {targets[-1].name.lower()}")]
    return Draft(
        parameters={"names": ", ".join(f'"{target.name}"' for target in targets)},
        setup=partial(prepare, _shuffled(rng, targets + kept), ""),
        check=partial(_are, kept, ()),
        solve=partial(_delete_move, targets),
        may_change=MAY_CHANGE,
    )


def _draw_duplicates(near: int, rng: Random, split: Split) -> Draft:
    kept = some_expenses(rng, split, 6)
    doubled = kept[: rng.randint(1, 2)]
    kept += [_near(rng, rng.choice(doubled)) for _ in range(near)]
    return Draft(
        parameters={},
        setup=partial(prepare, _shuffled(rng, kept + doubled), ""),
        check=partial(_are, kept, ()),
        solve=partial(_delete_move, doubled),
        may_change=MAY_CHANGE,
    )


def _shuffled(rng: Random, expenses: Sequence[Expense]) -> list[Expense]:
    return rng.sample(expenses, len(expenses))


ADD = (
    "Log in Pro Expense: {expenses}",
    "Enter these expenses in Pro Expense: {expenses}",
    "In Pro Expense, add what follows: {expenses}",
)
DELETE = (
    "Remove from Pro Expense: {names}",
    "In Pro Expense, delete the expenses called {names}",
    "Please get {names} out of Pro Expense",
)
DUPLICATES = (
    "Some expenses were entered twice in Pro Expense. Delete the second of each, where all of it is the same",
    "Clean up Pro Expense: of entries that are equal in everything leave only one",
)

TEMPLATES: tuple[Template, ...] = (
    *(
        Template(
            name=name,
            app=APP,
            phrasings=ADD,
            held_out=("I spent this, note it down in Pro Expense: {expenses}",),
            draw=partial(_draw_add, count),
            steps=steps,
        )
        for name, count, steps in (("expense_add_single", 1, 12), ("expense_add_multiple", 3, 60))
    ),
    Template(
        name="expense_add_multiple_from_markor",
        app=APP,
        phrasings=(
            "Read {file} in Markor and enter the reimbursable expenses in it in Pro Expense",
            "My note {file} in Markor lists expenses. Add those that say that they are reimbursable to Pro Expense",
        ),
        held_out=("Whatever is reimbursable in the Markor note {file} belongs into Pro Expense: add it",),
        draw=_draw_from_note,
        steps=60,
    ),
    *(
        Template(
            name=name,
            app=APP,
            phrasings=DELETE,
            held_out=("I don't want to see {names} in Pro Expense any more: delete",),
            draw=partial(_draw_delete, count, others),
            steps=steps,
        )
        for name, count, others, steps in (
            ("expense_delete_single", 1, 4, 10),
            ("expense_delete_multiple", 3, 4, 20),
            ("expense_delete_multiple2", 3, 18, 34),
        )
    ),
    *(
        Template(
            name=name,
            app=APP,
            phrasings=DUPLICATES,
            held_out=("No expense should be in Pro Expense twice with everything the same: delete what is too much",),
            draw=partial(_draw_duplicates, near),
            steps=steps,
        )
        for name, near, steps in (("expense_delete_duplicates", 1, 12), ("expense_delete_duplicates2", 4, 18))
    ),
)
