"""The expenses in `accounting.db`, with the schema of Arduia's Pro Expense."""

from __future__ import annotations

from datetime import UTC, datetime

from device.simulator.apps.shared.table import Record

EXPENSE_DB = "/data/data/com.arduia.expense/databases/accounting.db"

CATEGORIES = {
    1: "Others",
    2: "Income",
    3: "Food",
    4: "Housing",
    5: "Social",
    6: "Entertainment",
    7: "Transportation",
    8: "Clothes",
    9: "Health Care",
    10: "Education",
    11: "Donation",
}
"""Name of a category by the number that is stored."""

INCOME, FOOD = 2, 3

SCHEMA = """
CREATE TABLE expense (
    expense_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT,
    amount INTEGER NOT NULL,
    category INTEGER NOT NULL,
    note TEXT,
    created_date INTEGER NOT NULL,
    modified_date INTEGER NOT NULL);
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
PRAGMA user_version = 9;
"""


def money(record: Record) -> str:
    """Return an expense's amount, which is stored in hundredths, as the lists show it."""
    sign = "+" if record["category"] == INCOME else "-"
    return f"{sign} ${record['amount'] / 100:,.2f}"


def day_text(record: Record) -> str:
    """Return the day of an expense, which is stored in milliseconds."""
    day = datetime.fromtimestamp(record["created_date"] / 1000, UTC)
    return f"{day:%a}, {day.day} {day:%b %Y}"


def parse_amount(typed: str) -> int | None:
    """Return a typed amount in hundredths, None where it is no amount of money."""
    try:
        hundredths = round(float(typed.replace(",", "").strip().lstrip("$")) * 100)
    except (ValueError, OverflowError):
        return None
    return hundredths if 0 < hundredths < 10**12 else None
