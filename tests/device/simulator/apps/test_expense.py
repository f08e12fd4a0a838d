"""Pro Expense: what taps do to accounting.db and to the screen."""

from __future__ import annotations

import pytest

from device.simulator.apps.expense.expense_store import EXPENSE_DB, SCHEMA
from device.simulator.apps.shared.table import Record, Table
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

NOW = 1697384040000


@pytest.fixture(autouse=True)
def _open_expense(phone: SimulatedPhone) -> None:
    assert phone.launch("com.arduia.expense")


def table(phone: SimulatedPhone) -> Table:
    return Table(path=phone.files.path(EXPENSE_DB), schema=SCHEMA, name="expense", key="expense_id")


def expenses(phone: SimulatedPhone) -> list[tuple[str, int, int, str]]:
    return [(row["name"], row["amount"], row["category"], row["note"]) for row in table(phone).all()]


def add(phone: SimulatedPhone, name: str, amount: int, *, category: int = 3, hours_ago: int = 0) -> None:
    values: Record = {
        "name": name, "amount": amount, "category": category, "note": "",
        "created_date": NOW - hours_ago * 3_600_000, "modified_date": NOW,
    }  # fmt: skip
    table(phone).save(values)
    phone.changed()


def test_adding_an_expense_writes_a_row(phone: SimulatedPhone, hand: Hand) -> None:
    assert hand.sees("No expense yet")
    hand.tap("Add expense")
    hand.type("Bus to town", into="Name")
    hand.type("12.5", into="Amount")
    hand.tap("Transportation")
    hand.type("both ways", into="Note")
    hand.tap("SAVE")

    assert expenses(phone) == [("Bus to town", 1250, 7, "both ways")]
    assert table(phone).all()[0]["created_date"] == NOW
    assert hand.sees("Bus to town", "Transportation", "- $12.50", "Recent")


@pytest.mark.parametrize("amount", ["", "-3", "much", "nan", "1e999"])
def test_an_expense_needs_an_amount_of_money(phone: SimulatedPhone, hand: Hand, amount: str) -> None:
    hand.tap("Add expense")
    hand.type("Tea", into="Name")
    if amount:
        hand.type(amount, into="Amount")
    hand.tap("SAVE")

    assert phone.toast == "Enter a valid amount"
    assert expenses(phone) == []


def test_the_home_page_sums_up_and_shows_the_newest(phone: SimulatedPhone, hand: Hand) -> None:
    for number in range(7):
        add(phone, f"Thing {number}", 1000, hours_ago=number)
    add(phone, "Wages", 250_000, category=2, hours_ago=9)

    assert hand.order("Thing 0", "Thing 1", "Thing 4")
    assert hand.sees("$70.00", "$2,500.00")
    assert not hand.sees("Thing 5")
    hand.tap("MORE")
    assert hand.sees("Thing 5", "+ $2,500.00", "Sun, 15 Oct 2023")


def test_the_log_is_searched(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Tea", 300)
    add(phone, "Steak", 3000)
    add(phone, "Bus", 200)
    hand.tap("MORE")
    hand.tap("Search")
    hand.type("tea", cls="EditText")
    assert hand.sees("Tea", "Steak")
    assert not hand.sees("Bus")
    hand.back()
    assert hand.sees("Bus", "Expense Logs")


def test_deleting_asks_first(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Tea", 300)
    add(phone, "Tea", 400)
    hand.tap("- $4.00")
    hand.tap("Delete")
    hand.tap("CANCEL")
    assert len(expenses(phone)) == 2
    hand.tap("- $4.00")
    hand.tap("Delete")
    hand.tap("DELETE")
    assert expenses(phone) == [("Tea", 300, 3, "")]


def test_editing_keeps_the_day_it_was_entered(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Tea", 300, hours_ago=30)
    hand.tap("Tea")
    hand.tap("Edit")
    hand.type("4", into="3.00")
    hand.tap("UPDATE")

    assert expenses(phone) == [("Tea", 400, 3, "")]
    assert table(phone).all()[0]["created_date"] == NOW - 30 * 3_600_000


def test_the_app_is_in_the_list_of_all_apps_alone(phone: SimulatedPhone, hand: Hand) -> None:
    phone.go_home()
    assert not hand.sees("Pro Expense")
    phone.swipe(500, 1800, 500, 600)
    assert hand.sees("Pro Expense", "Contacts")
    hand.tap("Pro Expense")
    assert phone.foreground() == ("com.arduia.expense", ".ui.MainActivity")


def test_clearing_the_app_leaves_an_empty_log(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Tea", 300)
    phone.clear("com.arduia.expense")
    assert expenses(phone) == []


def test_a_long_log_comes_page_by_page_and_ends(phone: SimulatedPhone, hand: Hand) -> None:
    for number in range(100):
        add(phone, f"Item {number}", 100, hours_ago=30 * number)
    hand.tap("MORE")
    seen = set(hand.words())
    for _ in range(30):
        phone.swipe(540, 1900, 540, 500)
        seen |= set(hand.words())

    assert {f"Item {number}" for number in range(100)} <= seen
    assert hand.sees("Item 99")
